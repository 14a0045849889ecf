"""What of our usual meeting stands in the way of each area or patch: our barrier first, and its last way home.

    events --> the usual meeting: venue, weekday, hours --> ways of every point there and back --> a sentence a unit

Nobody is counted here: points are postcodes, or areas that have none.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace

from assetmap.analysis.street_graph import StreetGraph
from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import tr
from assetmap.model.journey import Mode
from assetmap.model.meeting import read_meeting
from assetmap.model.our_barrier import UnitWay, UsualMeeting
from assetmap.model.participation import Event, MeantFor
from assetmap.model.text import harmless, plain_form
from assetmap.services import meeting_day, street_ways, timetables, workspace
from assetmap.services.asset_naming import find_asset
from assetmap.services.representation_units import Units
from assetmap.services.workspace import Place

__all__ = ["UnitWay", "UsualMeeting", "barriers_by_unit", "usual_meeting"]


def usual_meeting(place: Place, *, first: str = "", last: str = "", meant_for: str = MeantFor.EVERYONE) -> UsualMeeting:
    """Return the meeting that is held most often, and why it cannot be used where it cannot.

    Parameters
    ----------
    place
        The place.
    first, last
        ISO days between which meetings count, both included; "" is open.
    meant_for
        Whom meetings were meant for; "" takes all.

    Returns
    -------
    UsualMeeting
        Meetings are alike that have the same venue, weekday, start and end. Of equally many, those held latest.
    """
    with closing(workspace.open_register(place)) as store:
        events = store.events()
    chosen = [
        event for event in events
        if (not first or event.date >= first) and (not last or event.date <= last)
        and (not meant_for or event.meant_for == meant_for)
    ]  # fmt: skip
    if not chosen:
        return UsualMeeting(reason=tr("No meeting is on record for this time."))
    alike = _commonest(chosen)
    latest = alike[-1]
    usual = UsualMeeting(
        venue_name=harmless(latest.venue), start=latest.start, end=latest.end, number=len(alike)
    )  # fmt: skip
    return _resolve(place, usual, [dt.date.fromisoformat(event.date) for event in alike])


def barriers_by_unit(place: Place, units: Units, usual: UsualMeeting) -> dict[str, UnitWay]:
    """Answer for every area or patch what of our usual meeting stands in its way, and when its last way home leaves.

    Parameters
    ----------
    place
        The place.
    units
        Its areas, or patches of them.
    usual
        What `usual_meeting` returned. Where it cannot be used, nothing is known of any unit.

    Returns
    -------
    dict
        One entry a unit, by its id, in the order of ``units.names``. Ways are on foot at the usual pace and by all
        vehicles of the place's timetables; each point as `travel.travel` answers it.
    """
    # The engine is large: it is taken in where ways by vehicle are asked for, so that the app stays small.
    from assetmap.services import unit_ways  # noqa: PLC0415

    return unit_ways.answer_units(place, units, usual)


def _commonest(events: Iterable[Event]) -> list[Event]:
    """Return the meetings that are alike and the most; events come in the order of their dates."""
    alike: dict[tuple[str, int, str, str], list[Event]] = defaultdict(list)
    for event in events:
        weekday = dt.date.fromisoformat(event.date).weekday()
        alike[plain_form(event.venue), weekday, event.start, event.end].append(event)
    return max(alike.values(), key=lambda group: (len(group), group[-1].date, group[-1].start, group[-1].event_id))


def _resolve(place: Place, usual: UsualMeeting, dates: list[dt.date]) -> UsualMeeting:
    """Find the venue and the day; the first thing that is wrong is the reason."""
    reason = _unusable(usual)
    if reason:
        return replace(usual, reason=reason)
    try:
        graph = street_ways.load_streets(place, (Mode.WALK.value,))[Mode.WALK.value]
    except NotFoundError:
        return replace(usual, reason=tr("This place has no streets yet, so no way can be worked out."))
    venue, reason = _find_venue(place, usual.venue_name, graph)
    if reason:
        return replace(usual, reason=reason)
    if not timetables.vehicles_of(place):
        return replace(usual, venue=venue, reason=tr("This place has no timetable yet. Add one to see the last bus."))
    date = meeting_day.choose_day(place, dates)
    reason = "" if date else tr("The timetable has no such weekday. Add a newer timetable.")
    return replace(usual, venue=venue, date=date, reason=reason)


def _unusable(usual: UsualMeeting) -> str:
    """Say what the list of meetings lacks."""
    if not usual.venue_name.strip():
        return tr("No venue is recorded for our usual meeting.")
    if not usual.start or not usual.end:
        return tr("No start or no end is recorded for our usual meeting.")
    try:
        read_meeting("", usual.start, usual.end)
    except OptionError:
        return tr("Our usual meeting ends before it starts, or runs over midnight. Check its times.")
    return ""


def _find_venue(place: Place, name: str, graph: StreetGraph) -> tuple[str, str]:
    """Return the asset's id, "" for a bare point, and why there is neither; never a guess between two."""
    unlisted = tr("Our usual venue, '{venue}', is on no list yet. Add it, with its address.", venue=name)
    try:
        venue = street_ways.find_venue(place, name, graph)
    except NotFoundError:
        return "", unlisted
    except OptionError:
        return "", _say_unclear(place, name)
    # A name such as 'cafe' may be the beginning of an id. Nobody means that in a list of meetings.
    by_id = venue.venue_id != name and venue.venue_id.startswith(name.strip().lower())
    return ("", unlisted) if venue.venue_id and by_id else (venue.venue_id, "")


def _say_unclear(place: Place, name: str) -> str:
    """Say why a venue that is listed is no point on the map."""
    try:
        asset = find_asset(place, name)
    except NotFoundError:
        return tr("Our usual venue, '{venue}', is no point on our map. Check it.", venue=name)
    except OptionError:
        return tr("Our usual venue, '{venue}', has the name of two or more on our list. Tell them apart.", venue=name)
    return tr("Our usual venue, '{venue}', has no location yet. Add its postcode.", venue=harmless(asset.text("name")))
