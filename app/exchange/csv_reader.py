"""Reads delimited text: encoding and separator are recognised and reported, never assumed.

**Source**: design § 6; issue "Bad input".
"""

from __future__ import annotations

import codecs
import csv
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from app.domain.errors import InputFileError
from app.exchange.source_file import unreadable
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEPARATORS = (";", ",", "\t")
_SAMPLE_ROWS = 20
_CHUNK = 1024 * 1024
_MAX_CELL = 128 * 1024


@dataclass(frozen=True, kw_only=True)
class CsvFormat:
    """How a text file is written.

    Attributes:
        encoding: Python's name: "utf-8", "utf-8-sig", "utf-16" or "cp1252".
        separator: One of `SEPARATORS`.
        first_row: Row number of the first row that is part of the table: 2 when the file begins
            with a spreadsheet program's own `sep=;` line, otherwise 1.
    """

    encoding: str
    separator: str
    first_row: int = 1


def recognise_format(path: Path) -> CsvFormat:
    """Find out how a text file is written.

    Raises:
        InputFileError: When it cannot be read or is in no encoding that is known.
    """
    encoding = _encoding(path)
    try:
        with path.open(encoding=encoding, newline="") as file:
            first_line = file.readline(_MAX_CELL).rstrip("\r\n")
    except OSError as error:
        raise unreadable(path, error) from error
    if first_line.casefold().startswith("sep=") and first_line[4:] in SEPARATORS:
        return CsvFormat(encoding=encoding, separator=first_line[4:], first_row=2)
    return CsvFormat(encoding=encoding, separator=_separator(path, encoding))


def read_records(path: Path, form: CsvFormat) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with its row number as a spreadsheet program shows it.

    A record with line breaks inside quotes is one row; an empty line counts as a row and is
    yielded as an empty list.

    Raises:
        InputFileError: When quotes do not fit or the file cannot be read; names the row.
    """
    number = 0
    try:
        with path.open(encoding=form.encoding, newline="") as file:
            csv.field_size_limit(_MAX_CELL)
            # strict: text after a closing quote is refused instead of being glued to the cell.
            for cells in csv.reader(file, delimiter=form.separator, strict=True):
                number += 1
                if number >= form.first_row:
                    yield number, cells
    except csv.Error as error:
        raise _bad_quotes(path, number + 1) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _bad_quotes(path: Path, row: int) -> InputFileError:
    return InputFileError(
        _("{path}, row {row}: the quotation marks do not fit together.").format(path=path, row=row),
        remedy=_("Look for a single quotation mark in that row."),
    )


def _encoding(path: Path) -> str:
    """Read the whole file once: one wrong byte in row 99,999 decides too."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
            if start.startswith(codecs.BOM_UTF8):
                return _confirmed(path, "utf-8-sig")
            if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return _confirmed(path, "utf-16")
    except OSError as error:
        raise unreadable(path, error) from error
    for encoding in ("utf-8", "cp1252"):
        if _decodes(path, encoding):
            return encoding
    raise _unknown_encoding(path)


def _confirmed(path: Path, encoding: str) -> str:
    if _decodes(path, encoding):
        return encoding
    raise _unknown_encoding(path)


def _unknown_encoding(path: Path) -> InputFileError:
    return InputFileError(
        _("{path} is in an unknown character encoding.").format(path=path),
        remedy=_("Save it as CSV UTF-8."),
    )


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    return False
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    except OSError as error:
        raise unreadable(path, error) from error
    return True


def _separator(path: Path, encoding: str) -> str:
    """Choose the separator that gives the first rows equally many cells, and most of them."""
    return max(SEPARATORS, key=lambda candidate: _fit(path, encoding, candidate))


def _fit(path: Path, encoding: str, separator: str) -> tuple[int, int]:
    """Return (cells per row when all sampled rows agree, else 0; cells of the first row)."""
    form = CsvFormat(encoding=encoding, separator=separator)
    try:
        sample = [cells for _row, cells in islice(read_records(path, form), _SAMPLE_ROWS) if cells]
    except InputFileError:
        return 0, 0
    if not sample or len(sample[0]) == 1:
        return 0, 0
    widths = {len(cells) for cells in sample}
    return (len(sample[0]) if len(widths) == 1 else 0), len(sample[0])
