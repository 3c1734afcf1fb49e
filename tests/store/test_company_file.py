"""Creating and opening company files, and every way in which that can go wrong."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.clock import FixedClock
from app.domain.errors import (
    CatalogueError,
    CompanyFileError,
    DamagedFileError,
    FileLockedError,
    InputFileError,
    NewerFileError,
    OutputFileError,
)
from app.store import CompanyFile
from app.store.schema import schema_version
from tests.store.made_up_points import points


@pytest.fixture
def closed(company):
    """The path of a small company file that nobody has open."""
    with company.write(who="tester", kind="import") as writer:
        writer.points.put_many(points(5))
    company.close()
    return company.path


@pytest.fixture
def open_file(catalogue, clock):
    opened = []

    def run(path, **options):
        opened.append(CompanyFile.open(path, clock=clock, catalogue=catalogue, **options))
        return opened[-1]

    yield run
    for company_file in opened:
        company_file.close()


def test__create__a_company__is_stamped_private_and_has_its_settings(company):
    with company.read() as reader:
        assert reader.settings.get("company.gln") == "5790000555550"
        assert reader.settings.get("company.name") == "Eksempel Net"
        assert reader.grid_areas.own_codes() == {"791"}
        assert reader.changes.last().kind == "create_company"
    with company._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA user_version").scalar() == schema_version()
    for suffix in ("", "-wal", "-shm"):
        mode = company.path.with_name(company.path.name + suffix).stat().st_mode
        assert stat.S_IMODE(mode) == 0o600


def test__create__where_a_file_is__leaves_that_alone(tmp_path, new_company):
    (tmp_path / "company.netkontor").write_text("mine")

    with pytest.raises(OutputFileError, match="exists already"):
        new_company()

    assert (tmp_path / "company.netkontor").read_text() == "mine"


def test__create__in_a_folder_that_is_not_there__leaves_nothing(tmp_path, new_company):
    with pytest.raises(OutputFileError, match="folder does not exist"):
        new_company("nowhere/company.netkontor")

    assert list(tmp_path.iterdir()) == []


def test__close__the_last_one__leaves_one_file(closed):
    assert [path.name for path in closed.parent.iterdir()] == ["company.netkontor"]


def test__open__a_closed_file__has_everything(closed, open_file):
    with open_file(closed).read() as reader:
        assert reader.points.count() == 5


def test__open__twice_in_one_process__both_see_each_others_changes(closed, open_file):
    first, second = open_file(closed), open_file(closed)
    before = second.data_version()

    with first.write(who="tester", kind="test") as writer:
        writer.settings.put("a", "b")

    assert second.data_version() == writer.change_id > before
    with second.read() as reader:
        assert reader.settings.get("a") == "b"


def test__open__a_missing_file__is_one_sentence(tmp_path, open_file):
    with pytest.raises(CompanyFileError, match="There is no file"):
        open_file(tmp_path / "no.netkontor")


def test__open__a_folder__is_one_sentence(tmp_path, open_file):
    with pytest.raises(CompanyFileError, match="is a folder"):
        open_file(tmp_path)


def test__open__an_empty_file__is_one_sentence(tmp_path, open_file):
    (tmp_path / "empty.netkontor").touch()

    with pytest.raises(CompanyFileError, match="is empty"):
        open_file(tmp_path / "empty.netkontor")


@pytest.mark.parametrize("content", [b"PK\x03\x04 a spreadsheet", b"x", b"id;name\r\n1;A\r\n" * 50])
def test__open__something_else__is_not_a_company_file(tmp_path, open_file, content):
    (tmp_path / "other.netkontor").write_bytes(content)

    with pytest.raises(CompanyFileError, match="not a Netkontor company file"):
        open_file(tmp_path / "other.netkontor")


def test__open__another_programs_database__is_not_a_company_file(tmp_path, open_file):
    with closing(sqlite3.connect(tmp_path / "other.netkontor")) as connection:
        connection.execute("CREATE TABLE t (x)")

    with pytest.raises(CompanyFileError, match="not a Netkontor company file"):
        open_file(tmp_path / "other.netkontor")


@pytest.mark.parametrize("share", [0.0001, 0.2, 0.5, 0.99])
def test__open__a_file_cut_short__is_damaged(closed, open_file, share):
    size = closed.stat().st_size
    os.truncate(closed, max(int(size * share), 50))

    with pytest.raises(DamagedFileError, match="cut short"):
        open_file(closed)


def test__open__a_file_with_a_page_of_rubbish__is_damaged_when_it_is_read(closed, open_file):
    content = bytearray(closed.read_bytes())
    content[4096 : len(content)] = b"\xff" * (len(content) - 4096)
    closed.write_bytes(content)

    with pytest.raises(DamagedFileError, match="damaged"):
        open_file(closed)


def test__open__a_newer_file__is_refused_and_left_alone(closed, open_file):
    with closing(sqlite3.connect(closed)) as connection:
        connection.execute(f"PRAGMA user_version = {schema_version() + 1}")
    before = closed.read_bytes()

    with pytest.raises(NewerFileError, match="newer version"):
        open_file(closed)

    assert closed.read_bytes() == before


def test__open__a_field_without_a_column__names_the_field(closed, open_file):
    with closing(sqlite3.connect(closed)) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("ALTER TABLE metering_point_supply DROP COLUMN balance_responsible_id")

    with pytest.raises(CatalogueError, match="balance_responsible_id"):
        open_file(closed)


def test__open__for_reading__refuses_every_write(closed, open_file):
    before = closed.read_bytes()
    company_file = open_file(closed, read_only=True)

    with company_file.read() as reader:
        assert reader.points.count() == 5
    with pytest.raises(OutputFileError, match="read-only"), company_file.write(who="t", kind="t"):
        pytest.fail("a writer of a read-only file")
    with pytest.raises(OutputFileError, match="read-only"):
        company_file.save_draft("a", "b", {})
    with pytest.raises(OutputFileError, match="read-only"):
        company_file.keep_file(b"x")
    company_file.close()
    assert closed.read_bytes() == before


def test__open__for_reading__does_not_move_the_list(closed, open_file, catalogue):
    later = FixedClock(date(2030, 1, 1))

    with (
        CompanyFile.open(closed, clock=later, catalogue=catalogue, read_only=True) as company_file,
        company_file.read() as reader,
    ):
        assert reader.point_list.projection_date() == date(2026, 11, 21)


def test__open__on_a_later_day__moves_the_list(closed, catalogue):
    later = FixedClock(date(2030, 1, 1))

    with (
        CompanyFile.open(closed, clock=later, catalogue=catalogue) as company_file,
        company_file.read() as reader,
    ):
        assert reader.point_list.projection_date() == date(2030, 1, 1)


OPEN_AS_NOBODY = """
import os, sys
from datetime import date
from pathlib import Path
from app.clock import FixedClock
from app.domain.catalogue import load_catalogue
from app.domain.errors import AppError
from app.paths import rules_dir
from app.store import CompanyFile
clock, catalogue = FixedClock(date(2026, 11, 21)), load_catalogue(rules_dir())
own, path = Path(sys.argv[1]), Path(sys.argv[2])
# Everything is loaded once, because nobody may not read the modules of this user.
with CompanyFile.open(own, clock=clock, catalogue=catalogue) as file, file.read() as reader:
    reader.points.count()
