"""Toasts: "done" at the bottom right, with a way to undo or to look, gone by themselves.

They stay long enough to be read, longer while the pointer or the focus is on them, and are told to
screen readers. Errors are never toasts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.texts import _
from app.ui.colors import Tone
from app.ui.theme import SPACE
from app.ui.widgets.buttons import button, icon_button
from app.ui.widgets.icon_view import IconView
from app.ui.widgets.labels import label
from app.ui.widgets.metrics import letters
from app.ui.widgets.roles import set_role

if TYPE_CHECKING:
    from collections.abc import Callable

_SHORTEST_MS = 5_000
_PER_LETTER_MS = 70
_LINK_EXTRA_MS = 4_000
_MOST_AT_ONCE = 3


class Toast(QFrame):
    """One message."""

    def __init__(
        self,
        text: str,
        link_text: str,
        on_link: Callable[[], object] | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        set_role(self, "toast")
        self.setAccessibleName(text)
        self._on_link = on_link
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.m, SPACE.s, SPACE.s, SPACE.s)
        row.setSpacing(SPACE.s)
        row.addWidget(IconView("success", Tone.SUCCESS, parent=self))
        wide = self.fontMetrics().horizontalAdvance(text)
        self._text: QLabel = label(text, wrap=wide > letters(self, 50), parent=self)
        self._text.setObjectName("toast.text")
        if wide > letters(self, 50):
            self._text.setFixedWidth(letters(self, 50))
        row.addWidget(self._text)
        if link_text:
            link = button(link_text, "toast.link", role="link", parent=self)
            link.clicked.connect(self._on_link_clicked)
            row.addWidget(link)
        row.addWidget(icon_button("close", _("Close message"), "toast.close", on_click=self.end))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        wanted = _SHORTEST_MS + _PER_LETTER_MS * len(text) + (_LINK_EXTRA_MS if link_text else 0)
        self._timer.setInterval(wanted)
        self._timer.timeout.connect(self.end)

    @property
    def text(self) -> str:
        """Return what it says."""
        return self._text.text()

    def start(self) -> None:
        """Show it and let the time run."""
        self.adjustSize()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.text))
        self._timer.start()

    def end(self) -> None:
        """Take it away."""
        self._timer.stop()
        self.hide()
        self.deleteLater()

    def enterEvent(self, event: QEnterEvent) -> None:
        """React to the pointer coming in."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """React to the pointer going out."""
        self._timer.start()
        super().leaveEvent(event)

    def _on_link_clicked(self) -> None:
        if self._on_link is not None:
            self._on_link()
        self.end()


class ToastStack(QObject):
    """Keeps the toasts of a window in its lower right corner, the newest lowest."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._bottom = 0
        self._toasts: list[Toast] = []
        window.installEventFilter(self)

    @property
    def toasts(self) -> list[Toast]:
        """Return the toasts that are to be seen, oldest first."""
        return list(self._toasts)

    def set_bottom(self, height: int) -> None:
        """Keep this many pixels free at the lower edge, for the status bar."""
        self._bottom = height
        self._place()

    def add(self, text: str, link_text: str, on_link: Callable[[], object] | None) -> Toast:
        """Show a message."""
        while len(self._toasts) >= _MOST_AT_ONCE:
            self._toasts.pop(0).end()
        toast = Toast(text, link_text, on_link, self._window)
        toast.destroyed.connect(self._on_destroyed)
        self._toasts.append(toast)
        toast.start()
        self._place()
        return toast

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at events of watched widgets."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self._toasts = [toast for toast in self._toasts if shiboken6.isValid(toast)]
        bottom = self._window.height() - self._bottom - SPACE.l
        for toast in reversed(self._toasts):
            left = self._window.width() - toast.width() - SPACE.l
            toast.move(max(left, 0), bottom - toast.height())
            bottom -= toast.height() + SPACE.s

    def _on_destroyed(self) -> None:
        self._place()
