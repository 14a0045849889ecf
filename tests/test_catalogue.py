"""The list of sentences is whole, the pages speak of no command, and no sentence goes round the catalogue."""

from __future__ import annotations

import ast
import html
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from brackets import BRACKETS, not_looked_up
from map_facts import make_contents, make_missing
from render import test_words
from square_place import NOW, make_square

from assetmap.adapters.catalogues import PAGE_ENGLISH, Catalogue, languages, read_catalogue
from assetmap.errors import OptionError
from assetmap.messages import speaking, tr, tr_count
from assetmap.model.participation_categories import CATEGORIES
from assetmap.render import words
from assetmap.render.maps import draw_map_page
from assetmap.services.ingest import AssetImport, import_assets

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "data" / "locale"
MOST_WORDS = 20
NAME = re.compile(r"{(\w+)")
COMMAND_WORDS = re.compile(
    r"\bassetmap [a-z]|(?<![\w-])--[a-z]|`|\b(?:FILE|NAME|LAT|LON|HEADING|COLUMN|KIND|REASON)\b"
    r"|ASSETMAP_|chmod|areas_off"
)
NOT_COMMANDS = ("assetmap wrote",)
"""Where the program is only named."""
LEFT_OUT_ON_PAGES = frozenset({"option", "same", "working", "first", "second", "days"})
"""Names in a sentence that hold an option or its value: a page has no word for them."""
EXTRACT = (
    "extract -F data/locale/babel.cfg -k tr -k tr_count:1,2 -k mark --no-default-keywords --omit-header "
    "--sort-output --add-location=file --width=120 -o"
)


def _entries(path: Path) -> polib.POFile:
    return polib.pofile(str(path), encoding="utf-8")


def _texts(entry: polib.POEntry) -> list[str]:
    return [text for text in (entry.msgid, entry.msgid_plural) if text]


def _said(entry: polib.POEntry) -> list[str]:
    return [text for text in (entry.msgstr, *entry.msgstr_plural.values()) if text]


def _of_pages(entry: polib.POEntry) -> bool:
    """Tell whether a page can show a sentence: what only commands print needs no other words."""
    return any(not file.startswith("assetmap/cli/") for file, _ in entry.occurrences)


def _names_a_command(text: str) -> bool:
    for program in NOT_COMMANDS:
        text = text.replace(program, "")
    return bool(COMMAND_WORDS.search(text))


@pytest.fixture(scope="module")
def listed() -> polib.POFile:
    return _entries(LOCALE / "assetmap.pot")


def test_the_list_holds_every_sentence_of_the_code(tmp_path: Path, listed: polib.POFile) -> None:
    """Fails where a sentence was changed and the list was not made again: CONTRIBUTING.md says how."""
    fresh = tmp_path / "fresh.pot"
    command = [sys.executable, "-c", "from babel.messages.frontend import main; main()", "-q", *EXTRACT.split()]
    subprocess.run([*command, str(fresh), "."], cwd=ROOT, check=True, capture_output=True)
    assert " ".join(EXTRACT.split()) in " ".join((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split())
    now = {tuple(_texts(entry)) for entry in _entries(fresh)}
    assert now - {tuple(_texts(entry)) for entry in listed} == set()
    assert {tuple(_texts(entry)) for entry in listed} - now == set()


def test_the_pages_have_other_words_for_every_sentence_that_speaks_of_a_command(listed: polib.POFile) -> None:
    pages = {tuple(_texts(entry)): _said(entry) for entry in _entries(LOCALE / PAGE_ENGLISH / "assetmap.po")}
    wanted = [entry for entry in listed if _of_pages(entry) and any(map(_names_a_command, _texts(entry)))]
    assert len(wanted) > 50
    assert [entry.msgid for entry in wanted if not pages.get(tuple(_texts(entry)))] == []
    assert [text for said in pages.values() for text in said if _names_a_command(text)] == []


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_holds_only_sentences_that_are_said_and_their_names(language: str, listed: polib.POFile) -> None:
    known = {tuple(_texts(entry)) for entry in listed}
    for entry in _entries(LOCALE / language / "assetmap.po"):
        assert tuple(_texts(entry)) in known, f"nobody says this any more: {entry.msgid}"
        names = {name for text in _texts(entry) for name in NAME.findall(text)}
        for text in _said(entry):
            assert set(NAME.findall(text)) <= names, entry.msgid
            assert names - set(NAME.findall(text)) <= LEFT_OUT_ON_PAGES | {"number"}, entry.msgid


@pytest.mark.parametrize("language", languages())
def test_sentences_are_short_and_have_none_of_the_words_we_do_not_write(language: str, listed: polib.POFile) -> None:
    texts = [text for entry in listed for text in _texts(entry)]
    texts += [text for entry in _entries(LOCALE / language / "assetmap.po") for text in _said(entry)]
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.?!:;])\s", text)]
    assert [sentence for sentence in sentences if len(sentence.split()) > MOST_WORDS] == []
    assert [(word, text) for text in texts for word in test_words.NOT_WRITTEN if word in text.lower()] == []


