"""Ways to one meeting in plain words: when to leave, when one is back, what to do on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assetmap.messages import tr, tr_count
from assetmap.model.journey import LegKind, Mode, Way
from assetmap.model.meeting import TRANSIT_MODES, clock_words, is_of_mode, read_seconds
from assetmap.model.text import harmless
from assetmap.model.traveller import PROFILE_BY_NAME
from assetmap.render import words

Row = Mapping[str, Any]
_MINUTES_PER_HOUR = 60


def way_row(row: Row) -> dict[str, str]:
    """Return one way as texts: name, leave, back, away, there, home, in the way, what would help."""
    found = row["way_there_and_back"] == Way.FOUND
    return {
        "origin": str(row["origin"]),
        "name": harmless(str(row["name"] or row["origin"])),
        "way": words.way_words(row["way_there_and_back"]).capitalize(),
        "leave": _time_or_none(row, "leave_home"),
        "back": _time_or_none(row, "arrive_home"),
        "away": duration_words(row["minutes_away"]),
        "there": departures_words(row["departures_there"]) or _on_foot(row, "legs_there"),
        "home": departures_words(row["departures_back"]) or _on_foot(row, "legs_back"),
        "in_the_way": words.barrier_words(row["barriers"]) or (tr("nothing that we know of") if found else ""),
        "helps": " ".join(row["would_help"]),
        "said": str(row["why"]),
    }


def _time_or_none(row: Row, name: str) -> str:
    """Return a time of a row; where there is none, 'not known' of a row that is not known."""
    if row[name] is None and row["way_there_and_back"] == Way.NOT_KNOWN:
        return tr("not known")
    return time_words(row[name])


def _on_foot(row: Row, legs: str) -> str:
    if not row[legs]:
        return tr("not known") if row["way_there_and_back"] == Way.NOT_KNOWN else tr("no way found")
    return tr("on foot all the way") if len(row[legs]) == 1 else ""


def time_words(text: str | None) -> str:
    """Return a time of the answer as people say it; 'no way found' where there is none."""
    return clock_words(read_seconds(text)) if text else tr("no way found")


def departures_words(times: Sequence[str]) -> str:
    """Return departures as a person needs them: '09:12 or 13:12'; empty for none."""
    said = list(dict.fromkeys(clock_words(read_seconds(time)) for time in times))
    if len(said) <= 1:
        return "".join(said)
    return tr("{first} or {last}", first=", ".join(said[:-1]), last=said[-1])


def duration_words(minutes: float | None) -> str:
    """Return minutes as hours and minutes."""
    if minutes is None:
        return tr("not known")
    hours, rest = divmod(round(minutes), _MINUTES_PER_HOUR)
    parts = []
    if hours:
        parts.append(tr_count("{number} hour", "{number} hours", hours))
    if rest or not hours:
        parts.append(tr_count("{number} minute", "{number} minutes", rest))
    return " ".join(parts)


def leg_rows(row: Row, half: str) -> list[dict[str, str]]:
    """Return the legs of one half of a way, ``legs_there`` or ``legs_back``, each with its time and one sentence."""
    profile = PROFILE_BY_NAME.get(str(row["profile"]))
    on_wheels = row["modes"] == Mode.WHEELS or (profile is not None and profile.on_wheels)
    return [
        {"when": clock_words(read_seconds(leg["start"])), "what": leg_words(leg, on_wheels=on_wheels)}
        for leg in row[half]
    ]


def leg_words(leg: Row, *, on_wheels: bool = False) -> str:
    """Say one leg: 'Bus 1 towards Newport, from Melbourne Way to North Street, at 16:31'."""
    ends = {"first": harmless(str(leg["from"])), "last": harmless(str(leg["to"])),
            "time": clock_words(read_seconds(leg["end"]))}  # fmt: skip
    if leg["kind"] == LegKind.TRANSIT:
        return tr(
            "{vehicle} {route} towards {headsign}, from {first} to {last}, there at {time}.",
            vehicle=_vehicle(leg), route=harmless(str(leg["route"])), headsign=harmless(str(leg["headsign"])), **ends,
        )  # fmt: skip
    if leg["kind"] == LegKind.TRANSFER:
        return tr("Change: from {first} to {last}, ready at {time}.", **ends)
    if leg["kind"] == "drive":
        return tr("By car from {first} to {last}, there at {time}.", **ends)
    metres = f"{leg['metres']:,}" if leg.get("metres") is not None else tr("an unknown number of")
    if on_wheels:
        said = tr("On wheels {metres} m from {first} to {last}, there at {time}.", metres=metres, **ends)
    else:
        said = tr("On foot {metres} m from {first} to {last}, there at {time}.", metres=metres, **ends)
    return " ".join([said, *_cautions(leg)])


def _vehicle(leg: Row) -> str:
    names = {"bus": tr("Bus"), "rail": tr("Train"), "tram": tr("Tram"), "ferry": tr("Ferry")}
    mode = next((mode.name for mode in TRANSIT_MODES if is_of_mode(int(leg["route_type"]), (mode.name,))), "bus")
    return names[mode]


def _cautions(leg: Row) -> list[str]:
    said = []
    if leg.get("steps_metres"):
        said.append(tr("{metres} m of steps.", metres=leg["steps_metres"]))
    if leg.get("unsafe_metres"):
        said.append(tr("No pavement recorded on {metres} m of a fast road.", metres=leg["unsafe_metres"]))
    return said


def meeting_sentences(rows: Sequence[Row], vehicles: str) -> list[str]:
    """Say first from where no way was found, then from how many there is one, then what to do.

    Parameters
    ----------
    rows
        Rows by vehicle.
    vehicles
        Such as "by bus".
    """
    states = {way: [row for row in rows if row["way_there_and_back"] == way] for way in Way}
    lost, unknown, found = states[Way.NOT_FOUND], states[Way.NOT_KNOWN], states[Way.FOUND]
    said = [
        tr_count(
            "{found} of {number} place has a way there and back {vehicles}, or all the way by street.",
            "{found} of {number} places have a way there and back {vehicles}, or all the way by street.",
            len(rows), found=f"{len(found):,}", vehicles=vehicles,
        )
    ]  # fmt: skip
    if lost:
        names = words.name_some([str(row["name"]) for row in lost])
        said.append(tr("We found none from {names}.", names=names))
        said.append(tr("There may be a lift or a scheme we don't know about: ask."))
    if unknown:
        names = words.name_some([str(row["name"]) for row in unknown])
        said.append(tr("We cannot tell for {names}: look at what stands in the way.", names=names))
    return said


def hardest_first(rows: Sequence[Row]) -> list[Row]:
    """Return ways with those not found first, then those not known, then the longest away."""
    order = {Way.NOT_FOUND: 0, Way.NOT_KNOWN: 1, Way.FOUND: 2}
    return sorted(
        rows,
        key=lambda row: (order[Way(row["way_there_and_back"])], -(row["minutes_away"] or 0), str(row["name"])),
    )
