"""Putting another file in the place of a company file without losing the one that was there.

**Source**: design § 3 ("an atomic swap; the old file is kept"), § 5 ("restore never overwrites
without keeping the old one").
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.store.engine import file_uri
from app.store.file_header import write_ahead_log
from app.store.file_system import is_shared_folder
from app.store.instance_lock import InstanceLock
from app.store.locations import companion_of
from app.store.sqlite_errors import app_error, locked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

_DANISH_TIME = ZoneInfo("Europe/Copenhagen")
_WAIT_SECONDS = 1.0


def fold_in_log(path: Path) -> None:
    """Put everything that is committed into the file itself, so that it stands alone.

    Left to itself SQLite would apply a left-over log to whatever file has the name.

    Raises:
        FileLockedError: When the file is open somewhere.
        DamagedFileError: When it is not intact.
    """
    try:
        with closing(
            sqlite3.connect(file_uri(path), uri=True, timeout=_WAIT_SECONDS, isolation_level=None)
        ) as connection:
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.Error as error:
        raise app_error(path, error) or error from error
    if mode != ("delete",):
        raise locked(path)


def set_aside(target: Path, now: datetime) -> Path | None:
    """Rename a company file and its companion folder to a dated name.

    Args:
        target: The company file; need not exist and may be damaged.
        now: Instant that names the old file.

    Returns:
        The register's new name, or None when there was nothing.

    Raises:
        FileLockedError: When the file is open.
    """
    if not target.exists() and not companion_of(target).exists():
        return None
    if target.exists():
        _refuse_open(target)
    stamp = now.astimezone(_DANISH_TIME).strftime("%Y-%m-%d %H%M%S")
    kept = _unused(target.with_name(f"{target.stem} {stamp}{target.suffix}"))
    for old, new in _moves(target, kept):
        if old.exists():
            old.replace(new)
    return kept


def put_back(kept: Path | None, target: Path) -> None:
    """Undo `set_aside`."""
    if kept is not None:
        for old, new in _moves(kept, target):
            if old.exists() and not new.exists():
                old.replace(new)


def _refuse_open(path: Path) -> None:
    """Refuse a file that is open somewhere; what cannot be read at all cannot be open."""
    if is_shared_folder(path):
        lock = InstanceLock(path)
        lock.acquire()
        lock.release()
    try:
        with closing(
            sqlite3.connect(file_uri(path), uri=True, timeout=_WAIT_SECONDS, isolation_level=None)
        ) as connection:
            if connection.execute("PRAGMA journal_mode = DELETE").fetchone() != ("delete",):
                raise locked(path)
    except sqlite3.Error as error:
        if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise locked(path) from error


def _moves(source: Path, target: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the renames that move a company file with everything that belongs to it."""
    yield source, target
    yield write_ahead_log(source), write_ahead_log(target)
    yield companion_of(source), companion_of(target)


def _unused(path: Path) -> Path:
    candidate, number = path, 1
    while candidate.exists() or companion_of(candidate).exists():
        number += 1
        candidate = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return candidate
