"""The checklist of a process: each step with its state, its limits, and what can be recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.texts import _
from app.ui import formatting
from app.ui.colors import Tone
from app.ui.limits.words import counted_day_text, days_left_text, limit_summary, state_badge
from app.ui.process_dialogs.event_words import offer_text
from app.ui.process_dialogs.portal_values import PortalValuesView
from app.ui.theme import SPACE
from app.ui.widgets.badge import Badge
from app.ui.widgets.buttons import button, set_enabled_with_reason
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.icon_view import IconView
from app.ui.widgets.labels import label, line

if TYPE_CHECKING:
    from app.services.deadline_views import OpenDeadline
    from app.services.process_views import EventOffer, MeasuredView, ProcessDetail, StepView
    from app.ui.context import UiContext

_LOOKS = {
    "done": (Tone.SUCCESS, "success"),
    "open": (Tone.INFO, "today"),
    "waiting": (Tone.NEUTRAL, "clock"),
    "skipped": (Tone.NEUTRAL, "void"),
}


def step_state_text(state: str) -> str:
    """Return the state of a step as a word."""
    return {
        "done": _("Done"),
        "open": _("To do"),
        "waiting": _("Waits for an earlier step"),
        "skipped": _("Not needed"),
    }.get(state, state)


class Checklist(QWidget):
    """The steps of one process.

    Attributes:
        first_offer: The button of the next step; None when nothing can be recorded.

    Signals:
        offer_chosen: An `EventOffer` the operator wants to record.
        open_wanted: Address to go to.
    """

    offer_chosen = Signal(object)
    open_wanted = Signal(str)

    def __init__(
        self, context: UiContext, detail: ProcessDetail, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("processes.checklist")
        self.setAccessibleName(_("Checklist"))
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.m)
        self.first_offer: QPushButton | None = None
        self._first_open = next((step.id for step in detail.steps if step.state == "open"), "")
        for number, step in enumerate(detail.steps):
            if number:
                column.addWidget(line(self))
            offers = [offer for offer in detail.offers if offer.step_id == step.id]
            column.addWidget(self._step(step, offers))

    def _step(self, step: StepView, offers: list[EventOffer]) -> QWidget:
        made = QWidget(self)
        made.setObjectName(f"processes.step.{step.id}")
        made.setAccessibleName(f"{step.label}: {step_state_text(step.state)}")
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.m)
        tone, icon = _LOOKS.get(step.state, (Tone.NEUTRAL, ""))
        row.addWidget(IconView(icon or "neutral", tone, parent=made), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(SPACE.xs)
        head = QHBoxLayout()
        head.addWidget(label(step.label, "label", wrap=True, parent=made), 1)
        state = step_state_text(step.state)
        if step.happened_on is not None:
            state = _("{state} {day}").format(state=state, day=formatting.day(step.happened_on))
        head.addWidget(label(state, "muted", parent=made), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        if step.help and step.state != "done":
            column.addWidget(label(step.help, "muted", wrap=True, parent=made))
        self._add_facts(column, step, made)
        if offers:
            column.addWidget(self._offers(offers, made))
        row.addLayout(column, 1)
        return made

    def _add_facts(self, column: QVBoxLayout, step: StepView, parent: QWidget) -> None:
        for number, limit in enumerate(step.open_deadlines):
            column.addWidget(self._limit(step, number, limit, parent))
        for measured in step.measured:
            column.addWidget(_measured(measured, parent))
        if step.explanation:
            text = _("Why it was late: {text}").format(text=step.explanation)
            column.addWidget(label(text, wrap=True, parent=parent))
        if step.portal_values and step.state != "done":
            name = f"processes.portal.{step.id}"
            column.addWidget(PortalValuesView(self._context, name, step.portal_values, parent))

    def _limit(self, step: StepView, number: int, limit: OpenDeadline, parent: QWidget) -> QWidget:
        made = QWidget(parent)
        flow = FlowLayout(made)
        spec = state_badge(limit)
        flow.addWidget(Badge(spec.text, spec.tone, parent=made))
        day = counted_day_text(limit, self._context.today)
        text = _("{limit}: {day}").format(limit=limit.label, day=day)
        if limit.working_days_left is not None:
            text = f"{text} ({days_left_text(limit.working_days_left)})"
        go = button(text, f"processes.limit.{step.id}.{number}", role="link", parent=made)
        go.setToolTip(limit_summary(limit))
        go.setProperty("address", f"deadlines/{limit.ref}")
        go.clicked.connect(self._on_limit)
        flow.addWidget(go)
        return made

    def _offers(self, offers: list[EventOffer], parent: QWidget) -> QWidget:
        made = QWidget(parent)
        flow = FlowLayout(made)
        for offer in offers:
            role = "primary" if offer.step_id == self._first_open else ""
            role = "danger" if offer.event == "rejected" else role
            name = f"processes.offer.{offer.event}.{offer.step_id}"
            go = button(offer_text(offer), name, role=role, parent=made)
            go.setAccessibleName(f"{offer_text(offer)}: {offer.label}")
            set_enabled_with_reason(go, enabled=offer.enabled, reason=offer.reason)
            go.clicked.connect(lambda _on=False, wanted=offer: self.offer_chosen.emit(wanted))
            if role == "primary" and offer.enabled and self.first_offer is None:
                self.first_offer = go
            flow.addWidget(go)
        return made

    def _on_limit(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.open_wanted.emit(str(sender.property("address")))


def _measured(measured: MeasuredView, parent: QWidget) -> QWidget:
    """Return a limit that a done step was measured against, frozen when it was done."""
    made = QWidget(parent)
    flow = FlowLayout(made)
    if measured.was_late:
        flow.addWidget(Badge(_("Late"), Tone.WARNING, parent=made))
    else:
        flow.addWidget(Badge(_("In time"), Tone.SUCCESS, parent=made))
    text = _("{limit}: last day {day}").format(
        limit=measured.dates.label,
        day=formatting.day(measured.dates.last_day or measured.dates.display_day),
    )
    shown = label(text, "muted", parent=made)
    shown.setToolTip(
        _("Measured by rule set {rules} of {day}; {calendar}").format(
            rules=measured.rule_set,
            day=formatting.day(measured.rule_date),
            calendar=measured.calendar,
        )
    )
    flow.addWidget(shown)
    return made
