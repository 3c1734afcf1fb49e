"""Finds widgets that keyboard, screen reader or test could not name, and keys given twice."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QTabWidget,
    QTextEdit,
    QWidget,
)

INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)
MOST_STOPS = 150
NAME = re.compile(r"[a-z][a-z_]*(\.[a-zA-Z0-9_-]+)+")


def interactive(root: QWidget) -> list[QWidget]:
    """Return what can be clicked or typed into in what is seen of a window."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.isVisible() and (_is_control(widget) or _takes_focus(widget))
    ]


def _is_control(widget: QWidget) -> bool:
    """Return whether it is a control itself, and not a part that Qt put into one."""
    if not isinstance(widget, INTERACTIVE) or isinstance(widget, QScrollBar | QHeaderView):
        return False
    parent = widget.parentWidget()
    part_of = QLineEdit | QComboBox | QAbstractSpinBox | QAbstractItemView | QTabBar
    if isinstance(parent, part_of) or widget.objectName().startswith("qt_"):
        return False
    return not (isinstance(widget, QTabBar) and isinstance(parent, QTabWidget))


def _takes_focus(widget: QWidget) -> bool:
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    inside = isinstance(widget.parentWidget(), QLineEdit | QComboBox | QAbstractItemView)
    is_part = widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar | QHeaderView)
    return tab and widget.focusProxy() is None and not inside and not is_part


def faults(root: QWidget) -> list[str]:
    """Return widgets without the two names, names used twice, and letters given twice."""
    found: list[str] = []
    controls = interactive(root)
    for widget in controls:
        name = widget.objectName()
        if not NAME.fullmatch(name):
            found.append(f"{_describe(widget)} has the object name {name!r}")
        if not widget.accessibleName().strip():
            found.append(f"{_describe(widget)} has no accessible name")
    names = Counter(widget.objectName() for widget in controls if widget.objectName())
    found += [f"{count} widgets are called {name}" for name, count in names.items() if count > 1]
    return found + _letters_twice(root)


def _letters_twice(root: QWidget) -> list[str]:
    """Return the letters that lead to two things with Alt."""
    letters: dict[str, set[str]] = {}
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or not widget.isEnabled():
            continue
        if isinstance(widget, QAbstractButton) or (isinstance(widget, QLabel) and widget.buddy()):
            key = QKeySequence.mnemonic(widget.text()).toString()
            letters.setdefault(key, set()).add(widget.text())
    for bar in root.findChildren(QWidget, "menu"):
        for action in bar.actions():
            key = QKeySequence.mnemonic(action.text()).toString()
            letters.setdefault(key, set()).add(action.text())
    letters.pop("", None)
    return [f"{key} leads to {sorted(texts)}" for key, texts in letters.items() if len(texts) > 1]


def keys_twice(root: QWidget) -> list[str]:
    """Return the keys that two actions of a window share."""
    keys: dict[str, set[str]] = {}
    for action in root.findChildren(QAction):
        for sequence in action.shortcuts():
            name = action.objectName() or action.text()
            keys.setdefault(sequence.toString(), set()).add(name)
    return [f"{key}: {sorted(names)}" for key, names in keys.items() if len(names) > 1]


def jumps(root: QWidget) -> list[str]:
    """Return the steps of the Tab key that go up without going to the right.

    In a page read in columns, the way from the foot of one to the head of the next goes right.
    """
    chain = _focus_chain(root)
    first = min(chain, key=lambda widget: _place(root, widget).top(), default=None)
    found = []
    for before, after in pairwise(chain):
        if after is first:
            continue  # from the end round to the beginning
        one, two = _place(root, before), _place(root, after)
        goes_up = two.bottom() < one.top()
        if goes_up and two.left() < one.right():
            found.append(f"Tab goes up from {before.objectName()} to {after.objectName()}")
    return found


def _focus_chain(page: QWidget) -> list[QWidget]:
    """Press Tab until it leaves the page or comes round; return where it stopped."""
    window = page.window()
    window.activateWindow()
    QTest.qWait(1)
    stops = [w for w in interactive(page) if w.isEnabled() and _takes_focus(w)]
    if not stops:
        return []
    page.focusWidget() or stops[0].setFocus()
    chain: list[QWidget] = []
    for _press in range(MOST_STOPS):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if focused is None or focused in chain:
            break
        if not page.isAncestorOf(focused):
            continue
        chain.append(focused)
    return chain


def _place(root: QWidget, widget: QWidget) -> QRect:
    """Return where a widget stands; what is scrolled away stands at the edge of what scrolls."""
    place = QRect(widget.mapTo(root, widget.rect().topLeft()), widget.size())
    above = widget.parentWidget()
    while above is not None and above is not root:
        if isinstance(above, QScrollArea):
            view = QRect(above.mapTo(root, above.rect().topLeft()), above.size())
            place.moveTop(min(max(place.top(), view.top()), view.bottom()))
            place.setBottom(min(place.bottom(), view.bottom()))
        above = above.parentWidget()
    return place


def _describe(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")()
    parent = widget.parentWidget()
    above = parent.objectName() if parent is not None else ""
    return f"{type(widget).__name__} {widget.objectName() or text!r} in {above!r}"
