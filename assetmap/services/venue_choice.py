"""The venues that a person can choose from, told apart: names alone are not unique."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field

from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import tr
from assetmap.model.asset import Status, Where
from assetmap.model.asset_line import AssetLine
from assetmap.model.text import harmless, plain_form, read_lat_lon, tidy_postcode
from assetmap.services import workspace
from assetmap.services.asset_list import PUBLIC, is_public
from assetmap.services.venues import VENUE
from assetmap.services.workspace import Place


@dataclass(frozen=True)
class VenueChoices:
    """What can be chosen.

    Attributes
    ----------
    names
        Name with its area by id, in order of name; where both are alike the address, else a number, is added.
    without_location
        How many venues cannot be chosen because nobody knows where they are.
    private
        Whether any of them has not agreed to be shown.
    """

    names: dict[str, str] = field(default_factory=dict)
    without_location: int = 0
    private: bool = False


def venue_choices(place: Place, view: str) -> VenueChoices:
    """Return the venues in use that have a location: all of them, or in the public view those that agreed."""
    with closing(workspace.open_register(place)) as store:
        lines = [line for line in store.asset_lines() if _is_open_venue(line) and (view != PUBLIC or is_public(line))]
        located = [line for line in lines if line.lat is not None]
        names = _with_area(place, located)
        times = Counter(names.values())
        alike = [asset_id for asset_id, name in names.items() if times[name] > 1]
        addresses = {asset.id: asset.text("address") for asset in store.assets(ids=alike)} if alike else {}
    told = _apart(names, addresses)
    ordered = dict(sorted(told.items(), key=lambda pair: (plain_form(pair[1]), pair[0])))
    return VenueChoices(ordered, len(lines) - len(located), any(not is_public(line) for line in located))


def _is_open_venue(line: AssetLine) -> bool:
    return line.kind == VENUE and line.status == Status.OPEN and line.where in {Where.PLACE, Where.MOVES_AROUND}


def _with_area(place: Place, lines: list[AssetLine]) -> dict[str, str]:
    areas = workspace.areas(place)
    area_names = dict(zip(areas["area_id"], areas["name"], strict=True))
    return {
        line.id: ", ".join(filter(None, (_name(line), harmless(str(area_names.get(line.area_id, ""))))))
        for line in lines
    }


def _name(line: AssetLine) -> str:
    return " ".join(harmless(line.name).split()) or tr("a venue with no name recorded")


def _apart(names: dict[str, str], addresses: dict[str, str]) -> dict[str, str]:
    told = {
        asset_id: f"{name} ({' '.join(harmless(addresses[asset_id]).split())})" if addresses.get(asset_id) else name
        for asset_id, name in names.items()
    }
    alike = Counter(told.values())
    seen: Counter[str] = Counter()
    for asset_id, name in told.items():
        seen[name] += 1
        if alike[name] > 1:
            told[asset_id] = f"{name} ({seen[name]})"
    return told


def typed_venue(place: Place, text: str) -> str:
    """Return what was typed as a postcode of the place or a point, ready for a travel request.

    An asset's id is not taken: what may be shown is chosen from a list.

    Raises
    ------
    OptionError
        It is neither a postcode nor a point.
    NotFoundError
        The postcode is not in the place's lists.
    """
    if read_lat_lon(text) is not None:
        return text.strip()
    postcode = tidy_postcode(text)
    if postcode is None:
        raise OptionError(
            tr("This is neither a whole postcode nor a point. Expected such as ZZ1 1AA or 51.58,-2.99. Correct it.")
        )
    if workspace.find_postcode(place, postcode) is None:
        raise NotFoundError(
            tr("This postcode is not in the lists of {place}. Type another one, or a point.", place=place.name)
        )
    return postcode
