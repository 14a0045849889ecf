"""The demo's files are what they say: the same bytes each time, real formats, and the patterns promised are there."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import os
import subprocess
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import networkx as nx
import openpyxl
import osmium
import pandas as pd
import pytest
import shapely
from scipy.stats import binom

DEMO = Path(__file__).resolve().parent.parent / "data" / "demo"
MOST_BYTES = 4_000_000
HALL = "Wenlas Memorial Hall"
COMMUNITY = ("uses services", "carer", "community member")
WRITER = ("make_demo.py", "writer", "__pycache__")


def demo_files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name not in WRITER}


def rows_of(name: str) -> list[dict[str, str]]:
    with (DEMO / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# The script


def test_script_writes_the_committed_bytes_each_time(tmp_path: Path) -> None:
    began = os.times()
    for number in ("1", "2"):
        subprocess.run([sys.executable, str(DEMO / "make_demo.py"), str(tmp_path / number)], check=True, cwd=tmp_path)
    worked = os.times()
    assert worked.children_user - began.children_user < 40
    first, second, committed = (demo_files(folder) for folder in (tmp_path / "1", tmp_path / "2", DEMO))
    assert sorted(first) == sorted(committed)
    for name, content in committed.items():
        assert first[name] == content, f"{name} is not what make_demo.py writes"
        assert second[name] == content, f"{name} differs between two runs"


def test_script_needs_nothing_of_the_package() -> None:
    for path in (DEMO / "make_demo.py", *(DEMO / "writer").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert "import assetmap" not in text
        assert "from assetmap" not in text


def test_all_files_together_stay_small() -> None:
    assert sum(len(content) for content in demo_files(DEMO).values()) < MOST_BYTES


def test_every_file_says_it_is_made_up_where_its_format_allows() -> None:
    said = "made up"
    assert said in (DEMO / "README.txt").read_text()
    assert said in (DEMO / "areas.geojson").read_text(encoding="utf-8").lower()
    assert said in osmium.io.Reader(str(DEMO / "streets.osm.pbf")).header().get("generator")
    assert said in gtfs("feed_info.txt")[0]["feed_publisher_name"].lower()
    assert all(said in row["agency_name"] for row in gtfs("agency.txt"))
    assert all(said in str(sheet["A1"].value) for sheet in workbook().worksheets[:2])
    assert said in "\n".join(str(row[0].value) for row in workbook()["Notes"].iter_rows())
    assert all(said in row["Name"] for row in rows_of("dial_a_ride.csv"))


def test_readme_has_a_row_for_every_file() -> None:
    text = (DEMO.parent / "README.md").read_text(encoding="utf-8")
    assert [name for name in demo_files(DEMO) if f"| `{name}`" not in text] == []


# Areas, counts, postcodes


@pytest.fixture(scope="module")
def areas() -> gpd.GeoDataFrame:
    return gpd.read_file(DEMO / "areas.geojson").to_crs(27700).set_index("code")


@pytest.fixture(scope="module")
def patch_of() -> dict[str, str]:
    return {row["area_code"]: row["patch"] for row in rows_of("patches.csv")}


@pytest.fixture(scope="module")
def residents() -> dict[str, int]:
    return {row["area_code"]: int(row["total_population"]) for row in rows_of("population_age.csv")}


@pytest.fixture(scope="module")
def area_of_postcode(areas: gpd.GeoDataFrame) -> dict[str, str]:
    """Postcode without its space, and the area whose polygon holds it: found by asking every polygon."""
    table = pd.read_csv(DEMO / "postcodes.csv", header=None, dtype=str)
    found = {}
    for code, x, y in zip(table[0], table[2].astype(float), table[3].astype(float), strict=True):
        inside = areas.index[areas.contains(shapely.Point(x, y))]
        assert len(inside) == 1, code
        found[code.replace(" ", "")] = str(inside[0])
    return found


def test_areas_tile_the_district_and_lie_in_open_sea(areas: gpd.GeoDataFrame) -> None:
    assert len(areas) == 45
    assert areas.is_valid.all()
    assert set(areas.geom_type) == {"Polygon"}
    assert areas.area.sum() == pytest.approx(areas.union_all().area, rel=1e-6)
    west, south, east, north = areas.total_bounds
    assert (round(east - west, -3), round(north - south, -3)) == (30_000, 24_000)
    assert (west > 250_000, east < 295_000, south > 410_000, north < 450_000) == (True,) * 4
    assert len(areas.union_all().geoms) == 2, "the mainland and the island"


def test_areas_are_in_eight_patches_that_hang_together(areas: gpd.GeoDataFrame, patch_of: dict[str, str]) -> None:
    assert set(patch_of) == set(areas.index)
    merged = areas.dissolve(by=areas.index.map(patch_of))
    assert len(merged) == 8
    apart = {name for name, shape in merged.geometry.items() if shape.geom_type != "Polygon"}
    assert apart == {"Llanfelŷs and Ynys Garwen"}


def test_population_tables_agree_as_census_tables_do(residents: dict[str, int]) -> None:
    assert sum(residents.values()) == 13_990
    for row in rows_of("population_age.csv"):
        assert sum(int(row[band]) for band in list(row)[3:]) == int(row["total_population"])
        assert (list(row)[3], list(row)[-1], len(row)) == ("0-4", "90+", 22)
    town = [n for code, n in residents.items() if code <= "ZZ01000015"]
    assert sum(town) == 6_000
    for name in ("population_ethnic_group.csv", "population_disability.csv"):
        totals, parts = totals_and_parts(name, "total_residents")
        assert totals == parts
        assert max(abs(totals[code] - n) for code, n in residents.items()) in (1, 2)
    totals, parts = totals_and_parts("cars.csv", "total_households")
    assert totals == parts
    assert 2.1 < sum(residents.values()) / sum(totals.values()) < 2.3


def totals_and_parts(name: str, total: str) -> tuple[dict[str, int], dict[str, int]]:
    totals: dict[str, int] = {}
    parts: dict[str, int] = defaultdict(int)
    for row in rows_of(name):
        totals[row["area_code"]] = int(row[total])
        parts[row["area_code"]] += int(row["n"])
    return totals, dict(parts)


def test_postcodes_have_the_layout_and_lie_at_streets(
    areas: gpd.GeoDataFrame, area_of_postcode: dict[str, str], streets: Streets
) -> None:
    with (DEMO / "postcodes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == len({row[0] for row in rows}) == 906
    assert {len(row) for row in rows} == {10}
    assert all(row[0].startswith("ZZ") and len(row[0]) == 7 and row[0][3] == " " for row in rows)
    assert set(area_of_postcode.values()) == set(areas.index)
    lines = shapely.union_all(streets.lines_in_metres())
    assert max(lines.distance(shapely.Point(float(row[2]), float(row[3]))) for row in rows) < 25


def test_centroids_lie_in_their_areas(areas: gpd.GeoDataFrame) -> None:
    rows = rows_of("centroids.csv")
    assert list(rows[0]) == ["X", "Y", "code", "name"]
    inside = [areas.geometry[row["code"]].contains(shapely.Point(float(row["X"]), float(row["Y"]))) for row in rows]
    assert inside == [True] * 45


# Streets


@dataclass
class Streets:
    """The extract, read plainly."""

    points: dict[int, tuple[float, float]]
    node_tags: dict[int, dict[str, str]]
    ways: list[tuple[list[int], dict[str, str]]]

    def graph(self, *, without: str = "") -> nx.Graph:
        graph = nx.Graph()
        for nodes, tags in self.ways:
            if "highway" in tags and (not without or tags.get("name") != without):
                nx.add_path(graph, nodes)
        return graph

    def place(self, name: str) -> int:
        """Return the street node nearest to a place's name."""
        there = next(n for n, tags in self.node_tags.items() if "place" in tags and tags["name"] == name)
        spot = self.points[there]
        nodes: list[int] = list(self.graph())
        return min(nodes, key=lambda n: shapely.Point(self.points[n]).distance(shapely.Point(spot)))

    def lines_in_metres(self) -> list[shapely.Geometry]:
        lines = [shapely.LineString([self.points[n] for n in nodes]) for nodes, tags in self.ways if "highway" in tags]
        return list(gpd.GeoSeries(lines, crs=4326).to_crs(27700))

    def tagged(self, **wanted: str) -> Iterator[dict[str, str]]:
        everything = itertools.chain(self.node_tags.values(), (tags for _, tags in self.ways))
        return (tags for tags in everything if all(tags.get(key) == value for key, value in wanted.items()))


