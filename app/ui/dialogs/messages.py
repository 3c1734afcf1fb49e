"""The dialogs behind `app.ui.messages`: error, confirmation, reason, list of violations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.domain.violations import Severity, Violation, has_errors
from app.texts import _, ngettext
from app.ui.colors import Tone
from app.ui.dialogs.base import BaseDialog
from app.ui.widgets.labels import Caption
from app.ui.widgets.violations_list import ViolationsList

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHORTEST_REASON = 3


class ErrorDialog(BaseDialog):
    """Says what happened and what to do about it."""

    def __init__(self, message: str, remedy: str = "", parent: QWidget | None = None) -> None:
        super().__init__(message, "error", tone=Tone.DANGER, parent=parent)
        self.setWindowTitle(_("Netkontor"))
        if remedy:
            self.add_text(remedy)
        self.add_button(_("Close"), "close", role="primary", on_click=self.accept)


class ConfirmDialog(BaseDialog):
    """Asks before something is done; the button says what will be done."""

    def __init__(
        self,
        title: str,
        effect: str,
        verb: str,
        *,
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            title, "confirm", tone=Tone.WARNING if danger else Tone.INFO, parent=parent
        )
        self.add_text(effect)
        cancel = self.add_button(_("Cancel"), "cancel", on_click=self.reject)
        yes = self.add_button(
            verb, "yes", role="danger" if danger else "primary", on_click=self.accept
        )
        if danger:
            cancel.setDefault(True)
            cancel.setFocus()
        else:
            yes.setFocus()


class ReasonDialog(BaseDialog):
    """Shows warnings and asks for the written reason to go on all the same."""

    def __init__(self, violations: Sequence[Violation], parent: QWidget | None = None) -> None:
        warnings = [v for v in violations if v.severity is Severity.WARNING]
        title = ngettext(
            "A warning must be overridden with a reason",
            "{count} warnings must be overridden with a reason",
            len(warnings),
        ).format(count=len(warnings))
        super().__init__(title, "reason", tone=Tone.WARNING, width=62, parent=parent)
        self.content.addWidget(ViolationsList(warnings, "reason.violations", self))
        self._edit = QPlainTextEdit(self)
        self._edit.setObjectName("reason.text")
        self._edit.setAccessibleName(_("Reason"))
        self._edit.setTabChangesFocus(True)
        self._edit.setMaximumHeight(self.fontMetrics().height() * 5)
        caption = Caption(_("&Reason (kept in the history)"), self._edit, self)
        self.content.addWidget(caption)
        self.content.addWidget(self._edit)
        self.add_button(_("Cancel"), "cancel", on_click=self.reject)
        self._save = self.add_button(
            _("Save with this reason"), "save", role="primary", on_click=self.accept
        )
        self._save.setEnabled(False)
        self._edit.textChanged.connect(self._on_text_changed)
        self._edit.setFocus()

    @property
    def reason(self) -> str:
        """Return what was written."""
        return self._edit.toPlainText().strip()

    def _on_text_changed(self) -> None:
        self._save.setEnabled(len(self.reason) >= _SHORTEST_REASON)


class ViolationsDialog(BaseDialog):
    """Shows why something was not saved, for actions that have no form."""

    def __init__(self, violations: Sequence[Violation], parent: QWidget | None = None) -> None:
        wrong = has_errors(violations)
        title = _("This cannot be saved") if wrong else _("Notices")
        tone = Tone.DANGER if wrong else Tone.INFO
        super().__init__(title, "violations", tone=tone, width=62, parent=parent)
        self.content.addWidget(ViolationsList(violations, "violations.list", self))
        self.add_button(_("Close"), "close", role="primary", on_click=self.accept)
