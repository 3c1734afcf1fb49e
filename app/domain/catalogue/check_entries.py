"""Typed entries of the check catalogue: what is required, forbidden, or must have a certain form.

**Source**: design §§ 2.1, 2.2 and 2.7. An entry says which logic judges which fields of which
metering point types, under which condition, and what to tell the operator. The logic itself is
Python, found by name in `app.domain.rules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.texts import pick

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.domain.violations import Severity

RULE_SETS = ("forskrift", "datahub", "own")
"""Rule sets a company file can follow; `forskrift` is the default.

`forskrift` is the source documents, `datahub` Energinet's code and the market portal; `own` is
what the operator enters and follows `forskrift` where an entry says nothing of its own.
"""

OPERATIONS = ("create", "update", "stored")
"""What the values are judged for: a new point, a change to one, or what the register holds."""

ParameterValue = str | int | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of an entry, from the closed set in `conditions`.

    Attributes:
        name: Name of the condition ("net_settlement_group_in").
        values: Codes the condition speaks of; empty for a yes/no condition.
        expected: What a yes/no condition must be.
    """

    name: str
    values: tuple[str, ...] = ()
    expected: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckVariant:
    """One way a check is applied.

    Attributes:
        rule_sets: Rule sets it belongs to.
        operations: Operations it judges.
        logic: Name of the logic.
        fields: Fields judged, each on its own; a violation belongs to the field.
        types: Codes of the metering point types it applies to; None means every point, also one
            whose type is missing or unknown.
        when: Conditions that must all hold.
        severity: Weight of a violation.
        code: DataHub's rejection code, or empty.
        source: Paragraph, or "DataHub (Energinet)" with what it is taken from.
        text_da: Danish sentence with {placeholders}, saying what would be right.
        text_en: English sentence with {placeholders}, saying what would be right.
        params: Parameters of the logic.
        applies_from: Day from which the source, in the version we read, applied; None when the
            document does not tell. For information only.
        valid_from: First day the variant holds; None when no start is known.
        valid_to: First day it no longer holds; None when it still does.
    """

    rule_sets: tuple[str, ...]
    operations: tuple[str, ...]
    logic: str
    fields: tuple[str, ...]
    types: frozenset[str] | None
    when: tuple[Condition, ...]
    severity: Severity
    code: str
    source: str
    text_da: str
    text_en: str
    params: Mapping[str, ParameterValue]
    applies_from: date | None
    valid_from: date | None
    valid_to: date | None

    @property
    def text(self) -> str:
        """Return the sentence in the operator's language, placeholders not filled."""
        return pick(self.text_da, self.text_en)

    def holds_on(self, day: date) -> bool:
        """Return whether the variant holds on a day."""
        if self.valid_from is not None and day < self.valid_from:
            return False
        return self.valid_to is None or day < self.valid_to

    def applies_to(self, metering_point_type: str) -> bool:
        """Return whether the variant judges points of this type."""
        return self.types is None or metering_point_type in self.types


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckEntry:
    """One rule with its variants.

    Attributes:
        id: Rule id ("AD-01", "RG-MD").
        note_da: Danish remark on why the entry is as it is, or empty.
        note_en: English remark on why the entry is as it is, or empty.
        variants: All ways it is applied, in the order of the file.
    """

    id: str
    note_da: str
    note_en: str
    variants: tuple[CheckVariant, ...]

    @property
    def note(self) -> str:
        """Return the remark in the operator's language, or ""."""
        return pick(self.note_da, self.note_en)

    @property
    def fields(self) -> tuple[str, ...]:
        """Return every field the rule speaks of, each once, in the order of the file."""
        return tuple(dict.fromkeys(name for variant in self.variants for name in variant.fields))

    def in_force(self, rule_set: str, operation: str, day: date) -> tuple[CheckVariant, ...]:
        """Return the variants of a rule set that judge an operation on a day."""
        return tuple(
            variant
            for variant in self.variants
            if rule_set in variant.rule_sets
            and operation in variant.operations
            and variant.holds_on(day)
        )
