"""What is safe and what is PRIVATE on Who have we not reached yet?: each band right above what it speaks of."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from web_app import open_page

from assetmap.web import state

_BAND = re.compile(r'<p class="band ([a-z-]+)">(.*?)</p>')
SAFE = "Safe version, 1 April 2025 to 30 September 2026, meant for: everyone. It may be passed on."
EXACT = "PRIVATE: exact numbers about people. Do not pass this on."
NOT_AGREED = "PRIVATE: not all of these have agreed to be shown. Do not pass this on."


def bands(page: AppTest) -> list[tuple[str, str]]:
    """Return the kind and the words of each band, from the top down."""
    bodies = (str(node.proto.body) for node in page.get("html"))
    return [(kind, html.unescape(said)) for body in bodies for kind, said in _BAND.findall(body)]


def above(page: AppTest, caption: str) -> str:
    """Return the markup that stands right above a table."""
    bodies = [str(node.proto.body) for node in page.get("html")]
    return bodies[next(at for at, body in enumerate(bodies) if f"<caption>{caption}" in body) - 1]


def test_released_figures_are_called_safe_and_what_is_private_has_its_own_band(demo_place: Path) -> None:
    page = open_page("reached")
    assert [one for one in bands(page) if one[0] != "made-up"] == [("safe", SAFE), ("private", NOT_AGREED)]
    assert NOT_AGREED in above(page, "Those to ask first")
    state.set_sharing(on=True)
    page.run()
    assert [kind for kind, _ in bands(page)] == ["shared", "made-up", "safe"]


@pytest.mark.parametrize("look", ["patch", "faces"])
def test_exact_numbers_are_called_so_in_the_band_alone(demo_place: Path, look: str) -> None:
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    page.radio(key="reach_by").set_value(look).run()
    assert bands(page)[0] == ("private", EXACT)
    said = [body for node in page.get("html") if EXACT in (body := str(node.proto.body))]
    assert len(said) == 1, "the warning is said once"
    assert "safe" not in {kind for kind, _ in bands(page)}


def test_the_band_names_the_safe_version_that_was_chosen(demo_place: Path) -> None:
    page = open_page("reached")
    for words in page.selectbox(key="reach_release").options:
        page.selectbox(key="reach_release").set_value(words).run()
        kind = dict(bands(page))["safe"].partition("meant for: ")[2].partition(".")[0]
        assert kind in words
