"""Open questions, by asset and by question, the answers typed back in one change, and the sheets to print."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from square_place import NOW, all_assets, make_square

from assetmap.errors import NotFoundError, OptionError
from assetmap.model.access_feature import ACCESS_FEATURES
from assetmap.services import not_recorded, register
from assetmap.services.not_recorded import AssetAnswers, OpenQuestions, QuestionSearch
from assetmap.services.register import AccessAnswer, AssetAdd, AssetMove
from assetmap.services.workspace import Place

ALL = [feature.name for feature in ACCESS_FEATURES]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_square(tmp_path / "home")


def add(place: Place, name: str, *, kind: str = "venue", where: str = "", **access: str) -> str:
    request = AssetAdd(name=name, kind=kind, fields={"where": where} if where else {}, access=access)
    return str(register.add_asset(place, request, now=NOW, who="Ann")["id"])


def opened(place: Place, **parts: tuple[str, ...]) -> OpenQuestions:
    return not_recorded.list_open_questions(place, QuestionSearch(**parts)).facts  # type: ignore[arg-type]


def test_what_nobody_asked_is_counted_by_asset_and_by_question(place: Place) -> None:
    rng = random.Random(31)
    answers = ["yes", "no", "partly", "not recorded", ""]
    for number in range(12):
        given = {name: rng.choice(answers) for name in ALL[:4]}
        add(place, f"Hall {number}", **{name: answer for name, answer in given.items() if answer})
    found = opened(place)
    blank = {
        asset.id: [name for name in ALL if name not in asset.access or str(asset.access[name].answer) == "not recorded"]
        for asset in all_assets(place)
    }
    assert {one.id: list(one.features) for one in found.assets} == blank
    assert {one.feature: one.number for one in found.questions} == {
        name: sum(name in names for names in blank.values()) for name in ALL
    }
    assert [len(one.features) for one in found.assets] == sorted(map(len, blank.values()), reverse=True)
    assert all(one.answered + len(one.features) == len(ALL) for one in found.assets)


def test_only_what_can_be_asked_is_asked(place: Place) -> None:
    hall = add(place, "Hall")
    add(place, "Helpline", where="by phone")
    add(place, "Piano lessons", kind="skill")
    add(place, "Home", where="private")
    shut = add(place, "Shut")
    register.set_status(place, shut, "closed", now=NOW, who="Ann")
    found = opened(place)
    assert [one.id for one in found.assets] == [hall]
    assert found.of == 1
    assert (found.without_point, found.not_agreed) == ((hall,), (hall,))
    assert not_recorded.list_open_questions(place, QuestionSearch(view="public")).facts.of == 0


def test_questions_can_be_narrowed(place: Place) -> None:
    hall, club = add(place, "Hall", lift="yes"), add(place, "Club", kind="group")
    assert [one.id for one in opened(place, features=("lift",)).assets] == [club]
    assert [one.id for one in opened(place, kinds=("venue",)).assets] == [hall]
    assert [one.id for one in opened(place, ids=(club,)).assets] == [club]
    with pytest.raises(OptionError):
        opened(place, features=("teleporter",))


def test_many_answers_are_one_change_and_one_undo(place: Place) -> None:
    halls = [add(place, f"Hall {number}") for number in range(3)]
    before = all_assets(place)
    given = [
        AssetAnswers(
            asset_id=own,
            answers=(
                AccessAnswer(feature="lift", answer="yes", checked_on="2026-03-01", told_by="Sue Jones"),
                AccessAnswer(feature="wifi", answer="partly", detail="slow"),
            ),
        )
        for own in halls[:2]
    ]
    given.append(AssetAnswers(asset_id=halls[2], answers=()))
    assert not_recorded.record_answers(place, given, now=NOW, who="Ann") == 2
    after = {asset.id: asset for asset in all_assets(place)}
    fact = after[halls[0]].access["lift"]
    assert (fact.answer, fact.source, fact.as_at, fact.by_hand) == ("yes", "by hand", "2026-03-01", True)
    assert after[halls[1]].access["wifi"].detail == "slow"
    assert after[halls[0]].private["told us: lift"].value == "Sue Jones"
    assert after[halls[2]].access == {}
    register.undo_last(place, now=NOW, who="Ann")
    assert all_assets(place) == before


def test_answers_that_cannot_be_used_write_nothing(place: Place) -> None:
    hall = add(place, "Hall")
    before = all_assets(place)
    right = AssetAnswers(asset_id=hall, answers=(AccessAnswer(feature="lift", answer="yes"),))
    for wrong, fault in (
        (AssetAnswers(asset_id="gone", answers=right.answers), NotFoundError),
        (AssetAnswers(asset_id=hall, answers=(AccessAnswer(feature="lift", answer="maybe"),)), OptionError),
        (AssetAnswers(asset_id=hall, answers=(AccessAnswer(feature="x", answer="yes"),)), OptionError),
        (
            AssetAnswers(asset_id=hall, answers=(AccessAnswer(feature="lift", answer="no", checked_on="2027-01-01"),)),
            OptionError,
        ),
    ):
        with pytest.raises(fault):
            not_recorded.record_answers(place, [right, wrong], now=NOW, who="Ann")
    with pytest.raises(OptionError, match="no answer yet"):
        not_recorded.record_answers(place, [AssetAnswers(asset_id=hall, answers=())], now=NOW, who="Ann")
    assert all_assets(place) == before


def test_a_sheet_asks_what_is_open_and_says_nothing_private(place: Place) -> None:
    request = AssetAdd(
        name="Hall",
        kind="venue",
        fields={"address": "High Street", "contact_name": "Sue", "phone": "01633 656656"},
        at=AssetMove(postcode="XX1 1AA"),
        access={"lift": "yes"},
    )
    own = str(register.add_asset(place, request, now=NOW, who="Ann")["id"])
    (sheet,) = not_recorded.make_sheets(place, [own, "gone", own]).facts
    assert (sheet.name, sheet.address, sheet.where_words) == ("Hall", "High Street, XX1 1AA", "In Square.")
    assert [one.label for one in sheet.questions] == [
        feature.label for feature in ACCESS_FEATURES if feature.name != "lift"
    ]
    assert "Sue" not in repr(sheet)
    (whole,) = not_recorded.make_sheets(place, [own], features=["lift"], only_open=False).facts
    assert [(one.answer, one.as_at) for one in whole.questions] == [("yes", "2026-03-31")]
    assert not_recorded.make_sheets(place, [own], view="public").facts == []
