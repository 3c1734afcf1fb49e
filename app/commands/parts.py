"""What the commands need from the rest of the program, given to them by the program's entry.

The command line may not know how a session is put together (design § 3: the arrows of the layers),
so it asks for it by this port; `app.bootstrap` implements it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from app.clock import Clock
    from app.commands.output import Output
    from app.domain.catalogue import Catalogue, FieldEntry
    from app.domain.deadlines import DeadlineCatalogue
    from app.services.session import Catalogues, Session


class Parts(Protocol):
    """The parts of the program that commands use."""

    @property
    def clock(self) -> Clock:
        """Return the clock."""
        ...

    @property
    def who(self) -> str:
        """Return the name that is written into every change."""
        ...

    def field_catalogue(self) -> Catalogue:
        """Return fields, code lists and checks."""
        ...

    def deadline_catalogue(self) -> DeadlineCatalogue:
        """Return every limit."""
        ...

    def catalogues(self) -> Catalogues:
        """Return all rule catalogues."""
        ...

    def columns_by_kind(self) -> Mapping[str, tuple[FieldEntry, ...]]:
        """Return the columns of every kind of file."""
        ...

    def session(self, path: Path, *, read_only: bool = False) -> AbstractContextManager[Session]:
        """Open a company file for the length of a `with` block."""
        ...

    def open_window(self, path: Path | None, *, demo: bool) -> int:
        """Show the window until it is closed and return the exit code."""
        ...


class Request:
    """What one run of a command works with: `typer.Context.obj`.

    Attributes:
        output: Where the command writes.
        parts: The rest of the program.
    """

    def __init__(self, output: Output, parts: Parts) -> None:
        self.output = output
        self.parts = parts
