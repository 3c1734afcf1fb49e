"""The whole program's window over real company files, for tests."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget

from app.bootstrap import WindowSessions, catalogues
from app.clock import SystemClock
from app.services.company import close, create_company
from app.services.tasking import NoTask
from app.ui.application import GuiProgram
from tests.builders import GRID_AREA, OWN_GLN


class Program:
    """The running program and what an operator does with it."""

    def __init__(self, qtbot, app):
        self.qtbot = qtbot
        self.gui = GuiProgram(app, WindowSessions())
        self.window = self.gui.window
        self.crashes = []
        self.gui.tasks.crashed.connect(self.crashes.append)
        qtbot.addWidget(self.window)

    def start(self, path=None, *, demo=False):
        """Show the window and wait until it has painted what it opens."""
        with self.qtbot.waitExposed(self.window):
            self.gui.show(path, demo=demo)
        self.settle()

    def settle(self):
        """Wait until nothing runs."""
        self.qtbot.waitUntil(lambda: self.gui.tasks.is_idle, timeout=20_000)
        self.qtbot.wait(10)
        self.qtbot.waitUntil(lambda: self.gui.tasks.is_idle, timeout=20_000)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @property
    def area(self):
        """Return the area in front, or ""."""
        pages = self.window.pages
        return pages.front.area if pages is not None and pages.front is not None else ""

    def find(self, name, kind=QWidget):
        """Return the visible widget of an object name."""
        found = [w for w in self.window.findChildren(kind, name) if w.isVisible()]
        assert found, f"nothing visible is called {name}"
        return found[0]

    def click(self, name):
        """Click on a widget."""
        self.qtbot.mouseClick(self.find(name), Qt.MouseButton.LeftButton)
        self.settle()

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        """Press a key wherever the focus is."""
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifiers)
        self.settle()

    def trigger(self, action_id):
        """Choose an action of the menus."""
        action = self.window.findChild(QAction, f"action.{action_id}")
        assert action.isEnabled(), f"{action_id} is not possible"
        action.trigger()
        self.settle()

    def texts(self):
        """Return what can be read on labels and buttons."""
        kinds = self.window.findChildren(QLabel) + self.window.findChildren(QPushButton)
        return [widget.text() for widget in kinds if widget.isVisible()]

    def answer(self, do):
        """Do something with the next modal dialog; returns the list of dialogs seen."""
        seen = []

        def look():
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QDialog):
                seen.append(dialog.objectName())
                do(dialog)
            else:
                QTimer.singleShot(10, look)

        QTimer.singleShot(0, look)
        return seen

    def close(self):
        """Close the window."""
        self.window.close()
        self.settle()


def press_button(name):
    """Return what clicks a button of a dialog."""

    def do(dialog):
        dialog.findChild(QPushButton, name).click()

    return do


def make_company(path, name="Prøve Net"):
    """Make an empty company file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    session = create_company(
        path,
        gln=OWN_GLN,
        name=name,
        grid_areas=[GRID_AREA],
        catalogues=catalogues(),
        clock=SystemClock(),
        who="tester",
    )
    close(session)
    return path


def reopened(path):
    """Open a company file beside the window."""
    return WindowSessions().open(path, NoTask())
