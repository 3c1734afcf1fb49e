"""Create, change, list and show metering points over a real file."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.domain.errors import NotFoundError, RefusedError, StaleEditError
from app.services import deadlines, metering_points, processes
from app.services.deadline_views import DeadlineFilter
from app.services.metering_points import PointQuery
from app.services.point_views import ChangePoint, CreatePoint
from tests.builders import point_id
from tests.company_builder import MovableClock, add_point, typed_values

if TYPE_CHECKING:
    from app.domain.master_data import FieldValue
    from app.services.session import Session

DAY = date(2026, 11, 2)


def rules(violations: object) -> dict[str, str]:
    return {v.rule: v.severity.value for v in violations}  # type: ignore[attr-defined]


def change(point: str, day: date = DAY, **values: FieldValue) -> ChangePoint:
    return ChangePoint(point_id=point, valid_from=day, values=values)


def test__create__is_new_whatever_was_typed(session: Session) -> None:
    values = {**typed_values(session), "connection_state": "E22"}

    outcome = metering_points.create(
        session, CreatePoint(point_id=point_id(1), valid_from=DAY, values=values)
    )

    assert outcome.saved
    detail = metering_points.detail(session, point_id(1))
    assert detail.values.connection_state == "D03"
    assert detail.header.badges[0].text == "New"
    assert detail.header.address_line == "Prøvevej 2, 9999 Prøveby"


@pytest.mark.parametrize(
    ("number", "rule"), [("571313199900000099", "MP-002"), ("5713131999", "MP-002"), ("", "MP-001")]
)
def test__create__wrong_id__is_refused(session: Session, number: str, rule: str) -> None:
    outcome = metering_points.create(
        session, CreatePoint(point_id=number, valid_from=DAY, values=typed_values(session))
    )

    assert rules(outcome.violations)[rule] == "error"
    assert not outcome.saved


def test__create__same_id_again__is_refused(session: Session) -> None:
    point = add_point(session)

    outcome = metering_points.create(
        session, CreatePoint(point_id=point, valid_from=DAY, values=typed_values(session))
    )

    assert rules(outcome.violations)["MP-003"] == "error"


def test__create__already_reported__leaves_nothing_open(session: Session) -> None:
    outcome = metering_points.create(
        session,
        CreatePoint(
            point_id=point_id(1), valid_from=DAY, values=typed_values(session), reported_on=DAY
        ),
    )

    assert outcome.saved
    assert deadlines.open_deadlines(session, DeadlineFilter(object_id=point_id(1))) == ()
    assert processes.list_processes(session)[0].status == "reported"


def test__change__of_message_and_portal_fields__opens_both_reports(session: Session) -> None:
    point = add_point(session)

    outcome = metering_points.change(
        session, change(point, building_number="9", meter_digits="8.0")
    )

    assert outcome.value is not None
    steps = {step.id: step for step in processes.detail(session, outcome.value).steps}
    assert set(steps) == {"change", "report", "report_by_hand", "confirm"}
    assert [value.label for value in steps["report_by_hand"].portal_values] == [
        "Metering point id",
        "Effective date",
        "Meter digits",
    ]
    shown = dict(processes.detail(session, outcome.value).data)
    assert shown["Fields"] == "Building number, Meter digits"


def test__change__only_by_hand_fields__has_no_message(session: Session) -> None:
    point = add_point(session)

    outcome = metering_points.change(session, change(point, meter_digits="8.0"))

    assert outcome.value is not None
    steps = [step.id for step in processes.detail(session, outcome.value).steps]
    assert steps == ["change", "report_by_hand", "confirm"]


def test__change__of_the_suppliers_field__reports_nothing(session: Session) -> None:
    point = add_point(session)

    outcome = metering_points.change(session, change(point, balance_responsible_id="5799999911118"))

    assert outcome.saved
    assert outcome.value is None


def test__change__of_the_same_value__writes_nothing(session: Session) -> None:
    point = add_point(session)

    outcome = metering_points.change(session, change(point, building_number="2"))

    assert not outcome.saved
    assert outcome.violations == ()


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"connection_state": "E22"}, "PR-12"),
        ({"production_obligation": True}, "PR-12"),
        ({"settlement_method": "E01"}, "RG-SC"),
        ({"metering_point_type": "E18"}, ""),
    ],
)
def test__change__of_what_a_form_may_not_change__is_refused(
    session: Session, values: dict[str, FieldValue], rule: str
) -> None:
    point = add_point(session)

    outcome = metering_points.change(session, change(point, **values), "because")

    assert not outcome.saved
    assert outcome.blocked
    assert not rule or rule in rules(outcome.violations)


def test__change__of_the_settlement_method__has_its_own_limit(session: Session) -> None:
    point = add_point(session)

    outcome = metering_points.change(session, change(point, settlement_method="E02"))

    assert outcome.saved
    found = deadlines.open_deadlines(
        session, DeadlineFilter(process_kinds=frozenset({"master_data_change"}))
    )
    assert [d.deadline_id for d in found] == ["settlement_method_change_flex_hourly_latest"]


def test__change__in_the_future__is_dated_and_reported_later(
    session: Session, clock: MovableClock
) -> None:
    point = add_point(session)
    later = date(2026, 12, 24)

    outcome = metering_points.change(session, change(point, later, building_number="9"))

    assert outcome.saved
    today = metering_points.detail(session, point).values.text("building_number")
    then = metering_points.detail(session, point, later).values.text("building_number")
    assert (today, then) == ("2", "9")
    (limit,) = deadlines.open_deadlines(
        session, DeadlineFilter(process_kinds=frozenset({"master_data_change"}))
    )
    assert limit.last_day == date(2026, 12, 28)


def test__change__on_an_older_form__is_stale(session: Session) -> None:
    from dataclasses import replace

    point = add_point(session)
    base = metering_points.detail(session, point).last_change
    metering_points.change(session, change(point, building_number="9"))

    with pytest.raises(StaleEditError):
        metering_points.change(
            session, replace(change(point, building_number="10"), base_change=base)
        )


def test__history__says_who_changed_what_from_when(session: Session) -> None:
    point = add_point(session)
    day = date(2026, 11, 10)
    outcome = metering_points.change(session, change(point, day, building_number="9"))

    newest, oldest = metering_points.history(session, point)

    assert [(line.label, line.before, line.after) for line in newest.lines] == [
        ("Building number", "2", "9")
    ]
    assert (newest.effective_date, newest.who, newest.process_id) == (day, "tester", outcome.value)
    assert oldest.effective_date == DAY
    assert len(oldest.lines) > 20


def test__void_period__gives_the_period_before_back(session: Session) -> None:
    point = add_point(session)
    day = date(2026, 11, 10)
    metering_points.change(session, change(point, day, building_number="9"))

    outcome = metering_points.void_period(session, point, "address", day, "typed wrong")

    assert outcome.saved
    assert metering_points.detail(session, point, day).values.text("building_number") == "2"
    assert metering_points.history(session, point)[0].why == "typed wrong"
    with pytest.raises(RefusedError):
        metering_points.void_period(session, point, "address", DAY, "all of it")
    with pytest.raises(RefusedError):
        metering_points.void_period(session, point, "address", day, " ")


def test__form_state__says_what_is_needed_offered_and_wrong(session: Session) -> None:
    values = typed_values(session)
    del values["settlement_method"]

    state = metering_points.form_state(
        session, values, is_new=True, point_id=point_id(1), valid_from=DAY
    )

    assert state.requirements["settlement_method"] == "required"
    assert state.requirements["from_grid_area_code"] != "required"
    assert "settlement_method" in {v.field for v in state.violations}
    assert [code for code, _label in state.choices["metering_method"]] == ["D01", "D02", "D03"]
    assert [limit.last_day for limit in state.deadlines] == [DAY + timedelta(days=1)]


def test__list__finds_filters_sorts_and_counts(session: Session) -> None:
    for serial in (1, 2, 3):
        add_point(session, serial)
    add_point(
        session,
        4,
        metering_point_type="E20",
        settlement_method="",
        net_settlement_group="",
        from_grid_area_code="999",
        to_grid_area_code="999",
    )
    chips = PointQuery(chips={"metering_point_type": frozenset({"E20"})})

    everything = metering_points.find(session, PointQuery())
    exchange = metering_points.find(session, chips)
    counts = metering_points.chip_counts(session, "metering_point_type", PointQuery())
    rows = metering_points.rows(
        session, exchange.rowids, ("metering_point_id", "metering_point_type")
    )

    assert (everything.shown, everything.total) == (4, 4)
    assert (exchange.shown, exchange.total) == (1, 4)
    assert rows == [(point_id(4), "E20")]
    assert counts == [("E17", "Consumption", 3), ("E20", "Exchange", 1)]
    assert metering_points.first_hits(session, PointQuery(text=point_id(2))).complete
    names = [column.field_id for column in metering_points.columns(session)]
    assert names[:2] == ["metering_point_id", "address"]
    assert len(names) == len(set(names))
    assert metering_points.list_text(session, "connection_state", "E22") == "Connected"


def test__detail__shows_parent_and_children(session: Session) -> None:
    parent = add_point(session, 1)
    child = add_point(
        session,
        2,
        metering_point_type="D14",
        settlement_method="",
        net_settlement_group="",
        metering_method="D02",
        meter_number="",
        meter_digits="",
        meter_conversion_factor="",
        meter_unit="",
        meter_type="",
        parent_metering_point_id=parent,
    )

    of_parent = metering_points.detail(session, parent)
    of_child = metering_points.detail(session, child)

    assert [found.id for found in of_parent.children] == [child]
    assert of_child.parent is not None
    assert of_child.parent.id == parent
    assert "Electrical heating" in [badge.text for badge in of_child.header.badges]


def test__lanes__draw_the_life_of_a_point(session: Session) -> None:
    point = add_point(session)

    lanes = {lane.label: lane.spans for lane in metering_points.lanes(session, point)}

    assert [span.text for span in lanes["Connection state"]] == ["New"]
    assert lanes["Meter number"][0].valid_from == DAY


def test__unknown_point__is_not_found(session: Session) -> None:
    for call in (metering_points.detail, metering_points.lanes):
        with pytest.raises(NotFoundError):
            call(session, point_id(9))
    with pytest.raises(NotFoundError):
        metering_points.change(session, change(point_id(9), capacity_kw=Decimal(1)))
