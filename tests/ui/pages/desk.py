"""A window's pages over a real company file, used as the operator does: by eye, mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QWidget

from app.services.supplies import MoveIn, move_in
from app.ui.page_stack import PageStack
from app.ui.pages import PAGE_FACTORIES
from tests.builders import SUPPLIER_GLN

INTERACTIVE = (
    "QAbstractButton",
    "QLineEdit",
    "QComboBox",
    "QAbstractItemView",
    "QPlainTextEdit",
    "QTabWidget",
)


class Desk:
    """Pages in a window, and what an operator does with them."""

    def __init__(self, qtbot, context):
        self.qtbot = qtbot
        self.context = context
        self.stack = PageStack(context, PAGE_FACTORIES)
        self.crashes = []
        context.tasks.crashed.connect(self.crashes.append)
        context.tasks.failed.connect(self.crashes.append)
        context.navigator.requested.connect(self._go)
        context.window.setCentralWidget(self.stack)
        context.window.show()
        qtbot.waitExposed(context.window)

    def _go(self, address):
        if self.stack.show_address(address):
            self.context.navigator.arrived(self.stack.front.address())
        else:
            self.context.navigator.refused()

    def open(self, address):
        """Go to an address and wait until it is complete."""
        self.context.navigator.open(address)
        self.settle()
        return self.page

    @property
    def page(self):
        return self.stack.front

    def settle(self, ms=60):
        """Wait until nothing runs and nothing is about to run."""
        self.qtbot.wait(ms)
        self.qtbot.waitUntil(lambda: self.context.tasks.is_idle, timeout=10_000)
        self.qtbot.wait(20)  # what a result has put on the page shows itself a moment later
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert not self.crashes, self.crashes

    def preview(self):
        """Wait until the preview follows what was typed."""
        self.settle(400)

    def find(self, name):
        """Return the visible widget of this object name."""
        found = [w for w in self.stack.findChildren(QWidget, name) if w.isVisible()]
        assert found, f"nothing visible is called {name}"
        return found[0]

    def sees(self, name):
        return any(w.isVisible() for w in self.stack.findChildren(QWidget, name))

    def type(self, name, text):
        """Type into a field and go on to the next one by Enter."""
        widget = self.find(name)
        widget.setFocus()
        if isinstance(widget, QLineEdit):
            widget.selectAll()
        QTest.keyClicks(widget, text)
        QTest.keyClick(widget, Qt.Key.Key_Return)
        self.settle(5)

    def choose(self, name, code):
        """Choose a code in a combo box."""
        box = self.find(name)
        assert isinstance(box, QComboBox)
        at = box.findData(code)
        assert at >= 0, f"{name} does not offer {code}"
        box.setCurrentIndex(at)
        self.settle(5)

    def click(self, name):
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)
        self.settle()

    def action(self, name):
        """Return a menu action by its object name."""
        found = self.stack.findChildren(QAction, name)
        assert found, f"no action is called {name}"
        return found[-1]

    def texts(self):
        """Return what can be read on labels now."""
        return [w.text() for w in self.stack.findChildren(QLabel) if w.isVisible() and w.text()]

    def reads(self, part):
        return any(part in text for text in self.texts())

    def beside(self, name):
        """Return what is said as wrong about a field, as its accessible description."""
        return self.find(name).accessibleDescription()

    def nameless(self):
        """Return interactive widgets in sight without object name or accessible name."""
        return [
            f"{type(w).__name__} {w.objectName()!r} {w.accessibleName()!r}"
            for w in self.page.findChildren(QWidget)
            if w.isVisible()
            and any(w.inherits(kind) for kind in INTERACTIVE)
            and not (w.objectName() and w.accessibleName())
            and not w.objectName().startswith("qt_")
            and not isinstance(w.parentWidget(), QComboBox | QLineEdit)
        ]


def supplied(session, point_id, day):
    """Let a supplier carry out a move-in."""
    command = MoveIn(
        metering_point_id=point_id, energy_supplier_id=SUPPLIER_GLN, effective_date=day
    )
    outcome = move_in(session, command, reason="test")
    assert outcome.saved, outcome.violations
