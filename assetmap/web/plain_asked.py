"""What a plain page is asked for: the place, the moment, which assets may be shown, and the way to other pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from assetmap.messages import tr
from assetmap.model.place import MADE_UP
from assetmap.render.plain import Link
from assetmap.services.asset_list import PUBLIC, WORKING
from assetmap.services.workspace import Place
from assetmap.web import frame

ROOT = "/plain"
LIST = "list"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a page is asked for.

    Attributes
    ----------
    place
        The place.
    now
        The moment.
    sharing
        Whether the laptop is shown to others.
    working
        Whether all assets were asked for; nothing while it is shown to others.
    """

    place: Place
    now: dt.datetime
    sharing: bool
    working: bool = False

    @property
    def view(self) -> str:
        """Which assets may be shown."""
        return WORKING if self.working and not self.sharing else PUBLIC

    def address(self, *parts: str, **more: str) -> str:
        """Return the address of a plain page of this place that shows the same assets."""
        path = "/".join([ROOT, quote(self.place.slug), *(quote(part, safe="") for part in parts)])
        kept = {LIST: WORKING} if self.view == WORKING else {}
        pairs = urlencode({**kept, **more})
        return f"{path}?{pairs}" if pairs else path

    @property
    def bands(self) -> tuple[str, ...]:
        """What must be known before anything else."""
        return self.bands_of(private=self.view == WORKING)

    def bands_of(self, *, private: bool) -> tuple[str, ...]:
        """Return what must be known before anything else on a page that shows what not everybody may see, or not."""
        shared = tr("Showing this to others: only what may be shown is on this page.") if self.sharing else ""
        band = tr("PRIVATE: for those who keep these records. Not all of it was agreed to be shown.")
        return tuple(filter(None, (shared, band if private else "")))

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be known too."""
        return (tr(MADE_UP),) if self.place.made_up else ()

    def full(self, page: str, **more: str) -> Link:
        """Return the way to the same page of the app."""
        return Link(tr("The same in the app; it needs JavaScript"), frame.address(page, self.place, **more))

    def other_list(self, *parts: str) -> tuple[Link, ...]:
        """Lead to the other list of assets; to none that is PRIVATE while the laptop is shown to others."""
        if self.view == WORKING:
            shared = Asked(place=self.place, now=self.now, sharing=self.sharing)
            return (Link(tr("Only what may be shown to everybody"), shared.address(*parts)),)
        if self.sharing:
            return ()
        return (Link(tr("All that is on the list (PRIVATE)"), self.address(*parts, **{LIST: WORKING})),)

    @property
    def trail(self) -> tuple[Link, ...]:
        """The pages above a page of this place."""
        return Link(tr("All places"), ROOT), Link(self.place.name, self.address())
