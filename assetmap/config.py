"""Settings: one row each, passed in, never global."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from assetmap.errors import OptionError
from assetmap.messages import tr

MEGABYTE = 1_000_000


def setting(default: Any, meaning: str, *, variable: str = "") -> Any:  # noqa: ANN401 - dataclasses.field is typed so
    """Make one row of Settings: its default, what it means, the environment variable that sets it."""
    return field(default=default, metadata={"help": meaning, "variable": variable})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that can be set from outside."""

    home: Path = setting(Path(), "Folder that holds the places.", variable="ASSETMAP_HOME")
    place: str = setting("", "The place to use when none is named.", variable="ASSETMAP_PLACE")
    language: str = setting("en", "The language of the pages.", variable="ASSETMAP_LANGUAGE")
    database_url: str = setting(
        "", "A PostgreSQL address for the register; empty means a file.", variable="ASSETMAP_DATABASE_URL"
    )
    max_csv_bytes: int = setting(200 * MEGABYTE, "Largest CSV file that is read.")
    max_spreadsheet_bytes: int = setting(20 * MEGABYTE, "Largest spreadsheet that is read.")
    max_geo_bytes: int = setting(500 * MEGABYTE, "Largest GeoJSON, GeoPackage or Shapefile that is read.")
    max_streets_bytes: int = setting(2_000 * MEGABYTE, "Largest OpenStreetMap extract that is read.")
    max_timetable_bytes: int = setting(500 * MEGABYTE, "Largest zipped timetable that is read.")
    max_unzipped_bytes: int = setting(2_000 * MEGABYTE, "Most that a zipped file may unpack to.")
    max_unzip_ratio: int = setting(200, "Most times larger that a zipped file may become.")
    max_rows: int = setting(2_000_000, "Most rows that one file may hold.")
    max_columns: int = setting(500, "Most columns that one file may hold.")
    max_cell_characters: int = setting(10_000, "Longest text that one cell may hold.")
    cell_metres: int = setting(500, "Width of the squares that group postcodes where a place has no areas.")
    undo_days: int = setting(30, "Days for which a change can be taken back.")
    retention_months: int = setting(
        24, "Months that a record of somebody taking part is kept, unless a place says otherwise."
    )
    access_log_months: int = setting(12, "Months that it is kept who opened exact numbers.")
    busy_seconds: int = setting(10, "Seconds to wait while another program writes to the register.")
    network_seconds: int = setting(60, "Seconds to wait for an answer from the internet.")
    nominatim_url: str = setting(
        "",
        "Address of the place-name search; empty means OpenStreetMap's.",
        variable="ASSETMAP_NOMINATIM_URL",
    )
    overpass_url: str = setting(
        "",
        "Address of the OpenStreetMap query service; empty means the usual.",
        variable="ASSETMAP_OVERPASS_URL",
    )
    web_assets_url: str = setting(
        "",
        "Address the map's program files come from; empty means folium's usual one.",
        variable="ASSETMAP_WEB_ASSETS_URL",
    )


def read_settings(environ: Mapping[str, str], *, default_home: Path) -> Settings:
    """Make the settings from environment variables.

    Parameters
    ----------
    environ
        Usually ``os.environ``.
    default_home
        The platform's folder for user data, used where ASSETMAP_HOME is not set.

    Raises
    ------
    OptionError
        A variable has a value of the wrong kind.
    """
    chosen: dict[str, Any] = {"home": default_home}
    for row in fields(Settings):
        text = environ.get(row.metadata["variable"], "").strip() if row.metadata["variable"] else ""
        if text:
            chosen[row.name] = _parse(row.name, text, row.default)
    return Settings(**chosen)


def _parse(name: str, text: str, default: object) -> object:
    if isinstance(default, Path):
        return Path(text).expanduser()
    if isinstance(default, int):
        if not text.isdecimal():
            raise OptionError(
                tr(
                    "{name}: '{text}' is not a number. Expected a whole number. Correct the setting.",
                    name=name,
                    text=text,
                )
            )
        return int(text)
    return text