def test_the_english_of_the_pages_is_said_only_on_pages() -> None:
    said = "Next: see who we have not reached yet with `assetmap missing`."
    with speaking(read_catalogue("en")):
        assert tr("Next: see who we have not reached yet with `assetmap missing`.") != said
        assert tr("No meetings are in yet.") == "No meetings are in yet."
        assert tr_count("{number} area", "{number} areas", 2) == "2 areas"
    assert tr("Next: see who we have not reached yet with `assetmap missing`.") == said


def test_what_a_language_lacks_is_said_in_the_english_of_the_pages() -> None:
    welsh = polib.POFile()
    welsh.metadata = {"Content-Type": "text/plain; charset=utf-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    welsh.append(polib.POEntry(msgid="Name", msgstr="Enw"))
    areas = {0: "{number} ardal", 1: "{number} o ardaloedd"}
    welsh.append(polib.POEntry(msgid="{number} area", msgid_plural="{number} areas", msgstr_plural=areas))
    with speaking(Catalogue(welsh, read_catalogue("en"))):
        assert [tr("Name"), tr("Kind")] == ["Enw", "Kind"]
        assert "`" not in tr("Next: see who we have not reached yet with `assetmap missing`.")
        assert tr_count("{number} area", "{number} areas", 3) == "3 o ardaloedd"
        assert tr_count("{number} asset", "{number} assets", 3) == "3 assets"
        assert "`" not in tr_count(
            "{number} thing in its files needs a look: `assetmap place show`.",
            "{number} things in its files need a look: `assetmap place show`.", 2,
        )  # fmt: skip


def test_a_language_that_is_not_there_is_refused_and_the_others_are_named() -> None:
    with pytest.raises(OptionError, match=r"'tlh'.*en"):
        read_catalogue("tlh")


def test_answers_are_looked_up() -> None:
    with speaking(BRACKETS):
        said = test_words.everything()
    assert len(said) > 30
    given = make_missing().notes
    assert not_looked_up(text for texts in said.values() for text in texts if text not in given) == []


class _OwnWords(HTMLParser):
    """Gathers the texts of a page that are ours: headings, captions, buttons, links, help, not the facts."""

    OURS = frozenset({"h2", "h3", "caption", "summary", "button", "a", "label"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"input", "meta", "br", "link", "img"}:
            return
        ours = tag in self.OURS or ("scope", "col") in attrs or ("class", "hint") in attrs or ("class", "help") in attrs
        self.open.append(ours)
        if ours:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"input", "meta", "br", "link", "img"}:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1]:
            self.texts[-1] += data


def test_a_map_page_is_looked_up() -> None:
    with speaking(BRACKETS):
        page = draw_map_page(make_contents(), None)
    found = _OwnWords()
    found.feed(page)
    assert len(found.texts) > 30
    assert not_looked_up(found.texts) == []
    for sentence in ("Drawn on {day}", "The list comes first", "The map that moves could not be fetched"):
        assert f"⟦{sentence}".split("{", maxsplit=1)[0] in html.unescape(page)


