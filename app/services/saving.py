"""The rules of saving that every use case follows.

**Source**: design §§ 2.7, 3: an error blocks; a warning is overridden with a written reason, which
is kept; a form compares the object's last change when saving.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.errors import StaleEditError
from app.domain.violations import Severity, Violation, has_errors, needs_reason
from app.services.changes import ChangeSet, Touched
from app.store import NewOverride
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.store import Writer


def may_save(violations: Iterable[Violation], reason: str) -> bool:
    """Return whether nothing blocks, and every warning is answered by a written reason."""
    found = tuple(violations)
    return not has_errors(found) and (bool(reason.strip()) or not needs_reason(found))


def keep_overrides(
    writer: Writer,
    violations: Iterable[Violation],
    reason: str,
    *,
    object_kind: str,
    object_id: str,
) -> None:
    """Keep why each warning was overridden, with the change that does it."""
    for violation in violations:
        if violation.severity is Severity.WARNING:
            writer.overrides.add(
                NewOverride(
                    rule=violation.rule,
                    field_id=violation.field,
                    message=violation.message,
                    reason=reason.strip(),
                    object_kind=object_kind,
                    object_id=object_id,
                )
            )


def change_set_of(writer: Writer, summary: str) -> ChangeSet:
    """Return what the transaction touched; call it while the transaction is open."""
    writer.summary = summary
    return ChangeSet(
        change_id=writer.change_id,
        summary=summary,
        touched=frozenset(Touched(kind, object_id) for kind, object_id in writer.touched),
    )


def refuse_stale(base: int | None, current: int, label: str) -> None:
    """Refuse to save over somebody else's newer change.

    Args:
        base: The object's last change when the form was opened; None = do not compare.
        current: Its last change now.
        label: How a person names the object.

    Raises:
        StaleEditError: When the object was changed since.
    """
    if base is not None and current > base:
        raise StaleEditError(
            _("{object} was changed since the form was opened.").format(object=label),
            remedy=_("Look at the newer values and make the change again."),
        )
