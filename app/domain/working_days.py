"""Danish working days as the electricity market counts them.

A day is closed when it is a Saturday or Sunday, a public holiday, the Friday after Ascension Day,
24 or 31 December, and, by setting, 5 June (Constitution Day). Great Prayer Day was a public
holiday through 2023. Notifications may be sent on every day of the year; working days only decide
how limits are counted.

**Source**: Forskrift I, bilag 1, nr. 5 and Forskrift H1, bilag 1.3 refer to Forskrift D1, whose
own definition could not be read. The calendar is the one Energinet's own code used in June 2025.
Whether 5 June is open is not settled by any text, hence the setting.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from threading import Lock

from app.domain.errors import UsageError
from app.texts import _

FIRST_YEAR = 1900
LAST_YEAR = 2200

_MARGIN_YEARS = 5
"""Years built around those asked for, so that a walk over the years does not rebuild each time."""


class ClosedReason(StrEnum):
    """Why a day is not a working day; a holiday on a weekend is named as the holiday."""

    WEEKEND = "weekend"
    NEW_YEARS_DAY = "new_years_day"
    MAUNDY_THURSDAY = "maundy_thursday"
    GOOD_FRIDAY = "good_friday"
    EASTER_SUNDAY = "easter_sunday"
    EASTER_MONDAY = "easter_monday"
    GREAT_PRAYER_DAY = "great_prayer_day"
    ASCENSION_DAY = "ascension_day"
    FRIDAY_AFTER_ASCENSION = "friday_after_ascension"
    WHIT_SUNDAY = "whit_sunday"
    WHIT_MONDAY = "whit_monday"
    CONSTITUTION_DAY = "constitution_day"
    CHRISTMAS_EVE = "christmas_eve"
    CHRISTMAS_DAY = "christmas_day"
    SECOND_CHRISTMAS_DAY = "second_christmas_day"
    NEW_YEARS_EVE = "new_years_eve"
    OTHER_HOLIDAY = "other_holiday"

    @property
    def text_da(self) -> str:
        """Return the Danish name, in lower case as Danish writes it."""
        return _NAMES[self][0]

    @property
    def text_en(self) -> str:
        """Return the English name."""
        return _NAMES[self][1]


_NAMES: dict[ClosedReason, tuple[str, str]] = {
    ClosedReason.WEEKEND: ("weekend", "weekend"),
    ClosedReason.NEW_YEARS_DAY: ("nytårsdag", "New Year's Day"),
    ClosedReason.MAUNDY_THURSDAY: ("skærtorsdag", "Maundy Thursday"),
    ClosedReason.GOOD_FRIDAY: ("langfredag", "Good Friday"),
    ClosedReason.EASTER_SUNDAY: ("påskedag", "Easter Sunday"),
    ClosedReason.EASTER_MONDAY: ("2. påskedag", "Easter Monday"),
    ClosedReason.GREAT_PRAYER_DAY: ("store bededag", "Great Prayer Day"),
    ClosedReason.ASCENSION_DAY: ("Kristi himmelfartsdag", "Ascension Day"),
    ClosedReason.FRIDAY_AFTER_ASCENSION: (
        "fredag efter Kristi himmelfartsdag",
        "Friday after Ascension Day",
    ),
    ClosedReason.WHIT_SUNDAY: ("pinsedag", "Whit Sunday"),
    ClosedReason.WHIT_MONDAY: ("2. pinsedag", "Whit Monday"),
    ClosedReason.CONSTITUTION_DAY: ("grundlovsdag", "Constitution Day"),
    ClosedReason.CHRISTMAS_EVE: ("juleaftensdag", "Christmas Eve"),
    ClosedReason.CHRISTMAS_DAY: ("1. juledag", "Christmas Day"),
    ClosedReason.SECOND_CHRISTMAS_DAY: ("2. juledag", "second Christmas Day"),
    ClosedReason.NEW_YEARS_EVE: ("nytårsaftensdag", "New Year's Eve"),
    ClosedReason.OTHER_HOLIDAY: ("helligdag", "public holiday"),
}

# Holidays are recognised by date alone: their names change between releases of the library, and
# two holidays on one date share one joined name.
_BY_DAYS_AFTER_EASTER = {
    -3: ClosedReason.MAUNDY_THURSDAY,
    -2: ClosedReason.GOOD_FRIDAY,
    0: ClosedReason.EASTER_SUNDAY,
    1: ClosedReason.EASTER_MONDAY,
    26: ClosedReason.GREAT_PRAYER_DAY,
    39: ClosedReason.ASCENSION_DAY,
    40: ClosedReason.FRIDAY_AFTER_ASCENSION,
    49: ClosedReason.WHIT_SUNDAY,
    50: ClosedReason.WHIT_MONDAY,
}
_BY_MONTH_AND_DAY = {
    (1, 1): ClosedReason.NEW_YEARS_DAY,
    (12, 25): ClosedReason.CHRISTMAS_DAY,
    (12, 26): ClosedReason.SECOND_CHRISTMAS_DAY,
}


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of the calendar: its date, and why it is closed (None for a working day)."""

    date: date
    closed_reason: ClosedReason | None

    @property
    def is_working(self) -> bool:
        """Return whether the day is a working day."""
        return self.closed_reason is None


