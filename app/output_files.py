"""Files the program hands out: complete or not there at all, and readable by their owner only.

**Source**: design § 9 ("files are created for the owner only (0600)"); issue "Bad input": a full
disk or a read-only folder costs one clear sentence, and nothing half written.
"""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from app.domain.errors import AppError, OutputFileError
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def complete_file(target: Path) -> Iterator[Path]:
    """Give a temporary path beside the target, and put it in the target's place when all went well.

    The temporary file is on the same volume, so that the last step is one rename: the target holds
    either what it held before or everything new.

    Args:
        target: The file that shall come to be; an existing one is replaced.

    Yields:
        An empty file that only its owner can read, to be written and closed.

    Raises:
        OutputFileError: When the folder is missing or read-only, the disk is full, or another
            program holds the target open.
    """
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield partial
        _flush_to_disk(partial)
        partial.replace(target)
    except OSError as error:
        raise output_error(target, error) from error
    except AppError as error:
        speak_of(target, error, partial)
        raise
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def speak_of(target: Path, error: AppError, temporary: Path) -> None:
    """Let an error name the file that was wanted instead of a temporary one nobody knows."""
    error.message = error.message.replace(str(temporary), str(target))


def output_error(target: Path, error: OSError) -> OutputFileError:
    """Return the one clear sentence for an error of the operating system."""
    if error.errno in _FULL:
        return OutputFileError(
            _("{path} could not be written: the disk is full.").format(path=target),
            remedy=_("Make room or choose another folder; the file was left as it was."),
        )
    if isinstance(error, FileNotFoundError):
        return OutputFileError(
            _("{path} could not be written: the folder does not exist.").format(path=target)
        )
    if isinstance(error, IsADirectoryError) or target.is_dir():
        return OutputFileError(
            _("{path} could not be written: it is a folder.").format(path=target)
        )
    if error.errno in _FORBIDDEN:
        return OutputFileError(
            _("{path} could not be written: no permission.").format(path=target),
            remedy=_("Close the file in other programs, or choose another folder."),
        )
    return OutputFileError(
        _("{path} could not be written: {reason}.").format(path=target, reason=error.strerror)
    )


def _flush_to_disk(path: Path) -> None:
    """Wait until the file's content is on the disk, so that the rename cannot overtake it."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
