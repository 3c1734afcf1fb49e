"""One operator at the real window: finds things by name, clicks, types, and answers dialogs.

Nothing here calls a use case: what changes the company file goes through mouse and keyboard.
"""

from __future__ import annotations

from pathlib import Path

import shiboken6
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QTabBar,
    QWidget,
)

from app.bootstrap import WindowSessions
from app.ui.actions import plain
from app.ui.application import GuiProgram

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
PREVIEW_MS = 320
"""A little longer than a form waits before it shows what would follow."""


class Operator:
    """The running program and what somebody at the computer does with it.

    Attributes:
        told: The texts of the toasts, in order.
        dialogs: The object names of the modal dialogs that were answered, in order.
    """

    def __init__(self, qtbot, app, monkeypatch):
        self._qtbot = qtbot
        self._app = app
        self._monkeypatch = monkeypatch
        self._crashes = []
        self.told = []
        self.dialogs = []
        self._gui = GuiProgram(app, WindowSessions())
        self.window = self._gui.window
        self._gui.tasks.crashed.connect(self._crashes.append)
        self.window.messages.told.connect(self.told.append)
        qtbot.addWidget(self.window, before_close_func=lambda _window: self._discard())

    # --- the day, and the program as a whole

    def come_in(self, day, path=None):
        """Start the program on a day."""
        self._monkeypatch.setenv("NETKONTOR_TODAY", day)
        with self._qtbot.waitExposed(self.window):
            self._gui.show(path, demo=False)
        self.settle()

    def come_back(self, day):
        """Bring the window to the front on another day."""
        self._monkeypatch.setenv("NETKONTOR_TODAY", day)
        QApplication.sendEvent(self._app, QEvent(QEvent.Type.ApplicationActivate))
        self.settle()

    def go_home(self):
        """Close the window."""
        self.window.close()
        self.settle()

    def settle(self, ms=20):
        """Wait until nothing runs and what was found is shown."""
        self._qtbot.wait(ms)
        self._qtbot.waitUntil(lambda: self._gui.tasks.is_idle, timeout=20_000)
        self._qtbot.wait(10)
        self._qtbot.waitUntil(lambda: self._gui.tasks.is_idle, timeout=20_000)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if QApplication.activeWindow() is None and self.window.isVisible():
            self.window.activateWindow()  # no window manager does it here after a dialog
            self._qtbot.waitUntil(self.window.isActiveWindow)
        assert not self._crashes, self._crashes

    # --- looking

    def find(self, name):
        """Return the visible widget of an object name."""
        found = self._visible(name)
        assert found, f"nothing visible is called {name}; there is {self.names()}"
        return found[0]

    def sees(self, name):
        """Return whether something visible has an object name."""
        return bool(self._visible(name))

    def names(self):
        """Return the object names in sight."""
        shown = [w.objectName() for w in self.window.findChildren(QWidget) if w.isVisible()]
        return sorted({name for name in shown if "." in name})

    def texts(self):
        """Return what can be read on labels now."""
        labels = self.window.findChildren(QLabel)
        return [w.text() for w in labels if w.isVisible() and w.text()]

    def reads(self, part):
        """Return whether a label shows a text."""
        return any(part in text for text in self.texts())

    def rows(self, table):
        """Return what a table shows, row by row, without hidden columns; none when it is empty."""
        if not self.sees(table):
            return []
        view = self.find(table)
        model = view.model()
        columns = [c for c in range(model.columnCount()) if not view.isColumnHidden(c)]
        return [
            [str(model.index(row, column).data() or "") for column in columns]
            for row in range(model.rowCount())
        ]

    @property
    def address(self):
        """Return the address of the page in front."""
        return self.window.pages.front.address()

    # --- mouse

    def click(self, name):
        """Click on something, after scrolling to it as one does."""
        widget = self.find(name)
        self._click_on(widget)
        self.settle()

    def click_row(self, table, row, *, twice=False):
        """Click on a row of a table, or double click on it."""
        view = self.find(table)
        model = view.model()
        column = next(c for c in range(model.columnCount()) if not view.isColumnHidden(c))
        index = model.index(row, column)
        view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        where = view.visualRect(index).center()
        self._click_at(view.viewport(), where)
        if twice:
            self._click_at(view.viewport(), where, QTest.mouseDClick)
        self.settle()

    def click_tab(self, name, text):
        """Click on a tab by its text."""
        bar = self.find(name).findChild(QTabBar)
        at = next(i for i in range(bar.count()) if bar.tabText(i).startswith(text))
        self._click_at(bar, bar.tabRect(at).center())
        self.settle()

    def choose_in_menu(self, button, action_name):
        """Click on a button that opens a menu, and on an entry of the menu."""
        self._click_on(self.find(button))
        self._qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        action = next(a for a in menu.actions() if a.objectName() == action_name)
        assert action.isEnabled(), f"{action.text()}: {action.toolTip()}"
        self._click_at(menu, menu.actionGeometry(action).center())
        self.settle()

    def locked_in_menu(self, button, action_name):
        """Return why an entry of a button's menu cannot be chosen; "" when it can."""
        self._click_on(self.find(button))
        self._qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        action = next(a for a in menu.actions() if a.objectName() == action_name)
        reason = "" if action.isEnabled() else action.toolTip()
        self.press(Qt.Key.Key_Escape)
        return reason

    def choose_from_menus(self, menu_title, text):
        """Click on a menu of the menu bar, and on an entry of it."""
        bar = self.window.menuBar()
        title = next(a for a in bar.actions() if plain(a.text()) == menu_title)
        self._click_at(bar, bar.actionGeometry(title).center())
        self._qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        action = next(a for a in menu.actions() if plain(a.text()) == text)
        assert action.isEnabled(), f"{text} is not possible"
        self._click_at(menu, menu.actionGeometry(action).center())
        self.settle()

    # --- keyboard

    @property
    def focused(self):
        """Return the object name of what has the keyboard."""
        widget = self._app.focusWidget()
        return widget.objectName() if widget is not None else ""

    def press(self, key, modifiers=NONE):
        """Press a key wherever the keyboard is."""
        self._key(key, modifiers)
        self.settle(0)

    def write(self, text):
        """Type wherever the keyboard is."""
        for letter in text:
            if letter.isascii():
                self._key(letter)
            else:  # a key that Qt's test keyboard does not have
                QTest.keyClicks(self._app.focusWidget(), letter)

    def type(self, name, text):
        """Click into a field, replace what stands there, and go on by Enter."""
        self._click_on(self.find(name))
        assert self.focused == name, f"{self.focused} has the keyboard instead of {name}"
        self._key(Qt.Key.Key_A, CONTROL)
        self.write(text)
        self.press(Qt.Key.Key_Return)

    def paste(self, name, text):
        """Paste into a field of several lines from the clipboard."""
        QApplication.clipboard().setText(text)
        field = self.find(name)
        self._click_on(field.viewport())
        self.press(Qt.Key.Key_V, CONTROL)
        assert field.toPlainText() == text

    def choose(self, name, code):
        """Choose a code in a box: by typing where one can type, else by the arrow keys."""
        box = self.find(name)
        assert isinstance(box, QComboBox)
        at = box.findData(code)
        assert at >= 0, f"{name} does not offer {code}"
        box.setFocus(Qt.FocusReason.TabFocusReason)
        if box.isEditable():
            self._key(Qt.Key.Key_A, CONTROL)
            self.write(code)
            if QApplication.activePopupWidget() is not None:
                self.press(Qt.Key.Key_Return)  # closes the list of what fits
            self.press(Qt.Key.Key_Return)
        else:
            self._key(Qt.Key.Key_Home)
            for _step in range(at):
                self._key(Qt.Key.Key_Down)
            self.settle(0)
        assert box.currentData() == code, f"{name} shows {box.currentText()}"

    def is_choice(self, name):
        """Return whether something is a box to choose from."""
        return isinstance(self.find(name), QComboBox)

    def wait_for_preview(self):
        """Wait until the form has judged what was typed."""
        self.settle(PREVIEW_MS)

    # --- dialogs

    def answer(self, do):
        """Do something with the next modal dialog that opens."""
        before = QApplication.activeModalWidget()

        def look(tries=1_000):
            dialog = QApplication.activeModalWidget()
            if dialog is before or not isinstance(dialog, QDialog):
                if tries and shiboken6.isValid(self.window) and self.window.isVisible():
                    QTimer.singleShot(10, lambda: look(tries - 1))
                return
            self.dialogs.append(dialog.objectName())
            try:
                do(dialog)
            except Exception as error:  # noqa: BLE001  else the dialog would hang the test
                self._crashes.append(error)
                dialog.reject()

        QTimer.singleShot(0, look)

    def answer_file(self, path):
        """Type a path into the next file chooser and confirm it by Enter."""

        def do(dialog):
            assert isinstance(dialog, QFileDialog)
            self.dialogs[-1] = "file"
            name = dialog.findChild(QLineEdit, "fileNameEdit")
            self._qtbot.waitUntil(name.hasFocus)
            self._key(Qt.Key.Key_A, CONTROL)
            self.write(str(Path(path)))
            name.completer().popup().hide()
            self._key(Qt.Key.Key_Return)
            assert not dialog.isVisible(), "the chooser did not take the file"

        self.answer(do)

    def answer_button(self, name):
        """Click on a button of the next dialog."""
        self.answer(lambda dialog: self._click_on(dialog.findChild(QPushButton, name)))

    # --- parts

    def _discard(self):
        """Let the window close also when a test failed with a form half filled in."""
        if self.window.isVisible():
            self.answer_button("confirm.yes")

    def _visible(self, name):
        return [w for w in self.window.findChildren(QWidget, name) if w.isVisible()]

    def _click_on(self, widget):
        """Click in the middle of what can be seen of a widget."""
        assert widget.isEnabled(), f"{widget.objectName()} is disabled: {widget.toolTip()}"
        self._scroll_to(widget)
        self._qtbot.waitUntil(lambda: not widget.visibleRegion().isEmpty())
        where = widget.visibleRegion().boundingRect().center()
        self._close_toasts_over(widget, where)
        self._click_at(widget, where)

    def _close_toasts_over(self, widget, where):
        """Close the messages of what was done before, where they lie over the next thing to do."""
        place = widget.mapTo(widget.window(), where)
        for toast in self.window.findChildren(QWidget, "toast"):
            if toast.isVisible() and toast.geometry().contains(place):
                close = toast.findChild(QWidget, "toast.close")
                self._click_at(close, close.rect().center())

    def _scroll_to(self, widget):
        """Bring a widget into sight, as one does with the wheel."""
        self._qtbot.wait(5)  # what was shown just now finds its place first
        above = widget.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(widget)
            above = above.parentWidget()
        self._qtbot.wait(5)

    def _click_at(self, widget, where, click=QTest.mouseClick):
        """Click at a place of the window in which a widget stands: whatever lies there gets it."""
        window = widget.window()
        place = widget.mapTo(window, where)
        click(window.windowHandle(), Qt.MouseButton.LeftButton, NONE, place)

    def _key(self, key, modifiers=NONE):
        """Press a key as the keyboard does: the window system decides who gets it."""
        active = QApplication.activeModalWidget() or self.window
        QTest.keyClick(active.windowHandle(), key, modifiers)
