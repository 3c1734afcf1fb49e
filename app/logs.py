"""The program's log: a few rotating files in the user's folder, without personal data.

**Source**: design § 9. Whatever looks like a CPR number or an e-mail address is blanked in the
finished line, traceback included, so that no caller can forget it. Ids of metering points (18
digits) and actors (13) are kept: a log without them helps nobody.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import time
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from app.paths import log_dir, make_private_dir

if TYPE_CHECKING:
    from io import TextIOWrapper
    from pathlib import Path

_FILE_NAME = "netkontor.log"
_FILE_BYTES = 1_000_000
_OLD_FILES_KEPT = 4
_CPR_LIKE = re.compile(r"(?<!\d)\d{6}[- ]?\d{4}(?!\d)")
_E_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def mask(text: str) -> str:
    """Return the text with everything blanked that looks like a CPR number or an e-mail address."""
    return _E_MAIL.sub("<e-mail>", _CPR_LIKE.sub("<cpr?>", text))


class _MaskingFormatter(logging.Formatter):
    """Formats a record with UTC time and masks the finished text."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        instant = time.gmtime(record.created)
        return time.strftime(datefmt or "%Y-%m-%d %H:%M:%SZ", instant)

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


class _PrivateLogHandler(RotatingFileHandler):
    """Makes each new file readable for its owner only."""

    def _open(self) -> TextIOWrapper:
        file = super()._open()
        with contextlib.suppress(OSError):
            os.chmod(self.baseFilename, 0o600)  # noqa: PTH101 # the handler keeps a string
        return file


def log_path() -> Path:
    """Return the log file that is written to now."""
    return log_dir() / _FILE_NAME


def set_up() -> Path | None:
    """Send the program's log to its file; without a writable folder there is no log.

    Returns:
        The log file, or None when it cannot be written.
    """
    root = logging.getLogger()
    for handler in root.handlers:
        if isinstance(handler, _PrivateLogHandler):
            return log_path()
    path = log_path()
    try:
        make_private_dir(path.parent)
        handler = _PrivateLogHandler(
            path, maxBytes=_FILE_BYTES, backupCount=_OLD_FILES_KEPT, encoding="utf-8"
        )
    except OSError:
        root.addHandler(logging.NullHandler())
        return None
    handler.setFormatter(_MaskingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return path