def test_an_import_answer_is_looked_up(tmp_path: Path) -> None:
    place = make_square(tmp_path / "home")
    path = tmp_path / "halls.csv"
    path.write_text(
        "Name,Type,Postcode,Latitude,Longitude,Email,Website,Colour,Hearing loop\n"
        "Hall,hall,XX1,,,none,see us,red,perhaps\nRefuge,refuge,,,,,,,\nHall,hall,,51,,a@gmail.com,,,\n"
        ",thing,,0,0,,,,\n",
        encoding="utf-8",
    )
    with speaking(BRACKETS):
        answer = import_assets(place, AssetImport(path=path, dry_run=True), now=NOW, who="Ann")
        said = words.import_sentences(answer)
    assert len(answer.problems) > 5
    assert not_looked_up([*said, *answer.notes]) == []
    # The words to choose from are those an import reads, whatever the language.
    assert not_looked_up(text for one in answer.problems for text in (one.fix, one.expected)) == []


# What goes round the catalogue.

ROOMS = ("services", "render", "adapters", "model", "analysis", "web")
WORD = re.compile(r"[^\W\d_]{2,}|\ba\b")
OUR_OWN_FAULTS = {"TypeError", "ValueError", "RuntimeError", "AssertionError", "KeyError"}
"""Raised where our own code is wrong: a person sees the sentence about a fault of assetmap's own instead."""
NOT_SENTENCES = (
    ("markup and styles", r"^\s*<|</|^\n"),
    ("what a browser may do", r"-src '"),
    ("patterns", r"\\[dswb]|\(\?|\[a-z"),
    ("the register's own language", r"^(PRAGMA|SET|LOCK|SELECT|CREATE|VACUUM|ALTER|DELETE|UPDATE) |^\w+ = ON$"),
    ("programs", r"document\.|function|drawAssetmap"),
)
WHOLE_FILES = {
    "model/participation_categories.py": "categories are data: the census's own words",
    "web/logs.py": "for the log, which no page shows",
    "model/tables.py": "what columns hold, for those who write code",
    "model/census.py": "names of the census's tables, as the files write them",
}
CATEGORY_NAMES = {row.name for rows in CATEGORIES.values() for row in rows}
"""Names of categories: keys of data, in the census's own words, wherever they stand."""
SINGLE = {
    "What to mend": "a heading that an import reads back",
    "Rows to mend": "the name of a sheet that an import reads back",
    "participation list of {} ({})": "stored as the name of a list",
    "charity or association": "stored as a detail of an asset",
    "place of safety": "stored as a detail of an asset",
    "mobile library stop": "stored as a detail of an asset",
    "place of worship": "stored as a detail of an asset",
    "triangle, point down": "names a shape in the code",
    "DOS code page 850": "a proper name",
    "super data zone": "the name of a kind of area, as offices write it",
    "Aberwenlas Council (made up)": "data of the demo place",
    "not an age": "a key in a table of problems",
    "out of use": "stored in the history, which is told in other words",
    "off the map": "stored in the history, which is told in other words",
    "set asset open": "stored in the history, which is told in other words",
    "set asset hidden": "stored in the history, which is told in other words",
    "set asset closed": "stored in the history, which is told in other words",
    "exact numbers of who came": "stored in the log of who opened exact figures",
    "figures were released": "stored in the log of who opened exact figures",
    "--streets FILE.osm.pbf": "goes into a sentence of commands; the pages leave it out",
    "database is locked": "what SQLite says, to be known again",
    "database table is locked": "what SQLite says, to be known again",
    "disk is full": "what SQLite says, to be known again",
    "no space left": "what SQLite says, to be known again",
    "unable to open database": "what SQLite says, to be known again",
    "work met a fault of assetmap's own: %s": "for the log",
}


