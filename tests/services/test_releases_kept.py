"""What was released stays released when the place's folder comes back from an older copy."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import people_place
import pytest
import who_came
from command import run_in
from people_place import NOW, write_csv

from assetmap.adapters import released_list
from assetmap.adapters.released_list import released_path
from assetmap.errors import NotFoundError, OptionError, OutsideError
from assetmap.services import participation, release_choices, releases, releases_kept, representation, workspace
from assetmap.services.releases import ReleaseRequest
from assetmap.services.representation import MissingRequest
from assetmap.services.representation_sharing import SHARED_AREAS_FILE, patches_fixed, settle_patches
from assetmap.services.workspace import Place

WINTER = ReleaseRequest(from_="2026-01-01", to="2026-02-28")
ID = "2026-01-01_2026-02-28_everyone"
GONE = rf"its file is missing: {ID}\.json \(1 January 2026 to 28 February 2026, meant for: everyone\).*from a backup"


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    made = people_place.make_place(home, tmp_path / "files")
    who_came.bring(made, tmp_path / "came", (13, 13, 13, 13))
    who_came.bring(made, tmp_path / "came", (20, 30, 5, 0), day="03/12/2025")
    shutil.copytree(made.folder, tmp_path / "older")
    return made


def make(place: Place, request: ReleaseRequest = WINTER) -> list[object]:
    made = releases.make_release(place, request, now=NOW, who="t")
    return [row["observed"] for row in made.tables[0].rows]


def put_back(place: Place, older: Path) -> Place:
    shutil.rmtree(place.folder)
    shutil.copytree(older, place.folder)
    return workspace.open_place(place.settings, place.name)


def test_nobody_is_read_off_an_older_copy_that_was_put_back(place: Place, tmp_path: Path) -> None:
    """Thirteen came from Llan: 15 on the first paper. With one erased it would be 10 on a second one."""
    assert make(place) == [15, 15, 15, 15]
    again = put_back(place, tmp_path / "older")
    participation.erase_person(again, f"p {who_came.CODES[0]} 0", now=NOW, who="t")
    for request in (
        WINTER,
        ReleaseRequest(from_="2026-02-01", to="2026-02-05"),
        ReleaseRequest(from_="2025-12-31", to="2026-01-01"),
    ):
        with pytest.raises(OptionError, match=GONE):
            make(again, request)
    assert releases.list_releases(again) == []
    assert release_choices.open_kinds(again, releases.read_kept(again).missing[0].period).kinds == {}


def test_other_days_can_still_be_released_with_the_same_places(place: Place, tmp_path: Path) -> None:
    make(place)
    again = put_back(place, tmp_path / "older")
    assert make(again, ReleaseRequest()) == [20, 30, "fewer than 10", "fewer than 10"]
    assert [one.release_id for one in releases.read_kept(again).missing] == [ID]
    with pytest.raises(NotFoundError, match=f"No closed half-year is left.*{GONE}"):
        make(again, ReleaseRequest())


def patches(tmp_path: Path, names: str) -> Path:
    """A list that puts each area in the patch of one letter."""
    rows = (f"{code},{name}" for code, name in zip(who_came.CODES, names, strict=True))
    return write_csv(tmp_path / f"{names}.csv", "area code,patch", *rows)


def test_other_places_than_those_on_the_list_are_refused(place: Place, tmp_path: Path) -> None:
    """The older copy holds other patches than the released ones: the way back to those is open, and no other."""
    settle_patches(place, patches(tmp_path, "NNSS"))
    shutil.copy(place.folder / SHARED_AREAS_FILE, tmp_path / "older")
    settle_patches(place, patches(tmp_path, "NSSN"))
    make(place)
    again = put_back(place, tmp_path / "older")
    with pytest.raises(OptionError, match=f"for other areas or patches.*{GONE}"):
        make(again, ReleaseRequest())
    assert releases.list_releases(again) == []
    with pytest.raises(OptionError, match="no area can be moved"):
        settle_patches(again, patches(tmp_path, "NSNS"))
    settle_patches(again, patches(tmp_path, "NSSN"))
    assert len(make(again, ReleaseRequest())) == 2


def test_patches_stay_as_they_are_while_the_file_is_missing(place: Place, tmp_path: Path) -> None:
    make(place)
    again = put_back(place, tmp_path / "older")
    assert patches_fixed(again)
    with pytest.raises(OptionError, match="no area can be moved"):
        settle_patches(again, patches(tmp_path, "NNSS"))


def test_without_its_file_no_preview_stands_in_for_a_release(place: Place, tmp_path: Path) -> None:
    make(place)
    again = put_back(place, tmp_path / "older")
    for request in (MissingRequest(), MissingRequest(from_=WINTER.from_, to=WINTER.to)):
        with pytest.raises((NotFoundError, OptionError), match=GONE):
            representation.missing(again, request)
    with pytest.raises(NotFoundError, match=GONE):
        releases.read_release(again, ID)


def test_the_file_from_a_backup_is_the_release_again(place: Place, tmp_path: Path) -> None:
    make(place)
    file = place.folder / "releases" / f"{ID}.json"
    shutil.copy(file, tmp_path / "backup.json")
    again = put_back(place, tmp_path / "older")
    file.parent.mkdir()
    shutil.copy(tmp_path / "backup.json", file)
    assert [one.release_id for one in releases.list_releases(again)] == [ID]
    assert releases.missing_sentences(again) == []
    with pytest.raises(OptionError, match="released already"):
        make(again)


def test_a_list_that_cannot_be_written_hides_no_release(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Releases of an earlier version are on no list yet, and a home may lie on a disk that is only read."""
    make(place)
    released_path(place.settings.home, place.slug).unlink()

    def full(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(released_list, "_append", full)
    assert [one.release_id for one in releases.list_releases(place)] == [ID]
    with pytest.raises(OutsideError, match=r"figures are fixed, but they are on no list yet.*cannot be written"):
        make(place, ReleaseRequest())
    assert len(releases.list_releases(place)) == 2
    monkeypatch.undo()
    assert ID in [one.release_id for one in releases.list_releases(place)]
    assert ID in released_path(place.settings.home, place.slug).read_text("utf-8")


def test_a_file_that_was_changed_is_not_shown_as_released(place: Place) -> None:
    make(place)
    file = place.folder / "releases" / f"{ID}.json"
    file.write_text(file.read_text("utf-8").replace("15", "20"), encoding="utf-8")
    for ask in (lambda: releases.list_releases(place), lambda: releases.read_release(place, ID), lambda: make(place)):
        with pytest.raises(OutsideError, match="not the file that was released"):
            ask()


def test_a_file_under_another_name_is_not_shown_as_released(place: Place) -> None:
    make(place)
    file = place.folder / "releases" / f"{ID}.json"
    shutil.copy(file, file.with_name("2025-07-01_2025-12-31_everyone.json"))
    with pytest.raises(OutsideError, match="not the file that was released"):
        releases.list_releases(place)


def test_a_release_that_came_from_another_computer_is_put_on_the_list(place: Place, tmp_path: Path) -> None:
    make(place)
    path = released_path(place.settings.home, place.slug)
    first = path.read_bytes()
    path.unlink()
    assert [one.release_id for one in releases.list_releases(place)] == [ID]
    assert path.read_bytes() == first
    again = put_back(place, tmp_path / "older")
    with pytest.raises(OptionError, match=GONE):
        make(again)


def test_the_list_holds_no_figure_and_no_name(place: Place) -> None:
    make(place)
    line = released_path(place.settings.home, place.slug).read_text(encoding="utf-8").strip()
    noted = json.loads(line)
    assert set(noted) == {"id", "first", "last", "meant_for", "file", "places"}
    assert (noted["id"], noted["first"], noted["last"], noted["meant_for"]) == (ID, WINTER.from_, WINTER.to, "everyone")
    assert not any(name in line for name in ("Llan", *who_came.CODES))


def test_the_command_says_that_a_file_is_missing(place: Place, home: Path, tmp_path: Path) -> None:
    make(place)
    put_back(place, tmp_path / "older")
    command = run_in(home)
    said = command("release", "list", "--format", "json")
    assert [(row["release"], row["file"]) for row in said.json] == [(ID, "missing")]
    assert "A safe version was made and its file is missing" in said.err
    assert "file is missing" in command("release", "make", "--from", WINTER.from_, "--to", WINTER.to).err


def test_a_place_of_made_up_people_that_is_made_anew_forgets_its_list(place: Place) -> None:
    make(place)
    path = released_path(place.settings.home, place.slug)
    releases_kept.forget_made_up(place)
    assert path.exists()
    releases_kept.forget_made_up(dataclasses.replace(place, made_up=True))
    assert not path.exists()
