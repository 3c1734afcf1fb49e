"""One instance at a time for a company file on a network share.

**Source**: design § 3, "Writing": on a network share, rollback journal and one instance. SQLite's
own locks are not to be relied on there, so a small file beside the company file says who has it.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from app.domain.errors import FileLockedError
from app.output_files import output_error
from app.texts import _

if TYPE_CHECKING:
    from pathlib import Path

_QUERY_LIMITED_INFORMATION = 0x1000
_STILL_ACTIVE = 259


class InstanceLock:
    """Says that this process has a company file open.

    Attributes:
        path: The lock file, `NAME.netkontor.lock`.
    """

    def __init__(self, company_file: Path) -> None:
        self.path = company_file.with_name(f"{company_file.name}.lock")
        self._company_file = company_file

    def acquire(self) -> None:
        """Take the lock; one left behind by a dead process of this machine is taken over.

        Raises:
            FileLockedError: When another program has the file open.
            OutputFileError: When the folder cannot be written to.
        """
        content = json.dumps({"host": socket.gethostname(), "pid": os.getpid()})
        for _attempt in range(2):
            try:
                handle = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            except FileExistsError:
                if not self._is_left_behind():
                    raise self._taken() from None
                with suppress(OSError):
                    self.path.unlink()
                continue
            except OSError as error:
                raise output_error(self.path, error) from error
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(content)
            return
        raise self._taken()

    def release(self) -> None:
        """Give the lock back."""
        with suppress(OSError):
            self.path.unlink()

    def _is_left_behind(self) -> bool:
        """Return whether the lock is of a process of this machine that no longer runs."""
        try:
            owner = json.loads(self.path.read_text(encoding="utf-8"))
            host, pid = str(owner["host"]), int(owner["pid"])
        except (OSError, ValueError, KeyError, TypeError):
            return False
        return host == socket.gethostname() and pid != os.getpid() and not _is_running(pid)

    def _taken(self) -> FileLockedError:
        return FileLockedError(
            _("{path} is open in another program or on another machine.").format(
                path=self._company_file
            ),
            remedy=_("Close it there. If nobody has it open, delete {lock} and try again.").format(
                lock=self.path.name
            ),
        )


def _is_running(pid: int) -> bool:
    if sys.platform == "win32":
        return _is_running_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _is_running_on_windows(pid: int) -> bool:
    """Ask for the process by its number; a signal would end it there."""
    import ctypes

    windll = getattr(ctypes, "windll", None)
    if windll is None:
        return True
    handle = windll.kernel32.OpenProcess(_QUERY_LIMITED_INFORMATION, 0, pid)
    if not handle:
        return False
    code = ctypes.c_ulong()
    windll.kernel32.GetExitCodeProcess(handle, ctypes.byref(code))
    windll.kernel32.CloseHandle(handle)
    return code.value == _STILL_ACTIVE
