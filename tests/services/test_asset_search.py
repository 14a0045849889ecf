"""Looking for assets, held against a brute force over the whole records, and points that words stand for."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import uuid
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pyproj import Geod
from square_place import NOW, all_assets, make_square

from assetmap.errors import NotFoundError, OptionError
from assetmap.model.access_feature import ACCESS_FEATURES
from assetmap.model.asset import ASSET_KINDS, AccessFact, Agreement, Asset, Fact
from assetmap.model.register import Change
from assetmap.services import asset_search, landmarks, workspace
from assetmap.services.asset_search import AssetSearch, FoundAssets
from assetmap.services.workspace import Place

WORDS = ("Bont", "Tŷ", "Gwyn", "Hall", "Library", "Men's", "Café", "Llan")
FEATURES = [feature.name for feature in ACCESS_FEATURES[:3]]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_square(tmp_path / "home")


def asset(number: int, name: str = "Hall", **more: Any) -> Asset:
    fields = {"name": Fact(name, "halls", "2026-01-01")} | {
        key: Fact(more.pop(key), "halls", "") for key in ("name_cy", "name_gd", "address") if key in more
    }
    own_id = str(uuid.UUID(int=number))
    parts = {"kind": "venue", "fields": fields, "area_id": "Z1"} | more
    return Asset(own_id, "halls", f"key {number}", **parts)


def put(place: Place, *assets: Asset) -> None:
    store = workspace.open_register(place)
    store.apply(Change(what="import assets", source="halls", who="Ann", when=NOW.isoformat(), assets=assets))
    store.close()


def search(place: Place, **parts: Any) -> FoundAssets:
    return asset_search.search_assets(place, AssetSearch(**parts), now=NOW).facts


def found(place: Place, **parts: Any) -> list[str]:
    return [record["name"] for record in search(place, **parts).records]


def set_settlements(place: Place, monkeypatch: pytest.MonkeyPatch, *rows: tuple[str, str, float, float]) -> None:
    table = pd.DataFrame(rows, columns=["name", "kind", "lon", "lat"])
    monkeypatch.setattr(workspace, "settlements", lambda _place: table)


@pytest.mark.parametrize("text", ["ty gwyn", "GWYN TŶ", "tŷ-gwyn", "Gwy", "t\u0177 gwyn", "the ty gwyn", "ty   gwyn!"])
def test_a_name_is_found_however_it_is_written(place: Place, text: str) -> None:
    put(place, asset(1, "White House", name_cy="Tŷ Gwyn"), asset(2, "Gwyneth's Tea Room"), asset(3, "Tylwyth"))
    assert found(place, text=text) == (
        ["White House"] if "ty" in text.casefold() or "ŷ" in text.casefold() else ["Gwyneth's Tea Room", "White House"]
    )


@pytest.mark.parametrize("text", ["mens shed", "men's shed", "Men\u2019s SHED", "shed men"])
def test_an_apostrophe_tells_nothing(place: Place, text: str) -> None:
    put(place, asset(1, "Llan Men's Shed"), asset(2, "Shed"))
    assert found(place, text=text) == ["Llan Men's Shed"]


def test_a_name_in_other_letters_is_found(place: Place) -> None:
    put(place, asset(1, "中文 学校"), asset(2, "Hall"))
    assert found(place, text="中文") == ["中文 学校"]


def test_a_misspelt_word_is_asked_about_and_never_taken(place: Place) -> None:
    put(place, asset(1, "Bont Library"), asset(2, "Llan Hall"))
    answer = search(place, text="bont libary")
    assert (answer.number, answer.did_you_mean) == (0, "bont library")
    assert search(place, text="zzzzzz").did_you_mean == ""
    assert search(place, text="library").did_you_mean == ""


def _brute(assets: list[Asset], parts: dict[str, Any]) -> set[str]:
    def fits(one: Asset) -> bool:
        words = parts.get("text", "").casefold().split()
        name = one.text("name").replace("'", "").replace("ŷ", "y").replace("é", "e").casefold().split()
        named = all(any(own.startswith(word) for own in name) for word in words)
        kind = not parts.get("kinds") or one.kind in parts["kinds"]
        needs = all(one.access.get(need, AccessFact("", "", "")).answer == "yes" for need in parts.get("needs", ()))
        state = not parts.get("status") or one.status == parts["status"]
        public = one.visibility == "public" and one.status == "open" and one.agreement is not None
        return named and kind and needs and state and (parts.get("view", "working") == "working" or public)

    return {one.id for one in assets if fits(one)}


def test_every_mixture_of_filters_finds_what_a_brute_force_finds(place: Place) -> None:
    rng = random.Random(20260331)
    kinds = [kind.name for kind in ASSET_KINDS[:3]]
    made = []
    for number in range(80):
        access = {
            name: AccessFact(rng.choice(["yes", "yes", "partly", "no", "not recorded"]), "halls", "")
            for name in rng.sample(FEATURES, rng.randint(0, 3))
        }
        made.append(
            asset(
                number,
                " ".join(rng.sample(WORDS, 3)),
                kind=rng.choice(kinds),
                status=rng.choice(["open", "open", "hidden", "closed"]),
                visibility=rng.choice(["only us", "public"]),
                agreement=rng.choice([None, Agreement("Ann", "2026-01-01")]),
                access=access,
            )
        )
    put(place, *made)
    texts, states, views = ("", "hall", "ty mens"), ("", "hidden"), ("working", "public")
    chosen_kinds: tuple[tuple[str, ...], ...] = ((), (kinds[0],), (kinds[1], kinds[2]))
    for text, chosen, needs, state, view in itertools.product(
        texts, chosen_kinds, ((), tuple(FEATURES[:2])), states, views
    ):
        parts = {"text": text, "kinds": chosen, "needs": needs, "status": state, "view": view}
        answer = search(place, **parts)
        assert set(answer.ids) == _brute(made, parts), parts
        assert sum(answer.kinds.values()) == len(answer.ids)
        assert len(answer.records) == min(25, len(answer.ids))


def test_those_nobody_asked_yet_are_counted_apart(place: Place) -> None:
    def hall(number: int, name: str, **answers: str) -> Asset:
        return asset(number, name, access={key: AccessFact(text, "halls", "") for key, text in answers.items()})

    out = asset(6, "Out", access={"lift": AccessFact("yes", "halls", "", out_since="2026-03-01")})
    put(
        place,
        hall(1, "Yes", lift="yes"),
        hall(2, "No", lift="no"),
        hall(3, "Partly", lift="partly"),
        hall(4, "Blank"),
        hall(5, "Not asked", lift="not recorded"),
        out,
        asset(7, "By phone", where="by phone"),
    )
    answer = search(place, needs=("lift",))
    assert [record["name"] for record in answer.records] == ["Yes"]
    assert (set(answer.ask_ids), answer.partly) == ({str(uuid.UUID(int=4)), str(uuid.UUID(int=5))}, 1)
    later = asset_search.search_assets(
        place, AssetSearch(needs=("lift",)), now=dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    ).facts
    assert [record["name"] for record in later.records] == ["Out", "Yes"]


def test_near_sorts_by_distance_and_a_limit_leaves_out_what_is_further(place: Place) -> None:
    put(
        place,
        asset(1, "Far", lat=51.65, lon=-3.0),
        asset(2, "Near", lat=51.601, lon=-3.0),
        asset(3, "Nowhere"),
        asset(4, "Peer", kind="peer_support", lat=51.6, lon=-3.0),
    )
    answer = search(place, near="XX1 1AA")
    assert [record["name"] for record in answer.records] == ["Near", "Far", "Nowhere", "Peer"]
    expected = Geod(ellps="sphere").inv(-3.0, 51.6, -3.0, 51.601)[2] / 1000
    by_name = {record["name"]: record for record in answer.records}
    assert by_name["Near"]["distance_km"] == pytest.approx(expected, abs=0.01)
    assert by_name["Nowhere"]["distance_km"] is None
    assert by_name["Peer"]["distance_km"] is None
    assert found(place, near="51.6,-3.0", within_km=1.0, kinds=("venue",)) == ["Near"]


def test_a_page_holds_its_own_rows_alone(place: Place) -> None:
    put(place, *(asset(number, f"Hall {number:02d}") for number in range(60)))
    answer = search(place, start=25, rows=10)
    assert [record["name"] for record in answer.records] == [f"Hall {number:02d}" for number in range(25, 35)]
    assert (answer.number, answer.listed) == (60, 60)
    assert len(asset_search.found_assets(place, AssetSearch(start=25), now=NOW).facts) == 60


def test_other_rows_of_what_was_found_are_read_without_looking_anew(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(place, *(asset(number, f"Hall {number:02d}") for number in range(60)))
    first = search(place)
    monkeypatch.setattr(asset_search, "_found", None)
    wanted = AssetSearch(start=50)
    turned = asset_search.search_assets(place, wanted, now=NOW, known=first).facts
    assert [record["name"] for record in turned.records] == [f"Hall {number}" for number in range(50, 60)]
    shared = AssetSearch(start=50, view="public")
    assert asset_search.search_assets(place, shared, now=NOW, known=first).facts.records == []


def test_nothing_private_is_in_an_answer(place: Place) -> None:
    put(place, asset(1, private={"mobile": Fact("07700 900123", "halls", "")}, address="High Street", where="private"))
    answer = search(place)
    assert "07700" not in repr(answer)
    assert "High Street" not in repr(answer)


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"kinds": ("spaceship",)}, OptionError),
        ({"needs": ("teleporter",)}, OptionError),
        ({"areas": ("Z9",)}, OptionError),
        ({"view": "all"}, OptionError),
        ({"status": "lost"}, OptionError),
        ({"within_km": 2.0}, OptionError),
        ({"within_km": float("nan"), "near": "XX1 1AA"}, OptionError),
        ({"within_km": -1.0, "near": "XX1 1AA"}, OptionError),
        ({"near": "91,0"}, OptionError),
        ({"near": "AA1 1AA"}, NotFoundError),
        ({"near": "nowhere at all"}, NotFoundError),
    ],
)
def test_what_is_not_known_is_refused(place: Place, parts: dict[str, Any], fault: type[Exception]) -> None:
    put(place, asset(1))
    with pytest.raises(fault):
        search(place, **parts)


def test_areas_are_chosen_by_their_names(place: Place) -> None:
    put(place, asset(1, "In"), asset(2, "Out", area_id=""))
    assert asset_search.area_choices(place) == {"Z1": "Square"}
    assert found(place, areas=("Z1",)) == ["In"]


def test_patches_in_use_can_be_chosen_too(place: Place, tmp_path: Path) -> None:
    from assetmap.services import representation_sharing

    put(place, asset(1, "In"), asset(2, "Out", area_id=""))
    path = tmp_path / "patches.csv"
    path.write_text("area code,patch\nZ1,The Middle\n", encoding="utf-8")
    representation_sharing.settle_patches(place, path)
    assert asset_search.area_choices(place) == {"patch The Middle": "The Middle", "Z1": "Square"}
    assert found(place, areas=("patch The Middle",)) == ["In"]
    with pytest.raises(OptionError):
        search(place, areas=("patch Elsewhere",))


def test_two_of_one_name_are_told_apart_by_their_lists(place: Place) -> None:
    put(place, asset(1, "Library", lat=51.61, lon=-3.0), asset(2, "LIBRARY", lat=51.61, lon=-3.0))
    assert {one.detail for one in landmarks.find_landmarks(place, "library")} == {"Venue, Square, halls"}


def test_words_that_stand_for_one_point(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    set_settlements(place, monkeypatch, ("Llanfair", "village", -3.02, 51.62), ("Bont", "hamlet", -3.03, 51.63))
    put(place, asset(1, "Bont Library", name_cy="Llyfrgell y Bont", lat=51.61, lon=-3.01), asset(2, "Hall"))
    for text in ("next to the library", "Beside Bont Library.", "drws nesaf i'r llyfrgell", "LLYFRGELL Y BONT"):
        chosen = landmarks.choose_landmark(place, text)
        assert (chosen.lat, chosen.lon, chosen.kind) == (51.61, -3.01, "asset"), text
    assert landmarks.choose_landmark(place, "in llanfair").lat == 51.62
    assert landmarks.choose_landmark(place, "bont").kind == "settlement"
    assert landmarks.choose_landmark(place, "xx11ab").name == "XX1 1AB"
    assert landmarks.choose_landmark(place, "51.6, -3").lat == 51.6


def test_several_are_listed_and_none_is_guessed(place: Place) -> None:
    put(place, asset(1, "Bont Library", lat=51.61, lon=-3.0), asset(2, "Llan Library", lat=51.62, lon=-3.0))
    listed = landmarks.find_landmarks(place, "next to the library")
    assert sorted(one.name for one in listed) == ["Bont Library", "Llan Library"]
    with pytest.raises(OptionError, match=r"2 fit \(Bont Library, Venue, Square; Llan Library, Venue, Square\)"):
        landmarks.choose_landmark(place, "next to the library")
    chosen = landmarks.choose_landmark(place, "next to the library", key=listed[1].key)
    assert chosen == listed[1]
    assert search(place, near="library").near_choices == tuple(listed)
    assert search(place, near="library", near_key=listed[0].key).near == listed[0]


def test_a_name_said_whole_comes_before_parts_of_names(place: Place) -> None:
    put(place, asset(1, "Library", lat=51.61, lon=-3.0), asset(2, "Llan Library", lat=51.62, lon=-3.0))
    assert landmarks.choose_landmark(place, "beside the library").name == "Library"


def test_a_person_or_something_hidden_is_no_landmark(place: Place) -> None:
    put(
        place,
        asset(1, "Library", kind="skill", lat=51.61, lon=-3.0),
        asset(2, "Library", where="private", lat=51.61, lon=-3.0),
        asset(3, "Library", status="closed", lat=51.61, lon=-3.0),
        asset(4, "Library"),
    )
    with pytest.raises(NotFoundError, match="nothing here has this name"):
        landmarks.find_landmarks(place, "library")
    put(place, asset(5, "Library", lat=51.61, lon=-3.0))
    with pytest.raises(NotFoundError, match="nothing here"):
        landmarks.find_landmarks(place, "library", view="public")
    with pytest.raises(NotFoundError, match="Did you mean 'library'"):
        landmarks.find_landmarks(place, "next to the libary")


def test_the_brute_force_has_something_to_look_at(place: Place) -> None:
    put(place, asset(1))
    assert [one.text("name") for one in all_assets(place)] == ["Hall"]
