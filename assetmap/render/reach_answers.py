"""The first sentences about who came: what the labels of a table say, and what to do next.

Each answer is true of every label in its table. Rows that nothing stands beside, such as people who did not say, take
no part in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from assetmap.messages import mark, tr, tr_count
from assetmap.model.census_groups import THE_REST
from assetmap.model.representation import UNIT_PLURALS, Label, UnitKind, unit_count
from assetmap.render.group_words import characteristic_words

_FEWER = (Label.FEWER, Label.MUCH_FEWER)
_MORE = (Label.MORE, Label.MUCH_MORE)
_NAMED = 3
_INTRODUCE = mark("Ask people and groups who know them: Who could introduce us?")
_ASK_OF_GROUPS = mark("That does not prove that nobody is left out: ask people who know them.")
_ASK_OF_PLACES = mark("That does not prove nobody is left out: ask people who live there.")


@dataclass(frozen=True)
class _Told:
    """How many rows say what, of those that can be compared."""

    total: int
    about: int
    too_few: int
    unknown: int
    left_open: int


def _count(labels: pd.Series) -> _Told:
    number = labels.value_counts()
    kinds = (Label.ABOUT, Label.TOO_FEW, Label.UNKNOWN, Label.NONE)
    return _Told(len(labels), *(int(number.get(str(one), 0)) for one in kinds))


def _compared(table: pd.DataFrame) -> pd.Series:
    """Return which rows stand beside residents."""
    return pd.to_numeric(table["population"], errors="coerce") > 0


def not_compared() -> list[str]:
    """Say that groups are shown and not compared: no census counts them, or the records are visits."""
    return [
        tr("We can show which groups came, but not compare them with who lives there."),
        tr("The reason is below."),
    ]


def group_answer(table: pd.DataFrame) -> list[str]:
    """Say which groups fewer people came from, else what can be said, and what to do next.

    Parameters
    ----------
    table
        A row a group, or a patch and group: ``characteristic, group, population, label``, ``name`` for a patch.
        Without rows, nobody's group could be compared because too few people said.
    """
    table = table.assign(label=table["label"].fillna(""))
    the_rest = pd.Series([pair in THE_REST for pair in zip(table["characteristic"], table["group"], strict=True)],
                         index=table.index, dtype=bool)  # fmt: skip
    fewer, more = table["label"].isin(_FEWER), table["label"].isin(_MORE)
    if (fewer & ~the_rest).any():
        return _fewer_groups(table[fewer & ~the_rest], int(fewer.sum()))
    if more.any():
        return _more_groups(table[more])
    if fewer.any():
        return [
            tr("Fewer people than we would expect have come from: {names}.", names=_names(table[fewer])),
            tr("Ask people who know the other groups: is anybody left out?"),
        ]
    compared = table.loc[_compared(table), "label"]
    if len(table) and compared.empty:
        return not_compared()
    return _no_group_stands_out(_count(compared), within="name" in table)


def _fewer_groups(named: pd.DataFrame, number: int) -> list[str]:
    said = tr_count(
        "Fewer people have come from {number} group than we would expect.",
        "Fewer people have come from {number} groups than we would expect.",
        number,
    )
    return [said, tr("Look first at: {names}.", names=_first_names(named)), tr(_INTRODUCE)]


def _more_groups(more: pd.DataFrame) -> list[str]:
    said = tr_count(
        "More people have come from {number} group than we would expect.",
        "More people have come from {number} groups than we would expect.",
        len(more),
    )
    return [
        said,
        tr("Ask people who know the other groups: is anybody left out?"),
        tr("More than expected: {names}.", names=_names(more)),
    ]


def _names(rows: pd.DataFrame) -> str:
    rest = len(rows) - _NAMED
    return "; ".join([_first_names(rows), *([tr("{number:,} more", number=rest)] if rest > 0 else [])])


def _first_names(rows: pd.DataFrame) -> str:
    return "; ".join(_name(row) for row in rows.head(_NAMED).to_dict("records"))


def _name(row: Mapping[object, object]) -> str:
    group = tr(str(row["group"]))
    where = f"{row['name']}, " if "name" in row else ""
    return f"{where}{characteristic_words(str(row['characteristic']))}: {group}"


def _no_group_stands_out(told: _Told, *, within: bool) -> list[str]:
    """Say what labels tell of which none is more or fewer; ``within``: groups of some patches are not in the table."""
    if told.about == told.total and told.total:
        said = (
            tr("No clear difference between the groups that can be compared.")
            if within
            else tr("No clear difference between groups.")
        )
        return [said, tr(_ASK_OF_GROUPS)]
    if told.too_few == told.total:
        return [tr("Too few people have come, or have said, to compare groups."), tr(_INTRODUCE)]
    if told.unknown == told.total:
        return [tr("We can't tell groups apart: too many people did not say."), tr("Say why you ask, and ask again.")]
    if told.left_open == told.total:
        return [tr("Rounded and hidden numbers leave it open whether any group differs."), tr(_INTRODUCE)]
    why = _why_groups(told)
    if not told.about:
        then = tr("Say why you ask, and ask again.") if told.unknown else tr(_INTRODUCE)
        return [tr("We can't tell of any group whether more or fewer came than expected."), then, *why]
    said = tr("No clear difference in {number:,} of {total:,} groups.", number=told.about, total=told.total)
    return [said, tr(_ASK_OF_GROUPS), *why]


def _why_groups(told: _Told) -> list[str]:
    """Say how many groups are not told, and why."""
    said = [
        tr_count(
            "{number} group: too many people did not say.",
            "{number} groups: too many people did not say.",
            told.unknown,
        ),
        tr_count("{number} group: too few people to tell.", "{number} groups: too few people to tell.", told.too_few),
        tr_count(
            "{number} group: rounded or hidden numbers leave it open.",
            "{number} groups: rounded or hidden numbers leave it open.",
            told.left_open,
        ),
    ]
    numbers = (told.unknown, told.too_few, told.left_open)
    return [sentence for number, sentence in zip(numbers, said, strict=True) if number]


def place_answer(frame: pd.DataFrame, kind: UnitKind) -> list[str]:
    """Say what can be said of places where none is labelled fewer, and what to do next.

    Parameters
    ----------
    frame
        A row a place: ``population, label``. ``attrs["details"]["no_labels_because"]`` says why nothing is compared.
    kind
        What the places are.
    """
    labels = frame["label"].fillna("")
    more, about = int(labels.isin(_MORE).sum()), int((labels == Label.ABOUT).sum())
    of_all = unit_count(kind, len(frame))
    if more:
        return [_more_places(more, about, of_all), tr(_ASK_OF_PLACES)]
    if about:
        said = tr("No clear difference in {number:,} of {units}.", number=about, units=of_all)
        return [said, tr(_ASK_OF_PLACES)]
    compared = labels[_compared(frame)]
    why = str(frame.attrs.get("details", {}).get("no_labels_because") or "")
    if why or compared.empty:
        return [tr("We can show who came, but not compare it with who lives there."), why or tr("The reason is below.")]
    return [_untold(_count(compared), tr(UNIT_PLURALS[kind])), _ask_where_untold(kind)]


def _more_places(more: int, about: int, of_all: str) -> str:
    if not about:
        return tr("More people have come from {number:,} of {units} than we would expect.", number=more, units=of_all)
    return tr(
        "More people have come from {number:,} of {units} than we would expect; no clear difference in {about:,}.",
        number=more, units=of_all, about=about,
    )  # fmt: skip


def _untold(told: _Told, units: str) -> str:
    if told.too_few == told.total:
        return tr("Too few people have come to tell {units} apart.", units=units)
    if told.unknown:
        return tr("We can't tell {units} apart: too many people did not say, or too few came.", units=units)
    if told.left_open == told.total:
        return tr("Rounded and hidden numbers leave it open whether any of the {units} differ.", units=units)
    return tr("Too few people have come to tell {units} apart, or rounded numbers hide it.", units=units)


def _ask_where_untold(kind: UnitKind) -> str:
    if kind is UnitKind.PATCH:
        return tr("Ask people who live there.")
    return tr("For your own eyes, put neighbouring areas together into patches, and ask people who live there.")
