"""Venues in the hand-drawn town: order, questions and sums, held against a brute force over a plain graph."""

from __future__ import annotations

import datetime as dt
import json
from itertools import pairwise
from math import isnan
from typing import Any

import networkx as nx
import pytest
import town
from services_town import IN_AREA, PEOPLE, PEOPLE_A_POINT, town_place

from assetmap.analysis.way_sums import VenueWays
from assetmap.errors import OptionError
from assetmap.model.access_feature import ACCESS_FEATURE_BY_NAME
from assetmap.model.asset import AccessFact, Agreement, Asset, Fact, Status, Visibility, Where
from assetmap.model.journey import PARKING
from assetmap.services import engine, venues, workspace
from assetmap.services.venues import VenuesRequest
from assetmap.services.workspace import Place

NOW = dt.datetime(2026, 3, 10, 9, 0, tzinfo=dt.UTC)
NEEDS = ("step_free_entrance", "hearing_loop")
YES, NO, PARTLY = (AccessFact(answer, "list", "2026-01-01") for answer in ("yes", "no", "partly"))
OUT = AccessFact("yes", "list", "2026-01-01", out_since="2026-03-03", out_until="2026-03-20")
"""Where the venues stand in the drawing, and what is recorded."""
AT: dict[str, tuple[float, float] | None] = {
    "Hall": (140, 0), "Chapel": (300, 150), "Far Inn": (700, 50), "Island Hut": (20, -2000), "Lost Hall": None,
    "No Loop": (140, 200), "Broken": (0, 50), "Half": (200, 50), "Farm Barn": (-900, 100),
}  # fmt: skip
ACCESS: dict[str, dict[str, AccessFact]] = {
    "Hall": {"step_free_entrance": YES, "hearing_loop": YES},
    "Chapel": {"step_free_entrance": YES},
    "Far Inn": {"step_free_entrance": YES, "hearing_loop": YES},
    "Island Hut": {},
    "Lost Hall": {"step_free_entrance": YES, "hearing_loop": YES},
    "No Loop": {"step_free_entrance": YES, "hearing_loop": NO},
    "Broken": {"step_free_entrance": OUT, "hearing_loop": YES},
    "Half": {"step_free_entrance": PARTLY, "hearing_loop": YES},
    "Farm Barn": {"step_free_entrance": YES, "hearing_loop": YES},
}


def _asset(name: str, **changes: Any) -> Asset:
    at = AT.get(name)
    lon, lat = town.lon_lat(*at) if at else (None, None)
    fields = {"name": Fact(name, "list", ""), "address": Fact("1 Street", "list", "")}
    return Asset(
        f"id-{name}", "list", name, "venue", lat=lat, lon=lon, fields=fields, access=ACCESS.get(name, {}), **changes
    )


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Place:
    others = (
        _asset("Hall", status=Status.CLOSED),
        Asset("g", "list", "g", "group", fields={"name": Fact("A group", "list", "")}),
        _asset("Hall", where=Where.ONLINE),
    )
    return town_place(monkeypatch, assets=(*(_asset(name) for name in AT), *others))


def _rows(place: Place, **request: Any) -> list[dict[str, Any]]:
    rows = venues.venues(place, VenuesRequest(**{"needs": NEEDS, **request}), now=NOW).facts
    json.dumps(rows, allow_nan=False)
    return rows


def _graph(mode: str) -> nx.MultiDiGraph:
    """Draw the town once more, every 10 metres a junction, with seconds as weights."""
    graph = nx.MultiDiGraph()
    for street in town.STREETS:
        metres_a_second = street.limit_kmh * 0.8 / 3.6 if mode == "drive" else 4.8 / 3.6
        slow = 2.0 if street.kind == "steps" else 1.0
        both = street.drive if mode == "drive" else (True, True)
        for first, second in pairwise(street.nodes):
            (x, y), (x2, y2) = town.NODES[first], town.NODES[second]
            length = ((x2 - x) ** 2 + (y2 - y) ** 2) ** 0.5
            steps = round(length / 10)
            points = [(round(x + (x2 - x) * i / steps), round(y + (y2 - y) * i / steps)) for i in range(steps + 1)]
            for here, there in pairwise(points):
                seconds = length / steps / metres_a_second * slow
                fast = street.name == "Fast Road"
                if both[0]:
                    graph.add_edge(here, there, seconds=seconds, fast=fast)
                if both[1]:
                    graph.add_edge(there, here, seconds=seconds, fast=fast)
    return graph


def _minutes(graph: nx.MultiDiGraph, start: tuple[float, float], end: tuple[float, float]) -> float:
    try:
        return float(nx.dijkstra_path_length(graph, start, end, weight="seconds")) / 60
    except (nx.NetworkXNoPath, nx.NodeNotFound):
        return float("nan")


