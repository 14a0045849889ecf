"""The timetable of the town in ``town.py``, drawn by hand, with its answers on paper. Nothing here calls the code
under test but the readers, which have tests of their own.

Stops, in metres of the town's drawing::

    T   Top         0, 3200     the end of Long Lane
    L   Lane        0, 1700     half-way down Long Lane
    H   Hall      140,  200     on North Road, 20 m from the Hall's door
    A   Corner    300,  200     platform A of the station CORNER, nothing recorded for wheelchairs: as its station, yes
    B   Corner    300,  180     platform B of it, on East Street: no wheelchairs
    M   Mill        0,    0
    S   School    200,    0     on South Road
    Q   Quay      100,    0     on South Road
    F   Far End   700,  100     a request stop
    C   Cut Off  1100,  100
    I   Island     50, -2000

Days: Monday 27 April to Sunday 31 May 2026. Services: WEEK Monday to Friday, SAT Saturdays, SUN Sundays, MARKET
Thursdays, DAILY every day. On Monday 4 May, a bank holiday, WEEK is taken out and SUN is added. Nobody thought of
Monday 25 May, a bank holiday too: an ordinary weekday seems to run.

Trips (times that the file leaves blank are in brackets):

- t1 (WEEK, bus 1, wheelchairs yes)  Top 09:00, Lane (09:04:59), Hall 09:10, A 09:12. From Top to Lane 1,500 m, from
  Lane to Hall the root of 140 x 140 + 1,500 x 1,500: 1,506.5 m; 600 s x 1,500 / 3,006.5 = 299.35 s.
- t2 (WEEK, bus 1, wheelchairs no)  Top 13:30, Lane (13:35), Hall 13:40 to 13:41, A 13:43. ``shape_dist_traveled`` says
  0, 1.5, 3 and 3.2, so Lane is half-way in time.
- h1 (WEEK, bus 1)  B 12:05, Hall 12:07, Lane 12:12, Top 12:17.
- h2 (WEEK, bus 1)  B 14:48, Hall 14:50, Lane 14:55, Top 15:00: the last way home to Top on a weekday.
- x1 (WEEK, bus X1)  Top 09:02, Hall 09:07, A 09:07: it overtakes t1, and takes no time for the last hop.
- u1 (SUN, bus 1)  Top 10:00, Hall 10:10.    u2 (SUN, bus 1)  Hall 16:00, Top 16:10.
- u3 (SUN, bus N)  Hall 00:45, Top 00:55: for people it is the night of Saturday.
- s1 (SAT, bus 1)  Top 18:00, Hall 18:10.
- n1 (SAT, bus N)  Hall 23:50, Lane 24:02 to 24:03, Top 24:05: past midnight.
- m1 (MARKET, bus 7)  Cut Off 09:30, Far End 09:33, Hall 09:40.    m2  Hall 12:30, Far End 12:37, Cut Off 12:40.
  At Far End both stop only for people who rang before.
- i1 (DAILY, ferry)  Island 08:30, Quay 08:45.    i2  Quay 12:00, Island 12:15.    i3  Island 12:30, Quay 12:45.
  i4  Quay 16:30, Island 16:45: the last sailing.
- l1 (WEEK, bus L)  Mill 10:00, Hall 10:03, A 10:04, School 10:06, Mill 10:08: a loop. At School nobody may get on
  (``pickup_type`` 1); at the Hall one asks the driver (``drop_off_type`` 3), which is as good as any stop.
- f1 (WEEK, bus S)  from Mill to Hall in 4 minutes, on to A in 1; every 20 minutes from 11:00 to 12:00, about so: 11:00,
  11:20, 11:40. The trip's own times, 08:00 to 08:05, are only the pattern.
- f2 (SAT, bus S)  the same way, every 15 minutes from 17:00 to 17:30, exactly: 17:00, 17:15.

For a meeting in the Hall, people walking 80 metres a minute, 10 minutes before its start and 10 after its end:

- Weekday, 14:00 to 15:00, from Top: t2 at 13:30, at the stop 13:40, at the door 15 seconds later. Home: h2 left at
  14:50, ten minutes before the end, and nothing runs after it: no way home. If the meeting ended at 14:30, h2 takes
  them: they leave the door by 14:49:45.
- Sunday (and Monday 4 May), 10:30 to 15:30, from Top: u1 at 10:00, home by u2, Top at 16:10.
- Thursday, 10:00 to 12:00, from Cut Off: m1 at 09:30, home by m2, Cut Off at 12:40. On no other day does a bus come.
- Saturday, 19:00 to 23:30, from Top: s1 at 18:00, home by n1, Top at 24:05. Who misses it has u3 at 24:45, Top 24:55.
- Any day, from the Island: i1 at 08:30 or i3 at 12:30; whoever is not at the Quay by 16:30 stays the night. From the
  Quay to the Hall on foot: 100 m along South Road, 200 up Middle Street, 60 along North Road and 20 to the door: 380 m,
  4.75 minutes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from town import lon_lat

from assetmap.adapters.gtfs import Tables, read_timetable
from assetmap.config import Settings

STOPS: dict[str, tuple[str, float, float, str, str]] = {
    "T": ("Top", 0, 3200, "", ""), "L": ("Lane", 0, 1700, "", ""), "H": ("Hall", 140, 200, "", "0"),
    "A": ("Corner", 300, 200, "CORNER", ""), "B": ("Corner", 300, 180, "CORNER", "2"), "M": ("Mill", 0, 0, "", "1"),
    "S": ("School", 200, 0, "", ""), "Q": ("Quay", 100, 0, "", ""), "F": ("Far End", 700, 100, "", ""),
    "C": ("Cut Off", 1100, 100, "", ""), "I": ("Island", 50, -2000, "", ""),
}  # fmt: skip
"""Name, metres, station, wheelchair field."""

FIRST_DAY, LAST_DAY = "2026-04-27", "2026-05-31"
WEEKDAY, THURSDAY, SATURDAY, SUNDAY = "2026-05-05", "2026-05-07", "2026-05-09", "2026-05-10"
BANK_HOLIDAY, FORGOTTEN_BANK_HOLIDAY = "2026-05-04", "2026-05-25"

HOPS: dict[str, str] = {
    "t1": "T L 09:00:00 09:04:59 / L H 09:04:59 09:10:00 / H A 09:10:00 09:12:00",
    "t2": "T L 13:30:00 13:35:00 / L H 13:35:00 13:40:00 / H A 13:41:00 13:43:00",
    "h1": "B H 12:05:00 12:07:00 / H L 12:07:00 12:12:00 / L T 12:12:00 12:17:00",
    "h2": "B H 14:48:00 14:50:00 / H L 14:50:00 14:55:00 / L T 14:55:00 15:00:00",
    "x1": "T H 09:02:00 09:07:00 / H A 09:07:00 09:07:00",
    "u1": "T H 10:00:00 10:10:00",
    "u2": "H T 16:00:00 16:10:00",
    "u3": "H T 00:45:00 00:55:00",
    "u3 of tomorrow": "H T 24:45:00 24:55:00",
    "s1": "T H 18:00:00 18:10:00",
    "n1": "H L 23:50:00 24:02:00 / L T 24:03:00 24:05:00",
    "n1 of yesterday": "L T 00:03:00 00:05:00",
    "m1": "C F 09:30:00 09:33:00 / F H 09:33:00 09:40:00",
    "m2": "H F 12:30:00 12:37:00 / F C 12:37:00 12:40:00",
    "i1": "I Q 08:30:00 08:45:00",
    "i2": "Q I 12:00:00 12:15:00",
    "i3": "I Q 12:30:00 12:45:00",
    "i4": "Q I 16:30:00 16:45:00",
    "l1": "M H 10:00:00 10:03:00 / H A 10:03:00 10:04:00 / A S 10:04:00 10:06:00 / S M 10:06:00 10:08:00",
    "f1 at 11:00": "M H 11:00:00 11:04:00 / H A 11:04:00 11:05:00",
    "f1 at 11:20": "M H 11:20:00 11:24:00 / H A 11:24:00 11:25:00",
    "f1 at 11:40": "M H 11:40:00 11:44:00 / H A 11:44:00 11:45:00",
    "f2 at 17:00": "M H 17:00:00 17:04:00 / H A 17:04:00 17:05:00",
    "f2 at 17:15": "M H 17:15:00 17:19:00 / H A 17:19:00 17:20:00",
}
"""Each run on paper: from, to, departure, arrival of its connections. The first word is its trip's id."""

