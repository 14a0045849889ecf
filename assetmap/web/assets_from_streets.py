"""Take what the place's own OpenStreetMap streets know: halls, libraries, groups. Checked first, then brought in."""

from __future__ import annotations

from functools import partial

import streamlit as st

from assetmap.messages import tr
from assetmap.services import ingest, previews, rows_to_mend, workspace
from assetmap.services.ingest import AssetImport
from assetmap.services.progress import Progress
from assetmap.services.verdicts import CheckedAnswer
from assetmap.services.workspace import Place
from assetmap.web import lists, parts, state
from assetmap.web.jobs import Work
from assetmap.web.lists import Task

_KEY = "assets_streets"


def show(place: Place) -> None:
    """Show the task."""
    st.header(tr("Take what the map knows"), anchor=False)
    known = len(workspace.osm_features(place))
    if not known:
        parts.sentences(
            [
                tr("The map of this place's streets names no halls, libraries or groups, or there are no streets yet."),
                tr("Choose: add files to this place, and give an OpenStreetMap extract."),
            ]
        )
        return
    parts.sentences(
        [
            tr("OpenStreetMap is made by volunteers. It often knows halls, libraries, churches and clubs."),
            tr("Places that must never be shown, such as refuges, are left out."),
            tr("Nothing is written until you have seen what becomes of every row."),
        ]
    )
    task = Task(_KEY, rows_to_mend.asset_sheet, tr("rows to mend.xlsx"), tr("What stood there"), previews.asset_fields)
    lists.check_then_bring_in(task, (place.slug, place.generation), partial(_work, place))


def _work(place: Place, *, dry_run: bool) -> Work[CheckedAnswer]:
    now, who = state.now(), state.who()

    def work(progress: Progress) -> CheckedAnswer:
        request = AssetImport(from_streets=True, dry_run=dry_run)
        return ingest.import_assets(place, request, now=now, who=who, progress=progress)

    return work
