"""The forms of metering points: creating, changing, and the processes of the Actions menu."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app import bootstrap
from app.services import meter_readings, metering_points, processes
from app.services.company import close
from app.services.process_views import ProcessFilter, StartProcess
from app.ui.widgets.badge import Badge
from tests.builders import SUPPLIER_GLN, consumption_point, point_id
from tests.company_builder import MovableClock, add_point, new_company
from tests.ui.pages.desk import Desk, supplied

TODAY = date(2026, 11, 20)
CODES = (
    "metering_point_type",
    "settlement_method",
    "net_settlement_group",
    "reading_occurrence",
    "product",
    "unit",
    "disconnection_type",
    "metering_method",
    "meter_unit",
    "meter_type",
    "country_code",
    "address_wash_instruction",
)
TEXTS = (
    "meter_number",
    "meter_digits",
    "meter_conversion_factor",
    "street_name",
    "street_code",
    "building_number",
    "post_code",
    "city",
    "municipality_code",
    "dar_reference",
)


@pytest.fixture
def clock():
    return MovableClock(TODAY)


@pytest.fixture
def session(tmp_path, clock):
    opened = new_company(tmp_path, bootstrap.catalogues(), clock)
    yield opened
    close(opened)


@pytest.fixture
def desk(qtbot, ui_context):
    return Desk(qtbot, ui_context)


def values(session, point):
    return metering_points.detail(session, point).values


def connected(session, serial=1):
    """Return a connected point with a meter and one reading."""
    start = TODAY - timedelta(days=10)
    point = add_point(session, serial, valid_from=start)
    supplied(session, point, start)
    order = StartProcess(
        kind="connect",
        object_id=point,
        data={"physical_date": start + timedelta(days=1), "meter_reading": Decimal(100)},
    )
    assert processes.start(session, order, reason="test").saved
    return point


def fill_new_point(desk, serial=7):
    """Type everything a new consumption point needs."""
    wanted = consumption_point(serial)
    desk.type("metering_points.metering_point_id", wanted["metering_point_id"])
    for field_id in CODES:
        desk.choose(f"metering_points.{field_id}", wanted[field_id])
        if field_id == "metering_point_type":
            desk.preview()
    for field_id in TEXTS:
        desk.type(f"metering_points.{field_id}", wanted[field_id])
    desk.choose("metering_points.is_actual_address", "true")


def test__new_point__when_no_type_is_chosen__asks_for_the_type_first(desk):
    desk.open("metering_points/new")
    assert not desk.sees("metering_points.settlement_method")
    desk.choose("metering_points.metering_point_type", "E17")
    desk.preview()
    assert desk.sees("metering_points.settlement_method")
    desk.choose("metering_points.metering_point_type", "E18")
    desk.preview()
    assert not desk.sees("metering_points.settlement_method")


def test__new_point__when_the_check_digit_is_wrong__says_the_right_one_beside_the_field(desk):
    desk.open("metering_points/new")
    wrong = point_id(7)[:-1] + str((int(point_id(7)[-1]) + 1) % 10)
    desk.type("metering_points.metering_point_id", wrong)
    desk.preview()
    assert point_id(7)[-1] in desk.beside("metering_points.metering_point_id")
    assert desk.reads("Forskrift I § 8")


def test__new_point__when_complete__is_created_and_shown_with_its_limit(desk, session):
    desk.open("metering_points/new")
    fill_new_point(desk)
    desk.preview()
    assert desk.reads("Counted from")
    desk.click("metering_points.save")
    desk.settle()
    made = point_id(7)
    assert desk.context.messages.asked == []
    assert values(session, made).connection_state == "D03"
    assert desk.page.address() == f"metering_points/{made}"
    assert desk.sees("metering_points.limits.0")
    opened = processes.list_processes(session, ProcessFilter())
    assert [row.kind for row in opened] == ["create_metering_point"]


def test__new_point__when_something_is_missing__names_it_and_writes_nothing(desk, session):
    desk.open("metering_points/new")
    desk.type("metering_points.metering_point_id", point_id(7))
    desk.choose("metering_points.metering_point_type", "E17")
    desk.preview()
    desk.click("metering_points.save")
    desk.settle()
    assert desk.reads("must be corrected")
    assert metering_points.find(session, metering_points.PointQuery()).total == 0


def test__new_point__when_the_program_dies__is_offered_again(desk, session, ui_context, qtbot):
    desk.open("metering_points/new")
    desk.type("metering_points.metering_point_id", point_id(7))
    desk.settle(1_500)
    again = Desk(qtbot, ui_context)
    again.open("metering_points/new")
    again.click("metering_points.draft.action")
    assert again.find("metering_points.metering_point_id").text().replace(" ", "") == point_id(7)


def test__change__when_one_field_is_typed__sends_only_that_and_shows_it(desk, session):
    point = add_point(session, 1, valid_from=date(2026, 11, 1))
    before = values(session, point)
    desk.open(f"metering_points/{point}/edit")
    desk.type("metering_points.floor", "2")
    desk.preview()
    assert desk.reads("What changes")
    desk.click("metering_points.save")
    desk.settle()
    after = values(session, point)
    assert {k for k in after if after.get(k) != before.get(k)} == {"floor"}
    assert metering_points.detail(session, point, date(2026, 11, 19)).values == before
    assert desk.page.address() == f"metering_points/{point}"


def test__change__when_nothing_was_typed__saves_nothing_and_says_so(desk, session):
    point = add_point(session, 1)
    last = metering_points.detail(session, point).last_change
    desk.open(f"metering_points/{point}/edit")
    desk.click("metering_points.save")
    desk.settle()
    assert metering_points.detail(session, point).last_change == last


def test__change__when_the_type_is_fixed__it_cannot_be_typed(desk, session):
    point = add_point(session, 1)
    desk.open(f"metering_points/{point}/edit")
    desk.preview()
    assert not desk.find("metering_points.metering_point_type").isEnabled()


def test__leaving__when_something_was_typed__asks_first(desk, session):
    point = add_point(session, 1)
    desk.open(f"metering_points/{point}/edit")
    desk.type("metering_points.floor", "2")
    desk.context.messages.answer = False
    desk.open("metering_points")
    assert desk.page.address() == f"metering_points/{point}/edit"
    assert desk.context.messages.asked[0][0] == "confirm"
    desk.context.messages.answer = True
    desk.open("metering_points")
    assert desk.page.address() == "metering_points"


def test__move_in_and_connect__when_done_from_the_menu__connect_the_point(desk, session):
    point = add_point(session, 1, valid_from=date(2026, 11, 1))
    desk.open(f"metering_points/{point}")
    desk.action("metering_points.action.move_in").trigger()
    desk.settle()
    desk.type("process.move_in_date", "2/11")
    desk.type("process.energy_supplier_id", SUPPLIER_GLN)
    desk.click("process.save")
    desk.settle()
    assert values(session, point).text("energy_supplier_id") == SUPPLIER_GLN
    desk.action("metering_points.action.connect").trigger()
    desk.settle()
    desk.type("process.physical_date", "t")
    desk.type("process.meter_reading", "12,5")
    desk.preview()
    assert desk.reads("What changes")
    desk.click("process.save")
    desk.settle()
    assert values(session, point).connection_state == "E22"
    assert desk.page.address() == f"metering_points/{point}"


def test__meter_swap__when_filled_in__computes_the_consumption_and_replaces_the_meter(
    desk, session
):
    point = connected(session)
    desk.open(f"metering_points/{point}/start/meter_swap")
    desk.type("process.final_reading", "350")
    desk.type("process.meter_number", "NEW1")
    desk.type("process.first_reading", "0")
    desk.preview()
    assert desk.find("process.preview.computed.kwh").text().startswith("250")
    assert desk.reads("To be typed into the market portal")
    QTest.keyClick(desk.find("process.first_reading"), Qt.Key.Key_Tab)
    desk.click("process.save")
    desk.settle()
    assert desk.context.messages.asked == []
    assert values(session, point).text("meter_number") == "NEW1"
    log = meter_readings.meter_log(session, point)
    assert {(r.meter_number, r.value) for r in log.readings} >= {
        ("M00000001", Decimal(350)),
        ("NEW1", Decimal(0)),
    }
    assert [c.kwh for c in log.consumption] == [Decimal(250)]


def test__record__when_refreshed_after_a_change__keeps_its_badges_in_their_place(desk, session):
    point = connected(session)
    desk.open(f"metering_points/{point}")
    before = [(w.spec.text, w.geometry()) for w in desk.page.findChildren(Badge)]
    desk.context.bus.tell(None)
    desk.settle()
    after = [(w.spec.text, w.geometry()) for w in desk.page.findChildren(Badge)]
    assert after == before


def test__enter__when_pressed_in_a_box_one_types_in__goes_to_the_next_field(desk, session):
    point = connected(session)
    desk.open(f"metering_points/{point}/start/meter_swap")
    desk.find("process.meter_conversion_factor").setFocus()
    for wanted in ("process.meter_unit", "process.meter_type", "process.first_reading"):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        assert QApplication.focusWidget().objectName() == wanted


def test__planning__when_the_date_is_not_permitted__says_so_beside_the_date(desk, session):
    point = connected(session)
    desk.open(f"metering_points/{point}/start/technical_disconnection")
    desk.click("process.stage.planned")
    assert not desk.sees("process.meter_reading")
    desk.type("process.physical_date", "-3")
    desk.preview()
    assert "Permitted from" in desk.beside("process.physical_date")
    desk.click("process.save")
    desk.settle()
    assert values(session, point).connection_state == "E22"


def test__registering__when_the_last_day_has_passed__offers_to_explain(desk, session):
    point = connected(session)
    desk.open(f"metering_points/{point}/start/technical_disconnection")
    assert not desk.sees("process.explanation")
    desk.type("process.physical_date", "12/11")
    desk.preview()
    assert desk.sees("process.explanation")


@pytest.mark.parametrize(
    "address", ["new", "{point}/edit", "{point}/start/meter_swap", "{point}/link"]
)
def test__forms__when_walked__every_interactive_widget_has_both_names(desk, session, address):
    point = connected(session)
    desk.open("metering_points/" + address.format(point=point))
    desk.preview()
    assert desk.nameless() == []


def test__change__when_somebody_else_was_faster__says_so_and_writes_nothing(desk, session):
    point = add_point(session, 1, valid_from=date(2026, 11, 1))
    desk.open(f"metering_points/{point}/edit")
    command = metering_points.ChangePoint(
        point_id=point, valid_from=TODAY, values={"floor": "3"}, note="elsewhere"
    )
    assert metering_points.change(session, command, reason="test").saved
    told = []
    desk.context.tasks.failed.disconnect(desk.crashes.append)
    desk.context.tasks.failed.connect(told.append)
    desk.type("metering_points.floor", "2")
    desk.preview()
    desk.click("metering_points.save")
    desk.settle()
    assert [type(error).__name__ for error in told] == ["StaleEditError"]
    assert values(session, point).text("floor") == "3"
    assert desk.find("metering_points.floor").text() == "2"


def test__start__when_the_kind_of_process_is_unknown__says_so_and_shows_the_record(desk, session):
    point = add_point(session, 1)
    desk.open(f"metering_points/{point}/start/dance")
    assert desk.context.messages.asked[0][0] == "error"
    assert "dance" in desk.context.messages.asked[0][1]
    assert desk.page.address() == f"metering_points/{point}"
