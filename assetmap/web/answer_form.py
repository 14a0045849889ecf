"""Type answers back from the sheets: for one or many assets, written in one change."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from assetmap.messages import tr, tr_count
from assetmap.model.access_feature import ACCESS_FEATURE_BY_NAME, Answer
from assetmap.services.not_recorded import AssetAnswers, OpenAsset, OpenQuestions, record_answers
from assetmap.services.register import AccessAnswer
from assetmap.services.workspace import Place
from assetmap.web import doing, parts, state

_VERSION, _SPOT = "answers_version", "answers"
_MOST_AT_ONCE = 10


def show(place: Place, found: OpenQuestions) -> None:
    """Show whom the answers are from, then a form with each open question."""
    st.header(tr("Type the answers back"), anchor=False)
    with st.container():
        _form(place, found)
    doing.show(place, spot=_SPOT)


def _form(place: Place, found: OpenQuestions) -> None:
    chosen = _choose(found)
    if not chosen:
        parts.sentences([tr("Choose whose answers you have.")])
        return
    version = int(st.session_state.get(_VERSION, 0))
    with st.form("answers_form", border=True):
        parts.sentences([tr("Leave a question as it is if nobody answered it.")])
        for one in chosen:
            _questions(one, version)
        told_by = st.text_input(
            tr("Who told us?"), key=f"answers_told_{version}", help=tr("A name stays private, always.")
        )
        day = st.date_input(
            tr("On which day?"), value="today", max_value="today", format="DD/MM/YYYY", key=f"answers_day_{version}"
        )
        sent = st.form_submit_button(tr("Save the answers"), type="primary", key="save_answers")
    if sent:
        checked_on = day.isoformat() if isinstance(day, dt.date) else ""
        _save(place, [_typed(one, version, told_by, checked_on) for one in chosen], version)


def _choose(found: OpenQuestions) -> list[OpenAsset]:
    known = {one.id: one for one in found.assets}
    if len(known) == 1:
        return list(known.values())
    kept = [own_id for own_id in st.session_state.get("answers_of", []) if own_id in known]
    st.session_state["answers_of"] = kept
    chosen = st.multiselect(
        tr("Whose answers do you have?"),
        list(known),
        key="answers_of",
        max_selections=_MOST_AT_ONCE,
        placeholder=tr("Choose by name"),
        format_func=lambda own_id: parts.option(_title(known[own_id])) if own_id in known else "",
    )
    return [known[own_id] for own_id in chosen]


def _title(one: OpenAsset) -> str:
    return ", ".join(part for part in (one.name or tr("No name recorded"), one.area) if part)


def _questions(one: OpenAsset, version: int) -> None:
    st.subheader(parts.plain(_title(one)), anchor=False)
    for name in one.features:
        feature = ACCESS_FEATURE_BY_NAME[name]
        key = _key(one, name, version)
        st.radio(
            f"{tr(feature.label)}. {tr(feature.question)}",
            [str(answer) for answer in (Answer.NOT_RECORDED, Answer.YES, Answer.PARTLY, Answer.NO)],
            format_func=lambda answer: tr(answer).capitalize(),
            horizontal=True,
            key=key,
        )
        st.text_input(tr("What else? ({feature})", feature=tr(feature.label)), key=f"{key}_detail")


def _key(one: OpenAsset, feature: str, version: int) -> str:
    return f"answer_{one.id}_{feature}_{version}"


def _typed(one: OpenAsset, version: int, told_by: str, checked_on: str) -> AssetAnswers:
    """Return what was answered about one asset; a detail alone is kept too, without an answer."""
    given = []
    for feature in one.features:
        key = _key(one, feature, version)
        answer, detail = str(st.session_state.get(key, "")), str(st.session_state.get(f"{key}_detail", "")).strip()
        if answer != Answer.NOT_RECORDED or detail:
            given.append(
                AccessAnswer(feature=feature, answer=answer, detail=detail, checked_on=checked_on, told_by=told_by)
            )
    return AssetAnswers(asset_id=one.id, answers=tuple(given))


def _save(place: Place, given: list[AssetAnswers], version: int) -> None:
    number = sum(len(one.answers) for one in given)
    said = tr_count("{number} answer is recorded.", "{number} answers are recorded.", number)
    if doing.attempt(place, lambda: record_answers(place, given, now=state.now(), who=state.who()), said, spot=_SPOT):
        st.session_state[_VERSION] = version + 1
    st.rerun()
