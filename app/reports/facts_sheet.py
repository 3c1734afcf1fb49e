"""Fills the sheet of a workbook that is read like a page: result, parameters, sources.

**Source**: ux § 1 nr. 12 (a "Grundlag" sheet with parameters, data time, version, row count and
control totals).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.reports.layout import Fact, FactsSheet, Grid, Section
from app.reports.styles import (
    GREY_INK,
    HEADER_FILL,
    LINE_HEIGHT,
    CellKind,
    Look,
    Styles,
    kind_of,
    lines_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from app.xlsx_rows import CellValue

_WIDTHS = (38.0, 54.0, 30.0, 50.0)
_LAST = len(_WIDTHS)


def fill_facts_sheet(worksheet: Worksheet, sheet: FactsSheet, styles: Styles) -> None:
    """Write the sheet from top to bottom."""
    _Page(worksheet, styles).fill(sheet)


class _Page:
    """Writes down a page line by line."""

    def __init__(self, worksheet: Worksheet, styles: Styles) -> None:
        self._worksheet = worksheet
        self._styles = styles
        self._row = 0
        for index, width in enumerate(_WIDTHS):
            worksheet.column_dimensions["ABCD"[index]].width = width

    def fill(self, sheet: FactsSheet) -> None:
        self._line(sheet.title, self._styles.made("Title", Look(size=18, bold=True)), height=27)
        self._line(
            sheet.subtitle, self._styles.made("Subtitle", Look(size=11, ink=GREY_INK)), height=18
        )
        if sheet.result:
            self._row += 1
            self._result(sheet)
        for section in sheet.sections:
            self._section(section)
        self._worksheet.print_area = f"A1:D{self._row}"

    def _line(self, text: str, style: str, *, height: float = 0) -> None:
        """Write a text across the whole page."""
        self._row += 1
        for column in range(1, _LAST + 1):
            self._worksheet.cell(self._row, column).style = style
        self._put(1, text, style)
        self._worksheet.merge_cells(
            start_row=self._row, start_column=1, end_row=self._row, end_column=_LAST
        )
        lines = lines_of(text, sum(_WIDTHS))
        self._worksheet.row_dimensions[self._row].height = height or lines * LINE_HEIGHT + 3

    def _result(self, sheet: FactsSheet) -> None:
        style = self._styles.made(
            "Result", Look(size=14, bold=True, fill=HEADER_FILL, middle=True, line="box")
        )
        self._line(sheet.result, style, height=30)
        if sheet.result_note:
            self._line(sheet.result_note, self._styles.made("Result note", Look(wrap=True)))

    def _section(self, section: Section) -> None:
        if section.new_page:
            from openpyxl.worksheet.pagebreak import Break

            self._worksheet.row_breaks.append(Break(id=self._row))
        self._row += 1
        style = self._styles.made("Section", Look(size=12, bold=True, line="medium"))
        self._line(section.title, style, height=20)
        for part in section.content:
            if isinstance(part, Fact):
                self._fact(part)
            elif isinstance(part, Grid):
                self._grid(part)
            else:
                self._line(part, self._styles.made("Paragraph", Look(wrap=True)))

    def _fact(self, fact: Fact) -> None:
        label = self._styles.made("Label", Look(bold=True, wrap=True, middle=True, line="thin"))
        note_style = self._styles.made(
            "Note", Look(size=9, ink=GREY_INK, wrap=True, middle=True, line="thin")
        )
        for number, value in enumerate(fact.values or [None]):
            self._row += 1
            self._put(1, fact.label if number == 0 else None, label)
            shown = kind_of(value) if fact.kind is CellKind.BY_VALUE else fact.kind
            self._put(2, value, self._styles.fact(shown))
            note = fact.note if number == 0 else ""
            self._put(3, note or None, note_style)
            self._put(4, None, note_style)
            self._worksheet.merge_cells(
                start_row=self._row, start_column=3, end_row=self._row, end_column=4
            )
            lines = max(
                lines_of(fact.label, _WIDTHS[0]),
                lines_of(str(value or ""), _WIDTHS[1]),
                lines_of(note, _WIDTHS[2] + _WIDTHS[3]),
            )
            self._worksheet.row_dimensions[self._row].height = lines * LINE_HEIGHT + 3

    def _grid(self, grid: Grid) -> None:
        self._row += 1
        self._cells(grid.header, header=True)
        for row in grid.rows:
            self._row += 1
            self._cells(row, header=False)

    def _cells(self, values: Sequence[CellValue], *, header: bool) -> None:
        lines = 1
        for number in range(1, _LAST + 1):
            value = values[number - 1] if number <= len(values) else None
            kind = kind_of(value)
            style = self._styles.header(CellKind.TEXT) if header else self._styles.fact(kind)
            self._put(number, value, style)
            lines = max(lines, lines_of(str(value or ""), _WIDTHS[number - 1]))
        self._worksheet.row_dimensions[self._row].height = lines * LINE_HEIGHT + 3

    def _put(self, column: int, value: CellValue, style: str) -> None:
        cell = self._worksheet.cell(self._row, column)
        cell.value = value
        if isinstance(value, str):
            # Without this a text that begins with "=" would become a formula.
            cell.data_type = "s"
        cell.style = style
