"""The company's standing duty to check its master data every month.

There are no instances: a month is fulfilled by a signed-off run, or its absence was explained.

**Source**: Forskrift I § 4, stk. 4-5: at least one check in every calendar month.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.deadlines import LATE_STATES, evaluate_many
from app.domain.deadlines.dates import local_day
from app.domain.errors import RefusedError, UsageError
from app.domain.processes import EventKind, ObjectKind, ProcessStatus
from app.domain.self_control import Verdict
from app.services.changes import Outcome
from app.services.deadline_views import LimitDates, OpenDeadline
from app.services.limits import group_of, limit_dates, state_label
from app.services.personal_numbers import refuse_cpr
from app.services.saving import change_set_of
from app.store import NewEvent, NewProcess
from app.texts import _

if TYPE_CHECKING:
    from app.domain.deadlines import EvaluatedDeadline
    from app.domain.processes import ProcessEntry
    from app.services.session import Session
    from app.store import Reader

COMPANY_REF = "company"
KIND = "monthly_check"
RUN_KIND = "self_control"
_MONTHS_LOOKED_BACK = 3


def month_text(day: date) -> str:
    """Return the calendar month of a day as YYYY-MM."""
    return f"{day.year:04d}-{day.month:02d}"


def is_fulfilled(reader: Reader, month: str) -> bool:
    """Return whether a signed-off run for the month is kept that left nothing unchecked."""
    runs = reader.check_runs.all(kind=RUN_KIND, month=month)
    return any(run.signed_off_at is not None and run.outcome != Verdict.INCOMPLETE for run in runs)


def monthly_deadlines(session: Session, reader: Reader, today: date) -> list[OpenDeadline]:
    """Return the months whose check is still missing: this one, and missed ones not explained.

    Months before the company file was made are not asked for, nor those more than three months
    back.
    """
    entry = session.catalogues.processes.get(KIND)
    first = _first_month(reader)
    if entry is None or first is None or reader.points.count() == 0:
        return []
    explained = _explained(reader)
    months = [
        month
        for month in _months_until(today, first)
        if month_text(month) not in explained and not is_fulfilled(reader, month_text(month))
    ]
    deadline = session.catalogues.deadlines[entry.steps[0].limits[0].deadline]
    evaluated = evaluate_many(((deadline, month) for month in months), today, session.calendar)
    return [_view(session, entry, result, today) for result in evaluated]


def _first_month(reader: Reader) -> date | None:
    first = reader.changes.get(1)
    return None if first is None else local_day(first.at).replace(day=1)


def _months_until(today: date, first: date) -> list[date]:
    """Return the first days of this month and up to three before it, oldest first."""
    month = today.replace(day=1)
    months = [month]
    for _number in range(_MONTHS_LOOKED_BACK):
        month = (month - timedelta(days=1)).replace(day=1)
        if month >= first:
            months.insert(0, month)
    return months


def _explained(reader: Reader) -> set[str]:
    stored = reader.processes.find(kinds=frozenset({KIND}), open_only=False)
    return {process.object_id for process in stored}


def _view(
    session: Session, entry: ProcessEntry, result: EvaluatedDeadline, today: date
) -> OpenDeadline:
    step = entry.steps[0]
    limit = limit_dates(result.entry, result.anchor, session.calendar, dates=result.dates)
    words = {field.name: getattr(limit, field.name) for field in fields(LimitDates)}
    month = month_text(result.anchor)
    is_late = result.state in LATE_STATES
    return OpenDeadline(
        **words,
        ref=f"{COMPANY_REF}/{result.entry.id}/{month}",
        object_kind=ObjectKind.COMPANY,
        object_id=month,
        object_label=_("Master data check for {month}").format(month=month),
        address="checks",
        process_id=None,
        process_kind=entry.id,
        process_label=entry.label,
        step_id=step.id,
        step_label=step.label,
        event_kind=step.event,
        mark_label=_("Explain") if is_late else _("Mark as done"),
        state=result.state,
        state_label=state_label(result.state),
        group=group_of(result.state, result.dates, today),
        working_days_left=result.working_days_left,
        must_explain=is_late,
        can_mark=is_late,
        mark_reason="" if is_late else _("It is met by signing off the month's check."),
    )


def explain_missed_month(session: Session, month: str, explanation: str) -> Outcome[int]:
    """Keep why a month passed without a check, so that it no longer stands as overdue.

    Args:
        session: The open company.
        month: "YYYY-MM".
        explanation: In the operator's words.

    Returns:
        The id of the record.

    Raises:
        UsageError: When the month is not one.
        RefusedError: When the month has not ended, or no explanation is given.
    """
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise UsageError(_("{month} is not a month.").format(month=month)) from error
    if month_text(first) >= month_text(session.today):
        raise RefusedError(_("The check of {month} is met by signing it off.").format(month=month))
    if not explanation.strip():
        raise RefusedError(
            _("Write why the check of {month} was not carried out.").format(month=month)
        )
    refuse_cpr(explanation)
    summary = _("Missing check of {month} explained").format(month=month)
    with session.company_file.write(who=session.who, why=explanation, kind=KIND) as writer:
        process_id = writer.processes.start(
            NewProcess(
                kind=KIND,
                object_kind=ObjectKind.COMPANY,
                object_id=month,
                started_on=session.today,
                state=ProcessStatus.CANCELLED,
                is_open=False,
            )
        )
        writer.processes.add_event(
            process_id,
            NewEvent(
                kind=EventKind.CANCELLED,
                step="",
                happened_on=session.today,
                explanation=explanation.strip(),
                state=ProcessStatus.CANCELLED,
                is_open=False,
            ),
        )
        change_set = change_set_of(writer, summary)
    return Outcome(value=process_id, change_set=change_set)
