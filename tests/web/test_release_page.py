"""Release a safe version: look first, tick, release; afterwards show, print and take away, by anybody."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import people_place
import pytest
import who_came
from people_place import NOW, write_csv
from streamlit.testing.v1 import AppTest
from web_app import open_page, text_of
from web_tables import answer, links, table

from assetmap.adapters.access_log import LOG_FILE
from assetmap.model.release import Release
from assetmap.services import participation, releases, tidy
from assetmap.services.releases import ReleaseRequest
from assetmap.services.representation_sharing import settle_patches
from assetmap.services.workspace import Place
from assetmap.web import state

CAPTION = "Who came from each area"
LOOKED = "I have looked at these figures. They will stay as they are."


@pytest.fixture
def place(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Four areas with meetings in two half-years that are over; today is in July 2026."""
    monkeypatch.setattr(state, "now", lambda: dt.datetime(2026, 7, 20, 9, tzinfo=dt.UTC))
    state.set_sharing(on=False)
    made = people_place.make_place(home, tmp_path / "files")
    who_came.bring(made, tmp_path / "came", (31, 40, 10, 9))
    who_came.bring(made, tmp_path / "came", (20, 30, 5, 0), day="03/12/2025")
    return made


@pytest.fixture(autouse=True)
def _not_shared() -> None:
    state.set_sharing(on=False)


def release(place: Place, **more: str) -> Release:
    request = ReleaseRequest(**{"from_": "2026-01-01", "to": "2026-06-30", **more})
    return releases.make_release(place, request, now=state.now(), who="t")


def errors(page: AppTest) -> str:
    return " ".join(one.value.replace("\\", "") for one in page.error)


def set_days(page: AppTest, first: dt.date, last: dt.date) -> AppTest:
    if page.selectbox(key="release_days").value != "other days":
        page.selectbox(key="release_days").set_value("other days").run()
    page.date_input(key="release_first").set_value(first)
    return page.date_input(key="release_last").set_value(last).run()


def test_the_latest_half_year_that_is_over_is_looked_at_first(place: Place) -> None:
    page = open_page("release")
    assert not page.exception
    assert [one.value for one in page.title] == ["Release a safe version"]
    assert answer(page) == [
        "January to June 2026, meant for: everyone, can be released.",
        "Released figures stay as they are, so look at them first.",
    ]
    assert page.selectbox(key="release_days").options == ["January to June 2026", "July to December 2025", "other days"]
    rows = {row["Area"]: row["Came"] for row in table(page, CAPTION)}
    assert rows == {"Llan": "30", "Cwm": "40", "Bryn": "10", "Pentre": "fewer than 10"}
    assert [one.value for one in page.header] == ["What is in it", "What is held back, and why", "Before you release"]
    said = text_of(page)
    assert "Numbers below 10 are hidden" in said
    assert "After this, figures are for small areas: this place can never have patches." in said
    assert page.checkbox[0].label == LOOKED
    assert not (place.folder / "releases").exists()
    assert not page.get("download_button")


def test_nothing_is_released_without_a_tick(place: Place) -> None:
    page = open_page("release")
    page.button(key="release_now").click().run()
    assert "Nothing was released. Look at the figures, tick the box above" in errors(page)
    assert not (place.folder / "releases").exists()


def test_released_figures_are_there_to_show_print_and_take_away(place: Place) -> None:
    page = open_page("release")
    page.checkbox[0].check().run()
    page.button(key="release_now").click().run()
    assert not page.exception
    assert not page.error
    (made,) = releases.list_releases(place)
    assert made.release_id == "2026-01-01_2026-06-30_everyone"
    assert answer(page)[0] == "Released: January to June 2026, meant for: everyone."
    assert f"/releases/four/{made.release_id}?size=18" in links(page)
    assert f"/reached?place=four&release={made.release_id}" in links(page)
    assert {one.key for one in page.download_button} == {
        f"who-came-{made.release_id}_{kind}" for kind in ("xlsx", "csv")
    }
    (line,) = (place.folder / LOG_FILE).read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["what"] == releases.RELEASED
    assert not page.checkbox, "what was just released is not asked about again"
    page.button(key="release_another").click().run()
    assert page.selectbox(key="release_days").options == ["July to December 2025", "other days"]
    assert not page.checkbox[0].value
    assert "After this, the patches are fixed" not in text_of(page)


