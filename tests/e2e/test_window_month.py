"""The first month's work through the window, by mouse and keyboard, on a day that moves on.

Covers Forskrift H1 §§ 17-21, Forskrift I § 2, stk. 3 and § 4, stk. 4-5, and the guide to
Forskrift H3, 2.4 and 3.4: the same month as `tests/scenarios/test_first_month.py` and
`tests/e2e/test_command_line_month.py`.
"""

from __future__ import annotations

import csv
import sys
from datetime import date, datetime

import openpyxl
import pytest
from PySide6.QtCore import Qt

from tests.builders import GRID_AREA, OWN_GLN, SUPPLIER_GLN, consumption_point, point_id, write_csv
from tests.ui.shell.window import make_company
from tests.ui.window_operator import ALT, CONTROL, SHIFT, Operator

POINT, STRANGER = point_id(1), point_id(9)
CODES = (
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
    "is_actual_address",
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
SHEETS = [
    "Basis",
    "Deviations",
    "Missing in DataHub",
    "Missing in own register",
    "Sample",
    "To be sent again",
    "Tell data owner",
]
HOURLY = "\n".join(f"0,{hour:02d}" for hour in range(1, 25))


@pytest.fixture
def operator(qtbot, qapp, monkeypatch):
    hook = sys.excepthook
    made = Operator(qtbot, qapp, monkeypatch)
    yield made
    sys.excepthook = hook


def test__month__from_an_empty_file__every_limit_seen_and_the_check_signed_off(operator, tmp_path):
    company = tmp_path / "Prøve Net.netkontor"
    _found_company(operator, company)
    _create_point(operator)
    _move_in(operator)
    _connect(operator)
    _prices(operator)
    _swap_meter(operator)
    _disconnect_and_reconnect(operator)
    _confirm_everything(operator)
    _check_the_month(operator, tmp_path)
    _come_again(operator, company)


def limits(operator, process):
    """Return task and last day of the open limits of a kind of process, as the page shows them."""
    operator.click("navigation.deadlines")
    if not operator.rows("deadlines.table"):
        return []
    titles = _titles(operator, "deadlines.table")
    at = {name: titles.index(name) for name in ("To do", "Last day", "Process")}
    rows = operator.rows("deadlines.table")
    return [
        (row[at["To do"]], row[at["Last day"]]) for row in rows if row[at["Process"]] == process
    ]


def report_all(operator, process):
    """Mark every limit of a kind of process as reported, on the page of deadlines."""
    marked = 0
    while limits(operator, process):
        titles = _titles(operator, "deadlines.table")
        rows = operator.rows("deadlines.table")
        column = titles.index("Process")
        operator.click_row(
            "deadlines.table", next(i for i, row in enumerate(rows) if row[column] == process)
        )
        assert operator.sees("deadlines.limit.dates.last_day")
        operator.type("deadlines.note", f"T-{marked}")
        operator.click("deadlines.mark")
        marked += 1
        assert marked < 10, "a limit is not met by marking it"
    return marked


def _titles(operator, table):
    view = operator.find(table)
    model = view.model()
    shown = [c for c in range(model.columnCount()) if not view.isColumnHidden(c)]
    return [model.headerData(c, Qt.Orientation.Horizontal) for c in shown]


def _open_point(operator):
    operator.click("navigation.metering_points")
    assert operator.rows("metering_points.table")
    operator.click_row("metering_points.table", 0, twice=True)
    assert operator.address.startswith(f"metering_points/{POINT}")


def _start(operator, kind):
    _open_point(operator)
    operator.choose_in_menu("metering_points.actions", f"metering_points.action.{kind}")


def _save(operator, name):
    """Save a form whose preview has come; nothing may be left to correct."""
    operator.wait_for_preview()
    operator.click(name)
    assert not operator.reads("must be corrected"), operator.texts()


def _found_company(operator, company):
    """Monday 2 November: the start page and the dialog of a new company file."""
    operator.come_in("2026-11-02")

    def fill_in(_dialog):
        for text in ("Prøve Net", OWN_GLN, GRID_AREA):  # Enter goes to the next field
            operator.write(text)
            operator.press(Qt.Key.Key_Return)
        assert operator.focused == "new_company.create"
        operator.answer_file(company)
        operator.press(Qt.Key.Key_Space)

    operator.answer(fill_in)
    operator.click("start.new")
    assert operator.dialogs == ["new_company", "file"]
    assert company.is_file()
    assert operator.address == "overview"
    assert operator.window.windowTitle().startswith("Prøve Net")


def _create_point(operator):
    """The form of a new point; that it was created must be told by Tuesday."""
    operator.click("navigation.metering_points")
    operator.press(Qt.Key.Key_N, CONTROL)
    wanted = consumption_point(1)
    operator.type("metering_points.metering_point_id", POINT)
    operator.choose("metering_points.metering_point_type", "E17")
    operator.wait_for_preview()
    for field in CODES:
        operator.choose(f"metering_points.{field}", wanted[field])
    for field in TEXTS:
        operator.type(f"metering_points.{field}", wanted[field])
    _save(operator, "metering_points.save")
    assert operator.address == f"metering_points/{POINT}"
    assert operator.reads("Prøvevej 2")
    reason = operator.locked_in_menu("metering_points.actions", "metering_points.action.connect")
    assert "move-in" in reason
    assert {day for _task, day in limits(operator, "Create a metering point")} == {"03-11-2026"}
    assert report_all(operator, "Create a metering point") == 2


def _move_in(operator):
    """On Wednesday a supplier moves in from Thursday; nothing is to be reported."""
    operator.come_back("2026-11-04")
    _start(operator, "move_in")
    operator.type("process.move_in_date", "5/11")
    operator.type("process.energy_supplier_id", SUPPLIER_GLN)
    _save(operator, "process.save")
    assert operator.address == f"metering_points/{POINT}"


def _connect(operator):
    """On Friday 6 it is connected; DataHub is told on Monday 9."""
    operator.come_back("2026-11-06")
    _start(operator, "connect")
    operator.type("process.physical_date", "t")
    operator.type("process.meter_reading", "12,5")
    _save(operator, "process.save")
    assert operator.reads("Connected")
    assert {day for _task, day in limits(operator, "Connection")} == {"09-11-2026"}
    operator.come_back("2026-11-09")
    assert report_all(operator, "Connection") == 2


def _prices(operator):
    """A tariff of 24 prices and a subscription from 2027, told 31 days ahead and linked."""
    for kind, code, name in (("D03", "NT-C", "Nettarif C"), ("D01", "ABO-C", "Abonnement C")):
        operator.click("navigation.prices")
        operator.press(Qt.Key.Key_N, CONTROL)
        operator.choose("prices.new.kind", kind)
        operator.type("prices.new.code", code)
        operator.type("prices.new.valid_from", "1/1 27")
        operator.type("prices.new.name", name)
        if kind == "D03":
            operator.choose("prices.new.price_form", "hourly")
            operator.wait_for_preview()
            operator.paste("prices.new.hourly_prices", HOURLY)
        else:
            operator.wait_for_preview()
            operator.type("prices.new.price", "52,50")
        _save(operator, "prices.new.save")
        assert operator.reads(f"{code} – {name}")
        operator.click("prices.link")
        operator.type("prices.link.metering_point_id", POINT)
        operator.type("prices.link.valid_from", "1/1 27")
        _save(operator, "prices.link.save")
    _open_point(operator)
    operator.click_tab("metering_points.tabs", "Links")
    shown = " ".join(
        cell for row in operator.rows("metering_points.link_table.table") for cell in row
    )
    assert "Nettarif C" in shown
    assert "Abonnement C" in shown
    assert {day for _task, day in limits(operator, "Change a price element")} == {"30-11-2026"}
    assert {day for _task, day in limits(operator, "Link of a subscription or tariff")} == {
        "04-01-2027"
    }
    assert report_all(operator, "Change a price element") == 2
    assert report_all(operator, "Link of a subscription or tariff") == 2


def _swap_meter(operator):
    """Tuesday 10: the old meter's last reading, the new meter; six working days are left."""
    operator.come_back("2026-11-10")
    _start(operator, "meter_swap")
    operator.type("process.physical_date", "t")
    operator.type("process.final_reading", "20")
    operator.type("process.meter_number", "NEW-1")
    operator.type("process.first_reading", "0")
    operator.wait_for_preview()
    assert operator.find("process.preview.computed.kwh").text().startswith("7,5")
    _save(operator, "process.save")
    operator.click_tab("metering_points.tabs", "Meter")
    assert operator.reads("NEW-1")
    assert {day for _task, day in limits(operator, "Meter swap")} == {"18-11-2026"}
    assert report_all(operator, "Meter swap") == 3


def _disconnect_and_reconnect(operator):
    """Cut on Thursday 12, reopened on Saturday 14, which is told on Monday 16."""
    operator.come_back("2026-11-12")
    _start(operator, "technical_disconnection")
    operator.type("process.physical_date", "t")
    _save(operator, "process.save")
    assert operator.reads("Disconnected")
    assert {d for _task, d in limits(operator, "Technical disconnection")} == {"13-11-2026"}
    assert report_all(operator, "Technical disconnection") == 1
    operator.come_back("2026-11-14")
    _start(operator, "reconnection")
    operator.type("process.physical_date", "t")
    _save(operator, "process.save")
    assert {day for _task, day in limits(operator, "Reconnection")} == {"16-11-2026"}
    operator.come_back("2026-11-16")
    assert report_all(operator, "Reconnection") == 1


def _confirm_everything(operator):
    """DataHub's confirmations end the processes, one by one on their pages."""
    confirmed = 0
    operator.click("navigation.processes")
    while operator.rows("processes.table"):
        operator.click_row("processes.table", 0, twice=True)
        offers = [n for n in operator.names() if n.startswith("processes.offer.confirmed.")]
        assert offers, operator.texts()
        operator.click(offers[0])
        _save(operator, "processes.event.save")
        confirmed += 1
        assert confirmed < 20
        operator.click("navigation.processes")
    assert confirmed >= 9
    operator.click("navigation.deadlines")
    assert len(operator.rows("deadlines.table")) == 1  # the month's check


def _check_the_month(operator, folder):
    """Monday 30: DataHub has another street, and a point that the register lacks."""
    operator.come_back("2026-11-30")
    held = _exported_point(operator, folder / "own.csv")
    operator.click("navigation.checks")
    assert operator.reads("The check of November 2026 is not carried out yet.")
    stranger = held | {"metering_point_id": STRANGER}
    _run_check(operator, folder / "extract.csv", [held | {"street_name": "Gammelvej"}, stranger])
    assert operator.address == "checks/1"
    assert operator.find("checks.figure_population").text() == "1"
    (differing,) = operator.rows("checks.discrepancies.table")
    assert {POINT, "Prøvevej", "Gammelvej"} <= set(differing)
    book = folder / "check.xlsx"
    operator.answer_file(book)
    operator.click("checks.workbook")
    _read_workbook(book)
    operator.click("checks.open_processes")
    assert len(limits(operator, "Resend master data")) == 1
    assert report_all(operator, "Resend master data") == 1
    _sign_off(operator, folder, held)


def _exported_point(operator, path):
    """Export the register through the window and return the point's newest row."""
    operator.click("navigation.exchange")
    operator.choose("exchange.export_kind", "metering_points")
    operator.answer_file(path)
    operator.click("exchange.export")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [row["connection_state"] for row in rows][-4:] == ["E22", "E22", "E23", "E22"]
    return rows[-1]


def _run_check(operator, path, rows):
    """Run the check of this month with an extract of these rows."""
    write_csv(path, [row | {"extract_time": "2026-11-30"} for row in rows])
    operator.click("navigation.checks")
    operator.click("checks.new")
    operator.answer_file(path)
    operator.click("checks.choose_files")
    operator.type("checks.seed", "7")
    operator.click("checks.run")


def _sign_off(operator, folder, held):
    """The corrected extract is free of errors; signing off asks first and cannot be undone."""
    _run_check(operator, folder / "corrected.csv", [held])
    assert operator.address == "checks/2"
    assert operator.find("checks.figure_discrepancies").text() == "0"
    operator.answer_button("confirm.yes")
    operator.click("checks.sign_off")
    assert operator.dialogs[-1] == "confirm"
    assert not operator.find("checks.sign_off").isEnabled()
    operator.click("navigation.checks")
    assert operator.reads("The duty for November 2026 is fulfilled")
    assert limits(operator, "Monthly check") == []


def _read_workbook(path):
    """Open the workbook and read its cells."""
    book = openpyxl.load_workbook(path)

    def values(sheet):
        return {cell.value for row in book[sheet].iter_rows() for cell in row}

    assert book.sheetnames[: len(SHEETS)] == SHEETS
    assert {POINT, "Prøvevej", "Gammelvej"} <= values("Deviations")
    assert STRANGER in values("Missing in own register")
    days = {value.date() for value in values("Basis") if isinstance(value, datetime)}
    assert date(2026, 11, 30) in days


def _come_again(operator, company):
    """The next morning the file is opened from the list of recent ones; nothing is overdue."""
    operator.choose_from_menus("File", "Start page")
    operator.come_back("2026-12-01")
    operator.click("start.recent.0")
    assert operator.window.windowTitle().startswith(company.stem)
    states = [row[0] for row in operator.rows("deadlines.table")]
    assert "Overdue" not in states


def test__keyboard_alone__new_point_search_and_back__needs_no_mouse(operator, tmp_path):
    company = make_company(tmp_path / "Keys.netkontor")
    operator.come_in("2026-11-20", company)
    operator.press(Qt.Key.Key_3, CONTROL)
    assert operator.address == "metering_points"
    operator.press(Qt.Key.Key_N, CONTROL)
    assert operator.address == "metering_points/new"
    _fill_in_by_keys(operator, consumption_point(1))
    operator.wait_for_preview()
    operator.press(Qt.Key.Key_Return, CONTROL)
    operator.settle()
    assert operator.address == f"metering_points/{POINT}", operator.texts()
    operator.press(Qt.Key.Key_2, CONTROL)
    assert operator.address.startswith("deadlines")
    operator.press(Qt.Key.Key_K, CONTROL)
    assert operator.focused == "toolbar.search"
    operator.write("Prøvevej 2")
    operator.settle(200)
    operator.press(Qt.Key.Key_Return)
    assert operator.address == f"metering_points/{POINT}"
    operator.press(Qt.Key.Key_Tab, CONTROL)
    assert operator.address == f"metering_points/{POINT}/meter"
    operator.press(Qt.Key.Key_F2)
    assert operator.address == f"metering_points/{POINT}/edit"
    operator.press(Qt.Key.Key_Escape)
    assert operator.address == f"metering_points/{POINT}"
    operator.press(Qt.Key.Key_2, CONTROL)
    operator.press(Qt.Key.Key_Left, ALT)
    assert operator.address == f"metering_points/{POINT}"
    operator.press(Qt.Key.Key_Right, ALT)
    assert operator.address.startswith("deadlines")
    operator.answer(lambda _dialog: operator.press(Qt.Key.Key_Escape))
    operator.press(Qt.Key.Key_Question, CONTROL | SHIFT)
    assert operator.dialogs == ["shortcuts"]


def _fill_in_by_keys(operator, wanted):
    """Type each field that Enter leads to, until Enter leads to the button that saves."""
    visited = []
    while operator.focused != "metering_points.save":
        name = operator.focused
        assert name not in visited, f"Enter leads back to {name}"
        visited.append(name)
        field = name.removeprefix("metering_points.").removesuffix(".text")
        text = wanted.get(field, "")
        if field == "valid_from" or not text:
            operator.press(Qt.Key.Key_Return)
        elif operator.is_choice(name):
            operator.choose(name, text)
            if operator.focused == name:
                operator.press(Qt.Key.Key_Return)
        else:
            operator.write(text)
            operator.press(Qt.Key.Key_Return)
        if field == "metering_point_type":
            operator.wait_for_preview()
