"""The way of the Tab key: as one reads, whatever was put on the page first.

Qt goes through widgets in the order in which they were made. Much of a page is made later than
what stands under it: buttons of limits, links, results. So the order is taken from the layouts
whenever the key is pressed.

**Source**: ux § 8: tab order is reading order.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QTextEdit,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHOLE = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit)
"""Controls whose inner parts are their own business."""


def follow_layout(root: QWidget) -> None:
    """Let Tab go through what is visible in a widget in the order of its layouts."""
    wanted = [widget for widget in _in_reading_order(root) if _stops_at(widget)]
    for before, after in pairwise(wanted):
        if _next_stop(before, root) is not after:
            QWidget.setTabOrder(before, after)


def _stops_at(widget: QWidget) -> bool:
    tab = Qt.FocusPolicy.TabFocus
    return bool(widget.focusPolicy() & tab) and widget.focusProxy() is None


def _next_stop(widget: QWidget, root: QWidget) -> QWidget:
    """Return where Tab goes from a widget, passing over what is hidden or elsewhere."""
    step = widget.nextInFocusChain()
    while step is not None and step is not widget:
        if step.isVisible() and _stops_at(step) and root.isAncestorOf(step):
            return step
        step = step.nextInFocusChain()
    return widget


def _in_reading_order(widget: QWidget) -> Iterator[QWidget]:
    if not widget.isVisible():
        return
    yield widget
    if isinstance(widget, _WHOLE):
        return
    for part in _parts(widget):
        yield from _in_reading_order(part)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    """Yield the widgets that stand directly in a widget, in their order."""
    found: list[QWidget | None] = []
    if isinstance(widget, QTabWidget):
        found = [widget.tabBar(), widget.currentWidget()]
    elif isinstance(widget, QStackedWidget):
        found = [widget.currentWidget()]
    elif isinstance(widget, QSplitter):
        found = [widget.widget(at) for at in range(widget.count())]
    elif isinstance(widget, QScrollArea):
        found = [widget.widget()]
    elif (layout := widget.layout()) is not None:
        found = list(_laid_out(layout))
    yield from (part for part in found if part is not None)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    at = 0
    while (item := layout.itemAt(at)) is not None:
        at += 1
        if (widget := item.widget()) is not None:
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _laid_out(inner)
