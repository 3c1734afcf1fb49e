"""Reads the rows of a table into typed values, with everything that is wrong in each row.

**Source**: design §§ 2.7, 5 and 6: a row that cannot be taken in is rejected with row, column and
reason, and the others are not held up by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from app.domain.catalogue import FieldEntry, FieldType
from app.domain.errors import InputFileError
from app.domain.field_values import FieldFormatError, parse_field
from app.domain.identifiers import is_valid_actor_id, is_valid_metering_point_id
from app.domain.master_data import FieldValue
from app.domain.violations import Severity, Violation
from app.exchange.cells import BrokenFormula, LostDigits, TypedText
from app.exchange.decimal_signs import (
    NumberCell,
    evidence,
    recognise_decimal_sign,
    to_point,
)
from app.exchange.formula_guard import unguarded
from app.exchange.kinds import OWN_COLUMN_FACET
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from app.domain.catalogue import Catalogue
    from app.exchange.decimal_signs import DecimalSign
    from app.exchange.kinds import ColumnMap
    from app.exchange.tables import Table, TableRow

OWN_RULES_SOURCE = "Netkontor"
_NUMBERS = frozenset({FieldType.DECIMAL, FieldType.INTEGER})
_MOST_REMEMBERED = 100_000


class ParsedRow(NamedTuple):
    """One row with typed values.

    Attributes:
        number: Row number in the file.
        values: One value per column of `RowReader.names`; None for an empty or unreadable cell.
        violations: What is wrong with the row by itself.
    """

    number: int
    values: tuple[FieldValue, ...]
    violations: tuple[Violation, ...]


class RowReader:
    """Reads a table of a known kind.

    Attributes:
        names: Ids of the columns that are read, in the order of the file.
        decimal_sign: How the file writes decimals; "" when no number in it has a sign.
    """

    def __init__(
        self,
        table: Table,
        columns: ColumnMap,
        catalogue: Catalogue,
        *,
        decimal_sign: DecimalSign = "",
        sign_is_known: bool = False,
    ) -> None:
        """Look through the file's numbers.

        Args:
            table: The file.
            columns: Its kind, and where the columns stand.
            catalogue: Fields and codes.
            decimal_sign: What the operator said; "" when it is to be recognised.
            sign_is_known: Whether the sign was found out before, so that there is nothing to look
                for.

        Raises:
            InputFileError: When the decimal sign is ambiguous or mixed; names row and column.
        """
        self.names = tuple(columns.at)
        self._table = table
        self._columns = columns
        self._catalogue = catalogue
        self._is_text_file = table.format == "csv"
        numbers = [
            (index, table.header[index])
            for index, entry in columns.entries
            if entry.type in _NUMBERS
        ]
        self.decimal_sign = (
            _decimal_sign(table, numbers, decimal_sign)
            if numbers and self._is_text_file and not sign_is_known
            else decimal_sign
        )

    def rows(self) -> Iterator[ParsedRow]:
        """Yield every row, in the order of the file."""
        columns = [(index, self.column(entry)) for index, entry in self._columns.entries]
        for row in self._table.rows():
            cells = row.cells
            values: list[CellContent] = [column.read(cells[index]) for index, column in columns]
            violations = [value.violation for value in values if isinstance(value, Unreadable)]
            if violations:
                values = [None if isinstance(value, Unreadable) else value for value in values]
            if row.fault:
                violations.insert(0, row_fault(row, len(self._table.header)))
            yield ParsedRow(row.number, tuple(values), tuple(violations))  # type: ignore[arg-type]  # the unreadable ones are gone

    def column(self, entry: FieldEntry) -> ColumnReader:
        """Return what reads the cells of one column."""
        return ColumnReader(self._parser(entry), has_types=not self._is_text_file)

    def canonical(self, row: TableRow) -> list[str]:
        """Return the cells of a row with its numbers written with a decimal point.

        A file of rejected rows is written so: its few numbers might not show by themselves which
        sign is the decimal one.
        """
        cells = list(row.cells)
        for index, entry in self._columns.entries:
            sign = self._sign_of(cells[index]) if entry.type in _NUMBERS else None
            if sign is not None:
                cells[index] = to_point(cells[index], sign)
        return cells

    def _parser(self, entry: FieldEntry) -> Callable[[str], CellContent]:
        """Return the function that reads the cells of one column."""

        def parse(text: str) -> CellContent:
            if isinstance(text, LostDigits):
                return Unreadable(_lost_digits(entry, text))
            if isinstance(text, BrokenFormula):
                return Unreadable(_broken_formula(entry, text))
            plain = unguarded(text) if self._is_text_file else text
            if entry.type in _NUMBERS:
                sign = self._sign_of(text)
                if sign is None:
                    return Unreadable(_ambiguous(entry, text))
                plain = to_point(plain, sign)
            try:
                value = parse_field(entry, plain, self._catalogue)
            except FieldFormatError as error:
                is_field = entry.facet != OWN_COLUMN_FACET
                return Unreadable(error.violation if is_field else _unreadable(entry, text))
            fault = own_column_violation(entry, value)
            return value if fault is None else Unreadable(fault)

        return parse

    def _sign_of(self, text: str) -> DecimalSign | None:
        """Return the decimal sign to read a number with; None when it is ambiguous.

        The numbers of a workbook are typed. The few that are text say nothing about each other,
        so each one is judged by itself, and the whole sheet need not be read twice.
        """
        if self._is_text_file or self.decimal_sign or isinstance(text, TypedText):
            return self.decimal_sign
        return evidence(text)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that cannot be read into its column, and why."""

    violation: Violation


