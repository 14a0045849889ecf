"""Putting neighbouring areas together into patches: which are in use, or a list to bring in."""

from __future__ import annotations

import streamlit as st

from assetmap.messages import tr
from assetmap.model.release import PublicFacts
from assetmap.model.representation import LEFT_OUT, UnitKind
from assetmap.services import downloads, representation_sharing, uploads, workspace
from assetmap.services.representation_sharing import SharedAreas, day_words, read_shared_areas
from assetmap.services.workspace import Place
from assetmap.web import parts
from assetmap.web.parts import Column

KINDS = ("csv", "xlsx")


def offer(place: Place) -> None:
    """Show the patches in use, or how to put areas together where there are none; a place without areas has none."""
    areas = workspace.areas(place)
    if areas.empty:
        return
    in_use = read_shared_areas(place)
    if in_use is not None and in_use.kind is UnitKind.PATCH:
        with st.expander(tr("Which areas are in which patch")):
            _show(place, in_use)
        return
    with st.expander(tr("Put areas together into patches")):
        _ask(place)


def _show(place: Place, in_use: SharedAreas) -> None:
    areas = workspace.areas(place)
    names = dict(zip(areas["area_id"], areas["name"], strict=True))
    patches: dict[str, list[str]] = {}
    for code, patch in in_use.unit_of.items():
        if code in names:
            patches.setdefault(patch, []).append(str(names[code]))
    rows = [
        {"patch": tr("In no patch") if patch == LEFT_OUT else patch, "areas": ", ".join(sorted(inside))}
        for patch, inside in sorted(patches.items())
    ]
    parts.table(
        rows,
        (Column(key="patch", label=tr("Patch")), Column(key="areas", label=tr("Areas"))),
        caption=tr("Patches in use since {day}", day=day_words(in_use.since)),
        key="patches",
    )
    parts.sentences([tr("They stay as they are: figures for other patches would give small numbers away.")])


def _ask(place: Place) -> None:
    parts.sentences(
        [
            tr("Areas with few people tell us little. Put neighbours together, with people who know the place."),
            tr("Make a list with two columns: the area's code and the patch's name."),
            tr("The first patches you use stay in use. Look at them well before you press the button."),
        ]
    )
    st.download_button(
        tr("Download your areas as a list to fill in"),
        _form(place),
        file_name="patches.csv",
        mime=downloads.CSV_TYPE,
        key="patches_form",
        on_click="ignore",
    )
    given = st.file_uploader(tr("List of areas and patches"), type=list(KINDS), key="patches_file")
    if st.button(tr("Use these patches"), key="use_patches", disabled=given is None) and given is not None:
        settled = _settle(place, given.name, given.getvalue())
        number = 0 if settled is None else len(set(settled.unit_of.values()) - {LEFT_OUT})
        parts.announce(tr("{number} patches are in use now.", number=number))
        st.rerun()


def _form(place: Place) -> bytes:
    areas = workspace.areas(place).sort_values("name")
    rows = [{"code": code, "name": name} for code, name in zip(areas["area_id"], areas["name"], strict=True)]
    # These headings are the ones that the list is read by: they are not put into other words.
    headings = (("code", "area code"), ("name", "name"), ("patch", "patch"))
    return downloads.write_csv(PublicFacts(rows), [downloads.Column(key=key, heading=text) for key, text in headings])


def _settle(place: Place, name: str, content: bytes) -> SharedAreas | None:
    """Read an uploaded list from a folder that goes away again."""
    with uploads.on_disk(uploads.Upload(name, content)) as path:
        return representation_sharing.settle_patches(place, path)
