"""Writing files so that the same content is the same bytes on every machine and every day."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

_FIXED_DAY = (2026, 10, 1, 12, 0, 0)
_FIXED_STAMP = b"2026-10-01T12:00:00Z"


def as_csv(rows: Iterable[Sequence[Any]]) -> str:
    """Return rows as comma-separated text."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a table with its header, UTF-8."""
    path.write_text(as_csv([header, *rows]), encoding="utf-8", newline="")


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON with a line for each feature."""
    text = json.dumps(content, ensure_ascii=False, separators=(", ", ": "))
    path.write_text(text.replace('{"type": "Feature",', '\n{"type": "Feature",') + "\n", encoding="utf-8", newline="")


def write_zip(path: Path, members: Mapping[str, bytes]) -> None:
    """Write members in order, not compressed: compression differs between builds of zlib."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, _FIXED_DAY)
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, content)


def write_workbook(path: Path, workbook: openpyxl.Workbook) -> None:
    """Write a workbook, then once more without the time it was saved."""
    draft = io.BytesIO()
    workbook.save(draft)
    with zipfile.ZipFile(draft) as archive:
        members = {name: archive.read(name) for name in sorted(archive.namelist())}
    core = "docProps/core.xml"
    members[core] = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", _FIXED_STAMP, members[core])
    write_zip(path, members)
