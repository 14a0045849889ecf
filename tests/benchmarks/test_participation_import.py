"""How long 80,752 rows of participation take, and how much memory they need beyond the imported program."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

MOST_SECONDS = 10
MOST_MEGABYTES = 300

CODE = """
import datetime as dt, json, pathlib, resource, sys, time
from assetmap.config import Settings
from assetmap.services import participation, workspace

def peak_megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)

home, areas, file = map(pathlib.Path, sys.argv[1:4])
now = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
if not file.exists():
    raise SystemExit("no file")
if sys.argv[4] == "make":
    workspace.create_place(Settings(home=home), "N", workspace.PlaceParts(areas=areas, area_id="postdist"), now=now)
    raise SystemExit(0)
place = workspace.open_place(Settings(home=home), "N")
before, start, work = peak_megabytes(), time.perf_counter(), time.process_time()
answer = participation.import_participation(
    place, participation.ParticipationImport(path=file, one_row_per_person=sys.argv[4] == "people"), now=now, who="t"
)
seconds = time.perf_counter() - start
took = {"seconds": seconds, "processor_seconds": time.process_time() - work}
print(json.dumps({**took, "megabytes": peak_megabytes() - before, "added": answer.added}))
"""


def run(home: Path, areas: Path, file: Path, step: str) -> str:
    command = [sys.executable, "-c", textwrap.dedent(CODE), str(home), str(areas), str(file), step]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.benchmark
@pytest.mark.real_data
def test_newcastle_rows_within_ten_seconds(real_data: Path, tmp_path: Path) -> None:
    folder = real_data / "newcastle"
    areas, file = folder / "areas" / "postcode_districts.geojson", folder / "participation" / "library_members.csv"
    for step in ("visits", "people"):
        run(tmp_path / step, areas, file, "make")
        took = json.loads(run(tmp_path / step, areas, file, step))
        print(
            f"\n80,752 rows as {step}: {took['seconds']:.1f} s "
            f"({took['processor_seconds']:.1f} s of work), {took['megabytes']:.0f} MB more, "
            f"{took['added']:,} added; Python {platform.python_version()}, {platform.machine()}"
        )
        assert took["added"] == 80_496
        assert took["seconds"] < MOST_SECONDS
        assert took["megabytes"] < MOST_MEGABYTES
