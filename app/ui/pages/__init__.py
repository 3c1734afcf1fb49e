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


def _overview(context: UiContext) -> Page:
    from app.ui.pages.overview.page import OverviewPage

    return OverviewPage(context)


def _deadlines(context: UiContext) -> Page:
    from app.ui.pages.deadlines.page import DeadlinesPage

    return DeadlinesPage(context)


def _metering_points(context: UiContext) -> Page:
    from app.ui.pages.metering_points.page import MeteringPointsPage

    return MeteringPointsPage(context)


def _prices(context: UiContext) -> Page:
    from app.ui.pages.prices.page import PricesPage

    return PricesPage(context)


def _processes(context: UiContext) -> Page:
    from app.ui.pages.processes.page import ProcessesPage

    return ProcessesPage(context)


def _checks(context: UiContext) -> Page:
    from app.ui.pages.checks.page import ChecksPage

    return ChecksPage(context)


def _exchange(context: UiContext) -> Page:
    from app.ui.pages.exchange.page import ExchangePage

    return ExchangePage(context)


def _settings(context: UiContext) -> Page:
    from app.ui.pages.settings.page import SettingsPage

    return SettingsPage(context)


PAGE_FACTORIES: Mapping[str, Callable[[UiContext], Page]] = {
    "overview": _overview,
    "deadlines": _deadlines,
    "metering_points": _metering_points,
    "prices": _prices,
    "processes": _processes,
    "checks": _checks,
    "exchange": _exchange,
    "settings": _settings,
}
"""Per area what makes its page."""


def _count_deadlines(session: Session, *groups: str) -> int:
    from app.services.deadlines import counts

    return sum(number for group, number in counts(session).items() if group in groups)


def _pressing_deadlines(session: Session) -> int:
    """Count the limits that are overdue or due today: what cannot wait."""
    return _count_deadlines(session, "overdue", "today")


def _urgent_deadlines(session: Session) -> int:
    """Count the limits that are overdue, due today or due soon."""
    return _count_deadlines(session, "overdue", "today", "soon")


def _open_processes(session: Session) -> int:
    """Count the processes that have not ended."""
    with session.company_file.read() as reader:
        return sum(reader.processes.counts().values())


BADGES: Mapping[str, Callable[[Session], int]] = {
    "overview": _pressing_deadlines,
    "deadlines": _urgent_deadlines,
    "processes": _open_processes,
}
"""Per area what counts its open items, called in a reader thread; 0 shows no badge."""


def _register_search() -> SearchProvider:
    from app.ui.pages.register_search import RegisterSearch

    return RegisterSearch()


SEARCH_PROVIDERS: Sequence[Callable[[], SearchProvider]] = (_register_search,)
"""What makes the providers of the global search."""
