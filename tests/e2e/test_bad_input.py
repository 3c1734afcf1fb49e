"""What is wrong costs one clear sentence, and nothing is lost or half written.

Every line of the table of bad input is tried on a real company file by real processes: exit code,
sentence with row and column where there is one, and afterwards the same content in a whole file.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from tests.builders import GRID_AREA, OWN_GLN, consumption_point, point_id, write_csv
from tests.e2e.command_line import CommandLine
from tests.e2e.conftest import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.e2e.command_line import Ran

NEW = ("--gln", OWN_GLN, "--name", "Prøvenet", "--grid-area", GRID_AREA)
CPR = "010170-1234"
CPR_PLAIN = "0101701234"
OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
HTML = b"<html><body><table><tr><td>metering_point_id</td></tr></table></body></html>"
HEADER = b"metering_point_id;valid_from\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company file with five points, made once."""
    netkontor = CommandLine(tmp_path_factory.mktemp("made"), today=TODAY)
    company = netkontor.folder / "company.netkontor"
    source = write_csv(netkontor.folder / "points.csv", [consumption_point(s) for s in range(1, 6)])
    assert netkontor.run("new", company, *NEW).code == 0
    assert netkontor.run("import", company, source).code == 0
    return company


@pytest.fixture
def company(made: Path, netkontor: CommandLine) -> Path:
    """A copy of the company file for one test."""
    return shutil.copy2(made, netkontor.folder / made.name)


