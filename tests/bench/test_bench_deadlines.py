"""How fast limits are counted, as ratios within one run and against the promised second."""

from __future__ import annotations

import random
import sys
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

import holidays
import pytest

from app.domain.deadlines import Counting, GridRole, evaluate_many, load_deadline_catalogue
from app.domain.working_days import WorkingDayCalendar
from tests.domain.deadline_catalogue import CATALOGUE_FILE, catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.deadlines import DeadlineEntry

pytestmark = pytest.mark.bench

TODAY = date(2026, 11, 21)
CALENDAR = WorkingDayCalendar()
ONE_DAY = timedelta(days=1)


def _say(text: str) -> None:
    """Show a figure when the tests run with -s."""
    sys.stdout.write(f"\n{text}\n")


def _seconds(work: Callable[[], object], rounds: int = 5) -> float:
    """Return the shortest time of several rounds: the others were disturbed."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def _items(limits: list[DeadlineEntry], count: int) -> list[tuple[DeadlineEntry, date]]:
    """Return limits with anchors in the two years before and after today, always the same."""
    rng = random.Random(20261121)
    return [
        (rng.choice(limits), TODAY + timedelta(days=rng.randrange(-700, 700))) for _ in range(count)
    ]


def test__evaluate_many__100000_open_limits__takes_less_than_a_second() -> None:
    limits = [limit for limit in catalogue().values() if limit.grid_role is not GridRole.NONE]
    items = _items(limits, 100_000)

    seconds = _seconds(lambda: evaluate_many(items, TODAY, CALENDAR))

    _say(f"100,000 limits, {len(set(items)):,} of them different: {seconds:.2f} s")
    assert seconds < 1


class _LibraryLoop:
    """The same three answers by a loop over days with the library's own is_working_day."""

    def __init__(self) -> None:
        self._library = holidays.country_holidays("DK", years=range(2020, 2035))

    def last_days(self, limit: DeadlineEntry, anchor: date) -> tuple[date, date, int]:
        """Return safe day, last day and working days left of a limit in working days after."""
        last = self._walk(anchor, limit.amount)
        return self._walk(anchor - ONE_DAY, limit.amount), last, self._count(TODAY, last)

    def _walk(self, day: date, left: int) -> date:
        while left:
            day += ONE_DAY
            left -= self._library.is_working_day(day)
        return day

    def _count(self, start: date, end: date) -> int:
        sign = 1 if end >= start else -1
        day, end = (start, end) if sign == 1 else (end, start)
        found = 0
        while day < end:
            day += ONE_DAY
            found += self._library.is_working_day(day)
        return sign * found


def test__evaluate_many__against_a_loop_with_the_librarys_is_working_day__is_10_times_faster() -> (
    None
):
    limits = [limit for limit in catalogue().values() if limit.counting is Counting.LA_WD]
    items, loop = _items(limits, 5_000), _LibraryLoop()

    ours = _seconds(lambda: evaluate_many(items, TODAY, CALENDAR))
    theirs = _seconds(lambda: [loop.last_days(*item) for item in items], rounds=2)

    _say(
        f"{len(items):,} limits: loop {theirs * 1000:.0f} ms, "
        f"ours {ours * 1000:.0f} ms, ratio {theirs / ours:.1f}"
    )
    assert theirs / ours > 10


def test__calendar__one_step__takes_about_a_microsecond() -> None:
    rounds = range(100_000)
    CALENDAR.add(TODAY, 6)

    step = _seconds(lambda: [CALENDAR.add(TODAY, 6) for _ in rounds]) / len(rounds)
    look = _seconds(lambda: [CALENDAR.is_working_day(TODAY) for _ in rounds]) / len(rounds)

    _say(f"add {step * 1e6:.2f} us, is_working_day {look * 1e6:.2f} us")
    assert step < 5e-6
    assert look < 5e-6


def test__load__the_shipped_file__takes_less_than_60_ms() -> None:
    seconds = _seconds(lambda: load_deadline_catalogue(CATALOGUE_FILE))

    _say(f"loading {CATALOGUE_FILE.name}: {seconds * 1000:.0f} ms")
    assert seconds < 0.060
