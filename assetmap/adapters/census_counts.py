"""One file of counts of people or households: read whatever its layout, checked, its totals added."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from assetmap.adapters.census_layout import Layout, find_layout, is_total, to_numbers
from assetmap.adapters.files import Table, read_table
from assetmap.config import Settings
from assetmap.errors import FileUnusableError
from assetmap.messages import tr
from assetmap.model import census as words
from assetmap.model.census_levels import smallest_parts
from assetmap.model.imports import Problem
from assetmap.model.place import AREA_ID_HEADINGS, LEVELS, geography_vintage
from assetmap.model.text import tidy_code

_YEARS = ("", "01", "11", "21", "22", "23", "24", "25", "2001", "2011", "2021", "2022", "2023", "2024", "2025")
_KNOWN = frozenset(
    f"{level}{year}{gap}{end}" for level, year, gap, end in itertools.product(LEVELS, _YEARS, ("", " "), ("cd", "code"))
) | {"geography code", "mnemonic", "area code", *(AREA_ID_HEADINGS[:2])}


@dataclass(frozen=True)
class Counts:
    """One file's counts before they are matched with areas.

    Attributes
    ----------
    frame
        Columns row (as a spreadsheet shows it), code (tidy), category, count.
    left_out
        Codes whose rows could not be used; they are in no row of the frame.
    """

    source: str
    table: str
    unit: str
    vintage: str
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    left_out: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def read_counts(path: Path, *, settings: Settings, area_codes: frozenset[str], sheet: str = "") -> Counts:
    """Read one file of counts, long or wide, CSV or spreadsheet.

    Parameters
    ----------
    path
        The file.
    settings
        Limits.
    area_codes
        The place's codes in tidy form; they help to find the column of codes.
    sheet
        The sheet to read; empty takes the first with rows.

    Raises
    ------
    FileUnusableError
        It holds no counts, or holds them in more than one way.
    """
    table = read_table(Path(path), settings=settings, sheet=sheet, known=_KNOWN)
    layout = find_layout(table, area_codes)
    long = _melt(table, layout)
    unit = layout.unit
    said = [] if unit is not None else [_say_no_unit(table.source)]
    codes = [code for code in long["code"].unique() if code]
    vintage = _with_year(geography_vintage(layout.id_column, codes), table.source)
    facts = Counts(table.source, layout.table, (unit or words.Unit.RESIDENTS).value, vintage, problems=tuple(said))
    return fill_counts(facts, long)


def fill_counts(facts: Counts, long: pd.DataFrame) -> Counts:
    """Check one row a count, leave out areas with a cell that is no count, and add each area's total.

    Parameters
    ----------
    facts
        Source, table, unit, vintage and what is to be said already.
    long
        Columns row, code, category, text (as written), value (not a number where the text is none), column.

    Raises
    ------
    FileUnusableError
        An area has a category twice.
    """
    check_once(facts.source, long)
    problems, left_out = check_values(facts.source, long)
    kept = long[~long["code"].isin(left_out)].reset_index(drop=True)
    kept["count"] = kept["value"].astype("int64")
    frame, sums = _with_totals(facts.source, facts.table, kept[["row", "code", "category", "count"]])
    said = (*problems, *sums, *facts.problems)
    return replace(facts, frame=frame, left_out=frozenset(left_out), problems=said)


def _with_year(vintage: str, source: str) -> str:
    """Return a vintage with the year that a bulk file's name gives, where its columns give none."""
    named = re.search(words.NOMIS_FILE, source.lower())
    return f"{vintage} {named[1]}" if named and vintage and not vintage[-1].isdigit() else vintage


