"""New faces and regulars by half-year, and seats by role: shares and counts, never a list of people. Exact figures."""

from __future__ import annotations

import pandas as pd

from assetmap.analysis import disclosure
from assetmap.analysis.faces import count_faces
from assetmap.messages import tr, tr_count
from assetmap.model.half_year import half_year_words
from assetmap.model.participation import ROLES
from assetmap.model.period import Period
from assetmap.model.release import WorkingView
from assetmap.services.people_counted import People, choose_meetings, meeting_kinds, read_people
from assetmap.services.representation_question import MissingRequest
from assetmap.services.workspace import Place

FACES_COLUMNS = ("half_year", "people", "new_faces", "new_share", "regulars", "regular_share")


def read_all(place: Place, request: MissingRequest) -> People:
    """Return who came to the meetings meant for some people, over all half-years on record.

    The period of the request plays no part: who is new shows only beside all that came before.
    """
    meant_for, _ = choose_meetings(meeting_kinds(place), request.meant_for)
    return read_people(place, meant_for, Period())


def exact_faces(people: People) -> WorkingView[pd.DataFrame]:
    """Count new faces and regulars by half-year.

    Returns
    -------
    WorkingView
        ``FACES_COLUMNS``; shares in 100, not known for the first half-year on record. ``attrs["details"]`` holds
        ``answer`` in words and ``seats`` by role.
    """
    found = count_faces(people.rows.rename(columns={"event_id": "event"}))
    table = found.table.reset_index()
    for name in ("new_share", "regular_share"):
        table[name] = (100 * table[name]).round()
    table["half_year"] = table["half_year"].map(half_year_words)
    table = table[list(FACES_COLUMNS)]
    table.attrs["details"] = {
        "answer": _answer(table, none_yet=people.none_yet),
        "seats": seat_rows(people),
        "none_yet": people.none_yet,
    }
    notes = [
        tr("A new face came for the first time on record. A regular came before, and to three meetings or more."),
        tr("All half-years and all ages on record are here, also people the meetings were not meant for."),
        tr("In the first half-year on record everybody would be new, so it is left open."),
    ]
    if found.unnamed:
        notes.append(
            tr_count("{number} row names nobody: not counted here.", "{number} rows name nobody: not counted here.",
                     found.unnamed)
        )  # fmt: skip
    return disclosure.make_working_view(table, notes)


def _answer(table: pd.DataFrame, *, none_yet: bool) -> list[str]:
    if none_yet:
        return [tr("No meetings are in yet."), tr("Next: assetmap import participation FILE")]
    known = table[table["new_faces"].notna() & (table["people"] > 0)]
    if known.empty:
        return [tr("There is one half-year on record, so new faces cannot be told yet."), tr("Look again in the next.")]
    last = known.iloc[-1]
    return [
        tr("{new:.0f} of {people:.0f} people were new faces in {half_year}, and {regulars:.0f} were regulars.",
           new=last["new_faces"], people=last["people"], half_year=last["half_year"], regulars=last["regulars"]),
        tr("Regulars bring experience. Is there room beside them?"),
    ]  # fmt: skip


def seat_rows(people: People) -> list[dict[str, str]]:
    """Return seats by role in words, those nobody had left out."""
    return [
        {"role": tr(role.label), "seats": f"{people.seats.get(role.name, 0):,}"}
        for role in ROLES
        if people.seats.get(role.name)
    ]
