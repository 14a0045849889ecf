"""The answers about people and venues as pages without JavaScript: who was reached, which venue.

Who came is shown as it may be shared, never exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assetmap.messages import tr, tr_count
from assetmap.model.participation import MeantFor
from assetmap.model.release import Release, ShareView
from assetmap.model.representation import SHARE_VIEW, UnitKind
from assetmap.render import reach_words, words
from assetmap.render.plain import Cell, Link, PlainPage, PlainTable, Section
from assetmap.services import releases, representation
from assetmap.services import venues as venues_service
from assetmap.services.representation import MissingRequest
from assetmap.services.sources import list_sources
from assetmap.services.venues import VenuesRequest
from assetmap.web import release_routes
from assetmap.web.plain_asked import Asked

Row = dict[str, Any]


def reached_page(asked: Asked, meant_for: str) -> PlainPage:
    """Return who came from where, as it was released; before that, a preview for those who keep the records."""
    found = releases.list_releases(asked.place)
    gone = [] if asked.sharing else releases.missing_sentences(asked.place)
    if not found and (asked.sharing or gone):
        return _nothing_released(asked, gone)
    kinds = list(dict.fromkeys(one.meant_for for one in found)) or list(representation.meeting_kinds(asked.place))
    chosen = meant_for or next((str(kind) for kind in sorted(kinds, key=lambda kind: kind != MeantFor.EVERYONE)), "")
    answer = representation.missing(asked.place, MissingRequest(view=SHARE_VIEW, meant_for=chosen))
    if not isinstance(answer, ShareView):
        raise TypeError("The share view was asked for and exact figures came back.")
    table = answer.facts
    details = table.attrs.get("details", {})
    kind = UnitKind(details.get("compared_by", UnitKind.AREA))
    labelled = not details.get("no_labels_because")
    preview = () if found or details.get("none_yet") else tuple(releases.preview_sentences())
    beside = [note for note in answer.notes if note not in preview]
    sure, method = reach_words.sure_and_method(table, beside, labelled=labelled, shared=True)
    others = (one for one in kinds if str(one) != chosen)
    return PlainPage(
        title=_reached_title(),
        answer=tuple(words.missing_answer(table)),
        bands=asked.bands_of(private=True) if preview else asked.bands,
        notes=(*preview, *asked.notes),
        sections=(
            Section(table=_reached_table(reach_words.rows(table), kind, labelled=labelled)),
            Section(links=tuple(_meetings(asked, str(one)) for one in others)),
            Section(links=tuple(_to_print(asked, one) for one in found)),
            Section(heading=tr("How sure are we?"), said=tuple(sure), folded=True),
            Section(heading=tr("How this was worked out"), said=(*method, *list_sources(asked.place)), folded=True),
        ),
        trail=asked.trail,
        full=asked.full("reached"),
    )


def _reached_title() -> str:
    return tr("Who have we not reached yet?")


def _nothing_released(asked: Asked, gone: Sequence[str]) -> PlainPage:
    return PlainPage(
        title=_reached_title(),
        answer=(releases.none_to_show(asked.place), *(gone or [tr("Choose another page.")])),
        bands=asked.bands,
        notes=asked.notes,
        sections=(),
        trail=asked.trail,
        full=asked.full("reached"),
    )


def _to_print(asked: Asked, release: Release) -> Link:
    name = tr("{period}, meant for: {kind}", period=release.period.words(), kind=tr(release.meant_for))
    return Link(tr("Print {name}", name=name), release_routes.address(asked.place, release.release_id))


def _meetings(asked: Asked, kind: str) -> Link:
    return Link(tr("Meetings meant for: {kind}", kind=tr(kind)), asked.address("reached", meant_for=kind))


def _reached_table(rows: Sequence[Row], kind: UnitKind, *, labelled: bool) -> PlainTable:
    keys = {"name": reach_words.unit_heading(kind), "came": tr("Came")}
    if labelled:
        keys |= {"expected": tr("We would expect"), "told": tr("What this tells us"), "population": tr("Live there")}
    return plain_table(rows, keys, reach_words.caption(kind, labelled=labelled))


def plain_table(rows: Sequence[Row], keys: dict[str, str], caption: str) -> PlainTable:
    """Return rows as a table: ``keys`` names the values of a row and their headings, in order."""
    cells = tuple(tuple(_text(row.get(key)) for key in keys) for row in rows)
    return PlainTable(caption=caption, columns=tuple(keys.values()), rows=cells)


def _text(value: object) -> str:
    return tr("not known") if value is None else str(value)


def venues_page(asked: Asked) -> PlainPage:
    """Return the venues, the likeliest first, with what is still to ask."""
    answer = venues_service.venues(asked.place, VenuesRequest(view=asked.view), now=asked.now)
    notes = tuple(note for note in answer.notes if note != tr(venues_service.PRIVATE_NOTE))
    table = PlainTable(
        caption=tr("Venues by how far people travel; nothing is left out"),
        columns=(tr("Venue"), tr("Where"), tr("What we know")),
        rows=tuple(_venue_row(asked, row) for row in answer.facts),
    )
    return PlainPage(
        title=tr("Where and when?"),
        answer=_venues_answer(answer.facts),
        bands=asked.bands,
        notes=asked.notes,
        sections=(
            Section(table=table),
            Section(links=asked.other_list("venues")),
            Section(heading=tr("How sure are we?"), said=notes, folded=True),
        ),
        trail=asked.trail,
        full=asked.full("venues"),
    )


def _venues_answer(rows: Sequence[Row]) -> tuple[str, ...]:
    if not rows:
        return tr("No venue is on this list yet."), tr("Bring in a list of venues, or ask them to be shown.")
    number = tr_count("{number} venue is on this list.", "{number} venues are on this list.", len(rows))
    return number, tr("Always visit before you book: one small step can be a barrier.")


def _venue_row(asked: Asked, row: Row) -> tuple[Cell, ...]:
    name = row["name"] or tr("a venue with no name recorded")
    return Link(str(name), asked.address("assets", str(row["id"]))), str(row["address"]), str(row["sentence"])
