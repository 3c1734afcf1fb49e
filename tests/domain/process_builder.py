"""The shipped processes, and situations and instances to judge, with plain defaults."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING

from app.domain.master_data import MasterData
from app.domain.processes import (
    Event,
    EventKind,
    ProcessCatalogue,
    ProcessEntry,
    ProcessFacts,
    ProcessSituation,
    Stage,
    derived_facts,
    effective_date,
    judge_all,
    load_process_catalogue,
)
from tests.domain.deadline_catalogue import catalogue as deadlines
from tests.domain.rule_catalogue import RULES_DIR, rules

if TYPE_CHECKING:
    from app.domain.master_data import FieldValue

TODAY = date(2026, 11, 11)
NOW = datetime(2026, 11, 11, 11, tzinfo=UTC)
SUPPLIER = "5799999911118"


@cache
def processes() -> ProcessCatalogue:
    """Return the shipped processes."""
    return load_process_catalogue(RULES_DIR / "processes.toml", rules(), deadlines())


def kind(name: str) -> ProcessEntry:
    """Return one shipped process."""
    return processes()[name]


def point(**changes: FieldValue) -> MasterData:
    """Return a connected, supplied, physically metered consumption point."""
    values: dict[str, FieldValue] = {
        "metering_point_type": "E17",
        "connection_state": "E22",
        "metering_method": "D01",
        "meter_number": "00110048",
        "meter_digits": "5.1",
        "meter_type": "D01",
        "energy_supplier_id": SUPPLIER,
    }
    return MasterData({**values, **changes})


def situation(
    name: str, master_data: MasterData | None = None, **known: object
) -> ProcessSituation:
    """Return the situation of a process on a point, done today unless told otherwise.

    Args:
        name: Process id.
        master_data: The point.
        known: Attributes of the situation; `inputs` are laid over a physical date of today.
    """
    inputs = {"physical_date": TODAY, **known.pop("inputs", {})}  # type: ignore[dict-item]
    given: dict[str, object] = {
        "today": TODAY,
        "now": NOW,
        "stage": Stage.DONE,
        "master_data": point() if master_data is None else master_data,
        "inputs": inputs,
        "effective_date": effective_date(kind(name).date_rule, inputs),
        "point_start": date(2020, 1, 1),
        "supply_start": date(2021, 1, 1),
    }
    return ProcessSituation(**(given | known))  # type: ignore[arg-type]


def broken(name: str, master_data: MasterData | None = None, **known: object) -> dict[str, str]:
    """Return the severity of each rule that a process would break."""
    found = judge_all(kind(name), situation(name, master_data, **known))
    return {violation.rule: violation.severity.value for violation in found}


def instance(name: str, master_data: MasterData | None = None, **known: object) -> ProcessFacts:
    """Return an instance without events."""
    given = situation(name, master_data, **known)
    entry = kind(name)
    return ProcessFacts(
        id=1,
        kind=name,
        object_kind=entry.object_kind,
        object_id="571313180401330152",
        started_on=TODAY,
        effective_date=given.effective_date,
        inputs=given.inputs,
        facts=derived_facts(entry, given),
    )


def after(facts: ProcessFacts, *events: tuple[str, str]) -> ProcessFacts:
    """Return an instance after events, each given as kind and step."""
    added = tuple(
        Event(kind=EventKind(event), step=step, happened_on=TODAY, recorded_at=NOW)
        for event, step in events
    )
    return replace(facts, events=(*facts.events, *added))
