"""The door to polib: the message catalogues that come with the package, one folder a language."""

from __future__ import annotations

import gettext
import io
from functools import lru_cache

import polib

from assetmap.adapters.shipped import data_folder
from assetmap.errors import OptionError
from assetmap.messages import tr

FOLDER, FILE = "locale", "assetmap.po"
PAGE_ENGLISH = "en"
"""The English of the pages; what another language lacks is said in it."""


def languages() -> tuple[str, ...]:
    """Return the languages there is a catalogue for, such as ``("cy", "en")``."""
    return tuple(sorted(path.parent.name for path in (data_folder() / FOLDER).glob(f"*/{FILE}")))


@lru_cache(maxsize=8)
def read_catalogue(language: str) -> gettext.NullTranslations:
    """Read one language's catalogue; a sentence it lacks is said in the English of the pages.

    Parameters
    ----------
    language
        Name of its folder in ``data/locale``, such as ``en`` or ``cy``.

    Raises
    ------
    OptionError
        There is no such catalogue.
    """
    known = languages()
    if language not in known:
        raise OptionError(
            tr(
                "ASSETMAP_LANGUAGE '{language}': there is no such language yet. Expected one of: {known}. Choose one.",
                language=language,
                known=", ".join(known),
            )
        )
    file = polib.pofile(str(data_folder() / FOLDER / language / FILE), encoding="utf-8")
    catalogue = gettext.GNUTranslations(io.BytesIO(file.to_binary()))
    if language != PAGE_ENGLISH:
        catalogue.add_fallback(read_catalogue(PAGE_ENGLISH))
    return catalogue
