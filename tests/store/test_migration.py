"""Revisions: the same schema as a new file, run on a copy, the old file kept."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from app.domain.catalogue import load_catalogue
from app.domain.errors import CompanyFileError, DamagedFileError, FileLockedError
from app.paths import rules_dir
from app.store import CompanyFile, migration
from app.store.backup import list_backups
from app.store.engine import for_writing, new_engine
from app.store.integrity import check_file
from app.store.migration import MIGRATIONS_DIR, run_revisions
from app.store.new_register import create_register
from app.store.schema import register, schema_for, schema_version
from tests.store.made_up_points import point_id, points

TODAY = date(2026, 11, 21)
ADD_FIELD = """
    import sqlalchemy as sa
    from alembic import op

    revision = "0002"
    down_revision = "0001"

    def upgrade():
        for table in ("metering_point_supply", "metering_point_current"):
            op.add_column(table, sa.Column("contract_number", sa.Text()))
"""
FIELD = """
[field.contract_number]
facet = "supply"
group = "supply"
order = 90
type = "text"
max_length = 20
da = "Kontraktnummer"
en = "Contract number"
help_da = "Højst 20 tegn."
help_en = "At most 20 characters."
source = "Netvirksomhedens eget felt"
aliases = []
"""


def objects(path):
    """Return every table, index and trigger with its statement, order of columns left out."""
    found = {}
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        for name, sql in rows.fetchall():
            text = re.sub(r"\( | \)", lambda m: m.group().strip(), " ".join(sql.split()))
            text = text.replace('"', "")
            table = re.match(r"(CREATE TABLE \w+ \()(.*)\)(.*)$", text)
            if table:
                items = re.split(r", (?![^(]*\))", table[2])
                text = (table[1], tuple(sorted(items)), table[3])
            found[name] = text
    return found


@pytest.fixture
def schema(catalogue):
    return schema_for(catalogue)


def test__revisions__from_nothing__give_the_schema_of_a_new_file(tmp_path, schema):
    new, migrated = tmp_path / "new.db", tmp_path / "migrated.db"
    for path in (new, migrated):
        path.touch()

    create_register(new, schema, TODAY)
    engine = new_engine(migrated, shared_folder=True, foreign_keys=False)
    with engine.connect() as plain:
        connection = for_writing(plain)
        with connection.begin():
            run_revisions(connection)
            for statement in schema.trigger_statements():
                connection.exec_driver_sql(statement)
    engine.dispose()

    assert objects(migrated) == objects(new)
    assert revision_of(migrated) == revision_of(new)


def content_of(path):
    """Return the bytes of a file without the header, which says which journal is used."""
    return path.read_bytes()[100:]


def revision_of(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT version_num FROM alembic_version").fetchall()


def test__revisions__are_numbered_in_one_line():
    files = sorted(MIGRATIONS_DIR.glob("versions/[0-9]*.py"))
    before = "None"
    for number, path in enumerate(files, start=1):
        text = path.read_text(encoding="utf-8")
        assert path.name.startswith(f"{number:04d}_")
        assert f'revision = "{number:04d}"' in text
        assert f"down_revision = {before}" in text
        before = f'"{number:04d}"'
    assert schema_version() == len(files)


@pytest.fixture
def next_version(tmp_path, monkeypatch):
    """Let the program have one revision more than the files made before."""

    def switch(revision):
        folder = tmp_path / "migrations"
        shutil.copytree(MIGRATIONS_DIR, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "0002_next.py").write_text(dedent(revision), encoding="utf-8")
        monkeypatch.setattr(migration, "MIGRATIONS_DIR", folder)
        monkeypatch.setattr(register, "VERSIONS_DIR", folder / "versions")
        schema_version.cache_clear()

    yield switch
    monkeypatch.undo()
    schema_version.cache_clear()


@pytest.fixture
def larger_catalogue(tmp_path):
    """The field catalogue with one entry more."""
    rules = tmp_path / "rules"
    shutil.copytree(rules_dir(), rules)
    with (rules / "fields.toml").open("a", encoding="utf-8") as file:
        file.write(FIELD)
    return load_catalogue(rules)


@pytest.fixture
def old(company):
    """The path of a file of the version before, with some points."""
    with company.write(who="tester", kind="import") as writer:
        writer.points.put_many(points(10))
    company.close()
    return company.path


def test__open__a_file_that_is_behind__has_the_new_field_and_keeps_everything(
    old, next_version, larger_catalogue, clock, catalogue
):
    before = objects(old)
    next_version(ADD_FIELD)

    with CompanyFile.open(old, clock=clock, catalogue=larger_catalogue) as company_file:
        with company_file.write(who="tester", kind="test") as writer:
            writer.points.put(point_id(1), "supply", TODAY, {"contract_number": "K-1"})
        with company_file.read() as reader:
            assert reader.points.count() == 10
            found = reader.points.master_data(point_id(1), TODAY)
            number = reader.point_list.rowid_of(point_id(1))
            rows = reader.point_list.rows([number], ["contract_number", "city"])

    assert found.text("contract_number") == "K-1"
    assert rows == [("K-1", found.text("city"))]
    assert check_file(old, catalogue=larger_catalogue) == []
    assert revision_of(old) == [("0002",)]
    (backup,) = list_backups(old)
    assert (backup.reason, backup.version) == ("before_migration", 1)
    assert objects(backup.path / "register.netkontor") == before


def test__open__a_migrated_file__is_the_same_as_a_new_one(
    old, tmp_path, next_version, larger_catalogue, clock
):
    next_version(ADD_FIELD)
    CompanyFile.open(old, clock=clock, catalogue=larger_catalogue).close()
    new = tmp_path / "new.db"
    new.touch()

    create_register(new, schema_for(larger_catalogue), TODAY)

    assert objects(old) == objects(new)


def test__open__a_migrated_file__is_protected_in_the_new_column_too(
    old, next_version, larger_catalogue, clock
):
    next_version(ADD_FIELD)
    CompanyFile.open(old, clock=clock, catalogue=larger_catalogue).close()

    with (
        closing(sqlite3.connect(old)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="only ended"),
    ):
        connection.execute("UPDATE metering_point_supply SET contract_number = 'x'")


def test__open__a_revision_that_fails__leaves_the_file_as_it_was(
    old, next_version, larger_catalogue, clock
):
    before = content_of(old)
    next_version(ADD_FIELD + "        raise RuntimeError('half way')\n")

    with pytest.raises(RuntimeError, match="half way"):
        CompanyFile.open(old, clock=clock, catalogue=larger_catalogue)

    assert content_of(old) == before
    assert not list(old.parent.glob(".*"))


def test__open__a_revision_that_breaks_references__is_refused(
    old, next_version, larger_catalogue, clock
):
    before = content_of(old)
    broken = '    op.execute("UPDATE metering_point_supply SET metering_point_id = id")\n'
    next_version(ADD_FIELD + "    " + broken)

    with pytest.raises(DamagedFileError, match="could not be brought up to date"):
        CompanyFile.open(old, clock=clock, catalogue=larger_catalogue)

    assert content_of(old) == before


def test__open__a_file_that_is_behind_and_open_elsewhere__is_locked(
    old, next_version, larger_catalogue, clock, catalogue
):
    with CompanyFile.open(old, clock=clock, catalogue=catalogue) as other, other.read() as reader:
        assert reader.points.count() == 10
        next_version(ADD_FIELD)

        with pytest.raises(FileLockedError):
            CompanyFile.open(old, clock=clock, catalogue=larger_catalogue)


def test__open__a_file_that_is_behind_for_reading__is_refused(
    old, next_version, larger_catalogue, clock
):
    next_version(ADD_FIELD)

    with pytest.raises(CompanyFileError, match="older version"):
        CompanyFile.open(old, clock=clock, catalogue=larger_catalogue, read_only=True)


OPEN_AND_LIST_MODULES = """
import sys
from datetime import date
from pathlib import Path
from app.clock import FixedClock
from app.domain.catalogue import load_catalogue
from app.paths import rules_dir
from app.store import CompanyFile
clock, catalogue = FixedClock(date(2026, 11, 21)), load_catalogue(rules_dir())
with CompanyFile.open(Path(sys.argv[1]), clock=clock, catalogue=catalogue) as file:
    with file.read() as reader:
        reader.points.count()
print(*(name for name in ("alembic", "sqlalchemy.orm", "numpy", "polars") if name in sys.modules))
"""


def test__open__an_up_to_date_file__imports_nothing_heavy(old):
    answer = subprocess.run(
        [sys.executable, "-c", OPEN_AND_LIST_MODULES, str(old)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    assert answer.stdout.strip() == ""
