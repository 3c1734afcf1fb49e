"""Finds English words in the Danish window."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QWidget,
)

from app.ui.widgets.badge import Badge

PO_FILE = Path(__file__).resolve().parents[2] / "resources/locale/da/LC_MESSAGES/netkontor.po"
ENGLISH = re.compile(
    r"\b(the|with|must|from|this|not|are|was|were|choose|deadline|deadlines|metering|point|points"
    r"|cancel|search|working|days|today|overdue|please|which|because|then|cannot)\b",
    re.IGNORECASE,
)
PLATFORM = re.compile(r"Linux-\S+")
"""How Python names the operating system; "with" stands in it."""
_PLACE = re.compile(r"\\{[a-z_]*\\}")


def untranslated(root: QWidget) -> list[str]:
    """Return the texts of a window that are English, in a window that should be Danish."""
    exact, patterns = _english_texts()
    return [
        text
        for text in sorted(visible_texts(root))
        if text in exact
        or ENGLISH.search(PLATFORM.sub("", text))
        or any(pattern.fullmatch(text) for pattern in patterns)
    ]


def visible_texts(root: QWidget) -> set[str]:
    """Return every text that can be seen, pointed at or heard in a window."""
    texts: set[str] = {root.windowTitle()}
    for widget in root.findChildren(QWidget):
        if widget.isVisible():
            texts.update(_texts(widget))
            texts.update((widget.toolTip(), widget.accessibleName()))
            texts.add(widget.accessibleDescription())
    texts.update(action.text() for action in root.findChildren(QAction))
    return {_bare(line) for text in texts for line in text.splitlines() if _bare(line)}


def _texts(widget: QWidget) -> set[str]:
    if isinstance(widget, QLabel | QAbstractButton):
        return {widget.text()}
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        return {widget.placeholderText()}
    if isinstance(widget, QComboBox):
        return {widget.itemText(at) for at in range(widget.count())}
    if isinstance(widget, QTabBar):
        return {widget.tabText(at) for at in range(widget.count())}
    if isinstance(widget, Badge):
        return {widget.spec.text}
    return _table_texts(widget) if isinstance(widget, QTableView) else set()


def _table_texts(table: QTableView) -> set[str]:
    model = table.model()
    columns = range(model.columnCount())
    found = {str(model.headerData(c, Qt.Orientation.Horizontal) or "") for c in columns}
    for row in range(min(model.rowCount(), 20)):
        found.update(str(model.index(row, column).data() or "") for column in columns)
    return found


def _bare(text: str) -> str:
    return text.replace("&", "").strip()


@cache
def _english_texts() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Return the sources whose translation differs: texts, and patterns of those with gaps."""
    from babel.messages.pofile import read_po

    with PO_FILE.open("rb") as file:
        catalogue = read_po(file, locale="da")
    exact, patterns = set(), []
    for message in catalogue:
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        targets = message.string if isinstance(message.string, tuple) else (message.string,)
        for source in sources:
            if not source or _bare(source) in {_bare(t) for t in targets if t}:
                continue
            if "{" not in source:
                exact.update(_bare(line) for line in source.splitlines() if len(_bare(line)) > 2)
            elif len(re.findall(r"[A-Za-z]{3,}", re.sub(r"\{[^}]*\}", "", source))) > 1:
                patterns.append(re.compile(_PLACE.sub(".+", re.escape(_bare(source)))))
    danish = {
        _bare(t)
        for m in catalogue
        for t in (m.string if isinstance(m.string, tuple) else (m.string,))
        if t
    }
    return frozenset(exact - danish), tuple(patterns)
