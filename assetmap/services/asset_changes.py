"""What differs between two states of one asset, in words; and whether somebody else changed it meanwhile."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assetmap.adapters.store import rows
from assetmap.errors import ConflictError
from assetmap.messages import mark, say_day, tr
from assetmap.model.access_feature import ACCESS_FEATURE_BY_NAME
from assetmap.model.asset import ASSET_FIELD_BY_NAME, ASSET_KIND_BY_NAME, AccessFact, Agreement, Asset, Fact
from assetmap.model.register import HistoryRow, Record, Store
from assetmap.model.text import harmless
from assetmap.services.asset_merge import IMPORTED_ON, LIKENESS, PLACED, VISIBILITY

__all__ = ["FieldChange", "changes_between", "check_seen", "fact_label", "fingerprint", "read_states"]

_SIGN_LETTERS = 32
_SILENT = frozenset({IMPORTED_ON, LIKENESS, VISIBILITY, "kind", "where"})
_MORE_LABELS: dict[str, str] = {
    "detail": mark("What kind of"),
    PLACED: mark("How its pin was placed"),
    "status": mark("Open or closed"),
    "pin": mark("Pin on the map"),
    "agreement": mark("Who agreed, and when"),
}


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One fact that differs.

    Attributes
    ----------
    label
        The fact in plain words.
    before, after
        Its value as text, empty where there was none.
    private
        Its values never leave the register: only that it changed may be said.
    """

    label: str
    before: str
    after: str
    private: bool = False

    def sentence(self) -> str:
        """Say it: from what to what, or only that it changed."""
        if self.private:
            return tr("{label}: changed.", label=self.label)
        if not self.after:
            return tr("{label}: '{before}' was taken away.", label=self.label, before=self.before)
        if not self.before:
            return tr("{label}: now '{after}'.", label=self.label, after=self.after)
        return tr("{label}: now '{after}', was '{before}'.", label=self.label, after=self.after, before=self.before)


def fingerprint(asset: Asset) -> str:
    """Return what changes whenever anything about an asset changes; no fact can be read out of it."""
    text = rows.row_text(rows.asset_row(asset)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:_SIGN_LETTERS]


def fact_label(name: str) -> str:
    """Return a field's name in plain words; a heading that we do not know stays as it is."""
    known = ASSET_FIELD_BY_NAME.get(name)
    if known is not None:
        return tr(known.label)
    return tr(_MORE_LABELS[name]) if name in _MORE_LABELS else harmless(name)


def read_states(row: HistoryRow) -> tuple[Asset | None, Asset | None]:
    """Return the asset before and after one row of its history, None where there was none."""
    before, after = (rows.row_asset(rows.text_row(text)) if text else None for text in (row.before, row.after))
    return before, after


def changes_between(old: Asset, new: Asset) -> list[FieldChange]:
    """Return the facts that differ between two states of an asset; sources and days alone are no difference."""
    return [
        change for change in (*_plain(old, new), *_facts(old, new), *_access(old, new)) if change.before != change.after
    ]


def check_seen(store: Store, asset: Asset, seen: str) -> None:
    """Refuse work on an asset that was changed since somebody looked at it; without ``seen`` nothing is checked.

    Raises
    ------
    ConflictError
        It is not as it was: the message says who changed what.
    """
    if not seen or seen == fingerprint(asset):
        return
    history = [row for row in store.history(record_id=asset.id) if row.record == Record.ASSET]
    before, since = _since(history, seen)
    last = since[-1] if since else None
    who, when = (harmless(last.who), _clock(last.when)) if last else (tr("Somebody"), "")
    said = tr("{who} changed this while you were working on it ({when}).", who=who, when=when)
    told = [change.sentence() for change in changes_between(before, asset)] if before else []
    rest = tr("Nothing of yours was written, and what you typed is still here. Look at the change, then save again.")
    raise ConflictError(" ".join([said, *told, rest]))


def _since(history: list[HistoryRow], seen: str) -> tuple[Asset | None, list[HistoryRow]]:
    """Return the asset as it was seen, and the rows of its history since then; None where that is not known."""
    for number in range(len(history) - 1, -1, -1):
        _, after = read_states(history[number])
        if after is not None and fingerprint(after) == seen:
            return after, history[number + 1 :]
    return None, history[-1:]


def _clock(when: str) -> str:
    moment = dt.datetime.fromisoformat(when)
    return tr("{day}, {time} UTC", day=say_day(moment), time=f"{moment:%H:%M}")


def _plain(old: Asset, new: Asset) -> Iterator[FieldChange]:
    pairs = (
        ("kind", *(_kind(asset.kind) for asset in (old, new))),
        ("where", str(old.where), str(new.where)),
        ("visibility", str(old.visibility), str(new.visibility)),
        ("status", str(old.status), str(new.status)),
        ("pin", _pin(old), _pin(new)),
        ("agreement", _agreed(old.agreement), _agreed(new.agreement)),
    )
    for name, before, after in pairs:
        yield FieldChange(label=fact_label(name), before=before, after=after, private=name == "agreement")


def _facts(old: Asset, new: Asset) -> Iterator[FieldChange]:
    for held, was, private in ((new.fields, old.fields, False), (new.private, old.private, True)):
        for name in sorted({*held, *was} - _SILENT):
            yield FieldChange(label=fact_label(name), before=_text(was, name), after=_text(held, name), private=private)


def _access(old: Asset, new: Asset) -> Iterator[FieldChange]:
    for name in sorted({*old.access, *new.access}):
        feature = ACCESS_FEATURE_BY_NAME.get(name)
        label = tr(feature.label) if feature else harmless(name)
        yield FieldChange(label=label, before=_answer(old.access.get(name)), after=_answer(new.access.get(name)))


def _kind(name: str) -> str:
    return tr(ASSET_KIND_BY_NAME[name].label) if name in ASSET_KIND_BY_NAME else name


def _pin(asset: Asset) -> str:
    return "" if asset.lat is None or asset.lon is None else f"{asset.lat:.5f}, {asset.lon:.5f}"


def _agreed(agreement: Agreement | None) -> str:
    return "" if agreement is None else f"{agreement.agreed_by}, {agreement.agreed_on}"


def _text(facts: Mapping[str, Fact], name: str) -> str:
    return harmless(str(facts[name].value)) if name in facts else ""


def _answer(fact: AccessFact | None) -> str:
    if fact is None:
        return ""
    out = tr("out of use") if fact.out_since or fact.out_until else ""
    days = " ".join(part for part in (out, fact.out_since, fact.out_until) if part)
    return ", ".join(part for part in (tr(str(fact.answer)), harmless(fact.detail), days) if part)
