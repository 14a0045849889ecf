"""Bad input to who came: every look says what can and cannot be told, and nothing is divided by nobody."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import people_place
import pytest
from people_place import AREAS, NOW, OUTSIDE_POSTCODE, POSTCODES, RESIDENTS, write_csv
from small_place import fill_record

from assetmap.errors import AssetmapError, FileUnusableError, OptionError
from assetmap.model.release import Release, ReleasedTable
from assetmap.model.representation import COMPARED_BY, TELLING_EXPECTED, Label
from assetmap.render import group_words
from assetmap.render.words import missing_sentences
from assetmap.services import participation, releases, representation, workspace
from assetmap.services.participation import ParticipationImport
from assetmap.services.releases import ReleaseRequest
from assetmap.services.representation import Missing, MissingRequest
from assetmap.services.representation_sharing import settle_patches
from assetmap.services.workspace import Place, PlaceParts

pytestmark = pytest.mark.filterwarnings("error")
CODES = sorted(AREAS)
POSTCODE_OF = {area: postcode for postcode, area in POSTCODES.items()}
PATCHES = dict(zip(CODES, ("North", "North", "South", "South"), strict=True))
KEEP = dict.fromkeys(("disability", "age_band", "ethnic_group"), "to see whom we reach")
HEAD = "event,date,role,person,postcode,meant for,disability,age band,ethnic group"
FEBRUARY = ReleaseRequest(from_="2026-02-01", to="2026-02-28")
TOLD = {str(one) for one in Label if one not in {Label.NONE, Label.TOO_FEW, Label.UNKNOWN}}
Numbers = dict[str, float]
NO_ONE = dict.fromkeys(CODES, 0.0)
PLENTY = dict(zip(CODES, (60, 30, 14, 7), strict=True))


def make(home: Path, folder: Path, residents: Numbers | None = None, *, words: tuple[str, str] | None = None) -> Place:
    """Make the four areas in two patches, with other residents or other words for the census's categories."""
    place = people_place.make_place(home, folder / "files", population=residents is None and words is None)
    if residents is not None or words is not None:
        parts = PlaceParts(
            population=census(folder, residents or dict(RESIDENTS), words or ("Disabled", "Not disabled"))
        )
        workspace.add_to_place(place.settings, place.name, parts, now=NOW)
    place = fill_record(workspace.open_place(people_place.settings(home), "Four"))
    settle_patches(place, patches(folder, PATCHES))
    return place


def census(folder: Path, residents: Numbers, words: tuple[str, str]) -> tuple[Path, ...]:
    disability, ages = (
        ["lsoa21_code,disability,n,total_residents"],
        ["lsoa21_code,total_population,0-15,16-64,65-84,85+"],
    )
    for code, people in residents.items():
        some = people // 5
        disability += [
            f"{code},{words[0]},{some:.0f},{people:.0f}",
            f"{code},{words[1]},{people - some:.0f},{people:.0f}",
        ]
        ages.append(f"{code},{people:.0f},{some:.0f},{people - 3 * some:.0f},{some:.0f},{some:.0f}")
    return write_csv(folder / "d.csv", *disability), write_csv(folder / "a.csv", *ages)


def patches(folder: Path, of: dict[str, str], *more: str) -> Path:
    return write_csv(folder / "p.csv", "area code,patch", *(f"{code},{patch}" for code, patch in of.items()), *more)


def many_kinds(number: int) -> str:
    """Return what a person wrote about themselves: disability, age band, ethnic group."""
    age = ("25-34", "65-74", "35-49")[number % 3]
    return f"{'no' if number % 3 else 'yes'},{age},{('White', 'Asian')[number % 2]}"


def bring(
    place: Place, folder: Path, numbers: dict[str, int], said: Callable[[int], str] = many_kinds, *, named: bool = True
) -> None:
    """Import people of each area or postcode; ``said`` gives the words each wrote about themselves."""
    lines = [
        f"Lunch,02/02/2026,resident,{f'{area} {n}' if named else ''},{POSTCODE_OF.get(area, area)},everyone,{said(n)}"
        for area, number in numbers.items()
        for n in range(number)
    ]
    request = ParticipationImport(path=write_csv(folder / "m.csv", HEAD, *lines), keep=KEEP)
    participation.import_participation(place, request, now=NOW, who="t")


