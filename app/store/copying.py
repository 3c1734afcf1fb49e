"""Verified copies of the parts a company file is made of.

**Source**: design § 1: backup, restore, move and `check` treat register and companion folder as
one, copy only parts that changed, and verify every part; § 3: file backup stands behind a small
interface.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from app.output_files import output_error
from app.store.engine import BUSY_SECONDS, file_uri
from app.store.file_header import nobody_can_write
from app.store.kept_files import sha256_of
from app.store.sqlite_errors import app_error, damaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DATABASE_SUFFIX = ".db"


def copy_database(source: Path, target: Path) -> None:
    """Copy an SQLite file, also while it is being used, and check that the copy is sound.

    The copy is one file without a log; only its owner can read it.

    Args:
        source: The file.
        target: Must not exist.

    Raises:
        DamagedFileError: When the source is not intact.
        OutputFileError: When the copy cannot be written; nothing is left of it then.
    """
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with (
            closing(sqlite3.connect(_read_uri(source), uri=True, timeout=BUSY_SECONDS)) as origin,
            closing(sqlite3.connect(file_uri(target), uri=True)) as copy,
        ):
            origin.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            refuse_unsound(copy, source)
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        # The source is only read, so a write that fails is a write to the copy.
        raise app_error(target, error) or error from error
    except OSError as error:
        raise output_error(target, error) from error
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def refuse_unsound(connection: sqlite3.Connection, path: Path) -> None:
    """Check the structure of a database.

    Raises:
        DamagedFileError: When it is not intact.
    """
    answer = connection.execute("PRAGMA quick_check(1)").fetchone()
    if answer != ("ok",):
        raise damaged(path)


def copy_part(source: Path, target: Path) -> str:
    """Copy one part of the companion folder and return the checksum of the copy.

    Raises:
        OutputFileError: When the copy cannot be written.
        DamagedFileError: When the copy is not what was read.
    """
    if source.suffix == _DATABASE_SUFFIX:
        copy_database(source, target)
        return sha256_of(target)
    try:
        shutil.copyfile(source, target)
        target.chmod(0o600)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise output_error(target, error) from error
    checksum = sha256_of(target)
    if checksum != sha256_of(source):
        target.unlink(missing_ok=True)
        raise damaged(source)
    return checksum


def companion_parts(companion: Path) -> Iterator[Path]:
    """Yield the files of a companion folder in order; none when there is no folder.

    SQLite's own side files and unfinished copies are left out.
    """
    if not companion.is_dir():
        return
    for path in sorted(companion.rglob("*")):
        is_side_file = path.name.endswith(("-wal", "-shm", "-journal", ".part"))
        if path.is_file() and not path.is_symlink() and not is_side_file:
            yield path


def _read_uri(path: Path) -> str:
    """Return a URI that reads a file with its log; writing to the log's index is allowed."""
    read_only = not os.access(path.parent, os.W_OK)
    return file_uri(path, read_only=read_only, immutable=nobody_can_write(path))
