"""Field values to and from text: the canonical text of files, and what people and files write.

`format_field` and `parse_field` are exact inverses of each other. Whether a readable value is
right is judged by `app.domain.checks`; here only texts that cannot be read are refused.

**Source**: design §§ 5 and 6: dates ISO or Danish, decimal point or comma, codes or their names,
ids are text.
"""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.catalogue import FieldType
from app.domain.errors import AppError
from app.domain.human_input import display_date, display_decimal
from app.domain.violation_texts import violation_of
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.catalogue import Catalogue, FieldEntry
    from app.domain.master_data import FieldValue
    from app.domain.violations import Violation

_TRUE_WORDS = frozenset({"true", "ja", "yes", "j", "y", "1", "sand"})
_FALSE_WORDS = frozenset({"false", "nej", "no", "n", "0", "falsk"})
_BLANKS = re.compile(r"\s+")
_CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DANISH_DAY = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.0{1,9})?Z")
_MONTH_AND_DAY = re.compile(r"(?:--)?([0-9]{2})-?([0-9]{2})")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_GROUPED = {
    sign: re.compile(rf"[+-]?[0-9]{{1,3}}(?:{re.escape(sign)}[0-9]{{3}})+") for sign in ",. "
}
_SPOILED_ID = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")


class FieldFormatError(AppError):
    """A text cannot be read into a field.

    Attributes:
        violation: The rule it breaks, with a sentence that says how to write it.
    """

    def __init__(self, violation: Violation) -> None:
        super().__init__(violation.message)
        self.violation = violation


class _UnreadableError(Exception):
    """Internal: the text does not fit the type."""


def parse_field(
    entry: FieldEntry,
    text: str,
    catalogue: Catalogue,
    *,
    decimal_sign: str = ".",
    operation: str = "create",
) -> FieldValue:
    """Read a text into a value of the field; a blank text is None.

    Args:
        entry: The field.
        text: What the file or form holds. Codes may be written as their Danish or English name,
            dates as ISO, dd-mm-yyyy or an instant at Danish midnight, yes and no in both
            languages.
        catalogue: Where code lists and rules are.
        decimal_sign: "." or ","; the other one may group thousands.
        operation: One of `OPERATIONS`; some rules have another rejection code for a change.

    Raises:
        FieldFormatError: When the text cannot be read.
    """
    clean = text.strip()
    if not clean:
        return None
    try:
        if entry.type is FieldType.CODE:
            return _code(entry, clean, catalogue)
        if entry.type is FieldType.DECIMAL:
            return _decimal(entry, clean, decimal_sign)
        if entry.type is FieldType.INTEGER:
            return _integer(entry, clean, decimal_sign)
        return _READERS[entry.type](entry, clean)
    except _UnreadableError:
        raise FieldFormatError(_violation(entry, text, catalogue, operation)) from None


def format_field(entry: FieldEntry, value: FieldValue) -> str:  # noqa: ARG001  # pair of parse_field
    """Return the canonical text of a value: ISO dates, decimal point, codes; "" for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain_decimal(value)
    return str(value)


def display_field(entry: FieldEntry, value: FieldValue, catalogue: Catalogue) -> str:
    """Return a value as a person reads it: names of codes, Danish dates and numbers, Yes and No."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return display_date(value)
    if isinstance(value, int | Decimal):
        return display_decimal(Decimal(value))
    if entry.type is FieldType.CODE:
        return catalogue.code_lists[entry.code_list].label(value)
    return value


