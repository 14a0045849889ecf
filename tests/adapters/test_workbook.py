"""A spreadsheet that is written: the same rows are the same bytes."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

from openpyxl import load_workbook

from assetmap.adapters.workbook import Sheet, write_workbook


def test_the_same_rows_are_the_same_bytes_whenever_they_are_written() -> None:
    content = write_workbook([Sheet(name="List", headings=["Name"], rows=[["Ann"]])])
    with ZipFile(BytesIO(content)) as book:
        assert {one.date_time for one in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = book.read("docProps/core.xml").decode()
    assert re.findall(r">(\d{4}-[^<]*)<", core) == ["1980-01-01T00:00:00Z"] * 2
    assert load_workbook(BytesIO(content))["List"]["A2"].value == "Ann"
