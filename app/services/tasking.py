"""How long work tells how far it is, and learns that it shall stop.

**Source**: design § 3, "Threads": progress after 400 ms and Cancel for work over 50 ms.
"""

from __future__ import annotations

from typing import Protocol


class Task(Protocol):
    """The operator's view of one piece of long work."""

    def report(self, done: int, total: int, text: str) -> None:
        """Tell how far the work is.

        Args:
            done: Units done so far.
            total: Units in all; 0 when it is not known.
            text: What is being done now, in the operator's language.
        """

    def raise_if_cancelled(self) -> None:
        """Stop the work when the operator wants that.

        Raises:
            CancelledError: When Cancel was pressed; the transaction rolls back.
        """


class NoTask:
    """Work nobody watches: reports go nowhere and nobody cancels."""

    def report(self, done: int, total: int, text: str) -> None:
        """Forget the progress."""

    def raise_if_cancelled(self) -> None:
        """Go on."""
