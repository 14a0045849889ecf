"""What a person writes about one asset by hand: read like a cell of a list, and refused where a list would be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assetmap.errors import OptionError
from assetmap.messages import mark, tr
from assetmap.model.asset import Asset, Fact, LocatedBy, Where
from assetmap.model.asset_fields import ASSET_FIELD_BY_NAME, FAR_OUTSIDE_KM
from assetmap.model.text import tidy_postcode
from assetmap.services import asset_contacts, asset_kinds, asset_location, workspace
from assetmap.services.asset_answers import BY_HAND
from assetmap.services.asset_list import find_point
from assetmap.services.asset_merge import PLACED
from assetmap.services.asset_privacy import join_private
from assetmap.services.landmarks import LandmarkKind, choose_landmark
from assetmap.services.workspace import Place

_HAND_FACTS = frozenset({
    "name", "name_cy", "name_gd", "detail", "address", "phone", "email", "website", "opening_hours", "description",
    "who_for",
})  # fmt: skip
_PRIVATE_FACTS = frozenset(name for name, row in ASSET_FIELD_BY_NAME.items() if row.private)
_NAMES = ("name", "name_cy", "name_gd", "detail")
_TEXTS = ("address", "description", "who_for")
_CONTACT_FORMS = {
    "phone": mark("a telephone number such as 01633 656656"),
    "email": mark("an e-mail address such as hall@example.org"),
    "website": mark("one web address such as https://example.org"),
}


@dataclass(frozen=True, kw_only=True)
class AssetMove:
    """Where an asset is now.

    Attributes
    ----------
    postcode
        A postcode of the place; it becomes the asset's own.
    lat, lon
        Degrees; both or none.
    address
        Its address in words, changed if given.
    beside
        In words: "next to the library", a settlement, a postcode or LAT,LON. The asset gets the point of that one.
    landmark
        Which of several that ``beside`` may mean; see `landmarks.Landmark`.
    """

    postcode: str = ""
    lat: float | None = None
    lon: float | None = None
    address: str = ""
    beside: str = ""
    landmark: str = ""


def edited(asset: Asset, fields: Mapping[str, str], today: str) -> Asset:
    """Return an asset with facts that were set by hand; an empty text wipes.

    Raises
    ------
    OptionError
        A field is not one we know, a value cannot be used, or the asset is one that is never located.
    """
    facts, private, kind, where = dict(asset.fields), dict(asset.private), asset.kind, str(asset.where)
    public, held = _checked_fields(fields)
    for name, text in public.items():
        facts[name] = Fact(text, BY_HAND, today, by_hand=True)
        kind = text if name == "kind" else kind
        where = text if name == "where" else where
    for name, text in held.items():
        known = "" if name in fields or name not in private else str(private[name].value)
        private[name] = Fact(join_private([known, text]), BY_HAND, today, by_hand=True)
    if not facts.get("name", Fact("", "", "")).value:
        raise OptionError(tr("asset: there is no name. Expected what the asset is called. Give a name."))
    new = replace(asset, fields=facts, private=private, kind=kind, where=where)
    refuse_never_located(new)
    return new


def refuse_never_located(asset: Asset) -> None:
    """Raise OptionError for a place that is, or may be, never located or published."""
    why = asset_kinds.never_located(
        {}, *(asset.text(name) for name in _NAMES), texts=[asset.text(name) for name in _TEXTS]
    )
    if why == asset_kinds.NEVER_LOCATED_REASON:
        raise OptionError(
            tr(
                "asset: this is a place that is never located or published. Expected no refuge, children's "
                "home, prison or the like. Leave it out."
            )
        )
    if why:
        raise OptionError(
            tr(
                "asset: this may be a place that is never located or published. Expected no refuge or the "
                "like. If it is none, say it in other words."
            )
        )


def _checked_fields(fields: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return public and private fields, kind and where as keys; a mobile or personal e-mail goes to the private ones.

    What was taken out of a public text is added to what is held; a private field that was named replaces it.
    """
    public: dict[str, str] = {}
    held: dict[str, str] = {name: text.strip() for name, text in fields.items() if name in _PRIVATE_FACTS}
    for name, text in fields.items():
        if name in held:
            continue
        public[name], mobiles, addresses = _checked_field(name, text.strip())
        for private, found in (("mobile", mobiles), ("personal_email", addresses)):
            if found:
                held[private] = join_private([held.get(private, ""), found])
    return public, held


