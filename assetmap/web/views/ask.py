"""Nobody has recorded this yet: what to ask, whom, and the answers typed back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
from markupsafe import Markup

from assetmap.messages import tr, tr_count
from assetmap.model.access_feature import ACCESS_FEATURE_BY_NAME, ACCESS_FEATURES
from assetmap.model.asset import ASSET_KIND_BY_NAME, ASSET_KINDS
from assetmap.model.sheet import SIZES_POINTS
from assetmap.render import words
from assetmap.services.not_recorded import OpenQuestions, QuestionSearch, list_open_questions
from assetmap.services.workspace import Place
from assetmap.web import answer_form, doing, frame, parts, sheet_routes, state
from assetmap.web.parts import Column
from assetmap.web.sheet_routes import SheetsWanted

Row = dict[str, Any]
MOST_SHEETS = 200
"""Most assets that one print holds."""


@dataclass(frozen=True)
class _Asked:
    """What the page asks about, from its address and its choices."""

    search: QuestionSearch
    one: bool


def show(place: Place) -> None:
    """Show the page."""
    frame.title(tr("Nobody has recorded this yet"))
    top = st.container()
    asked = _asked(place)
    found = list_open_questions(place, asked.search).facts
    with top:
        frame.bands(place, private=bool(found.not_agreed) or doing.is_told(place))
        doing.show(place)
        parts.answer(*_answer(found, asked))
    with st.container():  # a room for each part: what is open below stays so when one above grows
        if found.assets:
            _print(place, found, asked)
    with st.container():
        if found.assets and not state.sharing():
            answer_form.show(place, found)
    with st.container():
        if found.assets:
            _lists(place, found)
    parts.html_link(frame.address("assets", place), tr("Back to the list"))
    parts.how_worked_out(
        [
            tr("We ask about what is open and met at a place. Nobody's own home or offer is asked about."),
            tr("A blank is neither yes nor no."),
        ]
    )


def _asked(place: Place) -> _Asked:
    """Return what to ask about; an asset in the address is asked about alone."""
    own_id, need = str(st.query_params.get("id", "")), str(st.query_params.get("need", ""))
    if own_id:
        parts.html_link(frame.address("ask", place), tr("Show what to ask everybody"))
        return _Asked(QuestionSearch(ids=(own_id,), view=state.view()), one=True)
    usual = [need] if need in ACCESS_FEATURE_BY_NAME and "ask_features" not in st.session_state else None
    with st.form("ask_form", border=True):
        kinds = st.multiselect(
            tr("Whom to ask"), [kind.name for kind in ASSET_KINDS if not kind.about_people], default=["venue"],
            key="ask_kinds", placeholder=tr("All kinds"),
            format_func=lambda name: parts.option(tr(ASSET_KIND_BY_NAME[name].plural)),
        )  # fmt: skip
        features = st.multiselect(
            tr("What to ask about"), [feature.name for feature in ACCESS_FEATURES], default=usual, key="ask_features",
            placeholder=tr("Everything"),
            format_func=lambda name: parts.option(tr(ACCESS_FEATURE_BY_NAME[name].label)),
        )  # fmt: skip
        st.form_submit_button(tr("Show these"), type="primary")
    return _Asked(QuestionSearch(kinds=tuple(kinds), features=tuple(features), view=state.view()), one=False)


def _answer(found: OpenQuestions, asked: _Asked) -> list[str]:
    if not found.of and state.sharing():
        return [tr(words.NOTHING_AGREED), tr("Ask each group or venue whether it may be shown.")]
    if not found.of:
        return [tr("There is nobody to ask yet."), tr("Choose other kinds, or bring in a list first.")]
    if not found.assets:
        return [tr("Every question has an answer."), tr("Ask again in a year: things change.")]
    most = max(found.questions, key=lambda one: one.number)
    if asked.one:
        said = tr_count("{number} question has no answer yet.", "{number} questions have no answer yet.",
                        len(found.assets[0].features))  # fmt: skip
    else:
        said = tr_count(
            "{number} of {of} has nothing recorded about: {label}.",
            "{number} of {of} have nothing recorded about: {label}.",
            most.number,
            of=f"{found.of:,}",
            label=most.label,
        )
    if state.sharing():
        return [said, tr("Print the questions, and ask.")]
    return [said, tr("Print the questions, ask, and type the answers back here.")]


def _print(place: Place, found: OpenQuestions, asked: _Asked) -> None:
    st.header(tr("Print the questions"), anchor=False)
    ids = tuple(one.id for one in found.assets[:MOST_SHEETS])
    wanted = SheetsWanted(place=place.slug, ids=ids, features=asked.search.features)
    _print_links(tr("A page for each, letters of"), sheet_routes.offer(wanted))
    if len(ids) > 1:
        _print_links(tr("All in one list, letters of"), sheet_routes.offer(replace(wanted, as_list=True)))
    if len(found.assets) > MOST_SHEETS:
        parts.sentences([tr("The first {number} are printed. Choose less to print the others.", number=MOST_SHEETS)])


def _print_links(text: str, address: str) -> None:
    """Lead to the sheets in each size; they open beside the app, which stays as it is."""
    links = Markup(" ").join(
        Markup('<a href="{}?size={}" target="_blank" aria-label="{} {}">{}</a>').format(
            address, size, text, _points(size), _points(size)
        )
        for size in SIZES_POINTS
    )
    parts.html(Markup('<p class="sizes">{}: {} {}</p>').format(text, links, tr("(opens a new tab)")))


def _points(size: int) -> str:
    return tr("{size} points", size=size)


def _lists(place: Place, found: OpenQuestions) -> None:
    st.header(tr("By question"), anchor=False)
    rows: list[Row] = [
        {"label": one.label, "question": one.question, "number": f"{one.number:,}"} for one in found.questions
    ]
    columns = (
        Column(key="label", label=tr("About")),
        Column(key="question", label=tr("Ask")),
        Column(key="number", label=tr("How many have no answer")),
    )
    parts.table(rows, columns, caption=tr("Questions, and how many have no answer"), key="ask_questions")
    st.header(tr("By name"), anchor=False)
    by_name: list[Row] = [
        {
            "id": one.id,
            "name": one.name or tr("No name recorded"),
            "kind": tr(ASSET_KIND_BY_NAME[one.kind].label) if one.kind in ASSET_KIND_BY_NAME else one.kind,
            "area": one.area or None,
            "open": f"{len(one.features):,}",
        }
        for one in found.assets
    ]
    named = (
        Column(key="name", label=tr("Name"), link=lambda row: frame.address("asset", place, id=row["id"])),
        Column(key="kind", label=tr("Kind")),
        Column(key="area", label=tr("Area")),
        Column(key="open", label=tr("Questions without an answer")),
    )
    parts.table(by_name, named, caption=tr("Most questions first"), key="ask_assets")
