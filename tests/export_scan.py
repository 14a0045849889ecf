"""A scanner for files that leave the house: small counts of people, postcodes, coordinates, codes and names.

It reads a file as its receiver would: cells below a heading that counts people, keys that count people, sentences
that count people, and all text.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import openpyxl
import pytest
from release_maker import PlainProgramme

from assetmap.analysis.disclosure import ReleasedCount
from assetmap.analysis.disclosure_audit import Figure
from assetmap.analysis.release_tables import ReleasedCross, ReleasedGroups, ReleasedTables
from assetmap.model.representation import Label

COUNTED = frozenset({"observed", "came", "people who came", "placed", "seats"})
"""Headings and keys below which people are counted, in small letters."""
SMALL = re.compile(r"[1-9](?:\.0+)?")
SENTENCE = re.compile(r"(?<![\d.,])[1-9] (?:different )?(?:people|person|visits?|rows?|did not say)\b")
POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_NEAR_DEGREES = 2e-4
_PROGRAM = re.compile(r"<script(?![^>]*json)[^>]*>.*?</script>|<style.*?</style>", re.DOTALL)
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)

_TOLD = "|".join(re.escape(str(label)) for label in (*filter(None, Label), "We cannot say", "Not compared"))
_PRINTED = re.compile(
    rf"(?<![\d,-])(fewer than 10|held back|\d[\d,]*(?: to \d[\d,]*)?) (?:\d[\d,]*|not known) (?:{_TOLD})\b"
)
"""A count in a printed row: it stands before what was expected and what that tells."""

Row = Sequence[str]


@dataclass(frozen=True)
class Secrets:
    """What must be in no file: texts, and the points (lon, lat) that people came from."""

    texts: tuple[str, ...]
    points: tuple[tuple[float, float], ...]


def find_leaks(name: str, content: bytes, secrets: Secrets) -> list[str]:
    """Return what a file gives away, empty for nothing.

    Parameters
    ----------
    name
        Its name; the ending says how it is read.
    content
        The file.
    secrets
        What to look for beside small counts and postcodes.
    """
    text, counts = _READERS[name.rsplit(".", 1)[-1]](content)
    assert counts, f"{name}: no count was read, so nothing was looked at"
    small = [f"a count of {count}" for count in counts if SMALL.fullmatch(count.strip())]
    said = [f"'{found}'" for found in SENTENCE.findall(text)]
    postcodes = [f"postcode {found}" for found in POSTCODE.findall(text)]
    texts = [f"secret '{secret}'" for secret in secrets.texts if secret.casefold() in text.casefold()]
    return [*small, *said, *postcodes, *texts, *_points_in(text, secrets.points)]


def counts_in(name: str, content: bytes) -> list[str]:
    """Return every count of people that a file shows, in its order."""
    return [count.strip() for count in _READERS[name.rsplit(".", 1)[-1]](content)[1]]


def _points_in(text: str, points: Sequence[tuple[float, float]]) -> Iterator[str]:
    numbers = [float(number) for number in _NUMBER.findall(text)]
    for one, other in pairwise(numbers):
        for lon, lat in points:
            for x, y in ((one, other), (other, one)):
                if abs(x - lon) < _NEAR_DEGREES and abs(y - lat) < _NEAR_DEGREES:
                    yield f"a person's point {x}, {y}"


def _below(table: Sequence[Row]) -> list[str]:
    """Return the cells below headings that count people."""
    if not table:
        return []
    columns = [number for number, head in enumerate(table[0]) if head.strip().casefold() in COUNTED]
    return [str(row[number]) for row in table[1:] for number in columns if number < len(row)]


def _read_csv(content: bytes) -> tuple[str, list[str]]:
    text = content.decode("utf-8-sig")
    return text, _below(list(csv.reader(io.StringIO(text))))


def _read_json(content: bytes) -> tuple[str, list[str]]:
    text = content.decode("utf-8")
    return json.dumps(json.loads(text), ensure_ascii=False), list(_counts_in(json.loads(text)))


def _counts_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (str(found) for key, found in value.items() if str(key).casefold() in COUNTED)
        if {"heads", "cells"} <= value.keys():  # a map's facts, a list a column
            yield from _below([value["heads"], *map(list, zip(*value["cells"], strict=True))])
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _counts_in(one)


def _read_html(content: bytes) -> tuple[str, list[str]]:
    shown = _PROGRAM.sub(" ", content.decode("utf-8"))
    tables = [
        [[_plain(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(one)] for one in _TABLE.findall(shown)
    ]
    return html.unescape(shown), [cell for table in tables for cell in _below(table)]


def _plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup)).strip()


def _read_xlsx(content: bytes) -> tuple[str, list[str]]:
    sheets = [
        [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets
    ]
    text = "\n".join("\t".join(row) for sheet in sheets for row in sheet)
    return text, [cell for sheet in sheets for cell in _below(sheet)]


def _read_pdf(content: bytes) -> tuple[str, list[str]]:
    """Read printed tables: a count, what would be expected, and what that tells, as they follow each other."""
    pypdf = pytest.importorskip("pypdf")
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    text = " ".join(unicodedata.normalize("NFKC", " ".join(pages)).split())
    return text, [found[1] for found in _PRINTED.finditer(text)]


_READERS = {
    "csv": _read_csv, "json": _read_json, "geojson": _read_json, "html": _read_html, "xlsx": _read_xlsx,
    "pdf": _read_pdf,
}  # fmt: skip


def plant(name: str, content: bytes, leak: str) -> bytes:
    """Return the same file with a leak: a hidden count shown, or a text said beside it."""
    if name.endswith("xlsx"):
        return _plant_in_book(content, leak)
    text = content.decode("utf-8-sig")
    if SMALL.fullmatch(leak):
        number = f">{leak}<" if name.endswith("html") else leak if name.endswith("csv") else f'"{leak}"'
        hidden = {"html": ">fewer than 10<", "csv": "fewer than 10"}.get(name.rsplit(".", 1)[-1], '"fewer than 10"')
        assert hidden in text
        return text.replace(hidden, number).encode()
    if name.endswith("html"):
        return text.replace("</body>", f"<p>{html.escape(leak)}</p></body>").encode()
    if name.endswith("csv"):
        return f"{text}\r\n{leak}".encode()
    return json.dumps([json.loads(text), leak], ensure_ascii=False).encode()


def _plant_in_book(content: bytes, leak: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    if SMALL.fullmatch(leak):
        hidden = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "fewer than 10"]
        assert hidden
        for cell in hidden:
            cell.value = leak
    else:
        book["About"]["B2"] = leak
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


LEAST_LEFT_OPEN = 5
"""A count of 1 to 9 must leave so many values open."""


def worked_out(release: Mapping[str, Any], exact: Mapping[str, Sequence[int]]) -> list[str]:
    """Return the small counts that all figures of a release together give away, by a linear programme of its own.

    Parameters
    ----------
    release
        The file on disk: three tables, by patch, by group and by patch and group.
    exact
        People of each patch who are disabled, not disabled, and did not say.
    """
    tables = {table["by"]: table for table in release["tables"]}
    people = _count_of(tables["patch"]["details"]["placed"], 0)
    places = {row["name"]: _count_of(row["observed"], people.high) for row in tables["patch"]["rows"]}
    by_group: dict[str, dict[str, ReleasedCount]] = {}
    for row in tables["group"]["rows"]:
        by_group.setdefault(row["characteristic"], {})[row["group"]] = _count_of(row["observed"], people.high)
    cells: dict[str, dict[str, ReleasedCount]] = {}
    for row in tables["patch-and-group"]["rows"]:
        most = places[row["name"]].high
        cells.setdefault(row["name"], {})[row["group"]] = _count_of(row["observed"], most)
    (crossed,) = {row["characteristic"] for row in tables["patch-and-group"]["rows"]}
    cross = ReleasedCross(crossed, cells, places, by_group.pop(crossed))
    groups = {name: ReleasedGroups(counts, people) for name, counts in by_group.items()}
    programme = PlainProgramme(ReleasedTables(people, places, cross, groups))
    found = []
    for patch, said in exact.items():
        for group, number in zip(("disabled", "not disabled", "not stated"), said, strict=True):
            low, high = programme.ends(Figure(crossed, patch, group))
            assert low <= number <= high, f"{patch}, {group}: {number} is not between {low} and {high}"
            if 0 < number < 10 and high - low + 1 < LEAST_LEFT_OPEN:
                found.append(f"{patch}, {group}: {low} to {high}")
    return found


def _count_of(shown: object, most: int) -> ReleasedCount:
    """Return what a reader knows of a count that looks like this: the rule is published."""
    text = str(shown)
    if text == "held back":
        return ReleasedCount(text, 0, most, None)
    ends = [(0, 9) if one == "fewer than 10" else (max(10, int(one) - 2), int(one) + 2) for one in text.split(" to ")]
    return ReleasedCount(text, ends[0][0], ends[-1][1], None)
