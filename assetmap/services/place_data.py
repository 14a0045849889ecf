"""An open place and what it holds: areas, population, postcodes, origins, streets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from assetmap.adapters import place_folder
from assetmap.adapters.areas import area_of_points
from assetmap.adapters.census import residents_by_area
from assetmap.adapters.erasures import read_erased
from assetmap.adapters.osm_arrays import OsmFeature
from assetmap.adapters.postcodes import cell_points
from assetmap.adapters.store import open_store
from assetmap.analysis.street_graph import StreetGraph
from assetmap.config import Settings
from assetmap.errors import AssetmapError, ConflictError, OutsideError
from assetmap.messages import tr
from assetmap.model.journey import OriginSet
from assetmap.model.place import OriginKind
from assetmap.model.register import ERASED_AGAIN, Store
from assetmap.model.tables import AREAS, ORIGINS, POPULATION, POSTCODES, SETTLEMENTS, TableSchema
from assetmap.model.text import tidy_postcode


@dataclass(frozen=True)
class Place:
    """A place as it was when opened; every change to its parts raises the generation."""

    name: str
    slug: str
    folder: Path
    generation: int
    settings: Settings
    made_up: bool = False

    @property
    def parts(self) -> Path:
        """Folder of the parts of this generation.

        Raises
        ------
        ConflictError
            The place has changed more than once since it was opened.
        """
        folder = place_folder.parts_folder(self.folder, self.generation)
        if not folder.is_dir():
            raise ConflictError(
                tr(
                    "{self}: the place has changed since it was opened. Expected it as it was. Open it again.",
                    self=self.name,
                )
            )
        return folder


def open_register(place: Place) -> Store:
    """Open the place's register: its file, or its own schema in the database that the settings name.

    Somebody who was erased and is in it, because an older copy was put back, is erased from it first.
    """
    settings = place.settings
    store = open_store(
        place.folder, database_url=settings.database_url, schema=place.slug, busy_seconds=settings.busy_seconds
    )
    try:
        _erase_again(place, store)
    except AssetmapError:
        store.close()
        raise
    return store


def _erase_again(place: Place, store: Store) -> None:
    erased = read_erased(place.settings.home, place.slug)
    if not erased:
        return
    known = store.erased_people()
    for person in sorted(erased.keys() - known):
        store.erase_person(person, who=ERASED_AGAIN, when=erased[person])


def areas(place: Place) -> geopandas.GeoDataFrame:
    """Return the place's areas, schema AREAS; empty if it has none."""
    return _load(place, AREAS)


def population(place: Place) -> pd.DataFrame:
    """Return all counts of people and households, schema POPULATION, tables in the order they were given."""
    return _load(place, POPULATION)


def postcodes(place: Place) -> pd.DataFrame:
    """Return all postcodes, schema POSTCODES, those that ended and those without coordinates too."""
    return _load(place, POSTCODES)


def settlements(place: Place) -> pd.DataFrame:
    """Return the named settlements of the place's streets, schema SETTLEMENTS."""
    return _load(place, SETTLEMENTS)


def residents(place: Place) -> pd.Series[Any] | None:
    """Return residents by area code from the first given table of residents; None if there is none.

    Areas that this table does not have are not in the answer: their residents are not known.
    """
    return residents_by_area(_load(place, POPULATION))


def cells(place: Place) -> pd.DataFrame:
    """Return the squares that postcodes are grouped into where a place has no areas: cell_id, name, lon, lat, kind."""
    return cell_points(_load(place, POSTCODES))


def origins(place: Place, origin_set: OriginSet) -> pd.DataFrame:
    """Return the points people are taken to set out from, schema ORIGINS.

    Areas give one point each; a place without areas gives the squares of its postcodes. Postcodes give those in use,
    with coordinates, and in an area where the place has areas; an area's residents are spread over them evenly.
    """
    frame = _postcode_origins(place) if origin_set is OriginSet.POSTCODES else _area_origins(place)
    return frame.astype(ORIGINS.dtypes)[ORIGINS.column_names].reset_index(drop=True)


