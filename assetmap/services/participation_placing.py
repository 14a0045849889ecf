"""From a postcode or an area's code to an area, at the door: what a person wrote goes no further than this."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from assetmap.model.participation import POSTCODE_DISTRICT, NotPlaced
from assetmap.model.place import AREA_CODE_PATTERN
from assetmap.model.text import find_postcode, plain_form, tidy_code, tidy_postcode
from assetmap.services.participation_values import Texts

_DISTRICT = re.compile(POSTCODE_DISTRICT)
_AREA_CODE = re.compile(AREA_CODE_PATTERN)


@dataclass(frozen=True)
class AreaFinder:
    """All a place knows about where a written postcode or area lies.

    Attributes
    ----------
    by_code
        Area by its code without spaces, upper case.
    by_name
        Area by its name in plain form, where only one area has that name.
    by_postcode
        Area (or square, where a place has no areas) by postcode; "" where it lies in none.
    """

    by_code: dict[str, str]
    by_name: dict[str, str]
    by_postcode: dict[str, str]
    has_districts: bool = field(default=False)

    def find(self, text: str) -> tuple[str, str]:
        """Return the area, or "" with the reason."""
        if not text.strip():
            return "", str(NotPlaced.NO_POSTCODE)
        area = self.by_code.get(tidy_code(text)) or self.by_name.get(plain_form(text))
        if area:
            return area, ""
        postcode = tidy_postcode(text) or find_postcode(text)
        return self._by_postcode(postcode) if postcode else ("", str(self._why_not(tidy_code(text))))

    def _by_postcode(self, postcode: str) -> tuple[str, str]:
        area = self.by_postcode.get(postcode)
        if area is None:
            area = self.by_code.get(postcode.partition(" ")[0])
        if area:
            return area, ""
        return "", str(NotPlaced.NOT_FOUND if area is None else NotPlaced.OUTSIDE)

    def _why_not(self, code: str) -> NotPlaced:
        if _AREA_CODE.fullmatch(code):
            return NotPlaced.OUTSIDE
        if _DISTRICT.fullmatch(code):
            return NotPlaced.NOT_FOUND if self.has_districts else NotPlaced.PART_POSTCODE
        return NotPlaced.NOT_A_POSTCODE


def make_finder(areas: pd.DataFrame, postcodes: pd.DataFrame) -> AreaFinder:
    """Make the finder of a place.

    Parameters
    ----------
    areas
        The place's areas; without any, postcodes are grouped into squares.
    postcodes
        The place's postcodes.
    """
    codes = [str(one) for one in areas["area_id"]] if len(areas) else []
    names = pd.Series([plain_form(str(one or "")) for one in areas["name"]], index=codes) if len(areas) else pd.Series()
    alone = names[(names != "") & ~names.duplicated(keep=False)] if len(names) else names
    lies_in = postcodes["area_id" if len(areas) else "cell_id"].fillna("")
    by_code = {tidy_code(code): code for code in codes}
    return AreaFinder(
        by_code=by_code,
        by_name={str(name): str(code) for code, name in alone.items()},
        by_postcode=dict(zip(postcodes["postcode"], lies_in, strict=True)),
        has_districts=any(_DISTRICT.fullmatch(code) for code in by_code),
    )


def place_rows(finder: AreaFinder, written: Iterable[pd.Series], rows: int) -> tuple[Texts, Texts]:
    """Place every row by the first of its columns that can be placed.

    Parameters
    ----------
    finder
        The place's areas and postcodes.
    written
        The columns that say where, best first; may be none.
    rows
        Number of rows.

    Returns
    -------
    tuple
        Area of each row ("" where none), and why it has none ("" where it has one).
    """
    area = np.full(rows, "", dtype=object)
    reason = np.full(rows, str(NotPlaced.NO_POSTCODE), dtype=object)
    for column in written:
        codes, different = pd.factorize(column.to_numpy(dtype=object))
        found = [finder.find(text) for text in different]
        here = np.array([one for one, _ in found], dtype=object)[codes]
        why = np.array([one for _, one in found], dtype=object)[codes]
        blank = why == NotPlaced.NO_POSTCODE
        reason = np.where(area != "", "", np.where(blank, reason, why))
        area = np.where(area != "", area, here)
    return area, np.where(area != "", "", reason)
