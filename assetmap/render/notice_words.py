"""The privacy notice in plain words: who keeps what about you, why, for how long, who sees it, what you can ask."""

from __future__ import annotations

from assetmap.messages import tr, tr_count
from assetmap.model.notice import ANSWER_MONTHS, OBJECTION_BASES, REGULATOR, NoticeFacts, Paper, Section
from assetmap.model.on_the_record import LAWFUL_BASES, RECORD_FIELDS, SPECIAL_CONDITIONS, find_ground
from assetmap.model.place import MADE_UP
from assetmap.model.text import harmless
from assetmap.render.record_words import ground_words


def notice_paper(facts: NoticeFacts) -> Paper:
    """Return the privacy notice; what nobody has said yet is a line to write on."""
    return Paper(
        title=tr("Your information, and what we do with it"),
        said=(
            tr("We keep records of who came to meetings in {place}.", place=harmless(facts.place)),
            tr("This page says what we keep, why, for how long, and what you can ask of us."),
        ),
        sections=(
            _who(facts),
            _what(facts),
            _hidden_names(),
            _why(facts),
            _how_long(facts),
            _who_sees(facts),
            _rights(facts),
            _complaints(facts),
        ),
        made_on=facts.made_on,
        notes=paper_notes(facts),
    )


def paper_notes(facts: NoticeFacts) -> tuple[str, ...]:
    """Return what must be known before anything else: that the place is made up, that answers are missing."""
    open_ones = [tr(row.question) for row in RECORD_FIELDS if row.needed and not facts.record.answer(row.name)]
    missing = (tr("Not finished. Nobody has answered yet: {questions}", questions=" ".join(open_ones)),)
    return (*((tr(MADE_UP),) if facts.made_up else ()), *(missing if open_ones else ()))


def kept_items(facts: NoticeFacts) -> tuple[str, ...]:
    """Return what is kept of somebody who came to a meeting, in sentences."""
    return (
        tr("The meeting: its name, its day and where it was."),
        tr("Your role there, such as carer, community member or staff."),
        tr("The area you came from. A postcode becomes an area before anything is written."),
        tr("A code in the place of your name."),
        *(_characteristic(what, why) for what, why in facts.kept),
    )


def where_kept(facts: NoticeFacts) -> list[str]:
    """Say where the records are."""
    if facts.in_database:
        said = [tr("The records are in a database of ours. The program that reads them sends them nowhere else.")]
    else:
        said = [tr("The records are on our own computer. The program that holds them sends them nowhere.")]
    if facts.is_copied:
        said.append(tr("Their folder may be copied to other computers by another program."))
    return said


def _characteristic(what: str, why: str) -> str:
    shown = harmless(what)
    if not why:
        return tr("What you told us about: {what}.", what=shown)
    return tr("What you told us about: {what}. We need it for this: {why}", what=shown, why=harmless(why))


def _who(facts: NoticeFacts) -> Section:
    record = facts.record
    said = []
    if record.keeper:
        said.append(tr("{keeper} decides how these records are used.", keeper=harmless(record.keeper)))
    if record.contact:
        said.append(tr("How to reach us: {contact}", contact=harmless(record.contact)))
    blanks = [tr("Who decides how these records are used:")] if not record.keeper else []
    blanks += [tr("How to reach us:")] if not record.contact else []
    return Section(heading=tr("Who we are"), said=tuple(said), blanks=tuple(blanks))


def _what(facts: NoticeFacts) -> Section:
    more = tr("We keep nothing else about you. All else that a list says is dropped.")
    return Section(heading=tr("What we keep"), items=kept_items(facts), said=(more,))


def _hidden_names() -> Section:
    return Section(
        heading=tr("Your name is hidden. The records are still about you"),
        said=(
            tr("Hiding names is not anonymity."),
            tr("Where few people live, somebody may still know who a record is about."),
            tr("So we look after these records as records about people."),
        ),
    )


def _why(facts: NoticeFacts) -> Section:
    record = facts.record
    basis = find_ground(LAWFUL_BASES, record.basis)
    condition = find_ground(SPECIAL_CONDITIONS, record.condition)
    said = [harmless(record.purpose)] if record.purpose else []
    if basis:
        said.append(tr("The ground in law: {ground}", ground=ground_words(basis)))
    if condition:
        said.append(tr("The ground for sensitive facts: {ground}", ground=ground_words(condition)))
    blanks = [tr("What the records are for:")] if not record.purpose else []
    blanks += [tr("The ground in law:")] if basis is None else []
    blanks += [tr("The ground for sensitive facts:")] if condition is None else []
    return Section(heading=tr("Why we keep it"), said=tuple(said), blanks=tuple(blanks))


def _how_long(facts: NoticeFacts) -> Section:
    months = facts.record.retention_months
    return Section(
        heading=tr("How long we keep it"),
        said=(
            tr_count(
                "We keep a record for {number} month after its meeting. Then it is deleted.",
                "We keep a record for {number} months after its meeting. Then it is deleted.",
                months,
            ),
            tr("Figures that were given out before stay. Small numbers are hidden in them."),
            tr_count(
                "A change to our records can be taken back for {number} day.",
                "A change to our records can be taken back for {number} days.",
                facts.undo_days,
            ),
            tr_count(
                "We note who opens exact numbers, and keep that note for {number} month.",
                "We note who opens exact numbers, and keep that note for {number} months.",
                facts.access_log_months,
            ),
        ),
    )


def _who_sees(facts: NoticeFacts) -> Section:
    seen_by = harmless(facts.record.seen_by)
    return Section(
        heading=tr("Who sees it"),
        said=(
            *((seen_by,) if seen_by else ()),
            *where_kept(facts),
            tr("Others see figures alone: small numbers are hidden, the rest are rounded."),
        ),
        blanks=() if seen_by else (tr("Who sees the records:"),),
    )


def _rights(facts: NoticeFacts) -> Section:
    basis = facts.record.basis
    consent = "consent" in {basis, facts.record.condition.removeprefix("explicit_")}
    items = [
        tr("See what we keep about you, and have a copy."),
        tr("Have it put right."),
        tr("Have it erased. We then keep a code, so that a later list does not bring you back."),
        tr("Have us stop using it for a while, while we look into something."),
    ]
    if not basis or basis in OBJECTION_BASES:
        items.append(tr("Say that we should not use it at all. The law calls this objecting."))
    if consent:
        items.append(tr("Take your yes back. It is as easy as giving it."))
    items.append(tr("Complain."))
    return Section(
        heading=tr("What you can ask of us"),
        items=tuple(items),
        said=(
            tr("Tell us the name or number that you gave at the meeting, so that we can find your records."),
            tr_count(
                "It costs nothing. We answer within {number} month.",
                "It costs nothing. We answer within {number} months.",
                ANSWER_MONTHS,
            ),
            tr("If the law does not give you one of these, we say why."),
        ),
    )


def _complaints(facts: NoticeFacts) -> Section:
    told = harmless(facts.record.complain_to)
    return Section(
        heading=tr("Questions and complaints"),
        said=(
            *((tr("Ask, or complain to: {who}", who=told),) if told else ()),
            tr("You can also complain to the data protection regulator for the whole UK: {regulator}.",
               regulator=tr(REGULATOR)),
        ),
        blanks=() if told else (tr("Ask, or complain to:"),),
    )  # fmt: skip
