"""An outline of a data protection impact assessment: what the program does is said, the rest is filled in by hand."""

from __future__ import annotations

from assetmap.messages import mark, tr
from assetmap.model.notice import RISKS, NoticeFacts, Paper, PaperTable, Section
from assetmap.model.on_the_record import RECORD_FIELDS
from assetmap.model.text import harmless
from assetmap.render.notice_words import paper_notes, where_kept
from assetmap.render.record_words import answer_words

_SIGNED_BY = (
    mark("Written by"),
    mark("Advice of the data protection officer, or of whoever looks after data protection"),
    mark("What people whose records these are have said"),
    mark("The risks that are left are accepted by"),
    mark("To be looked at again on"),
)


def dpia_paper(facts: NoticeFacts) -> Paper:
    """Return the outline; every cell and line that is empty is for people to fill in."""
    return Paper(
        title=tr("Data protection impact assessment: an outline"),
        said=(
            tr("For the records of who came to meetings in {place}.", place=harmless(facts.place)),
            tr("The program has filled in what it knows. Fill in the rest together, and sign it."),
        ),
        sections=(
            _processing(facts),
            _kept(facts),
            _asked(),
            _necessity(),
            _risks(),
            _asking(),
            _signed(),
        ),
        made_on=facts.made_on,
        notes=paper_notes(facts),
    )


def _processing(facts: NoticeFacts) -> Section:
    rows = tuple((tr(row.question), answer_words(row, facts.record)) for row in RECORD_FIELDS)
    table = PaperTable(caption=tr("Who keeps the records, and why"), headings=(tr("Question"), tr("Answer")), rows=rows)
    return Section(
        heading=tr("1. What is done"),
        said=(
            tr("Lists of who came to meetings are read in."),
            *where_kept(facts),
            tr("Before anything is written, names become codes and postcodes become areas. All else is dropped."),
            tr("The records are set beside census counts, to see which areas were not reached yet."),
            tr("No decision about a person is made from them."),
        ),
        table=table,
        blanks=(tr("Who writes the lists, and where they lie before and afterwards:"),),
    )


def _kept(facts: NoticeFacts) -> Section:
    always = (
        (tr("meeting, day and place"), tr("to know which meetings are meant")),
        (tr("role"), tr("to count the community apart from staff and supporters")),
        (tr("area"), tr("to see which areas were not reached yet")),
        (tr("code in the place of a name"), tr("to count each person once")),
    )
    more = tuple((harmless(what), harmless(why)) for what, why in facts.kept)
    table = PaperTable(
        caption=tr("What is kept of somebody who came"),
        headings=(tr("What"), tr("Why"), tr("Is it needed?")),
        rows=tuple((*row, "") for row in (*always, *more)),
    )
    none = (tr("Nothing that people said about themselves is kept now."),)
    return Section(heading=tr("2. What is kept"), said=() if more else none, table=table)


def _asked() -> Section:
    return Section(
        heading=tr("3. Whom did you ask?"),
        said=(tr("Ask people whose records these are, and groups they lead, before you begin."),),
        blanks=(tr("Whom we asked, and when:"), tr("What they said, and what we changed:")),
    )


def _necessity() -> Section:
    return Section(
        heading=tr("4. Is it needed?"),
        items=(
            tr("The program keeps event, role and area. More is off until somebody ticks it and says why."),
            tr("It keeps no postcode, no date of birth and no free words."),
            tr("It says how many records are due to be deleted."),
        ),
        blanks=(
            tr("Could we reach the purpose with less, or without records?"),
            tr("Does the ground in law need a policy or a condition of its own? Which?"),
        ),
    )


def _risks() -> Section:
    table = PaperTable(
        caption=tr("Risks to people"),
        headings=(
            tr("Risk"), tr("How it could happen"), tr("What the program does"), tr("What we do as well"),
            tr("How likely, how bad"),
        ),
        rows=tuple((tr(risk.name), tr(risk.how), tr(risk.done), "", "") for risk in RISKS),
    )  # fmt: skip
    return Section(
        heading=tr("5. What could harm people?"),
        said=(tr("Think of the person in the smallest village, and of whoever would least like to be known."),),
        table=table,
        blanks=(tr("Other risks here:"),),
    )


def _asking() -> Section:
    return Section(
        heading=tr("6. When somebody asks"),
        items=(
            tr("The program shows all that is kept about one person, by the name that the lists use."),
            tr("It erases a person for good, from the records, their history and copies put back later."),
            tr("It prints a privacy notice in plain words, in three sizes of letters."),
        ),
        blanks=(tr("Who answers, how fast, and how people hear of it:"),),
    )


def _signed() -> Section:
    table = PaperTable(
        caption=tr("Signed"),
        headings=(tr("What"), tr("Name and role"), tr("Day"), tr("Signature")),
        rows=tuple((tr(one), "", "", "") for one in _SIGNED_BY),
    )
    said = tr("If a high risk is left, ask the regulator before you begin.")
    return Section(heading=tr("7. What is left, and who accepts it"), said=(said,), table=table)
