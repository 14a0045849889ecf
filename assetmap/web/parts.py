"""What pages are made of: answers, tables, downloads, announcements. All text from people is escaped here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from markupsafe import Markup, escape

from assetmap.messages import tr, tr_count
from assetmap.model.text import harmless

ROWS_A_PAGE = 25
FEW_COLUMNS = 2
"""Tables of so many columns stay tables on a narrow screen."""
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&\"'=^/@])")
# What a reader of markdown makes a link of by itself: an address of the web, or of a person's mail.
_MAKES_A_LINK = re.compile(r"(?<=://)|(?<=www\.)|(?<=@)", re.IGNORECASE)
_JOINER = "\u2060"
"""A mark that nobody sees or hears; within an address it keeps the text from becoming a link."""
_ANNOUNCED = "announced"
_ANSWERED = "answered"
_ANSWERED_BEFORE = "answered_before"
_GO_ON = "go_on_at"
ANSWER = ".answer"
"""Where the answer of a page stands, for `go_on_at`."""

Row = Mapping[str, Any]


def plain(text: object) -> str:
    """Return people's text so that Streamlit shows it as it stands: no invisible marks, nothing read as markdown.

    For labels, buttons, alerts and captions, which Streamlit reads as markdown. HTML is escaped by ``markupsafe``.
    """
    shown = _MAKES_A_LINK.sub(_JOINER, " ".join(harmless(str(text)).split()))
    return _MARKDOWN.sub(r"\\\1", shown)


def option(text: object) -> str:
    """Return people's text for the lines of a list to choose from, which Streamlit shows as they stand."""
    return " ".join(harmless(str(text)).split())


def html(markup: Markup) -> None:
    """Show markup whose every text was escaped; only ``Markup`` is taken, so that nothing raw slips in."""
    if not isinstance(markup, Markup):
        raise TypeError("html() takes Markup alone: escape the text with markupsafe first.")
    st.html(str(markup))


def answer(first: str, *more: str) -> None:
    """Show the answer in one sentence, then what to do next, and say the answer to a screen reader.

    It can have the keyboard, see `go_on_at`, but Tab does not stop at it.
    """
    rest = Markup("").join(Markup("<p>{}</p>").format(harmless(sentence)) for sentence in more if sentence)
    html(Markup('<div class="answer" tabindex="-1"><p class="first">{}</p>{}</div>').format(harmless(first), rest))
    st.session_state[_ANSWERED] = harmless(first)


def sentences(said: Iterable[str]) -> None:
    """Show sentences as a list of short paragraphs."""
    shown = [Markup("<p>{}</p>").format(harmless(sentence)) for sentence in said if sentence]
    if shown:
        html(Markup("").join(shown))


def announce(text: str) -> None:
    """Have a text read out when this run ends: reruns are silent to screen readers otherwise."""
    said = st.session_state.setdefault(_ANNOUNCED, [])
    if text and harmless(text) not in said:
        said.append(harmless(text))


def announced() -> str:
    """Return what is to be read out, once: what was done, then the answer, unless it is as it was before."""
    done: list[str] = st.session_state.pop(_ANNOUNCED, [])
    answered = str(st.session_state.pop(_ANSWERED, ""))
    before = st.session_state.get(_ANSWERED_BEFORE, "")
    st.session_state[_ANSWERED_BEFORE] = answered
    if done and answered == before:
        return " ".join(done)
    return " ".join([*(said for said in done if said != answered), answered]).strip()


def go_on_at(spot: str) -> None:
    """Have the keyboard go on at a part of the page when this run ends, if what was pressed last is gone or closed.

    Parameters
    ----------
    spot
        Where, as CSS names it; the first such element that is seen.
    """
    st.session_state[_GO_ON] = spot


def button_spot(key: str) -> str:
    """Return where the button of a key stands, for `go_on_at`."""
    return f".st-key-{key} button"


def going_on_at() -> str:
    """Return where the keyboard goes on, once; empty for where it is."""
    return str(st.session_state.pop(_GO_ON, ""))


def how_sure(said: Sequence[str], more: Callable[[], None] | None = None) -> None:
    """Fold away how sure we are; ``more`` shows what else belongs in the fold."""
    fold(tr("How sure are we?"), said, more)


def how_worked_out(said: Sequence[str]) -> None:
    """Fold away how this was worked out."""
    fold(tr("How this was worked out"), said)


