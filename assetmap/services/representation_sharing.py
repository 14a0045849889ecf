"""One set of patches for all figures that are released from a place: kept with it, and fixed by the first release.

Figures for two sets of patches, each harmless on its own, give small numbers away when one is taken from the other.
Until something is released the patches may be changed freely: nobody else has seen a figure. The first release fixes
them, and any other set is refused from then on, in the share view too. Sets are compared by which areas belong
together, not by names: a patch may always be renamed, but never to the name that released figures use for another one.
An area that came later is in no patch of a fixed set, and one that is gone holds nobody: it changes nothing about it.

The patches are kept in ``shared-areas.toml`` in the place's folder: area codes, patch names and a day, no counts.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import tomlkit
from tomlkit.exceptions import TOMLKitError

from assetmap.adapters import place_folder, release_files
from assetmap.errors import AssetmapError, OptionError, OutsideError
from assetmap.messages import tr
from assetmap.model.representation import BY_AREA_ALONE, LEFT_OUT, WORKING_VIEW, UnitKind, other_areas_refused
from assetmap.model.text import plain_form
from assetmap.services.releases_kept import places_hash, released_places
from assetmap.services.representation_units import Units, area_units, patch_units, patches_of
from assetmap.services.workspace import Place

SHARED_AREAS_FILE = "shared-areas.toml"
RELEASES_FOLDER = release_files.FOLDER


@dataclass(frozen=True)
class SharedAreas:
    """The patches that are kept with a place.

    Attributes
    ----------
    kind
        Patches; files of earlier versions may hold areas or squares.
    since
        Day on which areas were put together like this.
    unit_of
        Patch by area code; ``LEFT_OUT`` for an area that is in no patch.
    """

    kind: UnitKind
    since: dt.date
    unit_of: dict[str, str]


def chosen_units(place: Place, *, by: str, patches: Path | None, view: str) -> tuple[Units, SharedAreas | None]:
    """Return what people are compared by, and the patches that are kept with the place.

    Parameters
    ----------
    place
        The place.
    by
        "area" asks for the areas themselves; empty takes the patches that are kept, else the areas.
    patches
        A list that puts areas together, or None.
    view
        In the working view anything goes. Asking fixes nothing in either view.

    Raises
    ------
    OptionError
        The share view was asked for with other patches than those that were released.
    FileUnusableError, OutsideError
        The list of patches, or what was kept with the place, cannot be used.
    """
    kept = read_shared_areas(place)
    if patches is not None:
        units = patch_units(place, patches)
    elif kept is not None and kept.kind is UnitKind.PATCH and by != BY_AREA_ALONE:
        units = patches_of(area_units(place), pd.Series(kept.unit_of, dtype="object"))
    else:
        units = area_units(place)
    if view != WORKING_VIEW and units.kind is UnitKind.PATCH and patches_fixed(place):
        _refuse_others(place, units, kept)
    return units, kept


def patches_fixed(place: Place) -> bool:
    """Tell whether figures were released from this place: its patches then stay as they are.

    A release whose file is missing, as after an older copy of the place was put back, counts too.

    Raises
    ------
    OutsideError
        The folder or the list of releases cannot be looked into: nobody can tell then.
    """
    return bool(release_files.list_release_ids(place.folder) or released_places(place))


def settle_patches(place: Place, path: Path) -> SharedAreas:
    """Keep the patches of a list, or of a file of outlines, with the place; return what is kept.

    Raises
    ------
    OptionError
        As for `keep_patches`.
    FileUnusableError, ConflictError, OutsideError
        The list cannot be used, another program is changing places, or the place's folder cannot be written.
    """
    return keep_patches(place, patch_units(place, path))


def keep_patches(place: Place, units: Units) -> SharedAreas:
    """Keep patches with the place; return what is kept. Every way of keeping or renaming patches leads through here.

    One program at a time looks and writes, so that nothing is released in between.

    Raises
    ------
    OptionError
        Other patches were released, or released figures use one of the names for another patch.
    ConflictError, OutsideError
        Another program is changing places, or the place's folder cannot be written.
    """
    with _on_disk(place), place_folder.one_writer(place.settings.home, busy_seconds=place.settings.busy_seconds):
        kept = read_shared_areas(place)
        if patches_fixed(place):
            _refuse_others(place, units, kept)
        now = _with(kept, units)
        if now != kept:
            _refuse_released_names(place, now)
            _write(place.folder / SHARED_AREAS_FILE, now)
    return now


def read_shared_areas(place: Place) -> SharedAreas | None:
    """Return the patches that are kept with the place; None where none are.

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
                "{path}: it cannot be read. Expected the patches that were kept, as assetmap wrote them. Bring "
                "it back from a backup.",
                path=path,
            )
        ) from fault


