"""What people are compared by: the place's areas, or patches of areas put together in a list."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from assetmap.adapters.files import Table, read_table
from assetmap.errors import FileUnusableError
from assetmap.messages import mark, tr
from assetmap.model.representation import LEFT_OUT, PATCH_FILE_AREA_HEADINGS, PATCH_FILE_PATCH_HEADINGS, UnitKind
from assetmap.model.text import plain_form, tidy_code
from assetmap.render.words import name_some
from assetmap.services import workspace
from assetmap.services.workspace import Place


@dataclass(frozen=True)
class Units:
    """Areas or patches, in a stable order.

    Attributes
    ----------
    names
        Plain name by id, in the order of ids.
    of_area
        Unit of each area that is in one.
    kind
        Areas, squares or patches.
    left_out
        Names of areas that are in no patch.
    left_out_ids
        Their codes.
    """

    names: pd.Series
    of_area: pd.Series
    kind: UnitKind
    left_out: tuple[str, ...] = ()
    left_out_ids: tuple[str, ...] = ()


def area_units(place: Place) -> Units:
    """Return the place's areas; without areas, the squares its postcodes are grouped into."""
    areas = workspace.areas(place)
    kind = UnitKind.AREA if len(areas) else UnitKind.SQUARE
    if len(areas):
        names = pd.Series(areas["name"].to_numpy(dtype=object), index=areas["area_id"].astype(str).to_numpy())
    else:
        cells = workspace.cells(place)
        names = pd.Series(cells["name"].to_numpy(dtype=object), index=cells["cell_id"].astype(str).to_numpy())
    names = names.sort_index()
    return Units(names, pd.Series(names.index, index=names.index, dtype="object"), kind)


def patch_units(place: Place, path: Path) -> Units:
    """Return the patches of a list that names areas and their patch.

    Parameters
    ----------
    place
        The place whose areas are put together.
    path
        CSV or XLSX with a column of area codes and one of patch names; a blank patch leaves the area out.

    Raises
    ------
    FileUnusableError
        A column is not there, an area is not in the place, or an area is in two patches.
    """
    areas = area_units(place)
    known = frozenset((*PATCH_FILE_AREA_HEADINGS, *PATCH_FILE_PATCH_HEADINGS))
    table = read_table(path, settings=place.settings, known=known)
    codes = _column(table, PATCH_FILE_AREA_HEADINGS, mark("area code")).map(tidy_code)
    patches = _column(table, PATCH_FILE_PATCH_HEADINGS, mark("patch")).map(lambda text: " ".join(text.split()))
    by_code = {tidy_code(area): area for area in areas.names.index}
    _check(table, codes, patches, by_code)
    listed = pd.Series(patches.to_numpy(dtype=object), index=[by_code[code] for code in codes])
    return patches_of(areas, listed)


def patches_of(areas: Units, patch_of: pd.Series) -> Units:
    """Put areas together into patches.

    Parameters
    ----------
    areas
        The place's areas as they are.
    patch_of
        Patch by area code; ``LEFT_OUT``, or no entry, leaves an area out. Codes the place does not have are passed by.
    """
    there = patch_of.index.isin(areas.names.index) & ~patch_of.index.duplicated()
    of_area = patch_of[(patch_of != LEFT_OUT) & there]
    names = sorted(set(of_area))
    left_out = areas.names[~areas.names.index.isin(of_area.index)]
    return Units(
        pd.Series(names, index=names, dtype="object"),
        of_area,
        UnitKind.PATCH,
        tuple(str(one) for one in left_out),
        tuple(str(one) for one in left_out.index),
    )


def _column(table: Table, headings: tuple[str, ...], what: str) -> pd.Series:
    by_words = {plain_form(column): column for column in reversed(table.columns)}
    for heading in headings:
        if heading in by_words:
            return table.frame[by_words[heading]]
    raise FileUnusableError(
        tr(
            "{file}: no column holds the {what}. Expected a heading such as {first}. It has: {columns}. "
            "Rename one of these.",
            file=table.source,
            what=tr(what),
            first=headings[0],
            columns=", ".join(table.columns),
        )
    )


def _check(table: Table, codes: pd.Series, patches: pd.Series, by_code: dict[str, str]) -> None:
    unknown = codes[~codes.isin(by_code.keys())]
    if len(unknown):
        raise FileUnusableError(
            tr(
                "{file}: {number} of {total} rows name no area of this place (first: row {row}, "
                "'{code}'). Expected the codes of its areas. Correct or remove these rows.",
                file=table.source,
                number=len(unknown),
                total=len(codes),
                row=unknown.index[0],
                code=unknown.iloc[0],
            )
        )
    pairs = pd.DataFrame({"code": codes, "patch": patches}).query("patch != ''").drop_duplicates()
    twice = pairs[pairs["code"].duplicated()]
    if len(twice):
        raise FileUnusableError(
            tr(
                "{file}: {number} areas are in two patches (first: row {row}, '{code}'). Expected one patch "
                "for each area. Remove the other rows.",
                file=table.source,
                number=len(twice),
                row=twice.index[0],
                code=twice["code"].iloc[0],
            )
        )


def left_out_sentence(units: Units) -> str:
    """Return which areas are in no patch, in words; "" where all are in one."""
    if not units.left_out:
        return ""
    return tr("In no patch, and not compared: {left_out}.", left_out=name_some(units.left_out))