def fold(title: str, said: Sequence[str], more: Callable[[], None] | None = None) -> None:
    """Fold sentences away under a title, then what ``more`` shows; nothing where there is neither."""
    if said or more:
        with st.expander(title):
            sentences(said)
            if more:
                more()


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    key
        Which value of a row.
    label
        Its heading.
    link
        From a row to the address that its cell leads to, empty for none.
    """

    key: str
    label: str
    link: Callable[[Row], str] | None = None


def table(rows: Sequence[Row], columns: Sequence[Column], *, caption: str, key: str, total: int | None = None) -> None:
    """Show rows as a table with a caption and headings, 25 a page; the first column names the row; nothing for none.

    Parameters
    ----------
    rows
        All rows; or those of the page alone, where ``total`` says how many there are.
    columns
        What is shown of each row.
    caption
        One sentence of what the table shows.
    key
        Tells this table's page from another's.
    total
        See ``rows``.
    """
    if not rows:
        return
    start = page_start(key, len(rows) if total is None else total)
    shown = rows[start : start + ROWS_A_PAGE] if total is None else rows
    html(table_markup(shown, columns, caption=caption))
    turn_pages(key, len(rows) if total is None else total)


def table_markup(rows: Iterable[Row], columns: Sequence[Column], *, caption: str) -> Markup:
    """Return a table's markup: caption, headings with their scope, the first column heading its row.

    On a narrow screen each row becomes a block with its headings beside its cells (see ``style``). The roles are
    written out, because a browser forgets them there.
    """
    heads = Markup("").join(
        Markup('<th scope="col" role="columnheader">{}</th>').format(column.label) for column in columns
    )
    body = Markup("").join(
        Markup('<tr role="row">{}</tr>').format(
            Markup("").join(_cell(row, column, first=not number) for number, column in enumerate(columns))
        )
        for row in rows
    )
    kind = "facts" if len(columns) <= FEW_COLUMNS else "facts blocks"
    return Markup(
        '<div class="wide" role="region" aria-label="{}" tabindex="0"><table class="{}" role="table">'
        '<caption>{}</caption><thead role="rowgroup"><tr role="row">{}</tr></thead><tbody role="rowgroup">{}</tbody>'
        "</table></div>"
    ).format(caption, kind, caption, heads, body)


def _cell(row: Row, column: Column, *, first: bool) -> Markup:
    value = row.get(column.key)
    text: Markup = escape(tr("not known") if value is None else harmless(str(value)))
    address = column.link(row) if column.link else ""
    if address and not address.startswith("/"):
        raise ValueError("A table's links stay inside the app.")
    if address:
        text = Markup('<a href="{}" target="_self">{}</a>').format(address, text)
    if first:
        return Markup('<th scope="row" role="rowheader">{}</th>').format(text)
    return Markup('<td role="cell" data-label="{}">{}</td>').format(column.label, text)


def page_start(key: str, total: int) -> int:
    """Return the number of the first row on the page of a table that the person is on."""
    start = int(st.session_state.get(f"{key}_start", 0))
    if start >= max(total, 1):
        start = 0
        st.session_state[f"{key}_start"] = 0
    return start


def turn_pages(key: str, total: int) -> None:
    """Show where in a long table the person is, with buttons to go on and back."""
    if total <= ROWS_A_PAGE:
        return
    start = page_start(key, total)
    end = min(start + ROWS_A_PAGE, total)
    back, where, on = st.columns([1, 2, 1], vertical_alignment="center")
    back.button(
        tr("Earlier rows"),
        key=f"{key}_back",
        disabled=start == 0,
        on_click=_turn,
        args=(key, start - ROWS_A_PAGE, total),
    )
    where.markdown(tr("Rows {first} to {last} of {total}", first=start + 1, last=end, total=f"{total:,}"))
    on.button(tr("More rows"), key=f"{key}_on", disabled=end >= total, on_click=_turn, args=(key, end, total))


def _turn(key: str, start: int, total: int) -> None:
    st.session_state[f"{key}_start"] = max(start, 0)
    if start <= 0:
        go_on_at(button_spot(f"{key}_on"))
    elif start + ROWS_A_PAGE >= total:
        go_on_at(button_spot(f"{key}_back"))
    announce(tr("Rows from {first} are shown.", first=max(start, 0) + 1))


def map_choice(*, key: str) -> bool:
    """Offer the map as a choice below the list; return whether it is wanted."""
    return st.toggle(tr("Show map"), key=key, help=tr("The same facts as the list above, on a map."))


def show_map(url: str, *, alt: str, height: int = 720) -> None:
    """Show a map page of ours, with a way past it for the keyboard; the page makes its frame as high as itself."""
    st.iframe(url, height=height, alt=alt)


def number_of_rows(number: int) -> str:
    """Say how many rows there are."""
    return tr_count("{number} row", "{number} rows", number)


def html_link(address: str, text: str) -> None:
    """Show a link to another page of the app."""
    html(Markup('<p><a href="{}" target="_self">{}</a></p>').format(address, text))
