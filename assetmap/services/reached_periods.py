"""Which stretches of days there are to look at: all of them, each half-year on record."""

from __future__ import annotations

from contextlib import closing

from assetmap.model.period import Period, half_year_of
from assetmap.services import workspace
from assetmap.services.workspace import Place


def periods(place: Place) -> list[Period]:
    """Return all meetings on record as one period, then each half-year that has meetings, the latest first."""
    with closing(workspace.open_register(place)) as store:
        days = {event.date for event in store.events()}
    half_years = {half_year_of(day) for day in days}
    return [Period(), *sorted(half_years, reverse=True)]