@pytest.fixture(scope="module")
def streets() -> Streets:
    found = Streets({}, {}, [])
    for entity in osmium.FileProcessor(str(DEMO / "streets.osm.pbf")):
        if isinstance(entity, osmium.osm.Node):
            found.points[entity.id] = (entity.lon, entity.lat)
            found.node_tags[entity.id] = dict(entity.tags)
        elif isinstance(entity, osmium.osm.Way):
            found.ways.append(([node.ref for node in entity.nodes], dict(entity.tags)))
    return found


def test_streets_are_of_every_kind(streets: Streets) -> None:
    kinds = Counter(tags["highway"] for _, tags in streets.ways if "highway" in tags)
    assert set(kinds) == {
        "trunk", "primary", "secondary", "unclassified", "residential", "service", "footway", "path", "steps",
        "bridleway", "track",
    }  # fmt: skip
    keys = set().union(*(tags for _, tags in streets.ways))
    assert keys >= {"name", "maxspeed", "lit", "sidewalk", "surface", "incline", "oneway", "junction", "flood_prone"}
    barriers = Counter(tags["barrier"] for tags in streets.node_tags.values() if "barrier" in tags)
    assert barriers["stile"] == 6
    assert barriers["gate"] >= 4
    places = Counter(tags["place"] for tags in streets.node_tags.values() if "place" in tags)
    assert places == {"town": 1, "village": 9, "hamlet": 11}