_WEEK = ("t1", "t2", "h1", "h2", "x1", "l1", "f1 at 11:00", "f1 at 11:20", "f1 at 11:40")
_FERRY = ("i1", "i2", "i3", "i4")
RUNS: dict[str, tuple[str, ...]] = {
    FIRST_DAY: (*_WEEK, *_FERRY),
    WEEKDAY: (*_WEEK, *_FERRY),
    THURSDAY: (*_WEEK, *_FERRY, "m1", "m2"),
    SATURDAY: (*_FERRY, "s1", "n1", "f2 at 17:00", "f2 at 17:15", "u3 of tomorrow"),
    SUNDAY: (*_FERRY, "n1 of yesterday", "u1", "u2", "u3"),
    "2026-05-03": (*_FERRY, "n1 of yesterday", "u1", "u2", "u3", "u3 of tomorrow"),
    BANK_HOLIDAY: (*_FERRY, "u1", "u2", "u3"),
    FORGOTTEN_BANK_HOLIDAY: (*_WEEK, *_FERRY),
    LAST_DAY: (*_FERRY, "n1 of yesterday", "u1", "u2", "u3"),
}
"""Which runs a day has. The Sunday before the bank holiday has its own night bus at 00:45 and the next at 24:45."""

_STOP_TIMES = """\
t1,09:00:00,09:00:00,T,1,,,
t1,,,L,2,,,
t1,09:10:00,09:10:00,H,3,,,
t1,09:12:00,,A,4,,,
t2,13:30:00,13:30:00,T,1,,,0
t2,,,L,2,,,1.5
t2,13:40:00,13:41:00,H,3,,,3
t2,13:43:00,13:43:00,A,4,,,3.2
h1,12:05:00,12:05:00,B,1,,,
h1,12:07:00,12:07:00,H,2,,,
h1,12:12:00,12:12:00,L,3,,,
h1,12:17:00,12:17:00,T,4,,,
h2,14:48:00,14:48:00,B,1,,,
h2,14:50:00,14:50:00,H,2,,,
h2,14:55:00,14:55:00,L,3,,,
h2,15:00:00,15:00:00,T,4,,,
x1,09:02:00,09:02:00,T,1,,,
x1,09:07:00,09:07:00,H,2,,,
x1,09:07:00,09:07:00,A,3,,,
u1,10:00:00,10:00:00,T,1,,,
u1,10:10:00,10:10:00,H,2,,,
u2,16:00:00,16:00:00,H,1,,,
u2,16:10:00,16:10:00,T,2,,,
u3,00:45:00,00:45:00,H,1,,,
u3,00:55:00,00:55:00,T,2,,,
s1,18:00:00,18:00:00,T,1,,,
s1,18:10:00,18:10:00,H,2,,,
n1,23:50:00,23:50:00,H,1,,,
n1,24:02:00,24:03:00,L,2,,,
n1,24:05:00,24:05:00,T,3,,,
m1,09:30:00,09:30:00,C,1,,,
m1,09:33:00,09:33:00,F,2,2,2,
m1,09:40:00,09:40:00,H,3,,,
m2,12:30:00,12:30:00,H,1,,,
m2,12:37:00,12:37:00,F,2,2,2,
m2,12:40:00,12:40:00,C,3,,,
i1,08:30:00,08:30:00,I,1,,,
i1,08:45:00,08:45:00,Q,2,,,
i2,12:00:00,12:00:00,Q,1,,,
i2,12:15:00,12:15:00,I,2,,,
i3,12:30:00,12:30:00,I,1,,,
i3,12:45:00,12:45:00,Q,2,,,
i4,16:30:00,16:30:00,Q,1,,,
i4,16:45:00,16:45:00,I,2,,,
l1,10:00:00,10:00:00,M,1,0,0,
l1,10:03:00,10:03:00,H,2,0,3,
l1,10:04:00,10:04:00,A,3,0,0,
l1,10:06:00,10:06:00,S,4,1,0,
l1,10:08:00,10:08:00,M,5,0,0,
f1,08:00:00,08:00:00,M,1,,,
f1,08:04:00,08:04:00,H,2,,,
f1,08:05:00,08:05:00,A,3,,,
f2,08:00:00,08:00:00,M,1,,,
f2,08:04:00,08:04:00,H,2,,,
f2,08:05:00,08:05:00,A,3,,,
"""


