"""Read dates and amounts the way people type them, and write them the Danish way.

Formats are Danish in both languages of the program. Files and the command line use ISO dates and
are read by `app.domain.field_values` instead.

**Source**: ux §§ 7.1 and 7.2.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from app.domain.errors import AppError
from app.texts import _, format_day

if TYPE_CHECKING:
    from app.domain.working_days import WorkingDayCalendar

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
"""Years a typed date may have; anything else is a slip of the finger."""

_CENTURY = 2000
_MINUS_SIGNS = str.maketrans({"−": "-", "–": "-"})
_SPACES = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "})

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_TYPED = re.compile(
    r"([0-9]{1,2})\s*[-./ ]\s*([0-9]{1,2})(?:\s*[-./ ]\s*([0-9]{4}|[0-9]{2}))?", re.ASCII
)
_RUN_OF_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})?")
_OFFSET = re.compile(r"([+-])\s?([0-9]{1,5})\s?(a?)")

_UNIT = re.compile(r"^\s*(?:kr\.?|dkk)\s*|\s*(?:kr\.?|dkk|kwh|kw)\s*$", re.IGNORECASE)
_SIGNED = re.compile(r"([+-]?)\s?([0-9., ]*)", re.ASCII)
_ROUND_AMOUNT = re.compile(r",\s?-$")
_POINT_GROUPS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
_COMMA_GROUPS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_SPACE_GROUPS = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+")
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")


class HumanInputError(AppError):
    """What was typed cannot be read as a date or an amount."""


class AmountKind(StrEnum):
    """What an amount is, which decides how an ambiguous point is read."""

    PRICE_PER_KWH = "price_per_kwh"
    DKK = "dkk"
    KWH = "kwh"
    NUMBER = "number"


_GROUPED_KINDS = frozenset({AmountKind.DKK, AmountKind.KWH})
"""Kinds in which "1.234" is one thousand; in the others it is a little above one."""


class Amount(NamedTuple):
    """An amount as read.

    Attributes:
        value: The number, exact.
        certain: False when the text could mean two numbers; the reading must then be confirmed.
    """

    value: Decimal
    certain: bool


def parse_date(text: str, today: date, calendar: WorkingDayCalendar | None = None) -> date:
    """Read a date as typed: 09-03-2026, 9.3.2026, 9/3 26, 0903, 090326, 2026-03-09, i, +5, +5a.

    Args:
        text: What was typed. Without a year it is this year; a year of two digits is 20xx; `i` or
            `t` is today; +5 and -3 are days from today, +5a and -3a working days.
        today: The current day.
        calendar: Working day calendar for +5a.

    Raises:
        HumanInputError: When it cannot be read, or the date does not exist.
    """
    typed = text.translate(_SPACES).strip()
    if typed.casefold() in {"i", "t"}:
        return today
    if match := _OFFSET.fullmatch(typed.translate(_MINUS_SIGNS).casefold()):
        return _moved(today, int(match[1] + match[2]), calendar, working_days=bool(match[3]))
    if match := _ISO.fullmatch(typed):
        return _existing(text, int(match[3]), int(match[2]), int(match[1]))
    match = _TYPED.fullmatch(typed) or _RUN_OF_DIGITS.fullmatch(typed)
    if match is None:
        raise HumanInputError(
            _("“{text}” cannot be read as a date.").format(text=text),
            remedy=_("Write it as 31-12-2026, 3112 or +5."),
        )
    year = today.year if match[3] is None else int(match[3])
    if match[3] is not None and len(match[3]) == 2:
        year += _CENTURY
    return _existing(text, int(match[1]), int(match[2]), year)


def parse_amount(text: str, kind: AmountKind | str) -> Amount:
    """Read an amount as typed, with decimal comma or point, thousands separators and units.

    With both signs present the last one is the decimal sign; a comma alone is decimal; a single
    point is decimal unless exactly three digits follow and it could group thousands, which is
    decimal in prices per kWh and plain numbers, grouping in DKK and kWh, and uncertain in both.

    Args:
        text: What was typed.
        kind: What the amount is.

    Raises:
        HumanInputError: When it cannot be read.
    """
    digits = _ROUND_AMOUNT.sub("", _UNIT.sub("", text.translate(_SPACES)).strip())
    signed = _SIGNED.fullmatch(digits.translate(_MINUS_SIGNS))
    sign, number = (-1 if signed and signed[1] == "-" else 1), (signed[2] if signed else "")
    if _AMBIGUOUS.fullmatch(number):
        grouped = AmountKind(kind) in _GROUPED_KINDS
        value = Decimal(number.replace(".", "") if grouped else number)
        return Amount(sign * value, certain=False)
    plain = _with_decimal_point(number)
    if not _NUMBER.fullmatch(plain):
        raise HumanInputError(
            _("“{text}” cannot be read as a number.").format(text=text),
            remedy=_("Write it as 1234,56."),
        )
    return Amount(sign * Decimal(plain), certain=True)


def display_date(day: date) -> str:
    """Return a day as dd-MM-yyyy."""
    return format_day(day)


def display_decimal(value: Decimal, scale: int | None = None) -> str:
    """Return a number in Danish notation: 1.234,50.

    Args:
        value: The number.
        scale: Number of decimals always shown, rounded half up; None shows as many as the number
            has, without zeros at the end.
    """
    if scale is not None:
        value = value.quantize(Decimal(1).scaleb(-scale), rounding=ROUND_HALF_UP)
    text = f"{value:f}"
    if scale is None and "." in text:
        text = text.rstrip("0").removesuffix(".")
    whole, _point, decimals = text.partition(".")
    negative = whole.startswith("-") and text.strip("-0.") != ""
    grouped = f"{int(whole.lstrip('-')):,}".replace(",", ".")
    return f"{'-' if negative else ''}{grouped}{',' if decimals else ''}{decimals}"


def _moved(
    today: date, count: int, calendar: WorkingDayCalendar | None, *, working_days: bool
) -> date:
    try:
        if not working_days:
            return today + timedelta(days=count)
        if calendar is not None:
            return calendar.add(today, count)
    except (AppError, OverflowError) as error:
        raise HumanInputError(_("That day lies outside the calendar.")) from error
    raise HumanInputError(_("Working days cannot be counted here."))


def _existing(text: str, day: int, month: int, year: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        found = date.min
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise HumanInputError(
            _("The date “{text}” does not exist.").format(text=text),
            remedy=_("Write day, month and year, for example 31-12-2026."),
        )
    return found


def _with_decimal_point(number: str) -> str:
    """Return the number without separators and with a decimal point; "" when it is malformed."""
    last_sign = max(number.rfind(","), number.rfind("."))
    whole, decimals = number, ""
    # A sign that stands more than once can only group thousands.
    if last_sign >= 0 and number.count(number[last_sign]) == 1:
        whole, decimals = number[:last_sign], number[last_sign + 1 :]
        if not re.fullmatch(r"[0-9]*", decimals):
            return ""
    if any(sign in whole for sign in " .,"):
        patterns = (_SPACE_GROUPS, _POINT_GROUPS, _COMMA_GROUPS)
        if not any(pattern.fullmatch(whole) for pattern in patterns):
            return ""
        whole = re.sub(r"[ .,]", "", whole)
    return f"{whole}.{decimals}" if decimals else whole
