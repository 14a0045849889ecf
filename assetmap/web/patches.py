"""Putting neighbouring areas together into patches: as proposed, listed or drawn; renaming them, moving an area."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from assetmap.messages import say_day, tr, tr_count
from assetmap.model.release import PublicFacts
from assetmap.model.representation import LEFT_OUT
from assetmap.services import downloads, patches, uploads, workspace
from assetmap.services.representation_sharing import SharedAreas
from assetmap.services.workspace import Place
from assetmap.web import parts, patch_changes, patch_proposals, state
from assetmap.web.parts import Column

_TAKEN = "patches_taken"
SPOT = "patches"
"""Where this part begins on its page, for a link that leads to it."""
KINDS = ("csv", "xlsx", "geojson", "gpkg")


def can_put_together(place: Place) -> bool:
    """Tell whether areas can be put together into patches here and now: nothing is released, nobody looks on."""
    return not (state.sharing() or workspace.areas(place).empty or patches.patches_fixed(place))


def offer(place: Place) -> None:
    """Show the patches in use and what may be done about them; a place without areas has none."""
    if workspace.areas(place).empty:
        return
    kept, fixed = patches.read(place), patches.patches_fixed(place)
    parts.html(Markup('<div id="{}"></div>').format(SPOT))
    with st.container():  # the rooms of all parts are always there, so that an open one stays open
        _show_taken()
    listed, changed, put = st.container(), st.container(), st.container()
    if kept is not None:
        with listed.expander(tr("Which areas are in which patch")):
            _show(place, kept)
        with changed.expander(tr("Rename a patch") if fixed else tr("Rename a patch, or move an area")):
            patch_changes.rename(place, kept)
            if not fixed:
                patch_changes.move(place, kept)
    if not fixed:
        with put.expander(tr("Put areas together into patches")):
            patch_proposals.show(place, lambda patch_of: _done(patches.save(place, patch_of)))
            _ask(place, first=kept is None)
    elif kept is None:
        with put:
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
    """Say what is in use now above all parts, and lead the keyboard there."""
    number = len(patch_changes.names(kept))
    said = tr_count("{number} patch is in use now.", "{number} patches are in use now.", number)
    st.session_state[_TAKEN] = said
    parts.announce(said)
    parts.go_on_at(f".{_TAKEN}")
    st.rerun()


def _show_taken() -> None:
    said = st.session_state.pop(_TAKEN, "")
    if said:
        parts.html(Markup('<p class="{}" tabindex="-1">{}</p>').format(_TAKEN, said))


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
