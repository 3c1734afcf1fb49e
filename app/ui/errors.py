"""Bugs: what happens to an exception nobody expected.

It is logged, and a dialog shows what happened with personal data masked; the operator can copy it,
open the log folder, and go on or quit. Nothing is sent anywhere.

**Source**: style 4.5; ux § 1 row 27.
"""

from __future__ import annotations

import getpass
import logging
import platform
import re
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, qVersion

from app import __version__
from app.domain.errors import OutputFileError
from app.paths import log_dir, make_private_dir
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from types import TracebackType

_LOG = logging.getLogger(__name__)
_CPR = re.compile(r"(?<!\d)\d{6}[- ]?\d{4}(?!\d)")
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|“[^”\n]*”")
_HARMLESS = re.compile(r"[A-Z0-9_.:/+-]{1,40}|\d{18}|[a-z][a-z0-9_.]{0,60}")
_REPORTS_KEPT = 20


def masked(text: str) -> str:
    """Return a text without what could name a person.

    CPR numbers, the user's name and home folder go, and so do quoted values in the last line of a
    traceback unless they look like an id, a code or a name of the program's own. Metering point
    ids (18 digits) stay, since nothing can be found out without them.
    """
    for private, shown in _own_names():
        text = text.replace(private, shown)
    text = _CPR.sub("••••••-••••", text)
    return "\n".join(_masked_line(row) for row in text.splitlines())


def report_text(error: BaseException, when: datetime) -> str:
    """Return the report of a bug: versions, the time in UTC, and the masked traceback."""
    trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    head = [
        f"Netkontor {__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        f"{when:%Y-%m-%d %H:%M:%S} UTC",
    ]
    return "\n".join([*head, "", masked(trace)])


def write_report(text: str, when: datetime) -> Path:
    """Keep a report beside the log and return its path; the oldest ones go.

    Raises:
        OutputFileError: When the folder cannot be written to.
    """
    folder = log_dir() / "crashes"
    path = folder / f"crash-{when:%Y%m%d-%H%M%S}.txt"
    try:
        make_private_dir(folder)
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        for old in sorted(folder.glob("crash-*.txt"))[:-_REPORTS_KEPT]:
            old.unlink(missing_ok=True)
    except OSError as error:
        message = _("The report cannot be written to {path}: {reason}.")
        raise OutputFileError(message.format(path=path, reason=error.strerror or error)) from error
    return path


class CrashGuard(QObject):
    """Catches exceptions nobody expected, from wherever they come, and shows them.

    A second bug while the dialog is open is only logged: one dialog at a time.

    Signals:
        caught: An exception that reached the guard, from whichever thread.
    """

    caught = Signal(object)

    def __init__(
        self, show: Callable[[BaseException], None], parent: QObject | None = None
    ) -> None:
        """Make a guard that is not yet in force.

        Args:
            show: Shows the dialog; called on the GUI thread.
            parent: Owner.
        """
        super().__init__(parent)
        self._show = show
        self._is_showing = False
        self.caught.connect(self._on_caught, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take the place of the interpreter's own exception hook."""
        sys.excepthook = self._hook

    def handle(self, error: BaseException) -> None:
        """Log a bug and show it as soon as the GUI thread is free."""
        _LOG.error("unexpected error: %s", masked(str(error)), exc_info=_without_values(error))
        self.caught.emit(error)

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.handle(error)

    def _on_caught(self, error: BaseException) -> None:
        if self._is_showing:
            return
        self._is_showing = True
        try:
            self._show(error)
        finally:
            self._is_showing = False


def _own_names() -> list[tuple[str, str]]:
    names = [(str(Path.home()), "~")] if str(Path.home()) not in ("", "/") else []
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        return names
    return [*names, (user, "‹user›")] if len(user) > 3 else names


def _masked_line(row: str) -> str:
    if row.startswith((" ", "\t", "Traceback")):
        return row  # source lines and file names of the program itself
    return _QUOTED.sub(_masked_quote, row)


def _masked_quote(found: re.Match[str]) -> str:
    text = found.group()
    return text if _HARMLESS.fullmatch(text[1:-1]) else f"{text[0]}…{text[-1]}"


def _without_values(
    error: BaseException,
) -> tuple[type[BaseException], BaseException, TracebackType | None]:
    """Return what logging prints: the traceback, and the error with its text masked."""
    shown = RuntimeError(f"{type(error).__name__}: {masked(str(error))}")
    return type(shown), shown, error.__traceback__
