"""Where a limit stands: states, days left, and many limits at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.deadlines import (
    LATE_STATES,
    DeadlineEntry,
    DeadlineState,
    Kind,
    compute,
    evaluate_many,
    state_of,
    working_days_left,
)
from app.domain.working_days import WorkingDayCalendar
from tests.domain.deadline_catalogue import catalogue, entry

CALENDAR = WorkingDayCalendar()
State = DeadlineState

entries = st.sampled_from(list(catalogue().values()))
days = st.dates(date(2019, 1, 1), date(2031, 12, 31))


def _state(deadline_id: str, anchor: str, today: str, done_on: str = "") -> DeadlineState:
    limit = entry(deadline_id)
    dates = compute(limit, date.fromisoformat(anchor), CALENDAR)
    done = date.fromisoformat(done_on) if done_on else None
    return state_of(limit, dates, date.fromisoformat(today), CALENDAR, done_on=done)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        # Swapped Tuesday 31 March 2026: safe day Friday 10 April, last day Monday 13 April.
        ("2026-03-31", State.OPEN),
        ("2026-04-06", State.OPEN),
        ("2026-04-07", State.DUE_SOON),
        ("2026-04-09", State.DUE_SOON),
        ("2026-04-10", State.DUE_TODAY),
        ("2026-04-11", State.PAST_SAFE_DAY),
        ("2026-04-13", State.PAST_SAFE_DAY),
        ("2026-04-14", State.OVERDUE),
    ],
)
def test__state_of__meter_swap__turns_on_lead_safe_day_and_last_day(
    today: str, state: DeadlineState
) -> None:
    assert _state("meter_swap_master_data", "2026-03-31", today) is state


@pytest.mark.parametrize(
    ("today", "state"),
    [
        # Effective date 1 January 2026: last day 30 November, Energinet's code 1 December.
        ("2025-11-22", State.OPEN),
        ("2025-11-23", State.DUE_SOON),
        ("2025-11-30", State.DUE_TODAY),
        ("2025-12-01", State.OVERDUE_MAY_BE_ACCEPTED),
        ("2025-12-02", State.OVERDUE),
    ],
)
def test__state_of__price_element__lead_of_seven_calendar_days_and_an_attempt_day(
    today: str, state: DeadlineState
) -> None:
    assert _state("price_element_latest", "2026-01-01", today) is state


@pytest.mark.parametrize(
    ("today", "state"),
    [("2025-01-29", State.TOO_EARLY), ("2025-01-30", State.OPEN), ("2026-01-01", State.OPEN)],
)
def test__state_of__earliest__is_too_early_then_open(today: str, state: DeadlineState) -> None:
    assert _state("closing_earliest", "2025-03-01", today) is state


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2026-11-13", State.OPEN),
        ("2026-11-18", State.DUE_SOON),
        ("2026-11-20", State.DUE_TODAY),
        ("2026-11-21", State.PAST_SAFE_DAY),
        ("2027-11-21", State.PAST_SAFE_DAY),
    ],
)
def test__state_of__without_undue_delay__is_shown_on_its_day_and_never_overdue(
    today: str, state: DeadlineState
) -> None:
    assert _state("end_of_supply_disconnect_execute", "2026-11-20", today) is state


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2027-01-07", State.OPEN),
        ("2027-01-08", State.DUE_SOON),
        ("2027-03-09", State.DUE_TODAY),
        ("2027-03-10", State.OVERDUE_MAY_BE_ACCEPTED),
        ("2027-03-11", State.OVERDUE),
    ],
)
def test__state_of__api_access__warns_sixty_days_before(today: str, state: DeadlineState) -> None:
    # Issued 10 March 2026: valid to 9 March 2027, the anniversary being open.
    assert _state("api_access_expiry", "2026-03-10", today) is state
    assert entry("api_access_expiry").reminder_days == (60, 30, 14, 7)


def test__state_of__window_of_data__is_always_open() -> None:
    assert _state("history_total_three_years_gas", "2020-01-01", "2026-11-21") is State.OPEN


@pytest.mark.parametrize(
    ("deadline_id", "anchor", "done_on", "state"),
    [
        ("meter_swap_master_data", "2026-03-31", "2026-04-10", State.MET),
        ("meter_swap_master_data", "2026-03-31", "2026-04-13", State.MET),
        ("meter_swap_master_data", "2026-03-31", "2026-04-14", State.OVERDUE),
        ("price_element_latest", "2026-01-01", "2025-12-01", State.OVERDUE_MAY_BE_ACCEPTED),
        ("closing_earliest", "2025-03-01", "2025-01-29", State.TOO_EARLY),
        ("closing_earliest", "2025-03-01", "2025-01-30", State.MET),
        ("end_of_supply_disconnect_execute", "2026-11-20", "2026-12-20", State.MET),
    ],
)
def test__state_of__done__is_met_or_keeps_how_late_it_was(
    deadline_id: str, anchor: str, done_on: str, state: DeadlineState
) -> None:
    assert _state(deadline_id, anchor, "2030-01-01", done_on) is state


@pytest.mark.parametrize(
    ("deadline_id", "anchor", "today", "left"),
    [
        # Safe day Friday 10 April 2026, last day Monday 13 April.
        ("meter_swap_master_data", "2026-03-31", "2026-03-31", 5),
        ("meter_swap_master_data", "2026-03-31", "2026-04-09", 1),
        ("meter_swap_master_data", "2026-03-31", "2026-04-10", 0),
        ("meter_swap_master_data", "2026-03-31", "2026-04-11", 1),
        ("meter_swap_master_data", "2026-03-31", "2026-04-13", 0),
        ("meter_swap_master_data", "2026-03-31", "2026-04-14", -1),
        ("meter_swap_master_data", "2026-03-31", "2026-04-20", -5),
        # Last day Sunday: on Friday only closed days are left.
        ("price_element_latest", "2026-01-01", "2025-11-28", 0),
        # Overdue over a weekend only is still overdue.
        ("move_in_cancel", "2026-04-08", "2026-04-05", -1),
        ("end_of_supply_disconnect_execute", "2026-11-20", "2026-11-18", 2),
        ("end_of_supply_disconnect_execute", "2026-11-20", "2026-11-24", -2),
        ("closing_earliest", "2025-03-01", "2025-01-01", None),
        ("history_total_three_years_gas", "2025-03-01", "2025-01-01", None),
    ],
)
def test__working_days_left__to_the_safe_day_then_to_the_last_day(
    deadline_id: str, anchor: str, today: str, left: int | None
) -> None:
    dates = compute(entry(deadline_id), date.fromisoformat(anchor), CALENDAR)

    assert working_days_left(dates, date.fromisoformat(today), CALENDAR) == left


@given(entries, days, days)
def test__state_of__any_limit_and_day__agrees_with_the_dates(
    limit: DeadlineEntry, anchor: date, today: date
) -> None:
    dates = compute(limit, anchor, CALENDAR)

    state = state_of(limit, dates, today, CALENDAR)
    left = working_days_left(dates, today, CALENDAR)

    assert state is not DeadlineState.MET
    assert (state in LATE_STATES) == (dates.last_day is not None and today > dates.last_day)
    assert (state is DeadlineState.TOO_EARLY) == (
        dates.first_day is not None and today < dates.first_day
    )
    if state in LATE_STATES:
        assert left is not None
        assert left < 0
    if limit.kind is Kind.EARLIEST:
        assert left is None


@given(entries, days)
def test__state_of__as_days_pass__never_goes_back(limit: DeadlineEntry, anchor: date) -> None:
    order = list(DeadlineState)
    dates = compute(limit, anchor, CALENDAR)
    centre = dates.display_day or anchor

    states = [state_of(limit, dates, centre + timedelta(days=n), CALENDAR) for n in range(-70, 40)]

    assert [order.index(state) for state in states] == sorted(order.index(s) for s in states)


def test__evaluate_many__mixed_limits__gives_each_in_order_as_one_by_one() -> None:
    today = date(2026, 11, 21)
    items = [
        (limit, today + timedelta(days=n))
        for n in (-40, -3, 0, 3, -3, 40)
        for limit in catalogue().values()
    ]

    found = evaluate_many(iter(items), today, CALENDAR)

    assert [(each.entry, each.anchor) for each in found] == items
    for each in found:
        dates = compute(each.entry, each.anchor, CALENDAR)
        assert each.dates == dates
        assert each.state is state_of(each.entry, dates, today, CALENDAR)
        assert each.working_days_left == working_days_left(dates, today, CALENDAR)


def test__evaluate_many__same_limit_and_anchor__is_computed_once() -> None:
    items = [(entry("closing_latest"), date(2026, 11, 20))] * 3

    found = evaluate_many(items, date(2026, 11, 21), CALENDAR)

    assert len({id(each) for each in found}) == 1
