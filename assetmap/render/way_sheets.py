"""Sheets to print and take along: how to get to one meeting and home, black on white, in three sizes."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from assetmap.messages import tr
from assetmap.model.release import PublicFacts
from assetmap.model.way_sheet import WayBook
from assetmap.render.layers import require_public
from assetmap.render.page import own_file, render_template


def write_way_sheets(book: PublicFacts[WayBook], *, size: int, addresses: Mapping[int, str]) -> str:
    """Return all sheets as one HTML page, a patch a page.

    Parameters
    ----------
    book
        What the sheets say; no person is in it.
    size
        Of the letters, in points.
    addresses
        Where the same sheets are in other sizes, by points.

    Raises
    ------
    TypeError
        Something else than public facts was handed over.
    """
    require_public(book, PublicFacts)
    style = own_file("sheet.css").replace("SIZE", str(int(size)))
    return render_template(
        "way_sheet.html",
        book=book.facts,
        size=size,
        sizes=sorted(addresses.items()),
        style=Markup(style),  # noqa: S704 - ours
        say={
            "how_to_print": tr("Print this page from your browser. Each patch starts on a new page."),
            "sizes": tr("Size of the letters:"),
            "leave": tr("Leave home at"),
            "back": tr("Back home at"),
            "there": tr("The way there"),
            "home": tr("The way home"),
            "none": tr("No way found."),
            "know": tr("What to know"),
            "where": tr("Where it is:"),
            "ring": tr("Timetables change: ring before you set out."),
            "wrong": tr("Something wrong? Tell us:"),
            "made_on": tr("Made on {day}.", day=book.facts.made_on),
        },
    )
