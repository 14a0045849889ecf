"""What a page puts around its answer: bands across the top, faults as messages, addresses of other pages."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from assetmap.errors import AssetmapError, ConflictError
from assetmap.messages import tr
from assetmap.model.place import MADE_UP
from assetmap.services.workspace import Place
from assetmap.web import parts, state

_LOG = logging.getLogger("assetmap")
PLACE = "place"
"""Name of the place's slug in a page's address and in a window's state."""


PRIVATE_OPEN = "private_open"
"""What of exact facts about people is open in this window; the next page closes it."""
_PAGE = "page_shown"
_TITLED = "page_titled"


def turned_to(page: str) -> None:
    """Close what is PRIVATE where a window turns to another page."""
    if st.session_state.get(_PAGE) != page:
        st.session_state.pop(PRIVATE_OPEN, None)
    st.session_state[_PAGE] = page
    st.session_state[_TITLED] = False


def title(text: str) -> None:
    """Show a page's heading."""
    st.session_state[_TITLED] = True
    st.title(text, anchor=False)


def bands(place: Place | None, *, private: bool, said: str = "") -> None:
    """Show what must be known before anything else: that it is PRIVATE, shown to others, or made up.

    Parameters
    ----------
    place
        The place of the page, if any.
    private
        Whether the page shows what not everybody may see.
    said
        What of it, in a sentence that begins with PRIVATE; "" says who it is for.
    """
    with st.container():  # its room is always there, so that what stands below keeps the focus
        if state.sharing():
            _band(tr("Showing this to others: only what may be shown is on this page."), "shared")
        elif private:
            for_whom = tr("PRIVATE: for those who keep these records. Not all of it was agreed to be shown.")
            private_band(said or for_whom)
        if place is not None and place.made_up:
            _band(tr(MADE_UP), "made-up")


def private_band(said: str) -> None:
    """Show a band right above the part of a page that is PRIVATE, where the rest of the page is not."""
    _band(said, "private")


def safe_band(said: str) -> None:
    """Show a band over what was made to be passed on."""
    _band(said, "safe")


def _band(text: str, kind: str) -> None:
    parts.html(Markup('<p class="band {}">{}</p>').format(kind, text))


@contextmanager
def faults(page: str = "") -> Iterator[None]:
    """Show a fault that a person can mend as its message; what they typed stays where it was.

    Parameters
    ----------
    page
        Heading for a page that the fault ended before it had one.
    """
    try:
        yield
    except ConflictError as fault:
        _show(str(fault), page)
        st.button(tr("Show it as it is now"), key="show_as_it_is")
    except AssetmapError as fault:
        _show(str(fault), page)
    except OSError as fault:
        # The disk's own words name no content, only the trouble.
        why = fault.strerror
        _show(tr("The disk said: {why}. Nothing was changed. Check the space, then try again.", why=why), page)


class own_faults:  # noqa: N801 - read as a block: `with own_faults():`
    """Show a fault of our own as one plain sentence; the log gets its kind and line, nobody what was in it."""

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """End the block; what steers Streamlit's run is no fault and passes."""
        if kind is None or not issubclass(kind, Exception):
            return False
        _LOG.error("own fault", exc_info=(kind, fault, trace) if fault else None)
        spot = traceback.extract_tb(trace)[-1]
        said = tr(
            "Something went wrong on our side. What was not finished was not written. "
            "Load the page again. If it stays, tell us this: {kind}, {file} {line}.",
            kind=kind.__name__,
            file=Path(spot.filename).name,
            line=spot.lineno,
        )
        st.error(parts.plain(said))
        parts.announce(said)
        return True


def _show(said: str, page: str) -> None:
    if page and not st.session_state.get(_TITLED):
        title(page)
    st.error(parts.plain(said))
    parts.announce(said)


def address(page: str, place: Place | None = None, **more: str) -> str:
    """Return the address of a page inside the app, with the place and what else it is about.

    Nothing that people wrote belongs in an address: it is kept in a browser's history.
    """
    query = {PLACE: place.slug} if place is not None else {}
    pairs = urlencode({**query, **more})
    return f"/{page}?{pairs}" if pairs else f"/{page}"
