"""What stands in for the operator at dialogs: answers given beforehand, questions recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.messages import Messages

if TYPE_CHECKING:
    from pathlib import Path


class RecordingMessages(Messages):
    """Shows toasts as usual; dialogs are recorded and answered at once.

    Attributes:
        asked: What was asked or told by dialogs, in order.
        answer: What confirmations are answered with.
        reason: What a wish for a reason is answered with.
        paths: What file choosers return, first to last; None when the list is used up.
    """

    def __init__(self, window):
        super().__init__(window)
        self.asked: list[tuple[str, str]] = []
        self.answer = True
        self.reason = "because"
        self.paths: list[Path] = []

    def error(self, error, remedy=""):
        text = error if isinstance(error, str) else str(error)
        self.asked.append(("error", f"{text} {remedy}".strip()))

    def confirm(self, title, effect, verb, *, danger=False):
        self.asked.append(("confirm", f"{title} {effect} [{verb}]"))
        return self.answer

    def ask_reason(self, violations):
        self.asked.append(("reason", "; ".join(v.message for v in violations)))
        return self.reason

    def show_violations(self, violations):
        self.asked.append(("violations", "; ".join(v.message for v in violations)))

    def open_file(self, title, filters):
        self.asked.append(("open", title))
        return self.paths.pop(0) if self.paths else None

    def open_files(self, title, filters):
        self.asked.append(("open", title))
        chosen, self.paths = self.paths, []
        return chosen

    def save_file(self, title, suggestion, filters):
        self.asked.append(("save", suggestion))
        return self.paths.pop(0) if self.paths else None

    def choose_folder(self, title):
        self.asked.append(("folder", title))
        return self.paths.pop(0) if self.paths else None
