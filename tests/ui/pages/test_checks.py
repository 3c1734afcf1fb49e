"""One month's check in the window, as the operator does it: extract, result, resend, sign off."""

from __future__ import annotations

import csv
from datetime import date

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.services.exports import export_file
from app.services.imports import import_file
from app.services.self_control import list_runs, run_detail
from app.ui.widgets.badge import Badge
from tests.builders import consumption_point, point_id, write_csv

POINTS = 5


@pytest.fixture
def register(session, tmp_path):
    """Fill the register, and return a function that writes what DataHub would hand out."""
    rows = [consumption_point(serial) for serial in range(1, POINTS + 1)]
    imported = import_file(session, write_csv(tmp_path / "points.csv", rows))
    assert imported.new == POINTS

    def extract(changes=None, *, without=(), drop=(), add=()):
        """Write an extract; `changes` is serial -> columns that DataHub holds differently."""
        path = tmp_path / "extract.csv"
        export_file(session, "metering_points", path)
        with path.open(encoding="utf-8", newline="") as file:
            held = list(csv.DictReader(file, delimiter=";"))
        wanted = {point_id(serial): values for serial, values in (changes or {}).items()}
        gone = {point_id(serial) for serial in drop}
        held = [
            {k: v for k, v in (row | wanted.get(row["metering_point_id"], {})).items()
             if k not in without}
            for row in held
            if row["metering_point_id"] not in gone
        ]  # fmt: skip
        held += [held[0] | consumption_point(serial) for serial in add]
        return write_csv(path, held)

    return extract


def run(desk, *files):
    """Run the check with an extract and wait for its result."""
    desk.open("checks/new")
    desk.context.messages.paths = list(files)
    desk.click("checks.choose_files")
    desk.click("checks.run")
    desk.settle()


def rows(desk, table):
    model = desk.page.findChild(object, f"checks.{table}.table").model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def badges(desk):
    return [b.spec.text for b in desk.page.findChildren(Badge) if b.isVisible()]


def test__checks__when_nothing_was_run__says_what_is_missing_and_until_when(desk, register):
    desk.open("checks")
    assert desk.reads("The check of November 2026 is not carried out yet.")
    assert desk.reads("Monday 30 November 2026")
    assert desk.reads("No check has been carried out yet")
    desk.click("checks.new")
    assert desk.page.address() == "checks/new"


def test__checks__without_metering_points__says_that_there_is_nothing_to_check(desk):
    desk.open("checks")
    assert desk.reads("nothing to check yet")


def test__run__without_an_extract__cannot_be_pressed_and_says_why(desk, register):
    desk.open("checks/new")
    assert not desk.find("checks.run").isEnabled()
    assert desk.find("checks.run").toolTip() == "Choose DataHub's extract first."


def test__run__when_everything_is_identical__is_free_of_errors_and_can_be_signed_off(
    desk, session, register
):
    run(desk, register())
    (kept,) = list_runs(session)
    assert desk.page.address() == f"checks/{kept.id}"
    assert badges(desk)[:2] == ["Free of errors", "Not signed off"]
    assert desk.find("checks.figure_population").text() == str(POINTS)
    assert desk.find("checks.figure_discrepancies").text() == "0"
    assert desk.reads("All 5 points of the sample are identical")
    resend = desk.find("checks.open_processes")
    assert not resend.isEnabled()
    assert resend.toolTip() == "There is nothing to send again."
    desk.click("checks.sign_off")
    (asked,) = [text for kind, text in desk.context.messages.asked if kind == "confirm"]
    assert "November 2026" in asked
    assert "never be changed" in asked
    assert list_runs(session)[0].signed_off_by == "tester"
    assert "Signed off" in badges(desk)
    assert not desk.find("checks.sign_off").isEnabled()
    desk.open("checks")
    assert desk.reads("The duty for November 2026 is fulfilled")


def test__sign_off__when_the_operator_says_no__changes_nothing(desk, session, register):
    run(desk, register())
    desk.context.messages.answer = False
    desk.click("checks.sign_off")
    assert list_runs(session)[0].signed_off_at is None


def test__run__when_something_differs__lists_it_and_opens_what_must_be_resent(
    desk, session, register
):
    run(
        desk,
        register({2: {"meter_number": "OTHER"}}, drop=[3], add=[77]),
    )
    assert badges(desk)[0] == "Discrepancies found"
    (differing,) = rows(desk, "discrepancies")
    assert differing[:4] == [point_id(2), "Meter number", "M00000002", "OTHER"]
    assert [row[0] for row in rows(desk, "missing_in_datahub")] == [point_id(3)]
    assert [row[0] for row in rows(desk, "missing_in_own")] == [point_id(77)]
    assert [row[0] for row in rows(desk, "resend")] == [point_id(2), point_id(3)]
    assert len(rows(desk, "sample")) == POINTS
    button = desk.find("checks.open_processes")
    assert button.text() == "Open 2 processes"
    desk.click("checks.open_processes")
    assert len(run_detail(session, list_runs(session)[0].id).resend_processes) == 2
    assert button.text() == "Show 2 processes"
    desk.click("checks.open_processes")
    assert desk.page.area == "processes"


