"""The pages of the window, made at the first visit: the one table where they are plugged in.

A new area is a function that imports its page and a line in `PAGE_FACTORIES`. An area without a
line does not show in the navigation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.services.session import Session
    from app.ui.context import UiContext
    from app.ui.global_search import SearchProvider
    from app.ui.pages.base import Page


def _metering_points(context: UiContext) -> Page:
    from app.ui.pages.metering_points.page import MeteringPointsPage

    return MeteringPointsPage(context)


def _processes(context: UiContext) -> Page:
    from app.ui.pages.processes.page import ProcessesPage

    return ProcessesPage(context)


def _settings(context: UiContext) -> Page:
    from app.ui.pages.settings.page import SettingsPage

    return SettingsPage(context)


PAGE_FACTORIES: Mapping[str, Callable[[UiContext], Page]] = {
    "metering_points": _metering_points,
    "processes": _processes,
    "settings": _settings,
}
"""Per area what makes its page."""

BADGES: Mapping[str, Callable[[Session], int]] = {}
"""Per area what counts its open items, called in a reader thread; 0 shows no badge."""

SEARCH_PROVIDERS: Sequence[Callable[[], SearchProvider]] = ()
"""What makes the providers of the global search."""