def _state(mode: str, start: tuple[float, float], end: tuple[float, float]) -> tuple[str, float]:
    """State one way by brute force, as the rules are written in words."""
    graph = _graph(mode)
    if start not in graph or end not in graph:
        return "not_known", float("nan")
    there, back = _minutes(graph, start, end), _minutes(graph, end, start)
    if isnan(there):
        return "not_found", there
    if mode == "drive":
        return "found", max(there + PARKING.minutes_there, back + PARKING.minutes_back)
    slow = graph.copy()
    slow.remove_edges_from([(*edge[:2], edge[2]) for edge in graph.edges(keys=True) if graph.edges[edge]["fast"]])
    safe = _minutes(slow, start, end)
    if not isnan(safe) and safe <= 30:
        return "found", safe
    return ("not_known", there) if there <= 30 else ("not_found", there)


@pytest.mark.parametrize("mode", ["walk", "drive"])
@pytest.mark.parametrize("name", ["Hall", "Chapel", "Far Inn", "Island Hut", "Farm Barn"])
def test_sums_equal_brute_force_on_a_plain_graph(place: Place, mode: str, name: str) -> None:
    row = next(row for row in _rows(place, modes=(mode,)) if row["name"] == name)
    starts = [(town.POINTS[point], PEOPLE_A_POINT[area]) for point, area in IN_AREA.items()]
    starts.append((town.POINTS["Farm"], PEOPLE["B"]))
    at = AT[name]
    assert at is not None
    ways = [(*_state(mode, start, at), people) for start, people in starts]
    found = [(minutes, people) for state, minutes, people in ways if state == "found"]
    got = row["travel"][mode]
    assert got["residents_with_way"] == sum(people for _, people in found)
    assert got["residents_without_way"] == sum(people for state, _, people in ways if state == "not_found")
    assert got["residents_not_known"] == sum(people for state, _, people in ways if state == "not_known")
    if found:
        mean = sum(minutes * people for minutes, people in found) / sum(people for _, people in found)
        assert got["mean_minutes"] == pytest.approx(mean, abs=0.06)
        assert got["longest_minutes"] == pytest.approx(max(minutes for minutes, _ in found), abs=0.06)
    else:
        assert got["mean_minutes"] is None


