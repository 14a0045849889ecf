"""Places people live that no census counts well: kept by hand, PRIVATE, never located.

What is returned here is no `PublicFacts` and no view, so nothing that makes files, maps or prints takes it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, fields, replace

from assetmap.errors import ConflictError, NotFoundError, OptionError
from assetmap.messages import mark, say_day, tr, tr_count
from assetmap.model.places_people_live import (
    LIVING_KIND_BY_NAME,
    LONGEST_NAME,
    LONGEST_NOTE,
    Contact,
    PlacePeopleLive,
    location_in,
)
from assetmap.model.register import Change, Store
from assetmap.model.text import harmless, plain_form
from assetmap.services import workspace
from assetmap.services.asset_answers import BY_HAND
from assetmap.services.moments import as_kept
from assetmap.services.workspace import Place

ADD, CHANGE, REMOVE = "add place people live", "change place people live", "remove place people live"
"""What history calls each; their words stand in `services.history`."""

FIELD_WORDS: dict[str, str] = {
    "name": mark("Name, as the team calls it"),
    "kind": mark("Kind"),
    "state": mark("How far we are"),
    "review_on": mark("Look at it again on"),
    "liaison": mark("Organisation people there trust"),
    "last_contact": mark("What was said last, and when"),
}
"""Every field that can be set, with its name in plain words."""

_LONGEST = {"name": LONGEST_NAME, "liaison": LONGEST_NAME, "last_contact": LONGEST_NOTE}


@dataclass(frozen=True, kw_only=True)
class LivingEntry:
    """One place people live, as it is written down; see `PlacePeopleLive` for each field."""

    name: str
    kind: str
    state: str = Contact.NOT_YET
    review_on: str = ""
    liaison: str = ""
    last_contact: str = ""


def list_places(place: Place, *, today: dt.date) -> list[PlacePeopleLive]:
    """Return all places people live: reviews that are due first, the oldest first of all, then by name. PRIVATE."""
    with closing(workspace.open_register(place)) as store:
        found = store.places_people_live()
    return sorted(found, key=lambda one: _order(one, today))


def due_for_review(places: Sequence[PlacePeopleLive], *, today: dt.date) -> list[PlacePeopleLive]:
    """Return those of some places whose review day has come, in the order given."""
    return [one for one in places if _is_due(one, today)]


def add_place(place: Place, entry: LivingEntry, *, now: dt.datetime, who: str) -> PlacePeopleLive:
    """Write one place people live down.

    Raises
    ------
    OptionError
        A field cannot be used: no name, an unknown kind or state, no review day where one is needed, or a text that
        says where the place is.
    ConflictError
        A place of this name is in the list.
    """
    given = {one.name: getattr(entry, one.name) for one in fields(entry)}
    new = _checked(PlacePeopleLive(id=str(uuid.uuid4()), **_tidied(given)))
    with closing(workspace.open_register(place)) as store:
        generation = store.generation()
        _check_name_is_free(store, new)
        store.apply(_change(ADD, now, who, generation, living=(new,)))
    return new


def change_place(
    place: Place, named: str, changed: Mapping[str, str], *, now: dt.datetime, who: str
) -> PlacePeopleLive:
    """Change fields of one place people live; what is not named stays, an empty text wipes.

    Parameters
    ----------
    place
        The place.
    named
        Its id or its name.
    changed
        Texts by field, see ``FIELD_WORDS``.
    now, who
        The moment and the person, for history.

    Raises
    ------
    OptionError, NotFoundError, ConflictError
        As for `add_place`; or there is no such place, or no such field.
    """
    unknown = sorted(set(changed) - set(FIELD_WORDS))
    if unknown:
        raise OptionError(
            tr(
                "'{name}': we know no such field. Expected one of: {known}. Choose one.",
                name=unknown[0],
                known=", ".join(FIELD_WORDS),
            )
        )
    with closing(workspace.open_register(place)) as store:
        generation = store.generation()
        old = _find(store, named)
        new = _checked(replace(old, **_tidied(changed)))
        _check_name_is_free(store, new)
        if new != old:
            store.apply(_change(CHANGE, now, who, generation, living=(new,)))
    return new


def remove_place(place: Place, named: str, *, now: dt.datetime, who: str) -> PlacePeopleLive:
    """Remove one place people live, by its id or name; undo brings it back. NotFoundError if it is not there."""
    with closing(workspace.open_register(place)) as store:
        generation = store.generation()
        old = _find(store, named)
        store.apply(_change(REMOVE, now, who, generation, removed_living=(old.id,)))
    return old


def kind_words(one: PlacePeopleLive) -> str:
    """Return what kind of place it is, in plain words."""
    kind = LIVING_KIND_BY_NAME.get(one.kind)
    return tr(kind.label) if kind else harmless(one.kind)


def state_sentence(one: PlacePeopleLive) -> str:
    """Say how far we are: "Asked us not to contact for now (review on 3 May 2027)"."""
    words = {
        Contact.REACHED: tr("Reached"),
        Contact.NOT_YET: tr("Not yet"),
        Contact.NOT_FOR_NOW: tr("Asked us not to contact for now"),
    }
    said = words[Contact(one.state)]
    if not one.review_on:
        return said
    return tr("{said} (review on {day})", said=said, day=say_day(dt.date.fromisoformat(one.review_on)))


def answer_sentences(places: Sequence[PlacePeopleLive], *, today: dt.date) -> list[str]:
    """Say the answer and what to do next: reviews that are due first."""
    if not places:
        return [
            tr("No place is written down yet."),
            tr("Write down care homes, hostels, sites and others, with an organisation people there trust."),
        ]
    due = due_for_review(places, today=today)
    not_yet = sum(one.state == Contact.NOT_YET for one in places)
    said = []
    if due:
        said.append(
            tr_count("{number} review is due: look at it first.", "{number} reviews are due: look at them first.",
                     len(due))
        )  # fmt: skip
    said.append(
        tr_count(
            "{number} place people live is written down. Not reached yet: {not_yet}.",
            "{number} places people live are written down. Not reached yet: {not_yet}.",
            len(places),
            not_yet=f"{not_yet:,}",
        )
    )
    return [*said, tr("Go through the organisation people there trust. Do not turn up unasked.")]


def _order(one: PlacePeopleLive, today: dt.date) -> tuple[bool, str, str, str]:
    due = _is_due(one, today)
    return not due, one.review_on if due else "", plain_form(one.name), one.id


def _is_due(one: PlacePeopleLive, today: dt.date) -> bool:
    return bool(one.review_on) and one.review_on <= today.isoformat()


def _tidied(given: Mapping[str, str]) -> dict[str, str]:
    return {name: str(text).strip() for name, text in given.items()}


def _checked(one: PlacePeopleLive) -> PlacePeopleLive:
    """Return a place as it stands; OptionError names the field that cannot be used, never what was typed in it."""
    if not plain_form(one.name):
        raise OptionError(tr("There is no name. Expected what the team calls the place. Give a name."))
    if one.kind not in LIVING_KIND_BY_NAME:
        raise OptionError(
            tr("We do not know this kind of place. Expected one of: {known}.", known=", ".join(LIVING_KIND_BY_NAME))
        )
    if one.state not in set(Contact):
        raise OptionError(tr("We do not know this state. Expected one of: {known}.", known=", ".join(Contact)))
    _check_day(one)
    for name, longest in _LONGEST.items():
        _check_text(name, getattr(one, name), longest)
    return one


def _check_day(one: PlacePeopleLive) -> None:
    if not one.review_on and one.state == Contact.NOT_FOR_NOW:
        raise OptionError(
            tr("They asked us not to contact them for now. Expected a day to look at it again. Give a review day.")
        )
    try:
        good = not one.review_on or dt.date.fromisoformat(one.review_on).isoformat() == one.review_on
    except ValueError:
        good = False
    if not good:
        raise OptionError(tr("This review day cannot be used. Expected a day such as 2027-05-03. Correct it."))


def _check_text(name: str, text: str, longest: int) -> None:
    field = tr(FIELD_WORDS[name])
    if len(text) > longest:
        raise OptionError(
            tr("{field}: it is too long. Expected at most {longest:,} letters. Shorten it.",
               field=field, longest=longest)
        )  # fmt: skip
    where = location_in(text)
    if where:
        raise OptionError(
            tr(
                "{field}: this looks like {where}. These places are never located. Leave out where it is.",
                field=field,
                where=tr(where),
            )
        )


def _check_name_is_free(store: Store, new: PlacePeopleLive) -> None:
    mine = plain_form(new.name)
    if any(one.id != new.id and plain_form(one.name) == mine for one in store.places_people_live()):
        raise ConflictError(tr("A place of this name is in the list. Nothing was written. Change that one instead."))


def _find(store: Store, named: str) -> PlacePeopleLive:
    """Return the place that has an id or a name."""
    wanted = plain_form(named)
    for one in store.places_people_live():
        if one.id == named or (wanted and plain_form(one.name) == wanted):
            return one
    raise NotFoundError(tr("No place of this name is in the list. Look at the list and copy its name."))


def _change(
    what: str,
    now: dt.datetime,
    who: str,
    generation: int,
    *,
    living: Sequence[PlacePeopleLive] = (),
    removed_living: Sequence[str] = (),
) -> Change:
    return Change(
        what=what,
        source=BY_HAND,
        who=who,
        when=as_kept(now),
        living=living,
        removed_living=removed_living,
        based_on=generation,
    )
