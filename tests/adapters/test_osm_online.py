"""A place by its name, from a server of the test's own that speaks like Nominatim and Overpass. All data is made up."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import osmnx
import pytest
from street_maker import degrees, write_extract

from assetmap.adapters import osm, osm_online
from assetmap.adapters.osm_online import OnlinePlace
from assetmap.errors import InputError, NotFoundError, OutsideError
from assetmap.model.asset import OSM_ASSET_RULES

POINTS = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (100.0, 100.0), 4: (0.0, 100.0), 5: (50.0, 20.0), 6: (60.0, 60.0),
          7: (9000.0, 0.0)}  # fmt: skip
WAYS: list[tuple[dict[str, str], list[int]]] = [
    ({"highway": "residential", "oneway": "-1", "maxspeed": "20 mph"}, [1, 2, 3]),
    ({"highway": "steps"}, [3, 4]),
    ({"amenity": "library", "name": "Llyfrgell Aberddwr"}, [1, 2, 3, 4, 1]),
    ({}, [1, 2, 3]),
    ({}, [3, 4, 1]),
    ({"highway": "service", "access": "private"}, [4, 1]),
]
NODE_TAGS: dict[int, dict[str, str]] = {
    2: {"barrier": "bollard"},
    5: {"amenity": "community_centre"},
    6: {"place": "village", "name": "Aberddwr"},
    7: {"amenity": "community_centre", "name": "far outside"},
}
RELATIONS: list[tuple[dict[str, str], list[tuple[str, int, str]]]] = [
    ({"type": "multipolygon", "amenity": "arts_centre"}, [("w", 4, "outer"), ("w", 5, "outer")])
]


def overpass_elements() -> list[dict[str, Any]]:
    """Return the made-up village as Overpass writes it."""
    nodes = [
        {"type": "node", "id": node, "lon": degrees(*place)[0], "lat": degrees(*place)[1]}
        | ({"tags": NODE_TAGS[node]} if node in NODE_TAGS else {})
        for node, place in POINTS.items()
    ]
    ways = [
        {"type": "way", "id": number, "nodes": refs} | ({"tags": tags} if tags else {})
        for number, (tags, refs) in enumerate(WAYS, start=1)
    ]
    relations = [
        {
            "type": "relation",
            "id": number,
            "tags": tags,
            "members": [{"type": "way", "ref": ref, "role": role} for _, ref, role in members],
        }
        for number, (tags, members) in enumerate(RELATIONS, start=1)
    ]
    return [*nodes, *ways, *relations]


def nominatim_answer(name: str) -> list[dict[str, Any]]:
    """Return a square boundary for the village; a mere point for a crossroads; nothing for anything else."""
    corner, far = degrees(-200, -200), degrees(300, 300)
    square = [
        [corner[0], corner[1]],
        [far[0], corner[1]],
        [far[0], far[1]],
        [corner[0], far[1]],
        [corner[0], corner[1]],
    ]
    shapes = {
        "Aberddwr": {"type": "Polygon", "coordinates": [square]},
        "Crossroads": {"type": "Point", "coordinates": list(corner)},
    }
    if name not in shapes:
        return []
    box = [str(corner[1]), str(far[1]), str(corner[0]), str(far[0])]
    row = {"place_id": 1, "osm_type": "relation", "osm_id": 7, "lat": box[0], "lon": box[2], "importance": 0.3}
    return [row | {"name": name, "display_name": name, "boundingbox": box, "geojson": shapes[name]}]


class Server(ThreadingHTTPServer):
    """Remembers what was asked; ``mood`` makes it answer badly."""

    mood = "well"
    asked: list[str]

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """Answers as the two services do."""

    server: Server

    def do_GET(self) -> None:
        """Speak like Nominatim."""
        name = parse_qs(urlsplit(self.path).query)["q"][0]
        self.server.asked.append(f"boundary of {name}")
        self.answer(nominatim_answer(name) if self.server.mood != "no search" else None)

    def do_POST(self) -> None:
        """Speak like Overpass."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        question = parse_qs(body)["data"][0]
        self.server.asked.append(question)
        mood = self.server.mood
        answer: dict[str, Any] = {"version": 0.6, "elements": overpass_elements() if mood != "no streets" else []}
        if mood == "too large":
            answer["remark"] = "runtime error: Query timed out"
        self.answer(answer if mood != "broken" else None)

    def answer(self, content: Any) -> None:
        """Send JSON, or what a server in trouble sends."""
        body = b"<html>Service unavailable</html>" if content is None else json.dumps(content).encode()
        self.send_response(503 if content is None else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Run the server; the polite pause before a search is for strangers' servers."""
    monkeypatch.setattr("osmnx._nominatim.time.sleep", lambda _: None)
    with Server(("127.0.0.1", 0), Handler) as running:
        running.asked = []
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def fetch(server: Server, folder: Path, name: str = "Aberddwr") -> OnlinePlace:
    """Ask the test's server."""
    return osm_online.fetch_place(
        name,
        OSM_ASSET_RULES,
        cache_folder=folder,
        nominatim_url=server.url,
        overpass_url=server.url,
        timeout_seconds=60,
    )


def test_a_place_by_its_name_gives_the_arrays_of_an_extract(server: Server, tmp_path: Path) -> None:
    place = fetch(server, tmp_path / "cache")
    extract = write_extract(tmp_path / "same.osm.pbf", POINTS, WAYS, node_tags=NODE_TAGS, relations=RELATIONS)
    lines = osm.read_streets(extract)
    for name in vars(lines):
        np.testing.assert_array_equal(getattr(place.streets, name), getattr(lines, name), err_msg=name)
    within = [row for row in osm.read_features(extract, OSM_ASSET_RULES) if row.osm_id != 7]
    assert place.features == within
    assert [row.osm_type for row in within] == ["node", "way", "relation"]
    assert place.settlements.equals(osm.read_settlements(extract))
    assert place.boundary.crs.to_epsg() == 4326
    assert place.boundary.geometry.iloc[0].bounds == pytest.approx((*degrees(-200, -200), *degrees(300, 300)))


def test_what_is_asked(server: Server, tmp_path: Path) -> None:
    """One question each; only kinds of street we know; barriers come with the points of the streets."""
    fetch(server, tmp_path)
    boundary, streets, features = server.asked
    assert boundary == "boundary of Aberddwr"
    assert '"highway"~"^(motorway|' in streets
    assert "construction" not in streets
    assert streets.endswith(";>;);out;")
    assert "'amenity'='community_centre'" in features
    assert "'place'='village'" in features
    assert "'club'](poly" in features


def test_the_same_place_is_not_asked_for_again(server: Server, tmp_path: Path) -> None:
    first = fetch(server, tmp_path / "cache")
    server.asked.clear()
    second = fetch(server, tmp_path / "cache")
    assert server.asked == []
    assert second.features == first.features
    assert len(list((tmp_path / "cache").rglob("*.json"))) == 3


def test_osmnx_is_left_as_it_was(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before, look_up = dict(vars(osmnx.settings)), socket.getaddrinfo
    fetch(server, tmp_path / "cache")
    with pytest.raises(NotFoundError):
        fetch(server, tmp_path / "cache", "Nowhere")
    assert dict(vars(osmnx.settings)) == before
    assert socket.getaddrinfo is look_up
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


@pytest.mark.parametrize("name", ["Nowhere", "Crossroads"])
def test_a_name_without_a_boundary(server: Server, tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFoundError, match=f"'{name}': OpenStreetMap has no place of this name with a boundary"):
        fetch(server, tmp_path, name)


@pytest.mark.parametrize(
    ("mood", "error", "said"),
    [
        ("no search", OutsideError, "the place-name search did not answer in full"),
        ("broken", OutsideError, "the query service did not answer in full"),
        ("too large", OutsideError, "choose a smaller place"),
        ("no streets", InputError, "'Aberddwr': OpenStreetMap holds no streets there"),
    ],
)
def test_answers_that_are_no_use(server: Server, tmp_path: Path, mood: str, error: type[Exception], said: str) -> None:
    server.mood = mood
    with pytest.raises(error, match=said) as caught:
        fetch(server, tmp_path)
    assert "give files with --streets and --areas" in str(caught.value)


def test_without_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osmnx._nominatim.time.sleep", lambda _: None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        # Bound and not listening: nobody answers there.
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(OutsideError) as caught:
            osm_online.fetch_place("Aberddwr", OSM_ASSET_RULES, cache_folder=tmp_path, nominatim_url=nobody)
    assert str(caught.value) == (
        "OpenStreetMap could not be reached. Expected an answer over the internet. Check the internet connection "
        "and try again, or give files with --streets and --areas."
    )
    assert not list(tmp_path.rglob("*.json"))
