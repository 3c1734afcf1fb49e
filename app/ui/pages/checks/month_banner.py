"""Whether the duty of this month, and of those before it, is met: what the banner says.

**Source**: Forskrift I § 4, stk. 4: at least one check in every calendar month.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.texts import _
from app.ui import formatting
from app.ui.colors import Tone
from app.ui.formatting import month_name
from app.ui.pages.checks.words import last_day_of_month, month_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.services.check_views import RunRow


class MonthState(NamedTuple):
    """What is said, and where its button leads; no button when there is no address."""

    tone: Tone
    text: str
    action_text: str = ""
    address: str = ""


def month_state(rows: Sequence[RunRow], missing: Sequence[str], today: date) -> MonthState:
    """Return what to say.

    Args:
        rows: The runs that are kept, newest first.
        missing: Months ("YYYY-MM") whose check is missing and not explained.
        today: Danish local date.
    """
    state = _this_month(rows, missing, today)
    missed = [month_name(month) for month in missing if month < month_of(today)]
    if not missed:
        return state
    text = _("The check of {months} was not carried out in time; say why under Deadlines.")
    return MonthState(
        Tone.DANGER,
        f"{state.text} {text.format(months=', '.join(missed))}",
        _("Show the deadline"),
        "deadlines?group=overdue",
    )


def _this_month(rows: Sequence[RunRow], missing: Sequence[str], today: date) -> MonthState:
    month = month_of(today)
    runs = [row for row in rows if row.month == month]
    name, last_day = month_name(month), formatting.day_long(last_day_of_month(month))
    signed = next((run for run in runs if run.signed_off_at is not None), None)
    if signed is not None:
        text = _("The duty for {month} is fulfilled: signed off {time} by {who}.")
        time = formatting.instant(signed.signed_off_at)
        said = text.format(month=name, time=time, who=signed.signed_off_by)
        return MonthState(Tone.SUCCESS, said)
    if month not in missing:
        return MonthState(Tone.INFO, _("There is nothing to check yet: no metering points."))
    ready = next((run for run in runs if run.fulfilled), None)
    if ready is not None:
        text = _("The check of {month} is carried out but not signed off. Last day: {day}.")
        said = text.format(month=name, day=last_day)
        return MonthState(Tone.WARNING, said, _("Open it"), f"checks/{ready.id}")
    if runs:
        text = _("{month} is not fulfilled yet: not everything was checked. Last day: {day}.")
        return MonthState(Tone.DANGER, text.format(month=name.capitalize(), day=last_day))
    text = _("The check of {month} is not carried out yet. Last day: {day}.")
    return MonthState(Tone.WARNING, text.format(month=name, day=last_day))
