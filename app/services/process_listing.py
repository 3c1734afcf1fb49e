"""Processes as lists and pages show them.

**Source**: design § 2.4: checklist and timeline come from the declaration; ux § 4 (open processes).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.processes import (
    Event,
    EventKind,
    Measured,
    ProcessEntry,
    ProcessFacts,
    ProcessStatus,
    Stage,
    StepState,
    not_in_datahub,
    open_steps,
    status,
    step_states,
)
from app.services.deadline_views import LimitDates
from app.services.deadlines import of_facts
from app.services.object_labels import ObjectLabels
from app.services.portal_values import portal_values
from app.services.process_inputs import input_fields, input_label, input_text
from app.services.process_recording import cancel_problem, event_label, load
from app.services.process_situations import PointProcess, check_situation, point_situation
from app.services.process_views import (
    EventOffer,
    EventView,
    InputField,
    MeasuredView,
    ProcessDetail,
    ProcessFilter,
    ProcessRow,
    StepView,
)
from app.services.stored_processes import facts_of
from app.texts import _, pick

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.services.deadline_views import OpenDeadline
    from app.services.session import Session
    from app.store import Reader
    from app.store.records import StoredProcess


def status_label(found: ProcessStatus) -> str:
    """Return a status in words."""
    return {
        ProcessStatus.PLANNED: _("Planned"),
        ProcessStatus.DONE: _("To be reported"),
        ProcessStatus.REPORTED: _("Waiting for DataHub"),
        ProcessStatus.REJECTED: _("Rejected, not in DataHub"),
        ProcessStatus.COMPLETED: _("Completed"),
        ProcessStatus.CANCELLED: _("Cancelled"),
    }[found]


def list_processes(session: Session, wanted: ProcessFilter | None = None) -> tuple[ProcessRow, ...]:
    """Return processes, the most urgent first; ended ones after the open ones, newest first."""
    chosen = wanted or ProcessFilter()
    with session.company_file.read() as reader:
        if chosen.object_kind and chosen.object_id:
            stored = reader.processes.of_object(chosen.object_kind, chosen.object_id)
        else:
            stored = list(
                reader.processes.find(
                    states=chosen.statuses,
                    kinds=chosen.kinds,
                    object_kind=chosen.object_kind,
                    open_only=chosen.only_open,
                )
            )
        rows = rows_of(session, reader, stored)
    return tuple(row for row in rows if _is_wanted(row, chosen))


def _is_wanted(row: ProcessRow, wanted: ProcessFilter) -> bool:
    if wanted.only_open and not ProcessStatus(row.status).is_open:
        return False
    if wanted.kinds and row.kind not in wanted.kinds:
        return False
    if wanted.statuses and row.status not in wanted.statuses:
        return False
    text = f"{row.label} {row.object_label}".casefold()
    return all(word in text for word in wanted.text.casefold().split())


def rows_of(
    session: Session, reader: Reader, stored: Iterable[StoredProcess]
) -> tuple[ProcessRow, ...]:
    """Return instances as lines of a list, the most urgent first, then the newest."""
    known = [item for item in stored if item.kind in session.catalogues.processes]
    facts = {item.id: facts_of(item) for item in known}
    deadlines: dict[int, list[OpenDeadline]] = defaultdict(list)
    for deadline in of_facts(session, reader, facts.values()):
        if deadline.process_id is not None:
            deadlines[deadline.process_id].append(deadline)
    labels = ObjectLabels(reader)
    labels.prepare(item.object_id for item in known)
    rows = [_row(session, item, facts[item.id], deadlines[item.id], labels) for item in known]
    return tuple(sorted(rows, key=_urgency))


def _urgency(row: ProcessRow) -> tuple[bool, bool, int, int]:
    day = row.next_last_safe_day
    is_ended = not ProcessStatus(row.status).is_open
    return (is_ended, day is None, day.toordinal() if day else 0, -row.id)


def _row(
    session: Session,
    stored: StoredProcess,
    facts: ProcessFacts,
    deadlines: list[OpenDeadline],
    labels: ObjectLabels,
) -> ProcessRow:
    entry = session.catalogues.processes[stored.kind]
    now = status(entry, facts)
    next_steps = open_steps(entry, facts)
    label = labels.of(facts.object_kind, facts.object_id)
    nearest = deadlines[0] if deadlines else None
    return ProcessRow(
        id=stored.id,
        kind=stored.kind,
        label=entry.label,
        object_kind=stored.object_kind,
        object_id=stored.object_id,
        object_label=label.text,
        address=label.address,
        status=now,
        status_label=status_label(now),
        effective_date=facts.effective_date,
        next_step_label=next_steps[0].label if next_steps else "",
        next_last_safe_day=nearest.display_day if nearest else None,
        next_state=nearest.state if nearest else "",
        started_at=stored.started_at,
        not_in_datahub=not_in_datahub(entry, facts),
    )


def detail(session: Session, process_id: int) -> ProcessDetail:
    """Return the page of one process.

    Raises:
        NotFoundError: When there is none of that number.
    """
    with session.company_file.read() as reader:
        entry, facts = load(session, reader, process_id)
        stored = reader.processes.get(process_id)
        rows = rows_of(session, reader, [stored] if stored else [])
        deadlines = of_facts(session, reader, [facts])
        return ProcessDetail(
            row=rows[0],
            description=entry.description,
            brs=entry.brs,
            source=entry.source,
            data=_data(session, entry, facts),
            steps=_steps(session, reader, entry, facts, deadlines),
            events=_events(entry, facts),
            offers=_offers(session, reader, entry, facts),
        )


def _data(
    session: Session, entry: ProcessEntry, facts: ProcessFacts
) -> tuple[tuple[str, str], ...]:
    """Return label and text of everything that was entered."""
    catalogue = session.catalogues.fields
    shown = [
        (input_label(item, catalogue), input_text(item, facts.inputs[item.id], catalogue))
        for item in entry.inputs
        if item.id in facts.inputs
    ]
    listed = str(facts.inputs.get("fields") or "")
    if listed:
        names = [catalogue.field(name).label() for name in listed.split(",")]
        shown.append((_("Fields"), ", ".join(names)))
    return tuple(shown)


def _steps(
    session: Session,
    reader: Reader,
    entry: ProcessEntry,
    facts: ProcessFacts,
    deadlines: tuple[OpenDeadline, ...],
) -> tuple[StepView, ...]:
    views: list[StepView] = []
    for step_id, state in step_states(entry, facts).items():
        step = entry.step(step_id)
        if state is StepState.SKIPPED:
            continue
        event = facts.event_of(step_id) if state is StepState.DONE else None
        views.append(
            StepView(
                id=step_id,
                label=step.label,
                help=step.help,
                event=step.event,
                state=state,
                happened_on=event.happened_on if event else None,
                explanation=event.explanation if event else "",
                open_deadlines=tuple(d for d in deadlines if d.step_id == step_id),
                measured=_measured(session, event),
                portal_values=portal_values(session, reader, step, facts),
            )
        )
    return tuple(views)


def _measured(session: Session, event: Event | None) -> tuple[MeasuredView, ...]:
    if event is None:
        return ()
    return tuple(
        MeasuredView(
            dates=_frozen_dates(session, item),
            rule_set=item.rule_set,
            rule_date=item.rule_date or item.anchor,
            calendar=_("5 June is a working day")
            if item.constitution_day_is_working_day
            else _("5 June is closed"),
            was_late=item.is_late(event.happened_on),
        )
        for item in event.measured
    )


def _frozen_dates(session: Session, item: Measured) -> LimitDates:
    """Return the dates as they were, with the words of today's catalogue."""
    entry = session.catalogues.deadlines.get(item.deadline)
    return LimitDates(
        deadline_id=item.deadline,
        label=pick(entry.text_da, entry.text_en) if entry else item.deadline,
        source=entry.source if entry else "",
        anchor=item.anchor,
        anchor_label=pick(entry.anchor.text_da, entry.anchor.text_en) if entry else "",
        first_day=item.first_day,
        last_safe_day=item.last_safe_day,
        last_day=item.last_day,
        last_attempt_day=item.last_attempt_day,
    )


