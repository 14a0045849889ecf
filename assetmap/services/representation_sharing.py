"""One set of patches for all figures that are shared from a place: the first that was shared stays in use.

Figures for two sets of patches, each harmless on its own, give small numbers away when one is taken from the other.
The areas themselves can always be asked for: they are what a place begins with, and the answer then says to pass on
the areas or the patches, never both. Fixed releases with one set alone will replace this. The first set of patches is
kept in ``shared-areas.toml`` in the place's folder (area codes, patch names and a day; no counts),
and any other is refused. It is compared by which areas belong together, not by the file's or the patches' names.
Areas that came later, or are gone, hold nobody who was counted before: they change nothing about the set.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import tomlkit
from tomlkit.exceptions import TOMLKitError

from assetmap.errors import AssetmapError, OptionError, OutsideError
from assetmap.messages import say_day, tr
from assetmap.model.representation import COMPARED_BY, LEFT_OUT, WORKING_VIEW, UnitKind, other_areas_refused
from assetmap.services.representation_units import Units, area_units, patch_units, patches_of
from assetmap.services.workspace import Place

SHARED_AREAS_FILE = "shared-areas.toml"


@dataclass(frozen=True)
class SharedAreas:
    """What was shared first.

    Attributes
    ----------
    kind
        Areas, squares or patches.
    since
        Day of the first figures that were shared.
    unit_of
        Area or patch by area code; ``LEFT_OUT`` for an area that was in no patch.
    """

    kind: UnitKind
    since: dt.date
    unit_of: dict[str, str]


def chosen_units(place: Place, *, by: str, patches: Path | None, view: str) -> tuple[Units, SharedAreas | None]:
    """Return what people are compared by, and what was shared before.

    Parameters
    ----------
    place
        The place.
    by
        "area" asks for the areas themselves; empty takes what was shared before, else the areas.
    patches
        A list that puts areas together, or None.
    view
        In the working view anything goes.

    Raises
    ------
    OptionError
        The share view was asked for with other patches than those in use.
    FileUnusableError, OutsideError
        The list of patches, or what was kept with the place, cannot be used.
    """
    before = read_shared_areas(place)
    if patches is not None:
        units = patch_units(place, patches)
    elif before is not None and before.kind is UnitKind.PATCH and by != COMPARED_BY:
        units = patches_of(area_units(place), pd.Series(before.unit_of, dtype="object"))
    else:
        units = area_units(place)
    if view != WORKING_VIEW and before is not None and units.kind is UnitKind.PATCH:
        _check_same(units, before)
    return units, before


def remember(place: Place, units: Units) -> SharedAreas | None:
    """Keep these patches as the ones in use, if none are; return those in use. Areas are not kept.

    Raises
    ------
    OptionError
        Another program shared others in the meantime.
    OutsideError
        The place's folder cannot be written: then nothing may be shared.
    """
    path, before = place.folder / SHARED_AREAS_FILE, read_shared_areas(place)
    if units.kind is not UnitKind.PATCH:
        return before
    try:
        if before is None:
            before = SharedAreas(units.kind, dt.datetime.now(tz=dt.UTC).date(), _unit_of(units))
            _write(path, before, first=True)
        _check_same(units, before)
        now = _with(before, units)
        if now != before:
            _write(path, now, first=False)
    except FileExistsError:
        return remember(place, units)
    except AssetmapError:
        raise
    except OSError as fault:
        raise OutsideError(
            tr(
                "{folder}: it cannot be written ({reason}). Expected to note which areas are shared, before "
                "any figure is. Free some space, or make the folder writable.",
                folder=place.folder / SHARED_AREAS_FILE,
                reason=fault.strerror,
            )
        ) from fault
    return now


def settle_patches(place: Place, path: Path) -> SharedAreas | None:
    """Take a list's patches as the ones that figures to share use, before any figure is shared; return those in use.

    Raises
    ------
    OptionError
        Other patches are in use.
    FileUnusableError, OutsideError
        The list cannot be used, or the place's folder cannot be written.
    """
    return remember(place, patch_units(place, path))


def read_shared_areas(place: Place) -> SharedAreas | None:
    """Return what was shared first; None where nothing was.

    Raises
    ------
    OutsideError
        The file is there and cannot be read: nothing is shared then.
    """
    path = place.folder / SHARED_AREAS_FILE
    try:
        values: dict[str, Any] = tomlkit.parse(path.read_text(encoding="utf-8")).unwrap()
        unit_of = {str(code): str(unit) for code, unit in values["areas"].items()}
        return SharedAreas(UnitKind(values["kind"]), dt.date.fromisoformat(values["since"]), unit_of)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, TOMLKitError, KeyError, TypeError, ValueError, AttributeError) as fault:
        raise OutsideError(
            tr(
                "{path}: it cannot be read. Expected the areas that were shared before, as assetmap wrote "
                "them. Bring it back from a backup.",
                path=path,
            )
        ) from fault


def _check_same(units: Units, before: SharedAreas) -> None:
    """Refuse areas put together in another way than before."""
    now = _unit_of(units)
    both = sorted(now.keys() & before.unit_of.keys())
    pairs = {(now[code], before.unit_of[code]) for code in both}
    left_out_alike = all((here == LEFT_OUT) == (there == LEFT_OUT) for here, there in pairs)
    if left_out_alike and len(pairs) == len({here for here, _ in pairs}) == len({there for _, there in pairs}):
        return
    used = len(set(before.unit_of.values()) - {LEFT_OUT})
    raise OptionError(other_areas_refused(before.kind, used, day_words(before.since)))


def _unit_of(units: Units) -> dict[str, str]:
    return {**dict.fromkeys(units.left_out_ids, LEFT_OUT), **{str(a): str(u) for a, u in units.of_area.items()}}


def _with(before: SharedAreas, units: Units) -> SharedAreas:
    """Return what is in use with today's names and any new area; a code that is gone stays known."""
    now = _unit_of(units)
    unit_of = {**before.unit_of, **now} if units.kind is before.kind else {**now, **before.unit_of}
    return SharedAreas(before.kind, before.since, unit_of)


def day_words(day: dt.date) -> str:
    """Return a day as people write it: '2 March 2026'."""
    return say_day(day)


def _write(path: Path, shared: SharedAreas, *, first: bool) -> None:
    """Write the file whole or not at all; only its owner may read it. The first of two programs wins."""
    text = tomlkit.dumps({"kind": str(shared.kind), "since": shared.since.isoformat(), "areas": shared.unit_of})
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if first:
            _put_first(Path(name), path)
        else:
            Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _put_first(fresh: Path, path: Path) -> None:
    """Put the file in its place unless one is there; raise FileExistsError then."""
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        raise
    except OSError:  # a disk without links, such as a memory stick
        if path.exists():
            raise FileExistsError(path) from None
        fresh.replace(path)
