"""Getting there, and home: how long it takes to reach a venue, and back."""

from __future__ import annotations

from assetmap.messages import tr
from assetmap.services.workspace import Place
from assetmap.web import frame


def show(place: Place) -> None:
    """Show the page."""
    frame.title(tr("Getting there, and home"))
    frame.bands(place, private=False)
