"""What the program says to one row of the table of metering point cases: master data.

A row is laid out as its vocabulary says, given to the functions that forms and imports use, and
the rules that fired are returned. Rows about the connection state are judged in
`transition_cases`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from app.domain.checks import (
    Operation,
    Situation,
    apply_changes,
    check_master_data,
    without_dropped,
)
from app.domain.field_values import FieldFormatError, parse_field
from app.domain.identifiers import is_valid_gln
from app.domain.master_data import FieldValue, MasterData
from app.domain.processes import days_window
from app.domain.violations import Severity, Violation
from tests.cases_directory import cases_directory
from tests.domain.rule_catalogue import rules

RULE_SET = "datahub"
TODAY = date(2026, 11, 21)
KNOWN_GRID_AREAS = ["870", "871"]
SOME_PARENT = "570851247381952311"
DAYS_BEFORE = 1

Row = dict[str, Any]


@dataclass
class Verdict:
    """What the program says to a row.

    Attributes:
        codes: DataHub's rejection codes by the rules that fired, at any severity.
        errors: The rules that fired as errors.
        values: What holds afterwards, by the names of the table.
    """

    codes: dict[str, set[str]] = field(default_factory=dict)
    errors: set[str] = field(default_factory=set)
    values: dict[str, object] = field(default_factory=dict)

    def add(self, violations: list[Violation] | tuple[Violation, ...]) -> Verdict:
        """Take violations in."""
        for violation in violations:
            self.fire(violation.rule, violation.code, error=violation.severity is Severity.ERROR)
        return self

    def fire(self, rule: str, code: str = "", *, error: bool = True) -> None:
        """Take one rule in."""
        self.codes.setdefault(rule, set()).add(code)
        if error:
            self.errors.add(rule)


@dataclass
class Read:
    """Texts of a row read into fields: values, None where a field was sent empty."""

    values: dict[str, FieldValue] = field(default_factory=dict)
    violations: list[Violation] = field(default_factory=list)

    @property
    def unread(self) -> set[str]:
        """Return the fields whose text could not be read."""
        return {violation.field for violation in self.violations}


def read(texts: Row, operation: str = Operation.CREATE) -> Read:
    """Read texts by the names of the table; null is not sent, "" is sent empty."""
    found = Read()
    for name, value in texts.items():
        entry = rules().field_named(name)
        if value is None or entry is None:
            continue
        text = str(value).lower() if isinstance(value, bool) else str(value)
        try:
            found.values[entry.id] = parse_field(entry, text, rules(), operation=operation)
        except FieldFormatError as error:
            found.violations.append(error.violation)
    return found


def as_table(md: MasterData, then: Row) -> dict[str, object]:
    """Return the values the row asks for, by the names of the table, as values of our fields."""
    return {name: md.get(rules().field_named(name).id) for name in then}  # type: ignore[union-attr]


def wanted(then: Row) -> dict[str, object]:
    """Return what must hold, as values of our fields."""
    return {
        name: read({name: value}).values.get(rules().field_named(name).id)  # type: ignore[union-attr]
        for name, value in then.items()
    }


@lru_cache(maxsize=1)
def bases() -> dict[str, Row]:
    """Return the base records."""
    path = cases_directory() / "metering_point_bases.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


def danish_day(instant: str | None) -> date | None:
    """Return the Danish day that begins at an instant, or None."""
    value = read({"effective_date": instant}).values.get("valid_from")
    return value if isinstance(value, date) else None


def aware(instant: str) -> datetime:
    """Return an instant of the table."""
    return datetime.fromisoformat(instant).astimezone(UTC)


def around(context: Row, operation: str, **facts: object) -> Situation:
    """Return the situation a row describes."""
    areas = frozenset(context.get("known_grid_areas") or KNOWN_GRID_AREAS)
    own = context.get("sender", "own") == "own"
    parent = context.get("parent")
    given: dict[str, object] = {
        "today": TODAY,
        "rule_set": RULE_SET,
        "operation": operation,
        "known_grid_areas": areas,
        "own_grid_areas": areas if own else frozenset(),
        "id_is_taken": bool(context.get("gsrn_exists")),
        "parent": None if parent is None else as_point(parent),
        "parent_exists": parent is not None,
    }
    return Situation(**(given | facts))  # type: ignore[arg-type]


def as_point(texts: Row) -> MasterData:
    """Return a point described by type, grid_area and state."""
    renamed = {"connection_state" if name == "state" else name: texts[name] for name in texts}
    return MasterData(read(renamed).values)


def judge_format(row: Row) -> Verdict:
    """Judge one field on its own."""
    name, value = row["field"], row.get("value")
    verdict = Verdict()
    if name == "gln":
        if not is_valid_gln(value or ""):
            verdict.fire("GL-001")
        return verdict
    found = read({name: value, "country_code": row.get("country_code")})
    situation = Situation(today=TODAY, rule_set=RULE_SET, operation=Operation.CREATE)
    md = MasterData(found.values)
    return verdict.add(found.violations).add(check_master_data(rules(), md, situation))


def judge_rule(row: Row) -> Verdict:
    """Judge the rules of a type against the fields given."""
    current = row.get("current")
    operation = Operation.CREATE if current is None else Operation.UPDATE
    found = read({"type": row["type"], **row["md"]}, operation)
    previous = (
        None if current is None else MasterData(read({"type": row["type"], **current}).values)
    )
    situation = Situation(today=TODAY, rule_set=RULE_SET, operation=operation, previous=previous)
    violations = check_master_data(rules(), MasterData(found.values), situation)
    return Verdict().add(found.violations).add(violations)


def judge_build(row: Row) -> Verdict:
    """Judge what is left of values that the type does not have."""
    md = MasterData(read({"type": row["type"], **row["md"]}).values)
    situation = Situation(today=TODAY, rule_set=RULE_SET, operation=Operation.CREATE)
    kept = without_dropped(rules(), md, situation)
    verdict = Verdict(values=as_table(kept, row.get("then", {})))
    return verdict.add(check_master_data(rules(), kept, situation))


def judge_create(row: Row) -> Verdict:
    """Judge a new point: the base record with what is set laid over it."""
    context = row.get("context", {})
    texts = {"connection_state": context.get("state", "D03"), **bases()[row["base"]], **row["set"]}
    found = read(texts)
    situation = around(context, Operation.CREATE)
    md = without_dropped(rules(), MasterData(found.values), situation)
    verdict = Verdict(values=as_table(md, row.get("then", {})))
    return verdict.add(found.violations).add(
        _without_unread(check_master_data(rules(), MasterData(found.values), situation), found)
    )


def judge_update(row: Row) -> Verdict:
    """Judge a change: what is sent laid over the stored record."""
    context = row.get("context", {})
    stored = {
        **bases()[row["base"]],
        **row.get("base_set", {}),
        "connection_state": context.get("state", "D03"),
    }
    if "coupled_parent_reading" in context:
        stored["parent_gsrn"] = SOME_PARENT
    previous = MasterData(read(stored).values)
    sent = read({**row["set"], "effective_date": context.get("effective_date")}, Operation.UPDATE)
    situation = around(context, Operation.UPDATE, previous=previous, **_coupled(context, previous))
    changed = apply_changes(rules(), previous, sent.values, situation)
    kept = without_dropped(rules(), changed, situation)
    verdict = Verdict(values=as_table(kept, row.get("then", {})))
    if not context.get("exists", True):
        # The register has no such point: the services refuse it before any rule is asked.
        verdict.fire("MP-016", "E10")
    verdict.add(sent.violations)
    verdict.add(_without_unread(check_master_data(rules(), changed, situation), sent))
    if "today" in context:
        _judge_window(verdict, context)
    return verdict


def _without_unread(violations: tuple[Violation, ...], found: Read) -> list[Violation]:
    """Leave out what is said of a field whose text could not be read: it is not missing."""
    return [violation for violation in violations if violation.field not in found.unread]


def _coupled(context: Row, previous: MasterData) -> dict[str, object]:
    if "coupled_parent_reading" not in context:
        return {}
    parent = {
        "type": "E20",
        "grid_area": previous.text("grid_area_code"),
        "reading_occurrence": context["coupled_parent_reading"],
    }
    return {"parent": as_point(parent), "parent_exists": True}


def _judge_window(verdict: Verdict, row: Row, days_before: int = DAYS_BEFORE) -> None:
    day = danish_day(row["effective_date"])
    first, last = days_window(
        aware(row["today"]), row.get("days_before", days_before), row.get("days_after", 0)
    )
    if day is not None and not first <= day <= last:
        verdict.fire("MP-013", "E17")


def judge_policy(row: Row) -> Verdict:
    """Judge the date window alone."""
    verdict = Verdict()
    _judge_window(verdict, row)
    return verdict


def judge_couple(row: Row) -> Verdict:
    """Judge whether one point can hang under another; other rules are not asked."""
    md = as_point(row["child"]).replacing({"parent_metering_point_id": SOME_PARENT})
    situation = around({"parent": row["parent"]}, Operation.UPDATE)
    found = check_master_data(rules(), md, situation)
    return Verdict().add([violation for violation in found if violation.rule.startswith("PC-")])


def judge_decouple(row: Row) -> Verdict:
    """Judge whether a point can be taken from under another; other rules are not asked."""
    found = check_master_data(rules(), as_point(row["child"]), around({}, Operation.UPDATE))
    return Verdict().add([violation for violation in found if violation.rule.startswith("PC-")])
