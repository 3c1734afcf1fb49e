"""The register as it began: points, prices, processes, readings, kept runs, all on two axes.

**Source**: design §§ 1, 2.3. This module never changes once a version with it was released.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from sqlalchemy.sql.schema import SchemaItem

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_CHANGE = {"change_in": "change.id"}
_KNOWLEDGE = {"change_in": "change.id", "change_out": "change.id"}
_POINT = {"metering_point_id": "metering_point.metering_point_id"}


def upgrade() -> None:
    """Make every table, index and the search index; triggers are made after the last revision."""
    _changes()
    _settings()
    _metering_points()
    _facets()
    _list_of_today()
    _charges()
    _processes()
    _readings()
    _check_runs()
    _kept_records()


def _changes() -> None:
    _table(
        "change",
        _id(),
        _text("at"),
        _text("who"),
        _text("why"),
        _text("kind"),
        _number("process_id", optional=True),
        _number("undoes", optional=True),
        _text("summary"),
        refers={"undoes": "change.id"},
    )
    _index("change", "at")
    _table(
        "change_touch",
        _number("change_id"),
        _text("kind"),
        _text("object_id"),
        refers={"change_id": "change.id"},
        key=("change_id", "kind", "object_id"),
        with_rowid=False,
    )
    _index("change_touch", "kind", "object_id", "change_id")


def _settings() -> None:
    _record_table("setting", [_text("key")], [_text("value")])
    areas = [_text("name"), _text("price_area"), _number("own")]
    _record_table("grid_area", [_text("code")], areas)
    _period_table("actor", [_text("actor_id"), _text("role")], [_text("name", optional=True)])


def _metering_points() -> None:
    _table(
        "metering_point",
        _id(),
        _text("metering_point_id"),
        _number("change_in"),
        sa.UniqueConstraint("metering_point_id", name="uq_metering_point_metering_point_id"),
        refers=_CHANGE,
    )


_FIELDS: dict[str, tuple[str, ...]] = {
    "classification": (
        "metering_point_type",
        "grid_area_code",
        "settlement_method",
        "net_settlement_group",
        "scheduled_reading_date",
        "#expected_annual_consumption_kwh",
        "reading_occurrence",
        "product",
        "unit",
        "disconnection_type",
        "#max_power_kw",
        "#max_current_a",
        "from_grid_area_code",
        "to_grid_area_code",
    ),
    "connection": ("connection_state",),
    "meter": (
        "metering_method",
        "meter_number",
        "meter_digits",
        "#meter_conversion_factor",
        "meter_unit",
        "meter_type",
    ),
    "plant": (
        "asset_type",
        "#capacity_kw",
        "connection_type",
        "power_plant_id",
        "#production_obligation",
    ),
    "address": (
        "street_name",
        "street_code",
        "building_number",
        "floor",
        "room",
        "city_subdivision",
        "post_code",
        "city",
        "municipality_code",
        "country_code",
        "dar_reference",
        "#is_actual_address",
        "address_wash_instruction",
        "location_description",
    ),
    "supply": ("energy_supplier_id", "balance_responsible_id"),
    "parent": ("parent_metering_point_id",),
}
"""Fields by facet; a # marks those stored as whole numbers."""

_LOOKED_UP = {
    "meter": ("meter_number",),
    "plant": ("power_plant_id",),
    "supply": ("energy_supplier_id",),
    "parent": ("parent_metering_point_id",),
}


def _facets() -> None:
    for facet, names in _FIELDS.items():
        table = f"metering_point_{facet}"
        key = [_text("metering_point_id")]
        _period_table(table, key, [_field(name) for name in names], refers=_POINT)
        for name in _LOOKED_UP.get(facet, ()):
            believed = f"change_out IS NULL AND {name} IS NOT NULL"
            _partial_index(f"ix_{table}_{name}", table, (name,), believed)


