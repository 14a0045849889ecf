"""Releases of real places: Newcastle's library records by district, and the demo's people moved to Newport."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import people_place
import pytest
from people_place import NOW

from assetmap.model.release import ReleasedTable
from assetmap.model.representation import PEOPLE_A_PATCH_SHARED, SHARE_RULE, TELLING_EXPECTED, Label, WhyNoLabels
from assetmap.services import participation, patches, releases, representation, workspace
from assetmap.services.participation import ParticipationImport
from assetmap.services.releases import ReleaseRequest
from assetmap.services.representation import MissingRequest
from assetmap.services.workspace import Place, PlaceParts

pytestmark = pytest.mark.real_data
HIDDEN = SHARE_RULE.hidden_text
YEAR = ReleaseRequest(from_="2016-01-01", to="2016-12-31")
MEETINGS = ReleaseRequest(from_="2025-04-01", to="2026-09-30")
LATER = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
FEW = {str(Label.FEWER), str(Label.MUCH_FEWER)}
WEAKER = {str(Label.MUCH_FEWER): str(Label.FEWER), str(Label.MUCH_MORE): str(Label.MORE)}


def shown_as(count: int) -> int | str:
    """The 10-5 rule by hand: nobody to nine hidden, the rest to the nearest five."""
    return HIDDEN if count < 10 else int(5 * np.floor(count / 5 + 0.5))


def open_place(home: Path, name: str, parts: PlaceParts) -> Place:
    workspace.create_place(people_place.settings(home), name, parts, now=NOW)
    return workspace.open_place(people_place.settings(home), name)


def counts_of(table: ReleasedTable) -> dict[str, int | str]:
    return {row["area"]: row["observed"] for row in table.rows}


@pytest.mark.parametrize("as_people", [True, False])
def test_newcastle_library_records_by_district(real_data: Path, home: Path, tmp_path: Path, *, as_people: bool) -> None:
    """Rows name nobody. As a list of members each row is a person; else rows are visits: no label either way."""
    folder = real_data / "newcastle"
    areas, file = folder / "areas" / "postcode_districts.geojson", folder / "participation" / "library_members.csv"
    place = open_place(home, "Newcastle", PlaceParts(areas=areas, area_id="postdist"))
    request = ParticipationImport(path=file, one_row_per_person=as_people)
    participation.import_participation(place, request, now=NOW, who="t")

    rows = pd.read_csv(file, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    added = pd.to_datetime(rows["Date Added"].str.strip(), dayfirst=True, format="mixed", errors="coerce")
    assert added.notna().sum() == 80_496
    raw = rows.loc[added.dt.year == 2016, "Postcode"].str.strip().str.upper().value_counts()
    made = releases.make_release(place, YEAR, now=NOW, who="t")

    (table,) = made.tables
    shown = counts_of(table)
    wanted = {district: int(raw.get(district, 0)) for district in shown}
    assert shown == {district: shown_as(count) for district, count in wanted.items()}
    assert sum(0 < count < 10 for count in wanted.values()) > 20, "there are small numbers to hide"
    assert max(wanted.values()) > 400
    assert {row["label"] for row in table.rows} == {""}
    reason = table.details["no_labels_because"]
    assert str(WhyNoLabels.NO_POPULATION) in reason
    assert (str(WhyNoLabels.VISITS) in reason) != as_people
    assert reason in " ".join(table.notes)
    assert table.details["counted"] == ("people" if as_people else "visits")
    text = (place.folder / "releases" / f"{made.release_id}.json").read_text(encoding="utf-8")
    assert not any(f'"observed": {number},' in text for number in range(10))


def demo_people(demo_data: Path) -> pd.DataFrame:
    """The demo's named community at meetings for everyone: a row an attendance, with the demo area of its postcode."""
    rows = pd.read_csv(demo_data / "meetings.csv", dtype=str, keep_default_na=False)
    community = rows["Role"].isin(["uses services", "carer", "community member"])
    rows = rows[community & (rows["Meant for"] == "everyone") & (rows["Person"] != "")].copy()
    codes = pd.read_csv(demo_data / "postcodes.csv", header=None, usecols=[0, 2, 3], names=["postcode", "x", "y"])
    points = gpd.GeoDataFrame(codes, geometry=gpd.points_from_xy(codes["x"], codes["y"]), crs="EPSG:27700")
    areas = gpd.read_file(demo_data / "areas.geojson").to_crs("EPSG:27700")
    found = points.sjoin(areas[["code", "geometry"]], predicate="within").drop_duplicates("postcode")
    area_of = dict(zip(found["postcode"].str.replace(" ", ""), found["code"], strict=True))
    rows["demo area"] = rows["Postcode"].str.replace(" ", "").str.upper().map(area_of)
    rows["day"] = pd.to_datetime(rows["Date"], format="%d/%m/%Y")
    return rows.sort_values("day", kind="stable")


