"""Workbooks: cells keep their meaning on the way in and on the way out."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from app.domain.errors import InputFileError
from app.exchange.cells import BrokenFormula, LostDigits, TypedText
from app.exchange.table_writing import CellType, write_xlsx
from app.exchange.tables import read_table
from app.xlsx_rows import column_letters

if TYPE_CHECKING:
    from pathlib import Path

ID = "571313180401330152"


def saved(folder: Path, rows: list[list[object]], title: str = "Ark1") -> Path:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    path = folder / "a.xlsx"
    workbook.save(path)
    return path


def only_row(path: Path) -> list[str]:
    (row,) = read_table(path).rows()
    return row.cells


def test__rows__typed_cells__become_canonical_text(tmp_path: Path) -> None:
    values: list[object] = [
        ID,
        12.5,
        0.1 + 0.2,
        -3,
        1e-7,
        True,
        date(2026, 11, 21),
        datetime(2026, 11, 21, 8, 30),  # noqa: DTZ001  # cells have no zone
        time(8, 30),
        123456789012345,
    ]
    path = saved(tmp_path, [[f"c{n}" for n in range(len(values))], values])

    cells = only_row(path)

    assert cells == [
        ID,
        "12.5",
        "0.3",
        "-3",
        "0.0000001",
        "true",
        "2026-11-21",
        "2026-11-21T08:30:00",
        "08:30:00",
        "123456789012345",
    ]
    assert type(cells[0]) is str
    assert all(isinstance(cell, TypedText) for cell in cells[1:])


def test__rows__id_typed_as_a_number__is_marked_as_lost(tmp_path: Path) -> None:
    path = saved(tmp_path, [["id", "gln"], [float(ID), 5790000432752]])

    lost, gln = only_row(path)

    assert isinstance(lost, LostDigits)
    assert gln == "5790000432752"


def test__rows__formulas__give_their_stored_result_or_are_marked(tmp_path: Path) -> None:
    path = saved(tmp_path, [["a", "b"], ["x", "=1+1"]])

    _text, formula = only_row(path)

    assert isinstance(formula, BrokenFormula)


def test__rows__short_rows_and_gaps__keep_columns_and_numbers(tmp_path: Path) -> None:
    path = saved(tmp_path, [["a", "b", "c"], [None, "x"], [], ["y", None, "z"]])

    rows = [(row.number, row.cells, row.fault) for row in read_table(path).rows()]

    assert rows == [(2, ["", "x", ""], ""), (4, ["y", "", "z"], "")]


def test__rows__sheet_that_lies_about_its_size__is_read_whole(tmp_path: Path) -> None:
    path = saved(tmp_path, [["a", "b"], ["1", "2"], ["3", "4"]])
    changed = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(changed, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            target.writestr(part, content.replace(b'ref="A1:B3"', b'ref="A1:A1"'))

    assert [row.cells for row in read_table(changed).rows()] == [["1", "2"], ["3", "4"]]


def test__rows__date_formats__are_told_from_number_formats(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["a", "b", "c", "d"])
    sheet.append([46347, 46347, 46347, 46347])
    formats = ["dd-mm-yyyy", '#,##0.00 "dage"', "[$-406]d. mmmm yyyy", "General"]
    for column, number_format in enumerate(formats, start=1):
        sheet.cell(2, column).number_format = number_format
    path = tmp_path / "a.xlsx"
    workbook.save(path)

    assert only_row(path) == ["2026-11-21", "46347", "2026-11-21", "46347"]


def test__read_table__sheet__first_one_or_the_named_one(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.worksheets[0].append(["first"])
    workbook.create_sheet("Anden").append(["second"])
    path = tmp_path / "a.xlsx"
    workbook.save(path)

    assert read_table(path).header == ("first",)
    assert read_table(path, sheet="Anden").header == ("second",)
    with pytest.raises(InputFileError, match="no sheet “Tredje”; it has Sheet, Anden"):
        read_table(path, sheet="Tredje")


def test__read_table__empty_sheet__is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="is empty"):
        read_table(saved(tmp_path, []))


def test__read_table__sheet_cut_in_the_middle__is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, [["a"], ["1"]])
    changed = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(changed, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            is_sheet = part.filename.startswith("xl/worksheets/")
            target.writestr(part, content[: len(content) // 2] if is_sheet else content)

    with pytest.raises(InputFileError, match="damaged"):
        list(read_table(changed).rows())


def test__write_xlsx__ids_dates_decimals_and_formulas__are_what_they_should_be(
    tmp_path: Path,
) -> None:
    path = tmp_path / "out.xlsx"

    count = write_xlsx(
        path,
        ["id", "from", "kw", "note"],
        [[ID, "2026-11-21", "12.5", "=1+1"], [ID, "", "-0.25", "@SUM(A1) & <æ>"]],
        types=[CellType.TEXT, CellType.DATE, CellType.NUMBER, CellType.TEXT],
        title="Målepunkter",
    )

    sheet = load_workbook(path)["Målepunkter"]
    assert count == 2
    assert sheet["A2"].value == ID
    assert sheet["A2"].number_format == "@"
    assert sheet["B2"].value == datetime(2026, 11, 21)  # noqa: DTZ001
    assert sheet["C2"].value == 12.5
    assert (sheet["D2"].value, sheet["D2"].data_type) == ("=1+1", "s")
    assert sheet["D3"].value == "@SUM(A1) & <æ>"
    assert sheet["B3"].value is None
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:D3"


def test__write_xlsx__read_back__gives_the_same_texts(tmp_path: Path) -> None:
    rows = [[ID, "2026-11-21", "12.5", "=x"], [ID, "9999-12-31", "0.000001", "  spaces  "]]
    types = [CellType.TEXT, CellType.DATE, CellType.NUMBER, CellType.TEXT]
    path = tmp_path / "out.xlsx"

    write_xlsx(path, ["a", "b", "c", "d"], rows, types=types, title="T")

    assert [row.cells for row in read_table(path).rows()] == rows


def test__write_xlsx__number_too_long_for_a_spreadsheet__is_written_as_text(
    tmp_path: Path,
) -> None:
    path = tmp_path / "out.xlsx"
    value = str(Decimal("123456789012.123456"))

    write_xlsx(path, ["kwh"], [[value]], types=[CellType.NUMBER], title="T")

    assert only_row(path) == [value]


def test__column_letters__past_z__go_on_with_aa() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 51, 701, 702)] == [
        "A", "Z", "AA", "AZ", "ZZ", "AAA",
    ]  # fmt: skip
