"""Which venues might do: what is recorded about each, what to ask, and how far people would travel."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assetmap.analysis import street_graph
from assetmap.analysis.access_match import AccessMatch, check_needs, match_access
from assetmap.analysis.barriers import Ways, judge_ways
from assetmap.analysis.street_graph import StreetGraph
from assetmap.analysis.way_sums import VenueWays, slower_minutes, sum_venue, take_quickest
from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import mark, tr, tr_count
from assetmap.model.access_feature import ACCESS_FEATURE_BY_NAME
from assetmap.model.asset import Asset, Status, Where
from assetmap.model.journey import WITHOUT_WAY_STEP, Mode, Way
from assetmap.model.release import PublicFacts
from assetmap.model.traveller import DEFAULT_PROFILE, TravellerProfile
from assetmap.services import engine, street_ways, workspace
from assetmap.services.asset_list import PUBLIC, WORKING, is_public
from assetmap.services.street_ways import StartPoints
from assetmap.services.travel import plain_number
from assetmap.services.workspace import Place

if TYPE_CHECKING:
    from assetmap.analysis.street_lanes import Lanes

VENUE = "venue"
VIEWS = (WORKING, PUBLIC)
LANES = 8
MANY_PAIRS = 5_000_000
"""From so many venues times junctions on, drives are answered by a hierarchy, once its engine is ready."""
PRIVATE_NOTE = mark("PRIVATE: this list holds venues that have not agreed to be shown. Do not pass it on.")
NO_LOCATION = mark("It has no location yet: add a postcode, so that travel can be worked out.")

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class VenuesRequest:
    """What is asked.

    Attributes
    ----------
    needs
        Names of access features that the venue must offer.
    modes
        Ways of travelling to rank by: walk, drive.
    profile
        The kind of traveller.
    view
        ``working``: all venues; ``public``: those that agreed to be published.
    limit
        At most this many rows, the first in rank; 0 for all.
    """

    needs: tuple[str, ...] = ()
    modes: tuple[str, ...] = ("walk", "drive")
    profile: str = DEFAULT_PROFILE
    view: str = WORKING
    limit: int = 0


@dataclass(frozen=True, eq=False)
class _Travel:
    """Sums over all start points, one entry a venue that has a location."""

    by_mode: list[dict[str, Row]]
    quickest: list[VenueWays]


def venues(place: Place, request: VenuesRequest, *, now: dt.datetime | None = None) -> PublicFacts[list[Row]]:
    """List every venue with what is met, what to ask and how far people travel, the likeliest first.

    Order: all needs recorded as met; then those with something to ask; then those that lack something, with the
    reason. Within each, the smaller share of residents without a way (in steps of 5 in 100) comes first, then the
    shorter mean of the quickest ways, then the name. Venues without a location end each part. Nothing is left out and
    nothing is scored.

    Parameters
    ----------
    place
        The place.
    request
        The needs, modes, traveller and view.
    now
        Decides what is out of use today; without it anything with a recorded outage counts as out of use.

    Returns
    -------
    PublicFacts
        Rows with ``rank, id, name, kind, address, lat, lon, met, partly, not_recorded, not_met, reasons, questions,
        travel, quickest_mean_minutes, reached_per_100, sentence``. ``travel`` is by mode; its residents are None where
        no population is known. ``reached_per_100`` is of people, there of start points: those with any of the ways.

    Raises
    ------
    OptionError, NotYetError
        An option is wrong or not built.
    """
    needs = check_needs(request.needs)
    modes, profile = street_ways.check_modes(request.modes), street_ways.check_profile(request.profile)
    chosen = _find_venues(place, request.view)
    today = "" if now is None else now.date().isoformat()
    matches = [match_access(needs, asset.access, today=today) for asset in chosen]
    located = [number for number, asset in enumerate(chosen) if asset.lat is not None and asset.lon is not None]
    travelled, notes = _try_travel(place, [chosen[number] for number in located], modes, profile)
    sums = dict(zip(located, range(len(located)), strict=True)) if travelled else {}
    order = sorted(range(len(chosen)), key=lambda number: _rank_key(chosen, matches, travelled, sums, number))
    order = order[: request.limit] if request.limit else order
    rows = [
        _row(rank, chosen[number], matches[number], travelled, sums.get(number))
        for rank, number in enumerate(order, start=1)
    ]
    private = [tr(PRIVATE_NOTE)] if any(not is_public(chosen[number]) for number in order) else []
    return PublicFacts(rows, (*private, *notes))


def asks_many(place: Place, request: VenuesRequest) -> bool:
    """Tell whether so many drives are asked for that `engine.prepare_drives` is worth its time."""
    if Mode.DRIVE not in request.modes:
        return False
    graph = workspace.street_graph(place, Mode.DRIVE.value)
    return graph is not None and len(_find_venues(place, request.view)) * graph.nodes >= MANY_PAIRS


def _find_venues(place: Place, view: str) -> list[Asset]:
    if view not in VIEWS:
        raise OptionError(
            tr(
                "--view '{view}': we know no such view. Expected one of: {views}. Choose one.",
                view=view,
                views=", ".join(VIEWS),
            )
        )
    return [
        asset
        for asset in workspace.open_register(place).assets()
        if asset.kind == VENUE
        and asset.status == Status.OPEN
        and asset.where in {Where.PLACE, Where.MOVES_AROUND}
        and (view == WORKING or is_public(asset))
    ]


def _try_travel(
    place: Place, located: list[Asset], modes: tuple[str, ...], profile: TravellerProfile
) -> tuple[_Travel | None, list[str]]:
    """Work out travel where the place has streets and people to set out; else say why there is none."""
    try:
        graphs = street_ways.load_streets(place, modes, profile)
    except NotFoundError as fault:
        return None, [tr("Without travel: {fault}", fault=fault)]
    starts = street_ways.find_start_points(place)
    if starts.points.empty or not located:
        what = tr("no venue has a location") if not located else tr("there are no areas or postcodes to set out from")
        return None, [tr("Without travel: {what} yet.", what=what)]
    known = bool(starts.points["people"].notna().all())
    notes = [] if known else [tr("No population is known for every area, so each postcode or area counts the same.")]
    people = starts.points["people"].to_numpy("float64") if known else np.ones(len(starts.points))
    return _sum_travel(graphs, located, starts, people, profile, known=known), notes


def _sum_travel(
    graphs: dict[str, StreetGraph],
    located: list[Asset],
    starts: StartPoints,
    people: NDArray[np.float64],
    profile: TravellerProfile,
    *,
    known: bool,
) -> _Travel:
    """Go through the venues a few at a time, keeping sums and nothing else."""
    snapped = {mode: _snap(graph, starts, located) for mode, graph in graphs.items()}
    opened = {
        mode: _open_lanes(graph, snapped[mode][0])
        for mode, graph in graphs.items()
        if mode == Mode.DRIVE and len(located) * graph.nodes >= MANY_PAIRS and engine.is_ready_for_drives()
    }
    area = starts.points["area"].to_numpy(dtype="int64")
    travelled = _Travel([], [])
    for first in range(0, len(located), LANES):
        lanes = np.arange(first, min(first + LANES, len(located)))
        each = {mode: _ways(graphs[mode], *snapped[mode], lanes, profile, opened.get(mode)) for mode in graphs}
        minutes, state = take_quickest(list(each.values()))
        for lane in range(len(lanes)):
            travelled.quickest.append(sum_venue(minutes[:, lane], state[:, lane], people))
            travelled.by_mode.append(
                {mode: _mode_row(ways, lane, people, area, known=known) for mode, ways in each.items()}
            )
    return travelled


def _snap(
    graph: StreetGraph, starts: StartPoints, located: list[Asset]
) -> tuple[street_graph.Snaps, street_graph.Snaps]:
    halls = np.array([(asset.lon, asset.lat) for asset in located], dtype=np.float64)
    points = starts.points
    return street_ways.snap_together(graph, origins=(points["lon"], points["lat"]), venues=(halls[:, 0], halls[:, 1]))


def _ways(
    graph: StreetGraph,
    origins: street_graph.Snaps,
    venues: street_graph.Snaps,
    lanes: NDArray[np.int64],
    profile: TravellerProfile,
    opened: Lanes | None,
) -> Ways:
    """Judge the ways to a few venues."""
    few = street_ways.take_snaps(venues, lanes)
    if opened is not None:
        return judge_ways(graph.mode, opened.times(few), origins=origins, venues=few, profile=profile)
    return street_ways.find_ways_in_reach(graph, origins=origins, venues=few, profile=profile)


def _open_lanes(graph: StreetGraph, origins: street_graph.Snaps) -> Lanes:
    from assetmap.analysis import street_lanes  # noqa: PLC0415 - a small place never needs the compiler

    return street_lanes.open_lanes(graph, origins)


def _mode_row(ways: Ways, lane: int, people: NDArray[np.float64], area: NDArray[np.int64], *, known: bool) -> Row:
    """Return one venue's travel by one mode; areas without a way are those where no point has one."""
    state = ways.state[:, lane]
    sums = sum_venue(slower_minutes(ways)[:, lane], state, people)
    areas = np.unique(area)
    found = np.unique(area[state == Way.FOUND.value])
    unknown = np.setdiff1d(np.unique(area[state == Way.NOT_KNOWN.value]), found)
    residents = {
        "residents_with_way": sums.people_with_way,
        "residents_without_way": sums.people_without_way,
        "residents_not_known": sums.people_not_known,
    }
    return {
        "mean_minutes": plain_number(sums.mean_minutes),
        "longest_minutes": plain_number(sums.longest_minutes),
        **{name: plain_number(number, digits=0) if known else None for name, number in residents.items()},
        "origins_with_way": len(found),
        "origins_without_way": len(areas) - len(found) - len(unknown),
        "origins_not_known": len(unknown),
    }


