"""Counting: one day from an anchor day, a counting code and a reading.

All counting is on Danish local dates, so that a day of 23 or 25 hours counts as one day. No limit
is moved when it falls on a closed day.

**Source**: Forskrift H1, bilag 1.9 (calendar days include weekends and holidays), 1.21 and 1.23
(whole days, from the midnight that begins the effective date).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.deadlines.codes import Counting, Kind, Reading, Unit

if TYPE_CHECKING:
    from app.domain.working_days import WorkingDayCalendar

_DAY = timedelta(days=1)
_DAYS_IN_A_SHORT_YEAR = 365


@dataclass(frozen=True, slots=True)
class Count:
    """What is counted: the code, how many of which unit, and which end of time it bounds."""

    counting: Counting
    amount: int
    unit: Unit
    kind: Kind


def add_months(day: date, months: int) -> date:
    """Return the same day of the month, months later or earlier, clamped to the month's end."""
    years, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(years, month_index + 1)[1]
    return date(years, month_index + 1, min(day.day, last))


def end_of_calendar_period(day: date, months: int) -> date:
    """Return the last day of the calendar period of that many months that contains the day.

    Periods are laid out from January: 1 gives months, 3 quarters, 4 thirds, 12 years.
    """
    first_month = (day.month - 1) // months * months + 1
    return add_months(date(day.year, first_month, 1), months) - _DAY


def _months(count: Count) -> int:
    """Return the amount in months."""
    return count.amount * 12 if count.unit is Unit.YEAR else count.amount


def _period_end(anchor: date, count: Count) -> date:
    """Count months from the midnight that ends the period whose last day is the anchor."""
    reached = add_months(anchor + _DAY, _months(count))
    return reached if count.kind is Kind.EARLIEST else reached - _DAY


Formula = Callable[[date, Count, "WorkingDayCalendar"], date]
"""How a day is found from the anchor day, what is counted, and the working days."""

_DEFAULT: dict[Counting, Formula] = {
    Counting.LB_WD: lambda a, c, cal: cal.add(a, -c.amount) - _DAY,
    Counting.EB_WD: lambda a, c, cal: cal.add(a, -c.amount),
    Counting.LA_WD: lambda a, c, cal: cal.add(a, c.amount),
    Counting.NTH_WD: lambda a, c, cal: cal.add(a, c.amount),
    Counting.LB_CD: lambda a, c, _: a - timedelta(days=c.amount + 1),
    Counting.EB_CD: lambda a, c, _: a - timedelta(days=c.amount),
    Counting.LA_CD: lambda a, c, _: a + timedelta(days=c.amount),
    Counting.LB_MO: lambda a, c, _: add_months(a, -_months(c)) - _DAY,
    Counting.EB_YR: lambda a, c, _: add_months(a, -_months(c)),
    Counting.LA_MO: lambda a, c, _: add_months(a, _months(c)),
    Counting.LA_YR: lambda a, c, _: add_months(a, _months(c)) - _DAY,
    Counting.PE_MO: lambda a, c, _: _period_end(a, c),
    Counting.PE_YR: lambda a, c, _: _period_end(a, c),
    Counting.SAME_DAY: lambda a, _c, _: a,
    Counting.DAY_BEFORE: lambda a, _c, _: a - _DAY,
    Counting.HOURS: lambda a, _c, _: a,
    Counting.RECUR: lambda a, c, _: add_months(a, _months(c)),
    Counting.RECUR_CAL: lambda a, c, _: end_of_calendar_period(a, _months(c)),
}

_OTHER: dict[tuple[Counting, Reading], Formula] = {
    (Counting.LA_WD, Reading.ANCHOR_DAY_COUNTS): lambda a, c, cal: cal.add(a - _DAY, c.amount),
    (Counting.LA_CD, Reading.ANCHOR_DAY_COUNTS): lambda a, c, _: a + timedelta(days=c.amount - 1),
    (Counting.LA_CD, Reading.WORKING_DAYS): lambda a, c, cal: cal.add(a, c.amount),
    (Counting.LB_CD, Reading.WORKING_DAYS): lambda a, c, cal: cal.add(a, -c.amount) - _DAY,
    (Counting.LB_WD, Reading.DAY_DIFFERENCE): lambda a, c, cal: cal.add(a, -c.amount),
    (Counting.LB_CD, Reading.DAY_DIFFERENCE): lambda a, c, _: a - timedelta(days=c.amount),
    (Counting.LB_MO, Reading.DAY_DIFFERENCE): lambda a, c, _: add_months(a, -_months(c)),
    (Counting.LA_YR, Reading.ANNIVERSARY_COUNTS): lambda a, c, _: add_months(a, _months(c)),
    (Counting.PE_MO, Reading.PERIOD_END_DATE_DAY): lambda a, c, _: add_months(a, _months(c)),
    (Counting.EB_YR, Reading.YEARS_OF_365_DAYS): lambda a, c, _: (
        a - timedelta(days=_DAYS_IN_A_SHORT_YEAR * c.amount)
    ),
    (Counting.RECUR, Reading.CALENDAR_PERIOD): lambda a, c, _: end_of_calendar_period(
        add_months(a, _months(c)), _months(c)
    ),
    (Counting.HOURS, Reading.FOLLOWING_DAY): lambda a, _c, _: a + _DAY,
}


def formula(counting: Counting, reading: Reading) -> Formula:
    """Return how a day is found under a reading.

    A reading that says nothing about the counting code gives the default formula.

    Raises:
        KeyError: For a code that gives no day at all (`codes.DATELESS`).
    """
    return _OTHER.get((counting, reading)) or _DEFAULT[counting]


def count_day(count: Count, reading: Reading, anchor: date, calendar: WorkingDayCalendar) -> date:
    """Return the day a limit gives under a reading.

    Raises:
        KeyError: As `formula`.
    """
    return formula(count.counting, reading)(anchor, count, calendar)
