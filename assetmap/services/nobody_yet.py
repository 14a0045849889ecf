"""The private list of small areas that nobody has come from yet, each beside its last bus home. Never statistical."""

from __future__ import annotations

import pandas as pd

from assetmap.analysis import disclosure
from assetmap.messages import say_iso_day, tr, tr_count
from assetmap.model.our_barrier import UnitWay
from assetmap.model.release import WorkingView
from assetmap.model.representation import BY_AREA_ALONE
from assetmap.render import barrier_words
from assetmap.services import engine, timetables
from assetmap.services.our_barriers import barriers_by_unit, usual_meeting
from assetmap.services.representation_notes import left_out_sentences
from assetmap.services.representation_places import count_places
from assetmap.services.representation_question import MissingRequest, Question, ask
from assetmap.services.representation_units import Units
from assetmap.services.workspace import Place

NOBODY_COLUMNS = ("area", "name", "population", "last_home", "in_the_way")


def exact_nobody_yet(place: Place, request: MissingRequest) -> WorkingView[pd.DataFrame]:
    """List the areas nobody has come from in a period, those where most people live first.

    Returns
    -------
    WorkingView
        ``NOBODY_COLUMNS``; ``last_home`` is when the last vehicle home leaves our usual meeting, or in words why there
        is no such time; ``in_the_way`` is what of ours stands in the way, or that nothing was found. Both are "" where
        nobody can tell. ``attrs["details"]["answer"]`` says it in words, and ``attrs["details"]["ways_known"]`` tells
        whether ways were worked out.
    """
    question = ask(place, _by_area(request))
    came = count_places(question)
    names = question.units.names[came.by_unit == 0]
    living = question.population.by_unit.reindex(names.index)
    table = pd.DataFrame({"area": names.index, "name": names.to_numpy(), "population": living.to_numpy("float64")})
    days = (question.period.first, question.period.last)
    ways, notes = ways_home(place, question.units, days, str(question.meant_for))
    table["last_home"] = [barrier_words.last_home_words(ways.get(str(area))) for area in table["area"]]
    table["in_the_way"] = [barrier_words.in_the_way_words(ways.get(str(area))) for area in table["area"]]
    table = table.sort_values(["population", "name"], ascending=[False, True], ignore_index=True)
    table.attrs["details"] = {
        "answer": _answer(table, question, none_yet=came.none_yet),
        "none_yet": came.none_yet,
        "ways_known": bool(ways),
    }
    return disclosure.make_working_view(table[list(NOBODY_COLUMNS)], [*notes, *left_out_sentences(question)])


def _by_area(request: MissingRequest) -> MissingRequest:
    return MissingRequest(
        by=BY_AREA_ALONE,
        view=request.view,
        meant_for=request.meant_for,
        from_=request.from_,
        to=request.to,
        ages=request.ages,
    )


def ways_home(
    place: Place, units: Units, days: tuple[str, str], meant_for: str
) -> tuple[dict[str, UnitWay], list[str]]:
    """Return the ways to our usual meeting and home, by unit; and what is said beside them, or why there are none.

    Nobody is counted in it. Nothing is worked out before the engine of vehicles is ready.

    Parameters
    ----------
    place, units
        The place and what it is cut into.
    days
        First and last day (ISO, "" open) whose usual meeting is meant.
    meant_for
        Whom the meetings were meant for.
    """
    if timetables.days_covered(place) is None:
        return {}, [tr("This place has no timetable, so we know no last bus home. Add one to its files.")]
    if not engine.is_ready():
        return {}, [tr("The last bus home is shown once ways by bus are ready.")]
    usual = usual_meeting(place, first=days[0], last=days[1], meant_for=meant_for)
    if usual.reason:
        return {}, [usual.reason]
    found = barriers_by_unit(place, units, usual)
    said = tr(
        "Last ways home are those from our usual meeting: {venue}, {start} to {end}, on a day like {date}.",
        venue=usual.venue_name, start=usual.start, end=usual.end, date=say_iso_day(usual.date),
    )  # fmt: skip
    return found, [said]


def _answer(table: pd.DataFrame, question: Question, *, none_yet: bool) -> list[str]:
    if none_yet:
        return [tr("No meetings are in yet."), tr("Next: assetmap import participation FILE")]
    if question.units.names.empty:
        return [tr("This place has no small areas, so we cannot tell where nobody has come from."), question.reason]
    if table.empty:
        return [tr("Somebody has come from every small area."), tr("Ask who is still not at the table.")]
    left_out = question.meant.known_outside + question.other_ages + question.age_not_known
    return [
        _number_of(len(table), of_all=not left_out),
        tr("One small area alone tells us little: look at patches too, and ask people who live there."),
    ]


def _number_of(areas: int, *, of_all: bool) -> str:
    """Say from how many areas nobody has come; others than those who are compared may have."""
    if of_all:
        return tr_count(
            "Nobody has come from {number} small area yet.",
            "Nobody has come from {number} small areas yet.",
            areas,
        )
    return tr_count(
        "None of the people who are compared has come from {number} small area yet.",
        "None of the people who are compared has come from {number} small areas yet.",
        areas,
    )
