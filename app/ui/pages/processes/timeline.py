"""The events of a process, newest first: what, when, by whom, and what was written about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.texts import _
from app.ui import formatting
from app.ui.colors import Tone
from app.ui.theme import SPACE
from app.ui.widgets.icon_view import IconView
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.process_views import EventView

_LOOKS = {
    "planned": ("calendar", None),
    "done": ("check", Tone.SUCCESS),
    "reported": ("report", Tone.INFO),
    "confirmed": ("success", Tone.SUCCESS),
    "rejected": ("danger", Tone.DANGER),
    "cancelled": ("void", None),
}


class Timeline(QWidget):
    """Events, one under the other."""

    def __init__(self, events: Sequence[EventView], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("processes.timeline")
        self.setAccessibleName(_("Timeline"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE.m)
        grid.setVerticalSpacing(SPACE.m)
        grid.setColumnStretch(1, 1)
        for row, event in enumerate(reversed(events)):
            icon, tone = _LOOKS.get(event.event, ("neutral", None))
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(IconView(icon, tone, parent=self), row, 0, top)
            grid.addWidget(self._event(event), row, 1)

    def _event(self, event: EventView) -> QWidget:
        made = QWidget(self)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        what = event.event_label[:1].upper() + event.event_label[1:]
        head = f"{formatting.day(event.happened_on)}  {what}"
        column.addWidget(label(head, "label", wrap=True, parent=made))
        if event.step_label:
            column.addWidget(label(event.step_label, wrap=True, parent=made))
        for caption, text in (
            (_("Explanation: {text}"), event.explanation),
            (_("Note: {text}"), event.note),
        ):
            if text:
                column.addWidget(label(caption.format(text=text), wrap=True, parent=made))
        by = _("Registered {at} by {who}").format(
            at=formatting.instant(event.recorded_at), who=event.who
        )
        column.addWidget(label(by, "hint", wrap=True, parent=made))
        return made
