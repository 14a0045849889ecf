"""Long work on one thread, so that pages stay quick: it says how far it is, and a press stops it.

    window -- start() --> queue --> the one worker --> Job.state, progress, result or fault
       +--------------- reads the job it holds; nobody else has it ---------------+

A job is held by the window that started it, in its session state, and nowhere else once it is done: its result may
be about people.
"""

from __future__ import annotations

import atexit
import contextvars
import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, cast

from assetmap.errors import AssetmapError, CancelledError, OutsideError
from assetmap.messages import tr
from assetmap.services.progress import Progress

Result = TypeVar("Result")
Work = Callable[[Progress], Result]

_END_SECONDS = 5.0
_LOG = logging.getLogger(__name__)


class State(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Told:
    """How far a job is: what it is doing, in words, and the share done, 0 to 1."""

    text: str
    share: float


class Job(Generic[Result]):
    """One piece of long work.

    Attributes
    ----------
    name
        What it is, in words.
    state
        Where it is; it changes once from running to one of the last three.
    progress
        How far it is.
    fault
        What went wrong or that it was stopped, in words; empty while nothing did.
    """

    def __init__(self, name: str, work: Work[Result]) -> None:
        self.name = name
        self.state = State.WAITING
        self.progress = Told(tr("Waiting for other work to end"), 0.0)
        self.fault = ""
        self._work: Work[Result] | None = work
        self._context = contextvars.copy_context()
        self._result: Result | None = None
        self._stop = threading.Event()
        self._ended = threading.Event()

    @property
    def ended(self) -> bool:
        """Whether the job is done, failed or cancelled."""
        return self._ended.is_set()

    @property
    def result(self) -> Result:
        """What came of it; to be asked for once it is done.

        Raises
        ------
        RuntimeError
            There is no result, because it is not done.
        """
        if self.state is not State.DONE:
            raise RuntimeError("A job has a result once it is done, and not before.")
        return cast("Result", self._result)

    def cancel(self) -> None:
        """Stop it at its next step; work that is past its last step ends as it would have."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait until it has ended, or for so long; return whether it has ended."""
        return self._ended.wait(seconds)

    def run(self) -> None:
        """Do the work, on the worker's thread, in the words of the window that asked for it."""
        self._context.run(self._run)

    def _run(self) -> None:
        outcome = _Outcome()
        with outcome:
            self._tell(self.progress.text, 0.0)
            self.state = State.RUNNING
            self._result = self._work(self._tell) if self._work else None
        self._work = None  # what it was given, such as a file about people, goes with it
        self.fault = outcome.words
        self.state = outcome.state
        self._ended.set()

    def _tell(self, text: str, share: float) -> None:
        if self._stop.is_set():
            raise CancelledError(tr("You stopped this. Nothing was changed."))
        self.progress = Told(text, share)


class _Outcome:
    """What comes out of a block: done, or the words for the fault that ended it, whatever fault it was."""

    def __init__(self) -> None:
        self.state = State.DONE
        self.words = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if fault is None:
            return True
        self.state = State.CANCELLED if isinstance(fault, CancelledError) else State.FAILED
        self.words = say_fault(fault)
        return True


def say_fault(fault: BaseException) -> str:
    """Return a fault in words; one of our own is logged by its kind alone, for its text could hold people's words."""
    if isinstance(fault, AssetmapError):
        return str(fault)
    if isinstance(fault, OSError):
        return say_disk_fault(fault)
    _LOG.error("work met a fault of assetmap's own: %s", type(fault).__name__)
    return tr("Something went wrong on our side. What was not finished was not written. Please tell us.")


def say_disk_fault(fault: OSError) -> str:
    """Return what the disk said, in words that name no file: the file's name may be a person's."""
    said = tr("The computer could not read or write a file: {reason}.", reason=fault.strerror or type(fault).__name__)
    return f"{said} {tr('Nothing was changed. Make room on the disk, or check the folder, and try again.')}"


class Worker:
    """One thread that does one job after the other, for all windows of this process."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Job[Any] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._current: Job[Any] | None = None
        self._closed = False

    def start(self, name: str, work: Work[Result]) -> Job[Result]:
        """Queue work and return its job.

        Raises
        ------
        OutsideError
            The app is ending.
        """
        job = Job(name, work)
        with self._lock:
            if self._closed:
                raise OutsideError(tr("The app is closing. Nothing was begun. Start the app again."))
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="assetmap-jobs", daemon=True)
                self._thread.start()
        self._queue.put(job)
        return job

    def _serve(self) -> None:
        while (job := self._queue.get()) is not None:
            self._current = job
            if self._closed:
                job.cancel()
            job.run()
            self._current = job = None

    def close(self, seconds: float = _END_SECONDS) -> None:
        """Stop what runs at its next step, begin nothing more, and wait so long for the thread to end."""
        with self._lock:
            self._closed = True
            thread, current = self._thread, self._current
        if current is not None:
            current.cancel()
        self._queue.put(None)
        if thread is not None:
            thread.join(seconds)


_WORKER = Worker()
atexit.register(_WORKER.close)


def start(name: str, work: Work[Result]) -> Job[Result]:
    """Begin long work on the one worker and return its job, to be kept in this window's session state."""
    return _WORKER.start(name, work)
