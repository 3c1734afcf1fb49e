"""The connections to one SQLite file: settings, transactions, functions, errors.

**Source**: design § 3, "Threads" and "Writing"; style 4.8. Readers get a snapshot each (WAL); a
writer takes the one write lock at the beginning of its transaction, so that nobody prepares work
that cannot be saved.
"""

from __future__ import annotations

import sqlite3
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import create_engine, event
from sqlalchemy.pool import QueuePool

from app.store.folding import (
    address_key,
    address_text,
    compare_danish,
    danish_key,
    fold,
    search_text,
)
from app.store.sqlite_errors import app_error

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine, ExceptionContext

BUSY_SECONDS = 5.0
"""How long a transaction waits for the lock of another one."""

_BEGIN_OPTION = "netkontor_begin"
_SETTINGS = (
    "cache_size = -8000",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "journal_size_limit = 67108864",
)
_CONNECTIONS = 4
_MORE_CONNECTIONS = 12

_FUNCTIONS: tuple[tuple[str, int, Any], ...] = (
    ("fold", 1, fold),
    ("search_text", -1, search_text),
    ("danish_key", 1, danish_key),
    ("address_key", 5, address_key),
    ("address_text", 5, address_text),
)


def new_engine(
    path: Path,
    *,
    read_only: bool = False,
    immutable: bool = False,
    shared_folder: bool = False,
    foreign_keys: bool = True,
) -> Engine:
    """Return an engine for an existing SQLite file.

    Args:
        path: The file; it is never created here.
        read_only: Refuse every write.
        immutable: Nobody writes while it is open: needed for a WAL file in a read-only folder.
        shared_folder: Use a rollback journal, since WAL is not safe on a network share.
        foreign_keys: Whether references are checked; only a migration does without.
    """
    uri = file_uri(path, read_only=read_only, immutable=immutable)

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )

    engine = create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=_CONNECTIONS,
        max_overflow=_MORE_CONNECTIONS,
    )
    settings = ["foreign_keys = ON" if foreign_keys else "foreign_keys = OFF", *_SETTINGS]
    if not read_only:
        settings += [f"journal_mode = {'DELETE' if shared_folder else 'WAL'}", "synchronous = FULL"]
    _listen(engine, path, settings)
    return engine


def file_uri(path: Path, *, read_only: bool = False, immutable: bool = False) -> str:
    """Return the SQLite URI of an existing file, for local and UNC paths alike."""
    location = path.absolute().as_posix()
    if sys.platform == "win32" and not location.startswith("//"):
        location = f"/{location}"
    query = "mode=ro" if read_only else "mode=rw"
    if immutable:
        query += "&immutable=1"
    return f"file://{quote(location, safe='/:')}?{query}"


def for_writing(connection: Connection) -> Connection:
    """Return the connection set so that its next transaction takes the write lock at once."""
    return connection.execution_options(**{_BEGIN_OPTION: "BEGIN IMMEDIATE"})


def _listen(engine: Engine, path: Path, settings: list[str]) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
        configure(connection, settings)

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        # The driver is in autocommit mode, so that DDL is part of the transaction as well.
        connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN_OPTION, "BEGIN"))

    @event.listens_for(engine, "handle_error")
    def _on_error(context: ExceptionContext) -> None:
        error = app_error(path, context.original_exception)
        if error is not None:
            raise error from context.original_exception


def configure(connection: sqlite3.Connection, settings: list[str]) -> None:
    """Set a new connection up: pragmas, collation, functions.

    Args:
        connection: Fresh from the driver.
        settings: Pragmas as `name = value`.
    """
    for setting in settings:
        connection.execute(f"PRAGMA {setting}").close()
    connection.create_collation("danish", compare_danish)
    for name, arguments, function in _FUNCTIONS:
        connection.create_function(name, arguments, function, deterministic=True)
