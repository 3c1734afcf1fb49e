"""Judge a form of master data and open the reporting of what it changes.

**Source**: Forskrift I § 2, stk. 3 and § 8; Forskrift H1 § 18 (settlement method). Who answers for
a field, and whether a message carries it, stands in the field catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.catalogue import FieldType, Responsible
from app.domain.checks import Operation, apply_changes, check_master_data
from app.domain.master_data import MasterData
from app.domain.processes import (
    ProcessSituation,
    Stage,
    derived_facts,
    judge_all,
)
from app.domain.violations import Severity, Violation
from app.services.personal_numbers import cpr_violations
from app.services.process_opening import NewInstance, open_instance, report_at_once
from app.services.process_situations import (
    PointProcess,
    check_situation,
    code_names,
    point_situation,
)
from app.services.reporting_windows import date_violations, form_facts
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from app.domain.catalogue import Catalogue
    from app.domain.master_data import FieldValue
    from app.domain.processes import ProcessEntry, ProcessFacts
    from app.domain.situation import Situation
    from app.services.point_views import ChangePoint, CreatePoint
    from app.services.session import Session
    from app.store import Reader, Writer

NEW = "D03"
_KEYS = ("metering_point_id", "valid_from")


@dataclass(frozen=True, kw_only=True)
class JudgedForm:
    """A form that was judged.

    Attributes:
        entry: The process that saving opens.
        facts: The instance it would open.
        after: The record as it would be.
        changed: Fields that change, before and after.
        fields: Fields of facets, which are what is written.
        situation: What the checks knew.
        violations: Everything found, errors first.
        needs_report: Whether anything has to be reported.
    """

    entry: ProcessEntry
    facts: ProcessFacts
    after: MasterData
    changed: Mapping[str, tuple[FieldValue, FieldValue]]
    fields: frozenset[str]
    situation: Situation
    violations: tuple[Violation, ...]
    needs_report: bool


def judge_create(session: Session, reader: Reader, command: CreatePoint) -> JudgedForm:
    """Judge a new metering point; its state is New (Forskrift H1 § 21)."""
    catalogue = session.catalogues.fields
    entry = session.catalogues.processes["create_metering_point"]
    values = MasterData({**command.values, "connection_state": NEW})
    situation = check_situation(
        session, reader, values, operation=Operation.CREATE, day=command.valid_from
    )
    taken = reader.points.exists(command.point_id)
    situation = _with_taken(situation, taken=taken)
    after = values.replacing(
        {"metering_point_id": command.point_id, "valid_from": command.valid_from}
    )
    changed = {name: (None, value) for name, value in values.items()}
    facts = reporting_facts(session, entry, command.valid_from, changed)
    found = [
        *check_master_data(catalogue, after, situation),
        *cpr_violations(_free_texts(catalogue, values)),
        *date_violations(
            session,
            entry,
            facts,
            reported_on=command.reported_on,
            explanation=command.explanation,
        ),
    ]
    return JudgedForm(
        entry=entry,
        facts=facts,
        after=after,
        changed=changed,
        fields=frozenset(catalogue.fields) - set(_KEYS),
        situation=situation,
        violations=_sorted(found),
        needs_report=True,
    )


def _with_taken(situation: Situation, *, taken: bool) -> Situation:
    return replace(situation, id_is_taken=taken)


def judge_change(session: Session, reader: Reader, command: ChangePoint) -> JudgedForm:
    """Judge a change of master data; only fields that differ count as changed."""
    catalogue = session.catalogues.fields
    entry = session.catalogues.processes["master_data_change"]
    before = reader.points.master_data(command.point_id, command.valid_from) or MasterData()
    typed = {name: value for name, value in command.values.items() if name not in _KEYS}
    situation = check_situation(
        session,
        reader,
        before.replacing(typed),
        previous=before,
        day=command.valid_from,
    )
    after = apply_changes(catalogue, before, typed, situation)
    changed = differences(before, after)
    facts = reporting_facts(session, entry, command.valid_from, changed)
    keyed = after.replacing(
        {"metering_point_id": command.point_id, "valid_from": command.valid_from}
    )
    needs_report = any(facts.holds(step.condition) for step in entry.steps if step.limits)
    found = [
        *_not_by_form(catalogue, changed),
        *cpr_violations(_free_texts(catalogue, {n: new for n, (_old, new) in changed.items()})),
        *_concerning(
            changed,
            check_master_data(catalogue, keyed, situation),
            _faults_before(session, reader, before, command),
        ),
        *judge_all(entry, _situation(session, reader, entry, command, changed)),
    ]
    if needs_report:
        found += date_violations(
            session,
            entry,
            facts,
            reported_on=command.reported_on,
            explanation=command.explanation,
        )
    return JudgedForm(
        entry=entry,
        facts=facts,
        after=keyed,
        changed=changed,
        fields=frozenset(catalogue.fields) - set(_KEYS),
        situation=situation,
        violations=_sorted(found),
        needs_report=needs_report,
    )


def differences(before: MasterData, after: MasterData) -> dict[str, tuple[FieldValue, FieldValue]]:
    """Return the fields that are not the same, before and after."""
    names = dict.fromkeys((*before, *after))
    return {
        name: (before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    }


def _free_texts(catalogue: Catalogue, values: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    """Return the values of fields that are free text."""
    return {
        name: value
        for name, value in values.items()
        if name in catalogue.fields and catalogue.field(name).type is FieldType.TEXT
    }


def _not_by_form(catalogue: Catalogue, changed: Iterable[str]) -> list[Violation]:
    """Refuse fields that only a process or a message changes."""
    return [
        Violation(
            rule="PR-12",
            severity=Severity.ERROR,
            field=name,
            message=_("{field} is not changed here, but by its process.").format(
                field=catalogue.field(name).label()
            ),
            source=catalogue.field(name).source,
        )
        for name in changed
        if not catalogue.field(name).editable
    ]


def _faults_before(
    session: Session, reader: Reader, before: MasterData, command: ChangePoint
) -> frozenset[tuple[str, str]]:
    """Return rule and field of every fault the point had before the change."""
    situation = check_situation(session, reader, before, previous=before, day=command.valid_from)
    keyed = before.replacing(
        {"metering_point_id": command.point_id, "valid_from": command.valid_from}
    )
    found = check_master_data(session.catalogues.fields, keyed, situation)
    return frozenset((violation.rule, violation.field) for violation in found)


def _concerning(
    changed: Mapping[str, object],
    found: Iterable[Violation],
    before: frozenset[tuple[str, str]],
) -> list[Violation]:
    """Return what concerns the change; faults that other fields had before become notices.

    A record with an old fault must stay correctable field by field, but a fault that the change
    brings about counts, also at a field that was not touched: moving a point into net settlement
    makes its plant data required.
    """
    return [
        replace(violation, severity=Severity.NOTICE)
        if violation.field not in changed and (violation.rule, violation.field) in before
        else violation
        for violation in found
    ]


def reported_fields(
    catalogue: Catalogue, changed: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the own fields that a message carries, and those typed into the portal by hand."""
    own = [
        catalogue.field(name)
        for name in changed
        if name in catalogue.fields
        and catalogue.field(name).responsible is Responsible.GRID_COMPANY
    ]
    return (
        tuple(entry.id for entry in own if entry.in_message and not entry.portal_step),
        tuple(entry.id for entry in own if entry.portal_step),
    )