def test_island_has_streets_of_its_own_and_a_ferry(streets: Streets) -> None:
    parts = sorted(nx.connected_components(streets.graph()), key=len, reverse=True)
    assert [len(part) for part in parts[2:]] == [4, 4, 4, 4], "four pieces that touch nothing"
    assert streets.place("Aberwenlas") in parts[0]
    assert streets.place("Ynys Garwen") in parts[1]
    (ferry,) = [nodes for nodes, tags in streets.ways if tags.get("route") == "ferry"]
    assert ferry[0] in parts[0]
    assert ferry[-1] in parts[1]


def test_walk_to_quillmoor_needs_the_fast_road(streets: Streets) -> None:
    causeway = [tags for _, tags in streets.ways if tags.get("name") == "The Causeway"]
    assert {(tags["maxspeed"], tags["sidewalk"]) for tags in causeway} == {("60 mph", "no")}
    whole, without = streets.graph(), streets.graph(without="The Causeway")
    a, b = streets.place("Thorrowby"), streets.place("Quillmoor")
    assert nx.has_path(whole, a, b)
    assert not nx.has_path(without, a, b)


def test_flood_road_is_on_the_way_to_upper_marrowdale(streets: Streets) -> None:
    flooded = [tags["name"] for _, tags in streets.ways if tags.get("flood_prone") == "yes"]
    assert flooded == ["Marrowdale Road"]


def test_osmnx_reads_the_extract(streets: Streets, tmp_path: Path) -> None:
    import osmnx

    with osmium.SimpleWriter(str(tmp_path / "demo.osm")) as writer:
        for entity in osmium.FileProcessor(str(DEMO / "streets.osm.pbf")):
            writer.add(entity)
    graph = osmnx.graph_from_xml(tmp_path / "demo.osm", retain_all=True, simplify=False)
    theirs = {frozenset(edge[:2]) for edge in graph.edges}
    assert {frozenset(edge) for edge in streets.graph().edges} <= theirs


