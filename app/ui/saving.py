"""The one way from a button to a saved change: run the service, ask a reason, tell everybody.

**Source**: design § 2.7: an error blocks saving; a warning can be overridden with a written reason,
which is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from app.domain.violations import needs_reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from app.domain.errors import AppError
    from app.domain.violations import Violation
    from app.services.changes import Outcome
    from app.services.tasking import Task
    from app.ui.context import UiContext

T = TypeVar("T")


def save(  # noqa: PLR0913  # each is an independent wish of the caller, all by keyword
    context: UiContext,
    work: Callable[[Task, str], Outcome[T]],
    *,
    owner: QObject,
    on_saved: Callable[[Outcome[T]], None] | None = None,
    on_violations: Callable[[tuple[Violation, ...]], None] | None = None,
    on_error: Callable[[AppError], None] | None = None,
    text: str = "",
) -> None:
    """Run a writing use case and carry its outcome to the operator.

    The service is first called with an empty reason. When it did not save because of warnings
    alone, the operator is asked for a reason and the service is called again with it. A saved
    change is told by a toast and on the bus.

    Args:
        context: Where to work.
        work: Called in the writer thread with the task and the reason.
        owner: The widget that asks; its results are dropped when it is gone.
        on_saved: Called on the GUI thread after the change was saved.
        on_violations: Called with what keeps it from being saved; without it a dialog shows them.
        on_error: Called for an `AppError` instead of the error dialog.
        text: What is being done, for the status bar.
    """
    saving = _Saving(context, work, owner, on_saved, on_violations)
    saving.start("", text, on_error)


class _Saving:
    """One attempt to save, over at most two calls of the service."""

    def __init__(
        self,
        context: UiContext,
        work: Callable[[Task, str], Outcome[Any]],
        owner: QObject,
        on_saved: Callable[[Outcome[Any]], None] | None,
        on_violations: Callable[[tuple[Violation, ...]], None] | None,
    ) -> None:
        self._context = context
        self._work = work
        self._owner = owner
        self._on_saved = on_saved
        self._on_violations = on_violations
        self._text = ""
        self._on_error: Callable[[AppError], None] | None = None

    def start(self, reason: str, text: str, on_error: Callable[[AppError], None] | None) -> None:
        """Call the service in the writer thread."""
        self._text, self._on_error = text, on_error
        self._context.tasks.write(
            lambda task: self._work(task, reason),
            self._on_outcome,
            owner=self._owner,
            text=text,
            on_error=on_error,
        )

    def _on_outcome(self, outcome: Outcome[Any]) -> None:
        if outcome.saved:
            self._tell(outcome)
        elif not outcome.blocked and needs_reason(outcome.violations):
            reason = self._context.messages.ask_reason(outcome.violations)
            if reason:
                self.start(reason, self._text, self._on_error)
            elif self._on_violations is not None:
                self._on_violations(outcome.violations)
        elif self._on_violations is not None:
            self._on_violations(outcome.violations)
        elif outcome.violations:
            self._context.messages.show_violations(outcome.violations)

    def _tell(self, outcome: Outcome[Any]) -> None:
        change_set = outcome.change_set
        if change_set is not None:
            self._context.messages.toast(change_set.summary)
            self._context.bus.tell(change_set)
        if self._on_saved is not None:
            self._on_saved(outcome)
