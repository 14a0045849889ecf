"""Ways between a patch and assets, there and back: on foot, by vehicle, by car; no more than the nearest few need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assetmap.analysis.barriers import Ways
from assetmap.analysis.street_graph import Snaps, StreetGraph
from assetmap.analysis.way_sums import sum_areas
from assetmap.errors import NotFoundError
from assetmap.messages import tr
from assetmap.model.asset import Asset, Where
from assetmap.model.introductions import MOST_BY_VEHICLE, AssetWay
from assetmap.model.journey import PARKING, Mode, Way
from assetmap.model.traveller import TravellerProfile
from assetmap.services import engine, street_ways, timetables
from assetmap.services.asset_merge import by_area_only
from assetmap.services.street_ways import StartPoints
from assetmap.services.workspace import Place

if TYPE_CHECKING:
    from assetmap.services.introduction_vehicles import VehicleWays

BATCH = 8
STRAIGHT_SHARE = 0.98
"""A way is at least this share of the straight line: the two are measured on slightly different globes."""
_METRES_PER_DEGREE = 111_195.0  # of latitude, mean Earth radius 6,371 km

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(eq=False, kw_only=True)
class WayFinder:
    """Ways between some areas and some assets. Points are snapped once; a way that was worked out is kept.

    Attributes
    ----------
    assets
        All that may be asked about; elsewhere they are named by their place in it.
    profile
        Who travels.
    spread
        Where people set out from: the points of the areas asked about, and no others.
    graphs, snaps
        By way of travelling: the streets; where points and assets meet them.
    located
        Which asset has which place among the snapped ones.
    without
        Why there are no ways at all; empty where there are.
    vehicles
        What ways by vehicle are worked out on; None where there are none.
    visit
        For which visit those are, or why there are none; empty where no vehicle was thought of.
    known
        Ways that were worked out, by way of travelling and asset: all ways of a search, and the column in them.
    """

    assets: Sequence[Asset]
    profile: TravellerProfile
    spread: StartPoints
    graphs: Mapping[str, StreetGraph]
    snaps: Mapping[str, tuple[Snaps, Snaps]]
    located: Mapping[int, int]
    without: str = ""
    vehicles: VehicleWays | None = None
    visit: str = ""
    known: dict[tuple[str, int], tuple[Ways, int]] = field(default_factory=dict)

    def count_points(self, areas: frozenset[str]) -> int:
        """Return from how many points people set out in some areas."""
        return int(self._patch(areas).sum())

    def nearest(self, areas: frozenset[str], numbers: Sequence[int], *, most: int) -> dict[int, AssetWay]:
        """Work out ways until the nearest few are known; what is left out is not among them.

        Parameters
        ----------
        areas
            Codes of the patch's areas.
        numbers
            Which assets, by their place in ``assets``.
        most
            How many are wanted.
        """
        patch = self._patch(areas)
        located = [number for number in numbers if number in self.located]
        if not self.graphs or not patch.any() or not located:
            return {}
        straight = self._straight_metres(patch, located)
        order = [located[at] for at in np.argsort(straight, kind="stable")]
        metres = dict(zip(located, straight, strict=True))
        found = self._nearest_on_foot(patch, order, metres, most)
        if _count_found(found) < most and self.vehicles is not None:
            found |= self._nearest_by_vehicle(patch, order, found)
        if _count_found(found) < most and Mode.DRIVE in self.graphs:
            found |= self._nearest_by_car(patch, order, metres, found, most)
        return found

    def _nearest_on_foot(
        self, patch: Bools, order: list[int], metres: dict[int, float], most: int
    ) -> dict[int, AssetWay]:
        metres_per_minute = self.profile.walk_speed_kmh * 1000 / 60
        reach = self.profile.max_walk_minutes * metres_per_minute
        within = [number for number in order if metres[number] * STRAIGHT_SHARE <= reach]
        found: dict[int, AssetWay] = {}
        for start in range(0, len(within), BATCH):
            least = 2 * metres[within[start]] * STRAIGHT_SHARE / metres_per_minute
            if _enough(found, most, least):
                return found
            some = within[start : start + BATCH]
            self._work_out(Mode.WALK.value, some)
            found |= {number: self._way(patch, number, (Mode.WALK.value,)) for number in some}
        return found

    def _nearest_by_vehicle(self, patch: Bools, order: list[int], on_foot: dict[int, AssetWay]) -> dict[int, AssetWay]:
        # A bus may pass the nearest by, so how near the next can be is not known: a fixed number is asked for.
        left = _not_found(order, on_foot)[:MOST_BY_VEHICLE]
        self._work_out_by_vehicle(left)
        return {number: self._way(patch, number, (Mode.WALK.value, self._vehicle_mode)) for number in left}

    def _nearest_by_car(
        self, patch: Bools, order: list[int], metres: dict[int, float], before: dict[int, AssetWay], most: int
    ) -> dict[int, AssetWay]:
        left = _not_found(order, before)
        most -= len(order) - len(left)
        metres_per_minute = self._fastest() * 60
        parking = PARKING.minutes_there + PARKING.minutes_back
        modes = (Mode.WALK.value, self._vehicle_mode, Mode.DRIVE.value)
        found: dict[int, AssetWay] = {}
        for start in range(0, len(left), BATCH):
            least = parking + 2 * metres[left[start]] * STRAIGHT_SHARE / metres_per_minute
            if _enough(found, most, least):
                return found
            some = left[start : start + BATCH]
            self._work_out(Mode.DRIVE.value, some)
            # A walk that was never searched is out of reach: the straight line alone is too long.
            found |= {number: self._way(patch, number, modes) for number in some}
        return found

    def _fastest(self) -> float:
        """Return the greatest speed on any street, metres a second."""
        graph = self.graphs[Mode.DRIVE.value]
        moving = graph.stretch_seconds > 0
        speeds = graph.stretch_metres[moving] / graph.stretch_seconds[moving]
        return float(speeds.max()) if len(speeds) else np.inf

    def _patch(self, areas: frozenset[str]) -> Bools:
        """Tell which points lie in some areas."""
        inside = self.spread.areas["origin"].astype(str).isin(areas).to_numpy()
        return np.asarray(inside[self.spread.points["area"].to_numpy(dtype="int64")])

    def _straight_metres(self, patch: Bools, numbers: Sequence[int]) -> Floats:
        """Return the straight line from the nearest point of a patch to each asset."""
        points = self.spread.points[patch]
        lon, lat = points["lon"].to_numpy("float64"), points["lat"].to_numpy("float64")
        out = np.empty(len(numbers))
        for at, number in enumerate(numbers):
            asset = self.assets[number]
            at_lon, at_lat = asset.lon or 0.0, asset.lat or 0.0
            # Degrees of longitude are narrowest furthest from the equator: never longer than the true line.
            east = (lon - at_lon) * np.cos(np.radians(np.maximum(np.abs(lat), abs(at_lat))))
            out[at] = np.hypot(east, lat - at_lat).min() * _METRES_PER_DEGREE
        return out

    def _work_out(self, mode: str, numbers: Sequence[int]) -> None:
        new = [number for number in numbers if (mode, number) not in self.known]
        if not new or mode not in self.graphs:
            return
        origins, venues = self.snaps[mode]
        few = street_ways.take_snaps(venues, np.array([self.located[number] for number in new], dtype=np.int64))
        ways = street_ways.find_ways_in_reach(self.graphs[mode], origins=origins, venues=few, profile=self.profile)
        self.known |= {(mode, number): (ways, at) for at, number in enumerate(new)}

    def _work_out_by_vehicle(self, numbers: Sequence[int]) -> None:
        if self.vehicles is not None:
            new = [number for number in numbers if (self._vehicle_mode, number) not in self.known]
            self.known |= {(self._vehicle_mode, n): (self.vehicles.ways_to(self.assets[n]), 0) for n in new}

    @property
    def _vehicle_mode(self) -> str:
        return self.vehicles.mode if self.vehicles is not None else ""

    def _way(self, patch: Bools, number: int, modes: Sequence[str]) -> AssetWay:
        """Return the first mode's way that most points of a patch have; else whether that is known."""
        state = Way.NOT_FOUND
        asked = self.vehicles.words if self.vehicles and (self._vehicle_mode, number) in self.known else ""
        for mode in modes:
            if (mode, number) not in self.known:
                continue
            ways, at = self.known[mode, number]
            sums = sum_areas(ways, np.where(patch, 0, 1), 2, venue=at)
            if sums.state[0] == Way.FOUND.value:
                minutes = float(sums.minutes_there[0]), float(sums.minutes_back[0])
                return AssetWay(Way.FOUND, mode, *minutes, vehicles=asked)
            if sums.state[0] == Way.NOT_KNOWN.value:
                state = Way.NOT_KNOWN
        return AssetWay(state, vehicles=asked)


