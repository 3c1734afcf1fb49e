"""The areas of the window in their order, with name and icon; Ctrl+1 is the first."""

from __future__ import annotations

from dataclasses import dataclass

from app.texts import _, mark


@dataclass(frozen=True)
class Area:
    """One entry of the navigation.

    Attributes:
        id: First part of the addresses of the area; also the name of its icon.
        name: English name, translated by `title`.
    """

    id: str
    name: str

    @property
    def title(self) -> str:
        """Return the name in the operator's language."""
        return _(self.name)


AREAS: tuple[Area, ...] = (
    Area("overview", mark("Overview")),
    Area("deadlines", mark("Deadlines")),
    Area("metering_points", mark("Metering points")),
    Area("prices", mark("Prices")),
    Area("processes", mark("Processes")),
    Area("checks", mark("Monthly check")),
    Area("exchange", mark("Import/export")),
    Area("settings", mark("Settings")),
)


def area_of(address: str) -> str:
    """Return the area of an address ("prices" of "prices/7", "deadlines" of "deadlines?group=")."""
    return address.partition("?")[0].partition("/")[0]
