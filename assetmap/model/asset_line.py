"""One line of a long list of assets: what it is sorted and chosen by, without the facts that only its page shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from assetmap.model.asset import AccessFact, Agreement

NAME_FIELDS: tuple[str, ...] = ("name", "name_cy", "name_gd")
"""Fields that hold an asset's name, one a language; it is found by any of them."""


class AssetLine(NamedTuple):
    """An asset in short; there is no private fact in it.

    Attributes
    ----------
    id, source, kind, where, visibility, status, located_by, lat, lon, area_id, agreement
        As in `Asset`.
    names
        Its names in the order of NAME_FIELDS, empty where there is none.
    access
        Facts about those access features that were asked for.
    has_access
        Whether anything is recorded about any access feature.
    """

    id: str
    source: str
    kind: str
    where: str
    visibility: str
    status: str
    located_by: str
    lat: float | None
    lon: float | None
    area_id: str
    agreement: Agreement | None
    has_access: bool
    names: tuple[str, ...]
    access: Mapping[str, AccessFact]

    @property
    def name(self) -> str:
        """Its first name, in whatever language there is one; empty where it has none."""
        return next((name for name in self.names if name), "")