def _list_of_today() -> None:
    fields = [_field(name) for names in _FIELDS.values() for name in names]
    _table(
        "metering_point_current",
        _id(),
        _text("metering_point_id"),
        _text("address_sort"),
        _text("city_sort"),
        _text("address", optional=True),
        _text("first_day"),
        *fields,
        sa.UniqueConstraint(
            "metering_point_id", name="uq_metering_point_current_metering_point_id"
        ),
    )
    for name in ("address_sort", "city_sort", "meter_number", "energy_supplier_id"):
        _index("metering_point_current", name)
    op.create_index(
        "ix_metering_point_current_chips",
        "metering_point_current",
        ["metering_point_type", "connection_state", "settlement_method", "grid_area_code"],
    )
    op.execute(
        "CREATE VIRTUAL TABLE metering_point_search USING "
        "fts5(search_text, tokenize='trigram', detail='none', columnsize=0)"
    )
    _table("projection", _id(), _text("as_of"))
    op.execute("INSERT INTO projection (id, as_of) VALUES (1, '1970-01-01')")


def _charges() -> None:
    _table(
        "charge",
        _id(),
        _text("owner_id"),
        _text("kind"),
        _text("code"),
        _number("change_in"),
        sa.UniqueConstraint("owner_id", "kind", "code", name="uq_charge_owner_id_kind_code"),
        sa.CheckConstraint("kind IN ('D01', 'D02', 'D03')", name=op.f("ck_charge_kind")),
        refers=_CHANGE,
    )
    charge = {"charge_id": "charge.id"}
    information = [
        _text("name", optional=True),
        _text("description", optional=True),
        _text("vat_classification", optional=True),
        _text("resolution", optional=True),
        _number("is_tax", optional=True),
        _number("transparent_invoicing", optional=True),
    ]
    _period_table("charge_information", [_number("charge_id")], information, refers=charge)
    price_key = [_number("charge_id"), _number("position")]
    _period_table("charge_price", price_key, [_number("price", optional=True)], refers=charge)
    link_key = [_number("charge_id"), _text("metering_point_id")]
    quantity = [_number("quantity", optional=True)]
    _period_table("charge_link", link_key, quantity, refers=charge | _POINT)
    _partial_index(
        "ix_charge_link_point_believed",
        "charge_link",
        ("metering_point_id", "charge_id", "valid_from"),
        "change_out IS NULL",
    )


def _processes() -> None:
    _table(
        "process",
        _id(),
        _text("kind"),
        _text("object_kind"),
        _text("object_id"),
        _text("started_on"),
        _text("data"),
        _number("change_in"),
        _text("state"),
        _number("is_open"),
        refers=_CHANGE,
    )
    op.create_index("ix_process_object", "process", ["object_kind", "object_id"])
    _partial_index("ix_process_open", "process", ("kind", "state"), "is_open = 1")
    _table(
        "process_event",
        _id(),
        _number("process_id"),
        _text("kind"),
        _text("step"),
        _text("happened_on"),
        _number("change_in"),
        _text("data"),
        _text("explanation"),
        _text("note"),
        _text("measured"),
        refers={"process_id": "process.id"} | _CHANGE,
    )
    op.create_index("ix_process_event_process", "process_event", ["process_id"])


def _readings() -> None:
    refers = _POINT | {"process_id": "process.id"} | _KNOWLEDGE
    _table(
        "meter_reading",
        _id(),
        _text("metering_point_id"),
        _text("meter_number"),
        _text("read_on"),
        _number("register_value"),
        _text("kind"),
        _text("quality"),
        _number("process_id", optional=True),
        *_knowledge(),
        refers=refers,
    )
    op.create_index("ix_meter_reading_point", "meter_reading", ["metering_point_id", "read_on"])
    _table(
        "computed_consumption",
        _id(),
        _text("metering_point_id"),
        _text("period_from"),
        _text("period_to"),
        _number("kwh"),
        _text("explanation"),
        _number("process_id", optional=True),
        *_knowledge(),
        refers=refers,
    )
    op.create_index(
        "ix_computed_consumption_point",
        "computed_consumption",
        ["metering_point_id", "period_from"],
    )


