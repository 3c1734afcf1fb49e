"""Periods of values in memory, and values laid over them from a day on.

**Source**: design § 2.3. Rows of a file are judged by what they lead to before anything is written,
and the store lays them over the register by the same rule: values run to the next change, or over
everything up to a day that was said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.master_data import FieldValue, MasterData
from app.domain.periods import OPEN_END

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

Span = tuple["date", "date", MasterData]
"""First day, first day after, and the values that hold."""

Spans = tuple[Span, ...]
"""In order of time, never overlapping; neighbours that touch differ."""


def holding(spans: Spans, day: date) -> MasterData:
    """Return the values that hold on a day; empty when nothing holds."""
    return next((values for start, end, values in spans if start <= day < end), MasterData())


def laid(
    spans: Spans, day: date, values: Mapping[str, FieldValue], until: date | None = None
) -> Spans:
    """Return the spans with values laid over them.

    Args:
        spans: What holds.
        day: First day that changes.
        values: By field id; None clears, a missing field stays what it is.
        until: First day that stays as it is; None = the next change after the day.
    """
    end = _next_change(spans, day) if until is None else until
    outside = [part for span in spans for part in _without(span, day, end)]
    inside: list[Span] = []
    reached = day
    for start, stop, old in spans:
        if stop <= day or end <= start:
            continue
        if reached < start:
            inside.append((reached, start, MasterData().replacing(values)))
        first, reached = max(start, day), min(stop, end)
        inside.append((first, reached, old.replacing(values)))
    if reached < end:
        inside.append((reached, end, MasterData().replacing(values)))
    return _joined(sorted([*outside, *inside], key=lambda span: span[0]))


def _next_change(spans: Spans, day: date) -> date:
    bounds = (bound for start, end, _values in spans for bound in (start, end))
    return min((bound for bound in bounds if bound > day), default=OPEN_END)


def _without(span: Span, day: date, end: date) -> Iterable[Span]:
    start, stop, values = span
    if stop <= day or end <= start:
        yield span
        return
    if start < day:
        yield start, day, values
    if end < stop:
        yield end, stop, values


def _joined(spans: list[Span]) -> Spans:
    joined: list[Span] = []
    for start, end, values in spans:
        if joined and joined[-1][1] == start and joined[-1][2] == values:
            joined[-1] = (joined[-1][0], end, values)
        else:
            joined.append((start, end, values))
    return tuple(joined)
