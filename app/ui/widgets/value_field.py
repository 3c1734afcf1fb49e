"""The base of every input: a line to type in, and under it what was understood.

An input always keeps what was typed. `value()` is what it means, or None while it is empty or
cannot be read; `problem()` says in the second case how to write it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import SPACE, tokens
from app.ui.widgets.labels import label
from app.ui.widgets.metrics import input_width
from app.ui.widgets.roles import set_mark, set_role

if TYPE_CHECKING:
    from app.domain.master_data import FieldValue


class UnitLineEdit(QLineEdit):
    """A line edit that shows a unit at its right end."""

    def __init__(self, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = unit
        self._letters = 0
        if unit:
            wide = self.fontMetrics().horizontalAdvance(unit) + SPACE.s
            self.setTextMargins(0, 0, wide, 0)

    def show_letters(self, count: int) -> None:
        """Be as wide as so many digits (and the unit) need."""
        self._letters = count + len(self._unit)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        hint = super().sizeHint()
        return QSize(input_width(self, self._letters), hint.height()) if self._letters else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the widget."""
        super().paintEvent(event)
        if not self._unit:
            return
        painter = QPainter(self)
        painter.setPen(QColor(tokens().muted))
        metrics = self.fontMetrics()
        left = self.width() - metrics.horizontalAdvance(self._unit) - SPACE.s - 2
        base = (self.height() + metrics.ascent() - metrics.descent()) // 2
        painter.drawText(left, base, self._unit)
        painter.end()


class ValueField(QWidget):
    """An input with an echo under it; subclasses make the input and read it.

    Attributes:
        entry: The widget that takes the focus; carries the object name and the accessible name.

    Signals:
        value_changed: Something was typed or chosen.
        left: The operator went to another field.
    """

    value_changed = Signal()
    left = Signal()

    def __init__(self, entry: QWidget, name: str, parent: QWidget | None = None) -> None:
        """Put an input into a field.

        Args:
            entry: The input.
            name: Object name of the input, `<area>.<field id>`.
            parent: Owner.
        """
        super().__init__(parent)
        self.entry = entry
        entry.setParent(self)
        entry.setObjectName(name)
        self.setObjectName(f"{name}.field")
        self.setFocusProxy(entry)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._row = QHBoxLayout()
        self._row.setSpacing(SPACE.xs)
        self._row.addWidget(entry)
        column.addLayout(self._row)
        self._echo_row = QHBoxLayout()
        self._echo_row.setSpacing(SPACE.s)
        self._echo = label("", "hint", parent=self)
        self._echo.setObjectName(f"{name}.echo")
        self._echo_row.addWidget(self._echo)
        self._echo_row.addStretch(1)
        column.addLayout(self._echo_row)
        self._echo.hide()
        entry.installEventFilter(self)

    def value(self) -> FieldValue:
        """Return what was entered, or None when it is empty or cannot be read."""
        raise NotImplementedError

    def set_value(self, value: FieldValue) -> None:
        """Show a value."""
        raise NotImplementedError

    def raw(self) -> str:
        """Return what was typed, for a draft."""
        raise NotImplementedError

    def set_raw(self, text: str) -> None:
        """Show what was typed once."""
        raise NotImplementedError

    def problem(self) -> str:
        """Return why what was typed cannot be used, or "" when it can or nothing was typed."""
        return ""

    def is_empty(self) -> bool:
        """Return whether nothing was entered."""
        return not self.raw().strip()

    def echo(self) -> str:
        """Return what stands under the input."""
        return self._echo.text()

    def set_accessible_name(self, name: str) -> None:
        """Name the input for screen readers."""
        self.entry.setAccessibleName(name)

    def set_wrong(self, *, wrong: bool) -> None:
        """Mark the input as wrong, or take the mark away."""
        set_mark(self.entry, "wrong", "true" if wrong else "false")

    def set_read_only(self, *, read_only: bool, reason: str = "") -> None:
        """Make the input read only and say why."""
        self.entry.setEnabled(not read_only)
        if reason:
            self.entry.setToolTip(reason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at events of watched widgets."""
        if watched is self.entry and event.type() == QEvent.Type.FocusOut:
            self.on_left()
            self.left.emit()
        return super().eventFilter(watched, event)

    def add_stretch(self) -> None:
        """Let the input keep its own width instead of filling the form's."""
        self._row.addStretch(1)

    def on_left(self) -> None:
        """Tidy up what was typed when the operator goes on; override."""

    def _say(self, text: str, role: str = "hint") -> None:
        set_role(self._echo, role)
        self._echo.setText(text)
        self._echo.setVisible(bool(text))
        self.entry.setAccessibleDescription(text)


class TextField(ValueField):
    """An input of one line of text."""

    def __init__(
        self,
        name: str,
        *,
        max_length: int | None = None,
        unit: str = "",
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty field.

        Args:
            name: Object name, `<area>.<field id>`.
            max_length: Most characters that can be typed; None for no limit.
            unit: Shown inside the field.
            placeholder: An example.
            parent: Owner.
        """
        self.line = UnitLineEdit(unit)
        super().__init__(self.line, name, parent)
        if max_length:
            self.line.setMaxLength(max_length)
        self.line.setPlaceholderText(placeholder)
        self.line.textChanged.connect(self._on_text_changed)

    def value(self) -> FieldValue:
        """Return the text without blanks around it, or None."""
        return self.line.text().strip() or None

    def set_value(self, value: FieldValue) -> None:
        """Show a text."""
        self.line.setText("" if value is None else str(value))

    def raw(self) -> str:
        """Return what was typed."""
        return self.line.text()

    def set_raw(self, text: str) -> None:
        """Show what was typed once."""
        self.line.setText(text)

    def _on_text_changed(self, _text: str) -> None:
        self.read_text()
        self.value_changed.emit()

    def read_text(self) -> None:
        """Understand what was typed; override to show an echo."""
