"""Everything that a running app says: each page as it is sent to a window, and each address that is named in it."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from app_server import Reply, Server
from app_window import open_window

PAGES = ("", "assets", "reached", "release", "travel", "venues", "data", "ask", "new", "help", "asset")
_ADDRESS = re.compile(r"/(?:maps|plain|sheets|releases|notices|media)\b[/\w.?=&%;+-]*")
_MAP = re.compile(r"/maps/[0-9a-f]{32}")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}")
_OF_A_KIND = 2


def crawl(server: Server, *, query: Mapping[str, str], more: Sequence[str] = ()) -> dict[str, str]:
    """Look at every page with its maps, then at every address that any of them names; return the texts by address.

    Of addresses that differ in an id alone, two are looked at.

    Parameters
    ----------
    server
        The app.
    query
        What stands in the address of each page: the place, an asset, a venue.
    more
        Further addresses to begin from.
    """
    texts: dict[str, str] = {}
    for page in PAGES:
        texts |= see_page(server, page, query, name=page or "start")
    todo = [*more, *sorted(set(_named_in("\n".join(texts.values()))))]
    kinds: Counter[str] = Counter()
    while todo:
        address = todo.pop()
        kind = _ID.sub("ID", address)
        kinds[kind] += address not in texts
        if address in texts or ("ID" in kind and kinds[kind] > _OF_A_KIND):
            continue
        texts[address] = _text(server.get(address))
        todo += sorted(set(_named_in(texts[address])) - set(texts))
    return texts


def see_page(server: Server, page: str, query: Mapping[str, str], *, name: str) -> dict[str, str]:
    """Return everything that a page sends with its maps, and of it what a browser takes as HTML, by the page's name."""
    with open_window(server) as window:
        seen = window.run(page=page, query=query)
        maps = [name for key, name in seen.widgets.items() if "map" in key and key != "assetmap_live"]
        mapped = window.run(page=page, query=query, turn_on=maps) if maps else seen
    html = f"content-type: text/html\n{seen.html}{mapped.html}"
    return {f"page {name}": seen.text + mapped.text, f"html {name}": html}


def _named_in(text: str) -> list[str]:
    """Return the addresses that stand in a text; those that a map's program puts together too."""
    parts = [f"{address}/{part}" for address in _MAP.findall(text) for part in ("points", "still.svg")]
    return [address.replace("&amp;", "&").rstrip(".;") for address in _ADDRESS.findall(text)] + parts


def _text(reply: Reply) -> str:
    body = gzip.decompress(reply.body) if reply.headers.get("content-encoding") == "gzip" else reply.body
    return "\n".join([*(f"{name}: {value}" for name, value in reply.headers.items()), body.decode("utf-8", "ignore")])
