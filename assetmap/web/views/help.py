"""Help: the words we use, how to go round by keyboard, and what has not been tried yet."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from assetmap.messages import mark, tr
from assetmap.model.access_feature import ACCESS_FEATURES
from assetmap.model.asset import ASSET_KINDS
from assetmap.services.workspace import Place
from assetmap.web import frame, parts, state
from assetmap.web.parts import Column

WORDS: tuple[tuple[str, str], ...] = (
    (mark("Asset"), mark("Anything a community can build on: a group, a hall, a skill, a shop where news travels.")),
    (mark("Area"), mark("A small piece of the place that the census counts people in.")),
    (mark("Patch"), mark("Neighbouring areas put together, because one alone has too few people to compare.")),
    (mark("Came"), mark("Different people of the community who were at a meeting. Each is counted once.")),
    (
        mark("We would expect"),
        mark("How many would have come from a patch if people came in step with where they live."),
    ),
    (
        mark("About what we would expect, no clear difference"),
        mark("The numbers are too close to tell. It does not prove that nobody is left out."),
    ),
    (mark("Too few people to tell"), mark("So few would be expected there that even nobody at all would be no sign.")),
    (mark("We cannot say"), mark("Rounded numbers leave open what it is. The exact numbers may tell.")),
    (mark("Not compared"), mark("There is nothing to compare with, such as a count by the census.")),
    (
        mark("Can't tell: too many people did not say"),
        mark("Those who did not say could turn the answer either way. We never guess for them."),
    ),
    (
        mark("New face, regular"),
        mark("A new face came for the first time. A regular came before, and to three meetings or more."),
    ),
    (
        mark("Safe version, release"),
        mark("Figures of days that are over: rounded, checked, then kept as they are. They may be passed on."),
    ),
    (mark("Preview"), mark("Figures as a safe version would have them, not checked yet. They are for your own eyes.")),
    (mark("Fewer than 10"), mark("A small number is hidden, so that nobody can be picked out.")),
    (
        mark("PRIVATE"),
        mark("Not everybody may see this. Do not pass it on, and do not leave it open on the screen."),
    ),
    (
        mark("Showing this to others"),
        mark("A switch beside every page. While it is on, private facts leave every page in every window."),
    ),
    (mark("Agreed to be shown"), mark("Somebody said yes for this asset, and who and when is on record.")),
    (mark("Nobody has recorded this yet"), mark("We know neither yes nor no. Ask, then write the answer down.")),
    (
        mark("A way there and back"),
        mark("On foot, on wheels, by car, or by bus, train, tram or ferry, for the kind of traveller you chose."),
    ),
    (mark("No way found"), mark("We found none by the ways you asked for. There may be a lift or a scheme: ask.")),
    (mark("Made up"), mark("The demo place is invented: its streets, its people, everything.")),
)

KEYS: tuple[tuple[str, str], ...] = (
    (mark("Tab"), mark("Go to the next link, button or field. With Shift, to the one before.")),
    (mark("Enter or Space"), mark("Follow a link, press a button, tick a box, open a part that is folded.")),
    (mark("Up and Down"), mark("Go through a list that is open, or choose between round buttons.")),
    (mark("Letters"), mark("In a list that is open: show the lines that hold what you type.")),
    (mark("Escape"), mark("Close a list or a note.")),
    (mark("Arrows in a table"), mark("Move a wide table sideways once you are in it.")),
    (mark("Ctrl and plus"), mark("Make everything larger; on a Mac, Command and plus.")),
)

NOT_TRIED: tuple[str, ...] = (
    mark("It was tested by machine, by keyboard, in light, dark and strong contrast, and on narrow screens."),
    mark("People have not tried it yet with NVDA, VoiceOver, voice control, a magnifier or a switch."),
    mark("If you use one of these, tell us what was hard. The failing is ours."),
)


def show(place: Place | None) -> None:
    """Show the page."""
    frame.title(tr("Help"))
    if state.sharing():
        frame.bands(None, private=False)
    parts.answer(
        tr("Each page asks one question: its answer is on top, then what to do next."),
        tr("The list follows, then how sure we are. A map is a choice below the list."),
    )
    _pairs(tr("Words we use"), WORDS, first=tr("Word"), second=tr("What we mean"))
    _pairs(
        tr("Kinds of assets"),
        [(kind.label, kind.meaning) for kind in ASSET_KINDS],
        first=tr("Kind"),
        second=tr("What it is"),
    )
    _pairs(
        tr("What we ask venues about"),
        [(feature.label, feature.question) for feature in ACCESS_FEATURES],
        first=tr("About"),
        second=tr("The question"),
    )
    _pairs(tr("Without a mouse"), KEYS, first=tr("Key"), second=tr("What it does"))
    st.header(tr("Not tried yet"), anchor=False)
    parts.sentences(tr(said) for said in NOT_TRIED)
    parts.html_link(frame.address("", place), tr("Back to Start"))


def _pairs(title: str, pairs: Sequence[tuple[str, str]], *, first: str, second: str) -> None:
    st.header(title, anchor=False)
    rows = [{"first": tr(word), "second": tr(meaning)} for word, meaning in pairs]
    columns = (Column(key="first", label=first), Column(key="second", label=second))
    parts.html(Markup('<div class="captioned-above">{}</div>').format(parts.table_markup(rows, columns, caption=title)))
