"""Import and export in the window: trial first, then written; what is left out and why."""

from __future__ import annotations

import csv

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from app.services.metering_points import detail
from app.ui.widgets.drop_zone import DropZone
from tests.builders import consumption_point, point_id, write_csv

GOOD = 3


def points_file(folder, *, wrong=0, name="points.csv", **changes):
    rows = [consumption_point(serial, **changes) for serial in range(1, GOOD + 1)]
    rows += [consumption_point(serial, grid_area_code="9X9") for serial in range(100, 100 + wrong)]
    return write_csv(folder / name, rows)


def choose(desk, *files):
    """Choose files by the button and wait for the trial of the first."""
    desk.context.messages.paths = list(files)
    desk.click("exchange.choose_files")
    desk.settle()


def count(desk, key):
    return desk.find(f"exchange.count_{key}").text()


def test__import__when_a_file_is_chosen__shows_what_would_happen_and_writes_nothing(
    desk, session, tmp_path
):
    source = points_file(tmp_path)
    desk.open("exchange")
    choose(desk, source)
    assert [count(desk, key) for key in ("rows", "new", "changed", "unchanged", "rejected")] == [
        "3", "3", "0", "0", "0",
    ]  # fmt: skip
    assert desk.reads("Metering points")
    assert desk.find("exchange.import").text() == "Import 3 rows"
    with session.company_file.read() as reader:
        assert reader.points.count() == 0
    assert not desk.sees("exchange.rejected.table")


def test__import__when_confirmed__writes_the_rows_and_names_the_backup(desk, session, tmp_path):
    desk.open("exchange")
    choose(desk, points_file(tmp_path))
    desk.click("exchange.import")
    with session.company_file.read() as reader:
        assert reader.points.count() == GOOD
    assert detail(session, point_id(1)).header.id == point_id(1)
    assert desk.sees("exchange.facts.backup")
    assert not desk.find("exchange.state").isHidden()
    desk.click("exchange.back")
    table = desk.find("exchange.recent.table").model()
    row = [table.index(0, column).data() for column in range(table.columnCount())]
    assert row[2:9] == ["Metering points", "points.csv", "3", "3", "0", "0", "0"]


def test__import__when_rows_are_wrong__names_row_column_and_reason(desk, session, tmp_path):
    desk.open("exchange")
    choose(desk, points_file(tmp_path, wrong=2))
    assert count(desk, "rejected") == "2"
    model = desk.find("exchange.rejected.table").model()
    assert model.index(0, 0).data() == "5"  # the header is row 1
    assert model.index(0, 1).data() == "Grid area"
    assert "9X9" in model.index(0, 2).data()
    desk.click("exchange.import")
    rejected = tmp_path / "points-rejected.csv"
    assert desk.find("exchange.facts.rejected_file").text() == str(rejected)
    with rejected.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file, delimiter=";"))) == 3
    with session.company_file.read() as reader:
        assert reader.points.count() == GOOD


def test__import__when_no_row_can_be_taken__cannot_be_pressed_and_says_why(desk, tmp_path):
    rows = [consumption_point(1, grid_area_code="9X9")]
    desk.open("exchange")
    choose(desk, write_csv(tmp_path / "bad.csv", rows))
    button = desk.find("exchange.import")
    assert not button.isEnabled()
    assert button.toolTip()


def test__import__when_the_header_fits_nothing__says_so_in_the_page(desk, tmp_path):
    source = tmp_path / "weather.csv"
    source.write_text("day;rain\n2026-01-01;3\n", encoding="utf-8")
    desk.open("exchange")
    choose(desk, source)
    assert desk.reads("fits no kind of table")
    assert not desk.find("exchange.import").isEnabled()
    assert not desk.sees("exchange.count_rows")
    assert desk.context.messages.asked == [("open", "Files to import")]


