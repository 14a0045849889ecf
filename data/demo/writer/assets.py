"""Two overlapping lists of assets: a tidy one from a council, an untidy one from a voluntary sector's office."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from .asset_words import HALL, READY, ROWS, VENUE_NAMES
from .files import write_csv, write_workbook
from .ground import Point, dice, distance, to_degrees
from .homes import Postcode

COUNCIL_HEADER = (
    "Ref", "Name", "Type", "Address", "Postcode", "Latitude", "Longitude", "Telephone", "Email", "Website",
    "Opening hours", "Level access", "Accessible toilet", "Hearing loop", "Blue Badge parking", "Last checked",
)  # fmt: skip
VOLUNTARY_HEADER = (
    "Name of group", "What is it?", "Enw", "Where they meet", "Post Code", "Tel no", "Contact e-mail", "When",
    "Who is it for", "Step-free entrance?", "Toilet accessible?", "Loop", "Checked on",
)  # fmt: skip
FEATURES = ("step_free", "toilet", "loop", "parking")
# How often an answer is Yes, Partly, No; the rest is blank: nobody has asked.
ANSWER_SHARES: dict[str, tuple[float, float, float]] = {
    "step_free": (0.42, 0.12, 0.12), "toilet": (0.26, 0.06, 0.12), "loop": (0.16, 0.04, 0.14),
    "parking": (0.3, 0.1, 0.1),
}  # fmt: skip
HALL_ANSWERS = {"step_free": "Yes", "toilet": "", "loop": "Yes", "parking": "Partly"}
WHO_FOR = ("Everyone", "Older people", "Disabled people", "Carers", "Families", "Adults", "")
WELSH_NAMES = {
    "Aberwenlas Lunch Club": "Clwb Cinio Aberwenlas", "Wenlas Community Choir": "Côr Cymunedol Wenlas",
    "Aberwenlas Library": "Llyfrgell Aberwenlas", HALL: "Neuadd Goffa Wenlas",
    "Our Say Wenlas": "Ein Llais Wenlas", "Welsh conversation": "Sgwrs Gymraeg",
}  # fmt: skip
# How the other list spells what both have.
OTHER_SPELLINGS = (
    ("Village Hall", "Village hall"), ("Community Centre", "Comm. Centre"), ("St ", "Saint "),
    ("Memorial Hall", "Mem. Hall"), ("Lunch Club", "Luncheon Club"), ("Choir", "Choir (SATB)"), ("Café", "Cafe"),
    ("Gardeners", "Gardners"), ("Friends of the", "Friends of"), ("Methodist Hall", "Methodist Church Hall"),
    ("Town Hall", "Town Hall (Council Chamber)"), ("ŷ", "y"),
)  # fmt: skip


@dataclass
class Asset:
    """One asset with everything either list may say about it."""

    name: str
    kind: str
    settlement: str
    lists: str
    where: str
    when: str
    point: Point = (0.0, 0.0)
    street: str = ""
    postcode: str = ""
    phone: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    checked: dt.date | None = None


def make_assets(postcodes: list[Postcode], hall: Point) -> list[Asset]:
    """Return all assets, each at a postcode of its settlement."""
    roll = dice("assets")
    assets = []
    for index, row in enumerate(ROWS):
        asset = Asset(*row)
        _settle(asset, roll, postcodes, hall)
        asset.phone = 1632960200 + index * 3
        if asset.name in VENUE_NAMES or roll.random() < 0.4:
            asset.answers = _answers(asset, roll)
        if roll.random() < 0.8:
            asset.checked = dt.date(2024, 6, 1) + dt.timedelta(days=roll.randrange(800))
        assets.append(asset)
    return assets


def _settle(asset: Asset, roll: Random, postcodes: list[Postcode], hall: Point) -> None:
    """Put an asset beside a street of its settlement; the Memorial Hall has a spot of its own."""
    near = [row for row in postcodes if row.area.settlement == asset.settlement]
    home = min(near, key=lambda row: distance(row.point, hall)) if asset.name == HALL else roll.choice(near)
    asset.point = hall if asset.name == HALL else (home.point[0] + 8, home.point[1] - 6)
    asset.street = "High Street" if asset.name == HALL else home.street
    asset.postcode = home.code


def _answers(asset: Asset, roll: Random) -> dict[str, str]:
    drawn = {}
    for feature in FEATURES:
        yes, partly, no = ANSWER_SHARES[feature]
        shares = (yes, partly, no, 1 - yes - partly - no)
        drawn[feature] = roll.choices(("Yes", "Partly", "No", ""), weights=shares)[0]
    if asset.name == HALL:
        return dict(HALL_ANSWERS)
    return dict.fromkeys(FEATURES, "Yes") if asset.name in READY else drawn


def phone_text(number: int) -> str:
    """Return a number as people write it, its zero in front."""
    digits = f"0{number}"
    return f"{digits[:5]} {digits[5:]}"


def _mail(name: str) -> str:
    letters = "".join(letter for letter in name.lower() if letter.isascii() and letter.isalnum())
    return f"{letters[:18]}@example.org"


def write_council_list(folder: Path, assets: list[Asset]) -> None:
    """Write the tidy list. One row has its coordinates swapped."""
    rows = [_council_row(number, asset) for number, asset in enumerate(_in_list(assets, "C"), start=1)]
    lat, lon = COUNCIL_HEADER.index("Latitude"), COUNCIL_HEADER.index("Longitude")
    wrong = next(row for row in rows if row[1] == "Ostlewick Shop")
    wrong[lat], wrong[lon] = wrong[lon], wrong[lat]
    write_csv(folder / "assets_council.csv", COUNCIL_HEADER, rows)


def _in_list(assets: list[Asset], letter: str) -> list[Asset]:
    return sorted((asset for asset in assets if letter in asset.lists), key=lambda asset: asset.name)


def _council_row(number: int, asset: Asset) -> list[str]:
    lon, lat = to_degrees(asset.point)
    here = not asset.where
    asked = [asset.answers.get(feature, "") for feature in FEATURES]
    return [
        f"ZZC{number:03d}", asset.name, asset.kind,
        f"{asset.street}, {asset.settlement}" if here else asset.where,
        asset.postcode if here else "", f"{lat:.6f}" if here else "", f"{lon:.6f}" if here else "",
        phone_text(asset.phone), _mail(asset.name), f"https://example.org/zzc{number:03d}", asset.when,
        *asked, asset.checked.strftime("%d/%m/%Y") if asset.checked else "",
    ]  # fmt: skip


def other_spelling(name: str) -> str:
    """Return a name as the voluntary sector's office writes it."""
    for ours, theirs in OTHER_SPELLINGS:
        if ours in name:
            return name.replace(ours, theirs, 1)
    return name.upper()


