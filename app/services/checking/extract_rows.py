"""The rows of an extract, compared with the own register's texts while they are read.

**Source**: Forskrift I § 4 stk. 4. Nearly all rows are identical, and a row whose cells are the
canonical texts of our own values needs no reading of its cells: that is what makes 50,000 points
with 40 fields a matter of seconds. Only the other rows are read cell by cell.

A row that cannot be read refuses the file: a check of half an extract would be worth nothing.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from app.domain.catalogue import FieldType
from app.domain.errors import InputFileError
from app.exchange.cells import LostDigits
from app.exchange.decimal_signs import NumberCell, recognise_decimal_sign
from app.exchange.rows import RowReader, Unreadable, row_fault
from app.services.checking.canonical import CanonicalTexts, taker
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.domain.catalogue import Catalogue, FieldEntry
    from app.domain.self_control.comparison import Row
    from app.exchange.decimal_signs import DecimalSign
    from app.exchange.kinds import ColumnMap
    from app.exchange.tables import Table, TableRow
    from app.services.tasking import Task

_ID, _FROM = "metering_point_id", "valid_from"
_NUMBERS = frozenset({FieldType.DECIMAL, FieldType.INTEGER})
_REPORT_EVERY = 2_000


class _Held(NamedTuple):
    """The row of a point that is in force as far as the file has been read."""

    valid_from: date
    number: int
    cells: Row


class ExtractRows:
    """Gathers the row of each point that is in force on a day.

    Attributes:
        count: Rows with content of each file, in their order.
        latest_beginning: The latest of the days on which points begin.
    """

    def __init__(
        self,
        fields: Sequence[FieldEntry],
        own: Mapping[str, Row],
        day: date,
        catalogue: Catalogue,
        task: Task,
    ) -> None:
        """Start to gather.

        Args:
            fields: Fields that all files carry, in the order of the rows.
            own: The own register's rows of these fields.
            day: The day that is compared.
            catalogue: Fields and codes.
            task: Hears about progress, and can cancel.
        """
        self._fields = fields
        self._own = own
        self._day = day
        self._catalogue = catalogue
        self._task = task
        self._points: dict[str, tuple[date, Row]] = {}
        self._first_days: dict[str, date] = {}
        self.count: list[int] = []

    @property
    def latest_beginning(self) -> date:
        """Return the latest of the days on which points begin."""
        return max(self._first_days.values(), default=date.min)

    def points(self) -> dict[str, Row]:
        """Return the row of each point in canonical texts."""
        return {point: row for point, (_day, row) in self._points.items()}

    def read(self, table: Table, columns: ColumnMap) -> None:
        """Add the rows of one file.

        Raises:
            InputFileError: When a row cannot be read or contradicts another; names file and row.
        """
        one_file = _FileRows(table, columns, self._fields, self._catalogue, self._task)
        held = one_file.gather(self._own, self._day)
        for point, first in one_file.first_days.items():
            self._first_days[point] = min(first, self._first_days.get(point, first))
        for point, (valid_from, row) in held.items():
            before = self._points.get(point)
            if before is None or before[0] < valid_from:
                self._points[point] = (valid_from, row)
            elif before[0] == valid_from and before[1] != row:
                raise InputFileError(
                    _("{path}: metering point {id} stands otherwise in another file.").format(
                        path=table.path, id=point
                    ),
                    remedy=_("Use extracts that were made together."),
                )
        self.count.append(one_file.count)


class _FileRows:
    """Reads one file."""

    def __init__(
        self,
        table: Table,
        columns: ColumnMap,
        fields: Sequence[FieldEntry],
        catalogue: Catalogue,
        task: Task,
    ) -> None:
        self._table = table
        self._columns = columns
        self._fields = fields
        self._catalogue = catalogue
        self._task = task
        self._places = [columns.at[entry.id] for entry in fields]
        self._number_places = [
            (columns.at[entry.id], table.header[columns.at[entry.id]])
            for entry in fields
            if entry.type in _NUMBERS
        ]
        self._numbers: dict[str, NumberCell] = {}
        self.first_days: dict[str, date] = {}
        self.count = 0

    def gather(self, own: Mapping[str, Row], day: date) -> dict[str, tuple[date, Row]]:
        """Return day and canonical row of each point that is in force on the day."""
        held, doubles = self._held(own, day)
        sign = self._decimal_sign()
        if sign == "," and any("." in text for text in self._numbers):
            # With a decimal comma, "1.234" is another number than the same text of ours.
            held, doubles = self._held({}, day)
        reader = _CellReader(self._reader(sign), self._fields)
        for point, first, second in doubles:
            if reader.canonical(first.cells) != reader.canonical(second.cells):
                raise self._contradiction(point, second.number)
        return {
            point: (row.valid_from, self._canonical(row.cells, own.get(point), reader))
            for point, row in held.items()
        }

    def _canonical(self, cells: Row, ours: Row | None, reader: _CellReader) -> Row:
        return cells if cells is ours else reader.canonical(cells)

    def _held(
        self, own: Mapping[str, Row], day: date
    ) -> tuple[dict[str, _Held], list[tuple[str, _Held, _Held]]]:
        """Return the row in force of each point, and pairs of rows from the same day.

        Cells that are the texts of the own row are replaced by that row itself.
        """
        held: dict[str, _Held] = {}
        doubles: list[tuple[str, _Held, _Held]] = []
        take = taker(self._places)
        ids = self._reader("").column(self._columns.kind.column(_ID)).read
        days = self._reader("").column(self._columns.kind.column(_FROM)).read
        id_at, from_at = self._columns.at[_ID], self._columns.at.get(_FROM)
        self.count = 0
        for row in self._table.rows():
            self._look_at(row)
            cells = row.cells
            point = cells[id_at]
            texts = take(cells)
            ours = own.get(point)
            if ours is None or isinstance(point, LostDigits):
                point = self._point(row, ids(point))
                ours = own.get(point)
            begins = date.min if from_at is None else self._begins(row, days(cells[from_at]))
            found = _Held(begins, row.number, ours if ours == texts and ours else texts)
            before = held.get(point)
            first = self.first_days.get(point)
            if first is None or begins < first:
                self.first_days[point] = begins
            if begins > day or (before is not None and begins < before.valid_from):
                continue
            if before is not None and begins == before.valid_from:
                doubles.append((point, before, found))
            held[point] = found
        return held, doubles

    def _look_at(self, row: TableRow) -> None:
        """Count a row, refuse one that is cut off, and remember its numbers with a sign."""
        if self.count % _REPORT_EVERY == 0:
            self._task.raise_if_cancelled()
            self._task.report(self.count, 0, _("Reading {file}").format(file=self._table.path.name))
        self.count += 1
        if row.fault:
            raise self._unreadable(row, row_fault(row, len(self._table.header)).message)
        for place, heading in self._number_places:
            text = row.cells[place]
            if text and text not in self._numbers and ("." in text or "," in text):
                self._numbers[text] = NumberCell(row.number, heading, text)

    def _decimal_sign(self) -> DecimalSign:
        """Return the file's decimal sign; a workbook's numbers are judged one by one."""
        if self._table.format != "csv":
            return ""
        try:
            return recognise_decimal_sign(self._numbers.values())
        except InputFileError as error:
            message = _("{path}: {problem}").format(path=self._table.path, problem=error.message)
            raise InputFileError(message, remedy=error.remedy) from error

    def _reader(self, sign: DecimalSign) -> RowReader:
        return RowReader(
            self._table,
            self._columns,
            self._catalogue,
            decimal_sign=sign,
            sign_is_known=True,
        )

    def _point(self, row: TableRow, found: object) -> str:
        if isinstance(found, Unreadable):
            raise self._unreadable(row, found.violation.message)
        if not isinstance(found, str):
            raise self._unreadable(row, _("the metering point ID is missing."))
        return found

    def _begins(self, row: TableRow, found: object) -> date:
        if isinstance(found, Unreadable):
            raise self._unreadable(row, found.violation.message)
        return found if isinstance(found, date) else date.min

    def _unreadable(self, row: TableRow, message: str) -> InputFileError:
        return InputFileError(
            _("{path}, row {row}: {message}").format(
                path=self._table.path, row=row.number, message=message
            )
        )

    def _contradiction(self, point: str, number: int) -> InputFileError:
        return InputFileError(
            _("{path}, row {row}: metering point {id} has two different rows.").format(
                path=self._table.path, row=number, id=point
            ),
            remedy=_("Make the extract again."),
        )


class _CellReader:
    """Turns cells into canonical texts; a cell that cannot be read stays as it stands."""

    def __init__(self, reader: RowReader, fields: Sequence[FieldEntry]) -> None:
        self._columns = [(reader.column(entry), CanonicalTexts(entry)) for entry in fields]

    def canonical(self, cells: Row) -> Row:
        """Return the canonical texts of a row's cells."""
        texts = []
        for cell, (column, canonical) in zip(cells, self._columns, strict=True):
            value = column.read(cell)
            # It differs from any value of ours, and a reader sees why.
            text = str(cell).strip() if isinstance(value, Unreadable) else canonical[value]
            texts.append(text)
        return tuple(texts)
