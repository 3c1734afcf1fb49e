"""The working day calendar against the list of closed days and a day-by-day counter."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import UsageError
from app.domain.working_days import ClosedReason, WorkingDayCalendar
from tests.domain.day_by_day import ONE_DAY, easter_sunday, is_open, walk

OPEN = WorkingDayCalendar()
CLOSED = WorkingDayCalendar(constitution_day_is_working_day=False)
SETTINGS = [pytest.param(OPEN, id="5 June open"), pytest.param(CLOSED, id="5 June closed")]

days = st.dates(date(1901, 1, 1), date(2199, 12, 31))
settings = st.booleans()


@pytest.mark.parametrize("calendar", SETTINGS)
def test__is_working_day__every_day_of_three_centuries__agrees_with_the_list(
    calendar: WorkingDayCalendar,
) -> None:
    fifth_of_june = calendar.constitution_day_is_working_day
    day, wrong = date(1900, 1, 1), []

    while day <= date(2200, 12, 31):
        if calendar.is_working_day(day) != is_open(day, fifth_of_june=fifth_of_june):
            wrong.append(day)
        day += ONE_DAY

    assert wrong == []


@pytest.mark.parametrize(
    ("year", "working_days", "closed"),
    [
        (2024, 251, "0101 0328 0329 0401 0509 0510 0520 1224 1225 1226 1231"),
        (2025, 250, "0101 0417 0418 0421 0529 0530 0609 1224 1225 1226 1231"),
        (2026, 251, "0101 0402 0403 0406 0514 0515 0525 1224 1225 1231"),
        (2027, 252, "0101 0325 0326 0329 0506 0507 0517 1224 1231"),
        (2028, 252, "0413 0414 0417 0525 0526 0605 1225 1226"),
    ],
)
def test__days__whole_year__has_the_published_closed_weekdays(
    year: int, working_days: int, closed: str
) -> None:
    found = OPEN.days(date(year, 1, 1), date(year, 12, 31))

    weekdays = [day for day in found if day.date.weekday() < 5]
    assert [f"{d.date:%m%d}" for d in weekdays if not d.is_working] == closed.split()
    assert sum(day.is_working for day in found) == working_days


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 11, 21), ClosedReason.WEEKEND),
        (date(2026, 1, 1), ClosedReason.NEW_YEARS_DAY),
        (date(2026, 4, 2), ClosedReason.MAUNDY_THURSDAY),
        (date(2026, 4, 3), ClosedReason.GOOD_FRIDAY),
        (date(2026, 4, 5), ClosedReason.EASTER_SUNDAY),
        (date(2026, 4, 6), ClosedReason.EASTER_MONDAY),
        (date(2023, 5, 5), ClosedReason.GREAT_PRAYER_DAY),
        (date(2024, 4, 26), None),
        (date(2026, 5, 1), None),
        (date(2026, 5, 14), ClosedReason.ASCENSION_DAY),
        (date(2008, 5, 1), ClosedReason.ASCENSION_DAY),
        (date(2026, 5, 15), ClosedReason.FRIDAY_AFTER_ASCENSION),
        (date(2026, 5, 24), ClosedReason.WHIT_SUNDAY),
        (date(2026, 5, 25), ClosedReason.WHIT_MONDAY),
        (date(2026, 6, 5), None),
        (date(2028, 6, 5), ClosedReason.WHIT_MONDAY),
        (date(2026, 12, 24), ClosedReason.CHRISTMAS_EVE),
        (date(2026, 12, 25), ClosedReason.CHRISTMAS_DAY),
        (date(2026, 12, 26), ClosedReason.SECOND_CHRISTMAS_DAY),
        (date(2026, 12, 31), ClosedReason.NEW_YEARS_EVE),
        (date(2199, 12, 24), ClosedReason.CHRISTMAS_EVE),
    ],
)
def test__closed_reason__known_days__are_named_by_their_date(
    day: date, reason: ClosedReason | None
) -> None:
    assert OPEN.closed_reason(day) is reason


def test__closed_reason__fifth_of_june__follows_the_setting() -> None:
    day = date(2026, 6, 5)

    assert OPEN.closed_reason(day) is None
    assert CLOSED.closed_reason(day) is ClosedReason.CONSTITUTION_DAY
    assert OPEN.with_other_constitution_day() == CLOSED
    assert CLOSED.with_other_constitution_day() == OPEN


def test__closed_reason__every_public_holiday__is_one_the_program_can_name() -> None:
    found = {
        OPEN.closed_reason(day.date) for day in OPEN.days(date(1900, 1, 1), date(2200, 12, 31))
    }

    assert ClosedReason.OTHER_HOLIDAY not in found


@pytest.mark.parametrize("reason", ClosedReason)
def test__closed_reason__every_member__has_its_own_words_in_both_languages(
    reason: ClosedReason,
) -> None:
    others = [other for other in ClosedReason if other is not reason]

    assert reason.text_da
    assert reason.text_en
    assert reason.text_da not in {other.text_da for other in others}
    assert reason.text_en not in {other.text_en for other in others}


@given(days, st.integers(-60, 60).filter(bool), settings)
def test__add__any_day_and_number__agrees_with_a_walk(
    day: date, steps: int, fifth_of_june: bool
) -> None:
    calendar = WorkingDayCalendar(fifth_of_june)

    assert calendar.add(day, steps) == walk(day, steps, fifth_of_june=fifth_of_june)


@given(days, st.integers(0, 150), settings)
def test__count_between__any_two_days__counts_the_open_days_after_the_first_to_the_last(
    start: date, span: int, fifth_of_june: bool
) -> None:
    calendar = WorkingDayCalendar(fifth_of_june)
    end = start + timedelta(days=span)

    counted = calendar.count_between(start, end)

    passed = (start + timedelta(days=n) for n in range(1, span + 1))
    assert counted == sum(is_open(day, fifth_of_june=fifth_of_june) for day in passed)
    assert calendar.count_between(end, start) == -counted


@given(days, settings)
def test__nearest_working_days__any_day__are_open_and_enclose_it(
    day: date, fifth_of_june: bool
) -> None:
    calendar = WorkingDayCalendar(fifth_of_june)

    before = calendar.nearest_working_day_on_or_before(day)
    after = calendar.nearest_working_day_on_or_after(day)

    assert before <= day <= after
    assert calendar.is_working_day(before)
    assert calendar.is_working_day(after)
    assert (before == after == day) == calendar.is_working_day(day)
    assert calendar.count_between(before, after) <= 1


@pytest.mark.parametrize(
    ("day", "steps", "expected"),
    [
        (date(2025, 4, 22), -3, date(2025, 4, 14)),
        (date(2025, 6, 12), -3, date(2025, 6, 6)),
        (date(2025, 6, 11), -3, date(2025, 6, 5)),
        (date(2025, 1, 3), -3, date(2024, 12, 27)),
        (date(2024, 12, 27), -3, date(2024, 12, 19)),
        (date(2025, 4, 2), -3, date(2025, 3, 28)),
        (date(2026, 10, 23), 1, date(2026, 10, 26)),
        (date(2026, 3, 27), 1, date(2026, 3, 30)),
        (date(2026, 3, 29), 1, date(2026, 3, 30)),
    ],
)
def test__add__easter_christmas_and_clock_changes__gives_the_day_worked_out_by_hand(
    day: date, steps: int, expected: date
) -> None:
    assert OPEN.add(day, steps) == expected


def test__add__zero__gives_the_day_back() -> None:
    assert OPEN.add(date(2026, 11, 21), 0) == date(2026, 11, 21)


def test__days__last_before_first__is_empty() -> None:
    assert OPEN.days(date(2026, 2, 1), date(2026, 1, 1)) == ()


def test__days__both_ends__are_included() -> None:
    found = OPEN.days(date(2026, 11, 20), date(2026, 11, 22))

    assert [day.date.day for day in found] == [20, 21, 22]
    assert [day.is_working for day in found] == [True, False, False]


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2201, 1, 1), date(9999, 12, 31)])
def test__is_working_day__year_outside_the_calendar__is_refused_with_the_year(day: date) -> None:
    with pytest.raises(UsageError, match=str(day.year)):
        OPEN.is_working_day(day)


def test__add__past_the_end_of_the_calendar__is_refused() -> None:
    with pytest.raises(UsageError, match="2201"):
        OPEN.add(date(2200, 12, 30), 5)


def test__add__over_the_edge_of_what_was_built__extends_the_table() -> None:
    assert OPEN.add(date(1950, 1, 2), 252 * 30) > date(1979, 1, 1)
    assert OPEN.add(date(2150, 1, 2), -252 * 30) < date(2121, 1, 1)


def test__calendar__equal_settings__are_equal_and_hash_alike() -> None:
    assert WorkingDayCalendar() == OPEN
    assert len({WorkingDayCalendar(), OPEN, CLOSED, WorkingDayCalendar(False)}) == 2


@pytest.mark.parametrize("year", [1961, 2000, 2019, 2024, 2038, 2100, 2199])
def test__easter_sunday__of_the_calendar__agrees_with_the_algorithm(year: int) -> None:
    assert OPEN.closed_reason(easter_sunday(year)) is ClosedReason.EASTER_SUNDAY


def test__import__of_the_calendar__does_not_load_the_holiday_library() -> None:
    program = (
        "import sys, app.domain.working_days, app.domain.deadlines;"
        "print([n for n in ('holidays', 'dateutil', 'numpy', 'PySide6') if n in sys.modules])"
    )

    found = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )

    assert found.stdout.strip() == "[]"
