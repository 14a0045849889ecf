"""A place by its name over the internet, from a server that speaks as OpenStreetMap's do."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from small_place import LIBRARY, POINTS, WAYS, left_behind, make_files
from street_maker import degrees

from assetmap.config import Settings
from assetmap.errors import OutsideError
from assetmap.services import workspace
from assetmap.services.workspace import PlaceParts

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def settings(home: Path) -> Settings:
    return Settings(home=home)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return make_files(tmp_path / "files")


class OpenStreetMap(BaseHTTPRequestHandler):
    """Speaks as Nominatim and Overpass do, of the two streets above."""

    def do_GET(self) -> None:
        (west, south), (east, north) = degrees(-200, -200), degrees(1200, 1200)
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        row = {"place_id": 1, "osm_type": "relation", "osm_id": 7, "lat": "0", "lon": "0", "importance": 0.3,
               "name": "Bont", "display_name": "Bont", "geojson": {"type": "Polygon", "coordinates": [ring]},
               "boundingbox": [str(south), str(north), str(west), str(east)]}  # fmt: skip
        self.answer([row])

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        nodes: list[dict[str, Any]] = [
            {"type": "node", "id": n, "lon": degrees(*p)[0], "lat": degrees(*p)[1], "tags": LIBRARY.get(n, {})}
            for n, p in POINTS.items()
        ]
        ways = [{"type": "way", "id": n, "nodes": refs, "tags": tags} for n, (tags, refs) in enumerate(WAYS, start=1)]
        self.answer({"version": 0.6, "elements": [*nodes, *ways]})

    def answer(self, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def openstreetmap(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr("osmnx._nominatim.time.sleep", lambda _: None)
    with ThreadingHTTPServer(("127.0.0.1", 0), OpenStreetMap) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_place_by_its_name_is_the_same_as_from_an_extract(home: Path, files: Path, openstreetmap: str) -> None:
    settings = Settings(home=home, nominatim_url=openstreetmap, overpass_url=openstreetmap, network_seconds=60)
    online = workspace.create_place(settings, "Online", PlaceParts(from_osm="Bont"), now=NOW)
    file = workspace.create_place(settings, "File", PlaceParts(streets=files / "streets.osm.pbf"), now=NOW)
    assert online.streets == file.streets
    place = workspace.open_place(settings, "Online")
    assert workspace.osm_features(place) == workspace.osm_features(workspace.open_place(settings, "File"))
    assert any((place.folder / "osm-cache").rglob("*.json"))


def test_without_a_network_nothing_is_left(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osmnx._nominatim.time.sleep", lambda _: None)
    nobody = "http://127.0.0.1:9"
    settings = Settings(home=home, nominatim_url=nobody, overpass_url=nobody, network_seconds=2)
    with pytest.raises(OutsideError, match=r"OpenStreetMap could not be reached. Expected"):
        workspace.create_place(settings, "Bont", PlaceParts(from_osm="Bont"), now=NOW)
    assert left_behind(home) == []
