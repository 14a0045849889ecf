"""Who have we not reached yet?: figures to share, exact ones on asking and never by accident, patches."""

from __future__ import annotations

import io
import json
import re
import stat
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import people_place
import pytest
from people_place import NOW, write_csv
from streamlit.testing.v1 import AppTest
from web_app import open_page, text_of
from web_tables import answer, links, table, turn_to

from assetmap.adapters.access_log import LOG_FILE
from assetmap.model.release import WorkingView
from assetmap.services import participation, releases, workspace
from assetmap.services.access_log import EXACT_NUMBERS
from assetmap.services.downloads import About
from assetmap.services.participation import ParticipationImport
from assetmap.services.representation_sharing import SHARED_AREAS_FILE, read_shared_areas
from assetmap.services.workspace import Place
from assetmap.web import reach_questions, state, takeaway

ROOT = Path(__file__).resolve().parents[2]
CAPTION = "Who came from each"
EXACT_BAND = "PRIVATE: exact numbers about people."
HOSTILE = "<img src=x onerror=alert(1)>\u202e[x](http://x) =1+1"


@pytest.fixture(scope="module")
def readme() -> dict[str, tuple[int, float, int]]:
    """Residents, expected and came by patch, as `tests/test_demo_data.py` counts them from the files alone."""
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([\d,]+) \| ([\d.]+) \| (\d+) \|$", text, re.MULTILINE)
    return {
        name: (int(residents.replace(",", "")), float(expected), int(came)) for name, residents, expected, came in rows
    }


def rounded(number: int) -> str:
    return "fewer than 10" if number < 10 else str(5 * round(number / 5))


def test_the_first_look_shows_patches_as_they_may_be_shared(
    demo_place: Path, readme: dict[str, tuple[int, float, int]]
) -> None:
    page = open_page("reached")
    assert not page.exception
    assert answer(page)[:2] == [
        "Fewer people have come from 2 of 8 patches than we would expect.",
        "Look first at Upper Marrowdale and Aberwenlas East.",
    ]
    rows = {row["Patch"]: row for row in table(page, CAPTION)}
    assert len(readme) == 8
    assert set(rows) == set(readme)
    for patch, (residents, expected, came) in readme.items():
        assert rows[patch]["Came"] == rounded(came)
        assert rows[patch]["Live there"] == f"{residents:,}"
        assert abs(int(rows[patch]["We would expect"]) - expected) <= 0.5
    told = {patch: row["What this tells us"] for patch, row in rows.items()}
    assert [patch for patch, label in told.items() if label == "Fewer than expected"] == [
        "Upper Marrowdale", "Aberwenlas East",
    ]  # fmt: skip
    assert EXACT_BAND not in text_of(page)
    assert "As released on 5 October 2026. Corrections appear in the next review." in text_of(page)


def test_it_says_how_sure_we_are_and_where_the_figures_come_from(demo_place: Path) -> None:
    page = open_page("reached")
    said = {fold.label: "".join(str(node.proto.body) for node in fold.get("html")) for fold in page.expander}
    assert "could only have spotted a shortfall of half or more" in said["How sure are we?"]
    assert "would happen by luck in at most 1 in 40 patches." in said["How sure are we?"]
    method = said["How this was worked out"]
    assert "population_age.csv" in method
    assert "Compared with all residents" in method
    assert "Numbers below 10 are hidden" in method


def test_exact_numbers_are_opened_on_asking_and_that_is_noted(
    demo_place: Path, readme: dict[str, tuple[int, float, int]]
) -> None:
    page = open_page("reached")
    log = demo_place / "demo" / LOG_FILE
    log.unlink()
    assert len(page.download_button) == 2
    page.button(key="show_exact").click().run()
    rows = {row["Patch"]: row for row in table(page, CAPTION)}
    assert {patch: row["Came"] for patch, row in rows.items()} == {p: str(came) for p, (_, _, came) in readme.items()}
    assert "PRIVATE: exact numbers about people." in text_of(page)
    assert not page.download_button
    assert "reach_map" not in {toggle.key for toggle in page.toggle}
    page.run()
    lines = log.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1, "looking again at what is open is not another opening"
    assert set(json.loads(lines[0])) == {"when", "who", "what", "place"}
    assert json.loads(lines[0])["what"] == EXACT_NUMBERS
    assert not any(patch in lines[0] for patch in readme)
    if sys.platform != "win32":
        assert stat.S_IMODE(log.stat().st_mode) == 0o600


def is_shared(page: AppTest) -> bool:
    return {row["Patch"]: row["Came"] for row in table(page, CAPTION)}["Upper Marrowdale"] == "fewer than 10"


def test_exact_numbers_are_gone_at_the_next_page(demo_place: Path) -> None:
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    assert not is_shared(page)
    turn_to(page, "start")
    turn_to(page, "reached")
    assert is_shared(page)
    assert EXACT_BAND not in text_of(page)


def log_lines(demo_place: Path) -> list[str]:
    lines = (demo_place / "demo" / LOG_FILE).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if json.loads(line)["what"] == EXACT_NUMBERS]


