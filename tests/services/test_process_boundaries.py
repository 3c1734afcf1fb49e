"""The last day of each report, with the clock on it and on the day after.

Weekends, Easter 2026 (2, 3 and 6 April closed), Ascension 2026 (14 and 15 May closed), Christmas
2026 (24, 25 and 31 December closed) and both clock changes.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from app.services import deadlines, processes
from app.services.deadline_views import DeadlineFilter, DeadlineGroup, MarkDeadline
from tests.services.process_steps import in_state, register

if TYPE_CHECKING:
    from app.services.session import Session
    from tests.company_builder import MovableClock

CASES = [
    # connection: the 1st working day after, Forskrift I § 2, stk. 3
    ("connect", date(2026, 11, 11), date(2026, 11, 12)),
    ("connect", date(2026, 11, 13), date(2026, 11, 16)),
    ("connect", date(2026, 4, 1), date(2026, 4, 7)),
    ("connect", date(2026, 12, 23), date(2026, 12, 28)),
    # technical disconnection: 1 working day after, H1 § 19, stk. 3
    ("technical_disconnection", date(2026, 11, 14), date(2026, 11, 16)),
    ("technical_disconnection", date(2026, 4, 3), date(2026, 4, 7)),
    ("technical_disconnection", date(2026, 5, 13), date(2026, 5, 18)),
    ("technical_disconnection", date(2026, 12, 30), date(2027, 1, 4)),
    # end of supply on a working day: the same day, H1 § 17, stk. 2
    ("end_of_supply_disconnection", date(2026, 11, 11), date(2026, 11, 11)),
    ("end_of_supply_disconnection", date(2026, 12, 23), date(2026, 12, 23)),
    # otherwise 1 working day after the effective date, which is the day after the cut
    ("end_of_supply_disconnection", date(2026, 11, 14), date(2026, 11, 16)),
    ("end_of_supply_disconnection", date(2026, 11, 15), date(2026, 11, 17)),
    ("end_of_supply_disconnection", date(2026, 4, 3), date(2026, 4, 7)),
    ("end_of_supply_disconnection", date(2026, 12, 24), date(2026, 12, 28)),
    # reconnection: the 1st working day after, Forskrift I § 2, stk. 3
    ("reconnection", date(2026, 3, 28), date(2026, 3, 30)),
    ("reconnection", date(2026, 10, 24), date(2026, 10, 26)),
    ("reconnection", date(2026, 12, 31), date(2027, 1, 4)),
    # meter swap: the 6th working day after, Forskrift I § 2, stk. 3, 2nd sentence
    ("meter_swap", date(2026, 11, 10), date(2026, 11, 18)),
    ("meter_swap", date(2026, 3, 31), date(2026, 4, 13)),
    ("meter_swap", date(2026, 12, 18), date(2026, 12, 30)),
]


@pytest.mark.parametrize(("kind", "day", "last"), CASES)
def test__report__last_day__is_in_time_and_the_next_is_not(
    session: Session, clock: MovableClock, kind: str, day: date, last: date
) -> None:
    point = in_state(session, clock, kind, day)
    register(session, kind, point)
    wanted = DeadlineFilter(object_id=point, process_kinds=frozenset({kind}))
    on_day = deadlines.open_deadlines(session, wanted, as_of=last)
    day_after = deadlines.open_deadlines(session, wanted, as_of=last + timedelta(days=1))

    assert {deadline.last_day for deadline in on_day} == {last}
    assert all(d.group is not DeadlineGroup.OVERDUE for d in on_day)
    assert {deadline.group for deadline in day_after} == {DeadlineGroup.OVERDUE}
    assert all(deadline.working_days_left == -1 for deadline in day_after)


@pytest.mark.parametrize(("kind", "day", "last"), CASES)
def test__report__one_day_late__is_explained_and_kept(
    session: Session, clock: MovableClock, kind: str, day: date, last: date
) -> None:
    point = in_state(session, clock, kind, day)
    register(session, kind, point)
    clock.move_to(last + timedelta(days=1))
    wanted = DeadlineFilter(object_id=point, process_kinds=frozenset({kind}))
    found = deadlines.open_deadlines(session, wanted)[0]

    silent = deadlines.mark(session, MarkDeadline(ref=found.ref))
    told = deadlines.mark(session, MarkDeadline(ref=found.ref, explanation="the portal was down"))

    assert not silent.saved
    assert {(v.rule, v.severity) for v in silent.violations} == {("PR-07", "warning")}
    assert told.saved
    assert found.process_id is not None
    step = next(
        s for s in processes.detail(session, found.process_id).steps if s.id == found.step_id
    )
    assert step.explanation == "the portal was down"
    assert [m.was_late for m in step.measured] == [True]
    assert [m.dates.last_day for m in step.measured] == [last]


def test__report__on_the_last_day__needs_no_explanation(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "reconnection", date(2026, 11, 13))
    register(session, "reconnection", point)
    clock.move_to(date(2026, 11, 16))
    (found,) = deadlines.open_deadlines(session, DeadlineFilter(object_id=point))

    assert deadlines.mark(session, MarkDeadline(ref=found.ref)).saved
    assert deadlines.open_deadlines(session, DeadlineFilter(object_id=point)) == ()
