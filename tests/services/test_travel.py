"""Travel on the hand-drawn town: rows as worked out on paper, from areas, postcodes and odd requests."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import town
from services_town import IN_AREA, town_place

from assetmap.analysis import barriers
from assetmap.errors import FileUnusableError, NotFoundError, OptionError
from assetmap.model.asset import Asset, Fact
from assetmap.model.barrier import BARRIER_BY_NAME, BARRIER_RULES
from assetmap.model.journey import PARKING
from assetmap.model.traveller import PROFILE_BY_NAME
from assetmap.render import words
from assetmap.services import street_rows, travel, workspace
from assetmap.services.travel import TravelRequest
from assetmap.services.workspace import Place

USUAL = PROFILE_BY_NAME["usual_pace"]


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Place:
    return town_place(monkeypatch)


def hall_text() -> str:
    lon, lat = town.lon_lat(*town.HALL)
    return f"{lat:.7f},{lon:.7f}"


def _rows(place: Place, **request: Any) -> list[dict[str, Any]]:
    rows = travel.travel(place, TravelRequest(**{"venue": hall_text(), **request})).facts
    json.dumps(rows, allow_nan=False)
    return rows


def test_each_postcode_has_the_answer_on_paper(place: Place) -> None:
    rows = {row["origin"]: row for row in _rows(place, modes=("walk",), origins="postcodes")}
    assert list(rows) == list(IN_AREA)
    for name, row in rows.items():
        paper = town.WALKS[name]
        assert row["way_there_and_back"] == paper.way
        assert tuple(barrier["barrier"] for barrier in row["barriers"]) == paper.barriers
        minutes = town.ANSWERED_MINUTES[name]
        assert row["minutes_there"] == (None if minutes is None else pytest.approx(minutes, abs=0.051))
        assert row["postcodes"] is None
    assert rows["Far End"]["metres"] == 1280
    assert rows["Cut Off"]["why"] == "No pavement recorded on 800 m of a fast road: not shown to be safe on foot."
    assert rows["Top"]["why"] == (
        "The shortest walk we found takes 40 minutes each way; we count walks up to 30 minutes."
    )


def test_an_area_is_answered_from_its_postcodes(place: Place) -> None:
    rows = {row["origin"]: row for row in _rows(place, modes=("walk",))}
    assert list(rows) == ["A", "B", "C", "D"]
    here = rows["A"]
    # Mill 4.5, Corner 2.25 and Far End 16 minutes are found; Cut Off is not known, Top too far.
    assert here["postcodes"] == {"total": 5, "found": 3, "not_found": 1, "not_known": 1, "longest_minutes": 16.0}
    assert here["way_there_and_back"] == "found"
    assert here["minutes_there"] == pytest.approx((4.5 + 2.25 + 16) / 3, abs=0.06)
    assert here["metres"] == pytest.approx((360 + 180 + 1280) / 3, abs=1)
    assert here["why"].startswith("Of 5 postcodes here, 3 have a way there and back; the longest takes 16 minutes.")
    assert {row["barrier"]: row["postcodes"] for row in here["barriers"]} == {
        "too_far_to_walk": 1, "no_pavement_fast_road": 1, "way_round_fast_road": 1,
    }  # fmt: skip
    assert here["note"] == ""


def test_an_area_with_one_point_off_the_streets_is_named_and_gets_no_time(place: Place) -> None:
    answer = travel.travel(place, TravelRequest(venue=hall_text(), modes=("walk", "drive")))
    rows = {(row["origin"], row["modes"]): row for row in answer.facts}
    assert len(rows) == 8
    for mode in ("walk", "drive"):
        lost = rows["B", mode]
        assert (lost["way_there_and_back"], lost["minutes_there"], lost["minutes_back"]) == ("not_known", None, None)
        assert lost["why"].startswith("This point is 900 m from the nearest street")
        assert lost["note"] == street_rows.EDGES_NOTE
        assert lost["postcodes"] is None
    half = rows["C", "drive"]  # one postcode in town, one on the island: of equally many the less hopeful is said
    assert half["postcodes"] == {"total": 2, "found": 1, "not_found": 1, "not_known": 0, "longest_minutes": 5.8}
    assert half["way_there_and_back"] == "not_found"
    assert half["minutes_there"] is None
    outside = rows["D", "drive"]  # its postcode is in town, its own point is not: counted, and given no time
    assert (outside["way_there_and_back"], outside["postcodes"]["found"]) == ("found", 1)
    assert (outside["minutes_there"], outside["minutes_back"], outside["metres"]) == (None, None, None)
    assert street_rows.OWN_POINT_OFF in outside["why"]
    assert any("B town" in note for note in answer.notes)


def test_driving_there_and_back_differ_by_the_one_way_street(place: Place) -> None:
    rows = {row["origin"]: row for row in _rows(place, modes=("drive",), origins="postcodes")}
    there, back = town.DRIVE_SECONDS["Well"] or (0, 0)
    assert rows["Well"]["minutes_there"] == pytest.approx(there / 60 + PARKING.minutes_there, abs=0.051)
    assert rows["Well"]["minutes_back"] == pytest.approx(back / 60 + PARKING.minutes_back, abs=0.051)
    assert rows["Top"]["way_there_and_back"] == "found"


def test_a_venue_by_postcode_id_or_name_is_the_same_as_its_point(monkeypatch: pytest.MonkeyPatch) -> None:
    lon, lat = town.lon_lat(*town.HALL)
    hall = Asset("hall-1", "list", "1", "venue", lon=lon, lat=lat, fields={"name": Fact("Hall", "list", "")})
    nowhere = Asset("nowhere", "list", "2", "venue", fields={"name": Fact("Lost Hall", "list", "")})
    place = town_place(monkeypatch, assets=(hall, nowhere))
    by_point = _rows(place)
    assert _rows(place, venue="hall-1") == by_point
    assert _rows(place, venue="hall") == by_point
    assert _rows(place, venue="tn11aa") == by_point
    with pytest.raises(OptionError, match=r"Lost Hall.*no location"):
        _rows(place, venue="nowhere")
    with pytest.raises(OptionError, match=r"Lost Hall.*no location"):
        _rows(place, venue="LOST hall")
    with pytest.raises(NotFoundError):
        _rows(place, venue="hall-99")


@pytest.mark.parametrize(
    ("request_", "fault", "said"),
    [
        ({"venue": "-3.0,52.0"}, OptionError, "wrong way round.*Try --venue 52,-3"),
        ({"venue": "331000,187000"}, OptionError, "not degrees"),
        ({"modes": ("bus",)}, OptionError, "--modes bus: such a way depends on the day.*--date, --start and --end"),
        ({"modes": ("broom",)}, OptionError, "'broom'"),
        ({"modes": ()}, OptionError, "none was given"),
        ({"profile": "hare"}, OptionError, "usual_pace"),
        ({"origins": "people.csv"}, FileUnusableError, "people.csv"),
        ({"origins": "villages"}, OptionError, "areas, postcodes or a CSV file"),
        ({"date": "2026-08-01"}, OptionError, "Give all three, or none"),
        ({"overrun": "15"}, OptionError, "--overrun: it needs a meeting"),
    ],
)
def test_what_cannot_be_answered_is_refused(
    place: Place, request_: dict[str, Any], fault: type[Exception], said: str
) -> None:
    with pytest.raises(fault, match=said):
        _rows(place, **request_)


def test_without_streets_it_says_how_to_add_them(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace, "street_graph", lambda place, mode: None)
    with pytest.raises(NotFoundError, match=r"place add \"Town\" --streets"):
        _rows(place)


def test_a_venue_far_from_streets_is_answered_as_not_known(place: Place) -> None:
    lon, lat = town.lon_lat(*town.POINTS["Farm"])
    rows = _rows(place, venue=f"{lat:.7f},{lon:.7f}", modes=("walk",), origins="postcodes")
    assert {row["way_there_and_back"] for row in rows} == {"not_known"}
    assert all(row["minutes_there"] is None for row in rows)
    assert rows[0]["why"].startswith("The venue is 900 m from the nearest street")


MOVED = {
    # Row and its new number; the request; who is asked about; the state before and after.
    "a door 20 m off": ("venue_off_the_streets", 10.0, {}, "Mill", "found", "not_known"),
    "a far venue": ("venue_off_the_streets", 1000.0, {"venue": "Farm"}, "Mill", "not_known", "found"),
    "a far origin": ("off_the_streets", 1000.0, {"origins": "areas"}, "B", "not_known", "found"),
    "fast road": ("no_pavement_fast_road", 1000.0, {}, "Cut Off", "not_known", "found"),
    "way round": ("way_round_fast_road", 500.0, {}, "Far End", "found", "found"),
    "steps": ("steps_on_the_way", 150.0, {}, "Well", "found", "found"),
    "lanes": ("small_lane", 300.0, {}, "School", "found", "found"),
}


@pytest.mark.parametrize("case", MOVED, ids=list(MOVED))
def test_moving_the_number_of_a_barrier_moves_the_answer(
    monkeypatch: pytest.MonkeyPatch, place: Place, case: str
) -> None:
    name, moved, request, who, before, after = MOVED[case]
    asked = {"modes": ("walk",), "origins": "postcodes", **request}
    if "venue" in asked:
        lon, lat = town.lon_lat(*town.POINTS[str(asked["venue"])])
        asked["venue"] = f"{lat:.7f},{lon:.7f}"
    if name == "small_lane":
        _call_streets_lanes(monkeypatch)
    answer = {}
    for number in (None, moved):
        if number is not None:
            _move_rule(monkeypatch, name, number)
        row = next(row for row in _rows(place, **asked) if row["origin"] == who)
        hits = [barrier["barrier"] for barrier in row["barriers"]]
        answer[number] = (row["way_there_and_back"], name in hits, row["minutes_there"] is not None)
    assert (answer[None][0], answer[moved][0]) == (before, after)
    assert answer[None] != answer[moved]
    if name.endswith("off_the_streets"):  # what is off the streets has no time, what is not has one
        assert [timed for _, off, timed in answer.values() if off] == [False]
        assert [timed for _, off, timed in answer.values() if not off] == [True]


def _move_rule(monkeypatch: pytest.MonkeyPatch, name: str, threshold: float) -> None:
    rules = tuple(replace(rule, threshold=threshold) if rule.name == name else rule for rule in BARRIER_RULES)
    monkeypatch.setattr(barriers, "BARRIER_RULES", rules)
    monkeypatch.setitem(BARRIER_BY_NAME, name, next(rule for rule in rules if rule.name == name))


def _call_streets_lanes(monkeypatch: pytest.MonkeyPatch) -> None:
    load = workspace.street_graph

    def with_lanes(place: Place, mode: str) -> Any:
        graph = load(place, mode)
        return graph and replace(graph, caution=~graph.unsafe)

    monkeypatch.setattr(workspace, "street_graph", with_lanes)


def test_the_longest_walk_is_the_traveller_s_own(monkeypatch: pytest.MonkeyPatch, place: Place) -> None:
    asked = {"modes": ("walk",), "origins": "postcodes"}
    assert BARRIER_BY_NAME["too_far_to_walk"].threshold is None
    before = {row["origin"]: row["way_there_and_back"] for row in _rows(place, **asked)}
    monkeypatch.setitem(PROFILE_BY_NAME, "usual_pace", replace(USUAL, max_walk_minutes=4))
    after = {row["origin"]: row["way_there_and_back"] for row in _rows(place, **asked)}
    assert (before["Mill"], after["Mill"]) == ("found", "not_found")
    monkeypatch.setitem(PROFILE_BY_NAME, "usual_pace", replace(USUAL, max_walk_minutes=40))
    top = next(row for row in _rows(place, **asked) if row["origin"] == "Top")
    assert (before["Top"], top["way_there_and_back"]) == ("not_found", "found")


@pytest.mark.parametrize("origins", ["areas", "postcodes"])
def test_a_lost_minus_sign_is_said_once_and_first(place: Place, origins: str) -> None:
    lon, lat = town.lon_lat(*town.HALL)
    answer = travel.travel(place, TravelRequest(venue=f"{lat:.3f},{-lon:.3f}", origins=origins))
    # 5.996 degrees of longitude at 52.002 north: 2 * 6371 km * asin(cos(lat) * sin(2.998)) = 410.3 km to the Hall; the
    # streets reach 0.96 km further east.
    assert words.travel_sentences(answer) == [
        "The venue is 409 km from the nearest street on our map, so we cannot work out a time.",
        "Check its coordinates: a minus sign may be missing, or a digit wrong.",
    ]
    assert answer.notes == ("52.002,-2.998 would lie near our map: was a minus sign left out or put in?",)
    near, near_lat = town.lon_lat(*town.POINTS["Farm"])
    beside = travel.travel(place, TravelRequest(venue=f"{near_lat:.6f},{near:.6f}", origins=origins))
    assert words.travel_sentences(beside) == [
        "The venue is 900 m from the nearest street on our map, so we cannot work out a time.",
        "Check where it lies, or add streets that reach it.",
    ]


def test_sentences_are_short(place: Place) -> None:
    answer = travel.travel(place, TravelRequest(venue=hall_text()))
    for row in answer.facts:
        for part in row["why"].split(". "):
            assert len(part.split()) <= 20, part


def test_on_wheels_nothing_in_town_is_recorded_so_nothing_is_known(place: Place) -> None:
    """Mill's walk needs no steps: 360 m. Well goes round by High Street: 280 m. The town records no surface."""
    rows = {row["origin"]: row for row in _rows(place, modes=("wheels",), origins="postcodes")}
    for name, metres in (("Mill", 360), ("Well", 280)):
        row = rows[name]
        assert (row["modes"], row["way_there_and_back"], row["metres"]) == ("wheels", "not_known", metres)
        assert row["minutes_there"] == pytest.approx(metres / 80, abs=0.06)
        assert [barrier["barrier"] for barrier in row["barriers"]] == ["step_free_not_recorded"]
        assert f"{metres - 20} m of this way has nothing recorded" in row["why"]
    assert rows["Island"]["barriers"][0]["barrier"] == "no_step_free_way"


