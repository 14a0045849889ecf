"""Which asset is meant: an id is read alone, a name comes before the beginning of an id, several are named."""

from __future__ import annotations

import pytest
from services_town import town_place

from assetmap.errors import NotFoundError, OptionError
from assetmap.model.asset import Asset, Fact
from assetmap.services import workspace
from assetmap.services.asset_naming import find_asset


def named(own_id: str, name: str) -> Asset:
    return Asset(own_id, "list", own_id, "venue", fields={"name": Fact(name, "list", "")})


ASSETS = (named("cafe1234", "Hall"), named("9999", "Café"), named("aaaa-1", "Twin"), named("aaaa-2", "twin"))


@pytest.mark.parametrize(
    ("text", "found"),
    [("cafe1234", "cafe1234"), ("CAFE", "9999"), ("café ", "9999"), ("cafe1", "cafe1234"), ("HALL", "cafe1234")],
)
def test_id_name_then_beginning_of_an_id(monkeypatch: pytest.MonkeyPatch, text: str, found: str) -> None:
    assert find_asset(town_place(monkeypatch, assets=ASSETS), text).id == found


@pytest.mark.parametrize("text", ["Twin", "aaaa"])
def test_several_are_named_and_none_is_guessed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    with pytest.raises(OptionError, match="2 assets fit"):
        find_asset(town_place(monkeypatch, assets=ASSETS), text)


@pytest.mark.parametrize("text", ["nobody", "", "aaa"])
def test_none(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    with pytest.raises(NotFoundError, match="no asset of Town"):
        find_asset(town_place(monkeypatch, assets=ASSETS), text)


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one(monkeypatch: pytest.MonkeyPatch) -> None:
    halls = (named("h-1", "Wenlas Memorial Hall"), named("h-2", "Chapel"))
    with pytest.raises(NotFoundError, match=r"Did you mean 'wenlas memorial hall'\?$"):
        find_asset(town_place(monkeypatch, assets=halls), "Wenlas Memoral Hall")


def test_an_id_is_looked_up_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    place = town_place(monkeypatch, assets=ASSETS)
    store = workspace.open_register(place)
    monkeypatch.setattr(store, "asset_lines", None)
    assert find_asset(place, "9999").id == "9999"
