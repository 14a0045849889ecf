"""Kinds of list that say what their rows are by their headings, and how OpenStreetMap's tags become fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assetmap.messages import mark
from assetmap.model.asset import Where


@dataclass(frozen=True)
class ListLayout:
    """One kind of list known by its headings.

    Attributes
    ----------
    name
        What a note calls it.
    headings
        Normalised headings that must all be there.
    kind, detail, where
        What its rows are, where a row does not say it itself; empty where the headings do not tell.
    columns
        Field to headings, before the table of synonyms is asked; several are put together with a comma.
    ignored
        Headings that are ours and need no keeping.
    """

    name: str
    headings: frozenset[str]
    kind: str = ""
    detail: str = ""
    where: str = ""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()


# First match wins.
LIST_LAYOUTS: tuple[ListLayout, ...] = (
    ListLayout(
        mark("a list from assetmap"),
        frozenset({"id", "kind", "source", "access", "visibility"}),
        columns={"source": ("source",), "access": ("access",), "detail": ("detail",), "where": ("where",)},
        ignored=frozenset({"access details", "area id", "area", "located by", "status", "distance km", "agreed"}),
    ),
    ListLayout(
        mark("a list of mobile library stops"),
        frozenset({"mobile", "route", "stop", "frequency"}),
        kind="service",
        detail="mobile library stop",
        where=Where.MOVES_AROUND,
        columns={
            "name": ("stop", "community"),
            "opening_hours": ("day", "arrival", "departure", "frequency"),
            "detail": (),
            "kind": (),
            "mobile": (),
        },
    ),
    ListLayout(mark("a list of libraries"), frozenset({"library name"}), kind="venue", detail="library"),
    ListLayout(mark("a list of places of worship"), frozenset({"religion", "denomination"}), kind="venue",
               detail="place of worship"),
    ListLayout(mark("a list of charities"), frozenset({"charity"}), kind="service", detail="charity"),
    ListLayout(mark("a list of health services"), frozenset({"healthcare"}), kind="service", detail="health service"),
)  # fmt: skip

# Tags that give a field of an asset, best first.
OSM_FIELD_TAGS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "official_name"),
    "name_cy": ("name:cy",),
    "name_gd": ("name:gd",),
    "postcode": ("addr:postcode",),
    "phone": ("phone", "contact:phone"),
    "email": ("email", "contact:email"),
    "website": ("website", "contact:website", "url"),
    "opening_hours": ("opening_hours", "service_times"),
    "description": ("description",),
    "checked_on": ("check_date", "survey:date"),
}
# An address is these parts that are there, with commas between; the tags of one part with a space.
OSM_ADDRESS_TAGS: tuple[tuple[str, ...], ...] = (
    ("addr:unit",),
    ("addr:housename",),
    ("addr:housenumber", "addr:street"),
    ("addr:place",),
    ("addr:suburb",),
    ("addr:city",),
)
OSM_SOURCE = "OpenStreetMap"
# Headings that tell an export of OpenStreetMap; its columns are then read as tags.
OSM_MARK_HEADINGS: frozenset[str] = frozenset({"osm_id", "osm_type", "@id", "@type", "full_id"})
OSM_TYPE_HEADINGS: tuple[str, ...] = ("osm_type", "@type")
# Everyday headings of such an export that say nothing about an asset.
OSM_EMPTY_HEADINGS: frozenset[str] = frozenset({"osm_url", "osm_type", "@type", "addr:country"})
