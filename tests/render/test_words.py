"""Sentences: right numbers, 20 words or fewer, and none of the words we do not write."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from map_facts import make_asset, make_contents, make_missing, make_travel

from assetmap.analysis.disclosure import make_share_view, make_working_view
from assetmap.model.asset import ASSET_KINDS, Asset, LocatedBy, Where
from assetmap.model.imports import ImportAnswer, Problem
from assetmap.model.place import PlaceSummary
from assetmap.model.release import PublicFacts
from assetmap.model.representation import Label
from assetmap.render import words
from assetmap.render.maps import draw_map_page

NOT_WRITTEN = (
    "cannot attend", "stranded", "who is missing", "hard to reach", "seldom heard", "non-attender", "usual suspects",
    "doors to knock", "target", "intervene", "intervention", "asked and declined", "optimal", "suggests the best",
    "p-median", "equity score", "wheelchair-bound", "wheelchair bound", "the elderly", "suffers", "suffering",
    "vulnerable", "deficit", "walks with difficulty", "not accessible", "inaccessible", "safe to walk", "significant",
    "represented", "anonymous", "deprived", "service user",
)  # fmt: skip


def _asset(**changes: Any) -> Asset:
    return make_asset(1, kind="venue", **changes)


def _summary(**changes: Any) -> PlaceSummary:
    named: dict[str, Any] = {
        "name": "Llan Valley", "areas": 12, "population": 14_400, "postcodes": 321, "streets": {},
        "areas_off_streets": [], "timetable": None, "assets": {"venue": 3, "group": 4}, "people": 60, "problems": [],
    }  # fmt: skip
    return PlaceSummary(**(named | changes))


def _import(added: int, changed: int, unchanged: int, refused: int, **changes: Any) -> ImportAnswer:
    return ImportAnswer(added + changed + unchanged + refused, added, changed, unchanged, refused, **changes)


def _labelled(*labels: str) -> pd.DataFrame:
    frame = make_missing().facts.head(len(labels)).copy()
    return frame.assign(label=list(labels))


def _off(metres: int | None) -> list[dict[str, Any]]:
    barrier = {"barrier": "venue_off_the_streets", "metres": metres}
    return [{**row, "barriers": [barrier]} for row in make_travel().facts]


def _venue(name: str, *, not_recorded: int = 0, not_met: int = 0, met: tuple[str, ...] = ("lift",)) -> dict[str, Any]:
    return {
        "name": name, "met": list(met), "partly": [], "not_recorded": ["hearing_loop"] * not_recorded,
        "not_met": ["wifi"] * not_met,
    }  # fmt: skip


def everything() -> dict[str, list[str]]:
    problem = Problem(7, "postcode", "AA9 9A?", "a postcode", "Correct it.")
    many = [make_asset(i, agreed=i % 2 == 0) for i in range(1500)]
    return {
        "assets, none": words.asset_sentences([]),
        "assets, many": words.asset_sentences(many),
        "assets, lost": words.asset_sentences([_asset(located_by=LocatedBy.NOTHING, lat=None, lon=None)]),
        "assets, unasked": words.asset_sentences([_asset(access={})]),
        "assets, unagreed": words.asset_sentences([_asset(agreed=False)]),
        "assets, all known": words.asset_sentences([_asset()]),
        "private": [words.private_sentence(many), words.private_sentence([_asset(agreed=False)])],
        "missing, share": words.missing_sentences(make_missing()),
        "missing, working": words.missing_sentences(make_working_view(make_missing().facts)),
        "missing, none": words.missing_sentences(make_share_view(_labelled())),
        "missing, no labels": words.missing_sentences(make_share_view(_labelled("", ""))),
        "missing, too few": words.missing_sentences(make_share_view(_labelled(Label.TOO_FEW, ""))),
        "missing, no difference": words.missing_sentences(make_share_view(_labelled(Label.ABOUT, Label.MORE))),
        "travel": words.travel_sentences(make_travel()),
        "travel, none": words.travel_sentences(PublicFacts([])),
        "travel, all": words.travel_sentences(PublicFacts(make_travel().facts[:2])),
        "venues, none": words.venues_sentences(PublicFacts([])),
        "venues, met": words.venues_sentences(PublicFacts([_venue("Neuadd")])),
        "venues, no need": words.venues_sentences(PublicFacts([_venue("Neuadd", met=()), _venue("Capel", met=())])),
        "travel, far": words.travel_sentences(PublicFacts(_off(405_123))),
        "travel, beside": words.travel_sentences(PublicFacts(_off(700))),
        "travel, nowhere": words.travel_sentences(PublicFacts(_off(None))),
        "venues, ask": words.venues_sentences(PublicFacts([_venue("Neuadd", not_recorded=2), _venue("Capel")])),
        "venues, lacking": words.venues_sentences(PublicFacts([_venue("Neuadd", not_met=1)])),
        "place": words.place_sentences(_summary()),
        "place, empty": words.place_sentences(_summary(assets={}, population=None, people=0)),
        "place, no population": words.place_sentences(_summary(population=None)),
        "place, nobody": words.place_sentences(_summary(people=0)),
        "place, faults": words.place_sentences(_summary(areas_off_streets=["A"] * 44, problems=[{}] * 3)),
        "import": words.import_sentences(_import(33, 1, 2, 232, problems=(problem,))),
        "import, look": words.import_sentences(_import(33, 0, 0, 0, problems=(problem,))),
        "import, again": words.import_sentences(_import(0, 0, 265, 0)),
        "import, nothing": words.import_sentences(_import(0, 0, 0, 0)),
        "import, trial": words.import_sentences(_import(5, 0, 0, 0, details={"dry_run": True})),
        "access": [words.access_words(_asset()), words.access_words(_asset(access={}))],
        "ways": [words.way_words(way) for way in ("found", "not_found", "not_known")],
    }


@pytest.mark.parametrize(("case", "said"), everything().items(), ids=lambda value: value if type(value) is str else "")
def test_sentences_are_short_and_none_of_their_words_is_one_we_do_not_write(case: str, said: list[str]) -> None:
    assert said, case
    for sentence in re.split(r"(?<=[.?:])\s", " ".join(said)):
        assert len(sentence.split()) <= 20, sentence
    assert [word for word in NOT_WRITTEN if word in " ".join(said).lower()] == []


def test_a_whole_page_has_none_of_the_words_we_do_not_write() -> None:
    page = draw_map_page(make_contents(), None)
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL).lower()
    assert [word for word in NOT_WRITTEN if word in text] == []


def test_assets_are_counted_by_kind() -> None:
    eight = [make_asset(i) for i in range(len(ASSET_KINDS))]
    assert words.asset_sentences([*eight, _asset(), _asset()])[0] == (
        "We know of 10 assets: venues (3), groups (1), time banks (1) and other kinds (5)."
    )
    unasked = [_asset(access={}), _asset(), _asset(access={}, where=Where.ONLINE)]
    assert words.asset_sentences(unasked)[1] == "Nobody has recorded access for 1 of 3: ask them what they offer."


def test_import_adds_up_in_words() -> None:
    said = words.import_sentences(_import(33, 0, 0, 232))
    assert said == [
        "265 rows read: 33 added and 232 refused.",
        "232 rows were refused: the problems say why and what to do.",
    ]


def test_areas_with_fewer_are_counted_and_named() -> None:
    view = make_share_view(_labelled(Label.MUCH_FEWER, Label.ABOUT, Label.FEWER, Label.MORE))
    assert words.missing_sentences(view)[:2] == [
        "Fewer people have come from 2 of 4 areas than we would expect.",
        "Look first at Llanfair and Cwm Isaf.",
    ]


def test_no_flag_never_proves_that_all_is_well() -> None:
    said = words.missing_sentences(make_share_view(_labelled(Label.ABOUT, Label.TOO_FEW, Label.ABOUT)))
    assert said == [
        "No clear difference in 2 of 3 areas.",
        "That does not prove nobody is left out: ask people who live there.",
    ]


def test_exact_figures_are_marked_private() -> None:
    assert words.missing_sentences(make_working_view(_labelled(Label.ABOUT)))[0].startswith("PRIVATE")
    assert "PRIVATE" not in " ".join(words.missing_sentences(make_share_view(_labelled(Label.ABOUT))))


def test_travel_counts_each_way_of_travelling_on_its_own() -> None:
    walk = make_travel().facts
    found = {"way_there_and_back": "found", "minutes_there": 12.4, "minutes_back": 9.4}
    drive = [{**row, "modes": ("drive",), **found} for row in walk]
    assert words.travel_sentences(PublicFacts([*walk, *drive])) == [
        "On foot, 6 of 12 places have a way there and back; 3 not known.",
        "By car, 12 of 12 places have a way there and back; the longest takes 12 minutes.",
        "Ask how people would really come: a time on a map is not a journey.",
    ]
    spread = [{**row, "postcodes": {"longest_minutes": 31.2}} for row in drive]
    assert words.travel_sentences(PublicFacts(spread))[0].endswith("the longest takes 31 minutes.")
    assert words.travel_sentences(PublicFacts(walk))[1] == (
        "Ask about lifts and schemes for Cwm Isaf, Pentre, Town south and 3 more."
    )


def test_a_venue_that_only_needs_asking_is_not_thrown_out() -> None:
    rows = [_venue("Neuadd", not_met=1), _venue("Capel", not_recorded=2), _venue("Llyfrgell", not_recorded=4)]
    assert words.venues_sentences(PublicFacts(rows)) == [
        "0 of 3 venues are recorded with everything you asked for.",
        "2 might do too. Start with Capel: ask 2 questions.",
    ]


def test_without_a_need_the_venues_are_not_said_to_have_it() -> None:
    rows = [_venue(name, met=()) for name in ("Neuadd", "Capel")]
    assert words.venues_sentences(PublicFacts(rows)) == [
        "2 venues, in order of travel: no need was named, so access was not looked at.",
        "Name what people need, such as --need step_free_entrance or --need accessible_toilet.",
    ]


def test_a_venue_off_the_map_is_said_first_and_once() -> None:
    assert words.travel_sentences(PublicFacts(_off(405_123)))[0] == (
        "The venue is 405 km from the nearest street on our map, so we cannot work out a time."
    )
    some = [*_off(700)[:1], *make_travel().facts[1:]]
    assert "venue" not in " ".join(words.travel_sentences(PublicFacts(some)))


def test_the_longest_is_of_there_and_back_and_of_the_postcodes() -> None:
    rows = [{**row, "way_there_and_back": "found", "minutes_there": 9.0} for row in make_travel().facts[:2]]
    rows[0] |= {"minutes_back": 14.4, "postcodes": None}
    rows[1] |= {"minutes_back": 9.0, "postcodes": None}
    assert words.travel_sentences(PublicFacts(rows))[0].endswith("the longest takes 14 minutes.")
    rows[1]["postcodes"] = {"longest_minutes": 21.2}
    assert words.travel_sentences(PublicFacts(rows))[0].endswith("the longest takes 21 minutes.")


def test_names_lose_marks_that_change_the_direction() -> None:
    rows = [_venue("abc\u202egnp")]
    assert "abcgnp" in words.venues_sentences(PublicFacts(rows))[1]
    assert words.name_some(["a\u202eb"]) == "ab"


def test_names_and_numbers_are_written_as_people_do() -> None:
    assert words.name_some(["A"]) == "A"
    assert words.name_some(list("ABCDEFG")) == "A, B, C and 4 more"
    assert words.join([]) == ""
