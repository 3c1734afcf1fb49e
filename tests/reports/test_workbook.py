"""The kernel of workbooks: types, page set-up, no formulas, the same file every time."""

from __future__ import annotations

import time
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from app.domain.errors import OutputFileError
from app.reports.layout import Book, Column, Fact, FactsSheet, Grid, RowsSheet, Section
from app.reports.styles import CellKind, kind_of, lines_of
from app.reports.workbook import write_book
from app.xlsx_rows import MAX_ROWS, BodyRows, add_rows

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

    from app.xlsx_rows import CellValue

ID = "571313180401330152"
MADE_AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
COLUMNS = [
    Column(title="ID", width=20),
    Column(title="Day", width=12, kind=CellKind.DAY),
    Column(title="kWh", width=12, kind=CellKind.DECIMAL),
    Column(title="Value", width=12, kind=CellKind.BY_VALUE),
    Column(title="Note", width=10, kind=CellKind.WRAPPED),
    Column(title="Done", width=10, kind=CellKind.BLANK_BOX),
]


def row(*, value: CellValue = "x", note: str = "short") -> list[CellValue]:
    return [ID, date(2026, 11, 21), Decimal("1234.5"), value, note, None]


def book(*rows: list[CellValue]) -> Book:
    facts = FactsSheet(
        name="Basis",
        title="A title",
        subtitle="Tom & Søn",
        result="✓  Fine",
        result_note="Nothing to do.",
        sections=[
            Section(
                title="Facts",
                content=[
                    Fact(label="Count", values=[1952]),
                    Fact(label="Time", values=[datetime(2026, 11, 21, 10, 30)]),  # noqa: DTZ001
                    Fact(label="Formula", values=["=1+1"], note="A note"),
                    Grid(header=["A", "B"], rows=[("=2+2", 5)]),
                    "A paragraph.",
                ],
            ),
            Section(title="More", content=["x"], new_page=True),
        ],
    )
    return Book(
        title="Check",
        company="Tom & Søn",
        reference="Run 1",
        made_at=MADE_AT,
        sheets=[facts, RowsSheet(name="Rows: [1]", title="Rows", columns=COLUMNS, rows=rows)],
    )


def written(folder: Path, *rows: list[CellValue]) -> Workbook:
    path = folder / "book.xlsx"
    write_book(path, book(*rows))
    return load_workbook(path)


def test__write_book__cells__keep_their_type_and_format(tmp_path: Path) -> None:
    sheet = written(
        tmp_path, row(value=Decimal("0.125")), row(value=7), row(value="D01")
    ).worksheets[1]

    assert (sheet["A2"].value, sheet["A2"].number_format) == (ID, "@")
    assert sheet["B2"].value.date() == date(2026, 11, 21)
    assert sheet["B2"].number_format == "dd-mm-yyyy"
    assert (sheet["C2"].value, sheet["C2"].number_format) == (1234.5, "#,##0.00")
    assert [sheet[f"D{n}"].value for n in (2, 3, 4)] == [0.125, 7, "D01"]
    assert [sheet[f"D{n}"].number_format for n in (2, 3, 4)] == ["#,##0.00####", "#,##0", "@"]
    assert sheet["F2"].value is None
    assert sheet["F2"].border.left.style == "thin"


def test__write_book__text_that_looks_like_a_formula__stays_text(tmp_path: Path) -> None:
    workbook = written(tmp_path, row(value="=cmd|' /C calc'!A0", note="@SUM(1)"))

    texts = [
        cell
        for sheet in workbook.worksheets
        for cells in sheet.iter_rows()
        for cell in cells
        if isinstance(cell.value, str) and cell.value[:1] in "=@"
    ]
    assert len(texts) == 4
    assert {cell.data_type for cell in texts} == {"s"}


