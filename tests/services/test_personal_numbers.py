"""No CPR number that a person types is ever kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.domain.errors import RefusedError
from app.services import (
    actors,
    charge_links,
    charges,
    company,
    drafts,
    metering_points,
    processes,
)
from app.services.charge_views import CreateCharge, LinkCharge
from app.services.personal_numbers import contains_cpr, without_cpr
from app.services.point_views import ChangePoint, CreatePoint
from app.services.process_views import StartProcess
from tests.builders import SUPPLIER_GLN, point_id
from tests.company_builder import add_point, typed_values

if TYPE_CHECKING:
    from app.services.session import Session

CPR = "010190-1234"


@pytest.mark.parametrize("text", ["010190-1234", "0101901234", "kunde 010190 1234 ringede"])
def test__cpr__inside_a_text__is_found_and_left_out(text: str) -> None:
    assert contains_cpr(text)
    assert not contains_cpr(without_cpr(text))


@pytest.mark.parametrize(
    "text", ["571313199900000015", "5790000555550", "ordre 9913901234", "12-11-2026", "01019012345"]
)
def test__other_numbers__are_left_alone(text: str) -> None:
    assert not contains_cpr(text)
    assert without_cpr(text) == text


def test__notes_and_reasons__with_a_number__are_refused(session: Session) -> None:
    point = add_point(session)
    charge = CreateCharge(
        kind="D01", code="A", name="A", vat="D02", valid_from=date(2027, 3, 1), note=CPR
    )
    before = session.company_file.data_version()
    calls = [
        lambda: processes.start(session, StartProcess(kind="connect", object_id=point, note=CPR)),
        lambda: charges.create(session, charge),
        lambda: charge_links.link(
            session,
            LinkCharge(metering_point_id=point, charge_id=1, valid_from=date(2027, 3, 1), note=CPR),
        ),
        lambda: metering_points.change(
            session,
            ChangePoint(point_id=point, valid_from=session.today, values={"floor": "3"}),
            CPR,
        ),
        lambda: metering_points.create(
            session, CreatePoint(point_id=point_id(2), valid_from=session.today, note=CPR)
        ),
        lambda: metering_points.void_period(session, point, "address", session.today, CPR),
        lambda: company.set_rule_set(session, "datahub", reason=CPR),
    ]

    for call in calls:
        with pytest.raises(RefusedError) as caught:
            call()
        assert CPR not in str(caught.value)
    assert session.company_file.data_version() == before


def test__fields__with_a_number__are_errors_that_do_not_repeat_it(session: Session) -> None:
    point = add_point(session)
    values = {**typed_values(session, serial="2"), "location_description": f"ejer {CPR}"}

    outcomes = [
        metering_points.create(
            session, CreatePoint(point_id=point_id(2), valid_from=session.today, values=values)
        ),
        metering_points.change(
            session,
            ChangePoint(
                point_id=point, valid_from=session.today, values={"location_description": CPR}
            ),
        ),
        charges.create(
            session,
            CreateCharge(
                kind="D01", code="A", name=f"A {CPR}", vat="D02", valid_from=date(2027, 3, 1)
            ),
        ),
        actors.save_actor(session, actors.SaveActor(id=SUPPLIER_GLN, name=CPR, role="DDQ")),
        processes.start(
            session,
            StartProcess(
                kind="meter_swap",
                object_id=point,
                data={
                    "physical_date": session.today,
                    "final_reading": Decimal(1),
                    "consumption_reason": CPR,
                },
            ),
        ),
    ]

    for outcome in outcomes:
        assert outcome.blocked
        found = [v for v in outcome.violations if "CPR" in v.message]
        assert found
        assert all(CPR not in violation.message for violation in outcome.violations)


def test__meter_number__of_ten_digits__is_a_devices(session: Session) -> None:
    point = add_point(session, meter_number="0101901234")

    assert metering_points.detail(session, point).values.text("meter_number") == "0101901234"


def test__draft__is_kept_without_the_number(session: Session) -> None:
    drafts.save(session, "processes", "1", {"note": f"ejer {CPR}", "meter_number": "0101901234"})

    found = drafts.load(session, "processes", "1")

    assert found is not None
    assert found.payload == {"note": "ejer ", "meter_number": "0101901234"}
