"""What marks a day of the day strip, each mark with a letter of its own."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from app.texts import _

if TYPE_CHECKING:
    from app.services.deadline_views import StripDay


class DayMark(Enum):
    """What a day is to the limit, in the order the marks stand below each other."""

    ANCHOR = auto()
    FIRST = auto()
    SAFE = auto()
    LAST = auto()
    ATTEMPT = auto()

    @property
    def caption(self) -> str:
        """Return letter and meaning, as in "L: last day"."""
        return {
            # Translators: the letter before the colon is drawn on the day; all five must differ.
            DayMark.ANCHOR: _("C: counted from"),
            # Translators: the letter before the colon is drawn on the day; all five must differ.
            DayMark.FIRST: _("F: first day"),
            # Translators: the letter before the colon is drawn on the day; all five must differ.
            DayMark.SAFE: _("S: safe day"),
            # Translators: the letter before the colon is drawn on the day; all five must differ.
            DayMark.LAST: _("L: last day"),
            # Translators: the letter before the colon is drawn on the day; all five must differ.
            DayMark.ATTEMPT: _("M: last day by the mildest reading"),
        }[self]

    @property
    def letter(self) -> str:
        """Return the letter that is drawn."""
        return self.caption.partition(":")[0]

    @property
    def meaning(self) -> str:
        """Return what the letter stands for, in lower case."""
        return self.caption.partition(":")[2].strip()


def marks_of(day: StripDay) -> tuple[DayMark, ...]:
    """Return the marks of a day.

    A safe first day and a mildest reading that say nothing new are left out.
    """
    present = {
        DayMark.ANCHOR: day.is_anchor,
        DayMark.FIRST: day.is_first_day,
        DayMark.SAFE: day.is_last_safe_day and not day.is_first_day,
        DayMark.LAST: day.is_last_day,
        DayMark.ATTEMPT: day.is_last_attempt_day and not day.is_last_day,
    }
    return tuple(mark for mark, is_present in present.items() if is_present)