def look(place: Place, **asked: str) -> dict[str, Missing | AssetmapError]:
    """Ask every question of the working view, and of the share view before anything is released."""
    found: dict[str, Missing | AssetmapError] = {}
    for view in ("working", "share"):
        for by in ("", *COMPARED_BY):
            try:
                found[f"{view} {by}"] = representation.missing(place, MissingRequest(view=view, by=by, **asked))  # type: ignore[arg-type]
            except AssetmapError as refused:
                found[f"{view} {by}"] = refused
    for one in found.values():
        check(one)
    return found


def release(place: Place, characteristic: str = "disability") -> Release:
    made = releases.make_release(
        place, ReleaseRequest(from_=FEBRUARY.from_, to=FEBRUARY.to, characteristic=characteristic), now=NOW, who="t"
    )
    for table in made.tables:
        check(releases.as_view(made, table))
        check_hidden(table)
    json.dumps([table.rows for table in made.tables], allow_nan=False)
    return made


def check(answer: Missing | AssetmapError) -> None:
    """Hold that an answer says something, that its words can be read, and that no label comes from nothing."""
    if isinstance(answer, AssetmapError):
        assert "Expected" in str(answer) or "Choose" in str(answer), str(answer)
        return
    json.dumps(representation.as_records(answer), allow_nan=False)
    facts, details = answer.facts, answer.facts.attrs["details"]
    if "group" in facts:
        assert details["answer"]
        group_words.rows(facts)
    elif "relative_risk" in facts:
        assert details["answer"]
        group_words.cluster_rows(facts)
    else:
        assert missing_sentences(answer)
        assert details["none_yet"] or answer.notes
    for row in facts.to_dict("records"):
        expected = pd.to_numeric(row["expected"], errors="coerce")
        assert not math.isinf(expected)
        if row["label"] in TOLD:
            assert row["population"] > 0
            assert "relative_risk" in row or expected >= TELLING_EXPECTED


def check_hidden(table: ReleasedTable) -> None:
    for row in table.rows:
        shown = row["observed"]
        assert not isinstance(shown, int) or shown >= 10


def labels(answer: Missing | AssetmapError) -> set[str]:
    assert not isinstance(answer, AssetmapError), str(answer)
    return set(answer.facts["label"])


def words(answer: Missing | AssetmapError) -> str:
    if isinstance(answer, AssetmapError):
        return str(answer)
    return " ".join([*answer.facts.attrs["details"].get("answer", []), *missing_words(answer)])


def missing_words(answer: Missing) -> list[str]:
    return missing_sentences(answer) if "area" in answer.facts and "group" not in answer.facts else list(answer.notes)


def test_nobody_lives_there(home: Path, tmp_path: Path) -> None:
    place = make(home, tmp_path, NO_ONE)
    bring(place, tmp_path, PLENTY)
    found = look(place)
    for name, answer in found.items():
        if not isinstance(answer, AssetmapError):
            assert not labels(answer) & TOLD, name
            assert "nobody of these people lives here" in words(answer), name
    for by in ("group", "patch-and-group"):
        assert words(found[f"working {by}"]).startswith("We can show which groups came, but not compare them")
        assert "too few people said" not in words(found[f"working {by}"])
    for table in release(place).tables:
        assert not {row["label"] for row in table.rows} & TOLD


def test_nobody_lives_in_one_area(home: Path, tmp_path: Path) -> None:
    place = make(home, tmp_path, {**RESIDENTS, CODES[0]: 0})
    bring(place, tmp_path, PLENTY)
    found = look(place)
    exact = found["working area"]
    assert not isinstance(exact, AssetmapError)
    assert list(exact.facts["observed"]) == list(PLENTY.values())
    assert exact.facts.set_index("area")["label"][CODES[0]] == ""
    assert "More people came than live there: Llan" in words(exact)
    release(place)


def test_more_people_came_than_live_there(home: Path, tmp_path: Path) -> None:
    place = make(home, tmp_path, dict.fromkeys(CODES, 5.0))
    bring(place, tmp_path, PLENTY)
    found = look(place)
    for name in ("working area", "working patch", "share area", "share patch"):
        assert "More people came than live there" in words(found[name])
        assert labels(found[name]) <= {"", str(Label.TOO_FEW)}, name
    exact = found["working group"]
    assert not isinstance(exact, AssetmapError)
    over = exact.facts[exact.facts["observed"] > exact.facts["population"]]
    assert len(over) > 2
    assert set(over["label"]) <= {"", str(Label.TOO_FEW)}
    assert "More people came than live there: " in words(found["working group"])
    places, *groups = release(place).tables
    assert "More people came than live there: North and South." in " ".join(places.notes)
    assert "More people came than live there: " in " ".join(groups[0].notes)
    for row in (row for table in (places, *groups) for row in table.rows):
        many = isinstance(row["observed"], int) and row["observed"] - 2 > (row["population"] or math.inf)
        assert not (many and row["label"] in TOLD), row


