"""The crash dialog: what happened, copy, open the log folder, go on or quit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.paths import log_dir
from app.texts import _
from app.ui.colors import Tone
from app.ui.dialogs.base import BaseDialog

if TYPE_CHECKING:
    from pathlib import Path


class CrashDialog(BaseDialog):
    """Shows the masked report of a bug.

    `exec()` returns 1 when the operator wants to go on and 0 when the program shall end.
    """

    def __init__(self, report: str, saved_to: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Something went wrong in Netkontor"),
            "crash",
            tone=Tone.DANGER,
            width=76,
            parent=parent,
        )
        self._report = report
        self.add_text(
            _(
                "This is a fault in the program, not something you did. What was saved before is "
                "safe; what you were just doing may not have been saved."
            )
        )
        if saved_to is not None:
            self.add_text(
                _(
                    "A report was saved as {path}. It is sent nowhere; give it to whoever looks "
                    "after the program. CPR numbers and names are masked in it."
                ).format(path=saved_to),
                "muted",
            )
        text = QPlainTextEdit(report, self)
        text.setObjectName("crash.report")
        text.setAccessibleName(_("Report"))
        text.setReadOnly(True)
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        text.setMinimumHeight(self.fontMetrics().height() * 14)
        self.content.addWidget(text)
        self.add_button(_("Copy report"), "copy", on_click=self._copy)
        self.add_button(_("Open log folder"), "log_folder", on_click=open_log_folder)
        self.add_button(_("Quit Netkontor"), "quit", role="danger", on_click=self.reject)
        self.add_button(_("Go on working"), "continue", role="primary", on_click=self.accept)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)


def open_log_folder() -> None:
    """Show the folder of the log files in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_dir())))
