"""Undo: the last operation, whole, and never what was reported."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.domain.errors import NotFoundError, RefusedError
from app.services import actors, charge_links, charges, metering_points, processes, undo
from app.services.charge_views import CreateCharge, LinkCharge, SetPrice
from app.services.metering_points import PointQuery
from app.services.point_views import ChangePoint
from app.services.process_views import ProcessFilter, RecordEvent, StartProcess
from app.services.supplies import MoveIn, move_in, supplies
from tests.builders import SUPPLIER_GLN
from tests.company_builder import MovableClock, add_point
from tests.services.process_steps import NEW_METER, in_state

if TYPE_CHECKING:
    from app.services.session import Session

DAY = date(2026, 11, 11)


def test__undo__of_a_master_data_change__gives_the_values_back(session: Session) -> None:
    point = add_point(session)
    before = metering_points.detail(session, point).values
    metering_points.change(
        session, ChangePoint(point_id=point, valid_from=session.today, values={"floor": "3"})
    )

    offer = undo.can_undo(session)
    outcome = undo.undo_last(session)

    assert offer.enabled
    assert "Master data changed" in offer.label
    assert outcome.saved
    assert metering_points.detail(session, point).values == before
    rows = processes.list_processes(session, ProcessFilter(only_open=False, text="change"))
    assert [row.status for row in rows] == ["cancelled"]
    assert metering_points.history(session, point)[0].summary.startswith("Undone: Master data")


def test__undo__of_a_new_point__leaves_it_free_to_be_created_again(session: Session) -> None:
    add_point(session, 1)
    point = add_point(session, 2)

    undo.undo_last(session)

    assert metering_points.find(session, PointQuery()).shown == 1
    with pytest.raises(NotFoundError):
        metering_points.detail(session, point)
    assert add_point(session, 2) == point


def test__undo__of_a_meter_swap__takes_readings_back_too(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "meter_swap", DAY)
    order = StartProcess(
        kind="meter_swap", object_id=point, data={"physical_date": DAY, **NEW_METER}
    )
    assert processes.start(session, order).saved

    undo.undo_last(session)

    assert metering_points.detail(session, point).values.text("meter_number") == "M00000001"
    with session.company_file.read() as reader:
        kinds = [reading.kind for reading in reader.readings.of_point(point)]
        assert reader.readings.consumption_of_point(point) == []
    assert "final" not in kinds
    assert "first" not in kinds


def test__undo__of_a_move_in__takes_the_supplier_off(session: Session) -> None:
    point = add_point(session)
    move_in(
        session,
        MoveIn(
            metering_point_id=point,
            energy_supplier_id=SUPPLIER_GLN,
            effective_date=session.today,
        ),
    )

    undo.undo_last(session)

    assert supplies(session, point) == ()


def test__undo__of_prices_and_links__gives_them_back(session: Session) -> None:
    point = add_point(session)
    charge = charges.create(
        session,
        CreateCharge(
            kind="D01",
            code="A",
            name="Abonnement",
            vat="D02",
            valid_from=date(2027, 1, 1),
            prices=(Decimal(50),),
        ),
    ).value
    assert charge is not None
    charges.set_price(
        session,
        SetPrice(charge_id=charge, valid_from=date(2027, 2, 1), prices=(Decimal(60),)),
    )
    undo.undo_last(session)
    prices = [period.prices for period in charges.detail(session, charge).prices]
    order = LinkCharge(metering_point_id=point, charge_id=charge, valid_from=date(2027, 1, 1))
    charge_links.link(session, order)
    undo.undo_last(session)

    assert prices == [(Decimal(50),)]
    assert charge_links.links_of_point(session, point) == ()
    assert charges.detail(session, charge).row.name == "Abonnement"


def test__undo__of_what_was_reported_or_recorded__is_refused(
    session: Session, clock: MovableClock
) -> None:
    point = in_state(session, clock, "technical_disconnection", DAY)
    order = StartProcess(
        kind="technical_disconnection", object_id=point, data={"physical_date": DAY}
    )
    number = processes.start(session, order).value
    assert number is not None
    processes.record(session, RecordEvent(process_id=number, event="reported"))

    offer = undo.can_undo(session)

    assert not offer.enabled
    assert "record what happened next" in offer.reason
    with pytest.raises(RefusedError):
        undo.undo_last(session)


def test__undo__twice__is_refused(session: Session) -> None:
    add_point(session)
    undo.undo_last(session)

    assert undo.can_undo(session).reason == "The last operation was an undo."


def test__undo__of_other_kinds__is_refused(session: Session) -> None:
    fresh = undo.can_undo(session)
    actors.save_actor(session, actors.SaveActor(id=SUPPLIER_GLN, name="El", role="DDQ"))

    assert not fresh.enabled
    assert undo.can_undo(session).reason == "This kind of operation cannot be undone."
