"""Back and forward over addresses, like a browser; every record has one address."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

_LONGEST_HISTORY = 100


class History:
    """The addresses visited, with a place in them.

    Invariant: two neighbours are never equal, and going somewhere forgets what was ahead.
    """

    def __init__(self) -> None:
        self._entries: list[str] = []
        self._at = -1

    @property
    def current(self) -> str:
        """Return where we are, or "" at the beginning."""
        return self._entries[self._at] if self._at >= 0 else ""

    @property
    def can_go_back(self) -> bool:
        """Return whether there is an earlier address."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Return whether there is a later address."""
        return self._at < len(self._entries) - 1

    def visit(self, address: str) -> None:
        """Go to an address."""
        if address == self.current:
            return
        del self._entries[self._at + 1 :]
        self._entries.append(address)
        del self._entries[:-_LONGEST_HISTORY]
        self._at = len(self._entries) - 1

    def back(self) -> str:
        """Go one back and return the address; stays at the first."""
        self._at = max(self._at - 1, 0) if self._entries else -1
        return self.current

    def forward(self) -> str:
        """Go one forward and return the address; stays at the last."""
        self._at = min(self._at + 1, len(self._entries) - 1)
        return self.current

    def clear(self) -> None:
        """Forget everything, for another company file."""
        self._entries.clear()
        self._at = -1


class Navigator(QObject):
    """Takes wishes to go somewhere; the window carries them out.

    Signals:
        requested: An address to show; emitted before anything has moved.
        moved: The history changed: back and forward may be possible or not.
    """

    requested = Signal(str)
    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history = History()
        self._step = 0

    def open(self, address: str) -> None:
        """Ask for an address: "deadlines", "metering_points/571313000000000012" ..."""
        self._step = 0
        self.requested.emit(address)

    def back(self) -> None:
        """Ask for the address before this one."""
        if self.history.can_go_back:
            self._go(-1)

    def forward(self) -> None:
        """Ask for the address after this one, when we came back from it."""
        if self.history.can_go_forward:
            self._go(1)

    def arrived(self, address: str) -> None:
        """Be told by the window that an address is shown now (after a page let go)."""
        if self._step == 0:
            self.history.visit(address)
        self._step = 0
        self.moved.emit()

    def refused(self) -> None:
        """Be told by the window that the page did not let go; the place stays what it was."""
        if self._step < 0:
            self.history.forward()
        elif self._step > 0:
            self.history.back()
        self._step = 0
        self.moved.emit()

    def _go(self, step: int) -> None:
        self._step = step
        address = self.history.back() if step < 0 else self.history.forward()
        self.requested.emit(address)