@pytest.mark.parametrize("number", [30, 26, 22])
def test_more_than_live_there_is_shared_only_where_it_is_sure(home: Path, tmp_path: Path, number: int) -> None:
    """Of 25 residents: 30 stands for 28 to 32, surely more; 25 for 23 to 27, perhaps; 20 for 18 to 22, surely not."""
    place = make(home, tmp_path, dict(zip(CODES, (25, 1000, 1000, 1000), strict=True)))
    bring(place, tmp_path, dict(zip(CODES, (number, 400, 400, 400), strict=True)))
    shared = representation.missing(place, MissingRequest(by="area"))
    row = shared.facts.set_index("area").loc[CODES[0]]
    assert row["observed"] == {30: 30, 26: 25, 22: 20}[number]
    assert (row["label"] in TOLD) == (number == 22)
    assert any(note.startswith("More people came than live there: Llan.") for note in shared.notes) == (number == 30)
    exact = representation.missing(place, MissingRequest(by="area", view="working"))
    assert (exact.facts.set_index("area").loc[CODES[0], "label"] in TOLD) == (number <= 25)
    assert any(note.startswith("More people came than live there: Llan.") for note in exact.notes) == (number > 25)


def test_everybody_prefers_not_to_say(home: Path, tmp_path: Path) -> None:
    place = make(home, tmp_path)
    bring(place, tmp_path, PLENTY, lambda n: ("prefer not to say,,unknown", ",prefer not to say,-")[n % 2])
    found = look(place)
    for by in ("group", "patch-and-group"):
        assert not labels(found[f"working {by}"]) & TOLD
    assert "Disability: 111 did not say, 100 in 100" in words(found["working group"])
    assert labels(found["working area"]) & TOLD, "where people came from is known all the same"
    made = release(place)
    assert [table.by for table in made.tables] == ["patch", "group", "patch-and-group"]
    for table in made.tables[1:]:
        assert not {row["label"] for row in table.rows} & TOLD
        assert {row["observed"] for row in table.rows if row["group"] != "not stated"} <= {"fewer than 10", "held back"}


def test_answers_nobody_can_read_are_counted_apart_from_those_not_given(home: Path, tmp_path: Path) -> None:
    place = make(home, tmp_path)
    bring(place, tmp_path, PLENTY, lambda n: ("yes,,", "her hip,,", "rather not say,,")[n % 3])
    said = words(look(place)["working group"])
    assert "Disability: 37 people gave an answer we could not read. They stand under 'other or not listed'." in said
    assert "Disability: 36 did not say" in said


def test_all_but_one_prefer_not_to_say(home: Path, tmp_path: Path) -> None:
    place = make(home, tmp_path)
    bring(place, tmp_path, PLENTY, lambda n: "yes,25-34,White" if n == 59 else "prefer not to say,,")
    found = look(place)
    for by in ("group", "patch-and-group"):
        assert not labels(found[f"working {by}"]) & TOLD
    assert "110 did not say, 99 in 100" in words(found["working group"])
    said = words(found["working group"])
    assert said.startswith("We can't tell of any group whether more or fewer came than expected. Say why you ask")
    assert "groups: too many people did not say." in said
    assert "all groups together" not in words(found["working group"]), "one person is no comparison"
    for table in release(place).tables[1:]:
        assert not {row["label"] for row in table.rows} & TOLD


def test_one_person_came(home: Path, tmp_path: Path) -> None:
    place = make(home, tmp_path)
    bring(place, tmp_path, {CODES[0]: 1})
    found = look(place)
    for name, answer in found.items():
        if not isinstance(answer, AssetmapError):
            assert not labels(answer) & TOLD, name
            assert "too few" in words(answer).lower(), name
    made = release(place)
    for table in made.tables:
        assert {row["observed"] for row in table.rows} <= {"fewer than 10", "held back"}
        assert not {row["label"] for row in table.rows} & TOLD


def test_all_came_from_outside(home: Path, tmp_path: Path) -> None:
    place = make(home, tmp_path)
    bring(place, tmp_path, {OUTSIDE_POSTCODE: 40, "ZZ9 9ZZ": 5, "?": 3})
    found = look(place)
    for name, answer in found.items():
        if not isinstance(answer, AssetmapError):
            assert not labels(answer) & TOLD, name
    exact = words(found["working area"])
    assert "Not placed, outside the place's areas: 40 people." in exact
    assert "Not placed in any area: 50 people." in words(found["share area"])
    assert "Disability: nobody from these places has come yet." in words(found["working group"])
    assert "Too few people have come to compare neighbouring places." in words(found["working cluster"])
    assert [table.by for table in release(place, "").tables] == ["patch"]


