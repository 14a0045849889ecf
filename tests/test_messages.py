"""What people read goes through one catalogue: looked up first, filled in afterwards."""

from __future__ import annotations

import ast
import datetime as dt
import gettext
import io
import re
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path

import polib

from assetmap.messages import and_more, mark, say_day, speak, speaking, tr, tr_count


def _catalogue(*entries: polib.POEntry) -> gettext.GNUTranslations:
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=utf-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    file.extend(entries)
    return gettext.GNUTranslations(io.BytesIO(file.to_binary()))


WELSH = _catalogue(
    polib.POEntry(msgid="March", msgstr="Mawrth"),
    polib.POEntry(msgid="Hello {name}", msgstr="Helo {name}"),
    polib.POEntry(
        msgid="{number} area",
        msgid_plural="{number} areas",
        msgstr_plural={0: "{number} ardal", 1: "{number} o ardaloedd"},
    ),
)  # fmt: skip


def test_without_a_catalogue_the_english_of_the_code_is_said() -> None:
    assert tr("Hello {name}", name="Ann") == "Hello Ann"
    assert tr_count("{number} area", "{number} areas", 1) == "1 area"
    assert tr_count("{number} area", "{number} areas", 1234) == "1,234 areas"
    assert mark("a label") == "a label"
    assert tr("") == ""


def test_the_catalogue_is_asked_before_the_names_are_filled_in() -> None:
    with speaking(WELSH):
        assert tr("Hello {name}", name="Ann") == "Helo Ann"
        assert tr_count("{number} area", "{number} areas", 1200) == "1,200 o ardaloedd"
        assert tr("Nobody has recorded this yet") == "Nobody has recorded this yet"
    assert tr("Hello {name}", name="Ann") == "Hello Ann"


def test_braces_that_people_write_stay_as_they_are() -> None:
    assert tr("Hello {name}", name="{name.__class__}") == "Hello {name.__class__}"
    assert tr("{") == "{"


def test_the_words_of_a_process_hold_in_every_thread_and_a_block_goes_before_them() -> None:
    speak(WELSH)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: tr("Hello {name}", name="Ann")).result() == "Helo Ann"
    with speaking(gettext.NullTranslations()):
        assert tr("Hello {name}", name="Ann") == "Hello Ann"


def test_a_block_does_not_change_the_words_of_another_context() -> None:
    def inside() -> str:
        with speaking(WELSH):
            return tr("Hello {name}", name="Ann")

    assert copy_context().run(inside) == "Helo Ann"
    assert tr("Hello {name}", name="Ann") == "Hello Ann"


def test_days_and_lists_that_were_cut_short_are_said_as_people_write_them() -> None:
    assert say_day(dt.date(2026, 3, 2)) == "2 March 2026"
    assert [and_more(number) for number in (-1, 0, 1, 1234)] == ["", "", " and 1 more", " and 1,234 more"]
    with speaking(WELSH):
        assert say_day(dt.date(2026, 3, 2)) == "2 Mawrth 2026"


FOR_MACHINES = re.compile(
    r"^\s*(PRAGMA|SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|SET|LOCK|VACUUM|ATTACH|BEGIN|COMMIT|ROLLBACK)\b"
    r"|\w_\w+\(|</?\w+>|function *\("
)
"""The register's own language, programs and markup."""
RUNNERS = {"exec_driver_sql", "execute", "executescript", "text"}
"""Whatever is handed to these is run."""
CATALOGUE = {"tr", "tr_count", "mark"}


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _handed_wrongly(code: ast.AST) -> list[str]:
    """Return what is for a machine and goes through the catalogue."""
    calls = [node for node in ast.walk(code) if isinstance(node, ast.Call)]
    texts = [one.value for call in calls if _name(call) in CATALOGUE for one in call.args
             if isinstance(one, ast.Constant) and isinstance(one.value, str)]  # fmt: skip
    run = [
        ast.unparse(one)
        for call in calls
        if _name(call) in RUNNERS
        for one in call.args
        if isinstance(one, ast.Call) and _name(one) in CATALOGUE
    ]
    return [*(text for text in texts if FOR_MACHINES.search(text)), *run]


def test_nothing_that_a_machine_reads_goes_through_the_catalogue() -> None:
    """A translation would change what is done: text for a machine stands as it is."""
    package = Path(__file__).parent.parent / "assetmap"
    found = {str(path): _handed_wrongly(ast.parse(path.read_text("utf-8"))) for path in package.rglob("*.py")}
    assert {path: texts for path, texts in found.items() if texts} == {}
    for wrong in (
        'c.exec_driver_sql(tr("PRAGMA wal_checkpoint(TRUNCATE)"))', 'c.execute(tr("VACUUM"))', 'mark("pg_lock(1)")'
    ):  # fmt: skip
        assert _handed_wrongly(ast.parse(wrong)), wrong
    assert not _handed_wrongly(ast.parse('tr("Select a place, or delete it (see below).")'))
