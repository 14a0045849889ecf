"""What somebody looks for on the list of assets: one form, so that nothing runs while they type."""

from __future__ import annotations

import streamlit as st

from assetmap.messages import tr
from assetmap.model.access_feature import ACCESS_FEATURE_BY_NAME, ACCESS_FEATURES
from assetmap.model.asset import ASSET_KIND_BY_NAME, ASSET_KINDS, Status
from assetmap.render.asset_words import STATUS_WORDS
from assetmap.services.asset_search import AssetSearch, FoundAssets, area_choices
from assetmap.services.workspace import Place
from assetmap.web import parts, state

_KEYS = {
    "text": "have_text",
    "near": "have_near",
    "kinds": "have_kinds",
    "needs": "have_needs",
    "areas": "have_areas",
    "status": "have_status",
    "lost": "have_without_point",
}
_NEAR_KEY = "have_near_key"
_TABLE = "have"
TABLE_KEY = _TABLE


def look(place: Place) -> AssetSearch:
    """Show the form and return what is looked for."""
    areas = area_choices(place)
    with st.form("have_form", border=True):
        st.text_input(
            tr("Name, or part of it"), key=_KEYS["text"], help=tr("In any language, with or without accents.")
        )
        st.text_input(
            tr("Near"),
            key=_KEYS["near"],
            help=tr("A postcode, a village, or the name of something on the list. The nearest come first."),
        )
        with st.expander(tr("More to choose by")):
            _more(areas)
        left, right = st.columns(2)
        left.form_submit_button(tr("Look"), type="primary", width="stretch", on_click=_first_page)
        right.form_submit_button(tr("Show everything"), width="stretch", on_click=_forget)
    return _search(place)


def _more(areas: dict[str, str]) -> None:
    kinds = [kind.name for kind in ASSET_KINDS]
    st.multiselect(
        tr("Kinds"), kinds, key=_KEYS["kinds"], placeholder=tr("All kinds"),
        format_func=lambda name: parts.option(tr(ASSET_KIND_BY_NAME[name].plural)),
    )  # fmt: skip
    st.multiselect(
        tr("Must be recorded as there"), [feature.name for feature in ACCESS_FEATURES], key=_KEYS["needs"],
        placeholder=tr("No needs chosen"),
        format_func=lambda name: parts.option(tr(ACCESS_FEATURE_BY_NAME[name].label)),
    )  # fmt: skip
    if areas:
        st.multiselect(
            tr("Where"), list(areas), key=_KEYS["areas"], placeholder=tr("Everywhere"),
            format_func=lambda code: parts.option(areas.get(code, code)),
        )  # fmt: skip
    if not state.sharing():
        st.selectbox(
            tr("Open or closed"), ["", *Status], key=_KEYS["status"],
            format_func=lambda name: tr(STATUS_WORDS[name]) if name else tr("All"),
        )  # fmt: skip
        st.checkbox(tr("Only those without a location"), key=_KEYS["lost"])


def _search(place: Place) -> AssetSearch:
    kept = st.session_state
    known = area_choices(place)
    return AssetSearch(
        text=str(kept.get(_KEYS["text"], "")),
        near=str(kept.get(_KEYS["near"], "")),
        near_key=str(kept.get(_NEAR_KEY, "")),
        kinds=tuple(kept.get(_KEYS["kinds"], ())),
        needs=tuple(kept.get(_KEYS["needs"], ())),
        areas=tuple(code for code in kept.get(_KEYS["areas"], ()) if code in known),
        status="" if state.sharing() else str(kept.get(_KEYS["status"], "") or ""),
        without_point=not state.sharing() and bool(kept.get(_KEYS["lost"], False)),
        view=state.view(),
        start=int(kept.get(f"{_TABLE}_start", 0)),
        rows=parts.ROWS_A_PAGE,
    )


def is_narrowed(search: AssetSearch) -> bool:
    """Tell whether a search leaves anything out."""
    chosen = search.kinds or search.needs or search.areas or search.status or search.without_point
    return bool(search.text.strip() or chosen)


def offer_lost(found: FoundAssets, search: AssetSearch) -> None:
    """Lead to what has no location yet, where the page speaks of it."""
    if found.without_point and not search.without_point and not state.sharing():
        st.button(tr("Show those without a location"), key="have_show_lost", on_click=_only_lost)


def offer_spelling(found: FoundAssets) -> None:
    """Offer the words that were probably meant."""
    if found.did_you_mean:
        label = tr("Did you mean '{words}'?", words=found.did_you_mean)
        st.button(parts.plain(label), key="have_did_you_mean", on_click=_take_words, args=(found.did_you_mean,))


def offer_places(found: FoundAssets) -> None:
    """Offer the places that 'near' may mean, where they are several."""
    if not found.near_choices:
        return
    names = {one.key: ", ".join(part for part in (one.name, one.detail) if part) for one in found.near_choices}
    which = tr("Several fit what you wrote in 'Near'. Which one?")
    parts.announce(which)
    st.radio(
        which,
        list(names),
        index=None,
        format_func=lambda key: parts.plain(names.get(key, "")),
        key="have_near_choice",
        on_change=_take_place,
    )


def _first_page() -> None:
    st.session_state[f"{_TABLE}_start"] = 0
    st.session_state[_NEAR_KEY] = ""


def _forget() -> None:
    for key in _KEYS.values():
        st.session_state.pop(key, None)
    _first_page()


def _only_lost() -> None:
    st.session_state[_KEYS["lost"]] = True
    _first_page()


def _take_words(words: str) -> None:
    st.session_state[_KEYS["text"]] = words
    _first_page()


def _take_place() -> None:
    st.session_state[_NEAR_KEY] = st.session_state.get("have_near_choice") or ""
    st.session_state[f"{_TABLE}_start"] = 0
