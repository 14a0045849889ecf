"""The first sentences about who came, beside every combination of labels: what is claimed is true of each label."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import combinations_with_replacement, product

import pandas as pd
import pytest
from render.test_words import NOT_WRITTEN

from assetmap.analysis.disclosure import make_share_view
from assetmap.model.participation import NOT_STATED
from assetmap.model.representation import UNIT_PLURALS, Label, UnitKind
from assetmap.render.reach_answers import group_answer
from assetmap.render.words import missing_answer

FEWER, MORE = {Label.FEWER, Label.MUCH_FEWER}, {Label.MORE, Label.MUCH_MORE}
FLAGS = FEWER | MORE
DISABLED, NOT_DISABLED, WOMEN = ("disability", "disabled"), ("disability", "not disabled"), ("sex", "female")
GROUPS = (DISABLED, NOT_DISABLED, WOMEN)
MOST_WORDS = 20
NEXT_OF_GROUPS = {
    "Ask people and groups who know them: Who could introduce us?",
    "Ask people who know the other groups: is anybody left out?",
    "That does not prove that nobody is left out: ask people who know them.",
    "Say why you ask, and ask again.",
}
NEXT_OF_PLACES = {
    "That does not prove nobody is left out: ask people who live there.",
    "Who could introduce us there?",
    "Ask people who live there.",
    "For your own eyes, put neighbouring areas together into patches, and ask people who live there.",
    "The reason is below.",
}

Labels = Sequence[Label]
Claim = Callable[[Labels, re.Match[str]], bool]


def number(labels: Labels, *wanted: Label) -> int:
    return sum(label in wanted for label in labels)


def unflagged(labels: Labels) -> bool:
    return not number(labels, *FLAGS)


GROUP_CLAIMS: dict[str, Claim] = {
    r"Fewer people have come from (\d+) groups? than we would expect\.": lambda labels, found: (
        number(labels, *FEWER) == int(found[1]) and bool({labels[0], labels[2]} & FEWER)
    ),
    r"Look first at: (.*)\.": lambda labels, found: (
        ("disability: disabled" in found[1].split("; ")) == (labels[0] in FEWER)
        and ("sex: female" in found[1].split("; ")) == (labels[2] in FEWER)
        and "not disabled" not in found[1]
    ),
    r"More people have come from (\d+) groups? than we would expect\.": lambda labels, found: (
        number(labels, *MORE) == int(found[1]) > 0 and not {labels[0], labels[2]} & FEWER
    ),
    r"More than expected: (.*)\.": lambda labels, found: (
        found[1].split("; ")
        == [f"{what}: {group}" for (what, group), label in zip(GROUPS, labels, strict=True) if label in MORE]
    ),
    r"Fewer people than we would expect have come from: disability: not disabled\.": lambda labels, _: (
        labels[1] in FEWER and number(labels, *FLAGS) == 1
    ),
    r"No clear difference between groups\.": lambda labels, _: set(labels) == {Label.ABOUT},
    r"No clear difference in (\d+) of (\d+) groups\.": lambda labels, found: (
        unflagged(labels) and (int(found[1]), int(found[2])) == (number(labels, Label.ABOUT), len(labels))
    ),
    r"Too few people have come, or have said, to compare groups\.": lambda labels, _: set(labels) == {Label.TOO_FEW},
    r"We can't tell groups apart: too many people did not say\.": lambda labels, _: set(labels) == {Label.UNKNOWN},
    r"Rounded and hidden numbers leave it open whether any group differs\.": lambda labels, _: (
        set(labels) == {Label.NONE}
    ),
    r"We can't tell of any group whether more or fewer came than expected\.": lambda labels, _: (
        unflagged(labels) and Label.ABOUT not in labels and len(set(labels)) > 1
    ),
    r"(\d+) groups?: too many people did not say\.": lambda labels, found: (
        number(labels, Label.UNKNOWN) == int(found[1])
    ),
    r"(\d+) groups?: too few people to tell\.": lambda labels, found: number(labels, Label.TOO_FEW) == int(found[1]),
    r"(\d+) groups?: rounded or hidden numbers leave it open\.": lambda labels, found: (
        number(labels, Label.NONE) == int(found[1])
    ),
}
PLACE_CLAIMS: dict[str, Claim] = {
    r"Fewer people have come from (\d+) of (\d+) \w+ than we would expect\.": lambda labels, found: (
        (number(labels, *FEWER), len(labels)) == (int(found[1]), int(found[2]))
    ),
    r"Look first at (.*)\.": lambda labels, _: bool(number(labels, *FEWER)),
    r"More people have come from (\d+) of (\d+) \w+ than we would expect\.": lambda labels, found: (
        (number(labels, *MORE), len(labels), 0) == (int(found[1]), int(found[2]), number(labels, *FEWER, Label.ABOUT))
    ),
    r"More people have come from (\d+) of (\d+) \w+ than we would expect; no clear difference in (\d+)\.": (
        lambda labels, found: (number(labels, *MORE), len(labels), number(labels, Label.ABOUT), 0)
        == (int(found[1]), int(found[2]), int(found[3]), number(labels, *FEWER))
    ),
    r"No clear difference in (\d+) of (\d+) \w+\.": lambda labels, found: (
        unflagged(labels) and (number(labels, Label.ABOUT), len(labels)) == (int(found[1]), int(found[2]))
    ),
    r"Too few people have come to tell \w+ apart\.": lambda labels, _: set(labels) == {Label.TOO_FEW},
    r"We can't tell \w+ apart: too many people did not say, or too few came\.": lambda labels, _: (
        Label.UNKNOWN in labels and not number(labels, *FLAGS, Label.ABOUT)
    ),
    r"Rounded and hidden numbers leave it open whether any of the \w+ differ\.": lambda labels, _: (
        set(labels) == {Label.NONE}
    ),
    r"Too few people have come to tell \w+ apart, or rounded numbers hide it\.": lambda labels, _: (
        set(labels) == {Label.TOO_FEW, Label.NONE}
    ),
}  # fmt: skip


def group_table(labels: Labels, *, populations: Sequence[float] = (300.0, 700.0, 500.0)) -> pd.DataFrame:
    """Three groups, and those who did not say what disability they have."""
    rows = [
        {"characteristic": what, "group": group, "population": people, "label": str(label)}
        for (what, group), label, people in zip(GROUPS, labels, populations, strict=True)
    ]
    return pd.DataFrame([*rows, {"characteristic": "disability", "group": NOT_STATED, "label": ""}])


def place_table(labels: Labels, *, because: str = "", population: float = 500.0) -> pd.DataFrame:
    table = pd.DataFrame(
        [
            {"name": f"P{row}", "population": population, "expected": 30.0, "observed": 10, "label": str(label)}
            for row, label in enumerate(labels)
        ]
    )
    table.attrs["details"] = {"compared_by": "patch", "no_labels_because": because}
    return table


def check(said: list[str], labels: Labels, claims: dict[str, Claim], next_steps: set[str]) -> None:
    """Each sentence is one claim, and true; the first is one, and what to do next stands among the first three."""
    for place, sentence in enumerate(said):
        assert len(sentence.split()) <= MOST_WORDS, sentence
        if sentence in next_steps:
            assert place in {1, 2}, said
            continue
        found = [(claim, match) for text, claim in claims.items() if (match := re.fullmatch(text, sentence))]
        assert len(found) == 1, sentence
        assert found[0][0](labels, found[0][1]), (sentence, labels)
    assert set(said[1:3]) & next_steps, said
    assert [word for word in NOT_WRITTEN if word in " ".join(said).lower()] == []


@pytest.mark.parametrize("labels", list(product(Label, repeat=3)), ids="|".join)
def test_what_is_said_of_groups_is_true_of_every_label(labels: Labels) -> None:
    check(group_answer(group_table(labels)), labels, GROUP_CLAIMS, NEXT_OF_GROUPS)


@pytest.mark.parametrize(
    "labels", [one for size in (1, 4) for one in combinations_with_replacement(Label, size)], ids="|".join
)
@pytest.mark.parametrize("kind", ["area", "patch"])
def test_what_is_said_of_places_is_true_of_every_label(labels: Labels, kind: str) -> None:
    table = place_table(labels)
    table.attrs["details"]["compared_by"] = kind
    check(missing_answer(table), labels, PLACE_CLAIMS, NEXT_OF_PLACES)


def test_what_was_said_wrongly_is_said_rightly() -> None:
    said = group_answer(group_table((Label.MUCH_MORE, Label.MUCH_FEWER, Label.TOO_FEW)))
    assert said == [
        "More people have come from 1 group than we would expect.",
        "Ask people who know the other groups: is anybody left out?",
        "More than expected: disability: disabled.",
    ]
    places = place_table((Label.ABOUT, Label.ABOUT, Label.ABOUT, Label.MUCH_MORE))
    assert missing_answer(places)[0] == (
        "More people have come from 1 of 4 patches than we would expect; no clear difference in 3."
    )


def test_why_some_groups_are_not_told_is_said_after_what_to_do() -> None:
    assert group_answer(group_table((Label.UNKNOWN, Label.ABOUT, Label.NONE))) == [
        "No clear difference in 1 of 3 groups.",
        "That does not prove that nobody is left out: ask people who know them.",
        "1 group: too many people did not say.",
        "1 group: rounded or hidden numbers leave it open.",
    ]


def test_a_group_that_no_census_counts_takes_no_part() -> None:
    none = float("nan")
    table = group_table((Label.NONE, Label.ABOUT, Label.NONE), populations=(none, 700.0, none))
    assert group_answer(table)[0] == "No clear difference between groups."
    table = group_table((Label.NONE,) * 3, populations=(none, none, 0.0))
    assert group_answer(table)[0] == "We can show which groups came, but not compare them with who lives there."


def test_groups_within_patches_speak_only_of_those_that_can_be_compared() -> None:
    table = group_table((Label.ABOUT,) * 3).assign(name="Llan")
    assert group_answer(table)[0] == "No clear difference between the groups that can be compared."
    assert group_answer(table.iloc[:0])[0] == "Too few people have come, or have said, to compare groups."
    named = group_table((Label.FEWER, Label.ABOUT, Label.ABOUT)).assign(name="Llan")
    assert group_answer(named)[1] == "Look first at: Llan, disability: disabled."


def test_places_without_a_comparison_say_so() -> None:
    first = "We can show who came, but not compare it with who lives there."
    said = [first, "The reason is below."]
    assert missing_answer(place_table((Label.NONE,) * 3, because="These are visits.")) == [first, "These are visits."]
    assert missing_answer(place_table((Label.NONE,) * 3, population=float("nan"))) == said
    assert missing_answer(make_share_view(place_table((Label.NONE,) * 3)).facts) != said


@pytest.mark.parametrize("kind", list(UnitKind))
def test_each_kind_of_place_has_its_word(kind: UnitKind) -> None:
    table = place_table((Label.TOO_FEW,) * 2)
    table.attrs["details"]["compared_by"] = str(kind)
    assert missing_answer(table)[0] == f"Too few people have come to tell {UNIT_PLURALS[kind]} apart."
