"""The privacy notice and the impact assessment of a place: from its record, its settings and what is kept now."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

from assetmap.errors import OptionError, OutsideError
from assetmap.messages import say_day, tr
from assetmap.model.notice import NoticeFacts, Paper
from assetmap.model.participation import CHARACTERISTIC_BY_NAME
from assetmap.model.register import Batch, Store
from assetmap.model.release import PublicFacts
from assetmap.render.dpia_words import dpia_paper
from assetmap.render.notice_words import notice_paper
from assetmap.render.notices import write_paper
from assetmap.services import on_the_record, workspace
from assetmap.services.place_summary import is_synchronised
from assetmap.services.workspace import Place

PAGE_SUFFIX = ".html"
_CHANGES_AT_ONCE = 500
_NAMES = "|".join(CHARACTERISTIC_BY_NAME)
_REASON = re.compile(rf"(?:, kept |; )({_NAMES}): (.*?)(?=; (?:{_NAMES}): |$)")


def make_notice(place: Place, *, now: dt.datetime) -> PublicFacts[Paper]:
    """Return the privacy notice of a place."""
    return PublicFacts(notice_paper(_facts(place, now)))


def make_dpia(place: Place, *, now: dt.datetime) -> PublicFacts[Paper]:
    """Return the outline of the place's data protection impact assessment."""
    return PublicFacts(dpia_paper(_facts(place, now)))


def save_notice(place: Place, path: Path, *, size: int, now: dt.datetime) -> list[str]:
    """Write the privacy notice into a file, with letters of a size in points; say what was written.

    Raises
    ------
    OptionError
        The file's name does not end as a web page's does.
    OutsideError
        The file cannot be written; the one that stood there is left as it was.
    """
    return _save(place, path, make_notice, size=size, now=now)


def save_dpia(place: Place, path: Path, *, size: int, now: dt.datetime) -> list[str]:
    """Write the outline of the impact assessment into a file, like `save_notice`."""
    return _save(place, path, make_dpia, size=size, now=now)


def _facts(place: Place, now: dt.datetime) -> NoticeFacts:
    with closing(workspace.open_register(place)) as store:
        kept = kept_characteristics(store)
    return NoticeFacts(
        place=place.name,
        record=on_the_record.read_record(place),
        kept=tuple((tr(CHARACTERISTIC_BY_NAME[name].label), why) for name, why in kept.items()),
        undo_days=place.settings.undo_days,
        access_log_months=place.settings.access_log_months,
        made_on=say_day(now.date()),
        made_up=place.made_up,
        in_database=bool(place.settings.database_url),
        is_copied=is_synchronised(place.folder),
    )


def kept_characteristics(store: Store) -> dict[str, str]:
    """Return the characteristics that rows in a register have now, each with the reasons that were written down."""
    there = {name for text in store.attendances()["characteristics"].unique() for name in json.loads(text or "{}")}
    reasons: dict[str, list[str]] = {}
    for batch in _changes(store):
        for name, reason in _REASON.findall("" if batch.undone else batch.what):
            if reason not in reasons.setdefault(name, []):
                reasons[name].insert(0, reason)
    return {name: "; ".join(reasons.get(name, [])) for name in CHARACTERISTIC_BY_NAME if name in there}


def _changes(store: Store) -> Iterator[Batch]:
    """Yield all changes, newest first."""
    for skip in count(0, _CHANGES_AT_ONCE):
        found = store.batches(limit=_CHANGES_AT_ONCE, skip=skip)
        yield from found
        if len(found) < _CHANGES_AT_ONCE:
            return


def _save(
    place: Place, path: Path, make: Callable[..., PublicFacts[Paper]], *, size: int, now: dt.datetime
) -> list[str]:
    if path.suffix.casefold() != PAGE_SUFFIX:
        raise OptionError(
            tr("{path}: this is a web page. Expected a name that ends in {suffix}. Change the name.",
               path=path, suffix=PAGE_SUFFIX)
        )  # fmt: skip
    page = write_paper(make(place, now=now), size=size)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            out.write(page)
        Path(name).replace(path)
    except OSError as fault:
        raise OutsideError(
            tr(
                "{path}: the page could not be written ({reason}). Expected a folder that you may write to. Choose "
                "another place for it.",
                path=path,
                reason=fault.strerror,
            )
        ) from fault
    return [tr("Wrote {path}: open it in any browser, and print it.", path=path)]
