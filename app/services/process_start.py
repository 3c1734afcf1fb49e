"""Start a process on a metering point: look ahead, judge, and write.

**Source**: design § 2.4. Planned dates outside the permitted window are errors; what has happened
is always registered, and a limit that has passed is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.errors import RefusedError
from app.domain.processes import (
    EventKind,
    ObjectKind,
    ProcessEntry,
    ProcessFacts,
    ProcessSituation,
    Stage,
    derived_facts,
    judge_all,
    open_limits,
    permitted_window,
)
from app.domain.violations import Severity, Violation
from app.services.changes import Outcome
from app.services.limits import preview_limits, window_strip
from app.services.object_labels import ObjectLabels
from app.services.personal_numbers import refuse_cpr
from app.services.portal_values import portal_values
from app.services.process_effects import (
    change_views,
    check_effects,
    consumption_view,
    effects_of,
    with_computed,
    write_effects,
    write_readings,
)
from app.services.process_inputs import check_inputs
from app.services.process_menu import process_entry, require_point
from app.services.process_opening import NewInstance, open_instance
from app.services.process_situations import PointProcess, point_situation, previous_reading
from app.services.process_views import ProcessPreview, StartProcess, WindowView
from app.services.saving import change_set_of, keep_overrides, may_save, refuse_stale
from app.texts import _, format_day

if TYPE_CHECKING:
    from datetime import date

    from app.services.session import Session
    from app.store import Reader, Writer


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A process that is ready to be previewed or written.

    Attributes:
        entry: Its declaration.
        situation: Everything looked up.
        facts: The instance as it would be.
        violations: Everything found, errors first.
    """

    entry: ProcessEntry
    situation: ProcessSituation
    facts: ProcessFacts
    violations: tuple[Violation, ...]


def prepare(
    session: Session, reader: Reader, command: StartProcess, *, process_id: int | None = None
) -> Prepared:
    """Look up and judge a process that shall start, or a planned one that shall be done.

    Raises:
        NotFoundError: When the kind or the point does not exist.
        RefusedError: When the kind is not started by a dialog, or not in this stage.
    """
    entry = process_entry(session, command.kind)
    stage = _stage(entry, command.stage)
    require_point(reader, command.object_id)
    subject = PointProcess(
        entry=entry,
        point_id=command.object_id,
        inputs=command.data,
        stage=stage,
        process_id=process_id,
    )
    situation = point_situation(session, reader, subject)
    facts = ProcessFacts(
        id=process_id or 0,
        kind=entry.id,
        object_kind=ObjectKind.METERING_POINT,
        object_id=command.object_id,
        started_on=session.today,
        effective_date=situation.effective_date,
        inputs=with_computed(command.data, situation),
        facts=derived_facts(entry, situation),
    )
    return Prepared(
        entry=entry,
        situation=situation,
        facts=facts,
        violations=_violations(session, reader, entry, situation, facts, command.happened_on),
    )


def _stage(entry: ProcessEntry, name: str) -> Stage:
    stage = Stage(name)
    if not entry.menu or stage not in entry.stages:
        raise RefusedError(_("{process} is not started this way.").format(process=entry.label))
    return stage


def _violations(
    session: Session,
    reader: Reader,
    entry: ProcessEntry,
    situation: ProcessSituation,
    facts: ProcessFacts,
    happened_on: date | None,
) -> tuple[Violation, ...]:
    """Return everything wrong with a process: inputs, guards, window, resulting master data."""
    found = [
        *check_inputs(entry, situation, session.catalogues.fields),
        *_future_violation(session, situation, happened_on),
        *judge_all(entry, situation),
        *_window_violation(session, entry, situation, happened_on or session.today),
        *passed_limits(session, entry, facts),
    ]
    if situation.stage is Stage.DONE:
        effects = effects_of(session, reader, entry, situation)
        missing = {violation.field for violation in found}
        found += [
            violation
            for violation in check_effects(session, reader, effects, situation.effective_date)
            if violation.field not in missing
        ]
    weight = list(Severity)
    return tuple(sorted(found, key=lambda violation: weight.index(violation.severity)))


def _future_violation(
    session: Session, situation: ProcessSituation, happened_on: date | None
) -> list[Violation]:
    """Return an error when something is told as happened that lies ahead.

    Where the day of the work is asked for, a guard judges that.
    """
    is_guarded = situation.stage is Stage.DONE and situation.day("physical_date") is not None
    if happened_on is None or happened_on <= session.today or is_guarded:
        return []
    message = _("What has happened cannot lie after today, {today}.")
    return [
        Violation(
            rule="PR-01",
            severity=Severity.ERROR,
            field="happened_on",
            message=message.format(today=format_day(session.today)),
        )
    ]


def _window_violation(
    session: Session, entry: ProcessEntry, situation: ProcessSituation, planned_on: date
) -> list[Violation]:
    """Return an error when a planned date lies outside the window of the day it was planned."""
    if entry.window is None or situation.stage is not Stage.PLANNED:
        return []
    window = permitted_window(
        entry,
        situation.inputs,
        stage=Stage.PLANNED,
        today=planned_on,
        deadlines=session.catalogues.deadlines,
        calendar=session.calendar,
    )
    day = situation.day(entry.window.input)
    if day is None or window.contains(day):
        return []
    return [
        Violation(
            rule="PR-02",
            severity=Severity.ERROR,
            field=entry.window.input,
            message=f"{window_text(window.first, window.last)} {entry.window.text}",
            source=entry.window.source,
        )
    ]