def plain_decimal(value: Decimal) -> str:
    """Return a decimal exactly, with a decimal point and no zeros at its end."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").removesuffix(".")
    return "0" if text in {"-0", ""} else text


def _code(entry: FieldEntry, text: str, catalogue: Catalogue) -> str:
    found = catalogue.code_lists[entry.code_list].find(text)
    if found is None:
        raise _UnreadableError
    return found.key


def _decimal(entry: FieldEntry, text: str, decimal_sign: str) -> Decimal:
    number = _number(text, decimal_sign)
    _whole, _point, decimals = number.partition(".")
    digits = sum(letter.isdigit() for letter in number)
    if entry.max_length is not None and digits > entry.max_length:
        raise _UnreadableError
    if len(decimals.rstrip("0")) > entry.scale:
        raise _UnreadableError
    return Decimal(number)


def _integer(entry: FieldEntry, text: str, decimal_sign: str) -> int:
    whole, _point, decimals = _number(text, decimal_sign).partition(".")
    if decimals.strip("0") or (entry.max_length and len(whole.lstrip("+-")) > entry.max_length):
        raise _UnreadableError
    return int(whole)


def _number(text: str, decimal_sign: str) -> str:
    """Return a number with a decimal point and without separators."""
    group_sign = "." if decimal_sign == "," else ","
    number = text.replace("−", "-").replace("\N{NO-BREAK SPACE}", " ")
    for sign in (group_sign, " "):
        if sign in number:
            if not _GROUPED[sign].fullmatch(number.partition(decimal_sign)[0]):
                raise _UnreadableError
            number = number.replace(sign, "")
    number = number.replace(decimal_sign, ".")
    if not _PLAIN_NUMBER.fullmatch(number):
        raise _UnreadableError
    return number


def _id(_entry: FieldEntry, text: str) -> str:
    """Return an id without the blanks people write between its digits."""
    if _SPOILED_ID.fullmatch(text):
        raise _UnreadableError
    return _BLANKS.sub("", text)


def _text(entry: FieldEntry, text: str) -> str | None:
    if _CONTROL_CHARACTER.search(text):
        raise _UnreadableError
    if not entry.leading_zero or not _DIGITS.fullmatch(text):
        return text
    if not text.strip("0"):
        return None
    is_padded = entry.max_length is not None and len(text) == entry.max_length + 1
    return text.removeprefix("0") if is_padded else text


def _boolean(_entry: FieldEntry, text: str) -> bool:
    word = text.casefold()
    if word not in _TRUE_WORDS and word not in _FALSE_WORDS:
        raise _UnreadableError
    return word in _TRUE_WORDS


def _date(_entry: FieldEntry, text: str) -> date:
    if _INSTANT.fullmatch(text):
        return _danish_midnight(text)
    if match := _ISO_DAY.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DANISH_DAY.fullmatch(text):
        day, month, year = match.groups()
    else:
        raise _UnreadableError
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise _UnreadableError from None


def _danish_midnight(text: str) -> date:
    """Return the Danish day that begins at an instant in UTC."""
    from app.clock import DANISH_TIME

    try:
        instant = datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
        local = instant.astimezone(DANISH_TIME)
    except (ValueError, OverflowError):
        raise _UnreadableError from None
    if (local.hour, local.minute, local.second) != (0, 0, 0):
        raise _UnreadableError
    return local.date()


def _month_day(_entry: FieldEntry, text: str) -> str:
    match = _MONTH_AND_DAY.fullmatch(text)
    if match is None:
        raise _UnreadableError
    return match[1] + match[2]


def _grid_area(_entry: FieldEntry, text: str) -> str:
    return text


def _uuid(_entry: FieldEntry, text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise _UnreadableError from None


_READERS: dict[FieldType, Callable[[FieldEntry, str], FieldValue]] = {
    FieldType.METERING_POINT_ID: _id,
    FieldType.ACTOR_ID: _id,
    FieldType.TEXT: _text,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: _date,
    FieldType.MONTH_DAY: _month_day,
    FieldType.GRID_AREA: _grid_area,
    FieldType.UUID: _uuid,
}


def _violation(entry: FieldEntry, text: str, catalogue: Catalogue, operation: str) -> Violation:
    rule, variant = catalogue.format_check(entry.id, operation)
    return violation_of(rule, variant, entry, catalogue, value=text.strip())
