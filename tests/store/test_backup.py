"""Backups: verified, kept by day and month, parts copied once; and the way back."""

from __future__ import annotations

import json
import shutil
import stat
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest

from app.clock import FixedClock
from app.domain.errors import (
    CancelledError,
    DamagedFileError,
    FileLockedError,
    InputFileError,
    NewerFileError,
    OutputFileError,
)
from app.store import CompanyFile, archive
from app.store.archive import back_up, restore
from app.store.backup import (
    MANIFEST,
    REGISTER,
    backup_now,
    daily_backup,
    kept,
    last_backup,
    list_backups,
)
from app.store.integrity import check_file
from tests.store.made_up_points import points

CLOCK = FixedClock(date(2026, 11, 22))


@pytest.fixture
def filled(company):
    with company.write(who="tester", kind="import") as writer:
        writer.points.put_many(points(20))
        for content in (b"first evidence", b"second evidence"):
            sha256, size = company.keep_file(content)
            writer.stored_files.add(sha256=sha256, name="evidence.txt", size=size, kind="evidence")
    return company


@pytest.fixture
def series(filled):
    """A month of metered values: a database of its own in the companion folder."""
    import sqlite3

    folder = filled.companion_dir / "series"
    folder.mkdir()
    connection = sqlite3.connect(folder / "2026-10.db")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE block (point TEXT, data BLOB)")
    connection.execute("INSERT INTO block VALUES ('x', zeroblob(10000))")
    connection.commit()
    yield folder / "2026-10.db"
    connection.close()


def count_points(path, catalogue):
    with (
        CompanyFile.open(path, clock=CLOCK, catalogue=catalogue) as company_file,
        company_file.read() as reader,
    ):
        return reader.points.count()


