"""What the pages without JavaScript say: the same answers and lists as the app's pages, from the same services.

Who came is shown as it may be shared, never exactly. Assets are those that agreed to be shown; all others are behind
the band PRIVATE, and nowhere while the laptop is shown to others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from assetmap.errors import NotFoundError
from assetmap.messages import tr, tr_count
from assetmap.model.asset import ASSET_KIND_BY_NAME
from assetmap.model.place import PlaceSummary
from assetmap.render import words
from assetmap.render.asset_words import day_words, source_words
from assetmap.render.plain import Cell, Link, PlainPage, PlainTable, Section
from assetmap.services.asset_list import WORKING, show_place_as
from assetmap.services.asset_page import AccessLine, AssetPage, FactLine, asset_page
from assetmap.services.asset_search import AssetSearch, FoundAssets, search_assets
from assetmap.services.sources import list_sources
from assetmap.services.venues import VENUE
from assetmap.web.plain_asked import ROOT, Asked

ROWS_A_PAGE = 100

Row = dict[str, Any]


def places(names: dict[str, str], *, sharing: bool) -> PlainPage:
    """Return the list of places."""
    number = tr_count("{number} place is on this computer.", "{number} places are on this computer.", len(names))
    said = (number, tr("Choose one.")) if names else (tr("There is no place yet."), tr("Open the app to make one."))
    band = tr("Showing this to others: only what may be shown is on this page.")
    links = tuple(Link(name, f"{ROOT}/{quote(slug)}") for slug, name in names.items())
    return PlainPage(
        title=tr("Plain pages"),
        answer=said,
        bands=(band,) if sharing else (),
        sections=(Section(links=links),),
        full=Link(tr("Open the app; it needs JavaScript"), "/"),
    )


def place_page(asked: Asked) -> PlainPage:
    """Return what is loaded in a place, and the way to each question."""
    summary = show_place_as(asked.place, asked.view)
    kinds = sorted(summary.assets.items(), key=lambda pair: (-pair[1], pair[0]))
    table = PlainTable(
        caption=tr("Assets by kind"),
        columns=(tr("Kind"), tr("How many")),
        rows=tuple((tr(ASSET_KIND_BY_NAME[kind].plural), f"{number:,}") for kind, number in kinds),
    )
    return PlainPage(
        title=asked.place.name,
        answer=tuple(words.place_sentences(summary, public=asked.view != WORKING)),
        bands=asked.bands,
        notes=asked.notes,
        sections=(
            Section(heading=tr("What do you want to know?"), links=_questions(asked)),
            Section(heading=tr("What is loaded"), table=table),
            Section(heading=tr("Things in its files that need a look"), table=_faults(summary)),
            Section(links=asked.other_list()),
            Section(heading=tr("Where this comes from"), said=list_sources(asked.place), folded=True),
        ),
        trail=asked.trail[:1],
        full=asked.full("start"),
    )


def _faults(summary: PlaceSummary) -> PlainTable:
    """Return what the place's files have wrong with them; it is there for those alone who keep the records."""
    return PlainTable(
        caption=tr("Things to look at"),
        columns=(tr("What we found"), tr("Expected"), tr("What to do")),
        rows=tuple(tuple(str(one[key]) for key in ("value", "expected", "fix")) for one in summary.problems),
    )


def _questions(asked: Asked) -> tuple[Link, ...]:
    return (
        Link(tr("What have we got?"), asked.address("assets")),
        Link(tr("Who have we not reached yet?"), asked.address("reached")),
        Link(tr("Getting there, and home"), asked.address("travel")),
        Link(tr("Where and when?"), asked.address("venues")),
    )


