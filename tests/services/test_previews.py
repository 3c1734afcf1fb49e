"""Looking ahead without writing, and the smaller ways into a process."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.domain.errors import NotFoundError, RefusedError
from app.services import charge_links, charges, deadlines, processes
from app.services.charge_views import (
    ChangeCharge,
    ChangeLink,
    CreateCharge,
    EndLink,
    LinkCharge,
    SetPrice,
)
from app.services.deadline_views import DeadlineFilter, MarkDeadline
from app.services.process_views import ProcessFilter, RecordEvent
from tests.company_builder import MovableClock, add_point
from tests.services.process_steps import command, in_state, rules, started

if TYPE_CHECKING:
    from app.services.session import Session

DAY = date(2026, 11, 11)
NEW = CreateCharge(
    kind="D01",
    code="ABO-C",
    name="Abonnement C",
    vat="D02",
    valid_from=date(2027, 1, 1),
    prices=(Decimal("52.5"),),
)


def test__preview_event__done__shows_what_registering_the_plan_would_do(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "end_of_supply_disconnection", DAY)
    planned = DAY + timedelta(days=2)
    number = started(
        session,
        command(
            "end_of_supply_disconnection",
            point,
            "planned",
            physical_date=planned,
            desired_date=planned,
        ),
    )
    version = session.company_file.data_version()
    clock.move_to(planned)

    shown = processes.preview_event(session, RecordEvent(process_id=number, event="done"))

    assert shown.effective_date == planned + timedelta(days=1)
    assert rules(shown.violations) == {"PR-10"}
    assert {change.field_id for change in shown.changes} == {
        "connection_state",
        "energy_supplier_id",
    }
    assert session.company_file.data_version() == version


def test__preview_event__of_a_late_report__tells_that_it_must_be_explained(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)
    number = started(session, command("technical_disconnection", point, physical_date=DAY))
    clock.move_to(DAY + timedelta(days=9))

    late = processes.preview_event(session, RecordEvent(process_id=number, event="reported"))
    in_time = processes.preview_event(
        session, RecordEvent(process_id=number, event="reported", happened_on=DAY)
    )

    assert rules(late.violations) == {"PR-07"}
    assert in_time.violations == ()
    with pytest.raises(NotFoundError):
        processes.preview_event(session, RecordEvent(process_id=999, event="reported"))


def test__reason__stands_in_for_the_explanation_of_a_late_report(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)
    number = started(session, command("technical_disconnection", point, physical_date=DAY))
    clock.move_to(DAY + timedelta(days=9))

    order = RecordEvent(process_id=number, event="reported")
    assert processes.record(session, order, "the portal was down").saved

    events = processes.detail(session, number).events
    assert events[-1].explanation == "the portal was down"


def test__mark__of_a_step_that_changes_the_register__points_to_the_process(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "end_of_supply_disconnection", DAY)
    started(
        session,
        command(
            "end_of_supply_disconnection",
            point,
            "planned",
            physical_date=DAY,
            desired_date=DAY,
        ),
    )
    found = {d.step_id: d for d in deadlines.open_deadlines(session, DeadlineFilter())}

    assert not found["disconnect"].can_mark
    assert found["disconnect"].task_day == DAY
    assert not found["report"].can_mark
    with pytest.raises(RefusedError, match="more than a date"):
        deadlines.mark(session, MarkDeadline(ref=found["disconnect"].ref))
    waiting = deadlines.mark(session, MarkDeadline(ref=found["report"].ref))
    assert rules(waiting.violations) == {"PR-08"}


def test__prices__previews_write_nothing(session: Session) -> None:
    number = charges.create(session, NEW).value
    assert number is not None
    point = add_point(session)
    order = LinkCharge(metering_point_id=point, charge_id=number, valid_from=date(2027, 1, 1))
    linked = charge_links.link(session, order).value
    assert linked is not None
    version = session.company_file.data_version()
    february = date(2027, 2, 1)

    price = charges.preview_price(
        session, SetPrice(charge_id=number, valid_from=february, prices=(Decimal(1),))
    )
    name = charges.preview_change(
        session, ChangeCharge(charge_id=number, valid_from=february, name="")
    )
    links = [
        charge_links.preview(session, order),
        charge_links.preview(session, ChangeLink(link_id=linked, valid_from=february, quantity=2)),
        charge_links.preview(session, EndLink(link_id=linked, valid_to=february)),
    ]

    assert [limit.last_day for limit in price.deadlines] == [date(2026, 12, 31)]
    assert rules(price.violations) == set()
    assert rules(name.violations) == {"VR.910"}
    assert [rules(shown.violations) for shown in links] == [{"VR.902"}, set(), set()]
    assert [d.deadline_id for d in links[2].deadlines] == ["price_link_latest"]
    assert session.company_file.data_version() == version


def test__tariff_link__has_no_quantity_to_change(session: Session) -> None:
    number = charges.create(session, replace(NEW, kind="D03")).value
    assert number is not None
    point = add_point(session)
    linked = charge_links.link(
        session,
        LinkCharge(metering_point_id=point, charge_id=number, valid_from=date(2027, 1, 1)),
    ).value
    assert linked is not None

    outcome = charge_links.change(
        session, ChangeLink(link_id=linked, valid_from=date(2027, 2, 1), quantity=2)
    )

    assert {"LINK-TARIFF", "LINK-TARIFF-QUANTITY"} <= rules(outcome.violations)


def test__reported_in_the_future__is_refused(session: Session) -> None:
    outcome = charges.create(session, replace(NEW, reported_on=date(2026, 11, 3)))

    assert rules(outcome.violations) == {"PR-01"}


def test__change__of_nothing__writes_nothing(session: Session) -> None:
    number = charges.create(session, NEW).value
    assert number is not None

    same = charges.change(
        session,
        ChangeCharge(charge_id=number, valid_from=date(2027, 1, 1), name="Abonnement C"),
    )

    assert not same.saved
    assert rules(same.violations) == {"SAME"}


def test__resend__names_the_fields_and_is_due_the_next_working_day(session: Session) -> None:
    point = add_point(session)
    with session.company_file.write(who="tester", kind="self_control") as writer:
        number = processes.open_resend(
            session,
            writer,
            point,
            field_ids=("building_number", "meter_digits"),
            discovered_on=session.today,
        )

    detail = processes.detail(session, number)
    (limit,) = deadlines.open_deadlines(
        session, DeadlineFilter(process_kinds=frozenset({"resend_master_data"}))
    )

    assert dict(detail.data)["Fields"] == "Building number, Meter digits"
    values = {v.label: v.text for step in detail.steps for v in step.portal_values}
    assert values["Building number"] == "2"
    assert limit.last_day == date(2026, 11, 3)
    assert deadlines.mark(session, MarkDeadline(ref=limit.ref)).saved
    assert [
        row.status
        for row in processes.list_processes(
            session, ProcessFilter(kinds=frozenset({"resend_master_data"}))
        )
    ] == ["reported"]