def move(rows: pd.DataFrame, homes: pd.Series) -> pd.DataFrame:
    """Move each demo area to one of Newport's, by chance and residents; who has no area keeps none."""
    rng = np.random.default_rng(20260302)
    demo = sorted(rows["demo area"].dropna().unique())
    chosen = rng.choice(homes.index.to_numpy(), len(demo), p=(homes / homes.sum()).to_numpy())
    return rows.assign(area=rows["demo area"].map(dict(zip(demo, chosen, strict=True))).fillna(""))


def test_the_demos_people_in_newports_patches(real_data: Path, demo_data: Path, home: Path, tmp_path: Path) -> None:
    folder = real_data / "newport"
    census = folder / "census" / "disability21_lsoa21_newport.csv"
    parts = PlaceParts(areas=folder / "areas" / "lsoa21_newport.geojson", population=(census,))
    place = open_place(home, "Newport", parts)
    rows = demo_people(demo_data)
    everybody = rows["Person"].nunique()

    proposal = patches.propose(place, people=everybody)
    names = [one["patch"] for one in proposal.patches]
    assert 2 <= len(names) <= everybody / PEOPLE_A_PATCH_SHARED
    assert all(one["expected"] >= PEOPLE_A_PATCH_SHARED for one in proposal.patches)
    *kept, left_out = names
    patches.save(place, {area: patch for area, patch in proposal.patch_of.items() if patch != left_out})
    empty = kept[0]
    residents = pd.read_csv(census).groupby("lsoa21_code")["n"].sum()
    patch_of = pd.Series(proposal.patch_of).reindex(residents.index)
    moved = move(rows, residents[patch_of != empty])
    path = tmp_path / "moved.csv"
    moved[["Event", "Date", "Role", "Person", "area", "Meant for"]].to_csv(path, index=False)
    participation.import_participation(place, ParticipationImport(path=path), now=LATER, who="t")

    # Counted by hand: each person once, where they were last known to live.
    last = moved[moved["area"] != ""].drop_duplicates("Person", keep="last").set_index("Person")["area"].map(patch_of)
    came = last.value_counts().reindex(names, fill_value=0)
    exact = representation.missing(place, MissingRequest(view="working", from_=MEETINGS.from_, to=MEETINGS.to))
    assert exact.facts.set_index("area")["observed"].to_dict() == came[kept].to_dict()
    details = exact.facts.attrs["details"]
    assert details["placed"] == came[kept].sum()
    assert details["outside_patches"] == came[left_out] > 0
    assert details["not_placed_in_all"] == everybody - len(last) > 0
    assert details["placed"] + details["outside_patches"] + details["not_placed_in_all"] == everybody

    made = releases.make_release(place, MEETINGS, now=LATER, who="t")
    (table,) = made.tables
    assert counts_of(table) == {name: shown_as(int(came[name])) for name in sorted(kept)}
    said = exact.facts.set_index("area")
    living = residents.groupby(patch_of).sum()[kept]
    assert said["population"].to_dict() == living.to_dict()
    assert said["expected"].to_dict() == pytest.approx((came[kept].sum() * living / living.sum()).to_dict())
    assert said.loc[empty, "expected"] >= PEOPLE_A_PATCH_SHARED > TELLING_EXPECTED
    assert said.loc[empty, "label"] == Label.MUCH_FEWER
    shared = {row["area"]: row["label"] for row in table.rows}
    assert shared[empty] in FEW
    for name, label in shared.items():
        assert label in {"", said.loc[name, "label"], WEAKER.get(str(said.loc[name, "label"]))}
    answer = representation.missing(place, MissingRequest())
    assert dict(zip(answer.facts["area"], answer.facts["label"], strict=True)) == shared