def open_ways(
    place: Place, areas: frozenset[str], assets: Sequence[Asset], profile: TravellerProfile, today: dt.date
) -> WayFinder:
    """Get ready to find ways between some areas and some assets; ``without`` says why there can be none.

    Parameters
    ----------
    place, areas, assets, profile
        Where, from which areas, to what, and who travels.
    today
        From when on a day is looked for on which vehicles run.
    """
    spread = _only(street_ways.find_start_points(place), areas)
    modes = (Mode.WALK.value, *([Mode.DRIVE.value] if profile.has_car else []))
    without, graphs = "", {}
    try:
        graphs = street_ways.load_streets(place, modes, profile)
    except NotFoundError as fault:
        without = tr("Without ways: {fault}", fault=fault)
    located = [number for number, asset in enumerate(assets) if has_point(asset)]
    doors = np.array([(assets[n].lon, assets[n].lat) for n in located], dtype=np.float64).reshape(-1, 2)
    homes = (spread.points["lon"], spread.points["lat"])
    vehicles, visit = _open_vehicles(place, spread, profile, today) if graphs else (None, "")
    return WayFinder(
        assets=assets,
        profile=profile,
        spread=spread,
        graphs=graphs,
        snaps={
            mode: street_ways.snap_together(graph, origins=homes, venues=(doors[:, 0], doors[:, 1]))
            for mode, graph in graphs.items()
        },
        located={number: at for at, number in enumerate(located)},
        without=without,
        vehicles=vehicles,
        visit=visit,
    )


