"""Make a place: step by step, from files people have."""

from __future__ import annotations

from assetmap.messages import tr
from assetmap.services.workspace import Place
from assetmap.web import frame


def show(place: Place | None) -> None:
    """Show the page."""
    frame.title(tr("Make a place"))
    frame.bands(place, private=False)