def test_refuge_is_tagged_as_one(streets: Streets) -> None:
    (refuge,) = streets.tagged(social_facility="shelter")
    assert refuge["social_facility:for"] == "abused"
    assert list(streets.tagged(amenity="community_centre"))
    assert list(streets.tagged(amenity="library"))
    assert {tags["wheelchair"] for tags in streets.tagged() if "wheelchair" in tags} >= {"yes", "limited"}


# Timetable


def gtfs(name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(DEMO / "timetable.gtfs.zip") as archive, archive.open(name) as file:
        return list(csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline="")))


def trips_of(day: dt.date) -> dict[str, list[tuple[str, int]]]:
    """Return each trip of a day with its stops and minutes, by going through the calendar row by row."""
    weekday, stamp = day.strftime("%A").lower(), day.strftime("%Y%m%d")
    on = {row["service_id"] for row in gtfs("calendar.txt")
          if row[weekday] == "1" and row["start_date"] <= stamp <= row["end_date"]}  # fmt: skip
    for row in gtfs("calendar_dates.txt"):
        if row["date"] == stamp:
            on = on | {row["service_id"]} if row["exception_type"] == "1" else on - {row["service_id"]}
    running = {row["trip_id"] for row in gtfs("trips.txt") if row["service_id"] in on}
    trips: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in gtfs("stop_times.txt"):
        if row["trip_id"] in running:
            hours, minutes, _ = row["departure_time"].split(":")
            trips[row["trip_id"]].append((row["stop_id"], int(hours) * 60 + int(minutes)))
    return trips


WEDNESDAY, THURSDAY, SUNDAY = dt.date(2026, 6, 10), dt.date(2026, 6, 11), dt.date(2026, 6, 14)


def departures(day: dt.date) -> Counter[tuple[str, str]]:
    running = trips_of(day)
    return Counter((row["route_id"], row["direction_id"]) for row in gtfs("trips.txt") if row["trip_id"] in running)


def test_timetable_holds_together() -> None:
    stops = {row["stop_id"] for row in gtfs("stops.txt")}
    routes = {row["route_id"]: row["route_type"] for row in gtfs("routes.txt")}
    assert sorted(routes.values()) == ["3", "3", "3", "3", "3", "4"]
    times: dict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
    for row in gtfs("stop_times.txt"):
        times[row["trip_id"]].append(
            (int(row["stop_sequence"]), row["arrival_time"], row["departure_time"], row["stop_id"])
        )
    assert set(times) == {row["trip_id"] for row in gtfs("trips.txt")}
    for trip, rows in times.items():
        assert [row[0] for row in rows] == list(range(1, len(rows) + 1)), trip
        assert all(a[2] < b[1] for a, b in itertools.pairwise(rows)), trip
        assert {row[3] for row in rows} < stops
    (info,) = gtfs("feed_info.txt")
    assert (info["feed_start_date"], info["feed_end_date"]) == ("20250101", "20271231")
    assert Counter(row["wheelchair_accessible"] for row in gtfs("trips.txt")).keys() == {"", "1", "2"}
    assert Counter(row["wheelchair_boarding"] for row in gtfs("stops.txt")).keys() == {"", "1", "2"}


def test_buses_are_rural() -> None:
    wednesday, thursday = departures(WEDNESDAY), departures(THURSDAY)
    bus_routes = {row["route_id"] for row in gtfs("routes.txt") if row["route_type"] == "3"}
    daily = bus_routes - {"R5"}
    assert {route for route, _ in wednesday} == daily | {"R6"}
    assert all(2 <= wednesday[route, way] <= 6 for route in daily for way in "01")
    assert (thursday["R5", "0"], thursday["R5", "1"]) == (1, 1)
    assert not {route for route, _ in departures(SUNDAY)} & bus_routes
    assert departures(dt.date(2026, 12, 25)) == {}
    assert departures(dt.date(2025, 12, 24))["R5", "0"] == 1, "the market moved to the day before"


