"""The program's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.clock import DANISH_TIME, FixedClock, SystemClock, day_start
from app.domain.errors import UsageError


def test__system_clock__now__is_aware_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test__system_clock__when_day_is_overridden__now_and_today_agree(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NETKONTOR_TODAY", "2026-03-29")

    clock = SystemClock()

    assert clock.today() == date(2026, 3, 29)
    assert clock.now().astimezone(DANISH_TIME).date() == date(2026, 3, 29)


def test__system_clock__when_override_is_not_a_date__says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NETKONTOR_TODAY", "30-02-2026")

    with pytest.raises(UsageError, match="30-02-2026"):
        SystemClock().today()


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 1, 1, 22, 59, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2026, 1, 1, 23, 0, tzinfo=UTC), date(2026, 1, 2)),
    ],
)
def test__fixed_clock__today__is_the_danish_day(instant: datetime, day: date) -> None:
    assert FixedClock(instant).today() == day


def test__fixed_clock__when_given_a_day__stands_on_it() -> None:
    assert FixedClock(date(2026, 11, 21)).today() == date(2026, 11, 21)


def test__fixed_clock__when_instant_is_naive__is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        FixedClock(datetime(2026, 11, 21, 12))  # noqa: DTZ001


def test__day_start__on_both_sides_of_the_clock_change__is_danish_midnight() -> None:
    assert day_start(date(2026, 3, 29)) == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert day_start(date(2026, 3, 30)) == datetime(2026, 3, 29, 22, tzinfo=UTC)
