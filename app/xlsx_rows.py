"""Puts many rows into a workbook fast, beside what openpyxl made of styles and page set-up.

openpyxl needs about 10 microseconds per cell and holds all of them; a sheet of 50,000 points and 40
fields would take 20 seconds. So openpyxl writes the workbook with its styles, widths, headers and
print set-up, and this module copies that file and streams the remaining rows into the sheets as
SpreadsheetML text: about eight times faster, and in constant memory. Standard library only.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

CellValue = str | int | bool | Decimal | date | datetime | None
"""What a cell can hold; a datetime is written as it stands, whatever its time zone."""

MAX_ROWS = 1_048_576
"""Rows of a sheet, header included (the file format's own limit)."""

_MAX_TEXT = 32_767
_EPOCH = date(1899, 12, 30)
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FLUSH_ROWS = 500
_SHEET_DATA_END = b"</sheetData>"
_EMPTY_SHEET_DATA = b"<sheetData />"
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"\s*/>')
_PROPERTIES = "docProps/core.xml"
_CREATED = re.compile(rb"<dcterms:created[^>]*>([^<]*)<")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")


@dataclass(frozen=True, kw_only=True)
class BodyRows:
    """The rows to be added to one sheet.

    Attributes:
        sheet: Index of the sheet in the workbook, from 0.
        first_row: Number of the first added row; the rows above are in the workbook already.
        rows: One sequence of values per row.
        styles: Style id of each column, as openpyxl's `cell.style_id` gave it; or a function from
            a row's values to the style ids, when rows look different.
        height: From a row's values to its height in points, or None for one line; None when all
            rows have one line.
        text_area: Cells in which numbers written as text are meant so ("A2:F900"): the program
            then does not mark each id as a mistake. "" for none.
    """

    sheet: int
    first_row: int
    rows: Iterable[Sequence[CellValue]]
    styles: Sequence[int] | Callable[[Sequence[CellValue]], Sequence[int]]
    height: Callable[[Sequence[CellValue]], float | None] | None = None
    text_area: str = ""


def add_rows(skeleton: IO[bytes], target: Path, bodies: Iterable[BodyRows]) -> None:
    """Copy a workbook and add rows to its sheets.

    Args:
        skeleton: The workbook as openpyxl saved it, open for reading.
        target: The file to write.
        bodies: What to add; at most one per sheet.

    Raises:
        OSError: When the target cannot be written.
        ValueError: When a sheet would get more than `MAX_ROWS` rows.
    """
    by_part = {f"xl/worksheets/sheet{body.sheet + 1}.xml": body for body in bodies}
    with (
        zipfile.ZipFile(skeleton) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as copy,
    ):
        for part in source.infolist():
            body = by_part.get(part.filename)
            content = source.read(part)
            if part.filename == _PROPERTIES:
                content = _never_modified(content)
            # A fixed date keeps the same run's workbook the same, byte for byte.
            info = zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            with copy.open(info, "w", force_zip64=body is not None) as out:
                if body is None:
                    out.write(content)
                else:
                    _write_sheet(out, content, body)


def _never_modified(properties: bytes) -> bytes:
    """Return the properties with the time of making as the last change.

    openpyxl writes the current time there, and the same content would make another file.
    """
    created = _CREATED.search(properties)
    if created is None:
        return properties
    return _MODIFIED.sub(rb"\g<1>" + created.group(1) + rb"\g<2>", properties)


def _write_sheet(out: IO[bytes], content: bytes, body: BodyRows) -> None:
    content = _DIMENSION.sub(b"", content.replace(_EMPTY_SHEET_DATA, b"<sheetData></sheetData>"))
    head, end, tail = content.partition(_SHEET_DATA_END)
    out.write(head)
    pending: list[str] = []
    for number, values in enumerate(body.rows, start=body.first_row):
        if number > MAX_ROWS:
            msg = f"a sheet holds at most {MAX_ROWS} rows"
            raise ValueError(msg)
        styles = body.styles(values) if callable(body.styles) else body.styles
        height = None if body.height is None else body.height(values)
        pending.append(_row(number, values, styles, height))
        if len(pending) >= _FLUSH_ROWS:
            out.write("".join(pending).encode())
            pending.clear()
    out.write("".join(pending).encode())
    out.write(end + _with_text_area(tail, body.text_area))


def _with_text_area(tail: bytes, area: str) -> bytes:
    """Say where numbers written as text are meant so; its place is after the page set-up."""
    if not area:
        return tail
    before, last_element, rest = tail.rpartition(b"</worksheet>")
    mark = f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>'
    return before + mark.encode() + last_element + rest


def _row(
    number: int, values: Sequence[CellValue], styles: Sequence[int], height: float | None
) -> str:
    size = "" if height is None else f' ht="{height:g}" customHeight="1"'
    cells = [
        _cell(f"{letters}{number}", style, value)
        for letters, style, value in zip(_letters(len(values)), styles, values, strict=True)
    ]
    return f'<row r="{number}"{size}>{"".join(cells)}</row>'


def _cell(reference: str, style: int, value: CellValue) -> str:
    if value is None or value == "":
        return f'<c r="{reference}" s="{style}"/>'
    if isinstance(value, str):
        text = escape(_ILLEGAL.sub("", value)[:_MAX_TEXT])
        return (
            f'<c r="{reference}" s="{style}" t="inlineStr">'
            f'<is><t xml:space="preserve">{text}</t></is></c>'
        )
    if isinstance(value, bool):
        return f'<c r="{reference}" s="{style}" t="b"><v>{int(value)}</v></c>'
    return f'<c r="{reference}" s="{style}"><v>{_number(value)}</v></c>'


def _number(value: int | Decimal | date | datetime) -> str:
    """Return a number, or a day or moment as the spreadsheet's count of days."""
    if isinstance(value, datetime):
        days = (value.date() - _EPOCH).days
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return f"{days + seconds / 86400:.10f}"
    if isinstance(value, date):
        return str((value - _EPOCH).days)
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


_LETTERS: list[str] = []


def _letters(count: int) -> list[str]:
    while len(_LETTERS) < count:
        _LETTERS.append(column_letters(len(_LETTERS)))
    return _LETTERS[:count]


def column_letters(index: int) -> str:
    """Return a column's letters as a spreadsheet program shows them ("A", "AB"), from index 0."""
    letters = ""
    position = index + 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
