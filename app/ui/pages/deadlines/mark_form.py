"""The short form that records that a limit's step was carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QWidget

from app.services.deadline_views import MarkDeadline
from app.texts import _
from app.ui.theme import SPACE
from app.ui.widgets.buttons import button
from app.ui.widgets.date_field import DateField
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from datetime import date

    from app.services.deadline_views import OpenDeadline
    from app.ui.context import UiContext


class MarkForm(QWidget):
    """Day, note and, when the last day has passed, the explanation that is kept.

    Signals:
        submitted: A `MarkDeadline` the operator wants to record.
    """

    submitted = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._deadline: OpenDeadline | None = None
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(SPACE.s)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._day = DateField(
            "deadlines.happened_on", context.today, context.session.calendar, self
        )
        self._day.value_changed.connect(self._on_day_changed)
        form.addRow(_("&Day it was done"), self._day)
        self._day.entry.setAccessibleName(_("Day it was done"))
        self._note = QLineEdit(self)
        self._note.setObjectName("deadlines.note")
        self._note.setPlaceholderText(_("for instance the transaction id"))
        form.addRow(_("&Note"), self._note)
        self._explanation = QLineEdit(self)
        self._explanation.setObjectName("deadlines.explanation")
        form.addRow(_("&Why it is late"), self._explanation)
        self._late = label(
            _("The last day had passed: say why. The explanation is kept."),
            "hint",
            wrap=True,
            parent=self,
        )
        form.addRow(self._late)
        self._mark = button("", "deadlines.mark", role="primary", parent=self)
        self._mark.clicked.connect(self.submit)
        row = QHBoxLayout()
        row.addWidget(self._mark)
        row.addStretch(1)
        form.addRow(row)
        self._form = form

    def show_deadline(self, deadline: OpenDeadline) -> None:
        """Prepare the form for a limit; what was typed for another one is forgotten."""
        if self._deadline is not None and self._deadline.ref == deadline.ref:
            self._deadline = deadline
            return
        self._deadline = deadline
        self._day.set_value(self._context.today)
        self._note.clear()
        self._explanation.clear()
        self._mark.setText(deadline.mark_label)
        self._mark.setAccessibleName(deadline.mark_label)
        self._show_late()

    def submit(self) -> None:
        """Record it, when the day can be read and a late day is explained."""
        day = self._day.day()
        if self._deadline is None or day is None or self._explanation_missing():
            (self._explanation if day is not None else self._day).setFocus()
            return
        self.submitted.emit(
            MarkDeadline(
                ref=self._deadline.ref,
                happened_on=day,
                explanation=self._explanation.text().strip(),
                note=self._note.text().strip(),
            )
        )

    def _is_late(self, day: date | None) -> bool:
        last_day = self._deadline.last_day if self._deadline is not None else None
        return day is not None and last_day is not None and day > last_day

    def _explanation_missing(self) -> bool:
        return self._is_late(self._day.day()) and not self._explanation.text().strip()

    def _on_day_changed(self) -> None:
        self._show_late()

    def _show_late(self) -> None:
        late = self._is_late(self._day.day())
        self._form.setRowVisible(self._explanation, late)
        self._form.setRowVisible(self._late, late)
