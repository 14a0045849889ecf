"""Texts that try to do harm, in every column: no page, map, plain page, sheet or file lets them do anything.

The browser's own judgement of the same pages is in ``tests/browser/test_hostile_pages.py``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import app_server
import pytest
from app_crawl import crawl, see_page
from hostile_place import ATTACKS, NOW, listed_assets, make_hostile_place
from openpyxl import load_workbook

from assetmap.model.asset_fields import ASSET_FIELDS
from assetmap.model.release import PublicFacts
from assetmap.services import downloads, workspace
from assetmap.services.asset_list import AssetQuery, list_assets
from assetmap.services.workspace import Place

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200b-\u200f]")
EVENTS = re.compile("^on[a-z]+$")
OUTSIDE = re.compile(r"^(?:[a-z]+:)?//|^(?:javascript|data|vbscript):", re.IGNORECASE)


@dataclass
class Harm:
    """The place, and everything that the app says of it."""

    place: Place
    texts: dict[str, str]


@pytest.fixture(scope="module")
def harm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harm]:
    folder = tmp_path_factory.mktemp("harm")
    place = make_hostile_place(folder / "home", folder / "files")
    assets = listed_assets(place)
    with app_server.start(folder / "home") as app:
        query = {"place": place.slug, "id": assets["direction"], "venue": assets["direction"]}
        texts = crawl(app, query=query, more=(f"/plain/{place.slug}?list=working",))
        for attack in set(assets) - {"direction"}:
            texts |= see_page(app, "asset", {**query, "id": assets[attack]}, name=f"asset {attack}")
        yield Harm(place, texts)


class Elements(HTMLParser):
    """What in a text a browser would take for elements, and what of it does anything."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.acting: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if EVENTS.match(name) or (name in {"href", "src", "action"} and OUTSIDE.match((value or "").strip())):
                self.acting.append(f"{tag} {name}={value}")


def test_facts_that_are_no_page_are_sent_as_none(harm: Harm) -> None:
    """A browser that is led to a map's facts shows them as JSON: the kind is said and not to be guessed."""
    facts = [text for address, text in harm.texts.items() if address.endswith("/points")]
    assert facts
    for text in facts:
        assert "content-type: application/" in text
        assert "x-content-type-options: nosniff" in text


def test_every_column_of_the_place_attacks(harm: Harm) -> None:
    with closing(workspace.open_register(harm.place)) as store:
        held = [
            asset.fields[row.name].value for asset in store.assets() for row in ASSET_FIELDS if row.name in asset.fields
        ]
        events = [event.name for event in store.events()]
    areas = list(workspace.areas(harm.place)["name"])
    settlements = list(workspace.settlements(harm.place)["name"])
    for texts in (held, events, areas, settlements):
        assert sum("window.ran" in str(text) for text in texts) >= 2
    assert any("\u202e" in str(text) for text in held)


def test_nothing_on_any_page_or_route_acts(harm: Harm) -> None:
    assert {text.split("/")[1] for text in harm.texts if text.startswith("/")} >= {"maps", "plain", "sheets"}
    assert {address: found for address, text in harm.texts.items() if (found := _acting(text))} == {}
    assert {address for address, text in harm.texts.items() if TURNING.search(text)} == set()


def _acting(text: str) -> list[str]:
    """Return what of their texts a browser would run or fetch; it takes neither JSON nor a window's frames for HTML."""
    if not re.search("^content-type: (?:text/html|image/svg)", text, re.MULTILINE):
        return []
    raw = ("<script>window.ran", "<img src=x", "<svg onload", "<script>window.ran=1</script></style>")
    return [*(attack for attack in raw if attack in text), *Elements(text).acting]


def test_the_texts_are_shown_as_they_stand(harm: Harm) -> None:
    listed = harm.texts[f"/plain/{harm.place.slug}/assets?list=working"]
    for text in ("&lt;script&gt;window.ran=1&lt;/script&gt;", "**boldmark**", "{{7*7}} {name} %(name)s", "W" * 200):
        assert text in listed
    assert "&lt;script&gt;window.ran=1&lt;/script&gt;" in harm.texts["html assets"]


def test_a_file_to_take_away_holds_no_formula(harm: Harm) -> None:
    answer = list_assets(harm.place, AssetQuery())
    names = ("name", "detail", "description", "who_for", "address", "opening_hours", "source")
    columns = [downloads.Column(key=name, heading=name) for name in names]
    about = downloads.about_place(harm.place, ATTACKS["formula"], now=NOW, method=list(ATTACKS.values()))
    shown = PublicFacts(answer.facts, answer.notes)
    book = load_workbook(io.BytesIO(downloads.write_xlsx(shown, columns, about)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    rows = list(csv.reader(io.StringIO(downloads.write_csv(shown, columns).decode("utf-8-sig"))))
    assert any("HYPERLINK" in text for row in rows for text in row)
    assert [text for row in rows for text in row if text.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_no_attack_is_in_an_address_or_a_file_name(harm: Harm) -> None:
    for address in harm.texts:
        assert "window.ran" not in address
    for path in Path(harm.place.folder).rglob("*"):
        assert "window" not in path.name
