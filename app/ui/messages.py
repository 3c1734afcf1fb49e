"""The one way to tell the operator something or to ask.

Done is a toast, a warning about a page is a banner in it, a field's error stands beside the field,
and a dialog is only for what cannot be undone, for errors, for files and for crashes.

**Source**: ux § 3; style 4.7: no static message boxes and file dialogs anywhere else.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.texts import _
from app.ui.dialogs.messages import ConfirmDialog, ErrorDialog, ReasonDialog, ViolationsDialog
from app.ui.widgets.toast import ToastStack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.domain.errors import AppError
    from app.domain.violations import Violation


class Messages(QObject):
    """Tells and asks in front of one window.

    Signals:
        told: The text of a toast, for the tests and the log.
    """

    told = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._toasts = ToastStack(window)
        self._folder = ""
        self._first_folder = ""

    @property
    def toasts(self) -> ToastStack:
        """Return the toasts of the window."""
        return self._toasts

    def toast(
        self, text: str, link_text: str = "", on_link: Callable[[], object] | None = None
    ) -> None:
        """Say that something is done.

        Args:
            text: What was done, with the record it was done to.
            link_text: "Undo" or "Show", when there is something to do about it.
            on_link: What the link does.
        """
        self._toasts.add(text, link_text, on_link)
        self.told.emit(text)

    def error(self, error: AppError | str, remedy: str = "") -> None:
        """Tell of an error and what to do about it; returns when the dialog is closed."""
        message = error if isinstance(error, str) else error.message
        if not isinstance(error, str):
            remedy = error.remedy
        ErrorDialog(message, remedy, self._front()).exec()

    def confirm(self, title: str, effect: str, verb: str, *, danger: bool = False) -> bool:
        """Ask before something is done.

        Args:
            title: The question, with the record's name.
            effect: What will happen, and whether it can be undone.
            verb: Text of the button: what it does, never "OK".
            danger: Whether it cannot be undone; then Cancel is the default.
        """
        dialog = ConfirmDialog(title, effect, verb, danger=danger, parent=self._front())
        return dialog.exec() == QDialog.DialogCode.Accepted

    def ask_reason(self, violations: Sequence[Violation]) -> str:
        """Show warnings and return the reason to go on all the same, or "" for not going on."""
        dialog = ReasonDialog(violations, self._front())
        return dialog.reason if dialog.exec() == QDialog.DialogCode.Accepted else ""

    def show_violations(self, violations: Sequence[Violation]) -> None:
        """Show why something was not saved, where there is no form to show it in."""
        ViolationsDialog(violations, self._front()).exec()

    def start_in(self, folder: Path) -> None:
        """Let the choosers of files begin here until the operator has chosen another folder."""
        self._first_folder = str(folder)

    def open_file(self, title: str, filters: Sequence[tuple[str, str]]) -> Path | None:
        """Let the operator choose a file to read.

        Args:
            title: What the file is wanted for.
            filters: Kinds of files: name ("Company files") and patterns ("*.netkontor").
        """
        chosen, _kind = QFileDialog.getOpenFileName(
            self._front(), title, self._start_folder, _filter_text(filters)
        )
        return self._remember(chosen)

    def open_files(self, title: str, filters: Sequence[tuple[str, str]]) -> list[Path]:
        """Let the operator choose one or more files to read."""
        chosen, _kind = QFileDialog.getOpenFileNames(
            self._front(), title, self._start_folder, _filter_text(filters)
        )
        paths = [Path(name) for name in chosen]
        if paths:
            self._remember(chosen[0])
        return paths

    def save_file(
        self, title: str, suggestion: str, filters: Sequence[tuple[str, str]]
    ) -> Path | None:
        """Let the operator choose where to write a file; asks before one is replaced.

        Args:
            title: What will be written.
            suggestion: A file name with its suffix; the suffix is added when it was left out.
            filters: As for `open_file`.
        """
        start = str(Path(self._start_folder) / suggestion) if self._start_folder else suggestion
        chosen, _kind = QFileDialog.getSaveFileName(
            self._front(), title, start, _filter_text(filters)
        )
        path = self._remember(chosen)
        if path is not None and not path.suffix:
            path = path.with_suffix(Path(suggestion).suffix)
        return path

    def choose_folder(self, title: str) -> Path | None:
        """Let the operator choose a folder."""
        chosen = QFileDialog.getExistingDirectory(self._front(), title, self._start_folder)
        return Path(chosen) if chosen else None

    def copy(self, text: str, said: str = "") -> None:
        """Put a text on the clipboard and say so."""
        QGuiApplication.clipboard().setText(text)
        self.toast(said or _("Copied: {text}").format(text=_shortened(text)))

    def _front(self) -> QWidget:
        """Return the dialog in front, or the window."""
        active = QGuiApplication.modalWindow()
        if active is not None:
            for widget in self._window.findChildren(QDialog):
                if widget.isVisible() and widget.isModal():
                    return widget
        return self._window

    @property
    def _start_folder(self) -> str:
        return self._folder or self._first_folder

    def _remember(self, chosen: str) -> Path | None:
        if not chosen:
            return None
        path = Path(chosen)
        self._folder = str(path.parent)
        return path


def _filter_text(filters: Sequence[tuple[str, str]]) -> str:
    kinds = [f"{name} ({patterns})" for name, patterns in filters]
    return ";;".join([*kinds, _("All files") + " (*)"])


def _shortened(text: str) -> str:
    first = text.strip().splitlines()[0] if text.strip() else ""
    return first if len(first) <= 60 else first[:59] + "…"
