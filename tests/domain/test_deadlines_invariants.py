"""Counting: what holds for any limit and anchor, against the day-by-day counter."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.deadlines import (
    Counting,
    DeadlineEntry,
    Kind,
    Reading,
    compute,
    compute_alternative,
)
from app.domain.working_days import WorkingDayCalendar
from tests.domain.day_by_day import ONE_DAY, walk
from tests.domain.deadline_catalogue import catalogue, entry

OPEN = WorkingDayCalendar()

anchors = st.dates(date(1950, 1, 1), date(2150, 12, 31))
entries = st.sampled_from([entry for entry in catalogue().values() if entry.has_dates])
settings = st.booleans()


def _by_hand(limit_id: str, anchor: date, fifth_of_june: bool) -> date:
    """Return the default day of a limit in working or calendar days, walked day by day."""
    limit = entry(limit_id)

    def open_day(steps: int) -> date:
        return walk(anchor, steps, fifth_of_june=fifth_of_june)

    match limit.counting:
        case Counting.LB_WD:
            return open_day(-limit.amount) - ONE_DAY
        case Counting.EB_WD:
            return open_day(-limit.amount)
        case Counting.LB_CD:
            return anchor - timedelta(days=limit.amount) - ONE_DAY
        case Counting.EB_CD:
            return anchor - timedelta(days=limit.amount)
        case Counting.LA_CD:
            return anchor + timedelta(days=limit.amount)
        case _:
            return open_day(limit.amount)


in_days = st.sampled_from(
    [
        limit.id
        for limit in catalogue().values()
        if limit.has_dates
        and limit.anchor.id != "operating_month"
        and limit.counting
        in {
            Counting.LB_WD,
            Counting.EB_WD,
            Counting.LA_WD,
            Counting.NTH_WD,
            Counting.LB_CD,
            Counting.EB_CD,
            Counting.LA_CD,
        }
    ]
)


@given(in_days, anchors, settings)
def test__compute__limits_in_days__default_and_5_june_agree_with_a_walk(
    limit_id: str, anchor: date, fifth_of_june: bool
) -> None:
    limit, calendar = entry(limit_id), WorkingDayCalendar(fifth_of_june)

    found = compute(limit, anchor, calendar)

    default, other = (
        _by_hand(limit_id, anchor, setting) for setting in (fifth_of_june, not fifth_of_june)
    )
    assert (found.first_day or found.last_day) == default
    if limit.kind is Kind.EARLIEST:
        assert found.first_safe_day == max(default, other)
    else:
        assert found.last_safe_day is not None
        assert found.last_safe_day <= min(default, other)


after_in_working_days = st.sampled_from(
    [limit.id for limit in catalogue().values() if limit.counting is Counting.LA_WD]
)


@given(after_in_working_days, anchors, settings)
def test__compute__working_days_after__safe_day_is_the_walk_that_counts_the_anchor(
    limit_id: str, anchor: date, fifth_of_june: bool
) -> None:
    limit, calendar = entry(limit_id), WorkingDayCalendar(fifth_of_june)

    found = compute(limit, anchor, calendar)

    counted_with_anchor = [
        walk(anchor - ONE_DAY, limit.amount, fifth_of_june=setting) for setting in (True, False)
    ]
    default_of_other = _by_hand(limit_id, anchor, not fifth_of_june)
    assert found.last_safe_day == min(*counted_with_anchor, default_of_other)


@given(entries, anchors, settings)
def test__compute__any_limit_and_anchor__the_readings_are_in_order(
    limit: DeadlineEntry, anchor: date, fifth_of_june: bool
) -> None:
    found = compute(limit, anchor, WorkingDayCalendar(fifth_of_june))

    if limit.kind is Kind.EARLIEST:
        assert found.first_day is not None
        assert found.first_safe_day is not None
        assert found.first_day <= found.first_safe_day
        assert not any(astuple(found)[1:4])
    else:
        assert found.first_day is None
        assert found.last_safe_day is not None
        assert found.last_day is not None
        assert found.last_attempt_day is not None
        assert found.last_safe_day <= found.last_day <= found.last_attempt_day
        assert found.display_day == found.last_safe_day


@given(entries, anchors, st.integers(1, 40))
def test__compute__later_anchor__never_gives_an_earlier_day(
    limit: DeadlineEntry, anchor: date, later: int
) -> None:
    before = compute(limit, anchor, OPEN)
    after = compute(limit, anchor + timedelta(days=later), OPEN)

    for earlier_day, later_day in zip(astuple(before), astuple(after), strict=True):
        assert (earlier_day is None) == (later_day is None)
        assert earlier_day is None or later_day >= earlier_day


@given(entries, anchors)
def test__compute_alternative__nearest_office_day__is_the_working_day_on_the_permitted_side(
    limit: DeadlineEntry, anchor: date
) -> None:
    dates = compute(limit, anchor, OPEN)

    office_day = compute_alternative(limit, anchor, OPEN, Reading.NEAREST_OFFICE_DAY)

    assert office_day is not None
    assert OPEN.is_working_day(office_day)
    if dates.last_day is not None:
        assert office_day <= dates.last_day
        assert OPEN.count_between(office_day, dates.last_day) == 0
    else:
        assert dates.first_day is not None
        assert office_day >= dates.first_day
