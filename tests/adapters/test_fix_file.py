"""A fix file holds text and nothing that a spreadsheet would work out."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from assetmap.adapters.fix_file import write_fix_file

TEXTS = ["=1+1", "+44 1633", "-2+3", "@SUM(A1)", "\t=1", "<b>x</b>", "\u202egnp", "007", "Tŷ", "", "a\x00b", "\ud800"]


def test_every_cell_is_text_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "fix.xlsx"
    write_fix_file(path, ["=Heading"], [[text] for text in TEXTS])
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    read = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert read == ["=Heading", *TEXTS[:9], None, "ab", "?"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    with zipfile.ZipFile(path) as file:
        assert b"<f>" not in b"".join(file.read(name) for name in file.namelist())


@pytest.mark.parametrize("there", [True, False])
def test_its_owner_alone_may_read_it(tmp_path: Path, there: bool) -> None:  # noqa: FBT001
    path = tmp_path / "fix.xlsx"
    if there:
        path.write_bytes(b"old")
        path.chmod(0o644)
    write_fix_file(path, ["Name"], [["Sue 07700 900123"]])
    assert path.stat().st_mode & 0o777 == 0o600
    assert openpyxl.load_workbook(path).active is not None


@pytest.mark.parametrize("wrong", ["nowhere/fix.xlsx", "."])
def test_a_path_that_cannot_be_written_is_said(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(OSError, match="Choose another folder"):
        write_fix_file(tmp_path / wrong, ["Name"], [])
