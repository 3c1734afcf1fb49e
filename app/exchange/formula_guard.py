"""Keeps text from being taken for a formula by a spreadsheet program, and undoes it when read back.

**Source**: design § 9: cells that begin with `= + - @`, tab or CR are written as text. In CSV that
is an apostrophe in front; a text that has apostrophes before such a sign gets one more, so that
reading back gives exactly the text that was written.
"""

from __future__ import annotations

import re

_FORMULA_START = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"[+\-]\d+(?:[.,]\d+)*")


def guarded(text: str) -> str:
    """Return the text as it is written into a CSV cell; a plain signed number stays as it is."""
    if not _FORMULA_START.match(text) or _PLAIN_NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if _GUARDED.match(text) else text
