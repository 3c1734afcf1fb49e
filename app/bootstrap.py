"""Put the parts together: rule catalogues, clock and company file become a session.

The composition root (design § 3): it may know every layer and none may know it. What window and
command line need of it they describe themselves, as `app.ui.opening.SessionOpener` and
`app.commands.parts.Parts`; the classes here implement them.
"""

from __future__ import annotations

import getpass
import os
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from app.clock import SystemClock
from app.output_files import output_error
from app.paths import make_private_dir, rules_dir, user_data_dir

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from app.clock import Clock
    from app.domain.catalogue import Catalogue, FieldEntry
    from app.domain.charges import ChargeRules
    from app.domain.deadlines import DeadlineCatalogue
    from app.domain.processes import ProcessCatalogue
    from app.services.session import Catalogues, Session
    from app.services.tasking import Task


@cache
def field_catalogue() -> Catalogue:
    """Return the fields, code lists and checks; read once per process.

    Raises:
        CatalogueError: When a rule file is damaged; names file, entry and field.
    """
    from app.domain.catalogue import load_catalogue

    return load_catalogue(rules_dir())


@cache
def deadline_catalogue() -> DeadlineCatalogue:
    """Return every limit; read once per process.

    Raises:
        CatalogueError: When the rule file is damaged; names file, entry and field.
    """
    from app.domain.deadlines import load_deadline_catalogue

    return load_deadline_catalogue(rules_dir() / "deadlines.toml")


@cache
def process_catalogue() -> ProcessCatalogue:
    """Return every kind of process; read once per process.

    Raises:
        CatalogueError: When the rule file is damaged; names file, entry and field.
    """
    from app.domain.processes import load_process_catalogue

    path = rules_dir() / "processes.toml"
    return load_process_catalogue(path, field_catalogue(), deadline_catalogue())


@cache
def charge_rules() -> ChargeRules:
    """Return the rules of price elements; read once per process.

    Raises:
        CatalogueError: When the rule file is damaged; names file, entry and field.
    """
    from app.domain.charges import load_charge_rules

    return load_charge_rules(rules_dir() / "charges.toml")


@cache
def catalogues() -> Catalogues:
    """Return all rule catalogues; read once per process.

    Raises:
        CatalogueError: When a rule file is damaged; names file, entry and field.
    """
    from app.services.session import Catalogues

    return Catalogues(
        fields=field_catalogue,
        deadlines=deadline_catalogue,
        processes=process_catalogue,
        charges=charge_rules,
    )


def operator_name() -> str:
    """Return the name written into every change: the one the operator is signed in by."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return os.environ.get("USERNAME", "") or "netkontor"


def open_session(
    path: Path, *, who: str | None = None, clock: Clock | None = None, read_only: bool = False
) -> Session:
    """Open a company file for work.

    Args:
        path: The company file.
        who: Name written into every change; None takes the signed-in user's.
        clock: None takes the system's.
        read_only: Refuse every change.

    Raises:
        AppError: When the file is missing, damaged, newer than the program, or locked.
    """
    from app.services.company import open_company

    return open_company(
        path,
        catalogues=catalogues(),
        clock=clock or SystemClock(),
        who=who or operator_name(),
        read_only=read_only,
    )


def demo_path() -> Path:
    """Return where the demo company of the window lies."""
    return user_data_dir() / "demo" / "Demo.netkontor"


class WindowSessions:
    """Opens company files for the window (`app.ui.opening.SessionOpener`)."""

    def open(self, path: Path, task: Task) -> Session:
        """Open a company file; the window makes the first backup of the day itself.

        Raises:
            AppError: When it cannot be opened.
        """
        task.raise_if_cancelled()
        return open_session(path)

    def create(
        self, path: Path, *, gln: str, name: str, grid_areas: Sequence[str], task: Task
    ) -> Session:
        """Make an empty company file and open it.

        Raises:
            AppError: When the data are wrong or the file cannot be made.
        """
        from app.services.company import create_company

        task.raise_if_cancelled()
        return create_company(
            path,
            gln=gln,
            name=name,
            grid_areas=grid_areas,
            catalogues=catalogues(),
            clock=SystemClock(),
            who=operator_name(),
        )

    def demo(self, task: Task) -> Session:
        """Open the demo company; make it first when it is not there yet.

        Raises:
            AppError: When it cannot be made or opened.
        """
        from app.services.demo import DemoOrder, make_demo

        path = demo_path()
        if not path.exists():
            try:
                make_private_dir(path.parent)
            except OSError as error:
                raise output_error(path, error) from error
            order = DemoOrder(as_of=SystemClock().today())
            make_demo(path, order, catalogues=catalogues(), task=task)
        return open_session(path)

    def close(self, session: Session) -> None:
        """Close the company file."""
        from app.services.company import close

        close(session)


class CommandParts:
    """Gives commands what they need (`app.commands.parts.Parts`)."""

    def __init__(self) -> None:
        self.clock: Clock = SystemClock()
        self.who = operator_name()

    def field_catalogue(self) -> Catalogue:
        """Return fields, code lists and checks."""
        return field_catalogue()

    def deadline_catalogue(self) -> DeadlineCatalogue:
        """Return every limit."""
        return deadline_catalogue()

    def catalogues(self) -> Catalogues:
        """Return all rule catalogues."""
        return catalogues()

    def columns_by_kind(self) -> Mapping[str, tuple[FieldEntry, ...]]:
        """Return the columns of every kind of file."""
        from app.exchange.kinds import load_kinds

        return {kind.id: kind.columns for kind in load_kinds(rules_dir(), field_catalogue())}

    @contextmanager
    def session(self, path: Path, *, read_only: bool = False) -> Iterator[Session]:
        """Open a company file for the length of a `with` block.

        Raises:
            AppError: When it cannot be opened.
        """
        from app.services.company import close

        session = open_session(path, who=self.who, clock=self.clock, read_only=read_only)
        try:
            yield session
        finally:
            close(session)

    def open_window(self, path: Path | None, *, demo: bool) -> int:
        """Show the window until it is closed and return the exit code."""
        from app.window_start import WindowRequest, open_window

        return open_window(WindowRequest(file=path, demo=demo))
