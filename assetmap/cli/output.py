"""How every command answers: one listing or one record, as a table for people or as JSON, CSV or GeoJSON for programs.

With a format for programs, standard output holds that and nothing else; all words go to standard error.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from assetmap.errors import OptionError, OutsideError
from assetmap.messages import tr
from assetmap.model import cells
from assetmap.model.text import harmless

Record = Mapping[str, Any]

flat = cells.flat
safe_cell = cells.safe_cell
_WIDTH_WITHOUT_TERMINAL = 160


class Format(StrEnum):
    """The shapes an answer can take."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"
    XLSX = "xlsx"


def say(*sentences: str) -> None:
    """Write sentences for a person to standard error, where they never mix with an answer."""
    for sentence in sentences:
        print(harmless(sentence), file=sys.stderr)


def emit_listing(
    rows: Sequence[Record], *, output: Format, columns: Sequence[str], sentences: Iterable[str] = (), title: str = ""
) -> None:
    """Write a listing.

    Parameters
    ----------
    rows
        Records in their stable order; JSON gets them whole.
    output
        The format asked for.
    columns
        Keys that the table shows; CSV has these first, then the rest.
    sentences
        What the listing says in words: above a table, else on standard error.
    title
        The table's caption.

    Raises
    ------
    OptionError
        GeoJSON was asked for and no row can have a place; or a spreadsheet, which only some commands write.
    """
    _refuse_spreadsheet(output)
    if output is Format.TABLE:
        print_listing(rows, columns=columns, sentences=sentences, title=title)
        return
    say(*sentences)
    if output is Format.JSON:
        _write_json(list(rows))
    elif output is Format.CSV:
        _write_csv(rows, columns)
    else:
        _write_json(as_geojson(rows))


def print_listing(
    rows: Sequence[Record], *, columns: Sequence[str], sentences: Iterable[str] = (), title: str = ""
) -> None:
    """Print sentences and, below them, a table for people."""
    _print_lines(sentences)
    _print_table(rows, columns, title)


def emit_record(record: Record, *, output: Format, sentences: Iterable[str] = ()) -> None:
    """Write one record: its sentences and its plain facts as a table, or the whole as JSON or one CSV row."""
    _refuse_spreadsheet(output)
    if output is Format.GEOJSON:
        raise OptionError(tr("--format geojson: this answer is not a list of places. Expected table, json or csv."))
    if output is Format.TABLE:
        _print_lines(sentences)
        plain = [
            {"what": key.replace("_", " "), "figure": "not known" if value is None else flat(value) or "none"}
            for key, value in record.items()
        ]
        _print_table(plain, ("what", "figure"), "")
        return
    say(*sentences)
    if output is Format.JSON:
        _write_json(record)
    else:
        _write_csv([record], list(record))


def _refuse_spreadsheet(output: Format) -> None:
    if output is Format.XLSX:
        raise OptionError(
            tr("--format xlsx: this answer is not written as a spreadsheet. Expected table, json or csv.")
        )


def write_file(path: Path, content: bytes, *, suffix: str) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    OptionError
        Its name does not end as such a file's does.
    OutsideError
        It cannot be written; what stood there is left as it was.
    """
    if path.suffix.casefold() != suffix.casefold() or not suffix:
        raise OptionError(tr("{path}: expected a name that ends in {suffix}. Choose another.",
                             path=path, suffix=suffix or ".xlsx"))  # fmt: skip
    fresh = path.with_name(f".{path.name}.being-written")
    try:
        fresh.write_bytes(content)
        fresh.replace(path)
    except OSError as fault:
        raise OutsideError(
            tr("{path}: it could not be written ({reason}). Expected a folder that is there and may be written to. "
               "Choose another place for it.", path=path, reason=fault.strerror)
        ) from fault  # fmt: skip
    finally:
        fresh.unlink(missing_ok=True)


def as_geojson(rows: Sequence[Record]) -> dict[str, Any]:
    """Turn records into a FeatureCollection; a record may carry a ``geometry`` or ``lon`` and ``lat``."""
    if rows and not any("geometry" in row or "lon" in row for row in rows):
        raise OptionError(tr("--format geojson: this answer has no places on a map. Expected table, json or csv."))
    return {"type": "FeatureCollection", "features": [_feature(row) for row in rows]}


def _feature(row: Record) -> dict[str, Any]:
    geometry = row.get("geometry")
    if geometry is None and row.get("lon") is not None and row.get("lat") is not None:
        geometry = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    properties = {key: value for key, value in row.items() if key not in {"geometry", "lon", "lat"}}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _write_json(value: object) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, allow_nan=False)
    sys.stdout.write("\n")


def _write_csv(rows: Sequence[Record], columns: Sequence[str]) -> None:
    names = list(dict.fromkeys([*columns, *(key for row in rows for key in row if key != "geometry")]))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([safe_cell(row.get(name)) for name in names] for row in rows)
    sys.stdout.write(text.getvalue())


def _print_lines(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        print(flat(sentence))


def _print_table(rows: Sequence[Record], columns: Sequence[str], title: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    console = Console(width=None if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL, highlight=False)
    table = Table(title=title or None, title_justify="left")
    for name in columns:
        table.add_column(Text(name.replace("_", " ")), overflow="fold")
    for row in rows:
        table.add_row(*(Text(flat(row.get(name))) for name in columns))
    console.print(table)