CellContent = FieldValue | Unreadable
"""A cell's value, or why it has none."""


class ColumnReader:
    """Reads the cells of one column; most columns have few different texts.

    Attributes:
        read: Returns what a text means.
    """

    __slots__ = ("_plain", "_typed", "read")

    def __init__(self, parse: Callable[[str], CellContent], *, has_types: bool) -> None:
        self._plain, self._typed = _Meanings(parse), _Meanings(parse)
        self.read: Callable[[str], CellContent] = (
            self._read_typed if has_types else self._plain.__getitem__
        )

    def _read_typed(self, text: str) -> CellContent:
        # "1.234" in a typed cell and as text can be two numbers, though the texts are equal.
        return (self._plain if type(text) is str else self._typed)[text]


class _Meanings(dict[str, CellContent]):
    """Texts of a column and what they mean, found out when they first occur."""

    def __init__(self, parse: Callable[[str], CellContent]) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, text: str) -> CellContent:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        found = self[text] = self._parse(text)
        return found


def _decimal_sign(table: Table, numbers: list[tuple[int, str]], given: DecimalSign) -> DecimalSign:
    """Return the file's decimal sign, or say in which file, row and column it is not clear."""
    try:
        return recognise_decimal_sign(_number_cells(table, numbers), given=given)
    except InputFileError as error:
        message = _("{path}: {problem}").format(path=table.path, problem=error.message)
        raise InputFileError(message, remedy=error.remedy) from error


def _number_cells(table: Table, numbers: list[tuple[int, str]]) -> Iterable[NumberCell]:
    for row in table.rows():
        for index, heading in numbers:
            text = row.cells[index]
            if "." in text or "," in text:
                yield NumberCell(row.number, heading, text)


def own_column_violation(entry: FieldEntry, value: FieldValue) -> Violation | None:
    """Return what is wrong with a value of a column that is no field of a metering point.

    Fields of metering points are judged by the check catalogue; these columns have no entry there.
    """
    if entry.facet != OWN_COLUMN_FACET or not isinstance(value, str):
        return None
    if entry.max_length is not None and len(value) > entry.max_length:
        message = _("{field} has at most {limit} characters.")
        return row_violation(
            "IM-05", entry.id, message.format(field=entry.label(), limit=entry.max_length)
        )
    if entry.type is FieldType.ACTOR_ID and not is_valid_actor_id(value):
        message = _("{field}: {value} is neither a GLN nor an EIC with a right check digit.")
        return row_violation("IM-06", entry.id, message.format(field=entry.label(), value=value))
    if entry.type is FieldType.METERING_POINT_ID and not is_valid_metering_point_id(value):
        message = _("{field}: {value} is not a metering point ID with a right check digit.")
        return row_violation("IM-06", entry.id, message.format(field=entry.label(), value=value))
    if entry.type is FieldType.GRID_AREA and not (len(value) == 3 and value.isdecimal()):
        message = _("{field} has three digits; “{value}” has not.")
        return row_violation("IM-06", entry.id, message.format(field=entry.label(), value=value))
    return None


def row_violation(rule: str, field_id: str, message: str, *, value: str = "") -> Violation:
    """Return a violation of one of the rules for rows of files (`IM-..`).

    Args:
        rule: Rule id.
        field_id: Column; "" when it is about the whole row.
        message: Sentence in the operator's language.
        value: The cell as it stands, when it is about one cell.
    """
    return Violation(
        rule=rule,
        severity=Severity.ERROR,
        field=field_id,
        message=message,
        source=OWN_RULES_SOURCE,
        parameters={"value": value} if value else {},
    )


def row_fault(row: TableRow, width: int) -> Violation:
    """Return what is wrong with a row that has not as many cells as the header."""
    if row.fault == "too_long":
        message = _("The row has more cells than the header, which has {count}.")
    else:
        message = _("The row has fewer cells than the header, which has {count}.")
    return row_violation("IM-01", "", message.format(count=width))


def _unreadable(entry: FieldEntry, text: str) -> Violation:
    message = _("{field} cannot be read: “{value}”. {help}")
    return row_violation(
        "IM-13", entry.id, message.format(field=entry.label(), value=text, help=entry.help())
    )


def _lost_digits(entry: FieldEntry, text: str) -> Violation:
    message = _(
        "{field} was typed as a number, and a spreadsheet keeps only 15 digits of it ({value})."
        " Format the column as text and enter the value again."
    )
    text_in_words = message.format(field=entry.label(), value=text)
    return row_violation("IM-03", entry.id, text_in_words, value=text)


def _broken_formula(entry: FieldEntry, text: str) -> Violation:
    message = _("{field} holds a formula without a result ({value}).")
    text_in_words = message.format(field=entry.label(), value=text)
    return row_violation("IM-04", entry.id, text_in_words, value=text)


def _ambiguous(entry: FieldEntry, text: str) -> Violation:
    message = _("{field}: “{value}” can be read in two ways; enter it as a number.")
    text_in_words = message.format(field=entry.label(), value=text)
    return row_violation("IM-07", entry.id, text_in_words, value=text)
