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
from app.ui.widgets.roles import set_mark

if TYPE_CHECKING:
    from app.services.deadline_views import OpenDeadline
    from app.ui.context import UiContext


class MarkForm(QWidget):
    """Day, note and, when the last day has passed, the explanation that is kept.

    Signals:
        submitted: A `MarkDeadline` the operator wants to record.
        process_wanted: The step needs more than a date: the operator wants to see its process.
    """

    submitted = Signal(object)
    process_wanted = Signal()

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
        self._day.value_changed.connect(self._show_rows)
        form.addRow(_("&Day it was done"), self._day)
        self._day.entry.setAccessibleName(_("Day it was done"))
        self._note = QLineEdit(self)
        self._note.setObjectName("deadlines.note")
        self._note.setPlaceholderText(_("for instance the transaction id"))
        form.addRow(_("&Note"), self._note)
        self._note.setAccessibleName(_("Note"))
        self._explanation = QLineEdit(self)
        self._explanation.setObjectName("deadlines.explanation")
        form.addRow(_("&Why it is late"), self._explanation)
        self._explanation.setAccessibleName(_("Why it is late"))
        self._late = label(
            _("The last day had passed: say why. The explanation is kept."),
            "hint",
            wrap=True,
            parent=self,
        )
        form.addRow(self._late)
        self._reason = label("", "muted", wrap=True, parent=self)
        self._reason.setObjectName("deadlines.mark_reason")
        form.addRow(self._reason)
        self._mark = button("", "deadlines.mark", role="primary", parent=self)
        self._mark.clicked.connect(self.submit)
        self._process = button(_("Open the process"), "deadlines.open_process", parent=self)
        self._process.clicked.connect(self.process_wanted)
        row = QHBoxLayout()
        row.addWidget(self._mark)
        row.addWidget(self._process)
        row.addStretch(1)
        form.addRow(row)
        self._form = form

    def show_deadline(self, deadline: OpenDeadline) -> None:
        """Prepare the form for a limit; what was typed for another one is forgotten."""
        if self._deadline is not None and self._deadline.ref == deadline.ref:
            self._deadline = deadline
            self._show_rows()
            return
        self._deadline = deadline
        self._day.set_value(self._context.today)
        self._note.clear()
        self._explanation.clear()
        self._mark.setText(deadline.mark_label)
        self._mark.setAccessibleName(deadline.mark_label)
        self._show_rows()

    def submit(self) -> None:
        """Record it, when the day can be read and a late day is explained."""
        day = self._day.day()
        if self._deadline is None or not self._deadline.can_mark:
            return
        if day is None or self._explanation_missing():
            missing = self._explanation if day is not None else self._day
            set_mark(self._explanation, "wrong", "true" if day is not None else "false")
            missing.setFocus()
            return
        self.submitted.emit(
            MarkDeadline(
                ref=self._deadline.ref,
                happened_on=day,
                explanation=self._explanation.text().strip(),
                note=self._note.text().strip(),
            )
        )

    def _is_late(self) -> bool:
        """Return whether an explanation is asked for."""
        deadline, day = self._deadline, self._day.day()
        if deadline is None:
            return False
        if deadline.process_id is None:
            return deadline.must_explain
        return day is not None and deadline.last_day is not None and day > deadline.last_day

    def _explanation_missing(self) -> bool:
        return self._is_late() and not self._explanation.text().strip()

    def _show_rows(self) -> None:
        """Show what is asked for: nothing when it cannot be marked here, and then why."""
        deadline = self._deadline
        can_mark = deadline is not None and deadline.can_mark
        has_process = deadline is not None and deadline.process_id is not None
        self._form.setRowVisible(self._day, can_mark and has_process)
        self._form.setRowVisible(self._note, can_mark and has_process)
        late = can_mark and self._is_late()
        self._form.setRowVisible(self._explanation, late)
        self._form.setRowVisible(self._late, late)
        self._form.setRowVisible(self._reason, not can_mark)
        self._reason.setText(deadline.mark_reason if deadline is not None else "")
        self._mark.setVisible(can_mark)
        self._process.setVisible(not can_mark and has_process)
        set_mark(self._explanation, "wrong", "false")
