"""A release printed as a PDF, its text read by the scanner: no small count, postcode, point, code or name in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import app_server
import export_place
import pytest
from app_server import Server
from browser_kit import NEEDS_BROWSER, OpenWindow
from export_place import EXACT, NAME, POINT, POSTCODE
from export_scan import Secrets, counts_in, find_leaks
from people_place import NOW

from assetmap.model.release import Release
from assetmap.services import participation, releases
from assetmap.services.releases import ReleaseRequest
from assetmap.services.workspace import Place

pytest.importorskip("pypdf")

pytestmark = NEEDS_BROWSER
SIZES = (12, 18, 24)
PLANT = """([hidden, leak]) => {
  const cells = [...document.querySelectorAll('td')].filter(cell => cell.innerText.trim() === hidden);
  if (/^[0-9]$/.test(leak)) cells[cells.length - 1].innerText = leak;
  else document.querySelector('main, body').append(Object.assign(document.createElement('p'), {innerText: leak}));
  return cells.length;
}"""
"""Puts a number into the last cell that is hidden, or a text below everything."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The place with patches and small counts, that the other files are scanned with too."""
    folder = tmp_path_factory.mktemp("exports")
    return export_place.make_place(folder / "home", folder / "files")


@pytest.fixture(scope="module")
def release(place: Place) -> Release:
    request = ReleaseRequest(characteristic=export_place.CROSSED, **export_place.PERIOD)
    return releases.make_release(place, request, now=NOW, who="t")


@pytest.fixture(scope="module")
def app(place: Place, release: Release) -> Iterator[Server]:
    """The app on that place, once the figures are released."""
    assert release.tables
    with app_server.start(place.settings.home) as running:
        yield running


@pytest.fixture(scope="module")
def secrets(place: Place) -> Secrets:
    (row,) = participation.person_rows(place, NAME)
    return Secrets((NAME, "Jonesova", POSTCODE, POSTCODE.replace(" ", ""), row["person"]), (POINT,))


def test_the_text_of_a_printed_release_gives_nobody_away(
    window: OpenWindow, place: Place, release: Release, secrets: Secrets
) -> None:
    """In each size, every count of the three tables is read, as released; then each leak is planted and found."""
    shown = Counter(str(row["observed"]) for table in release.tables for row in table.rows)
    assert [table.by for table in release.tables] == ["patch", "group", "patch-and-group"]
    visit = window("/")
    for size in SIZES:
        visit.page.goto(f"{visit.address}/releases/{place.slug}/{release.release_id}?size={size}")
        printed = visit.page.pdf(prefer_css_page_size=True, tagged=True)
        assert Counter(counts_in("release.pdf", printed)) == shown
        assert find_leaks("release.pdf", printed, secrets) == []
    small = str(EXACT["Bryn"][0])
    point = f"[{POINT[0]}, {POINT[1]}]"
    for leak in (small, "There are 3 people from Bryn.", "XX1 1AA", NAME.upper(), secrets.texts[-1], point):
        visit.page.reload()
        assert visit.page.evaluate(PLANT, ["fewer than 10", leak]) == shown["fewer than 10"]
        assert find_leaks("release.pdf", visit.page.pdf(prefer_css_page_size=True), secrets), leak
