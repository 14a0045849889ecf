"""The address of a release to print: there for anybody who is shown the laptop, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import people_place
import pytest
import who_came
from asgi_calls import Answer, ask
from people_place import NOW

from assetmap.model.release import Release
from assetmap.services import releases
from assetmap.services.releases import ReleaseRequest
from assetmap.services.workspace import Place
from assetmap.web import release_routes, serving, state
from assetmap.web.middleware import OWN_PAGES


@pytest.fixture(autouse=True)
def _not_shared() -> Iterator[None]:
    yield
    state.set_sharing(on=False)


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    made = people_place.make_place(home, tmp_path / "files")
    who_came.bring(made, tmp_path / "came", (31, 40, 10, 9))
    return made


@pytest.fixture
def release(place: Place) -> Release:
    request = ReleaseRequest(from_="2026-01-01", to="2026-02-28")
    return releases.make_release(place, request, now=NOW, who="t")


def get(address: str, *, method: str = "GET") -> Answer:
    path, _, query = address.partition("?")
    return ask(serving.routes(), path, query=query, method=method)


def test_a_release_comes_in_three_sizes_also_while_shown_to_others(place: Place, release: Release) -> None:
    address = release_routes.address(place, release.release_id)
    assert address == "/releases/four/2026-01-01_2026-02-28_everyone"
    assert address.startswith(OWN_PAGES)
    for sharing in (False, True):
        state.set_sharing(on=sharing)
        reply = get(address)
        assert reply.status == 200
        assert "font: 18pt" in reply.text
        assert f'href="{address}?size=12"' in reply.text
        assert "fewer than 10" in reply.text
    assert "font: 24pt" in get(f"{address}?size=24").text
    assert reply.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert reply.headers["content-type"].startswith("text/html")
    assert get(address, method="POST").status == 405


@pytest.mark.parametrize("size", ["13", "", "18pt", "<script>"])
def test_another_size_is_refused_in_a_sentence(place: Place, release: Release, size: str) -> None:
    reply = get(f"{release_routes.address(place, release.release_id)}?size={size}")
    assert reply.status == 400
    assert reply.headers["content-type"].startswith("text/plain")
    assert "expected one of 12, 18, 24" in reply.text


@pytest.mark.parametrize(
    "address",
    [
        "four/none", "four/../register", "four/..", "four/.being-made-x", "../four/2026-01-01_2026-02-28_everyone",
        "nowhere/2026-01-01_2026-02-28_everyone", "four/<script>alert(1)</script>",
        "four/2026-01-01_2026-02-28_everyone.json",
        "four/" + "x" * 5000, "Four/2026-01-01_2026-02-28_everyone", "four/\udce9", "four/2026-01-01_2026-02-28_*",
    ],
)  # fmt: skip
def test_what_is_not_released_is_not_there(place: Place, release: Release, address: str) -> None:
    reply = get(f"/releases/{address}")
    assert reply.status == 404
    assert "<" not in reply.text
    assert len(reply.text) < 200


def test_a_damaged_release_is_said(place: Place, release: Release) -> None:
    (place.folder / "releases" / f"{release.release_id}.json").write_text("{}", encoding="utf-8")
    reply = get(release_routes.address(place, release.release_id))
    assert reply.status == 409
    assert "cannot be read" in reply.text


def test_the_plain_page_shows_and_leads_to_what_was_released_alone(place: Place) -> None:
    state.set_sharing(on=True)
    before = get("/plain/four/reached").text
    assert "Nothing has been released yet." in before
    assert "<table" not in before
    state.set_sharing(on=False)
    assert "preview" in get("/plain/four/reached").text
    made = releases.make_release(place, ReleaseRequest(from_="2026-01-01", to="2026-02-28"), now=NOW, who="t")
    state.set_sharing(on=True)
    after = get("/plain/four/reached").text
    assert release_routes.address(place, made.release_id) in after
    assert "As released on 2 March 2026." in after