def _checked_field(name: str, text: str) -> tuple[str, str, str]:
    """Return the public text of a field, and the personal mobiles and e-mail addresses that stood in it."""
    if name == "kind":
        return asset_kinds.check_kind(text), "", ""
    if name == "where":
        return _check_where(text), "", ""
    if name not in _HAND_FACTS:
        known = ", ".join(sorted({"kind", "where"} | _HAND_FACTS | _PRIVATE_FACTS))
        raise OptionError(
            tr("'{name}': there is no such field to edit. Expected one of: {known}.", name=name, known=known)
        )
    if name in _CONTACT_FORMS and text:
        return _checked_contact(name, text)
    return asset_contacts.take_private(text)


def _checked_contact(name: str, text: str) -> tuple[str, str, str]:
    """Read a number, e-mail or web address; raise OptionError where a word is left that is none."""
    mobiles = addresses = ""
    if name == "phone":
        public, mobiles, other_words = asset_contacts.read_phones(text)
    elif name == "email":
        public, addresses, other_words = asset_contacts.read_emails(text)
    else:
        public, other_words = asset_contacts.read_website(text)
    if other_words or not (public or mobiles or addresses):
        raise OptionError(
            tr(
                "{name} '{text}': this cannot be used. Expected {form}, and nothing else. Correct it.",
                name=name,
                text=text,
                form=tr(_CONTACT_FORMS[name]),
            )
        )
    return public, mobiles, addresses


def _check_where(text: str) -> str:
    where = asset_kinds.where_of(text)
    if where is None:
        raise OptionError(
            tr("where '{text}': we do not know it. Expected one of: {where}.", text=text, where=", ".join(Where))
        )
    return str(where)


def moved(place: Place, asset: Asset, at: AssetMove, today: str) -> Asset:
    """Return an asset that is at another place.

    Raises
    ------
    OptionError
        The postcode or the point cannot be used, or the point is far outside the place.
    """
    if at == AssetMove():
        return asset
    if (at.lat is None) != (at.lon is None):
        raise OptionError(tr("move: one of LAT and LON is missing. Expected both. Add the other one."))
    new = edited(asset, {"address": at.address}, today) if at.address.strip() else asset
    if at.beside.strip():
        return _moved_beside(place, new, at, today)
    if at.postcode.strip():
        facts = {"postcode": Fact(_check_postcode(at.postcode), BY_HAND, today, by_hand=True)}
        new = replace(new, fields=new.fields | facts)
    if at.lat is None and not at.postcode.strip():
        return new
    lat, lon = find_point(place, at.postcode if at.lat is None else f"{at.lat:f},{at.lon:f}")
    if at.lat is not None:
        _refuse_far_outside(place, lat, lon)
    return _put(place, new, lat, lon)


def _moved_beside(place: Place, asset: Asset, at: AssetMove, today: str) -> Asset:
    """Return an asset at the point that words mean; the words are kept, so that anybody can check them."""
    found = choose_landmark(place, at.beside, key=at.landmark)
    if found.kind == LandmarkKind.POINT:
        _refuse_far_outside(place, found.lat, found.lon)
    new = _put(place, asset, found.lat, found.lon)
    said = {
        LandmarkKind.POSTCODE: ("postcode", found.name),
        LandmarkKind.SETTLEMENT: (PLACED, tr("in {name}", name=found.name)),
        LandmarkKind.ASSET: (PLACED, tr("next to {name}", name=found.name)),
    }
    if found.kind not in said:
        return new
    name, text = said[found.kind]
    return replace(new, fields=new.fields | {name: Fact(text, BY_HAND, today, by_hand=True)})


def _put(place: Place, asset: Asset, lat: float, lon: float) -> Asset:
    """Return an asset with its pin elsewhere; what was said of the old pin is forgotten."""
    area_id = str(workspace.locate(place, [lon], [lat])[0])
    facts = {name: fact for name, fact in asset.fields.items() if name != PLACED}
    return replace(asset, lat=lat, lon=lon, area_id=area_id, located_by=LocatedBy.BY_HAND, fields=facts)


def _check_postcode(text: str) -> str:
    postcode = tidy_postcode(text)
    if postcode is None:
        raise OptionError(
            tr("postcode '{text}': it is not whole. Expected one such as NP20 1AA. Correct it.", text=text)
        )
    return postcode


def _refuse_far_outside(place: Place, lat: float, lon: float) -> None:
    away_km = asset_location.km_outside(place, lon, lat)
    if away_km > FAR_OUTSIDE_KM:
        raise OptionError(
            tr(
                "{lat:g},{lon:g}: this point is {away_km:,.0f} km outside {place}. Expected one within "
                "{far_outside_km} km. Latitude comes first: correct it, or use another --place.",
                lat=lat,
                lon=lon,
                away_km=away_km,
                place=place.name,
                far_outside_km=FAR_OUTSIDE_KM,
            )
        )
