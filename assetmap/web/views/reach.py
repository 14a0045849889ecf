"""Who have we not reached yet: patches that few people came from."""

from __future__ import annotations

from assetmap.messages import tr
from assetmap.services.workspace import Place
from assetmap.web import frame


def show(place: Place) -> None:
    """Show the page."""
    frame.title(tr("Who have we not reached yet?"))
    frame.bands(place, private=False)
