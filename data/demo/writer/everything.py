"""All files of the demo in the order in which one needs another."""

from __future__ import annotations

from pathlib import Path

from . import assets, census, homes, meetings, network, people, street_assets, streets, time_bank, timetable

README = """This place is made up: the district of Aberwenlas and Marrowdale, its people, streets and timetable.
It lies in open sea. Its postcodes begin with ZZ, which Royal Mail does not use; its phone numbers are kept for drama.
make_demo.py wrote every file here except itself and the folder writer. ../README.md tells what is in each file.
"""


def write_everything(folder: Path) -> None:
    """Write the demo place into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.txt").write_text(README, encoding="utf-8", newline="")
    built = streets.build_streets()
    postcodes = homes.settle(streets.list_houses(built))
    homes.write_areas(folder)
    homes.write_postcodes(folder, postcodes)
    census.write_population(folder)
    timetable.write_timetable(folder, built)
    timetable.write_dial_a_ride(folder)
    listed = assets.make_assets(postcodes, timetable.hall_point(built))
    assets.write_council_list(folder, listed)
    assets.write_voluntary_list(folder, listed)
    street_assets.draw_assets(built.network, listed)
    network.write_pbf(built.network, folder / "streets.osm.pbf")
    meetings.write_meetings(folder, people.make_people(postcodes))
    time_bank.write_time_bank(folder)
