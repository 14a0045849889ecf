"""How fast a release of 500 patches by 12 groups is, with its audit and gate, in seconds of one processor core."""

from __future__ import annotations

import os
import platform
import time

import numpy as np
import pytest
from release_maker import random_release

from assetmap.analysis import disclosure_audit
from assetmap.analysis.release_gate import close_gate

pytestmark = pytest.mark.benchmark

PATCHES, GROUPS = 500, 12
MOST_SECONDS = 10.0


@pytest.fixture(scope="module", autouse=True)
def machine() -> None:
    """Say what is measured on, and compile beforehand."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg()) if hasattr(os, "getloadavg") else "not known"
    print(f"\n{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}; load {load}")
    disclosure_audit.compile_kernels()


@pytest.mark.parametrize("people", [60, 600, 6_000, 60_000])
def test_a_release_with_its_audit_is_quick(people: int) -> None:
    began = time.process_time()
    tables = random_release(np.random.default_rng(people), PATCHES, GROUPS, people)
    made = time.process_time()
    gated = close_gate(tables)
    ended = time.process_time()
    print(
        f"  {PATCHES} x {GROUPS}, {people} people: release {made - began:.2f} s, audit and gate {ended - made:.2f} s; "
        f"{len(gated.held)} things held back"
    )
    assert disclosure_audit.audit(gated.tables).faults == ()
    assert ended - began < MOST_SECONDS