def test_drives_by_lanes_are_those_by_one_search_a_venue(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    request = VenuesRequest(modes=("drive",), needs=NEEDS)
    slow = venues.venues(place, request, now=NOW).facts
    monkeypatch.setattr(venues, "MANY_PAIRS", 0)
    assert venues.asks_many(place, request)
    assert venues.venues(place, request, now=NOW).facts == slow  # not ready yet: searched as before
    engine.prepare_drives()
    monkeypatch.setattr(venues, "LANES", 2)
    monkeypatch.setattr("assetmap.analysis.street_graph.street_times", None)
    assert venues.venues(place, request, now=NOW).facts == slow


def test_order_is_by_what_is_recorded_then_by_travel(place: Place) -> None:
    rows = _rows(place)
    assert [row["rank"] for row in rows] == list(range(1, 10))
    names = [row["name"] for row in rows]
    # All recorded: the town's Hall, the Inn down Fast Road, the Barn nobody reaches by street, the one without a place.
    assert names[:4] == ["Hall", "Far Inn", "Farm Barn", "Lost Hall"]
    assert names[4:7] == ["Half", "Chapel", "Island Hut"]
    assert set(names[7:]) == {"No Loop", "Broken"}


def test_unknowns_become_questions_and_misses_keep_their_reason(place: Place) -> None:
    rows = {row["name"]: row for row in _rows(place)}
    chapel = rows["Chapel"]
    assert (chapel["met"], chapel["not_recorded"]) == (["step_free_entrance"], ["hearing_loop"])
    assert chapel["questions"] == [ACCESS_FEATURE_BY_NAME["hearing_loop"].question]
    assert "Recorded as met: 1 of 2 needs. Ask the venue 1 question." in chapel["sentence"]
    assert rows["Half"]["partly"] == ["step_free_entrance"]
    assert "Step-free way in: partly. Ask." in rows["Half"]["sentence"]
    assert rows["No Loop"]["reasons"] == ["Hearing loop: recorded as no."]
    assert rows["Broken"]["reasons"] == ["Step-free way in: out of use since 2026-03-03 until 2026-03-20."]
    assert len(rows["Island Hut"]["questions"]) == 2
    later = venues.venues(place, VenuesRequest(needs=NEEDS), now=NOW + dt.timedelta(days=11)).facts
    assert next(row for row in later if row["name"] == "Broken")["not_met"] == []


def test_a_venue_without_a_location_says_so(place: Place) -> None:
    lost = next(row for row in _rows(place) if row["name"] == "Lost Hall")
    assert (lost["lat"], lost["travel"]) == (None, None)
    assert venues.NO_LOCATION in lost["sentence"]


def test_without_population_postcodes_count_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = dict.fromkeys(PEOPLE, float("nan"))
    place = town_place(monkeypatch, people=unknown, assets=(_asset("Hall"),))
    answer = venues.venues(place, VenuesRequest(needs=NEEDS, modes=("drive",)), now=NOW)
    travel = answer.facts[0]["travel"]["drive"]
    assert travel["residents_with_way"] is None
    assert (travel["origins_with_way"], travel["origins_without_way"], travel["origins_not_known"]) == (3, 0, 1)
    assert travel["mean_minutes"] is not None
    assert "counts the same" in answer.notes[-1]


def test_without_streets_the_venues_are_listed_all_the_same(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace, "street_graph", lambda place, mode: None)
    answer = venues.venues(place, VenuesRequest(needs=NEEDS), now=NOW)
    assert len(answer.facts) == 9
    assert all(row["travel"] is None for row in answer.facts)
    assert "no streets" in answer.notes[-1]


def test_the_public_view_holds_only_what_was_agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    agreed = _asset("Hall", visibility=Visibility.PUBLIC, agreement=Agreement("Ann", "2026-01-01"))
    place = town_place(monkeypatch, assets=(agreed, _asset("Chapel"), _asset("Half", visibility=Visibility.PUBLIC)))
    assert [row["name"] for row in _rows(place, view="public")] == ["Hall"]
    assert len(_rows(place)) == 3
    with pytest.raises(OptionError, match="working, public"):
        _rows(place, view="secret")


def test_a_list_with_venues_that_have_not_agreed_is_private(monkeypatch: pytest.MonkeyPatch) -> None:
    agreed = _asset("Hall", visibility=Visibility.PUBLIC, agreement=Agreement("Ann", "2026-01-01"))
    nameless = _asset("Half", visibility=Visibility.PUBLIC, agreement=Agreement("", "2026-01-01"))

    def notes(*assets: Asset, **request: Any) -> tuple[str, ...]:
        return venues.venues(town_place(monkeypatch, assets=assets), VenuesRequest(**request), now=NOW).notes

    assert notes(agreed, _asset("Chapel"))[0] == venues.PRIVATE_NOTE
    assert notes(agreed, nameless)[0] == venues.PRIVATE_NOTE
    assert venues.PRIVATE_NOTE.startswith("PRIVATE")
    assert venues.PRIVATE_NOTE not in notes(agreed)
    assert venues.PRIVATE_NOTE not in notes(agreed, _asset("Chapel"), nameless, view="public")
    assert venues.PRIVATE_NOTE not in notes(agreed, _asset("Farm Barn"), limit=1)


def test_odd_requests(place: Place) -> None:
    with pytest.raises(OptionError, match="teleporter"):
        _rows(place, needs=("teleporter",))
    assert len(_rows(place, limit=2)) == 2
    no_needs = _rows(place, needs=())
    assert no_needs[0]["questions"] == []


def test_nothing_is_scored(place: Place) -> None:
    for row in _rows(place):
        assert not {"score", "stars", "cost", "index"} & set(row)


def test_a_single_cut_off_lane_does_not_decide_between_two_halls() -> None:
    near = VenueWays(8.0, 20.0, people_with_way=980, people_without_way=10, people_not_known=300)
    remote = VenueWays(16.0, 30.0, people_with_way=990, people_without_way=0, people_not_known=300)
    cut_off = VenueWays(2.0, 5.0, people_with_way=500, people_without_way=490, people_not_known=300)
    nobody = VenueWays(float("nan"), float("nan"), people_with_way=0, people_without_way=990, people_not_known=300)
    assert sorted([nobody, cut_off, remote, near], key=venues._travel_key) == [near, remote, cut_off, nobody]


def test_of_how_many_in_100_the_minutes_are(place: Place) -> None:
    """On foot alone the share is the people with a way among all; a blank is neither, and 100 means everybody."""
    answer = venues.venues(place, VenuesRequest(modes=("walk",)), now=NOW)
    shares = []
    for row in answer.facts:
        if row["travel"] is None:
            assert row["reached_per_100"] is None
            continue
        walk = row["travel"]["walk"]
        with_way, total = (
            walk["residents_with_way"],
            sum(walk[f"residents_{part}"] for part in ("with_way", "without_way", "not_known")),
        )
        shares.append(row["reached_per_100"])
        assert abs(row["reached_per_100"] - 100 * with_way / total) <= 0.5 or row["reached_per_100"] in {1, 99}
        assert (row["reached_per_100"] == 100) is (with_way == total)
        assert (row["reached_per_100"] == 0) is (with_way == 0)
    assert len(set(shares)) > 2


@pytest.mark.parametrize(
    ("with_way", "without", "unknown", "said"),
    [(97, 3, 0, 97), (999, 1, 0, 99), (1, 999, 0, 1), (1, 0, 1, 50), (0, 5, 5, 0), (5, 0, 0, 100)],
)
def test_all_and_none_are_said_of_all_and_none_alone(with_way: int, without: int, unknown: int, said: int) -> None:
    assert venues._reached_per_100(VenueWays(12.0, 20.0, with_way, without, unknown)) == said
