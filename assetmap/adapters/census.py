"""Counts of people and households by area: files of counts matched with a place's areas."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from assetmap.adapters.census_counts import Counts, read_counts
from assetmap.adapters.census_map import read_mapped_counts
from assetmap.config import Settings
from assetmap.errors import FileUnusableError
from assetmap.messages import and_more, tr
from assetmap.model import census as words
from assetmap.model.census_map import ColumnMap
from assetmap.model.imports import Problem
from assetmap.model.place import MINIMUM_MATCHING_SHARE
from assetmap.model.tables import POPULATION
from assetmap.model.text import tidy_code


@dataclass(frozen=True)
class PopulationRead:
    """Counts matched with a place's areas: schema POPULATION, tables in the order they were given."""

    frame: pd.DataFrame
    vintages: dict[str, str]
    problems: tuple[Problem, ...]


def read_population(
    paths: Sequence[Path],
    *,
    areas: pd.DataFrame,
    areas_vintage: str,
    before: pd.DataFrame,
    settings: Settings,
    column_map: ColumnMap | None = None,
) -> PopulationRead:
    """Read files of counts and match them with a place's areas.

    Parameters
    ----------
    paths
        Files in the order given; the first table of residents is the place's population.
    areas
        Schema AREAS.
    areas_vintage
        Such as "LSOA 2021".
    before
        Counts the place has already, schema POPULATION; a new file replaces them table by table and area by area.
    settings
        Limits.
    column_map
        What the columns of these files are; None where their headings tell.

    Raises
    ------
    FileUnusableError
        A file cannot be used, or fewer than half of the place's areas are in it.
    """
    names = dict(zip(areas["area_id"], areas["name"], strict=True))
    by_code = {tidy_code(code): code for code in areas["area_id"]}
    read = _read_each(paths, frozenset(by_code), column_map, settings)
    problems: list[Problem] = []
    matched: list[pd.DataFrame] = []
    for counts in read:
        frame = _match(counts, by_code)
        problems += [*counts.problems, *_say_match(counts, frame, names, by_code, areas_vintage)]
        _check_match(counts, frame, by_code, [*matched, before])
        matched.append(frame)
    _check_once_in_all(read, matched)
    vintages = {counts.source: counts.vintage for counts in read}
    return PopulationRead(merge_tables(before, matched), vintages, tuple(dict.fromkeys(problems)))


def _read_each(
    paths: Sequence[Path], codes: frozenset[str], column_map: ColumnMap | None, settings: Settings
) -> list[Counts]:
    if column_map is None:
        return [read_counts(path, settings=settings, area_codes=codes) for path in paths]
    return [one for path in paths for one in read_mapped_counts(path, column_map, settings=settings)]


def _match(counts: Counts, by_code: Mapping[str, str]) -> pd.DataFrame:
    inside = counts.frame[counts.frame["code"].isin(by_code)]
    frame = pd.DataFrame(
        {
            "table": counts.table,
            "area_id": inside["code"].map(by_code),
            "category": inside["category"],
            "count": inside["count"],
            "unit": counts.unit,
            "vintage": counts.vintage,
        }
    )
    return frame.astype(POPULATION.dtypes)[POPULATION.column_names].reset_index(drop=True)


def _check_match(
    counts: Counts, frame: pd.DataFrame, by_code: Mapping[str, str], others: Sequence[pd.DataFrame]
) -> None:
    codes = set(counts.frame["code"]) | counts.left_out
    found = len(codes & set(by_code))
    together = set(frame["area_id"]).union(*(other[other["table"] == counts.table]["area_id"] for other in others))
    # A place may get one table in several files, such as one a county: each must lie in the place, all must fill it.
    enough = found >= MINIMUM_MATCHING_SHARE * len(by_code)
    a_part = len(together) >= MINIMUM_MATCHING_SHARE * len(by_code) and found >= MINIMUM_MATCHING_SHARE * len(codes)
    if not (enough or a_part):
        example = next(iter(sorted(codes)), "none")
        own = next(iter(by_code.values()))
        raise FileUnusableError(
            tr(
                "{file}: {found} of the {number} areas of this place are in it ({percent:.0f} %). Expected at "
                "least {least:.0f} %. It may be the population of another place: it has codes like {example}, "
                "the place has codes like {own}. Choose the table for this place's areas.",
                file=counts.source,
                found=found,
                number=len(by_code),
                percent=100 * found / len(by_code),
                least=100 * MINIMUM_MATCHING_SHARE,
                example=example,
                own=own,
            )
        )


