"""Files that a person hands to the app: on disk for one piece of work, in a folder of their own, gone afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory

from assetmap.model.text import harmless

PREFIX = "assetmap-upload-"
_LONGEST_NAME = 120
_LONGEST_SUFFIX = 8
_NEUTRAL = "list"


@dataclass(frozen=True)
class Upload:
    """A file that was handed over: its name, and its content or where it lies on this computer."""

    name: str
    content: bytes = field(default=b"", repr=False)
    path: Path | None = None


@contextmanager
def on_disk(upload: Upload, *, neutral: bool = False) -> Iterator[Path]:
    """Give the file's path while a block runs; what was written for it is gone afterwards, whatever happens.

    Parameters
    ----------
    upload
        The file. One that lies on this computer is read where it is.
    neutral
        Give it a name that says nothing: the name of a list of people may be somebody's, and messages name files.
    """
    if upload.path is not None and not (neutral and upload.path.is_file()):
        yield upload.path
        return
    with TemporaryDirectory(prefix=PREFIX) as folder:  # for its owner alone
        path = Path(folder) / (_NEUTRAL + _suffix(upload.name) if neutral else safe_name(upload.name))
        if upload.path is not None:
            shutil.copyfile(upload.path, path)
        else:
            path.write_bytes(upload.content)
        yield path


def safe_name(name: str) -> str:
    """Return a file's name without folders and invisible marks, short enough for any disk."""
    bare = (
        PureWindowsPath(PurePosixPath(harmless(name).replace("\0", "")).name).name.encode("utf-8", "replace").decode()
    )
    suffix = _suffix(bare)
    stem = bare.removesuffix(PurePosixPath(bare).suffix)[:_LONGEST_NAME].strip(" .")
    return (stem or _NEUTRAL) + suffix


def _suffix(name: str) -> str:
    suffix = PurePosixPath(name).suffix.casefold()
    return suffix if suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= _LONGEST_SUFFIX else ""
