"""How processes look in lists: status badge, next limit, columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.texts import _
from app.ui import formatting
from app.ui.colors import Tone
from app.ui.models.columns import Column
from app.ui.widgets.badge import BadgeSpec

if TYPE_CHECKING:
    from app.services.process_views import ProcessRow

STATUSES = ("planned", "done", "reported", "rejected", "completed", "cancelled")
"""The statuses in the order of a process's life."""

_STATUS_LOOKS = {
    "planned": (Tone.NEUTRAL, "calendar"),
    "done": (Tone.WARNING, "report"),
    "reported": (Tone.INFO, "clock"),
    "rejected": (Tone.DANGER, "danger"),
    "completed": (Tone.SUCCESS, "success"),
    "cancelled": (Tone.NEUTRAL, "void"),
}
_LIMIT_TONES = {
    "due_soon": Tone.INFO,
    "due_today": Tone.WARNING,
    "past_safe_day": Tone.WARNING,
    "overdue_may_be_accepted": Tone.DANGER,
    "overdue": Tone.DANGER,
}


def status_text(status: str) -> str:
    """Return a status in words."""
    from app.domain.processes import ProcessStatus
    from app.services.processes import status_label

    return status_label(ProcessStatus(status))


def status_badge(row: ProcessRow) -> BadgeSpec:
    """Return the badge of a process's status."""
    tone, icon = _STATUS_LOOKS.get(row.status, (Tone.NEUTRAL, ""))
    return BadgeSpec(row.status_label, Tone.DANGER if row.not_in_datahub else tone, icon)


def limit_badge(row: ProcessRow) -> BadgeSpec | None:
    """Return the badge of the nearest open limit, or None without one."""
    if row.next_last_safe_day is None:
        return None
    tone = _LIMIT_TONES.get(row.next_state, Tone.NEUTRAL)
    return BadgeSpec(formatting.day(row.next_last_safe_day), tone, "clock")


def process_columns(*, with_object: bool) -> list[Column]:
    """Return the columns of a list of processes; `process_values` gives their values.

    Args:
        with_object: Whether the rows are about different objects.
    """
    return [
        Column(id="id", title=_("Number"), kind="id", width=8, hidden=True),
        Column(id="label", title=_("Process"), width=27),
        Column(id="object", title=_("Concerns"), width=31, hidden=not with_object),
        Column(id="status", title=_("Status"), kind="badge", badge=status_badge, width=30),
        Column(id="limit", title=_("Safe day"), kind="badge", badge=limit_badge, width=15),
        Column(id="next_step", title=_("Next step"), width=36),
        Column(id="effective_date", title=_("Effective date"), kind="date", width=14),
        Column(id="started_at", title=_("Registered"), kind="instant", width=17),
    ]


def process_values(row: ProcessRow) -> tuple[object, ...]:
    """Return the values of `process_columns`."""
    return (
        str(row.id),
        row.label,
        row.object_label,
        row,
        row,
        row.next_step_label,
        row.effective_date,
        row.started_at,
    )
