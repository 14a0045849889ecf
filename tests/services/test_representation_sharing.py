"""One set of patches for all figures that are released: the attacks that asking again would make easy."""

from __future__ import annotations

import datetime as dt
import json
import random
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import people_place
import pytest
from people_place import AREAS, NOW, RESIDENTS, write_csv
from scipy.optimize import linprog

from assetmap.adapters import place_folder
from assetmap.errors import NotFoundError, OptionError, OutsideError
from assetmap.model.release import Release, ShareView
from assetmap.model.representation import SHARE_RULE
from assetmap.services import maps, participation, releases, representation, representation_sharing, workspace
from assetmap.services.participation import ParticipationImport
from assetmap.services.releases import ReleaseRequest
from assetmap.services.representation import Missing, MissingRequest
from assetmap.services.representation_sharing import RELEASES_FOLDER, SHARED_AREAS_FILE, read_shared_areas
from assetmap.services.workspace import Place, PlaceParts

A, B, C, D = AREAS
TOWN = {f"T{n:02d}": (0, 1, 2, 3, 4, 6, 8, 9, 11, 14, 17, 26)[n] for n in range(12)}


def bring(
    place: Place, folder: Path, numbers: dict[str, int], *, roles: tuple[int, ...] = (), day: str = "02/02/2026"
) -> None:
    """Import as many people as the numbers say, each there once; the first of them in other community roles."""
    people = [f"{area},p{area}{n}" for area, number in numbers.items() for n in range(number)]
    who = [name for name, number in zip(("carer", "service user"), roles, strict=False) for _ in range(number)]
    who += ["resident"] * (len(people) - len(who))
    lines = [f"Lunch,{day},{role},{one},everyone" for role, one in zip(who, people, strict=True)]
    path = write_csv(folder / "m.csv", "event,date,role,area,person,meant for", *lines)
    participation.import_participation(place, ParticipationImport(path=path), now=NOW, who="tester")


