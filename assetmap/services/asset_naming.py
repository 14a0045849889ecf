"""Which asset a person means: its id, the beginning of its id, or its name."""

from __future__ import annotations

from contextlib import closing

from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import tr
from assetmap.model.asset import Asset
from assetmap.model.find_words import search_form, search_words, suggest
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
        The whole id, the name without regard to capitals and accents, or at least the first four letters of the id.

    Raises
    ------
    NotFoundError
        No asset fits.
    OptionError
        Several fit; the message names them with their ids.
    """
    wanted = text.strip()
    with closing(workspace.open_register(place)) as store:
        known = store.assets(ids=[wanted])
        lines = [] if known else store.asset_lines()
        found = [line.id for line in lines if plain_form(wanted) in {plain_form(name) for name in line.names if name}]
        if not found and len(wanted) >= _FEWEST_ID_LETTERS:
            found = [line.id for line in lines if line.id.startswith(wanted.lower())]
        assets = known or store.assets(ids=found)
    if not assets:
        said = tr(
            "'{wanted}': no asset of {place} has this id or name. Expected one that `assetmap assets` "
            "lists. Look it up there.",
            wanted=harmless(wanted),
            place=place.name,
        )
        nearest = suggest(search_words(wanted), (search_form(line.names) for line in lines))
        raise NotFoundError(" ".join([said, *([tr("Did you mean '{name}'?", name=nearest)] if nearest else [])]))
    if len(assets) > 1:
        named = "; ".join(f"{asset.id[:SHORT_ID_LETTERS]} {harmless(asset.text('name'))}" for asset in assets[:_SHOWN])
        raise OptionError(
            tr(
                "'{wanted}': {number} assets fit ({named}). Expected one. Use the id of the one you mean.",
                wanted=harmless(wanted),
                number=len(assets),
                named=named,
            )
        )
    return assets[0]
