"""Column types: how a value of the domain lies in a SQLite column, exactly and back.

**Source**: style 4.8: `Numeric` is REAL on SQLite and `DateTime(timezone=True)` comes back naive,
so decimals are scaled integers, instants are UTC text, days are ISO text, yes/no is 0/1. Every type
has `encode` and `decode`, which the bulk paths use on raw rows, and which SQLAlchemy uses too.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.store.json_values import dump_json, load_json

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

Given = Any
"""A value of the domain; each type checks that it is of its kind."""

Stored = Any
"""What the driver takes and gives: `int` or `str`, by the type."""

_LARGEST = 2**63 - 1
_INSTANT_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


class StoredType(TypeDecorator[Any]):
    """Base of the own types: `encode` and `decode` are the whole difference between them."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = Text
    cache_ok = True

    def encode(self, value: Given) -> Stored:
        """Return what is stored for a value that is not None."""
        return value

    def decode(self, stored: Stored) -> Given:
        """Return the value of what is stored and not NULL."""
        return stored

    def process_bind_param(self, value: Given, dialect: Dialect) -> Stored:  # noqa: ARG002
        """Encode on the way in."""
        return None if value is None else self.encode(value)

    def process_result_value(self, value: Stored, dialect: Dialect) -> Given:  # noqa: ARG002
        """Decode on the way out."""
        return None if value is None else self.decode(value)


class PlainText(StoredType):
    """Text, codes and ids; anything but `str` is refused."""

    impl = Text
    cache_ok = True

    def encode(self, value: Given) -> str:
        """Return the text itself.

        Raises:
            TypeError: For anything but text.
        """
        if not isinstance(value, str):
            raise TypeError(_refusal("text", value))
        return value


class WholeNumber(StoredType):
    """A whole number that fits 64 bits; `bool` and `float` are refused."""

    impl = Integer
    cache_ok = True

    def encode(self, value: Given) -> int:
        """Return the number itself.

        Raises:
            TypeError: For anything but `int`.
            ValueError: For a number beyond 64 bits.
        """
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(_refusal("a whole number", value))
        return _fitting(value)


class ScaledDecimal(StoredType):
    """An exact decimal number, stored as the integer `value * 10**scale`.

    Attributes:
        scale: Number of decimals kept; a value with more is refused, never rounded.
    """

    impl = Integer
    cache_ok = True

    def __init__(self, scale: int) -> None:
        super().__init__()
        self.scale = scale

    def encode(self, value: Given) -> int:
        """Return the scaled integer.

        Raises:
            TypeError: For anything but `Decimal` and `int` (a `float` is never exact).
            ValueError: For more decimals than the scale, for infinity and not-a-number, and for a
                number beyond 64 bits.
        """
        if isinstance(value, bool) or not isinstance(value, Decimal | int):
            raise TypeError(_refusal("a decimal number", value))
        number = Decimal(value)
        if not number.is_finite():
            raise ValueError(_refusal("a finite number", value))
        scaled = number.scaleb(self.scale)
        whole = int(scaled)
        if whole != scaled:
            raise ValueError(_refusal(f"a number with at most {self.scale} decimals", value))
        return _fitting(whole)

    def decode(self, stored: Stored) -> Decimal:
        """Return the number with exactly `scale` decimals."""
        return Decimal(stored).scaleb(-self.scale)


class YesNo(StoredType):
    """A flag, stored as 1 or 0."""

    impl = Integer
    cache_ok = True

    def encode(self, value: Given) -> int:
        """Return 1 or 0.

        Raises:
            TypeError: For anything but `bool`.
        """
        if not isinstance(value, bool):
            raise TypeError(_refusal("true or false", value))
        return int(value)

    def decode(self, stored: Stored) -> bool:
        """Return the flag."""
        return bool(stored)


class IsoDay(StoredType):
    """A Danish local date, stored as `YYYY-MM-DD`, so that text order is the order of time."""

    impl = Text
    cache_ok = True

    def encode(self, value: Given) -> str:
        """Return the ISO date.

        Raises:
            TypeError: For anything but a plain `date`; an instant is not a day.
        """
        if isinstance(value, datetime) or not isinstance(value, date):
            raise TypeError(_refusal("a date", value))
        return value.isoformat()

    def decode(self, stored: Stored) -> date:
        """Return the date."""
        return date.fromisoformat(stored)


class UtcInstant(StoredType):
    """An instant, stored as UTC text of fixed width, so that text order is the order of time."""

    impl = Text
    cache_ok = True

    def encode(self, value: Given) -> str:
        """Return the instant in UTC, with microseconds and a Z.

        Raises:
            TypeError: For anything but a `datetime`.
            ValueError: For a naive one: nobody knows which instant it means.
        """
        if not isinstance(value, datetime):
            raise TypeError(_refusal("an instant", value))
        if value.tzinfo is None:
            raise ValueError(_refusal("an instant with a time zone", value))
        return value.astimezone(UTC).strftime(_INSTANT_FORMAT)

    def decode(self, stored: Stored) -> datetime:
        """Return the aware instant in UTC."""
        return datetime.strptime(stored, _INSTANT_FORMAT).replace(tzinfo=UTC)


class JsonText(StoredType):
    """A JSON document that keeps dates, instants and decimals (see `json_values`)."""

    impl = Text
    cache_ok = True

    def encode(self, value: Given) -> str:
        """Return the document as text, keys sorted."""
        return dump_json(value)

    def decode(self, stored: Stored) -> Given:
        """Return the document."""
        return load_json(stored)


def _fitting(number: int) -> int:
    if not -_LARGEST <= number <= _LARGEST:
        msg = f"a number of 64 bits is needed, not {number}"
        raise ValueError(msg)
    return number


def _refusal(wanted: str, value: object) -> str:
    return f"{wanted} is needed here, not {type(value).__name__} {value!r}"
