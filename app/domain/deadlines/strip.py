"""The count of one limit, day by day: what the day strip draws and what explains a date in words.

**Source**: the three drawings of Forskrift H1, bilag 1.23, which the strip imitates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.deadlines.codes import COUNTED_IN_WORKING_DAYS, Direction, Unit
from app.domain.deadlines.dates import DeadlineDates, compute, counted_from
from app.domain.working_days import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from datetime import datetime

    from app.domain.deadlines.entries import DeadlineEntry
    from app.domain.working_days import ClosedReason, WorkingDayCalendar

_MARGIN_DAYS = 2


class StripRole(StrEnum):
    """What a day of the strip is to the limit."""

    ANCHOR = "anchor"
    FIRST = "first"
    SAFE = "safe"
    LAST = "last"
    ATTEMPT = "attempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class StripDay:
    """One day of the strip.

    Attributes:
        closed_reason: Why the day is not a working day; None for a working day.
        counted_number: The number of the day in the default count, 1 next to the anchor; None for
            a day that is not counted.
        is_permitted: Whether the default reading allows the step on this day.
        roles: What the day is to the limit, in the order anchor, first, safe, last, attempt.
    """

    date: date
    closed_reason: ClosedReason | None
    counted_number: int | None
    is_permitted: bool
    roles: tuple[StripRole, ...]

    @property
    def is_working(self) -> bool:
        """Return whether the day is a working day."""
        return self.closed_reason is None


def explain_days(
    entry: DeadlineEntry, anchor: date | datetime, calendar: WorkingDayCalendar
) -> tuple[StripDay, ...]:
    """Return every day from shortly before the first relevant day to shortly after the last.

    Args:
        entry: The limit; one without computable days gives the days around the anchor.
        anchor: Danish local date the limit is counted from, or an aware instant.
        calendar: The working days.

    Raises:
        ValueError: When an instant carries no time zone.
        UsageError: When a day lies outside the calendar, 1900-2200.
    """
    start = counted_from(entry, anchor)
    dates = compute(entry, anchor, calendar)
    roles = _roles(start, dates)
    numbers = _counted_numbers(entry, start, calendar)
    relevant = [*roles, *numbers]
    margin = timedelta(days=_MARGIN_DAYS)
    first = max(min(relevant) - margin, date(FIRST_YEAR, 1, 1))
    last = min(max(relevant) + margin, date(LAST_YEAR, 12, 31))
    return tuple(
        StripDay(
            date=day.date,
            closed_reason=day.closed_reason,
            counted_number=numbers.get(day.date),
            is_permitted=_is_permitted(dates, day.date),
            roles=roles.get(day.date, ()),
        )
        for day in calendar.days(first, last)
    )


def _roles(start: date, dates: DeadlineDates) -> dict[date, tuple[StripRole, ...]]:
    """Return the roles of the days that have one."""
    roles: dict[date, tuple[StripRole, ...]] = {}
    for role, day in (
        (StripRole.ANCHOR, start),
        (StripRole.FIRST, dates.first_day),
        (StripRole.SAFE, dates.last_safe_day or dates.first_safe_day),
        (StripRole.LAST, dates.last_day),
        (StripRole.ATTEMPT, dates.last_attempt_day),
    ):
        if day is not None:
            roles[day] = (*roles.get(day, ()), role)
    return roles


def _counted_numbers(
    entry: DeadlineEntry, start: date, calendar: WorkingDayCalendar
) -> dict[date, int]:
    """Return the number of each day the default reading counts; months and years have none."""
    if not entry.has_dates:
        return {}
    step = -1 if entry.direction is Direction.BEFORE else 1
    if entry.counting in COUNTED_IN_WORKING_DAYS:
        return {calendar.add(start, step * n): n for n in range(1, entry.amount + 1)}
    if entry.unit is Unit.CALENDAR_DAY:
        return {start + timedelta(days=step * n): n for n in range(1, entry.amount + 1)}
    return {}


def _is_permitted(dates: DeadlineDates, day: date) -> bool:
    """Return whether the default reading allows the step on the day."""
    if dates.first_day is not None:
        return day >= dates.first_day
    return dates.last_day is None or day <= dates.last_day
