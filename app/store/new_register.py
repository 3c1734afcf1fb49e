"""An empty register, made from the tables in one go.

**Source**: tech § 0: Alembic is only imported when a file is behind; a new file is made from the
tables and stamped with the newest revision. A test holds this and the migrations equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.store.engine import for_writing, new_engine
from app.store.projection import start_projection
from app.store.schema import schema_version
from app.store.schema.register import APPLICATION_ID

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from app.store.schema import Schema


def create_register(path: Path, schema: Schema, today: date) -> None:
    """Make an empty register in an existing empty file.

    Args:
        path: Empty file.
        schema: Tables.
        today: Day the list is made for.

    Raises:
        OutputFileError: When the disk is full or the file read-only.
    """
    engine = new_engine(path, shared_folder=True)
    try:
        with engine.connect() as plain:
            connection = for_writing(plain)
            with connection.begin():
                for statement in schema.create_statements():
                    connection.exec_driver_sql(statement)
                connection.exec_driver_sql(
                    "INSERT INTO alembic_version (version_num) VALUES (?)",
                    (f"{schema_version():04d}",),
                )
                start_projection(connection, today)
                stamp(connection)
    finally:
        engine.dispose()


def stamp(connection: Connection) -> None:
    """Mark the file as a company file of the newest version, inside the transaction."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {schema_version()}")
