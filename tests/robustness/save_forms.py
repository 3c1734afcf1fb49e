"""Saves the change form of the window again and again, until the process is killed.

Run as `python -m tests.robustness.save_forms COMPANY POINT ROUND`. Each change is typed into the
form a person uses, found by its object names; `saved TEXT` is printed when the window has told the
operator that it is saved, never before.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from app.bootstrap import WindowSessions
from app.ui.application import GuiProgram

FIELD = "metering_points.location_description"
SAVE = "metering_points.save"
PATIENCE_MS = 30_000


class FormSaver(QObject):
    """Goes to the form, types, saves, waits for the toast, and begins again."""

    def __init__(self, program: GuiProgram, point: str, number: str) -> None:
        super().__init__()
        self._program = program
        self._window = program.window
        self._address = f"metering_points/{point}/edit"
        self._number = number
        self._saving = False
        self._text = ""
        self._window.messages.told.connect(self._on_told)
        self._changes = 0

    def run(self) -> None:
        """Save until the process ends."""
        self._until(lambda: self._window.pages is not None)
        while True:
            self._changes += 1
            self._text = f"round {self._number} change {self._changes}"
            self._save_once()

    def _save_once(self) -> None:
        self._window.navigator.open(self._address)
        self._until(lambda: self._program.tasks.is_idle and self._seen(FIELD) is not None)
        field = self._seen(FIELD)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, self._text)
        self._saving = True
        QTest.mouseClick(self._seen(SAVE), Qt.MouseButton.LeftButton)
        self._until(lambda: not self._saving)

    def _on_told(self, _text: str) -> None:
        if self._saving:
            self._saving = False
            sys.stdout.write(f"saved {self._text}\n")
            sys.stdout.flush()

    def _seen(self, name: str) -> QWidget | None:
        kinds = (QLineEdit, QPlainTextEdit, QPushButton)
        found = self._window.findChildren(QWidget, name)
        return next((w for w in found if isinstance(w, kinds) and w.isVisible()), None)

    def _until(self, holds) -> None:
        clock = QElapsedTimer()
        clock.start()
        while not holds():
            QTest.qWait(5)
            if clock.elapsed() > PATIENCE_MS:
                names = [
                    w.objectName() for w in self._window.findChildren(QWidget) if w.isVisible()
                ]
                sys.exit(f"nothing happened; in sight: {sorted(n for n in names if '.' in n)}")


def main() -> None:
    """Start the window on the company file and save until killed."""
    company, point, number = sys.argv[1:]
    app = QApplication(sys.argv[:1])
    program = GuiProgram(app, WindowSessions())
    program.show(Path(company), demo=False)
    saver = FormSaver(program, point, number)
    QTimer.singleShot(0, saver.run)
    app.exec()


if __name__ == "__main__":
    main()