def _text(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _literals(node: ast.AST, *, listed: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield texts that are no docstring and not handed to the catalogue, and whether each stands in a list."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if _called(node) in {"tr", "tr_count", "mark"}:
        assert isinstance(node, ast.Call)
        for keyword in node.keywords:
            yield from _literals(keyword.value)
        return
    if _called(node) in OUR_OWN_FAULTS:
        return
    text = _text(node) if isinstance(node, ast.expr) else None
    if text is not None:
        yield text, listed
    for child in ast.iter_child_nodes(node):
        if not isinstance(node, ast.JoinedStr) or isinstance(child, ast.FormattedValue):
            yield from _literals(child, listed=isinstance(node, ast.Tuple | ast.Set | ast.List))


def _is_allowed(file: str, text: str, *, listed: bool) -> bool:
    if file in WHOLE_FILES or text in SINGLE or text in CATEGORY_NAMES:
        return True
    # Words that people write, in one of our lists of words to know them by.
    if file.startswith(("model/", "services/")) and listed and text == text.lower() and not text.endswith("."):
        return True
    return any(re.search(pattern, text) for _, pattern in NOT_SENTENCES)


@pytest.mark.parametrize("room", ROOMS)
def test_no_sentence_goes_round_the_catalogue(room: str) -> None:
    package = ROOT / "assetmap"
    found = [
        f"{path.relative_to(ROOT)}: {text!r}"
        for path in sorted((package / room).rglob("*.py"))
        if "migrations" not in path.parts
        for text, listed in _literals(ast.parse(path.read_text(encoding="utf-8")))
        if len(WORD.findall(text)) >= 3 and re.search(r"\w \w", text)
        if not _is_allowed(path.relative_to(package).as_posix(), text, listed=listed)
    ]
    assert found == []


def test_templates_hold_no_text_of_their_own() -> None:
    """What a page says comes in by name or through the catalogue; programs are given their words."""
    found = []
    for path in sorted((ROOT / "assetmap" / "render" / "templates").iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            bare = re.sub(r"{#.*?#}|{{.*?}}|{%.*?%}", "", text, flags=re.DOTALL)
            found += [(path.name, one.strip()) for one in re.findall(r">([^<]+)", bare) if re.search(r"[A-Za-z]", one)]
        if path.suffix == ".js":
            code = re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)
            found += [
                (path.name, one) for one in re.findall(r'"([^"\n]*)"', code) if re.match(r"[A-Z][a-z]+ [a-z]", one)
            ]
    names = {"assetmap", "pt"}  # the program, and the size of letters
    assert [(name, text) for name, text in found if text.strip(" -:,.") not in names] == []


FILLED_IN_BY_A_PROGRAM = frozenset({"render/maps.py", "render/web_map.py"})
"""Here a sentence goes to the page's program with its names, which are filled in there."""


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_name_in_a_sentence_is_given_and_every_value_is_said() -> None:
    """Else an error that nobody met in a test would break where it is said."""
    wrong = []
    for path in sorted((ROOT / "assetmap").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or _called(node) not in {"tr", "tr_count"}:
                continue
            number = {"number"} if _called(node) == "tr_count" else set()
            texts = [str(one.value) for one in node.args[: 1 + len(number)] if isinstance(one, ast.Constant)]
            given = {keyword.arg for keyword in node.keywords}
            filled_later = not given and path.relative_to(ROOT / "assetmap").as_posix() in FILLED_IN_BY_A_PROGRAM
            if None in given or not texts or filled_later:
                continue
            said = set().union(*map(_names, texts))
            if said - number != given:
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}: {said - number} against {given}")
    assert wrong == []


def test_every_sentence_handed_to_the_catalogue_is_written_out_there() -> None:
    """A text that is put together first can be neither found for the list nor looked up."""
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "assetmap").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if _called(node) in {"tr", "tr_count"} and isinstance(node, ast.Call)
        if any(isinstance(one, ast.JoinedStr | ast.BinOp) for one in node.args[: 1 + (_called(node) == "tr_count")])
    ]
    assert wrong == []
