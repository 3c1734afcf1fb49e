"""Triggers that keep what was once recorded: nothing is deleted, nothing is rewritten.

**Source**: design § 2.3 ("dated and never overwritten"), § 2.4 (append-only events), § 2.5 (kept
runs are immutable). Triggers are made from the tables and made anew after every migration, so that
a new column is protected without the migration saying so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import MetaData, Table

PREFIX = "keep_"


def trigger_statements(metadata: MetaData) -> tuple[str, ...]:
    """Return the CREATE TRIGGER statements of every table, in order of the tables' names."""
    tables = sorted(metadata.tables.values(), key=lambda table: table.name)
    return tuple(statement for table in tables for statement in _of_table(table))


def _of_table(table: Table) -> Iterator[str]:
    protection = table.info.get("protection")
    if protection in {"free", "derived"}:
        return
    if protection not in {"knowledge", "append_only"}:
        msg = f"table {table.name} does not say how its rows are protected"
        raise ValueError(msg)
    yield _trigger(table, "delete", "DELETE", f"rows of {table.name} are never deleted")
    if protection == "knowledge":
        yield from _of_knowledge_table(table)
    else:
        yield from _of_append_only_table(table)


def _of_knowledge_table(table: Table) -> Iterator[str]:
    """Allow one update in a row's life: `change_out` from NULL to a change."""
    others = [column.name for column in table.columns if column.name != "change_out"]
    unchanged = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in others)
    allowed = f"OLD.change_out IS NULL AND NEW.change_out IS NOT NULL AND {unchanged}"
    reason = f"rows of {table.name} are only ended"
    yield _trigger(table, "update", "UPDATE", reason, when=f"NOT ({allowed})")


def _of_append_only_table(table: Table) -> Iterator[str]:
    mutable = set(table.info.get("mutable", ()))
    once = table.info.get("written_once", ())
    fixed = [c.name for c in table.columns if c.name not in mutable and c.name not in once]
    reason = f"rows of {table.name} never change"
    yield _trigger(table, "update", f"UPDATE OF {_listed(fixed)}", reason)
    for name in once:
        written = f"OLD.{name} <> '' AND NEW.{name} IS NOT OLD.{name}"
        yield _trigger(table, name, f"UPDATE OF {name}", reason, when=written)
    sealed_by = table.info.get("sealed_by")
    if sealed_by:
        yield _trigger(table, "sealed", "UPDATE", reason, when=f"OLD.{sealed_by} IS NOT NULL")
    sealed_with = table.info.get("sealed_with")
    if sealed_with:
        parent = next(iter(table.c[sealed_with].foreign_keys)).column.table
        sealed = (
            f"(SELECT {parent.info['sealed_by']} FROM {parent.name} "
            f"WHERE id = NEW.{sealed_with}) IS NOT NULL"
        )
        yield _trigger(table, "sealed", "INSERT", reason, when=sealed)


def _trigger(table: Table, suffix: str, event: str, reason: str, *, when: str = "") -> str:
    condition = f" WHEN {when}" if when else ""
    return (
        f"CREATE TRIGGER {PREFIX}{table.name}_{suffix} BEFORE {event} ON {table.name}"
        f"{condition} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
