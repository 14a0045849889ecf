"""A release as a page to print: black on white, in three sizes; a browser makes a PDF of it."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from assetmap.messages import tr
from assetmap.model.release import ShareView
from assetmap.model.release_sheet import ReleaseBook
from assetmap.render.layers import require_public
from assetmap.render.page import own_file, render_template

_WIDE_FROM_POINTS = 24
"""Letters of this size and above are printed on pages that lie on their side, so that tables have room."""


def write_release_sheet(view: ShareView[ReleaseBook], *, size: int, addresses: Mapping[int, str] | None = None) -> str:
    """Return a release as one HTML page: what it says, its tables, how sure we are, what is held back and why.

    Parameters
    ----------
    view
        The release in words.
    size
        Of the letters, in points.
    addresses
        Where the same page is in other sizes, by points; none where the page stands alone.

    Raises
    ------
    TypeError
        Something else than figures to share was handed over.
    """
    require_public(view, ShareView)
    style = (own_file("sheet.css") + own_file("release_sheet.css")).replace("SIZE", str(int(size)))
    return render_template(
        "release_sheet.html",
        book=view.facts,
        size=size,
        sizes=sorted((addresses or {}).items()),
        wide=size >= _WIDE_FROM_POINTS,
        style=Markup(style),  # noqa: S704 - ours
        say={
            "how_to_print": tr("Print this page from your browser, or save it as a PDF there."),
            "sizes": tr("Size of the letters:"),
            "sure": tr("How sure are we?"),
            "method": tr("How this was worked out"),
            "held_back": tr("What is held back, and why"),
            "wrong": tr("Something wrong? Tell us:"),
        },
    )