def square(number: int) -> dict[str, object]:
    x, y = people_place.CORNER[0] + number % 4 * 0.02, people_place.CORNER[1] + number // 4 * 0.02
    ring = [[x, y], [x + 0.02, y], [x + 0.02, y + 0.02], [x, y + 0.02], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def write_areas(path: Path, codes: list[str]) -> Path:
    features = [
        {"type": "Feature", "properties": {"area_id": code, "name": code}, "geometry": square(number)}
        for number, code in enumerate(codes)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def make_town(home: Path, folder: Path, numbers: dict[str, int], *, roles: tuple[int, ...] = ()) -> Place:
    folder.mkdir(exist_ok=True)
    parts = PlaceParts(areas=write_areas(folder / "areas.geojson", list(numbers)))
    workspace.create_place(people_place.settings(home), "Town", parts, now=NOW)
    place = workspace.open_place(people_place.settings(home), "Town")
    bring(place, folder, numbers, roles=roles)
    return place


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    four = people_place.make_place(home, tmp_path / "files")
    bring(four, tmp_path, {A: 60, B: 30, C: 4, D: 7})
    return four


def patches(folder: Path, of: dict[str, str], name: str = "p.csv") -> Path:
    return write_csv(folder / name, "area_code,patch", *(f"{area},{patch}" for area, patch in of.items()))


def release(place: Place, month: int = 2) -> Release:
    """Release the figures of a month that is over, for the patches that are kept: that fixes them."""
    days = ReleaseRequest(from_=f"2026-{month:02d}-01", to=f"2026-{month:02d}-28")
    return releases.make_release(place, days, now=NOW, who="tester")


def settle(place: Place, folder: Path, of: dict[str, str], *, released: bool = True) -> None:
    """Keep patches, and release figures for them."""
    representation_sharing.settle_patches(place, patches(folder, of, "settled.csv"))
    if released:
        release(place)


def said(answer: Missing) -> tuple[str, object, str]:
    return answer.facts.to_csv(), answer.notes, json.dumps(answer.facts.attrs["details"], default=str)


def bounds_of(shown: object) -> tuple[int, int]:
    if shown == SHARE_RULE.hidden_text:
        return 0, SHARE_RULE.hidden_below - 1
    assert isinstance(shown, int)
    return (10 if shown == 10 else shown - 2), shown + 2


def questions() -> Iterator[dict[str, str]]:
    """Put the town's areas together at random, again and again."""
    chance = random.Random(3)
    for _ in range(60):
        size = chance.choice([2, 3, 4, 5])
        yield {area: f"P{chance.randrange(size)}" for area in TOWN}


def pinned(place: Place, folder: Path, *, released: bool) -> tuple[int, int]:
    """Keep one set and ask for many; return how many small counts are narrowed too far, and how many answered."""
    rows, low, high, answered = [], [], [], 0
    asked: list[dict[str, str]] = [{area: area for area in TOWN}, *questions()]
    settle(place, folder, asked[0], released=released)
    for patch_of in asked:
        try:
            answer = representation.missing(place, MissingRequest(patches=patches(folder, patch_of)))
        except OptionError:
            continue
        answered += 1
        for patch, shown in zip(answer.facts["area"], answer.facts["observed"], strict=True):
            least, most = bounds_of(shown)
            rows.append([float(patch_of[area] == patch) for area in TOWN])
            low.append(-least)
            high.append(most)
    sums, limits = np.vstack([rows, -np.array(rows)]), [*high, *low]
    narrowed = 0
    for position, true in enumerate(TOWN.values()):
        if not 1 <= true < SHARE_RULE.hidden_below:
            continue
        aim = np.eye(len(TOWN))[position]
        fewest = float(linprog(aim, A_ub=sums, b_ub=limits, bounds=(0, None)).fun or 0)
        largest = -float(linprog(-aim, A_ub=sums, b_ub=limits, bounds=(0, None)).fun or 0)
        narrowed += bool(np.floor(largest + 1e-6) - np.ceil(fewest - 1e-6) + 1 < SHARE_RULE.narrowest)
    return narrowed, answered


def test_any_number_of_patch_files_narrows_no_count(home: Path, tmp_path: Path) -> None:
    assert pinned(make_town(home, tmp_path / "files", TOWN), tmp_path, released=True) == (0, 1)


def test_the_same_attack_on_previews_narrows_most_counts(home: Path, tmp_path: Path) -> None:
    """The attack above is a real one: rounding alone does not stop it, so no preview becomes a file or a map."""
    narrowed, answered = pinned(make_town(home, tmp_path / "files", TOWN), tmp_path, released=False)
    assert answered == 61
    assert narrowed >= 4


def test_two_files_that_differ_by_one_area(place: Place, tmp_path: Path) -> None:
    with_c = patches(tmp_path, {A: "Low", B: "High", C: "High", D: "High"}, "with.csv")
    settle(place, tmp_path, {A: "Low", B: "High", D: "High"})
    for ask in (
        lambda: representation.missing(place, MissingRequest(patches=with_c)),
        lambda: representation_sharing.settle_patches(place, with_c),
    ):
        with pytest.raises(OptionError, match="already use 2 patches") as refused:
            ask()
        for words in ("give small numbers away", "can still be renamed", "the working view"):
            assert words in str(refused.value)
        for sentence in str(refused.value).replace(":", ".").split(". "):
            assert len(sentence.split()) <= 20


def test_asking_fixes_nothing_before_the_first_release(place: Place, tmp_path: Path) -> None:
    for of in ({A: "Low", B: "High"}, {A: "Low", B: "Low", C: "High"}):
        answer = representation.missing(place, MissingRequest(patches=patches(tmp_path, of)))
        assert "These patches are not the ones kept with this place." in answer.notes
        assert any("one set of patches alone" in note for note in answer.notes)
        assert read_shared_areas(place) is None
        settle(place, tmp_path, of, released=False)
        kept = representation.missing(place, MissingRequest())
        assert set(kept.facts["area"]) == {"Low", "High"}
        assert "They can be changed until the first figures are released." in kept.notes
        (place.folder / SHARED_AREAS_FILE).unlink()


def test_figures_released_by_area_leave_no_room_for_patches(place: Place, tmp_path: Path) -> None:
    release(place)
    with pytest.raises(OptionError, match="already use 4 areas"):
        settle(place, tmp_path, {A: "Low", B: "High"}, released=False)
    with pytest.raises(OptionError, match="already use 4 areas"):
        representation.missing(place, MissingRequest(patches=patches(tmp_path, {A: "Low", B: "High"})))


def test_only_a_whole_release_fixes(place: Place, tmp_path: Path) -> None:
    folder = place.folder / RELEASES_FOLDER
    assert not representation_sharing.patches_fixed(place)
    folder.mkdir()
    (folder / ".half.json").write_text("{", encoding="utf-8")
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    assert not representation_sharing.patches_fixed(place)
    (folder / "2026-1.json").write_text("{}", encoding="utf-8")
    assert representation_sharing.patches_fixed(place)


def test_where_nobody_can_tell_what_was_released_nothing_is_shared(place: Place, tmp_path: Path) -> None:
    (place.folder / RELEASES_FOLDER).write_text("not a folder", encoding="utf-8")
    with pytest.raises(OutsideError, match="cannot be looked into"):
        representation.missing(place, MissingRequest(patches=patches(tmp_path, {A: "Low", B: "High"})))
    with pytest.raises(OutsideError, match="cannot be looked into"):
        settle(place, tmp_path, {A: "Low", B: "High"}, released=False)


@pytest.mark.parametrize("other", [{A: "Low", B: "High", C: "R", D: "R"}, AREAS])
def test_areas_left_out_are_not_a_patch(place: Place, tmp_path: Path, other: dict[str, str]) -> None:
    """Areas in no patch take no part in the total; as a patch they would, which is another question."""
    settle(place, tmp_path, {A: "Low", B: "High"})
    with pytest.raises(OptionError, match="already use 2 patches"):
        representation.missing(place, MissingRequest(patches=patches(tmp_path, other)))
    with pytest.raises(NotFoundError, match="does not hold this"):
        representation.missing(place, MissingRequest(by="area"))


def test_previews_of_areas_and_patches_say_not_to_pass_on_both(place: Place, tmp_path: Path) -> None:
    areas = representation.missing(place, MissingRequest())
    settle(place, tmp_path, {A: "Low", B: "High", C: "High", D: "High"}, released=False)
    file = patches(tmp_path, {A: "Low", B: "High", C: "High", D: "High"})
    low_high = representation.missing(place, MissingRequest(patches=file))
    assert said(low_high) == said(representation.missing(place, MissingRequest()))
    again = representation.missing(place, MissingRequest(by="area"))
    assert again.facts.equals(areas.facts)
    assert all("never both" in str(answer.notes) for answer in (low_high, again))
    assert "never both" not in str(areas.notes)


def test_the_working_view_is_free_and_fixes_nothing(place: Place, tmp_path: Path) -> None:
    settle(place, tmp_path, {A: "X", B: "X", C: "Y", D: "Y"})
    kept = read_shared_areas(place)
    for of in ({A: "X", B: "X"}, {A: "X", C: "Y"}):
        representation.missing(place, MissingRequest(view="working", patches=patches(tmp_path, of)))
    assert read_shared_areas(place) == kept
    exact = representation.missing(place, MissingRequest(view="working", by="area"))
    assert list(exact.facts["observed"]) == [60, 30, 4, 7]


def test_patches_are_known_by_their_areas_not_by_names(place: Place, tmp_path: Path) -> None:
    """A patch may be renamed at any time: what was released keeps its names, the next release has the new ones."""
    bring(place, tmp_path, {A: 60, B: 30, C: 4, D: 7}, day="05/01/2026")
    settle(place, tmp_path, {A: "X", B: "X", C: "Y", D: "Y"})
    renamed = patches(tmp_path, {D: "Hill", C: "Hill", B: "Valley", A: "Valley"}, "other.csv")
    before = said(representation.missing(place, MissingRequest()))
    assert said(representation.missing(place, MissingRequest(patches=renamed))) == before
    representation_sharing.settle_patches(place, renamed)
    assert said(representation.missing(place, MissingRequest())) == before
    assert [row["area"] for row in release(place, month=1).tables[0].rows] == ["Hill", "Valley"]


def test_what_is_kept_is_private_and_counts_nobody(place: Place, tmp_path: Path) -> None:
    days = {dt.datetime.now(tz=dt.UTC).astimezone().date()}
    settle(place, tmp_path, {A: "X", B: "X", C: "Y"}, released=False)
    days.add(dt.datetime.now(tz=dt.UTC).astimezone().date())
    path = place.folder / SHARED_AREAS_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in place.folder.iterdir() if SHARED_AREAS_FILE in one.name] == [SHARED_AREAS_FILE]
    kept = read_shared_areas(place)
    assert kept is not None
    today = kept.since
    assert today in days
    expected = f'kind = "patch"\nsince = "{today}"\n\n[areas]\n{D} = ""\n{A} = "X"\n{B} = "X"\n{C} = "Y"\n'
    assert path.read_text(encoding="utf-8") == expected
    notes = representation.missing(place, MissingRequest()).notes
    assert f"This place has these 2 patches, since {today.day} {today:%B %Y}." in notes
    release(place)
    assert path.read_text(encoding="utf-8") == expected, "a release adds nothing to it"


def test_a_file_of_an_earlier_version_is_read(place: Place, tmp_path: Path) -> None:
    text = f'kind = "patch"\nsince = "2025-11-03"\n\n[areas]\n{D} = ""\n{A} = "X"\n{B} = "X"\n{C} = "Y"\nGONE = "Y"\n'
    (place.folder / SHARED_AREAS_FILE).write_text(text, encoding="utf-8")
    settle(place, tmp_path, {A: "North", B: "North", C: "South"})
    kept = read_shared_areas(place)
    assert kept is not None
    assert kept.since == dt.date(2025, 11, 3), "the same patches with other names are the same patches"
    assert kept.unit_of == {"GONE": "South", D: "", A: "North", B: "North", C: "South"}


def test_what_cannot_be_read_or_kept_stops_the_figures(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(representation_sharing, "_write", full)
    with pytest.raises(OutsideError, match="No space left"):
        settle(place, tmp_path, {A: "X", B: "Y"}, released=False)
    (place.folder / SHARED_AREAS_FILE).write_text("kind = 'shoe'", encoding="utf-8")
    with pytest.raises(OutsideError, match="cannot be read"):
        representation.missing(place, MissingRequest())


def test_a_release_made_meanwhile_is_seen(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever changes patches looks at the releases once nobody else can write."""
    settle(place, tmp_path, {A: "X", B: "X"}, released=False)
    one_writer = place_folder.one_writer

    @contextmanager
    def waits(*words: Any, **named: Any) -> Iterator[None]:
        monkeypatch.setattr(place_folder, "one_writer", one_writer)
        release(place)
        with one_writer(*words, **named):
            yield

    monkeypatch.setattr(place_folder, "one_writer", waits)
    with pytest.raises(OptionError, match="already use 1 patch"):
        settle(place, tmp_path, {C: "X", B: "X"}, released=False)


def test_three_at_once_keep_one_whole_set(place: Place, tmp_path: Path) -> None:
    files = [patches(tmp_path, {A: "X", other: "X"}, f"{other}.csv") for other in (B, C, D)]
    with ThreadPoolExecutor(3) as pool:
        kept = list(pool.map(lambda file: representation_sharing.settle_patches(place, file), files))
    last = read_shared_areas(place)
    assert last is not None
    release(place)
    same = representation.missing(place, MissingRequest(patches=files[kept.index(last)]))
    assert isinstance(same, ShareView)


def test_areas_that_come_later_change_nothing_about_the_set(home: Path, tmp_path: Path) -> None:
    place = make_town(home, tmp_path / "files", TOWN)
    low_high = {area: "High" if number > 5 else "Low" for number, area in enumerate(TOWN)}
    settle(place, tmp_path, low_high)
    before = representation.missing(place, MissingRequest())
    more = write_areas(tmp_path / "more.geojson", [*TOWN, "T12"])
    workspace.add_to_place(people_place.settings(home), "Town", PlaceParts(areas=more), now=NOW)
    place = workspace.open_place(people_place.settings(home), "Town")
    assert said(representation.missing(place, MissingRequest())) == said(before)
    exact = representation.missing(place, MissingRequest(view="working"))
    assert "In no patch, and not compared: T12." in exact.notes
    with pytest.raises(OptionError, match="already use 2 patches"):
        settle(place, tmp_path, {**low_high, "T12": "Low"}, released=False)


def test_a_map_asks_the_same_question(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maps, "_program", lambda _: (None, ""))
    settle(place, tmp_path, {A: "Low", B: "High", C: "High", D: "High"})
    page = maps.draw_map(place, maps.MapRequest(layers=("missing",)), now=NOW)
    assert "High" in page
    assert not any(name in page for name in AREAS.values()), "the areas themselves are not on it"
    other = patches(tmp_path, {A: "Low", B: "Low", C: "High", D: "High"}, "other.csv")
    with pytest.raises(OptionError, match="already use 2 patches"):
        maps.draw_map(place, maps.MapRequest(layers=("missing",), patches=other), now=NOW)


def test_figures_for_some_meetings_say_nothing_about_others(home: Path, tmp_path: Path) -> None:
    """Meetings meant for different people are counted apart and never together: nothing can be taken away."""
    shown = []
    for name, numbers in (("a", {A: 12, B: 4}), ("b", {A: 3, C: 40})):
        place = people_place.make_place(home / name, tmp_path / name)
        bring(place, tmp_path, {A: 60, B: 30, C: 4, D: 7})
        lines = [f"Forum,03/02/2026,resident,{a},p{a}{n},disabled people" for a, k in numbers.items() for n in range(k)]
        path = write_csv(tmp_path / "f.csv", "event,date,role,area,person,meant for", *lines)
        participation.import_participation(place, ParticipationImport(path=path), now=NOW, who="tester")
        shown.append(said(representation.missing(place, MissingRequest(meant_for="everyone"))))
    assert shown[0] == shown[1]


@pytest.mark.parametrize(
    ("counts", "roles"), [((13, 13, 13, 13, 13, 1), (22, 22)), ((33, 1), (12, 12)), ((33, 3), (12, 12))]
)
def test_seats_say_nothing_about_a_small_count(
    home: Path, tmp_path: Path, counts: tuple[int, ...], roles: tuple[int, ...]
) -> None:
    numbers = dict(zip(TOWN, counts, strict=False))
    one = make_town(home / "a", tmp_path / "a", numbers, roles=roles)
    other = make_town(home / "b", tmp_path / "b", numbers, roles=(sum(counts),))
    shared = representation.missing(one, MissingRequest())
    assert said(shared) == said(representation.missing(other, MissingRequest()))
    assert "seat" not in str(said(shared)).lower()
    exact = representation.missing(one, MissingRequest(view="working"))
    assert exact.facts.attrs["details"]["seats"]["carer"] == roles[0]
    assert f"Seats, carer: {roles[0]}." in [note.lower().replace("seats", "Seats") for note in exact.notes]


def test_new_census_figures_are_not_a_second_question(home: Path, tmp_path: Path) -> None:
    """The total holds whoever is counted in the census; areas without residents could else be taken from it."""
    place = people_place.make_place(home, tmp_path / "files", population=False)
    bring(place, tmp_path, {A: 60, B: 30, C: 4, D: 12})
    for empty in (A, B, C, D):
        lines = [f"{code},{0 if code == empty else people}" for code, people in RESIDENTS.items()]
        table = write_csv(tmp_path / "residents.csv", "lsoa21_code,total_residents", *lines)
        workspace.add_to_place(place.settings, place.name, PlaceParts(population=(table,)), now=NOW)
        answer = representation.missing(workspace.open_place(place.settings, place.name), MissingRequest())
        assert answer.facts.set_index("area")["population"].to_dict() == {**RESIDENTS, empty: 0}
        assert answer.facts.attrs["details"]["placed"] == 105


def test_patches_can_be_changed_until_figures_are_released(home: Path, tmp_path: Path) -> None:
    place = make_town(home, tmp_path / "town", TOWN)
    for border in ("T05", "T06"):
        settle(place, tmp_path, {code: "North" if code < border else "South" for code in TOWN}, released=False)
    assert [code for code, name in release(place).unit_of.items() if name == "North"] == list(TOWN)[:6]
    with pytest.raises(OptionError, match="already use 2 patches"):
        settle(place, tmp_path, {code: "North" if code < "T05" else "South" for code in TOWN}, released=False)
    assert list(representation.missing(place, MissingRequest()).facts["name"]) == ["North", "South"]


def test_meetings_are_told_apart_by_whom_they_were_meant_for(home: Path, tmp_path: Path) -> None:
    place = make_town(home, tmp_path / "town", TOWN)
    assert representation.meeting_kinds(place) == {"everyone": 1}
