"""One asset: each fact with its source, and what can be done with it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from assetmap.errors import NotFoundError
from assetmap.messages import tr, tr_count
from assetmap.render import asset_words
from assetmap.services.asset_page import AccessLine, AssetPage, FactLine, PrivateSide, asset_page, private_side
from assetmap.services.workspace import Place
from assetmap.web import asset_forms, doing, frame, parts, state
from assetmap.web.parts import Column

Row = dict[str, Any]


def show(place: Place) -> None:
    """Show the page."""
    own_id = str(st.query_params.get("id", ""))
    try:
        page = asset_page(place, own_id, now=state.now(), view=state.view()).facts
    except NotFoundError:
        _not_there(place, own_id)
        return
    frame.title(parts.plain(page.name or tr("No name recorded")))
    frame.bands(place, private=True)  # private facts stand on it, also of what everybody may see
    doing.show(place)
    parts.answer(*_answer(page))
    with st.container():  # a room for each part: what is open below stays so when one above grows
        _facts(page)
    with st.container():
        _access(place, page)
    if not state.sharing():
        side = private_side(place, own_id)
        with st.container():
            asset_forms.show(place, page, side)
        _private(side)
        _history(side)
    parts.html_link(frame.address("assets", place), tr("Back to the list"))


def _not_there(place: Place, own_id: str) -> None:
    """Say why there is nothing to show, with what was just done and the way to take it back."""
    frame.title(tr("One asset"))
    frame.bands(place, private=doing.is_told(place))
    doing.show(place)
    if not own_id:
        parts.answer(tr("No asset was chosen."), tr("Choose one on the list."))
    elif state.sharing():
        parts.answer(tr("This one is not on the list that may be shown."), tr("Choose another one on the list."))
    else:
        parts.answer(tr("This one is not on the list any more."), tr("Choose another one on the list."))
    parts.html_link(frame.address("assets", place), tr("Back to the list"))


def _answer(page: AssetPage) -> list[str]:
    status = "" if page.status == "open" else f" {tr(asset_words.STATUS_WORDS.get(page.status, page.status))}."
    said = [f"{page.kind}. {page.where_words}{status}"]
    asked = sum(not line.recorded for line in page.access)
    if asked:
        said.append(
            tr_count(
                "{number} question about access has no answer yet: ask.",
                "{number} questions about access have no answer yet: ask.",
                asked,
            )
        )
    return [*said, *_agreement(page)]


def _agreement(page: AssetPage) -> list[str]:
    if page.agreed:
        day = asset_words.day_words(page.agreed_on)
        if page.agreed_by:
            return [tr("{who} agreed on {day} that everybody may see this.", who=page.agreed_by, day=day)]
        return [tr("It was agreed on {day} that everybody may see this.", day=day)]
    seen_by = tr(asset_words.SEEN_BY_WORDS.get(page.visibility, page.visibility))
    return [tr("Who may see this: {who}. Nobody has agreed that everybody may.", who=seen_by.lower())]


def _facts(page: AssetPage) -> None:
    rows = [_fact_row(line) for line in page.facts]
    if page.located:
        source = asset_words.source_words(page.located_source, page.located_on)
        rows.append({"label": tr("Pin on the map"), "text": page.located, "source": source})
    st.header(tr("What is recorded"), anchor=False)
    parts.table(rows, _fact_columns(), caption=tr("Each fact, and where it came from"), key="asset_facts")
    if page.missing:
        names = ", ".join(name.lower() for name in page.missing)
        parts.sentences([tr("Nobody has recorded this yet: {facts}.", facts=names)])


def _fact_columns() -> tuple[Column, ...]:
    return (
        Column(key="label", label=tr("Fact")),
        Column(key="text", label=tr("Recorded")),
        Column(key="source", label=tr("From")),
    )


def _fact_row(line: FactLine) -> Row:
    return {
        "label": line.label,
        "text": asset_words.day_words(line.text) if line.name == "checked_on" else line.text,
        "source": asset_words.source_words(line.source, line.as_at, line.brought_in) or None,
    }


def _access(place: Place, page: AssetPage) -> None:
    if not page.access:
        return
    st.header(tr("Can everybody come in, take part and stay?"), anchor=False)
    known = [_access_row(line) for line in page.access if line.recorded or line.is_out]
    if known:
        columns = (
            Column(key="label", label=tr("About")),
            Column(key="answer", label=tr("Answer")),
            Column(key="source", label=tr("From")),
        )
        parts.table(known, columns, caption=tr("What is recorded about access"), key="asset_access")
    asked = [{"label": line.label, "question": line.question} for line in page.access if not line.recorded]
    if asked:
        caption = tr("Nobody has recorded this yet. Ask:")
        ask = (Column(key="label", label=tr("About")), Column(key="question", label=tr("Ask")))
        parts.table(asked, ask, caption=caption, key="asset_ask")
        if not state.sharing():
            address = frame.address("ask", place, id=page.id)
            parts.html_link(address, tr("Print what to ask, and type the answers back"))


def _access_row(line: AccessLine) -> Row:
    said = ", ".join(part for part in (tr(line.answer).capitalize(), line.detail) if part)
    return {
        "label": line.label,
        "answer": f"{_out_words(line)} {said}".strip(),
        "source": asset_words.source_words(line.source, line.as_at, line.brought_in),
    }


def _out_words(line: AccessLine) -> str:
    if not line.is_out:
        return ""
    if line.out_until:
        return tr("Out of use until {day}.", day=asset_words.day_words(line.out_until))
    return tr("Out of use since {day}.", day=asset_words.day_words(line.out_since))


def _private(side: PrivateSide) -> None:
    if not side.facts:
        return
    with st.expander(tr("PRIVATE: for those who keep these records")):
        rows = [_fact_row(line) for line in side.facts]
        parts.table(rows, _fact_columns(), caption=tr("Private facts: they never leave this computer"), key="private")


def _history(side: PrivateSide) -> None:
    with st.expander(tr("What happened to it")):
        rows = [
            {
                "when": line.when,
                "what": " ".join([f"{line.what}.", *line.changes]),
                "who": line.who,
                "source": line.source,
            }
            for line in side.history
        ]
        columns = (
            Column(key="when", label=tr("When")),
            Column(key="what", label=tr("What")),
            Column(key="who", label=tr("Who")),
            Column(key="source", label=tr("From which list")),
        )
        parts.table(rows, columns, caption=tr("What happened, newest first"), key="asset_history")
