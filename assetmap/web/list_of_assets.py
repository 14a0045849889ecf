"""Bring in a list of assets: looked at, its columns matched, every row checked, then brought in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

import streamlit as st

from assetmap.messages import tr
from assetmap.model.asset import ASSET_KIND_BY_NAME
from assetmap.services import ingest, previews, rows_to_mend, uploads
from assetmap.services.asset_source import without_date
from assetmap.services.ingest import AssetImport
from assetmap.services.previews import Preview
from assetmap.services.progress import Progress
from assetmap.services.uploads import Upload
from assetmap.services.verdicts import CheckedAnswer
from assetmap.services.workspace import Place
from assetmap.web import choosing, lists, parts, state
from assetmap.web.choosing import Chosen
from assetmap.web.jobs import Work
from assetmap.web.lists import Task

_KEY = "assets_list"


def show(place: Place) -> None:
    """Show the task."""
    st.header(tr("Bring in a list of assets"), anchor=False)
    chosen = choosing.choose_file(tr("Your list: a spreadsheet or a map file"), key=_KEY, suffixes=choosing.LISTS)
    if chosen is None:
        parts.sentences(
            [
                tr("Each row is one thing: a group, a venue, a time bank. It needs a name, and a postcode helps."),
                tr("Nothing is written until you have seen what becomes of every row."),
            ]
        )
        return
    lists.start_over_with(_KEY, chosen.stamp)
    sheet = str(st.session_state.get(f"{_KEY}_sheet", ""))
    preview = _look(place, chosen, sheet)
    _choose_sheet(preview)
    parts.sentences([_first(preview), preview.missing])
    lists.show_columns(
        _KEY,
        preview,
        caption=tr("What each column is taken for"),
        becomes_label=tr("We take it for"),
        samples_label=tr("First five rows"),
    )
    lists.match_columns(_KEY, preview, previews.asset_fields())
    request = _more_choices(preview, chosen)
    if not preview.missing:
        lists.check_then_bring_in(_task(), (chosen.stamp, request), partial(_work, place, chosen.upload, request))


def _task() -> Task:
    return Task(_KEY, rows_to_mend.asset_sheet, tr("rows to mend.xlsx"), tr("What stood there"), previews.asset_fields)


def _look(place: Place, chosen: Chosen, sheet: str) -> Preview:
    columns = lists.chosen_columns(_KEY)

    def make() -> Preview:
        with uploads.on_disk(chosen.upload) as path:
            return previews.preview_assets(place, path, sheet=sheet, chosen=columns)

    return lists.preview_once(_KEY, (place.slug, chosen.stamp, sheet, tuple(sorted(columns.items()))), make)


def _first(preview: Preview) -> str:
    rows = parts.number_of_rows(preview.rows)
    return (
        tr("We read {rows}.", rows=rows)
        if lists.has_begun(_KEY)
        else tr("We read {rows}. Nothing is written yet.", rows=rows)
    )


def _choose_sheet(preview: Preview) -> None:
    if len(preview.sheets) > 1:
        names = sorted(preview.sheets)
        st.selectbox(
            tr("Sheet"),
            names,
            index=names.index(preview.sheet),
            format_func=parts.option,
            key=f"{_KEY}_sheet",
            on_change=_sheet_changed,
        )


def _sheet_changed() -> None:
    st.session_state[f"{_KEY}_columns"] = {}


def _more_choices(preview: Preview, chosen: Chosen) -> AssetImport:
    with st.expander(tr("More choices")):
        source = st.text_input(
            tr("What this list is called"),
            value=without_date(uploads.safe_name(chosen.upload.name).rpartition(".")[0]),
            key=f"{_KEY}_source",
            help=tr("Bring in a newer one under the same name: what is known stays, what changed is changed."),
        )
        kind = st.selectbox(
            tr("What each row is, where it does not say"),
            ["", *ASSET_KIND_BY_NAME],
            format_func=lambda name: tr(ASSET_KIND_BY_NAME[name].label) if name else tr("It says so itself"),
            key=f"{_KEY}_kind",
        )
        dropped = st.checkbox(tr("Leave out columns we do not know"), key=f"{_KEY}_drop")
        by, on = _agreement()
    return AssetImport(
        sheet=preview.sheet,
        columns=dict(preview.given),
        kind=kind or "",
        source=source.strip(),
        drop_unrecognised=dropped,
        agreed_by=by,
        agreed_on=on,
    )


def _agreement() -> tuple[str, str]:
    """Ask who agreed that everybody may see these; without an answer only we see them."""
    by = st.text_input(tr("Who agreed that everybody may see these? Leave it empty if nobody did."), key="agreed_by")
    if not by.strip():
        return "", ""
    day = st.date_input(
        tr("The day they agreed"), value="today", max_value="today", format="DD/MM/YYYY", key="agreed_on"
    )
    return by.strip(), day.isoformat() if isinstance(day, dt.date) else ""


def _work(place: Place, upload: Upload, request: AssetImport, *, dry_run: bool) -> Work[CheckedAnswer]:
    now, who = state.now(), state.who()

    def work(progress: Progress) -> CheckedAnswer:
        with uploads.on_disk(upload) as path:
            wanted = replace(request, path=path, dry_run=dry_run)
            return ingest.import_assets(place, wanted, now=now, who=who, progress=progress)

    return work
