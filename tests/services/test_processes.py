"""Processes over a real file: planning, registering, rejecting, voiding, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import bootstrap
from app.domain.errors import AppError, NotFoundError, RefusedError, StaleEditError
from app.services import deadlines, metering_points, processes
from app.services.company import close, set_rule_set
from app.services.company import reloaded as session_reloaded
from app.services.deadline_views import DeadlineFilter
from app.services.process_views import ProcessFilter, RecordEvent, StartProcess
from app.services.supplies import MoveIn, move_in, supplies
from tests.builders import SUPPLIER_GLN, point_id
from tests.company_builder import MovableClock, add_point, new_company
from tests.services.test_process_boundaries import NEW_METER, in_state

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.master_data import FieldValue
    from app.services.process_views import ProcessOffer
    from app.services.session import Session

DAY = date(2026, 11, 11)


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


def test__cancel__without_a_reason__is_refused(session: Session, clock: MovableClock) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)
    number = started(
        session, command("technical_disconnection", point, "planned", physical_date=DAY)
    )

    outcome = processes.record(session, RecordEvent(process_id=number, event="cancelled"))

    assert rules(outcome.violations) == {"PR-09"}
    assert status(session, number) == "planned"


def test__void__of_what_was_done_by_mistake__gives_the_old_state_back(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "meter_swap", DAY)
    before = metering_points.detail(session, point).values
    number = started(session, command("meter_swap", point, physical_date=DAY, **NEW_METER))

    assert record(session, number, "cancelled", note="wrong point")

    assert metering_points.detail(session, point).values == before
    assert status(session, number) == "cancelled"
    with session.company_file.read() as reader:
        kept = [r for r in reader.readings.of_point(point) if r.process_id == number]
    assert kept == []


def test__void__after_reporting__is_refused(session: Session, clock: MovableClock) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)
    number = started(session, command("technical_disconnection", point, physical_date=DAY))
    record(session, number, "reported")

    outcome = processes.record(
        session, RecordEvent(process_id=number, event="cancelled", note="mistake")
    )

    assert rules(outcome.violations) == {"PR-08"}


def test__void__when_changed_again_since__is_refused_and_nothing_lost(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)
    number = started(session, command("technical_disconnection", point, physical_date=DAY))
    clock.move_to(DAY + timedelta(days=1))
    started(session, command("reconnection", point, physical_date=session.today))

    with pytest.raises(RefusedError):
        record(session, number, "cancelled", note="mistake")

    assert status(session, number) == "done"
    assert metering_points.detail(session, point).values.connection_state == "E22"


def test__rejection__of_a_physical_process__leaves_the_facts_and_can_be_reported_again(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)
    number = started(session, command("technical_disconnection", point, physical_date=DAY))
    record(session, number, "reported")

    assert record(session, number, "rejected", note="D36")

    detail = processes.detail(session, number)
    assert detail.row.status == "rejected"
    assert detail.row.not_in_datahub
    assert metering_points.detail(session, point).values.connection_state == "E23"
    cancel = next(offer for offer in detail.offers if offer.event == "cancelled")
    assert not cancel.enabled
    assert "physically" in cancel.reason
    assert record(session, number, "reported")
    assert status(session, number) == "reported"


def test__rejection__of_an_administrative_change__offers_to_void_it(
    session: Session, clock: MovableClock
) -> None:
    from app.services.point_views import ChangePoint

    point = in_state(session, clock, "technical_disconnection", DAY)
    outcome = metering_points.change(
        session, ChangePoint(point_id=point, valid_from=DAY, values={"building_number": "77"})
    )
    assert outcome.value is not None
    record(session, outcome.value, "reported")
    record(session, outcome.value, "rejected", note="E86")

    assert record(session, outcome.value, "cancelled", note="the address was right before")

    values = metering_points.detail(session, point).values
    assert values.text("building_number") == "2"


def test__rejection__of_what_was_not_reported__is_refused(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)
    number = started(session, command("technical_disconnection", point, physical_date=DAY))

    outcome = processes.record(
        session, RecordEvent(process_id=number, event="rejected", note="D36")
    )

    assert rules(outcome.violations) == {"PR-08"}


def test__confirm__before_the_report__is_refused(session: Session, clock: MovableClock) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)
    number = started(session, command("technical_disconnection", point, physical_date=DAY))

    early = processes.record(session, RecordEvent(process_id=number, event="confirmed"))
    record(session, number, "reported")
    backdated = processes.record(
        session,
        RecordEvent(process_id=number, event="confirmed", happened_on=DAY - timedelta(days=1)),
    )

    assert rules(early.violations) == {"PR-08"}
    assert "Notify DataHub" in early.violations[0].message
    assert rules(backdated.violations) == {"PR-01"}


def test__event__in_the_future__is_refused(session: Session, clock: MovableClock) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)
    number = started(session, command("technical_disconnection", point, physical_date=DAY))

    outcome = processes.record(
        session,
        RecordEvent(process_id=number, event="reported", happened_on=DAY + timedelta(days=1)),
    )

    assert rules(outcome.violations) == {"PR-01"}


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


_EVENTS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "plan technical_disconnection",
                "start technical_disconnection",
                "start reconnection",
                "start end_of_supply_disconnection",
                "start meter_swap",
                "done",
                "reported",
                "confirmed",
                "rejected",
                "cancelled",
            ]
        ),
        st.integers(0, 3),
    ),
    max_size=12,
)


def _do(session: Session, clock: MovableClock, point: str, what: str, days: int) -> None:
    """Try one thing, some days later; what is refused leaves no trace."""
    clock.move_to(session.today + timedelta(days=days))
    verb, _blank, kind = what.partition(" ")
    if kind:
        data: dict[str, FieldValue] = {"physical_date": session.today, "desired_date": DAY}
        data |= NEW_METER if kind == "meter_swap" else {"meter_reading": Decimal(10)}
        data["meter_number"] = f"N{session.today.toordinal()}"
        stage = "planned" if verb == "plan" else "done"
        processes.start(session, command(kind, point, stage, **data), "because")
        return
    for row in processes.list_processes(session):
        record_all = RecordEvent(process_id=row.id, event=verb, note="n", explanation="e")
        processes.record(session, record_all, "because")


@settings(max_examples=25)
@given(_EVENTS)
def test__any_sequence__keeps_the_register_and_its_processes_in_step(
    tmp_path_factory: pytest.TempPathFactory, events: list[tuple[str, int]]
) -> None:
    clock = MovableClock(DAY)
    session = new_company(tmp_path_factory.mktemp("any"), bootstrap.catalogues(), clock)
    try:
        point = in_state(session, clock, "technical_disconnection", DAY)
        seen: dict[int, int] = {}
        for what, days in events:
            before = session.company_file.data_version()
            try:
                _do(session, clock, point, what, days)
            except AppError:
                assert session.company_file.data_version() >= before
            with session.company_file.read() as reader:
                for stored in reader.processes.find(open_only=False):
                    detail = processes.detail(session, stored.id)
                    assert stored.state == detail.row.status
                    assert len(stored.events) >= seen.get(stored.id, 0)
                    seen[stored.id] = len(stored.events)
            states = [
                period.fields[0].value
                for period in reversed(metering_points.detail(session, point).periods)
                if period.facet == "connection"
            ]
            assert all(a != b for a, b in pairwise(states))
            assert set(states) <= {"D03", "E22", "E23"}
    finally:
        close(session)


def test__who_and_when__of_each_event__are_kept(
    tmp_path: Path, session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)
    number = started(session, command("technical_disconnection", point, physical_date=DAY))

    (event,) = processes.detail(session, number).events

    assert (event.who, event.happened_on, event.event_label) == ("tester", DAY, "done")
    assert event.recorded_at == clock.now()
