"""Under which heading a limit stands: deadlines.md § 5."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.deadlines import DeadlineDates, DeadlineState
from app.services.deadline_views import DeadlineGroup
from app.services.limits import group_of

SAFE, LAST, ATTEMPT = date(2026, 11, 20), date(2026, 11, 24), date(2026, 11, 25)


@pytest.mark.parametrize(
    ("state", "today", "group"),
    [
        (DeadlineState.OPEN, date(2026, 11, 2), DeadlineGroup.LATER),
        (DeadlineState.DUE_SOON, date(2026, 11, 19), DeadlineGroup.SOON),
        (DeadlineState.DUE_TODAY, SAFE, DeadlineGroup.TODAY),
        (DeadlineState.PAST_SAFE_DAY, date(2026, 11, 23), DeadlineGroup.SOON),
        (DeadlineState.PAST_SAFE_DAY, LAST, DeadlineGroup.TODAY),
        (DeadlineState.OVERDUE_MAY_BE_ACCEPTED, ATTEMPT, DeadlineGroup.OVERDUE),
        (DeadlineState.OVERDUE, date(2026, 11, 26), DeadlineGroup.OVERDUE),
    ],
)
def test__group__today__holds_only_what_is_due_today(
    state: DeadlineState, today: date, group: DeadlineGroup
) -> None:
    assert group_of(state, DeadlineDates(None, SAFE, LAST, ATTEMPT), today) is group
