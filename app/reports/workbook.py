"""The kernel of every workbook: sheets described as data, styles, page set-up, text made safe.

**Source**: ux § 1 nr. 12 and 13, § 7.3; design § 9. Decimals and dates keep their type, ids and
codes are text (a spreadsheet keeps 15 digits), format codes are in English notation, no text can
become a formula. Weight, borders and words carry the meaning, never colour alone.
"""

from __future__ import annotations

from datetime import UTC
from io import BytesIO
from typing import TYPE_CHECKING

from app.output_files import complete_file
from app.reports.facts_sheet import fill_facts_sheet
from app.reports.layout import Book, FactsSheet, RowsSheet
from app.reports.styles import (
    FONT,
    FORMATS,
    LINE_HEIGHT,
    ROW_HEIGHT,
    CellKind,
    Styles,
    kind_of,
    lines_of,
)
from app.texts import _
from app.xlsx_rows import BodyRows, CellValue, add_rows, column_letters

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.header_footer import _HeaderFooterPart
    from openpyxl.worksheet.worksheet import Worksheet

A4 = 9
_MAX_SHEET_NAME = 31
_FORBIDDEN_IN_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def write_book(path: Path, book: Book) -> None:
    """Write a workbook, complete or not at all.

    Raises:
        OutputFileError: When the disk is full, the folder read-only, or the file in use.
    """
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _describe(workbook, book)
    styles = Styles(workbook)
    bodies: list[BodyRows] = []
    for index, sheet in enumerate(book.sheets):
        worksheet = workbook.create_sheet(_sheet_name(sheet.name))
        _set_up_page(worksheet, book, sheet.title)
        if isinstance(sheet, FactsSheet):
            fill_facts_sheet(worksheet, sheet, styles)
        else:
            bodies.append(_fill_rows_sheet(worksheet, index, sheet, styles))
    skeleton = BytesIO()
    workbook.save(skeleton)
    skeleton.seek(0)
    with complete_file(path) as partial:
        add_rows(skeleton, partial, bodies)


def _fill_rows_sheet(
    worksheet: Worksheet, index: int, sheet: RowsSheet, styles: Styles
) -> BodyRows:
    kinds = [column.kind for column in sheet.columns]
    by_kind = {kind: styles.id_of(kind, worksheet) for kind in FORMATS}
    for number, column in enumerate(sheet.columns, start=1):
        cell = worksheet.cell(1, number, column.title)
        cell.data_type = "s"
        cell.style = styles.header(column.kind)
        worksheet.column_dimensions[column_letters(number - 1)].width = column.width
    worksheet.row_dimensions[1].height = 30
    worksheet.sheet_format.defaultRowHeight = ROW_HEIGHT
    worksheet.sheet_format.customHeight = True
    last = column_letters(len(kinds) - 1)
    worksheet.freeze_panes = "B2"
    worksheet.auto_filter.ref = f"A1:{last}{len(sheet.rows) + 1}"
    worksheet.print_title_rows = "1:1"
    worksheet.print_area = f"A1:{last}{len(sheet.rows) + 1}"

    def row_styles(values: Sequence[CellValue]) -> list[int]:
        return [by_kind[_shown_as(kind, value)] for kind, value in zip(kinds, values, strict=True)]

    wrapping = [
        (place, column.width)
        for place, column in enumerate(sheet.columns)
        if column.kind in {CellKind.WRAPPED, CellKind.BY_VALUE}
    ]

    def height(values: Sequence[CellValue]) -> float | None:
        lines = max((_lines_in(values[place], width) for place, width in wrapping), default=1)
        return None if lines == 1 else lines * LINE_HEIGHT + ROW_HEIGHT - LINE_HEIGHT

    mixed = CellKind.BY_VALUE in kinds
    return BodyRows(
        sheet=index,
        first_row=2,
        rows=sheet.rows,
        styles=row_styles if mixed else [by_kind[kind] for kind in kinds],
        height=height if wrapping else None,
        text_area=f"A2:{last}{len(sheet.rows) + 1}" if sheet.rows else "",
    )


def _shown_as(kind: CellKind, value: CellValue) -> CellKind:
    """Return how one cell is shown; long texts among values of any type go on in a new line."""
    if kind is not CellKind.BY_VALUE:
        return kind
    own = kind_of(value)
    return CellKind.WRAPPED if own is CellKind.TEXT else own


def _lines_in(value: CellValue, width: float) -> int:
    return lines_of(value, width) if isinstance(value, str) else 1


def _describe(workbook: Workbook, book: Book) -> None:
    properties = workbook.properties
    properties.title = book.title
    properties.creator = book.company
    properties.lastModifiedBy = book.company
    made_at = book.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.created = made_at
    properties.modified = made_at


def _set_up_page(worksheet: Worksheet, book: Book, title: str) -> None:
    """Set A4 landscape, as wide as the page, with title, company and page x of y."""
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.properties import PageSetupProperties

    worksheet.sheet_view.showGridLines = False
    worksheet.sheet_view.zoomScale = 100
    setup = worksheet.page_setup
    setup.orientation = "landscape"
    setup.paperSize = A4
    setup.fitToWidth = 1
    setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = worksheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom = 0.8, 0.7
    margins.header = margins.footer = 0.3
    pages = _("Page {page} of {pages}").format(page="&P", pages="&N")
    worksheet.oddHeader = HeaderFooterItem(
        left=_page_text(f"&B{_escaped(title)}"), right=_page_text(_escaped(book.company))
    )
    worksheet.oddFooter = HeaderFooterItem(
        left=_page_text(_escaped(book.reference)), right=_page_text(pages)
    )


def _page_text(text: str) -> _HeaderFooterPart:
    from openpyxl.worksheet.header_footer import _HeaderFooterPart

    return _HeaderFooterPart(text=text, size=9, font=FONT)


def _escaped(text: str) -> str:
    """Return a text for the margin of a page, where `&` begins a code."""
    return text.replace("&", "&&")


def _sheet_name(name: str) -> str:
    return name.translate(_FORBIDDEN_IN_SHEET_NAME)[:_MAX_SHEET_NAME]