def test_bus_leaves_ten_minutes_before_the_usual_meeting_ends(streets: Streets) -> None:
    meetings = {row["Event"]: row for row in rows_of("meetings.csv")}.values()
    (usual, _), *_ = Counter((row["Venue"], row["End"]) for row in meetings).most_common()
    assert usual == (HALL, "16:00")
    days = {dt.date.fromisoformat("-".join(row["Date"].split("/")[::-1])) for row in meetings if row["Venue"] == HALL}
    stops = {row["stop_id"]: row["stop_name"] for row in gtfs("stops.txt")}
    for day in days:
        home = [
            (minute, stops[stop])
            for trip in trips_of(day).values()
            for k, (stop, minute) in enumerate(trip)
            if stops[stop].startswith("Aberwenlas") and any("Marrowdale" in stops[later] for later, _ in trip[k:])
        ]
        assert max(minute for minute, name in home if "Memorial Hall" in name) == 15 * 60 + 50
        assert max(minute for minute, _ in home) < 16 * 60
    hall = next(row for row in rows_of("assets_council.csv") if row["Name"] == HALL)
    stop = next(row for row in gtfs("stops.txt") if "Memorial Hall" in row["stop_name"])
    ends = [shapely.Point(float(x), float(y)) for x, y in ((hall["Longitude"], hall["Latitude"]),
                                                           (stop["stop_lon"], stop["stop_lat"]))]  # fmt: skip
    a, b = gpd.GeoSeries(ends, crs=4326).to_crs(27700)
    assert a.distance(b) < 100


def test_islanders_reach_the_last_sailing_and_no_later_one() -> None:
    trips = trips_of(WEDNESDAY).values()
    sailings = [trip[0][1] for trip in trips if trip[0][0] == "S19" and trip[-1][0] == "S20"]
    assert max(sailings) == 17 * 60 + 15
    to_quay = sorted((trip[0][1], trip[-1][1]) for trip in trips if trip[0][0] == "S01" and trip[-1][0] == "S19")
    after = [(leaves, arrives) for leaves, arrives in to_quay if leaves >= 16 * 60 + 10]
    assert after[0][1] < max(sailings) < after[1][1]


# Assets


def workbook() -> openpyxl.Workbook:
    return openpyxl.load_workbook(DEMO / "assets_voluntary.xlsx")


@pytest.fixture(scope="module")
def council() -> list[dict[str, str]]:
    return rows_of("assets_council.csv")


@pytest.fixture(scope="module")
def voluntary() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for name in ("Groups", "Venues"):
        _, _, header, *rows = workbook()[name].iter_rows(values_only=True)
        found += [dict(zip(map(str, header), row, strict=True)) for row in rows]
    return found


def test_lists_have_their_headings(council: list[dict[str, str]], voluntary: list[dict[str, object]]) -> None:
    assert ",".join(council[0]) == (
        "Ref,Name,Type,Address,Postcode,Latitude,Longitude,Telephone,Email,Website,Opening hours,Level access,"
        "Accessible toilet,Hearing loop,Blue Badge parking,Last checked"
    )
    assert ",".join(voluntary[0]) == (
        "Name of group,What is it?,Enw,Where they meet,Post Code,Tel no,Contact e-mail,When,Who is it for,"
        "Step-free entrance?,Toilet accessible?,Loop,Checked on"
    )
    assert workbook().sheetnames == ["Groups", "Venues", "Notes"]


def test_lists_overlap_by_twenty(council: list[dict[str, str]], voluntary: list[dict[str, object]]) -> None:
    assert (len(council), len(voluntary)) == (71, 73)
    numbers = {digits(row["Telephone"]): row["Name"] for row in council}
    shared = [(numbers[number], row["Name of group"]) for row in voluntary
              if (number := digits(row["Tel no"])) in numbers]  # fmt: skip
    assert 15 <= len(shared) <= 20, "some have no number in the second list"
    assert sum(ours != theirs for ours, theirs in shared) >= 12


def digits(phone: object) -> str:
    return "".join(letter for letter in str(phone or "") if letter.isdigit()).lstrip("0")


