"""Counts by area through a map of columns: the map itself, and tables read as it says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from assetmap.adapters.census_counts import Counts, check_once, check_values, fill_counts
from assetmap.adapters.census_layout import is_total, name_table, to_numbers
from assetmap.adapters.files import Table, read_table
from assetmap.config import Settings
from assetmap.errors import FileUnusableError
from assetmap.messages import tr
from assetmap.model.census import TOTAL, Unit
from assetmap.model.census_map import LONG_KEYS, MAP_TEXTS, NAMES, NOUGHT, ColumnMap
from assetmap.model.file_kind import HEADER_SEARCH_ROWS
from assetmap.model.text import plain_form, tidy_code

_SHOWN = 20


def read_column_map(path: Path) -> ColumnMap:
    """Read a map of columns, TOML.

    Raises
    ------
    FileUnusableError
        It cannot be read, lacks a key or has one we do not know.
    """
    path = Path(path)
    values = _parse(path)
    sections = {key: value for key, value in values.items() if isinstance(value, dict)}
    texts = {key: str(value).strip() for key, value in values.items() if isinstance(value, str)}
    _check_keys(path.name, values, texts, sections)
    is_long = any(key in texts for key in LONG_KEYS)
    _check_layout(path.name, texts, sections, is_long=is_long)
    nought = values.get(NOUGHT, [])
    return ColumnMap(
        source=path.name,
        area=texts.get("area", ""),
        vintage=texts["vintage"],
        unit=Unit(texts["counts"]),
        nought=frozenset(map(str, nought if isinstance(nought, list) else [nought])),
        columns={} if is_long else _columns(path.name, sections),
        table=name_table(texts["table"]) if is_long else "",
        category=texts.get("category", ""),
        count=texts.get("count", ""),
        names={str(old): str(new) for old, new in sections.get(NAMES, {}).items()},
    )


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise FileUnusableError(
            tr(
                "{path}: the map of columns cannot be read ({reason}). Check its name.",
                path=path,
                reason=fault.strerror,
            )
        ) from fault
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise FileUnusableError(
            tr(
                '{file}: this is not a map of columns ({fault}). Expected lines such as: area = "Output Area". '
                "Correct that line.",
                file=path.name, fault=fault,
            )
        ) from fault  # fmt: skip


def _check_keys(
    source: str, values: Mapping[str, Any], texts: Mapping[str, str], sections: Mapping[str, Mapping[str, Any]]
) -> None:
    strange = [key for key in values if key not in (*MAP_TEXTS, NOUGHT) and key not in sections]
    strange += [key for key in values if key in MAP_TEXTS and key not in texts]
    strange += [f"{name}: {key}" for name, rows in sections.items() for key, one in rows.items() if not _is_name(one)]
    if strange:
        raise FileUnusableError(
            tr(
                "{file}: '{key}' means nothing in a map of columns. Expected {keys}, or a section such as "
                "[unpaid_care] with a line for each column. Correct it.",
                file=source, key=strange[0], keys=", ".join((*MAP_TEXTS, NOUGHT)),
            )
        )  # fmt: skip
    if not texts.get("vintage"):
        raise FileUnusableError(
            tr('{file}: vintage is missing. Expected the areas of the codes, such as vintage = "OA 2022".', file=source)
        )
    if texts.get("counts") not in set(Unit):
        raise FileUnusableError(
            tr(
                "{file}: counts is '{given}'. Expected {units}. Correct it.",
                file=source, given=texts.get("counts", ""), units=tr(" or ").join(Unit),
            )
        )  # fmt: skip


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _check_layout(
    source: str, texts: Mapping[str, str], sections: Mapping[str, Mapping[str, Any]], *, is_long: bool
) -> None:
    others = set(sections) - {NAMES}
    if is_long and (others or not all(texts.get(key) for key in LONG_KEYS)):
        raise FileUnusableError(
            tr(
                "{file}: a table with a row for each category needs {keys}, and no section but [names]. "
                "It has: {given}.",
                file=source, keys=", ".join(LONG_KEYS), given=", ".join((*texts, *sections)),
            )
        )  # fmt: skip
    if not is_long and (not others or NAMES in sections):
        raise FileUnusableError(
            tr(
                "{file}: no column of counts is named. Expected a section such as [unpaid_care] with lines like "
                '"Carers" = "Provides unpaid care", or {keys}. Add it.',
                file=source, keys=", ".join(LONG_KEYS),
            )
        )  # fmt: skip


def _columns(source: str, sections: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, str]]:
    columns: dict[str, tuple[str, str]] = {}
    for table, rows in sections.items():
        for heading, category in rows.items():
            if heading in columns:
                raise FileUnusableError(
                    tr(
                        "{file}: column '{column}' stands in two sections. Expected each column once. Remove one.",
                        file=source,
                        column=heading,
                    )
                )
            columns[heading] = (name_table(table), category.strip())
    return columns


def read_mapped_counts(path: Path, column_map: ColumnMap, *, settings: Settings) -> list[Counts]:
    """Read a file's counts as a map says, table by table.

    Lines above the headings, and lines without any count, are an office's notes and are passed by.

    Raises
    ------
    FileUnusableError
        A column of the map is not in the file or is there twice, or an area has a category twice.
    """
    table = read_table(Path(path), settings=settings, header=False)
    top, place_of = _find_headings(table, column_map)
    below = table.frame.loc[table.frame.index > top]
    codes = below[place_of.get(column_map.area, table.columns[0])].map(tidy_code)
    pieces = _long_piece if column_map.is_long else _wide_pieces
    long = pieces(below, codes, place_of, column_map)
    long["value"] = to_numbers(long["text"].where(~long["text"].isin(column_map.nought), "0"))
    if long.empty:
        raise FileUnusableError(
            tr("{file}: there is no count below the headings in row {row}.", file=table.source, row=top)
        )
    return [
        _add_up(Counts(table.source, str(name), column_map.unit.value, column_map.vintage), rows)
        for name, rows in long.groupby("table", sort=False)
    ]


def _find_headings(table: Table, column_map: ColumnMap) -> tuple[int, dict[str, str]]:
    """Return the number of the heading row and where each heading of the map stands."""
    wanted = {plain_form(one): one for one in column_map.headings}
    top = table.frame.head(HEADER_SEARCH_ROWS)
    hits = [sum(plain_form(cell) in wanted for cell in set(row)) for row in top.itertuples(index=False)]
    at = hits.index(max(hits))
    row = top.iloc[at]
    places: dict[str, list[str]] = {}
    for column, cell in row.items():
        places.setdefault(wanted.get(plain_form(cell), ""), []).append(str(column))
    for heading in column_map.headings:
        found = places.get(heading, [])
        if len(found) != 1:
            raise _no_heading(table, column_map, heading, [cell for cell in row if cell] if max(hits) else [])
    return int(top.index[at]), {heading: places[heading][0] for heading in column_map.headings}


def _no_heading(table: Table, column_map: ColumnMap, heading: str, has: list[str]) -> FileUnusableError:
    twice = sum(plain_form(cell) == plain_form(heading) for cell in has) > 1
    said = tr("stands twice") if twice else tr("is not there")
    return FileUnusableError(
        tr(
            "{file}: column '{column}' of the map {map} {said}. Expected it once in one row of headings. That row has: "
            "{has}. Correct the map.",
            file=table.source, column=heading, map=column_map.source, said=said,
            has=", ".join(has[:_SHOWN]) or tr("none of the map's columns"),
        )
    )  # fmt: skip


def _wide_pieces(
    below: pd.DataFrame, codes: pd.Series[str], place_of: Mapping[str, str], column_map: ColumnMap
) -> pd.DataFrame:
    pieces = []
    for heading, (table, category) in column_map.columns.items():
        text = below[place_of[heading]]
        pieces.append(_piece(codes, text).assign(table=table, category=_total_or(category), column=heading))
    long = pd.concat(pieces, ignore_index=True)
    noted = long["text"].ne("").groupby(long["row"]).transform("any")
    return long[noted].reset_index(drop=True)


def _long_piece(
    below: pd.DataFrame, codes: pd.Series[str], place_of: Mapping[str, str], column_map: ColumnMap
) -> pd.DataFrame:
    categories = below[place_of[column_map.category]]
    names = categories.map(lambda one: _total_or(column_map.names.get(one, one)))
    long = _piece(codes, below[place_of[column_map.count]])
    long = long.assign(table=column_map.table, category=names.to_numpy(), column=categories.to_numpy())
    return long[(long["text"] != "") | (long["column"] != "")].reset_index(drop=True)


def _total_or(category: str) -> str:
    return TOTAL if is_total(category) else category


def _piece(codes: pd.Series[str], text: pd.Series[str]) -> pd.DataFrame:
    cells = {"row": text.index.to_numpy(), "code": codes.to_numpy(), "text": text.to_numpy()}
    return pd.DataFrame(cells)


def _add_up(facts: Counts, long: pd.DataFrame) -> Counts:
    """Add up the counts that the map gives one category, and fill in what is known of the file."""
    check_once(facts.source, long.assign(category=long["column"]))
    problems, left_out = check_values(facts.source, long)
    whole = long[~long["code"].isin(left_out)]
    first = {name: (name, "first") for name in ("row", "text", "column")}
    added = whole.groupby(["code", "category"], sort=False, as_index=False).agg(**first, value=("value", "sum"))
    filled = fill_counts(facts, added)
    return replace(filled, left_out=filled.left_out | left_out, problems=(*problems, *filled.problems))
