"""A change by form: faults it brings about count, faults that were there before do not stop it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.domain.violations import Severity
from app.services import metering_points
from app.services.point_views import ChangePoint, CreatePoint
from tests.domain.rule_catalogue import ID, POINTS

if TYPE_CHECKING:
    from app.domain.master_data import FieldValue
    from app.services.session import Session

DAY = date(2026, 11, 2)
NOT_TYPED = {"metering_point_id", "valid_from", "connection_state"}


def create(session: Session) -> None:
    with session.company_file.read() as reader:
        area = next(area.code for area in reader.grid_areas.all() if area.own)
    typed = {name: value for name, value in POINTS["E17"].items() if name not in NOT_TYPED}
    outcome = metering_points.create(
        session, CreatePoint(point_id=ID, valid_from=DAY, values=typed | {"grid_area_code": area})
    )
    assert outcome.saved


def change(session: Session, **values: FieldValue) -> dict[str, Severity]:
    """Change the point and return the severities by rule; empty when it was simply saved."""
    outcome = metering_points.change(
        session, ChangePoint(point_id=ID, valid_from=DAY, values=values)
    )
    found = {violation.rule: violation.severity for violation in outcome.violations}
    assert outcome.saved is (Severity.ERROR not in found.values())
    return found


def test__change__moves_the_point_into_net_settlement__plant_data_are_required(
    session: Session,
) -> None:
    create(session)

    found = change(session, net_settlement_group="6")

    for rule in ("NS-03", "SD-02", "AT-01", "CP-02", "CT-02", "PP-02"):
        assert found[rule] is Severity.ERROR


def test__change__other_field_was_faulty_before__is_only_told(session: Session) -> None:
    create(session)
    with session.company_file.write(who="test", why="an old fault", kind="correction") as writer:
        writer.points.put(ID, "address", DAY, {"city": None})

    found = change(session, disconnection_type="D02")

    assert found == {"AD-22": Severity.NOTICE}


def test__change__faulty_field_stays_faulty__is_an_error(session: Session) -> None:
    create(session)

    assert change(session, city=None) == {"AD-22": Severity.ERROR}
