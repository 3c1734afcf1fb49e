"""Days in and out of tables of periods, shared by the repositories that keep periods."""

from __future__ import annotations

from datetime import date


def stored_end(day: date | None) -> str | None:
    """Return an optional first day after as it is stored; None stays None."""
    return None if day is None else day.isoformat()


def refuse_empty(valid_from: date, valid_to: date | None) -> None:
    """Refuse a period without a day.

    Raises:
        ValueError: When the end is on or before the start.
    """
    if valid_to is not None and valid_to <= valid_from:
        msg = f"period ends {valid_to} on or before its start {valid_from}"
        raise ValueError(msg)


def day_of(stored: str) -> date:
    """Return a stored day."""
    return date.fromisoformat(stored)
