"""One self-contained HTML page: words and tables first, then the map. Everything from people is escaped here."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from assetmap.messages import tr
from assetmap.model.picture import ROWS_SHOWN
from assetmap.render.layers import Layer
from assetmap.render.picture import draw_defs, draw_swatch

_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
_BEFORE_ALL = "document.documentElement.classList.add('scripted');"
_TEMPLATES = Environment(
    loader=PackageLoader("assetmap.render"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a page says.

    Attributes
    ----------
    title, shows
        The heading, and one sentence of what the page shows.
    bands
        Warnings across the top: made-up data, PRIVATE.
    layers
        Tables and legends, in order.
    map_notes
        What the map leaves out.
    sources
        Where the facts come from, with their dates.
    drawn_on
        The day the page was made.
    venue
        Name of the venue with a ring around it on the map, empty for none.
    rows_shown
        Rows of a long table that are shown until the reader asks for all; without programs all are shown.
    """

    title: str
    shows: str
    bands: tuple[str, ...]
    layers: tuple[Layer, ...]
    map_notes: tuple[str, ...]
    sources: tuple[str, ...]
    drawn_on: str
    venue: str = ""
    rows_shown: int = ROWS_SHOWN

    @property
    def shown_first(self) -> frozenset[str]:
        """Keys of the layers drawn at first: all marks, and of the shaded areas the first."""
        shaded = [layer.key for layer in self.layers if not layer.is_points]
        return frozenset(layer.key for layer in self.layers) - frozenset(shaded[1:])


def own_file(name: str) -> str:
    """Return the text of one of our own template files."""
    return (files("assetmap.render") / "templates" / name).read_text(encoding="utf-8")


def inside_script(program: str) -> str:
    """Return a program so that no text in it can end the script element that holds it."""
    return program.replace("</", "<\\/").replace("<!--", "<\\!--")


def inside_json(value: Any) -> Markup:  # noqa: ANN401 - any JSON
    """Return a value as JSON that can stand inside a script element: no <, > or & is left in it."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - escaped


@dataclass(frozen=True, kw_only=True)
class LiveMap:
    """The map that moves: its element, its programs in order, their style, and what they draw."""

    box: Markup
    scripts: tuple[str, ...]
    style: str
    data: dict[str, Any]


def write_page(page: Page, *, still: Markup, live: LiveMap | None, program_missing: str = "") -> str:
    """Write the page.

    Parameters
    ----------
    page
        What it says.
    still
        The still picture, shown wherever the map does not run.
    live
        The map that moves; None where there is no program for it.
    program_missing
        A sentence for the reader where there is none.
    """
    scripts = [inside_script(script) for script in (_BEFORE_ALL, *live.scripts)] if live else []
    style = (live.style + own_file("leaflet.css") if live else "") + own_file("picture.css") + own_file("page.css")
    return render_template(
        "page.html",
        page=page,
        policy=_POLICY.format(scripts=script_hashes(scripts)),
        style=Markup(style.replace("</", "")),  # noqa: S704 - ours and the checked program's
        defs=draw_defs(page.layers),
        swatches={layer.key: [draw_swatch(layer, i) for i in range(len(layer.legend))] for layer in page.layers},
        still=still,
        map_box=live.box if live else "",
        data=inside_json(live.data if live else {}),
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - ours and the checked program's
        program_missing=program_missing,
    )


def script_hashes(scripts: Sequence[str]) -> str:
    """Return what a policy says of the scripts that stand in a page; 'none' without any."""
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{text}'" for text in hashes) or "'none'"


def render_template(name: str, **values: object) -> str:
    """Fill one of our templates; every value but Markup is escaped."""
    return _TEMPLATES.get_template(name).render(tr=tr, **values)