def test_a_traveller_on_wheels_who_walks_goes_by_the_streets_for_wheels(place: Place) -> None:
    asked = {"origins": "postcodes", "profile": "on_wheels"}
    walk = _rows(place, modes=("walk",), **asked)
    wheels = _rows(place, modes=("wheels",), **asked)
    assert [row | {"modes": "wheels"} for row in walk] == wheels
    assert {row["modes"] for row in walk} == {"walk"}
    mill = next(row for row in walk if row["origin"] == "Mill")
    assert mill["minutes_there"] == pytest.approx(360 / 60, abs=0.06)  # 3.6 km/h: 60 m a minute
    areas = _rows(place, modes=("walk", "drive"), profile="on_wheels")
    assert {row["modes"] for row in areas} == {"walk", "drive"}


@pytest.mark.parametrize(("profile", "minutes"), [("easy_pace", 6.75), ("short_walks", 9.4), ("powered_wheels", 4.3)])
def test_other_paces_take_other_times(place: Place, profile: str, minutes: float) -> None:
    """360 m at 3.2, 2.3 and 5.0 km/h."""
    mill = next(row for row in _rows(place, origins="postcodes", modes=("walk",), profile=profile))
    assert mill["origin"] == "Mill"
    assert mill["minutes_there"] == pytest.approx(minutes, abs=0.06)


def test_a_place_without_streets_for_wheels_says_what_to_do(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    graphs = {mode: workspace.street_graph(place, mode) for mode in ("walk", "drive")}
    monkeypatch.setattr(workspace, "street_graph", lambda place, mode: graphs.get(mode))
    with pytest.raises(NotFoundError, match=r"no streets for 'wheels' yet.*assetmap place add"):
        _rows(place, modes=("walk",), profile="on_wheels")
