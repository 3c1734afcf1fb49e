"""Processes as they are kept in the company file, and as the domain judges them.

**Source**: design § 2.4. The store keeps plain mappings; here they become `ProcessFacts` and back.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.processes import (
    Event,
    EventKind,
    Measured,
    ObjectKind,
    ProcessFacts,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.master_data import FieldValue
    from app.store.records import StoredEvent, StoredProcess

_INPUTS = "inputs"
_FACTS = "facts"
_EFFECTIVE = "effective_date"


def instance_data(
    inputs: Mapping[str, FieldValue], facts: Mapping[str, bool], effective: date | None
) -> dict[str, Any]:
    """Return what is kept with an instance, or with an event that tells more of it."""
    return {_INPUTS: dict(inputs), _FACTS: dict(facts), _EFFECTIVE: effective}


def facts_of(stored: StoredProcess) -> ProcessFacts:
    """Return the instance as the domain judges it: what later events told goes over the start."""
    inputs: dict[str, FieldValue] = {}
    facts: dict[str, bool] = {}
    effective: date | None = None
    for data in (stored.data, *(event.data for event in stored.events)):
        inputs.update(data.get(_INPUTS, {}))
        facts.update(data.get(_FACTS, {}))
        told = data.get(_EFFECTIVE)
        effective = told if isinstance(told, date) else effective
    return ProcessFacts(
        id=stored.id,
        kind=stored.kind,
        object_kind=ObjectKind(stored.object_kind),
        object_id=stored.object_id,
        started_on=stored.started_on,
        effective_date=effective,
        inputs=inputs,
        facts=facts,
        events=tuple(_event(event) for event in stored.events),
    )


def _event(stored: StoredEvent) -> Event:
    return Event(
        kind=EventKind(stored.kind),
        step=stored.step,
        happened_on=stored.happened_on,
        recorded_at=stored.recorded_at,
        who=stored.who,
        explanation=stored.explanation,
        note=stored.note,
        data=stored.data.get(_INPUTS, {}),
        measured=tuple(_measured(item) for item in stored.measured),
        change_id=stored.change_id,
    )


def _measured(item: Mapping[str, Any]) -> Measured:
    return Measured(
        deadline=item["deadline"],
        anchor=item["anchor"],
        first_day=item["first_day"],
        last_safe_day=item["last_safe_day"],
        last_day=item["last_day"],
        last_attempt_day=item["last_attempt_day"],
        rule_set=item["rule_set"],
        rule_date=item["rule_date"],
        constitution_day_is_working_day=item["constitution_day_is_working_day"],
    )


def measured_data(measured: Measured) -> dict[str, Any]:
    """Return the dates a step was measured against, as they are kept."""
    return {
        "deadline": measured.deadline,
        "anchor": measured.anchor,
        "first_day": measured.first_day,
        "last_safe_day": measured.last_safe_day,
        "last_day": measured.last_day,
        "last_attempt_day": measured.last_attempt_day,
        "rule_set": measured.rule_set,
        "rule_date": measured.rule_date,
        "constitution_day_is_working_day": measured.constitution_day_is_working_day,
    }
