"""The one way from a button to a saved change: run the service, ask a reason, tell everybody.

**Source**: design § 2.7: an error blocks saving; a warning can be overridden with a written reason,
which is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

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
    on_busy: Callable[[bool], None] | None = None,
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
        on_busy: Called with True when the service starts and with False when it has ended.
        text: What is being done, for the status bar.
    """
    wishes = _Wishes(on_saved, on_violations, on_error, on_busy, text)
    _Saving(context, work, owner, wishes).start("")


class _Wishes(NamedTuple):
    """What the caller wants to be told; see `save`."""

    on_saved: Callable[[Outcome[Any]], None] | None
    on_violations: Callable[[tuple[Violation, ...]], None] | None
    on_error: Callable[[AppError], None] | None
    on_busy: Callable[[bool], None] | None
    text: str


class _Saving:
    """One attempt to save, over at most two calls of the service."""

    def __init__(
        self,
        context: UiContext,
        work: Callable[[Task, str], Outcome[Any]],
        owner: QObject,
        wishes: _Wishes,
    ) -> None:
        self._context = context
        self._work = work
        self._owner = owner
        self._wishes = wishes

    def start(self, reason: str) -> None:
        """Call the service in the writer thread."""
        self._busy(busy=True)
        self._context.tasks.write(
            lambda task: self._work(task, reason),
            self._on_outcome,
            owner=self._owner,
            text=self._wishes.text,
            on_error=self._wishes.on_error,
            on_end=lambda: self._busy(busy=False),
        )

    def _busy(self, *, busy: bool) -> None:
        if self._wishes.on_busy is not None:
            self._wishes.on_busy(busy)

    def _on_outcome(self, outcome: Outcome[Any]) -> None:
        if outcome.saved:
            self._tell(outcome)
            return
        if not outcome.blocked and needs_reason(outcome.violations):
            reason = self._context.messages.ask_reason(outcome.violations)
            if reason:
                self.start(reason)
                return
            if self._wishes.on_violations is None:
                return
        if self._wishes.on_violations is not None:
            self._wishes.on_violations(outcome.violations)
        elif outcome.violations:
            self._context.messages.show_violations(outcome.violations)

    def _tell(self, outcome: Outcome[Any]) -> None:
        change_set = outcome.change_set
        if change_set is not None:
            self._context.messages.toast(change_set.summary)
            self._context.bus.tell(change_set)
        if self._wishes.on_saved is not None:
            self._wishes.on_saved(outcome)
