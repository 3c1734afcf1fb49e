"""Which metering points the monthly check looks at, and what follows from what it found.

**Source**: Forskrift I § 4 stk. 4 nr. 1-2 and stk. 5. The text does not say how points are drawn;
we draw uniformly without replacement and keep the seed, so that anybody can draw again.
"""

from __future__ import annotations

import random
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.self_control.rule import rule_in_force

if TYPE_CHECKING:
    from collections.abc import Collection


class NextStep(StrEnum):
    """What the regulation asks for after the sample was compared."""

    NOTHING_TO_CHECK = "nothing_to_check"
    """There are no current points."""
    INVALID_SAMPLE = "invalid_sample"
    """Fewer points were compared than stk. 4 nr. 1 or stk. 5 asks for."""
    DONE = "done"
    """The whole sample is free of errors: nothing more this month (stk. 4 nr. 2)."""
    FULL_CHECK = "full_check"
    """Something differs: all data of all points are checked (stk. 4 nr. 2)."""


def sample_size(points: int) -> int:
    """Return how many of so many current points the sample must hold at least."""
    return min(points, rule_in_force().minimum_sample)


def draw_sample(
    metering_point_ids: Collection[str], seed: int, size: int | None = None
) -> tuple[str, ...]:
    """Draw points uniformly at random without replacement, and return them in id order.

    The ids are sorted, and Python's `random.Random(seed).sample` draws from the sorted list: the
    Mersenne Twister MT19937, which gives the same draw on every platform.

    Args:
        metering_point_ids: All current points; their order does not matter, repeats count once.
        seed: Any whole number; it is kept with the run.
        size: How many to draw; what the regulation asks for when not given. More than there are
            means all.
    """
    ordered = sorted(set(metering_point_ids))
    wanted = sample_size(len(ordered)) if size is None else min(size, len(ordered))
    # Not for secrecy: the draw must be possible to repeat from the seed that is kept.
    return tuple(sorted(random.Random(seed).sample(ordered, wanted)))  # noqa: S311


def next_step(points: int, sampled: int, discrepancies: int) -> NextStep:
    """Return what the regulation asks for.

    Args:
        points: Current metering points in all.
        sampled: Points of the sample that were compared in every field.
        discrepancies: Differences found in the sample; a point missing on either side counts.
    """
    if points == 0 and discrepancies == 0:
        return NextStep.NOTHING_TO_CHECK
    if discrepancies > 0:
        return NextStep.FULL_CHECK
    if sampled < sample_size(points):
        return NextStep.INVALID_SAMPLE
    return NextStep.DONE
