"""Somebody stops long work: whatever step it was at, all is as it was before."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from people_place import NOW, make_place, write_csv
from small_place import left_behind, make_files, whole

from assetmap.config import Settings
from assetmap.errors import CancelledError
from assetmap.services import ingest, participation, workspace
from assetmap.services.progress import Progress
from assetmap.services.workspace import Place

WHO = "tester"


class StopAt:
    """A progress callback that stops the work at its n-th call, and counts the calls."""

    def __init__(self, call: int) -> None:
        self.call = call
        self.shares: list[float] = []

    def __call__(self, text: str, share: float) -> None:
        assert text
        self.shares.append(share)
        if len(self.shares) == self.call:
            raise CancelledError("stopped")


def stopped_at_every_step(work: Callable[[Progress], object], nothing_done: Callable[[], None]) -> int:
    """Run work again and again, stopping one step later each time; return how many steps it has."""
    for call in range(1, 50):
        stop = StopAt(call)
        try:
            work(stop)
        except CancelledError:
            nothing_done()
            assert stop.shares == sorted(stop.shares)
        else:
            return call - 1
    pytest.fail("it never ended")


def test_a_place_that_was_stopped_is_not_there(home: Path, tmp_path: Path) -> None:
    settings, parts = Settings(home=home), whole(make_files(tmp_path / "files"))

    def nothing_done() -> None:
        assert left_behind(home) == []

    def work(progress: Progress) -> object:
        return workspace.create_place(settings, "Bont", parts, now=NOW, progress=progress)

    assert stopped_at_every_step(work, nothing_done) == 7
    assert workspace.open_place(settings, "Bont").name == "Bont"


def test_a_place_whose_change_was_stopped_is_as_it_was(home: Path, tmp_path: Path) -> None:
    files = make_files(tmp_path / "files")
    settings, parts = Settings(home=home), whole(files)
    workspace.create_place(settings, "Bont", workspace.PlaceParts(areas=parts.areas), now=NOW)
    before = sorted(left_behind(home))

    def nothing_done() -> None:
        assert sorted(left_behind(home)) == before
        assert workspace.open_place(settings, "Bont").generation == 1

    def work(progress: Progress) -> object:
        return workspace.add_to_place(settings, "Bont", parts, now=NOW, progress=progress)

    assert stopped_at_every_step(work, nothing_done) == 7
    assert workspace.open_place(settings, "Bont").generation == 2


def state(place: Place) -> tuple[Any, ...]:
    with closing(workspace.open_register(place)) as store:
        return store.generation(), store.counts(), store.history()


def test_an_import_that_was_stopped_wrote_nothing(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = make_place(home, tmp_path / "files")
    halls = write_csv(tmp_path / "halls.csv", "name,kind,postcode", "Hall,venue,XX1 1AA", "Nobody's,what,XX1 1AA")
    came = write_csv(tmp_path / "came.csv", "date,event,postcode,name", "2026-02-03,Coffee,XX1 1AA,Ann")
    before = state(place)

    def nothing_done() -> None:
        assert state(place) == before
        assert not (tmp_path / "fix.xlsx").exists()

    def assets(progress: Progress) -> object:
        request = ingest.AssetImport(path=halls, fix_file=tmp_path / "fix.xlsx")
        return ingest.import_assets(place, request, now=NOW, who=WHO, progress=progress)

    def people(progress: Progress) -> object:
        request = participation.ParticipationImport(path=came)
        return participation.import_participation(place, request, now=NOW, who=WHO, progress=progress)

    monkeypatch.setattr(ingest, "_ROWS_A_STEP", 1)
    # Four steps; the second row is told once while it is read. One of both rows can go in, so none while comparing.
    assert stopped_at_every_step(assets, nothing_done) == 5
    (tmp_path / "fix.xlsx").unlink()
    before = state(place)
    assert stopped_at_every_step(people, nothing_done) == 4
    assert state(place)[1]["attendances"] == 1
