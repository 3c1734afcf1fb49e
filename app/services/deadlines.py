"""Every limit that still has to be met, and the marking of what was done about it.

Open limits are computed at every look from what happened, the catalogue and the calendar; only a
step that was carried out keeps the dates it was measured against.

**Source**: design § 2.5; deadlines.md § 5.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from app.domain.deadlines import (
    LATE_STATES,
    DeadlineEntry,
    EvaluatedDeadline,
    evaluate_many,
    holds_for,
)
from app.domain.errors import NotFoundError, RefusedError, UsageError
from app.domain.processes import (
    EventKind,
    OpenLimit,
    ProcessEntry,
    ProcessFacts,
    StepState,
    as_if_done_today,
    open_limits,
    step_states,
)
from app.services.deadline_views import (
    DeadlineFilter,
    DeadlineGroup,
    LimitDates,
    MarkDeadline,
    OpenDeadline,
    StripDay,
)
from app.services.limits import group_of, limit_dates, limit_strip, preview_limits, state_label
from app.services.monthly_duty import COMPANY_REF, explain_missed_month, monthly_deadlines
from app.services.object_labels import ObjectLabels
from app.services.process_views import RecordEvent
from app.services.stored_processes import facts_of
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from app.domain.working_days import WorkingDayCalendar
    from app.services.changes import Outcome
    from app.services.session import Catalogues, Session
    from app.store import Reader

__all__ = [
    "counts",
    "find_deadline",
    "mark",
    "of_facts",
    "one_limit",
    "open_deadlines",
    "preview_limits",
    "strip",
]

_LIMIT_FIELDS = tuple(field.name for field in fields(LimitDates))


@dataclass(frozen=True, slots=True)
class _Item:
    """One open limit with the instance it belongs to."""

    facts: ProcessFacts
    entry: ProcessEntry
    limit: OpenLimit
    state: StepState


def open_deadlines(
    session: Session, wanted: DeadlineFilter | None = None, as_of: date | None = None
) -> tuple[OpenDeadline, ...]:
    """Return every open limit, the most urgent first.

    Args:
        session: The open company.
        wanted: Which are wanted; None = all.
        as_of: The day they are judged on; None = today.
    """
    chosen = wanted or DeadlineFilter()
    today = as_of or session.today
    with session.company_file.read() as reader:
        items = _items(session, _instances(session, reader, chosen), today)
        found = list(_views(session, reader, items, today))
        found += monthly_deadlines(session, reader, today)
    kept = [deadline for deadline in found if _is_wanted(deadline, chosen)]
    return tuple(sorted(kept, key=_urgency))


def counts(session: Session, as_of: date | None = None) -> dict[DeadlineGroup, int]:
    """Return how many open limits stand under each heading; every heading is there."""
    today = as_of or session.today
    with session.company_file.read() as reader:
        items = _items(session, _instances(session, reader, DeadlineFilter()), today)
        found = Counter(
            group_of(result.state, result.dates, today)
            for _item, result in _evaluated(session, items, today)
        )
        found.update(limit.group for limit in monthly_deadlines(session, reader, today))
    return {group: found[group] for group in DeadlineGroup}


def find_deadline(session: Session, ref: str) -> OpenDeadline:
    """Return an open limit by its reference.

    Raises:
        NotFoundError: When there is none, or it has been met.
    """
    for deadline in open_deadlines(session):
        if deadline.ref == ref:
            return deadline
    raise NotFoundError(_("There is no open deadline {ref}.").format(ref=ref))


def strip(session: Session, limit: LimitDates) -> tuple[StripDay, ...]:
    """Return the days around a limit, oldest first, with the count."""
    return limit_strip(session, limit)


def one_limit(
    catalogues: Catalogues, deadline_id: str, anchor: date, calendar: WorkingDayCalendar
) -> LimitDates:
    """Return one limit computed for one date.

    Raises:
        NotFoundError: When there is no limit of that id.
    """
    entry = catalogues.deadlines.get(deadline_id)
    if entry is None:
        raise NotFoundError(
            _("There is no deadline {id} in the catalogue.").format(id=deadline_id),
            remedy=_("The ids stand in resources/rules/deadlines.toml."),
        )
    return limit_dates(entry, anchor, calendar)


def mark(session: Session, command: MarkDeadline, reason: str = "") -> Outcome[int]:
    """Record that the step which meets a limit was carried out.

    Args:
        session: The open company.
        command: What was done when, and why it was late when it was.
        reason: Answers a warning; stands in for a missing explanation.

    Returns:
        The process id.

    Raises:
        UsageError: When the reference is not one.
        NotFoundError: When the process does not exist.
        RefusedError: When the step needs more than a date, or the month's check must be signed.
    """
    from app.services import processes

    parts = command.ref.split("/")
    if parts[0] == COMPANY_REF and len(parts) == 3:
        return explain_missed_month(session, parts[2], command.explanation or reason)
    if len(parts) != 3 or not parts[0].isdigit():
        raise UsageError(_("{ref} is not the reference of a deadline.").format(ref=command.ref))
    process_id, step_id = int(parts[0]), parts[1]
    detail = processes.detail(session, process_id)
    step = next((step for step in detail.steps if step.id == step_id), None)
    if step is None:
        raise NotFoundError(_("There is no open deadline {ref}.").format(ref=command.ref))
    if step.event == EventKind.DONE:
        raise RefusedError(
            _("“{step}” changes the register and needs more than a date.").format(step=step.label),
            remedy=_("Open the process and register it there."),
        )
    event = RecordEvent(
        process_id=process_id,
        event=step.event,
        step_id=step_id,
        happened_on=command.happened_on,
        explanation=command.explanation,
        note=command.note,
    )
    return processes.record(session, event, reason)


def of_facts(
    session: Session, reader: Reader, instances: Iterable[ProcessFacts], as_of: date | None = None
) -> tuple[OpenDeadline, ...]:
    """Return the open limits of some instances, the most urgent first."""
    today = as_of or session.today
    views = _views(session, reader, _items(session, instances, today), today)
    return tuple(sorted(views, key=_urgency))


def _instances(session: Session, reader: Reader, wanted: DeadlineFilter) -> Iterator[ProcessFacts]:
    """Iterate over the open instances that can have a wanted limit."""
    known = session.catalogues.processes
    if wanted.object_kind and wanted.object_id:
        stored = iter(reader.processes.of_object(wanted.object_kind, wanted.object_id))
    else:
        stored = reader.processes.find(
            kinds=wanted.process_kinds, object_kind=wanted.object_kind, open_only=True
        )
    return (facts_of(process) for process in stored if process.is_open and process.kind in known)


def _items(session: Session, instances: Iterable[ProcessFacts], today: date) -> list[_Item]:
    """Return the open limits of the instances that hold for their anchors."""
    catalogues, calendar = session.catalogues, session.calendar
    holds: dict[tuple[DeadlineEntry, date], bool] = {}
    items: list[_Item] = []
    for facts in instances:
        entry = catalogues.processes[facts.kind]
        states = step_states(entry, facts)
        dated = as_if_done_today(entry, facts, today)
        for limit in open_limits(entry, dated, catalogues.deadlines, states):
            key = (limit.deadline, limit.anchor)
            if key not in holds:
                holds[key] = holds_for(*key, calendar)
            if holds[key]:
                items.append(_Item(facts, entry, limit, states[limit.step.id]))
    return items


def _views(
    session: Session, reader: Reader, items: list[_Item], today: date
) -> Iterator[OpenDeadline]:
    """Iterate over the limits as a person reads them."""
    labels = ObjectLabels(reader)
    labels.prepare(
        item.facts.object_id for item in items if item.facts.object_kind == "metering_point"
    )
    words: dict[tuple[DeadlineEntry, date], dict[str, Any]] = {}
    for item, result in _evaluated(session, items, today):
        key = (result.entry, result.anchor)
        if key not in words:
            limit = limit_dates(result.entry, result.anchor, session.calendar, dates=result.dates)
            words[key] = {name: getattr(limit, name) for name in _LIMIT_FIELDS}
            words[key]["state_label"] = state_label(result.state)
            words[key]["group"] = group_of(result.state, result.dates, today)
        yield _view(item, result, words[key], labels)


def _evaluated(
    session: Session, items: list[_Item], today: date
) -> Iterator[tuple[_Item, EvaluatedDeadline]]:
    """Iterate over the limits that count on the day, with their dates and states."""
    evaluated = evaluate_many(
        ((item.limit.deadline, item.limit.anchor) for item in items), today, session.calendar
    )
    by_step = {
        (item.facts.id, item.limit.step.id, item.limit.deadline.id): result
        for item, result in zip(items, evaluated, strict=True)
    }
    for item, result in zip(items, evaluated, strict=True):
        if _takes_over(item, by_step):
            yield item, result


def _takes_over(item: _Item, by_step: dict[tuple[int, str, str], EvaluatedDeadline]) -> bool:
    """Return whether a limit counts: one that follows another only when that was missed."""
    first = item.limit.use.when_missed
    if not first:
        return True
    earlier = by_step.get((item.facts.id, item.limit.step.id, first))
    return earlier is None or earlier.state in LATE_STATES


def _view(
    item: _Item, result: EvaluatedDeadline, words: dict[str, Any], labels: ObjectLabels
) -> OpenDeadline:
    facts, entry, step = item.facts, item.entry, item.limit.step
    label = labels.of(facts.object_kind, facts.object_id)
    waits = item.state is StepState.WAITING
    return OpenDeadline(
        **words,
        ref=f"{facts.id}/{step.id}/{result.entry.id}",
        object_kind=facts.object_kind,
        object_id=facts.object_id,
        object_label=label.text,
        address=label.address,
        process_id=facts.id,
        process_kind=entry.id,
        process_label=entry.label,
        step_id=step.id,
        step_label=step.label,
        event_kind=step.event,
        mark_label=_mark_label(step.event),
        state=result.state,
        working_days_left=result.working_days_left,
        must_explain=result.state in LATE_STATES,
        can_mark=not waits and step.event is not EventKind.DONE,
        mark_reason=_mark_reason(step.event, waits=waits),
    )


def _mark_label(event: EventKind) -> str:
    if event is EventKind.REPORTED:
        return _("Mark as reported")
    return _("Mark as done")


def _mark_reason(event: EventKind, *, waits: bool) -> str:
    if waits:
        return _("An earlier step of the process comes first.")
    if event is EventKind.DONE:
        return _("Register it on the process: it changes the register.")
    return ""


def _is_wanted(deadline: OpenDeadline, wanted: DeadlineFilter) -> bool:
    if wanted.groups and deadline.group not in wanted.groups:
        return False
    if wanted.process_kinds and deadline.process_kind not in wanted.process_kinds:
        return False
    if wanted.object_kind and deadline.object_kind != wanted.object_kind:
        return False
    if wanted.object_id and deadline.object_id != wanted.object_id:
        return False
    text = f"{deadline.object_label} {deadline.process_label} {deadline.label}".casefold()
    return all(word in text for word in wanted.text.casefold().split())


def _urgency(deadline: OpenDeadline) -> tuple[bool, int, str, str]:
    """Sort by the day to be warned on; limits without a day last."""
    day = deadline.display_day
    return (day is None, day.toordinal() if day else 0, deadline.object_id, deadline.ref)
