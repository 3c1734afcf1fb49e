"""What the store hands out of the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


class Touch(NamedTuple):
    """An object that a change touched: its kind ("metering_point") and its id as text."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One committed transaction, a step on the knowledge axis.

    Attributes:
        id: Number; later changes have higher numbers.
        at: When it was committed.
        who: Operator.
        why: Reason in the operator's words, or "".
        kind: What was done, as a word of the program ("create_metering_point").
        process_id: Process it belongs to, or None.
        undoes: Change it takes back, or None.
        summary: One sentence for lists, or "".
    """

    id: int
    at: datetime
    who: str
    why: str
    kind: str
    process_id: int | None
    undoes: int | None
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOverride:
    """Why a warning was overridden.

    Attributes:
        rule: Rule id of the violation.
        field_id: Field of the violation, or "".
        message: What the warning said.
        reason: The operator's words.
        object_kind: Kind of the object it is about.
        object_id: Its id.
    """

    rule: str
    field_id: str
    message: str
    reason: str
    object_kind: str
    object_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideReason(NewOverride):
    """A reason that is kept, and the change it was given in."""

    change_id: int
