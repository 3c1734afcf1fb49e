"""The first month's work, from an empty file, through the use cases alone.

Covers Forskrift H1 §§ 17-21, Forskrift I § 2, stk. 3 and the guide to Forskrift H3, 2.4 and 3.4.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from app.services import charge_links, charges, deadlines, metering_points, overview, processes
from app.services.charge_views import CreateCharge, LinkCharge
from app.services.deadline_views import DeadlineFilter, DeadlineGroup, MarkDeadline
from app.services.process_views import ProcessFilter, RecordEvent, StartProcess
from app.services.supplies import MoveIn, move_in
from tests.builders import SUPPLIER_GLN
from tests.company_builder import MovableClock, add_point

if TYPE_CHECKING:
    from app.services.session import Session


def limits(session: Session, object_id: str = "") -> dict[str, date | None]:
    """Return last day by step of the open limits of an object."""
    found = deadlines.open_deadlines(session, DeadlineFilter(object_id=object_id))
    return {f"{d.process_kind}/{d.step_id}/{d.deadline_id}": d.last_day for d in found}


def mark_all(session: Session, object_id: str) -> None:
    """Report everything that can be reported about an object."""
    for deadline in deadlines.open_deadlines(session, DeadlineFilter(object_id=object_id)):
        outcome = deadlines.mark(session, MarkDeadline(ref=deadline.ref))
        assert outcome.saved, [v.message for v in outcome.violations]


def done(session: Session, kind: str, point: str, **data: object) -> int:
    """Register a process as done and return its number."""
    outcome = processes.start(session, StartProcess(kind=kind, object_id=point, data=data))
    assert outcome.saved, [(v.rule, v.severity, v.message) for v in outcome.violations]
    assert outcome.value is not None
    return outcome.value


def state_of(session: Session, point: str) -> str:
    return metering_points.detail(session, point).values.connection_state


def test__first_month__when_lived_through_step_by_step__each_limit_is_seen_and_met(
    session: Session, clock: MovableClock
) -> None:
    point = _create(session)
    _move_in(session, clock, point)
    _connect(session, clock, point)
    _link_prices(session, point)
    _swap_meter(session, clock, point)
    _disconnect_and_reconnect(session, clock, point)
    _confirm_everything(session)

    # Only the month's check is left, due on the last day of the month.
    rest = deadlines.open_deadlines(session)
    assert [(d.process_kind, d.last_day) for d in rest] == [("monthly_check", date(2026, 11, 30))]
    seen = overview.cards(session)
    assert seen.deadlines.overdue == 0
    assert seen.monthly_check.state == "missing"
    assert seen.data.points == 1
    assert deadlines.counts(session)[DeadlineGroup.OVERDUE] == 0


def _create(session: Session) -> str:
    """On Monday 2 November a point is created; it must be notified by Tuesday."""
    point = add_point(session, valid_from=date(2026, 11, 2))
    assert limits(session, point) == {
        "create_metering_point/report/new_metering_point_notify": date(2026, 11, 3),
        "create_metering_point/report_by_hand/new_metering_point_notify": date(2026, 11, 3),
    }
    offers = {offer.kind: offer for offer in processes.offers(session, point)}
    assert not offers["connect"].enabled
    assert "move-in" in offers["connect"].reasons[0]
    mark_all(session, point)
    assert limits(session, point) == {}
    return point


def _move_in(session: Session, clock: MovableClock, point: str) -> None:
    """On Wednesday a supplier moves in from Thursday; nothing is to be reported."""
    clock.move_to(date(2026, 11, 4))
    moved = move_in(
        session,
        MoveIn(
            metering_point_id=point,
            energy_supplier_id=SUPPLIER_GLN,
            effective_date=date(2026, 11, 5),
        ),
    )
    assert moved.saved
    assert limits(session, point) == {}


def _connect(session: Session, clock: MovableClock, point: str) -> None:
    """On Friday 6 it is connected with a reading; DataHub is told on Monday."""
    clock.move_to(date(2026, 11, 6))
    done(session, "connect", point, physical_date=session.today, meter_reading=Decimal("12.5"))
    assert state_of(session, point) == "E22"
    assert limits(session, point) == {
        "connect/report/master_data_update": date(2026, 11, 9),
        "connect/report_reading/master_data_update": date(2026, 11, 9),
    }
    clock.move_to(date(2026, 11, 9))
    mark_all(session, point)


def _link_prices(session: Session, point: str) -> None:
    """A tariff and a subscription from 2027 are created 31 days ahead, and linked."""
    tariff = CreateCharge(
        kind="D03",
        code="NT-C",
        name="Nettarif C",
        vat="D02",
        valid_from=date(2027, 1, 1),
        prices=tuple(Decimal(hour) / 100 for hour in range(24)),
    )
    subscription = CreateCharge(
        kind="D01",
        code="ABO-C",
        name="Abonnement C",
        vat="D02",
        valid_from=date(2027, 1, 1),
        prices=(Decimal("52.50"),),
    )
    for command in (tariff, subscription):
        created = charges.create(session, command)
        assert created.value is not None, created.violations
        order = LinkCharge(
            metering_point_id=point, charge_id=created.value, valid_from=date(2027, 1, 1)
        )
        linked = charge_links.link(session, order)
        assert linked.saved, linked.violations
    found = deadlines.open_deadlines(session)
    assert {d.last_day for d in found if d.process_kind == "charge_change"} == {date(2026, 11, 30)}
    assert {d.last_day for d in found if d.process_kind == "charge_link"} == {date(2027, 1, 4)}
    for deadline in found:
        if deadline.object_kind in {"charge", "charge_link"}:
            assert deadlines.mark(session, MarkDeadline(ref=deadline.ref)).saved


def _swap_meter(session: Session, clock: MovableClock, point: str) -> None:
    """On Tuesday 10 the meter is swapped; six working days are left until Wednesday 18."""
    clock.move_to(date(2026, 11, 10))
    swap = done(
        session,
        "meter_swap",
        point,
        physical_date=date(2026, 11, 10),
        final_reading=Decimal("20.0"),
        metering_method="D01",
        meter_number="NEW-1",
        meter_digits="6",
        meter_conversion_factor=Decimal(1),
        meter_unit="KWH",
        meter_type="D01",
        first_reading=Decimal(0),
    )
    swapped = processes.detail(session, swap)
    assert set(limits(session, point).values()) == {date(2026, 11, 18)}
    portal = {value.label: value.text for step in swapped.steps for value in step.portal_values}
    assert portal["Computed consumption"] == "7,5 kWh"
    assert metering_points.detail(session, point).values.text("meter_number") == "NEW-1"
    mark_all(session, point)


def _disconnect_and_reconnect(session: Session, clock: MovableClock, point: str) -> None:
    """It is cut on Thursday 12 and reopened on Saturday 14, which is told on Monday."""
    clock.move_to(date(2026, 11, 12))
    done(session, "technical_disconnection", point, physical_date=date(2026, 11, 12))
    assert state_of(session, point) == "E23"
    assert limits(session, point) == {
        "technical_disconnection/report/disconnection_notify_latest": date(2026, 11, 13)
    }
    mark_all(session, point)
    clock.move_to(date(2026, 11, 14))
    done(session, "reconnection", point, physical_date=date(2026, 11, 14))
    assert limits(session, point) == {"reconnection/report/reconnection_notify": date(2026, 11, 16)}
    clock.move_to(date(2026, 11, 16))
    mark_all(session, point)
    assert state_of(session, point) == "E22"


def _confirm_everything(session: Session) -> None:
    """DataHub's confirmations end the processes."""
    for row in processes.list_processes(session):
        confirmed = processes.record(session, RecordEvent(process_id=row.id, event="confirmed"))
        assert confirmed.saved, (row.label, confirmed.violations)
    assert processes.list_processes(session) == ()
    ended = processes.list_processes(session, ProcessFilter(only_open=False))
    assert {row.status for row in ended} == {"completed"}
