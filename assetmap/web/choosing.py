"""How a person hands over a file: by upload, or by typing where it lies, for the app runs on their own computer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from assetmap.errors import FileUnusableError
from assetmap.messages import tr
from assetmap.services.uploads import Upload

LISTS: tuple[str, ...] = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "geojson", "json", "gpkg")
MEGABYTES = 20
"""Largest upload, as the server takes it; a larger file is read where it lies."""


@dataclass(frozen=True)
class Chosen:
    """A file that was handed over, and what tells it from another one of the same name."""

    upload: Upload
    stamp: str


def choose_file(label: str, *, key: str, suffixes: Sequence[str]) -> Chosen | None:
    """Ask for one file; None while there is none.

    Raises
    ------
    FileUnusableError
        Nothing lies where the person says.
    """
    file = st.file_uploader(label, type=list(suffixes), key=key, max_upload_size=MEGABYTES)
    with st.expander(tr("Is the file larger than {number} MB? Type where it lies", number=MEGABYTES)):
        typed = st.text_input(
            tr("Where the file lies on this computer"),
            key=f"{key}_path",
            help=tr("For example C:\\Users\\Me\\Downloads\\file.csv. It is read where it lies, not copied."),
        )
    if file is not None:
        return _kept(key, file.file_id, file.name, file.getbuffer())
    return _lying(typed) if typed.strip() else None


def _kept(key: str, stamp: str, name: str, content: memoryview) -> Chosen:
    """Keep an upload in this window's state, so that its bytes are copied once."""
    slot = f"{key}_chosen"
    kept = st.session_state.get(slot)
    if not isinstance(kept, Chosen) or kept.stamp != stamp:
        st.session_state[slot] = kept = Chosen(Upload(name, bytes(content)), stamp)
    return kept


def _lying(typed: str) -> Chosen:
    path = Path(typed.strip().strip("\"'")).expanduser()
    if not path.is_absolute() or not path.is_file():
        raise FileUnusableError(
            tr("There is no file there. Expected the whole way to it, from its first folder. Copy it from the folder.")
        )
    facts = path.stat()
    return Chosen(Upload(path.name, path=path), f"{path} {facts.st_mtime_ns} {facts.st_size}")
