"""JSON for data that belongs to one record only, keeping the types that JSON does not know.

Used for a process's inputs, an event's data, a check's parameters: what no query asks for. A date
becomes `{"$date": "2026-11-21"}`, an instant `{"$instant": ...}`, a decimal `{"$decimal": "1.50"}`;
tuples and sets come back as lists (sets sorted).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

Json = Any
"""A value that came out of a JSON document: its shape is known to whoever put it in."""

_DATE, _INSTANT, _DECIMAL = "$date", "$instant", "$decimal"


def dump_json(value: object) -> str:
    """Return the value as compact JSON text, keys sorted.

    Raises:
        TypeError: For a type that cannot come back as it was (`float` is one: never exact).
        ValueError: For a naive instant.
    """
    return json.dumps(
        _prepared(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False
    )


def load_json(text: str) -> Json:
    """Return the value of text that `dump_json` wrote."""
    return json.loads(text, object_hook=_restored, parse_float=Decimal)


def _prepared(value: object) -> Json:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): _prepared(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_prepared(item) for item in value]
    if isinstance(value, set | frozenset):
        return [_prepared(item) for item in sorted(value)]
    return _tagged(value)


def _tagged(value: object) -> dict[str, str]:
    match value:
        case Decimal():
            return {_DECIMAL: str(value)}
        case datetime():
            if value.tzinfo is None:
                msg = f"an instant needs a time zone: {value!r}"
                raise ValueError(msg)
            return {_INSTANT: value.astimezone(UTC).isoformat()}
        case date():
            return {_DATE: value.isoformat()}
    msg = f"{type(value).__name__} cannot be kept as JSON: {value!r}"
    raise TypeError(msg)


def _restored(document: dict[str, Any]) -> Json:
    if len(document) == 1:
        ((key, value),) = document.items()
        if key == _DATE:
            return date.fromisoformat(value)
        if key == _INSTANT:
            return datetime.fromisoformat(value)
        if key == _DECIMAL:
            return Decimal(value)
    return document