def test_the_tick_belongs_to_the_figures_that_were_looked_at(place: Place, tmp_path: Path) -> None:
    page = open_page("release")
    page.checkbox[0].check().run()
    who_came.bring(place, tmp_path / "came", (0, 0, 9, 0), day="05/02/2026")
    participation.erase_person(place, f"p {who_came.CODES[2]} 9", now=NOW, who="t")
    page.button(key="release_now").click().run()
    assert "Nothing was released" in errors(page)
    assert not (place.folder / "releases").exists()
    page.selectbox(key="release_days").set_value("July to December 2025").run()
    assert not page.checkbox[0].value


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (dt.date(2026, 1, 1), dt.date(2026, 3, 31), "figures for January to June 2026 are released already"),
        (dt.date(2026, 7, 1), dt.date(2026, 7, 31), "is not over yet"),
        (dt.date(2024, 1, 1), dt.date(2024, 1, 31), "No meeting is on record for"),
        (dt.date(2025, 12, 1), dt.date(2025, 11, 1), "comes before"),
    ],
)
def test_days_that_cannot_be_released_are_said(place: Place, first: dt.date, last: dt.date, said: str) -> None:
    release(place)
    page = set_days(open_page("release"), first, last)
    assert not page.exception
    assert said in errors(page)
    assert "--" not in errors(page)
    assert "assetmap " not in errors(page)
    assert answer(page)[0] == "This cannot be released."
    assert not page.checkbox
    assert page.date_input(key="release_first").value == first
    assert len(releases.list_releases(place)) == 1


def test_other_days_can_be_released(place: Place) -> None:
    page = set_days(open_page("release"), dt.date(2025, 9, 1), dt.date(2025, 12, 31))
    assert answer(page)[0] == "1 September 2025 to 31 December 2025, meant for: everyone, can be released."
    assert {row["Area"]: row["Came"] for row in table(page, CAPTION)}["Cwm"] == "30"


def test_both_days_are_needed(place: Place) -> None:
    page = open_page("release")
    page.selectbox(key="release_days").set_value("other days").run()
    assert not page.error
    assert answer(page)[0] == "Choose the first and the last day."
    assert not page.checkbox


def test_while_shown_to_others_there_is_the_list_alone(place: Place) -> None:
    state.set_sharing(on=True)
    page = open_page("release")
    assert answer(page) == ["Nothing has been released yet.", "Choose another page."]
    made = release(place)
    page = open_page("release")
    assert answer(page)[0] == "There is 1 safe version to look at."
    assert not page.checkbox
    assert [one.value for one in page.header] == ["Safe versions"]
    assert not [one for one in page.selectbox if one.key == "release_days"]
    assert f"/releases/four/{made.release_id}?size=24" in links(page)
    assert len(page.download_button) == 2
    with pytest.raises(AssertionError):
        table(page, CAPTION)


def test_whom_the_meetings_were_for_and_one_characteristic_are_asked(place: Place, tmp_path: Path) -> None:
    who_came.bring(place, tmp_path / "came", (20, 20, 20, 20), day="04/02/2026", kind="older people", disability="yes")
    rows = (f"{code},{'N' if code < who_came.CODES[2] else 'S'}" for code in who_came.CODES)
    settle_patches(place, write_csv(tmp_path / "two.csv", "area code,patch", *rows))
    page = open_page("release")
    assert page.selectbox(key="release_meant_for").options == ["everyone (1 meeting)", "older people (1 meeting)"]
    assert "release_characteristic" not in {one.key for one in page.selectbox}
    page.selectbox(key="release_meant_for").set_value("older people").run()
    assert page.selectbox(key="release_characteristic").options[0] == "no groups"
    page.selectbox(key="release_characteristic").set_value("disability").run()
    assert not page.exception
    assert not page.error
    assert "meant for: older people." in text_of(page)
    page.checkbox[0].check().run()
    page.button(key="release_now").click().run()
    everyone, older = releases.list_releases(place)
    assert (older.meant_for, older.characteristic) == ("older people", "disability")
    assert (everyone.meant_for, everyone.characteristic) == ("everyone", "")


def test_a_place_without_meetings_leads_to_your_data(home: Path, tmp_path: Path) -> None:
    people_place.make_place(home, tmp_path / "files")
    page = open_page("release")
    assert answer(page)[0] == "No meetings are in yet."
    assert "/data?place=four&task=people" in links(page)
    assert not page.selectbox or "release_days" not in {one.key for one in page.selectbox}


def test_before_a_half_year_is_over_it_says_when(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "now", lambda: dt.datetime(2025, 12, 20, 9, tzinfo=dt.UTC))
    page = open_page("release")
    assert answer(page)[0] == "No half-year with meetings is over yet."
    assert "July to December 2025 can be released once it is over." in answer(page)


