"""Your data and Make a place in a real browser: by mouse, by keyboard, on a phone's width, with a line that drops."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from app_server import ADDRESS, ROOT, Server, free_port
from browser_kit import AXE, NEEDS_BROWSER, Look, OpenWindow, Visit, every_look

from assetmap.adapters.web_assets import WebFile

if TYPE_CHECKING:
    from playwright.sync_api import Browser, WebSocket

pytestmark = NEEDS_BROWSER

DEMO = ROOT / "data" / "demo"
NAME, POSTCODE = "Canaria Jonesova", "ZZ1 1CQ"
FAULTY = "name,kind,postcode,Look for\n" + "".join(f"Hall {n},venue,ZZ1 1AA,a red door\n" for n in range(3))
FAULTY += "".join(f"Bibbly {n},who knows,,\n" for n in range(30))
PEOPLE = f"date,event,name,home postcode,disability,notes\n2026-02-03,Coffee,{NAME},{POSTCODE},yes,of {POSTCODE}\n"


def give(visit: Visit, path: Path) -> Visit:
    visit.main.locator("input[type=file]").first.set_input_files(str(path))
    return visit.settled()


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def press(visit: Visit, name: str) -> Visit:
    visit.main.get_by_role("button", name=name).first.click()
    return visit.settled()


def heard(visit: Visit, text: str) -> None:
    """Wait until a screen reader was told a text."""
    visit.main.locator("[role=status].said").get_by_text(text).first.wait_for(state="attached")


def sound(visit: Visit, axe: str) -> None:
    """Hold what every state of a page must keep."""
    assert visit.axe(axe) == []
    assert visit.sideways() == 0
    assert visit.small_targets() == []


@every_look
def test_a_list_with_faults_is_mended_by_what_the_page_says(
    window: OpenWindow, web_files: dict[WebFile, str], tmp_path: Path, look: Look
) -> None:
    visit = window("/data", **look)
    sound(visit, web_files[AXE])
    give(visit, write(tmp_path, "halls.csv", FAULTY))
    visit.main.get_by_text("First five rows").first.wait_for()
    sound(visit, web_files[AXE])
    press(visit, "Check every row")
    visit.main.locator(".answer").get_by_text("33 rows checked: 3 are new and 30 cannot go in.").wait_for()
    heard(visit, "33 rows checked: 3 are new and 30 cannot go in.")
    sound(visit, web_files[AXE])
    press(visit, "More rows")
    assert "Row 34" in visit.text
    with visit.page.expect_download() as taken:
        visit.main.get_by_text("Download the rows to mend").click()
    assert taken.value.suggested_filename == "rows to mend.xlsx"
    press(visit, "Bring in 3 rows")
    visit.main.get_by_text("It is in.").first.wait_for()
    visit.main.get_by_text("See what was changed, and take it back").click()
    visit.main.get_by_role("heading", name="What was changed").wait_for()
    sound(visit.settled(), web_files[AXE])
    press(visit, "Take this change back")
    visit.main.get_by_text("3 assets are as before.").first.wait_for()


@every_look
def test_a_place_is_made_by_keyboard_alone(window: OpenWindow, web_files: dict[WebFile, str], look: Look) -> None:
    name = f"Keys {look['width']}"
    visit = window("/new", **look)
    sound(visit, web_files[AXE])
    visit.tab_to("What is the place called?").page.keyboard.type(name)
    visit.press("Enter")
    visit.main.get_by_role("heading", name="Step 2 of 7: Areas").wait_for()
    sound(visit.settled(), web_files[AXE])
    visit.tab_to("upload").tab_to("summary").press("Enter")  # its words come after an arrow
    visit.tab_to("input st-key-new_place_areas_0_path").page.keyboard.type(str(DEMO / "areas.geojson"))
    visit.press("Enter")
    visit.main.get_by_text("Taken: areas.geojson").first.wait_for()
    for step in range(3, 8):
        visit.settled().tab_to("Go on").press("Enter")
        visit.main.get_by_role("heading", name=f"Step {step} of 7").wait_for()
    visit.settled().tab_to("Make the place").press("Enter")
    visit.main.get_by_text(f"{name} is made.").first.wait_for(timeout=60_000)
    heard(visit.settled(), f"{name} is made.")
    sound(visit, web_files[AXE])


def test_no_name_or_postcode_of_a_list_comes_from_the_server(
    window: OpenWindow, web_files: dict[WebFile, str], tmp_path: Path, app: Server
) -> None:
    visit = window("/")
    received: list[bytes] = []
    asked: list[str] = []

    def listen(line: WebSocket) -> None:
        line.on("framereceived", lambda frame: received.append(frame if isinstance(frame, bytes) else frame.encode()))

    visit.page.on("websocket", listen)
    visit.page.on("request", lambda request: asked.append(request.url))
    visit.open("/data?task=people")
    give(visit, write(tmp_path, f"{NAME}.csv", PEOPLE))
    visit.main.get_by_text("What becomes of each column").first.wait_for()
    sound(visit.settled(), web_files[AXE])
    press(visit, "Check every row")
    visit.main.locator(".answer").get_by_text("1 row checked: 1 is new.").wait_for()
    press(visit, "Bring in 1 row")
    visit.main.get_by_text("It is in.").first.wait_for()
    assert sum(map(len, received)) > 10_000
    for canary in (NAME, NAME.partition(" ")[0], POSTCODE, POSTCODE.replace(" ", "")):
        assert not any(canary.encode() in frame for frame in received), canary
        assert not any(canary in url for url in asked), canary
        assert canary not in app.logged()


class Line:
    """A line between browser and app that can be cut: it passes every byte on until then."""

    def __init__(self, port: int) -> None:
        self._to = port
        self.port = free_port()
        self._listener = socket.create_server((ADDRESS, self.port))
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection((ADDRESS, self._to))
                self._open += [near, far]
                for source, target in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    @staticmethod
    def _pass_on(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while content := source.recv(65_536):
                target.sendall(content)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        """End every connection; new ones can be made."""
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def close(self) -> None:
        """End all."""
        self._listener.close()
        self.cut()


@pytest.fixture
def line(app: Server) -> Iterator[Line]:
    made = Line(app.port)
    yield made
    made.close()


def test_a_half_filled_form_stays_when_the_line_drops(line: Line, browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    visit = Visit(context.new_page(), f"http://{ADDRESS}:{line.port}").open("/data")
    give(visit, write(tmp_path, "halls.csv", FAULTY))
    visit.main.get_by_text("More choices").click()
    name = visit.main.get_by_role("textbox", name="What this list is called")
    name.fill("Council halls")
    name.press("Tab")
    visit.settled()
    by = visit.main.get_by_role("textbox", name="Who agreed that everybody may see these?")
    by.fill("the comm")  # half a word, not sent yet
    line.cut()
    visit.page.wait_for_selector('[data-testid="stConnectionStatus"], [data-testid=stStatusWidget]', state="attached")
    visit.page.wait_for_timeout(3_000)
    visit.settled()
    assert by.input_value() == "the comm"
    assert name.input_value() == "Council halls"
    by.fill("the committee")
    by.press("Tab")
    visit.settled()
    assert "We read 33 rows." in visit.text
    press(visit, "Check every row")
    visit.main.get_by_text("33 rows checked").first.wait_for()
    assert name.input_value() == "Council halls"
    context.close()