def _check_runs() -> None:
    _table(
        "check_run",
        _id(),
        _text("kind"),
        _text("month"),
        _text("as_of"),
        _number("population"),
        _number("sample_size"),
        _number("seed"),
        _number("is_full"),
        _text("outcome"),
        _text("parameters"),
        _number("change_in"),
        _text("signed_off_at", optional=True),
        _text("signed_off_by", optional=True),
        _number("change_signed_off", optional=True),
        refers=_CHANGE | {"change_signed_off": "change.id"},
    )
    _index("check_run", "kind", "month")
    _table(
        "check_run_finding",
        _id(),
        _number("check_run_id"),
        _text("kind"),
        _text("metering_point_id"),
        _text("field"),
        _text("own_value", optional=True),
        _text("other_value", optional=True),
        _text("owner"),
        _text("data"),
        refers={"check_run_id": "check_run.id"},
    )
    _index("check_run_finding", "check_run_id")


def _kept_records() -> None:
    _override_reasons()
    _table(
        "stored_file",
        _id(),
        _text("sha256"),
        _text("name"),
        _number("size"),
        _text("kind"),
        _number("change_in"),
        sa.UniqueConstraint("sha256", name="uq_stored_file_sha256"),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_stored_file_sha256")),
        refers=_CHANGE,
    )
    counts = ("rows", "new", "changed", "unchanged", "rejected")
    _table(
        "import_run",
        _id(),
        _number("change_in"),
        _text("kind"),
        _text("source_name"),
        _text("source_sha256"),
        *(_number(name) for name in counts),
        _text("data"),
        refers=_CHANGE,
    )
    _table(
        "draft",
        _text("area"),
        _text("key"),
        _text("payload"),
        _text("saved_at"),
        key=("area", "key"),
        with_rowid=False,
    )


def _override_reasons() -> None:
    _table(
        "override_reason",
        _id(),
        _number("change_in"),
        _text("rule"),
        _text("field"),
        _text("message"),
        _text("reason"),
        _text("object_kind"),
        _text("object_id"),
        refers=_CHANGE,
    )
    _index("override_reason", "object_kind", "object_id")
    _index("override_reason", "change_in")


def _table(
    name: str,
    *items: SchemaItem,
    refers: dict[str, str] | None = None,
    key: tuple[str, ...] = ("id",),
    with_rowid: bool = True,
) -> None:
    references = [
        sa.ForeignKeyConstraint([column], [target], f"fk_{name}_{column}_{target.split('.')[0]}")
        for column, target in (refers or {}).items()
    ]
    op.create_table(
        name,
        *items,
        sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"),
        *references,
        sqlite_strict=True,
        sqlite_with_rowid=with_rowid,
    )


def _period_table(
    name: str,
    key: list[sa.Column[object]],
    values: list[sa.Column[object]],
    refers: dict[str, str] | None = None,
) -> None:
    _table(
        name,
        _id(),
        *key,
        _text("valid_from"),
        _text("valid_to"),
        *_knowledge(),
        *values,
        sa.CheckConstraint("valid_from < valid_to", name=op.f(f"ck_{name}_period")),
        refers=(refers or {}) | _KNOWLEDGE,
    )
    _knowledge_indexes(name, [*(str(column.name) for column in key), "valid_from"])


def _record_table(name: str, key: list[sa.Column[object]], values: list[sa.Column[object]]) -> None:
    _table(name, _id(), *key, *values, *_knowledge(), refers=_KNOWLEDGE)
    _knowledge_indexes(name, [str(column.name) for column in key])


def _knowledge_indexes(table: str, columns: list[str]) -> None:
    believed, superseded = sa.text("change_out IS NULL"), sa.text("change_out IS NOT NULL")
    op.create_index(f"uq_{table}_believed", table, columns, unique=True, sqlite_where=believed)
    op.create_index(f"ix_{table}_superseded", table, columns, sqlite_where=superseded)


def _partial_index(name: str, table: str, columns: tuple[str, ...], condition: str) -> None:
    op.create_index(name, table, list(columns), sqlite_where=sa.text(condition))


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _text(name: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=optional)


def _number(name: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), nullable=optional)


def _field(name: str) -> sa.Column[object]:
    if name.startswith("#"):
        return _number(name.removeprefix("#"), optional=True)
    return _text(name, optional=True)


def _knowledge() -> tuple[sa.Column[object], sa.Column[object]]:
    return _number("change_in"), _number("change_out", optional=True)
