"""The last day of each report, with the clock on it and on the day after.

Weekends, Easter 2026 (2, 3 and 6 April closed), Ascension 2026 (14 and 15 May closed), Christmas
2026 (24, 25 and 31 December closed) and both clock changes.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.services import deadlines, processes
from app.services.deadline_views import DeadlineFilter, DeadlineGroup, MarkDeadline
from app.services.process_views import StartProcess
from app.services.supplies import MoveIn, move_in
from tests.builders import SUPPLIER_GLN
from tests.company_builder import MovableClock, add_point

if TYPE_CHECKING:
    from app.services.session import Session

NEW_METER = {
    "final_reading": Decimal(10),
    "metering_method": "D01",
    "meter_number": "NEW-1",
    "meter_digits": "6",
    "meter_conversion_factor": Decimal(1),
    "meter_unit": "KWH",
    "meter_type": "D01",
    "first_reading": Decimal(0),
}
BEFORE = {
    "connect": "",
    "technical_disconnection": "connect",
    "end_of_supply_disconnection": "connect",
    "reconnection": "technical_disconnection",
    "meter_swap": "connect",
}


def in_state(session: Session, clock: MovableClock, kind: str, day: date) -> str:
    """Return a point on which the process can be started on the day, all else reported."""
    clock.move_to(day - timedelta(days=30))
    point = add_point(session, valid_from=day - timedelta(days=30))
    move_in(
        session,
        MoveIn(
            metering_point_id=point,
            energy_supplier_id=SUPPLIER_GLN,
            effective_date=day - timedelta(days=30),
        ),
    )
    earlier, name = [], BEFORE[kind]
    while name:
        earlier.insert(0, name)
        name = BEFORE[name]
    for name in earlier:
        data = {"physical_date": session.today, "meter_reading": Decimal(5)}
        assert processes.start(session, StartProcess(kind=name, object_id=point, data=data)).saved
        report_all(session, point)
    report_all(session, point)
    clock.move_to(day)
    return point


def report_all(session: Session, point: str) -> None:
    for deadline in deadlines.open_deadlines(session, DeadlineFilter(object_id=point)):
        deadlines.mark(session, MarkDeadline(ref=deadline.ref))


def register(session: Session, kind: str, point: str) -> None:
    data = {"physical_date": session.today, "meter_reading": Decimal(10)}
    if kind == "meter_swap":
        data = {"physical_date": session.today, **NEW_METER}
    if kind == "end_of_supply_disconnection":
        data["desired_date"] = session.today
    outcome = processes.start(session, StartProcess(kind=kind, object_id=point, data=data))
    assert outcome.saved, [(v.rule, v.message) for v in outcome.violations]


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
