"""Whether a company file is whole: structure, references, periods, list, search, kept files.

**Source**: design §§ 1, 2.3, 5 (`check`: integrity of the whole file). Findings are values, so that
all of them are told and not the first only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError

from app.store import projection
from app.store.engine import new_engine
from app.store.file_header import nobody_can_write, read_header
from app.store.kept_files import kept_path, sha256_of
from app.store.locations import companion_of
from app.store.repositories.kept import StoredFileReader
from app.store.schema import schema_for
from app.store.schema.points import CURRENT, SEARCH, SEARCH_INDEX
from app.store.scope import Scope
from app.store.sqlite_errors import damaged
from app.store.statements import rows_of
from app.store.timeline import OPEN
from app.texts import _

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection

    from app.domain.catalogue import Catalogue
    from app.store.schema import Schema

_MOST_PER_CHECK = 100


class FindingKind(StrEnum):
    """What is wrong."""

    STRUCTURE = "structure"
    REFERENCE = "reference"
    OVERLAP = "overlap"
    GAP = "gap"
    KNOWLEDGE = "knowledge"
    VALUE = "value"
    PROTECTION = "protection"
    LIST = "list"
    SEARCH = "search"
    KEPT_FILE = "kept_file"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a company file that is not as it must be.

    Attributes:
        kind: What is wrong.
        table: Table it is in, or "".
        key: Object it is about, or "".
        message: One sentence for the operator.
    """

    kind: FindingKind
    table: str
    key: str
    message: str


Progress = Callable[[int, int], None]
Check = Callable[[], Iterable[Finding]]


def check_file(
    path: Path, *, catalogue: Catalogue, progress: Progress | None = None
) -> list[Finding]:
    """Check a company file from end to end, without changing it.

    Args:
        path: The register; others may be using it.
        catalogue: Fields its tables are built from.
        progress: Told checks done and checks in all; may raise to cancel.

    Returns:
        What is wrong, at most a hundred findings per check; empty when the file is whole.

    Raises:
        CompanyFileError: When it is not a company file at all, or of a newer version.
        DamagedFileError: When it is cut short or cannot be read.
    """
    read_header(path)
    schema = schema_for(catalogue)
    findings = register_findings(path, schema, progress)
    return findings + list(_kept_file_findings(path, schema))


def register_findings(
    path: Path, schema: Schema, progress: Progress | None = None
) -> list[Finding]:
    """Check the register alone."""
    engine = new_engine(path, read_only=True, immutable=nobody_can_write(path))
    try:
        with engine.connect() as connection, connection.begin():
            checks = tuple(_checks(connection, schema))
            findings: list[Finding] = []
            for number, check in enumerate(checks, start=1):
                findings += check()
                if progress is not None:
                    progress(number, len(checks))
            return findings
    except DatabaseError as error:
        raise damaged(path) from error
    finally:
        engine.dispose()


def _checks(connection: Connection, schema: Schema) -> Iterator[Check]:
    yield partial(_structure, connection)
    yield partial(_references, connection)
    for table in schema.metadata.sorted_tables:
        if table.info.get("protection") == "knowledge":
            yield partial(_knowledge, connection, table)
        if "valid_from" in table.c:
            yield partial(_overlaps, connection, table)
    for table in schema.facets.values():
        yield partial(_gaps, connection, table)
    yield partial(_protection, connection, schema)
    yield partial(_list, connection, schema)
    yield partial(_search, connection, schema)


def _structure(connection: Connection) -> Iterator[Finding]:
    for (answer,) in rows_of(connection, f"PRAGMA quick_check({_MOST_PER_CHECK})"):
        if answer != "ok":
            text = _("The file is damaged: {detail}").format(detail=answer)
            yield Finding(FindingKind.STRUCTURE, "", "", text)


def _references(connection: Connection) -> Iterator[Finding]:
    rows = rows_of(connection, "PRAGMA foreign_key_check")
    for table, row, target, _index in rows[:_MOST_PER_CHECK]:
        text = _("Row {row} of {table} refers to something in {target} that is not there.")
        message = text.format(row=row, table=table, target=target)
        yield Finding(FindingKind.REFERENCE, table, str(row), message)


def _knowledge(connection: Connection, table: Table) -> Iterator[Finding]:
    sql = f"SELECT id FROM {table.name} WHERE change_out < change_in LIMIT {_MOST_PER_CHECK}"
    for (row,) in rows_of(connection, sql):
        text = _("Row {row} of {table} was given up before it was known.")
        message = text.format(row=row, table=table.name)
        yield Finding(FindingKind.KNOWLEDGE, table.name, str(row), message)


def _neighbours(table: Table, condition: str) -> str:
    """Return a query of believed periods with the period of the same key that follows."""
    key = ", ".join(table.info["key"])
    return (
        f"SELECT name, valid_to, next_from FROM (SELECT ({_key_text(table)}) AS name, valid_to, "
        f"lead(valid_from) OVER (PARTITION BY {key} ORDER BY valid_from) AS next_from "
        f"FROM {table.name} WHERE change_out IS NULL) WHERE {condition} LIMIT {_MOST_PER_CHECK}"
    )


