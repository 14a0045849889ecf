"""How many of all people are of one kind, as it may be said beside a table of places."""

from __future__ import annotations

import pandas as pd

from assetmap.analysis.disclosure import ReleasedCount, release_count, release_total
from assetmap.analysis.release_gate import close_gate
from assetmap.analysis.release_tables import ReleasedTables, release_groups

_PART, _REST = "part", "rest"


def release_part(by_place: pd.Series, part: int) -> ReleasedCount:
    """Return a part of all people as it may be shown beside the people by place and their total.

    The others follow from it, so both go through the release gate as a table of two groups.

    Parameters
    ----------
    by_place
        Exact people by place.
    part
        Exact people of the part, of all places together.
    """
    places = {str(place): release_count(int(count)) for place, count in by_place.items()}
    total = int(by_place.sum())
    people = release_total(total, places.values())
    groups = release_groups(pd.Series({_PART: part, _REST: total - part}), people)
    return close_gate(ReleasedTables(people, places, groups={"": groups})).tables.groups[""].counts[_PART]
