"""Record what happens in a running process.

**Source**: design § 2.4: events are only added. A rejection leaves physical facts standing, marked
"not in DataHub", and offers to void administrative ones; Forskrift H1 § 16, stk. 4: an end of
supply that was cancelled after the cut is answered by a reconnection.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.errors import NotFoundError
from app.domain.processes import (
    EventKind,
    ObjectKind,
    ProcessEntry,
    ProcessFacts,
    ProcessStatus,
    StepEntry,
    is_done,
    open_steps,
    status,
)
from app.domain.violations import Severity, Violation
from app.services.changes import Outcome
from app.services.charge_effects import take_back_charge
from app.services.object_labels import ObjectLabels
from app.services.personal_numbers import refuse_cpr
from app.services.process_effects import take_back, write_effects, write_readings
from app.services.process_opening import Happening, add_event, measured_limits
from app.services.process_start import Prepared, prepare, preview_of
from app.services.process_views import ProcessPreview, RecordEvent, StartProcess
from app.services.saving import change_set_of, keep_overrides, may_save
from app.services.stored_processes import facts_of
from app.texts import _, format_day

if TYPE_CHECKING:
    from datetime import date

    from app.services.session import Session
    from app.store import Reader, Writer


@dataclass(frozen=True, kw_only=True)
class _Running:
    """A stored instance with its declaration."""

    entry: ProcessEntry
    facts: ProcessFacts

    @property
    def status(self) -> ProcessStatus:
        """Return where it stands."""
        return status(self.entry, self.facts)


def load(session: Session, reader: Reader, process_id: int) -> tuple[ProcessEntry, ProcessFacts]:
    """Return an instance with its declaration.

    Raises:
        NotFoundError: When there is none of that number.
    """
    stored = reader.processes.get(process_id)
    if stored is None or stored.kind not in session.catalogues.processes:
        raise NotFoundError(_("There is no process {number}.").format(number=process_id))
    return session.catalogues.processes[stored.kind], facts_of(stored)


def preview_event(session: Session, command: RecordEvent) -> ProcessPreview:
    """Return what would follow from recording an event.

    Raises:
        NotFoundError: When there is no such process.
    """
    with session.company_file.read() as reader:
        entry, facts = load(session, reader, command.process_id)
        running = _Running(entry=entry, facts=facts)
        if command.event == EventKind.DONE:
            return preview_of(session, reader, _prepare_done(session, reader, running, command))
        found = _judge(session, running, command, "")
    return ProcessPreview(
        effective_date=facts.effective_date,
        effective_date_explanation=entry.date_rule.text if entry.date_rule else "",
        window=None,
        deadlines=(),
        violations=found,
    )


def record(session: Session, command: RecordEvent, reason: str = "") -> Outcome[int]:
    """Record an event of a running process.

    Args:
        session: The open company.
        command: What happened.
        reason: Answers warnings; stands in for a missing explanation of a late step.

    Returns:
        The number of the instance.

    Raises:
        NotFoundError: When there is no such process.
        RefusedError: When what is to be voided was changed again since, or a text holds a CPR
            number.
    """
    refuse_cpr(command.note, command.explanation, reason)
    why = reason or command.explanation or command.note
    with session.company_file.write(
        who=session.who, why=why, kind=command.event, process_id=command.process_id
    ) as writer:
        found = add(session, writer, command, reason)
        if not may_save(found, reason):
            return Outcome(violations=found)
        change_set = change_set_of(writer, summary_of(session, writer, command))
    return Outcome(value=command.process_id, violations=found, change_set=change_set)


def summary_of(session: Session, reader: Reader, command: RecordEvent) -> str:
    """Return the sentence that the trail shows of an event."""
    entry, facts = load(session, reader, command.process_id)
    label = ObjectLabels(reader).of(facts.object_kind, facts.object_id).text
    return f"{entry.label}, {event_label(EventKind(command.event))}: {label}"


def add(
    session: Session, writer: Writer, command: RecordEvent, reason: str = ""
) -> tuple[Violation, ...]:
    """Record an event inside a transaction; nothing is written when it may not be saved.

    Returns:
        What was found; whether it was saved follows from `saving.may_save`.

    Raises:
        NotFoundError: When there is no such process.
        RefusedError: When what is to be voided was changed again since, or a text holds a CPR
            number.
    """
    entry, facts = load(session, writer, command.process_id)
    running = _Running(entry=entry, facts=facts)
    if command.event == EventKind.DONE:
        found = _record_done(session, writer, running, command, reason)
    else:
        found = _record_other(session, writer, running, command, reason)
    if may_save(found, reason):
        keep_overrides(
            writer, found, reason, object_kind=facts.object_kind, object_id=facts.object_id
        )
    return found


def event_label(event: EventKind) -> str:
    """Return an event kind in words."""
    return {
        EventKind.PLANNED: _("planned"),
        EventKind.DONE: _("done"),
        EventKind.REPORTED: _("reported"),
        EventKind.CONFIRMED: _("confirmed"),
        EventKind.REJECTED: _("rejected"),
        EventKind.CANCELLED: _("cancelled"),
    }[event]


def _prepare_done(
    session: Session, reader: Reader, running: _Running, command: RecordEvent
) -> Prepared:
    """Judge a planned process that is now done; what was planned lies under what is typed now."""
    facts = running.facts
    data = {**facts.inputs, **command.data}
    if command.happened_on is not None and "physical_date" not in command.data:
        data["physical_date"] = command.happened_on
    return prepare(
        session,
        reader,
        StartProcess(kind=facts.kind, object_id=facts.object_id, data=data),
        process_id=facts.id,
    )


def _record_done(
    session: Session, writer: Writer, running: _Running, command: RecordEvent, reason: str
) -> tuple[Violation, ...]:
    """Write a planned process that is now done; nothing when it may not be saved."""
    step, problem = _open_step(running, command)
    if step is None:
        return problem
    prepared = _prepare_done(session, writer, running, command)
    if not may_save(prepared.violations, reason):
        return prepared.violations
    situation = prepared.situation
    facts = replace(
        running.facts,
        effective_date=situation.effective_date,
        inputs=prepared.facts.inputs,
        facts=prepared.facts.facts,
    )
    happening = Happening(
        kind=EventKind.DONE,
        step=step,
        happened_on=situation.day("physical_date") or session.today,
        explanation=command.explanation,
        note=command.note,
        told=prepared.facts.inputs,
    )
    add_event(session, writer, facts, happening)
    write_effects(session, writer, running.entry, situation, facts.object_id)
    write_readings(writer, running.entry, situation, facts.object_id, facts.id)
    return prepared.violations


def _record_other(
    session: Session, writer: Writer, running: _Running, command: RecordEvent, reason: str
) -> tuple[Violation, ...]:
    """Write any other event; nothing when it may not be saved."""
    found = _judge(session, running, command, reason)
    if not may_save(found, reason):
        return found
    kind = EventKind(command.event)
    step = None if kind is EventKind.CANCELLED else _step_of(running, command)
    if kind is EventKind.CANCELLED and running.facts.has(EventKind.DONE):
        void_facts(writer, running.facts)
    happening = Happening(
        kind=kind,
        step=step,
        happened_on=command.happened_on or session.today,
        explanation=command.explanation or _late_reason(found, reason),
        note=command.note or _stated_reason(kind, reason),
    )
    add_event(session, writer, running.facts, happening)
    return found


def _late_reason(found: tuple[Violation, ...], reason: str) -> str:
    """Return the reason as explanation when it answers that the step was late."""
    return reason if any(violation.rule == "PR-07" for violation in found) else ""


def _stated_reason(kind: EventKind, reason: str) -> str:
    """Return the reason as note of a cancellation or rejection, which must have one."""
    return reason if kind in {EventKind.CANCELLED, EventKind.REJECTED} else ""


def void_facts(writer: Writer, facts: ProcessFacts) -> None:
    """Take back what a process wrote into the register.

    Raises:
        RefusedError: When it was changed again since.
    """
    if facts.object_kind is ObjectKind.METERING_POINT:
        take_back(writer, facts)
    else:
        take_back_charge(writer, facts)


def _judge(
    session: Session, running: _Running, command: RecordEvent, reason: str
) -> tuple[Violation, ...]:
    """Return what speaks against recording an event other than done."""
    kind = EventKind(command.event)
    day = command.happened_on or session.today
    found = []
    if day > session.today:
        found.append(
            _error(
                "PR-01",
                "happened_on",
                _("What has happened cannot lie after today, {today}.").format(
                    today=format_day(session.today)
                ),
            )
        )
    if kind is EventKind.CANCELLED:
        return (*found, *_judge_cancel(running, command, reason))
    if kind is EventKind.REJECTED:
        return (*found, *_judge_rejection(running, command, reason))
    step, problem = _open_step(running, command)
    if step is None:
        return (*found, *problem)
    return (*found, *_order(running, kind, day), *_lateness(session, running, step, command))


def _error(rule: str, field: str, message: str, source: str = "") -> Violation:
    return Violation(
        rule=rule, severity=Severity.ERROR, field=field, message=message, source=source
    )


def _judge_cancel(running: _Running, command: RecordEvent, reason: str) -> tuple[Violation, ...]:
    """Judge whether an instance may be cancelled, which voids what it wrote."""
    blocked = cancel_problem(running.entry, running.facts)
    if blocked:
        return (_error("PR-08", "", blocked),)
    if not (command.note or command.explanation or reason).strip():
        message = _("Write why it is cancelled; what it changed is voided.")
        return (_error("PR-09", "note", message),)
    return ()


def cancel_problem(entry: ProcessEntry, facts: ProcessFacts) -> str:
    """Return why an instance cannot be cancelled; "" when it can."""
    now = status(entry, facts)
    if not now.is_open:
        return _("The process has ended.")
    if now is ProcessStatus.PLANNED:
        return ""
    if now is ProcessStatus.REJECTED:
        if entry.physical:
            return _(
                "What was done physically stands, although DataHub rejected the report: report "
                "it again, or register the opposite."
            )
        return ""
    if any(event.kind is EventKind.REPORTED for event in facts.events):
        return _("It has been reported to DataHub and cannot be taken back here.")
    return ""


def _judge_rejection(running: _Running, command: RecordEvent, reason: str) -> tuple[Violation, ...]:
    """Judge whether DataHub can have rejected something."""
    step = _step_of(running, command)
    last = running.facts.event_of(step.id) if step else None
    if step is None or last is None or last.kind is not EventKind.REPORTED:
        return (_error("PR-08", "", _("Nothing has been reported that could be rejected.")),)
    if not (command.note or command.explanation or reason).strip():
        return (_error("PR-09", "note", _("Write what DataHub answered.")),)
    return ()


def _step_of(running: _Running, command: RecordEvent) -> StepEntry | None:
    """Return the step an event belongs to: the one named, or the first that fits."""
    kind = EventKind(command.event)
    wanted = EventKind.REPORTED if kind is EventKind.REJECTED else kind
    candidates = [
        step
        for step in running.entry.steps
        if step.event is wanted and running.facts.holds(step.condition)
    ]
    if command.step_id:
        return next((step for step in candidates if step.id == command.step_id), None)
    first = candidates[0] if candidates else None
    if kind is EventKind.REJECTED:
        return first
    opened = open_steps(running.entry, running.facts)
    return next((step for step in candidates if step in opened), first)


def _open_step(
    running: _Running, command: RecordEvent
) -> tuple[StepEntry | None, tuple[Violation, ...]]:
    """Return the step that is carried out, or why it cannot be."""
    step = _step_of(running, command)
    opened = open_steps(running.entry, running.facts)
    if step is not None and step in opened:
        return step, ()
    if not running.status.is_open:
        return None, (_error("PR-08", "", _("The process has ended.")),)
    if step is None or is_done(step, running.facts):
        return None, (_error("PR-08", "", _("There is no such step to be carried out.")),)
    first = ", ".join(item.label for item in opened)
    message = _("First comes: {steps}.").format(steps=first)
    return None, (_error("PR-08", "", message),)


def _order(running: _Running, kind: EventKind, day: date) -> tuple[Violation, ...]:
    """Refuse a confirmation dated before what it confirms."""
    reports = [event for event in running.facts.events if event.kind is EventKind.REPORTED]
    if kind is not EventKind.CONFIRMED or not reports:
        return ()
    latest = max(event.happened_on for event in reports)
    if day >= latest:
        return ()
    message = _("The report is of {day}; its confirmation cannot be earlier.").format(
        day=format_day(latest)
    )
    return (_error("PR-01", "happened_on", message),)


def _lateness(
    session: Session, running: _Running, step: StepEntry, command: RecordEvent
) -> tuple[Violation, ...]:
    """Return a warning for each limit that the step missed, unless it is explained."""
    day = command.happened_on or session.today
    late = [
        item
        for item in measured_limits(session, running.facts, step, step.event)
        if item.is_late(day)
    ]
    if not late or command.explanation.strip():
        return ()
    catalogue = session.catalogues.deadlines
    return tuple(
        Violation(
            rule="PR-07",
            severity=Severity.WARNING,
            field="explanation",
            message=_("The last day was {last}. Explain why it was done on {day}.").format(
                last=format_day(item.last_day) if item.last_day else "", day=format_day(day)
            ),
            source=catalogue[item.deadline].source,
        )
        for item in late
    )