def test_every_kind_and_every_way_to_be_met_is_there(
    council: list[dict[str, str]], voluntary: list[dict[str, object]]
) -> None:
    kinds = {row["Type"] for row in council} | {str(row["What is it?"]) for row in voluntary}
    for one_of in ({"Group"}, {"Venue"}, {"Time bank"}, {"User-led organisation"}, {"Service"}, {"Skill"},
                   {"Peer support"}, {"Notice board"}, {"Radio station"}, {"Shop"}):  # fmt: skip
        assert one_of & kinds
    where = {row["Address"] for row in council} | {str(row["Where they meet"]) for row in voluntary}
    assert where >= {"Moves around", "Comes to you", "Online", "By phone", "Private"}


def test_many_access_facts_are_not_recorded(council: list[dict[str, str]]) -> None:
    answers = Counter(row[column] for row in council for column in
                      ("Level access", "Accessible toilet", "Hearing loop", "Blue Badge parking"))  # fmt: skip
    assert set(answers) == {"Yes", "Partly", "No", ""}
    assert answers[""] > sum(answers.values()) / 2


def test_nobody_has_recorded_the_toilet_of_the_hall_used_most(
    council: list[dict[str, str]], voluntary: list[dict[str, object]], streets: Streets
) -> None:
    meetings = {row["Event"]: row["Venue"] for row in rows_of("meetings.csv")}
    assert Counter(meetings.values()).most_common(1)[0] == (HALL, 27)
    ours = next(row for row in council if row["Name"] == HALL)
    theirs = next(row for row in voluntary if row["Name of group"] == "Wenlas Mem. Hall")
    (mapped,) = streets.tagged(name=HALL)
    assert (ours["Accessible toilet"], theirs["Toilet accessible?"]) == ("", None)
    assert not [key for key in mapped if "toilet" in key]
    assert ours["Level access"] == "Yes"


def test_small_faults_are_where_the_readme_says(
    council: list[dict[str, str]], voluntary: list[dict[str, object]]
) -> None:
    swapped = [row["Name"] for row in council if row["Latitude"] and float(row["Latitude"]) < 0]
    assert swapped == ["Ostlewick Shop"]
    assert [row["Name of group"] for row in voluntary if row["Checked on"] == "31/02/2026"] == ["Tuesday Menders"]
    names = [str(row["Name of group"]) for row in voluntary]
    assert [name for name in names if name[0] == "=" or "<" in name] == [
        "=1+1 Twins and Triplets Club", "<b>Bold</b> Stitchers",
    ]  # fmt: skip
    cells = [row[0] for row in workbook()["Groups"].iter_rows() if str(row[0].value).startswith("=")]
    assert [cell.data_type for cell in cells] == ["s"], "text, not a formula"
    assert [name for name in names if "refuge" in name] == ["Canary House women's refuge"]
    assert sum(isinstance(row["Tel no"], int) for row in voluntary) > 30, "numbers that lost their zero"
    inside = [row for row in voluntary if "ZZ" in str(row["Where they meet"]) and not row["Post Code"]]
    assert len(inside) >= 5


def test_assets_lie_in_the_district(council: list[dict[str, str]], areas: gpd.GeoDataFrame) -> None:
    placed = [row for row in council if row["Latitude"] and float(row["Latitude"]) > 0]
    points = gpd.GeoSeries(
        [shapely.Point(float(row["Longitude"]), float(row["Latitude"])) for row in placed], crs=4326
    ).to_crs(27700)
    assert len(placed) > 55
    assert points.within(areas.union_all().buffer(50)).all()


# Meetings


@pytest.fixture(scope="module")
def meetings() -> list[dict[str, str]]:
    return rows_of("meetings.csv")


@pytest.fixture(scope="module")
def home_of(meetings: list[dict[str, str]], area_of_postcode: dict[str, str]) -> dict[str, str]:
    """Each person of the community and the area of their home; empty where it cannot be placed."""
    return {
        row["Person"]: area_of_postcode.get(row["Postcode"].replace(" ", "").upper(), "")
        for row in meetings
        if row["Person"] and row["Role"] in COMMUNITY
    }


