"""Pages about records of people to print: black on white, in three sizes, with lines to write on."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from assetmap.messages import tr
from assetmap.model.notice import Paper
from assetmap.model.release import PublicFacts
from assetmap.render.layers import require_public
from assetmap.render.page import own_file, render_template


def write_paper(paper: PublicFacts[Paper], *, size: int, addresses: Mapping[int, str] | None = None) -> str:
    """Return a page as HTML that stands alone.

    Parameters
    ----------
    paper
        What it says; nobody is counted in it.
    size
        Of the letters, in points.
    addresses
        Where the same page is in other sizes, by points; none where it is a file.

    Raises
    ------
    TypeError
        Something else than public facts was handed over.
    """
    require_public(paper, PublicFacts)
    style = own_file("sheet.css").replace("SIZE", str(int(size))) + own_file("notice.css")
    return render_template(
        "notice.html",
        paper=paper.facts,
        size=size,
        sizes=sorted((addresses or {}).items()),
        style=Markup(style),  # noqa: S704 - ours
        say={
            "how_to_print": tr("Print this page from your browser."),
            "sizes": tr("Size of the letters:"),
            "made_on": tr("Made on {day}.", day=paper.facts.made_on),
        },
    )
