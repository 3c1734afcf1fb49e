"""What the global search finds in the company file: points, prices, processes and actors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.texts import _
from app.ui.global_search import SearchHit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.session import Session

_ICONS = {
    "metering_point": "metering_points",
    "charge": "prices",
    "process": "processes",
    "actor": "supplier",
}
_KINDS = 2
"""The window asks for the hits of one kind; the register's kinds share one list."""


class RegisterSearch:
    """Finds records of the open company file."""

    @property
    def title(self) -> str:
        """Return the heading over its hits."""
        return _("In the register")

    def search(self, session: Session, text: str, limit: int) -> Sequence[SearchHit]:
        """Return the best hits, points first; called in a reader thread for each key stroke."""
        from app.services.search import search_everything

        return [
            SearchHit(hit.title, hit.subtitle, hit.address, _ICONS.get(hit.kind, "search"))
            for hit in search_everything(session, text, limit * _KINDS)
        ]
