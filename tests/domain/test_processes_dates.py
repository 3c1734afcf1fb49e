"""Effective dates and permitted windows, over weekends, Easter, Christmas and clock changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.deadlines import compute
from app.domain.processes import Stage, Window, effective_date, permitted_window
from app.domain.working_days import WorkingDayCalendar
from tests.domain.deadline_catalogue import catalogue as deadlines
from tests.domain.process_builder import kind

CALENDAR = WorkingDayCalendar()


def window(name: str, stage: Stage, today: date, **inputs: date) -> Window:
    return permitted_window(
        kind(name),
        inputs,
        stage=stage,
        today=today,
        deadlines=deadlines(),
        calendar=CALENDAR,
    )


@pytest.mark.parametrize(
    ("name", "physical", "effective"),
    [
        ("end_of_supply_disconnection", date(2020, 3, 11), date(2020, 3, 12)),
        ("end_of_supply_disconnection", date(2020, 2, 28), date(2020, 2, 29)),
        ("end_of_supply_disconnection", date(2020, 12, 31), date(2021, 1, 1)),
        ("end_of_supply_disconnection", date(2026, 3, 28), date(2026, 3, 29)),
        ("technical_disconnection", date(2020, 3, 11), date(2020, 3, 11)),
        ("reconnection", date(2026, 10, 25), date(2026, 10, 25)),
        ("connect", date(2026, 12, 24), date(2026, 12, 24)),
        ("meter_swap", date(2026, 4, 2), date(2026, 4, 2)),
    ],
)
def test__effective_date__follows_the_physical_day__h1_17_19_20(
    name: str, physical: date, effective: date
) -> None:
    assert effective_date(kind(name).date_rule, {"physical_date": physical}) == effective


def test__effective_date__without_a_date__is_unknown() -> None:
    assert effective_date(kind("connect").date_rule, {}) is None
    assert effective_date(kind("monthly_check").date_rule, {}) is None


@pytest.mark.parametrize(
    ("today", "first"),
    [
        # On a Monday a disconnection of Friday or later is still in time, Thursday's is not.
        (date(2026, 11, 9), date(2026, 11, 6)),
        # On Tuesday after Easter: the last working day before Easter is Wednesday.
        (date(2026, 4, 7), date(2026, 4, 1)),
        # Between Christmas and New Year only 28 to 30 December are open in 2026.
        (date(2026, 12, 28), date(2026, 12, 23)),
        # 4 January 2027: 31 December and 1 January are closed.
        (date(2027, 1, 4), date(2026, 12, 30)),
    ],
)
def test__window__of_a_technical_disconnection_done__is_what_can_still_be_reported(
    today: date, first: date
) -> None:
    assert window("technical_disconnection", Stage.DONE, today) == Window(first, today)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 11), date(2026, 11, 3)),
        # 1, 7, 8, 9, 10 and 13 April are the six after 31 March.
        (date(2026, 4, 13), date(2026, 3, 31)),
        # 21, 22, 23, 28, 29 and 30 December are the six after the 18th.
        (date(2026, 12, 30), date(2026, 12, 18)),
    ],
)
def test__window__of_a_swap_done__reaches_six_working_days_back(today: date, first: date) -> None:
    assert window("meter_swap", Stage.DONE, today) == Window(first, today)


@pytest.mark.parametrize("name", ["connect", "technical_disconnection", "reconnection"])
def test__window__planned__begins_today(name: str) -> None:
    today = date(2026, 11, 14)

    assert window(name, Stage.PLANNED, today) == Window(today, None)


@pytest.mark.parametrize(
    ("desired", "first"),
    [(date(2026, 11, 20), date(2026, 11, 20)), (date(2026, 11, 1), date(2026, 11, 11))],
)
def test__window__of_an_end_of_supply_planned__begins_with_the_desired_date(
    desired: date, first: date
) -> None:
    found = window(
        "end_of_supply_disconnection", Stage.PLANNED, date(2026, 11, 11), desired_date=desired
    )

    assert found == Window(first, None)


def test__window__of_a_price__is_32_days_to_three_years_ahead() -> None:
    # 31 days before means that 31 whole days lie between: deadlines C02.
    found = window("charge_change", Stage.DONE, date(2025, 11, 30))

    assert found == Window(date(2026, 1, 1), date(2028, 11, 30))


def test__window__of_a_subscription_link__is_from_the_last_working_day() -> None:
    found = window("charge_link", Stage.DONE, date(2026, 11, 9))

    assert found.first == date(2026, 11, 6)


def test__window__of_a_fee__is_35_days_back() -> None:
    found = window("fee_link", Stage.DONE, date(2026, 11, 9))

    assert found.first == date(2026, 10, 5)


@given(today=st.dates(date(2021, 1, 1), date(2035, 12, 31)), back=st.integers(-400, 400))
def test__window__contains_exactly_what_can_still_be_reported(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    found = window("technical_disconnection", Stage.DONE, today)
    last_day = compute(deadlines()["disconnection_notify_latest"], day, CALENDAR).last_day

    assert last_day is not None
    assert found.contains(day) == (day <= today <= last_day)
