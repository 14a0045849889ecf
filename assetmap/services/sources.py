"""Where what is shown came from: each list and file behind it with its dates, as lines of text."""

from __future__ import annotations

from collections.abc import Iterable

from assetmap.adapters.place_folder import read_place_file
from assetmap.messages import mark, tr
from assetmap.model.asset import Asset
from assetmap.render.asset_words import day_words
from assetmap.services.workspace import Place

_SOURCE_WORDS = {
    "as_at": mark("as at {value}"),
    "vintage": mark("{value}"),
    "read_on": mark("read on {value}"),
    "licence": mark("{value}"),
}


def list_sources(place: Place, assets: Iterable[Asset] = ()) -> tuple[str, ...]:
    """Return a line for each list that assets came from, then for each file of the place; each line once."""
    lists: dict[str, str] = {}
    for asset in assets:
        newest = max((fact.as_at for fact in asset.fields.values()), default="")
        lists[asset.source] = max(lists.get(asset.source, ""), newest)
    lines = [_dated(source, {"as_at": lists[source][:10]}) for source in sorted(lists)]
    lines += [_dated(row["name"], row) for row in read_place_file(place.folder).sources]
    return tuple(dict.fromkeys(lines))


def _dated(name: str, row: dict[str, str]) -> str:
    told = [tr(text, value=day_words(row[key])) for key, text in _SOURCE_WORDS.items() if row.get(key)]
    return ", ".join([name, *told])
