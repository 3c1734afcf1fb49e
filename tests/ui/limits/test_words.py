"""The day of a limit that counts now is named the same on every page."""

from __future__ import annotations

from datetime import date

import pytest

from app.services.deadline_views import LimitDates
from app.ui.limits.words import counted_day_text

ANCHOR = date(2026, 11, 2)


def limit(**days: date) -> LimitDates:
    return LimitDates(
        deadline_id="any", label="Any", source="§ 1", anchor=ANCHOR, anchor_label="Then", **days
    )


@pytest.mark.parametrize(
    ("today", "text"),
    [
        (date(2026, 11, 19), "safe day 20-11-2026"),
        (date(2026, 11, 20), "safe day 20-11-2026"),
        (date(2026, 11, 21), "last day 24-11-2026"),
        (date(2026, 11, 30), "last day 24-11-2026"),
    ],
)
def test__counted_day__is_the_safe_day_until_it_has_passed(today: date, text: str) -> None:
    two_days = limit(last_safe_day=date(2026, 11, 20), last_day=date(2026, 11, 24))
    assert counted_day_text(two_days, today) == text


def test__counted_day__of_other_kinds__is_called_what_it_is() -> None:
    begins, task = limit(first_day=date(2026, 12, 1)), limit(task_day=date(2026, 11, 3))
    assert counted_day_text(begins, ANCHOR) == "first day 01-12-2026"
    assert counted_day_text(task, ANCHOR) == "03-11-2026"
