"""Who could introduce us: the order beside every other asset's way, what is said, what is never shown."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import town
import town_on_disk
from square_place import bring_in, make_square

from assetmap.config import Settings
from assetmap.errors import NotFoundError, OptionError
from assetmap.model.asset import Agreement, Asset, Fact
from assetmap.model.introductions import INTRODUCING_KIND_BY_NAME, SERVED_GROUPS
from assetmap.model.register import Change
from assetmap.services import demo, introductions, travel, workspace
from assetmap.services.introductions import IntroductionRequest, introduce, introduce_many
from assetmap.services.travel import TravelRequest
from assetmap.services.workspace import Place

NOW = dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
TRAVELLERS = ("ethnic_group", "White: Gypsy or Irish Traveller")
Row = dict[str, Any]


def asset(number: int, name: str, *, at: tuple[float, float] | None = None, **more: Any) -> Asset:
    """Return an agreed group at a point of the drawing; ``facts`` are further facts."""
    lon, lat = (None, None) if at is None else town.lon_lat(*at)
    facts = {"name": name, **more.pop("facts", {})}
    made: dict[str, Any] = {
        "kind": "group", "visibility": "public", "agreement": Agreement("Ann", "2026-01-02"),
        "located_by": "without a location" if at is None else "coordinates",
    }  # fmt: skip
    return Asset(
        id=f"00000000-0000-4000-8000-{number:012d}", source="list", source_key=f"{number}", lon=lon, lat=lat,
        fields={key: Fact(text, "list", "2026-01-01") for key, text in facts.items()}, **(made | more),
    )  # fmt: skip


def put(place: Place, *assets: Asset) -> None:
    change = Change(what="import assets", source="list", who="Ann", when=NOW.isoformat(), assets=assets)
    with closing(workspace.open_register(place)) as store:
        store.apply(change)


def ask(place: Place, *areas: str, **more: Any) -> list[Row]:
    return introduce(place, IntroductionRequest(areas=areas, today=TODAY, **more)).facts


def named(rows: list[Row]) -> list[str]:
    return [row["name"] for row in rows]


@pytest.fixture
def drawn(tmp_path: Path) -> Place:
    return town_on_disk.make_town(tmp_path)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return demo.open_demo(Settings(home=tmp_path_factory.mktemp("demo") / "home"), now=NOW, who="tester").place


@pytest.fixture
def square(tmp_path: Path) -> Place:
    return make_square(tmp_path / "home")


TOWN, HILL, ISLAND, FARM = "W01000001", "W01000002", "W01000004", "W01000005"


def test_serving_the_group_goes_before_kind_before_the_way_before_the_name(drawn: Place) -> None:
    hall, top = (140.0, 219.0), (0.0, 3200.0)
    put(
        drawn,
        asset(1, "Venue near", at=hall, kind="venue"),
        asset(2, "B group near", at=hall),
        asset(3, "A group near", at=hall),
        asset(4, "A group far", at=top),
        asset(5, "User-led far", at=top, kind="user_led_organisation"),
        asset(6, "Service near", at=hall, kind="service"),
        asset(7, "Notice board", at=hall, kind="word_of_mouth"),
        asset(8, "Help for all", at=top, kind="service", facts={"who_for": "Gypsy and Traveller families"}),
        asset(9, "Online group", where="online"),
        asset(10, "Closed", at=hall, status="closed"),
        asset(11, "Hidden", at=hall, status="hidden"),
    )
    rows = ask(drawn, TOWN, group=TRAVELLERS, limit=50)
    assert named(rows) == [
        "Help for all", "User-led far", "A group near", "B group near", "A group far", "Online group", "Service near",
        "Notice board", "Venue near",
    ]  # fmt: skip
    assert [row["mode"] for row in rows[1:6]] == ["drive", "walk", "walk", "drive", ""]
    assert rows[0]["reasons"][:2] == [
        "A service: its staff may know people there.",
        "Says it serves Gypsy and Traveller families.",
    ]
    assert named(ask(drawn, TOWN, limit=3)) == ["User-led far", "A group near", "B group near"]


def test_the_minutes_are_those_worked_out_on_paper(drawn: Place) -> None:
    """From the hill's three postcodes to the Hall's door by car: too far to walk."""
    put(drawn, asset(1, "Hall", at=(140.0, 219.0)))
    (row,) = ask(drawn, HILL)
    # 10 m on foot to Long Lane, the lane and 140 m of North Road at 8 m a second, 19 m on foot to the door; parking.
    seconds = [(length + 140) / 8 + 29 * 0.75 for length in (3000, 2800, 1500)]
    by_car = sum(seconds) / 3 / 60
    assert row["mode"] == "drive"
    assert (row["minutes_there"], row["minutes_back"]) == pytest.approx((by_car + 5, by_car + 2), abs=0.06)
    assert "About 11 minutes there by car, 8 back, on average." in row["reasons"]


def test_no_way_and_not_known_are_said_and_come_last(drawn: Place) -> None:
    put(drawn, asset(1, "A mainland", at=(140.0, 219.0)), asset(2, "B island", at=(50.0, -2000.0)))
    rows = ask(drawn, ISLAND)
    assert named(rows) == ["B island", "A mainland"]
    assert [row["way_there_and_back"] for row in rows] == ["found", "not_found"]
    assert "We found no way there and back by street. There may be a lift or a bus: ask." in rows[1]["reasons"]
    assert (rows[1]["minutes_there"], rows[1]["minutes_back"], rows[1]["mode"]) == (None, None, "")
    rows = ask(drawn, FARM)
    assert [row["way_there_and_back"] for row in rows] == ["not_known", "not_known"]
    assert "We cannot tell whether there is a way there and back: ask." in rows[0]["reasons"]


def test_a_traveller_without_a_car_is_offered_none(drawn: Place) -> None:
    put(drawn, asset(1, "Hall", at=(140.0, 219.0)))
    (row,) = ask(drawn, HILL, profile="on_wheels")
    assert (row["mode"], row["minutes_there"]) == ("", None)


@pytest.mark.parametrize("group", [None, ("disability", "disabled"), ("carer_status", "unpaid carer")])
def test_every_row_and_its_place_in_the_order_agree_with_the_way_to_every_other_asset(
    made_up: Place, group: tuple[str, str] | None
) -> None:
    """The witness asks `travel` for each asset by itself, looks at all of them and sorts; nothing is left out early."""
    codes = [str(code) for code in workspace.areas(made_up)["area_id"]][::6]
    answer = introduce_many(
        made_up, {code: [code] for code in codes}, IntroductionRequest(group=group, limit=8, today=TODAY)
    )
    with closing(workspace.open_register(made_up)) as store:
        known = {one.id: one for one in store.assets()}
    # Of the ways there are, only groups are many enough for something to be left out early: the witness asks for them.
    tier = [one for one in known.values() if one.kind == "group" and one.status == "open" and one.where == "a place"]
    ways = {one.id: {code: _way(rows, code) for code in codes} for one in tier if (rows := _travel(made_up, one))}
    serving = {one.id: bool(group) and _serves(one, SERVED_GROUPS[group]) for one in tier}  # type: ignore[index]
    for code in codes:
        rows = [row for row in answer.facts[code] if row["id"] in ways]
        keys = [(not serving[row["id"]], *ways[row["id"]][code]) for row in rows]
        for row, (_, rank, minutes) in zip(rows, keys, strict=True):
            assert row["serves"] is serving[row["id"]]
            got = (row["minutes_there"] or 0) + (row["minutes_back"] or 0)
            assert (_rank(row["way_there_and_back"], row["mode"]), got) == (rank, pytest.approx(minutes, abs=0.11))
        rest = [(not serving[own], *ways[own][code]) for own in ways if own not in {row["id"] for row in rows}]
        for one, after in zip(keys, [*keys[1:], *([min(rest)] if rest and keys else [])], strict=False):
            assert one[:2] < after[:2] or (one[:2] == after[:2] and one[2] <= after[2] + 0.21)
    assert any(row["id"] in ways for rows in answer.facts.values() for row in rows)


def _travel(place: Place, one: Asset) -> list[Row]:
    return travel.travel(place, TravelRequest(venue=one.id)).facts if one.lat is not None else []


def _way(rows: list[Row], code: str) -> tuple[int, float]:
    """Return the rank and the minutes of the quickest mode that counts: on foot, else by car."""
    mine = {row["modes"]: row for row in rows if row["origin"] == code}
    for mode in ("walk", "drive"):
        if mine[mode]["way_there_and_back"] == "found":
            return _rank("found", mode), mine[mode]["minutes_there"] + mine[mode]["minutes_back"]
    known = {row["way_there_and_back"] for row in mine.values()} == {"not_found"}
    return 3 if known else 2, 0


def _rank(state: str, mode: str) -> int:
    return {"found": int(mode == "drive"), "not_known": 2, "not_found": 3}[state]


def _serves(one: Asset, group: Any) -> bool:
    names = ("who_for", "description", "detail", "name", "name_cy", "name_gd")
    text = " ".join(one.text(name) for name in names).lower()
    return any(word in text for word in group.words)


def test_all_patches_at_once_say_what_each_says_alone(made_up: Place) -> None:
    codes = [str(code) for code in workspace.areas(made_up)["area_id"]]
    patches = {"one": codes[:7], "two": codes[20:24], "three": codes[40:]}
    together = introduce_many(made_up, patches, IntroductionRequest(today=TODAY)).facts
    for name, areas in patches.items():
        assert together[name] == ask(made_up, *areas)


def test_the_public_view_holds_nobody_who_did_not_agree_and_nothing_private(square: Place) -> None:
    agreed = asset(1, "Open group", private={"mobile": Fact("Canary 07700", "list", "")})
    kept = [asset(2, "Canary group", visibility="only us"), asset(3, "Canary public", agreement=None)]
    host = {"note: Host group": Fact("Open group", "list", "")}
    offer = asset(4, "Canary skill", kind="skill", private=host, agreement=None, facts={"who_for": "Carers"})
    put(square, agreed, *kept, offer)
    asked = IntroductionRequest(areas=("Z1",), group=("carer_status", "unpaid carer"), view="public", today=TODAY)
    answer = introduce(square, asked)
    assert named(answer.facts) == ["Open group"]
    assert answer.facts[0]["serves"] is False
    assert "Canary" not in repr(answer)
    assert not any("PRIVATE" in note for note in answer.notes)
    working = introduce(square, IntroductionRequest(areas=("Z1",), today=TODAY))
    assert len(working.facts) == 3
    assert working.notes[0].startswith("PRIVATE")
    assert "07700" not in repr(working)


def test_a_contact_is_given_only_for_those_that_agreed(square: Place) -> None:
    facts = {"phone": "01633 000000", "website": "https://example.org"}
    put(square, asset(1, "A", facts=facts), asset(2, "B", facts=facts, visibility="only us"))
    rows = ask(square, "Z1")
    assert [row["contact"] for row in rows] == ["01633 000000, https://example.org", ""]
    assert "It has not agreed to be shown: do not pass this on." in rows[1]["reasons"]


def test_a_persons_offer_is_reached_through_its_host_and_never_shown(square: Place) -> None:
    bring_in(
        square,
        [
            ["Name", "Type", "Who is it for", "Host group"],
            ["Tŷ Cyfle", "Group", "", ""],
            ["Quiet friends", "Peer support", "Autistic people", "TY CYFLE"],
            ["Ann mends bicycles", "Skill", "", ""],
            ["Bob bakes", "Skill", "", "Nowhere club"],
        ],
    )
    answer = introduce(square, IntroductionRequest(areas=("Z1",), group=("disability", "autistic"), today=TODAY))
    assert named(answer.facts) == ["Tŷ Cyfle"]
    assert answer.facts[0]["reasons"][:3] == [
        "A group: people there know each other.",
        "Hosts: Quiet friends.",
        "It hosts something for autistic people.",
    ]
    assert "2 offers by people here have no host group on record, so they are left out." in answer.notes
    assert "Ann" not in repr(answer)
    assert "Bob" not in repr(answer)


def test_who_checked_is_said_and_so_is_that_nobody_did(square: Place) -> None:
    by_hand = Fact("2026-05-02", "by hand", "2026-05-02", by_hand=True)
    one = asset(1, "A")
    put(
        square,
        Asset(**{**vars(one), "fields": {**one.fields, "checked_on": by_hand}}),
        asset(2, "B", facts={"checked_on": "2025-05-31"}),
        asset(3, "C"),
        asset(4, "D", facts={"checked_on": "last spring"}),
    )
    said = [row["reasons"][-2:] for row in ask(square, "Z1")]
    assert said[0][-1] == "Last checked on 2 May 2026, written down by Ann."
    assert said[1] == ["Last checked on 31 May 2025, says the list list.", "That is more than a year ago: ask first."]
    assert said[2][-1] == said[3][-1] == "Nobody has recorded who checked this: ask first."


def test_without_streets_everybody_is_listed_and_the_reason_said(square: Place) -> None:
    put(square, asset(1, "Far", area_id=""), asset(2, "Here", area_id="Z1"), asset(3, "A venue", kind="venue"))
    answer = introduce(square, IntroductionRequest(areas=("Z1",), today=TODAY))
    assert named(answer.facts) == ["Here", "Far", "A venue"]
    assert "It is in this patch." in answer.facts[0]["reasons"]
    assert any("no streets" in note for note in answer.notes)


def test_what_has_no_name_is_counted_and_left_out(square: Place) -> None:
    put(square, asset(1, " \u200b"), asset(2, "", facts={"name_cy": "Clwb"}))
    answer = introduce(square, IntroductionRequest(areas=("Z1",), today=TODAY))
    assert named(answer.facts) == ["Clwb"]
    assert "1 asset has no name on record, so it is left out." in answer.notes


def test_a_group_alone_is_asked_about_in_the_whole_place(square: Place) -> None:
    put(square, asset(1, "A"), asset(2, "B", facts={"description": "For TRAVELLERS, of all ages"}))
    rows = ask(square, group=TRAVELLERS)
    assert named(rows) == ["B", "A"]
    assert rows[0]["way_there_and_back"] == ""
    assert "Its description speaks of Gypsy and Traveller families." in rows[0]["reasons"]
    assert not any("way" in reason for reason in rows[0]["reasons"])


def test_what_people_wrote_has_no_invisible_marks(square: Place) -> None:
    put(square, asset(1, "A \u202eevil\u202c <b>", facts={"checked_on": "2026-05-01", "phone": "1\u202e"}))
    assert "\u202e" not in repr(ask(square, "Z1"))
    assert "\\u202e" not in repr(ask(square, "Z1"))


def test_what_cannot_be_asked_is_refused_with_what_to_do(square: Place) -> None:
    for more, said in (
        ({}, "Expected a patch, an area or a group"),
        ({"areas": ("Z9",)}, "no such area"),
        ({"areas": ("Z1",), "view": "all"}, "Expected working or public"),
        ({"areas": ("Z1",), "limit": 0}, "from 1 to 50"),
        ({"group": ("colour", "blue")}, "no such characteristic"),
        ({"group": ("disability", "blue")}, "no such group"),
        ({"areas": ("Z1",), "profile": "rocket"}, "no such traveller"),
    ):
        with pytest.raises(OptionError, match=said):
            introduce(square, IntroductionRequest(today=TODAY, **more))
    with pytest.raises(NotFoundError, match="none is in use yet"):
        introductions.patch_areas(square, "Upper")


def test_a_group_without_words_puts_nobody_first_and_says_so(square: Place) -> None:
    put(square, asset(1, "A", facts={"who_for": "disabled"}))
    asked = IntroductionRequest(areas=("Z1",), group=("disability", "not disabled"), today=TODAY)
    answer = introduce(square, asked)
    assert answer.facts[0]["serves"] is False
    assert "No words are kept for this group, so nobody is put first for it." in answer.notes


def test_the_areas_of_a_patch_are_found_by_its_name(made_up: Place) -> None:
    assert "ZZ01000006" in introductions.patch_areas(made_up, "aberwenlas centre")
    with pytest.raises(NotFoundError, match="Upper Marrowdale"):
        introductions.patch_areas(made_up, "Nowhere")


def test_people_are_no_kind_that_is_shown() -> None:
    assert {"skill", "peer_support"} <= set(INTRODUCING_KIND_BY_NAME)
