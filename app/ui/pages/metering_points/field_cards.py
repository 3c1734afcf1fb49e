"""Master data in cards by group, two columns when there is room, violations beside the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.ui.formatting import DASH
from app.ui.theme import SPACE
from app.ui.widgets.badge import Badge
from app.ui.widgets.card import Card
from app.ui.widgets.details import DetailsGrid
from app.ui.widgets.labels import label, selectable
from app.ui.widgets.violations_list import SEVERITY_TONES, rule_text, severity_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from app.domain.violations import Violation
    from app.services.point_views import FieldGroup, FieldView

_TWO_COLUMNS_FROM = 130
"""Width in average characters from which two columns are readable."""


class FieldCards(QWidget):
    """A card per group of fields."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty area.

        Args:
            name: Object names of the values become `<name>.<field id>`.
            parent: Owner.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self._cards: list[tuple[Card, int]] = []
        self._count = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE.l)
        self._columns = [QVBoxLayout(), QVBoxLayout()]
        for number, column in enumerate(self._columns):
            column.setSpacing(SPACE.l)
            self._grid.addLayout(column, 0, number)

    def show_groups(self, groups: Sequence[FieldGroup]) -> None:
        """Show these groups instead."""
        for card, _weight in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = [(self._card(group), len(group.fields) + 3) for group in groups]
        self._count = 0
        self._arrange(self._wanted_columns())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use one column in a narrow window."""
        super().resizeEvent(event)
        self._arrange(self._wanted_columns())

    def _wanted_columns(self) -> int:
        wide = self.fontMetrics().averageCharWidth() * _TWO_COLUMNS_FROM
        return 2 if self.width() >= wide else 1

    def _arrange(self, columns: int) -> None:
        """Put each card, in order, under the shorter column."""
        if columns == self._count:
            return
        self._count = columns
        for column in self._columns:
            while column.takeAt(0) is not None:
                pass
        heights = [0, 0]
        half = sum(weight for _card, weight in self._cards) / 2
        for card, weight in self._cards:
            at = 0 if columns == 1 or heights[0] + weight / 2 <= half else 1
            heights[at] += weight
            self._columns[at].addWidget(card)
        for number, column in enumerate(self._columns):
            column.addStretch(1)
            self._grid.setColumnStretch(number, 1 if number < columns else 0)

    def _card(self, group: FieldGroup) -> Card:
        card = Card(group.label, parent=self)
        grid = DetailsGrid(self.objectName(), card)
        for field in group.fields:
            add_field(grid, field)
        card.body.addWidget(grid)
        return card


def add_field(grid: DetailsGrid, field: FieldView) -> None:
    """Add a field with its value and what the checks say about it."""
    text = f"{field.text} {field.unit}".strip() if field.text else ""
    hint = "\n".join(part for part in (field.help, field.source) if part)
    if not field.violations:
        grid.add(field.field_id, field.label, text, hint=hint)
        return
    holder = QWidget(grid)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    value = selectable(text or DASH, "" if text else "muted", parent=holder)
    value.setWordWrap(True)
    value.setToolTip(hint)
    column.addWidget(value)
    for violation in field.violations:
        column.addWidget(violation_note(violation, holder))
    spoken = "; ".join(violation.message for violation in field.violations)
    holder.setAccessibleName(f"{field.label}: {text or DASH}; {spoken}")
    grid.add_widget(field.field_id, field.label, holder)


def violation_note(violation: Violation, parent: QWidget) -> QWidget:
    """Return one violation as a badge with its sentence and paragraph."""
    made = QWidget(parent)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, SPACE.xs)
    column.setSpacing(2)
    tone = SEVERITY_TONES[violation.severity]
    column.addWidget(Badge(severity_text(violation.severity), tone, parent=made))
    column.addWidget(label(violation.message, wrap=True, parent=made))
    column.addWidget(label(rule_text(violation), "hint", wrap=True, parent=made))
    return made
