"""Where people live in the demo: settlements, small areas and patches. Every name and number is invented."""

from __future__ import annotations

from dataclasses import dataclass

from .ground import Point

MADE_UP = "Made up: nobody lives here. Demo data of assetmap."
DISTRICT = "Aberwenlas and Marrowdale"

# A convex coast, metres on the British National Grid, in open sea between the Isle of Man and Anglesey.
COAST: tuple[Point, ...] = (
    (257500, 421000), (260500, 419000), (265500, 418000), (274000, 418400), (279000, 421500), (280700, 427000),
    (280000, 433500), (276500, 439000), (271500, 441500), (264500, 442000), (259500, 439500), (257000, 434000),
    (256500, 427000),
)  # fmt: skip
ISLAND_COAST: tuple[Point, ...] = (
    (283300, 422700), (285300, 422600), (286500, 423800), (286300, 425300), (284900, 426200), (283700, 425600),
    (283100, 423900),
)  # fmt: skip


@dataclass(frozen=True)
class Settlement:
    """A town, village or hamlet: streets in rows and columns around a centre, turned a little.

    ``gap_m`` is the distance between two streets; ``streets`` names the main row, the main column, then the others.
    """

    name: str
    kind: str
    centre: Point
    rows: int
    columns: int
    gap_m: float
    turn_degrees: float
    streets: tuple[str, ...]


TOWN = Settlement(
    "Aberwenlas", "town", (269000, 429500), 13, 13, 105, 0,
    ("High Street", "Station Street", "Mill Street", "Castle Street", "Heol y Bont", "Chapel Lane", "Tannery Row",
     "Weir Road", "Bryn Haul", "Rope Walk", "Lôn Tŷ Newydd", "Orchard Road", "Quarry Road", "Slate Row",
     "Gasworks Lane", "Ffordd yr Afon", "Market Row", "Priory Road", "Meadow Street", "Heol Wen", "School Lane",
     "Larch Grove", "Fuller Street", "Dyers Lane", "Cae Glas Road", "Hop Garden"),
)  # fmt: skip
_VILLAGE = ("Main Street", "Church Lane", "Back Lane", "Well Lane", "Smithy Row", "Glebe Road", "Green Lane", "Pinfold",
            "Kiln Row", "Tenter Field")  # fmt: skip
_PENTREF = ("Y Stryd Fawr", "Lôn yr Eglwys", "Lôn Gefn", "Heol y Ffynnon", "Rhes yr Efail", "Maes y Llan", "Lôn Las",
            "Tan y Bryn", "Pen y Lôn", "Bro Hesg")  # fmt: skip

VILLAGES: tuple[Settlement, ...] = (
    Settlement("Marrowdale", "village", (261500, 437000), 5, 5, 115, 12, _VILLAGE),
    Settlement("Pentre-lôn-wen", "village", (265000, 439000), 4, 5, 110, -20, _PENTREF),
    Settlement("Ostlewick", "village", (272500, 438000), 4, 5, 115, 8, _VILLAGE),
    Settlement("Skeldermoss", "village", (276500, 435500), 4, 5, 110, 30, _VILLAGE),
    Settlement("Llanfelŷs", "village", (279100, 425000), 5, 4, 110, -10, _PENTREF),
    Settlement("Thorrowby", "village", (266000, 422000), 4, 5, 115, 18, _VILLAGE),
    Settlement("Quillmoor", "village", (271000, 421200), 4, 5, 115, -6, _VILLAGE),
    Settlement("Cwm Hesgïen", "village", (260000, 427000), 4, 5, 110, 25, _PENTREF),
    Settlement("Rhyd-y-brithyll", "village", (262500, 431000), 5, 4, 110, 5, _PENTREF),
)
_LANE = ("The Lane", "Beck Side", "Farm Lane", "Top Row", "Fold Yard")
_LON = ("Y Lôn", "Glan yr Afon", "Lôn y Fferm", "Rhes Uchaf", "Y Buarth")
HAMLETS: tuple[Settlement, ...] = (
    Settlement("Bwlch Hesg", "hamlet", (259200, 433800), 2, 3, 130, 40, _LON),
    Settlement("Fellgate End", "hamlet", (262700, 440000), 2, 3, 130, 10, _LANE),
    Settlement("Sallowhope", "hamlet", (269800, 440300), 2, 3, 130, -15, _LANE),
    Settlement("Harl Beck", "hamlet", (274500, 432500), 2, 3, 130, 20, _LANE),
    Settlement("Pant-y-môr", "hamlet", (277800, 421800), 2, 3, 130, 35, _LON),
    Settlement("Traeth Wenlas", "hamlet", (279600, 429800), 2, 3, 130, -5, _LON),
    Settlement("Nether Quillmoor", "hamlet", (274000, 420300), 2, 3, 130, -20, _LANE),
    Settlement("Little Thorrowby", "hamlet", (262500, 420500), 2, 3, 130, 15, _LANE),
    Settlement("Tŷ'r Wenlas", "hamlet", (257700, 429500), 2, 3, 130, 50, _LON),
    Settlement("Felin Hesgïen", "hamlet", (263300, 426000), 2, 3, 130, -30, _LON),
)
ISLAND = Settlement("Ynys Garwen", "hamlet", (284600, 424400), 4, 4, 120, 15, _PENTREF)
SETTLEMENTS: tuple[Settlement, ...] = (TOWN, *VILLAGES, *HAMLETS, ISLAND)
BY_NAME: dict[str, Settlement] = {row.name: row for row in SETTLEMENTS}

