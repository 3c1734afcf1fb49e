"""Whether an effective date may be chosen in a form, seen from what must be reported when.

**Source**: design § 2.4: planned dates outside the permitted window are errors; what has taken
effect, or was reported already, is always registered, and a missed limit is shown and explained.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.processes import (
    EventKind,
    ProcessEntry,
    ProcessFacts,
    Stage,
    open_limits,
    permitted_window,
)
from app.domain.violations import Severity, Violation
from app.services.limits import preview_limits
from app.services.process_opening import measured_limits
from app.services.process_start import passed_limits, window_text
from app.texts import _, format_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.services.deadline_views import LimitDates
    from app.services.session import Session


def form_facts(
    session: Session,
    entry: ProcessEntry,
    effective: date,
    facts: Mapping[str, bool] | None = None,
) -> ProcessFacts:
    """Return the instance that saving a form would open."""
    return ProcessFacts(
        id=0,
        kind=entry.id,
        object_kind=entry.object_kind,
        object_id="",
        started_on=session.today,
        effective_date=effective,
        inputs={"valid_from": effective},
        facts=facts or {},
    )


def form_limits(
    session: Session, entry: ProcessEntry, facts: ProcessFacts
) -> tuple[LimitDates, ...]:
    """Return the limits that saving a form would start, each once."""
    limits = open_limits(entry, facts, session.catalogues.deadlines)
    anchors = dict.fromkeys(
        (limit.deadline.id, limit.anchor) for limit in limits if not limit.use.when_missed
    )
    return preview_limits(session, anchors)


def date_violations(
    session: Session,
    entry: ProcessEntry,
    facts: ProcessFacts,
    *,
    reported_on: date | None = None,
    explanation: str = "",
) -> list[Violation]:
    """Return what speaks against an effective date.

    Args:
        session: The open company.
        entry: The process that saving would open.
        facts: The instance it would open.
        reported_on: The day it was reported already; None = still to be reported.
        explanation: Why it was reported late, when it was.
    """
    if reported_on is not None:
        return _reported_violations(session, entry, facts, reported_on, explanation)
    effective = facts.effective_date
    if effective is None or entry.window is None:
        return []
    window = permitted_window(
        replace(entry, physical=False),
        facts.inputs,
        stage=Stage.DONE,
        today=session.today,
        deadlines=session.catalogues.deadlines,
        calendar=session.calendar,
    )
    too_late = window.first is not None and effective < window.first
    if window.contains(effective) or (too_late and effective <= session.today):
        return passed_limits(session, entry, facts)
    return [
        Violation(
            rule="PR-02",
            severity=Severity.ERROR,
            field="valid_from",
            message=f"{window_text(window.first, window.last)} {entry.window.text}",
            source=entry.window.source,
        )
    ]


def _reported_violations(
    session: Session,
    entry: ProcessEntry,
    facts: ProcessFacts,
    reported_on: date,
    explanation: str,
) -> list[Violation]:
    """Judge a report that was made already: never in the future, explained when late."""
    if reported_on > session.today:
        message = _("What has happened cannot lie after today, {today}.").format(
            today=format_day(session.today)
        )
        return [
            Violation(rule="PR-01", severity=Severity.ERROR, field="reported_on", message=message)
        ]
    late = [
        item
        for step in entry.steps
        if step.event is EventKind.REPORTED and facts.holds(step.condition)
        for item in measured_limits(session, facts, step, EventKind.REPORTED)
        if item.is_late(reported_on)
    ]
    if not late or explanation.strip():
        return []
    last = min(item.last_day for item in late if item.last_day is not None)
    return [
        Violation(
            rule="PR-07",
            severity=Severity.WARNING,
            field="explanation",
            message=_("The last day was {last}. Explain why it was done on {day}.").format(
                last=format_day(last), day=format_day(reported_on)
            ),
            source=session.catalogues.deadlines[late[0].deadline].source,
        )
    ]
