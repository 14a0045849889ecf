"""What a place says about its records of people, in words: each question with its answer, and what is still open."""

from __future__ import annotations

from assetmap.messages import tr
from assetmap.model.on_the_record import RECORD_FIELDS, Ground, OnTheRecord, RecordField, find_ground
from assetmap.model.text import harmless


def ground_name(ground: Ground) -> str:
    """Return what a ground in law is called, and its article."""
    return tr("{label} (Article {article})", label=tr(ground.label), article=ground.article)


def ground_words(ground: Ground) -> str:
    """Return a ground in law with its article and meaning."""
    return f"{ground_name(ground)}. {tr(ground.meaning)}"


def answer_words(row: RecordField, record: OnTheRecord) -> str:
    """Return an answer as people read it; empty where there is none."""
    text = record.answer(row.name)
    ground = find_ground(row.choices, text)
    return ground_words(ground) if ground else harmless(text)


def record_rows(record: OnTheRecord) -> list[dict[str, str]]:
    """Return a row a question: name, option, question, answer, and the answer as it is kept."""
    return [
        {
            "name": row.name,
            "option": row.option,
            "question": tr(row.question),
            "answer": answer_words(row, record) or (tr("nobody has said yet") if row.needed else tr("not said")),
            "kept": record.answer(row.name),
        }
        for row in RECORD_FIELDS
    ]


def record_sentences(record: OnTheRecord, place: str) -> list[str]:
    """Say whether the record is whole, what follows from that, and what to do next."""
    open_ones = [row for row in RECORD_FIELDS if row.needed and not record.answer(row.name)]
    if not open_ones:
        return [
            tr("{place} says who keeps its records of people, and why.", place=harmless(place)),
            tr("Print the privacy notice, and give it to people before you write anything down about them."),
        ]
    if len(open_ones) == sum(row.needed for row in RECORD_FIELDS) - 1:  # the months have their setting
        said = tr("Nobody has said yet who keeps the records of people in {place}, and why.", place=harmless(place))
    else:
        said = tr("Not everything about the records of people in {place} is said yet.", place=harmless(place))
    return [said, tr("Until it is, lists go in without what they say about people, such as disability.")]
