"""Which column of a census table is what: codes, categories, counts, totals. Long and wide tables, any office."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from assetmap.adapters.files import Table
from assetmap.errors import FileUnusableError
from assetmap.messages import tr
from assetmap.model import census as words
from assetmap.model.place import AREA_CODE_PATTERN, AREA_ID_HEADINGS, is_area_id_heading, squeeze
from assetmap.model.text import plain_form, tidy_code


@dataclass(frozen=True)
class Layout:
    """What each column of a table is.

    Attributes
    ----------
    id_column
        Area codes.
    counts
        Column to category. One column in a long table (its category is empty: it stands in ``category_column``).
    category_column
        Column with the category in a long table; empty in a wide one.
    total_column
        Column with the table's own total, or empty.
    table
        What the categories are, such as "disability".
    unit
        What is counted, None if nothing says.
    """

    id_column: str
    counts: dict[str, str]
    category_column: str
    total_column: str
    table: str
    unit: words.Unit | None


def find_layout(table: Table, area_codes: frozenset[str]) -> Layout:
    """Tell what the columns of a census table are.

    Parameters
    ----------
    table
        The table as text.
    area_codes
        The place's codes in tidy form: the column that holds most of them is the code column.

    Raises
    ------
    FileUnusableError
        No column of codes, none of counts, scores instead of counts, or more than one way to read it.
    """
    frame = table.frame
    id_column = _find_id(table, area_codes)
    numbers = _number_columns(table, id_column)
    if frame[id_column].map(tidy_code).duplicated().any():
        return _long(table, id_column, numbers)
    return _wide(table, id_column, numbers)


def to_numbers(cells: pd.Series[str]) -> pd.Series[float]:
    """Return cells as numbers, "1,234" too; what is not a number becomes not-a-number."""
    return pd.to_numeric(cells.str.replace(",", "", regex=False), errors="coerce").astype("float64")


def is_total(label: str) -> bool:
    """Return whether a heading or category is a table's own total, such as 'Total: All usual residents'."""
    first = squeeze(label.split(words.LABEL_SEPARATOR, maxsplit=1)[0])
    rest = first.removeprefix(words.TOTAL_START)
    return first in words.TOTAL_HEADINGS or (rest != first and rest in words.TOTAL_HEADINGS)


def _find_id(table: Table, area_codes: frozenset[str]) -> str:
    def rank(column: str) -> tuple[int, bool, bool, bool]:
        codes = {tidy_code(cell) for cell in table.frame[column].unique()}
        official = sum(re.match(AREA_CODE_PATTERN, code) is not None for code in codes)
        return (
            len(codes & area_codes),
            is_area_id_heading(column),
            official > words.DATA_SHARE * len(codes),
            squeeze(column) in AREA_ID_HEADINGS,
        )

    best = max(table.columns, key=rank)
    if not any(rank(best)):
        raise FileUnusableError(
            tr(
                "{file}: no column of area codes is recognised. It has: {columns}. Expected one such as "
                "LSOA21CD, with the same codes as the place's areas. Add it to the table.",
                file=table.source,
                columns=", ".join(table.columns[:20]),
            )
        )
    return best


def _number_columns(table: Table, id_column: str) -> list[str]:
    numbers = [column for column in table.columns if column != id_column and _is_numbers(table.frame[column])]
    counts = [column for column in numbers if squeeze(column) not in words.NOT_COUNT_HEADINGS]
    useful = [column for column in counts if not _is_score(column)]
    if counts and not useful:
        raise _scores(table, tr("its columns are scores, ranks or shares (first: '{first}')", first=counts[0]))
    if not useful:
        raise FileUnusableError(
            tr(
                "{file}: there is no column of counts. It has: {columns}. Expected numbers of people or "
                "households by area. Choose another table.",
                file=table.source,
                columns=", ".join(table.columns[:20]),
            )
        )
    values = to_numbers(pd.concat([table.frame[column] for column in useful])).dropna()
    if (values % 1 != 0).mean() > words.SCORE_SHARE:
        raise _scores(
            table, tr("many of its numbers are not whole (first: {first})", first=values[values % 1 != 0].iloc[0])
        )
    return useful


def _scores(table: Table, why: str) -> FileUnusableError:
    return FileUnusableError(
        tr(
            "{file}: {why}. Expected counts of people or households. Scores cannot be added up into a "
            "population: choose the table with the counts.",
            file=table.source,
            why=why,
        )
    )


def _is_numbers(cells: pd.Series[str]) -> bool:
    filled = cells[~cells.str.lower().isin(words.HIDDEN_COUNTS)]
    return len(filled) > 0 and bool(to_numbers(filled).notna().mean() > words.DATA_SHARE)


def _is_score(column: str) -> bool:
    return words.SCORE_SIGN in column or bool(words.SCORE_WORDS & set(plain_form(column).split()))


