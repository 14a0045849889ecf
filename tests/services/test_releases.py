"""Safe versions: fixed once, the same ever after, one set of places, no shared days."""

from __future__ import annotations

import datetime as dt
import io
import json
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openpyxl
import people_place
import pytest
from people_place import AREAS, NOW, POSTCODES, write_csv

from assetmap.adapters.access_log import LOG_FILE
from assetmap.errors import ConflictError, NotFoundError, OptionError, OutsideError
from assetmap.model.period import Period
from assetmap.model.release import Release, ShareView, WorkingView
from assetmap.services import missing_files, participation, releases, representation
from assetmap.services.participation import ParticipationImport
from assetmap.services.releases import ReleaseRequest
from assetmap.services.representation import MissingRequest
from assetmap.services.representation_sharing import settle_patches
from assetmap.services.workspace import Place

POSTCODE_OF = {area: postcode for postcode, area in POSTCODES.items()}
CODES = sorted(AREAS)
WINTER = ReleaseRequest(from_="2026-01-01", to="2026-02-28")
HEAD = "event,date,role,person,postcode,meant for"


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    return people_place.make_place(home, tmp_path / "files")


def bring(
    place: Place, folder: Path, numbers: tuple[int, int, int, int], *, day: str = "02/02/2026", **more: str
) -> None:
    event, kind = more.get("event", "Lunch"), more.get("kind", "everyone")
    lines = [
        f"{event},{day},resident,{more.get('who', 'p')} {area} {n},{POSTCODE_OF[area]},{kind}"
        for area, number in zip(CODES, numbers, strict=True)
        for n in range(number)
    ]
    path = write_csv(folder / f"{event}{day[:2]}{kind}.csv", HEAD, *lines)
    participation.import_participation(place, ParticipationImport(path=path), now=NOW, who="t")


def cells(content: bytes) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]


def make(place: Place, request: ReleaseRequest = WINTER, *, now: dt.datetime = NOW) -> Release:
    return releases.make_release(place, request, now=now, who="t")


def released_bytes(place: Place) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((place.folder / "releases").iterdir())}


def test_a_release_is_what_may_be_shared(place: Place, tmp_path: Path) -> None:
    bring(place, tmp_path, (30, 41, 9, 0))
    made = make(place)
    (table,) = made.tables
    shown = {row["area"]: row["observed"] for row in table.rows}
    assert shown == {CODES[0]: 30, CODES[1]: 40, CODES[2]: "fewer than 10", CODES[3]: "fewer than 10"}
    assert table.details["placed"] == 80
    assert table.details["about"]["period"] == "1 January 2026 to 28 February 2026"
    answer = representation.missing(place, MissingRequest())
    assert isinstance(answer, ShareView)
    assert [str(one) for one in answer.facts["observed"]] == ["30", "40", "fewer than 10", "fewer than 10"]
    assert "As released on 2 March 2026. Corrections appear in the next review." in answer.notes
    if sys.platform != "win32":
        for file in (place.folder / "releases").iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("patch", range(4))
def test_anybody_removed_or_added_changes_no_released_byte(place: Place, tmp_path: Path, patch: int) -> None:
    bring(place, tmp_path, (31, 40, 10, 9))
    made = make(place)
    before, shown = released_bytes(place), representation.as_records(representation.missing(place, MissingRequest()))
    file = missing_files.spreadsheet(place, representation.missing(place, MissingRequest()), now=NOW)
    participation.erase_person(place, f"p {CODES[patch]} 0", now=NOW, who="t")
    assert representation.missing(place, MissingRequest(view="working")).facts["observed"].sum() == 89
    assert released_bytes(place) == before
    assert representation.as_records(representation.missing(place, MissingRequest())) == shown
    bring(place, tmp_path, (1, 1, 1, 1), event="Late", who="q", day="03/02/2026")
    assert released_bytes(place) == before
    assert releases.read_release(place, made.release_id) == made
    assert representation.as_records(representation.missing(place, MissingRequest())) == shown
    again = missing_files.spreadsheet(place, representation.missing(place, MissingRequest()), now=NOW)
    assert cells(again) == cells(file)


def test_nobody_stands_behind_a_release_on_disk(place: Place, tmp_path: Path) -> None:
    bring(place, tmp_path, (31, 40, 10, 9))
    make(place)
    code = participation.person_rows(place, f"p {CODES[0]} 0")[0]["person"]
    for content in released_bytes(place).values():
        assert code.encode() not in content
        assert b"Lunch" not in content
        assert b"31" not in content
        assert not any(postcode.encode() in content for postcode in POSTCODES)


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-02-28", "2026-03-01"), ("2025-12-01", "2026-01-01"), ("2026-02-02", "2026-02-02"),
     ("2025-01-01", "2026-03-01"), ("2026-01-01", "2026-02-28")],
)  # fmt: skip
def test_periods_that_share_days_are_refused(place: Place, tmp_path: Path, first: str, last: str) -> None:
    bring(place, tmp_path, (31, 40, 10, 9))
    make(place)
    with pytest.raises(OptionError, match=r"released already.*small numbers away.*release show 2026-01-01_2026-02-28"):
        make(place, ReleaseRequest(from_=first, to=last))
    with pytest.raises(OptionError, match="released already"):
        representation.missing(place, MissingRequest(from_=first, to=last if first != "2026-01-01" else "2026-03-01"))
    assert len(released_bytes(place)) == 1


