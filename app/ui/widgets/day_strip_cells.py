"""Which days of a long count are drawn: all of a short one, the days that matter of a long one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.ui.widgets.day_strip_marks import marks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.deadline_views import StripDay

MOST_DAYS_DRAWN = 45
_AROUND_A_MARK = 3


@dataclass(frozen=True)
class Gap:
    """Days that are left out between two drawn ones.

    Attributes:
        days: How many calendar days.
        working_days: How many of them are working days.
    """

    days: int
    working_days: int


def cells_of(days: Sequence[StripDay]) -> tuple[StripDay | Gap, ...]:
    """Return what is drawn, in order.

    Up to 45 days are all drawn. Of more, those within three days of a mark or of today are, and
    the ends; a gap stands for the rest, unless it would stand for a single day.
    """
    if len(days) <= MOST_DAYS_DRAWN:
        return tuple(days)
    kept = _kept(days)
    cells: list[StripDay | Gap] = []
    left_out: list[StripDay] = []
    for index, day in enumerate(days):
        if index not in kept:
            left_out.append(day)
            continue
        cells += _stand_in(left_out)
        left_out = []
        cells.append(day)
    return (*cells, *_stand_in(left_out))


def _kept(days: Sequence[StripDay]) -> set[int]:
    """Return the positions of the days that are drawn."""
    important = {index for index, day in enumerate(days) if day.is_today or marks_of(day)} | {
        0,
        len(days) - 1,
    }
    return {
        near
        for index in important
        for near in range(index - _AROUND_A_MARK, index + _AROUND_A_MARK + 1)
    }


def _stand_in(left_out: Sequence[StripDay]) -> list[StripDay | Gap]:
    """Return what is drawn for days that were left out."""
    if len(left_out) <= 1:
        return list(left_out)
    return [Gap(len(left_out), sum(not day.is_closed for day in left_out))]
