"""Files in the companion folder, each under the checksum of its content.

**Source**: design § 1: `files/<sha256>` holds messages, evidence, kept workbooks; § 9: 0600.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from app.domain.errors import InputFileError
from app.output_files import complete_file, output_error
from app.texts import _

if TYPE_CHECKING:
    from pathlib import Path

_FILES = "files"
_PRIVATE = 0o700
_BLOCK = 1 << 20


def kept_path(companion: Path, sha256: str) -> Path:
    """Return where the file with a checksum lies."""
    return companion / _FILES / sha256


def keep_file(companion: Path, source: Path | bytes) -> tuple[str, int]:
    """Copy a file into the companion folder; one that is there already stays as it is.

    Returns:
        Checksum (SHA-256, hexadecimal) and size in bytes.

    Raises:
        InputFileError: When the source cannot be read.
        OutputFileError: When the folder cannot be written to.
    """
    content = source if isinstance(source, bytes) else _content(source)
    sha256 = hashlib.sha256(content).hexdigest()
    target = kept_path(companion, sha256)
    if not target.exists():
        make_private_folder(target.parent)
        with complete_file(target) as partial:
            partial.write_bytes(content)
    return sha256, len(content)


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter, with its parents.

    Raises:
        OutputFileError: When it cannot be made.
    """
    try:
        folder.parent.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        folder.mkdir(mode=_PRIVATE, exist_ok=True)
    except OSError as error:
        raise output_error(folder, error) from error


def sha256_of(path: Path) -> str:
    """Return the checksum of a file, read block by block."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _content(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        raise InputFileError(
            _("{path} cannot be read: {reason}.").format(path=source, reason=error.strerror)
        ) from error
