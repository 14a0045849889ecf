"""A group's share from half-year to half-year, below new faces and regulars."""

from __future__ import annotations

import math

import streamlit as st

from assetmap.messages import tr
from assetmap.render.group_words import characteristic_words
from assetmap.services import reached_trend
from assetmap.services.people_counted import People
from assetmap.services.reached_trend import Group
from assetmap.web import parts
from assetmap.web.parts import Column


def show(people: People) -> None:
    """Ask for a group, and show its share by half-year; nothing where no group is on record."""
    groups = reached_trend.groups_on_record(people)
    if not groups:
        return
    st.header(tr("Has a group's share changed?"), anchor=False)
    by_name = {_name(group): group for group in groups}
    chosen = st.selectbox(tr("Which group"), list(by_name), format_func=parts.option, key="trend_group")
    answer = reached_trend.exact_trend(people, by_name.get(str(chosen), groups[0]))
    parts.sentences([*answer.facts.attrs["details"]["answer"], *answer.notes])
    rows = [
        {
            "half_year": row["half_year"],
            "count": tr("{count} of {people}", count=row["count"], people=row["people"]),
            "share": _share(row["share"], row["low"], row["high"]),
            "not_stated": str(row["not_stated"]),
        }
        for row in answer.facts.to_dict("records")
    ]
    columns = (
        Column(key="half_year", label=tr("Half-year")),
        Column(key="count", label=tr("Of the group, of all who said")),
        Column(key="share", label=tr("In 100")),
        Column(key="not_stated", label=tr("Did not say")),
    )
    parts.table(rows, columns, caption=tr("The group's share of the people of each half-year"), key="trend")


def _name(group: Group) -> str:
    return f"{characteristic_words(group[0])}: {tr(group[1])}"


def _share(share: float, low: float, high: float) -> str | None:
    if math.isnan(share):
        return None
    return tr("{share:.0f} (between {low:.0f} and {high:.0f})", share=share, low=low, high=high)
