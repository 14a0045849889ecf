"""Who have we not reached yet? Different people who came, beside the people the meetings were meant for."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from assetmap.analysis import disclosure
from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import tr
from assetmap.model.participation import MeantFor
from assetmap.model.release import ShareView, WorkingView
from assetmap.model.representation import (
    BY_AREA_ALONE,
    BY_CLUSTER,
    BY_GROUP,
    BY_PATCH,
    BY_PATCH_AND_GROUP,
    SHARE_VIEW,
)
from assetmap.services import people_counted, releases
from assetmap.services.representation_clusters import exact_clusters
from assetmap.services.representation_groups import exact_groups, exact_groups_by_patch
from assetmap.services.representation_notes import shared_sentences
from assetmap.services.representation_places import exact_places, share_places
from assetmap.services.representation_question import MissingRequest, ask, check_request
from assetmap.services.representation_sharing import read_shared_areas
from assetmap.services.workspace import Place

__all__ = ["Missing", "MissingRequest", "as_records", "meeting_kinds", "missing"]

Missing: TypeAlias = ShareView[pd.DataFrame] | WorkingView[pd.DataFrame]


def missing(place: Place, request: MissingRequest) -> Missing:
    """Compare who came with who lives there, by patch, area or group.

    Parameters
    ----------
    place
        The place.
    request
        What to compare and how much to show.

    Returns
    -------
    ShareView or WorkingView
        Of places: a table of ``model.tables.REPRESENTATION``, ordered by id; of groups and clusters see
        `exact_groups`, `exact_groups_by_patch`, `exact_clusters`. The share view is what was released: the period that
        was asked for, else the latest. Before the first release it is a preview of all meetings on record, by area or
        patch alone. ``facts.attrs["details"]`` holds what stands beside the table, by the same rules; its ``about``
        goes with every row. The notes say it in words.

    Raises
    ------
    OptionError
        An option has a value we do not know, or asks in the share view for what no release holds.
    NotFoundError
        No meeting was meant for these people; or nothing was released for the period.
    FileUnusableError
        The list of patches cannot be used.
    """
    check_request(request)
    if request.view == SHARE_VIEW:
        return _shared(place, request)
    question = ask(place, request)
    if question.by == BY_GROUP:
        return exact_groups(question, request.characteristic)
    if question.by == BY_PATCH_AND_GROUP:
        return exact_groups_by_patch(question, request.characteristic)
    return exact_clusters(question) if question.by == BY_CLUSTER else exact_places(question)


def _shared(place: Place, request: MissingRequest) -> ShareView[pd.DataFrame]:
    """Return what was released; before the first release, a preview by area or patch."""
    if request.ages:
        raise OptionError(
            tr("--ages: figures to share are fixed, by place and group. Expected no ages. Leave it out, or look at "
               "the exact numbers with --view working.")
        )  # fmt: skip
    if releases.read_kept(place).periods or request.from_ or request.to:
        return releases.released_table(place, request)
    if request.by not in {"", BY_AREA_ALONE, BY_PATCH}:
        raise NotFoundError(
            tr("--by {by}: nothing is released yet. Expected figures that were fixed. Make them with "
               "`assetmap release make`, or look at the exact numbers with --view working.", by=request.by)
        )  # fmt: skip
    question = ask(place, request)
    answer = share_places(question)
    if answer.facts.attrs["details"]["none_yet"]:
        return answer
    beside = shared_sentences(read_shared_areas(place), question.units, fixed=False)
    return disclosure.make_share_view(answer.facts, [*answer.notes, *beside, *releases.preview_sentences()])


def meeting_kinds(place: Place) -> dict[MeantFor, int]:
    """Return how many meetings are on record by whom they were meant for; the most come first, nobody is counted."""
    return {MeantFor(kind): number for kind, number in people_counted.meeting_kinds(place).items()}


def as_records(answer: Missing) -> list[dict[str, Any]]:
    """Return the table as JSON-ready rows, each with what it is about.

    ``observed`` is a whole number or "fewer than 10"; numbers that are not known are None, and so is a rate beside
    nobody at all.
    """
    about = answer.facts.attrs.get("details", {}).get("about", {})
    rows = answer.facts.to_dict("records")
    return [{**{str(name): _plain(value) for name, value in row.items()}, **about} for row in rows]


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell of any kind
    if isinstance(value, float | np.floating):
        number = float(value)
        return None if not np.isfinite(number) else int(number) if number.is_integer() else round(number, 2)
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return int(value) if isinstance(value, int | np.integer) else str(value)