def window_text(first: date | None, last: date | None) -> str:
    """Return which dates are permitted, as a sentence."""
    if first is not None and last is not None:
        return _("Permitted from {first} to {last}.").format(
            first=format_day(first), last=format_day(last)
        )
    if first is not None:
        return _("Permitted from {first}.").format(first=format_day(first))
    if last is not None:
        return _("Permitted until {last}.").format(last=format_day(last))
    return _("Any date is permitted.")


def passed_limits(session: Session, entry: ProcessEntry, facts: ProcessFacts) -> list[Violation]:
    """Return a notice for every limit that has passed already when the process starts."""
    limits = open_limits(entry, facts, session.catalogues.deadlines)
    anchors = dict.fromkeys(
        (limit.deadline.id, limit.anchor) for limit in limits if not limit.use.when_missed
    )
    return [
        Violation(
            rule="PR-06",
            severity=Severity.NOTICE,
            field="",
            message=_(
                "{limit}: the last day was {day}. It is registered all the same; an explanation "
                "is asked for when it is reported."
            ).format(limit=dates.label, day=format_day(dates.last_day)),
            source=dates.source,
        )
        for dates in preview_limits(session, anchors)
        if dates.last_day is not None and dates.last_day < session.today
    ]


def preview(session: Session, command: StartProcess) -> ProcessPreview:
    """Return what would follow if the dialog were saved as it is.

    Raises:
        NotFoundError: When the kind or the point does not exist.
    """
    with session.company_file.read() as reader:
        return preview_of(session, reader, prepare(session, reader, command))


def preview_of(session: Session, reader: Reader, prepared: Prepared) -> ProcessPreview:
    """Return what would follow from a prepared process."""
    entry, situation, facts = prepared.entry, prepared.situation, prepared.facts
    limits = open_limits(entry, facts, session.catalogues.deadlines)
    anchors = dict.fromkeys(
        (limit.deadline.id, limit.anchor) for limit in limits if not limit.use.when_missed
    )
    effects = effects_of(session, reader, entry, situation)
    day = situation.effective_date or session.today
    previous_day = previous_reading(reader, facts.object_id, situation.master_data, day)[1]
    values = [
        value
        for step in entry.steps
        if step.by_hand and facts.holds(step.condition)
        for value in portal_values(session, reader, step, facts)
    ]
    return ProcessPreview(
        effective_date=situation.effective_date,
        effective_date_explanation=entry.date_rule.text if entry.date_rule else "",
        window=_window_view(session, entry, situation),
        deadlines=preview_limits(session, anchors),
        changes=change_views(effects, session.catalogues.fields),
        computed=consumption_view(situation, previous_day),
        portal_values=tuple(dict.fromkeys(values)),
        violations=prepared.violations,
    )


def _window_view(
    session: Session, entry: ProcessEntry, situation: ProcessSituation
) -> WindowView | None:
    if entry.window is None or situation.stage is None:
        return None
    window = permitted_window(
        entry,
        situation.inputs,
        stage=situation.stage,
        today=session.today,
        deadlines=session.catalogues.deadlines,
        calendar=session.calendar,
    )
    return WindowView(
        first_day=window.first,
        last_day=window.last,
        explanation=f"{entry.window.text} ({entry.window.source})",
        strip=window_strip(session, window, situation.day(entry.window.input)),
    )


def start(session: Session, command: StartProcess, reason: str = "") -> Outcome[int]:
    """Start a process: plan it, or register that it has happened.

    Returns:
        The number of the instance.

    Raises:
        NotFoundError: When the kind or the point does not exist.
        StaleEditError: When the point was changed since the dialog was opened.
        RefusedError: When a text holds a CPR number.
    """
    refuse_cpr(command.note, command.explanation, reason)
    why = reason or command.note
    with session.company_file.write(who=session.who, why=why, kind=command.kind) as writer:
        refuse_stale(
            command.base_change,
            writer.points.last_change(command.object_id),
            _("Metering point {id}").format(id=command.object_id),
        )
        process_id, found = begin(session, writer, command, reason)
        if process_id is None:
            return Outcome(violations=found)
        change_set = change_set_of(writer, summary_of(session, writer, command))
    return Outcome(value=process_id, violations=found, change_set=change_set)


def summary_of(session: Session, reader: Reader, command: StartProcess) -> str:
    """Return the sentence that the trail shows of a start."""
    entry = session.catalogues.processes[command.kind]
    return f"{entry.label}: {ObjectLabels(reader).of_point(command.object_id).text}"


def begin(
    session: Session, writer: Writer, command: StartProcess, reason: str = ""
) -> tuple[int | None, tuple[Violation, ...]]:
    """Start a process inside a transaction.

    Returns:
        The number of the instance, None when it may not be saved; and what was found.

    Raises:
        NotFoundError: When the kind or the point does not exist.
        RefusedError: When the kind is not started by a dialog, or not in this stage.
    """
    prepared = prepare(session, writer, command)
    if not may_save(prepared.violations, reason):
        return None, prepared.violations
    entry, situation, facts = prepared.entry, prepared.situation, prepared.facts
    is_done = situation.stage is Stage.DONE
    happened_on = situation.day("physical_date") if is_done else None
    process_id = open_instance(
        session,
        writer,
        NewInstance(
            kind=entry.id,
            object_id=command.object_id,
            inputs=facts.inputs,
            facts=facts.facts,
            event=EventKind.DONE if is_done else EventKind.PLANNED,
            happened_on=happened_on or command.happened_on,
            explanation=command.explanation,
            note=command.note,
        ),
    )
    if is_done:
        write_effects(session, writer, entry, situation, command.object_id)
        write_readings(writer, entry, situation, command.object_id, process_id)
    keep_overrides(
        writer,
        prepared.violations,
        reason,
        object_kind=ObjectKind.METERING_POINT,
        object_id=command.object_id,
    )
    return process_id, prepared.violations