def test_each_question_to_the_exact_numbers_is_noted(demo_place: Path) -> None:
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    page.radio(key="reach_by").set_value("area").run()
    assert EXACT_BAND in text_of(page)
    assert len(log_lines(demo_place)) == 2
    page.selectbox(key="reach_period").set_value("January to June 2026").run()
    assert len(log_lines(demo_place)) == 3
    page.run()
    assert len(log_lines(demo_place)) == 3


@pytest.mark.parametrize("look", list(reach_questions.LOOKS))
def test_every_look_answers_and_takes_nothing_away(demo_place: Path, look: str) -> None:
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    page.radio(key="reach_by").set_value(look).run()
    assert not page.exception
    assert not page.error
    assert len(answer(page)) >= 2
    assert EXACT_BAND in text_of(page)
    assert not page.download_button


def test_a_period_and_ages_are_chosen(demo_place: Path) -> None:
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    everyone = sum(int(row["Came"]) for row in table(page, CAPTION))
    page.selectbox(key="reach_period").set_value("January to June 2026").run()
    half_year = sum(int(row["Came"]) for row in table(page, CAPTION))
    page.selectbox(key="reach_ages").set_value("65+").run()
    older = sum(int(row["Came"]) for row in table(page, CAPTION))
    assert everyone == 170
    assert everyone > half_year > older > 0
    assert "Ages: aged 65 and over." in text_of(page)


def test_who_could_introduce_us_to_the_place_that_fewer_came_from(demo_place: Path) -> None:
    page = open_page("reached")
    choice = page.selectbox(key="introduce_to")
    assert choice.value == "Upper Marrowdale"
    rows = table(page, "Those to ask first")
    assert rows
    assert all(row["Why"] for row in rows)
    state.set_sharing(on=True)
    page.run()
    assert "PRIVATE" not in text_of(page)


def test_groups_are_shown_as_released(demo_place: Path) -> None:
    page = open_page("reached")
    page.radio(key="reach_by").set_value("group").run()
    rows = table(page, "Groups that came")
    counts = {row["Came"] for row in rows}
    assert all(one == "fewer than 10" or int(one) % 5 == 0 for one in counts)
    assert {row["What was asked"] for row in rows} == {"age band", "disability", "ethnic group"}


def test_they_can_be_put_away(demo_place: Path) -> None:
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    page.button(key="hide_exact").click().run()
    assert is_shared(page)


def test_while_it_is_shown_to_others_nothing_private_opens(demo_place: Path) -> None:
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    state.set_sharing(on=True)
    page.run()
    assert is_shared(page)
    assert "PRIVATE" not in text_of(page)
    assert "show_exact" not in {button.key for button in page.button}
    other = open_page("reached", session={"private_open": ("demo", "everyone", ""), "exact_wanted": "demo"})
    assert is_shared(other)
    assert len(log_lines(demo_place)) == 1


def test_what_cannot_be_noted_is_not_opened(demo_place: Path) -> None:
    (demo_place / "demo" / LOG_FILE).unlink()
    (demo_place / "demo" / LOG_FILE).mkdir()
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    assert not page.exception
    assert "Expected to note that exact numbers are opened" in page.error[0].value.replace("\\", "")
    assert "Upper Marrowdale" not in text_of(page)
    page.run()
    assert is_shared(page)


def test_exact_numbers_are_refused_as_a_download() -> None:
    about = About(what="x", made_on="today")
    with pytest.raises(TypeError, match="not WorkingView"):
        takeaway.offer(WorkingView(pd.DataFrame()), [], about, name="x")  # type: ignore[arg-type]


def test_meetings_for_others_are_compared_with_others(demo_place: Path) -> None:
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    choice = page.selectbox(key="reach_meant_for")
    assert choice.options[0] == "everyone (35 meetings)"
    assert sum(int(number) for option in choice.options for number in re.findall(r"\((\d+) ", option)) == 55
    choice.set_value("unpaid carers").run()
    assert answer(page)[0] == "We can show who came, but not compare it with who lives there."
    rows = table(page, "Who came, without a comparison")
    assert set(rows[0]) == {"Patch", "Came"}
    method = next(fold for fold in page.expander if fold.label == "How this was worked out")
    assert "no figures for the people these meetings were meant for (unpaid carers)" in "".join(
        str(node.proto.body) for node in method.get("html")
    )


def test_small_areas_can_be_compared_too(demo_place: Path) -> None:
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    page.radio(key="reach_by").set_value("area").run()
    rows = table(page, CAPTION)
    assert len(rows) == 25
    assert "Area" in rows[0]
    assert "small areas" in " ".join(answer(page)) or "areas" in answer(page)[0]


def test_before_the_first_release_there_is_a_preview_with_nothing_to_take_away(four: Place, tmp_path: Path) -> None:
    bring_in(four, tmp_path)
    page = open_page("reached")
    assert "This is a preview for your own eyes. Nothing has been released yet." in text_of(page)
    assert "PRIVATE: for those who keep these records." in text_of(page)
    assert "/release?place=four" in links(page)
    assert [button.key for button in page.download_button] == ["patches_form"]
    assert "reach_map" not in {toggle.key for toggle in page.toggle}
    state.set_sharing(on=True)
    try:
        page.run()
        assert answer(page)[0] == "Nothing has been released yet."
        assert "Llan" not in text_of(page)
    finally:
        state.set_sharing(on=False)