def assets_page(asked: Asked, number: int) -> PlainPage:
    """Return one page of the list of assets, counted from 1."""
    search = AssetSearch(view=asked.view, start=(number - 1) * ROWS_A_PAGE, rows=ROWS_A_PAGE)
    found = search_assets(asked.place, search, now=asked.now).facts
    pages = max(-(-found.number // ROWS_A_PAGE), 1)
    if number > pages:
        raise NotFoundError(tr("This list has no such page. Go back to its first page."))
    return PlainPage(
        title=tr("What have we got?"),
        answer=_assets_answer(asked, found),
        bands=asked.bands,
        notes=asked.notes,
        sections=(
            Section(table=_assets_table(asked, found, number, pages)),
            Section(links=(*_turns(asked, number, pages), *asked.other_list("assets"))),
        ),
        trail=asked.trail,
        full=asked.full("assets"),
    )


def _assets_answer(asked: Asked, found: FoundAssets) -> tuple[str, ...]:
    if found.number:
        first = tr_count("{number} thing is on this list.", "{number} things are on this list.", found.number)
        return first, tr("Open one to see what is recorded, and what nobody has asked yet.")
    if asked.view == WORKING:
        return tr("Nothing is on this list yet."), tr("Bring in a list of what you know, or add one thing by hand.")
    return tr("Nothing has been agreed to be shown yet."), tr("Ask each group or venue whether it may be shown.")


def _assets_table(asked: Asked, found: FoundAssets, number: int, pages: int) -> PlainTable:
    first = (number - 1) * ROWS_A_PAGE
    caption = tr(
        "Assets by name, {first} to {last} of {total}, page {page} of {pages}",
        first=f"{first + 1:,}",
        last=f"{first + len(found.records):,}",
        total=f"{found.number:,}",
        page=number,
        pages=pages,
    )
    columns = (tr("Name"), tr("Kind"), tr("Area"), tr("When"), tr("Which list it came from"))
    return PlainTable(caption=caption, columns=columns, rows=tuple(_asset_row(asked, row) for row in found.records))


def _asset_row(asked: Asked, row: Row) -> tuple[Cell, ...]:
    name = row["name"] or row["name_cy"] or row["name_gd"] or tr("no name recorded")
    return (
        Link(str(name), asked.address("assets", str(row["id"]))),
        tr(ASSET_KIND_BY_NAME[row["kind"]].label) if row["kind"] in ASSET_KIND_BY_NAME else str(row["kind"]),
        str(row["area"] or ""),
        str(row["opening_hours"]),
        str(row["source"]),
    )


def _turns(asked: Asked, number: int, pages: int) -> Iterable[Link]:
    if number > 1:
        yield Link(tr("Earlier page"), asked.address("assets", page=str(number - 1)))
    if number < pages:
        yield Link(tr("Next page"), asked.address("assets", page=str(number + 1)))


def one_asset(asked: Asked, asset_id: str) -> PlainPage:
    """Return one asset with each fact's source and day, and what nobody has recorded yet."""
    page = _shown_asset(asked, asset_id)
    venue = page.kind_name == VENUE and page.has_pin
    ways = (Link(tr("How people get there, and home"), asked.address("travel", venue=page.id)),) if venue else ()
    missing = (tr("Nobody has recorded: {facts}.", facts=", ".join(page.missing)),) if page.missing else ()
    return PlainPage(
        title=page.name or tr("no name recorded"),
        answer=(f"{page.kind}. {page.where_words}", *_next_for(page)),
        bands=asked.bands,
        notes=asked.notes,
        sections=(
            Section(heading=tr("What is recorded"), table=_facts_table(page.facts)),
            Section(heading=tr("Getting in and taking part"), table=_access_table(page.access)),
            Section(said=missing, links=ways),
        ),
        trail=(*asked.trail, Link(tr("What have we got?"), asked.address("assets"))),
        full=asked.full("asset", id=page.id),
    )


def _shown_asset(asked: Asked, asset_id: str) -> AssetPage:
    """Return an asset of the list; what is not on it and what may not be shown are refused in the same words."""
    try:
        return asset_page(asked.place, asset_id, now=asked.now, view=asked.view).facts
    except NotFoundError:
        raise NotFoundError(tr("This is not on the list that may be shown. Choose one from the list.")) from None


def _next_for(page: AssetPage) -> tuple[str, ...]:
    ask = next((line.question for line in page.access if not line.recorded), "")
    if ask:
        return (tr("Nobody has recorded this yet. Ask: {question}", question=ask),)
    return (tr("Something wrong? Tell the people who keep this list."),)


def _facts_table(facts: Sequence[FactLine]) -> PlainTable:
    columns = (tr("Fact"), tr("What is recorded"), tr("Who says so, and when"))
    rows = tuple(
        (fact.label, _fact_text(fact), source_words(fact.source, fact.as_at, fact.brought_in)) for fact in facts
    )
    return PlainTable(caption=tr("Each fact with its source and its day"), columns=columns, rows=rows)


def _fact_text(fact: FactLine) -> str:
    return day_words(fact.text) if fact.name == "checked_on" else fact.text


def _access_table(access: Sequence[AccessLine]) -> PlainTable:
    columns = (tr("Question"), tr("Answer"), tr("Who says so, and when"))
    rows = tuple((line.question, _access_answer(line), _access_source(line)) for line in access)
    return PlainTable(
        caption=tr("What is recorded about access, the answered questions first"), columns=columns, rows=rows
    )


def _access_source(line: AccessLine) -> str:
    return source_words(line.source, line.as_at, line.brought_in) if line.recorded else ""


def _access_answer(line: AccessLine) -> str:
    if not line.recorded and not line.is_out:
        return tr("Nobody has recorded this yet.")
    out = tr("Out of use now.") if line.is_out else ""
    return " ".join(filter(None, (tr(line.answer), line.detail, out)))


def no_page(said: str, trail: tuple[Link, ...] = ()) -> PlainPage:
    """Return the page for what is not there, or cannot be shown."""
    return PlainPage(
        title=tr("This page cannot be shown"),
        answer=(said, tr("Go back, or begin with the list of places.")),
        trail=trail or (Link(tr("All places"), ROOT),),
    )
