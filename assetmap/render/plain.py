"""A page without JavaScript: the same words and tables as the app, as one HTML document. All text is escaped here."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from assetmap.messages import tr
from assetmap.model.text import harmless
from assetmap.render.page import own_file

_TEMPLATES = Environment(
    loader=PackageLoader("assetmap.render"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_POLICY = (
    "default-src 'none'; style-src 'sha256-{style}'; img-src 'self'; base-uri 'none'; form-action {forms}; "
    "frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Link:
    """Words that lead to another plain page, or into the app.

    Attributes
    ----------
    text
        The words.
    address
        A path of this server; anything else is refused.
    """

    text: str
    address: str

    def __post_init__(self) -> None:
        """Keep every link inside this server."""
        if not self.address.startswith("/") or self.address.startswith("//"):
            raise ValueError("A plain page leads to pages of this server alone.")


Cell = str | Link


@dataclass(frozen=True, kw_only=True)
class PlainTable:
    """A table: one sentence of what it shows, its headings, and rows whose first cell names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a page: heading, sentences, links, a table; a part without any is left out.

    Attributes
    ----------
    heading
        Empty for a part without one.
    said
        Sentences, a paragraph each.
    links
        Where to go from here.
    table
        The rows, if there are any.
    folded
        Whether it is shut until somebody opens it.
    """

    heading: str = ""
    said: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    table: PlainTable | None = None
    folded: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it; a heading alone is nothing."""
        return not (self.said or self.links or (self.table and self.table.rows))


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a form: its name in the address, its label (none for a hidden one), its kind in HTML, its value."""

    name: str
    value: str
    label: str = ""
    kind: str = "hidden"


@dataclass(frozen=True, kw_only=True)
class Form:
    """A question that the page asks: it leads to an address of this server with the fields behind it."""

    heading: str
    address: str
    fields: tuple[Field, ...]
    button: str
    help: str = ""


@dataclass(frozen=True, kw_only=True)
class PlainPage:
    """What a page says.

    Attributes
    ----------
    title
        The heading.
    answer
        The answer in one sentence, then what to do next.
    bands
        What must be known first: PRIVATE, shown to others.
    notes
        What must be known too: made up.
    form
        What the page asks, if anything; it stands below the answer.
    sections
        All else, in order.
    trail
        Links to the pages above it, the list of places first.
    full
        The same in the app, if it is there.
    language
        As HTML names it.
    shared
        Whether the laptop is being shown to others: its band then looks like no other.
    """

    title: str
    answer: tuple[str, ...]
    bands: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    form: Form | None = None
    sections: tuple[Section, ...] = ()
    trail: tuple[Link, ...] = ()
    full: Link | None = None
    language: str = "en-GB"
    shared: bool = False


def write_plain(page: PlainPage) -> str:
    """Write the page; no invisible or direction-changing mark of anybody's text is left in it."""
    return _TEMPLATES.get_template("plain.html").render(
        page=page,
        style=Markup(_style()),  # noqa: S704 - our own file
        clean=harmless,
        skip=tr("Skip to the answer"),
        trail_name=tr("Pages above this one"),
        wrong=tr("Something wrong? Tell the people who keep this list."),
    )


def plain_policy(*, with_form: bool = False) -> str:
    """Return the content security policy of these pages: their own style, a form to this server where there is one."""
    digest = hashlib.sha256(_style().encode()).digest()
    return _POLICY.format(style=base64.b64encode(digest).decode(), forms="'self'" if with_form else "'none'")


def _style() -> str:
    return own_file("plain.css")
