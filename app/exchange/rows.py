"""Reads the rows of a table into typed values, with everything that is wrong in each row.

**Source**: design §§ 2.7, 5 and 6: a row that cannot be taken in is rejected with row, column and
reason, and the others are not held up by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.domain.catalogue import FieldEntry, FieldType
from app.domain.field_values import FieldFormatError, parse_field
from app.domain.identifiers import is_valid_actor_id, is_valid_metering_point_id
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
    from app.domain.master_data import FieldValue
    from app.exchange.decimal_signs import DecimalSign
    from app.exchange.kinds import ColumnMap
    from app.exchange.tables import Table, TableRow

OWN_RULES_SOURCE = "Netkontor"
_NUMBERS = frozenset({FieldType.DECIMAL, FieldType.INTEGER})
_MOST_REMEMBERED = 100_000
_Parsed = tuple["FieldValue", "Violation | None"]


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
    ) -> None:
        """Look through the file's numbers.

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
            recognise_decimal_sign(_number_cells(table, numbers), given=decimal_sign)
            if numbers and self._is_text_file
            else decimal_sign
        )

    def rows(self) -> Iterator[ParsedRow]:
        """Yield every row, in the order of the file."""
        places = [
            (index, entry, _Memory(self._parser(entry))) for index, entry in self._columns.entries
        ]
        for row in self._table.rows():
            values: list[FieldValue] = []
            violations: list[Violation] = []
            for index, _entry, memory in places:
                value, violation = memory.parsed(row.cells[index])
                values.append(value)
                if violation is not None:
                    violations.append(violation)
            if row.fault:
                violations.insert(0, _fault(row, len(self._table.header)))
            yield ParsedRow(row.number, tuple(values), tuple(violations))

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

    def _parser(self, entry: FieldEntry) -> Callable[[str], _Parsed]:
        """Return the function that reads the cells of one column."""

        def parse(text: str) -> _Parsed:
            if isinstance(text, LostDigits):
                return None, _lost_digits(entry, text)
            if isinstance(text, BrokenFormula):
                return None, _broken_formula(entry, text)
            plain = unguarded(text) if self._is_text_file else text
            if entry.type in _NUMBERS:
                sign = self._sign_of(text)
                if sign is None:
                    return None, _ambiguous(entry, text)
                plain = to_point(plain, sign)
            try:
                value = parse_field(entry, plain, self._catalogue)
            except FieldFormatError as error:
                is_field = entry.facet != OWN_COLUMN_FACET
                return None, error.violation if is_field else _unreadable(entry, text)
            return value, own_column_violation(entry, value)

        return parse

    def _sign_of(self, text: str) -> DecimalSign | None:
        """Return the decimal sign to read a number with; None when it is ambiguous.

        The numbers of a workbook are typed. The few that are text say nothing about each other,
        so each one is judged by itself, and the whole sheet need not be read twice.
        """
        if self._is_text_file or self.decimal_sign or isinstance(text, TypedText):
            return self.decimal_sign
        return evidence(text)


class _Memory:
    """Remembers what texts of a column mean: most columns have few different ones."""

    __slots__ = ("_parse", "_plain", "_typed")

    def __init__(self, parse: Callable[[str], _Parsed]) -> None:
        self._parse = parse
        self._plain: dict[str, _Parsed] = {}
        self._typed: dict[str, _Parsed] = {}

    def parsed(self, text: str) -> _Parsed:
        # "1.234" in a typed cell and as text can be two numbers, though the texts are equal.
        memory = self._plain if type(text) is str else self._typed
        found = memory.get(text)
        if found is None:
            if len(memory) >= _MOST_REMEMBERED:
                memory.clear()
            found = memory[text] = self._parse(text)
        return found


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


def _fault(row: TableRow, width: int) -> Violation:
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
