"""What all windows of the app share, and what each page starts from: settings, places, time, who, the words."""

from __future__ import annotations

import datetime as dt
import getpass
import gettext
import os
import threading
from dataclasses import dataclass, field

from platformdirs import user_data_path

from assetmap.adapters.catalogues import read_catalogue
from assetmap.config import Settings, read_settings
from assetmap.services import workspace
from assetmap.services.workspace import Place


@dataclass
class _Shared:
    """What holds for the whole process, because there is one laptop and it is handed round as a whole."""

    sharing: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)


_SHARED = _Shared()


def settings() -> Settings:
    """Read the settings from the environment."""
    return read_settings(os.environ, default_home=user_data_path("assetmap", appauthor=False))


def catalogue() -> gettext.NullTranslations:
    """Return the words of the pages, in the language that is set."""
    return read_catalogue(settings().language)


def page_language() -> str:
    """Return the language of the pages as HTML and screen readers take it: the English of the pages is Britain's."""
    language = settings().language
    return "en-GB" if language == "en" else language


def place_names() -> dict[str, str]:
    """Return the names of all places by slug, in order of name."""
    return workspace.place_names(settings())


def open_place(slug: str) -> Place:
    """Open a place as it is now: an unchanging handle, cheap to make again for each run of a page."""
    return workspace.open_place(settings(), slug)


def sharing() -> bool:
    """Tell whether the laptop is being shown to others: then nothing PRIVATE leaves any page or route."""
    return _SHARED.sharing


def set_sharing(*, on: bool) -> None:
    """Turn Showing this to others on or off, for all windows of this app."""
    with _SHARED.lock:
        _SHARED.sharing = on


def view() -> str:
    """Return which list of assets may be shown now: ``working``, or ``public`` while it is shown to others."""
    return "public" if sharing() else "working"


def default_place() -> str:
    """Return the slug of the place that the settings name, empty for none."""
    name = settings().place.strip()
    return workspace.make_slug(name) if any(letter.isalnum() for letter in name) else ""


def now() -> dt.datetime:
    """Return the time now on this computer's clock, with its zone; pages pass it on, so nothing below reads a clock.

    Its day is the day of the people at the keyboard: between midnight here and midnight in universal time they would
    else be told that today is still ahead.
    """
    return dt.datetime.now(tz=dt.UTC).astimezone()


def who() -> str:
    """Return who is at the keyboard, for the history."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "not known"
