"""Where a limit stands today: its state, the days left, and many limits at once.

**Source**: the states follow the three readings of `dates`; a limit is warned on by its safe day.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.deadlines.dates import DeadlineDates, compute

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.domain.deadlines.entries import DeadlineEntry
    from app.domain.working_days import WorkingDayCalendar


class DeadlineState(StrEnum):
    """Where a limit stands.

    Members:
        TOO_EARLY: Before the first permitted day.
        OPEN: More than the warning lead left, or a limit without a last day.
        DUE_SOON: Within the warning lead of the safe day.
        DUE_TODAY: Today is the safe day.
        PAST_SAFE_DAY: After the safe day, still in time by the default reading; also a task
            "without undue delay" whose day has passed, since that is never late by a number.
        OVERDUE_MAY_BE_ACCEPTED: In time only by the most lenient reading.
        OVERDUE: Late by every reading.
        MET: Done in time.
    """

    TOO_EARLY = "too_early"
    OPEN = "open"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    PAST_SAFE_DAY = "past_safe_day"
    OVERDUE_MAY_BE_ACCEPTED = "overdue_may_be_accepted"
    OVERDUE = "overdue"
    MET = "met"


LATE_STATES = frozenset({DeadlineState.OVERDUE_MAY_BE_ACCEPTED, DeadlineState.OVERDUE})
"""The states of a limit whose default last day has passed."""


@dataclass(frozen=True, slots=True)
class EvaluatedDeadline:
    """A limit with its dates and where it stands on the day it was evaluated for."""

    entry: DeadlineEntry
    anchor: date
    dates: DeadlineDates
    state: DeadlineState
    working_days_left: int | None


def state_of(
    entry: DeadlineEntry,
    dates: DeadlineDates,
    today: date,
    calendar: WorkingDayCalendar,
    *,
    done_on: date | None = None,
) -> DeadlineState:
    """Return where a limit stands.

    Args:
        entry: The limit.
        dates: Its days, from `compute`.
        today: Danish local date.
        calendar: The working days, for the warning lead.
        done_on: The day the step was done. In time (by the default reading) gives MET; otherwise
            the state of that day is kept, so that a missed limit stays visible.
    """
    if done_on is not None:
        return _state_when_done(dates, done_on)
    if dates.first_day is not None:
        return DeadlineState.TOO_EARLY if today < dates.first_day else DeadlineState.OPEN
    limit = dates.last_safe_day or dates.task_day
    if limit is None:
        return DeadlineState.OPEN
    if today == limit:
        return DeadlineState.DUE_TODAY
    if today < limit:
        soon = _within_lead(entry, today, limit, calendar)
        return DeadlineState.DUE_SOON if soon else DeadlineState.OPEN
    return _state_after_safe_day(dates, today)


def _state_when_done(dates: DeadlineDates, done_on: date) -> DeadlineState:
    """Return MET, or how wrong the day was on which the step was done."""
    if dates.first_day is not None and done_on < dates.first_day:
        return DeadlineState.TOO_EARLY
    if dates.last_day is None or done_on <= dates.last_day:
        return DeadlineState.MET
    return _state_after_safe_day(dates, done_on)


def _state_after_safe_day(dates: DeadlineDates, day: date) -> DeadlineState:
    """Return the state of a day after the safe day."""
    if dates.last_day is None or day <= dates.last_day:
        return DeadlineState.PAST_SAFE_DAY
    if dates.last_attempt_day is not None and day <= dates.last_attempt_day:
        return DeadlineState.OVERDUE_MAY_BE_ACCEPTED
    return DeadlineState.OVERDUE


def _within_lead(
    entry: DeadlineEntry, today: date, limit: date, calendar: WorkingDayCalendar
) -> bool:
    """Return whether the limit is so near that it is warned on."""
    if entry.lead_calendar_days is not None:
        return (limit - today).days <= entry.lead_calendar_days
    if entry.lead_working_days is not None:
        return calendar.count_between(today, limit) <= entry.lead_working_days
    return False


def working_days_left(
    dates: DeadlineDates, today: date, calendar: WorkingDayCalendar
) -> int | None:
    """Return how many working days are left after today, the limit's own day included.

    Counted to the safe day while that lasts, then to the last day. 0 means that today is the last
    day, or that only closed days are left. Negative when the last day has passed: minus the
    working days since, at least -1. For a task "without undue delay" the count goes to the day on
    which it is shown. None for a limit without such a day.
    """
    last = dates.last_day or dates.task_day
    if last is None:
        return None
    if today > last:
        return min(-1, -calendar.count_between(last, today))
    safe = dates.last_safe_day
    limit = safe if safe is not None and today <= safe else last
    return calendar.count_between(today, limit)


def evaluate_many(
    items: Iterable[tuple[DeadlineEntry, date]], today: date, calendar: WorkingDayCalendar
) -> list[EvaluatedDeadline]:
    """Evaluate many open limits for one day; the results are in the order of the items.

    Limits with the same entry and anchor are computed once: a grid company has few kinds of limits
    and few anchor days among many metering points.

    Raises:
        ValueError, UsageError: As `dates.local_day`.
    """
    known: dict[tuple[DeadlineEntry, date], EvaluatedDeadline] = {}
    found: list[EvaluatedDeadline] = []
    for item in items:
        evaluated = known.get(item)
        if evaluated is None:
            entry, anchor = item
            dates = compute(entry, anchor, calendar)
            evaluated = known[item] = EvaluatedDeadline(
                entry,
                anchor,
                dates,
                state_of(entry, dates, today, calendar),
                working_days_left(dates, today, calendar),
            )
        found.append(evaluated)
    return found
