"""Write instances and their events; what other use cases call inside their own transaction.

**Source**: design §§ 2.4, 2.5: events are only ever added, and a step that was carried out keeps
the dates it was measured against.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.domain.deadlines import compute, holds_for
from app.domain.processes import (
    Event,
    EventKind,
    Measured,
    ProcessFacts,
    effective_date,
    limits_of,
    measure,
    status,
)
from app.services.stored_processes import facts_of, instance_data, measured_data
from app.store import NewEvent, NewProcess

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from app.domain.master_data import FieldValue
    from app.domain.processes import ProcessEntry, StepEntry
    from app.services.session import Session
    from app.store import Writer


@dataclass(frozen=True, kw_only=True)
class NewInstance:
    """An instance to be opened.

    Attributes:
        kind: Process id.
        object_id: What it is about; the kind of object follows from the declaration.
        inputs: Everything that was typed.
        facts: Derived conditions.
        event: Planned or done.
        happened_on: The day of that event; None = today.
        explanation: Why it is late.
        note: Free text.
    """

    kind: str
    object_id: str
    inputs: Mapping[str, FieldValue] = field(default_factory=dict)
    facts: Mapping[str, bool] = field(default_factory=dict)
    event: EventKind = EventKind.DONE
    happened_on: date | None = None
    explanation: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something that happened in an instance.

    Attributes:
        kind: What happened.
        step: The step it belongs to; None for a cancellation.
        happened_on: The day.
        explanation: Why it was late, when it was.
        note: Free text.
        told: Inputs that the event adds; None = nothing new.
    """

    kind: EventKind
    step: StepEntry | None
    happened_on: date
    explanation: str = ""
    note: str = ""
    told: Mapping[str, FieldValue] | None = None


def open_instance(session: Session, writer: Writer, new: NewInstance) -> int:
    """Open an instance with its first event and return its number."""
    entry = session.catalogues.processes[new.kind]
    effective = effective_date(entry.date_rule, new.inputs)
    facts = ProcessFacts(
        id=0,
        kind=new.kind,
        object_kind=entry.object_kind,
        object_id=new.object_id,
        started_on=session.today,
        effective_date=effective,
        inputs=new.inputs,
        facts=new.facts,
    )
    process_id = writer.processes.start(
        NewProcess(
            kind=new.kind,
            object_kind=entry.object_kind,
            object_id=new.object_id,
            started_on=session.today,
            state=status(entry, facts),
            data=instance_data(new.inputs, new.facts, effective),
        )
    )
    happening = Happening(
        kind=new.event,
        step=first_step(entry, new.event),
        happened_on=new.happened_on or session.today,
        explanation=new.explanation,
        note=new.note,
    )
    add_event(session, writer, replace(facts, id=process_id), happening)
    return process_id


def first_step(entry: ProcessEntry, event: EventKind) -> StepEntry | None:
    """Return the first step that an event kind carries out; None when there is none."""
    return next((step for step in entry.steps if step.event is event), None)


def add_event(
    session: Session,
    writer: Writer,
    facts: ProcessFacts,
    happening: Happening,
) -> ProcessFacts:
    """Add an event to an instance and keep where it stands now.

    Args:
        session: The open company.
        writer: The open transaction.
        facts: The instance before; its inputs, facts and effective date already contain what the
            event tells.
        happening: What happened.

    Returns:
        The instance after the event.
    """
    step, told = happening.step, happening.told
    measured = measured_limits(session, facts, step, happening.kind)
    event = Event(
        kind=happening.kind,
        step=step.id if step else "",
        happened_on=happening.happened_on,
        recorded_at=session.clock.now(),
        who=session.who,
        explanation=happening.explanation,
        note=happening.note,
        data=told or {},
        measured=measured,
    )
    after = replace(facts, events=(*facts.events, event))
    now = status(session.catalogues.processes[facts.kind], after)
    data = {} if told is None else instance_data(told, facts.facts, facts.effective_date)
    writer.processes.add_event(
        facts.id,
        NewEvent(
            kind=event.kind,
            step=event.step,
            happened_on=event.happened_on,
            state=now,
            is_open=now.is_open,
            data=data,
            explanation=event.explanation,
            note=event.note,
            measured=tuple(measured_data(item) for item in measured),
        ),
    )
    return after


def measured_limits(
    session: Session, facts: ProcessFacts, step: StepEntry | None, kind: EventKind
) -> tuple[Measured, ...]:
    """Return the limits a step is measured against, frozen; none for other events of it."""
    if step is None or step.event is not kind:
        return ()
    calendar = session.calendar
    return tuple(
        measure(
            limit.deadline,
            limit.anchor,
            compute(limit.deadline, limit.anchor, calendar),
            rule_set=session.rule_set,
            calendar=calendar,
        )
        for limit in limits_of(step, facts, session.catalogues.deadlines)
        if not limit.use.when_missed and holds_for(limit.deadline, limit.anchor, calendar)
    )


def open_resend(
    session: Session,
    writer: Writer,
    point_id: str,
    *,
    field_ids: Sequence[str],
    discovered_on: date,
    run_id: int | None = None,
) -> int:
    """Open the resending of master data that the monthly check found to differ.

    Args:
        session: The open company.
        writer: The transaction that keeps the check run.
        point_id: The metering point.
        field_ids: The fields to be sent again.
        discovered_on: The day the difference was found.
        run_id: The check run, when it is kept already.

    Returns:
        The number of the instance.
    """
    inputs: dict[str, FieldValue] = {
        "discovered_on": discovered_on,
        "fields": ",".join(field_ids),
        "run_id": run_id,
    }
    return open_instance(
        session,
        writer,
        NewInstance(
            kind="resend_master_data",
            object_id=point_id,
            inputs=inputs,
            happened_on=discovered_on,
        ),
    )


def report_at_once(
    session: Session, writer: Writer, process_id: int, reported_on: date, explanation: str
) -> None:
    """Record that everything to be reported was reported on a day, as told when it was opened."""
    stored = writer.processes.get(process_id)
    if stored is None:
        return
    facts = facts_of(stored)
    for step in session.catalogues.processes[facts.kind].steps:
        if step.event is EventKind.REPORTED and facts.holds(step.condition):
            happening = Happening(
                kind=EventKind.REPORTED,
                step=step,
                happened_on=reported_on,
                explanation=explanation,
            )
            facts = add_event(session, writer, facts, happening)
