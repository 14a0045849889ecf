"""The files of a timetable, from a zip or a folder, as text: sizes checked first, widths of all rows checked once."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import pandas as pd

from assetmap.config import MEGABYTE, Settings
from assetmap.errors import FileUnusableError
from assetmap.messages import and_more, mark, tr, tr_count
from assetmap.model.imports import Problem

ROWS_NAMED = 5
ASK = mark("Ask the operator for a corrected file, or correct these rows")


@dataclass
class Findings:
    """What was found wrong so far: faults refuse the file, problems are only told."""

    source: str
    faults: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def rows(self, file: str, rows: pd.Index, total: int, what: str, expected: str) -> None:
        """Note a fault of some rows, naming the first few; nothing is noted where there are none."""
        if len(rows):
            told = {"number": len(rows), "total": total, "what": what, "rows": name_rows(rows), "expected": expected}
            self.faults.append(
                tr("{file}: {number:,} of {total:,} rows {what} ({rows}). {expected}", file=file, **told)
            )

    def tell(self, file: str, value: str, expected: str, fix: str) -> None:
        """Note something a person should know that does not refuse the file."""
        self.problems.append(Problem(0, file, value, expected, fix))

    def refuse_if_any(self) -> None:
        """Raise one error that lists every fault found so far."""
        if self.faults:
            listed = "\n".join(f"  - {fault}" for fault in self.faults)
            raise FileUnusableError(
                tr(
                    "{file}: this timetable is wrong in places, so a journey in it could be wrong too.\n"
                    "{listed}\n{ask}. Nothing was written.",
                    file=self.source,
                    listed=listed,
                    ask=tr(ASK),
                )
            )


def name_rows(rows: pd.Index) -> str:
    """Return 'rows 3, 5, 8 and 12 more', numbered as a spreadsheet shows them."""
    named = ", ".join(str(row) for row in sorted(rows)[:ROWS_NAMED]) + and_more(len(rows) - ROWS_NAMED)
    return tr_count("row {named}", "rows {named}", len(rows), named=named)


def row_count(number: int) -> str:
    """Return '1 row' or '1,234 rows'."""
    return tr_count("{number} row", "{number} rows", number)


Opener = Callable[[], IO[bytes]]


@contextmanager
def open_files(path: Path, settings: Settings) -> Iterator[dict[str, Opener]]:
    """Open a timetable and give, by file name in lower case, a way to open each of its text files.

    Parameters
    ----------
    path
        A zip or a folder.
    settings
        Gives the limits, which are held before anything is unpacked.

    Raises
    ------
    FileUnusableError
        It is not there, not a zip, broken, locked with a password or larger than allowed.
    """
    if path.is_dir():
        files = {entry.name.lower(): entry for entry in sorted(path.glob("*.txt"))}
        _check_size(path, sum(entry.stat().st_size for entry in files.values()), settings.max_unzipped_bytes)
        yield {name: lambda entry=entry: entry.open("rb") for name, entry in files.items()}  # type: ignore[misc]
        return
    if not path.is_file():
        raise FileUnusableError(
            tr("{file}: there is no such file. Expected a zipped timetable. Check the name.", file=path.name)
        )
    _check_size(path, path.stat().st_size, settings.max_timetable_bytes)
    try:
        with zipfile.ZipFile(path) as packed:
            members = _checked_members(path, packed, settings)
            yield {name: lambda info=info: packed.open(info) for name, info in members.items()}  # type: ignore[misc]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as fault:
        raise FileUnusableError(
            tr(
                "{file}: this is not a whole zip file. Expected a zipped timetable (GTFS). Download it again.",
                file=path.name,
            )
        ) from fault


def _check_size(path: Path, size: int, limit: int) -> None:
    if size > limit:
        raise FileUnusableError(
            tr(
                "{file}: it holds {size:,.0f} MB. Expected at most {limit:,.0f} MB. Use the timetable of a "
                "smaller region.",
                file=path.name,
                size=size / MEGABYTE,
                limit=limit / MEGABYTE,
            )
        )


def _checked_members(path: Path, packed: zipfile.ZipFile, settings: Settings) -> dict[str, zipfile.ZipInfo]:
    members = [info for info in packed.infolist() if not info.is_dir() and not info.filename.startswith("__MACOSX")]
    _check_size(path, sum(info.file_size for info in members), settings.max_unzipped_bytes)
    for info in members:
        swells = info.file_size > settings.max_unzip_ratio * max(info.compress_size, 1)
        if info.file_size > MEGABYTE and swells:
            raise FileUnusableError(
                tr(
                    "{file}: '{filename}' would swell to {file_size:,.0f} MB, more than {max_unzip_ratio} "
                    "times its packed size. Expected a timetable. Do not open it.",
                    file=path.name,
                    filename=Path(info.filename).name,
                    file_size=info.file_size / MEGABYTE,
                    max_unzip_ratio=settings.max_unzip_ratio,
                )
            )
        if info.flag_bits & 1:
            raise FileUnusableError(
                tr(
                    "{file}: it is locked with a password. Expected an open zip. Unlock it and save it again.",
                    file=path.name,
                )
            )
    text_files = [info for info in members if info.filename.lower().endswith(".txt")]
    return {Path(info.filename).name.lower(): info for info in text_files}


def read_texts(file: str, opener: Opener, wanted: tuple[str, ...], findings: Findings) -> pd.DataFrame:
    """Read the wanted columns of one file as stripped text, blank cells "", rows numbered as in a spreadsheet.

    Columns the file lacks are absent from the answer. Rows longer or shorter than the heading are faults; they are
    read all the same, so that everything else that is wrong can be told at once.
    """
    try:
        return _read_texts(file, opener, wanted, findings)
    except (pd.errors.ParserError, csv.Error) as fault:
        raise FileUnusableError(
            tr(
                "{file}: {member} cannot be read as rows of cells. Expected commas between cells and a second "
                "quotation mark after each first. {ask}.",
                file=findings.source,
                member=file,
                ask=tr(ASK),
            )
        ) from fault


def _read_texts(file: str, opener: Opener, wanted: tuple[str, ...], findings: Findings) -> pd.DataFrame:
    encoding = _encoding(opener)
    if encoding != "utf-8-sig":
        findings.tell(
            file,
            tr("letters that are not UTF-8"),
            tr("UTF-8 text"),
            tr("Check accents in names; we read Windows-1252."),
        )
    with opener() as stream, io.TextIOWrapper(stream, encoding, newline="") as text:
        heading, widest = _check_widths(file, text, findings)
    places = {name: heading.index(name) for name in wanted if name in heading}
    there = {place: name for name, place in places.items() if place < widest}
    if not there:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in places})
    with opener() as stream:
        frame = pd.read_csv(
            stream, encoding=encoding, header=None, skiprows=1, names=range(widest), usecols=list(there),
            dtype="str", keep_default_na=False, na_filter=False, skip_blank_lines=False, encoding_errors="replace",
        )  # fmt: skip
    frame = frame.fillna("").rename(columns=there).reindex(columns=list(places), fill_value="")
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    stripped = pd.DataFrame({name: frame[name].str.strip() for name in places})
    return stripped.loc[(stripped != "").any(axis=1)]


def _encoding(opener: Opener) -> str:
    with opener() as stream, io.TextIOWrapper(stream, "utf-8-sig") as text:
        try:
            while text.read(MEGABYTE):
                pass
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _check_widths(file: str, text: IO[str], findings: Findings) -> tuple[list[str], int]:
    """Compare each row's number of cells with the heading's; give the heading and the most cells a row has."""
    rows = csv.reader(text)
    heading = [name.strip().lower() for name in next(rows, [])]
    # A comma at the end of the heading names nothing: rows may stop before it.
    named = len(heading) - (bool(heading) and not heading[-1])
    widths = [len(cells) if len(cells) != 1 or cells[0].strip() else 0 for cells in rows]
    counts = pd.Series(widths, index=range(2, len(widths) + 2), dtype="int64")
    short = counts.index[(counts > 0) & (counts < named)]
    long = counts.index[counts > len(heading)]
    few, many = tr("have too few cells"), tr("have too many cells")
    for wrong, what in ((short, few), (long, many)):
        seen = tr(", for example {number}", number=counts[wrong[0]]) if len(wrong) else ""
        expected = tr("Expected {named} cells, one for each heading.", named=named)
        findings.rows(file, wrong, len(counts), what + seen, expected)
    return heading, int(counts.max()) if len(counts) else 0