def _rank_key(
    chosen: list[Asset], matches: list[AccessMatch], travelled: _Travel | None, sums: dict[int, int], number: int
) -> tuple[Any, ...]:
    asset, here = chosen[number], sums.get(number)
    by_travel = (inf, inf) if travelled is None or here is None else _travel_key(travelled.quickest[here])
    return (matches[number].tier, *by_travel, asset.text("name").casefold(), asset.id)


def _travel_key(quick: VenueWays) -> tuple[float, float]:
    """Order by the share of residents without a way, coarsely, then by minutes; those nobody reaches come last."""
    if not quick.people_with_way:
        return inf, 0.0
    share = quick.people_without_way / (quick.people_with_way + quick.people_without_way)
    return round(share / WITHOUT_WAY_STEP), round(quick.mean_minutes, 1)


def _row(rank: int, asset: Asset, match: AccessMatch, travelled: _Travel | None, here: int | None) -> Row:
    known = travelled is not None and here is not None
    quick = travelled.quickest[here] if travelled is not None and here is not None else None
    found = asdict(match)
    return {
        "rank": rank,
        "id": asset.id,
        "name": asset.text("name"),
        "kind": asset.kind,
        "address": asset.text("address"),
        "lat": asset.lat,
        "lon": asset.lon,
        **{name: list(found[name]) for name in ("met", "partly", "not_recorded", "not_met", "reasons", "questions")},
        "travel": travelled.by_mode[here] if travelled is not None and here is not None else None,
        "quickest_mean_minutes": plain_number(quick.mean_minutes) if quick else None,
        "reached_per_100": _reached_per_100(quick) if quick else None,
        "sentence": _sentence(asset, match, quick if known else None),
    }


