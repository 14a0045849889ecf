"""A page's long work: begun by a press, its progress shown while it runs, a button that stops it, its end told once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from assetmap.messages import tr
from assetmap.web import jobs, parts
from assetmap.web.jobs import Job, State, Work

EVERY_SECONDS = 0.5


@dataclass
class Running:
    """A job of this window, and what it was begun for: with another file or another choice its result is old."""

    job: Job[Any]
    about: object
    told: bool = False
    come_back: bool = False


def begin(key: str, name: str, work: Work[Any], *, about: object = None) -> None:
    """Begin work; `follow` with the same key shows it. Work that this key ran before is let go."""
    st.session_state[key] = Running(jobs.start(name, work), about)
    parts.go_on_at(parts.button_spot(f"{key}_stop"))
    parts.announce(tr("{name}. This can take a while.", name=name))


def follow(key: str, *, about: object = None) -> Job[Any] | None:
    """Return the work of a key once it is done; while it runs show how far it is; None until then.

    Parameters
    ----------
    key
        As in `begin`.
    about
        What the page is about now; work that was begun for something else is not told.
    """
    running = st.session_state.get(key)
    if not isinstance(running, Running):
        return None
    if not running.job.ended:
        _watch(key)
        return None
    if running.about != about:
        return None
    if running.job.state is State.DONE:
        if not running.come_back:  # it may have ended since this run began: what it wrote is then not on the page yet
            running.come_back = True
            parts.go_on_at(parts.ANSWER)
            st.rerun()
        return running.job
    _tell_end(running)
    return None


def is_running(key: str) -> bool:
    """Tell whether the work of a key goes on."""
    running = st.session_state.get(key)
    return isinstance(running, Running) and not running.job.ended


def is_begun(key: str) -> bool:
    """Tell whether this window has work of a key, going on or ended."""
    return isinstance(st.session_state.get(key), Running)


def forget(key: str) -> None:
    """Let go of the work of a key and what came of it."""
    st.session_state.pop(key, None)


def _tell_end(running: Running) -> None:
    """Show why it ended without a result; a screen reader hears it once."""
    show = st.info if running.job.state is State.CANCELLED else st.error
    show(parts.plain(running.job.fault))
    if not running.told:
        parts.announce(running.job.fault)
        running.told = True


@st.fragment(run_every=EVERY_SECONDS)
def _watch(key: str) -> None:
    running = st.session_state.get(key)
    if not isinstance(running, Running) or running.job.ended:
        st.rerun()
        return
    now = running.job.progress
    st.progress(min(max(now.share, 0.0), 1.0), text=parts.plain(now.text))
    if st.button(tr("Stop"), key=f"{key}_stop"):
        running.job.cancel()
        st.write(tr("It stops at its next step."))