def _events(entry: ProcessEntry, facts: ProcessFacts) -> tuple[EventView, ...]:
    labels = {step.id: step.label for step in entry.steps}
    return tuple(
        EventView(
            number=number,
            event=event.kind,
            event_label=event_label(event.kind),
            step_label=labels.get(event.step, ""),
            happened_on=event.happened_on,
            recorded_at=event.recorded_at,
            who=event.who,
            explanation=event.explanation,
            note=event.note,
        )
        for number, event in enumerate(facts.events, start=1)
    )


def _offers(
    session: Session, reader: Reader, entry: ProcessEntry, facts: ProcessFacts
) -> tuple[EventOffer, ...]:
    """Return what may be recorded now, in the order of the steps."""
    now = status(entry, facts)
    if not now.is_open:
        return ()
    found = [
        EventOffer(
            event=step.event,
            step_id=step.id,
            label=step.label,
            inputs=_done_inputs(session, reader, entry, facts)
            if step.event is EventKind.DONE
            else (),
        )
        for step in open_steps(entry, facts)
    ]
    found += [
        EventOffer(
            event=EventKind.REJECTED,
            step_id=step.id,
            label=_("DataHub rejected: {step}").format(step=step.label),
        )
        for step in entry.steps
        if _can_be_rejected(step.id, facts) and not step.by_hand
    ]
    problem = cancel_problem(entry, facts)
    label = _("Cancel") if now is ProcessStatus.PLANNED else _("Void, with a reason")
    found.append(
        EventOffer(
            event=EventKind.CANCELLED,
            step_id="",
            label=label,
            enabled=not problem,
            reason=problem,
        )
    )
    return tuple(found)


def _can_be_rejected(step_id: str, facts: ProcessFacts) -> bool:
    last = facts.event_of(step_id)
    return last is not None and last.kind is EventKind.REPORTED


def _done_inputs(
    session: Session, reader: Reader, entry: ProcessEntry, facts: ProcessFacts
) -> tuple[InputField, ...]:
    """Return what is asked when a planned process is registered as done."""
    subject = PointProcess(
        entry=entry, point_id=facts.object_id, inputs=facts.inputs, stage=Stage.DONE
    )
    situation = point_situation(session, reader, subject)
    checked = check_situation(session, reader, situation.master_data)
    fields = input_fields(
        entry, session.catalogues.fields, situation.master_data, checked, session.today
    )
    return tuple(_with_default(field, facts) for field in fields if field.stage in {"", Stage.DONE})


def _with_default(field: InputField, facts: ProcessFacts) -> InputField:
    """Return a field that starts with what was planned."""
    planned = facts.inputs.get(field.id)
    return field if planned is None else replace(field, default=planned)
