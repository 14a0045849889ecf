"""The name and the postcode of somebody on an imported list are in no page, route, log, address or file of the app."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import app_server
import pytest
from app_crawl import crawl
from app_server import Server

from assetmap.config import Settings
from assetmap.services import participation, workspace
from assetmap.services.participation import ParticipationImport

NAME, POSTCODE = "Canaria Jonesova", "ZX9 9QZ"
SECRETS = (
    NAME,
    NAME.upper(),
    NAME.lower(),
    "Jonesova",
    "canaria",
    POSTCODE,
    POSTCODE.replace(" ", ""),
    POSTCODE.lower(),
)
NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
ROWS = (
    f"date,event,event name,name,home postcode,date of birth,e-mail,role,notes,{NAME}\n"
    f"2026-02-03,C1,Coffee,{NAME},{POSTCODE},3 May 1950,canaria@example.org,carer,{NAME} lives at {POSTCODE},1\n"
    f"2026-02-03,C1,Coffee,{NAME} of {POSTCODE},ZZ1 1AA,,,community member,,2\n"
    f"{NAME},C1,Coffee,{NAME},{POSTCODE},,,{POSTCODE},,3\n"
)


@dataclass
class Imported:
    """A running app whose place holds records of the canary."""

    app: Server
    home: Path
    temporary: Path
    said: str
    texts: dict[str, str]


@pytest.fixture(scope="module")
def imported(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    folder = tmp_path_factory.mktemp("canary")
    home, temporary = folder / "home", folder / "temporary"
    temporary.mkdir()
    shutil.copytree(demo_home, home)
    path = folder / "who came.csv"
    path.write_text(ROWS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as during:
        during.setattr(tempfile, "tempdir", str(temporary))
        place = workspace.open_place(Settings(home=home), "demo")
        answer = participation.import_participation(place, ParticipationImport(path=path), now=NOW, who="tester")
    assert (answer.read, answer.added, answer.refused) == (3, 2, 1)
    told = str((answer.problems, answer.notes, answer.details))
    path.unlink()
    with app_server.start(home, environ={"TMPDIR": str(temporary)}) as app:
        texts = crawl(app, query={"place": "demo"}, more=("/plain", "/plain/demo?list=working", "/health"))
        yield Imported(app, home, temporary, told, texts)


def found_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def test_the_verdict_names_shapes_alone(imported: Imported) -> None:
    assert found_in(imported.said) == []
    assert "AA9 9AA" in imported.said


def test_no_page_and_no_route_says_who_it_was(imported: Imported) -> None:
    texts = imported.texts
    assert len(texts) > 25
    assert {address: found for address, text in texts.items() if (found := found_in(address + text))} == {}
    assert "Upper Marrowdale" in texts["page reached"]
    for kind in ("/maps/", "/sheets/", "/plain/demo/reached"):
        assert any(address.startswith(kind) for address in texts), kind
    assert any(address.endswith("/points") for address in texts)


def test_no_file_and_no_log_holds_who_it_was(imported: Imported) -> None:
    imported.app.get("/plain/nowhere/" + "x" * 50)
    files = [path for folder in (imported.home, imported.temporary) for path in folder.rglob("*") if path.is_file()]
    assert any(path.name.startswith("register.sqlite") for path in files)
    for path in files:
        held = path.read_bytes()
        for secret in SECRETS:
            assert secret.encode() not in held, path
            assert secret.encode("utf-16-le") not in held, path
            assert secret.lower() not in str(path).lower()
    assert found_in(imported.app.logged()) == []


def test_a_search_for_somebody_finds_nobody_and_is_not_logged(imported: Imported) -> None:
    for address in (f"/plain/demo/assets/{NAME}".replace(" ", "%20"), f"/plain/{POSTCODE}".replace(" ", "%20")):
        assert imported.app.get(address).status == 404
    assert found_in(imported.app.logged()) == []
