"""Master data of one metering point: an immutable mapping from field id to value.

**Source**: design § 3, "Values". Values are typed by the field catalogue: `str` for codes, ids and
texts, `Decimal` for decimals, `int`, `bool`, `date`; a missing key or None means "no value".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar, overload

_T = TypeVar("_T")

FieldValue = str | int | bool | Decimal | date | None
"""A value of a catalogue field; None means "no value"."""


class MasterData(Mapping[str, FieldValue]):
    """The values of a metering point at one moment, or of a form being filled in.

    Invariant: keys with value None or "" are left out, so that two objects with the same facts
    compare equal.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, FieldValue] | None = None) -> None:
        self._values: dict[str, FieldValue] = {
            key: value for key, value in (values or {}).items() if value is not None and value != ""
        }

    def __getitem__(self, field_id: str) -> FieldValue:
        """Return the value; KeyError when the field has none."""
        return self._values[field_id]

    @overload
    def get(self, key: str, /) -> FieldValue: ...
    @overload
    def get(self, key: str, /, default: _T) -> FieldValue | _T: ...
    def get(self, key: str, /, default: object = None) -> object:
        """Return the value, or the default; asked millions of times in lists and checks."""
        return self._values.get(key, default)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids of the fields that have a value."""
        return iter(self._values)

    def __len__(self) -> int:
        """Return the number of fields that have a value."""
        return len(self._values)

    def __hash__(self) -> int:
        """Hash by content."""
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        """Show the values for debugging."""
        return f"MasterData({self._values!r})"

    def text(self, field_id: str) -> str:
        """Return a text, code or id, or "" when there is none."""
        value = self._values.get(field_id)
        return value if isinstance(value, str) else ""

    def flag(self, field_id: str) -> bool | None:
        """Return a yes/no value, or None when it is not known."""
        value = self._values.get(field_id)
        return value if isinstance(value, bool) else None

    def day(self, field_id: str) -> date | None:
        """Return a date, or None when there is none."""
        value = self._values.get(field_id)
        return value if isinstance(value, date) else None

    def number(self, field_id: str) -> Decimal | None:
        """Return a whole or decimal number exactly, or None when there is none."""
        value = self._values.get(field_id)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return None
        return Decimal(value)

    def replacing(self, changes: Mapping[str, FieldValue]) -> MasterData:
        """Return a copy with the changes laid over it; None or "" removes a value."""
        return MasterData({**self._values, **changes})

    @property
    def metering_point_type(self) -> str:
        """Return the DataHub code of the type (E17, E18, D14 ...), or ""."""
        return self.text("metering_point_type")

    @property
    def connection_state(self) -> str:
        """Return the DataHub code of the connection state (D03, E22, E23, D02), or ""."""
        return self.text("connection_state")
