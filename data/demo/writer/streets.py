"""The streets of the demo: grids in settlements, roads between them, paths, steps, and what makes a way hard."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, pi, radians, sin

from .ground import House, Point, Street, beside, dice, distance
from .network import Network, Tags, Way
from .places import BY_NAME, ISLAND, MADE_UP, SETTLEMENTS, TOWN, Settlement

Cell = tuple[int, int]
FAST_ROAD = "The Causeway"
"""60 mph, no pavement, and the only way on foot between Thorrowby and Quillmoor."""
FLOOD_ROAD = "Marrowdale Road"
HOUSE_GAP_M = 26
HOUSE_SETBACK_M = 14


@dataclass(frozen=True)
class Road:
    """A road between two settlements; ``tags`` as OpenStreetMap has them, ``bend_m`` how far it swings."""

    name: str
    start: str
    end: str
    highway: str
    bend_m: float
    tags: Tags = field(default_factory=dict)


ROADS: tuple[Road, ...] = (
    Road("Harbour Road", "Aberwenlas", "Llanfelŷs", "trunk", 120,
         {"ref": "Z1", "maxspeed": "50 mph", "sidewalk": "right"}),
    Road("Rhyd Road", "Aberwenlas", "Rhyd-y-brithyll", "primary", 150,
         {"ref": "Z2", "maxspeed": "50 mph", "sidewalk": "left"}),
    Road("Ostlewick Road", "Aberwenlas", "Ostlewick", "primary", -180,
         {"ref": "Z3", "maxspeed": "50 mph", "sidewalk": "left"}),
    Road("Thorrowby Road", "Aberwenlas", "Thorrowby", "primary", 160,
         {"ref": "Z4", "maxspeed": "50 mph", "sidewalk": "right"}),
    Road(FAST_ROAD, "Thorrowby", "Quillmoor", "primary", 60,
         {"ref": "Z5", "maxspeed": "60 mph", "sidewalk": "no", "lit": "no"}),
    Road("Cwm Road", "Rhyd-y-brithyll", "Cwm Hesgïen", "secondary", 120, {"maxspeed": "40 mph", "sidewalk": "left"}),
    Road(FLOOD_ROAD, "Rhyd-y-brithyll", "Marrowdale", "secondary", 140, {"maxspeed": "50 mph"}),
    Road("Skelder Road", "Ostlewick", "Skeldermoss", "secondary", -100, {"maxspeed": "40 mph"}),
    Road("Lôn Wen", "Marrowdale", "Pentre-lôn-wen", "unclassified", 90, {"maxspeed": "30 mph"}),
    Road("Bwlch Road", "Pentre-lôn-wen", "Aberwenlas", "unclassified", 200, {"incline": "14%", "surface": "asphalt"}),
    Road("Top Lane", "Pentre-lôn-wen", "Sallowhope", "unclassified", 120),
    Road("Sallow Lane", "Sallowhope", "Ostlewick", "unclassified", 80),
    Road("Shore Road", "Skeldermoss", "Traeth Wenlas", "unclassified", 150),
    Road("Traeth Road", "Traeth Wenlas", "Llanfelŷs", "unclassified", 80),
    Road("Lôn y Felin", "Cwm Hesgïen", "Felin Hesgïen", "unclassified", 100),
    Road("Mill Lane", "Felin Hesgïen", "Thorrowby", "unclassified", 120),
    Road("Hesg Lane", "Marrowdale", "Bwlch Hesg", "unclassified", 90),
    Road("Fellgate", "Marrowdale", "Fellgate End", "unclassified", 60, {"incline": "9%"}),
    Road("Harl Lane", "Aberwenlas", "Harl Beck", "unclassified", 130),
    Road("Moss Lane", "Harl Beck", "Skeldermoss", "unclassified", 60),
    Road("Lôn y Môr", "Llanfelŷs", "Pant-y-môr", "unclassified", 80),
    Road("Nether Lane", "Quillmoor", "Nether Quillmoor", "unclassified", 70),
    Road("Little Lane", "Thorrowby", "Little Thorrowby", "unclassified", 80),
    Road("Lôn Wenlas", "Cwm Hesgïen", "Tŷ'r Wenlas", "unclassified", 70),
)  # fmt: skip
# Paths off the road: bridleways and field paths with their stiles and gates.
PATHS: tuple[tuple[str, str, str, float], ...] = (
    ("Rhyd-y-brithyll", "Cwm Hesgïen", "bridleway", -420),
    ("Ostlewick", "Skeldermoss", "path", -420),
    ("Marrowdale", "Pentre-lôn-wen", "path", -380),
    ("Aberwenlas", "Harl Beck", "path", -450),
)
# How main roads are drawn in a settlement: kind of the main row, kind of the main column, limit.
MAIN_STREETS: dict[str, tuple[str, str, str]] = {
    "town": ("primary", "primary", "20 mph"),
    "village": ("unclassified", "unclassified", "30 mph"),
    "hamlet": ("unclassified", "unclassified", "30 mph"),
}


@dataclass
class Built:
    """The network with its settlements' crossings, the roads' ways and the quays."""

    network: Network = field(default_factory=Network)
    grids: dict[str, dict[Cell, int]] = field(default_factory=dict)
    roads: dict[str, list[int]] = field(default_factory=dict)
    quays: dict[str, int] = field(default_factory=dict)

    def centre(self, settlement: str) -> int:
        """Return the node where a settlement's two main streets cross."""
        row = BY_NAME[settlement]
        return self.grids[settlement][row.rows // 2, row.columns // 2]


def build_streets() -> Built:
    """Draw all streets."""
    built = Built()
    for settlement in SETTLEMENTS:
        _draw_settlement(built, settlement)
    for road in ROADS:
        _draw_road(built, road)
    for path in PATHS:
        _draw_path(built, *path)
    _draw_town_extras(built)
    _draw_farms(built)
    _draw_ferry(built)
    _draw_fragments(built)
    return built


def _crossing(settlement: Settlement, cell: Cell) -> Point:
    """Return where a row and a column of a settlement cross."""
    across = (cell[1] - settlement.columns // 2) * settlement.gap_m
    up = (settlement.rows // 2 - cell[0]) * settlement.gap_m
    turn = radians(settlement.turn_degrees)
    x, y = settlement.centre
    return x + across * cos(turn) - up * sin(turn), y + across * sin(turn) + up * cos(turn)


def _draw_settlement(built: Built, settlement: Settlement) -> None:
    roll = dice(f"streets of {settlement.name}")
    network = built.network
    grid: dict[Cell, int] = {}
    for row in range(settlement.rows):
        for column in range(settlement.columns):
            x, y = _crossing(settlement, (row, column))
            grid[row, column] = network.add_node((x + roll.uniform(-12, 12), y + roll.uniform(-12, 12)))
    built.grids[settlement.name] = grid
    names = iter(settlement.streets)
    main_row, main_column = settlement.rows // 2, settlement.columns // 2
    _draw_street(built, settlement, [(main_row, c) for c in range(settlement.columns)], next(names), main=0)
    _draw_street(built, settlement, [(r, main_column) for r in range(settlement.rows)], next(names), main=1)
    for row in range(settlement.rows):
        if row != main_row:
            _draw_street(built, settlement, [(row, c) for c in range(settlement.columns)], next(names))
    for column in range(settlement.columns):
        if column != main_column:
            _draw_side_street(built, settlement, column, next(names))
    _name_place(built, settlement)


def _draw_street(built: Built, settlement: Settlement, cells: list[Cell], name: str, main: int | None = None) -> Way:
    """Draw one street through some crossings; main streets carry traffic, the others homes."""
    kind, limit = "residential", "20 mph"
    if main is not None:
        kind, limit = MAIN_STREETS[settlement.kind][main], MAIN_STREETS[settlement.kind][2]
    tags = {"highway": kind, "name": name, "maxspeed": limit, "surface": "asphalt"}
    if settlement.kind == "town" or (settlement.kind == "village" and main is not None):
        tags |= {"lit": "yes", "sidewalk": "both"}
    return built.network.add_way([built.grids[settlement.name][cell] for cell in cells], **tags)


def _draw_side_street(built: Built, settlement: Settlement, column: int, name: str) -> None:
    """Draw a column, in the town with one-way streets beside the market and a hill in the east."""
    cells = [(row, column) for row in range(settlement.rows)]
    if settlement is not TOWN:
        _draw_street(built, settlement, cells[: max(2, settlement.rows - column % 2)], name)
        return
    way = _draw_street(built, settlement, cells, name)
    if column in (5, 7):
        way.tags["oneway"] = "yes" if column == 5 else "-1"
    if column == 11:
        way.tags["incline"] = "12%"


def _name_place(built: Built, settlement: Settlement) -> None:
    x, y = settlement.centre
    node = built.network.add_node((x + 20, y + 30), place=settlement.kind, name=settlement.name, note=MADE_UP)
    if settlement is ISLAND:
        built.network.tag_node(node, alt_name="Garwen Island", name__cy="Ynys Garwen")


def _gate(built: Built, settlement: str, towards: Point, *, main: bool) -> int:
    """Return the crossing at a settlement's edge where a road leaves: on a main street, or at any edge."""
    row = BY_NAME[settlement]
    middle = row.rows // 2, row.columns // 2
    ends = [
        node
        for (r, c), node in built.grids[settlement].items()
        if (r in (0, row.rows - 1) and (c == middle[1] or not main))
        or (c in (0, row.columns - 1) and (r == middle[0] or not main))
    ]
    return built.network.nearest_node(towards, ends)


def _draw_road(built: Built, road: Road) -> None:
    """Draw a road in one to three stretches: the middle third of some is steep or floods."""
    main = road.highway != "unclassified"
    a = _gate(built, road.start, BY_NAME[road.end].centre, main=main)
    b = _gate(built, road.end, BY_NAME[road.start].centre, main=main)
    nodes = built.network.line(a, b, bend_m=road.bend_m)
    if road.name == "Harbour Road":
        nodes = _through_roundabout(built, nodes)
    built.roads[road.name] = nodes
    third = len(nodes) // 3
    usual = {key: value for key, value in road.tags.items() if key != "incline"}
    middle = dict(road.tags)
    if road.name == FLOOD_ROAD:
        middle |= {"hazard": "flood", "flood_prone": "yes"}
    stretches = ((nodes[: third + 1], usual), (nodes[third : 2 * third + 1], middle), (nodes[2 * third :], usual))
    for stretch, tags in stretches:
        built.network.add_way(stretch, highway=road.highway, name=road.name, **tags)


def _through_roundabout(built: Built, nodes: list[int]) -> list[int]:
    """Put a roundabout at the road's first bend; return the road's nodes from the roundabout on."""
    network = built.network
    centre = network.points[nodes[1]]
    corners = [(centre[0] + 22 * cos(k * pi / 4), centre[1] + 22 * sin(k * pi / 4)) for k in range(8)]
    ring = [network.add_node(corner) for corner in corners]
    network.add_way([*ring, ring[0]], highway="trunk", junction="roundabout", oneway="yes", name="Ropewalk Roundabout",
                    maxspeed="30 mph", lit="yes", sidewalk="left")  # fmt: skip
    town_side = network.nearest_node(network.points[nodes[0]], ring)
    far_side = network.nearest_node(network.points[nodes[2]], ring)
    network.add_way([nodes[0], town_side], highway="trunk", name="Harbour Road", ref="Z1", maxspeed="30 mph",
                    sidewalk="both", lit="yes")  # fmt: skip
    return [far_side, *nodes[2:]]


def _draw_path(built: Built, start: str, end: str, kind: str, bow_m: float) -> None:
    """Draw a path across the fields with a gate and, unless horses use it, two stiles."""
    network = built.network
    ends = [list(built.grids[name].values()) for name in (start, end)]
    a = network.nearest_node(BY_NAME[end].centre, ends[0])
    b = network.nearest_node(BY_NAME[start].centre, ends[1])
    nodes = network.line(a, b, bow_m=bow_m, step_m=150)
    network.add_way(nodes, highway=kind, surface="ground", foot="yes", name=f"{start} to {end} {kind}")
    network.tag_node(nodes[1], barrier="gate")
    if kind == "path":
        network.tag_node(nodes[2], barrier="stile")
        network.tag_node(nodes[-2], barrier="stile")


def _draw_town_extras(built: Built) -> None:
    """Add alleys, two flights of steps, a car park's road and a locked works gate in the town."""
    network, grid = built.network, built.grids[TOWN.name]
    for row, column in ((2, 2), (4, 8), (7, 3), (9, 9), (10, 5)):
        line = network.line(grid[row, column], grid[row + 1, column + 1], step_m=60)
        network.add_way(line, highway="footway", surface="paving_stones", lit="yes")
    for row, column in ((3, 10), (8, 10)):
        line = network.line(grid[row, column], grid[row + 1, column + 1], step_m=60)
        network.add_way(line, highway="steps", step_count="34", handrail="yes", incline="up", name="Quarry Steps")
    car_park = network.add_node(beside(*_ends(built, (6, 6), (6, 7)), 0.5, 45))
    network.add_way([grid[6, 6], car_park, grid[6, 7]], highway="service", service="parking_aisle", maxspeed="10 mph")
    works = network.add_node(beside(*_ends(built, (12, 11), (12, 12)), 0.5, -60), barrier="gate", access="private")
    network.add_way([grid[12, 11], works], highway="service", access="private", name="Gasworks yard")


def _ends(built: Built, a: Cell, b: Cell) -> tuple[Point, Point]:
    grid = built.grids[TOWN.name]
    return built.network.points[grid[a]], built.network.points[grid[b]]


def _draw_farms(built: Built) -> None:
    """Hang farm tracks, some behind a gate, and service roads off the lanes."""
    roll = dice("farms")
    network = built.network
    for name, nodes in sorted(built.roads.items()):
        if name == FAST_ROAD:
            continue
        for index in range(4, len(nodes) - 4, 6):
            a, b = network.points[nodes[index]], network.points[nodes[index + 1]]
            side = roll.choice((-1, 1))
            end = network.add_node(beside(a, b, 0.2, side * roll.uniform(120, 220)))
            line = network.line(nodes[index], end, step_m=90)
            kind = roll.choice(("track", "track", "service"))
            network.add_way(line, highway=kind, surface="compacted" if kind == "track" else "asphalt")
            if kind == "track" and roll.random() < 0.5:
                network.tag_node(line[1], barrier="gate")


def _draw_ferry(built: Built) -> None:
    """Draw a pier on each side and the ferry between them: no road joins the island."""
    network = built.network
    ashore = {"Llanfelŷs": (280250.0, 424700.0), "Ynys Garwen": (283500.0, 424250.0)}
    for name, point in ashore.items():
        start = network.nearest_node(point, built.grids[name].values())
        quay = network.add_node(point, amenity="ferry_terminal", name=f"{name} Quay")
        network.add_way(network.line(start, quay, step_m=120), highway="service", name="Quay Road", maxspeed="20 mph")
        built.quays[name] = quay
    line = network.line(built.quays["Llanfelŷs"], built.quays["Ynys Garwen"], bend_m=90, step_m=600)
    network.add_way(line, route="ferry", foot="yes", motor_vehicle="no", name="Garwen ferry", duration="00:25")


def _draw_fragments(built: Built) -> None:
    """Draw four short pieces that touch nothing, as every real map has them."""
    network = built.network
    for x, y, kind in ((267000, 434500, "path"), (274500, 427500, "footway"), (260300, 423500, "track"),
                       (285600, 425300, "path")):  # fmt: skip
        line = network.line(network.add_node((x, y)), network.add_node((x + 240, y + 110)), step_m=80)
        network.add_way(line, highway=kind, note="A piece that touches nothing else")


def list_houses(built: Built) -> list[House]:
    """Return spots for homes: on both sides of the streets people live in, and here and there along the lanes."""
    settled = {node for grid in built.grids.values() for node in grid.values()}
    houses = []
    for way in built.network.ways:
        if way.tags.get("highway") not in ("residential", "unclassified") and not settled.issuperset(way.nodes):
            continue
        street = Street(way.tags.get("name", ""), settled.issuperset(way.nodes))
        points = [built.network.points[node] for node in way.nodes]
        for a, b in pairwise(points):
            houses += [House(spot, street) for spot in _spots(a, b)]
    return houses


def _spots(a: Point, b: Point) -> list[Point]:
    count = max(1, int(distance(a, b) // HOUSE_GAP_M))
    shares = [(k + 0.5) / count for k in range(count)]
    return [beside(a, b, share, side * HOUSE_SETBACK_M) for share in shares for side in (1, -1)]
