"""What happens in running processes: voiding, rejection, confirmation, any sequence."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import bootstrap
from app.domain.errors import AppError, RefusedError
from app.services import metering_points, processes
from app.services.company import close
from app.services.point_views import ChangePoint
from app.services.process_views import RecordEvent
from tests.company_builder import MovableClock, new_company
from tests.services.process_steps import (
    NEW_METER,
    command,
    in_state,
    record,
    rules,
    started,
    status,
)

if TYPE_CHECKING:
    from app.domain.master_data import FieldValue
    from app.services.session import Session

DAY = date(2026, 11, 11)


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


def test__who_and_when__of_each_event__are_kept(session: Session, clock: MovableClock) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)
    number = started(session, command("technical_disconnection", point, physical_date=DAY))

    (event,) = processes.detail(session, number).events

    assert (event.who, event.happened_on, event.event_label) == ("tester", DAY, "done")
    assert event.recorded_at == clock.now()


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
