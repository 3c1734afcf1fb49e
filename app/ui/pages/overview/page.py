"""The first page of the morning: what is late, what is due, what waits, and whether data is safe.

**Source**: ux § 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.texts import _
from app.ui.pages.base import Page
from app.ui.pages.overview.cards import (
    AreaCard,
    CheckCard,
    DeadlinesCard,
    PricesCard,
    ProcessesCard,
    RegisterCard,
)
from app.ui.theme import SPACE

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from app.services.changes import ChangeSet
    from app.services.overview import Overview
    from app.services.tasking import Task
    from app.ui.context import UiContext


class OverviewPage(Page):
    """Cards in two columns, one when the window is narrow."""

    area = "overview"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.set_title_text(self.title())
        self._deadlines = DeadlinesCard(self)
        self._processes = ProcessesCard(self)
        self._check = CheckCard(self)
        self._prices = PricesCard(self)
        self._data = RegisterCard(self)
        scroll = QScrollArea(self)
        scroll.setObjectName("overview.scroll")
        scroll.setAccessibleName(self.title())
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._board = QWidget(scroll)
        board = QVBoxLayout(self._board)
        board.setContentsMargins(0, 0, SPACE.s, SPACE.l)
        board.setSpacing(SPACE.l)
        board.addWidget(self._deadlines)
        self._row = QHBoxLayout()
        self._halves = (QVBoxLayout(), QVBoxLayout())
        for half in self._halves:
            half.setSpacing(SPACE.l)
            self._row.addLayout(half, 1)
        board.addLayout(self._row)
        board.addStretch(1)
        scroll.setWidget(self._board)
        self.body.addWidget(scroll, 1)
        for card in self._cards():
            card.open_wanted.connect(self._open_address)
        self._columns = 0
        self._arrange(2)

    def title(self) -> str:
        """Return the heading of the page."""
        return _("Overview")

    def open(self, address: str) -> None:
        """Show the overview; it has no addresses inside."""

    def address(self) -> str:
        """Return where the page is."""
        return self.area

    def shown(self) -> None:
        """Compute the figures anew at each visit: time passes without a change."""
        self.refresh(None)

    def refresh(self, change_set: ChangeSet | None) -> None:  # noqa: ARG002  # any may concern a card
        """Compute the figures anew."""
        from app.services import overview

        session = self.context.session

        def work(_task: Task) -> Overview:
            return overview.cards(session)

        self.context.tasks.read(
            work, on_done=self._show, owner=self, key="overview", text=_("Computing the overview")
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use one column in a narrow window."""
        super().resizeEvent(event)
        narrow = self.fontMetrics().averageCharWidth() * 125
        self._arrange(1 if self.width() < narrow else 2)

    def _cards(self) -> tuple[AreaCard, ...]:
        return (self._deadlines, self._processes, self._check, self._prices, self._data)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        left, right = self._halves
        for half in self._halves:
            while half.count():
                half.takeAt(0)
        second = right if columns > 1 else left
        left.addWidget(self._processes)
        left.addWidget(self._prices)
        second.addWidget(self._check)
        second.addWidget(self._data)
        for half in self._halves:
            half.addStretch(1)
        self._row.setStretchFactor(right, 1 if columns > 1 else 0)
        self._row.setSpacing(SPACE.l if columns > 1 else 0)

    def _show(self, found: Overview) -> None:
        self._deadlines.show_card(found.deadlines, self.context.today)
        self._processes.show_card(found.processes)
        self._check.show_card(found.monthly_check)
        self._prices.show_card(found.prices)
        self._data.show_card(found.data, self.context.today)

    def _open_address(self, address: str) -> None:
        self.context.navigator.open(address)