def test__import__when_the_kind_is_overridden__tries_again_as_that_kind(desk, tmp_path):
    desk.open("exchange")
    choose(desk, points_file(tmp_path))
    desk.choose("exchange.import_kind", "charges")
    assert desk.reads("does not fit Charges")
    desk.choose("exchange.import_kind", "metering_points")
    assert count(desk, "new") == "3"


def test__import__when_a_cpr_number_comes_along__leaves_it_out_and_says_so(desk, session, tmp_path):
    source = points_file(tmp_path, location_description="010190-1234")
    desk.open("exchange")
    choose(desk, source)
    assert desk.sees("exchange.private")
    desk.click("exchange.import")
    assert "location_description" not in detail(session, point_id(1)).values
    assert b"010190" not in session.company_file.path.read_bytes()


def test__import__of_several_files__takes_them_one_after_the_other(desk, session, tmp_path):
    first = points_file(tmp_path, name="first.csv")
    second = write_csv(tmp_path / "second.csv", [consumption_point(7)])
    desk.open("exchange")
    choose(desk, first, second)
    assert desk.reads("File 1 of 2")
    desk.click("exchange.import")
    desk.click("exchange.next_file")
    assert desk.reads("File 2 of 2")
    assert desk.find("exchange.file_name").text() == "second.csv"
    desk.click("exchange.import")
    assert not desk.sees("exchange.next_file")
    with session.company_file.read() as reader:
        assert reader.points.count() == GOOD + 1


def test__import__when_postponed__comes_to_the_next_file_first(desk, tmp_path):
    desk.open("exchange")
    choose(
        desk,
        points_file(tmp_path, name="first.csv"),
        write_csv(tmp_path / "second.csv", [consumption_point(7)]),
    )
    desk.click("exchange.later")
    assert desk.find("exchange.file_name").text() == "second.csv"
    desk.click("exchange.import")
    desk.click("exchange.next_file")
    assert desk.find("exchange.file_name").text() == "first.csv"


def test__import__when_left__writes_nothing(desk, session, tmp_path):
    desk.open("exchange")
    choose(desk, points_file(tmp_path))
    desk.click("exchange.back")
    assert desk.sees("exchange.choose_files")
    with session.company_file.read() as reader:
        assert reader.points.count() == 0


def test__drop_zone__when_files_are_dropped__begins_the_import(desk, tmp_path):
    source = points_file(tmp_path)
    desk.open("exchange")
    zone = desk.find("exchange.drop")
    assert isinstance(zone, DropZone)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(source)), QUrl("https://example.org/x.csv")])
    with_button = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, *with_button)
    QApplication.sendEvent(zone, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, *with_button)
    QApplication.sendEvent(zone, drop)
    desk.settle()
    assert desk.find("exchange.file_name").text() == "points.csv"
    assert count(desk, "new") == "3"


def test__export__when_run__writes_a_file_that_imports_without_a_change(desk, tmp_path):
    desk.open("exchange")
    choose(desk, points_file(tmp_path))
    desk.click("exchange.import")
    desk.click("exchange.back")
    target = tmp_path / "out.xlsx"
    desk.choose("exchange.export_kind", "metering_points")
    desk.choose("exchange.export_form", "xlsx")
    told = []
    desk.context.messages.told.connect(told.append)
    desk.context.messages.paths = [target]
    desk.click("exchange.export")
    assert desk.context.messages.asked[-1] == ("save", "metering_points-2026-11-20.xlsx")
    assert told == ["3 rows written to out.xlsx"]
    choose(desk, target)
    assert [count(desk, key) for key in ("new", "changed", "unchanged")] == ["0", "0", "3"]


def test__exchange__in_every_state__names_all_its_widgets(desk, tmp_path):
    desk.open("exchange")
    assert desk.nameless() == []
    choose(desk, points_file(tmp_path, wrong=1))
    assert desk.nameless() == []
    desk.click("exchange.import")
    assert desk.nameless() == []
