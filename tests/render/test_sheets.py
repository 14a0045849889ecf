"""Sheets to print: what is asked, room to write, any size of letters, nothing harmful, public facts alone."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest

from assetmap.errors import OptionError
from assetmap.model.release import PublicFacts, WorkingView
from assetmap.model.sheet import SIZES_POINTS, Sheet, SheetBook, SheetQuestion
from assetmap.render.sheets import check_size, write_sheets

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)> =1+1 \u202eevil {{ 7*7 }}'
ASKED = SheetQuestion(label="Lift", question="Is there a lift?")
KNOWN = SheetQuestion(label="Wifi", question="Is there wifi?", answer="partly", detail="slow", as_at="2026-03-01")


def sheet(**parts: Any) -> Sheet:
    usual = {"name": "Hall", "kind": "venue", "address": "1 High Street", "where_words": "In Bont.", "phone": ""}
    return Sheet(**{**usual, "questions": (ASKED, KNOWN), **parts})


def page(*sheets: Sheet, size: int = 18, **parts: Any) -> str:
    book = SheetBook(title="What to ask", sheets=sheets or (sheet(),), made_on="31 March 2026", **parts)
    return write_sheets(
        PublicFacts(book), size=size, addresses={points: f"/s?size={points}" for points in SIZES_POINTS}
    )


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_a_sheet_asks_in_plain_words_with_room_to_write() -> None:
    text = page()
    assert "<strong>Lift.</strong> Is there a lift?" in text
    assert text.count('class="box"') == 2 * 3
    for word in ("yes", "partly", "no"):
        assert text.count(f"</span> {word}</span>") == 2
    assert "We have recorded: partly, slow (2026-03-01). Is that right?" in text
    assert "Something wrong? Tell us:" in text
    assert "Venue. In Bont. 1 High Street." in text
    assert "Asked by" in text
    assert page(tell_us="Ann at the hub").count("Ann at the hub") == 1


def test_each_asset_has_a_page_of_its_own_unless_a_list_is_asked_for() -> None:
    pages = page(sheet(), sheet(name="Club"))
    assert 'class="one-each"' in pages
    assert ".one-each .sheet { break-after: page; }" in pages
    assert pages.count('class="sheet"') == pages.count("Something wrong? Tell us:") == 2
    assert 'class="as-list"' in page(as_list=True)


@pytest.mark.parametrize("size", SIZES_POINTS)
def test_letters_have_the_size_that_was_chosen(size: int) -> None:
    text = page(size=size)
    assert f"html {{ font: {size}pt/1.4" in text
    assert text.count("/s?size=") == len(SIZES_POINTS) - 1


def test_no_colour_is_needed() -> None:
    from assetmap.render.page import own_file

    style = own_file("sheet.css")
    assert {part.split(";")[0].split(" ")[0].rstrip("}") for part in style.split("#")[1:]} == {"000000", "ffffff"}


def test_hostile_text_is_shown_and_does_nothing() -> None:
    bad = SheetQuestion(label="Lift", question="Lift?", answer=HOSTILE, detail=HOSTILE, as_at=HOSTILE)
    text = page(
        sheet(name=HOSTILE, address=HOSTILE, where_words=HOSTILE, phone=HOSTILE, kind=HOSTILE, questions=(bad,)),
        notes=(HOSTILE,),
        tell_us=HOSTILE,
    )
    tags = Tags(text)
    assert not {"script", "img"} & {tag for tag, _ in tags.found}
    assert not any(name.startswith("on") for _, attributes in tags.found for name in attributes)
    assert "49" not in text.replace("449", "")
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize("view", [WorkingView(None), None])
def test_only_public_facts_are_printed(view: Any) -> None:
    with pytest.raises(TypeError):
        write_sheets(view, size=18)


def test_an_asset_without_name_or_question_says_so() -> None:
    text = page(sheet(name="", questions=()))
    assert "No name recorded" in text
    assert "Every question has an answer." in text


@pytest.mark.parametrize("size", ["", "17", "18pt", "1e9", "<b>"])
def test_another_size_is_refused(size: str) -> None:
    with pytest.raises(OptionError):
        check_size(size)
