"""The list of today: what is believed to hold on one day, ready to be searched and sorted.

**Source**: design § 2.3 ("a `current` projection for lists and search"). Nothing here is a fact of
its own: every row can be made again from the facets, and `check` compares the two. A point whose
first period lies in the future is listed with the values it will begin with.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from app.store.schema.points import CURRENT, SEARCH
from app.store.statements import rows_of, scalar
from app.store.timeline import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection

    from app.store.schema import Schema

_WORK = "temp.projected_point"
_TEXT_FIELDS = (
    "street_name", "building_number", "floor", "room", "city_subdivision", "post_code", "city",
    "meter_number",
)  # fmt: skip


def projection_date(connection: Connection) -> date:
    """Return the day the list of today was made for."""
    return date.fromisoformat(scalar(connection, "SELECT as_of FROM projection WHERE id = 1"))


def start_projection(connection: Connection, day: date) -> None:
    """Say for which day the list of a new register is made."""
    connection.exec_driver_sql(
        "INSERT INTO projection (id, as_of) VALUES (1, ?)", (day.isoformat(),)
    )


def refresh(connection: Connection, schema: Schema, point_ids: Iterable[str]) -> None:
    """Make the rows of these metering points anew, and their entries in the search index."""
    _collect(connection, point_ids)
    _rewrite(connection, schema)


def rebuild(connection: Connection, schema: Schema) -> None:
    """Make the whole list and its search index anew."""
    connection.exec_driver_sql(f"DELETE FROM {CURRENT}")
    connection.exec_driver_sql(f"DELETE FROM {SEARCH}")
    _collect(connection, None)
    _rewrite(connection, schema)


def advance(connection: Connection, schema: Schema, day: date) -> int:
    """Move the list to another day, later or earlier.

    Only points with a period that begins between the two days can look different.

    Returns:
        Number of points made anew.
    """
    old, new = projection_date(connection).isoformat(), day.isoformat()
    if old == new:
        return 0
    first, last = sorted((old, new))
    changing = " UNION ".join(
        f"SELECT metering_point_id FROM {table.name} "
        f"WHERE change_out IS NULL AND valid_from > '{first}' AND valid_from <= '{last}'"
        for table in schema.facets.values()
    )
    point_ids = [row[0] for row in rows_of(connection, changing)]
    connection.exec_driver_sql("UPDATE projection SET as_of = ? WHERE id = 1", (new,))
    refresh(connection, schema, point_ids)
    return len(point_ids)


def listed_columns(schema: Schema) -> tuple[str, ...]:
    """Return the columns of the list, in the table's order."""
    return tuple(column.name for column in schema[CURRENT].columns)


@lru_cache(maxsize=4)
def computed_rows(schema: Schema) -> str:
    """Return a query that computes the list from the facets, for points in the work table `t`.

    Columns are those of the list, in its order.
    """
    source = _sources(schema)
    town = f"ifnull({source['post_code']} || ' ', '') || ifnull({source['city']}, '')"
    address = ", ".join(
        (*(source[name] for name in ("street_name", "building_number", "floor", "room")), town)
    )
    made = {
        "id": "t.id",
        "metering_point_id": "t.metering_point_id",
        "address_sort": f"address_key({address})",
        "city_sort": f"danish_key(ifnull({source['city']}, '~'))",
        "address": f"address_text({address})",
        "first_day": "t.first_day",
    }
    columns = ", ".join(made.get(name) or source[name] for name in listed_columns(schema))
    return f"SELECT {columns} {_joined(schema)}"


@lru_cache(maxsize=4)
def computed_words(schema: Schema) -> str:
    """Return a query of number and words to be searched, for points in the work table `t`."""
    source = _sources(schema)
    words = ", ".join(source[name] for name in _TEXT_FIELDS)
    return f"SELECT t.id, search_text(t.metering_point_id, {words}) AS words {_joined(schema)}"


