"""Open the window, or say in one sentence why that cannot be done here.

Kept free of everything heavy: what is imported here is paid for before the first painted row.
"""

from __future__ import annotations

import gc
import os
import socket
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import UsageError
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Sequence

COMPANY_FILE_SUFFIX = ".netkontor"
_BROKEN_QT = (6, 12)
_FIRST_PYTHON_FOR_IT = (3, 12)


@dataclass(frozen=True, kw_only=True)
class WindowRequest:
    """What the window shall show first.

    Attributes:
        file: The company file; None for the one used last, or the start page.
        demo: Make the demo company (once) and open it.
    """

    file: Path | None = None
    demo: bool = False


def window_request(arguments: Sequence[str]) -> WindowRequest | None:
    """Return what the window shall show, or None when the arguments ask for something else.

    Args:
        arguments: The command line without the options that every command understands.
    """
    if not arguments:
        return WindowRequest()
    if len(arguments) == 1 and arguments[0].endswith(COMPANY_FILE_SUFFIX):
        return WindowRequest(file=Path(arguments[0]))
    command, *rest = arguments
    demo = "--demo" in rest
    files = [argument for argument in rest if argument != "--demo"]
    if command != "gui" or len(files) > 1 or any(name.startswith("-") for name in files):
        return None
    return WindowRequest(file=Path(files[0]) if files else None, demo=demo)


def open_window(request: WindowRequest) -> int:
    """Show the window until it is closed.

    Returns:
        The exit code.

    Raises:
        UsageError: When there is no display, or the installed Qt cannot be used.
        AppError: When the company file cannot be opened before there is a window to say so.
    """
    if request.demo and request.file is not None:
        raise UsageError(_("Choose either a company file or --demo."))
    _require_display()
    gc.disable()  # nothing that is imported now is garbage; the window turns it on again
    try:
        return _run(request)
    finally:
        gc.enable()


def _run(request: WindowRequest) -> int:
    """Import what the first painted row needs, in the order that costs least, and show it."""
    # Before Qt: once Qt is there, its import hook reads the source of every module that follows.
    from app.services import company  # noqa: F401
    from app.store import CompanyFile  # noqa: F401

    _require_usable_qt()
    from app import logs
    from app.bootstrap import WindowSessions
    from app.ui.application import run_gui

    logs.set_up()
    return run_gui(WindowSessions(), request.file, demo=request.demo)


def _require_display() -> None:
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return
    if _wayland_answers() or _x11_answers():
        return
    raise UsageError(
        _(
            "There is no display for the window here; use the command line, which can do the "
            "same work: netkontor --help."
        )
    )


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(name) and _socket_answers(str(Path(folder) / str(name)))


def _x11_answers() -> bool:
    """Try the X server, since Qt ends the whole program when it is not there."""
    host, colon, number = os.environ.get("DISPLAY", "").rpartition(":")
    screen = number.split(".")[0]
    if not colon or not screen.isdecimal():
        return False
    if host in {"", "unix"}:
        path = f"/tmp/.X11-unix/X{screen}"  # noqa: S108 # where X puts its socket
        return _socket_answers(path) or _socket_answers(f"\0{path}")
    if host.startswith("/"):
        return _socket_answers(f"{host}:{number}") or _socket_answers(host)
    try:
        with socket.create_connection((host, 6000 + int(screen)), timeout=5):
            return True
    except OSError:
        return False


def _socket_answers(path: str) -> bool:
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as probe:
        probe.settimeout(5)
        try:
            probe.connect(path)
        except OSError:
            return False
    return True


def _require_usable_qt() -> None:
    try:
        import PySide6
        from PySide6 import QtWidgets  # noqa: F401 # loads the system libraries Qt needs
    except ImportError as error:
        raise UsageError(
            _("The window cannot be opened, since Qt does not load: {reason}.").format(
                reason=str(error).rstrip(".")
            ),
            remedy=_("Start by packaging/run.sh, which installs what is missing."),
        ) from error
    version = tuple(int(part) for part in PySide6.__version__.split(".")[:2])
    if version >= _BROKEN_QT and sys.version_info < _FIRST_PYTHON_FOR_IT:
        raise UsageError(
            _("PySide6 {version} crashes on Python {python}.").format(
                version=PySide6.__version__, python=sys.version.split()[0]
            ),
            remedy=_("Install a PySide6 before 6.12, or use Python 3.12 or newer."),
        )
