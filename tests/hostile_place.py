"""A place in which every text that people could have written tries to do harm."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

from street_maker import degrees, write_extract

from assetmap.config import Settings
from assetmap.model.asset_fields import ASSET_FIELDS
from assetmap.services import ingest, participation, register, workspace
from assetmap.services.ingest import AssetImport
from assetmap.services.participation import ParticipationImport
from assetmap.services.register import AssetAdd, AssetEdit, AssetMove, Publish
from assetmap.services.workspace import Place, PlaceParts

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
NAME = "Harm"
ATTACKS: dict[str, str] = {
    "script": "<script>window.ran=1</script>",
    "attribute": "\"'><img src=x onerror=window.ran=1><svg onload=window.ran=1>",
    "markdown": (
        "**boldmark** [linkmark](javascript:window.ran=1) ![i](http://evil.example/i.png) `codemark` :red[redmark]"
    ),
    "formula": '=HYPERLINK("http://evil.example/","x")',
    "direction": "\u202egnp.exe\u202c\u200b\u2066turned\u2069",
    "braces": "{{7*7}} {name} %(name)s ${7*7} {% raw %}",
    "long": "W" * 300,
    "end": "</script></style></textarea></title>--><script>window.ran=1</script>",
}
"""What a text tries, by its name."""

_BY_HAND = ("detail", "opening_hours", "description", "who_for", "address")
_PLAIN_FIELDS = ("detail", "website", "opening_hours", "description", "who_for", "email", "phone", "address")


def make_hostile_place(home: Path, folder: Path) -> Place:
    """Make the place: areas, a settlement, streets, assets by hand and from a list, meetings; all names attack."""
    folder.mkdir(exist_ok=True)
    settings = Settings(home=home)
    parts = PlaceParts(
        areas=_areas(folder), streets=_streets(folder), population=(_people(folder),), timetables=(_timetable(folder),)
    )
    workspace.create_place(settings, NAME, parts, now=NOW)
    place = workspace.open_place(settings, NAME)
    _bring_in_assets(place, folder)
    _add_assets(place)
    _bring_in_meetings(place, folder)
    return place


def listed_assets(place: Place) -> dict[str, str]:
    """Return the id of the listed venue whose texts make each attack, by the attack's name."""
    with closing(workspace.open_register(place)) as store:
        ids = {asset.text("name"): asset.id for asset in store.assets()}
    return {attack: ids[f"name{number} {text}"] for number, (attack, text) in enumerate(ATTACKS.items())}


