"""The metering points' page: list, record, links, through what the operator sees."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app import bootstrap
from app.services import charges, metering_points
from app.services.charge_views import CreateCharge
from app.services.company import close
from tests.company_builder import MovableClock, add_point, new_company
from tests.ui.pages.desk import Desk, supplied

TODAY = date(2026, 11, 20)


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


def rows(desk):
    model = desk.find("metering_points.table").model()
    return [model.key(row) for row in range(model.rowCount())]


def detail(session, point):
    return metering_points.detail(session, point)


def test__list__when_no_points__says_so_and_offers_to_create_one(desk):
    desk.open("metering_points")
    assert desk.reads("No metering points yet")
    desk.click("metering_points.empty_action")
    assert desk.page.address() == "metering_points/new"


def test__search__when_typed__shows_the_matching_points_and_their_count(desk, session):
    points = [add_point(session, serial) for serial in (1, 2, 3)]
    desk.open("metering_points")
    assert sorted(rows(desk)) == sorted(points)
    search = desk.find("metering_points.search")
    QTest.keyClicks(search, "M00000002")
    desk.settle(300)
    assert rows(desk) == [points[1]]
    assert desk.page.count() == "1 of 3"


def test__state_chip__when_chosen__filters_in_the_list(desk, session):
    add_point(session, 1)
    desk.open("metering_points")
    page = desk.page
    chips = {
        c.chip.id: c
        for c in page.findChildren(type(desk.find("metering_points.chip.connection_state")))
    }
    assert set(chips) == {
        "metering_point_type", "connection_state", "settlement_method", "grid_area_code",
    }  # fmt: skip
    chips["connection_state"]._popup.chosen.emit(frozenset({"E22"}))
    desk.settle()
    assert desk.reads("Nothing matches")


def test__enter__when_in_the_list__opens_the_record(desk, session):
    point = add_point(session, 1)
    desk.open("metering_points")
    table = desk.find("metering_points.table")
    table.select_row(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    desk.settle()
    assert desk.page.address() == f"metering_points/{point}"
    assert desk.find("metering_points.address").text().startswith("Prøvevej 2")


def test__new__when_the_list_is_in_front__is_what_ctrl_n_does(desk):
    desk.open("metering_points")
    desk.page.handlers()["new"]()
    desk.settle()
    assert desk.page.address() == "metering_points/new"


def test__record__when_id_is_unknown__says_so(desk):
    desk.open("metering_points/571313199999999999")
    assert desk.reads("not in the register")


def test__copy_button__when_clicked__puts_the_plain_id_on_the_clipboard(desk, session):
    point = add_point(session, 1)
    desk.open(f"metering_points/{point}")
    desk.click("metering_points.copy_id")
    assert QApplication.clipboard().text() == point


def test__tabs__when_opened_by_address_and_by_click__agree_with_the_address(desk, session):
    point = add_point(session, 1)
    desk.open(f"metering_points/{point}/history")
    assert desk.find("metering_points.tabs").currentIndex() == 4
    desk.find("metering_points.tabs").setCurrentIndex(1)
    desk.settle()
    assert desk.page.address() == f"metering_points/{point}/meter"
    assert desk.reads("M00000001")


def test__actions__when_not_allowed__are_disabled_with_the_reason(desk, session):
    point = add_point(session, 1)
    desk.open(f"metering_points/{point}")
    connect = desk.action("metering_points.action.connect")
    assert not connect.isEnabled()
    assert "move-in" in connect.toolTip()
    assert connect.statusTip()
    assert desk.action("metering_points.action.move_in").isEnabled()


def test__open_limits__when_shown_in_the_head__lead_to_the_deadline(desk, session):
    point = add_point(session, 1)
    desk.open(f"metering_points/{point}")
    desk.click("metering_points.limits.0")
    assert desk.page.area == "deadlines"


def test__history__when_a_value_was_changed__shows_before_after_who_and_when(desk, session, clock):
    point = add_point(session, 1)
    command = metering_points.ChangePoint(
        point_id=point, valid_from=TODAY, values={"floor": "2"}, note="Moved upstairs"
    )
    assert metering_points.change(session, command, reason="test").saved
    desk.open(f"metering_points/{point}/history")
    assert desk.reads("Why: test")
    assert desk.reads("by tester")
    assert desk.reads("Floor")


def test__link__when_made_in_the_form__stands_in_the_table_and_can_be_ended(desk, session):
    point = add_point(session, 1)
    made = charges.create(
        session,
        CreateCharge(
            kind="D01", code="AB-C", name="Subscription", vat="D02", valid_from=date(2026, 1, 1)
        ),
        reason="test",
    )
    desk.open(f"metering_points/{point}/links")
    assert desk.reads("No charge is linked")
    desk.click("metering_points.link_charge")
    desk.choose("metering_points.link.charge_id", str(made.value))
    desk.type("metering_points.link.quantity", "2")
    desk.preview()
    assert desk.reads("Counted from")
    desk.click("metering_points.link.save")
    desk.settle()
    links = detail(session, point).links
    assert [(link.quantity, link.valid_from) for link in links] == [(2, TODAY)]
    assert desk.page.address() == f"metering_points/{point}/links"
    desk.find("metering_points.link_table.table").select_row(0)
    desk.click("metering_points.end_link")
    desk.type("metering_points.end.valid_to", "1/12")
    desk.click("metering_points.end.save")
    desk.settle()
    assert [link.valid_to for link in detail(session, point).links] == [date(2026, 12, 1)]


def test__export__when_chosen__writes_the_rows_shown(desk, session, tmp_path):
    add_point(session, 1)
    add_point(session, 2)
    desk.open("metering_points")
    QTest.keyClicks(desk.find("metering_points.search"), "M00000002")
    desk.settle(300)
    target = tmp_path / "list.csv"
    desk.context.messages.paths.append(target)
    desk.page.handlers()["export"]()
    desk.settle()
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("Metering point ID;Address")
    assert "M00000002" in lines[1]


@pytest.mark.parametrize("tab", ["", "/meter", "/links", "/processes", "/history", "/relations"])
def test__record__when_walked__every_interactive_widget_has_both_names(desk, session, tab):
    point = add_point(session, 1)
    supplied(session, point, TODAY)
    desk.open(f"metering_points/{point}{tab}")
    assert desk.nameless() == []
