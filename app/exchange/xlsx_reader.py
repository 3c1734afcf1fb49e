"""Reads a sheet of a workbook row by row; types of cells are kept as marks on their text.

**Source**: ux § 7.3: an 18-digit id typed as a number is stored as 5.713131740021235e+17, so its
last digits are gone; a spreadsheet keeps 15.
"""

from __future__ import annotations

import zipfile
import zlib
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from app.domain.errors import InputFileError
from app.exchange.cells import BrokenFormula, LostDigits, TypedText
from app.exchange.source_file import damaged_workbook, unreadable
from app.exchange.xlsx_package import DamagedPartError, Package, feed, open_package
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_KEPT_DIGITS = 15
_TOO_LARGE = Decimal(10) ** _KEPT_DIGITS
_ROUNDING = Context(prec=_KEPT_DIGITS)
_MAX_DAY = 2_958_465
"""31 December 9999 as a spreadsheet counts days."""
_NO_RESULT = "#N/A"


def choose_sheet(path: Path, wanted: str | None) -> str:
    """Return the sheet to read: the wanted one, or the first.

    Raises:
        InputFileError: When there is no such sheet, or the workbook is damaged.
    """
    with _opened(path) as package:
        names = [name for name, _part in package.sheets]
    if not names:
        raise damaged_workbook(path)
    if wanted is None:
        return names[0]
    if wanted not in names:
        raise InputFileError(
            _("{path} has no sheet “{sheet}”; it has {names}.").format(
                path=path, sheet=wanted, names=", ".join(names)
            )
        )
    return wanted


def read_sheet(path: Path, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is in the file, with its number; empty cells at its end are left out.

    Raises:
        InputFileError: When the workbook is damaged.
    """
    with _opened(path) as package:
        part_name = dict(package.sheets)[sheet]
        rows = _SheetRows(package)
        with package.archive.open(part_name) as part:
            for _piece in feed(part, rows):
                yield from rows.ready
                rows.ready = []


@contextmanager
def _opened(path: Path) -> Iterator[Package]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield open_package(archive)
    except (
        DamagedPartError,
        EOFError,
        KeyError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise damaged_workbook(path) from error
    except OSError as error:
        raise unreadable(path, error) from error


class _SheetRows:
    """Collects the rows of a sheet while its XML is read.

    Attributes:
        ready: Rows that are complete and were not taken yet.
    """

    def __init__(self, package: Package) -> None:
        self.ready: list[tuple[int, list[str]]] = []
        self._texts = package.shared_texts()
        self._date_styles = {str(style) for style in package.date_styles}
        self._epoch = date(1904, 1, 1) if package.counts_from_1904 else date(1899, 12, 30)
        self._row = 0
        self._cells: list[str] = []
        self._column = 0
        self._kind = "n"
        self._style = ""
        self._value: list[str] = []
        self._taking = False
        self._in_reading_aid = False
        self._has_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            reference = attributes.get("r")
            self._column = _column_index(reference) if reference else len(self._cells)
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "0")
            self._value = []
            self._has_formula = False
        elif name in {"v", "t"}:
            self._taking = not self._in_reading_aid
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._cells = []
        elif name == "f":
            self._has_formula = True
        elif name == "rPh":
            self._in_reading_aid = True

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self._taking = False
        elif name == "c":
            text = self._text()
            if text:
                self._cells.extend([""] * (self._column - len(self._cells)))
                self._cells.append(text)
        elif name == "row":
            self.ready.append((self._row, self._cells))
        elif name == "rPh":
            self._in_reading_aid = False

    def text(self, text: str) -> None:
        if self._taking:
            self._value.append(text)

    def _text(self) -> str:
        """Return the canonical text of the cell that just ended."""
        value = "".join(self._value)
        if self._kind in {"inlineStr", "str"}:
            return value
        if not value:
            # A formula that was never calculated is not an empty cell: its value is not known.
            return BrokenFormula(_NO_RESULT) if self._has_formula else ""
        if self._kind == "s":
            return self._texts[int(value)]
        return self._typed(value)

    def _typed(self, value: str) -> str:
        """Return the text of a cell that holds something else than text."""
        if self._kind == "n":
            is_date = self._style in self._date_styles
            return TypedText(_moment(value, self._epoch)) if is_date else _number(value)
        if self._kind == "b":
            return TypedText("true" if value == "1" else "false")
        return BrokenFormula(value) if self._kind == "e" else TypedText(value)


def _column_index(reference: str) -> int:
    """Return the index, from 0, of the column in a reference such as "AB12"."""
    index = 0
    for character in reference:
        if not character.isalpha():
            break
        index = index * 26 + ord(character.upper()) - ord("A") + 1
    if not 0 < index <= 16_384:
        msg = f"cell reference {reference}"
        raise ValueError(msg)
    return index - 1


def _number(value: str) -> str:
    """Return a number with the 15 digits that a spreadsheet keeps, without exponent."""
    if len(value) <= _KEPT_DIGITS and value.isdecimal():
        return TypedText(value)
    try:
        number = _ROUNDING.create_decimal(value)
    except InvalidOperation:
        return BrokenFormula(value)
    if abs(number) >= _TOO_LARGE:
        return LostDigits(value)
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return TypedText("0" if text in {"-0", ""} else text)


def _moment(value: str, epoch: date) -> str:
    """Return a day, a moment or a time of day that is stored as a count of days."""
    try:
        count = Decimal(value)
    except InvalidOperation:
        return value
    if not 0 <= count <= _MAX_DAY:
        return value
    days = int(count)
    seconds = round((count - days) * 86_400)
    moment = datetime.combine(epoch, datetime.min.time()) + timedelta(days=days, seconds=seconds)
    if days == 0:
        return moment.time().isoformat()
    # Before March 1900 a spreadsheet counts a leap day that never was.
    if epoch.year == 1899 and days < 60:
        moment += timedelta(days=1)
    if seconds == 0:
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds")
