"""A list to take away, on any page: the spreadsheet with its About sheet, and the plain rows."""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from assetmap.errors import ConflictError
from assetmap.messages import tr
from assetmap.model.release import PublicFacts, Release, ShareView
from assetmap.services import downloads, missing_files, release_sheets, releases
from assetmap.services.downloads import About, Column
from assetmap.services.representation import Missing
from assetmap.services.workspace import Place
from assetmap.web import state

Shared = PublicFacts[Any] | ShareView[Any]


def offer(view: Shared, columns: Sequence[Column], about: About, *, name: str, private: bool = False) -> None:
    """Offer a list as two files. They are made when they are asked for, not before.

    Parameters
    ----------
    view
        The rows; figures about people as they may be shared, never exact ones.
    columns
        Which values of a row, in which order.
    about
        What the second sheet says.
    name
        The files' name without its ending; nothing that people wrote.
    private
        Whether not everybody may see it: then nothing is made once the laptop is shown to others.
    """
    if not isinstance(view, (PublicFacts, ShareView)):
        raise TypeError(f"A download takes PublicFacts or ShareView, not {type(view).__name__}.")
    context = contextvars.copy_context()  # the words of this run, for the thread that makes the file

    def later(make: Callable[[], bytes]) -> Callable[[], bytes]:
        def made() -> bytes:
            if private and state.sharing():
                raise ConflictError(tr("Showing this to others is on: this list may not be taken away."))
            return context.copy().run(make)

        return made

    _buttons(
        later(lambda: downloads.write_xlsx(view, columns, about)),
        later(lambda: downloads.write_csv(view, columns)),
        name=name,
    )


def offer_figures(place: Place, answer: Missing) -> None:
    """Offer one table of a release as a spreadsheet, and as plain rows that say what they are about.

    Raises
    ------
    OptionError
        The figures are not released.
    """
    view = missing_files.released_alone(answer)
    release = releases.read_release(place, str(view.facts.attrs["details"]["release"]))
    context, now = contextvars.copy_context(), state.now()
    _buttons(
        lambda: context.copy().run(missing_files.spreadsheet, place, view, now=now),
        lambda: context.copy().run(missing_files.plain_rows, view, release),
        name="who-came",
    )


def offer_release(place: Place, release: Release) -> None:
    """Offer a release as a spreadsheet of all its tables, and its places as plain rows; others may be looking on."""
    context = contextvars.copy_context()
    _buttons(
        lambda: context.copy().run(release_sheets.write, place, release, ".xlsx"),
        lambda: context.copy().run(release_sheets.write, place, release, ".csv"),
        name=f"who-came-{release.release_id}",
    )


def _buttons(spreadsheet: Callable[[], bytes], rows: Callable[[], bytes], *, name: str) -> None:
    with st.container(horizontal=True):
        st.download_button(
            tr("Download as a spreadsheet"),
            spreadsheet,
            file_name=f"{name}.xlsx",
            mime=downloads.XLSX_TYPE,
            key=f"{name}_xlsx",
            on_click="ignore",
        )
        st.download_button(
            tr("Download the plain rows (CSV)"),
            rows,
            file_name=f"{name}.csv",
            mime=downloads.CSV_TYPE,
            key=f"{name}_csv",
            on_click="ignore",
        )
