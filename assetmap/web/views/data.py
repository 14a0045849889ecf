"""Your data: bring lists in, add files to the place, take changes back, delete what was kept for long enough."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assetmap.messages import mark, tr
from assetmap.services.workspace import Place
from assetmap.web import (
    assets_from_streets,
    census_map,
    changes,
    frame,
    list_of_assets,
    list_of_people,
    on_the_record,
    parts,
    place_files,
    state,
)

_TASK = "task"
_TASKS: dict[str, tuple[str, Callable[[Place], None]]] = {
    "assets": (mark("Bring in a list of assets"), list_of_assets.show),
    "streets": (mark("Take what the map knows"), assets_from_streets.show),
    "people": (mark("Bring in who came"), list_of_people.show),
    on_the_record.TASK: (mark("Say who keeps these records, and why"), on_the_record.show),
    "files": (mark("Add files to this place"), place_files.add_files),
    census_map.TASK: (mark("Say what the census's groups are"), census_map.show),
    "changes": (mark("See what was changed, and take it back"), changes.show),
}


def show(place: Place) -> None:
    """Show the page."""
    frame.title(tr("Your data"))
    frame.bands(place, private=True)
    if state.sharing():
        parts.answer(
            tr("Your lists are closed while you show this to others."),
            tr('Turn off "Showing this to others" to work on them.'),
        )
        return
    changes.tidy_line(place)
    task = st.radio(
        tr("What would you like to do?"),
        list(_TASKS),
        index=_first(),
        format_func=lambda name: tr(_TASKS[name][0]),
        key="data_task",
    )
    _TASKS[task or next(iter(_TASKS))][1](place)
    parts.html_link(frame.address("new"), tr("Make another place"))


def _first() -> int:
    """Return which task is open at first: the one that the page's address names."""
    wanted = st.query_params.get(_TASK, "")
    return list(_TASKS).index(wanted) if wanted in _TASKS else 0
