"""The card where an import begins: drop files or choose them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.texts import _
from app.ui.widgets.card import Card
from app.ui.widgets.drop_zone import DropZone, table_filters
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.ui.context import UiContext


class ImportCard(Card):
    """Takes the files to be imported.

    Signals:
        files_chosen: One or more files, as a list of `Path`.
    """

    files_chosen = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(_("Import"), parent=parent)
        self._context = context
        self.body.addWidget(
            label(
                _(
                    "Take in metering points, meters, readings, supplies, prices, links or actors."
                    " What a file holds is recognised by its header."
                ),
                "muted",
                wrap=True,
                parent=self,
            )
        )
        self._zone = DropZone(
            "exchange",
            _("Drop CSV files or Excel workbooks here, or"),
            _("Choose files …"),
            self,
        )
        self._zone.dropped.connect(self.files_chosen)
        self._zone.choose_wanted.connect(self._choose)
        self.body.addWidget(self._zone)
        self.body.addWidget(
            label(
                _("You see what would happen first; nothing is written until you say so."),
                "hint",
                wrap=True,
                parent=self,
            )
        )
        self.body.addStretch(1)

    def _choose(self) -> None:
        files = self._context.messages.open_files(
            _("Files to import"), table_filters(_("CSV files and workbooks"))
        )
        if files:
            self.files_chosen.emit(files)
