"""All tables together, and what is derived from them: statements that make a new register.

**Source**: design § 2.1: tables are built from the field catalogue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.schema import CreateIndex, CreateTable

from app.store.schema.charges import charge_tables
from app.store.schema.naming import new_metadata
from app.store.schema.points import (
    SEARCH_DDL,
    current_table,
    facet_table,
    field_type,
    metering_point_table,
    projection_table,
)
from app.store.schema.processes import process_tables
from app.store.schema.records import record_tables
from app.store.schema.triggers import trigger_statements
from app.store.statements import DIALECT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import MetaData, Table

    from app.domain.catalogue import Catalogue
    from app.store.types import StoredType

APPLICATION_ID = 0x4E4B5452
"""Marks a SQLite file as a company file of this program ("NKTR")."""

_REVISION = re.compile(r"^(\d{4})_\w+\.py$")
VERSIONS_DIR = Path(__file__).resolve().parent.parent / "migrations" / "versions"


@dataclass(frozen=True, eq=False)
class Schema:
    """Every table of the register, and where each catalogue field lies.

    Attributes:
        metadata: All tables.
        facets: Table of periods by facet, in the catalogue's order.
        tables: Every other table by name.
        field_facets: Facet by field id.
        field_types: Stored type by field id.
    """

    metadata: MetaData
    facets: Mapping[str, Table]
    tables: Mapping[str, Table]
    field_facets: Mapping[str, str]
    field_types: Mapping[str, StoredType]

    def __getitem__(self, name: str) -> Table:
        """Return a table that is not a facet, by name."""
        return self.tables[name]

    def create_statements(self) -> list[str]:
        """Return what makes an empty register, in order."""
        statements: list[str] = []
        for table in self.metadata.sorted_tables:
            statements.append(str(CreateTable(table).compile(dialect=DIALECT)))
            ordered = sorted(table.indexes, key=lambda index: str(index.name))
            statements += [str(CreateIndex(index).compile(dialect=DIALECT)) for index in ordered]
        return [*statements, SEARCH_DDL, *self.trigger_statements()]

    def trigger_statements(self) -> tuple[str, ...]:
        """Return the statements that protect the tables."""
        return trigger_statements(self.metadata)


@lru_cache(maxsize=4)
def schema_for(catalogue: Catalogue) -> Schema:
    """Return the schema for a field catalogue; the same object for the same catalogue."""
    metadata = new_metadata()
    tables = record_tables(metadata)
    point = metering_point_table(metadata)
    facets = {
        facet: facet_table(metadata, facet, catalogue.by_facet(facet))
        for facet in catalogue.facets()
    }
    for table in (point, current_table(metadata, catalogue), projection_table(metadata)):
        tables[table.name] = table
    tables |= charge_tables(metadata) | process_tables(metadata)
    entries = [(facet, entry) for facet in facets for entry in catalogue.by_facet(facet)]
    return Schema(
        metadata=metadata,
        facets=facets,
        tables=tables,
        field_facets={entry.id: facet for facet, entry in entries},
        field_types={entry.id: field_type(entry) for _, entry in entries},
    )


@lru_cache(maxsize=1)
def schema_version() -> int:
    """Return the number of the newest migration, which is the version of a new register.

    The number is the prefix of the file's name (`0001_...py`), so that adding a migration needs no
    other line of code.
    """
    numbers = (_REVISION.match(path.name) for path in VERSIONS_DIR.iterdir())
    return max(int(match.group(1)) for match in numbers if match)
