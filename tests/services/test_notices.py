"""The privacy notice and the impact assessment say what is so here, in short sentences, and count nobody."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import people_place
import pytest
from command import run_in
from people_place import NOW, write_csv
from render.test_words import NOT_WRITTEN
from small_place import fill_record

from assetmap.errors import OptionError, OutsideError
from assetmap.model.notice import OBJECTION_BASES, RISKS, Paper
from assetmap.model.on_the_record import LAWFUL_BASES
from assetmap.model.release import PublicFacts
from assetmap.model.sheet import SIZES_POINTS
from assetmap.render.notice_words import notice_paper
from assetmap.render.notices import write_paper
from assetmap.services import notices, on_the_record, participation, register, workspace
from assetmap.services.participation import ParticipationImport
from assetmap.services.workspace import Place

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }}'


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    return people_place.make_place(home, tmp_path / "files")


def bring(place: Place, folder: Path, column: str, value: str, reason: str, *, person: str = "Ann") -> None:
    came = write_csv(folder / "came.csv", f"date,postcode,person,{column}", f"2026-02-03,XX1 1AA,{person},{value}")
    request = ParticipationImport(path=came, keep={column: reason})
    participation.import_participation(place, request, now=NOW, who="tester")


def papers(place: Place) -> tuple[Paper, Paper]:
    return notices.make_notice(place, now=NOW).facts, notices.make_dpia(place, now=NOW).facts


def texts(paper: Paper) -> list[str]:
    """Return every text of a page."""
    found = [paper.title, *paper.said, *paper.notes]
    for section in paper.sections:
        found += [section.heading, *section.said, *section.items, *section.blanks]
        table = section.table
        found += [table.caption, *table.headings, *(cell for row in table.rows for cell in row)] if table else []
    return found


def page(paper: Paper, size: int = 18) -> str:
    return unescape(write_paper(PublicFacts(paper), size=size))


def test_the_notice_says_who_why_how_long_and_what_people_can_ask(place: Place) -> None:
    fill_record(place)
    on_the_record.save_record(place, {"retention_months": "7"}, now=NOW, who="tester")
    own = workspace.open_place(place.settings, "Four")
    said = page(papers(own)[0])
    for part in (
        "Bont Council (made up) decides how these records are used.",
        "How to reach us: 1 High Street, Bont",
        "To see which villages our meetings have not reached.",
        "Public task (Article 6(1)(e)).",
        "Substantial public interest (Article 9(2)(g)).",
        "We keep a record for 7 months after its meeting.",
        "taken back for 30 days",
        "keep that note for 12 months",
        "Hiding names is not anonymity.",
        "See what we keep", "Have it put right.", "Have it erased.", "objecting", "Complain.",
        "ICO, ico.org.uk",
        "The data protection officer, 1 High Street, Bont",
        "Made on 2 March 2026.",
    ):  # fmt: skip
        assert part in said, part
    assert "Not finished" not in said
    assert said.count('class="line"') == 2, "who sees them was not said: a line to write on, twice"


def test_what_nobody_has_said_is_a_line_to_write_on(place: Place) -> None:
    notice, dpia = papers(place)
    for paper in (notice, dpia):
        assert paper.notes[-1].startswith("Not finished. Nobody has answered yet: Who decides")
    blanks = [blank for section in notice.sections for blank in section.blanks]
    assert blanks == [
        "Who decides how these records are used:", "How to reach us:", "What the records are for:",
        "The ground in law:", "The ground for sensitive facts:", "Who sees the records:", "Ask, or complain to:",
    ]  # fmt: skip


def test_where_the_records_are_is_told_as_it_is(place: Place) -> None:
    facts = notices._facts(place, NOW)
    assert (facts.in_database, facts.is_copied) == (False, False)
    elsewhere = replace(facts, in_database=True, is_copied=True)
    said = [" ".join(texts(notice_paper(one))) for one in (facts, elsewhere)]
    assert ["on our own computer" in one for one in said] == [True, False]
    assert ["in a database of ours" in one for one in said] == [False, True]
    assert ["may be copied to other computers" in one for one in said] == [False, True]


@pytest.mark.parametrize("basis", [one.name for one in LAWFUL_BASES])
def test_rights_follow_the_ground_in_law(place: Place, basis: str) -> None:
    """Objecting stands with tasks and interests alone (Article 21(1)), taking a yes back with consent (7(3))."""
    fill_record(place)
    on_the_record.save_record(place, {"basis": basis}, now=NOW, who="tester")
    said = texts(papers(place)[0])
    assert any("objecting" in one for one in said) is (basis in OBJECTION_BASES)
    assert any("Take your yes back" in one for one in said) is (basis == "consent")


def test_only_what_is_kept_now_is_told_with_every_reason(place: Place, tmp_path: Path) -> None:
    fill_record(place)
    with closing(workspace.open_register(place)) as store:
        assert notices.kept_characteristics(store) == {}
    bring(place, tmp_path, "disability", "yes", "to see gaps; and: plan")
    bring(place, tmp_path, "disability", "no", "to ask what helps", person="Bob")
    bring(place, tmp_path, "religion", "Christian", "food", person="Cat")
    with closing(workspace.open_register(place)) as store:
        kept = notices.kept_characteristics(store)
    assert kept == {"disability": "to see gaps; and: plan; to ask what helps", "religion": "food"}
    for paper in papers(place):
        said = " ".join(texts(paper))
        assert "to see gaps; and: plan; to ask what helps" in said
        assert "religion" in said
    register.undo_last(place, now=NOW, who="tester")
    participation.erase_person(place, "Bob", now=NOW, who="tester")
    with closing(workspace.open_register(place)) as store:
        assert list(notices.kept_characteristics(store)) == ["disability"]
    assert "religion" not in " ".join(texts(papers(place)[0]))


def test_every_sentence_is_short_and_has_no_word_that_we_do_not_write(place: Place, tmp_path: Path) -> None:
    fill_record(place)
    bring(place, tmp_path, "disability", "yes", "to see gaps")
    for paper in papers(place):
        for text in texts(paper):
            assert [one for one in re.split(r"(?<=[.?!:;])\s", text) if len(one.split()) > 20] == []
            assert [word for word in NOT_WRITTEN if word in text.lower()] == []


def test_the_outline_weighs_each_risk_and_leaves_room(place: Place) -> None:
    _, dpia = papers(place)
    tables = {section.table.caption: section.table for section in dpia.sections if section.table}
    risks = tables["Risks to people"]
    assert len(risks.rows) == len(RISKS)
    assert all(len(row) == len(risks.headings) and row[-2:] == ("", "") for row in risks.rows)
    said = " ".join(cell for row in risks.rows for cell in row)
    for part in ("Small numbers", "postcode", "Disability", "laptop", "keeps in step"):
        assert part in said
    signed = tables["Signed"]
    assert all(row[1:] == ("", "", "") for row in signed.rows)


class Outline(HTMLParser):
    """What a screen reader goes by: headings in order, the language, cells that head others, tables with captions."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.mark.parametrize("size", SIZES_POINTS)
