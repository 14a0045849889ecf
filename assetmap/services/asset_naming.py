"""Which asset a person means: its id, the beginning of its id, or its name."""

from __future__ import annotations

from contextlib import closing

from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import tr
from assetmap.model.asset import Asset
from assetmap.model.text import harmless, plain_form
from assetmap.services import workspace
from assetmap.services.workspace import Place

SHORT_ID_LETTERS = 8
"""Letters of an id that a table shows; they are enough to name an asset."""

_FEWEST_ID_LETTERS = 4
_SHOWN = 5


def find_asset_id(place: Place, text: str) -> str:
    """Return the id of the one asset that is meant; see `find_asset`."""
    return find_asset(place, text).id


def find_asset(place: Place, text: str) -> Asset:
    """Return the one asset that is meant.

    Parameters
    ----------
    place
        The place.
    text
        The whole id, at least its first four letters, or the name without regard to capitals and accents.

    Raises
    ------
    NotFoundError
        No asset fits.
    OptionError
        Several fit; the message names them with their ids.
    """
    wanted = text.strip()
    with closing(workspace.open_register(place)) as store:
        assets = store.assets()
    found = [asset for asset in assets if asset.id == wanted]
    if not found and len(wanted) >= _FEWEST_ID_LETTERS:
        found = [asset for asset in assets if asset.id.startswith(wanted.lower())]
    found = found or [asset for asset in assets if _has_name(asset, plain_form(wanted))]
    if not found:
        raise NotFoundError(
            tr(
                "'{wanted}': no asset of {place} has this id or name. Expected one that `assetmap assets` "
                "lists. Look it up there.",
                wanted=harmless(wanted),
                place=place.name,
            )
        )
    if len(found) > 1:
        named = "; ".join(f"{asset.id[:SHORT_ID_LETTERS]} {harmless(asset.text('name'))}" for asset in found[:_SHOWN])
        raise OptionError(
            tr(
                "'{wanted}': {number} assets fit ({named}). Expected one. Use the id of the one you mean.",
                wanted=harmless(wanted),
                number=len(found),
                named=named,
            )
        )
    return found[0]


def _has_name(asset: Asset, wanted: str) -> bool:
    return bool(wanted) and wanted in {plain_form(asset.text(name)) for name in ("name", "name_cy", "name_gd")}
