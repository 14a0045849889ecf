"""Bring a list of assets, or the assets of the place's own streets file, into the register: one import, one change."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from assetmap.adapters import files, fix_file
from assetmap.adapters.files import Table
from assetmap.errors import OptionError
from assetmap.messages import mark, tr
from assetmap.model.asset import Asset, LocatedBy
from assetmap.model.asset_fields import FIX_REASON_HEADING, FIX_SOURCE_HEADING
from assetmap.model.imports import Problem, RowsToMend
from assetmap.model.register import Change, Store
from assetmap.services import asset_cells, asset_kinds, asset_location, ingest_notes, workspace
from assetmap.services.asset_columns import KNOWN_HEADINGS, AssetColumns, choose_columns, file_shape
from assetmap.services.asset_draft import MAYBE_OFF_THE_MAP_REASON, OFF_THE_MAP_REASON, Draft, storable
from assetmap.services.asset_likeness import Match, OffTheMapList
from assetmap.services.asset_merge import is_another, merged, new_asset
from assetmap.services.asset_rows import RowOptions, read_rows
from assetmap.services.asset_source import without_date
from assetmap.services.moments import as_kept
from assetmap.services.progress import Progress, tell
from assetmap.services.street_assets import read_street_drafts
from assetmap.services.verdicts import CheckedAnswer
from assetmap.services.workspace import Place

WHAT = "import assets"
_READ_SHARE, _PLACED_SHARE, _COMPARED_SHARE = 0.4, 0.6, 0.8
_ROWS_A_STEP = 1_000
_ANOTHER = mark("the asset this number had before; this row has another name in another place")
_ANOTHER_FIX = mark(
    "Give the list its own name with --source, or correct the number. If it is the same one, write its "
    "new name with `assetmap asset edit` first."
)
_MAYBE_OFF = mark("another asset than the one of this name that asked to be off the map")
_MAYBE_OFF_FIX = mark(
    "It may be the one that asked to be off the map. If you know that it is another one, add it by hand "
    "with `assetmap asset add`."
)


@dataclass(frozen=True, kw_only=True)
class AssetImport:
    """What to bring in, and how.

    Attributes
    ----------
    path, sheet
        The list; or ``from_streets`` for the place's own OpenStreetMap extract.
    columns
        Field or access feature to heading; remembered for files of the same shape.
    dry_run
        Say what would happen and write nothing, also no fix file.
    kind
        The kind of every row that does not say its own.
    source
        The list's name; empty takes the file's name without a date at its end.
    fix_file
        Where refused rows go, each with its reason, to be mended and loaded again.
    drop_unrecognised
        Drop columns nobody knows instead of keeping them as private notes.
    agreed_by, agreed_on
        Who agreed that these assets may be public, and the day (ISO); both or neither.
    """

    path: Path | None = None
    sheet: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    dry_run: bool = False
    kind: str = ""
    source: str = ""
    fix_file: Path | None = None
    drop_unrecognised: bool = False
    agreed_by: str = ""
    agreed_on: str = ""
    from_streets: bool = False


@dataclass
class _Outcome:
    """What an import comes to: assets to write, and how many rows went which way."""

    put: list[Asset] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    located: Counter[str] = field(default_factory=Counter)


def import_assets(
    place: Place, request: AssetImport, *, now: dt.datetime, who: str, progress: Progress | None = None
) -> CheckedAnswer:
    """Read a list, find what is known already, write what is new or changed in one transaction.

    Parameters
    ----------
    place
        The place.
    request
        What to bring in, and how.
    now, who
        The moment (with its zone) and the person, for history.
    progress
        Called with what is being done and the share done; it may stop the work by raising CancelledError.

    Raises
    ------
    FileUnusableError
        The file cannot be used; nothing was written.
    OptionError
        An option is unknown, or options do not go together.
    ConflictError
        Somebody else changed the register meanwhile; nothing was written.
    """
    _check(request, now)
    tell(progress, tr("Reading the list"), 0.0)
    with closing(workspace.open_register(place)) as store:
        doing = Doing(now, who, progress)
        read = _read_drafts(place, store, request, doing)
        return _bring_in(place, store, request, read, doing)


@dataclass(frozen=True)
class Doing:
    """When something is done, by whom, and who is told how far it is."""

    now: dt.datetime
    who: str
    progress: Progress | None = None


@dataclass(frozen=True)
class _Read:
    """A list after reading: its drafts, and for a file its table, columns and shape."""

    drafts: list[Draft]
    table: Table | None = None
    columns: AssetColumns | None = None
    shape: str = ""


def _check(request: AssetImport, now: dt.datetime) -> None:
    if (request.path is None) != request.from_streets:
        raise OptionError(tr("Assets come from a file or from the streets. Expected one of the two. Choose one."))
    _check_fix_file(request.fix_file)
    if bool(request.agreed_by.strip()) != bool(request.agreed_on.strip()):
        raise OptionError(tr("Agreement needs who agreed and when. Expected both. Add the one that is missing."))
    if request.agreed_on and asset_cells.read_date(request.agreed_on, today=now.date()) is None:
        raise OptionError(
            tr(
                "agreed on '{agreed_on}': this is no day that has been. Expected a day such as 2026-03-31. Correct it.",
                agreed_on=request.agreed_on,
            )
        )


def _check_fix_file(path: Path | None) -> None:
    if path is not None and path.suffix.casefold() != fix_file.SUFFIX:
        raise OptionError(
            tr(
                "--fix-file {path}: expected a name that ends in {suffix}. Change the name.",
                path=path,
                suffix=fix_file.SUFFIX,
            )
        )


def _read_drafts(place: Place, store: Store, request: AssetImport, doing: Doing) -> _Read:
    if request.from_streets:
        return _Read(list(read_street_drafts(place, today=doing.now.date())))
    return _read_list(place, store, request, doing)


def _read_list(place: Place, store: Store, request: AssetImport, doing: Doing) -> _Read:
    path = Path(request.path or "")
    table = files.read_table(path, settings=place.settings, sheet=request.sheet, known=KNOWN_HEADINGS)
    shape = file_shape(table)
    columns = choose_columns(table, request.columns or store.remembered_columns(shape) or {})
    options = RowOptions(
        source=storable(request.source.strip() or source_of(path, table)),
        kind=asset_kinds.check_kind(request.kind) if request.kind else "",
        drop_unrecognised=request.drop_unrecognised,
        agreed_by=request.agreed_by.strip(),
        agreed_on=asset_cells.read_date(request.agreed_on, today=doing.now.date()) or "",
        today=doing.now.date(),
    )
    rows = _in_steps(read_rows(table, columns, options), len(table.frame), doing.progress, (0.0, _READ_SHARE))
    return _Read(list(rows), table, columns, shape)


def _in_steps(
    drafts: Iterable[Draft], total: int, progress: Progress | None, shares: tuple[float, float]
) -> Iterator[Draft]:
    """Pass drafts on, and tell every so many rows where the work is between two shares."""
    begin, end = shares
    for number, draft in enumerate(drafts):
        if number and number % _ROWS_A_STEP == 0:
            said = tr("Looking at row {number} of {total}", number=f"{number:,}", total=f"{total:,}")
            tell(progress, said, begin + (end - begin) * number / max(total, 1))
        yield draft


def source_of(path: Path, table: Table) -> str:
    """Return a list's name: the file's without a date at its end, with the sheet where a workbook has several."""
    stem = without_date(path.stem)
    return f"{stem}, {table.sheet}" if table.other_sheets and table.sheet else stem


def _bring_in(place: Place, store: Store, request: AssetImport, read: _Read, doing: Doing) -> CheckedAnswer:
    generation = store.generation()
    usable = [draft for draft in read.drafts if not draft.refused]
    tell(doing.progress, tr("Finding where each row is"), _READ_SHARE)
    asset_location.locate_drafts(place, usable)
    tell(doing.progress, tr("Comparing with what is here already"), _PLACED_SHARE)
    rows = _in_steps(usable, len(usable), doing.progress, (_PLACED_SHARE, _COMPARED_SHARE))
    outcome = _compare(store, rows, today=doing.now.date().isoformat())
    tell(doing.progress, tr("Writing"), _COMPARED_SHARE)
    refused = [draft for draft in read.drafts if draft.refused]
    to_mend = None if read.table is None else _rows_to_mend(read.table, refused)
    if not request.dry_run and request.fix_file is not None and to_mend is not None:
        fix_file.write_fix_file(request.fix_file, to_mend.headings, to_mend.rows)
    columns = ((read.shape, request.columns),) if request.columns else ()
    if not request.dry_run and (outcome.put or columns):
        change = Change(
            what=WHAT,
            source=", ".join(sorted({asset.source for asset in outcome.put})),
            who=doing.who,
            when=as_kept(doing.now),
            assets=outcome.put,
            columns=columns,
            based_on=generation,
        )
        store.apply(change)
    return replace(_answer(request, read, outcome, refused), to_mend=to_mend)


def _compare(store: Store, drafts: Iterable[Draft], *, today: str) -> _Outcome:
    """Find for each draft the asset it is, or none; refuse rows that stand twice or asked to be left off."""
    known = {(asset.source, asset.source_key): asset for asset in store.assets()}
    by_id = {asset.id: asset for asset in known.values()}
    off = OffTheMapList(store.off_the_map())
    seen: dict[tuple[str, str], Draft] = {}
    outcome = _Outcome()
    for draft in drafts:
        own = by_id.get(draft.list_id)
        key = own.source_key if own else _key_in_file(draft, seen)
        source = own.source if own else draft.source
        old = own or known.get((source, key))
        _leave_out_if_off(draft, off.match(source, key, draft.given), old)
        if old is not None and own is None and draft.list_id and not draft.refused and is_another(old, draft):
            draft.refuse("id", draft.list_id, tr(_ANOTHER), tr(_ANOTHER_FIX))
        if not draft.refused:
            _weigh(outcome, draft, old, key, today)
    return outcome


def _leave_out_if_off(draft: Draft, match: Match, old: Asset | None) -> None:
    """Leave out what asked to be off the map, and, if the register does not know it, what may be the same."""
    if match is Match.SURE:
        draft.leave_out(
            OFF_THE_MAP_REASON, tr("an asset that may be on the map"), tr("Nothing to do: it asked to be off.")
        )
    elif match is Match.MAYBE and old is None and not draft.refused:
        draft.leave_out(MAYBE_OFF_THE_MAP_REASON, tr(_MAYBE_OFF), tr(_MAYBE_OFF_FIX))


def _key_in_file(draft: Draft, seen: dict[tuple[str, str], Draft]) -> str:
    """Return a draft's key. A row that stands twice is refused; one that only looks alike gets a key of its own."""
    key = draft.source_key()
    first = seen.setdefault((draft.source, key), draft)
    if first is draft:
        return key
    if first.cells == draft.cells and draft.cells:
        draft.refuse(
            "",
            draft.name,
            tr("each row once; row {row} is the same", row=first.row),
            tr("Nothing to do: one of them is in."),
        )
    elif draft.list_id:
        draft.refuse(
            "id", draft.list_id, tr("an id that row {row} does not have", row=first.row), tr("Give the row its own id.")
        )
    else:
        key = draft.second_key()
        again = seen.setdefault((draft.source, key), draft)
        if again is not draft:
            draft.refuse(
                "",
                draft.name,
                tr("something that tells it from row {row}", row=again.row),
                tr("Nothing to do if it is the same."),
            )
    return key