@dataclass(frozen=True, slots=True)
class _Table:
    """A contiguous run of whole years: the working days as sorted ordinals, the rest by reason."""

    first_year: int
    last_year: int
    working: list[int]
    closed: dict[int, ClosedReason]


_tables: dict[bool, _Table] = {}
_building = Lock()


def _holidays_of(years: range, *, constitution_day_is_open: bool) -> dict[date, ClosedReason]:
    """Return the closed days of the years that are not closed merely by the weekend."""
    # Both imports cost about 0.1 s, so they wait until the first count.
    from dateutil.easter import easter  # type: ignore[import-untyped]  # no types published
    from holidays.constants import PUBLIC
    from holidays.countries.denmark import Denmark

    class LongDenmark(Denmark):
        """The library's Denmark, which by default is empty after 2100."""

        end_year = LAST_YEAR

    # The library's own __init__ has no types.
    public = LongDenmark(years=years, categories=(PUBLIC,))  # type: ignore[no-untyped-call]
    easters = {year: easter(year) for year in years}
    closed = {day: _public_holiday_reason(day, easters[day.year]) for day in public}
    for year, easter_sunday in easters.items():
        friday = easter_sunday + timedelta(days=40)
        closed.setdefault(friday, ClosedReason.FRIDAY_AFTER_ASCENSION)
        closed.setdefault(date(year, 12, 24), ClosedReason.CHRISTMAS_EVE)
        closed.setdefault(date(year, 12, 31), ClosedReason.NEW_YEARS_EVE)
        if not constitution_day_is_open:
            closed.setdefault(date(year, 6, 5), ClosedReason.CONSTITUTION_DAY)
    return closed


def _public_holiday_reason(day: date, easter_sunday: date) -> ClosedReason:
    """Name a public holiday by its date."""
    fixed = _BY_MONTH_AND_DAY.get((day.month, day.day))
    if fixed is not None:
        return fixed
    return _BY_DAYS_AFTER_EASTER.get((day - easter_sunday).days, ClosedReason.OTHER_HOLIDAY)


def _build(first_year: int, last_year: int, *, constitution_day_is_open: bool) -> _Table:
    """Build the table of the years first_year to last_year, both included."""
    holidays = _holidays_of(
        range(first_year, last_year + 1), constitution_day_is_open=constitution_day_is_open
    )
    closed = {day.toordinal(): reason for day, reason in holidays.items()}
    working: list[int] = []
    for ordinal in range(
        date(first_year, 1, 1).toordinal(), date(last_year, 12, 31).toordinal() + 1
    ):
        if ordinal in closed:
            continue
        if ordinal % 7 in {6, 0}:  # ordinal 1 was a Monday, so 6 is Saturday and 7 Sunday
            closed[ordinal] = ClosedReason.WEEKEND
        else:
            working.append(ordinal)
    return _Table(first_year, last_year, working, closed)


def _extended(*, constitution_day_is_open: bool, first_year: int, last_year: int) -> _Table:
    """Return a table that also covers the years asked for, and keep it for everybody.

    Raises:
        UsageError: When a year lies outside 1900-2200.
    """
    if first_year < FIRST_YEAR or last_year > LAST_YEAR:
        year = first_year if first_year < FIRST_YEAR else last_year
        raise UsageError(
            _("The working day calendar knows the years {first} to {last}, not {year}.").format(
                first=FIRST_YEAR, last=LAST_YEAR, year=year
            )
        )
    with _building:
        table = _tables.get(constitution_day_is_open)
        if table and table.first_year <= first_year and last_year <= table.last_year:
            return table
        first_year = max(FIRST_YEAR, first_year - _MARGIN_YEARS)
        last_year = min(LAST_YEAR, last_year + _MARGIN_YEARS)
        parts = [table] if table else []
        if table is None:
            missing = [(first_year, last_year)]
        else:
            missing = [(first_year, table.first_year - 1), (table.last_year + 1, last_year)]
        parts += [
            _build(first, last, constitution_day_is_open=constitution_day_is_open)
            for first, last in missing
            if first <= last
        ]
        table = _joined(parts)
        _tables[constitution_day_is_open] = table
        return table