os.setuid(65534)
for read_only in (False, True):
    try:
        with CompanyFile.open(path, clock=clock, catalogue=catalogue, read_only=read_only) as file:
            with file.read() as reader:
                print("points", reader.points.count())
    except AppError as error:
        print(type(error).__name__, error.message)
"""


@pytest.mark.skipif(not hasattr(os, "setuid") or os.getuid() != 0, reason="needs root's rights")
def test__open__in_a_read_only_folder__is_refused_for_writing_and_read_for_reading(closed):
    folder = Path(tempfile.mkdtemp())
    path = folder / "company.netkontor"
    shutil.copy(closed, path)
    path.chmod(0o444)
    folder.chmod(0o555)

    answer = subprocess.run(
        [sys.executable, "-c", OPEN_AS_NOBODY, str(closed), str(path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NETKONTOR_LANGUAGE": "en"},
    )
    shutil.rmtree(folder)

    first, second = answer.stdout.splitlines() or [answer.stderr, ""]
    assert first.startswith("CompanyFileError")
    assert "read-only" in first
    assert second == "points 5"


def test__write__that_fails__leaves_nothing(company):
    before = company.data_version()

    def write_and_fail():
        with company.write(who="tester", kind="test") as writer:
            writer.settings.put("a", "b")
            writer.points.put_many(points(3))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()

    assert company.data_version() == before
    with company.read() as reader:
        assert reader.settings.get("a") == ""
        assert reader.points.count() == 0


def test__write__a_change__keeps_who_why_when_and_what(company):
    at = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)

    with company.write(who="Ida", why="Fejl i adresse", kind="change", undoes=1, at=at) as writer:
        writer.settings.put("a", "b")
        writer.summary = "Changed a"
        writer.process_id = 12

    with company.read() as reader:
        change = reader.changes.get(writer.change_id)
        assert (change.who, change.why, change.kind, change.undoes) == (
            "Ida",
            "Fejl i adresse",
            "change",
            1,
        )
        assert (change.at, change.summary, change.process_id) == (at, "Changed a", 12)
        assert reader.changes.touched(change.id) == writer.touched == {("settings", "a")}
        assert reader.changes.undone_by(1) == change.id


def test__drafts__saved_and_discarded__are_no_changes(company, clock):
    before = company.data_version()

    company.save_draft("metering_points", "create", {"city": "B"})
    company.save_draft("metering_points", "create", {"city": "By"})
    company.save_draft("charges", "1", {})

    assert company.data_version() == before
    with company.read() as reader:
        draft = reader.drafts.get("metering_points", "create")
        assert (dict(draft.payload), draft.saved_at) == ({"city": "By"}, clock.now())
        assert len(reader.drafts.all()) == 2
    company.discard_draft("charges", "1")
    with company.write(who="tester", kind="test") as writer:
        writer.settings.put("a", "b")
        writer.drafts.discard("metering_points", "create")
    with company.read() as reader:
        assert reader.drafts.all() == []


def test__keep_file__content_and_path__lie_under_their_checksum(company, tmp_path):
    source = tmp_path / "evidence.txt"
    source.write_text("evidence")

    sha256, size = company.keep_file(source)
    again, _ = company.keep_file(b"evidence")

    assert sha256 == again
    assert size == 8
    kept = company.kept_file(sha256)
    assert kept.read_text() == "evidence"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.parent.parent == company.companion_dir
    with pytest.raises(InputFileError, match="cannot be read"):
        company.keep_file(tmp_path / "nothing")


def test__open__on_a_network_share__lets_one_instance_in(closed, open_file, monkeypatch):
    monkeypatch.setenv("NETKONTOR_SHARED_FOLDER", "1")
    first = open_file(closed)

    with pytest.raises(FileLockedError, match="another machine"):
        open_file(closed)
    with first._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"
    first.close()

    with open_file(closed).read() as reader:
        assert reader.points.count() == 5


def test__open__on_a_network_share__takes_over_from_a_dead_process(closed, open_file, monkeypatch):
    import json
    import socket

    monkeypatch.setenv("NETKONTOR_SHARED_FOLDER", "1")
    lock = closed.with_name("company.netkontor.lock")
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        dead.wait()
    lock.write_text(json.dumps({"host": socket.gethostname(), "pid": dead.pid}))

    with open_file(closed).read() as reader:
        assert reader.points.count() == 5


@pytest.mark.parametrize("content", ["", "{}", '{"host": "elsewhere", "pid": 1}'])
def test__open__with_a_lock_nobody_can_judge__is_locked(closed, open_file, monkeypatch, content):
    monkeypatch.setenv("NETKONTOR_SHARED_FOLDER", "1")
    closed.with_name("company.netkontor.lock").write_text(content)

    with pytest.raises(FileLockedError, match=r"company\.netkontor\.lock"):
        open_file(closed)
