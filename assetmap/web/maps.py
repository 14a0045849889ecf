"""Maps on offer: a page asks for one and gets its address; the address tells nothing of what the map shows."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections import OrderedDict
from contextlib import closing
from dataclasses import dataclass, field, replace

from assetmap.services import workspace
from assetmap.services.web_maps import ASSETS, DrawnMap, MapSpec, as_public, counts_people, draw_web_map
from assetmap.services.workspace import Place
from assetmap.web import state

SERVED_AT = "/maps/"
MOST_OFFERS = 64
MOST_DRAWN = 8
TOKEN_LETTERS = 32
_SECRET = secrets.token_bytes(32)


@dataclass(frozen=True)
class Offer:
    """One map that some page shows: its place as it was, and what is asked."""

    place: Place
    spec: MapSpec


@dataclass
class _Kept:
    """What this process remembers: the last maps on offer, and the last few drawn that say nothing of people."""

    offers: OrderedDict[str, Offer] = field(default_factory=OrderedDict)
    drawn: OrderedDict[tuple[str, str, int], DrawnMap] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)


_KEPT = _Kept()


def offer_map(place: Place, spec: MapSpec) -> str:
    """Put a map on offer and return its address; the same map has the same address until its facts change.

    While the laptop is shown to others the map is the public one, under an address of its own.
    """
    if state.sharing():
        spec = as_public(spec)
    if spec.layer == ASSETS and spec.asset_ids is not None:
        spec = replace(spec, asset_ids=tuple(sorted(spec.asset_ids)))
    token = _token(place, spec)
    with _KEPT.lock:
        _KEPT.offers[token] = Offer(place, spec)
        _KEPT.offers.move_to_end(token)
        while len(_KEPT.offers) > MOST_OFFERS:
            _KEPT.offers.popitem(last=False)
    return f"{SERVED_AT}{token}"


def _token(place: Place, spec: MapSpec) -> str:
    said = repr((str(place.settings.home), place.settings.database_url, spec, register_generation(place)))
    return hmac.new(_SECRET, said.encode("utf-8"), hashlib.sha256).hexdigest()[:TOKEN_LETTERS]


def register_generation(place: Place) -> int:
    """Return the number that every write to a place's register raises."""
    with closing(workspace.open_register(place)) as store:
        return store.generation()


def offered(token: str) -> Offer | None:
    """Return what an address stands for; while the laptop is shown to others, the public map of it."""
    with _KEPT.lock:
        offer = _KEPT.offers.get(token)
    if offer is not None and state.sharing():
        return Offer(offer.place, as_public(offer.spec))
    return offer


def drawn_map(token: str, offer: Offer) -> DrawnMap:
    """Draw a map that is on offer, or return it as it was just drawn; one that counts people is drawn anew."""
    if counts_people(offer.spec):
        return _draw(token, offer)
    key = (token, offer.spec.view, register_generation(offer.place))
    with _KEPT.lock:
        found = _KEPT.drawn.get(key)
    if found is not None:
        return found
    drawn = _draw(token, offer)
    if drawn.moves:
        with _KEPT.lock:
            _KEPT.drawn[key] = drawn
            while len(_KEPT.drawn) > MOST_DRAWN:
                _KEPT.drawn.popitem(last=False)
    return drawn


def _draw(token: str, offer: Offer) -> DrawnMap:
    return draw_web_map(offer.place, offer.spec, address=f"{SERVED_AT}{token}", now=state.now())


def forget_maps() -> None:
    """Forget every map on offer and every one drawn."""
    with _KEPT.lock:
        _KEPT.offers.clear()
        _KEPT.drawn.clear()