def _sources(schema: Schema) -> dict[str, str]:
    """Return the expression that holds each field."""
    alias = {facet: f"f{number}" for number, facet in enumerate(schema.facets)}
    facet_of = schema.field_facets
    return {
        name: f'{alias[facet_of[name]]}."{name}"' if name in facet_of else "NULL"
        for name in {*_TEXT_FIELDS, *schema.field_types}
    }


def _joined(schema: Schema) -> str:
    """Return the FROM clause: the work table with what holds on each point's day."""
    joins = " ".join(
        f"LEFT JOIN {table.name} f{number} ON f{number}.metering_point_id = t.metering_point_id "
        f"AND f{number}.change_out IS NULL "
        f"AND f{number}.valid_from <= t.day AND f{number}.valid_to > t.day"
        for number, table in enumerate(schema.facets.values())
    )
    return f"FROM {_WORK} t {joins} WHERE t.first_day < '{OPEN}'"


def collect_all(connection: Connection, schema: Schema) -> None:
    """Fill the work table with every metering point and the day it is listed as of."""
    _collect(connection, None)
    _find_days(connection, schema)


def _collect(connection: Connection, point_ids: Iterable[str] | None) -> None:
    connection.exec_driver_sql(
        f"CREATE TABLE IF NOT EXISTS {_WORK} (id INTEGER PRIMARY KEY, metering_point_id TEXT, "
        "first_day TEXT, day TEXT, words TEXT)"
    )
    connection.exec_driver_sql(f"DELETE FROM {_WORK}")
    insert = (
        f"INSERT INTO {_WORK} (id, metering_point_id) SELECT id, metering_point_id "
        "FROM metering_point"
    )
    if point_ids is None:
        connection.exec_driver_sql(insert)
        return
    rows = [(point_id,) for point_id in point_ids]
    if rows:
        connection.exec_driver_sql(f"{insert} WHERE metering_point_id = ?", rows)


def _find_days(connection: Connection, schema: Schema) -> None:
    """Set the first day anything holds, and the day the row is made for: never before it."""
    first_days = ", ".join(
        f"ifnull((SELECT min(valid_from) FROM {table.name} f WHERE f.change_out IS NULL "
        f"AND f.metering_point_id = {_WORK.split('.')[1]}.metering_point_id), '{OPEN}')"
        for table in schema.facets.values()
    )
    connection.exec_driver_sql(f"UPDATE {_WORK} SET first_day = min({first_days}, '{OPEN}')")
    connection.exec_driver_sql(
        f"UPDATE {_WORK} SET day = max(first_day, (SELECT as_of FROM projection WHERE id = 1))"
    )


def _rewrite(connection: Connection, schema: Schema) -> None:
    _find_days(connection, schema)
    columns = listed_columns(schema)
    listed = ", ".join(f'"{name}"' for name in columns)
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name != "id")
    unlisted = f"(SELECT id FROM {_WORK} WHERE first_day = '{OPEN}')"
    write = (
        f"INSERT INTO {CURRENT} ({listed}) {computed_rows(schema)} "
        f"ON CONFLICT (id) DO UPDATE SET {updates}"
    )
    note_words = (
        f"UPDATE {_WORK} SET words = w.words FROM ({computed_words(schema)}) w "
        "WHERE w.id = projected_point.id AND w.words IS NOT "
        f"(SELECT search_text FROM {SEARCH} s WHERE s.rowid = projected_point.id)"
    )
    changed = f"(SELECT id FROM {_WORK} WHERE words IS NOT NULL)"
    add_words = (
        f"INSERT INTO {SEARCH} (rowid, search_text) "
        f"SELECT id, words FROM {_WORK} WHERE words IS NOT NULL"
    )
    statements = (
        f"DELETE FROM {CURRENT} WHERE id IN {unlisted}",
        f"DELETE FROM {SEARCH} WHERE rowid IN {unlisted}",
        write,
        note_words,
        f"DELETE FROM {SEARCH} WHERE rowid IN {changed}",
        add_words,
        f"DELETE FROM {_WORK}",
    )
    for statement in statements:
        connection.exec_driver_sql(statement)
