"""Processes over a real file: planning, registering, rejecting, voiding, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.domain.errors import NotFoundError, RefusedError, StaleEditError
from app.services import deadlines, metering_points, processes
from app.services.company import reloaded as session_reloaded
from app.services.company import set_rule_set
from app.services.deadline_views import DeadlineFilter
from app.services.process_views import ProcessFilter
from app.services.supplies import MoveIn, move_in, supplies
from tests.builders import SUPPLIER_GLN, point_id
from tests.company_builder import MovableClock, add_point
from tests.services.process_steps import (
    NEW_METER,
    command,
    in_state,
    offers,
    record,
    rules,
    started,
    status,
)

if TYPE_CHECKING:
    from app.domain.master_data import FieldValue
    from app.services.session import Session

DAY = date(2026, 11, 11)


def test__offers__by_state__name_the_reason_of_what_is_forbidden(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)

    found = offers(session, point)

    enabled = {kind for kind, offer in found.items() if offer.enabled}
    assert enabled == {
        "move_in",
        "technical_disconnection",
        "end_of_supply_disconnection",
        "meter_swap",
        "master_data_change",
    }
    assert found["connect"].reasons[0].startswith("Only a new metering point can be connected")
    assert "connected" in found["reconnection"].reasons[0]
    assert all(offer.reasons for offer in found.values() if not offer.enabled)


def test__offers__of_an_exchange_point__never_a_supplier(session: Session) -> None:
    point = add_point(
        session,
        metering_point_type="E20",
        settlement_method="",
        net_settlement_group="",
        from_grid_area_code="999",
        to_grid_area_code="999",
    )

    found = offers(session, point)

    assert not found["move_in"].enabled
    assert "Only consumption and production points" in found["move_in"].reasons[0]
    assert found["connect"].enabled


def test__offers__unknown_point__is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        processes.offers(session, point_id(99))


@pytest.mark.parametrize(
    ("kind", "state", "rule"),
    [
        ("connect", "technical_disconnection", "CN-01"),
        ("reconnection", "technical_disconnection", "RC-01"),
        ("technical_disconnection", "reconnection", "DC-01"),
        ("technical_disconnection", "connect", "DC-01"),
        ("end_of_supply_disconnection", "connect", "ES-01"),
    ],
)
def test__start__illegal_transition__is_refused_and_nothing_written(
    session: Session, clock: MovableClock, kind: str, state: str, rule: str
) -> None:
    point = in_state(session, clock, state, DAY)
    before = session.company_file.data_version()

    outcome = processes.start(
        session, command(kind, point, physical_date=DAY, desired_date=DAY), "reason"
    )

    assert outcome.blocked
    assert rule in rules(outcome.violations)
    assert session.company_file.data_version() == before


def test__connect__before_supply_begins__is_refused_with_the_date(
    session: Session, clock: MovableClock
) -> None:
    point = add_point(session)
    move_in(
        session,
        MoveIn(
            metering_point_id=point,
            energy_supplier_id=SUPPLIER_GLN,
            effective_date=date(2026, 11, 10),
        ),
    )
    clock.move_to(date(2026, 11, 9))

    order = command("connect", point, physical_date=session.today, meter_reading=Decimal(0))
    outcome = processes.start(session, order)

    assert "CN-02" in rules(outcome.violations)
    assert "10-11-2026" in outcome.violations[0].message


def test__start__missing_reading__is_an_error_at_its_field(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "connect", DAY)

    outcome = processes.start(session, command("connect", point, physical_date=DAY))

    assert [(v.rule, v.field) for v in outcome.violations] == [("PR-10", "meter_reading")]


@pytest.mark.parametrize(
    ("value", "problem"),
    [(Decimal("1.2345"), "decimals"), ("12", "wrong kind"), (Decimal("NaN"), "wrong kind")],
)
def test__start__value_of_the_wrong_kind__is_refused(
    session: Session, clock: MovableClock, value: FieldValue, problem: str
) -> None:
    point = in_state(session, clock, "connect", DAY)

    order = command("connect", point, physical_date=DAY, meter_reading=value)
    outcome = processes.start(session, order)

    assert [(v.rule, v.field) for v in outcome.violations] == [("PR-11", "meter_reading")]
    assert problem in outcome.violations[0].message


@pytest.mark.parametrize(("days", "is_allowed"), [(-1, False), (0, True), (40, True)])
def test__plan__date_before_today__is_an_error(
    session: Session, clock: MovableClock, days: int, is_allowed: bool
) -> None:
    point = in_state(session, clock, "reconnection", DAY)
    order = command("reconnection", point, "planned", physical_date=DAY + timedelta(days=days))

    preview = processes.preview(session, order)
    outcome = processes.start(session, order)

    assert outcome.saved == is_allowed
    assert ("PR-02" in rules(outcome.violations)) != is_allowed
    assert preview.window is not None
    assert preview.window.first_day == DAY
    assert rules(preview.violations) == rules(outcome.violations)


def test__plan__leaves_the_register_as_it_is_until_it_is_done(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)
    planned = date(2026, 11, 16)
    number = started(
        session, command("technical_disconnection", point, "planned", physical_date=planned)
    )

    clock.move_to(date(2026, 11, 17))
    before = metering_points.detail(session, point).values.connection_state
    detail = processes.detail(session, number)
    assert [o.event for o in detail.offers] == ["done", "cancelled"]
    default = {field.id: field.default for field in detail.offers[0].inputs}["physical_date"]
    saved = record(session, number, "done", happened_on=date(2026, 11, 17))

    assert before == "E22"
    assert default == planned
    assert saved
    after = processes.detail(session, number)
    assert after.row.effective_date == date(2026, 11, 17)
    assert [event.event for event in after.events] == ["planned", "done"]
    assert metering_points.detail(session, point).values.connection_state == "E23"


def test__plan__twice__is_a_conflict_until_the_first_is_cancelled(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)
    order = command("technical_disconnection", point, "planned", physical_date=DAY)
    number = started(session, order)

    second = processes.start(session, order)
    cancelled = record(session, number, "cancelled", note="the customer paid")
    third = processes.start(session, order)

    assert "PR-05" in rules(second.violations)
    assert cancelled
    assert third.saved


def test__late_registration__is_never_refused_but_noticed(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)
    clock.move_to(DAY + timedelta(days=14))

    outcome = processes.start(session, command("technical_disconnection", point, physical_date=DAY))

    assert outcome.saved
    assert [(v.rule, v.severity) for v in outcome.violations] == [("PR-06", "notice")]
    assert "12-11-2026" in outcome.violations[0].message


def test__stale_dialog__is_told_and_nothing_written(session: Session, clock: MovableClock) -> None:
    from dataclasses import replace

    point = in_state(session, clock, "technical_disconnection", DAY)
    base = processes.dialog(session, "technical_disconnection", point).base_change
    started(session, command("meter_swap", point, physical_date=DAY, **NEW_METER))
    order = command("technical_disconnection", point, physical_date=DAY)

    with pytest.raises(StaleEditError):
        processes.start(session, replace(order, base_change=base))

    assert processes.start(session, order).saved


def test__short_outage__is_kept_but_changes_and_reports_nothing(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)

    number = started(
        session,
        command(
            "technical_disconnection",
            point,
            physical_date=DAY,
            expected_reconnection_date=DAY + timedelta(days=1),
        ),
    )

    assert status(session, number) == "completed"
    assert metering_points.detail(session, point).values.connection_state == "E22"
    assert deadlines.open_deadlines(session, DeadlineFilter(object_id=point)) == ()


def test__end_of_supply__takes_the_supplier_off_the_day_after_the_cut(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "end_of_supply_disconnection", DAY)
    order = command(
        "end_of_supply_disconnection",
        point,
        physical_date=DAY,
        desired_date=DAY,
        meter_reading=Decimal(10),
    )

    preview = processes.preview(session, order)
    started(session, order)

    assert preview.effective_date == DAY + timedelta(days=1)
    assert {d.deadline_id: d.last_day for d in preview.deadlines} == {
        "end_of_supply_disconnect_execute": None,
        "end_of_supply_disconnect_notify_same_day": DAY,
    }
    today = metering_points.detail(session, point, DAY).values
    tomorrow = metering_points.detail(session, point, DAY + timedelta(days=1)).values
    assert (today.connection_state, today.text("energy_supplier_id")) == ("E22", SUPPLIER_GLN)
    assert (tomorrow.connection_state, tomorrow.text("energy_supplier_id")) == ("E23", "")
    assert supplies(session, point)[0].valid_to == DAY + timedelta(days=1)


def test__end_of_supply__too_early__is_registered_with_a_reason_that_is_kept(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "end_of_supply_disconnection", DAY)
    order = command(
        "end_of_supply_disconnection",
        point,
        physical_date=DAY,
        desired_date=DAY + timedelta(days=2),
        meter_reading=Decimal(10),
    )

    silent = processes.start(session, order)
    told = processes.start(session, order, "cut together with the neighbour")

    assert not silent.saved
    assert not silent.blocked
    assert told.saved
    with session.company_file.read() as reader:
        kept = reader.overrides.of_object("metering_point", point)
    assert [(item.rule, item.reason) for item in kept if item.rule == "RG-DE"] == [
        ("RG-DE", "cut together with the neighbour")
    ]


def test__end_of_supply__already_disconnected__is_confirmed_without_another_cut(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "reconnection", DAY)

    number = started(
        session,
        command(
            "end_of_supply_disconnection",
            point,
            physical_date=DAY,
            desired_date=DAY,
            meter_reading=Decimal(10),
        ),
    )

    periods = [
        (period.facet, period.valid_from)
        for period in metering_points.detail(session, point).periods
        if period.facet == "connection"
    ]
    assert ("connection", DAY + timedelta(days=1)) not in periods
    assert status(session, number) == "done"


def test__meter_swap__keeps_readings_and_consumption_and_gives_portal_values(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "meter_swap", DAY)
    order = command(
        "meter_swap",
        point,
        physical_date=DAY,
        **{**NEW_METER, "final_reading": Decimal("105.5")},
    )

    preview = processes.preview(session, order)
    number = started(session, order)

    assert preview.computed is not None
    assert preview.computed.value_kwh == Decimal("100.5")
    assert preview.computed.previous_reading_day == DAY - timedelta(days=30)
    changed = {line.field_id: (line.before, line.after) for line in preview.changes}
    assert changed["meter_number"] == ("M00000001", "NEW-1")
    with session.company_file.read() as reader:
        readings = {(r.kind, r.meter_number): r.value for r in reader.readings.of_point(point)}
        (consumption,) = reader.readings.consumption_of_point(point)
    assert readings["final", "M00000001"] == Decimal("105.5")
    assert readings["first", "NEW-1"] == Decimal(0)
    assert consumption.kwh == Decimal("100.5")
    steps = {step.id: step for step in processes.detail(session, number).steps}
    values = {value.label: value.copy_text for value in steps["report_readings"].portal_values}
    assert values["Removed meter number"] == "M00000001"
    assert values["Final reading of the removed meter"] == "105,5"
    by_hand = [value.label for value in steps["report_by_hand"].portal_values]
    assert by_hand[0] == "Metering point id"
    assert len(by_hand) == 7


def test__meter_swap__to_a_virtual_point__clears_the_meter(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "meter_swap", DAY)

    started(
        session,
        command(
            "meter_swap",
            point,
            physical_date=DAY,
            final_reading=Decimal(10),
            metering_method="D02",
        ),
    )

    values = metering_points.detail(session, point).values
    assert values.text("metering_method") == "D02"
    assert "meter_number" not in values
    assert "meter_digits" not in values


def test__rule_set__decides_how_much_a_missing_supplier_weighs(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "reconnection", DAY)
    with session.company_file.write(who="tester", kind="test") as writer:
        writer.points.put(point, "supply", DAY, {"energy_supplier_id": None})
    order = command("reconnection", point, physical_date=DAY)

    under_forskrift = processes.preview(session, order)
    set_rule_set(session, "datahub")
    under_datahub = processes.preview(session_reloaded(session), order)

    weight = {v.rule: v.severity for v in under_forskrift.violations}
    assert weight["RC-02"] == "warning"
    weight = {v.rule: v.severity for v in under_datahub.violations}
    assert weight["RC-02"] == "error"


def test__start__by_hand_of_what_a_form_makes__is_refused(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)

    with pytest.raises(RefusedError):
        processes.start(session, command("create_metering_point", point))
    with pytest.raises(NotFoundError):
        processes.start(session, command("close_down", point))


def test__list__filters_by_kind_status_and_text(session: Session, clock: MovableClock) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)
    number = started(session, command("technical_disconnection", point, physical_date=DAY))

    kinds = processes.list_processes(
        session, ProcessFilter(kinds=frozenset({"technical_disconnection"}))
    )
    by_text = processes.list_processes(session, ProcessFilter(text=f"technical {point}"))
    nothing = processes.list_processes(session, ProcessFilter(statuses=frozenset({"planned"})))

    assert [row.id for row in kinds] == [number]
    assert kinds[0].next_step_label == "Notify DataHub of the disconnection"
    assert kinds[0].next_last_safe_day == DAY
    assert [row.id for row in by_text] == [number]
    assert nothing == ()


def test__plan__whose_day_has_passed__is_not_late_with_a_report_of_nothing(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)
    started(session, command("technical_disconnection", point, "planned", physical_date=DAY))
    wanted = DeadlineFilter(object_id=point)

    ahead = deadlines.open_deadlines(session, wanted)
    clock.move_to(DAY + timedelta(days=20))
    passed = deadlines.open_deadlines(session, wanted)

    assert [d.last_day for d in ahead] == [DAY + timedelta(days=1)]
    assert [d.last_day for d in passed] == [DAY + timedelta(days=21)]
    assert [d.can_mark for d in passed] == [False]
    assert passed[0].group != "overdue"
