"""Your data: bring lists in, correct them, take changes back."""

from __future__ import annotations

from assetmap.messages import tr
from assetmap.services.workspace import Place
from assetmap.web import frame


def show(place: Place) -> None:
    """Show the page."""
    frame.title(tr("Your data"))
    frame.bands(place, private=False)
