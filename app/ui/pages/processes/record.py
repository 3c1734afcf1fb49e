"""The page of one process: what it is, its checklist, its timeline, and what can be recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.texts import _
from app.ui import formatting
from app.ui.pages.processes.checklist import Checklist
from app.ui.pages.processes.timeline import Timeline
from app.ui.process_dialogs.process_columns import status_badge
from app.ui.theme import SPACE
from app.ui.widgets.badge import Badge
from app.ui.widgets.buttons import button, set_enabled_with_reason
from app.ui.widgets.card import Card
from app.ui.widgets.details import DetailsGrid
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QPushButton

    from app.services.process_views import ProcessDetail
    from app.ui.context import UiContext

_BESIDE_FROM = 135


class ProcessRecord(QWidget):
    """Head over two columns: checklist at the left, facts and timeline at the right.

    Signals:
        offer_chosen: An `EventOffer` the operator wants to record.
        open_wanted: Address to go to.
    """

    offer_chosen = Signal(object)
    open_wanted = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._object_address = ""
        self._first_offer: QPushButton | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE.m)
        head = QHBoxLayout()
        head.setSpacing(SPACE.m)
        self._title = label("", "title", parent=self)
        self._title.setObjectName("processes.record_title")
        self._status = Badge("", parent=self)
        self._status.setObjectName("processes.status")
        head.addWidget(self._title)
        head.addWidget(self._status)
        head.addStretch(1)
        self._cancel = button("", "processes.offer.cancelled", role="danger", parent=self)
        head.addWidget(self._cancel)
        outer.addLayout(head)
        self._object = button(
            "", "processes.object", role="link", on_click=self._open_object, parent=self
        )
        outer.addWidget(self._object, 0, Qt.AlignmentFlag.AlignLeft)
        self._about = label("", "muted", wrap=True, parent=self)
        outer.addWidget(self._about)
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("processes.scroll")
        self._scroll.setAccessibleName(_("Process"))
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        outer.addWidget(self._scroll, 1)
        self._sides: QBoxLayout | None = None
        self._detail: ProcessDetail | None = None
        self._cancel.clicked.connect(self._on_cancel)

    def show_detail(self, detail: ProcessDetail) -> None:
        """Show a process; the scroll position stays when it is the same one."""
        same = self._detail is not None and self._detail.row.id == detail.row.id
        place = self._scroll.verticalScrollBar().value() if same else 0
        self._detail = detail
        row = detail.row
        self._title.setText(row.label)
        self._status.set_spec(status_badge(row))
        self._object.setText(row.object_label)
        self._object.setAccessibleName(_("Open {object}").format(object=row.object_label))
        self._object_address = row.address
        source = " · ".join(part for part in (detail.brs, detail.source) if part)
        self._about.setText("\n".join(p for p in (detail.description, source) if p))
        self._show_cancel(detail)
        self._scroll.setWidget(self._content(detail))
        self._scroll.verticalScrollBar().setValue(place)
        if not same:
            # Never the button that voids: a key press too many must do no harm.
            (self._first_offer or self._object).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns under each other in a narrow window."""
        super().resizeEvent(event)
        self._turn()

    def _show_cancel(self, detail: ProcessDetail) -> None:
        offer = next((o for o in detail.offers if o.event == "cancelled"), None)
        self._cancel.setVisible(offer is not None)
        if offer is not None:
            self._cancel.setText(offer.label)
            self._cancel.setAccessibleName(offer.label)
            set_enabled_with_reason(self._cancel, enabled=offer.enabled, reason=offer.reason)

    def _content(self, detail: ProcessDetail) -> QWidget:
        content = QWidget()
        sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, content)
        sides.setContentsMargins(0, 0, SPACE.s, SPACE.l)
        sides.setSpacing(SPACE.l)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(SPACE.l)
        steps = Card(_("Checklist"), parent=content)
        checklist = Checklist(self._context, detail, steps)
        checklist.offer_chosen.connect(self.offer_chosen)
        checklist.open_wanted.connect(self.open_wanted)
        steps.body.addWidget(checklist)
        self._first_offer = checklist.first_offer
        left.addWidget(steps)
        left.addStretch(1)
        right.addWidget(_facts(detail, content))
        events = Card(_("Timeline"), parent=content)
        events.body.addWidget(Timeline(detail.events, events))
        right.addWidget(events)
        right.addStretch(1)
        sides.addLayout(left, 3)
        sides.addLayout(right, 2)
        self._sides = sides
        self._turn()
        return content

    def _turn(self) -> None:
        if self._sides is None:
            return
        beside = self.width() >= self.fontMetrics().averageCharWidth() * _BESIDE_FROM
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._sides.direction() != direction:
            self._sides.setDirection(direction)

    def _open_object(self) -> None:
        self.open_wanted.emit(self._object_address)

    def _on_cancel(self) -> None:
        if self._detail is None:
            return
        offer = next((o for o in self._detail.offers if o.event == "cancelled"), None)
        if offer is not None:
            self.offer_chosen.emit(offer)


def _facts(detail: ProcessDetail, parent: QWidget) -> Card:
    card = Card(_("What was entered"), parent=parent)
    grid = DetailsGrid("processes.fact", card)
    effective = detail.row.effective_date
    grid.add(
        "effective_date",
        _("Effective date"),
        "" if effective is None else formatting.day(effective),
    )
    for number, (caption, text) in enumerate(detail.data):
        grid.add(str(number), caption, text)
    card.body.addWidget(grid)
    return card
