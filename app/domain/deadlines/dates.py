"""The dates of one limit for one anchor: safe, default and most lenient reading.

Near 5 June the safe day is also the strictest over the other setting of the working day calendar,
since no text read settles whether that day is open.

**Source**: Forskrift H1, bilag 1.23; Forskrift I § 2, stk. 3; the entry's own paragraph.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.domain.deadlines.codes import AnchorCondition, AnchorSnap, Counting, Kind, Reading
from app.domain.deadlines.counting import Count, count_day
from app.domain.errors import UsageError
from app.domain.working_days import FIRST_YEAR, LAST_YEAR
from app.texts import _

if TYPE_CHECKING:
    from app.domain.deadlines.entries import DeadlineEntry, DeadlineVariant
    from app.domain.working_days import WorkingDayCalendar

_DANISH_TIME = ZoneInfo("Europe/Copenhagen")


@dataclass(frozen=True, slots=True)
class DeadlineDates:
    """The days of one limit; None where the limit has no such day.

    A limit of kind earliest has only first days, one of kind latest only last days. A source that
    merely says "at once" gives no legal day at all: then `task_day` says when to show it.

    Attributes:
        first_day: First permitted day by the default reading.
        last_safe_day: Last day by the strictest reading still open: what is warned on.
        last_day: Last permitted day by the default reading.
        last_attempt_day: Last day by the most lenient reading still open.
        first_safe_day: First permitted day by the strictest reading still open.
        task_day: Day to show a task that must be done "without undue delay"; not a legal limit.
    """

    first_day: date | None = None
    last_safe_day: date | None = None
    last_day: date | None = None
    last_attempt_day: date | None = None
    first_safe_day: date | None = None
    task_day: date | None = None

    @property
    def display_day(self) -> date | None:
        """Return the day to sort and show the limit by: safe day, first day or task day."""
        return self.last_safe_day or self.first_day or self.task_day


NO_DATES = DeadlineDates()
"""What a limit without a computable day gives."""


def local_day(anchor: date | datetime) -> date:
    """Return the Danish local date of an anchor; a plain date is one already.

    Raises:
        ValueError: When an instant carries no time zone.
        UsageError: When the year lies outside the calendar, 1900-2200.
    """
    if isinstance(anchor, datetime):
        if anchor.tzinfo is None:
            msg = f"instant without a time zone: {anchor.isoformat()}"
            raise ValueError(msg)
        anchor = anchor.astimezone(_DANISH_TIME).date()
    if not FIRST_YEAR <= anchor.year <= LAST_YEAR:
        raise UsageError(
            _("A limit can be counted for the years {first} to {last}, not from {day}.").format(
                first=FIRST_YEAR, last=LAST_YEAR, day=anchor.isoformat()
            )
        )
    return anchor


def counted_from(entry: DeadlineEntry, anchor: date | datetime) -> date:
    """Return the day the count starts from: the anchor, or the last day of its month.

    Raises:
        ValueError, UsageError: As `local_day`.
    """
    day = local_day(anchor)
    if entry.anchor.snap is AnchorSnap.MONTH_END:
        return day.replace(day=monthrange(day.year, day.month)[1])
    return day


def compute(
    entry: DeadlineEntry, anchor: date | datetime, calendar: WorkingDayCalendar
) -> DeadlineDates:
    """Return the days of a limit.

    Args:
        entry: The limit.
        anchor: Danish local date the limit is counted from. An aware instant is accepted too and
            counts as its Danish date, except for limits in hours: these are counted from the
            instant, and from a mere date the hour is taken to end on the same day (safe and
            default) or on the next one (a message received in the last hour of the day).
        calendar: The working days.

    Raises:
        ValueError, UsageError: As `local_day`.
    """
    day = counted_from(entry, anchor)
    if not entry.has_dates:
        return DeadlineDates(task_day=day) if entry.is_task_without_limit else NO_DATES
    if entry.counting is Counting.HOURS and isinstance(anchor, datetime):
        day = local_day(hour_limit(entry, anchor))
        return DeadlineDates(last_safe_day=day, last_day=day, last_attempt_day=day)
    return _from_day(entry, day, calendar)


def _from_day(entry: DeadlineEntry, day: date, calendar: WorkingDayCalendar) -> DeadlineDates:
    """Compute a limit that has days from the day its count starts."""
    count = entry.count
    default_formula, safe_formula, lenient_formula = entry.formulas
    default = default_formula(day, count, calendar)
    safe = safe_formula(day, count, calendar)
    strictest = max if entry.kind is Kind.EARLIEST else min
    safe = strictest(default, safe)
    if entry.counts_working_days and _spans_constitution_day(day, default, safe):
        other = calendar.with_other_constitution_day()
        safe = strictest(safe, default_formula(day, count, other), safe_formula(day, count, other))
    if entry.kind is Kind.EARLIEST:
        return DeadlineDates(default, None, None, None, safe)
    return DeadlineDates(None, safe, default, max(default, lenient_formula(day, count, calendar)))


def _spans_constitution_day(*days: date) -> bool:
    """Return whether 5 June lies on or between the days; only then can its setting matter."""
    first, last = min(days), max(days)
    return (
        first <= date(first.year, 6, 5) <= last
        or first <= date(last.year, 6, 5) <= last
        or last.year - first.year > 1
    )


def compute_alternative(
    entry: DeadlineEntry,
    anchor: date | datetime,
    calendar: WorkingDayCalendar,
    reading: Reading,
) -> date | None:
    """Return the last (kind earliest: first) permitted day if one reading held.

    A reading that has nothing to say about the limit gives the default day; None where the limit
    has no computable day. `NEAREST_OFFICE_DAY` is the working day on or before the default last
    day, or on or after the default first day.

    Raises:
        ValueError, UsageError: As `local_day`.
    """
    if not entry.has_dates:
        return None
    count = entry.count
    day = counted_from(entry, anchor)
    if reading is Reading.CONSTITUTION_DAY_CLOSED:
        return count_day(
            count, Reading.SAME, day, calendar.with_constitution_day(is_working_day=False)
        )
    if reading is Reading.CONSTITUTION_DAY_OPEN:
        return count_day(
            count, Reading.SAME, day, calendar.with_constitution_day(is_working_day=True)
        )
    if reading is not Reading.NEAREST_OFFICE_DAY:
        return count_day(count, reading, day, calendar)
    default = count_day(count, Reading.SAME, day, calendar)
    if entry.kind is Kind.EARLIEST:
        return calendar.nearest_working_day_on_or_after(default)
    return calendar.nearest_working_day_on_or_before(default)


def compute_variant(
    entry: DeadlineEntry,
    variant: DeadlineVariant,
    anchor: date | datetime,
    calendar: WorkingDayCalendar,
) -> date | None:
    """Return the day another rule set would give, or None when its number is not known.

    Information to show beside the limit; it never changes the limit's own dates.

    Raises:
        ValueError, UsageError: As `local_day`.
    """
    if variant.amount is None or variant.counting is None or variant.unit is None:
        return None
    count = Count(variant.counting, variant.amount, variant.unit, entry.kind)
    return count_day(count, variant.reading, counted_from(entry, anchor), calendar)


def hour_limit(entry: DeadlineEntry, received: datetime) -> datetime:
    """Return the instant a limit in hours ends, in UTC.

    Args:
        entry: A limit with counting HOURS.
        received: The aware instant it is counted from.

    Raises:
        ValueError: When the instant carries no time zone.
    """
    local_day(received)
    return received.astimezone(UTC) + timedelta(hours=entry.amount)


def holds_for(entry: DeadlineEntry, anchor: date | datetime, calendar: WorkingDayCalendar) -> bool:
    """Return whether the limit holds for this anchor at all.

    A disconnection for end of supply, for example, has one limit when it was done on a working day
    and another when it was not (Forskrift H1 § 17, stk. 2).

    Raises:
        ValueError, UsageError: As `local_day`.
    """
    day = local_day(anchor)
    if entry.anchor_condition is AnchorCondition.WORKING_DAY:
        return calendar.is_working_day(day)
    if entry.anchor_condition is AnchorCondition.DAY_BEFORE_IS_CLOSED:
        return not calendar.is_working_day(day - timedelta(days=1))
    return True


def contains_whole_day(start: datetime, end: datetime) -> bool:
    """Return whether an outage contains at least one whole Danish date, midnight to midnight.

    A disconnection must be notified only when it is expected to exceed one full calendar day; from
    Monday 10:00 to Tuesday 18:00 it does not.

    **Source**: Forskrift H1 § 19, stk. 4.

    Args:
        start: Aware instant at which the outage begins.
        end: Aware instant at which it is expected to end.
    """
    first_day = local_day(start)
    begins_at_midnight = start.astimezone(_DANISH_TIME).time() == time.min
    first_whole_day = first_day if begins_at_midnight else first_day + timedelta(days=1)
    return local_day(end) > first_whole_day
