"""What a command writes: one JSON document, or lines and tables for a person.

**Source**: design § 5: with `--json` standard output holds one JSON document and nothing else;
whatever goes wrong is one clear sentence on standard error.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

EXIT_DONE = 0
EXIT_FINDINGS = 1
EXIT_FAILED = 2


class ReaderGoneError(Exception):
    """Whoever read standard output reads no more, as `head` does.

    An error of its own, since typer ends the program with exit code 1 for the system's.
    """


class Output:
    """Standard output and standard error of one command.

    Attributes:
        as_json: Whether the command was asked for a JSON document.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def document(self, data: Mapping[str, object] | Sequence[object]) -> None:
        """Write the one JSON document; decimals and dates become text, so that they stay exact."""
        text = json.dumps(data, ensure_ascii=False, indent=2, default=_json_value)
        self._write(text)

    def line(self, text: str = "") -> None:
        """Write a line for a person; nothing when a JSON document was asked for."""
        if not self.as_json:
            self._write(text)

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write a table for a person; a file or another program gets it unwrapped."""
        if self.as_json or not rows:
            return
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
        for title in header:
            table.add_column(Text(title), overflow="fold")
        for row in rows:
            table.add_row(*(Text(_printable(cell, sys.stdout.encoding)) for cell in row))
        unlimited = None if sys.stdout.isatty() else 10_000
        with _naming_a_closed_pipe():
            Console(width=unlimited, highlight=False, emoji=False).print(table)

    def failure(self, sentence: str) -> int:
        """Say in one sentence why the command cannot be done, and return exit code 2."""
        try:
            if self.as_json:
                self.document({"error": sentence})
            self.flush()
        except (OSError, ReaderGoneError):
            self.give_up()
        write_error(sentence)
        return EXIT_FAILED

    def flush(self) -> None:
        """Write out what still waits, so that a full disk shows before the program ends.

        Raises:
            OSError: When it cannot be written.
            ReaderGoneError: When nobody reads on.
        """
        if sys.stdout is not None:
            with _naming_a_closed_pipe():
                sys.stdout.flush()

    def _write(self, text: str) -> None:
        with _naming_a_closed_pipe():
            sys.stdout.write(_printable(text, sys.stdout.encoding) + "\n")

    def give_up(self) -> None:
        """Throw away what still waits; else Python complains about it once more at exit."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def note(self, sentence: str) -> None:
        """Write a remark to standard error, where it disturbs no document."""
        write_error(sentence)


@contextmanager
def _naming_a_closed_pipe() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderGoneError from error


def write_error(sentence: str) -> None:
    """Write one line to standard error; a program without a console has none."""
    if sys.stderr is not None:
        line = " ".join(sentence.split())
        sys.stderr.write(_printable(line, sys.stderr.encoding) + "\n")
        sys.stderr.flush()


def _printable(text: str, encoding: str | None) -> str:
    """Replace what the console cannot show, instead of failing on an old code page."""
    name = encoding or "utf-8"
    return text.encode(name, "replace").decode(name)


def _json_value(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | Path):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset | set):
        return sorted(value, key=str)
    msg = f"{type(value).__name__} has no JSON form"
    raise TypeError(msg)
