"""Connections: settings, transactions, threads and processes (style 4.8)."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from app.domain.errors import FileLockedError
from app.store import engine as engines
from app.store.engine import file_uri, for_writing, new_engine
from tests.store.made_up_points import point_id, points

HOLD_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.readline()
connection.rollback()
connection.close()
"""


@pytest.fixture
def engine(tmp_path):
    path = tmp_path / "æøå 100% file#1?.db"
    path.touch()
    made = new_engine(path)
    yield made
    made.dispose()


def pragma(engine, name):
    with engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def test__new_engine__settings__are_on_every_connection(engine):
    assert pragma(engine, "foreign_keys") == 1
    assert pragma(engine, "journal_mode") == "wal"
    assert pragma(engine, "synchronous") == 2
    assert pragma(engine, "busy_timeout") == 5000
    assert pragma(engine, "trusted_schema") == 0


def test__plain_sqlite__foreign_keys__are_off():
    """The reason for the setting; when this fails, SQLite changed its mind."""
    with closing(sqlite3.connect(":memory:")) as connection:
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (0,)


def test__new_engine__on_a_network_share__uses_a_rollback_journal(tmp_path):
    path = tmp_path / "share.db"
    path.touch()
    engine = new_engine(path, shared_folder=True)

    mode = pragma(engine, "journal_mode")
    engine.dispose()

    assert mode == "delete"


def test__new_engine__danish_collation__puts_aa_last(engine):
    names = ["Årup", "Ørsted", "Andst", "Ærø", "Zoffman", "Aabenraa"]
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (name TEXT)")
        connection.exec_driver_sql("INSERT INTO t VALUES (?)", [(name,) for name in names])

        rows = connection.exec_driver_sql("SELECT name FROM t ORDER BY name COLLATE danish")

        assert [row[0] for row in rows] == ["Andst", "Zoffman", "Ærø", "Ørsted", "Aabenraa", "Årup"]


def test__transaction__that_fails__takes_its_ddl_back(engine):
    def create_and_fail():
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE t (x INTEGER)")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        create_and_fail()

    with engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_schema").fetchall()
    assert names == []


def test__strict_table__a_text_in_a_number_column__is_refused(company):
    with (
        pytest.raises(IntegrityError, match="cannot store TEXT"),
        company._engine.begin() as connection,
    ):
        connection.exec_driver_sql(
            "INSERT INTO metering_point (metering_point_id, change_in) VALUES ('x', 'y')"
        )


def test__reader__while_somebody_writes__keeps_its_snapshot(company):
    with company.read() as reader:
        assert reader.points.count() == 0
        with company.write(who="other", kind="import") as writer:
            writer.points.put_many(points(5))

        assert reader.points.count() == 0
        assert reader.changes.last_id() < writer.change_id
    with company.read() as reader:
        assert reader.points.count() == 5


def test__writers__of_many_threads__wait_for_each_other(company):
    def write(number):
        with company.write(who=f"thread {number}", kind="test") as writer:
            before = int(writer.settings.get("counter", "0"))
            time.sleep(0.005)
            writer.settings.put("counter", str(before + 1))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))

    with company.read() as reader:
        assert reader.settings.get("counter") == "24"


def test__readers__of_many_threads__never_see_half_a_change(company):
    stop = threading.Event()
    torn = []

    def read():
        while not stop.is_set():
            with company.read() as reader:
                if reader.points.count() % 10:
                    torn.append(reader.points.count())

    with ThreadPoolExecutor(3) as pool:
        futures = [pool.submit(read) for _ in range(2)]
        for start in range(0, 60, 10):
            with company.write(who="writer", kind="import") as writer:
                writer.points.put_many(list(points(60))[start : start + 10])
        stop.set()
        for future in futures:
            future.result()

    assert torn == []


def test__write__while_another_process_writes__is_locked_after_the_wait(company, monkeypatch):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_LOCK, str(company.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout.readline() == "locked\n"
        with company._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 200")
        started = time.monotonic()

        with (
            pytest.raises(FileLockedError, match="being written to"),
            company.write(who="tester", kind="test"),
        ):
            pytest.fail("two writers at once")

        assert time.monotonic() - started < 4
        with company.read() as reader:
            assert reader.points.count() == 0
        other.communicate("\n")
    with company.write(who="tester", kind="test") as writer:
        writer.settings.put("a", "b")
    assert writer.wrote


def test__write__while_another_process_finishes__waits_for_it(company):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_LOCK, str(company.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout.readline() == "locked\n"
        threading.Timer(0.3, other.communicate, ("\n",)).start()

        with company.write(who="tester", kind="test") as writer:
            writer.settings.put("a", "b")

    assert writer.wrote


def test__for_writing__takes_the_lock_at_the_beginning(engine):
    with engine.connect() as first, engine.connect() as second:
        second.exec_driver_sql("PRAGMA busy_timeout = 1")
        second.rollback()
        with for_writing(first).begin(), pytest.raises(FileLockedError):
            for_writing(second).begin()


def test__errors_that_are_bugs__are_not_disguised(engine):
    with pytest.raises(OperationalError, match="no such table"), engine.connect() as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")


def test__file_uri__on_windows__names_drive_and_share(monkeypatch):
    class WindowsPath:
        def __init__(self, text):
            self.text = text

        def absolute(self):
            return self

        def as_posix(self):
            return self.text

    monkeypatch.setattr(engines.sys, "platform", "win32")

    assert file_uri(WindowsPath("C:/Data/a b.netkontor")) == (
        "file:///C:/Data/a%20b.netkontor?mode=rw"
    )
    assert file_uri(WindowsPath("//server/share/a.netkontor"), read_only=True) == (
        "file:////server/share/a.netkontor?mode=ro"
    )


def test__points__of_a_point_that_was_not_added__break_the_reference(company):
    from datetime import date

    with pytest.raises(IntegrityError), company.write(who="tester", kind="test") as writer:
        writer.points.put(point_id(1), "supply", date(2026, 1, 1), {"energy_supplier_id": "x"})