def test__backup_now__a_company__is_complete_private_and_listed(filled, clock):
    info = backup_now(filled, "before_import")

    assert (info.at, info.reason, info.version) == (clock.now(), "before_import", 1)
    assert list_backups(filled.path) == [info]
    assert last_backup(filled.path) == info
    manifest = json.loads((info.path / MANIFEST).read_text())
    assert len(manifest["parts"]) == 2
    assert info.size == manifest["register"]["size"] + len(b"first evidencesecond evidence")
    for path in (info.path / REGISTER, *(info.path.parent / "parts").iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test__backup_now__while_somebody_writes__holds_what_was_committed(filled, catalogue, tmp_path):
    with filled.write(who="tester", kind="import") as writer:
        writer.points.put_many(points(60))

        info = backup_now(filled, "by_hand")

    restore(info.path, tmp_path / "restored.netkontor", clock=CLOCK)
    assert count_points(tmp_path / "restored.netkontor", catalogue) == 20


def test__backup_now__again__copies_only_new_parts(filled):
    first = backup_now(filled, "by_hand")
    parts = first.path.parent / "parts"
    before = {path.name: path.stat().st_mtime_ns for path in parts.iterdir()}
    with filled.write(who="tester", kind="keep") as writer:
        sha256, size = filled.keep_file(b"third evidence")
        writer.stored_files.add(sha256=sha256, name="c", size=size, kind="evidence")

    backup_now(filled, "by_hand")

    after = {path.name: path.stat().st_mtime_ns for path in parts.iterdir()}
    assert set(after) - set(before) == {sha256}
    assert {name: after[name] for name in before} == before


def test__backup_now__a_series_in_use__is_copied_with_its_log(series, filled, tmp_path):
    import sqlite3

    info = backup_now(filled, "by_hand")
    restore(info.path, tmp_path / "restored.netkontor", clock=CLOCK)

    copy = tmp_path / "restored.netkontor.d" / "series" / "2026-10.db"
    connection = sqlite3.connect(copy)
    assert connection.execute("SELECT count(*) FROM block").fetchone() == (1,)
    connection.close()


def test__daily_backup__twice_a_day__is_made_once(filled, catalogue):
    first = daily_backup(filled)
    again = daily_backup(filled)
    filled.close()
    with CompanyFile.open(filled.path, clock=CLOCK, catalogue=catalogue) as tomorrow:
        next_day = daily_backup(tomorrow)

    assert first.reason == "daily"
    assert again is None
    assert [info.path for info in list_backups(filled.path)] == [next_day.path, first.path]


def test__kept__two_years_of_days__are_fourteen_days_and_twelve_months():
    start = datetime(2025, 1, 1, 8, tzinfo=UTC)
    backups = [(f"{n}", start + timedelta(days=n)) for n in range(700)]

    names = kept(backups)

    days = sorted(int(name) for name in names)
    assert days[-14:] == list(range(686, 700))
    months = {(start + timedelta(days=n)).strftime("%Y-%m") for n in days}
    assert len(months) == 12
    assert len(days) == 14 + 10  # the last fourteen days lie in two of the months


def test__kept__many_on_one_day__are_the_newest_few():
    start = datetime(2026, 11, 21, 8, tzinfo=UTC)

    names = kept((f"{n}", start + timedelta(minutes=n)) for n in range(30))

    assert names == {"25", "26", "27", "28", "29"}


def test__rotation__an_old_backup__takes_its_parts_along(filled, catalogue):
    first = backup_now(filled, "by_hand")
    orphan = first.path.parent / "parts" / ("f" * 64)
    orphan.write_text("nobody names me")
    for _number in range(6):
        filled.clock = FixedClock(filled.clock.now() + timedelta(minutes=1))
        backup_now(filled, "by_hand")

    assert not first.path.exists()
    assert not orphan.exists()
    assert len(list((first.path.parent / "parts").iterdir())) == 2


def test__backup_now__a_damaged_manifest_beside__is_left_out(filled):
    info = backup_now(filled, "by_hand")
    (info.path / MANIFEST).write_text("{")

    assert list_backups(filled.path) == []
    assert backup_now(filled, "by_hand").reason == "by_hand"


def test__back_up__into_one_file__can_be_restored_elsewhere(
    series, filled, tmp_path, catalogue, clock
):
    seen = []

    report = back_up(
        filled, tmp_path / "copy.zip", progress=lambda done, total: seen.append((done, total))
    )
    back = restore(report.path, tmp_path / "other" / "new.netkontor", clock=CLOCK)

    assert report.verified
    assert report.parts == back.parts == 4
    assert seen[-1] == (4, 4)
    assert stat.S_IMODE(report.path.stat().st_mode) == 0o600
    assert back.kept_old is None
    assert check_file(back.path, catalogue=catalogue) == []
    assert count_points(back.path, catalogue) == 20


def test__back_up__cancelled__leaves_an_older_file_as_it_was(filled, tmp_path):
    target = tmp_path / "copy.zip"
    target.write_text("older")

    def cancel(_done, _total):
        raise CancelledError("stop")

    with pytest.raises(CancelledError):
        back_up(filled, target, progress=cancel)

    assert target.read_text() == "older"
    assert {path.name for path in tmp_path.iterdir()} == {
        "company.netkontor",
        "company.netkontor-wal",
        "company.netkontor-shm",
        "company.netkontor.d",
        "copy.zip",
    }


def test__back_up__where_nothing_can_be_written__is_one_sentence(filled, tmp_path):
    with pytest.raises(OutputFileError, match="could not be written"):
        back_up(filled, tmp_path / "company.netkontor" / "copy.zip")


def test__restore__over_a_file__keeps_the_old_one_under_a_dated_name(filled, catalogue, clock):
    info = backup_now(filled, "by_hand")
    with filled.write(who="tester", kind="import") as writer:
        writer.points.put_many(points(30))
    filled.close()

    report = restore(info.path, filled.path, clock=clock)

    assert report.kept_old.name == "company 2026-11-21 120000.netkontor"
    assert count_points(report.path, catalogue) == 20
    assert count_points(report.kept_old, catalogue) == 30
    assert check_file(report.kept_old, catalogue=catalogue) == []


def test__restore__that_fails_at_the_last_step__puts_the_old_file_back(filled, clock, monkeypatch):
    info = backup_now(filled, "by_hand")
    filled.close()
    before = filled.path.read_bytes()

    def refuse(_work, _target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(archive, "_put_in_place", refuse)

    with pytest.raises(OutputFileError):
        restore(info.path, filled.path, clock=clock)

    assert filled.path.read_bytes()[100:] == before[100:]
    assert (filled.companion_dir / "files").is_dir()


def test__restore__over_a_file_on_a_network_share_in_use__is_locked(filled, clock, monkeypatch):
    info = backup_now(filled, "by_hand")
    filled.close()
    monkeypatch.setenv("NETKONTOR_SHARED_FOLDER", "1")
    lock = filled.path.with_name(f"{filled.path.name}.lock")
    lock.write_text('{"host": "elsewhere", "pid": 1}')

    with pytest.raises(FileLockedError):
        restore(info.path, filled.path, clock=clock)


def test__restore__over_an_open_file__is_locked_and_changes_nothing(filled, clock):
    info = backup_now(filled, "by_hand")

    with pytest.raises(FileLockedError), filled.read() as reader:
        restore(info.path, filled.path, clock=clock)

    with filled.read() as reader:
        assert reader.points.count() == 20


def test__restore__over_a_damaged_file__works_and_keeps_it(filled, catalogue, clock):
    info = backup_now(filled, "by_hand")
    filled.close()
    filled.path.write_bytes(b"SQLite format 3\x00 and then rubbish" * 100)

    report = restore(info.path, filled.path, clock=clock)

    assert report.kept_old.read_bytes().startswith(b"SQLite format 3\x00 and")
    assert count_points(filled.path, catalogue) == 20


def test__restore__twice_in_one_second__keeps_both_old_files(filled, clock):
    info = backup_now(filled, "by_hand")
    filled.close()

    first = restore(info.path, filled.path, clock=clock)
    second = restore(info.path, filled.path, clock=clock)

    assert first.kept_old != second.kept_old
    assert first.kept_old.exists()
    assert second.kept_old.exists()


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test__restore__something_else__is_not_a_backup(tmp_path, clock, content):
    source = tmp_path / "x.zip"
    source.write_bytes(content)

    with pytest.raises(InputFileError, match="not a backup"):
        restore(source, tmp_path / "new.netkontor", clock=clock)

    assert not (tmp_path / "new.netkontor").exists()


def test__restore__nothing__is_one_sentence(tmp_path, clock):
    with pytest.raises(InputFileError, match="There is no backup"):
        restore(tmp_path / "no.zip", tmp_path / "new.netkontor", clock=clock)
    with pytest.raises(InputFileError, match="not a backup"):
        restore(tmp_path, tmp_path / "new.netkontor", clock=clock)


def rewritten(source, target, change):
    """Copy an archive with a change made to its entries."""
    with zipfile.ZipFile(source) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    change(entries)
    with zipfile.ZipFile(target, "w") as new:
        for name, content in entries.items():
            new.writestr(name, content)
    return target


def flip(entries):
    name = next(name for name in entries if name.startswith("companion/"))
    entries[name] = b"x" + entries[name][1:]


def swell(entries):
    name = next(name for name in entries if name.startswith("companion/"))
    entries[name] += b"more"


@pytest.mark.parametrize("change", [flip, swell])
def test__restore__a_part_that_was_changed__is_damaged_and_nothing_is_touched(
    filled, tmp_path, clock, change
):
    report = back_up(filled, tmp_path / "copy.zip")
    bad = rewritten(report.path, tmp_path / "bad.zip", change)
    target = tmp_path / "target.netkontor"
    target.write_text("mine")

    with pytest.raises(DamagedFileError):
        restore(bad, target, clock=clock)

    assert target.read_text() == "mine"
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil", "a/../../evil", "C:evil", "a\\b", ""])
def test__restore__a_path_that_leaves_the_folder__is_not_a_backup(filled, tmp_path, clock, name):
    report = back_up(filled, tmp_path / "copy.zip")

    def rename(entries):
        manifest = json.loads(entries[MANIFEST])
        old = manifest["parts"][0]["path"]
        manifest["parts"][0]["path"] = name
        entries[MANIFEST] = json.dumps(manifest).encode()
        entries["companion/" + name] = entries["companion/" + old]

    bad = rewritten(report.path, tmp_path / "bad.zip", rename)

    with pytest.raises(InputFileError, match="not a backup"):
        restore(bad, tmp_path / "inner" / "new.netkontor", clock=clock)

    assert not list(tmp_path.rglob("*evil*"))


def test__restore__a_folder_without_a_part__is_damaged(filled, tmp_path, clock):
    info = backup_now(filled, "by_hand")
    shutil.rmtree(info.path.parent / "parts")

    with pytest.raises(DamagedFileError):
        restore(info.path, tmp_path / "new.netkontor", clock=clock)


def test__restore__of_a_newer_program__is_refused(filled, tmp_path, clock):
    import sqlite3

    from app.store.kept_files import sha256_of

    info = backup_now(filled, "by_hand")
    register = info.path / REGISTER
    connection = sqlite3.connect(register)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    manifest = json.loads((info.path / MANIFEST).read_text())
    manifest["register"]["sha256"] = sha256_of(register)
    (info.path / MANIFEST).write_text(json.dumps(manifest))

    with pytest.raises(NewerFileError):
        restore(info.path, tmp_path / "new.netkontor", clock=clock)


def test__backup_now__of_a_damaged_file__is_refused_and_leaves_no_backup(filled):
    with filled._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    filled.close()
    with filled.path.open("r+b") as file:
        for page in range(20, pages, 7):
            file.seek(page * 4096 + 8)
            file.write(b"\xff" * 64)

    with pytest.raises(DamagedFileError):
        backup_now(filled, "by_hand")

    assert list_backups(filled.path) == []
