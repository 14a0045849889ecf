"""Read each row of a list of assets into a draft: its fields, its access answers, what stays private, its faults."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from assetmap.adapters.files import Table
from assetmap.messages import tr
from assetmap.model.access_feature import ACCESS_FEATURE_BY_NAME, Answer
from assetmap.model.asset import ASSET_KINDS, AccessFact, Agreement, Visibility, Where
from assetmap.model.asset_fields import ASSET_FIELDS
from assetmap.model.text import plain_form
from assetmap.services import asset_cells, asset_coordinates, asset_kinds, asset_privacy
from assetmap.services.asset_access import read_own_access
from assetmap.services.asset_columns import AssetColumns
from assetmap.services.asset_draft import Draft, storable

_PLAIN_FACTS = tuple(row.name for row in ASSET_FIELDS if row.plain_fact and row.name != "website")
_NAMES = ("name", "name_cy", "name_gd", "kind", "detail")
_TEXTS = ("address", "where", "description", "who_for")
_VISIBILITY = {plain_form(one): one for one in Visibility}
KIND = "kind"


@dataclass(frozen=True, kw_only=True)
class RowOptions:
    """What holds for every row of one import."""

    source: str
    kind: str = ""
    drop_unrecognised: bool = False
    agreed_by: str = ""
    agreed_on: str = ""
    today: dt.date


def read_rows(table: Table, columns: AssetColumns, options: RowOptions) -> Iterator[Draft]:
    """Yield one draft for each row of the table, in order."""
    reader = _RowReader(table, columns, options)
    for number, cells in zip(table.frame.index, table.frame.itertuples(index=False, name=None), strict=True):
        yield reader.read(cast("int", number), cells)


class _RowReader:
    """Knows which cell is which; reads one row after another."""

    def __init__(self, table: Table, columns: AssetColumns, options: RowOptions) -> None:
        place = {heading: number for number, heading in enumerate(table.columns)}
        self._fields = {name: [place[one] for one in headings] for name, headings in columns.fields.items()}
        self._access = {name: place[heading] for name, heading in columns.access.items()}
        self._tags = {key: place[heading] for key, heading in columns.tags.items()}
        self._notes = {heading: place[heading] for heading in columns.unrecognised}
        self._type = place.get(columns.type_heading)
        self._layout = columns.layout
        self._options = options

    def read(self, number: int, cells: tuple[str, ...]) -> Draft:
        """Read one row."""
        draft = Draft(number, storable(self._one(cells, "source") or self._options.source), cells)
        draft.name = self._joined(cells, "name")
        draft.list_id = self._list_id(cells)
        self._read_kind(draft, cells)
        if draft.left_out:
            return draft
        self._read_address(draft, cells)
        self._read_facts(draft, cells)
        self._read_access(draft, cells)
        self._read_contacts(draft, cells)
        self._read_agreement(draft, cells)
        asset_coordinates.read_point(draft, {name: self._one(cells, name) for name in asset_coordinates.FIELDS})
        self._keep_notes(draft, cells)
        asset_privacy.clean_texts(draft)
        self._check_name(draft)
        return draft

    def _one(self, cells: tuple[str, ...], name: str) -> str:
        found = self._fields.get(name)
        return cells[found[0]] if found else ""

    def _joined(self, cells: tuple[str, ...], name: str, between: str = ", ") -> str:
        return between.join(cells[one] for one in self._fields.get(name, ()) if cells[one])

    def _list_id(self, cells: tuple[str, ...]) -> str:
        own = self._one(cells, "id").strip()
        kind = cells[self._type] if self._type is not None else ""
        return f"{kind}/{own}" if own and kind else own

    def _read_kind(self, draft: Draft, cells: tuple[str, ...]) -> None:
        tags = {key: cells[place] for key, place in self._tags.items() if cells[place]}
        typed = self._one(cells, "kind")
        names = [self._joined(cells, name) for name in _NAMES]
        why = asset_kinds.never_located(tags, *names, texts=[self._joined(cells, name) for name in _TEXTS])
        if why:
            asset_privacy.leave_out_of_sight(draft, why)
            return
        layout = self._layout
        rule = asset_kinds.rule_of_tags(tags)
        draft.kind = asset_kinds.kind_of_type(typed) or (rule.kind if rule else "") or self._options.kind
        draft.kind = draft.kind or (layout.kind if layout else "")
        if not draft.kind and self._type is None:  # an export of OpenStreetMap names a bus stop after its chapel
            draft.kind = asset_kinds.kind_of_name(draft.name)
            draft.kind_from_name = bool(draft.kind)
        said = self._one(cells, "detail") or (typed if asset_kinds.kind_of_type(typed) else "")
        draft.detail = said or (rule.detail if rule else "") or (layout.detail if layout else "")
        if typed and not said:
            draft.private["note: type"] = typed
        if not draft.kind:
            fix = tr("Write the kind in each row, also where cells are merged, or use --kind for the list.")
            words = ", ".join(tr(kind.label) for kind in ASSET_KINDS)
            draft.refuse(KIND, typed, tr("one of: {words}", words=words), fix)
        draft.where = str(layout.where) if layout and layout.where else Where.PLACE

    def _read_address(self, draft: Draft, cells: tuple[str, ...]) -> None:
        address, inside = asset_cells.join_address(cells[one] for one in self._fields.get("address", ()))
        said = self._one(cells, "where")
        if asset_kinds.where_of(address):  # people write "online" where the address should be
            said, address = said or address, ""
        where = asset_kinds.where_of(said)
        if where is not None:
            draft.where = where
        elif said and not address:
            address, inside = asset_cells.join_address([said])
        elif said:
            draft.private["note: where"] = said
        written = self._one(cells, "postcode")
        draft.postcode = asset_cells.read_postcode(written) or inside
        if written and not asset_cells.read_postcode(written):
            draft.private["note: postcode"] = written
            draft.question(
                "postcode", written, tr("a whole UK postcode"), tr("Correct it, so that we can place the row.")
            )
        if address:
            draft.facts["address"] = address

    def _read_facts(self, draft: Draft, cells: tuple[str, ...]) -> None:
        for name in _PLAIN_FACTS:
            text = self._joined(cells, name)
            if text:
                draft.facts[name] = text
        draft.checked_on = self._date(draft, cells, "checked_on")

    def _date(self, draft: Draft, cells: tuple[str, ...], name: str) -> str:
        text = self._one(cells, name)
        if not text:
            return ""
        day = asset_cells.read_date(text, today=self._options.today)
        if day is None:
            draft.question(
                name, text, tr("a day that has been, such as 2026-03-31"), tr("Correct it; no date was kept.")
            )
        return day or ""

    def _read_access(self, draft: Draft, cells: tuple[str, ...]) -> None:
        for name, place in self._access.items():
            if not cells[place]:
                continue
            feature = ACCESS_FEATURE_BY_NAME[name]
            answer, detail, known = asset_cells.read_answer(feature, cells[place])
            if not known and self._tags:
                answer, detail = asset_cells.read_osm_answer(feature, cells[place])
            if not known and answer == Answer.NOT_RECORDED:
                draft.question(
                    name,
                    cells[place],
                    tr("yes, partly, no, or empty"),
                    tr("Write one of these; your words are kept beside it."),
                )
            if detail or answer != Answer.NOT_RECORDED:
                draft.access[name] = AccessFact(answer, draft.source, draft.checked_on, detail)
        for name, fact in read_own_access(self._one(cells, "access"), draft).items():
            draft.access.setdefault(name, fact)

    def _read_contacts(self, draft: Draft, cells: tuple[str, ...]) -> None:
        told = {name: self._joined(cells, name) for name in ("phone", "email", "website")}
        asset_privacy.keep_contacts(draft, **told)
        for name in ("mobile", "personal_email", "contact_name"):
            asset_privacy.hold(draft, name, self._joined(cells, name))

    def _read_agreement(self, draft: Draft, cells: tuple[str, ...]) -> None:
        by = self._one(cells, "agreed_by") or self._options.agreed_by
        on = self._date(draft, cells, "agreed_on") or self._options.agreed_on
        said = self._one(cells, "visibility")
        wanted = _VISIBILITY.get(plain_form(said)) if said else None
        if said and wanted is None:
            draft.question("visibility", said, ", ".join(Visibility), tr("Write one of these; only we see it for now."))
        if by and on:
            draft.agreement = Agreement(by, on, self._one(cells, "may_be_shown_to"))
            wanted = wanted or (None if said else Visibility.PUBLIC)
        elif wanted == Visibility.PUBLIC:
            draft.question(
                "visibility", said, tr("who agreed, and when"), tr("Fill agreed by and agreed on, or leave it.")
            )
            wanted = None
        draft.visibility = wanted or ""

    def _keep_notes(self, draft: Draft, cells: tuple[str, ...]) -> None:
        if not self._options.drop_unrecognised:
            draft.private |= {
                f"note: {heading}": cells[place] for heading, place in self._notes.items() if cells[place]
            }

    def _check_name(self, draft: Draft) -> None:
        if draft.name:
            draft.facts["name"] = draft.name
        elif draft.list_id and draft.lat is not None:
            draft.question("name", "", tr("a name"), tr("Find out what it is called; it goes in without a name."))
        else:
            draft.refuse("name", "", tr("a name"), tr("Write the name in the row."))