def test_a_page_can_be_read_by_ear_and_printed_in_black(place: Place, size: int) -> None:
    fill_record(place)
    for paper in papers(place):
        text = write_paper(PublicFacts(paper), size=size, addresses={12: "/n?size=12", 18: "/n?size=18"})
        seen = Outline(text)
        assert seen.all("html") == [{"lang": "en-GB"}]
        assert len(seen.all("h1")) == len(seen.all("title")) == len(seen.all("main")) == 1
        assert len(seen.all("h2")) == len(paper.sections)
        assert all(attrs.get("scope") in {"col", "row"} for attrs in seen.all("th"))
        assert len(seen.all("caption")) == len(seen.all("table"))
        assert f"font: {size}pt" in text
        colours = {one.lower() for one in re.findall(r"#[0-9a-fA-F]{3,6}\b", text.partition("</style>")[0])}
        assert colours <= {"#000000", "#ffffff"}
        assert not {"script", "img", "iframe", "link"} & {tag for tag, _ in seen.tags}


def test_hostile_text_is_shown_and_does_nothing(place: Place, tmp_path: Path) -> None:
    answers = dict.fromkeys(("keeper", "contact", "purpose", "complain_to", "seen_by"), HOSTILE)
    on_the_record.save_record(fill_record(place), answers, now=NOW, who=HOSTILE)
    bring(place, tmp_path, "disability", "yes", HOSTILE)
    for paper in papers(place):
        text = write_paper(PublicFacts(paper), size=18)
        assert not {"script", "img"} & {tag for tag, _ in Outline(text).tags}
        assert "49" not in text
        assert HOSTILE in unescape(text)


