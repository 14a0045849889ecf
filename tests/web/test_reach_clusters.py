"""Neighbouring areas together, on the page: all areas of a cluster can be read, not the first few alone."""

from __future__ import annotations

from pathlib import Path

from web_app import open_page
from web_tables import table

from assetmap.config import Settings
from assetmap.services import representation, workspace
from assetmap.services.representation import MissingRequest


def test_all_areas_of_a_cluster_are_named(demo_place: Path) -> None:
    place = workspace.open_place(Settings(home=demo_place), "Demo")
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    page.radio(key="reach_by").set_value("cluster").run()
    assert not page.exception
    (row,) = table(page, "Neighbouring places that stand out together")
    assert "more" in row["Neighbouring places"]
    said = {fold.label: "".join(str(node.proto.body) for node in fold.get("html")) for fold in page.expander}
    names = workspace.areas(place).set_index("area_id")["name"]
    (cluster,) = representation.missing(place, MissingRequest(view="working", by="cluster")).facts.to_dict("records")
    assert len(cluster["areas"]) == 6
    assert all(names[code] in said["All areas of each"] for code in cluster["areas"])
    others = [name for code, name in names.items() if code not in cluster["areas"]]
    assert not any(f"{name}," in said["All areas of each"] for name in others)


def test_each_look_has_its_own_first_to_be_introduced_to(demo_place: Path) -> None:
    assert demo_place.is_dir()
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    page.radio(key="reach_by").set_value("patch-and-group").run()
    assert page.selectbox(key="introduce_to").value is None, "no group that fewer people came from stands first"
    page.radio(key="reach_by").set_value("cluster").run()
    assert "Marrowdale" in str(page.selectbox(key="introduce_to").value)
    page.radio(key="reach_by").set_value("patch").run()
    assert page.selectbox(key="introduce_to").value == "Upper Marrowdale"
