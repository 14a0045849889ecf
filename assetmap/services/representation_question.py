"""One question about who came: which meetings, which days, which ages, beside which residents, by which places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from assetmap.errors import OptionError
from assetmap.messages import tr
from assetmap.model.participation import MeantFor
from assetmap.model.period import Period, read_period
from assetmap.model.representation import (
    BY_AREA,
    BY_AREA_ALONE,
    BY_GROUPS,
    BY_PATCH,
    BY_PATCHES,
    COMPARED_BY,
    METHODS,
    SHARE_VIEW,
    WORKING_VIEW,
    UnitKind,
    WhyNoLabels,
)
from assetmap.model.text import harmless
from assetmap.services.people_counted import People, choose_meetings, meeting_kinds, read_people
from assetmap.services.representation_ages import AgeRange, read_ages, within
from assetmap.services.representation_meant import MeantGroup, belongs, leave_out_others
from assetmap.services.representation_population import ComparisonPopulation, comparison_population
from assetmap.services.representation_sharing import chosen_units
from assetmap.services.representation_units import Units
from assetmap.services.workspace import Place


@dataclass(frozen=True, kw_only=True)
class MissingRequest:
    """What to compare.

    Attributes
    ----------
    by
        One of ``COMPARED_BY``: areas, patches, groups, groups within patches, neighbours together. Empty for the
        patches that were kept with the place, or the areas where there are none.
    patches
        A list that puts areas together into patches.
    view
        "share" hides small numbers and rounds the rest; "working" is exact and PRIVATE.
    meant_for
        Only meetings meant for these people; empty takes those meant for everyone, or the only kind there is.
    from_, to
        First and last day, ISO; empty leaves that side open.
    ages
        Only people of these ages, such as "16-64" or "65+"; empty takes all.
    characteristic
        For groups: this one alone; empty takes all that were kept.
    """

    by: str = ""
    patches: Path | None = None
    view: str = SHARE_VIEW
    meant_for: str = ""
    from_: str = ""
    to: str = ""
    ages: str = ""
    characteristic: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """Everything one answer rests on. ``people`` is exact: those who are compared, and no others."""

    place: Place
    by: str
    units: Units
    meant_for: MeantFor
    period: Period
    ages: AgeRange | None
    people: People
    meant: MeantGroup
    age_not_known: int
    other_ages: int
    population: ComparisonPopulation
    other_meetings: int
    reason: str

    @property
    def unit_of_person(self) -> pd.Series:
        """The unit of each person of ``people.latest``; not a number where in none."""
        return self.people.latest["area_id"].map(self.units.of_area)

    @cached_property
    def meant_not_known(self) -> int:
        """How many of the people in the units are not known to be among those the meetings were meant for. Exact."""
        told = belongs(self.people.values(self.meant.characteristic), self.meant_for)
        return int((told.isna() & self.unit_of_person.notna()).sum())

    def about(self) -> dict[str, str]:
        """Say what the answer is about: what goes with every row and every file."""
        return {
            "compared_with": tr(self.population.label),
            "catchment": self.catchment(),
            "ages": self.ages.words() if self.ages else self.population.ages,
            "period": self.period.words(),
            "vintages": self.population.vintage or tr("not known"),
            "method": tr(METHODS[self.by]),
        }

    def catchment(self) -> str:
        """Name the places whose people and residents are compared."""
        left_out = len(self.units.left_out)
        if left_out:
            return tr("{place}, without {number} areas that are in no patch", place=self.place.name, number=left_out)
        return tr("all of {place}", place=self.place.name)


def check_request(request: MissingRequest) -> None:
    """Refuse what we do not know.

    Raises
    ------
    OptionError
        ``by`` or ``view`` is not one of ours; or patches are given for what looks at areas alone, or a characteristic
        for what looks at no groups.
    """
    if request.by not in {"", *COMPARED_BY}:
        raise OptionError(
            tr("--by {by}: we do not know this. Expected one of: {compared_by}. Correct it.",
               by=request.by, compared_by=", ".join(COMPARED_BY))
        )  # fmt: skip
    if request.patches is not None and request.by in BY_AREA:
        raise OptionError(
            tr("--by {by}: this looks at the areas themselves, so a list of patches plays no part. Expected one of the "
               "two. Leave --patches out, or choose --by patch.", by=request.by)
        )  # fmt: skip
    if request.characteristic and request.by not in BY_GROUPS:
        raise OptionError(
            tr("--characteristic {name}: this looks at places, so a characteristic plays no part. Expected groups. "
               "Leave it out, or choose --by group.", name=harmless(request.characteristic))
        )  # fmt: skip
    if request.view not in {SHARE_VIEW, WORKING_VIEW}:
        raise OptionError(
            tr("--view {view}: we do not know this. Expected {share_view} or {working_view}.",
               view=request.view, share_view=SHARE_VIEW, working_view=WORKING_VIEW)
        )  # fmt: skip


def ask(place: Place, request: MissingRequest) -> Question:
    """Read what one question rests on.

    Raises
    ------
    OptionError, NotFoundError, FileUnusableError
        The request, or the list of patches, cannot be used.
    """
    check_request(request)
    period = read_period(request.from_, request.to)
    ages = read_ages(request.ages) if request.ages else None
    whole = request.by in BY_AREA
    units, _ = chosen_units(place, by=BY_AREA_ALONE if whole else "", patches=request.patches, view=request.view)
    if request.by in BY_PATCHES and units.kind is not UnitKind.PATCH:
        raise OptionError(
            tr("--by {by}: this place has no patches yet. Expected some. Look at a proposal with "
               "`assetmap patches propose`, then keep one with `assetmap patches save`.", by=request.by)
        )  # fmt: skip
    meant_for, _ = choose_meetings(meeting_kinds(place), request.meant_for)
    others = sum(number for kind, number in meeting_kinds(place, period).items() if kind != meant_for)
    return make_question(place, units, meant_for, period, by=request.by or str(_by(units)), ages=ages, others=others)


def make_question(  # noqa: PLR0913 - a question is these parts
    place: Place,
    units: Units,
    meant_for: MeantFor,
    period: Period,
    *,
    by: str,
    ages: AgeRange | None = None,
    others: int = 0,
) -> Question:
    """Put a question together from its parts."""
    people, meant = leave_out_others(read_people(place, meant_for, period), meant_for)
    population = comparison_population(place, meant_for, units, ages)
    kept, not_known, outside = within(people, ages)
    return Question(
        place=place,
        by=by,
        units=units,
        meant_for=meant_for,
        period=period,
        ages=ages,
        people=kept,
        meant=meant,
        age_not_known=not_known,
        other_ages=outside,
        population=population,
        other_meetings=others,
        reason=_why_no_labels(units, population, kept),
    )


def _by(units: Units) -> str:
    return BY_PATCH if units.kind is UnitKind.PATCH else BY_AREA_ALONE


def _why_no_labels(units: Units, population: ComparisonPopulation, people: People) -> str:
    living = population.by_unit.to_numpy(dtype=np.float64)
    nobody = not population.reason and len(living) > 0 and not np.nansum(living) > 0
    reasons = [
        tr(WhyNoLabels.NO_AREAS) if units.names.empty else "",
        tr(WhyNoLabels.VISITS) if people.are_visits else "",
        population.reason,
        tr(WhyNoLabels.NOBODY_LIVES) if nobody else "",
    ]
    return " ".join(reason for reason in reasons if reason)
