"""Needs against facts: all combinations by the definition, and the words people read."""

from __future__ import annotations

from itertools import product

import pytest

from assetmap.analysis.access_match import check_needs, is_out_of_use, match_access
from assetmap.errors import OptionError
from assetmap.model.access_feature import ACCESS_FEATURE_BY_NAME, Answer
from assetmap.model.asset import AccessFact

NEEDS = ("step_free_entrance", "accessible_toilet", "hearing_loop")
RECORDS: tuple[tuple[str | None, str, str], ...] = (
    (None, "", ""), *((answer.value, "", "") for answer in Answer),
    ("yes", "2026-03-03", ""), ("yes", "2026-03-03", "2026-03-20"), ("yes", "", "2026-03-20"),
    ("yes", "2026-04-01", "2026-04-20"), ("yes", "2026-01-01", "2026-03-09"),
)  # fmt: skip
TODAY = "2026-03-10"
OUT_TODAY = {("2026-03-03", ""), ("2026-03-03", "2026-03-20"), ("", "2026-03-20")}


def _expected(record: tuple[str | None, str, str]) -> str:
    answer, since, until = record
    if answer is None:
        return "not_recorded"
    if (since, until) in OUT_TODAY:
        return "not_met"
    return {"yes": "met", "partly": "partly", "no": "not_met", "not recorded": "not_recorded"}[answer]


def test_every_combination_of_records_by_the_definition() -> None:
    for records in product(RECORDS, repeat=len(NEEDS)):
        access = {
            need: AccessFact(answer, "list", "2026-01-01", out_since=since, out_until=until)
            for need, (answer, since, until) in zip(NEEDS, records, strict=True)
            if answer is not None
        }
        found = match_access(NEEDS, access, today=TODAY)
        for name in ("met", "partly", "not_recorded", "not_met"):
            wanted = tuple(need for need, record in zip(NEEDS, records, strict=True) if _expected(record) == name)
            assert getattr(found, name) == wanted
        asked = [
            need for need, record in zip(NEEDS, records, strict=True) if _expected(record) in {"partly", "not_recorded"}
        ]
        assert found.questions == tuple(ACCESS_FEATURE_BY_NAME[need].question for need in asked)
        assert len(found.reasons) == len(found.not_met)
        assert found.tier == (2 if found.not_met else 1 if asked else 0)


def test_what_is_out_of_use_says_its_dates() -> None:
    access = {"lift": AccessFact("yes", "visit", "2026-01-01", out_since="2026-03-03", out_until="2026-03-20")}
    assert match_access(("lift",), access, today=TODAY).reasons == (
        "Lift, or all on one level: out of use since 2026-03-03 until 2026-03-20.",
    )
    assert match_access(("lift",), access, today="2026-03-21").met == ("lift",)
    assert match_access(("lift",), access, today="2026-03-20").not_met == ("lift",)
    assert match_access(("lift",), access).not_met == ("lift",)  # no date given: better to ask


def test_no_outage_is_never_out_of_use() -> None:
    assert not is_out_of_use(AccessFact("yes", "list", ""), TODAY)
    assert not is_out_of_use(AccessFact("yes", "list", ""), "")


def test_an_unknown_need_lists_the_known_ones() -> None:
    with pytest.raises(OptionError, match=r"'teleporter'.*hearing_loop"):
        check_needs(["hearing_loop", "teleporter"])
    assert check_needs(["hearing_loop", " hearing_loop", "lift", ""]) == ("hearing_loop", "lift")


def test_other_facts_do_not_matter() -> None:
    access = {"wifi": AccessFact("no", "list", "")}
    found = match_access(("lift",), access, today=TODAY)
    assert (found.not_recorded, found.not_met) == (("lift",), ())
