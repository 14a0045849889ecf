"""What one asset's page says: facts with their sources, questions nobody asked yet, where it is, what happened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from square_place import NOW, bring_in, make_square

from assetmap.errors import NotFoundError
from assetmap.model.access_feature import ACCESS_FEATURES
from assetmap.services import asset_page, register, workspace
from assetmap.services.asset_page import AssetPage
from assetmap.services.register import AccessAnswer, AssetAdd, AssetEdit, AssetMove, OutOfUse, Publish
from assetmap.services.workspace import Place

AGREED = Publish(agreed_by="Ann Jones", agreed_on="2026-03-01")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_square(tmp_path / "home")


def add(place: Place, name: str = "Hall", kind: str = "venue", **parts: Any) -> str:
    made = register.add_asset(place, AssetAdd(name=name, kind=kind, **parts), now=NOW, who="Ann")
    return str(made["id"])


def page(place: Place, own: str, view: str = "working") -> AssetPage:
    return asset_page.asset_page(place, own, now=NOW, view=view).facts


def set_settlements(monkeypatch: pytest.MonkeyPatch, *rows: tuple[str, str, float, float]) -> None:
    table = pd.DataFrame(rows, columns=["name", "kind", "lon", "lat"])
    monkeypatch.setattr(workspace, "settlements", lambda _place: table)


def test_each_fact_has_its_source_and_day(place: Place) -> None:
    rows = [["Name", "Kind", "Phone", "Address", "Last checked", "Loop"]]
    bring_in(place, [*rows, ["Hall", "venue", "01633 656656", "High Street", "2026-01-02", "yes"]])
    own = register.list_assets(place, register.AssetQuery()).facts[0]["id"]
    register.edit_asset(place, own, AssetEdit(fields={"opening_hours": "Mondays"}), now=NOW, who="Ann")
    shown = page(place, own)
    told = {line.label: (line.text, line.source, line.as_at, line.by_hand) for line in shown.facts}
    assert told["Address"] == ("High Street", "halls", "2026-01-02", False)
    assert told["When"] == ("Mondays", "by hand", "2026-03-31", True)
    assert all(not line.brought_in for line in shown.facts)
    assert "Website" in shown.missing
    assert "When" not in shown.missing
    first = shown.access[0]
    assert (first.feature, first.answer, first.source, first.as_at) == ("hearing_loop", "yes", "halls", "2026-01-02")
    assert [line.recorded for line in shown.access] == [True] + [False] * (len(ACCESS_FEATURES) - 1)
    assert shown.access[1].question == ACCESS_FEATURES[0].question


def test_private_facts_stand_apart_and_not_in_the_page(place: Place) -> None:
    own = add(place, fields={"contact_name": "Sue", "mobile": "07700 900123"})
    told = AccessAnswer(feature="lift", answer="yes", told_by="Tom")
    register.set_access(place, own, told, now=NOW, who="Ann")
    assert not any(secret in repr(page(place, own)) for secret in ("Sue", "07700", "Tom"))
    side = asset_page.private_side(place, own)
    assert {line.label: line.text for line in side.facts} == {
        "Contact person": "Sue",
        "Personal mobile": "07700 900123",
        "Who told us: Lift, or all on one level": "Tom",
    }
    assert (side.texts["contact_name"], side.texts["kind"], side.texts["name"]) == ("Sue", "venue", "Hall")


def test_others_see_only_what_was_agreed_and_not_by_whom(place: Place) -> None:
    own = add(place)
    with pytest.raises(NotFoundError, match="not on the list that may be shown"):
        page(place, own, view="public")
    register.publish_asset(place, own, AGREED, now=NOW, who="Ann")
    assert page(place, own).agreed_by == "Ann Jones"
    shown = page(place, own, view="public")
    assert (shown.agreed, shown.agreed_on) == (True, "2026-03-01")
    assert "Jones" not in repr(shown)


def test_a_persons_offer_has_no_address_and_no_questions_about_a_building(place: Place) -> None:
    own = add(place, kind="skill", fields={"address": "3 High Street"}, at=AssetMove(postcode="XX1 1AA"))
    shown = page(place, own)
    assert shown.access == ()
    assert shown.has_pin is False
    assert shown.where_words == "Somewhere in Square."
    assert "High Street" not in repr(shown)


def test_something_out_of_use_says_until_when(place: Place) -> None:
    own = add(place, access={"lift": "yes"})
    out = OutOfUse(feature="lift", since="2026-03-01", until="2026-04-01")
    register.set_out_of_use(place, own, out, now=NOW, who="Ann")
    line = page(place, own).access[0]
    assert (line.answer, line.is_out, line.out_until) == ("yes", True, "2026-04-01")


def test_history_is_told_newest_first(place: Place) -> None:
    own = add(place)
    register.edit_asset(place, own, AssetEdit(fields={"description": "Warm"}), now=NOW, who="Ben")
    register.set_status(place, own, "closed", now=NOW, who="Cat")
    told = asset_page.private_side(place, own).history
    assert [(line.who, line.what) for line in told] == [
        ("Cat", "An asset was closed"),
        ("Ben", "An asset was corrected by hand"),
        ("Ann", "An asset was added by hand"),
    ]
    assert told[1].changes == ("What it offers: now 'Warm'.",)
    assert told[0].changes == ("Open or closed: now 'closed', was 'open'.",)


@pytest.mark.parametrize(
    ("north_m", "east_m", "words"),
    [
        (0, 0, "In Bont."),
        (900, 0, "In Bont."),
        (4828, 0, "In Square, 3 miles north of Bont."),
        (3414, 3414, "In Square, 3 miles north-east of Bont."),
        (-3414, 3414, "In Square, 3 miles south-east of Bont."),
        (0, -1700, "In Square, 1 mile west of Bont."),
        (-1100, 0, "In Square, 1 mile south of Bont."),
    ],
)
def test_where_it_is_is_said_as_on_paper(
    place: Place, monkeypatch: pytest.MonkeyPatch, north_m: float, east_m: float, words: str
) -> None:
    import math

    set_settlements(monkeypatch, ("Bont", "town", -3.0, 51.6))
    lat = 51.6 + north_m / 111_195
    lon = -3.0 + east_m / (111_195 * math.cos(math.radians(lat)))
    own = add(place, at=AssetMove(lat=lat, lon=lon))
    assert page(place, own).where_words == words


def test_a_village_is_said_with_its_town(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    set_settlements(monkeypatch, ("Dolgellau", "town", -3.0, 51.6), ("Llanfair", "village", -3.0, 51.64))
    own = add(place, at=AssetMove(lat=51.64, lon=-3.0))
    assert page(place, own).where_words == "In Llanfair, 3 miles north of Dolgellau."
    beside = register.move_asset(place, own, AssetMove(beside="in Dolgellau"), now=NOW, who="Ann")
    assert beside["lat"] == 51.6
    assert page(place, own).located == "in Dolgellau (by hand)"
    register.publish_asset(place, own, AGREED, now=NOW, who="Ann")
    assert page(place, own, view="public").located == ""


def test_what_is_not_a_place_says_how_it_is_met(place: Place) -> None:
    own = add(place, kind="group", fields={"where": "online"})
    assert page(place, own).where_words == "It is online."
    assert page(place, add(place, "Lost")).where_words == "Nobody has recorded where this is yet."


def test_an_asset_that_is_gone_is_said_to_be(place: Place) -> None:
    with pytest.raises(NotFoundError):
        page(place, "nobody")
    with pytest.raises(NotFoundError):
        asset_page.private_side(place, "nobody")


def test_a_fact_without_a_day_says_when_its_list_was_brought_in(place: Place) -> None:
    bring_in(place, [["Name", "Kind", "Phone", "Loop"], ["Hall", "venue", "01633 656656", "yes"]])
    own = register.list_assets(place, register.AssetQuery()).facts[0]["id"]
    shown = page(place, own)
    assert [(line.as_at, line.brought_in) for line in shown.facts] == [("", "2026-03-31")]
    assert (shown.access[0].as_at, shown.access[0].brought_in) == ("", "2026-03-31")