def test_periods_side_by_side_are_two_releases(place: Place, tmp_path: Path) -> None:
    bring(place, tmp_path, (31, 40, 10, 9))
    bring(place, tmp_path, (20, 30, 5, 0), day="03/12/2025", event="Old")
    make(place)
    older = make(place, ReleaseRequest())
    assert older.period == Period("2025-07-01", "2025-12-31")
    assert [one.period.first for one in releases.list_releases(place)] == ["2026-01-01", "2025-07-01"]
    asked = MissingRequest(from_="2025-07-01", to="2025-12-31")
    assert list(representation.missing(place, asked).facts["observed"])[:2] == [20, 30]
    assert list(representation.missing(place, MissingRequest()).facts["observed"])[:2] == [30, 40]
    assert "July to December 2025" in str(releases.summaries(place)[1]["period"])
    with pytest.raises(NotFoundError, match="No closed half-year is left"):
        make(place, ReleaseRequest())


def test_all_meetings_of_the_same_days_are_released_at_once_each_kind_on_its_own(place: Place, tmp_path: Path) -> None:
    bring(place, tmp_path, (31, 40, 10, 9))
    bring(place, tmp_path, (12, 12, 0, 0), event="Forum", kind="disabled people")
    make(place)
    with pytest.raises(OptionError, match="released already"):
        make(place, ReleaseRequest(from_=WINTER.from_, to=WINTER.to, meant_for="disabled people"))
    made = next(one for one in releases.list_releases(place) if one.meant_for == "disabled people")
    assert made.tables[0].details["about"]["compared_with"] == "disabled residents"
    assert representation.missing(place, MissingRequest()).facts["observed"].iloc[0] == 30
    asked = MissingRequest(meant_for="disabled people")
    assert representation.missing(place, asked).facts["observed"].iloc[0] == 10


def test_nobody_can_be_read_off_two_kinds_of_meetings_released_one_after_the_other(
    place: Place, tmp_path: Path
) -> None:
    """The same 43 people came to both kinds: one of them is erased between the two questions."""
    for kind in ("everyone", "disabled people"):
        bring(place, tmp_path, (43, 30, 0, 0), event=f"For {kind}", kind=kind)
    make(place)
    participation.erase_person(place, f"p {CODES[0]} 0", now=NOW, who="t")
    with pytest.raises(OptionError, match="released already"):
        make(place, ReleaseRequest(from_=WINTER.from_, to=WINTER.to, meant_for="disabled people"))
    shown = {one.meant_for: one.tables[0].rows[0]["observed"] for one in releases.list_releases(place)}
    assert shown == {"everyone": 45, "disabled people": 45}


def test_groups_are_released_within_patches_alone(place: Place, tmp_path: Path) -> None:
    bring(place, tmp_path, (31, 40, 10, 9))
    with pytest.raises(OptionError, match="within patches alone"):
        make(place, ReleaseRequest(from_=WINTER.from_, to=WINTER.to, characteristic="disability"))


def test_squares_that_are_named_after_postcodes_are_never_released(home: Path, tmp_path: Path) -> None:
    streets = people_place.make_streets_place(home, tmp_path / "files", postcodes=True)
    bring(streets, tmp_path, (12, 12, 0, 0))
    with pytest.raises(OptionError, match="named after postcodes"):
        make(streets)
    assert not releases.list_releases(streets)


def test_what_is_not_over_is_not_released(place: Place, tmp_path: Path) -> None:
    bring(place, tmp_path, (31, 40, 10, 9))
    for last in ("2026-03-02", "2026-06-30"):
        with pytest.raises(OptionError, match="not over yet"):
            make(place, ReleaseRequest(from_="2026-01-01", to=last))
    with pytest.raises(OptionError, match="first and a last day"):
        make(place, ReleaseRequest(from_="2026-01-01"))
    with pytest.raises(NotFoundError, match="No meeting is on record for"):
        make(place, ReleaseRequest(from_="2025-01-01", to="2025-06-30"))
    with pytest.raises(NotFoundError, match="No closed half-year is left"):
        make(place, ReleaseRequest())
    with pytest.raises(OptionError, match="comes before"):
        make(place, ReleaseRequest(from_="2026-02-01", to="2026-01-01"))
    assert not (place.folder / "releases").exists()