NEVER_PATCH = "Upper Marrowdale"
"""Nobody has come from here; its last bus home leaves before the usual meeting ends."""
HALF_PATCH = "Aberwenlas East"
"""About half as many people have come from here as one would expect."""

PATCH_OF: dict[str, str] = {
    "Marrowdale": NEVER_PATCH, "Pentre-lôn-wen": NEVER_PATCH, "Bwlch Hesg": NEVER_PATCH, "Fellgate End": NEVER_PATCH,
    "Ostlewick": "Ostlewick and Skeldermoss", "Skeldermoss": "Ostlewick and Skeldermoss",
    "Sallowhope": "Ostlewick and Skeldermoss", "Harl Beck": "Ostlewick and Skeldermoss",
    "Llanfelŷs": "Llanfelŷs and Ynys Garwen", "Pant-y-môr": "Llanfelŷs and Ynys Garwen",
    "Traeth Wenlas": "Llanfelŷs and Ynys Garwen", "Ynys Garwen": "Llanfelŷs and Ynys Garwen",
    "Thorrowby": "Thorrowby and Quillmoor", "Quillmoor": "Thorrowby and Quillmoor",
    "Nether Quillmoor": "Thorrowby and Quillmoor", "Little Thorrowby": "Thorrowby and Quillmoor",
    "Cwm Hesgïen": "Rhyd-y-brithyll and Cwm Hesgïen", "Rhyd-y-brithyll": "Rhyd-y-brithyll and Cwm Hesgïen",
    "Tŷ'r Wenlas": "Rhyd-y-brithyll and Cwm Hesgïen", "Felin Hesgïen": "Rhyd-y-brithyll and Cwm Hesgïen",
}  # fmt: skip

# Town: patch, distance of its middle from the market east-west, residents of each area, its five areas north to south.
TOWN_PATCHES: tuple[tuple[str, float, int, tuple[str, ...]], ...] = (
    ("Aberwenlas West", -460, 355, ("Weir", "Tannery", "Westfield", "Rope Walk", "Heol Wen")),
    ("Aberwenlas Centre", 0, 355, ("Priory", "Castle", "Market", "Station", "Fuller Street")),
    (HALF_PATCH, 460, 490, ("Bryn Haul", "Slate Row", "Quarry Top", "Larch Grove", "Gasworks")),
)
# Residents: of a half of each village, and of each hamlet with the farms around it.
VILLAGE_RESIDENTS: dict[str, int] = {NEVER_PATCH: 340, "Llanfelŷs and Ynys Garwen": 380}
HAMLET_RESIDENTS: dict[str, int] = {NEVER_PATCH: 195, "Llanfelŷs and Ynys Garwen": 210}
USUAL_VILLAGE_RESIDENTS = 300
USUAL_HAMLET_RESIDENTS = 180
ISLAND_RESIDENTS = 190


@dataclass(frozen=True)
class Area:
    """A small area: its code, its name after a settlement, where it is settled, how many live there."""

    code: str
    name: str
    settlement: str
    patch: str
    seed: Point
    residents: int


def _town_areas() -> list[tuple[str, str, str, Point, int]]:
    east, north = TOWN.centre
    return [
        (f"Aberwenlas {name}", TOWN.name, patch, (east + across, north + 500 - 250 * row), residents)
        for patch, across, residents, names in TOWN_PATCHES
        for row, name in enumerate(names)
    ]


def _village_areas() -> list[tuple[str, str, str, Point, int]]:
    found = []
    for village in (*VILLAGES, ISLAND):
        patch = PATCH_OF[village.name]
        residents = ISLAND_RESIDENTS if village is ISLAND else VILLAGE_RESIDENTS.get(patch, USUAL_VILLAGE_RESIDENTS)
        for side, across in (("West", -130), ("East", 130)):
            seed = village.centre[0] + across, village.centre[1] + across / 4
            found.append((f"{village.name} {side}", village.name, patch, seed, residents))
    return found


def _hamlet_areas() -> list[tuple[str, str, str, Point, int]]:
    patches = [(row, PATCH_OF[row.name]) for row in HAMLETS]
    return [
        (row.name, row.name, patch, row.centre, HAMLET_RESIDENTS.get(patch, USUAL_HAMLET_RESIDENTS))
        for row, patch in patches
    ]


def list_areas() -> list[Area]:
    """Return the 45 areas with codes in a stable order."""
    rows = [*_town_areas(), *_village_areas(), *_hamlet_areas()]
    return [Area(f"ZZ0100{index:04d}", *row) for index, row in enumerate(rows, start=1)]
