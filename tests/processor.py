"""How long the processor works for a program: a busy computer does not lengthen it, a slow one does."""

from __future__ import annotations

import os
import subprocess
import sys


def seconds_of_children() -> float:
    """Return how long the processor has worked for those programs of this process that have ended."""
    used = os.times()
    return used.children_user + used.children_system


def least_seconds(*words: str) -> float:
    """Return the fewest seconds that Python works for a command, in three times after one that warms the disk."""
    command = [sys.executable, *words]
    subprocess.run(command, check=True, capture_output=True)
    took = []
    for _ in range(3):
        before = seconds_of_children()
        subprocess.run(command, check=True, capture_output=True)
        took.append(seconds_of_children() - before)
    return min(took)
