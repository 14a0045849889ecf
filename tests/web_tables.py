"""What tests read off a page: its tables as lists of rows, and another page in the same window."""

from __future__ import annotations

import html
import re

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

_CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)


def table(page: AppTest, caption: str) -> list[dict[str, str]]:
    """Return the rows of the table whose caption begins so, by heading; each cell is what a person reads."""
    for markup in (str(node.proto.body) for node in page.get("html")):
        if f"<caption>{caption}" in markup:
            head, _, body = markup.partition("<tbody")
            headings = [_text(cell) for cell in _CELL.findall(head)]
            rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
            return [dict(zip(headings, map(_text, _CELL.findall(row)), strict=True)) for row in rows]
    raise AssertionError(f"no table '{caption}'")


def _text(cell: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", cell))


def links(page: AppTest) -> list[str]:
    """Return the addresses of all links that we made."""
    bodies = (str(node.proto.body) for node in page.get("html"))
    return [html.unescape(address) for body in bodies for address in re.findall(r'href="([^"]*)"', body)]


def answer(page: AppTest) -> list[str]:
    """Return the sentences on top of the page."""
    for node in page.get("html"):
        if '<div class="answer"' in str(node.proto.body):
            return [_text(said) for said in re.findall(r"<p[^>]*>(.*?)</p>", str(node.proto.body), re.DOTALL)]
    raise AssertionError("no answer")


def turn_to(page: AppTest, address: str) -> AppTest:
    """Turn the same window to another page."""
    page._page_hash = calc_hash("" if address == "start" else address)
    return page.run()
