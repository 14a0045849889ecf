"""What is said about groups of people who came, and about neighbouring places taken together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from assetmap.messages import mark, tr, tr_count
from assetmap.model.census_groups import THE_REST
from assetmap.model.participation import CHARACTERISTIC_BY_NAME, NOT_STATED
from assetmap.model.representation import SCAN_TELLING, Label
from assetmap.model.text import harmless
from assetmap.render.reach_words import shown_number

DOWNLOAD_COLUMNS: dict[str, str] = {
    "area": mark("Code"),
    "name": mark("Name"),
    "characteristic": mark("What was asked"),
    "group": mark("Group"),
    "observed": mark("Came"),
    "expected": mark("We would expect"),
    "label": mark("What this tells us"),
    "population": mark("Live there"),
}
"""Headings of the list to take away, by column of the table."""
FEWER = (str(Label.FEWER), str(Label.MUCH_FEWER))


def characteristic_words(name: str) -> str:
    """Return a characteristic in plain words."""
    known = CHARACTERISTIC_BY_NAME.get(name)
    return tr(known.label) if known else harmless(name)


def not_stated(name: str, number: int, share: float) -> str:
    """Say how many did not say, and which share of all who came: always shown beside the groups."""
    what = characteristic_words(name)
    if math.isnan(share):
        return tr("{what}: nobody from these places has come yet.", what=what.capitalize())
    return tr(
        "{what}: {number} did not say, {percent} in 100.",
        what=what.capitalize(),
        number=number,
        percent=round(100 * share),
    )


def not_understood(name: str, number: int, kept_as: str) -> list[str]:
    """Say how many gave an answer that is in no table, apart from those who gave none; nothing where nobody did."""
    if not number:
        return []
    said = tr_count(
        "{what}: {number} person gave an answer we could not read.",
        "{what}: {number} people gave an answer we could not read.",
        number,
        what=characteristic_words(name).capitalize(),
    )
    where = tr("They stand under '{kept_as}'.", kept_as=tr(kept_as))
    return [f"{said} {where}"]


def all_together(name: str, p_value: float) -> list[str]:
    """Say how often luck alone would make the groups as uneven as this; nothing where it cannot be told."""
    if math.isnan(p_value):
        return []
    what = characteristic_words(name).capitalize()
    once_in = max(1, round(1 / p_value))
    if once_in == 1:
        return [tr("{what}, all groups together: as even as luck alone would make it.", what=what)]
    return [
        tr("{what}, all groups together: luck alone is as uneven as this about once in {number:,} times.",
           what=what, number=once_in)
    ]  # fmt: skip


def patches_told(name: str, told: int, patches: int) -> str:
    """Say in how many patches groups can be compared."""
    what = characteristic_words(name).capitalize()
    return tr(
        "{what}: groups can be compared in {told} of {patches} places; in the others too few people said.",
        what=what, told=told, patches=patches,
    )  # fmt: skip


def rows(table: pd.DataFrame) -> list[dict[str, object]]:
    """Return groups as a person reads them, those with fewer people than expected first."""
    records = table.to_dict("records")
    records.sort(key=lambda row: row["label"] not in FEWER or (row["characteristic"], row["group"]) in THE_REST)
    return [
        {
            "name": row.get("name", ""),
            "group": tr(str(row["group"])),
            "characteristic": characteristic_words(str(row["characteristic"])),
            "came": shown_number(row["observed"]),
            "expected": shown_number(row["expected"]),
            "told": label_words(row),
        }
        for row in records
    ]


def label_words(row: Mapping[object, object]) -> str:
    """Return what a group's row tells us, in words; never empty."""
    if row["group"] == NOT_STATED:
        return tr("Not compared")
    if not row["label"]:
        return tr("We cannot say")
    said = tr(str(row["label"]))
    return tr("{label}, also beside all the others", label=said) if row.get("holds") is True else said


def sure(*, with_places: bool) -> list[str]:
    """Say how sure we are of groups."""
    said = [
        tr("Whoever did not say could be in any group. Where that changes the answer, we give none."),
        tr("These are numbers, not reasons. Ask people who know them."),
    ]
    if with_places:
        said.insert(0, tr("Within a patch we compare groups only where 10 people said, and 4 would be expected."))
    return said


def cluster_rows(table: pd.DataFrame) -> list[dict[str, object]]:
    """Return clusters as a person reads them."""
    return [
        {
            "name": row["name"],
            "came": shown_number(row["observed"]),
            "expected": shown_number(row["expected"]),
            "told": f"{tr(str(row['label']))}. {cluster_luck(float(row['p_value']))}",
        }
        for row in table.to_dict("records")
    ]


def cluster_method() -> str:
    """Say how neighbours are looked at together."""
    return tr("We lay circles of every size over the map, and hold them against 999 maps made by chance.")


def cluster_answer(low: Sequence[str], high: Sequence[str]) -> list[str]:
    """Say which neighbouring places together send fewer people, or more."""
    if not low and not high:
        return [
            tr("No neighbouring places together stand out."),
            tr("That does not prove that nobody is left out: ask people who live there."),
        ]
    said = [tr("Taken together, fewer people have come from: {names}.", names=names) for names in low[:1]]
    said += [tr("Taken together, more people have come from: {names}.", names=names) for names in high[:1]]
    return [*said, tr("Ask people who live there: Who could introduce us?")]


def too_few_for_clusters() -> list[str]:
    """Say that so few people can show nothing about neighbours."""
    return [
        tr("Too few people have come to compare neighbouring places."),
        tr("Ask people who live there."),
    ]


def cluster_luck(p_value: float) -> str:
    """Say how often luck alone would show so clear a cluster; the chance is that of fewer and more together."""
    return tr("Luck alone shows something as clear on about 1 map in {number:,}.", number=max(1, round(1 / p_value)))


def not_named_clusters() -> str:
    """Say which clusters are left out."""
    return tr(
        "We name only what luck alone would show, fewer or more, on less than 1 map in {number:.0f}.",
        number=1 / SCAN_TELLING,
    )
