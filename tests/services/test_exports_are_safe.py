"""Every file about people that leaves the house, read by a scanner: no small count, postcode, point, code or name."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import people_place
import pytest
import who_came
from asgi_calls import ask
from command import run_in
from export_scan import Secrets, find_leaks, plant
from people_place import NOW, write_csv

from assetmap.adapters import release_files
from assetmap.services import (
    downloads,
    missing_files,
    participation,
    release_sheets,
    releases,
    representation,
    web_maps,
    workspace,
)
from assetmap.services.releases import ReleaseRequest
from assetmap.services.representation import MissingRequest
from assetmap.services.workspace import Place, PlaceParts
from assetmap.web import serving

NAME, POSTCODE, POINT = "Canaria Jonesova", "ZX9 9QZ", (-3.4951234, 52.3061234)
COUNTS = (31, 40, 7, 3)
FORMATS = (".html", ".xlsx", ".csv", ".geojson")
FILES = (
    *(f"release{suffix}" for suffix in FORMATS), "release on disk.json",
    *(f"missing.{kind}" for kind in ("csv", "json", "xlsx", "geojson")),
    "taken.xlsx", "taken.csv", "map.html", "plain.html", "map facts.json",
)  # fmt: skip


def make_place(home: Path, folder: Path) -> Place:
    """Make the place with small counts, somebody with a name and a postcode of her own, staff, and some unplaced."""
    place = people_place.make_place(home, folder)
    more = write_csv(folder / "more.csv", "pcds,lat,long", f"{POSTCODE},{POINT[1]},{POINT[0]}")
    workspace.add_to_place(place.settings, place.name, PlaceParts(postcodes=(more,)), now=NOW)
    place = workspace.open_place(place.settings, place.name)
    who_came.bring(place, folder / "came", COUNTS)
    rows = [
        f"Lunch,02/02/2026,resident,{NAME},{POSTCODE},everyone,{NAME}",
        f"Lunch,02/02/2026,staff,s 1,{POSTCODE},everyone,x",
        *(f"Lunch,02/02/2026,carer,c {n},,everyone,x" for n in range(3)),
    ]
    head = "event,date,role,person,postcode,meant for,name"
    who_came.bring_rows(place, folder / "came", head, rows, keep={})
    releases.make_release(place, ReleaseRequest(from_="2026-01-01", to="2026-02-28"), now=NOW, who="t")
    return place


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("exports")
    return make_place(folder / "home", folder / "files")


@pytest.fixture(scope="module")
def secrets(place: Place) -> Secrets:
    (row,) = participation.person_rows(place, NAME)
    return Secrets((NAME, "Jonesova", POSTCODE, POSTCODE.replace(" ", ""), row["person"]), (POINT,))


@pytest.fixture(scope="module")
def files(place: Place, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every file that can be made about people, by its name."""
    folder = tmp_path_factory.mktemp("out")
    assetmap = run_in(place.settings.home)
    (release,) = releases.list_releases(place)
    made = {f"release{suffix}": release_sheets.write(place, release, suffix) for suffix in FORMATS}
    made["release on disk.json"] = release_files.release_path(place.folder, release.release_id).read_bytes()
    for kind in ("csv", "json", "geojson"):
        said = assetmap("missing", "--format", kind)
        assert said.code == 0, said.err
        made[f"missing.{kind}"] = said.out.encode()
    assert assetmap("missing", "--format", "xlsx", "--out", folder / "m.xlsx").code == 0
    assert (
        assetmap("map", folder / "map.html", "--layer", "missing", ASSETMAP_WEB_ASSETS_URL="http://127.0.0.1:9").code
        == 0
    )
    made |= {"missing.xlsx": (folder / "m.xlsx").read_bytes(), "map.html": (folder / "map.html").read_bytes()}
    view = missing_files.released_alone(representation.missing(place, MissingRequest()))
    about = missing_files.about(place, view, now=NOW)
    columns = missing_files.columns(view)
    made["taken.xlsx"] = downloads.write_xlsx(view, columns, about)
    made["taken.csv"] = downloads.write_csv(view, columns)
    with pytest.MonkeyPatch.context() as during:
        during.setenv("ASSETMAP_HOME", str(place.settings.home))
        made["plain.html"] = ask(serving.routes(), f"/plain/{place.slug}/reached").body
    drawn = web_maps.draw_web_map(place, web_maps.map_spec(place, layer=web_maps.MISSING), address="/maps/x", now=NOW)
    made["map facts.json"] = gzip.decompress(drawn.facts)
    return made


def test_every_file_is_made(files: dict[str, bytes]) -> None:
    assert set(files) == set(FILES)


def test_the_records_hold_what_is_looked_for(place: Place) -> None:
    exact = representation.missing(place, MissingRequest(view="working"))
    assert sorted(exact.facts["observed"]) == sorted([COUNTS[0] + 1, *COUNTS[1:]])


@pytest.mark.parametrize("name", FILES)
def test_a_file_gives_nobody_away(files: dict[str, bytes], secrets: Secrets, name: str) -> None:
    assert find_leaks(name, files[name], secrets) == []


@pytest.mark.parametrize("name", FILES)
def test_the_scanner_finds_what_is_planted(files: dict[str, bytes], secrets: Secrets, name: str) -> None:
    leaks = ("7", "There are 3 people from Bryn.", "XX1 1AA", NAME.upper(), secrets.texts[-1])
    point = f"[{POINT[0]}, {POINT[1]}]"
    for leak in (*leaks, point):
        assert find_leaks(name, plant(name, files[name], leak), secrets), leak


def test_exact_figures_are_what_the_scanner_finds(place: Place, secrets: Secrets) -> None:
    assetmap = run_in(place.settings.home)
    for kind in ("json", "csv"):
        exact = assetmap("missing", "--view", "working", "--format", kind)
        assert "a count of 7" in find_leaks(f"exact.{kind}", exact.out.encode(), secrets)


def test_no_map_holds_a_point_of_anybody(files: dict[str, bytes]) -> None:
    facts = json.loads(files["map facts.json"])
    assert {feature["geometry"]["type"] for feature in facts["layer"]["shapes"]["features"]} <= {
        "Polygon", "MultiPolygon",
    }  # fmt: skip
    shapes = json.loads(files["release.geojson"])["features"]
    assert {shape["geometry"]["type"] for shape in shapes} <= {"Polygon", "MultiPolygon"}
    assert len(shapes) == len(COUNTS)
