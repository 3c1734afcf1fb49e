"""Writes tables that this program, or a spreadsheet program, reads back without loss.

**Source**: design §§ 6, 9; ux § 7.3. CSV is canonical: UTF-8 without byte order mark, `;`, decimal
point, ISO dates, line feed. In XLSX ids and codes are text cells, dates and decimals typed cells.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from enum import Enum
from io import BytesIO
from typing import TYPE_CHECKING

from app.domain.errors import OutputFileError
from app.exchange.formula_guard import guarded
from app.output_files import complete_file
from app.texts import _
from app.xlsx_rows import MAX_ROWS, BodyRows, CellValue, add_rows, column_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

CANONICAL_SEPARATOR = ";"
_NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?")
_WIDTH_SAMPLE = 200
_MAX_WIDTH = 40
_KEPT_DIGITS = 15


class CellType(Enum):
    """How a cell of canonical text is written into a workbook."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


def write_csv(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    separator: str = CANONICAL_SEPARATOR,
    encoding: str = "utf-8",
) -> int:
    """Write a CSV file, complete or not at all, and return the number of rows.

    Args:
        path: The file; an existing one is replaced.
        header: Headings.
        rows: Canonical texts, one per heading; text that a spreadsheet program would take for a
            formula is guarded.
        separator: Between cells.
        encoding: "utf-8", or "utf-8-sig" for a reader that needs a byte order mark.

    Raises:
        OutputFileError: When the disk is full, the folder read-only, or the file in use.
    """
    count = 0
    with complete_file(path) as partial, partial.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=separator, lineterminator="\n")
        writer.writerow([guarded(name) for name in header])
        for row in rows:
            writer.writerow([guarded(cell) for cell in row])
            count += 1
    return count


def write_xlsx(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    types: Sequence[CellType],
    title: str,
) -> int:
    """Write a workbook of one sheet, complete or not at all, and return the number of rows.

    Args:
        path: The file; an existing one is replaced.
        header: Headings.
        rows: Canonical texts, one per heading.
        types: How each column is written; a text that does not fit its type is written as text.
        title: Name of the sheet, at most 31 characters.

    Raises:
        OutputFileError: When the disk is full, the folder read-only, the file in use, or there are
            more rows than a sheet can hold.
    """
    body = list(rows)
    if len(body) >= MAX_ROWS:
        raise OutputFileError(
            _("{path}: a sheet holds at most {limit} rows.").format(path=path, limit=MAX_ROWS),
            remedy=_("Choose a file name that ends in .csv."),
        )
    with complete_file(path) as partial:
        skeleton, styles = _skeleton(header, body, title)
        values = ([_value(t, ty) for t, ty in zip(row, types, strict=True)] for row in body)

        def row_styles(row: Sequence[CellValue]) -> list[int]:
            # A text in a column of numbers or dates looks like any other text.
            return [
                styles[type_]
                if type_ is not CellType.TEXT and not isinstance(value, str)
                else styles[CellType.TEXT]
                for value, type_ in zip(row, types, strict=True)
            ]

        add_rows(
            skeleton, partial, [BodyRows(sheet=0, first_row=2, rows=values, styles=row_styles)]
        )
    return len(body)


def _skeleton(
    header: Sequence[str],
    body: Sequence[Sequence[str]],
    title: str,
) -> tuple[BytesIO, dict[CellType, int]]:
    """Return the workbook with its header, and the style ids of the body's cells."""
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.styles import Font

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = title
    formats = {CellType.TEXT: "@", CellType.NUMBER: "General", CellType.DATE: "yyyy-mm-dd"}
    styles = {}
    for type_, number_format in formats.items():
        # A style gets its id when a cell has it; this cell is in no sheet.
        sample = Cell(sheet, row=1, column=1)
        sample.number_format = number_format
        styles[type_] = sample.style_id
    for index, name in enumerate(header):
        cell = sheet.cell(1, index + 1, _in_xml(name))
        cell.data_type = "s"
        cell.number_format = "@"
        cell.font = Font(name="Calibri", size=11, bold=True)
        longest = max([len(name), *(len(row[index]) for row in body[:_WIDTH_SAMPLE])])
        sheet.column_dimensions[column_letters(index)].width = min(longest + 2, _MAX_WIDTH)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{column_letters(max(len(header), 1) - 1)}{len(body) + 1}"
    skeleton = BytesIO()
    workbook.save(skeleton)
    skeleton.seek(0)
    return skeleton, styles


def _in_xml(text: str) -> str:
    return "".join(character for character in text if character.isprintable())


def _value(text: str, type_: CellType) -> CellValue:
    """Return the cell's value, typed when the text fits the type."""
    if not text or type_ is CellType.TEXT:
        return text or None
    if type_ is CellType.DATE:
        return _iso_day(text) or text
    return Decimal(text) if _NUMBER.fullmatch(text) and _keeps_digits(text) else text


def _keeps_digits(number: str) -> bool:
    """Return whether a spreadsheet program keeps all digits of the number."""
    return len(number.lstrip("-0").replace(".", "").lstrip("0")) <= _KEPT_DIGITS


def _iso_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # A spreadsheet's days begin in 1900, and it counts wrongly until March of that year.
    return day if day.year > 1900 else None
