"""The programs of the maps in the app: fetched once, kept, and served from our own address."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from assetmap.adapters.web_assets import LEAFLET_CLUSTERS, WEB_MAP, WebFile, read_web_files
from assetmap.config import Settings
from assetmap.errors import OutsideError
from assetmap.render.folium_map import usual_address
from assetmap.services.maps import CACHE_FOLDER

SERVED_AT = "/vendor/"
SECONDS_UNTIL_NEXT_TRY = 60.0
_SERVED: dict[str, WebFile] = {file.name: file for file in (*WEB_MAP, *LEAFLET_CLUSTERS)}


@dataclass
class _Held:
    """What this process found, by cache folder and file, and when a search for them last failed."""

    texts: dict[tuple[Path, WebFile], str] = field(default_factory=dict)
    failed: dict[Path, tuple[float, str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


_HELD = _Held()


@dataclass(frozen=True)
class FoundProgram:
    """The map's programs and styles in order; none of them where they are not to be had, with the reason if known."""

    files: tuple[WebFile, ...]
    why: str = ""


def find_program(settings: Settings) -> FoundProgram:
    """Find all programs of a map, in the cache folder or outside; after a failure not again for a minute."""
    cache = settings.home / CACHE_FOLDER
    with _HELD.lock:
        if all((cache, file) in _HELD.texts for file in WEB_MAP):
            return FoundProgram(WEB_MAP)
        when, why = _HELD.failed.get(cache, (-SECONDS_UNTIL_NEXT_TRY, ""))
        if time.monotonic() - when < SECONDS_UNTIL_NEXT_TRY:
            return FoundProgram((), why)
        why = _fetch(settings, cache)
        if all((cache, file) in _HELD.texts for file in WEB_MAP):
            return FoundProgram(WEB_MAP)
        _HELD.failed[cache] = (time.monotonic(), why)
        return FoundProgram((), why)


def _fetch(settings: Settings, cache: Path) -> str:
    """Read the files into memory; return why not, as far as that is known."""
    address = settings.web_assets_url or usual_address()
    try:
        found = read_web_files(WEB_MAP, cache, address=address, seconds=settings.network_seconds)
    except OutsideError as fault:
        return str(fault)
    for file, text in (found or {}).items():
        _HELD.texts[cache, file] = text
    return ""


def program_file(settings: Settings, name: str) -> bytes | None:
    """Return the content of one of the files we serve, by its name in the lock table; None for any other name."""
    file = _SERVED.get(name)
    if file is None:
        return None
    cache = settings.home / CACHE_FOLDER
    if (cache, file) not in _HELD.texts:
        find_program(settings)
    text = _HELD.texts.get((cache, file))
    return None if text is None else text.encode("utf-8")


def forget_program() -> None:
    """Forget what was found and what failed, so that the next map looks again."""
    with _HELD.lock:
        _HELD.texts.clear()
        _HELD.failed.clear()