def _check_once_in_all(read: Sequence[Counts], matched: Sequence[pd.DataFrame]) -> None:
    for (at, one), (later, other) in itertools.combinations(enumerate(matched), 2):
        shared = one.merge(other, on=["table", "area_id", "category"])
        if len(shared):
            raise FileUnusableError(
                tr(
                    "{file} and {other_file}: both have '{table}' for {area_id}. Expected each table once an "
                    "area. Give one of the two files.",
                    file=read[at].source,
                    other_file=read[later].source,
                    table=shared["table"].iloc[0],
                    area_id=shared["area_id"].iloc[0],
                )
            )


def _say_match(
    counts: Counts, frame: pd.DataFrame, names: Mapping[str, str], by_code: Mapping[str, str], areas_vintage: str
) -> list[Problem]:
    said: list[Problem] = []
    outside = len(set(counts.frame["code"]) - set(by_code))
    if outside:
        said.append(
            Problem(
                0,
                f"{counts.source}: codes",
                tr("{outside:,} codes are of areas outside this place", outside=outside),
                tr("codes of this place's areas"),
                tr("Their counts were left out. Nothing to do if the file covers more than this place."),
            )
        )
    missing = [area for area in names if area not in set(frame["area_id"])]
    if missing:
        said.append(_say_missing(counts, missing, names, areas_vintage))
    return said


def _say_missing(counts: Counts, missing: Sequence[str], names: Mapping[str, str], areas_vintage: str) -> Problem:
    shown = ", ".join(f"{names[area]} ({area})" for area in missing[: words.MISSING_SHOWN])
    more = and_more(len(missing) - words.MISSING_SHOWN)
    why = ""
    if counts.vintage and areas_vintage and counts.vintage != areas_vintage:
        years = {"file_vintage": counts.vintage, "areas_vintage": areas_vintage}
        why = tr(" The file is for {file_vintage}, the areas are {areas_vintage}: some changed.", **years)
    return Problem(
        0,
        f"{counts.source}: areas",
        tr(
            "{number} of {total} areas have no counts here: {shown}{more}",
            number=len(missing),
            total=len(names),
            shown=shown,
            more=more,
        ),
        tr("counts for each area"),
        tr("Their '{table}' counts are not known.{why}", table=counts.table, why=why),
    )


def merge_tables(before: pd.DataFrame, new: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return counts with new ones put in: an area's rows of a table replace those it had; table order stays."""
    merged = before
    for frame in new:
        taken = set(zip(frame["table"], frame["area_id"], strict=True))
        again = [pair in taken for pair in zip(merged["table"], merged["area_id"], strict=True)]
        merged = pd.concat([merged[[not one for one in again]], frame], ignore_index=True)
    order = {name: at for at, name in enumerate(dict.fromkeys([*before["table"], *merged["table"]]))}
    return merged.sort_values("table", key=lambda tables: tables.map(order), kind="stable", ignore_index=True)


def residents_by_area(population: pd.DataFrame) -> pd.Series[Any] | None:
    """Return residents by area code from the first table that counts residents; None if there is none.

    A table of a question that children were not asked comes last: its total leaves them out.

    Areas that the table does not have are not in the answer: their residents are not known.
    """
    people = _totals(population)
    first = people[people["table"] == table_of_all_residents(population)]
    residents: pd.Series[Any] = first.set_index("area_id")["count"]
    return None if first.empty else residents


def table_of_all_residents(population: pd.DataFrame) -> str | None:
    """Return the name of the table whose totals are the place's population; None if no table counts residents."""
    people = _totals(population)
    whole = people[~people["table"].isin(words.ASKED_FROM_AGE)]
    of_all = people if whole.empty else whole
    return None if of_all.empty else str(of_all["table"].iloc[0])


def _totals(population: pd.DataFrame) -> pd.DataFrame:
    return population[(population["unit"] == words.Unit.RESIDENTS.value) & (population["category"] == words.TOTAL)]


def say_differences(population: pd.DataFrame) -> list[Problem]:
    """Tell which tables of all residents have another total than the first one."""
    people = _totals(population)
    people = people[~people["table"].isin(words.ASKED_FROM_AGE)]
    sums = people.groupby("table", sort=False)["count"].agg(["sum", "size"])
    return [
        Problem(
            0,
            "population",
            tr(
                "the table '{table}' has {sum:,} residents in {size:,} areas, "
                "'{first}' has {first_sum:,} in {first_size:,}",
                table=table,
                sum=row["sum"],
                size=row["size"],
                first=sums.index[0],
                first_sum=sums.iloc[0]["sum"],
                first_size=sums.iloc[0]["size"],
            ),
            tr("the same number in both"),
            tr(
                "We use '{first}', which was given first. Each table is compared with its own total.",
                first=sums.index[0],
            ),
        )
        for table, row in list(sums.iterrows())[1:]
        if row["sum"] != sums.iloc[0]["sum"]
    ]