def same_patches(units: Units, kept: SharedAreas | None) -> bool:
    """Tell whether units put areas together as the kept patches do, whatever they are called."""
    if kept is None or units.kind is not kept.kind:
        return False
    # An area that came later than the patches stands in none of them.
    return units.put_together_as({code: kept.unit_of.get(code, LEFT_OUT) for code in units.by_area()})


def _refuse_others(place: Place, units: Units, kept: SharedAreas | None) -> None:
    """Refuse patches that put areas together in another way than the released ones.

    An older copy of the place may hold other patches than the released ones: the way back to those stays open.
    """
    if same_patches(units, kept) or places_hash(units.by_area()) in released_places(place):
        return
    if kept is not None:
        raise OptionError(other_areas_refused(kept.kind, len(set(kept.unit_of.values()) - {LEFT_OUT})))
    areas = area_units(place)
    raise OptionError(other_areas_refused(areas.kind, len(areas.names)))


def _refuse_released_names(place: Place, now: SharedAreas) -> None:
    """Refuse a name that released figures use for another patch: a reader would take one for the other."""
    for release_id in release_files.list_release_ids(place.folder):
        released = release_files.read_release(place.folder, release_id).unit_of
        areas_then = _areas_by_name({area: released[area] for area in released.keys() & now.unit_of.keys()})
        areas_now = _areas_by_name(now.unit_of)
        for name in now.unit_of.values():
            borne = plain_form(name)
            if borne in areas_then and areas_then[borne] != areas_now[borne]:
                raise OptionError(
                    tr("'{name}': released figures use this name for another patch. Expected another name. Choose one.",
                       name=name)
                )  # fmt: skip


def _areas_by_name(unit_of: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the areas of each patch by its name as a reader takes it: whatever its capitals and accents."""
    found: dict[str, set[str]] = {}
    for area, name in unit_of.items():
        if name != LEFT_OUT:
            found.setdefault(plain_form(name), set()).add(area)
    return found


def _with(kept: SharedAreas | None, units: Units) -> SharedAreas:
    """Return what is kept from now on; where only names change, an area that is gone stays known."""
    now = units.by_area()
    if kept is None or not same_patches(units, kept):
        return SharedAreas(units.kind, dt.datetime.now(tz=dt.UTC).astimezone().date(), now)
    renamed = {kept.unit_of.get(code, LEFT_OUT): name for code, name in now.items()}
    gone = {code: renamed.get(name, name) for code, name in kept.unit_of.items() if code not in now}
    return SharedAreas(kept.kind, kept.since, {**gone, **now})


@contextmanager
def _on_disk(place: Place) -> Iterator[None]:
    """Say in plain words that the disk did not take it."""
    try:
        yield
    except AssetmapError:
        raise
    except OSError as fault:
        raise OutsideError(
            tr(
                "{folder}: it cannot be written ({reason}). Expected to keep the patches there. Free some "
                "space, or make the folder writable.",
                folder=place.folder / SHARED_AREAS_FILE,
                reason=fault.strerror,
            )
        ) from fault


def _write(path: Path, shared: SharedAreas) -> None:
    """Write the file whole or not at all; only its owner may read it."""
    text = tomlkit.dumps({"kind": str(shared.kind), "since": shared.since.isoformat(), "areas": shared.unit_of})
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
