"""What a use case changed, and what it says about it.

**Source**: design § 3, `services/`: "one function, one transaction, returns a ChangeSet (what it
touched)"; § 2.7: a check returns all violations, and an error blocks saving.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from app.domain.violations import Violation, has_errors

T = TypeVar("T")


class Touched(NamedTuple):
    """One object that a change touched, so that a page can decide whether to refresh.

    Attributes:
        kind: "metering_point", "process", "charge", "charge_link", "actor", "grid_area",
            "reading", "check_run", "draft" or "settings".
        id: The object's id as text.
    """

    kind: str
    id: str


@dataclass(frozen=True, kw_only=True)
class ChangeSet:
    """One committed transaction.

    Attributes:
        change_id: Number of the change on the knowledge axis.
        summary: What was done, as a sentence for the toast and the undo menu.
        touched: Every object the transaction touched.
    """

    change_id: int
    summary: str
    touched: frozenset[Touched] = frozenset()

    def touches(self, kind: str, object_id: str | None = None) -> bool:
        """Return whether an object of the kind (and of that id, when given) was touched."""
        return any(
            t.kind == kind and (object_id is None or t.id == object_id) for t in self.touched
        )


@dataclass(frozen=True, kw_only=True)
class Outcome(Generic[T]):
    """What came of a use case that wanted to write.

    Invariant: with a blocking violation nothing was written and `change_set` is None.

    Attributes:
        value: What was made (usually an id); None when nothing was written.
        violations: Everything the checks found, warnings and notices of a saved change included.
        change_set: What was touched; None when nothing was written.
    """

    value: T | None = None
    violations: tuple[Violation, ...] = ()
    change_set: ChangeSet | None = None

    @property
    def saved(self) -> bool:
        """Return whether the change is in the company file."""
        return self.change_set is not None

    @property
    def blocked(self) -> bool:
        """Return whether errors kept it from being saved (as opposed to a missing reason)."""
        return has_errors(self.violations)


def refused(violations: tuple[Violation, ...]) -> Outcome[T]:
    """Return the outcome of a use case that wrote nothing."""
    return Outcome(value=None, violations=violations, change_set=None)
