"""What an import says beside its counts: what was taken for what, what stays private, what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assetmap.adapters.files import Table
from assetmap.messages import tr, tr_count
from assetmap.model.asset import ASSET_KIND_BY_NAME, Where
from assetmap.model.asset_fields import ASSET_FIELD_BY_NAME
from assetmap.services.asset_columns import AssetColumns
from assetmap.services.asset_draft import Draft
from assetmap.services.asset_rows import KIND

_SHOWN_NAMES = 3


def notes(
    drafts: Sequence[Draft],
    table: Table | None,
    columns: AssetColumns | None,
    *,
    dropped: bool,
    dry_run: bool,
) -> tuple[str, ...]:
    """Return the notes of an import as short sentences."""
    said = [
        tr("This was a trial: nothing was written.") if dry_run else "",
        _of_columns(columns, dropped=dropped) if columns else "",
        _of_layout(columns) if columns else "",
        _of_sheets(table) if table else "",
        _of_kinds(drafts),
        _of_names(drafts),
        _of_private(drafts),
        _of_area_only(drafts),
        _of_location(drafts),
        *(_of_left_out(drafts)),
    ]
    return tuple(sentence for sentence in said if sentence)


def _of_columns(columns: AssetColumns, *, dropped: bool) -> str:
    if not columns.unrecognised:
        return ""
    named = ", ".join(columns.unrecognised)
    if dropped:
        return tr(
            "Columns we do not know were dropped: {named}. Use --columns name=COLUMN if we should know one.",
            named=named,
        )
    return tr(
        "Columns we do not know are kept as private notes: {named}. Use --columns name=COLUMN if we should know one.",
        named=named,
    )


def _of_layout(columns: AssetColumns) -> str:
    return tr("The headings say that this is {layout}.", layout=tr(columns.layout.name)) if columns.layout else ""


def _of_sheets(table: Table) -> str:
    if not table.other_sheets:
        return ""
    return tr(
        "Read from '{sheet}'. Not read: {other_sheets}. Use --sheet NAME for these.",
        sheet=table.sheet,
        other_sheets=", ".join(table.other_sheets),
    )


def _of_kinds(drafts: Sequence[Draft]) -> str:
    unknown = sum(any(one.field == KIND for one in draft.problems) for draft in drafts)
    if not unknown:
        return ""
    return tr(
        "We could not tell what {unknown} of {number} rows are. If all are of one kind, use --kind KIND.",
        unknown=unknown,
        number=len(drafts),
    )


def _of_names(drafts: Sequence[Draft]) -> str:
    named = [draft for draft in drafts if draft.kind_from_name and not draft.refused]
    if not named:
        return ""
    shown = "; ".join(f"{draft.name}: {tr(ASSET_KIND_BY_NAME[draft.kind].label)}" for draft in named[:_SHOWN_NAMES])
    return tr_count(
        "The kind of {number} row was taken from its name ({shown}). Check it.",
        "The kind of {number} rows was taken from their names ({shown}). Check them.",
        len(named),
        shown=shown,
    )


def _of_private(drafts: Sequence[Draft]) -> str:
    held = Counter(name for draft in drafts if not draft.refused for name in draft.private)
    said = [
        tr("{number} with {field}", number=held[name], field=tr(ASSET_FIELD_BY_NAME[name].label).casefold())
        for name in ("mobile", "contact_name", "personal_email")
        if held[name]
    ]
    return tr("Kept private, never shown: {said}.", said=", ".join(said)) if said else ""


def _of_area_only(drafts: Sequence[Draft]) -> str:
    number = sum(draft.area_only for draft in drafts if not draft.refused)
    if not number:
        return ""
    return tr_count(
        "{number} offer of a person or a private place has an area, and no point or address.",
        "{number} offers of people or private places have an area, and no point or address.",
        number,
    )


def _of_location(drafts: Sequence[Draft]) -> str:
    """Count what is met at a place that the list does not say."""
    usable = [draft for draft in drafts if not draft.refused and not draft.area_only]
    number = sum(draft.lat is None and draft.where == Where.PLACE for draft in usable)
    if not number:
        return ""
    return tr_count(
        "{number} row came without a location. Give it a postcode, or say on its page where it is.",
        "{number} rows came without a location. Give each a postcode, or say on its page where it is.",
        number,
    )


def _of_left_out(drafts: Sequence[Draft]) -> list[str]:
    counted = Counter(draft.left_out for draft in drafts if draft.left_out)
    return [
        tr("Left out, {reason}: {number}.", reason=tr(reason), number=number)
        for reason, number in sorted(counted.items())
    ]
