"""What tests of processes do again and again: reach a state, start, record, report."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from app.services import deadlines, processes
from app.services.deadline_views import DeadlineFilter, MarkDeadline
from app.services.process_views import RecordEvent, StartProcess
from app.services.supplies import MoveIn, move_in
from tests.builders import SUPPLIER_GLN
from tests.company_builder import MovableClock, add_point

if TYPE_CHECKING:
    from app.domain.master_data import FieldValue
    from app.services.process_views import ProcessOffer
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


def offers(session: Session, point: str) -> dict[str, ProcessOffer]:
    return {offer.kind: offer for offer in processes.offers(session, point)}


def rules(violations: object) -> set[str]:
    return {violation.rule for violation in violations}  # type: ignore[attr-defined]


def command(kind: str, point: str, stage: str = "done", **data: FieldValue) -> StartProcess:
    return StartProcess(kind=kind, object_id=point, data=data, stage=stage)


def started(session: Session, order: StartProcess, reason: str = "") -> int:
    outcome = processes.start(session, order, reason)
    assert outcome.value is not None, [(v.rule, v.message) for v in outcome.violations]
    return outcome.value


def record(session: Session, process_id: int, event: str, **more: object) -> bool:
    order = RecordEvent(process_id=process_id, event=event, **more)  # type: ignore[arg-type]
    return processes.record(session, order).saved


def status(session: Session, process_id: int) -> str:
    return processes.detail(session, process_id).row.status