def test_a_file_is_written_whole_or_not_at_all(place: Place, tmp_path: Path) -> None:
    out = tmp_path / "out" / "notice.html"
    with pytest.raises(OutsideError, match="could not be written"):
        notices.save_notice(place, out, size=12, now=NOW)
    out.parent.mkdir()
    with pytest.raises(OptionError, match=r"ends in \.html"):
        notices.save_notice(place, out.with_suffix(".pdf"), size=12, now=NOW)
    assert str(out) in notices.save_notice(place, out, size=12, now=NOW)[0]
    assert [path.name for path in out.parent.iterdir()] == ["notice.html"]


def test_the_commands_say_save_show_and_write(place: Place, home: Path, tmp_path: Path) -> None:
    command = run_in(home)
    refused = command("import", "participation", write_csv(tmp_path / "c.csv", "date,disability", "2026-02-03,yes"),
                      "--keep", "disability:to see gaps")  # fmt: skip
    assert refused.code == 2
    assert "`assetmap record set`" in refused.err
    shown = command("record", "show")
    assert "Nobody has said yet who keeps the records of people in Four, and why." in shown.out
    nothing = command("record", "set")
    assert (nothing.code, "nothing was said" in nothing.err) == (2, True)
    said = command("record", "set", "--who", "Bont Council", "--contact", "1 High Street", "--purpose", "To plan",
                   "--basis", "consent", "--condition", "explicit_consent", "--months", "12",
                   "--complain-to", "Ann", "--seen-by", "Two of us", "--format", "json")  # fmt: skip
    kept = {row["name"]: row["kept"] for row in said.json}
    assert (kept["keeper"], kept["basis"], kept["retention_months"]) == ("Bont Council", "consent", "12")
    assert command("record", "set", "--basis", "luck").code == 2
    for words, heading in (("notice", "Your information, and what we do with it"), ("dpia", "an outline")):
        out = tmp_path / f"{words}.html"
        assert command("record", words, out).code == 0
        assert "font: 12pt" in out.read_text(encoding="utf-8")
        assert command("record", words, out, "--large").code == 0
        text = out.read_text(encoding="utf-8")
        assert "font: 18pt" in text
        assert heading in text


def test_many_changes_are_all_read(place: Place, tmp_path: Path) -> None:
    fill_record(place)
    bring(place, tmp_path, "disability", "yes", "the first")
    with closing(sqlite3.connect(place.folder / "register.sqlite")) as store, store:
        rows = [(f"id{n}", "edit asset", "", "tester", "2026-03-02T12:00:00+00:00") for n in range(1001)]
        store.executemany("INSERT INTO batch (id, what, source, who, made_at) VALUES (?, ?, ?, ?, ?)", rows)
    with closing(workspace.open_register(place)) as register_:
        assert notices.kept_characteristics(register_) == {"disability": "the first"}
