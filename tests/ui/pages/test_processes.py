"""The processes' page: list, checklist, and recording what happened."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from app import bootstrap
from app.services import metering_points, processes
from app.services.company import close
from app.services.process_views import RecordEvent, StartProcess
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


def started(session, point, kind, stage="done", **data):
    order = StartProcess(kind=kind, object_id=point, data=data, stage=stage)
    outcome = processes.start(session, order, reason="test")
    assert outcome.saved, [(v.rule, v.message) for v in outcome.violations]
    return outcome.value


def connected(session, serial=1):
    start = TODAY - timedelta(days=10)
    point = add_point(session, serial, valid_from=start)
    supplied(session, point, start)
    number = started(session, point, "connect", physical_date=TODAY, meter_reading=Decimal(100))
    return point, number


def keys(desk):
    model = desk.find("processes.table").model()
    return [model.key(row) for row in range(model.rowCount())]


def test__list__when_opened__shows_the_open_processes(desk, session):
    _point, number = connected(session)
    desk.open("processes")
    assert str(number) in keys(desk)
    assert desk.page.count()


def test__list__when_opened_for_a_kind__shows_only_that_kind(desk, session):
    _point, number = connected(session)
    desk.open("processes?kind=connect")
    assert keys(desk) == [str(number)]
    desk.open("processes?kind=meter_swap")
    assert desk.reads("Nothing matches")


def test__record__when_unknown__says_so(desk):
    desk.open("processes/4711")
    assert desk.reads("This process does not exist")


def test__reporting__when_in_time__marks_the_step_done_and_measures_it(desk, session):
    _point, number = connected(session)
    desk.open(f"processes/{number}")
    assert desk.reads("To do")
    desk.click("processes.offer.reported.report")
    assert desk.page.address() == f"processes/{number}/record/reported/report"
    desk.type("processes.event.note", "T-123")
    desk.click("processes.event.save")
    desk.settle()
    assert desk.page.address() == f"processes/{number}"
    step = next(s for s in processes.detail(session, number).steps if s.id == "report")
    assert (step.state, step.happened_on) == ("done", TODAY)
    labels = {w.accessibleName() for w in desk.page.findChildren(QLabel)}
    assert desk.reads("T-123"), labels
    assert not step.measured[0].was_late


def test__reporting__when_late__asks_why_and_keeps_the_explanation(desk, session, clock):
    _point, number = connected(session)
    clock.move_to(TODAY + timedelta(days=20))
    desk.open(f"processes/{number}/record/reported/report")
    desk.preview()
    assert desk.sees("processes.event.explanation")
    desk.find("processes.event.explanation").setPlainText("The fitter was ill")
    desk.preview()
    desk.click("processes.event.save")
    desk.settle()
    step = next(s for s in processes.detail(session, number).steps if s.id == "report")
    assert step.explanation == "The fitter was ill"
    assert step.measured[0].was_late
    assert desk.reads("The fitter was ill")


def test__reporting__when_dated_in_the_future__is_refused_beside_the_date(desk, session):
    _point, number = connected(session)
    desk.open(f"processes/{number}/record/reported/report")
    desk.type("processes.event.happened_on", "+3")
    desk.preview()
    assert desk.beside("processes.event.happened_on")
    desk.click("processes.event.save")
    desk.settle()
    step = next(s for s in processes.detail(session, number).steps if s.id == "report")
    assert step.state == "open"


def test__rejection__when_recorded__shows_the_banner_not_in_datahub(desk, session):
    _point, number = connected(session)
    report = RecordEvent(process_id=number, event="reported", step_id="report")
    assert processes.record(session, report).saved
    desk.open(f"processes/{number}")
    desk.click("processes.offer.rejected.report")
    desk.type("processes.event.note", "D36: no supplier")
    desk.click("processes.event.save")
    desk.settle()
    assert processes.detail(session, number).row.not_in_datahub
    assert desk.reads("Not in DataHub")
    assert desk.reads("D36: no supplier")


def test__voiding__when_a_reason_is_given__takes_back_what_was_written(desk, session):
    point, number = connected(session)
    desk.open(f"processes/{number}")
    desk.click("processes.offer.cancelled")
    desk.type("processes.event.note", "Wrong point")
    desk.click("processes.event.save")
    desk.settle()
    assert processes.detail(session, number).row.status == "cancelled"
    assert metering_points.detail(session, point).values.connection_state == "D03"


def test__planned_swap__when_registered_as_done__asks_for_the_meters_and_writes_them(desk, session):
    point, _number = connected(session)
    number = started(session, point, "meter_swap", "planned", physical_date=TODAY)
    desk.open(f"processes/{number}")
    desk.click("processes.offer.done.swap")
    desk.type("processes.event.final_reading", "180")
    desk.type("processes.event.meter_number", "NEW2")
    desk.type("processes.event.first_reading", "1")
    desk.preview()
    desk.click("processes.event.save")
    desk.settle()
    values = metering_points.detail(session, point).values
    assert values.text("meter_number") == "NEW2"
    assert processes.detail(session, number).row.status == "done"


def test__portal_values__when_copied__are_on_the_clipboard(desk, session):
    point, number = connected(session)
    desk.open(f"processes/{number}")
    desk.click("processes.portal.report_reading.0.copy")
    assert QApplication.clipboard().text() == point
    desk.click("processes.portal.report_reading.copy_all")
    copied = QApplication.clipboard().text()
    assert point in copied
    assert "\t100" in copied


def test__object_link__when_clicked__opens_the_metering_point(desk, session):
    point, number = connected(session)
    desk.open(f"processes/{number}")
    desk.click("processes.object")
    assert desk.page.address() == f"metering_points/{point}"


@pytest.mark.parametrize(
    "address", ["processes", "processes/{n}", "processes/{n}/record/reported/report"]
)
def test__pages__when_walked__every_interactive_widget_has_both_names(desk, session, address):
    _point, number = connected(session)
    desk.open(address.format(n=number))
    desk.preview()
    assert desk.nameless() == []
