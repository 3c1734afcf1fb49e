"""What the program says to one row of the table of metering point cases: states and the check.

**Source**: the vocabulary of the table; processes and their guards are those of the program.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.checks import Operation, Situation, check_master_data
from app.domain.master_data import MasterData
from app.domain.processes import (
    ProcessCatalogue,
    ProcessEntry,
    ProcessSituation,
    Stage,
    effective_date,
    judge_all,
    load_process_catalogue,
)
from app.domain.self_control import NextStep, next_step, sample_size
from tests.cases.metering_point_cases import (
    RULE_SET,
    SOME_PARENT,
    Row,
    Verdict,
    aware,
    danish_day,
    judge_policy,
)
from tests.domain.deadline_catalogue import catalogue as deadlines
from tests.domain.rule_catalogue import GLN, RULES_DIR, rules

if TYPE_CHECKING:
    from app.domain.violations import Violation

ACTIONS = {
    "connect": ("connect", 7),
    "disconnect": ("technical_disconnection", 1),
    "reconnect": ("reconnection", 1),
}
"""Process and days back of Energinet's integration tests, by action."""

END_OF_SUPPLY = "end_of_supply_disconnection"
KINDS = {
    "end_of_supply": END_OF_SUPPLY,
    "technical": "technical_disconnection",
    "reconnect": "reconnection",
}
STATES_BEFORE = {"end_of_supply": "E22", "technical": "E22", "reconnect": "E23"}
_WINDOW = "MP-013"


@lru_cache(maxsize=1)
def processes() -> ProcessCatalogue:
    """Return the shipped processes."""
    return load_process_catalogue(RULES_DIR / "processes.toml", rules(), deadlines())


def judge_transition(row: Row) -> Verdict:
    """Judge a change of the connection state."""
    process, days_before = ACTIONS[row["action"]]
    entry = processes()[process]
    day = danish_day(row.get("effective_date"))
    verdict = Verdict(values={"state": _state_after(entry)})
    verdict.add(_identity(row, day))
    if not row.get("exists", True):
        # The register has no such point: the services refuse it before any rule is asked.
        verdict.fire("MP-016", "E10")
    if "today" in row:
        # The window is Energinet's setting in the row, not the one in our declaration.
        window = judge_policy({"days_before": days_before, **row})
        verdict.codes |= window.codes
        verdict.errors |= window.errors
    found = judge_all(entry, _situation(row, day))
    return verdict.add([violation for violation in found if violation.rule != _WINDOW])


def _identity(row: Row, day: date | None) -> list[Violation]:
    """Return what the checks say to the id, the date and the owner of the point."""
    values = {"metering_point_id": row.get("gsrn", SOME_PARENT), "grid_area_code": "870"}
    md = MasterData({**values, "valid_from": day})
    situation = Situation(
        today=day or date(2021, 6, 10),
        rule_set=RULE_SET,
        operation=Operation.UPDATE,
        own_grid_areas=frozenset({"870"} if row.get("sender", "own") == "own" else ()),
    )
    asked = {"MP-001", "MP-002", "MP-011", "MP-012", "MP-015"}
    return [v for v in check_master_data(rules(), md, situation) if v.rule in asked]


def _situation(row: Row, day: date | None) -> ProcessSituation:
    """Return the situation; without a day of the message it is the effective date itself."""
    today = aware(row["today"]).date() if "today" in row else day or date(2021, 6, 10)
    supply_start = danish_day(row.get("supplier_start"))
    values = {
        "metering_point_type": row["type"],
        "connection_state": row["state"],
        "metering_method": row.get("metering_method", "D01"),
        "parent_metering_point_id": SOME_PARENT if row.get("has_parent") else None,
        "energy_supplier_id": GLN if supply_start is not None else None,
    }
    return ProcessSituation(
        today=today,
        now=aware(f"{today.isoformat()}T12:00:00Z"),
        rule_set=RULE_SET,
        # Tomorrow's Danish midnight passes Energinet's window; what has not happened is planned.
        stage=Stage.PLANNED if day is not None and day > today else Stage.DONE,
        master_data=MasterData(values),
        inputs={"physical_date": day},
        effective_date=day,
        supply_start=supply_start,
    )


def _state_after(entry: ProcessEntry) -> str:
    states = [change.values.get("connection_state") for change in entry.changes]
    return str(next(state for state in states if state))


def judge_effective_date(row: Row) -> Verdict:
    """Judge which day a disconnection or reconnection takes effect, and whether it is too early."""
    entry = processes()[KINDS[row["kind"]]]
    physical = date.fromisoformat(row["physical_date"])
    requested = row.get("requested_date")
    inputs = {
        "physical_date": physical,
        "desired_date": date.fromisoformat(requested) if requested else None,
    }
    day = effective_date(entry.date_rule, inputs)
    situation = replace(
        _situation({"type": "E17", "state": STATES_BEFORE[row["kind"]]}, day),
        today=physical,
        inputs=inputs,
        supply_start=physical - timedelta(days=30),
    )
    values = {"effective_date": None if day is None else day.isoformat()}
    return Verdict(values=values).add(judge_all(entry, situation))


def judge_supplier(row: Row) -> Verdict:
    """Judge whether a supplier may be registered on a type."""
    today = date(2021, 6, 10)
    situation = replace(_situation({"type": row["type"], "state": "D03"}, today), stage=Stage.DONE)
    return Verdict().add(judge_all(processes()["move_in"], situation))


def judge_sample(row: Row) -> Verdict:
    """Judge the sample of the monthly check and what follows from it."""
    points = int(row["points"])
    sampled = int(row.get("sampled", sample_size(points)))
    step = next_step(points, sampled, int(row.get("discrepancies", 0)))
    verdict = Verdict(values={"sample_min": sample_size(points), "next": step.value})
    if sampled < sample_size(points) or step is NextStep.INVALID_SAMPLE:
        verdict.fire("RG-SS")
    return verdict
