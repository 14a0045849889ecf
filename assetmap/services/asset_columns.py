"""Which column of a list of assets holds what: as told, else by what the list is, else by the table of headings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assetmap.adapters.files import Table
from assetmap.errors import OptionError
from assetmap.messages import tr
from assetmap.model.access_feature import ACCESS_FEATURE_BY_NAME, ACCESS_FEATURES
from assetmap.model.asset import NEVER_LOCATED_OSM, OSM_ASSET_RULES
from assetmap.model.asset_fields import (
    ASSET_FIELD_BY_NAME,
    ASSET_FIELDS,
    FIELD_PAIRS,
    FIX_REASON_HEADING,
    FIX_SOURCE_HEADING,
)
from assetmap.model.asset_layouts import (
    LIST_LAYOUTS,
    OSM_EMPTY_HEADINGS,
    OSM_MARK_HEADINGS,
    OSM_TYPE_HEADINGS,
    ListLayout,
)
from assetmap.model.text import plain_form

_OURS = ("access", "detail")
_WORDS = [row.synonyms for row in ASSET_FIELDS] + [row.synonyms for row in ACCESS_FEATURES]
KNOWN_HEADINGS: frozenset[str] = frozenset(plain_form(word) for words in _WORDS for word in words)
_TAG_KEYS = {key for rule in (*OSM_ASSET_RULES, *NEVER_LOCATED_OSM) for key in rule.tags}


@dataclass
class AssetColumns:
    """The choice made for one file.

    Attributes
    ----------
    fields
        Headings of each field, e.g. ``{"address": ("Address 1", "Address 2")}``.
    access
        Heading of each access feature.
    tags
        Heading of each OpenStreetMap tag that tells the kind; empty unless the file is an export of it.
    type_heading
        In such an export, the heading that tells points from ways.
    unrecognised
        Headings that nobody claims.
    layout
        What the headings say the list is, or None.
    """

    fields: dict[str, tuple[str, ...]]
    access: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    type_heading: str = ""
    unrecognised: tuple[str, ...] = ()
    layout: ListLayout | None = None

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return field and heading for the import's answer."""
        found = [(name, " + ".join(headings)) for name, headings in self.fields.items() if headings]
        return (*found, *self.access.items())


def choose_columns(table: Table, given: Mapping[str, str]) -> AssetColumns:
    """Decide which headings hold which field.

    Parameters
    ----------
    table
        The list.
    given
        Field or access feature to heading, from the user or remembered.

    Raises
    ------
    OptionError
        A field or heading that was named is not there.
    """
    told = {name: _told_heading(table, name, heading) for name, heading in given.items()}
    layout = _layout(table.columns)
    chosen = AssetColumns({name: (one,) for name, one in told.items() if name in ASSET_FIELD_BY_NAME}, layout=layout)
    chosen.access = {name: one for name, one in told.items() if name in ACCESS_FEATURE_BY_NAME}
    free = [heading for heading in table.columns if heading not in told.values()]
    if layout is not None:
        _take_layout(chosen, layout, free)
    for row in ASSET_FIELDS:
        if row.name not in chosen.fields:
            chosen.fields[row.name] = tuple(_matching(row.synonyms, free, many=row.many))
            _claim(free, chosen.fields[row.name])
    _drop_half_pairs(chosen, free)
    _take_access(chosen, free)
    _take_tags(chosen, table, free)
    known = {plain_form(FIX_REASON_HEADING), plain_form(FIX_SOURCE_HEADING), *(layout.ignored if layout else ())}
    chosen.unrecognised = tuple(heading for heading in free if plain_form(heading) not in known)
    return chosen


def file_shape(table: Table) -> str:
    """Return the name under which a column choice is remembered: a hash of the headings alone."""
    ours = {plain_form(FIX_REASON_HEADING), plain_form(FIX_SOURCE_HEADING)}
    headings = sorted({plain_form(heading) for heading in table.columns} - ours)
    return "assets " + hashlib.blake2b("\n".join(headings).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _told_heading(table: Table, name: str, heading: str) -> str:
    if name not in ASSET_FIELD_BY_NAME and name not in ACCESS_FEATURE_BY_NAME:
        known = ", ".join([*ASSET_FIELD_BY_NAME, *ACCESS_FEATURE_BY_NAME])
        raise OptionError(
            tr(
                "--columns {name}: there is no such field. Expected one of: {known}. Correct the name.",
                name=name,
                known=known,
            )
        )
    exact = [column for column in table.columns if column == heading]
    alike = [column for column in table.columns if plain_form(column) == plain_form(heading)]
    if not exact and not alike:
        raise OptionError(
            tr(
                "{file}: there is no column '{heading}' for {name}. It has: {columns}. Write one of these.",
                file=table.source,
                heading=heading,
                name=name,
                columns=", ".join(table.columns),
            )
        )
    return (exact or alike)[0]


def _layout(columns: Iterable[str]) -> ListLayout | None:
    plain = {plain_form(heading) for heading in columns}
    return next((layout for layout in LIST_LAYOUTS if layout.headings <= plain), None)


def _take_layout(chosen: AssetColumns, layout: ListLayout, free: list[str]) -> None:
    for name, words in layout.columns.items():
        if name not in chosen.fields:
            chosen.fields[name] = tuple(one for word in words for one in _matching((word,), free, many=False))
    for headings in [chosen.fields[name] for name in layout.columns]:
        _claim(free, headings)


def _matching(synonyms: Iterable[str], free: list[str], *, many: bool) -> list[str]:
    """Return the free headings that hold a field: the best one, or all of them in the file's order."""
    plain = {heading: plain_form(heading) for heading in free}
    words = [plain_form(word) for word in synonyms]
    if many:
        return [heading for heading in free if plain[heading] in words]
    found = (heading for word in words for heading in free if plain[heading] == word)
    return [one for one in [next(found, None)] if one is not None]


def _claim(free: list[str], headings: Iterable[str]) -> None:
    for heading in headings:
        if heading in free:
            free.remove(heading)


def _drop_half_pairs(chosen: AssetColumns, free: list[str]) -> None:
    for pair in FIELD_PAIRS:
        if not all(chosen.fields[name] for name in pair):
            for name in pair:
                free.extend(chosen.fields[name])
                chosen.fields[name] = ()


def _take_access(chosen: AssetColumns, free: list[str]) -> None:
    for feature in ACCESS_FEATURES:
        words = (feature.name, feature.label, *feature.synonyms)
        if feature.name not in chosen.access:
            for heading in _matching(words, free, many=False):
                chosen.access[feature.name] = heading
                free.remove(heading)


def _take_tags(chosen: AssetColumns, table: Table, free: list[str]) -> None:
    if not OSM_MARK_HEADINGS & set(table.columns):
        return
    chosen.tags = {key: key for key in table.columns if key in _TAG_KEYS}
    chosen.type_heading = next((one for one in OSM_TYPE_HEADINGS if one in table.columns), "")
    for feature in ACCESS_FEATURES:
        for key in feature.osm:
            if key in free and feature.name not in chosen.access:
                chosen.access[feature.name] = key
    _claim(free, [*chosen.tags.values(), *chosen.access.values(), *OSM_EMPTY_HEADINGS])
