"""All kinds of meetings of the days are fixed at one moment, or none; what comes later is in no safe version."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import people_place
import pytest
import who_came
from people_place import NOW

from assetmap.adapters import release_writing
from assetmap.errors import ConflictError, NotFoundError, OptionError, OutsideError
from assetmap.model.release import Release
from assetmap.services import releases, representation
from assetmap.services.releases import ReleaseRequest
from assetmap.services.representation import MissingRequest
from assetmap.services.workspace import Place

WINTER = ReleaseRequest(from_="2026-01-01", to="2026-02-28")
KINDS = {"everyone", "older people", "unpaid carers"}
LATER = dt.datetime(2026, 7, 20, 9, tzinfo=dt.UTC)


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    made = people_place.make_place(home, tmp_path / "files")
    for number, kind in enumerate(sorted(KINDS), start=2):
        who_came.bring(made, tmp_path / "came", (20, 20, 20, 20), kind=kind, day=f"0{number}/02/2026")
    return made


def kinds(place: Place) -> set[str]:
    return {one.meant_for for one in releases.list_releases(place)}


def test_a_full_disk_fixes_no_kind_and_all_can_be_released_later(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    usual, written = release_writing._write, list[Path]()

    def full(path: Path, content: bytes) -> None:
        written.append(path)
        if len(written) == len(KINDS):
            raise OSError(28, "No space left on device")
        usual(path, content)

    monkeypatch.setattr(release_writing, "_write", full)
    with pytest.raises(OutsideError, match="Nothing was released"):
        releases.make_release(place, WINTER, now=NOW, who="t")
    assert len(written) == len(KINDS)
    assert kinds(place) == set()
    monkeypatch.undo()
    releases.make_release(place, WINTER, now=NOW, who="t")
    assert kinds(place) == KINDS


def test_what_was_whole_is_finished_when_somebody_looks(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(_folder: Path) -> None:
        raise SystemExit

    def write_then_die(folder: Path, made: list[Release]) -> None:
        usual(folder, made)
        monkeypatch.setattr(release_writing, "put_in_place", die)

    usual = release_writing.write_aside
    monkeypatch.setattr(release_writing, "write_aside", write_then_die)
    with pytest.raises(SystemExit):
        releases.make_release(place, WINTER, now=NOW, who="t")
    monkeypatch.undo()
    assert not list((place.folder / "releases").glob("*.json"))
    assert kinds(place) == KINDS
    assert {path.suffix for path in (place.folder / "releases").iterdir()} == {".json"}
    with pytest.raises(OptionError, match="released already"):
        releases.make_release(place, WINTER, now=NOW, who="t")


def test_what_was_not_whole_is_cleared_away(place: Place) -> None:
    left = place.folder / "releases" / ".being-made-x"
    left.mkdir(parents=True)
    (left / "2026-01-01_2026-02-28_everyone.json").write_text("{", encoding="utf-8")
    assert releases.list_releases(place) == []
    assert not left.exists()


def test_meetings_that_come_in_later_send_nobody_in_a_circle(place: Place, tmp_path: Path) -> None:
    releases.make_release(place, WINTER, now=NOW, who="t")
    who_came.bring(place, tmp_path / "came", (20, 20, 20, 20), day="09/02/2026", kind="disabled people")
    said = "these days are fixed, without meetings meant for: disabled people.*in no safe version"
    with pytest.raises(OptionError, match=said) as refused:
        releases.make_release(
            place, ReleaseRequest(**{**vars(WINTER), "meant_for": "disabled people"}), now=NOW, who="t"
        )
    asked = MissingRequest(meant_for="disabled people")
    with pytest.raises(NotFoundError, match=said) as unknown:
        representation.missing(place, asked)
    with pytest.raises(OptionError, match=said):
        representation.missing(place, MissingRequest(**{**vars(asked), "from_": WINTER.from_, "to": WINTER.to}))
    assert "release make" not in f"{refused.value}{unknown.value}"


def test_later_meetings_on_days_that_are_open_can_still_be_released(place: Place, tmp_path: Path) -> None:
    releases.make_release(place, WINTER, now=NOW, who="t")
    who_came.bring(place, tmp_path / "came", (20, 20, 20, 20), day="04/05/2026", kind="disabled people")
    with pytest.raises(NotFoundError, match="release make"):
        representation.missing(place, MissingRequest(meant_for="disabled people"))
    releases.make_release(place, ReleaseRequest(from_="2026-03-01", to="2026-06-30"), now=LATER, who="t")
    assert kinds(place) == {*KINDS, "disabled people"}


def test_only_figures_that_were_looked_at_are_fixed(place: Place) -> None:
    """The meetings for older people were looked at too: one of their figures changed since."""
    looked_at = releases.drafts(place, WINTER, today=NOW.date())
    assert looked_at[0].meant_for == "everyone"
    assert {one.meant_for for one in looked_at} == KINDS
    seen = releases.figures_mark(looked_at)
    other = replace(looked_at[-1], tables=looked_at[0].tables)
    assert releases.figures_mark([*looked_at[:-1], other]) != seen
    with pytest.raises(ConflictError, match="changed while you looked"):
        releases.make_releases(place, WINTER, now=NOW, who="t", looked_at=releases.figures_mark(looked_at[:1]))
    assert kinds(place) == set()
    made = releases.make_releases(place, WINTER, now=NOW, who="t", looked_at=seen)
    assert made == looked_at
    assert kinds(place) == KINDS
