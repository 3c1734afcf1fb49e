"""A table read from a file: one header and rows with the numbers they have in the file.

**Source**: design §§ 6, 9; issue "Bad input". A table can be read more than once, so that a large
file never has to be held in memory: once to see how it is written, once to take it in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from app.domain.errors import InputFileError
from app.exchange.cpr import CprFinding, CprScreen, without_cpr
from app.exchange.source_file import Format, SourceFile, inspect_source
from app.texts import _
from app.xlsx_rows import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.exchange.csv_reader import CsvFormat

Fault = Literal["", "too_short", "too_long"]
MAX_COLUMNS = 500


class TableRow(NamedTuple):
    """One row of a table.

    Attributes:
        number: Row number in the file as a spreadsheet program shows it; the header is 1.
        cells: One text per column of the header; typed cells are `TypedText`.
        fault: Whether the row in the file had fewer or more cells than the header.
    """

    number: int
    cells: list[str]
    fault: Fault = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A file that holds a table.

    Attributes:
        source: The file, its checksum and age.
        header: Headings as they stand in the file, trimmed; no two are equal.
        header_row: Row number of the header.
        encoding: Character encoding; "" for a workbook.
        separator: Between cells; "" for a workbook.
        sheet: The sheet that is read; "" for a text file.
    """

    source: SourceFile
    header: tuple[str, ...]
    header_row: int
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    _csv: CsvFormat | None = None
    _screen: CprScreen

    @property
    def path(self) -> Path:
        """Return where the file lies."""
        return self.source.path

    @property
    def format(self) -> Format:
        """Return "csv" or "xlsx"."""
        return self.source.format

    @property
    def blanked(self) -> tuple[CprFinding, ...]:
        """Return what looked like CPR numbers in the last pass and was left out."""
        return self._screen.findings

    def rows(self) -> Iterator[TableRow]:
        """Read the rows below the header; rows without content are left out.

        Raises:
            InputFileError: When the file is damaged; names the row.
        """
        self._screen.start()
        width = len(self.header)
        pads = self.format == "xlsx"
        clean = self._screen.clean
        for number, cells in _records(self.source, self.sheet, self._csv):
            if number <= self.header_row or not any(cells):
                continue
            clean(number, cells)
            missing = width - len(cells)
            if missing == 0:
                yield TableRow(number, cells)
            else:
                yield _fitted(number, cells, width, pads=pads)


def read_table(path: Path, *, sheet: str | None = None) -> Table:
    """Open a CSV or XLSX file as a table.

    Args:
        path: The file; its content decides how it is read, and must agree with its suffix.
        sheet: Name of the sheet of a workbook; the first one by default.

    Raises:
        InputFileError: When it is missing, empty, damaged, not what its suffix says, or has no
            usable header.
    """
    source = inspect_source(path)
    form: CsvFormat | None = None
    chosen = ""
    if source.format == "xlsx":
        from app.exchange.xlsx_reader import choose_sheet

        chosen = choose_sheet(path, sheet)
    else:
        from app.exchange.csv_reader import recognise_format

        form = recognise_format(path)
    header_row, header = _header(source, chosen, form)
    return Table(
        source=source,
        header=header,
        header_row=header_row,
        encoding=form.encoding if form else "",
        separator=form.separator if form else "",
        sheet=chosen,
        _csv=form,
        _screen=CprScreen(header),
    )


def _records(
    source: SourceFile, sheet: str, form: CsvFormat | None
) -> Iterator[tuple[int, list[str]]]:
    if form is None:
        from app.exchange.xlsx_reader import read_sheet

        return read_sheet(source.path, sheet)
    from app.exchange.csv_reader import read_records

    return read_records(source.path, form)


def _header(source: SourceFile, sheet: str, form: CsvFormat | None) -> tuple[int, tuple[str, ...]]:
    """Return the first row with content, without empty cells at its end."""
    for number, cells in _records(source, sheet, form):
        names = [without_cpr(str(cell).strip()) for cell in cells]
        while names and not names[-1]:
            names.pop()
        if names:
            _refuse_bad_header(source.path, number, names)
            return number, tuple(names)
    raise InputFileError(_("{path} is empty.").format(path=source.path))


def _refuse_bad_header(path: Path, row: int, names: list[str]) -> None:
    if len(names) > MAX_COLUMNS:
        raise InputFileError(
            _("{path} has {count} columns; at most {limit} are read.").format(
                path=path, count=len(names), limit=MAX_COLUMNS
            )
        )
    first_at: dict[str, int] = {}
    for index, name in enumerate(names):
        if name and name in first_at:
            raise InputFileError(
                _(
                    "{path}, row {row}: columns {first} and {second} are both called “{name}”."
                ).format(
                    path=path,
                    row=row,
                    first=column_letters(first_at[name]),
                    second=column_letters(index),
                    name=name,
                ),
                remedy=_("Remove or rename one of them."),
            )
        first_at[name] = index


def _fitted(number: int, cells: list[str], width: int, *, pads: bool) -> TableRow:
    """Bring a row to the header's width and say whether it was wrong.

    Empty cells beyond the header say nothing. A workbook leaves empty cells at the end of a row
    out of the file; a text file does not, so a short row there is a row cut off.
    """
    missing = width - len(cells)
    if missing > 0:
        cells.extend([""] * missing)
        return TableRow(number, cells, "" if pads else "too_short")
    surplus = any(cells[width:])
    del cells[width:]
    return TableRow(number, cells, "too_long" if surplus else "")
