"""The pages in another language: every word of ours comes out in it, and only facts stay as they were written."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from brackets import BRACKETS, outside
from streamlit.testing.v1 import AppTest
from web_app import open_page

from assetmap.messages import speaking
from assetmap.render.plain import write_plain
from assetmap.web import plain_pages, state
from assetmap.web.plain_asked import Asked

SENTENCES = Path(__file__).resolve().parents[2] / "data" / "locale" / "assetmap.pot"
PAGES = ("start", "assets", "reached", "release", "travel", "venues", "data", "ask", "new")
KEPT_AS_SAID = ("1 of 21 stops where nothing stops", "stops that are served", "Nothing to do: no journey uses them.")
"""What was noted when the place was made is kept as it was said then."""
KEPT_AS_RELEASED = {
    "reached": (
        "all residents, of all ages", "all ages", "not known", "binomial, people of each patch among all who came",
    ),
}  # fmt: skip
"""What was released is kept as it was said then."""


@pytest.fixture(scope="module")
def ours() -> frozenset[str]:
    """Every text of ours; names in braces stand for any text."""
    entries = polib.pofile(str(SENTENCES), encoding="utf-8")
    return frozenset(text for entry in entries for text in (entry.msgid, entry.msgid_plural) if text)


def _fragments(text: str) -> Iterator[str]:
    """Yield the pieces of a page's text that stand outside the brackets, tags and styles taken out."""
    bare = re.sub(r"<(style|script)\b.*?</\1>", "\n", text, flags=re.DOTALL)
    for piece in re.split(r"[\n·;|]", outside(html.unescape(re.sub(r"<[^>]+>", "\n", bare)))):
        if piece.strip(" .,:()*#"):
            yield piece.strip(" .,:()*#")


def _shown(page: AppTest) -> str:
    """Return what a page shows: its texts, and the names and choices of its fields, without their values."""
    kinds = (page.title, page.markdown, page.error, page.info, page.success, page.warning, page.caption)
    said = [str(node.value) for kind in kinds for node in kind] + [str(node.proto.body) for node in page.get("html")]
    fields = [*page.button, *page.selectbox, *page.radio, *page.text_input, *page.checkbox, *page.multiselect]
    said += [str(field.label) for field in fields]
    said += [str(option) for field in (*page.selectbox, *page.radio, *page.multiselect) for option in field.options]
    return "\n".join(said)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_all_its_words_in_the_language_that_is_set(
    demo_place: Path, ours: frozenset[str], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "catalogue", lambda: BRACKETS)
    page = open_page(address)
    assert not page.exception
    shown = _shown(page)
    assert shown.count("⟦") > 5
    kept = {*KEPT_AS_SAID, *KEPT_AS_RELEASED.get(address, ())}
    assert sorted(set(_fragments(shown)) & ours - kept) == []


def test_plain_pages_say_all_their_words_in_the_language_that_is_set(demo_place: Path, ours: frozenset[str]) -> None:
    asked = Asked(place=state.open_place("demo"), now=state.now(), sharing=False, working=False)
    with speaking(BRACKETS):
        drawn = [plain_pages.place_page(asked), plain_pages.assets_page(asked, 1)]
        pages = [write_plain(page) for page in drawn]
    for page in pages:
        assert page.count("⟦") > 10
        assert sorted(set(_fragments(page)) & ours) == []
