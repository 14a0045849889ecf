"""Nobody has recorded this yet: what to ask, whom, and the answers typed back."""

from __future__ import annotations

from assetmap.messages import tr
from assetmap.services.workspace import Place
from assetmap.web import frame


def show(place: Place) -> None:
    """Show the page."""
    frame.title(tr("Nobody has recorded this yet"))
    frame.bands(place, private=False)
