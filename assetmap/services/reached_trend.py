"""Whether a group's share of the people who come changes from half-year to half-year. Exact figures."""

from __future__ import annotations

import pandas as pd

from assetmap.analysis import disclosure
from assetmap.analysis.representation_trend import compare_periods, share_by_half_year
from assetmap.errors import NotFoundError
from assetmap.messages import tr
from assetmap.model.half_year import Change, half_year_words
from assetmap.model.participation import DECLINED, NOT_STATED
from assetmap.model.release import WorkingView
from assetmap.model.text import harmless
from assetmap.render.group_words import characteristic_words
from assetmap.services.people_counted import People, values_of

TREND_COLUMNS = ("half_year", "count", "people", "share", "low", "high", "not_stated")
Group = tuple[str, str]
"""A characteristic, and one of the categories that people gave."""


def groups_on_record(people: People) -> list[Group]:
    """Return every group that somebody gave, by characteristic and name."""
    return [
        (name, value)
        for name in people.characteristics()
        for value in sorted(set(values_of(people.rows, name)) - {NOT_STATED, DECLINED})
    ]


def check_group(people: People, group: Group) -> None:
    """Refuse a group that nobody gave: a share of nobody would read as if somebody had been asked.

    Raises
    ------
    NotFoundError
        Nobody gave it.
    """
    there = groups_on_record(people)
    if group not in there:
        raise NotFoundError(
            tr("--group {group}: nobody is on record in it. Expected one of: {there}. Choose one of these.",
               group=harmless("=".join(group)), there="; ".join(map("=".join, there)) or tr("none yet"))
        )  # fmt: skip


def exact_trend(people: People, group: Group) -> WorkingView[pd.DataFrame]:
    """Return a group's share of the people of each half-year, with its 95 % interval (Wilson).

    Returns
    -------
    WorkingView
        ``TREND_COLUMNS``; shares in 100. ``attrs["details"]["answer"]`` compares the last two half-years in words.
    """
    rows = people.rows.assign(value=values_of(people.rows, group[0]))
    table = share_by_half_year(rows, group[1]).reset_index()
    said = _answer(table, group)
    table["half_year"] = table["half_year"].map(half_year_words)
    table[["share", "low", "high"]] = (100 * table[["share", "low", "high"]]).round()
    table.attrs["details"] = {"answer": said}
    note = tr(
        "Each person counts once a half-year, with the last answer they gave in it. Shares are of those who said."
    )
    return disclosure.make_working_view(table[list(TREND_COLUMNS)], [note])


def _answer(table: pd.DataFrame, group: Group) -> list[str]:
    who = f"{characteristic_words(group[0])}: {tr(group[1])}"
    if len(table) < 2:  # noqa: PLR2004 - a change needs two
        return [tr("There is one half-year on record, so a change cannot be told yet."), tr("Look again in the next.")]
    before, after = table.iloc[-2], table.iloc[-1]
    found = compare_periods((before["count"], before["people"]), (after["count"], after["people"]))
    change = tr(str(found.change or Change.TOO_FEW))
    periods = {"after": half_year_words(after["half_year"]), "before": half_year_words(before["half_year"])}
    return [
        tr("{who}. {change}: {after} beside {before}.", who=who[:1].upper() + who[1:], change=change, **periods),
        tr("Ask people of the group what has changed."),
    ]
