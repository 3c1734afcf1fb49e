"""Checks compiled for one metering point type, rule set and operation.

Reading entries anew for each of 50,000 points would cost minutes; a program binds each entry once
and groups the probes by their condition, so that a condition is judged once per point.

**Source**: design §§ 2.1, 2.2 and 2.7.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.catalogue import CONDITIONS, LOGICS, CheckVariant, Condition, Presence
from app.domain.catalogue.conditions import ConditionKind
from app.domain.rules import PROBES
from app.domain.rules.probe import Values
from app.domain.situation import Situation

if TYPE_CHECKING:
    from datetime import date

    from app.domain.catalogue import Catalogue, FieldEntry
    from app.domain.rules.probe import Probe

Test = Callable[[Values, Situation], bool]
"""Whether the conditions of an entry hold."""

PresenceRule = tuple[Presence, Test | None, CheckVariant]
ChoiceRule = tuple[Test | None, CheckVariant]

_CHOICE_LOGICS = frozenset({"one_of", "none_of"})


@dataclass(frozen=True, slots=True)
class BoundCheck:
    """One variant bound to one field.

    Attributes:
        order: Place in the catalogue.
        rule: Rule id.
        variant: The variant.
        entry: The field.
        probe: The compiled logic.
    """

    order: int
    rule: str
    variant: CheckVariant
    entry: FieldEntry
    probe: Probe


@dataclass(frozen=True, slots=True)
class Program:
    """What is run on each point.

    Attributes:
        blocks: Checks by their common condition; None means always.
        presence: By field, what entries say about whether it may have a value.
        choices: By field, the entries that narrow its codes.
    """

    blocks: tuple[tuple[Test | None, tuple[BoundCheck, ...]], ...]
    presence: dict[str, tuple[PresenceRule, ...]]
    choices: dict[str, tuple[ChoiceRule, ...]]


def program_for(catalogue: Catalogue, metering_point_type: str, situation: Situation) -> Program:
    """Return the compiled checks for a type in a situation; compiled at most once."""
    return _compiled(
        catalogue,
        metering_point_type,
        situation.rule_set,
        str(situation.operation),
        catalogue.law_day(situation.today),
    )


@lru_cache(maxsize=512)
def _compiled(
    catalogue: Catalogue, metering_point_type: str, rule_set: str, operation: str, day: date
) -> Program:
    bound = [
        BoundCheck(
            order, check.id, variant, entry, PROBES[variant.logic](variant, entry, catalogue)
        )
        for order, check in enumerate(catalogue.checks.values())
        for variant in check.in_force(rule_set, operation, day)
        if variant.applies_to(metering_point_type)
        for entry in (catalogue.field(field_id) for field_id in variant.fields)
    ]
    tests = {check.variant.when: compile_test(check.variant.when) for check in bound}
    blocks: dict[tuple[Condition, ...], list[BoundCheck]] = {}
    presence: dict[str, list[PresenceRule]] = {}
    choices: dict[str, list[ChoiceRule]] = {}
    for check in bound:
        variant, field_id = check.variant, check.entry.id
        test, spec = tests[variant.when], LOGICS[variant.logic]
        blocks.setdefault(variant.when, []).append(check)
        if spec.presence is not None:
            presence.setdefault(field_id, []).append((spec.presence, test, variant))
        if variant.logic in _CHOICE_LOGICS:
            choices.setdefault(field_id, []).append((test, variant))
    return Program(
        blocks=tuple((tests[when], tuple(checks)) for when, checks in blocks.items()),
        presence={name: tuple(rules) for name, rules in presence.items()},
        choices={name: tuple(rules) for name, rules in choices.items()},
    )


def compile_test(conditions: tuple[Condition, ...]) -> Test | None:
    """Return one function that judges all conditions; None when there are none."""
    tests = [_TESTS[CONDITIONS[condition.name].kind](condition) for condition in conditions]
    if len(tests) <= 1:
        return tests[0] if tests else None

    def test(values: Values, situation: Situation) -> bool:
        return all(judge(values, situation) for judge in tests)

    return test


def _code_in(condition: Condition) -> Test:
    field_id, codes = CONDITIONS[condition.name].field, frozenset(condition.values)
    return lambda values, _situation: values.get(field_id) in codes


def _code_not_in(condition: Condition) -> Test:
    field_id, codes = CONDITIONS[condition.name].field, frozenset(condition.values)
    return lambda values, _situation: values.get(field_id) not in codes


def _previous_code_in(condition: Condition) -> Test:
    field_id, codes = CONDITIONS[condition.name].field, frozenset(condition.values)

    def test(_values: Values, situation: Situation) -> bool:
        return situation.previous is not None and situation.previous.get(field_id) in codes

    return test


def _present(condition: Condition) -> Test:
    field_id, expected = CONDITIONS[condition.name].field, condition.expected
    return lambda values, _situation: (field_id in values) is expected


def _true(condition: Condition) -> Test:
    field_id, expected = CONDITIONS[condition.name].field, condition.expected
    return lambda values, _situation: values.get(field_id) is expected


def _parent_known(condition: Condition) -> Test:
    expected = condition.expected
    return lambda _values, situation: (situation.parent is not None) is expected


_TESTS: dict[ConditionKind, Callable[[Condition], Test]] = {
    ConditionKind.CODE_IN: _code_in,
    ConditionKind.CODE_NOT_IN: _code_not_in,
    ConditionKind.PREVIOUS_CODE_IN: _previous_code_in,
    ConditionKind.PRESENT: _present,
    ConditionKind.TRUE: _true,
    ConditionKind.PARENT_KNOWN: _parent_known,
}
