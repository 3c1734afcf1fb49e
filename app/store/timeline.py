"""What is believed about one key, as a sequence of periods, and the ways to change it.

**Source**: design § 2.3: "a correction ends the rows it replaces on the knowledge axis and adds new
ones, and runs to that facet's next change". This module is pure: it works on what is stored (ISO
days, encoded values), so that comparing is exact and nothing is converted back and forth.

A timeline is canonical: its pieces are in order, never overlap, and two neighbours that touch never
hold the same values. An *unbroken* timeline (a facet of a metering point) also has no gap: from its
first piece on it goes to the open end, and where nothing holds any more a piece of empty values
says so; it never begins with such a piece, because before the first period nothing holds anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

OPEN = "9999-12-31"
"""The open end as it is stored."""

Values = tuple[Any, ...]
Change = Callable[[Values | None], Values | None]
"""Makes new values of the old ones; None stands for "nothing holds"."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One believed period `[start, end)`.

    Attributes:
        start: First day, ISO.
        end: First day after, ISO.
        values: Encoded values in the order of the table's value columns.
        row: Number of the row that holds it; 0 for a piece that is not stored yet. Pieces are
            equal when they say the same, wherever they are stored.
    """

    start: str
    end: str
    values: Values
    row: int = field(default=0, compare=False)


Timeline = tuple[Piece, ...]


def holding(timeline: Sequence[Piece], day: str) -> Piece | None:
    """Return the piece that holds on a day, or None."""
    return next((piece for piece in timeline if piece.start <= day < piece.end), None)


def next_change(timeline: Sequence[Piece], day: str) -> str:
    """Return the first day after `day` on which something begins or ends, or `OPEN`."""
    bounds = (bound for piece in timeline for bound in (piece.start, piece.end))
    return min((bound for bound in bounds if bound > day), default=OPEN)


def end_of_run(timeline: Sequence[Piece], day: str) -> str:
    """Return the end of the pieces that follow each other without a gap from `day` on."""
    end = day
    for piece in timeline:
        if piece.start <= end < piece.end:
            end = piece.end
    return end


def lay(timeline: Sequence[Piece], start: str, end: str, change: Change) -> Timeline:
    """Return the timeline with the change made to everything in `[start, end)`.

    Args:
        timeline: Canonical pieces.
        start: First day that changes.
        end: First day that stays as it is.
        change: Called with the old values of every stretch inside, None where nothing held.
    """
    outside = [part for piece in timeline for part in _without(piece, start, end)]
    inside = [
        Piece(first, last, values)
        for first, last, old in _stretches(timeline, start, end)
        if (values := change(old)) is not None
    ]
    return _joined(sorted([*outside, *inside], key=lambda piece: piece.start))


def take_back(timeline: Sequence[Piece], start: str) -> Timeline | None:
    """Return the timeline without the piece that begins on a day; the one before runs on.

    Returns:
        None when no piece begins on that day.
    """
    gone = next((piece for piece in timeline if piece.start == start), None)
    if gone is None:
        return None
    before = next((piece for piece in timeline if piece.end == start), None)
    return lay(timeline, start, gone.end, lambda _old: before.values if before else None)


def unbroken(timeline: Sequence[Piece], empty: Values) -> Timeline:
    """Return the timeline of a facet: gaps and the end filled with empty values, none in front."""
    filled: list[Piece] = []
    for piece in timeline:
        if filled and filled[-1].end < piece.start:
            filled.append(Piece(filled[-1].end, piece.start, empty))
        filled.append(piece)
    if filled and filled[-1].end < OPEN:
        filled.append(Piece(filled[-1].end, OPEN, empty))
    joined = _joined(filled)
    while joined and joined[0].values == empty:
        joined = joined[1:]
    return joined


def differences(before: Sequence[Piece], after: Sequence[Piece]) -> tuple[list[int], Timeline]:
    """Return the rows to be ended on the knowledge axis, and the pieces to be added.

    A piece that is believed already keeps its row, so that nothing is written for it.
    """
    kept, known = set(after), set(before)
    ended = [piece.row for piece in before if piece not in kept]
    return ended, tuple(piece for piece in after if piece not in known)


def _without(piece: Piece, start: str, end: str) -> Iterable[Piece]:
    """Yield what is left of a piece outside `[start, end)`; an untouched piece keeps its row."""
    if piece.end <= start or end <= piece.start:
        yield piece
        return
    if piece.start < start:
        yield Piece(piece.start, start, piece.values)
    if end < piece.end:
        yield Piece(end, piece.end, piece.values)


def _stretches(
    timeline: Sequence[Piece], start: str, end: str
) -> Iterable[tuple[str, str, Values | None]]:
    """Yield first day, end and values of every stretch of `[start, end)`, gaps included."""
    day = start
    for piece in timeline:
        if piece.end <= day or end <= piece.start:
            continue
        if day < piece.start:
            yield day, piece.start, None
            day = piece.start
        yield day, min(piece.end, end), piece.values
        day = min(piece.end, end)
    if day < end:
        yield day, end, None


def _joined(pieces: Iterable[Piece]) -> Timeline:
    """Return the pieces with neighbours that touch and say the same made one."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and last.end == piece.start and last.values == piece.values:
            joined[-1] = replace(last, end=piece.end, row=0)
        else:
            joined.append(piece)
    return tuple(joined)
