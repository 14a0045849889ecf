"""What have we got: the list first, the map second."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import tr, tr_count
from assetmap.model.asset import ASSET_KIND_BY_NAME, Asset, Where
from assetmap.model.release import PublicFacts
from assetmap.render import asset_words, words
from assetmap.services import downloads
from assetmap.services.asset_list import asset_record
from assetmap.services.asset_merge import by_area_only
from assetmap.services.asset_search import AssetSearch, FoundAssets, found_assets, search_assets
from assetmap.services.landmarks import area_names
from assetmap.services.sources import list_sources
from assetmap.services.web_maps import map_spec
from assetmap.services.workspace import Place
from assetmap.web import adding, doing, frame, looking, maps, parts, state, takeaway, watch
from assetmap.web.parts import Column

Row = dict[str, Any]
_KEPT = "have_found"


def show(place: Place) -> None:
    """Show the page."""
    frame.title(tr("What have we got?"))
    top, notes = st.container(), st.container()
    search = looking.look(place)
    found, fault = _found(place, search)
    with top:
        frame.bands(place, private=bool(found.not_agreed) or doing.is_told(place))
        doing.show(place)
        parts.answer(*_answer(found, search))
        _lead_to_questions(place, found, search)
        looking.offer_lost(found, search)
    with notes:
        if fault:
            st.warning(parts.plain(fault))
            parts.announce(fault)
    with st.container():  # a room for each part: what is open below stays so when one above grows
        looking.offer_spelling(found)
        looking.offer_places(found)
    with st.container():
        if found.records:
            _list(place, found, search)
            _map(place, found, search)
    adding.offer(place)
    parts.how_worked_out([*_method(search), *list_sources(place)])


def _found(place: Place, search: AssetSearch) -> tuple[FoundAssets, str]:
    """Return what was found, and why 'near' could not be used: the list is then shown without it."""
    try:
        return _look_once(place, search), ""
    except (NotFoundError, OptionError) as fault:
        if not search.near:
            raise
        return _look_once(place, replace(search, near="", near_key="")), str(fault)


def _look_once(place: Place, search: AssetSearch) -> FoundAssets:
    """Look, or turn to other rows of what this window found before, as long as nobody changed anything.

    The window keeps ids and counts, no fact.
    """
    about = (watch.stamp(place), state.now().date(), replace(search, start=0))
    kept = st.session_state.get(_KEPT)
    known = kept[1] if kept is not None and kept[0] == about else None
    found = search_assets(place, search, now=state.now(), known=known).facts
    st.session_state[_KEPT] = (about, replace(found, records=[]))
    return found


def _answer(found: FoundAssets, search: AssetSearch) -> list[str]:
    narrowed = looking.is_narrowed(search)
    if state.sharing() and not found.listed:
        return [tr(words.NOTHING_AGREED), tr("Ask each group or venue whether it may be shown.")]
    said = [asset_words.found_sentence(found.kinds, listed=found.listed, narrowed=narrowed)]
    if search.needs and found.ask_ids:
        said.append(
            tr_count(
                "{number} more has nothing recorded about this: ask.",
                "{number} more have nothing recorded about this: ask.",
                len(found.ask_ids),
            )
        )
    elif not found.number and found.listed:
        said.append(tr("Look for less: fewer words, or fewer choices."))
    elif not state.sharing():
        said.append(
            asset_words.next_sentence(
                without_point=found.without_point,
                without_access=found.without_access,
                not_agreed=found.not_agreed,
                listed=found.listed,
            )
        )
    return said


def _lead_to_questions(place: Place, found: FoundAssets, search: AssetSearch) -> None:
    """Lead to what nobody has recorded, where the answer speaks of it."""
    if search.needs and found.ask_ids:
        address = frame.address("ask", place, need=search.needs[0])
        parts.html_link(address, tr("See those with nothing recorded, and what to ask"))
    elif found.without_access and not found.without_point and not state.sharing():
        parts.html_link(frame.address("ask", place), tr("Print the questions, and type the answers back"))


def _list(place: Place, found: FoundAssets, search: AssetSearch) -> None:
    rows = [_row(record) for record in found.records]
    columns = [
        Column(key="name", label=tr("Name"), link=lambda row: frame.address("asset", place, id=row["id"])),
        Column(key="kind", label=tr("Kind")),
        Column(key="area", label=tr("Area")),
        Column(key="address", label=tr("Address")),
        *([Column(key="distance", label=tr("Distance"))] if found.near else []),
        *([] if state.sharing() else [Column(key="state", label=tr("Who may see it"))]),
    ]
    caption = tr("Nearest to {place} first, in a straight line", place=found.near.name) if found.near else tr("By name")
    parts.table(rows, columns, caption=caption, key=looking.TABLE_KEY, total=found.number)
    _download(place, search, private=bool(found.not_agreed))


def _row(record: Row) -> Row:
    kind = ASSET_KIND_BY_NAME.get(record["kind"])
    seen_by = tr(asset_words.SEEN_BY_WORDS.get(str(record["visibility"]), str(record["visibility"])))
    status = tr(asset_words.STATUS_WORDS[record["status"]]) if record["status"] != "open" else ""
    return {
        "id": record["id"],
        "name": record["name"] or record["name_cy"] or record["name_gd"] or tr("No name recorded"),
        "kind": tr(kind.label) if kind else record["kind"],
        "area": record["area"],
        "address": _address(record),
        "distance": _distance(record.get("distance_km")),
        "state": ", ".join(part for part in (status, seen_by) if part),
    }


def _address(record: Row) -> str:
    """Return where an asset is met: its address, or how else; never a person's own."""
    if record["where"] != Where.PLACE:
        return tr(str(record["where"])).capitalize()
    if by_area_only(record["kind"], record["where"]):
        return tr("By area only")
    return ", ".join(part for part in (record["address"], record["postcode"]) if part) or tr("not recorded")