def _area_origins(place: Place) -> pd.DataFrame:
    own, people = areas(place), residents(place)
    if own.empty:
        squares = cells(place)
        return squares.rename(columns={"cell_id": "origin"}).assign(area_id="", people=np.nan)
    known = pd.Series(np.nan, index=own["area_id"]) if people is None else people.reindex(own["area_id"])
    return pd.DataFrame(
        {
            "origin": own["area_id"],
            "name": own["name"],
            "lon": own["lon"],
            "lat": own["lat"],
            "kind": own["origin_kind"],
            "area_id": own["area_id"],
            "people": known.to_numpy(dtype=np.float64),
        }
    )


def _postcode_origins(place: Place) -> pd.DataFrame:
    frame, people = postcodes(place), residents(place)
    used = frame[~frame["ended"] & frame["lon"].notna()]
    if len(areas(place)):
        used = used[used["area_id"] != ""]
    share = np.full(len(used), np.nan)
    if people is not None:
        share = (used["area_id"].map(people) / used.groupby("area_id")["postcode"].transform("size")).to_numpy()
    return used.assign(origin=used["postcode"], name=used["postcode"], kind=OriginKind.POSTCODE.value, people=share)


def street_graph(place: Place, mode: str) -> StreetGraph | None:
    """Return the whole street network of one mode; None if the place has no streets.

    The last few networks stay in memory for all pages and routes, told apart by folder, mode and the file's time;
    nothing about people is in them, and nobody may write into their arrays.
    """
    path = place.parts / place_folder.graph_file(str(mode))
    changed = path.stat().st_mtime_ns if path.is_file() else 0
    try:
        return _graph_once(place.parts, str(mode), changed)
    except KeyError as error:
        raise OutsideError(
            tr(
                "{place}: its streets lack {error}; another version of assetmap made them. Expected streets "
                'of this version. Make them again: assetmap place add "{place}" --streets FILE.osm.pbf',
                place=place.name,
                error=error,
            )
        ) from error


@lru_cache(maxsize=4)
def _graph_once(folder: Path, mode: str, changed: int) -> StreetGraph | None:  # noqa: ARG001 - part of the key
    arrays = place_folder.load_graph(folder, mode)
    if arrays is None:
        return None
    for array in arrays.values():
        array.setflags(write=False)
    return StreetGraph.from_arrays(arrays)


def osm_features(place: Place) -> list[OsmFeature]:
    """Return the things in the place's OpenStreetMap streets that may be assets."""
    return place_folder.load_features(place.parts)


def locate(place: Place, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.object_]:
    """Return the code of the area that holds each point, "" for none."""
    return area_of_points(_load(place, AREAS), np.atleast_1d(lon), np.atleast_1d(lat))


def find_postcode(place: Place, text: str) -> tuple[float, float, str] | None:
    """Return longitude, latitude and area code of a postcode; None if it is not in the place's lists with a point."""
    postcode = tidy_postcode(text)
    frame = _load(place, POSTCODES)
    at = int(frame["postcode"].searchsorted(postcode)) if postcode is not None else len(frame)
    if at >= len(frame):
        return None
    found, lon, lat, area_id = frame.iloc[at][["postcode", "lon", "lat", "area_id"]]
    return None if found != postcode or np.isnan(lon) else (float(lon), float(lat), str(area_id))


def _load(place: Place, schema: TableSchema) -> pd.DataFrame:
    path = place.parts / f"{schema.name}.parquet"
    changed = path.stat().st_mtime_ns if path.is_file() else 0
    return _load_once(place.parts, schema, changed).copy()


@lru_cache(maxsize=16)
def _load_once(folder: Path, schema: TableSchema, changed: int) -> pd.DataFrame:  # noqa: ARG001 - part of the key
    # Nothing about people is in these tables, so they may stay in memory; a changed file is another entry.
    return place_folder.load_frame(folder, schema)
