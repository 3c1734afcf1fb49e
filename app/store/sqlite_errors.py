"""What SQLite says no to, as the errors an operator can do something about.

**Source**: style 4.5; issue "Bad input": a full disk, a read-only folder, a damaged file each get
one clear sentence. Anything not named here is a bug and is left alone.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from app.domain.errors import (
    AppError,
    CompanyFileError,
    DamagedFileError,
    FileLockedError,
    OutputFileError,
)
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_DAMAGED_EXTENDED = {
    sqlite3.SQLITE_IOERR_READ,
    sqlite3.SQLITE_IOERR_SHORT_READ,
    sqlite3.SQLITE_IOERR_CORRUPTFS,
}


def app_error(path: Path, error: BaseException) -> AppError | None:
    """Return the error to raise instead of one of SQLite's, or None when it is a bug.

    Args:
        path: The file that was worked on.
        error: What the driver raised.
    """
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(error, sqlite3.Error) or code is None:
        return None
    if code in _DAMAGED_EXTENDED:
        return damaged(path)
    error_for = _ERRORS.get(code & 0xFF)
    return None if error_for is None else error_for(path)


def locked(path: Path) -> FileLockedError:
    """Return the error for a file that somebody else is writing to."""
    return FileLockedError(
        _("{path} is being written to by another window or command.").format(path=path),
        remedy=_("Wait until it has finished, then try again."),
    )


def damaged(path: Path) -> DamagedFileError:
    """Return the error for a file that is cut short or not intact."""
    return DamagedFileError(
        _("{path} is damaged: it is cut short or its content is not intact.").format(path=path),
        remedy=_("Restore the newest backup; the damaged file is kept beside it."),
    )


def disk_full(path: Path) -> OutputFileError:
    """Return the error for a write that did not reach the disk."""
    return OutputFileError(
        _("{path} could not be written: the disk is full or not available.").format(path=path),
        remedy=_("Nothing of this was saved and the file is intact; make room and try again."),
    )


def read_only(path: Path) -> OutputFileError:
    """Return the error for a file or folder that may not be written to."""
    return OutputFileError(
        _("{path} cannot be written to: the file or its folder is read-only.").format(path=path),
        remedy=_("Copy it to a folder where you may write, or open it for reading only."),
    )


def cannot_open(path: Path) -> CompanyFileError:
    """Return the error for a file that the operating system does not let us open."""
    return CompanyFileError(
        _("{path} cannot be opened.").format(path=path),
        remedy=_("See that the file exists and that you may read and write its folder."),
    )


_ERRORS: dict[int, Callable[[Path], AppError]] = {
    sqlite3.SQLITE_BUSY: locked,
    sqlite3.SQLITE_LOCKED: locked,
    sqlite3.SQLITE_CORRUPT: damaged,
    sqlite3.SQLITE_NOTADB: damaged,
    sqlite3.SQLITE_FULL: disk_full,
    sqlite3.SQLITE_IOERR: disk_full,
    sqlite3.SQLITE_READONLY: read_only,
    sqlite3.SQLITE_CANTOPEN: cannot_open,
}
