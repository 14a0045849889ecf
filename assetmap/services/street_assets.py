"""Assets that a place's own OpenStreetMap extract holds: each feature becomes a draft by the table of rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from assetmap.model.access_feature import ACCESS_FEATURES, Answer
from assetmap.model.asset import AccessFact
from assetmap.model.asset_layouts import OSM_ADDRESS_TAGS, OSM_FIELD_TAGS, OSM_SOURCE
from assetmap.services import asset_cells, asset_kinds, asset_privacy, workspace
from assetmap.services.asset_draft import Draft
from assetmap.services.workspace import Place

_CONTACTS = ("phone", "email", "website")
_NOT_FACTS = frozenset({"name", *_CONTACTS, "postcode", "checked_on"})
_NAMES = ("name", "name_cy", "name_gd")
_ADDRESS_KEYS = tuple(key for keys in OSM_ADDRESS_TAGS for key in keys)


def read_street_drafts(place: Place, *, today: dt.date) -> Iterator[Draft]:
    """Yield one draft for each feature of the extract that the table names; rows are numbered from 1."""
    for row, feature in enumerate(workspace.osm_features(place), start=1):
        list_id = f"{feature.osm_type}/{feature.osm_id}"
        draft = Draft(row, OSM_SOURCE, list_id=list_id, lat=feature.lat, lon=feature.lon)
        if _read_kind(draft, feature.tags):
            _read_tags(draft, feature.tags, today)
            yield draft


def _read_kind(draft: Draft, tags: Mapping[str, str]) -> bool:
    rule = asset_kinds.rule_of_tags(tags)
    if rule is None:
        return False
    draft.kind, draft.detail = rule.kind, rule.detail
    names = [tags[key] for name in _NAMES for key in OSM_FIELD_TAGS[name] if key in tags]
    texts = [tags[key] for key in (*OSM_FIELD_TAGS["description"], *_ADDRESS_KEYS) if key in tags]
    why = asset_kinds.never_located(tags, *names, texts=texts)
    if why:
        asset_privacy.leave_out_of_sight(draft, why)
    return True


def _read_tags(draft: Draft, tags: Mapping[str, str], today: dt.date) -> None:
    found = {name: _first(tags, keys) for name, keys in OSM_FIELD_TAGS.items()}
    draft.name = found["name"]
    draft.facts = {name: text for name, text in found.items() if text and name not in _NOT_FACTS}
    if draft.name:
        draft.facts["name"] = draft.name
    draft.checked_on = asset_cells.read_date(found["checked_on"], today=today) or ""
    draft.postcode = asset_cells.read_postcode(found["postcode"]) or ""
    address = ", ".join(text for text in (_together(tags, keys) for keys in OSM_ADDRESS_TAGS) if text)
    if address:
        draft.facts["address"] = address
    _read_access(draft, tags)
    asset_privacy.keep_contacts(draft, **{name: found[name] for name in _CONTACTS})
    asset_privacy.clean_texts(draft)


def _read_access(draft: Draft, tags: Mapping[str, str]) -> None:
    """Take the best tag of each feature that answers it; values we cannot read are kept as detail."""
    for feature in ACCESS_FEATURES:
        said = [asset_cells.read_osm_answer(feature, tags[key]) for key in feature.osm if key in tags]
        answered = [one for one in said if one[0] != Answer.NOT_RECORDED] or [one for one in said if one[1]]
        if answered:
            answer, detail = answered[0]
            draft.access[feature.name] = AccessFact(answer, draft.source, draft.checked_on, detail)


def _first(tags: Mapping[str, str], keys: tuple[str, ...]) -> str:
    return next((tags[key] for key in keys if tags.get(key)), "")


def _together(tags: Mapping[str, str], keys: tuple[str, ...]) -> str:
    return " ".join(tags[key] for key in keys if tags.get(key))
