"""What is asked on Who have we not reached yet?: of released figures, or of the exact ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator as Box

from assetmap.messages import mark, tr, tr_count
from assetmap.model.participation import MeantFor
from assetmap.model.period import Period
from assetmap.model.release import Release
from assetmap.model.representation import (
    BY_AREA_ALONE,
    BY_CLUSTER,
    BY_GROUP,
    BY_PATCH,
    BY_PATCH_AND_GROUP,
    SHARE_VIEW,
    WORKING_VIEW,
    UnitKind,
)
from assetmap.services import reached_periods, releases, representation, representation_sharing
from assetmap.services.representation import MissingRequest
from assetmap.services.representation_population import ages_to_choose
from assetmap.services.workspace import Place
from assetmap.web import parts

FACES, NOBODY_YET, LIVING = "faces", "nobody-yet", "living"
"""What the exact page shows beside comparisons."""
LOOKS: dict[str, str] = {
    BY_PATCH: mark("patches"),
    BY_AREA_ALONE: mark("small areas"),
    BY_GROUP: mark("groups of people"),
    BY_PATCH_AND_GROUP: mark("groups within patches"),
    BY_CLUSTER: mark("neighbouring areas together"),
    NOBODY_YET: mark("places nobody has come from yet"),
    FACES: mark("new faces and regulars"),
    LIVING: mark("places people live that no census counts"),
}
_ALL = ""


def ask_shared(place: Place, found: Sequence[Release]) -> MissingRequest:
    """Ask which released figures are looked at; before the first release, by what the preview compares."""
    if not found:
        return MissingRequest(view=SHARE_VIEW, meant_for=_meant_for(place), by=_preview_by(place))
    chosen = found[0]
    if len(found) > 1:
        by_id = {one.release_id: one for one in found}
        wanted = st.query_params.get("release", "")
        picked = st.selectbox(
            tr("Which safe version"),
            list(by_id),
            index=list(by_id).index(wanted) if wanted in by_id else 0,
            format_func=lambda one: parts.option(_release_words(by_id[one])),
            key="reach_release",
            persist_state="session",
        )
        chosen = by_id.get(str(picked), found[0])
    tables = [one.by for one in chosen.tables]
    by = _look(st.container(), tables) if len(tables) > 1 else tables[0]
    period = chosen.period
    return MissingRequest(by=by, meant_for=chosen.meant_for, from_=period.first, to=period.last)


def _release_words(release: Release) -> str:
    """Name a safe version by whom it was meant for, then its days: where a line is cut off, it is at its end."""
    return tr("{kind}: {period}", period=release.period.words(), kind=tr(release.meant_for))


def _preview_by(place: Place) -> str:
    """Return by what a preview compares: the patches that were kept, or the small areas if these are chosen."""
    in_use = representation_sharing.read_shared_areas(place)
    if in_use is None or in_use.kind is not UnitKind.PATCH:
        return ""
    return _look(st.container(), [BY_PATCH, BY_AREA_ALONE])


def ask_exact(place: Place) -> tuple[MissingRequest, str]:
    """Ask what of the exact figures is looked at, then what plays a part in it alone; return the request and the look.

    The look is one of ``LOOKS``.
    """
    looks = list(LOOKS)
    kept = representation_sharing.read_shared_areas(place)
    if kept is None or kept.kind is not UnitKind.PATCH:
        looks = [one for one in looks if one not in {BY_PATCH, BY_PATCH_AND_GROUP}]
    look = _look(st.container(), looks)
    if look == LIVING:
        return MissingRequest(view=WORKING_VIEW), look
    meant_for = _meant_for(place)  # its lines are long: it has the whole width
    left, right = st.columns(2)
    period, ages = (Period(), _ALL) if look == FACES else (_period(place, left), _ages(place, meant_for, right))
    request = MissingRequest(
        by="" if look in {FACES, NOBODY_YET} else look,
        view=WORKING_VIEW,
        meant_for=meant_for,
        from_=period.first,
        to=period.last,
        ages=ages,
    )
    return request, look


def _period(place: Place, where: Box) -> Period:
    periods = {one.words(): one for one in reached_periods.periods(place)}
    words = where.selectbox(
        tr("Meetings in"),
        list(periods),
        format_func=lambda one: parts.option(one[:1].upper() + one[1:]),
        key="reach_period",
        persist_state="session",
    )
    return periods.get(str(words)) or next(iter(periods.values()))


def _ages(place: Place, meant_for: str, where: Box) -> str:
    """Ask for ages, where the place's figures can tell any apart."""
    choices = ages_to_choose(place, MeantFor(meant_for)) if meant_for else []
    if not choices:
        return _ALL
    if st.session_state.get("reach_ages") not in {_ALL, *choices}:
        st.session_state.pop("reach_ages", None)
    ages = where.selectbox(
        tr("Ages"),
        [_ALL, *choices],
        format_func=lambda one: one or tr("all ages"),
        key="reach_ages",
        persist_state="session",
    )
    return str(ages or _ALL)


def _look(where: Box, looks: Sequence[str]) -> str:
    """Ask what to look at, where there is a choice."""
    if len(looks) == 1:
        return looks[0]
    if st.session_state.get("reach_by") not in looks:
        st.session_state.pop("reach_by", None)
    chosen = where.radio(
        tr("Look at"),
        list(looks),
        format_func=lambda one: tr(LOOKS[one]),
        horizontal=True,
        key="reach_by",
        persist_state="session",
    )
    return str(chosen or looks[0])


def _meant_for(place: Place) -> str:
    kinds = representation.meeting_kinds(place)
    if len(kinds) < 2:  # noqa: PLR2004 - one kind is no choice
        return str(next(iter(kinds), ""))
    # Those for everyone come first: they are compared with all residents.
    order = sorted(kinds, key=lambda kind: kind != MeantFor.EVERYONE)
    chosen = st.selectbox(
        tr("Meetings meant for"),
        order,
        format_func=lambda kind: parts.option(_kind_words(kind, kinds)),
        key="reach_meant_for",
        persist_state="session",
    )
    return str(chosen or order[0])


def _kind_words(kind: MeantFor, kinds: Mapping[MeantFor, int]) -> str:
    return tr_count("{kind} ({number} meeting)", "{kind} ({number} meetings)", kinds[kind], kind=tr(str(kind)))


def released(place: Place) -> list[Release]:
    """Return the safe versions there are, the latest first."""
    return releases.list_releases(place)
