"""Finds text that is cut off: compares the room each text needs with the room it has."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTableView,
    QWidget,
)

from app.ui.models.columns import TableModel
from app.ui.theme import SPACE
from app.ui.widgets.badge import Badge, badge_size
from app.ui.widgets.buttons import ElidedLink
from app.ui.widgets.labels import OneLine

SLACK = 1.5
"""Parts of pixels that rounding costs."""


def clipped(root: QWidget) -> list[str]:
    """Return what is cut off in what can be seen of a window or dialog."""
    found: list[str] = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.width() <= 0:
            continue
        problem = _problem(widget)
        if problem:
            found.append(f"{_name(widget)}: {problem}")
    return found


def _problem(widget: QWidget) -> str:
    """Return what is cut off in a widget, by the first kind that it is of."""
    for kind, look in _LOOKS:
        if isinstance(widget, kind):
            return look(widget)
    return ""


def _elided(widget: OneLine | ElidedLink) -> str:
    whole = widget.accessibleName() or widget.text()
    if "…" in widget.text() and not widget.toolTip():
        return f"“{whole}” is elided without a tooltip"
    return _outside(widget, whole)


def _badge(badge: Badge) -> str:
    small = badge.width() < badge.sizeHint().width()
    return f"the badge “{badge.spec.text}” is too narrow" if small else ""


def _name(widget: QWidget) -> str:
    parent = widget
    while parent is not None and not parent.objectName():
        parent = parent.parentWidget()
    return f"{type(widget).__name__} in {parent.objectName() if parent is not None else '?'}"


def _label(label: QLabel) -> str:
    text = label.text()
    if not text or not label.pixmap().isNull():
        return ""
    shown = text.replace("&&", "\0").replace("&", "").replace("\0", "&") if label.buddy() else text
    metrics = QFontMetricsF(label.font())
    room = label.contentsRect()
    lines = shown.split("\n")
    if label.wordWrap():
        flags = int(Qt.TextFlag.TextWordWrap)
        widest = metrics.boundingRect(QRectF(room), flags, shown).width()
        needed = label.heightForWidth(label.width())
        if needed > label.height() + SLACK:
            return f"“{shown[:60]}” needs {needed} px of height and has {label.height()}"
        if widest > room.width() + SLACK:
            return f"a word of “{shown[:60]}” is wider than {room.width()} px"
    else:
        widest = max(metrics.horizontalAdvance(line) for line in lines)
        if widest > room.width() + SLACK:
            return f"“{shown[:60]}” needs {widest:.0f} px and has {room.width()}"
        if len(lines) * metrics.height() > label.height() + SLACK + metrics.descent():
            return f"“{shown[:60]}” is too low"
    return _outside(label, shown)


def _button(button: QAbstractButton) -> str:
    if not button.text():
        return ""
    hint = button.sizeHint()
    if button.width() + SLACK < hint.width():
        return f"“{button.text()}” needs {hint.width()} px and has {button.width()}"
    if isinstance(button, QPushButton) and button.height() + SLACK < hint.height():
        return f"“{button.text()}” is too low"
    return _outside(button, button.text())


def _tabs(bar: QTabBar) -> str:
    for at in range(bar.count()):
        if not bar.isTabVisible(at):
            continue
        needed = QFontMetricsF(bar.font()).horizontalAdvance(bar.tabText(at))
        if bar.tabRect(at).width() < needed:
            return f"the tab “{bar.tabText(at)}” is too narrow"
        if bar.tabRect(at).right() > bar.width() + SLACK and not bar.usesScrollButtons():
            return f"the tab “{bar.tabText(at)}” is out of sight"
    return ""


def _combo(combo: QComboBox) -> str:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    field = combo.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, combo
    )
    needed = QFontMetricsF(combo.font()).horizontalAdvance(combo.currentText())
    if needed > field.width() + SLACK and not combo.toolTip():
        return f"“{combo.currentText()}” needs {needed:.0f} px and has {field.width()}"
    return _outside(combo, combo.currentText())


def _line_edit(edit: QLineEdit) -> str:
    text = edit.text() or edit.placeholderText()
    if isinstance(edit.parentWidget(), QComboBox):
        return ""  # seen with its box
    margins = edit.textMargins()
    room = edit.contentsRect().width() - margins.left() - margins.right() - 4
    needed = QFontMetricsF(edit.font()).horizontalAdvance(text)
    if needed > room + SLACK and not edit.text():
        return f"the example “{text}” needs {needed:.0f} px and has {room}"
    return _outside(edit, text)


def _table(table: QTableView) -> str:
    header = table.horizontalHeader()
    model = table.model()
    for section in range(header.count()):
        if header.isSectionHidden(section):
            continue
        title = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        metrics = QFontMetricsF(_bold(header))
        needed = metrics.horizontalAdvance(title) + SPACE.s
        if needed > header.sectionSize(section) + SLACK:
            return f"the heading “{title}” needs {needed:.0f}, has {header.sectionSize(section)}"
        problem = _badges(table, model, section, header.sectionSize(section))
        if problem:
            return problem
    return ""


def _bold(header: QHeaderView):
    font = header.font()
    font.setBold(True)
    return font


def _badges(table: QTableView, model: object, section: int, width: int) -> str:
    if not isinstance(model, TableModel):
        return ""
    for row in range(min(model.rowCount(), 60)):
        spec, _text, _alignment = model.cell(row, section)
        needed = 0 if spec is None else badge_size(spec, table.font()).width()
        if spec is not None and needed > width - 2 * SPACE.s + SLACK:
            return f"the badge “{spec.text}” does not fit its column of {width} px"
    return ""


def _scroll_area(area: QScrollArea) -> str:
    """Pages scroll up and down; what stands beyond the right edge is not found."""
    content = area.widget()
    is_strip = area.objectName().endswith("strip.scroll")
    can_scroll = is_strip and area.horizontalScrollBar().isVisible()
    if content is None or can_scroll or content.width() <= area.viewport().width() + SLACK:
        return ""
    return f"its content is {content.width()} px wide, the view {area.viewport().width()}"


def _outside(widget: QWidget, text: str) -> str:
    """Return that a widget reaches out of one that it stands in, unless that one scrolls."""
    rect = QRect(QPoint(0, 0), widget.size())
    inner, outer = widget, widget.parentWidget()
    while outer is not None and not inner.isWindow():
        rect.translate(inner.pos())
        above = outer.parentWidget()
        if isinstance(above, QScrollArea | QAbstractItemView):
            return ""
        if not outer.rect().adjusted(-2, -2, 2, 2).contains(rect):
            return f"“{text[:60]}” reaches out of {_name(outer)}"
        inner, outer = outer, above
    return ""


_LOOKS = (
    (OneLine, _elided),
    (ElidedLink, _elided),
    (QLabel, _label),
    (QTabBar, _tabs),
    (QComboBox, _combo),
    (QLineEdit, _line_edit),
    (QAbstractButton, _button),
    (Badge, _badge),
    (QTableView, _table),
    (QScrollArea, _scroll_area),
)
