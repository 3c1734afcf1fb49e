"""Bringing a company file of an older version up to date.

**Source**: design § 3, "Migrations": Alembic on a *copy* of the file, foreign keys off,
transactional DDL, then foreign_key_check and `check`, then an atomic swap; the old file is kept as
a backup. Alembic is imported here and nowhere else, because it costs a third of a second.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import DamagedFileError
from app.output_files import complete_file
from app.store import projection
from app.store.backup import backup_register
from app.store.copying import copy_database
from app.store.engine import for_writing, new_engine
from app.store.integrity import register_findings
from app.store.new_register import stamp
from app.store.replacing import fold_in_log
from app.store.schema import schema_for
from app.store.schema.triggers import PREFIX
from app.store.statements import rows_of
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

    from app.clock import Clock
    from app.domain.catalogue import Catalogue
    from app.store.schema import Schema

MIGRATIONS_DIR = Path(__file__).resolve().parent / "migrations"


def migrate(path: Path, *, catalogue: Catalogue, clock: Clock) -> None:
    """Bring a company file up to the newest version; a backup of the old one is kept.

    Args:
        path: The register; nobody else may have it open.
        catalogue: Fields the tables must hold afterwards.
        clock: Tells the time of the backup.

    Raises:
        FileLockedError: When the file is open elsewhere.
        DamagedFileError: When the file does not pass its check before or after; it stays as it was.
        OutputFileError: When backup or copy cannot be written; the file stays as it was.
    """
    fold_in_log(path)
    backup_register(path, "before_migration", clock.now())
    schema = schema_for(catalogue)
    with complete_file(path) as partial, _nobody_writes(path):
        partial.unlink()
        copy_database(path, partial)
        _upgrade(partial, schema)
        _refuse_findings(partial, path, schema)


@contextmanager
def _nobody_writes(path: Path) -> Iterator[None]:
    """Hold the write lock of the old file, so that nothing is written that would be lost."""
    engine = new_engine(path, shared_folder=True)
    try:
        with engine.connect() as plain:
            connection = for_writing(plain)
            with connection.begin():
                yield
    finally:
        engine.dispose()


def _upgrade(path: Path, schema: Schema) -> None:
    """Run the missing revisions and make what is derived anew, all in one transaction."""
    engine = new_engine(path, shared_folder=True, foreign_keys=False)
    try:
        with engine.connect() as plain:
            connection = for_writing(plain)
            with connection.begin():
                _drop_triggers(connection)
                run_revisions(connection)
                for statement in schema.trigger_statements():
                    connection.exec_driver_sql(statement)
                projection.rebuild(connection, schema)
                stamp(connection)
    finally:
        engine.dispose()


def run_revisions(connection: Connection, target: str = "head") -> None:
    """Run Alembic up to a revision on an open transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS_DIR).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def _drop_triggers(connection: Connection) -> None:
    """Take the protection away: a migration may rewrite what nobody else may."""
    names = rows_of(connection, "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    for (name,) in names:
        if name.startswith(PREFIX):
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def _refuse_findings(copy: Path, path: Path, schema: Schema) -> None:
    findings = register_findings(copy, schema)
    if findings:
        raise DamagedFileError(
            _("{path} could not be brought up to date: {reason}").format(
                path=path, reason=findings[0].message
            ),
            remedy=_("The file was left as it was. Restore an older backup, or ask for help."),
        )