@pytest.fixture
def four(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Four areas, one of them with a hostile name, that share nothing yet."""
    monkeypatch.setitem(people_place.AREAS, "W01000002", HOSTILE)
    return people_place.make_place(home, tmp_path / "files")


def bring_in(place: Place, folder: Path, number: int = 60) -> None:
    lines = [f"Lunch,02/02/2026,resident,p{n},{postcode},everyone"
             for n in range(number) for postcode in list(people_place.POSTCODES)[n % 4 : n % 4 + 1]]  # fmt: skip
    path = write_csv(folder / "m.csv", "event,date,role,person,postcode,meant for", *lines)
    participation.import_participation(place, ParticipationImport(path=path), now=NOW, who="tester")


def test_a_place_without_meetings_leads_to_your_data(four: Place) -> None:
    page = open_page("reached")
    assert answer(page) == ["No meetings are in yet.", "Bring in a list of who came, on the page Your data."]
    assert "/data?place=four&task=people" in links(page)
    assert "assetmap import" not in text_of(page)
    assert not page.download_button or page.download_button[0].key == "patches_form"
    assert "show_exact" not in {button.key for button in page.button}


def test_names_of_areas_are_shown_as_they_stand(four: Place, tmp_path: Path) -> None:
    bring_in(four, tmp_path)
    page = open_page("reached")
    assert not page.exception
    names = [row["Area"] for row in table(page, CAPTION)]
    assert HOSTILE.replace("\u202e", "") in names
    assert "<img" not in text_of(page)


def test_areas_are_put_together_until_figures_are_released(four: Place, tmp_path: Path) -> None:
    bring_in(four, tmp_path)
    page = open_page("reached")
    codes = list(people_place.AREAS)
    listed = "area code,patch\n" + "".join(f"{code},{'North' if code < codes[2] else HOSTILE}\n" for code in codes)
    page.file_uploader(key="patches_file").set_value(("p.csv", listed.encode(), "text/csv")).run()
    page.button(key="use_patches").click().run()
    assert not page.exception
    assert not page.error
    settled = read_shared_areas(workspace.open_place(four.settings, "Four"))
    assert settled is not None
    assert len(set(settled.unit_of.values())) == 2
    assert {row["Patch"] for row in table(page, CAPTION)} == {"North", HOSTILE.replace("\u202e", "")}
    assert len(table(page, "Patches in use since")) == 2
    assert "use_patches" in {button.key for button in page.button}
    winter = releases.ReleaseRequest(from_="2026-01-01", to="2026-02-28")
    releases.make_release(workspace.open_place(four.settings, "Four"), winter, now=NOW, who="tester")
    page.run()
    assert len(table(page, "Patches in use since")) == 2
    assert "use_patches" not in {button.key for button in page.button}


def test_a_list_of_patches_that_cannot_be_used_is_said(four: Place, tmp_path: Path) -> None:
    bring_in(four, tmp_path)
    page = open_page("reached")
    page.file_uploader(key="patches_file").set_value(("p.csv", b"area code,patch\nnowhere,North\n", "text/csv")).run()
    page.button(key="use_patches").click().run()
    assert not page.exception
    assert "name no area of this place" in page.error[0].value
    assert not (four.folder / SHARED_AREAS_FILE).exists()


def test_the_list_to_fill_in_can_be_brought_back(four: Place) -> None:
    from assetmap.web import patches

    rows = patches._form(four).decode("utf-8-sig").splitlines()
    assert rows[0] == "area code,name,patch"
    assert len(rows) == 5
    assert not any(cell.startswith("=") for row in rows for cell in row.split(","))
    filled = "\n".join([rows[0], *(f"{row}{'North' if n % 2 else 'South'}" for n, row in enumerate(rows[1:]))])
    settled = patches._settle(four, "../../p.csv", filled.encode())
    assert settled is not None
    assert set(settled.unit_of.values()) == {"North", "South"}
    book = openpyxl.Workbook()
    for row in filled.splitlines():
        book.active.append(row.split(","))  # type: ignore[union-attr]
    content = io.BytesIO()
    book.save(content)
    assert patches._settle(four, "p.XLSX", content.getvalue()) == settled


@pytest.mark.parametrize(
    ("look", "asked"),
    [
        ("patch", {"reach_meant_for", "reach_period", "reach_ages"}),
        ("nobody-yet", {"reach_meant_for", "reach_period", "reach_ages"}),
        ("faces", {"reach_meant_for"}),
        ("living", set()),
    ],
)
@pytest.mark.usefixtures("demo_place")
def test_each_look_asks_what_plays_a_part_in_it_alone(look: str, asked: set[str]) -> None:
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    page.radio(key="reach_by").set_value(look).run()
    assert not page.exception
    assert {box.key for box in page.selectbox} & {"reach_meant_for", "reach_period", "reach_ages"} == asked
