"""Every file about people that leaves the house, read by a scanner: no small count, postcode, point, code or name."""

from __future__ import annotations

import gzip
import json
from collections import Counter

import export_place
import pytest
from asgi_calls import ask
from command import run_in
from export_place import BESIDE, CROSSED, EXACT, NAME, POINT, POSTCODE
from export_scan import Secrets, counts_in, find_leaks, plant, worked_out
from people_place import NOW

from assetmap.adapters import release_files
from assetmap.analysis import release_gate
from assetmap.analysis.disclosure import ReleasedCount, release_count
from assetmap.analysis.release_gate import Gated
from assetmap.analysis.release_tables import ReleasedCross, ReleasedGroups
from assetmap.services import (
    missing_files,
    participation,
    release_making,
    release_sheets,
    releases,
    representation,
    web_maps,
)
from assetmap.services.releases import ReleaseRequest
from assetmap.services.representation import MissingRequest
from assetmap.services.workspace import Place
from assetmap.web import serving

FORMATS = (".html", ".xlsx", ".csv", ".geojson")
TABLES = ("patch", "group", "patch-and-group")
WHOLE = ("release.html", "release.xlsx", "release on disk.json")
"""These hold every table of the release."""
FILES = (
    *(f"release{suffix}" for suffix in FORMATS), "release on disk.json",
    *(f"missing.{kind}" for kind in ("csv", "json", "xlsx", "geojson")),
    *(f"{verb} {by}.{kind}" for verb in ("missing", "shown") for by in TABLES for kind in ("csv", "json")),
    "taken.xlsx", "taken.csv", "map.html", "plain.html", "map facts.json",
)  # fmt: skip
REQUEST = ReleaseRequest(characteristic=CROSSED, **export_place.PERIOD)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("exports")
    made = export_place.make_place(folder / "home", folder / "files")
    releases.make_release(made, REQUEST, now=NOW, who="t")
    return made


