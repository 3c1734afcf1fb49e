"""Facts in two columns, label and value, as a record page shows them in read mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from app.ui.formatting import DASH
from app.ui.theme import SPACE
from app.ui.widgets.badge import Badge, BadgeSpec
from app.ui.widgets.buttons import ElidedLink, without_arguments
from app.ui.widgets.labels import label, selectable

if TYPE_CHECKING:
    from collections.abc import Callable


class DetailsGrid(QWidget):
    """Label and value pairs; a value can be marked and copied, or be a link or a badge."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty grid.

        Args:
            name: Object names of the values become `<name>.<key>`.
            parent: Owner.
        """
        super().__init__(parent)
        self._name = name
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE.l)
        self._grid.setVerticalSpacing(SPACE.xs + 2)
        self._grid.setColumnStretch(1, 1)

    def add(self, key: str, caption: str, value: str, *, hint: str = "") -> None:
        """Add a row with a text; an empty text shows an em dash.

        Args:
            key: Last part of the object name.
            caption: What it is.
            value: Text as the operator reads it.
            hint: Tooltip of caption and value, for instance the source paragraph.
        """
        shown = selectable(value or DASH, "" if value else "muted", wrap=True, parent=self)
        shown.setToolTip(hint)
        shown.setAccessibleName(f"{caption}: {value or DASH}")
        self._put(key, caption, shown, hint)

    def add_link(self, key: str, caption: str, text: str, on_click: Callable[[], object]) -> None:
        """Add a row whose value leads to another record."""
        made = ElidedLink(text, f"{self._name}.{key}", self)
        made.clicked.connect(without_arguments(on_click))
        self._put(key, caption, made)

    def add_badge(self, key: str, caption: str, spec: BadgeSpec) -> None:
        """Add a row whose value is a state."""
        self._put(key, caption, Badge(spec.text, spec.tone, spec.icon, parent=self))

    def add_widget(self, key: str, caption: str, widget: QWidget) -> None:
        """Add a row with any widget."""
        self._put(key, caption, widget)

    def clear(self) -> None:
        """Remove all rows."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _put(self, key: str, caption: str, widget: QWidget, hint: str = "") -> None:
        row = self._grid.rowCount()
        shown = label(caption, "muted", parent=self)
        shown.setToolTip(hint)
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        is_text = isinstance(widget, QLabel)  # may have several lines
        self._grid.addWidget(shown, row, 0, top if is_text else middle)
        widget.setObjectName(f"{self._name}.{key}")
        if not widget.accessibleName():
            widget.setAccessibleName(caption)
        fixed = widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Fixed
        narrow = fixed or isinstance(widget, ElidedLink)
        self._grid.addWidget(widget, row, 1, top if narrow else Qt.AlignmentFlag.AlignTop)