def _areas(folder: Path) -> Path:
    features = []
    for number, attack in enumerate(ATTACKS.values()):
        (west, south), (east, north) = degrees(200 * number, 0), degrees(200 * number + 200, 800)
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        names = {"LSOA21CD": f"W0100000{number}", "LSOA21NM": f"Area{number} {attack}"}
        features.append(
            {"type": "Feature", "properties": names, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        )
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def _people(folder: Path) -> Path:
    path = folder / "people.csv"
    rows = [f"W0100000{number},{attack!r},50,500" for number, attack in ((n, "yes") for n in range(len(ATTACKS)))]
    path.write_text("lsoa21_code,disability,n,total_residents\n" + "\n".join(rows).replace("'", "") + "\n", "utf-8")
    return path


def _streets(folder: Path) -> Path:
    """Write one street past all areas, with a hostile settlement and a hostile library on it."""
    points = {number: (100.0 + 200.0 * number, 400.0) for number in range(len(ATTACKS))}
    tags = {
        number: {"place": "village" if number else "town", "name": f"Town{number} {attack}"[:250]}
        for number, attack in enumerate(ATTACKS.values())
    }
    ways = [({"highway": "residential", "name": ATTACKS["script"]}, tuple(points))]
    return write_extract(folder / "harm.osm.pbf", points, ways, node_tags=tags)


def _timetable(folder: Path) -> Path:
    """Write a timetable for every day of 2026: a bus each half hour past all areas, every name of it attacks."""
    texts = list(ATTACKS.values())
    times = {trip: 12 * 60 + 12 + 30 * trip for trip in range(2 * len(texts))}
    stops: list[list[Any]] = []
    calls: list[list[Any]] = []
    for number, text in enumerate(texts):
        lon, lat = degrees(100 + 200 * number, 405)
        stops.append([f"S{number}", f"Stop{number} {text}", lat, lon])
    for trip, minutes in times.items():
        for at in range(len(texts)):
            number = at if trip % 2 else len(texts) - 1 - at
            clock = f"{(minutes + at // 4) // 60:02d}:{(minutes + at // 4) % 60:02d}:{at % 4 * 15:02d}"
            calls.append([f"T{trip}", clock, clock, f"S{number}", at + 1])
    week = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    signs = [[f"R{(trip + 7) % 8}", "DAILY", f"T{trip}", f"Sign{trip} {texts[trip % 8]}"] for trip in times]
    lines = [[f"R{at}", "A", f"Line{at} {text}", text, 3] for at, text in enumerate(texts)]
    tables: dict[str, list[list[Any]]] = {
        "agency.txt": [["agency_id", "agency_name", "agency_url", "agency_timezone"],
                       ["A", texts[0], "https://example.org", "Europe/London"]],
        "calendar.txt": [["service_id", *week, "start_date", "end_date"],
                         ["DAILY", *[1] * len(week), "20260101", "20261231"]],
        "routes.txt": [["route_id", "agency_id", "route_short_name", "route_long_name", "route_type"], *lines],
        "trips.txt": [["route_id", "service_id", "trip_id", "trip_headsign"], *signs],
        "stops.txt": [["stop_id", "stop_name", "stop_lat", "stop_lon"], *stops],
        "stop_times.txt": [["trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"], *calls],
    }  # fmt: skip
    path = folder / "harm.gtfs.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, rows in tables.items():
            held = io.StringIO()
            csv.writer(held).writerows(rows)
            packed.writestr(name, held.getvalue())
    return path


def _bring_in_assets(place: Place, folder: Path) -> None:
    """Bring in a list whose every column attacks, the unknown ones and their headings too."""
    fields = [row for row in ASSET_FIELDS if row.name in {"name", "name_cy", *_PLAIN_FIELDS}]
    path = folder / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([*(row.synonyms[0] for row in fields), "kind", "lat", "lon", *ATTACKS.values()])
        for number, attack in enumerate(ATTACKS.values()):
            lon, lat = degrees(120 + 200 * number, 410)
            texts = [f"{row.name}{number} {attack}" for row in fields]
            writer.writerow([*texts, "venue", str(lat), str(lon), *[attack] * len(ATTACKS)])
    request = AssetImport(
        path=path, source=f"list {ATTACKS['script']}", agreed_by=ATTACKS["attribute"], agreed_on="2026-01-05"
    )
    ingest.import_assets(place, request, now=NOW, who=ATTACKS["script"])


def _add_assets(place: Place) -> None:
    """Type assets by hand, of all sorts, and publish every second."""
    for number, attack in enumerate(ATTACKS.values()):
        kind = "group" if number % 2 else "venue"
        lon, lat = degrees(130 + 200 * number, 420)
        fields = {name: f"{name} {attack}" for name in _BY_HAND}
        asked = AssetAdd(name=f"hand{number} {attack}", kind=kind, at=AssetMove(lat=lat, lon=lon))
        made = register.add_asset(place, asked, now=NOW, who=attack)
        register.edit_asset(place, made["id"], AssetEdit(fields=fields), now=NOW, who=attack)
        if number % 2 == 0:
            agreed = Publish(agreed_by=attack, agreed_on="2026-01-05", may_be_shown_to=attack)
            register.publish_asset(place, made["id"], agreed, now=NOW, who=attack)


def _bring_in_meetings(place: Place, folder: Path) -> None:
    path = folder / "meetings.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["date", "event", "event name", "venue", "person", "area code", "role", "stage", "notes"])
        for number, attack in enumerate(ATTACKS.values()):
            for person in range(12):
                area = f"W0100000{number}"
                writer.writerow(["2026-02-03", attack, attack, attack, f"{attack}{person}", area, "carer", "", attack])
    request = ParticipationImport(path=path)
    answer = participation.import_participation(place, request, now=NOW, who=ATTACKS["script"])
    assert answer.added == 12 * len(ATTACKS), "the meetings are in"
