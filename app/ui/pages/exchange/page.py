"""Files in and out: two cards and the recent imports; an import is tried before it is written.

**Source**: issue item 11; ux § 6.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QStackedWidget, QWidget

from app.services.import_runs import ImportRow, recent_imports
from app.texts import _
from app.ui.models.columns import Column
from app.ui.pages.base import Page
from app.ui.pages.exchange.export_card import ExportCard
from app.ui.pages.exchange.import_card import ImportCard
from app.ui.pages.exchange.import_view import ImportView
from app.ui.theme import SPACE
from app.ui.widgets.card import Card
from app.ui.widgets.empty_state import EmptySpec
from app.ui.widgets.metrics import letters
from app.ui.widgets.small_table import SmallTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from app.services.changes import ChangeSet
    from app.services.tasking import Task
    from app.ui.context import UiContext

_TWO_COLUMNS_FROM = 110


class ExchangePage(Page):
    """The cards, or the import that is under way in their place."""

    area = "exchange"
    help_topic = "exchange"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._stack = QStackedWidget(self)
        self._home = self._make_home()
        self._stack.addWidget(self._home)
        self._import = ImportView(context, self)
        self._import.ended.connect(self._show_home)
        self._stack.addWidget(self._import)
        self.body.addWidget(self._stack, 1)
        self._show_home()

    def title(self) -> str:
        """Return the heading of the page."""
        return _("Import and export")

    def shown(self) -> None:
        """Read the list of imports anew."""
        self.refresh(None)

    def refresh(self, change_set: ChangeSet | None) -> None:  # noqa: ARG002  # short list
        """Read the list of imports anew."""
        session = self.context.session

        def work(_task: Task) -> tuple[ImportRow, ...]:
            return recent_imports(session)

        self.context.tasks.read(work, self._show_recent, owner=self, key="recent")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards under each other in a narrow window."""
        super().resizeEvent(event)
        wide = self.width() >= letters(self, _TWO_COLUMNS_FROM)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._cards.setDirection(way)

    def _make_home(self) -> QWidget:
        scroll = QScrollArea(self)
        scroll.setObjectName("exchange.scroll")
        scroll.setAccessibleName(self.title())
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        board = QWidget(scroll)
        column = QBoxLayout(QBoxLayout.Direction.TopToBottom, board)
        column.setContentsMargins(0, 0, SPACE.s, SPACE.l)
        column.setSpacing(SPACE.l)
        self._cards = QHBoxLayout()
        self._cards.setSpacing(SPACE.l)
        self._import_card = ImportCard(self.context, board)
        self._import_card.files_chosen.connect(self._begin_import)
        self._cards.addWidget(self._import_card, 1)
        self._cards.addWidget(ExportCard(self.context, board), 1)
        column.addLayout(self._cards)
        card = Card(_("Recent imports"), flush=True, parent=board)
        self._recent = SmallTable(
            "exchange.recent",
            _recent_columns(),
            title=_("Recent imports"),
            empty=EmptySpec(
                _("Nothing has been imported yet"),
                _("Every import is listed here with its counts."),
                icon="import",
            ),
            preferences=self.context.preferences,
            parent=card,
        )
        card.body.addWidget(self._recent)
        column.addWidget(card)
        column.addStretch(1)
        scroll.setWidget(board)
        return scroll

    def _show_recent(self, rows: Sequence[ImportRow]) -> None:
        self._recent.set_rows(
            [
                (
                    row.id,
                    row.at,
                    row.kind_label,
                    row.file_name,
                    row.rows,
                    row.new,
                    row.changed,
                    row.unchanged,
                    row.rejected,
                    row.who,
                )
                for row in rows
            ]
        )
        self._recent.fit_height()

    def _begin_import(self, files: Sequence[Path]) -> None:
        self._stack.setCurrentWidget(self._import)
        self.set_title_text(_("Import"))
        self.set_handler("cancel", self._import.leave)
        self._import.begin(files)

    def _show_home(self) -> None:
        self._stack.setCurrentWidget(self._home)
        self.set_title_text(self.title())
        self.set_handler("cancel", None)


def _recent_columns() -> list[Column]:
    return [
        Column(id="number", title=_("Number"), kind="integer", width=8, hidden=True),
        Column(id="at", title=_("Time"), kind="instant", width=17),
        Column(id="kind", title=_("Kind"), width=18),
        Column(id="file", title=_("File"), width=26),
        Column(id="rows", title=_("Rows"), kind="integer", width=9),
        Column(id="new", title=_("New"), kind="integer", width=9),
        Column(id="changed", title=_("Changed"), kind="integer", width=10),
        Column(id="unchanged", title=_("Unchanged"), kind="integer", width=11),
        Column(id="rejected", title=_("Rejected"), kind="integer", width=10),
        Column(id="who", title=_("By"), width=14),
    ]
