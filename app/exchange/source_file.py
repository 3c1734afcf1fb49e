"""What a file to be read really is, whatever its name says, and whether it is safe to open.

**Source**: issue "Bad input": a file that is not what its suffix says, an empty file; design § 9:
archives have limits on size, count and ratio, XML has no DTD.
"""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Literal

from app.domain.errors import InputFileError
from app.texts import _

if TYPE_CHECKING:
    from pathlib import Path

Format = Literal["csv", "xlsx"]

MAX_TEXT_BYTES = 512 * 1024 * 1024
MAX_WORKBOOK_BYTES = 256 * 1024 * 1024
MAX_UNPACKED_BYTES = 2 * 1024 * 1024 * 1024
MAX_PARTS = 5_000
MAX_RATIO = 1_000
"""Unpacked size over packed size of one part; honest sheets of repeated rows stay below 100."""
_RATIO_COUNTS_FROM = 8 * 1024 * 1024

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK_SUFFIXES = {".xlsx", ".xlsm"}
_OLD_EXCEL_SUFFIX = ".xls"


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """A file that was looked at before reading.

    Attributes:
        path: Where it lies.
        format: What it is, judged by its content.
        sha256: Checksum of its bytes, lower-case hexadecimal.
        size: Bytes.
        modified: When it was last written, aware UTC.
    """

    path: Path
    format: Format
    sha256: str
    size: int
    modified: datetime


def inspect_source(path: Path) -> SourceFile:
    """Look at a file and refuse what cannot be a table.

    Raises:
        InputFileError: When it is missing, a folder, unreadable, empty, too large, damaged, or not
            what its suffix says.
    """
    try:
        status = path.stat()
        if path.is_dir():
            raise InputFileError(_("{path} is a folder, not a file.").format(path=path))
        with path.open("rb") as file:
            head = file.read(8192)
            file.seek(0)
            form = _format(path, head, file)
            _refuse_too_large(path, form, status.st_size)
            file.seek(0)
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(path, error) from error
    if form == "xlsx":
        _refuse_dangerous_archive(path)
    modified = datetime.fromtimestamp(status.st_mtime, UTC)
    return SourceFile(
        path=path, format=form, sha256=checksum, size=status.st_size, modified=modified
    )


def unreadable(path: Path, error: OSError) -> InputFileError:
    """Return the one clear sentence for a file that cannot be opened or read."""
    if isinstance(error, FileNotFoundError):
        return InputFileError(_("{path} does not exist.").format(path=path))
    if isinstance(error, PermissionError):
        return InputFileError(
            _("{path} cannot be read: no permission.").format(path=path),
            remedy=_("Close it in other programs, or ask for permission to read it."),
        )
    return InputFileError(
        _("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror)
    )


def _format(path: Path, head: bytes, file: IO[bytes]) -> Format:
    """Judge by content, then compare with the suffix."""
    if not head.strip(b"\r\n\t \0\xef\xbb\xbf"):
        raise InputFileError(_("{path} is empty.").format(path=path))
    suffix = path.suffix.casefold()
    if head.startswith(_ZIP):
        if suffix in {".csv", ".txt", ".tsv"}:
            raise _not_its_suffix(path, _("It is a workbook or an archive; rename it to .xlsx."))
        return "xlsx"
    if head.startswith(_OLE):
        raise _old_or_encrypted(path, head + file.read(65536))
    if suffix in _WORKBOOK_SUFFIXES | {_OLD_EXCEL_SUFFIX}:
        raise _not_its_suffix(path, _workbook_is_really(head))
    if _is_binary(head):
        raise _not_its_suffix(path, _("It holds no readable text."))
    if _is_markup(head):
        raise _not_its_suffix(path, _("It is a web page or XML; save it as CSV or as .xlsx."))
    return "csv"


def _workbook_is_really(head: bytes) -> str:
    if _is_markup(head):
        return _("It is a web page or XML; open it in a spreadsheet program and save it as .xlsx.")
    if _is_binary(head):
        return _("It is no workbook.")
    return _("It is plain text; rename it to .csv.")


def _old_or_encrypted(path: Path, head: bytes) -> InputFileError:
    if _ENCRYPTED in head:
        return InputFileError(
            _("{path} is protected by a password and cannot be read.").format(path=path),
            remedy=_("Open it in a spreadsheet program and save it without a password."),
        )
    if path.suffix.casefold() == _OLD_EXCEL_SUFFIX:
        return InputFileError(
            _("{path} is a workbook of the old kind (.xls), which is not read.").format(path=path),
            remedy=_("Open it in a spreadsheet program and save it as .xlsx."),
        )
    return _not_its_suffix(
        path,
        _("It is a workbook of the old kind (.xls), or protected by a password; save it as .xlsx."),
    )


def _not_its_suffix(path: Path, remedy: str) -> InputFileError:
    return InputFileError(_("{path} is not what its suffix says.").format(path=path), remedy=remedy)


def _is_markup(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")


def _is_binary(head: bytes) -> bool:
    """Return whether the bytes hold control characters that no text file has."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return head.startswith(b"%PDF") or any(byte < 32 and byte not in b"\t\r\n\f" for byte in head)


def _refuse_too_large(path: Path, form: Format, size: int) -> None:
    limit = MAX_WORKBOOK_BYTES if form == "xlsx" else MAX_TEXT_BYTES
    if size > limit:
        raise InputFileError(
            _("{path} is too large: {size} MB, and at most {limit} MB are read.").format(
                path=path, size=size // 1024**2, limit=limit // 1024**2
            ),
            remedy=_("Split it into several files."),
        )


def _refuse_dangerous_archive(path: Path) -> None:
    """Refuse what is no workbook, and what would unpack to much more than a workbook does."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise _not_its_suffix(path, _("It is an archive, but no workbook."))
            if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED_BYTES:
                raise _too_much_inside(path)
            for part in parts:
                _refuse_dangerous_part(path, archive, part)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise damaged_workbook(path) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _refuse_dangerous_part(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.file_size > max(_RATIO_COUNTS_FROM, part.compress_size * MAX_RATIO):
        raise _too_much_inside(path)
    if part.filename.endswith((".xml", ".rels")):
        with archive.open(part) as content:
            start = content.read(65536)
        # A DTD is how an XML file defines entities that swell or read other files. It can only
        # stand before the root element, and a workbook has none.
        if b"<!DOCTYPE" in start or start.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise damaged_workbook(path)


def _too_much_inside(path: Path) -> InputFileError:
    return InputFileError(
        _("{path} unpacks to far more than a workbook holds and is not read.").format(path=path)
    )


def damaged_workbook(path: Path) -> InputFileError:
    """Return the sentence for a workbook whose inside cannot be read."""
    return InputFileError(
        _("{path} is damaged: the workbook cannot be read.").format(path=path),
        remedy=_("Open it in a spreadsheet program and save it again as .xlsx."),
    )
