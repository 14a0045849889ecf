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


class Catalogue(gettext.GNUTranslations):
    """One language. Long lists look up a text for each row, so a single look is all that a plain text costs."""

    def __init__(self, file: polib.POFile, behind: gettext.NullTranslations | None) -> None:
        super().__init__(io.BytesIO(file.to_binary()))
        self._said = {entry.msgid: entry.msgstr for entry in file if entry.msgstr}
        self._behind = behind
        if behind is not None:
            self.add_fallback(behind)

    def gettext(self, message: str) -> str:
        """Return a text's words here, else in the language behind, else as it stands."""
        said = self._said.get(message)
        if said is not None:
            return said
        return message if self._behind is None else self._behind.gettext(message)


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
    return Catalogue(file, None if language == PAGE_ENGLISH else read_catalogue(PAGE_ENGLISH))
