"""The user's settings as the window uses them: read once, written a moment after a change."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app import settings
from app.domain.errors import OutputFileError

if TYPE_CHECKING:
    from pathlib import Path

    from app.settings import Settings

_LOG = logging.getLogger(__name__)
_WRITE_AFTER_MS = 800


class Preferences(QObject):
    """Holds the settings of the running window and saves them without disturbing anyone.

    A full disk or a read-only folder must not stop the operator from working, so a failure to save
    is logged and tried again at the next change.

    Signals:
        changed: Some setting is new.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings.load()
        self._pending: dict[str, object] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WRITE_AFTER_MS)
        self._timer.timeout.connect(self.write)

    @property
    def values(self) -> Settings:
        """Return the settings in force."""
        return self._settings

    def change(self, **changes: object) -> None:
        """Use new settings at once and save them soon."""
        self._settings = replace(self._settings, **changes)  # type: ignore[arg-type] # checked by the dataclass
        self._pending.update(changes)
        self._timer.start()
        self.changed.emit()

    def set_column_layout(self, list_id: str, layout: str) -> None:
        """Remember how the operator arranged a list; "" forgets it."""
        if self._settings.column_layouts.get(list_id, "") == layout:
            return
        changed = self._settings.with_column_layout(list_id, layout)
        self.change(column_layouts=changed.column_layouts)

    def add_recent_file(self, path: Path) -> None:
        """Put a company file first among the recent ones."""
        self.change(recent_files=self._settings.with_recent_file(path).recent_files)

    def remove_recent_file(self, name: str) -> None:
        """Forget a company file that is no longer there."""
        self.change(recent_files=self._settings.without_recent_file(name).recent_files)

    def write(self) -> None:
        """Save what has changed, if anything; called by itself and when the window closes."""
        self._timer.stop()
        if not self._pending:
            return
        try:
            self._settings = settings.change(**self._pending)
        except OutputFileError as error:
            _LOG.warning("settings not saved: %s", error)
            return
        self._pending.clear()
