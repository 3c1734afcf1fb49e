"""Judge master data by the check catalogue: violations, what a field needs, which codes it offers.

**Source**: design §§ 2.1, 2.2 and 2.7. What a field requires or forbids is written once, in
`resources/rules/checks.toml`; the form asks the same entries as the check.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.catalogue import METERING_POINT_TYPES, Presence
from app.domain.check_program import program_for
from app.domain.field_values import display_field
from app.domain.situation import DEFAULT_RULE_SET, Operation, Situation
from app.domain.violation_texts import code_name, violation_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.domain.catalogue import Catalogue, CodeEntry
    from app.domain.check_program import BoundCheck, PresenceRule
    from app.domain.master_data import FieldValue, MasterData
    from app.domain.rules.probe import Details, Values
    from app.domain.violations import Violation

__all__ = [
    "DEFAULT_RULE_SET",
    "Operation",
    "Requirement",
    "Situation",
    "allowed_codes",
    "apply_changes",
    "check_master_data",
    "requirement",
    "requirements",
    "without_dropped",
]

_TYPE = "metering_point_type"
_ID = "metering_point_id"
_DROPPED = "dropped"


class Requirement(StrEnum):
    """Whether a field needs a value."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    FORBIDDEN = "forbidden"


def check_master_data(
    catalogue: Catalogue, md: MasterData, situation: Situation
) -> tuple[Violation, ...]:
    """Return every rule the values break, in the order of the check catalogue.

    Args:
        catalogue: The rules.
        md: The values of one point on one day.
        situation: What else is known.
    """
    values = dict(md)
    program = program_for(catalogue, md.metering_point_type, situation)
    broken: list[tuple[BoundCheck, Details]] = []
    for test, checks in program.blocks:
        if test is not None and not test(values, situation):
            continue
        for check in checks:
            details = check.probe(values, situation)
            if details is not None:
                broken.append((check, details))
    broken.sort(key=lambda found: found[0].order)
    return tuple(_violation(catalogue, check, values, details) for check, details in broken)


def requirement(
    catalogue: Catalogue, field_id: str, md: MasterData, situation: Situation
) -> Requirement:
    """Return whether a field needs a value, given the other values."""
    rules = program_for(catalogue, md.metering_point_type, situation).presence
    return _requirement(rules.get(field_id, ()), dict(md), situation)


def requirements(
    catalogue: Catalogue, md: MasterData, situation: Situation
) -> dict[str, Requirement]:
    """Return `requirement` for every field of the catalogue."""
    values = dict(md)
    rules = program_for(catalogue, md.metering_point_type, situation).presence
    return {
        field_id: _requirement(rules.get(field_id, ()), values, situation)
        for field_id in catalogue.fields
    }


def allowed_codes(
    catalogue: Catalogue, field_id: str, md: MasterData, situation: Situation
) -> tuple[CodeEntry, ...]:
    """Return the codes a form offers for a field, given the other values, in the list's order."""
    values = dict(md)
    program = program_for(catalogue, md.metering_point_type, situation)
    offered = catalogue.code_list(field_id).accepted
    for test, variant in program.choices.get(field_id, ()):
        if test is None or test(values, situation):
            allowed, refused = variant.params.get("allowed"), variant.params.get("refused", ())
            offered = tuple(
                code
                for code in offered
                if (not isinstance(allowed, tuple) or code.key in allowed)
                and not (isinstance(refused, tuple) and code.key in refused)
            )
    return offered


def apply_changes(
    catalogue: Catalogue,
    previous: MasterData,
    changes: Mapping[str, FieldValue],
    situation: Situation,
) -> MasterData:
    """Return the values after a change, without values that the change made impossible.

    A value that was not part of the change and is now forbidden is removed, as DataHub does: the
    reading day when the point leaves net settlement group 6, the meter number when the metering
    method stops being physical. A forbidden value that is part of the change stays, so that the
    check can report it.

    Args:
        catalogue: The rules.
        previous: The values before.
        changes: New values by field; None removes one.
        situation: The situation of the change.
    """
    changed = previous.replacing(changes)
    return _without(catalogue, changed, situation, lambda name, _rule: name not in changes)


def without_dropped(catalogue: Catalogue, md: MasterData, situation: Situation) -> MasterData:
    """Return the values DataHub would keep: those it drops without a word are removed."""
    return _without(catalogue, md, situation, lambda _name, logic: logic == _DROPPED)


def _without(
    catalogue: Catalogue,
    md: MasterData,
    situation: Situation,
    goes: Callable[[str, str], bool],
) -> MasterData:
    """Return the values without forbidden ones that `goes` tells to remove by field and logic."""
    rules = program_for(catalogue, md.metering_point_type, situation).presence
    values = dict(md)
    removed = {
        field_id: None
        for field_id in values
        for presence, test, variant in rules.get(field_id, ())
        if presence is Presence.FORBIDDEN
        and goes(field_id, variant.logic)
        and (test is None or test(values, situation))
    }
    return md.replacing(removed) if removed else md


def _requirement(
    rules: tuple[PresenceRule, ...], values: Values, situation: Situation
) -> Requirement:
    found = Requirement.OPTIONAL
    for presence, test, _variant in rules:
        if test is None or test(values, situation):
            if presence is Presence.FORBIDDEN:
                return Requirement.FORBIDDEN
            found = Requirement.REQUIRED
    return found


def _shown(catalogue: Catalogue, check: BoundCheck, values: Values) -> str:
    value = values.get(check.entry.id)
    if isinstance(value, str):
        return code_name(value, check.entry, catalogue)
    return display_field(check.entry, value, catalogue)


def _violation(
    catalogue: Catalogue, check: BoundCheck, values: Values, details: Details
) -> Violation:
    type_code = str(values.get(_TYPE, ""))
    return violation_of(
        check.rule,
        check.variant,
        check.entry,
        catalogue,
        **{
            "value": _shown(catalogue, check, values),
            "type": catalogue.code_lists[METERING_POINT_TYPES].label(type_code),
            "id": str(values.get(_ID, "")),
            **details,
        },
    )
