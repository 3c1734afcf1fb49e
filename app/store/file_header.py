"""What the first hundred bytes of a file tell, before a database library touches it.

**Source**: issue "Bad input": a company file cut short or from a newer version costs one clear
sentence. The layout is SQLite's file format, section "The Database Header".
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.errors import CompanyFileError, NewerFileError
from app.store.schema import schema_version
from app.store.schema.register import APPLICATION_ID
from app.store.sqlite_errors import cannot_open, damaged
from app.texts import _

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC = b"SQLite format 3\x00"
_HEADER_SIZE = 100


@dataclass(frozen=True, slots=True)
class FileHeader:
    """The part of a company file's header that decides whether it can be opened.

    Attributes:
        version: Version of its schema.
        pages: Number of pages it should have.
        page_size: Size of a page in bytes.
    """

    version: int
    pages: int
    page_size: int

    @property
    def is_behind(self) -> bool:
        """Return whether the file must be migrated before this program can use it."""
        return self.version < schema_version()


def read_header(path: Path) -> FileHeader:
    """Return the header of a company file.

    Raises:
        CompanyFileError: When the file is missing, unreadable, or not a company file.
        DamagedFileError: When it is cut short.
        NewerFileError: When a newer program wrote it.
    """
    content = _first_bytes(path)
    if not content:
        raise CompanyFileError(_("{path} is empty: it is not a company file.").format(path=path))
    if content[: len(_MAGIC)] != _MAGIC[: len(content)]:
        raise _not_ours(path)
    if len(content) < _HEADER_SIZE:
        raise damaged(path)
    if _number(content, 68) != APPLICATION_ID:
        raise _not_ours(path)
    page_size = _number(content, 16, 2)
    header = FileHeader(
        version=_number(content, 60),
        pages=_number(content, 28),
        page_size=65536 if page_size == 1 else page_size,
    )
    if header.version > schema_version():
        raise NewerFileError(
            _("{path} was written by a newer version of Netkontor.").format(path=path),
            remedy=_("Install the newest version of the program, then open the file again."),
        )
    _refuse_cut_file(path, header)
    return header


def write_ahead_log(path: Path) -> Path:
    """Return where SQLite keeps what is committed but not yet in the file itself."""
    return path.with_name(f"{path.name}-wal")


def nobody_can_write(path: Path) -> bool:
    """Return whether the folder is read-only and no log waits: then nothing can change.

    SQLite reads such a file only when it is told so, since it may make no index of a log there.
    """
    log = write_ahead_log(path)
    return not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEADER_SIZE)
    except FileNotFoundError:
        raise CompanyFileError(_("There is no file {path}.").format(path=path)) from None
    except IsADirectoryError:
        raise CompanyFileError(
            _("{path} is a folder, not a company file.").format(path=path)
        ) from None
    except OSError as error:
        raise cannot_open(path) from error


def _refuse_cut_file(path: Path, header: FileHeader) -> None:
    """Refuse a file with fewer pages than it says, unless the missing ones are in the log."""
    log = write_ahead_log(path)
    if log.exists() and log.stat().st_size:
        return
    if path.stat().st_size < header.pages * header.page_size:
        raise damaged(path)


def _number(content: bytes, offset: int, width: int = 4) -> int:
    return int.from_bytes(content[offset : offset + width], "big")


def _not_ours(path: Path) -> CompanyFileError:
    return CompanyFileError(
        _("{path} is not a Netkontor company file.").format(path=path),
        remedy=_("Choose a file whose name ends in .netkontor."),
    )