def test_nobody_is_named(home: Path, tmp_path: Path) -> None:
    """One who comes ten times would be ten: visits are compared by no place and by no group."""
    place = make(home, tmp_path)
    bring(place, tmp_path, PLENTY, named=False)
    for name, answer in look(place).items():
        if not isinstance(answer, AssetmapError):
            assert not labels(answer) & TOLD, name
            assert "these are visits, not people. We cannot compare them." in words(answer), name
    made = release(place)
    assert [table.by for table in made.tables] == ["patch"]
    (held,) = made.held_back
    assert held.startswith("Disability: Nobody is named in these records"), "what was asked for and is not in it"


@pytest.mark.parametrize("ages", ["17-23", "66+", "0-14"])
def test_ages_the_table_cannot_support(home: Path, tmp_path: Path, ages: str) -> None:
    place = make(home, tmp_path)
    bring(place, tmp_path, PLENTY)
    found = look(place, ages=ages)
    assert "nobody who came is known to be aged" in words(found["working group"])
    for name, answer in found.items():
        if not isinstance(answer, AssetmapError):
            assert not labels(answer) & TOLD, name
            assert "age" in words(answer), name


def test_categories_that_do_not_map(home: Path, tmp_path: Path) -> None:
    """The census speaks of alpha and beta, and people write words of their own."""
    place = make(home, tmp_path, words=("Alpha", "Beta"))
    bring(place, tmp_path, PLENTY, lambda n: f"wibble {n},purple,Martian")
    found = look(place)
    for by in ("group", "patch-and-group"):
        assert not labels(found[f"working {by}"]) & TOLD
    assert "figures by disability tell no two groups apart" in words(found["working group"])
    assert "wibble" not in str([words(one) for one in found.values()])
    for table in release(place).tables[1:]:
        assert not {row["label"] for row in table.rows} & TOLD


def test_patches_that_overlap(home: Path, tmp_path: Path) -> None:
    place = make(home, tmp_path)
    bring(place, tmp_path, PLENTY)
    twice = patches(tmp_path, PATCHES, f"{CODES[0]},South")
    for ask in (
        lambda: settle_patches(place, twice),
        lambda: representation.missing(place, MissingRequest(patches=twice)),
        lambda: representation.missing(place, MissingRequest(patches=twice, view="working", by="patch-and-group")),
    ):
        with pytest.raises(FileUnusableError, match=r"in two patches .*W01000001.* Remove the other rows"):
            ask()


def test_patches_that_leave_areas_out(home: Path, tmp_path: Path) -> None:
    """Who came from there is told beside the table, by itself, and in no group either."""
    place = make(home, tmp_path)
    bring(place, tmp_path, PLENTY)
    settle_patches(place, patches(tmp_path, {CODES[0]: "North", CODES[3]: "South"}))
    found = look(place)
    exact = found["working patch"]
    assert not isinstance(exact, AssetmapError)
    assert list(exact.facts["observed"]) == [60, 7]
    assert exact.facts.attrs["details"]["outside_patches"] == 44
    assert "In no patch, and not compared: Cwm and Bryn." in words(exact)
    groups = found["working group"]
    assert not isinstance(groups, AssetmapError)
    assert groups.facts.query("characteristic == 'disability'")["observed"].sum() == 67
    made = release(place)
    assert [row["area"] for row in made.tables[0].rows] == ["North", "South"]
    assert "In no patch, and not compared" in str(made.tables[0].notes)


def test_two_releases_of_periods_that_share_days(home: Path, tmp_path: Path) -> None:
    place = make(home, tmp_path)
    bring(place, tmp_path, PLENTY)
    release(place)
    for first, last in (("2026-02-28", "2026-03-01"), ("2026-01-01", "2026-02-01"), ("2026-02-01", "2026-02-28")):
        for meant_for in ("", "everyone"):
            with pytest.raises(OptionError, match=r"released already\. .*small numbers away\. Choose days outside it"):
                releases.draft(place, ReleaseRequest(from_=first, to=last, meant_for=meant_for), today=NOW.date())
    with pytest.raises(OptionError, match="released already"):
        releases.draft(
            place, ReleaseRequest(from_="2026-02-10", to="2026-02-28", meant_for="older people"), today=NOW.date()
        )
