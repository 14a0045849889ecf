"""Which categories of a census table are parts of others: 'White: Irish' of 'White', age 3 of 'aged 4 and under'.

Offices give totals, broad categories and their parts in one table. Nobody may be counted twice in a sum over them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from assetmap.model.ages import age_limits
from assetmap.model.census import AGE_TABLE, LABEL_SEPARATOR


def parts_of(categories: Iterable[str], *, table: str) -> dict[str, tuple[str, ...]]:
    """Return the direct parts of each category that has any.

    Parameters
    ----------
    categories
        The table's categories, without its own total.
    table
        The table's name: in a table of ages a band is a part of the band it lies in.

    Returns
    -------
    dict
        Parts in the order given. An age band has parts only where they make up the whole of it.
    """
    names = list(dict.fromkeys(categories))
    whole_of = _age_wholes(names) if table == AGE_TABLE else _named_wholes(names)
    parts: dict[str, list[str]] = {}
    for name in names:
        if name in whole_of:
            parts.setdefault(whole_of[name], []).append(name)
    return {whole: tuple(inside) for whole, inside in parts.items() if table != AGE_TABLE or _make_up(inside, whole)}


def smallest_parts(categories: Iterable[str], *, table: str) -> tuple[str, ...]:
    """Return the categories that have no parts: a sum over them counts nobody twice."""
    names = list(dict.fromkeys(categories))
    wholes = parts_of(names, table=table)
    return tuple(name for name in names if name not in wholes)


def largest_wholes(categories: Iterable[str], *, table: str) -> tuple[str, ...]:
    """Return the categories that are no part of another: a sum over them counts nobody twice."""
    names = list(dict.fromkeys(categories))
    inside = {part for parts in parts_of(names, table=table).values() for part in parts}
    return tuple(name for name in names if name not in inside)


def _named_wholes(names: list[str]) -> dict[str, str]:
    known, found = set(names), {}
    for name in names:
        pieces = name.split(LABEL_SEPARATOR)
        above = (LABEL_SEPARATOR.join(pieces[:size]).strip() for size in range(len(pieces) - 1, 0, -1))
        whole = next((one for one in above if one in known and one != name), None)
        if whole is not None:
            found[name] = whole
    return found


def _age_wholes(names: list[str]) -> dict[str, str]:
    limits = {name: found for name in names if (found := age_limits(name)) is not None}
    wholes = {}
    for name, (low, high) in limits.items():
        around = [
            (above - below, other)
            for other, (below, above) in limits.items()
            if below <= low and high <= above and above - below > high - low
        ]
        if around:
            wholes[name] = min(around)[1]
    return wholes


def _make_up(parts: list[str], whole: str) -> bool:
    limits = sorted(found for part in parts if (found := age_limits(part)) is not None)
    ends = (limits[0][0], limits[-1][1])
    return ends == age_limits(whole) and all(below[1] + 1 == above[0] for below, above in pairwise(limits))
