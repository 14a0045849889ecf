"""The census categories of a place, and what each is taken for."""

from __future__ import annotations

from typing import Any

from assetmap.errors import NotFoundError
from assetmap.messages import mark, tr
from assetmap.model.census_groups import NOT_COMPARED, TABLE_OF_CHARACTERISTIC
from assetmap.model.participation_categories import CATEGORIES
from assetmap.services.census_meaning import check_characteristic, read_map, read_table_as, save_map
from assetmap.services.workspace import Place

NOT_COMPARED_WORDS = mark("not compared")
BY_YOU, _BY_WORDS = mark("you"), mark("its words")


def list_meanings(place: Place, characteristic: str = "") -> list[dict[str, Any]]:
    """Return one row a census category: characteristic, table, category, residents, taken_for, said_by.

    Parameters
    ----------
    place
        The place.
    characteristic
        Only this one; empty for all that the place has figures for.

    Raises
    ------
    OptionError
        No such characteristic.
    OutsideError
        The corrections that were saved cannot be read.
    """
    if characteristic:
        check_characteristic(characteristic)
    rows = []
    for name in [characteristic] if characteristic else CATEGORIES:
        reading = read_table_as(place, name)
        for category, meaning in reading.meanings.items() if reading else ():
            rows.append(
                {
                    "characteristic": name,
                    "table": TABLE_OF_CHARACTERISTIC[name],
                    "category": category,
                    "residents": int(reading.table.by_area[category].sum()) if reading else 0,
                    "taken_for": meaning or tr(NOT_COMPARED_WORDS),
                    "said_by": tr(BY_YOU if reading and category in reading.theirs else _BY_WORDS),
                }
            )
    return rows


def correct_meanings(place: Place, characteristic: str, said: dict[str, str], *, anew: bool = False) -> None:
    """Save what census categories are, beside what was said before.

    Parameters
    ----------
    place
        The place.
    characteristic
        Its name.
    said
        Our category by census category; "not compared" or "" for none.
    anew
        Forget what was said about this characteristic before.

    Raises
    ------
    NotFoundError
        Nothing was said at all.
    OptionError, OutsideError
        As `census_meaning.save_map`.
    """
    if not said and not anew:
        raise NotFoundError(
            tr('Nothing to save. Expected --set "CENSUS CATEGORY=ours", or --reset to read the words again.')
        )
    check_characteristic(characteristic)
    before = {} if anew else read_map(place).get(characteristic, {})
    none_of_ours = {NOT_COMPARED_WORDS, tr(NOT_COMPARED_WORDS)}
    now = {category: NOT_COMPARED if ours in none_of_ours else ours for category, ours in said.items()}
    save_map(place, characteristic, before | now)
