"""The closed set of conditions a check entry may use, and the logics it may name.

**Source**: design § 2.1 (`applies_when` from a closed set). The Python of a logic is in
`app.domain.rules`; what an entry may say about it stands here, so that the loader can refuse a
damaged catalogue without running a rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class ConditionKind(Enum):
    """What a condition looks at."""

    CODE_IN = "code_in"
    CODE_NOT_IN = "code_not_in"
    PREVIOUS_CODE_IN = "previous_code_in"
    PRESENT = "present"
    TRUE = "true"
    PARENT_KNOWN = "parent_known"


@dataclass(frozen=True, slots=True)
class ConditionSpec:
    """A condition: what it looks at and the field concerned.

    `*_in` is false and `*_not_in` is true when the field has no value.
    """

    kind: ConditionKind
    field: str = ""


CONDITIONS: dict[str, ConditionSpec] = {
    "net_settlement_group_in": ConditionSpec(ConditionKind.CODE_IN, "net_settlement_group"),
    "net_settlement_group_not_in": ConditionSpec(ConditionKind.CODE_NOT_IN, "net_settlement_group"),
    "previous_net_settlement_group_in": ConditionSpec(
        ConditionKind.PREVIOUS_CODE_IN, "net_settlement_group"
    ),
    "metering_method_in": ConditionSpec(ConditionKind.CODE_IN, "metering_method"),
    "metering_method_not_in": ConditionSpec(ConditionKind.CODE_NOT_IN, "metering_method"),
    "previous_metering_method_in": ConditionSpec(ConditionKind.PREVIOUS_CODE_IN, "metering_method"),
    "settlement_method_in": ConditionSpec(ConditionKind.CODE_IN, "settlement_method"),
    "settlement_method_not_in": ConditionSpec(ConditionKind.CODE_NOT_IN, "settlement_method"),
    "connection_state_in": ConditionSpec(ConditionKind.CODE_IN, "connection_state"),
    "connection_state_not_in": ConditionSpec(ConditionKind.CODE_NOT_IN, "connection_state"),
    "previous_connection_state_in": ConditionSpec(
        ConditionKind.PREVIOUS_CODE_IN, "connection_state"
    ),
    "country_in": ConditionSpec(ConditionKind.CODE_IN, "country_code"),
    "country_not_in": ConditionSpec(ConditionKind.CODE_NOT_IN, "country_code"),
    "has_dar_reference": ConditionSpec(ConditionKind.PRESENT, "dar_reference"),
    "is_actual_address": ConditionSpec(ConditionKind.TRUE, "is_actual_address"),
    "parent_known": ConditionSpec(ConditionKind.PARENT_KNOWN),
}
"""Every condition an entry may use under `when`."""


class Presence(Enum):
    """What a logic says about whether a field may have a value."""

    REQUIRED = "required"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class LogicSpec:
    """What an entry may say about a logic.

    Attributes:
        params: Name and type of each parameter; all must be given unless in `optional`.
        optional: Parameters that may be left out.
        placeholders: Names the texts may use besides those every logic has.
        presence: What the logic says about presence, or None.
        judges_format: Whether a text that cannot be read into the field breaks this rule.
    """

    params: dict[str, type] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    placeholders: frozenset[str] = frozenset()
    presence: Presence | None = None
    judges_format: bool = False


COMMON_PLACEHOLDERS = frozenset({"field", "value", "type", "id"})
"""Names every text may use: label of the field, its value, the point's type, the point's id."""

LOGICS: dict[str, LogicSpec] = {
    "required": LogicSpec(presence=Presence.REQUIRED),
    "forbidden": LogicSpec(presence=Presence.FORBIDDEN),
    "dropped": LogicSpec(presence=Presence.FORBIDDEN),
    "format": LogicSpec(judges_format=True),
    "in_list": LogicSpec(
        params={"accepted_only": bool}, optional=frozenset({"accepted_only"}), judges_format=True
    ),
    "known_only": LogicSpec(),
    "one_of": LogicSpec(params={"allowed": tuple}, placeholders=frozenset({"allowed"})),
    "none_of": LogicSpec(params={"refused": tuple}),
    "max_length": LogicSpec(placeholders=frozenset({"limit", "length"})),
    "pattern": LogicSpec(params={"pattern": str}),
    "month_day": LogicSpec(
        params={"day_zero": bool}, optional=frozenset({"day_zero"}), judges_format=True
    ),
    "first_of_month": LogicSpec(),
    "number": LogicSpec(
        params={"least": str, "above": str, "most": str, "digits": int, "decimals": int},
        optional=frozenset({"least", "above", "most", "digits", "decimals"}),
        placeholders=frozenset({"least", "above", "most", "digits", "decimals"}),
        judges_format=True,
    ),
    "uuid": LogicSpec(judges_format=True),
    "metering_point_id": LogicSpec(placeholders=frozenset({"hint"})),
    "id_prefix": LogicSpec(params={"prefix": str}, placeholders=frozenset({"prefix"})),
    "unused_id": LogicSpec(),
    "actor_id": LogicSpec(),
    "known_grid_area": LogicSpec(),
    "own_grid_area": LogicSpec(),
    "unchanged": LogicSpec(
        params={"from_nothing": bool},
        optional=frozenset({"from_nothing"}),
        placeholders=frozenset({"previous"}),
    ),
    "not_changed_to": LogicSpec(params={"refused": tuple}, placeholders=frozenset({"previous"})),
    "closed_point_unchanged": LogicSpec(),
    "parent_exists": LogicSpec(),
    "parent_is_other_point": LogicSpec(),
    "parent_group": LogicSpec(params={"groups": tuple}, placeholders=frozenset({"parent_type"})),
    "child_group": LogicSpec(
        params={"parent_group": str, "groups": tuple},
        placeholders=frozenset({"parent_type"}),
    ),
    "same_as_parent": LogicSpec(placeholders=frozenset({"parent_value"})),
    "parent_state": LogicSpec(params={"refused": tuple}),
    "parent_net_settled": LogicSpec(
        params={"groups": tuple, "allowed": tuple}, placeholders=frozenset({"allowed"})
    ),
}
"""Every logic an entry may name."""
