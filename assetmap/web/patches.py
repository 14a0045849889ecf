"""Putting neighbouring areas together into patches: as proposed, listed or drawn; renaming them, moving an area."""

from __future__ import annotations

import streamlit as st

from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import say_day, tr, tr_count
from assetmap.model.release import PublicFacts
from assetmap.model.representation import COMPARED_AT_LEAST, LEFT_OUT
from assetmap.services import downloads, patches, uploads, workspace
from assetmap.services.representation_sharing import SharedAreas
from assetmap.services.workspace import Place
from assetmap.web import parts
from assetmap.web.parts import Column

_RENAMED = "patch_renamed"
KINDS = ("csv", "xlsx", "geojson", "gpkg")


def offer(place: Place) -> None:
    """Show the patches in use and what may be done about them; a place without areas has none."""
    if workspace.areas(place).empty:
        return
    kept, fixed = patches.read(place), patches.patches_fixed(place)
    if kept is not None:
        with st.expander(tr("Which areas are in which patch")):
            _show(place, kept)
        with st.expander(tr("Rename a patch") if fixed else tr("Rename a patch, or move an area")):
            _rename(place, kept)
            if not fixed:
                _move(place, kept)
    if not fixed:
        with st.expander(tr("Put areas together into patches")):
            _propose(place)
            _ask(place, first=kept is None)
    elif kept is None:
        parts.sentences(patches.changing_sentences(place))


def _show(place: Place, kept: SharedAreas) -> None:
    inside: dict[str, list[str]] = {}
    for row in patches.kept_rows(place):
        inside.setdefault(row["patch"], []).append(row["name"])
    rows = [
        {"patch": tr("In no patch") if patch == LEFT_OUT else patch, "areas": ", ".join(areas)}
        for patch, areas in inside.items()
    ]
    parts.table(
        rows,
        (Column(key="patch", label=tr("Patch")), Column(key="areas", label=tr("Areas"))),
        caption=tr("Patches in use since {day}", day=say_day(kept.since)),
        key="patches",
    )
    parts.sentences(patches.changing_sentences(place))


def _names(kept: SharedAreas) -> list[str]:
    return sorted(set(kept.unit_of.values()) - {LEFT_OUT})


def _rename(place: Place, kept: SharedAreas) -> None:
    old = st.selectbox(tr("Patch to rename"), _names(kept), format_func=parts.option, key="patch_old")
    new = st.text_input(tr("New name"), key="patch_new")
    if st.button(tr("Rename it"), key="rename_patch", disabled=not new.strip()) and old is not None:
        patches.rename(place, {old: new})
        st.session_state[_RENAMED] = tr("{old} is now called {new}.", old=old, new=" ".join(new.split()))
        parts.announce(tr("The patch has its new name."))
        st.rerun()
    said = st.session_state.pop(_RENAMED, "")
    kept_names = tr("Safe versions that were released keep the names they had.") if patches.patches_fixed(place) else ""
    parts.sentences([said, kept_names])


def _move(place: Place, kept: SharedAreas) -> None:
    rows = {row["area"]: row for row in patches.kept_rows(place)}
    code = st.selectbox(
        tr("Area to move"), sorted(rows, key=lambda one: str(rows[one]["name"])), key="patch_area",
        format_func=lambda one: parts.option(rows[one]["name"]),
    )  # fmt: skip
    to = st.selectbox(
        tr("Patch it goes to"), [*_names(kept), LEFT_OUT], key="patch_to",
        format_func=lambda one: parts.option(one) if one else tr("In no patch"),
    )  # fmt: skip
    if st.button(tr("Move it"), key="move_area") and code is not None and to is not None:
        patches.save(place, {**{one: row["patch"] for one, row in rows.items()}, code: to})
        parts.announce(tr("The area was moved."))
        st.rerun()


def _propose(place: Place) -> None:
    """Show what is proposed, once it is asked for: the people on record are counted for it."""
    if not st.toggle(tr("Show a proposal"), key="patches_propose"):
        return
    people = st.number_input(
        tr("How many people come, or are hoped for?"),
        min_value=1,
        max_value=patches.MOST_PEOPLE,
        value=None,
        step=1,
        help=tr("Without a number, the people on record are taken, rounded as they may be shared."),
        key="patches_people",
    )
    try:
        proposal = patches.propose(place, people=people, shared=True)
    except (NotFoundError, OptionError) as fault:
        parts.sentences([str(fault)])
        return
    parts.sentences(proposal.sentences)
    rows = [{**row, "areas": ", ".join(row["areas"]), "expected": f"{row['expected']:,.0f}"}
            for row in proposal.patches]  # fmt: skip
    if len(rows) < COMPARED_AT_LEAST:
        return
    columns = (
        Column(key="patch", label=tr("Patch")),
        Column(key="areas", label=tr("Areas")),
        Column(key="expected", label=tr("We would expect")),
    )
    parts.table(rows, columns, caption=tr("Patches that are proposed"), key="patches_proposed")
    if st.button(tr("Take these patches"), key="take_proposal"):
        _done(patches.save(place, proposal.patch_of))


def _ask(place: Place, *, first: bool) -> None:
    parts.sentences(
        [
            tr("Areas with few people tell us little. Put neighbours together, with people who know the place."),
            tr("Make a list with two columns: the area's code and the patch's name."),
            tr("Or draw outlines on a map, each with a name, and bring them in as GeoJSON."),
            tr("Patches can be changed until the first figures are released."),
        ]
    )
    if first:
        st.download_button(
            tr("Download your areas as a list to fill in"),
            _form(place),
            file_name="patches.csv",
            mime=downloads.CSV_TYPE,
            key="patches_form",
            on_click="ignore",
        )
    given = st.file_uploader(tr("List or drawing of patches"), type=list(KINDS), key="patches_file")
    if st.button(tr("Use these patches"), key="use_patches", disabled=given is None) and given is not None:
        _done(_settle(place, given.name, given.getvalue()))


def _done(kept: SharedAreas) -> None:
    number = len(_names(kept))
    parts.announce(tr_count("{number} patch is in use now.", "{number} patches are in use now.", number))
    st.rerun()


def _form(place: Place) -> bytes:
    areas = workspace.areas(place).sort_values("name")
    rows = [{"code": code, "name": name} for code, name in zip(areas["area_id"], areas["name"], strict=True)]
    # These headings are the ones that the list is read by: they are not put into other words.
    headings = (("code", "area code"), ("name", "name"), ("patch", "patch"))
    return downloads.write_csv(PublicFacts(rows), [downloads.Column(key=key, heading=text) for key, text in headings])


def _settle(place: Place, name: str, content: bytes) -> SharedAreas:
    """Read an uploaded list or drawing from a folder that goes away again."""
    with uploads.on_disk(uploads.Upload(name, content)) as path:
        return patches.settle_patches(place, path)
