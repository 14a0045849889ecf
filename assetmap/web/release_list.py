"""The safe versions that there are: each to show, to print, to take away. They are made to be shown to anybody."""

from __future__ import annotations

import datetime as dt

import streamlit as st
from markupsafe import Markup

from assetmap.messages import say_day, tr
from assetmap.model.release import Release
from assetmap.model.sheet import SIZES_POINTS
from assetmap.render.release_words import TABLE_WORDS
from assetmap.services import releases
from assetmap.services.workspace import Place
from assetmap.web import frame, parts, release_routes, takeaway


def show(place: Place, found: list[Release]) -> None:
    """Show the list; nothing where nothing is released."""
    gone = releases.missing_sentences(place)
    if not found and not gone:
        return
    st.header(tr("Safe versions"), anchor=False)
    parts.sentences(gone)
    for release in found:
        _one(place, release)


def name_of(release: Release) -> str:
    """Return what a release is called."""
    return tr("{period}, meant for: {kind}", period=release.period.words(), kind=tr(release.meant_for))


def _one(place: Place, release: Release) -> None:
    name = name_of(release)
    st.subheader(parts.plain(name), anchor=False)
    tables = "; ".join(tr(TABLE_WORDS.get(one.by, one.by)) for one in release.tables)
    day = say_day(dt.date.fromisoformat(release.made_on))
    parts.sentences([tr("Released on {day}. In it: {tables}.", day=day, tables=tables)])
    shown = Markup('<p><a href="{}" target="_self" aria-label="{}">{}</a></p>').format(
        frame.address("reached", place, release=release.release_id), tr("Show it: {name}", name=name), tr("Show it")
    )
    parts.html(shown)
    _print_links(place, release, name)
    takeaway.offer_release(place, release)


def _print_links(place: Place, release: Release, name: str) -> None:
    """Lead to the page to print in each size; it opens beside the app, which stays as it is."""
    address = release_routes.address(place, release.release_id)
    links = Markup(" ").join(
        Markup('<a href="{}?size={}" target="_blank" aria-label="{}">{}</a>').format(
            address,
            size,
            tr("Print {name}, letters of {size} pt", name=name, size=size),
            tr("{size} pt", size=size),
        )
        for size in SIZES_POINTS
    )
    text = tr("Print it, letters of")
    parts.html(Markup('<p class="sizes">{}: {} {}</p>').format(text, links, tr("(opens a new tab)")))