def _stops_text() -> str:
    rows = ["stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding"]
    for stop_id, (name, x, y, station, wheelchair) in STOPS.items():
        lon, lat = lon_lat(x, y)
        rows.append(f"{stop_id},{name},{lat!r},{lon!r},0,{station},{wheelchair}")
    lon, lat = lon_lat(300, 200)
    rows.append(f"CORNER,Corner station,{lat!r},{lon!r},1,,1")
    return "\n".join([*rows, ""])


FILES: dict[str, str] = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\nV,Valley Buses,http://example.org,Europe/London\n",
    "stops.txt": _stops_text(),
    "routes.txt": (
        "route_id,route_short_name,route_long_name,route_type\nR1,1,Top and Hall,3\nRX,X1,,3\nRN,N,Night bus,3\n"
        "R7,7,Market bus,3\nRI,,Island ferry,4\nRL,L,Town loop,3\nRS,S,Shuttle,700\n"
    ),
    "trips.txt": (
        "route_id,service_id,trip_id,trip_headsign,wheelchair_accessible\n"
        "R1,WEEK,t1,Town,1\nR1,WEEK,t2,Town,2\nR1,WEEK,h1,,\nR1,WEEK,h2,,\nRX,WEEK,x1,Town,0\nR1,SUN,u1,,\nR1,SUN,u2,,\n"
        "RN,SUN,u3,,\nR1,SAT,s1,,\nRN,SAT,n1,,\nR7,MARKET,m1,,\nR7,MARKET,m2,,\nRI,DAILY,i1,,\nRI,DAILY,i2,,\n"
        "RI,DAILY,i3,,\nRI,DAILY,i4,,\nRL,WEEK,l1,,\nRS,WEEK,f1,,\nRS,SAT,f2,,\n"
    ),
    "stop_times.txt": (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type,shape_dist_traveled\n"
        + _STOP_TIMES
    ),
    "calendar.txt": (
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        "WEEK,1,1,1,1,1,0,0,20260427,20260531\nSAT,0,0,0,0,0,1,0,20260427,20260531\n"
        "SUN,0,0,0,0,0,0,1,20260427,20260531\nMARKET,0,0,0,1,0,0,0,20260427,20260531\n"
        "DAILY,1,1,1,1,1,1,1,20260427,20260531\n"
    ),
    "calendar_dates.txt": "service_id,date,exception_type\nWEEK,20260504,2\nSUN,20260504,1\n",
    "frequencies.txt": (
        "trip_id,start_time,end_time,headway_secs,exact_times\n"
        "f1,11:00:00,12:00:00,1200,0\nf2,17:00:00,17:30:00,900,1\n"
    ),
    "transfers.txt": (
        "from_stop_id,to_stop_id,transfer_type,min_transfer_time\n"
        "CORNER,CORNER,2,180\nM,S,0,\nQ,M,3,\nH,H,2,90\nI,Q,4,\n"
    ),
}  # fmt: skip
"""The whole timetable by the name of its file."""


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    """Write the files of a timetable as a zip and return its path."""
    path = folder / "town.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return path


def write_timetable(folder: Path, **changed: str) -> Path:
    """Write the town's timetable as a zip; files can be changed by their names without ``.txt``."""
    return write_files(folder, FILES | {f"{name}.txt": text for name, text in changed.items()})


def read_tables(folder: Path, **changed: str) -> Tables:
    """Return the checked tables, as they come from the zip."""
    return read_timetable(write_timetable(folder, **changed), settings=Settings()).tables


def seconds(time: str) -> int:
    """Return a time such as 24:05:00 as seconds after midnight."""
    hours, minutes, rest = (int(part) for part in time.split(":"))
    return hours * 3600 + minutes * 60 + rest


def connections_on(day: str) -> list[tuple[str, str, str, int, int]]:
    """Return a day's connections on paper, sorted: trip, from, to, departure, arrival."""
    hops = [(run.split()[0], *hop.split()) for run in RUNS[day] for hop in HOPS[run].split(" / ")]
    return sorted((trip, here, there, seconds(leave), seconds(arrive)) for trip, here, there, leave, arrive in hops)
