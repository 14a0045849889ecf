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
from assetmap.services.patch_names import problem_of_name, tidy_patch_name
from assetmap.services.patch_outlines import patches_drawn
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

    def by_area(self) -> dict[str, str]:
        """Return the unit of each area's code; ``LEFT_OUT`` for an area that is in none."""
        return {**dict.fromkeys(self.left_out_ids, LEFT_OUT), **{str(a): str(u) for a, u in self.of_area.items()}}

    def put_together_as(self, unit_of: dict[str, str]) -> bool:
        """Tell whether areas belong together as they did, whatever the names; areas on one side alone play no part."""
        now = self.by_area()
        pairs = {(now[code], unit_of[code]) for code in now.keys() & unit_of.keys()}
        left_out_alike = all((here == LEFT_OUT) == (there == LEFT_OUT) for here, there in pairs)
        return left_out_alike and len(pairs) == len({here for here, _ in pairs}) == len({there for _, there in pairs})


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
    """Return the patches of a list that names areas and their patch, or of outlines drawn on a map.

    Parameters
    ----------
    place
        The place whose areas are put together.
    path
        CSV or XLSX with a column of area codes and one of patch names; a blank patch leaves the area out. Or GeoJSON
        of outlines, each with the name of its patch.

    Raises
    ------
    FileUnusableError
        A column is not there, an area is not in the place, an area is in two patches or none is in any, or a patch has
        a name that cannot be used.
    """
    areas = area_units(place)
    listed = _listed(place, path, areas)
    units = patches_of(areas, patches_drawn(place, path) if listed is None else listed)
    if units.names.empty:
        raise FileUnusableError(
            tr("{file}: no area of this place is in a patch. Expected at least one. Correct the file.", file=path.name)
        )
    return units


def _listed(place: Place, path: Path, areas: Units) -> pd.Series | None:
    """Return the patch by area code as a list says it; None for a map file that does not list the place's areas."""
    known = frozenset((*PATCH_FILE_AREA_HEADINGS, *PATCH_FILE_PATCH_HEADINGS))
    table = read_table(path, settings=place.settings, known=known)
    by_code = {tidy_code(area): area for area in areas.names.index}
    if table.header_row == 0 and not _lists_areas(table, by_code):  # a map file has no row of headings
        return None
    codes = _column(table, PATCH_FILE_AREA_HEADINGS, mark("area code")).map(tidy_code)
    written = _column(table, PATCH_FILE_PATCH_HEADINGS, mark("patch"))
    patches = written.map(tidy_patch_name)
    _check(table, codes, patches, by_code)
    _check_names(table, written)
    listed = pd.Series(patches.to_numpy(dtype=object), index=[by_code[code] for code in codes])
    return listed[listed != LEFT_OUT]


def _lists_areas(table: Table, by_code: dict[str, str]) -> bool:
    """Tell whether each row has the code of one of the place's areas: then a map's outlines are the areas'."""
    columns = [column for column in table.columns if plain_form(column) in PATCH_FILE_AREA_HEADINGS]
    return any(table.frame[column].map(tidy_code).isin(by_code.keys()).all() for column in columns)


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


def _check_names(table: Table, written: pd.Series) -> None:
    """Refuse names that cannot be a patch's; one of marks that nobody can see is not a blank."""
    for row, name in written[written != LEFT_OUT].drop_duplicates().items():
        problem = problem_of_name(tidy_patch_name(name))
        if problem:
            raise FileUnusableError(
                tr(
                    "{file}, row {row}: {problem} Expected a name in plain words. Correct it.",
                    file=table.source,
                    row=row,
                    problem=problem,
                )
            )


def left_out_sentence(units: Units) -> str:
    """Return which areas are in no patch, in words; "" where all are in one."""
    if not units.left_out:
        return ""
    return tr("In no patch, and not compared: {left_out}.", left_out=name_some(units.left_out))