def _long(table: Table, id_column: str, numbers: Sequence[str]) -> Layout:
    count = _count_column(table, numbers)
    total = next((column for column in numbers if column != count and is_total(column)), "")
    category = _category_column(table, id_column, [count, total])
    return Layout(
        id_column,
        {count: ""},
        category,
        total,
        name_table(category),
        _unit([total, count, category, *table.columns, table.source]),
    )


def _count_column(table: Table, numbers: Sequence[str]) -> str:
    named = [column for column in numbers if squeeze(column) in words.COUNT_HEADINGS]
    ordered = sorted(named, key=is_total) or [column for column in numbers if not is_total(column)] or list(numbers)
    if not named and len(ordered) > 1:
        raise FileUnusableError(
            tr(
                "{file}: it has several columns of numbers ({ordered}) and each area in many rows. Expected "
                "one column of counts. Keep one, or name it 'count'.",
                file=table.source,
                ordered=", ".join(ordered[:5]),
            )
        )
    return ordered[0]


def _category_column(table: Table, id_column: str, taken: Sequence[str]) -> str:
    frame = table.frame
    groups = frame[id_column].map(tidy_code)
    found: list[str] = []
    for column in table.columns:
        if column in {id_column, *taken} or len(frame[column].unique()) <= 1:
            continue
        # A column with one value an area says something about the area (its name), not about people.
        if frame[column].groupby(groups).nunique().max() > 1:
            found.append(column)
    found = _without_twins(frame, found)
    if len(found) != 1:
        said = (
            tr("columns {found} could all be the category", found=", ".join(found))
            if found
            else tr("no column holds the category")
        )
        raise FileUnusableError(
            tr(
                "{file}: each area stands in many rows, and {said}. Expected one such column, such as 'age'. Keep one.",
                file=table.source,
                said=said,
            )
        )
    return found[0]


def _without_twins(frame: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    # Offices give a category twice, as a code and in words: the words are kept.
    kept: list[str] = []
    for column in sorted(columns, key=lambda name: -float(frame[name].str.len().mean())):
        twin = any(len(frame[[column, other]].drop_duplicates()) == frame[other].nunique() for other in kept)
        if not twin:
            kept.append(column)
    return [column for column in columns if column in kept]


def _wide(table: Table, id_column: str, numbers: Sequence[str]) -> Layout:
    labels = {column: _label(column) for column in numbers}
    topic = _shared_topic(list(labels.values()))
    if topic:
        labels = {column: label.split(words.LABEL_SEPARATOR, maxsplit=1)[1].strip() for column, label in labels.items()}
    total = next((column for column, label in labels.items() if is_total(label)), "")
    counts = {column: label for column, label in labels.items() if column != total}
    name = _wide_name(table, topic, list(counts.values()))
    unit = _unit([total, *counts, table.source]) or _dataset_unit(table.source)
    return Layout(id_column, counts, "", total, name, unit)


def _label(column: str) -> str:
    at = column.lower().find(words.MEASURE_SUFFIX)
    return (column if at < 0 else column[:at]).strip()


def _shared_topic(labels: Sequence[str]) -> str:
    topics = {label.split(words.LABEL_SEPARATOR, maxsplit=1)[0].strip() for label in labels}
    return topics.pop() if len(topics) == 1 and all(words.LABEL_SEPARATOR in label for label in labels) else ""


def _wide_name(table: Table, topic: str, labels: Sequence[str]) -> str:
    if plain_form(topic) in words.TABLE_OF_HEADING:
        return name_table(topic)
    dataset = words.TABLE_OF_DATASET.get(_dataset(table.source))
    if dataset or topic:
        return dataset or name_table(topic)
    ages = np.array([re.match(words.AGE_PATTERN, label.lower()) is not None for label in labels])
    if len(ages) and ages.mean() > words.DATA_SHARE:
        return words.AGE_TABLE
    return name_table(table.source.rsplit(".", maxsplit=1)[0])


def _dataset(source: str) -> str:
    """Return the data set that a bulk file of Nomis is named after, such as ts038; else ''."""
    found = re.search(words.NOMIS_FILE, source.lower())
    return found[2] if found else ""


def _dataset_unit(source: str) -> words.Unit | None:
    dataset = _dataset(source)
    if dataset not in words.TABLE_OF_DATASET:
        return None
    return words.Unit.HOUSEHOLDS if dataset in words.HOUSEHOLD_DATASETS else words.Unit.RESIDENTS


def name_table(heading: str) -> str:
    """Return the short name of what a heading's categories are: 'Ethnic group' becomes 'ethnic_group'."""
    plain = plain_form(heading)
    return words.TABLE_OF_HEADING.get(plain, plain.replace(" ", "_")) or words.TOTAL


def _unit(texts: Sequence[str]) -> words.Unit | None:
    for text in texts:
        plain = plain_form(text)
        for word, unit in words.UNIT_WORDS:
            if word in plain:
                return unit
    return None
