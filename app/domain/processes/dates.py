"""Effective dates and permitted windows of a process.

**Source**: Forskrift H1 §§ 17, 19, 20 (which day is the effective date), H1 § 17, stk. 1 (not
before the desired date), the limits named by the declaration; design § 2.4: planned dates outside
the window are errors, what has happened can always be registered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.deadlines.dates import compute
from app.domain.processes.entries import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.domain.deadlines.entries import DeadlineCatalogue, DeadlineEntry
    from app.domain.master_data import FieldValue
    from app.domain.processes.entries import DateRule, ProcessEntry, WindowEntry
    from app.domain.working_days import WorkingDayCalendar

_FURTHEST = 11 * 366
"""Days searched on either side of today; the longest limit of the catalogue is ten years."""


@dataclass(frozen=True)
class Window:
    """The dates that may be chosen, both ends included; None = no bound on that side."""

    first: date | None = None
    last: date | None = None

    def contains(self, day: date) -> bool:
        """Return whether the day may be chosen."""
        if self.first is not None and day < self.first:
            return False
        return self.last is None or day <= self.last


def effective_date(rule: DateRule | None, inputs: Mapping[str, FieldValue]) -> date | None:
    """Return the effective date that follows from what was typed; None when the date is missing."""
    if rule is None:
        return None
    day = inputs.get(rule.input)
    return day + timedelta(days=rule.add_days) if isinstance(day, date) else None


def permitted_window(
    entry: ProcessEntry,
    inputs: Mapping[str, FieldValue],
    *,
    stage: Stage,
    today: date,
    deadlines: DeadlineCatalogue,
    calendar: WorkingDayCalendar,
) -> Window:
    """Return which values of the window's date input are permitted, or in time.

    Args:
        entry: The process.
        inputs: What was typed so far.
        stage: Planned: the dates that may be planned. Done: the dates for which a report today is
            still in time (an earlier one is registered all the same, as missed).
        today: Danish local date.
        deadlines: The limits that the declaration names.
        calendar: The working days.

    Returns:
        The window of the typed date, not of the effective date.
    """
    window = entry.window
    if window is None:
        return Window()
    shift = timedelta(days=entry.date_rule.add_days) if entry.date_rule else timedelta()
    not_before = inputs.get(window.not_before_input) if window.not_before_input else None
    firsts = [not_before] if isinstance(not_before, date) else []
    ahead = _last_day_early_enough(deadlines.get(window.earliest), today, calendar)
    lasts = [ahead - shift] if ahead is not None else []
    if stage is Stage.PLANNED:
        if window.not_before_today:
            firsts.append(today)
    else:
        firsts += [day - shift for day in _in_time(window, today, deadlines, calendar)]
        if entry.physical:
            lasts.append(today)
    return Window(max(firsts, default=None), min(lasts, default=None))


def _in_time(
    window: WindowEntry, today: date, deadlines: DeadlineCatalogue, calendar: WorkingDayCalendar
) -> list[date]:
    """Return the first effective date whose limit has not passed, as a list of none or one."""
    entry = deadlines.get(window.latest)
    if entry is None:
        return []
    return [
        _first_day(
            today,
            lambda day: (compute(entry, day, calendar).last_day or day) >= today,
        )
    ]


def _last_day_early_enough(
    entry: DeadlineEntry | None, today: date, calendar: WorkingDayCalendar
) -> date | None:
    """Return the last effective date of which may be told already today; None = no such bound."""
    if entry is None:
        return None
    too_far = _first_day(
        today, lambda day: (compute(entry, day, calendar).first_day or day) > today
    )
    return too_far - timedelta(days=1)


def _first_day(today: date, holds: Callable[[date], bool]) -> date:
    """Return the first day from which a condition holds that, once true, stays true."""
    low, high = today.toordinal() - _FURTHEST, today.toordinal() + _FURTHEST
    while low < high:
        middle = (low + high) // 2
        if holds(date.fromordinal(middle)):
            high = middle
        else:
            low = middle + 1
    return date.fromordinal(low)