def _open_vehicles(
    place: Place, spread: StartPoints, profile: TravellerProfile, today: dt.date
) -> tuple[VehicleWays | None, str]:
    if not timetables.vehicles_of(place):
        return None, tr("Ways by bus are not in this list: this place has no timetable yet.")
    if not engine.is_ready():
        return None, tr("Ways by bus are not in this list yet: they are not ready yet.")
    # The engine is large: it is taken in where it is ready, so that the app stays small.
    from assetmap.services import introduction_vehicles  # noqa: PLC0415

    return introduction_vehicles.open_vehicles(place, spread, profile, today)


def has_point(asset: Asset) -> bool:
    """Tell whether a way to an asset can be asked for: it has a pin, and people go there."""
    here = asset.where in {Where.PLACE, Where.MOVES_AROUND} and not by_area_only(asset.kind, asset.where)
    return here and asset.lat is not None and asset.lon is not None


def _only(spread: StartPoints, areas: frozenset[str]) -> StartPoints:
    """Leave out the points of all other areas."""
    inside = spread.areas["origin"].astype(str).isin(areas).to_numpy()
    kept = inside[spread.points["area"].to_numpy(dtype="int64")]
    return replace(spread, points=spread.points[kept].reset_index(drop=True))


def _count_found(ways: Mapping[int, AssetWay]) -> int:
    return sum(way.state == Way.FOUND for way in ways.values())


def _not_found(order: Sequence[int], ways: Mapping[int, AssetWay]) -> list[int]:
    """Return those to which no way was found so far."""
    return [number for number in order if number not in ways or ways[number].state != Way.FOUND]


def _enough(found: Mapping[int, AssetWay], most: int, least_minutes: float) -> bool:
    """Tell whether the wanted number was found, and nothing further away can be nearer than the last of them."""
    minutes = sorted(way.rank[1] for way in found.values() if way.state == Way.FOUND)
    return len(minutes) >= most and (not most or minutes[most - 1] < least_minutes)