def _situation(
    session: Session,
    reader: Reader,
    entry: ProcessEntry,
    command: ChangePoint,
    changed: Mapping[str, tuple[FieldValue, FieldValue]],
) -> ProcessSituation:
    inputs: dict[str, FieldValue] = {"valid_from": command.valid_from}
    subject = PointProcess(entry=entry, point_id=command.point_id, inputs=inputs, stage=Stage.DONE)
    situation = point_situation(session, reader, subject)
    return replace(situation, changed=changed)


def reporting_facts(
    session: Session,
    entry: ProcessEntry,
    valid_from: date,
    changed: Mapping[str, tuple[FieldValue, FieldValue]],
) -> ProcessFacts:
    """Return the instance that saving would open, with what it has to report."""
    message_fields, hand_fields = reported_fields(session.catalogues.fields, changed)
    situation = ProcessSituation(
        today=session.today,
        now=session.clock.now(),
        rule_set=session.rule_set,
        stage=Stage.DONE,
        effective_date=valid_from,
        changed=changed,
        message_fields=message_fields,
        hand_fields=hand_fields,
        label=code_names(session),
    )
    facts = form_facts(session, entry, valid_from, derived_facts(entry, situation))
    inputs: dict[str, FieldValue] = {
        "valid_from": valid_from,
        "fields": ",".join((*message_fields, *hand_fields)),
        "hand_fields": ",".join(hand_fields),
    }
    return replace(facts, inputs={name: value for name, value in inputs.items() if value})


def open_reporting(
    session: Session,
    writer: Writer,
    judged: JudgedForm,
    command: CreatePoint | ChangePoint,
    reason: str,
) -> int:
    """Open the process that reports a form's change and return its number."""
    process_id = open_instance(
        session,
        writer,
        NewInstance(
            kind=judged.entry.id,
            object_id=command.point_id,
            inputs=judged.facts.inputs,
            facts=judged.facts.facts,
            note=command.note,
        ),
    )
    if command.reported_on is not None:
        explanation = command.explanation or reason
        report_at_once(session, writer, process_id, command.reported_on, explanation)
    return process_id


def _sorted(found: Iterable[Violation]) -> tuple[Violation, ...]:
    weight = list(Severity)
    return tuple(sorted(found, key=lambda violation: weight.index(violation.severity)))
