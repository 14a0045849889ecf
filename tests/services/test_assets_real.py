"""Real lists and a real extract, counted by other means: the csv module, sqlite3, osmium's own filters."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import osmium
import pytest
from square_place import NOW, area_file

from assetmap.config import Settings
from assetmap.model.imports import ImportAnswer
from assetmap.services import ingest, register, workspace
from assetmap.services.ingest import AssetImport
from assetmap.services.workspace import Place, PlaceParts

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def made(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with both places, made once; each test gets its own copy."""
    home, folder = tmp_path_factory.mktemp("made") / "home", real_data / "newport"
    newport = PlaceParts(
        areas=folder / "areas" / "lsoa21_newport.geojson",
        postcodes=(folder / "postcodes" / "codepoint_open_np_2025-10.csv",),
        streets=folder / "streets.osm.pbf",
    )
    man = PlaceParts(streets=real_data / "isle-of-man" / "streets.osm.pbf")
    for name, parts in (("Newport", newport), ("Man", man)):
        workspace.create_place(Settings(home=home), name, parts, now=NOW)
    return home


@pytest.fixture
def newport(made: Path, tmp_path: Path) -> Place:
    return workspace.open_place(Settings(home=copy_of(made, tmp_path)), "Newport")


@pytest.fixture
def man(made: Path, tmp_path: Path) -> Place:
    return workspace.open_place(Settings(home=copy_of(made, tmp_path)), "Man")


def copy_of(made: Path, folder: Path) -> Path:
    return Path(shutil.copytree(made, folder / "home"))