def test_other_patches_are_refused_once_figures_are_released(place: Place, tmp_path: Path) -> None:
    bring(place, tmp_path, (31, 40, 10, 9))
    two = write_csv(tmp_path / "two.csv", "area code,patch", *(f"{c},{'N' if c < CODES[2] else 'S'}" for c in CODES))
    settle_patches(place, two)
    make(place)
    assert list(representation.missing(place, MissingRequest(patches=two)).facts["area"]) == ["N", "S"]
    other = write_csv(
        tmp_path / "other.csv", "area code,patch", *(f"{c},{'N' if c < CODES[1] else 'S'}" for c in CODES)
    )
    with pytest.raises(OptionError, match="two sets would give small numbers away"):
        representation.missing(place, MissingRequest(patches=other))
    with pytest.raises(NotFoundError, match="does not hold this"):
        representation.missing(place, MissingRequest(by="area"))
    exact = representation.missing(place, MissingRequest(view="working", by="area"))
    assert isinstance(exact, WorkingView)


def test_before_the_first_release_there_is_a_preview(place: Place, tmp_path: Path) -> None:
    bring(place, tmp_path, (31, 40, 10, 9))
    preview = representation.missing(place, MissingRequest())
    assert any("preview" in note for note in preview.notes)
    with pytest.raises(OptionError, match="Only released figures become a file"):
        missing_files.spreadsheet(place, preview, now=NOW)
    with pytest.raises(OptionError, match="Only released figures become a file"):
        missing_files.shapes(place, representation.missing(place, MissingRequest(view="working")))
    with pytest.raises(NotFoundError, match="release make --from 2026-01-01 --to 2026-02-28"):
        representation.missing(place, MissingRequest(from_="2026-01-01", to="2026-02-28"))
    with pytest.raises(OptionError, match="--ages"):
        representation.missing(place, MissingRequest(ages="65+"))


def test_a_draft_writes_nothing(place: Place, tmp_path: Path) -> None:
    bring(place, tmp_path, (31, 40, 10, 9))
    draft = releases.draft(place, WINTER, today=NOW.date())
    assert not (place.folder / "releases").exists()
    assert not (place.folder / LOG_FILE).exists()
    assert make(place) == draft
    (line,) = (place.folder / LOG_FILE).read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["what"] == releases.RELEASED


def test_two_at_once_make_one_release(place: Place, tmp_path: Path) -> None:
    bring(place, tmp_path, (31, 40, 10, 9))

    def attempt(_number: int) -> bool:
        try:
            make(place)
        except (ConflictError, OptionError):
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(4))) == 1
    assert [name for name in released_bytes(place) if not name.endswith(".json")] == []


def test_a_damaged_release_is_said(place: Place, tmp_path: Path) -> None:
    bring(place, tmp_path, (31, 40, 10, 9))
    made = make(place)
    (place.folder / "releases" / f"{made.release_id}.json").write_text('{"release_id": 1}', encoding="utf-8")
    with pytest.raises(OutsideError, match="this release cannot be read"):
        representation.missing(place, MissingRequest())
    with pytest.raises(NotFoundError, match="there is no such release"):
        releases.read_release(place, "../../register")


def test_shapes_of_released_places(place: Place, tmp_path: Path) -> None:
    bring(place, tmp_path, (31, 40, 10, 9))
    make(place)
    rows = missing_files.shapes(place, representation.missing(place, MissingRequest()))
    assert [row["observed"] for row in rows] == [30, 40, 10, "fewer than 10"]
    assert all(row["geometry"]["type"] in {"Polygon", "MultiPolygon"} for row in rows)


def test_releases_that_cannot_be_looked_for_are_not_taken_for_none(place: Place, tmp_path: Path) -> None:
    bring(place, tmp_path, (31, 40, 10, 9))
    make(place)
    folder = place.folder / "releases"
    folder.rename(tmp_path / "elsewhere")
    folder.write_text("", encoding="utf-8")  # stands for a folder that may not be read, by anybody who runs the tests
    for ask in (
        lambda: releases.list_releases(place),
        lambda: representation.missing(place, MissingRequest()),
        lambda: releases.draft(place, WINTER, today=NOW.date()),
    ):
        with pytest.raises(OutsideError, match="cannot be looked into"):
            ask()


@pytest.mark.parametrize(
    "part",
    [{"tables": []}, {"made_on": "x"}, {"kind": "x"}, {"period": {"first": None, "last": None}}, {"unit_of": None},
     {"tables": [{"by": "area", "rows": [{}], "details": {"compared_by": "area"}, "notes": []}]}],
)  # fmt: skip
def test_a_release_with_a_part_gone_is_said_to_be_damaged(
    place: Place, tmp_path: Path, part: dict[str, object]
) -> None:
    bring(place, tmp_path, (31, 40, 10, 9))
    make(place)
    (path,) = (place.folder / "releases").iterdir()
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **part}), encoding="utf-8")
    with pytest.raises(OutsideError, match="it is damaged"):
        representation.missing(place, MissingRequest())


def test_a_draft_becomes_no_file(place: Place, tmp_path: Path) -> None:
    bring(place, tmp_path, (31, 40, 10, 9))
    made = releases.draft(place, WINTER, today=NOW.date())
    with pytest.raises(OptionError, match="Only released figures become a file"):
        missing_files.spreadsheet(place, releases.as_view(made, made.tables[0], is_draft=True), now=NOW)
