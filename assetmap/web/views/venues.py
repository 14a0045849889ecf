"""Where and when: which venues might do, and what to ask them."""

from __future__ import annotations

from assetmap.messages import tr
from assetmap.services.workspace import Place
from assetmap.web import frame


def show(place: Place) -> None:
    """Show the page."""
    frame.title(tr("Where and when?"))
    frame.bands(place, private=False)
