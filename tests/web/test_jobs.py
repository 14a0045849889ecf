"""One worker for long work: in turn, told how far it is, stopped by a press, faults in words without data."""

from __future__ import annotations

import gettext
import io
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import polib
import pytest

from assetmap.errors import FileUnusableError, OutsideError
from assetmap.messages import speaking, tr
from assetmap.services.progress import Progress
from assetmap.web.jobs import Job, State, Worker

SOON = 120.0
"""A wait ends with what it waits for; on a busy computer that may be late."""


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.close()


def ended(job: Job[Any]) -> Job[Any]:
    assert job.wait(SOON)
    return job


def test_work_is_done_in_turn_and_says_how_far_it_is(worker: Worker) -> None:
    go_on, order = threading.Event(), []

    def first(progress: Progress) -> object:
        progress("Reading", 0.5)
        order.append("first")
        assert go_on.wait(SOON)
        return 1

    one = worker.start("first", first)
    two = worker.start("second", lambda _: len(order) + 1)
    while one.progress.share < 0.5:
        pass
    assert (one.state, one.progress.text) == (State.RUNNING, "Reading")
    assert (two.state, two.ended) == (State.WAITING, False)
    go_on.set()
    assert (ended(one).result, ended(two).result) == (1, 2)
    assert one.fault == ""


def test_work_is_stopped_at_its_next_step_and_the_next_job_goes_on(worker: Worker) -> None:
    begun, go_on, written = threading.Event(), threading.Event(), []

    def long(progress: Progress) -> object:
        begun.set()
        assert go_on.wait(SOON)
        progress("Writing", 0.9)
        written.append(1)
        return None

    job, other = worker.start("long", long), worker.start("other", lambda _: 2)
    assert begun.wait(SOON)
    job.cancel()
    go_on.set()
    assert ended(job).state is State.CANCELLED
    assert job.fault == "You stopped this. Nothing was changed."
    assert written == []
    assert ended(other).result == 2


def test_a_job_that_waits_is_stopped_before_it_begins(worker: Worker) -> None:
    go_on, begun = threading.Event(), []
    worker.start("first", lambda _: go_on.wait(SOON))
    job = worker.start("second", lambda _: begun.append(1))
    job.cancel()
    go_on.set()
    assert ended(job).state is State.CANCELLED
    assert begun == []


def test_a_fault_a_person_can_mend_is_said_and_one_of_ours_keeps_its_text(
    worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    def mendable(_: Progress) -> object:
        raise FileUnusableError("halls.csv: it is empty.")

    def ours(_: Progress) -> object:
        raise KeyError("Canary Jones")

    def disk(_: Progress) -> object:
        raise OSError(28, "No space left on device", "/tmp/Canary Jones.csv")

    with caplog.at_level(logging.DEBUG):
        said = [ended(worker.start("x", work)) for work in (mendable, ours, disk)]
    assert [job.state for job in said] == [State.FAILED] * 3
    assert said[0].fault == "halls.csv: it is empty."
    assert said[1].fault.startswith("Something went wrong on our side.")
    assert "No space left on device" in said[2].fault
    assert "Canary" not in str([job.fault for job in said]) + caplog.text
    assert "KeyError" in caplog.text
    with pytest.raises(RuntimeError, match=r"once it is done"):
        _ = said[0].result


def test_a_job_speaks_as_the_window_that_began_it(worker: Worker) -> None:
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=utf-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    file.append(polib.POEntry(msgid="Reading the list", msgstr="Darllen y rhestr"))
    with speaking(gettext.GNUTranslations(io.BytesIO(file.to_binary()))):
        job = worker.start("x", lambda _: tr("Reading the list"))
    assert ended(job).result == "Darllen y rhestr"


def test_nothing_of_a_job_stays_with_the_worker(worker: Worker) -> None:
    import gc
    import weakref

    class Upload:
        pass

    def begin() -> weakref.ref[Upload]:
        upload = Upload()
        ended(worker.start("x", lambda _, held=upload: held))  # type: ignore[misc]
        return weakref.ref(upload)

    left = begin()
    ended(worker.start("next", lambda _: None))
    gc.collect()
    assert left() is None


def test_a_closed_worker_stops_what_runs_and_begins_nothing() -> None:
    worker, begun = Worker(), threading.Event()

    def endless(progress: Progress) -> object:
        begun.set()
        while True:
            progress("Reading", 0.1)

    running, waiting = worker.start("endless", endless), worker.start("never", lambda _: 1)
    assert begun.wait(SOON)
    worker.close()
    assert (ended(running).state, ended(waiting).state) == (State.CANCELLED, State.CANCELLED)
    with pytest.raises(OutsideError):
        worker.start("late", lambda _: 1)


def test_the_thread_ends_with_the_process() -> None:
    code = (
        "import time\n"
        "from assetmap.web import jobs\n"
        "def endless(progress):\n"
        "    while True: progress('x', 0.1); time.sleep(0.01)\n"
        "job = jobs.start('endless', endless)\n"
        "while job.state != 'running': time.sleep(0.01)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=SOON, check=False)
    assert (done.returncode, done.stderr) == (0, "")
