"""Which areas each compared place is made of, for whatever is asked next about it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from assetmap.model.our_barrier import UnitWay
from assetmap.model.representation import BY_AREA_ALONE, LEFT_OUT, WORKING_VIEW, UnitKind
from assetmap.services import releases
from assetmap.services.nobody_yet import ways_home
from assetmap.services.people_counted import choose_meetings, meeting_kinds
from assetmap.services.representation import Missing, MissingRequest
from assetmap.services.representation_sharing import chosen_units
from assetmap.services.representation_units import area_units, patches_of
from assetmap.services.workspace import Place


def areas_of(place: Place, answer: Missing) -> dict[str, tuple[str, ...]]:
    """Return the codes of the areas of each place in an answer, by the place's id."""
    details = answer.facts.attrs["details"]
    if details.get("release"):
        return _by_unit(releases.read_release(place, str(details["release"])).unit_of)
    by = "" if details["compared_by"] == str(UnitKind.PATCH) else BY_AREA_ALONE
    units, _ = chosen_units(place, by=by, patches=None, view=WORKING_VIEW)
    return _by_unit(units.by_area())


def ways_by_place(place: Place, answer: Missing, request: MissingRequest) -> tuple[dict[str, UnitWay], list[str]]:
    """Return the ways to our usual meeting and home of each place of an answer; and what is said beside them."""
    details = answer.facts.attrs["details"]
    if details.get("release"):
        release = releases.read_release(place, str(details["release"]))
        units = patches_of(area_units(place), pd.Series(release.unit_of, dtype="object"))
        days, meant_for = (release.period.first, release.period.last), release.meant_for
    else:
        by = "" if details["compared_by"] == str(UnitKind.PATCH) else BY_AREA_ALONE
        units, _ = chosen_units(place, by=by, patches=request.patches, view=WORKING_VIEW)
        chosen, _ = choose_meetings(meeting_kinds(place), request.meant_for)
        days, meant_for = (request.from_, request.to), str(chosen)
    return ways_home(place, units, days, meant_for)


def _by_unit(unit_of: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for area, unit in unit_of.items():
        if unit != LEFT_OUT:
            found.setdefault(unit, []).append(area)
    return {unit: tuple(sorted(codes)) for unit, codes in found.items()}
