"""The limit chosen in the list: what, by when, why that day, and the button that meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.texts import _
from app.ui import formatting
from app.ui.limits.limit_view import LimitView
from app.ui.limits.words import counted_day_text, days_left_text, state_badge
from app.ui.pages.deadlines.mark_form import MarkForm
from app.ui.theme import SPACE
from app.ui.widgets.badge import Badge
from app.ui.widgets.details import DetailsGrid
from app.ui.widgets.labels import label, line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.services.deadline_views import OpenDeadline, StripDay
    from app.ui.context import UiContext


class DeadlineDetail(QScrollArea):
    """The pane beside the list: what to do and the way to say it is done, then why that day.

    Signals:
        mark_wanted: A `MarkDeadline`: the operator says that the limit's step was carried out.
        open_wanted: Address of the record to go to.
    """

    mark_wanted = Signal(object)
    open_wanted = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("deadlines.detail")
        self.setAccessibleName(_("The chosen deadline"))
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._address = ""
        self._process_address = ""
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(SPACE.l, 0, SPACE.xs, SPACE.l)
        column.setSpacing(SPACE.m)
        self._hint = label(
            _("Choose a deadline in the list to see how its day was counted."),
            "muted",
            wrap=True,
            parent=content,
        )
        column.addWidget(self._hint)
        self._shown = QWidget(content)
        column.addWidget(self._shown)
        column.addStretch(1)
        self._build(self._shown)
        self._shown.hide()
        self.setWidget(content)

    def _build(self, parent: QWidget) -> None:
        column = QVBoxLayout(parent)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.m)
        states = QHBoxLayout()
        self._badge = Badge("", parent=parent)
        states.addWidget(self._badge)
        self._left = label("", "muted", wrap=True, parent=parent)
        states.addWidget(self._left, 1)
        column.addLayout(states)
        self._step = label("", "heading", wrap=True, parent=parent)
        self._step.setObjectName("deadlines.step")
        column.addWidget(self._step)
        self._facts = DetailsGrid("deadlines.facts", parent)
        column.addWidget(self._facts)
        self.form = MarkForm(self._context, parent)
        self.form.submitted.connect(self.mark_wanted)
        self.form.process_wanted.connect(self._open_process)
        column.addWidget(self.form)
        column.addWidget(line(parent))
        self._limit = LimitView("deadlines.limit", parent, narrow=True)
        column.addWidget(self._limit)
        self._explanation = label("", "muted", wrap=True, parent=parent)
        self._explanation.setObjectName("deadlines.explanation_text")
        column.addWidget(self._explanation)
        self._rules = DetailsGrid("deadlines.rules", parent)
        column.addWidget(self._rules)

    def show_nothing(self) -> None:
        """Show the hint, when no limit is chosen."""
        self._shown.hide()
        self._hint.show()

    def show_deadline(self, deadline: OpenDeadline, strip: Sequence[StripDay], today: date) -> None:
        """Show a limit with the strip of its days."""
        spec = state_badge(deadline)
        self._badge.set_spec(spec)
        left = _left_text(deadline.working_days_left)
        day = counted_day_text(deadline, today)
        self._left.setText(f"{day} · {left}" if left else day)
        self._step.setText(deadline.step_label)
        self._limit.show_limit(deadline, strip, today)
        self._facts.clear()
        self._address = deadline.address
        self._process_address = (
            "" if deadline.process_id is None else f"processes/{deadline.process_id}"
        )
        if deadline.object_label:
            self._facts.add_link("object", _("Concerns"), deadline.object_label, self._open_object)
        if self._process_address:
            self._facts.add_link(
                "process", _("Process"), deadline.process_label, self._open_process
            )
        self._explanation.setText(deadline.explanation)
        self._explanation.setVisible(bool(deadline.explanation))
        self._show_rules(deadline)
        self.form.show_deadline(deadline)
        self._hint.hide()
        self._shown.show()

    def _show_rules(self, deadline: OpenDeadline) -> None:
        """Show the rule in short, and what other rule sets say with where it was read."""
        self._rules.clear()
        self._rules.add("rule", _("Rule"), deadline.rule)
        if deadline.follow_up:
            self._rules.add("follow_up", _("When it was missed"), deadline.follow_up)
        for number, variant in enumerate(deadline.variants):
            day = f"{formatting.day(variant.day)}: " if variant.day is not None else ""
            text = f"{day}{variant.text}\n{variant.source}"
            self._rules.add(f"variant_{number}", _("Other rules say"), text)

    def _open_object(self) -> None:
        self.open_wanted.emit(self._address)

    def _open_process(self) -> None:
        self.open_wanted.emit(self._process_address)


def _left_text(days: int | None) -> str:
    if days is None:
        return ""
    text = days_left_text(days)
    return _("{days} left").format(days=text) if days > 0 else text
