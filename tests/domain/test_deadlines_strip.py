"""The day strip: the drawings of H1 annex 1.23, and what must hold for any limit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.deadlines import (
    Counting,
    DeadlineEntry,
    StripDay,
    StripRole,
    compute,
    explain_days,
)
from app.domain.working_days import ClosedReason, WorkingDayCalendar
from tests.domain.deadline_catalogue import catalogue, entry

CALENDAR = WorkingDayCalendar()
ANCHOR, FIRST, SAFE, LAST, ATTEMPT = StripRole

entries = st.sampled_from(list(catalogue().values()))
days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def _by_day(strip: tuple[StripDay, ...]) -> dict[str, StripDay]:
    return {f"{day.date:%d%m}": day for day in strip}


def test__explain_days__three_working_days_before__draws_the_first_diagram() -> None:
    strip = explain_days(entry("supplier_switch_cancel"), date(2020, 2, 12), CALENDAR)

    drawn = _by_day(strip)
    assert [day.date for day in strip] == [date(2020, 2, 4) + timedelta(n) for n in range(11)]
    assert {key: day.counted_number for key, day in drawn.items() if day.counted_number} == {
        "0702": 3,
        "1002": 2,
        "1102": 1,
    }
    assert drawn["0602"].roles == (SAFE, LAST)
    assert drawn["0702"].roles == (ATTEMPT,)
    assert drawn["1202"].roles == (ANCHOR,)
    assert [key for key, day in drawn.items() if day.is_permitted] == ["0402", "0502", "0602"]
    assert drawn["0802"].closed_reason is ClosedReason.WEEKEND
    assert drawn["1002"].is_working


def test__explain_days__earliest_three_working_days_before__draws_the_second_diagram() -> None:
    drawn = _by_day(explain_days(entry("move_out_reading"), date(2020, 2, 12), CALENDAR))

    assert drawn["0702"].roles == (FIRST, SAFE)
    assert not drawn["0602"].is_permitted
    assert all(drawn[key].is_permitted for key in ("0702", "0802", "0902", "1002", "1102", "1202"))


def test__explain_days__one_working_day_after__draws_the_third_diagram() -> None:
    drawn = _by_day(explain_days(entry("disconnection_notify_latest"), date(2020, 2, 7), CALENDAR))

    assert drawn["0702"].roles == (ANCHOR, SAFE)
    assert drawn["1002"].roles == (LAST, ATTEMPT)
    assert drawn["1002"].counted_number == 1
    assert drawn["0702"].counted_number is None
    assert not drawn["1102"].is_permitted


def test__explain_days__over_easter__names_the_closed_days() -> None:
    drawn = _by_day(explain_days(entry("meter_swap_master_data"), date(2026, 3, 31), CALENDAR))

    closed = {key: day.closed_reason for key, day in drawn.items() if not day.is_working}
    assert closed["0204"] is ClosedReason.MAUNDY_THURSDAY
    assert closed["0504"] is ClosedReason.EASTER_SUNDAY
    assert [drawn[key].counted_number for key in ("0104", "0704", "1304")] == [1, 2, 6]


def test__explain_days__calendar_days__counts_closed_days_too() -> None:
    drawn = _by_day(explain_days(entry("move_in_cancel"), date(2026, 4, 7), CALENDAR))

    assert [drawn[key].counted_number for key in ("0604", "0504", "0404")] == [1, 2, 3]
    assert drawn["0304"].roles == (LAST,)
    assert drawn["2903"].roles == (SAFE,)


@pytest.mark.parametrize("deadline_id", ["refixing_2", "flex_rollout_plan", "invoice_yearly"])
def test__explain_days__nothing_counted_in_days__has_no_numbers(deadline_id: str) -> None:
    strip = explain_days(entry(deadline_id), date(2026, 1, 31), CALENDAR)

    assert not any(day.counted_number for day in strip)
    assert any(ANCHOR in day.roles for day in strip)


@given(entries, days, st.booleans())
def test__explain_days__any_limit__is_every_day_around_what_matters(
    limit: DeadlineEntry, anchor: date, fifth_of_june: bool
) -> None:
    calendar = WorkingDayCalendar(fifth_of_june)
    dates = compute(limit, anchor, calendar)

    strip = explain_days(limit, anchor, calendar)

    assert [day.date for day in strip] == [
        strip[0].date + timedelta(days=n) for n in range(len(strip))
    ]
    assert [day.closed_reason for day in strip] == [
        calendar.closed_reason(day.date) for day in strip
    ]
    by_role = {role: day.date for day in strip for role in day.roles}
    assert by_role.get(FIRST) == dates.first_day
    assert by_role.get(LAST) == dates.last_day
    assert by_role.get(ATTEMPT) == dates.last_attempt_day
    assert by_role.get(SAFE) == (dates.last_safe_day or dates.first_safe_day)
    assert strip[0].date < min(by_role.values())
    assert strip[-1].date > max(by_role.values())


@given(entries.filter(lambda limit: limit.has_dates), days)
def test__explain_days__counted_days__are_numbered_away_from_the_anchor_to_the_limit(
    limit: DeadlineEntry, anchor: date
) -> None:
    strip = explain_days(limit, anchor, CALENDAR)

    numbered = {day.counted_number: day for day in strip if day.counted_number}
    in_working_days = {Counting.LB_WD, Counting.EB_WD, Counting.LA_WD, Counting.NTH_WD}
    in_calendar_days = {Counting.LB_CD, Counting.EB_CD, Counting.LA_CD}
    if limit.counting in in_working_days | in_calendar_days:
        assert sorted(numbered) == list(range(1, limit.amount + 1))
    else:
        assert numbered == {}
    if limit.counting in in_working_days:
        assert all(day.is_working for day in numbered.values())
