"""A form: fields in cards, one column or two, validated as the operator goes along.

**Source**: ux § 6: labels above fields, two columns from 1,200 px, validation on leaving a field,
Enter goes to the next field; gedemin#2740 as quoted there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.master_data import MasterData
from app.domain.violations import Severity, Violation
from app.ui.forms.editors import keyboard_targets, make_editor
from app.ui.forms.row import FieldRow
from app.ui.theme import SPACE
from app.ui.widgets.card import Card
from app.ui.widgets.metrics import letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from app.domain.master_data import FieldValue
    from app.domain.working_days import WorkingDayCalendar
    from app.ui.forms.fields import FieldState, FormField
    from app.ui.widgets.value_field import ValueField

TWO_COLUMNS_FROM = 1200
"""Width in logical pixels at ordinary text size from which cards stand in two columns."""

_LETTERS_OF_TWO_COLUMNS = 118


class Form(QWidget):
    """The fields of one thing, with their values.

    Signals:
        changed: Something was typed or chosen.
        field_left: Id of the field the operator went away from.
        finished: Enter on the last field.
    """

    changed = Signal()
    field_left = Signal(str)
    finished = Signal()

    def __init__(
        self,
        area: str,
        fields: Sequence[FormField],
        *,
        today: date,
        calendar: WorkingDayCalendar | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty form.

        Args:
            area: First part of the object names.
            fields: The fields, in reading order; neighbours of the same group share a card.
            today: What dates without a year refer to.
            calendar: Working days for dates like "+5a".
            parent: Owner.
        """
        super().__init__(parent)
        self._rows: dict[str, FieldRow] = {}
        self._saved: dict[str, str] = {}
        self._is_filling = False
        self._cards: list[Card] = []
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(SPACE.l)
        self._sides = (QVBoxLayout(), QVBoxLayout())
        for side in self._sides:
            side.setSpacing(SPACE.l)
            self._columns.addLayout(side, 1)
        self._column_count = 0
        layouts: dict[str, QFormLayout] = {}
        for field in fields:
            layout = layouts.get(field.group)
            if layout is None:
                layout = layouts[field.group] = self._add_card(field.group_label)
            name = f"{area}.{field.id}"
            editor = make_editor(field, name, today, calendar, self)
            row = FieldRow(field, editor, self)
            layout.addRow(row.caption, row)
            self._rows[field.id] = row
            self._connect(field.id, editor)
        self._arrange(1)
        self.mark_saved()

    # --- values

    @property
    def fields(self) -> tuple[FormField, ...]:
        """Return the fields, in order."""
        return tuple(row.field for row in self._rows.values())

    def values(self) -> dict[str, FieldValue]:
        """Return what was entered, by field id; None where nothing (readable) stands."""
        return {field_id: row.editor.value() for field_id, row in self._rows.items()}

    def master_data(self) -> MasterData:
        """Return what was entered as master data."""
        return MasterData(self.values())

    def set_values(self, values: Mapping[str, FieldValue]) -> None:
        """Show values; fields that are not named stay. What is shown then counts as saved."""
        self._is_filling = True
        for field_id, value in values.items():
            if field_id in self._rows:
                self._rows[field_id].editor.set_value(value)
        self._is_filling = False
        self.mark_saved()
        self.changed.emit()

    def raw(self) -> dict[str, str]:
        """Return what was typed, by field id, for a draft."""
        return {field_id: row.editor.raw() for field_id, row in self._rows.items()}

    def set_raw(self, texts: Mapping[str, str]) -> None:
        """Show what was typed once; it counts as not saved."""
        self._is_filling = True
        for field_id, text in texts.items():
            if field_id in self._rows:
                self._rows[field_id].editor.set_raw(text)
        self._is_filling = False
        self.changed.emit()

    def mark_saved(self) -> None:
        """Take what stands there as the saved state."""
        self._saved = self.raw()

    def is_changed(self) -> bool:
        """Return whether something stands there that is not saved."""
        return self.raw() != self._saved

    def is_touched(self, field_id: str) -> bool:
        """Return whether something stands in a field, or stood there and was taken out."""
        editor = self._rows[field_id].editor
        return not editor.is_empty() or editor.raw() != self._saved.get(field_id, "")

    def restore(self) -> None:
        """Go back to the saved state."""
        self.set_raw(self._saved)
        self.show_violations(())

    def editor(self, field_id: str) -> ValueField:
        """Return the input of a field."""
        return self._rows[field_id].editor

    # --- what holds, what is wrong

    def set_states(self, states: Mapping[str, FieldState]) -> None:
        """Follow what holds for fields now; fields that are not named stay."""
        for field_id, state in states.items():
            row = self._rows.get(field_id)
            if row is not None and row.state != state:
                row.apply(state)
        for card in self._cards:
            rows = [row for row in self._rows.values() if card.isAncestorOf(row)]
            card.setVisible(any(not row.isHidden() for row in rows))

    def problems(self) -> tuple[Violation, ...]:
        """Return what cannot be read, as violations of the severity error."""
        return tuple(
            Violation(rule="", severity=Severity.ERROR, field=field_id, message=problem)
            for field_id, row in self._rows.items()
            if (problem := row.editor.problem())
        )

    def show_violations(
        self, violations: Iterable[Violation], only: Iterable[str] | None = None
    ) -> None:
        """Show violations beside their fields.

        Args:
            violations: What the checks found.
            only: Fields to show them at; None shows them at all fields.
        """
        by_field: dict[str, list[Violation]] = {}
        for violation in violations:
            by_field.setdefault(violation.field, []).append(violation)
        wanted = self._rows.keys() if only is None else set(only)
        for field_id, row in self._rows.items():
            row.show_violations(by_field.get(field_id, []) if field_id in wanted else ())

    def focus_field(self, field_id: str) -> bool:
        """Put the focus into a field and return whether the form has it and it can be used."""
        row = self._rows.get(field_id)
        if row is None or row.isHidden() or not row.editor.entry.isEnabled():
            return False
        row.editor.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def focus_first(self) -> None:
        """Put the focus into the first field that can be used."""
        any(self.focus_field(field_id) for field_id in self._rows)

    # --- keyboard and layout

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at events of watched widgets."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if is_enter and modifiers == Qt.KeyboardModifier.NoModifier:
                self._go_on(watched, 1)
                return True
            if is_enter and modifiers == Qt.KeyboardModifier.ShiftModifier:
                self._go_on(watched, -1)
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """React to a new size."""
        super().resizeEvent(event)
        narrow = letters(self, _LETTERS_OF_TWO_COLUMNS)
        wide = self.width() >= max(TWO_COLUMNS_FROM - 260, narrow)
        self._arrange(2 if wide and len(self._cards) > 1 else 1)

    def _go_on(self, watched: QObject, step: int) -> None:
        usable = [
            row
            for row in self._rows.values()
            if not row.isHidden() and row.editor.entry.isEnabled()
        ]
        at = next(
            (i for i, row in enumerate(usable) if watched in keyboard_targets(row.editor)), None
        )
        if at is None:
            return
        if at + step >= len(usable):
            focused = QApplication.focusWidget()
            if focused is not None:
                focused.clearFocus()  # so that leaving the last field counts
            self.finished.emit()
        elif at + step >= 0:
            usable[at + step].editor.entry.setFocus(Qt.FocusReason.TabFocusReason)

    def _add_card(self, title: str) -> QFormLayout:
        card = Card(title, parent=self)
        layout = QFormLayout()
        layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(2)
        card.body.addLayout(layout)
        self._cards.append(card)
        return layout

    def _connect(self, field_id: str, editor: ValueField) -> None:
        editor.value_changed.connect(self._on_value_changed)
        editor.setProperty("field", field_id)
        editor.left.connect(self._on_left)
        for target in keyboard_targets(editor):
            target.installEventFilter(self)

    def _on_value_changed(self) -> None:
        if not self._is_filling:
            self.changed.emit()

    def _on_left(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.field_left.emit(str(sender.property("field")))

    def _arrange(self, columns: int) -> None:
        """Put the cards into one column, or into two that keep the reading order."""
        if columns == self._column_count:
            return
        self._column_count = columns
        for side in self._sides:
            while side.takeAt(0) is not None:
                pass
        weights = [self._row_count(card) for card in self._cards]
        so_far, half = 0, sum(weights) / 2
        for card, weight in zip(self._cards, weights, strict=True):
            second = columns == 2 and so_far + weight / 2 > half
            self._sides[1 if second else 0].addWidget(card)
            so_far += weight
        for side in self._sides:
            side.addStretch(1)
        self._columns.setStretch(1, 1 if columns == 2 else 0)
        self._columns.setSpacing(SPACE.l if columns == 2 else 0)

    def _row_count(self, card: Card) -> int:
        return sum(1 for row in self._rows.values() if card.isAncestorOf(row)) + 1
