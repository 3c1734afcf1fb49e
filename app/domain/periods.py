"""Half-open periods of Danish local dates.

**Source**: design § 2.3; style 4.4. A period is `[valid_from, valid_to)`; the open end is
`OPEN_END` in the store and in files, so that dates sort and compare without special cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OPEN_END = date(9999, 12, 31)
"""The exclusive end of a period that has not been ended."""


@dataclass(frozen=True, order=True)
class Period:
    """A half-open span of days, `[valid_from, valid_to)`.

    Attributes:
        valid_from: First day inside.
        valid_to: First day outside; `OPEN_END` when not ended.

    Raises:
        ValueError: When the end is not after the start.
    """

    valid_from: date
    valid_to: date = OPEN_END

    def __post_init__(self) -> None:
        """Refuse empty and negative periods."""
        if self.valid_to <= self.valid_from:
            msg = f"period ends {self.valid_to} on or before its start {self.valid_from}"
            raise ValueError(msg)

    def contains(self, day: date) -> bool:
        """Return whether the day lies inside."""
        return self.valid_from <= day < self.valid_to

    def overlaps(self, other: Period) -> bool:
        """Return whether the two periods share at least one day."""
        return self.valid_from < other.valid_to and other.valid_from < self.valid_to

    @property
    def is_open(self) -> bool:
        """Return whether the period has no end yet."""
        return self.valid_to == OPEN_END


def first_overlap(periods: Iterable[Period]) -> tuple[Period, Period] | None:
    """Return the first two periods that share a day, in order of time, or None."""
    ordered: Sequence[Period] = sorted(periods)
    for earlier, later in pairwise(ordered):
        if earlier.overlaps(later):
            return earlier, later
    return None
