"""The map's program files: from npm, an address or the cache, and refused when they are not the ones we know."""

from __future__ import annotations

import base64
import functools
import hashlib
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assetmap.adapters import web_assets
from assetmap.adapters.web_assets import LEAFLET, LEAFLET_CLUSTERS, WEB_MAP, WebFile, read_web_files
from assetmap.errors import OutsideError

NOWHERE = "http://127.0.0.1:9"
NO_NPM = {"PATH": ""}
CONTENT = b"var made_up = 1;\n"
MADE_UP = WebFile("made-up", "1.0.0", "dist/made-up.js", hashlib.sha512(CONTENT).hexdigest())


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A local server in the shape of ADDRESS/package@version/file, and its folder."""
    folder = tmp_path / "served"
    (folder / "made-up@1.0.0" / "dist").mkdir(parents=True)
    (folder / "made-up@1.0.0" / "dist" / "made-up.js").write_bytes(CONTENT)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", folder
        running.shutdown()
        thread.join()


def test_a_file_comes_from_the_address_once_and_then_from_the_cache(server: tuple[str, Path], tmp_path: Path) -> None:
    address, folder = server
    cache = tmp_path / "cache"
    first = read_web_files([MADE_UP], cache, address=address, seconds=60, environ=NO_NPM)
    shutil.rmtree(folder / "made-up@1.0.0")
    second = read_web_files([MADE_UP], cache, address=NOWHERE, seconds=60, environ=NO_NPM)
    assert first == second == {MADE_UP: CONTENT.decode()}
    assert [path.name for path in cache.iterdir()] == [MADE_UP.name]


def test_a_wrong_checksum_is_refused_and_not_kept(server: tuple[str, Path], tmp_path: Path) -> None:
    address, folder = server
    (folder / "made-up@1.0.0" / "dist" / "made-up.js").write_bytes(b"<html>Please sign in to the wifi")
    with pytest.raises(OutsideError, match=r"made-up 1\.0\.0: dist/made-up\.js was refused.*Try again"):
        read_web_files([MADE_UP], tmp_path / "cache", address=address, seconds=60, environ=NO_NPM)
    assert not (tmp_path / "cache").exists()


def test_a_changed_file_in_the_cache_is_fetched_again(server: tuple[str, Path], tmp_path: Path) -> None:
    address, _ = server
    cache = tmp_path / "cache"
    read_web_files([MADE_UP], cache, address=address, seconds=60, environ=NO_NPM)
    (cache / MADE_UP.name).write_bytes(b"alert('somebody was here')")
    again = read_web_files([MADE_UP], cache, address=address, seconds=60, environ=NO_NPM)
    assert again == {MADE_UP: CONTENT.decode()}
    assert (cache / MADE_UP.name).read_bytes() == CONTENT


@pytest.mark.parametrize("address", [NOWHERE, "file:///etc", ""])
def test_without_network_or_cache_there_is_nothing(address: str, tmp_path: Path) -> None:
    assert read_web_files(LEAFLET, tmp_path / "cache", address=address, seconds=2, environ=NO_NPM) is None


def test_a_failing_npm_leads_to_the_address(server: tuple[str, Path], tmp_path: Path) -> None:
    address, _ = server
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "npm").write_text("#!/bin/sh\nexit 1\n")
    (programs / "npm").chmod(0o755)
    found = read_web_files([MADE_UP], tmp_path / "cache", address=address, seconds=60, environ={"PATH": str(programs)})
    assert found == {MADE_UP: CONTENT.decode()}


def test_a_folder_that_cannot_be_written_is_named(server: tuple[str, Path], tmp_path: Path) -> None:
    address, _ = server
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(OutsideError, match="cannot be kept here"):
        read_web_files([MADE_UP], tmp_path / "cache", address=address, seconds=60, environ=NO_NPM)


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm: the client is not installed")
def test_npm_gives_the_files_of_the_lock_table(tmp_path: Path) -> None:
    found = read_web_files((*WEB_MAP, *LEAFLET_CLUSTERS), tmp_path / "cache", address=NOWHERE, seconds=60)
    if found is None:
        pytest.skip("npm: the client is here, but could not fetch the packages")
    assert 'version="1.9.4"' in found[web_assets.LEAFLET_JS]
    assert ".leaflet-container" in found[web_assets.LEAFLET_CSS]
    assert "markerClusterGroup" in found[web_assets.CLUSTER_JS]
    tiles = found[web_assets.PROTOMAPS_JS]
    assert tiles.startswith('"use strict";var protomapsL=')
    assert "eval(" not in tiles
    assert "new Function" not in tiles


def test_npm_is_asked_once_for_each_package(tmp_path: Path) -> None:
    programs, asked = tmp_path / "bin", tmp_path / "asked"
    programs.mkdir()
    (programs / "npm").write_text(f'#!/bin/sh\necho "$2" >> "{asked}"\nprintf x > other.txt\n')
    (programs / "npm").chmod(0o755)
    found = read_web_files(WEB_MAP, tmp_path / "cache", address=NOWHERE, seconds=60, environ={"PATH": str(programs)})
    assert found is None
    assert asked.read_text().split() == ["leaflet@1.9.4"]


def test_the_page_s_checksum_is_the_one_of_the_lock_table() -> None:
    kind, _, text = MADE_UP.integrity.partition("-")
    assert kind == "sha512"
    assert base64.b64decode(text) == hashlib.sha512(CONTENT).digest()