def _distance(km: float | None) -> str | None:
    return None if km is None else tr("{km} km", km=f"{km:.1f}")


T = TypeVar("T")


class _Late(Iterable[T]):
    """What is read when a file is made of it, not on every run of the page."""

    def __init__(self, read: Callable[[], Iterable[T]]) -> None:
        self._read = read

    def __iter__(self) -> Iterator[T]:
        return iter(self._read())


def _download(place: Place, search: AssetSearch, *, private: bool) -> None:
    fields = (
        ("name", tr("Name")), ("name_cy", tr("Name in Welsh")), ("name_gd", tr("Name in Gaelic")), ("kind", tr("Kind")),
        ("area", tr("Area")), ("address", tr("Address")), ("postcode", tr("Postcode")), ("phone", tr("Telephone")),
        ("email", tr("E-mail")), ("website", tr("Website")), ("opening_hours", tr("When")),
        ("description", tr("What it offers")), ("who_for", tr("Who it is for")), ("access", tr("Access")),
        ("source", tr("List")), ("checked_on", tr("Last checked")), ("visibility", tr("Who may see it")),
    )  # fmt: skip
    hidden = [tr("Names and numbers of people are private and never leave this computer.")]
    if private:
        hidden.insert(0, tr("PRIVATE: not all of this was agreed to be shown. Do not pass it on."))
    if state.sharing():
        hidden.append(tr("What nobody agreed to show is left out."))
    now = state.now()

    def assets() -> list[Asset]:
        return found_assets(place, replace(search, view=state.view()), now=now).facts

    def rows() -> list[Row]:
        areas = area_names(place)
        return [{**asset_record(asset), "area": areas.get(asset.area_id, "")} for asset in assets()]

    about = downloads.about_place(
        place, tr("What we know this place has."), now=now, method=_method(search), hidden=hidden
    )
    about = replace(about, sources=_Late(lambda: list_sources(place, assets())))
    columns = [downloads.Column(key=key, heading=heading) for key, heading in fields]
    takeaway.offer(PublicFacts(_Late(rows)), columns, about, name="assets", private=private)


def _map(place: Place, found: FoundAssets, search: AssetSearch) -> None:
    if not parts.map_choice(key="have_map"):
        return
    spec = map_spec(place, view=state.view())
    if looking.is_narrowed(search):
        spec = replace(spec, asset_ids=found.ids)
    shown = tr_count("A map of {number} asset", "A map of {number} assets", found.number)
    parts.show_map(maps.offer_map(place, spec), alt=shown)


def _method(search: AssetSearch) -> list[str]:
    said = [tr("A name is found by its words in any order, in English, Welsh or Gaelic.")]
    if search.needs:
        said.append(tr("What is not recorded is neither yes nor no: those are counted apart, to be asked."))
    if search.near:
        said.append(tr("Distances are straight lines: the way by street is longer."))
    return said
