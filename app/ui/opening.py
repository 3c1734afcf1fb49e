"""What the window needs from outside to open company files; built by the composition root."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QDropEvent

    from app.services.session import Session
    from app.services.tasking import Task

COMPANY_FILE_SUFFIX = ".netkontor"


class SessionOpener(Protocol):
    """Opens and makes company files; every method is called in a worker thread."""

    def open(self, path: Path, task: Task) -> Session:
        """Open a company file.

        Raises:
            AppError: When it is missing, damaged, newer than the program, or locked.
        """
        ...

    def create(
        self, path: Path, *, gln: str, name: str, grid_areas: Sequence[str], task: Task
    ) -> Session:
        """Make an empty company file and open it.

        Raises:
            AppError: When it exists or cannot be written.
        """
        ...

    def demo(self, task: Task) -> Session:
        """Make the demo company when it is not there yet, and open it.

        Raises:
            AppError: When it cannot be written.
        """
        ...

    def close(self, session: Session) -> None:
        """Close a company file."""
        ...


def dropped_company_file(event: QDropEvent) -> str:
    """Return the path of the one company file that is dragged, or ""."""
    urls = event.mimeData().urls()
    path = urls[0].toLocalFile() if len(urls) == 1 else ""
    return path if path.endswith(COMPANY_FILE_SUFFIX) else ""
