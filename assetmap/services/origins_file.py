"""Points that people bring themselves: a CSV file, or lines that were pasted.

What cannot be placed stays in the answer. Nothing of it is written anywhere. Problems name shapes, not values: a
postcode may be somebody's home.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from assetmap.adapters.files import read_table
from assetmap.errors import FileUnusableError, OptionError
from assetmap.messages import tr, tr_count
from assetmap.model.journey import Way
from assetmap.model.text import plain_form, read_lat_lon, shape_of, tidy_postcode
from assetmap.model.traveller import DEFAULT_PROFILE, PROFILE_BY_NAME
from assetmap.services import workspace
from assetmap.services.workspace import Place

HEADINGS = ("id", "lat", "lon", "postcode", "profile")
POINT = "point"
NOT_PLACED = "not_placed"
MOST_PEOPLE = 500

Row = dict[str, Any]


def read_origins(place: Place, path: Path, *, profile: str) -> pd.DataFrame:
    """Read points from a CSV with ``id`` and ``lat,lon`` or ``postcode``, and maybe ``profile``.

    Returns
    -------
    DataFrame
        One row a row of the file, in its order: origin, name, lon, lat, kind, profile, problem. A row that cannot be
        placed has no point and says why in ``problem``.

    Raises
    ------
    FileUnusableError
        The file cannot be read, or lacks its columns.
    """
    table = read_table(path, settings=place.settings, known=frozenset(HEADINGS))
    named = {plain_form(heading): heading for heading in table.columns}
    if "id" not in named or not ("postcode" in named or {"lat", "lon"} <= set(named)):
        raise FileUnusableError(
            tr(
                "{file}: expected the headings id and lat,lon, or id and postcode; profile may be there too. "
                "Add them and try again.",
                file=path.name,
            )
        )
    cells = {name: table.frame[named[name]].astype(str) if name in named else None for name in HEADINGS}
    rows = [
        _row(place, {name: "" if column is None else str(column.iloc[at]).strip() for name, column in cells.items()},
             at + 1, profile)
        for at in range(len(table.frame))
    ]  # fmt: skip
    return _frame(rows)


def read_people(place: Place, text: str, *, profile: str = DEFAULT_PROFILE) -> pd.DataFrame:
    """Read lines that were pasted: a postcode each, or any words and a postcode at the end; labels are P1, P2...

    Nothing but the postcode is looked at, and nothing is kept.

    Raises
    ------
    OptionError
        There are more lines than can be answered at once: none is left out in silence.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_PEOPLE:
        raise OptionError(
            tr(
                "{number} lines were pasted. Expected {most} at most. Paste them in parts.",
                number=f"{len(lines):,}",
                most=MOST_PEOPLE,
            )
        )  # fmt: skip
    rows = []
    for number, line in enumerate(lines, start=1):
        point = {"id": f"P{number}", "lat": "", "lon": "", "postcode": _postcode_at_end(line), "profile": ""}
        rows.append(_row(place, point, number, profile))
    return _frame(rows)


def _postcode_at_end(line: str) -> str:
    """Return the postcode at the end of a line; where there is none, its last words, as they stand."""
    last = line.replace("\t", ",").replace(";", ",").split(",")[-1].split()
    for many in (2, 1):
        words = " ".join(last[-many:])
        if tidy_postcode(words) is not None:
            return words
    return " ".join(last[-2:])


def _frame(rows: list[Row]) -> pd.DataFrame:
    names = ["origin", "name", "lon", "lat", "kind", "profile", "problem"]
    return pd.DataFrame(rows, columns=names).astype({"lon": "float64", "lat": "float64"})


def _row(place: Place, cells: dict[str, str], number: int, profile: str) -> Row:
    lon, lat, problem = _point(place, cells)
    wanted = plain_form(cells["profile"]).replace(" ", "_") or profile
    if wanted not in PROFILE_BY_NAME:
        known = ", ".join(PROFILE_BY_NAME)
        problem = tr("Its kind of traveller is not one we know. Expected one of: {known}.", known=known)
        lon = lat = np.nan
        wanted = profile
    origin = cells["id"] or tr("row {number}", number=number)
    return {"origin": origin, "name": origin, "lon": lon, "lat": lat, "kind": POINT, "profile": wanted,
            "problem": problem}  # fmt: skip


def _point(place: Place, cells: dict[str, str]) -> tuple[float, float, str]:
    """Return longitude, latitude and what is wrong with a row, empty for nothing."""
    if cells["lat"] or cells["lon"]:
        point = read_lat_lon(f"{cells['lat']},{cells['lon']}")
        if point is None or abs(point[0]) > 90 or abs(point[1]) > 180:  # noqa: PLR2004 - the poles, the date line
            return np.nan, np.nan, tr("Its lat and lon are not degrees. Expected such as 51.58 and -2.99.")
        return point[1], point[0], ""
    if not cells["postcode"]:
        return np.nan, np.nan, tr("It has neither a postcode nor lat and lon. Add one of them.")
    if tidy_postcode(cells["postcode"]) is None:
        shape = shape_of(cells["postcode"])
        return np.nan, np.nan, tr("This is no whole postcode ({shape}). Expected such as AA9 9AA.", shape=shape)
    found = workspace.find_postcode(place, cells["postcode"])
    if found is None:
        return np.nan, np.nan, tr("Its postcode is not in the lists of {place}. Check it.", place=place.name)
    return found[0], found[1], ""


def say_problems(rows: Iterable[Row], starts: pd.DataFrame) -> list[Row]:
    """Say in the rows of points that could not be placed what is wrong with them: they are not known, never gone.

    Parameters
    ----------
    rows
        For each way of travelling and kind of traveller, a row a point, in the points' order.
    starts
        The points. An id may stand more than once: each row has the problem of its own point.
    """
    problems: dict[tuple[str, str], list[str]] = defaultdict(list)
    for start in starts.to_dict("records"):
        problems[str(start["origin"]), str(start["profile"])].append(str(start["problem"]))
    seen: Counter[tuple[str, str, str]] = Counter()
    said = []
    for row in rows:
        key = (str(row["origin"]), str(row["profile"]))
        said.append(_with_problem(row, problems[key][seen[*key, str(row["modes"])]]))
        seen[*key, str(row["modes"])] += 1
    return said


def _with_problem(row: Row, problem: str) -> Row:
    if not problem or row["lon"] is not None:
        return row
    barrier = {"barrier": NOT_PLACED, "label": tr("not placed"), "way": str(Way.NOT_KNOWN), "sentence": problem}
    return row | {"way_there_and_back": str(Way.NOT_KNOWN), "why": problem, "barriers": [barrier]}


def notes(starts: pd.DataFrame) -> list[str]:
    """Say how many points could not be placed, and which labels stand more than once."""
    lost = int((starts["problem"] != "").sum())
    said = []
    if lost:
        said.append(
            tr_count(
                "{number} of {of} points could not be placed: the rows say why.",
                "{number} of {of} points could not be placed: the rows say why.", lost, of=f"{len(starts):,}",
            )
        )  # fmt: skip
    twice = [label for label, number in Counter(starts["origin"]).items() if number > 1]
    if twice:
        names = ", ".join(twice[:5])
        said.append(tr("These ids stand more than once: {names}. Each row is answered on its own.", names=names))
    return said