@pytest.mark.parametrize("what", ["one person", "visits", "no population"])
def test_what_can_and_cannot_be_told_is_said(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(state, "now", lambda: dt.datetime(2026, 7, 20, 9, tzinfo=dt.UTC))
    made = people_place.make_place(home, tmp_path / "files", population=what != "no population")
    numbers = (1, 0, 0, 0) if what == "one person" else (20, 20, 20, 20)
    who_came.bring(made, tmp_path / "came", numbers, named=what != "visits")
    page = open_page("release")
    assert not page.exception
    said = {
        "one person": "Too few people have come to tell areas apart, or rounded numbers hide it.",
        "visits": "Nobody is named in these records",
        "no population": "This place has no population figures",
    }
    assert said[what] in text_of(page)
    assert answer(page)[0] == "January to June 2026, meant for: everyone, can be released."


def test_the_demo_has_a_safe_version(demo_place: Path) -> None:
    page = open_page("release")
    assert not page.exception
    addresses = [one.split("?")[0] for one in links(page) if one.startswith("/releases/")]
    assert addresses[0] == "/releases/demo/2025-04-01_2026-09-30_everyone"
    assert {one.meant_for for one in releases.list_releases(state.open_place("demo"))} > {"everyone", "unpaid carers"}


def test_a_chosen_version_is_shown_on_the_page_it_leads_to(place: Place) -> None:
    release(place)
    older = release(place, from_="2025-07-01", to="2025-12-31")
    page = open_page("reached", release=older.release_id)
    assert {row["Area"]: row["Came"] for row in table(page, CAPTION)}["Cwm"] == "30"
    page = open_page("reached", release="../x")
    assert {row["Area"]: row["Came"] for row in table(page, CAPTION)}["Cwm"] == "40"


def test_a_safe_version_whose_file_is_missing_is_said(place: Place) -> None:
    made = release(place)
    (place.folder / "releases" / f"{made.release_id}.json").unlink()
    said = f"its file is missing: {made.release_id}.json"
    page = open_page("release")
    assert not page.exception
    assert said in text_of(page)
    assert page.selectbox(key="release_days").options == ["July to December 2025", "other days"]
    assert said in errors(set_days(page, dt.date(2026, 1, 1), dt.date(2026, 6, 30)))
    reached = answer(page := open_page("reached"))
    assert reached[0] == "A safe version was made, and its file is missing."
    assert said in reached[1]
    assert "<table" not in text_of(page), "no preview stands in for it"
    state.set_sharing(on=True)
    assert answer(open_page("release"))[0] == "A safe version was made, and its file is missing."
    assert answer(open_page("reached"))[0] == "A safe version was made, and its file is missing."


def test_each_kind_that_is_fixed_is_shown_and_the_tick_belongs_to_all(place: Place, tmp_path: Path) -> None:
    who_came.bring(place, tmp_path / "came", (60, 70, 0, 0), day="05/02/2026", kind="older people")
    page = open_page("release")
    assert not page.exception
    (folded,) = [one for one in page.expander if "older people" in one.label]
    inside = " ".join(str(node.proto.body) for node in folded.get("html"))
    assert "Llan" in inside
    assert ">60<" in inside
    assert "1 more kind of meetings of these days. Open it and look at it too." in text_of(page)
    before = page.checkbox[0].key
    page.checkbox[0].check().run()
    for number in range(55, 60):
        participation.erase_person(place, f"p {who_came.CODES[0]} {number}", now=NOW, who="t")
    page.button(key="release_now").click().run()
    assert "Nothing was released" in errors(page)
    assert page.checkbox[0].key != before
    assert {row["Area"]: row["Came"] for row in table(page, CAPTION)}["Llan"] == "30", "what was asked is as it was"
    page.checkbox[0].check().run()
    page.button(key="release_now").click().run()
    assert {one.meant_for for one in releases.list_releases(place)} == {"everyone", "older people"}


def test_few_people_and_many_areas_lead_to_patches_before_they_can_never_be_made(place: Place, tmp_path: Path) -> None:
    who_came.bring(place, tmp_path / "came", (9, 9, 9, 9), day="02/03/2025")
    page = set_days(open_page("release"), dt.date(2025, 1, 1), dt.date(2025, 6, 30))
    assert "this place can never have patches" in text_of(page)
    assert "/reached?place=four#patches" in text_of(page)
    looked, never = page.checkbox
    assert never.label == "We want figures for small areas, and never for patches."
    looked.check()
    page.button(key="release_now").click().run()
    assert "Make patches first, or tick that you never want any" in errors(page)
    assert releases.list_releases(place) == []
    page.checkbox[1].check()
    page.button(key="release_now").click().run()
    assert len(releases.list_releases(place)) == 1


def test_with_patches_it_says_that_they_are_fixed_and_asks_for_one_tick(place: Place, tmp_path: Path) -> None:
    rows = (f"{code},{'N' if code < who_came.CODES[2] else 'S'}" for code in who_came.CODES)
    settle_patches(place, write_csv(tmp_path / "two.csv", "area code,patch", *rows))
    page = open_page("release")
    assert "After this, the patches are fixed" in text_of(page)
    assert len(page.checkbox) == 1


def test_half_years_that_lost_records_are_named_and_not_offered(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "now", lambda: dt.datetime(2027, 12, 4, 9, tzinfo=dt.UTC))
    release(place)
    before = text_of(open_page("data"))
    assert "Not released yet: July to December 2025." in before
    assert "release them first, on the page Release a safe version." in before
    tidy.delete_due(place, now=state.now(), who="t")
    who_came.bring(place, place.folder.parent.parent / "later", (9, 0, 0, 0), day="20/12/2025")
    page = open_page("release")
    assert not page.exception
    said = "July to December 2025: records of meetings before 4 December 2025 were deleted"
    assert answer(page)[0] == "No half-year is left that can be released."
    assert said in answer(page)[1]
    assert page.selectbox(key="release_days").options == ["other days"]
    assert said in errors(set_days(page, dt.date(2025, 7, 1), dt.date(2025, 12, 31)))
    assert "Not released yet" not in text_of(open_page("data"))
