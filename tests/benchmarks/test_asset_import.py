"""How long 50,000 assets take to go in, and how much memory: run with ``pytest tests/benchmarks -m benchmark -s``."""

from __future__ import annotations

import csv
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import pytest
from square_place import make_square

ROWS = 50_000
LIMIT_SECONDS = 20

PROGRAM = """
import resource, sys, time
from pathlib import Path
from assetmap.config import Settings
from assetmap.services import ingest, workspace
import datetime as dt

def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

place = workspace.open_place(Settings(home=Path(sys.argv[1])), "Square")
workspace.open_register(place).close()
before = peak_mb()
for again in range(2):
    started = time.perf_counter()
    request = ingest.AssetImport(path=Path(sys.argv[2]))
    answer = ingest.import_assets(place, request, now=dt.datetime.now(dt.UTC), who="benchmark")
    seconds = time.perf_counter() - started
    print(answer.read, answer.added, answer.unchanged, round(seconds, 2), round(peak_mb() - before), sep=",")
"""


@pytest.mark.benchmark
def test_fifty_thousand_assets(tmp_path: Path) -> None:
    make_square(tmp_path / "home")
    path = tmp_path / "many.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Ref", "Name", "Type", "Address", "Postcode", "Lat", "Lon", "Phone", "Loop", "Step free"])
        for n in range(ROWS):
            address = f"{n} High Street, Llan"
            point = (f"{51.5 + n % 200 / 1000:.6f}", f"{-3.1 + n % 199 / 1000:.6f}") if n % 3 else ("", "")
            kind = ("Village hall", "Choir", "Advice", "Shop")[n % 4]
            writer.writerow([n, f"Asset {n}", kind, address, "XX1 1AA", *point, "1633656656", "yes", "no"])
    words = [sys.executable, "-c", PROGRAM, str(tmp_path / "home"), str(path)]
    started = time.perf_counter()
    run = subprocess.run(words, capture_output=True, text=True, check=True)
    first, second = (line.split(",") for line in run.stdout.split())
    print(
        f"\n{platform.processor() or platform.machine()}, {os.cpu_count()} processors, Python {sys.version.split()[0]}"
    )
    print(
        f"{ROWS:,} rows, {path.stat().st_size / 1e6:.1f} MB: added {first[1]} in {first[3]} s, peak rise {first[4]} MB"
    )
    print(f"again: unchanged {second[2]} in {second[3]} s, peak rise {second[4]} MB")
    print(f"with starting Python: {time.perf_counter() - started:.1f} s for both")
    assert first[:2] == [str(ROWS)] * 2
    assert second[2] == str(ROWS)
    assert float(first[3]) < LIMIT_SECONDS
    assert float(second[3]) < LIMIT_SECONDS