@pytest.fixture(scope="module")
def free_place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The same, with nothing released: what a broken program would release there is looked at."""
    folder = tmp_path_factory.mktemp("free")
    return export_place.make_place(folder / "home", folder / "files")


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
    for by in TABLES:
        for kind in ("csv", "json"):
            asked = {
                f"missing {by}.{kind}": ("missing", "--by", by, "--format", kind),
                f"shown {by}.{kind}": ("release", "show", release.release_id, "--by", by, "--format", kind),
            }
            for name, words in asked.items():
                said = assetmap(*words)
                assert said.code == 0, said.err
                made[name] = said.out.encode()
    view = missing_files.released_alone(representation.missing(place, MissingRequest()))
    made["taken.xlsx"] = missing_files.spreadsheet(place, view, now=NOW)
    made["taken.csv"] = missing_files.plain_rows(view, release)
    with pytest.MonkeyPatch.context() as during:
        during.setenv("ASSETMAP_HOME", str(place.settings.home))
        made["plain.html"] = ask(serving.routes(), f"/plain/{place.slug}/reached").body
    drawn = web_maps.draw_web_map(place, web_maps.map_spec(place, layer=web_maps.MISSING), address="/maps/x", now=NOW)
    made["map facts.json"] = gzip.decompress(drawn.facts)
    return made


def test_every_file_is_made(files: dict[str, bytes]) -> None:
    assert set(files) == set(FILES)


def test_the_records_hold_what_is_looked_for(place: Place) -> None:
    """Every cell of the three tables, exact: counts of 1 to 9 are in each of them."""
    exact = {
        by: representation.missing(place, MissingRequest(view="working", by=by)).facts for by in ("patch", "group")
    }
    by_patch = dict(zip(exact["patch"]["name"], exact["patch"]["observed"], strict=True))
    assert by_patch == {patch: sum(said) for patch, said in EXACT.items()}
    groups = exact["group"].set_index(["characteristic", "group"])["observed"]
    disabled, not_disabled, silent = (sum(column) for column in zip(*EXACT.values(), strict=True))
    assert groups[CROSSED, "disabled"] == disabled
    assert groups[CROSSED, "not disabled"] == not_disabled
    assert groups[CROSSED, "not stated"] == silent
    assert groups[BESIDE, export_place.OLDER[0]] == export_place.OLDER[1]
    small = {*by_patch.values()}, {*groups}, {number for said in EXACT.values() for number in said}
    assert all(any(0 < number < 10 for number in table) for table in small)


@pytest.mark.parametrize("name", WHOLE)
def test_all_three_tables_are_among_what_is_scanned(place: Place, files: dict[str, bytes], name: str) -> None:
    """A count a row of each table, as it is shown, and no other; on disk the number of all people stands beside."""
    (release,) = releases.list_releases(place)
    assert tuple(table.by for table in release.tables) == TABLES
    shown = Counter(str(row["observed"]) for table in release.tables for row in table.rows)
    assert shown.total() == sum(len(table.rows) for table in release.tables) > 3 * len(EXACT)
    beside = [str(release.tables[0].details["placed"])] if name.endswith("json") else []
    assert Counter(counts_in(name, files[name])) == shown + Counter(beside)
    assert {"fewer than 10", "held back", "45"} <= set(shown)


@pytest.mark.parametrize("by", TABLES)
def test_each_table_is_scanned_on_its_own_too(place: Place, files: dict[str, bytes], by: str) -> None:
    (release,) = releases.list_releases(place)
    rows = next(table.rows for table in release.tables if table.by == by)
    for name in (f"{verb} {by}.{kind}" for verb in ("missing", "shown") for kind in ("csv", "json")):
        assert counts_in(name, files[name]) == [str(row["observed"]) for row in rows], name


def test_no_small_count_can_be_worked_out_from_all_that_a_file_holds(files: dict[str, bytes]) -> None:
    assert worked_out(json.loads(files["release on disk.json"]), EXACT) == []


def exact_text(count: int) -> ReleasedCount:
    """A count that is shown as it is and passes for a rounded one, so that no gate sees it."""
    released = release_count(count)
    return ReleasedCount(str(count), released.low, released.high, released.value)


def test_with_the_gate_off_a_small_count_is_worked_out(free_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release_gate, "close_gate", lambda made: Gated(made, ()))
    draft = releases.draft(free_place, REQUEST, today=NOW.date())
    tables = {"tables": [{"by": one.by, "rows": one.rows, "details": one.details} for one in draft.tables]}
    assert [found for found in worked_out(tables, EXACT) if found.startswith("Maes, not disabled: 0 to 2")]


@pytest.mark.parametrize("mutant", ["release_cross", "release_groups"])
def test_exact_counts_in_a_release_are_found(
    free_place: Place, secrets: Secrets, monkeypatch: pytest.MonkeyPatch, mutant: str
) -> None:
    """Wherever exact counts come in, each file that holds the table shows them, and the scanner says so."""
    if mutant == "release_groups":
        monkeypatch.setattr(release_making, mutant, lambda observed, people: ReleasedGroups(
            {str(group): exact_text(int(count)) for group, count in observed.items()}, people
        ))  # fmt: skip
    else:
        monkeypatch.setattr(release_making, mutant, lambda observed, counts, *, characteristic: ReleasedCross(
            characteristic,
            {str(one): {str(g): exact_text(int(n)) for g, n in row.items()} for one, row in observed.iterrows()},
            dict(zip(map(str, observed.index), counts, strict=True)),
            {str(group): exact_text(int(observed[group].sum())) for group in observed},
        ))  # fmt: skip
    draft = releases.draft(free_place, REQUEST, today=NOW.date())
    count = export_place.OLDER[1] if mutant == "release_groups" else EXACT["Bryn"][2]
    for suffix in (".html", ".xlsx"):
        leaks = find_leaks(f"draft{suffix}", release_sheets.write(free_place, draft, suffix), secrets)
        assert f"a count of {count}" in leaks


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
        assert f"a count of {sum(EXACT['Pont'])}" in find_leaks(f"exact.{kind}", exact.out.encode(), secrets)


def test_no_map_holds_a_point_of_anybody(files: dict[str, bytes]) -> None:
    facts = json.loads(files["map facts.json"])
    assert {feature["geometry"]["type"] for feature in facts["layer"]["shapes"]["features"]} <= {
        "Polygon", "MultiPolygon",
    }  # fmt: skip
    shapes = json.loads(files["release.geojson"])["features"]
    assert {shape["geometry"]["type"] for shape in shapes} <= {"Polygon", "MultiPolygon"}
    assert len(shapes) == len(EXACT)
