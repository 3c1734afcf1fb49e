"""Nothing that was recorded can be deleted or rewritten, whoever opens the file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from app.store import CheckFinding, CheckRunDraft
from app.store.schema import schema_for
from tests.databases.make_version_1 import fill
from tests.store.made_up_points import point_id


@pytest.fixture
def full(company):
    """A company file with a row in every table."""
    fill(company)
    with company.write(who="tester", kind="test") as writer:
        run = writer.check_runs.add(
            CheckRunDraft(
                kind="self_control",
                month="2026-11",
                as_of=datetime(2026, 11, 20, tzinfo=UTC),
                population=12,
                sample_size=12,
                seed=1,
                is_full=False,
                outcome="fulfilled",
            ),
            [CheckFinding(kind="difference", metering_point_id=point_id(0), field_id="city")],
        )
        sha256, size = company.keep_file(b"evidence")
        writer.stored_files.add(sha256=sha256, name="evidence.txt", size=size, kind="evidence")
        writer.summary = "Everything"
    return company, run


def tables(catalogue, *protections):
    found = schema_for(catalogue).metadata.tables.values()
    return [t.name for t in found if t.info["protection"] in protections]


def run_sql(company_file, statement):
    with closing(sqlite3.connect(company_file.path)) as connection, connection:
        return connection.execute(statement).rowcount


def test__every_table__says_how_it_is_protected(catalogue):
    assert set(tables(catalogue, "free")) == {"draft", "alembic_version"}
    assert set(tables(catalogue, "derived")) == {"metering_point_current", "projection"}


def test__delete__in_every_protected_table__is_refused(full, catalogue):
    company_file, _ = full
    for table in tables(catalogue, "knowledge", "append_only"):
        with closing(sqlite3.connect(company_file.path)) as connection:
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() != (0,), table
        with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
            run_sql(company_file, f"DELETE FROM {table}")


def test__update__of_any_column_of_a_knowledge_table__is_refused(full, catalogue):
    company_file, _ = full
    metadata = schema_for(catalogue).metadata
    for name in tables(catalogue, "knowledge"):
        for column in metadata.tables[name].columns:
            if column.name != "change_out":
                value = f"ifnull({column.name}, 0) || 1"
                with pytest.raises(sqlite3.IntegrityError):
                    run_sql(company_file, f"UPDATE {name} SET {column.name} = {value}")


def test__update__ending_a_row_while_rewriting_it__is_refused(full):
    company_file, _ = full

    with pytest.raises(sqlite3.IntegrityError, match="only ended"):
        run_sql(company_file, "UPDATE metering_point_address SET change_out = 2, city = 'x'")


def test__update__a_row_that_was_ended__cannot_be_brought_back(full):
    company_file, _ = full
    ended = run_sql(company_file, "UPDATE metering_point_supply SET change_out = 2 WHERE id = 1")

    assert ended == 1
    for value in ("NULL", "1"):
        with pytest.raises(sqlite3.IntegrityError, match="only ended"):
            run_sql(
                company_file, f"UPDATE metering_point_supply SET change_out = {value} WHERE id = 1"
            )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change SET who = 'x'",
        "UPDATE change SET at = '2020'",
        "UPDATE change SET summary = 'rewritten' WHERE summary <> ''",
        "UPDATE change_touch SET object_id = 'x'",
        "UPDATE process SET data = '{}x'",
        "UPDATE process_event SET happened_on = '2020-01-01'",
        "UPDATE charge SET code = 'x'",
        "UPDATE override_reason SET reason = 'x'",
        "UPDATE stored_file SET name = 'x'",
        "UPDATE check_run SET outcome = 'x'",
        "UPDATE check_run_finding SET own_value = 'x'",
        "UPDATE metering_point SET metering_point_id = 'x'",
    ],
)
def test__update__of_what_is_only_added_to__is_refused(full, statement):
    company_file, _ = full

    with pytest.raises(sqlite3.IntegrityError, match="never change"):
        run_sql(company_file, statement)


def test__check_run__signed_off__takes_no_finding_and_no_other_signature(full):
    company_file, run = full
    with company_file.write(who="Ida", kind="sign_off") as writer:
        writer.check_runs.sign_off(run)

    with pytest.raises(sqlite3.IntegrityError, match="never change"):
        run_sql(company_file, "UPDATE check_run SET signed_off_by = 'x'")
    with pytest.raises(sqlite3.IntegrityError, match="never change"):
        run_sql(
            company_file,
            "INSERT INTO check_run_finding "
            "(check_run_id, kind, metering_point_id, field, owner, data) "
            f"VALUES ({run}, 'x', 'x', 'x', 'x', '{{}}')",
        )


def test__draft__is_deleted_freely(full):
    company_file, _ = full

    assert run_sql(company_file, "DELETE FROM draft") == 1
