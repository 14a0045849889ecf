"""Who has not been reached yet: counted by hand, by brute force on real areas, and as others may see it."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal, localcontext
from fractions import Fraction
from math import comb
from pathlib import Path

import numpy as np
import pandas as pd
import people_place
import pytest
from people_place import AREAS, DISABLED, NOW, OVER_65, POSTCODES, RESIDENTS, write_csv

from assetmap.errors import FileUnusableError, NotFoundError, OptionError
from assetmap.model.release import ShareView, WorkingView
from assetmap.model.representation import Label
from assetmap.model.tables import REPRESENTATION
from assetmap.render import reach_words
from assetmap.render.words import missing_sentences
from assetmap.services import participation, representation, workspace
from assetmap.services.participation import ParticipationImport
from assetmap.services.representation import Missing, MissingRequest
from assetmap.services.workspace import Place

POSTCODE_OF = {area: postcode for postcode, area in POSTCODES.items()}
HEAD = "event,date,role,person,postcode,meant for"


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    return people_place.make_place(home, tmp_path / "files")


def bring(place: Place, path: Path, *, one_row_per_person: bool = False) -> None:
    request = ParticipationImport(path=path, one_row_per_person=one_row_per_person)
    participation.import_participation(place, request, now=NOW, who="tester")


def came(folder: Path, numbers: dict[str, int], *, meant_for: str = "everyone", event: str = "Lunch") -> Path:
    lines = [
        f"{event},02/02/2026,resident,{event} {area} {n},{POSTCODE_OF.get(area, area)},{meant_for}"
        for area, number in numbers.items()
        for n in range(number)
    ]
    return write_csv(folder / f"{event}.csv", HEAD, *lines)


def column(answer: Missing, name: str) -> dict[str, object]:
    return dict(zip(answer.facts["area"], answer.facts[name], strict=True))


def exact_label(observed: int, people: int, share: Fraction) -> str:
    """The label by adding up chances one after another, to 60 figures."""
    with localcontext() as exact:
        exact.prec = 60
        part = Decimal(share.numerator) / share.denominator
        chances: list[Decimal] = [(1 - part) ** people]
        for k in range(people):
            chances.append(chances[-1] * (people - k) / (k + 1) * part / (1 - part))
        few, many = sum(chances[: observed + 1], Decimal(0)), sum(chances[observed:], Decimal(0))
        assert abs(sum(chances, Decimal(-1))) < Decimal("1e-50")
    if people * share < Fraction(37, 10):
        return str(Label.TOO_FEW)
    if few <= Decimal("0.025"):
        return str(Label.MUCH_FEWER if few <= Decimal("0.001") else Label.FEWER)
    if many <= Decimal("0.025"):
        return str(Label.MUCH_MORE if many <= Decimal("0.001") else Label.MORE)
    return str(Label.ABOUT)


def test_working_view_by_hand(place: Place, tmp_path: Path) -> None:
    bring(place, came(tmp_path, {"W01000001": 10, "W01000002": 26, "W01000003": 3, "W01000004": 1}))
    answer = representation.missing(place, MissingRequest(view="working"))
    assert isinstance(answer, WorkingView)
    assert list(answer.facts.columns) == REPRESENTATION.column_names
    assert list(answer.facts["area"]) == sorted(AREAS)
    assert column(answer, "name") == AREAS
    assert column(answer, "population") == RESIDENTS
    assert list(answer.facts["expected"]) == pytest.approx([20, 10, 6, 4])
    assert list(answer.facts["observed"]) == [10, 26, 3, 1]
    assert list(answer.facts["index"]) == pytest.approx([0.5, 2.6, 0.5, 0.25])
    wanted = [exact_label(o, 40, Fraction(n, 4000)) for o, n in zip([10, 26, 3, 1], RESIDENTS.values(), strict=True)]
    assert list(answer.facts["label"]) == wanted
    assert wanted[:2] == [Label.FEWER, Label.MUCH_MORE]
    assert any("Compared with all residents" in note for note in answer.notes)


def test_it_says_how_often_luck_brings_such_a_gap_about(place: Place, tmp_path: Path) -> None:
    bring(place, came(tmp_path, {"W01000001": 10, "W01000002": 26, "W01000003": 3, "W01000004": 1}))
    answer = representation.missing(place, MissingRequest(view="working"))
    half, quarter = Fraction(1, 2), Fraction(1, 4)
    few = sum(comb(40, k) * half**k * half ** (40 - k) for k in range(11))
    many = sum(comb(40, k) * quarter**k * (1 - quarter) ** (40 - k) for k in range(26, 41))
    told = {row["name"]: row["told"] for row in reach_words.rows(answer.facts)}
    assert told["Llan"] == (
        f"Fewer than expected: a gap this big would happen by luck in about 1 in {two_figures(few)} areas"
    )
    assert 1 / many > 10_000
    assert told["Cwm"] == (
        "Much more than expected: a gap this big would happen by luck in fewer than 1 in 10,000 areas"
    )


def two_figures(chance: Fraction | int) -> str:
    number = round(1 / chance)
    return f"{int(float(f'{number:.1e}')):,}"


def test_share_view_hides_and_rounds(place: Place, tmp_path: Path) -> None:
    bring(place, came(tmp_path, {"W01000001": 21, "W01000002": 103, "W01000003": 9, "W01000004": 0}))
    answer = representation.missing(place, MissingRequest())
    assert isinstance(answer, ShareView)
    assert list(answer.facts["observed"]) == [20, 105, "fewer than 10", "fewer than 10"]
    assert list(answer.facts["expected"]) == pytest.approx([67.5, 33.8, 20.2, 13.5], abs=0.06)
    assert column(answer, "label")["W01000001"] == Label.MUCH_FEWER
    assert column(answer, "label")["W01000003"] == Label.FEWER
    assert column(answer, "label")["W01000004"] == ""
    assert answer.facts.attrs["details"]["placed"] == 135
    records = representation.as_records(answer)
    assert records[2]["observed"] == "fewer than 10"
    assert records[2]["index"] is None
    assert json.loads(json.dumps(records)) == records


def test_people_are_counted_once_where_they_were_last(place: Place, tmp_path: Path) -> None:
    lines = ["Talk,16/02/2026,staff,Sue,XX1 1AA,", "Talk,16/02/2026,resident,,XX1 1AA,"]
    for number in range(12):
        lines += [
            f"Lunch,02/02/2026,resident,Ann {number},XX1 1AA,",
            f"Walk,09/02/2026,carer,Ann {number},XX1 1AB,",
            f"Talk,16/02/2026,resident,Ann {number},,",
            f"Talk,16/02/2026,resident,Bob {number},XX9 9ZZ,",
        ]
    bring(place, write_csv(tmp_path / "m.csv", HEAD, *lines))
    answer = representation.missing(place, MissingRequest(view="working"))
    assert list(answer.facts["observed"]) == [0, 12, 0, 0]
    details = answer.facts.attrs["details"]
    assert details["placed"] == details["not_placed_in_all"] == 12
    assert details["not_placed"]["outside the place's areas"] == 12
    assert details["not_placed"]["no postcode or area given"] == 0
    assert details["visits_naming_nobody"] == 1
    assert details["seats"]["staff"] == 1
    assert details["seats"]["carer"] == 12
    assert details["seats"]["community_member"] == 37


def test_visits_have_no_labels(place: Place, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "v.csv", "date,postcode", *["02/02/2026,XX1 1AA"] * 60)
    bring(place, path)
    answer = representation.missing(place, MissingRequest())
    assert list(answer.facts["observed"]) == [60, *["fewer than 10"] * 3]
    assert set(answer.facts["label"]) == {""}
    assert any("visits, not people" in note for note in answer.notes)
    assert answer.facts["expected"].isna().all()


def test_each_row_a_person_can_be_compared(place: Place, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "v.csv", "date,postcode", *["02/02/2026,XX1 1AA"] * 60)
    bring(place, path, one_row_per_person=True)
    assert representation.missing(place, MissingRequest()).facts["label"].iloc[0] == Label.MUCH_MORE


def test_no_population_no_labels(home: Path, tmp_path: Path) -> None:
    place = people_place.make_place(home, tmp_path / "files", population=False)
    bring(place, came(tmp_path, {"W01000001": 60, "W01000002": 12}))
    for view in ("share", "working"):
        answer = representation.missing(place, MissingRequest(view=view))
        assert list(answer.facts["observed"])[:2] == [60, 12 if view == "working" else 10]
        assert set(answer.facts["label"]) == {""}
        assert any("no population figures" in note for note in answer.notes)


@pytest.mark.parametrize("postcodes", [True, False])
def test_streets_alone_are_said_to_be_too_little(home: Path, tmp_path: Path, *, postcodes: bool) -> None:
    place = people_place.make_streets_place(home, tmp_path / "files", postcodes=postcodes)
    bring(place, came(tmp_path, {"W01000001": 60}))
    for view in ("share", "working"):
        answer = representation.missing(place, MissingRequest(view=view))
        hidden = "fewer than 10" if view == "share" else 0
        assert Counter(answer.facts["observed"]) == (Counter({60: 1, hidden: 4}) if postcodes else Counter())
        assert set(answer.facts["label"]) <= {""}
        assert any("no population figures" in note for note in answer.notes)
        assert any("no areas or postcodes" in note for note in answer.notes) != postcodes


@pytest.mark.parametrize(
    ("meant_for", "population"), [("disabled people", DISABLED), ("older people", OVER_65), ("everyone", RESIDENTS)]
)
def test_population_follows_whom_it_was_meant_for(
    place: Place, tmp_path: Path, meant_for: str, population: dict[str, int]
) -> None:
    bring(place, came(tmp_path, {"W01000001": 30, "W01000002": 30}, meant_for=meant_for))
    answer = representation.missing(place, MissingRequest(view="working"))
    assert column(answer, "population") == population
    share = [Fraction(n, sum(population.values())) for n in population.values()]
    assert list(answer.facts["label"]) == [exact_label(o, 60, p) for o, p in zip([30, 30, 0, 0], share, strict=True)]


@pytest.mark.parametrize("meant_for", ["unpaid carers", "a list we know", "we have no count of them"])
def test_nobody_to_compare_with(place: Place, tmp_path: Path, meant_for: str) -> None:
    bring(place, came(tmp_path, {"W01000001": 30, "W01000002": 30}, meant_for=meant_for))
    answer = representation.missing(place, MissingRequest())
    assert set(answer.facts["label"]) == {""}
    assert answer.facts.attrs["details"]["no_labels_because"]


def test_meetings_for_others_are_left_out_and_said(place: Place, tmp_path: Path) -> None:
    bring(place, came(tmp_path, {"W01000001": 30}))
    bring(place, came(tmp_path, {"W01000002": 20}, meant_for="disabled people", event="Forum"))
    answer = representation.missing(place, MissingRequest(view="working"))
    assert list(answer.facts["observed"]) == [30, 0, 0, 0]
    assert any(note == "Not in these figures: 1 meeting meant for other people." for note in answer.notes)
    forum = representation.missing(place, MissingRequest(view="working", meant_for="disabled people"))
    assert list(forum.facts["observed"]) == [0, 20, 0, 0]
    with pytest.raises(NotFoundError, match="no meeting on record"):
        representation.missing(place, MissingRequest(meant_for="older people"))
    before = representation.missing(place, MissingRequest(view="working", to="1999-12-31"))
    assert not any("meant for other people" in note for note in before.notes), "no such meeting was in those days"


def test_patches_put_areas_together(place: Place, tmp_path: Path) -> None:
    bring(place, came(tmp_path, {"W01000001": 25, "W01000002": 5, "W01000003": 5, "W01000004": 15}))
    patches = write_csv(tmp_path / "p.csv", "area_id,patch", "W01000001,Low", "w01000002,High", "W01000003,High")
    answer = representation.missing(place, MissingRequest(view="working", patches=patches))
    assert list(answer.facts["area"]) == ["High", "Low"]
    assert list(answer.facts["observed"]) == [10, 25]
    assert list(answer.facts["population"]) == [1600, 2000]
    assert list(answer.facts["expected"]) == pytest.approx([35 * 1600 / 3600, 35 * 2000 / 3600])
    assert answer.facts.attrs["details"]["outside_patches"] == 15
    assert any("In no patch, and not compared: Pentre." in note for note in answer.notes)


@pytest.mark.parametrize(
    ("lines", "match"),
    [
        (("area,patch", "W01000001,A", "W01000001,B"), "in two patches"),
        (("area,patch", "W01000001,A", "W09999999,B"), "1 of 2 rows name no area"),
        (("area,colour", "W01000001,A"), "no column holds the patch"),
    ],
)
def test_patches_that_cannot_be_used(place: Place, tmp_path: Path, lines: tuple[str, ...], match: str) -> None:
    with pytest.raises(FileUnusableError, match=match):
        representation.missing(place, MissingRequest(patches=write_csv(tmp_path / "p.csv", *lines)))


@pytest.mark.parametrize("view", ["share", "working"])
def test_nobody_yet_is_an_answer(place: Place, view: str) -> None:
    answer = representation.missing(place, MissingRequest(view=view))
    assert set(answer.facts["observed"]) == {"fewer than 10" if view == "share" else 0}
    assert len(answer.facts) == 4
    said = missing_sentences(answer)[-2:]
    assert said == ["No meetings are in yet.", "Next: assetmap import participation FILE"]


def test_nobody_yet_and_nothing_to_compare_with_says_both(home: Path, tmp_path: Path) -> None:
    place = people_place.make_streets_place(home, tmp_path / "files", postcodes=False)
    said = " ".join(missing_sentences(representation.missing(place, MissingRequest())))
    assert said.startswith("No meetings are in yet.")
    assert "no areas or postcodes" in said


def test_the_largest_shortfall_is_named_first_and_patches_are_called_patches(place: Place, tmp_path: Path) -> None:
    bring(place, came(tmp_path, {"W01000001": 21, "W01000002": 103, "W01000003": 9}))
    patches = write_csv(tmp_path / "p.csv", "area,patch", *(f"{a},{p}" for a, p in zip(AREAS, "ZYXX", strict=True)))
    said = missing_sentences(representation.missing(place, MissingRequest(patches=patches)))
    assert said[:2] == [
        "Fewer people have come from 2 of 3 patches than we would expect.",
        "Look first at Z and X.",
    ]


def test_fewer_patches_to_share_and_why(place: Place, tmp_path: Path) -> None:
    bring(place, came(tmp_path, {"W01000001": 60, "W01000002": 40, "W01000003": 30}))
    shared = representation.missing(place, MissingRequest()).notes
    exact = representation.missing(place, MissingRequest(view="working")).notes
    assert "With 125 to 130 people we can compare up to 7 patches of like size." in shared
    assert "With 130 people we can compare up to 32 patches of like size." in exact
    why = "Figures to share are rounded, so each patch needs more people in it."
    assert (why in shared, why in exact) == (True, False)


def test_no_clear_difference_says_what_it_could_have_missed(place: Place, tmp_path: Path) -> None:
    bring(place, came(tmp_path, {"W01000001": 30, "W01000002": 15, "W01000003": 9, "W01000004": 6}))
    exact = representation.missing(place, MissingRequest(view="working"))
    assert [note for note in exact.notes if "spotted" in note] == [
        "In 2 areas with no clear difference we could only have spotted a shortfall of half or more.",
        "In 1 area with no clear difference we could only have spotted a shortfall of three quarters or more.",
    ]
    shared = representation.missing(place, MissingRequest())
    told = shared.facts[shared.facts["label"] == Label.ABOUT]
    assert list(told["area"]) == ["W01000001", "W01000002"]
    said = [note for note in shared.notes if "spotted" in note]
    assert said == ["In 1 area with no clear difference we could only have spotted a shortfall of half or more."]


def test_who_was_not_placed_is_one_sentence_to_share(place: Place, tmp_path: Path) -> None:
    lines = [f"Lunch,02/02/2026,resident,p{n},{('XX1 1AA', 'XX9 9ZZ', '')[n % 3]}," for n in range(36)]
    bring(place, write_csv(tmp_path / "m.csv", HEAD, *lines))
    shared = [note for note in representation.missing(place, MissingRequest()).notes if "laced" in note]
    assert shared == ["Not placed in any area: 25 people."]
    exact = [note for note in representation.missing(place, MissingRequest(view="working")).notes if "laced" in note]
    assert len(exact) == 2
    assert all(note.endswith(": 12 people.") for note in exact)


@pytest.mark.parametrize("view", ["share", "working"])
def test_every_sentence_is_short(place: Place, tmp_path: Path, view: str) -> None:
    lines = [f"Lunch,02/02/2026,resident,p{n},{('XX1 1AA', 'XX9 9ZZ', 'XX1 1AB', '?')[n % 4]}," for n in range(250)]
    lines += ["Lunch,02/02/2026,resident,,XX1 1AA,", "Lunch,02/02/2026,staff,Sue,XX1 1AA,"]
    bring(place, write_csv(tmp_path / "m.csv", HEAD, *lines))
    bring(place, came(tmp_path, {"W01000002": 2}, meant_for="disabled people", event="Forum"))
    patches = write_csv(tmp_path / "p.csv", "area,patch", "W01000001,Low", "W01000002,Low", "W01000003,High")
    said = missing_sentences(representation.missing(place, MissingRequest(view=view, patches=patches)))
    assert len(said) > 10
    for sentence in re.split(r"(?<=[.?:])\s", " ".join(said)):
        assert len(sentence.split()) <= 20, sentence


def test_squares_are_named_after_a_postcode(home: Path, tmp_path: Path) -> None:
    place = people_place.make_streets_place(home, tmp_path / "files", postcodes=True)
    names = representation.missing(place, MissingRequest()).facts["name"]
    assert all(name.startswith("Around XX") for name in names)


def test_choices_are_quoted(place: Place) -> None:
    with pytest.raises(OptionError, match=r"one of: 'everyone', 'disabled people', .*'we have no count of them'"):
        representation.missing(place, MissingRequest(meant_for="wibble"))


@pytest.mark.parametrize(("by", "said"), [("patch", "no patches yet"), ("group", "nothing is released yet"),
                                          ("patch-and-group", "nothing is released yet"),
                                          ("cluster", "nothing is released yet")])  # fmt: skip
def test_what_a_preview_cannot_show_is_said(place: Place, by: str, said: str) -> None:
    with pytest.raises((OptionError, NotFoundError), match=said):
        representation.missing(place, MissingRequest(by=by))


@pytest.mark.parametrize("option", [{"from_": "2.1.2026"}, {"to": "2026-02-30"}, {"ages": "old"},
                                    {"from_": "2026-02-01", "to": "2026-01-01"}])  # fmt: skip
def test_days_and_ages_that_are_none_are_refused(place: Place, option: dict[str, str]) -> None:
    with pytest.raises(OptionError, match="Expected"):
        representation.missing(place, MissingRequest(view="working", **option))  # type: ignore[arg-type]


@pytest.mark.parametrize("option", [{"by": "shoe"}, {"view": "both"}, {"meant_for": "kings"}])
def test_unknown_options_are_refused(place: Place, option: dict[str, str]) -> None:
    with pytest.raises(OptionError):
        representation.missing(place, MissingRequest(**option))  # type: ignore[arg-type]


def test_one_person_fewer_is_not_seen_below_ten(home: Path, tmp_path: Path) -> None:
    """Two registers that differ by one person among fewer than ten release the same bytes."""
    said = []
    for name, number in (("a", 3), ("b", 4)):
        place = people_place.make_place(home / name, tmp_path / name)
        bring(place, came(tmp_path / name, {"W01000001": 60, "W01000002": 30, "W01000003": number}))
        answer = representation.missing(place, MissingRequest())
        said.append((answer.facts.to_csv(), answer.notes, answer.facts.attrs))
    assert said[0] == said[1]


@pytest.mark.real_data
def test_newport_labels_equal_brute_force(real_data: Path, home: Path, tmp_path: Path) -> None:
    folder = real_data / "newport"
    parts = workspace.PlaceParts(
        areas=folder / "areas" / "lsoa21_newport.geojson",
        population=(folder / "census" / "disability21_lsoa21_newport.csv",),
    )
    workspace.create_place(people_place.settings(home), "Newport", parts, now=NOW)
    place = workspace.open_place(people_place.settings(home), "Newport")
    table = pd.read_csv(folder / "census" / "disability21_lsoa21_newport.csv")
    residents = table.groupby("lsoa21_code")["n"].sum().sort_index()
    assert residents.sum() == 159_596
    rng = np.random.default_rng(20260302)
    lean = residents.to_numpy() * rng.choice([0.2, 1.0, 3.0], len(residents))
    homes = rng.choice(residents.index.to_numpy(), 700, p=lean / lean.sum())
    bring(
        place, write_csv(tmp_path / "n.csv", "date,person,area", *(f"02/02/2026,p{n},{a}" for n, a in enumerate(homes)))
    )
    answer = representation.missing(place, MissingRequest(view="working"))
    counts = pd.Series(homes).value_counts().reindex(residents.index, fill_value=0)
    assert column(answer, "observed") == counts.to_dict()
    wanted = {
        area: exact_label(came_here, 700, Fraction(people, 159_596))
        for area, came_here, people in zip(residents.index, counts.tolist(), residents.tolist(), strict=True)
    }
    assert column(answer, "label") == wanted
    assert len(set(wanted.values())) >= 4
    shared = representation.missing(place, MissingRequest())
    weaker = {Label.MUCH_FEWER: Label.FEWER, Label.MUCH_MORE: Label.MORE}
    for area, label in column(shared, "label").items():
        assert label in {"", wanted[str(area)], weaker.get(Label(wanted[str(area)]))}