def test_meetings_are_as_promised(meetings: list[dict[str, str]]) -> None:
    assert ",".join(meetings[0]) == (
        "Event,Event name,Date,Start,End,Venue,Stage,Meant for,Role,Person,Postcode,Age band,Disability,Ethnic group,"
        "Notes"
    )
    roles = {row["Person"]: row["Role"] for row in meetings if row["Person"]}
    assert len(roles) == 240
    assert set(roles.values()) == {*COMMUNITY, "staff", "supporter", "facilitator"}
    months = {row["Date"][6:] + row["Date"][2:5] for row in meetings}
    assert (len(months), min(months), max(months)) == (18, "2025/04", "2026/09")
    assert {row["Stage"] for row in meetings} == {"co-design", "co-decision making", "co-delivery", "co-evaluation"}
    assert {row["Meant for"] for row in meetings} == {
        "everyone", "disabled people", "unpaid carers", "older people", "a list we know", "we have no count of them",
    }  # fmt: skip
    assert any(row["Age band"] == "Prefer not to say" for row in meetings)
    assert any(not row["Person"] and not row["Postcode"] for row in meetings)
    assert any("Zebedee Canary" in row["Notes"] for row in meetings)
    twice = [key for key, n in Counter(tuple(row.values()) for row in meetings if row["Person"]).items() if n == 2]
    assert len(twice) == 2


def test_people_by_patch_hold_the_patterns(
    meetings: list[dict[str, str]], home_of: dict[str, str], patch_of: dict[str, str], residents: dict[str, int]
) -> None:
    came = Counter(patch_of[area] for area in home_of.values() if area)
    people = sum(came.values())
    assert (people, len(home_of) - people) == (170, 10)
    by_patch: Counter[str] = Counter()
    for area, n in residents.items():
        by_patch[patch_of[area]] += n
    shares = {patch: n / sum(by_patch.values()) for patch, n in by_patch.items()}
    never, half = "Upper Marrowdale", "Aberwenlas East"
    assert came[never] == 0
    assert shares[never] * people >= 17.1, "enough to be told in a share view"
    assert 0.4 < came[half] / (shares[half] * people) < 0.6
    assert binom.cdf(came[half] + 2, people, shares[half]) <= 0.025, "also when rounded to the nearest five"
    for patch in set(shares) - {never, half}:
        assert binom.sf(came[patch] - 1, people, shares[patch]) > 0.025, patch
        assert binom.cdf(came[patch], people, shares[patch]) > 0.025, patch
    readme = (DEMO.parent / "README.md").read_text(encoding="utf-8")
    for patch, n in by_patch.items():
        assert f"| {patch} | {n:,} | {shares[patch] * people:.1f} | {came[patch]} |" in readme
    open_to_all = {row["Person"] for row in meetings if row["Meant for"] == "everyone"}
    assert set(home_of) <= open_to_all


def test_the_same_few_make_a_quarter_of_attendances(meetings: list[dict[str, str]]) -> None:
    times = Counter(row["Person"] for row in meetings if row["Person"] and row["Role"] in COMMUNITY)
    few = times.most_common(8)
    assert sum(n for _, n in few) >= times.total() / 4
    assert few[-1][1] > 1.5 * times.most_common(9)[-1][1], "clearly set apart from the others"


# Time bank


def test_time_bank_adds_up() -> None:
    members = [row["Member"] for row in rows_of("time_bank_members.csv")]
    exchanges = rows_of("time_bank_exchanges.csv")
    assert (len(set(members)), len(exchanges)) == (50, 300)
    given: Counter[str] = Counter()
    for row in exchanges:
        assert row["Giver"] != row["Receiver"]
        assert {row["Giver"], row["Receiver"]} <= set(members)
        given[row["Giver"]] += round(float(row["Hours"]) * 4)
    assert 0.3 < sum(given[name] for name in members[:5]) / given.total() < 0.5