def write_voluntary_list(folder: Path, assets: list[Asset]) -> None:
    """Write the untidy workbook: titles above the header, sheets, small faults."""
    book = openpyxl.Workbook()
    groups = book.worksheets[0]
    groups.title = "Groups"
    venues = book.create_sheet("Venues")
    for sheet in (groups, venues):
        sheet.append(["Wenlas Voluntary Sector Office (made up): who is out there"])
        sheet.append(["Made up. Please tell us of changes. Last tidied: some time in 2025"])
        sheet.append(list(VOLUNTARY_HEADER))
    roll = dice("voluntary list")
    for asset in _in_list(assets, "V"):
        sheet = venues if asset.name in VENUE_NAMES else groups
        sheet.append(_voluntary_row(asset, roll))
    for row in _faulty_rows():
        groups.append(row)
        groups.cell(groups.max_row, 1).data_type = "s"  # a name that begins with '=' is text, not a formula
    _write_notes(book.create_sheet("Notes"))
    write_workbook(folder / "assets_voluntary.xlsx", book)


def _voluntary_row(asset: Asset, roll: Random) -> list[object]:
    here = not asset.where
    place = f"{asset.street}, {asset.settlement}" if here else asset.where
    # A private offer has the postcode of the group that introduces people, so that its area can be told.
    postcode = asset.postcode if here or asset.where.startswith("Private") else ""
    if here and roll.random() < 0.25:
        place, postcode = f"{place}, {postcode}", ""
    elif here and roll.random() < 0.3:
        postcode = postcode.lower().replace(" ", "")
    known = asset.answers if roll.random() < 0.7 else {}
    phone: object = asset.phone if roll.random() < 0.7 else phone_text(asset.phone)
    checked: object = asset.checked if asset.checked and roll.random() < 0.6 else ""
    return [
        other_spelling(asset.name) if asset.lists == "CV" else asset.name, asset.kind, WELSH_NAMES.get(asset.name, ""),
        place, postcode, phone if roll.random() < 0.85 else "", _mail(asset.name) if roll.random() < 0.6 else "",
        asset.when, roll.choice(WHO_FOR), known.get("step_free", ""), known.get("toilet", ""), known.get("loop", ""),
        checked,
    ]  # fmt: skip


def _faulty_rows() -> list[list[object]]:
    """Return rows as real lists have them: a day that is none, a name like a formula, tags, a place never shown."""
    street = "Chapel Lane, Aberwenlas"
    return [
        ["Tuesday Menders", "Group", "", street, "ZZ1 1AA", 1632960901, "", "Tu 18:00", "Everyone", "Yes", "", "",
         "31/02/2026"],
        ["=1+1 Twins and Triplets Club", "Club", "", street, "ZZ1 1AB", 1632960902, "", "Fr 10:00", "Families", "", "",
         "", ""],
        ["<b>Bold</b> Stitchers", "Group", "", street, "ZZ1 1AD", 1632960903, "", "Th 19:00", "", "No", "No", "No", ""],
        ["Canary House women's refuge", "Refuge", "", "12 Orchard Road, Aberwenlas", "ZZ1 1AE", 1632960904, "", "", "",
         "", "", "", ""],
    ]  # fmt: skip


def _write_notes(sheet: Worksheet) -> None:
    for line in (
        "Notes",
        "Everything in this workbook is made up.",
        "Groups = people who meet. Venues = where they might.",
        "Blank does not mean no. We have just not asked.",
    ):
        sheet.append([line])
