"""What have we got: the list first, the map second."""

from __future__ import annotations

from assetmap.messages import tr
from assetmap.services.workspace import Place
from assetmap.web import frame


def show(place: Place) -> None:
    """Show the page."""
    frame.title(tr("What have we got?"))
    frame.bands(place, private=False)