def content(company: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, so that two states can be compared."""
    with closing(sqlite3.connect(f"file:{company}?mode=ro", uri=True)) as database:
        names = (
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRT%'"
        )
        tables = [name for (name,) in database.execute(names)]
        return {t: database.execute(f'SELECT * FROM "{t}"').fetchall() for t in sorted(tables)}


@contextmanager
def untouched(netkontor: CommandLine, company: Path) -> Iterator[None]:
    """See that the file holds the same afterwards, is whole, and that no scrap lies about."""
    before = content(company)
    yield
    assert content(company) == before
    checked = netkontor.run("check", company)
    assert checked.code == 0, checked.out + checked.err
    scraps = [p.name for p in netkontor.folder.iterdir() if p.name.startswith(".")]
    assert scraps == []


def sentence(ran: Ran) -> str:
    """Return the one sentence of a command that could not be done."""
    assert (ran.code, ran.out) == (2, ""), ran
    assert ran.err.count("\n") == 1, ran.err
    assert "Traceback" not in ran.err
    assert "unexpected" not in ran.err
    return ran.err.strip()


def test__rows__each_with_another_fault__told_with_row_and_column(
    netkontor: CommandLine, company: Path
) -> None:
    wrong_digit = point_id(11)[:-1] + str((int(point_id(11)[-1]) + 1) % 10)
    rows = [
        consumption_point(10),
        consumption_point(11, metering_point_id=wrong_digit),
        consumption_point(12, metering_point_type="E99"),
        consumption_point(13, valid_from="2026-02-30"),
        consumption_point(14, meter_conversion_factor="1.25"),
    ]
    source = write_csv(netkontor.folder / "rows.csv", rows)

    ran = netkontor.run("import", company, source, "--json")

    assert (ran.code, ran.err) == (1, "")
    result = ran.json()
    assert (result["rows"], result["new"], result["written"]) == (5, 2, True)
    told = {
        rejected["row"]: [
            (v["rule"], v["field"], v["source"] != "", v["message"]) for v in rejected["violations"]
        ]
        for rejected in result["rejected"]
    }
    assert told.keys() == {3, 4, 5}
    for row, (column, part) in {
        3: ("metering_point_id", wrong_digit),
        4: ("metering_point_type", "E99"),
        5: ("valid_from", "2026-02-30"),
    }.items():
        rule, field, has_source, message = told[row][0]
        assert (field, has_source, bool(rule)) == (column, True, True)
        assert part in message
    rejected = (netkontor.folder / "rows-rejected.csv").read_text(encoding="utf-8-sig")
    assert rejected.splitlines()[0].endswith(";rejection_reasons")
    assert len(rejected.splitlines()) == 4
    assert wrong_digit in rejected
    assert point_id(10) not in rejected


def test__ambiguous_number__is_refused_until_the_sign_is_said(
    netkontor: CommandLine, company: Path
) -> None:
    row = consumption_point(10, meter_conversion_factor="1.234")
    source = write_csv(netkontor.folder / "ambiguous.csv", [row])

    with untouched(netkontor, company):
        refused = sentence(netkontor.run("import", company, source))
        wrong = sentence(netkontor.run("import", company, source, "--decimal-sign", "x"))
    accepted = netkontor.run("import", company, source, "--decimal-sign", ".")

    assert "ambiguous.csv" in refused
    assert "ow 2, column meter_conversion_factor" in refused
    assert "“1.234”" in refused
    assert "“x”" in wrong
    assert accepted.code == 0, accepted.out
    assert [row for row in content(company)["metering_point"] if point_id(10) in row]


def archive(path: Path, names: list[str]) -> None:
    with zipfile.ZipFile(path, "w") as file:
        for name in names:
            file.writestr(name, "x")


def short_workbook(path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["metering_point_id", "valid_from"])
    book.save(path)
    path.write_bytes(path.read_bytes()[:-400])


BAD_FILES: dict[str, bytes | Callable[[Path], object]] = {
    "page.xls": HTML,
    "page.xlsx": HTML,
    "page.csv": HTML,
    "old.xls": OLD_EXCEL,
    "old.xlsx": OLD_EXCEL,
    "old.csv": OLD_EXCEL,
    "archive.xlsx": lambda path: archive(path, ["a.txt"]),
    "archive.csv": lambda path: archive(path, ["xl/workbook.xml"]),
    "text.xlsx": HEADER,
    "short.xlsx": short_workbook,
    "picture.csv": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64),
    "document.csv": b"%PDF-1.7\n1 0 obj\n",
    "empty.csv": b"",
    "blank.csv": b"\n\n  \n",
    "header.csv": b"apples;pears\n1;2\n",
    "twice.csv": b"metering_point_id;gsrn;valid_from\n1;2;3\n",
    "folder.csv": lambda path: path.mkdir(),
    "missing.csv": lambda path: None,
}


def test__files__that_are_no_table__cost_one_sentence_each(
    netkontor: CommandLine, company: Path
) -> None:
    with untouched(netkontor, company):
        for name, made in BAD_FILES.items():
            path = netkontor.folder / name
            if isinstance(made, bytes):
                path.write_bytes(made)
            else:
                made(path)
            assert name in sentence(netkontor.run("import", company, path)), name


@pytest.mark.slow
def test__hundred_thousand_rows__three_wrong__the_three_are_left_out(
    netkontor: CommandLine, company: Path
) -> None:
    count, wrong = 100_000, {4_000: "metering_point_type", 50_000: "post_code", 99_999: "unit"}
    rows = (
        consumption_point(s, **({wrong[s]: "E99"} if s in wrong else {}))
        for s in range(1, count + 1)
    )
    source = write_csv(netkontor.folder / "many.csv", rows)
    ran = netkontor.run("import", company, source, "--json")

    assert ran.code == 1, ran.err
    result = ran.json()
    assert (result["rows"], result["new"], result["unchanged"]) == (count, count - 8, 5)
    assert [(r["row"], r["violations"][0]["field"]) for r in result["rejected"]] == [
        (serial + 1, column) for serial, column in wrong.items()
    ]
    rejected = (netkontor.folder / "many-rejected.csv").read_text(encoding="utf-8-sig")
    assert len(rejected.splitlines()) == 4
    with closing(sqlite3.connect(company)) as database:
        assert database.execute("SELECT count(*) FROM metering_point").fetchone() == (count - 3,)
    assert netkontor.run("check", company).code == 0


def test__cpr_numbers__in_column_and_text__are_nowhere_afterwards(
    netkontor: CommandLine, company: Path
) -> None:
    rows = [
        consumption_point(10) | {"cpr_nr": CPR},
        consumption_point(11, location_description=f"spørg {CPR} om nøgle") | {"cpr_nr": CPR},
        consumption_point(12, metering_point_type="E99") | {"cpr_nr": CPR_PLAIN},
    ]
    folder = netkontor.folder
    outside = folder / "outside"
    outside.mkdir()
    source = write_csv(outside / "people.csv", rows)
    process = {"process": "1", "process_kind": "move_in", "metering_point_id": point_id(1)}
    events = write_csv(
        outside / "events.csv", [process | {"event": "done", "happened_on": TODAY, "note": CPR}]
    )

    ran = netkontor.run("import", company, source)
    noted = netkontor.run("import", company, events, "--json")
    out = folder / "out.csv"
    book = folder / "out.xlsx"
    assert netkontor.run("export", company, "metering_points", "-o", out).code == 0
    assert netkontor.run("export", company, "metering_points", "-o", book).code == 0
    source.unlink()
    events.unlink()

    assert (ran.code, noted.code) == (1, 1)
    assert "CPR" in ran.out
    assert "cpr_nr" in ran.out
    assert (outside / "people-rejected.csv").is_file()
    assert point_id(11) in out.read_text(encoding="utf-8-sig")
    texts = [ran.out, ran.err, noted.out, noted.err]
    assert not [text for text in texts if CPR in text or CPR_PLAIN in text]
    found = [path for path in folder.rglob("*") if path.is_file() and holds_cpr(path)]
    assert found == []


def holds_cpr(path: Path) -> bool:
    """Return whether the bytes of a file, unpacked where it is an archive, hold the numbers."""
    parts = [path.read_bytes()]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            parts += [packed.read(name) for name in packed.namelist()]
    return any(number.encode() in part for part in parts for number in (CPR, CPR_PLAIN))


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def made_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 9999")


def no_database(path: Path) -> None:
    path.write_bytes(b"just some words\n" * 100)


def other_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE mine (x)")


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (cut_short, "damaged"),
        (made_newer, "newer"),
        (no_database, "not a Netkontor company file"),
        (other_database, "not a Netkontor company file"),
    ],
)
def test__company_file__that_cannot_be_used__is_left_as_it_is(
    netkontor: CommandLine, company: Path, spoil: Callable[[Path], None], word: str
) -> None:
    spoil(company)
    before = company.read_bytes()
    source = write_csv(netkontor.folder / "points.csv", [consumption_point(10)])
    names = {path.name for path in netkontor.folder.iterdir()} | {"user"}

    for command in (
        ("import", company, source),
        ("export", company, "actors", "-o", netkontor.folder / "out.csv"),
        ("deadlines", company),
        ("check", company),
    ):
        told = sentence(netkontor.run(*command))
        assert company.name in told
        assert word in told
    assert company.read_bytes() == before
    assert {path.name for path in netkontor.folder.iterdir()} <= names


def run_with_room(netkontor: CommandLine, most: int, *arguments: str | Path) -> Ran:
    """Run a command that can write no file larger than so many bytes."""
    import resource  # not on Windows

    return netkontor.run(
        *arguments,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test__full_disk__by_a_limit_on_files__nothing_is_half_written(
    netkontor: CommandLine, company: Path
) -> None:
    """The largest file allowed is a little larger than the company file and its log."""
    folder = netkontor.folder
    many = write_csv(folder / "many.csv", [consumption_point(s) for s in range(10, 1500)])
    room = company.stat().st_size + 100_000
    small = 40_000
    older = folder / "older.csv"
    older.write_text("mine", encoding="utf-8")
    rejects = write_csv(
        folder / "rejects.csv", [consumption_point(s, unit="?") for s in range(10, 300)]
    )
    with untouched(netkontor, company):
        told = sentence(run_with_room(netkontor, room, "import", company, many))
        assert company.name in told
        assert "full" in told
        told = sentence(run_with_room(netkontor, small, "import", company, rejects))
        assert "rejects-rejected.csv" in told or company.name in told
        for arguments, name in (
            (("backup", company, folder / "copy.zip"), "copy.zip"),
            (("new", folder / "next.netkontor", *NEW), "next.netkontor"),
        ):
            told = sentence(run_with_room(netkontor, small, *arguments))
            assert f"{folder / name} " in told
            assert "full" in told
            assert not (folder / name).exists()
    assert netkontor.run("import", company, many).code == 0
    for target in (older, folder / "out.xlsx"):
        arguments = ("export", company, "metering_points", "-o", target)
        told = sentence(run_with_room(netkontor, small, *arguments))
        assert str(target) in told
        assert "full" in told
    assert older.read_text(encoding="utf-8") == "mine"
    assert not (folder / "out.xlsx").exists()
    assert not list(folder.glob(".*"))


needs_root = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0,
    reason="only root can mount a small disk or a read-only folder",
)


@contextmanager
def mounted(*arguments: str | Path) -> Iterator[None]:
    """Mount something for the length of a block; skip where that is not allowed."""
    done = subprocess.run(["mount", *map(str, arguments)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"mount is not allowed here: {done.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(arguments[-1])], check=True)


@needs_root
def test__full_disk__a_real_small_one__nothing_is_half_written(
    netkontor: CommandLine, made: Path
) -> None:
    disk = netkontor.folder / "disk"
    disk.mkdir()
    many = write_csv(netkontor.folder / "many.csv", [consumption_point(s) for s in range(10, 1500)])
    with mounted("-t", "tmpfs", "-o", "size=2m", "tmpfs", disk):
        company = shutil.copy2(made, disk / made.name)
        with untouched(netkontor, company):
            told = sentence(netkontor.run("import", company, many))
            assert "full" in told
        row = write_csv(netkontor.folder / "one.csv", [consumption_point(10)])
        before = content(company)
        fill = disk / "fill"
        with suppress(OSError), fill.open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
        for arguments in (("import", company, row), ("backup", company, disk / "copy.zip")):
            assert "full" in sentence(netkontor.run(*arguments))
        fill.unlink()
        assert content(company) == before
        assert netkontor.run("import", company, row).code == 0
        assert netkontor.run("check", company).code == 0


@needs_root
def test__read_only_folder__can_be_read_and_is_not_written_to(
    netkontor: CommandLine, made: Path
) -> None:
    behind = netkontor.folder / "behind"
    shown = netkontor.folder / "shown"
    for folder in (behind, shown):
        folder.mkdir()
    company = shutil.copy2(made, behind / made.name)
    rejects = write_csv(behind / "rejects.csv", [consumption_point(10, unit="?")])
    names = {path.name for path in behind.iterdir()}
    with mounted("--bind", "-o", "ro", behind, shown):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(shown)], check=True)
        here, source = shown / company.name, shown / rejects.name
        out = netkontor.folder / "out.csv"
        for arguments, name in (
            (("import", here, source), here),
            (("export", here, "actors", "-o", shown / "out.csv"), shown / "out.csv"),
            (("backup", here, shown / "copy.zip"), shown / "copy.zip"),
            (("new", shown / "next.netkontor", *NEW), shown / "next.netkontor"),
        ):
            assert str(name) in sentence(netkontor.run(*arguments))
        assert netkontor.run("export", here, "metering_points", "-o", out).code == 0
        assert netkontor.run("backup", here, netkontor.folder / "copy.zip").code == 0
        assert netkontor.run("check", here).code == 0
        assert netkontor.run("deadlines", here).code in {0, 1}
        other = shutil.copy2(made, netkontor.folder / "other.netkontor")
        ran = netkontor.run("import", other, source)
        assert (ran.code, (netkontor.folder / "rejects-rejected.csv").is_file()) == (1, True)
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 6
    assert {path.name for path in behind.iterdir()} == names