def bring_in(place: Place, path: Path | None = None, **options: Any) -> ImportAnswer:
    request = AssetImport(path=path, from_streets=path is None, **options)
    return ingest.import_assets(place, request, now=NOW, who="Ann")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def stored(place: Place, question: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(place.folder / "register.sqlite") as connection:
        found = connection.execute(question).fetchall()
    connection.close()
    return found


def counts(answer: ImportAnswer) -> tuple[int, int, int, int, int]:
    return answer.read, answer.added, answer.changed, answer.unchanged, answer.refused


def test_welsh_libraries(newport: Place, real_data: Path) -> None:
    path = real_data / "libraries" / "libraries_wales.csv"
    rows = rows_of(path)
    in_newport_lists = sum(row["Postcode"].startswith("NP") for row in rows)
    assert counts(bring_in(newport, path)) == (len(rows), len(rows), 0, 0, 0) == (265, 265, 0, 0, 0)
    located = Counter(how for (how,) in stored(newport, "SELECT located_by FROM asset"))
    assert located == {"postcode": in_newport_lists, "without a location": 265 - in_newport_lists}
    assert in_newport_lists == 33
    assert counts(bring_in(newport, path)) == (265, 0, 0, 265, 0)
    # Another way to the same points: the postcode file's eastings and northings, by name and hand.
    points = postcode_points(real_data)
    for fields, lat, lon in stored(newport, "SELECT fields, lat, lon FROM asset WHERE lat IS NOT NULL"):
        wanted_lat, wanted_lon = points[json.loads(fields)["postcode"][0].replace(" ", "")]
        assert (lat, lon) == pytest.approx((wanted_lat, wanted_lon), abs=1e-5)
    shown = json.dumps(register.list_assets(newport, register.AssetQuery(kind="venue")).facts)
    personal = [
        row["Email address"] for row in rows if re.search(r"@(gmail|hotmail|yahoo|btinternet)", row["Email address"])
    ]
    assert personal
    assert not any(address.removeprefix("mailto:") in shown for address in personal)


def postcode_points(real_data: Path) -> dict[str, tuple[float, float]]:
    """Latitude and longitude by postcode, through geopandas and not through the place."""
    import geopandas

    with (real_data / "newport" / "postcodes" / "codepoint_open_np_2025-10.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    east, north = [float(row[2]) for row in rows], [float(row[3]) for row in rows]
    points = geopandas.GeoSeries.from_xy(east, north, crs=27700).to_crs(4326)
    codes = (row[0].replace(" ", "") for row in rows)
    return {code: (point.y, point.x) for code, point in zip(codes, points, strict=True)}


def test_scottish_libraries_of_another_layout(newport: Place, real_data: Path) -> None:
    path = real_data / "libraries" / "libraries_scotland.csv"
    assert counts(bring_in(newport, path)) == (483, 483, 0, 0, 0)
    assert stored(newport, "SELECT DISTINCT kind, lat FROM asset") == [("venue", None)]
    addresses = [json.loads(text).get("address", [""])[0] for (text,) in stored(newport, "SELECT fields FROM asset")]
    assert "Coigach Community Hall, Achiltibuie" in addresses
    assert not any(re.search(r"\b[A-Z]{1,2}\d+ \d[A-Z]{2}\b", address) for address in addresses)


def test_what_newport_s_streets_hold(newport: Place, real_data: Path) -> None:
    answer = bring_in(newport)
    venues = register.list_assets(newport, register.AssetQuery(kind="venue")).facts
    details = Counter(row["detail"] for row in venues)
    assert (details["community centre"], details["library"], details["place of worship"]) == (18, 6, 55)
    assert sum(never_located(real_data / "newport" / "streets.osm.pbf")) == answer.refused == 2
    assert answer.read == answer.added + answer.refused
    assert counts(bring_in(newport)) == (answer.read, 0, 0, answer.added, answer.refused)
    assert {row["source"] for row in venues} == {"OpenStreetMap"}


def never_located(path: Path) -> list[bool]:
    """Whether each social facility of an extract is one that is never located; areas that are ways count once."""
    words = {"abused", "refugee", "asylum_seeker", "displaced", "migrant", "child", "juvenile", "orphan"}
    found = []
    for item in osmium.FileProcessor(str(path)).with_filter(osmium.filter.TagFilter(("amenity", "social_facility"))):
        for_whom = set((item.tags.get("social_facility:for") or "").split(";"))
        found.append(item.tags.get("social_facility") == "shelter" or bool(for_whom & words))
    return found


def test_mobile_library_stops_move_around(tmp_path: Path, real_data: Path) -> None:
    folder = real_data / "libraries"
    areas = area_file(tmp_path / "box.geojson", 0.1, 52.3, 1.8, 53.0)
    settings = Settings(home=tmp_path / "home")
    workspace.create_place(settings, "Norfolk", PlaceParts(areas=areas), now=NOW)
    place = workspace.open_place(settings, "Norfolk")
    path = folder / "norfolk.csv"
    rows = rows_of(path)
    answer = bring_in(place, path)
    assert answer.read == len(rows) == 1269
    assert answer.added == len({tuple(row.values()) for row in rows}) == 1269 - answer.refused
    assert stored(place, "SELECT DISTINCT kind, where_met FROM asset") == [("service", "moves around")]
    assert answer.details["located"] == {"coordinates": answer.added}
    assert bring_in(place, path).unchanged == answer.added


def test_lists_of_the_isle_of_man(man: Place, real_data: Path) -> None:
    folder = real_data / "isle-of-man" / "assets"
    kinds = {"charities.csv": "service", "places-of-worship.csv": "venue", "healthcare.csv": "service"}
    for name, kind in kinds.items():
        rows = rows_of(folder / name)
        answer = bring_in(man, folder / name)
        assert counts(answer) == (len(rows), len(rows), 0, 0, 0), name
        source = name.removesuffix(".csv")
        assert stored(man, f"SELECT DISTINCT kind FROM asset WHERE source = '{source}'") == [(kind,)]
    offices = rows_of(folder / "offices.csv")
    wanted = sum(row["office"] in {"charity", "ngo", "association", "foundation"} for row in offices)
    answer = bring_in(man, folder / "offices.csv")
    assert (answer.read, answer.added) == (len(offices), wanted)
    for name in ("named-places.csv", "bus-stops.csv", "postcodes.csv"):
        answer = bring_in(man, folder / name)
        assert (answer.read, answer.added) == (len(rows_of(folder / name)), 0)
        assert any("--kind" in note for note in answer.notes)
    stops = bring_in(man, folder / "bus-stops.csv", kind="word_of_mouth")
    assert stops.added + stops.refused == stops.read
    assert stops.added > 900
