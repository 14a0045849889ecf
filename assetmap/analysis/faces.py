"""New faces and regulars: how many of each, half-year by half-year. Never who: no list of people leaves here."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from assetmap.analysis.half_years import every_half_year, half_years
from assetmap.model.half_year import REGULAR_FROM_MEETINGS

_COUNTS = ["people", "new_faces", "regulars"]


@dataclass(frozen=True)
class Faces:
    """New faces and regulars.

    Attributes
    ----------
    table
        By half-year, none left out between the first and the last: ``people`` (different people), ``new_faces`` (who
        came for the first time on record), ``regulars`` (who came in an earlier half-year, and by the end of this one
        to at least ``REGULAR_FROM_MEETINGS`` different meetings), ``new_share`` and ``regular_share`` of ``people``.
        Nobody is both; some are neither. In the first half-year on record both are not known: everybody is new there,
        for that is where the records begin.
    unnamed
        Rows that name nobody; they are in no other number here.
    undated
        Rows that name somebody and no day; likewise.
    """

    table: pd.DataFrame
    unnamed: int
    undated: int


def count_faces(rows: pd.DataFrame) -> Faces:
    """Count new faces and regulars.

    Parameters
    ----------
    rows
        One person at one meeting: ``person`` (empty names nobody), ``event`` (id), ``date`` (ISO). Community roles
        alone. A person written down twice at one meeting came once.
    """
    named = rows.assign(half_year=half_years(rows["date"]))[rows["person"] != ""]
    dated = named[named["half_year"] != ""].sort_values("half_year").drop_duplicates(["person", "event"])
    visits = dated.groupby(["person", "half_year"]).size().rename("meetings").reset_index().sort_values("half_year")
    so_far = visits.groupby("person")["meetings"].cumsum()
    is_new = ~visits["person"].duplicated()
    is_regular = ~is_new & (so_far >= REGULAR_FROM_MEETINGS)
    order = pd.Index(every_half_year(dated["half_year"]), name="half_year")
    marked = pd.DataFrame({"people": 1, "new_faces": is_new, "regulars": is_regular}).astype("float64")
    table = marked.groupby(visits["half_year"]).sum().reindex(order, fill_value=0.0)[_COUNTS]
    table.loc[order[:1], ["new_faces", "regulars"]] = float("nan")
    came = table["people"].where(table["people"] > 0)
    table = table.assign(new_share=table["new_faces"] / came, regular_share=table["regulars"] / came)
    return Faces(table, len(rows) - len(named), len(named) - int((named["half_year"] != "").sum()))