def _weigh(outcome: _Outcome, draft: Draft, old: Asset | None, key: str, today: str) -> None:
    new = new_asset(draft, key, today=today) if old is None else merged(old, draft)
    outcome.located[str(new.located_by)] += 1
    if old is None:
        outcome.added += 1
    elif new != old:
        outcome.changed += 1
    else:
        outcome.unchanged += 1
    if new != old:
        outcome.put.append(new)


def _rows_to_mend(table: Table, refused: Iterable[Draft]) -> RowsToMend:
    """Return the rows a person can mend; those that stay out on purpose are not among them."""
    ours = {FIX_SOURCE_HEADING, FIX_REASON_HEADING}
    keep = [number for number, heading in enumerate(table.columns) if heading not in ours]
    headings = (*(table.columns[number] for number in keep), FIX_SOURCE_HEADING, FIX_REASON_HEADING)
    rows = tuple(
        (*(draft.cells[number] for number in keep), draft.source, draft.reason())
        for draft in refused
        if not draft.left_out
    )
    return RowsToMend(headings, rows)


def _answer(request: AssetImport, read: _Read, outcome: _Outcome, refused: Sequence[Draft]) -> CheckedAnswer:
    problems: list[Problem] = [problem for draft in read.drafts for problem in draft.problems]
    left_out = Counter(draft.left_out for draft in refused if draft.left_out)
    located = {str(how): outcome.located[str(how)] for how in LocatedBy if outcome.located[str(how)]}
    return CheckedAnswer(
        read=len(read.drafts),
        added=outcome.added,
        changed=outcome.changed,
        unchanged=outcome.unchanged,
        refused=len(refused),
        problems=tuple(sorted(problems, key=lambda problem: problem.row)),
        notes=(
            *(read.table.notes if read.table else ()),
            *ingest_notes.notes(
                read.drafts, read.table, read.columns, dropped=request.drop_unrecognised, dry_run=request.dry_run
            ),
        ),
        columns=() if read.columns is None else read.columns.pairs(),
        details={"located": located, "left_out": dict(left_out), "dry_run": request.dry_run},
        refused_rows=frozenset(draft.row for draft in refused),
        names={draft.row: draft.name for draft in read.drafts if draft.problems and not draft.left_out},
    )
