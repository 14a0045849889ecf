"""Sheets to print and fill in by hand: what nobody has recorded yet, in plain words, with room to write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from assetmap.errors import OptionError
from assetmap.messages import mark, tr
from assetmap.model.asset import ASSET_KIND_BY_NAME
from assetmap.model.release import PublicFacts
from assetmap.model.sheet import SIZES_POINTS, Sheet, SheetBook, SheetQuestion
from assetmap.model.text import harmless
from assetmap.render.layers import require_public
from assetmap.render.page import own_file

_TEMPLATES = Environment(
    loader=PackageLoader("assetmap.render"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
NO_NAME = mark("No name recorded")
_ANSWERS = (mark("yes"), mark("partly"), mark("no"))


@dataclass(frozen=True, kw_only=True)
class _Question:
    """One question as the template shows it."""

    label: str
    question: str
    recorded: str


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """One sheet as the template shows it."""

    name: str
    told: str
    questions: tuple[_Question, ...]


def check_size(text: str) -> int:
    """Return a letter size that sheets are printed in.

    Raises
    ------
    OptionError
        It is another one.
    """
    sizes = {str(points): points for points in SIZES_POINTS}
    if text not in sizes:
        raise OptionError(tr("Size '{size}': expected one of {known}. Choose one.",
                             size=harmless(text), known=", ".join(sizes)))  # fmt: skip
    return sizes[text]


def write_sheets(book: PublicFacts[SheetBook], *, size: int, addresses: Mapping[int, str] | None = None) -> str:
    """Return all sheets as one HTML page: black on white, a tick box for each answer, lines to write on.

    Parameters
    ----------
    book
        What the sheets say; no private fact is in it.
    size
        Of the letters, in points.
    addresses
        Where the same sheets are in other sizes, by points; none where the page stands alone.

    Raises
    ------
    TypeError
        Something else than public facts was handed over.
    """
    require_public(book, PublicFacts)
    facts = book.facts
    style = own_file("sheet.css").replace("SIZE", str(int(size)))
    return _TEMPLATES.get_template("sheet.html").render(
        book=facts,
        sheets=[_shown(sheet) for sheet in facts.sheets],
        size=size,
        sizes=sorted((addresses or {}).items()),
        style=Markup(style),  # noqa: S704 - ours
        say=_words(facts),
    )


def _shown(sheet: Sheet) -> _Sheet:
    kind = tr(ASSET_KIND_BY_NAME[sheet.kind].label) if sheet.kind in ASSET_KIND_BY_NAME else sheet.kind
    phone = tr("Telephone: {number}.", number=sheet.phone) if sheet.phone else ""
    parts = (f"{kind}.", sheet.where_words, f"{sheet.address}." if sheet.address else "", phone)
    return _Sheet(
        name=harmless(sheet.name) or tr(NO_NAME),
        told=" ".join(harmless(part) for part in parts if part),
        questions=tuple(_question(one) for one in sheet.questions),
    )


def _question(one: SheetQuestion) -> _Question:
    return _Question(label=one.label, question=one.question, recorded=_recorded(one))


def _recorded(one: SheetQuestion) -> str:
    if not one.answer:
        return ""
    told = ", ".join(harmless(part) for part in (tr(one.answer), one.detail) if part)
    if one.as_at:
        return tr("We have recorded: {answer} ({day}). Is that right?", answer=told, day=one.as_at)
    return tr("We have recorded: {answer}. Is that right?", answer=told)


def _words(book: SheetBook) -> dict[str, object]:
    return {
        "how_to_print": tr("Print this page from your browser. Each asset starts on a new page.")
        if not book.as_list
        else tr("Print this page from your browser."),
        "sizes": tr("Size of the letters:"),
        "asked_by": tr("Asked by"),
        "on_day": tr("on"),
        "told_by": tr("Who told us"),
        "answers": [tr(word) for word in _ANSWERS],
        "more": tr("What else?"),
        "nothing_open": tr("Every question has an answer."),
        "wrong": tr("Something wrong? Tell us:"),
        "made_on": tr("Made on {day}.", day=book.made_on),
    }