def _reached_per_100(quick: VenueWays) -> int:
    """Return of how many in 100 a way is known; 0 and 100 only where it is none and all."""
    everybody = quick.people_with_way + quick.people_without_way + quick.people_not_known
    if not quick.people_with_way:
        return 0
    if quick.people_with_way >= everybody:
        return 100
    return min(max(round(100 * quick.people_with_way / everybody), 1), 99)


def _sentence(asset: Asset, match: AccessMatch, quick: VenueWays | None) -> str:
    """Say what the record says, what to do, and how far it is."""
    said = list(match.reasons)
    total = len(match.met) + len(match.partly) + len(match.not_recorded) + len(match.not_met)
    if total:
        met = f"{len(match.met):,}"
        said.append(
            tr_count(
                "Recorded as met: {met} of {number} need.", "Recorded as met: {met} of {number} needs.", total, met=met
            )
        )
    partly = (tr(ACCESS_FEATURE_BY_NAME[need].label) for need in match.partly)
    said += [tr("{feature}: partly. Ask.", feature=feature) for feature in partly]
    if match.questions:
        number = len(match.questions)
        said.append(tr_count("Ask the venue {number} question.", "Ask the venue {number} questions.", number))
    if asset.lat is None:
        said.append(tr(NO_LOCATION))
    elif quick is not None and quick.people_with_way:
        said.append(
            tr(
                "People with a way travel {mean_minutes:.0f} minutes on average, each way.",
                mean_minutes=quick.mean_minutes,
            )
        )
    elif quick is not None:
        said.append(tr("We found no way there by street."))
    return " ".join(said)