def _joined(parts: list[_Table]) -> _Table:
    """Return one table of parts that follow each other without a gap."""
    parts = sorted(parts, key=lambda part: part.first_year)
    return _Table(
        parts[0].first_year,
        parts[-1].last_year,
        [ordinal for part in parts for ordinal in part.working],
        {ordinal: reason for part in parts for ordinal, reason in part.closed.items()},
    )


@dataclass(frozen=True)
class WorkingDayCalendar:
    """The working day calendar under one setting; equal settings are equal calendars.

    All days are Danish local dates of the years 1900 to 2200; other years raise `UsageError`.

    Attributes:
        constitution_day_is_working_day: Whether 5 June counts as a working day (unless it is also
            Whit Monday or falls on a weekend).
    """

    constitution_day_is_working_day: bool = True

    def with_constitution_day(self, *, is_working_day: bool) -> WorkingDayCalendar:
        """Return the calendar under the setting given for 5 June."""
        return _CALENDARS[is_working_day]

    def with_other_constitution_day(self) -> WorkingDayCalendar:
        """Return the calendar under the opposite setting for 5 June."""
        return _CALENDARS[not self.constitution_day_is_working_day]

    def is_working_day(self, day: date) -> bool:
        """Return whether the day is a working day."""
        return day.toordinal() not in self._table(day).closed

    def closed_reason(self, day: date) -> ClosedReason | None:
        """Return why the day is closed, or None when it is a working day."""
        return self._table(day).closed.get(day.toordinal())

    def add(self, day: date, working_days: int) -> date:
        """Return the n-th working day after (n > 0) or before (n < 0) the day.

        The day itself is never counted, whether it is a working day or not; 0 gives the day back.
        """
        if working_days == 0:
            return date.fromordinal(day.toordinal())
        table = self._table(day)
        ordinal = day.toordinal()
        while True:
            working = table.working
            if working_days > 0:
                index = bisect_right(working, ordinal) + working_days - 1
                if index < len(working):
                    return date.fromordinal(working[index])
                table = self._covering(table.first_year, table.last_year + 1)
            else:
                index = bisect_left(working, ordinal) + working_days
                if index >= 0:
                    return date.fromordinal(working[index])
                table = self._covering(table.first_year - 1, table.last_year)

    def count_between(self, start: date, end: date) -> int:
        """Return the number of working days in (start, end]; negative when end is before start.

        `count_between(a, b)` is always `-count_between(b, a)`.
        """
        table = self._table(start)
        if not table.first_year <= end.year <= table.last_year:
            table = self._covering(min(table.first_year, end.year), max(table.last_year, end.year))
        working = table.working
        return bisect_right(working, end.toordinal()) - bisect_right(working, start.toordinal())

    def nearest_working_day_on_or_before(self, day: date) -> date:
        """Return the day itself when it is a working day, otherwise the last one before it."""
        return day if self.is_working_day(day) else self.add(day, -1)

    def nearest_working_day_on_or_after(self, day: date) -> date:
        """Return the day itself when it is a working day, otherwise the next one after it."""
        return day if self.is_working_day(day) else self.add(day, 1)

    def days(self, first: date, last: date) -> tuple[CalendarDay, ...]:
        """Return every day from first to last, both included, in order; empty when last < first."""
        return tuple(
            CalendarDay(day, self.closed_reason(day))
            for day in map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
        )

    def _table(self, day: date) -> _Table:
        """Return a table that covers the day's year."""
        table = _tables.get(self.constitution_day_is_working_day)
        if table is not None and table.first_year <= day.year <= table.last_year:
            return table
        return self._covering(day.year, day.year)

    def _covering(self, first_year: int, last_year: int) -> _Table:
        """Return a table that covers the years, building it when needed."""
        return _extended(
            constitution_day_is_open=self.constitution_day_is_working_day,
            first_year=first_year,
            last_year=last_year,
        )


_CALENDARS = {setting: WorkingDayCalendar(setting) for setting in (True, False)}
