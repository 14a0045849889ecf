"""Which categories of a census table are compared, so that nobody is counted twice and nobody is left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from assetmap.model.census_groups import WHOLE_SHARE


@dataclass
class Choice:
    """What is compared.

    Attributes
    ----------
    used
        Categories of the table; no one is a part of another, and together they are all of it.
    merged
        Our categories that the table cannot tell apart from a broader one, and that one.
    """

    used: list[str] = field(default_factory=list)
    merged: dict[str, str] = field(default_factory=dict)


def choose_categories(
    sizes: Mapping[str, float], parts: Mapping[str, tuple[str, ...]], meanings: Mapping[str, str]
) -> Choice:
    """Choose the smallest parts that make up their whole and mean something of their own.

    Parameters
    ----------
    sizes
        People of each category in all.
    parts
        Direct parts of each category that has any.
    meanings
        Each category's meaning in our categories; "" for none.
    """
    inside = {part for some in parts.values() for part in some}
    choice = Choice()
    for category in sizes:
        if category not in inside:
            choice.used += _pick(category, sizes, parts, meanings, choice.merged)
    return choice


def _pick(
    whole: str,
    sizes: Mapping[str, float],
    parts: Mapping[str, tuple[str, ...]],
    meanings: Mapping[str, str],
    merged: dict[str, str],
) -> list[str]:
    some = parts.get(whole, ())
    if not some:
        return [whole]
    people = sum(sizes[part] for part in some)
    if abs(people - sizes[whole]) > (1 - WHOLE_SHARE) * sizes[whole]:
        own = meanings[whole]
        others = {meanings[one] for one in _all_parts(whole, parts)} - {"", own}
        merged.update(dict.fromkeys(others, own) if own else {})
        return [whole]
    picked = [one for part in some for one in _pick(part, sizes, parts, meanings, merged)]
    return [whole] if all(meanings[one] == meanings[whole] for one in picked) else picked


def _all_parts(whole: str, parts: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [one for part in parts.get(whole, ()) for one in (part, *_all_parts(part, parts))]


def fold_groups(
    groups: Collection[str],
    compared: Collection[str],
    broad_groups: Mapping[str, tuple[str, ...]],
    *,
    merged: Mapping[str, str],
    joined: Collection[str],
) -> dict[str, str]:
    """Return the group that each of our categories is compared as: a broad one or its parts, never both.

    Parameters
    ----------
    groups
        Our categories.
    compared
        Those the census table has.
    broad_groups
        Broad categories and their parts.
    merged
        Categories the table cannot tell apart from others, and those.
    joined
        Broad categories that are wanted whole, such as those that people themselves gave.
    """
    there = {merged.get(one, one) for one in compared}
    whole = {part: broad for broad, some in broad_groups.items() if broad in there or broad in joined for part in some}
    return {group: whole.get(merged.get(group, group), merged.get(group, group)) for group in groups}