def test__write_book__rows_sheet__is_ready_to_be_filtered_and_printed(tmp_path: Path) -> None:
    sheet = written(tmp_path, row(), row()).worksheets[1]

    assert sheet.title == "Rows   1 "
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:F3"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddHeader.left.text == "&BRows"
    assert sheet.oddHeader.right.text == "Tom && Søn"
    assert sheet.oddFooter.right.text == "Page &P of &N"
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [20, 12, 12]


def test__write_book__long_text__makes_its_row_higher(tmp_path: Path) -> None:
    sheet = written(tmp_path, row(), row(note="word " * 12)).worksheets[1]

    assert sheet.row_dimensions[2].height is None
    assert sheet.row_dimensions[3].height > 60


def test__write_book__ids__are_not_marked_as_mistakes(tmp_path: Path) -> None:
    written(tmp_path, row(), row())

    with zipfile.ZipFile(tmp_path / "book.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()

    assert '<ignoredError sqref="A2:F3" numberStoredAsText="1"/>' in sheet
    assert sheet.index("</headerFooter>") < sheet.index("<ignoredErrors>")


def test__write_book__empty_sheet__has_its_header(tmp_path: Path) -> None:
    sheet = written(tmp_path).worksheets[1]

    assert [cell.value for cell in sheet[1]] == ["ID", "Day", "kWh", "Value", "Note", "Done"]
    assert sheet.max_row == 1


def test__write_book__facts__stand_as_on_a_page(tmp_path: Path) -> None:
    sheet = written(tmp_path).worksheets[0]

    cells = {cell.value: cell for cells in sheet.iter_rows() for cell in cells if cell.value}
    assert {"A title", "✓  Fine", "Facts", "Count", 1952, "A paragraph."} <= set(cells)
    assert cells[1952].number_format == "#,##0"
    assert cells["✓  Fine"].border.top.style == "medium"
    assert len(sheet.row_breaks.brk) == 1
    assert sheet.print_area == f"'Basis'!$A$1:$D${sheet.max_row}"


def test__write_book__same_book_later__is_the_same_file(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx", book(row()))
    time.sleep(1.1)  # times in a workbook are whole seconds
    write_book(tmp_path / "b.xlsx", book(row()))

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test__write_book__properties__name_company_and_time(tmp_path: Path) -> None:
    properties = written(tmp_path).properties

    assert (properties.title, properties.creator) == ("Check", "Tom & Søn")
    assert properties.created == properties.modified == MADE_AT.replace(tzinfo=None)


def test__write_book__folder_missing__says_so(tmp_path: Path) -> None:
    with pytest.raises(OutputFileError, match="the folder does not exist"):
        write_book(tmp_path / "no" / "book.xlsx", book())


def test__add_rows__more_rows_than_a_sheet_holds__is_refused(tmp_path: Path) -> None:
    write_book(tmp_path / "book.xlsx", book())
    rows = ([1] for _number in range(5))

    with (
        (tmp_path / "book.xlsx").open("rb") as skeleton,
        pytest.raises(ValueError, match="at most 1048576 rows"),
    ):
        add_rows(
            skeleton,
            tmp_path / "b.xlsx",
            [BodyRows(sheet=1, first_row=MAX_ROWS - 1, rows=rows, styles=[0])],
        )


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("x", CellKind.TEXT),
        (None, CellKind.TEXT),
        (True, CellKind.TEXT),
        (3, CellKind.INTEGER),
        (Decimal("1.50"), CellKind.DECIMAL),
        (Decimal("1.505"), CellKind.EXACT),
        (Decimal("1E+3"), CellKind.DECIMAL),
        (date(2026, 1, 1), CellKind.DAY),
        (MADE_AT, CellKind.MOMENT),
    ],
)
def test__kind_of__value__is_shown_by_its_type(value: CellValue, kind: CellKind) -> None:
    assert kind_of(value) is kind


def test__lines_of__text__counts_wrapped_and_own_lines() -> None:
    assert [lines_of(text, 10) for text in ("", "short", "x" * 11, "a\nb", "a\n" + "x" * 11)] == [
        1,
        1,
        2,
        2,
        3,
    ]
