"""Where and when: which venues might do, what to ask, how far people would travel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from assetmap.messages import mark, tr, tr_count
from assetmap.model.access_feature import ACCESS_FEATURE_BY_NAME, ACCESS_FEATURES
from assetmap.model.release import PublicFacts
from assetmap.render import words
from assetmap.services import downloads, engine, venues, web_maps
from assetmap.services.sources import list_sources
from assetmap.services.venues import VenuesRequest
from assetmap.services.workspace import Place
from assetmap.web import frame, maps, parts, state, takeaway, travellers
from assetmap.web.parts import Column

Row = dict[str, Any]
NOTHING = mark("nothing")
_MAP = "venues_map"


def show(place: Place) -> None:
    """Show the page."""
    frame.title(tr("Where and when?"))
    top = st.container()
    needs = st.multiselect(
        tr("What people need"),
        [feature.name for feature in ACCESS_FEATURES],
        format_func=lambda name: parts.option(tr(ACCESS_FEATURE_BY_NAME[name].label)),
        placeholder=tr("Choose what people need"),
        key="venues_needs",
        persist_state="session",
    )
    modes, profile = travellers.choose("venues")
    request = VenuesRequest(needs=tuple(needs), modes=modes or ("walk", "drive"), profile=profile, view=state.view())
    if venues.asks_many(place, request):
        engine.begin_drives()
    answer = venues.venues(place, request, now=state.now())
    rows = [_row(row) for row in answer.facts]
    private = any(note == tr(venues.PRIVATE_NOTE) for note in answer.notes)
    with top:
        frame.bands(place, private=private)
        parts.answer(*_answer(answer, needs))
    if not rows:
        _lead_to_lists(place)
        return
    _list(place, answer, rows, private=private)
    _ask(place, answer.facts, needs)
    notes = [note for note in answer.notes if note != tr(venues.PRIVATE_NOTE)]
    twice = tr("The same venue may stand here twice where two lists name it.")
    parts.how_sure([tr("What is not recorded is neither yes nor no: ask."), twice, *travellers.sure(), *notes])
    parts.how_worked_out([*_method(), *travellers.method(request.modes, profile), *list_sources(place)])
    _map(place, rows)


def _lead_to_lists(place: Place) -> None:
    """Lead to where venues come from; to nothing that is closed while the laptop is shown to others."""
    if state.sharing():
        return
    parts.html_link(frame.address("data", place, task="assets"), tr("Bring in a list of venues"))
    parts.html_link(frame.address("data", place, task="streets"), tr("Take what the map knows"))


def _answer(answer: PublicFacts[list[Row]], needs: Sequence[str]) -> list[str]:
    """Say how many venues might do, what to do next, and that a visit comes before a booking."""
    if not answer.facts and state.sharing():
        return [tr("No venue has been agreed to be shown yet."), tr("Ask each group or venue whether it may be shown.")]
    said = words.venues_sentences(answer)
    if answer.facts and not needs:
        said = [said[0], tr("Choose what people need, to see which venues are recorded with it.")]
    visit = tr("Always visit before you book: one small step can be a barrier.")
    return [*said, visit] if answer.facts else said


def _row(row: Row) -> Row:
    partly, asked = set(row["partly"]), [*row["partly"], *row["not_recorded"]]
    return {
        "id": row["id"],
        "rank": row["rank"],
        "name": row["name"] or tr("a venue with no name recorded"),
        "where": row["address"] or None,
        "asked": bool(row["met"] or asked or row["not_met"]),
        "met": _labels(row["met"]) or tr(NOTHING),
        "ask": _labels(asked, partly) or tr(NOTHING),
        "lacks": " ".join(row["reasons"]) or tr(NOTHING),
        "way": _way(row),
        "located": row["lat"] is not None,
    }


def _labels(names: Sequence[str], partly: set[str] = frozenset()) -> str:  # type: ignore[assignment]
    labels = {name: tr(ACCESS_FEATURE_BY_NAME[name].label) for name in names}
    return ", ".join(
        tr("{feature} (partly there)", feature=label) if name in partly else label for name, label in labels.items()
    )


def _way(row: Row) -> str | None:
    if row["lat"] is None:
        return tr(venues.NO_LOCATION)
    if row["travel"] is None:
        return None
    minutes = row["quickest_mean_minutes"]
    if minutes is None:
        return tr("We found no way there by street.")
    reached = row["reached_per_100"]
    if all(by_mode["residents_with_way"] is None for by_mode in row["travel"].values()):
        return tr_count(
            "{number} minute, for {reached} in 100 places", "{number} minutes, for {reached} in 100 places",
            round(minutes), reached=reached,
        )  # fmt: skip
    return tr_count(
        "{number} minute, for {reached} in 100 people", "{number} minutes, for {reached} in 100 people",
        round(minutes), reached=reached,
    )  # fmt: skip


def _list(place: Place, answer: PublicFacts[list[Row]], rows: Sequence[Row], *, private: bool) -> None:
    asked = any(row["asked"] for row in rows)
    of_needs = [Column(key="met", label=tr("Recorded as there")), Column(key="ask", label=tr("Ask about"))]
    if any(row["lacks"] != tr(NOTHING) for row in rows):
        of_needs.append(Column(key="lacks", label=tr("Not there")))
    columns = [
        Column(key="name", label=tr("Venue"), link=lambda row: frame.address("asset", place, id=row["id"])),
        *([Column(key="rank", label=tr("Number on the map"))] if st.session_state.get(_MAP) else []),
        *(of_needs if asked else [Column(key="where", label=tr("Where"))]),
        Column(key="way", label=tr("Getting there, on average"), link=lambda row: _travel_address(place, row)),
    ]
    parts.table(rows, columns, caption=tr("Venues, the likeliest first; nothing is left out"), key="venues")
    named = [downloads.Column(key=column.key, heading=column.label) for column in columns]
    if asked:
        named.insert(1, downloads.Column(key="where", heading=tr("Where")))
    hidden = [tr("Only venues that agreed to be shown.")] if state.sharing() else []
    about = downloads.about_place(
        place, tr("Venues, and what is recorded about them."), now=state.now(), method=_method(), hidden=hidden
    )
    takeaway.offer(PublicFacts(list(rows), answer.notes), named, about, name="venues", private=private)


def _travel_address(place: Place, row: parts.Row) -> str:
    return frame.address("travel", place, venue=row["id"]) if row["located"] else ""


def _map(place: Place, rows: Sequence[Row]) -> None:
    """Offer the same venues on a map."""
    if parts.map_choice(key=_MAP):
        plain = web_maps.map_spec(place, layer=web_maps.VENUES, view=state.view())
        spec = replace(plain, asset_ids=tuple(row["id"] for row in rows))
        alt = tr("Map of the venues. The same venues are in the list above.")
        parts.show_map(maps.offer_map(place, spec), alt=alt)


def _ask(place: Place, rows: Sequence[Row], needs: Sequence[str]) -> None:
    """Show each question that is still open anywhere, once, and the way to the sheet to print."""
    questions = list(dict.fromkeys(question for row in rows for question in row["questions"]))
    if not questions:
        return
    st.header(tr("What to ask"), anchor=False)
    parts.sentences(questions)
    open_need = next((need for need in needs if any(need in row["not_recorded"] for row in rows)), "")
    more = {"need": open_need} if open_need else {}
    parts.html_link(frame.address("ask", place, **more), tr("Print the questions, and type the answers back"))


def _method() -> list[str]:
    return [
        tr("First come venues recorded with all that is needed, then those to ask, then those that lack something."),
        tr("Within each, venues that fewer residents are left out of come first, then the shorter ways."),
        tr("Minutes are by the quicker of the ways ticked, the average of those with a way."),
        tr("They are one way: there or back, whichever is slower."),
        tr("Nothing is left out and nothing is scored."),
    ]
