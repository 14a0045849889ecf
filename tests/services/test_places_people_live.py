"""Places people live: what may be written down, what is refused, the order, history and undo."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from square_place import make_square

from assetmap.errors import ConflictError, NotFoundError, OptionError
from assetmap.model.places_people_live import LIVING_KINDS, Contact, location_in
from assetmap.services import history
from assetmap.services import places_people_live as service
from assetmap.services.places_people_live import LivingEntry
from assetmap.services.workspace import Place

NOW = dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.UTC)
TODAY = NOW.date()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_square(tmp_path / "home")


def add(place: Place, name: str, **more: Any) -> str:
    entry = LivingEntry(**{"name": name, "kind": "care_home", **more})
    return service.add_place(place, entry, now=NOW, who="Ann").id


def names(place: Place) -> list[str]:
    return [one.name for one in service.list_places(place, today=TODAY)]


def test_reviews_that_are_due_come_first_the_oldest_first_then_names(place: Place) -> None:
    add(place, "Zebra Court")
    add(place, "Élan House", review_on="2026-06-02")
    add(place, "Today House", review_on="2026-06-01")
    add(place, "Old House", review_on="2026-01-05", state=Contact.NOT_FOR_NOW)
    assert names(place) == ["Old House", "Today House", "Élan House", "Zebra Court"]
    found = service.list_places(place, today=TODAY)
    assert [one.name for one in service.due_for_review(found, today=TODAY)] == ["Old House", "Today House"]
    said = service.answer_sentences(found, today=TODAY)
    assert said[0] == "2 reviews are due: look at them first."
    assert said[1] == "4 places people live are written down. Not reached yet: 3."


@pytest.mark.parametrize(
    ("state", "review_on", "said"),
    [
        (Contact.NOT_FOR_NOW, "2027-05-03", "Asked us not to contact for now (review on 3 May 2027)"),
        (Contact.REACHED, "", "Reached"),
        (Contact.NOT_YET, "2026-12-24", "Not yet (review on 24 December 2026)"),
    ],
)
def test_how_far_we_are_is_said_in_words(place: Place, state: str, review_on: str, said: str) -> None:
    add(place, "One", state=state, review_on=review_on)
    (one,) = service.list_places(place, today=TODAY)
    assert service.state_sentence(one) == said


@pytest.mark.parametrize("field", ["name", "liaison", "last_contact"])
@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Bryn House, NP20 4AB", "a postcode"),
        ("bryn np204ab", "a postcode"),
        ("Bryn (NP20-4AB)", "a postcode"),
        ("Bryn NP20\u200b 4\u200bAB", "a postcode"),
        ("Bryn M1 1AA rear", "a postcode"),
        ("at 51.5881, -2.9973", "coordinates"),
        ("at 51.588133 -2.997312", "coordinates"),
        ("ST 311 884", "a grid reference"),
        ("///filled.count.soap", "three words for a spot"),
        ("https://example.org/map", "a web address"),
    ],
)
def test_a_text_that_says_where_it_is_is_refused_and_not_repeated(
    place: Place, field: str, text: str, what: str
) -> None:
    with pytest.raises(OptionError, match=f"this looks like {what}. These places are never located") as refused:
        add(place, **{"name": "Bryn House", field: text})
    assert text not in str(refused.value)
    assert names(place) == []
    own_id = add(place, "Bryn House")
    with pytest.raises(OptionError, match=what):
        service.change_place(place, own_id, {field: text}, now=NOW, who="Ann")
    assert names(place) == ["Bryn House"]


@pytest.mark.parametrize(
    "text", ["Tŷ Bryn 2", "We spoke on 3.5.2026, at 10.30", "12 people, 2 visits", "Flat 4 asked us in", "Ann, Bob"]
)
def test_what_says_nothing_of_where_it_is_may_be_written(text: str) -> None:
    assert location_in(text) == ""


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " \u200b "}, "There is no name"),
        ({"name": "x" * 201}, "too long"),
        ({"last_contact": "x" * 1001}, "too long"),
        ({"kind": "castle"}, "do not know this kind"),
        ({"state": "declined"}, "do not know this state"),
        ({"state": Contact.NOT_FOR_NOW}, "Give a review day"),
        ({"review_on": "3 May"}, "Expected a day such as 2027-05-03"),
        ({"review_on": "20270503"}, "Expected a day such as 2027-05-03"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_do(place: Place, fields: dict[str, str], said: str) -> None:
    with pytest.raises(OptionError, match=said):
        add(place, **{"name": "Bryn", **fields})


def test_a_name_stands_in_the_list_once(place: Place) -> None:
    add(place, "Tŷ Bryn")
    other = add(place, "Other")
    with pytest.raises(ConflictError, match="Nothing was written"):
        add(place, "TY BRYN")
    with pytest.raises(ConflictError):
        service.change_place(place, other, {"name": "ty bryn"}, now=NOW, who="Ann")


def test_a_change_names_what_changes_and_leaves_the_rest(place: Place) -> None:
    add(place, "Tŷ Bryn", liaison="Friends", review_on="2026-07-01")
    new = service.change_place(place, "ty bryn", {"state": "reached", "review_on": ""}, now=NOW, who="Bea")
    assert (new.name, new.liaison, new.state, new.review_on) == ("Tŷ Bryn", "Friends", "reached", "")
    with pytest.raises(OptionError, match="no such field"):
        service.change_place(place, new.id, {"postcode": "NP20"}, now=NOW, who="Bea")
    with pytest.raises(NotFoundError):
        service.change_place(place, "nobody", {}, now=NOW, who="Bea")


def test_history_says_that_it_changed_and_never_its_name_and_undo_brings_it_back(place: Place) -> None:
    add(place, "Canary Court", liaison="Canary Friends")
    service.change_place(place, "Canary Court", {"last_contact": "Canary note"}, now=NOW, who="Ann")
    service.remove_place(place, "Canary Court", now=NOW, who="Ann")
    lines = history.read_history(place, now=NOW).lines
    assert [(line.what, line.records) for line in lines] == [
        ("A place people live was removed", "1 place people live removed"),
        ("A place people live was changed", "1 place people live changed"),
        ("A place people live was added", "1 place people live added"),
    ]
    assert "Canary" not in repr(lines)
    said = history.undo_last(place, now=NOW, who="Ann")
    assert said[1:] == ["1 place people live is as before."]
    assert names(place) == ["Canary Court"]


def test_kinds_are_told_apart() -> None:
    assert len({kind.name for kind in LIVING_KINDS}) == len({kind.label for kind in LIVING_KINDS}) == len(LIVING_KINDS)