def _overlaps(connection: Connection, table: Table) -> Iterator[Finding]:
    for key, ends, begins in rows_of(connection, _neighbours(table, "next_from < valid_to")):
        text = _("Periods of {key} in {table} overlap: one ends {ends}, the next begins {begins}.")
        message = text.format(key=key, table=table.name, ends=ends, begins=begins)
        yield Finding(FindingKind.OVERLAP, table.name, str(key), message)


def _gaps(connection: Connection, table: Table) -> Iterator[Finding]:
    """Facets have no gap and no end: emptiness is a period of its own."""
    condition = f"ifnull(next_from, '{OPEN}') > valid_to"
    for key, ends, _begins in rows_of(connection, _neighbours(table, condition)):
        text = _("The periods of {key} in {table} have a gap from {day}.")
        message = text.format(key=key, table=table.name, day=ends)
        yield Finding(FindingKind.GAP, table.name, str(key), message)


def _protection(connection: Connection, schema: Schema) -> Iterator[Finding]:
    """Compare the triggers that keep rows from being changed with what they must be."""
    found = {
        row[0]
        for row in rows_of(connection, "SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
    }
    for statement in schema.trigger_statements():
        if statement not in found:
            name = statement.split()[2]
            text = _("The protection {name} of the register is missing or was changed.")
            yield Finding(FindingKind.PROTECTION, "", name, text.format(name=name))


def _list(connection: Connection, schema: Schema) -> Iterator[Finding]:
    """Compare the list of today with what the facets say."""
    projection.collect_all(connection, schema)
    columns = ", ".join(f'"{name}"' for name in projection.listed_columns(schema))
    computed, kept = projection.computed_rows(schema), f"SELECT {columns} FROM {CURRENT}"
    sql = (
        f"SELECT DISTINCT metering_point_id FROM (SELECT * FROM ({computed} EXCEPT {kept}) "
        f"UNION ALL SELECT * FROM ({kept} EXCEPT {computed})) LIMIT {_MOST_PER_CHECK}"
    )
    for (point_id,) in rows_of(connection, sql):
        text = _("The list shows something else for metering point {id} than its periods say.")
        yield Finding(FindingKind.LIST, CURRENT, point_id, text.format(id=point_id))


def _search(connection: Connection, schema: Schema) -> Iterator[Finding]:
    """Compare the words of the search index with the facets, and the index with its words.

    SQLite's own check of such an index counts as writing and could not be run on a file that is
    open for reading only, so a fresh index is made and compared window by window.
    """
    projection.collect_all(connection, schema)
    computed, kept = projection.computed_words(schema), f"SELECT rowid, search_text FROM {SEARCH}"
    words = _differences(computed, kept)
    statements = (
        f"CREATE VIRTUAL TABLE temp.fresh_search USING {SEARCH_INDEX}",
        f"INSERT INTO temp.fresh_search (rowid, search_text) {kept}",
        f"CREATE VIRTUAL TABLE temp.kept_words USING fts5vocab(main, {SEARCH}, instance)",
        "CREATE VIRTUAL TABLE temp.fresh_words USING fts5vocab(temp, fresh_search, instance)",
    )
    for statement in statements:
        connection.exec_driver_sql(statement)
    summed = "SELECT term, count(*), sum(doc), sum(doc * doc % 1000003) FROM temp.{} GROUP BY term"
    old, new = summed.format("kept_words"), summed.format("fresh_words")
    if any(rows_of(connection, sql) for sql in (words, _differences(old, new))):
        text = _("The search index does not fit the list of metering points.")
        yield Finding(FindingKind.SEARCH, SEARCH, "", text)


def _differences(left: str, right: str) -> str:
    """Return a query that has a row when two queries do not give the same rows."""
    return (
        f"SELECT 1 FROM ({left} EXCEPT {right}) UNION ALL "
        f"SELECT 1 FROM ({right} EXCEPT {left}) LIMIT 1"
    )


def _kept_file_findings(path: Path, schema: Schema) -> Iterator[Finding]:
    engine = new_engine(path, read_only=True, immutable=nobody_can_write(path))
    try:
        with engine.connect() as connection, connection.begin():
            files = StoredFileReader(Scope(connection, schema)).all()
    finally:
        engine.dispose()
    for file in files:
        kept = kept_path(companion_of(path), file.sha256)
        if not kept.is_file():
            text = _("The kept file {name} is missing.")
        elif kept.stat().st_size != file.size or sha256_of(kept) != file.sha256:
            text = _("The kept file {name} was changed.")
        else:
            continue
        yield Finding(
            FindingKind.KEPT_FILE, "stored_file", file.sha256, text.format(name=file.name)
        )


def _key_text(table: Table) -> str:
    """Return an expression that names a key on one line."""
    return " || ' ' || ".join(f"CAST({name} AS TEXT)" for name in table.info["key"])
