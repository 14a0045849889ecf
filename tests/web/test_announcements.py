"""What is read out after a run: everything that was done, and the answer where it is new."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st

from assetmap.web import parts


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A window's state without a window."""
    kept: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", kept)
    monkeypatch.setattr(st, "html", lambda _markup: None)
    return kept


def test_what_was_done_is_heard_although_the_page_answers_after_it(said: dict[str, Any]) -> None:
    parts.announce("Saved.")
    parts.answer("142 assets.")
    assert parts.announced() == "Saved. 142 assets."


def test_an_answer_that_did_not_change_is_not_said_after_what_was_done(said: dict[str, Any]) -> None:
    parts.answer("142 assets.")
    assert parts.announced() == "142 assets."
    parts.announce("Rows from 26 are shown.")
    parts.answer("142 assets.")
    assert parts.announced() == "Rows from 26 are shown."


def test_where_nothing_else_happened_the_answer_is_said_again(said: dict[str, Any]) -> None:
    for _ in range(2):
        parts.answer("142 assets.")
        assert parts.announced() == "142 assets."


def test_nothing_is_said_twice_and_nothing_when_there_is_nothing(said: dict[str, Any]) -> None:
    parts.announce("Saved.")
    parts.announce("Saved.")
    assert parts.announced() == "Saved."
    assert parts.announced() == ""