def _melt(table: Table, layout: Layout) -> pd.DataFrame:
    """Return one row a count: row, code, category, text, value, column."""
    frame = table.frame
    codes = frame[layout.id_column].map(tidy_code)
    pieces = []
    for column, category in layout.counts.items():
        labels = category or frame[layout.category_column].map(lambda text: words.TOTAL if is_total(text) else text)
        pieces.append(_piece(frame, codes, column, labels))
    if layout.total_column:
        totals = _piece(frame, codes, layout.total_column, words.TOTAL)
        pieces.append(totals.drop_duplicates(["code", "text"]) if layout.category_column else totals)
    long = pd.concat(pieces, ignore_index=True)
    # Offices put notes under the table: a row without a code and without a number is one.
    return long[(long["code"] != "") & ~((long["text"] == "") & (long["category"] == ""))]


def _piece(frame: pd.DataFrame, codes: pd.Series[str], column: str, labels: pd.Series[str] | str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": frame.index.to_numpy(),
            "code": codes.to_numpy(),
            "category": labels if isinstance(labels, str) else labels.to_numpy(),
            "text": frame[column].to_numpy(),
            "value": to_numbers(frame[column]).to_numpy(),
            "column": column,
        }
    )


def check_once(source: str, long: pd.DataFrame) -> None:
    """Refuse counts that give one area's category twice; columns row, code, category."""
    again = long[long.duplicated(["code", "category"])]
    if again.empty:
        return
    code, category, row = again.iloc[0][["code", "category", "row"]]
    first = long[(long["code"] == code) & (long["category"] == category)]["row"].iloc[0]
    raise FileUnusableError(
        tr(
            "{source}: {code} has '{category}' twice (rows {first} and {row}). Expected each category once an "
            "area. The file may hold several years or places of one name: keep one.",
            source=source, code=code, category=category, first=first, row=row,
        )
    )  # fmt: skip


def check_values(source: str, long: pd.DataFrame) -> tuple[list[Problem], set[str]]:
    """Return what is wrong with cells that are no counts, and the codes of their areas; columns as in `fill_counts`."""
    value = long["value"]
    bad = long[value.isna() | (value < 0) | (value % 1 != 0)]
    problems = [
        Problem(
            int(row),
            f"{source}: {column}",
            str(text) or "nothing",
            tr("a whole number, nought or more"),
            tr("The counts of {code} were left out of this table. Correct the row and add the file again.", code=code),
        )
        for row, column, text, code in bad[["row", "column", "text", "code"]].itertuples(index=False)
    ]
    return problems, set(bad["code"])


def _with_totals(source: str, table: str, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Add each area's total where the table has none; tell where its own total is not the sum of its categories."""
    own = frame[frame["category"] == words.TOTAL].set_index("code")["count"]
    categories = set(frame["category"]) - {words.TOTAL}
    parts = frame[frame["category"].isin(smallest_parts(categories, table=table))]
    sums = parts.groupby("code", sort=False)["count"].sum()
    missing = sums.index.difference(own.index, sort=False)
    rows = parts.drop_duplicates("code").set_index("code")["row"]
    added = pd.DataFrame(
        {"row": rows[missing].to_numpy(), "code": missing, "category": words.TOTAL, "count": sums[missing].to_numpy()}
    )
    both = own.index.intersection(sums.index)
    differ = int((own[both] != sums[both]).sum())
    said = [_say_sums(source, differ, int(own[both].sum()), int(sums[both].sum()))] if differ else []
    return pd.concat([frame, added], ignore_index=True), said


def _say_sums(source: str, differ: int, own: int, sums: int) -> Problem:
    return Problem(
        0,
        f"{source}: total",
        tr(
            "in {differ:,} areas the categories add up to another number than the total ({sums:,} against {own:,})",
            differ=differ,
            sums=sums,
            own=own,
        ),
        tr("the same number"),
        tr("We kept both as they are. Offices change counts a little so that nobody can be picked out."),
    )


def _say_no_unit(source: str) -> Problem:
    return Problem(
        0,
        source,
        tr("nothing says whether people or households are counted"),
        tr("a heading with the word residents or households"),
        tr("We took them as residents. If they are households, say so in the heading and add the file again."),
    )
