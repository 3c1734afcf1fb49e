"""Violations: what a check found, as values that are collected and shown, never raised.

**Source**: design § 2.7; style 4.5.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """How much a violation weighs.

    An error blocks planning and saving; a warning can be overridden with a written reason, which
    is kept; a notice is information.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, kw_only=True)
class Violation:
    """One broken rule.

    Attributes:
        rule: Rule id, as in `resources/rules/checks.toml` ("DT-01", "RG-DE" ...).
        severity: See `Severity`.
        field: Field id the violation belongs to; empty when it is about the whole object.
        message: Complete sentence in the operator's language, saying what would be right.
        source: Paragraph as a person writes it ("Forskrift I § 8, stk. 1, nr. 1").
        code: DataHub's rejection code for the same fault, or empty.
        parameters: The values the message was made of, for reports and tests.
    """

    rule: str
    severity: Severity
    field: str
    message: str
    source: str = ""
    code: str = ""
    parameters: dict[str, str] = dataclasses.field(default_factory=dict, compare=False)


def has_errors(violations: Iterable[Violation]) -> bool:
    """Return whether any of the violations blocks saving."""
    return any(v.severity is Severity.ERROR for v in violations)


def needs_reason(violations: Iterable[Violation]) -> bool:
    """Return whether any of the violations must be overridden with a written reason."""
    return any(v.severity is Severity.WARNING for v in violations)
