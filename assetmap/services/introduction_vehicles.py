"""Ways by bus, train, tram or ferry between a patch and assets, there and back, for one visit.

An introduction has no day and no hour yet, so ways are worked out for a visit of `model.introductions.VISIT`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from assetmap.analysis import street_graph
from assetmap.analysis.barriers import Ways
from assetmap.analysis.street_graph import Snaps
from assetmap.analysis.there_and_back import Footpaths
from assetmap.messages import say_iso_day, tr
from assetmap.model.asset import Asset
from assetmap.model.introductions import VISIT
from assetmap.model.journey import VenuePoint
from assetmap.model.meeting import Meeting, read_meeting
from assetmap.model.street import SNAP_LIMIT_METRES
from assetmap.model.traveller import TravellerProfile
from assetmap.services import meeting_day, timetables, transit_ground
from assetmap.services.street_ways import StartPoints
from assetmap.services.transit_ground import Ground
from assetmap.services.transit_rows import answer_points, minutes_each_way
from assetmap.services.workspace import Place


@dataclass(frozen=True, eq=False)
class VehicleWays:
    """What ways by vehicle from some points are worked out on.

    Attributes
    ----------
    ground, visit
        The day for one kind of traveller, and the hours.
    points, access
        Where the points meet the streets, and the walks between them and stops, proven and possible.
    mode
        The vehicles, as rows name them: "bus+rail".
    words
        The vehicles, as a sentence has them: "by bus or by train".
    """

    ground: Ground
    visit: Meeting
    points: Snaps
    access: tuple[Footpaths, ...]
    mode: str
    words: str

    def ways_to(self, asset: Asset) -> Ways:
        """Return the way from each point to one asset that has a pin, and back; shape (points, 1)."""
        door = VenuePoint(asset.id, "", asset.lon or 0.0, asset.lat or 0.0)
        answer = answer_points(self.ground, self.visit, points=self.points, access=self.access, venue=door)
        there, back = (minutes[:, None] for minutes in minutes_each_way(answer))
        unmeasured = np.full(there.shape, np.nan)
        return Ways(self.mode, answer.state[:, None], there, back, unmeasured, {}, {}, {})


def open_vehicles(
    place: Place, spread: StartPoints, profile: TravellerProfile, today: dt.date
) -> tuple[VehicleWays | None, str]:
    """Get ready to find ways by vehicle from some points.

    Parameters
    ----------
    place
        A place with streets and a timetable.
    spread
        The points.
    profile
        Who travels.
    today
        The visit is on the first of its weekday from here on that the timetable covers, else on the nearest before.

    Returns
    -------
    VehicleWays or None
        None where the timetable has no such weekday.
    str
        For which visit ways are worked out, or why there are none.
    """
    after = dt.timedelta(days=(VISIT.weekday - today.weekday()) % 7)
    date = meeting_day.choose_day(place, [today + after])
    if not date:
        return None, tr("Ways by bus are not in this list: the timetable has no such weekday. Add a newer one.")
    modes = timetables.vehicles_of(place)
    ground = transit_ground.ground(place, date, modes, profile)
    lon, lat = (spread.points[name].to_numpy(np.float64) for name in ("lon", "lat"))
    points = street_graph.snap_points(ground.possible.graph, lon, lat, limit_metres=SNAP_LIMIT_METRES)
    access = tuple(
        transit_ground.footpaths(level, ground, few=ground.stops, many=points)
        for level in (ground.proven, ground.possible)
    )
    words = timetables.vehicle_words(modes)
    visit = read_meeting(date, VISIT.start, VISIT.end)
    said = tr(
        "Ways {vehicles} are for a visit from {start} to {end}, on a day like {date}.",
        vehicles=words, start=VISIT.start, end=VISIT.end, date=say_iso_day(date),
    )  # fmt: skip
    return VehicleWays(ground, visit, points, access, "+".join(modes), words), said
