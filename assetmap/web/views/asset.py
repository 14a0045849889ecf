"""One asset: each fact with its source, and what can be done with it."""

from __future__ import annotations

from assetmap.messages import tr
from assetmap.services.workspace import Place
from assetmap.web import frame


def show(place: Place) -> None:
    """Show the page."""
    frame.title(tr("One asset"))
    frame.bands(place, private=False)