def test__run__when_a_column_is_missing__does_not_fulfil_the_month_and_says_so(
    desk, session, register
):
    run(desk, register(without=["meter_number"]))
    assert badges(desk)[0] == "Not fulfilled"
    assert desk.reads("The month is not fulfilled: the extract lacks 1 field.")
    assert [row[1] for row in rows(desk, "not_checked")] == ["Meter number"]
    button = desk.find("checks.sign_off")
    assert not button.isEnabled()
    assert button.toolTip() == "Not everything was checked."
    desk.open("checks")
    assert desk.reads("November 2026 is not fulfilled yet")


def test__row__when_opened__shows_the_metering_point(desk, register):
    run(desk, register({2: {"meter_number": "OTHER"}}))
    table = desk.find("checks.discrepancies.table")
    table.setFocus()
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    desk.settle()
    assert desk.page.address() == f"metering_points/{point_id(2)}"


def test__workbook__when_saved__holds_the_run(desk, register, tmp_path):
    run(desk, register({2: {"meter_number": "OTHER"}}))
    target = tmp_path / "check.xlsx"
    desk.context.messages.paths = [target]
    desk.click("checks.workbook")
    assert desk.context.messages.asked[-1] == ("save", "monthly-check-2026-11.xlsx")
    book = openpyxl.load_workbook(target)
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert point_id(2) in cells
    assert "OTHER" in cells


def test__run__when_the_file_is_no_extract__says_so_in_the_page_and_keeps_nothing(
    desk, session, tmp_path, register
):
    wrong = tmp_path / "weather.csv"
    wrong.write_text("day;rain\n2026-01-01;3\n", encoding="utf-8")
    run(desk, wrong)
    assert desk.reads("the header is not that of an extract of metering points")
    assert list_runs(session) == ()
    assert desk.find("checks.run").isEnabled()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("checks.seed", "seven", "must be a whole number"),
        ("checks.extract_day", "21-11-2026", "cannot have been made after today"),
        ("checks.extract_day", "31-02-2026", "31-02-2026"),
    ],
)
def test__form__when_a_field_is_wrong__says_what_is_wrong(
    desk, session, register, field, typed, said
):
    desk.open("checks/new")
    desk.context.messages.paths = [register()]
    desk.click("checks.choose_files")
    desk.type(field, typed)
    desk.click("checks.run")
    assert desk.reads(said)
    assert list_runs(session) == ()


def test__form__with_a_day_and_a_number__compares_as_of_that_day_with_that_draw(
    desk, session, register
):
    desk.open("checks/new")
    desk.context.messages.paths = [register()]
    desk.click("checks.choose_files")
    desk.type("checks.extract_day", "19-11-2026")
    desk.type("checks.seed", "42")
    desk.click("checks.run")
    desk.settle()
    detail = run_detail(session, list_runs(session)[0].id)
    assert detail.seed == 42
    assert detail.row.as_of.date() == date(2026, 11, 19)


def test__run__when_cancelled__keeps_nothing_and_says_so(desk, session, register):
    desk.open("checks/new")
    desk.context.messages.paths = [register()]
    desk.click("checks.choose_files")
    QTest.mouseClick(desk.find("checks.run"), Qt.MouseButton.LeftButton)
    desk.context.tasks.cancel_all()
    desk.settle()
    assert desk.reads("The check was cancelled. Nothing was kept.")
    assert list_runs(session) == ()
    assert desk.find("checks.run").isEnabled()


def test__findings__when_copied__are_whole_rows_with_headings(desk, register):
    run(desk, register({2: {"meter_number": "OTHER"}}))
    desk.find("checks.discrepancies.table").selectRow(0)
    desk.page.handlers()["copy_with_headers"]()
    heading, row = QApplication.clipboard().text().splitlines()
    assert heading.split("\t")[:2] == ["Metering point", "Field"]
    assert row.split("\t")[:4] == [point_id(2), "Meter number", "M00000002", "OTHER"]


def test__findings__when_copied_by_key__are_whole_rows(desk, register):
    run(desk, register({2: {"meter_number": "OTHER"}}))
    table = desk.find("checks.discrepancies.table")
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().startswith(f"{point_id(2)}\tMeter number")


def test__form__when_left_with_a_file_chosen__asks_first(desk, register):
    desk.open("checks/new")
    desk.context.messages.paths = [register()]
    desk.click("checks.choose_files")
    desk.context.messages.answer = False
    desk.open("overview")
    assert desk.page.address() == "checks/new"
    desk.click("checks.remove_file_0")
    desk.open("overview")
    assert desk.page.area == "overview"


def test__missed_month__is_named_with_the_way_to_explain_it(desk, clock, register):
    clock.move_to(date(2026, 12, 3))
    desk.open("checks")
    assert desk.reads("The check of December 2026 is not carried out yet.")
    assert desk.reads("The check of November 2026 was not carried out in time")
    desk.click("checks.banner.action")
    assert desk.page.area == "deadlines"


def test__run__that_does_not_exist__says_so(desk):
    desk.open("checks/4711")
    assert desk.reads("This check does not exist")


def test__checks__in_every_state__name_all_their_widgets(desk, register):
    desk.open("checks")
    assert desk.nameless() == []
    desk.open("checks/new")
    assert desk.nameless() == []
    run(desk, register({2: {"meter_number": "OTHER"}}))
    assert desk.nameless() == []
