"""The open limits of a point as one slim line of badges that lead to the deadline page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.texts import _, ngettext
from app.ui.limits.words import counted_day_text, limit_summary, state_badge
from app.ui.pages.metering_points.centred_flow import CentredFlow
from app.ui.theme import SPACE
from app.ui.widgets.badge import Badge
from app.ui.widgets.buttons import button

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.services.deadline_views import OpenDeadline

_MOST = 4


class LimitsStrip(QWidget):
    """At most four limits, the most urgent first, and a way to all of them.

    Signals:
        open_wanted: Address to go to.
    """

    open_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("metering_points.limits")
        self.setAccessibleName(_("Open time limits"))
        self._flow = CentredFlow(self, SPACE.m)

    def show_limits(self, limits: Sequence[OpenDeadline], today: date) -> None:
        """Show the open limits of a record; nothing is shown when there are none."""
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, limit in enumerate(limits[:_MOST]):
            self._flow.addWidget(self._entry(number, limit, today))
        hidden = len(limits) - _MOST
        if hidden > 0:
            text = ngettext("{count} more", "{count} more", hidden).format(count=hidden)
            more = button(text, "metering_points.limits.more", role="link", parent=self)
            more.clicked.connect(self._on_more)
            self._flow.addWidget(more)
        self.setVisible(bool(limits))
        self.updateGeometry()

    def _entry(self, number: int, limit: OpenDeadline, today: date) -> QWidget:
        made = QWidget(self)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.xs)
        spec = state_badge(limit)
        row.addWidget(Badge(spec.text, spec.tone, parent=made))
        text = f"{limit.step_label or limit.label} · {counted_day_text(limit, today)}"
        go = button(text, f"metering_points.limits.{number}", role="link", parent=made)
        go.setProperty("address", f"deadlines/{limit.ref}")
        go.setToolTip(limit_summary(limit))
        go.clicked.connect(self._on_clicked)
        row.addWidget(go)
        return made

    def _on_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.open_wanted.emit(str(sender.property("address")))

    def _on_more(self) -> None:
        self.open_wanted.emit("deadlines")
