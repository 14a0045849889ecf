"""The lists of Who have we not reached yet?: what has an answer first, second looks in a fold, ways on to both."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from web_app import open_page, text_of
from web_tables import links, table

from assetmap.model.representation import BY_PATCH_AND_GROUP
from assetmap.web import patches


def folded(page: AppTest, label: str) -> str:
    """Return the markup in a fold."""
    fold = next(one for one in page.expander if one.label == label)
    return "".join(str(node.proto.body) for node in fold.get("html"))


def test_groups_within_patches_say_how_many_have_an_answer_and_fold_the_rest(demo_place: Path) -> None:
    page = open_page("reached")
    page.radio(key="reach_by").set_value(BY_PATCH_AND_GROUP).run()
    assert "None of the 32 groups within patches has an answer yet." in text_of(page)
    with pytest.raises(AssertionError, match="no table"):
        table(page, "Groups that came, fewer than expected first")
    assert "<caption>Groups that came, without an answer</caption>" in folded(page, "Groups without an answer")
    page.radio(key="reach_by").set_value("group").run()
    assert "groups within patches" not in text_of(page), "groups of the whole place stand in one list"
    assert table(page, "Groups that came, fewer than expected first")


def test_those_with_an_answer_stand_in_the_list_and_no_others(demo_place: Path) -> None:
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    page.radio(key="reach_by").set_value(BY_PATCH_AND_GROUP).run()
    told = table(page, "Groups that came, fewer than expected first")
    rest = table(page, "Groups that came, without an answer")
    assert f"{len(told)} of " in text_of(page)
    words = {row["What this tells us"] for row in told}
    assert not words & {"We cannot say", "Not compared", "Too few people to tell"}
    assert not {row["What this tells us"] for row in rest} & words


def test_what_would_be_expected_given_the_ages_stands_in_a_fold(demo_place: Path) -> None:
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    page.radio(key="reach_by").set_value("area").run()
    assert list(table(page, "Who came from each area")[0]) == [
        "Area", "Came", "We would expect", "What this tells us", "Live there",
    ]  # fmt: skip
    assert "Given the ages there, we would expect" in folded(page, "How sure are we?")
    assert len(table(page, "The same, given the ages")) == 25


def test_what_the_answer_asks_is_one_link_away(demo_place: Path) -> None:
    page = open_page("reached")
    assert "#introduce" in links(page)
    assert "#patches" not in links(page), "patches are fixed once figures are released"
    page.button(key="show_exact").click().run()
    assert "#introduce" in links(page)


def test_patches_are_one_link_away_until_they_are_fixed(demo_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assetmap.services.patches.patches_fixed", lambda _: False)
    assert f"#{patches.SPOT}" in links(open_page("reached"))


def test_a_safe_version_is_named_by_whom_it_was_meant_for_first(demo_place: Path) -> None:
    names = open_page("reached").selectbox(key="reach_release").options
    assert "everyone: 1 April 2025 to 30 September 2026" in names
    assert len({name[:20] for name in names}) == len(names), "each is told apart by its first letters"
