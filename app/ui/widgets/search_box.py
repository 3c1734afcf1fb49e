"""The search box over every list: filters while typing, tells how many match.

**Source**: ux § 1 row 1: 150 ms debounce, Esc clears, the match count is always shown.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.texts import _
from app.ui.icons import icon

DEBOUNCE_MS = 150


class SearchBox(QLineEdit):
    """A line edit that says what to search for a moment after the last key.

    Signals:
        searched: The text, trimmed; only when it is new.
        left_downwards: The down key: on to the list.
    """

    searched = Signal(str)
    left_downwards = Signal()

    def __init__(self, name: str, hint: str = "", parent: QWidget | None = None) -> None:
        """Make an empty box.

        Args:
            name: Object name.
            hint: What can be searched for, shown while it is empty; also the accessible name.
            parent: Owner.
        """
        super().__init__(parent)
        hint = hint or _("Search")
        self.setObjectName(name)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._last = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._on_timeout)
        self.textChanged.connect(self._on_text_changed)

    def search_now(self) -> None:
        """Search for what stands there without waiting."""
        self._timer.stop()
        self._on_timeout()

    def set_text_silently(self, text: str) -> None:
        """Change the text without searching for it."""
        self._last = text.strip()
        self.setText(text)
        self._timer.stop()

    def event(self, event: QEvent) -> bool:
        """Look at an event before the others."""
        # Esc belongs to this field while it has the focus, not to "cancel editing".
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """React to a key."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
                self.search_now()
            else:
                self.left_downwards.emit()
        elif key == Qt.Key.Key_Down:
            self.left_downwards.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.search_now()
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)

    def _on_text_changed(self, _text: str) -> None:
        self._timer.start()

    def _on_timeout(self) -> None:
        text = self.text().strip()
        if text != self._last:
            self._last = text
            self.searched.emit(text)
