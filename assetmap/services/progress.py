"""How long work says where it is. The one who is told may stop the work there by raising `CancelledError`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assetmap.messages import tr

Progress = Callable[[str, float], None]
"""Told what is being done, in words, and the share that is done, 0 to 1."""


@dataclass(frozen=True)
class Step:
    """One step of long work: what it is called, what it does, and whether it is wanted at all."""

    text: str
    work: Callable[[], None]
    wanted: bool = True


def tell(progress: Progress | None, text: str, share: float) -> None:
    """Say where the work is, if anybody wants to know."""
    if progress is not None:
        progress(text, share)


def take_steps(steps: Sequence[Step], progress: Progress | None) -> None:
    """Take the wanted steps one after the other, telling before each, and once more when all are done."""
    wanted = [step for step in steps if step.wanted]
    for at, step in enumerate(wanted):
        tell(progress, step.text, at / len(wanted))
        step.work()
    tell(progress, tr("Done"), 1.0)
