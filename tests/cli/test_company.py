"""`netkontor new`, `demo`, `backup`, `restore`, `check`, `deadlines`, `import`, `export`."""

from __future__ import annotations

import csv
import shutil
import stat
import sys
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from tests.cli.command_line import CommandLine

if TYPE_CHECKING:
    from pathlib import Path

GLN = "5790000555550"
POINTS = 120


@pytest.fixture(scope="module")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    run = CommandLine(folder)("demo", "demo.netkontor", "--metering-points", str(POINTS), "--json")
    assert run.code == 0, run.err
    assert run.document["metering_points"] == POINTS
    return folder


@pytest.fixture
def demo(netkontor: CommandLine, made_demo: Path) -> CommandLine:
    """A command line whose folder holds a demo company of its own."""
    shutil.copytree(
        made_demo, netkontor.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("user")
    )
    return netkontor


def test__new__makes_an_empty_file_that_is_whole(netkontor: CommandLine) -> None:
    made = netkontor("new", "c.netkontor", "--gln", GLN, "--name", "Ærø Net", "--grid-area", "990")
    checked = netkontor("check", "c.netkontor", "--json")

    assert (made.code, made.err) == (0, "")
    assert checked.code == 0
    assert checked.document["metering_points"] == 0
    if sys.platform != "win32":
        assert stat.S_IMODE((netkontor.folder / "c.netkontor").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--gln", "5790000555551", "--name", "X", "--grid-area", "990"], "5790000555551"),
        (["--gln", GLN, "--name", "X", "--grid-area", "99"], "“99”"),
        (["--gln", GLN, "--name", " ", "--grid-area", "990"], "name"),
    ],
)
def test__new__when_something_is_wrong__makes_nothing(
    netkontor: CommandLine, options: list[str], named: str
) -> None:
    run = netkontor("new", "c.netkontor", *options)

    assert run.code == 2
    assert named in run.sentence
    assert not (netkontor.folder / "c.netkontor").exists()


def test__new__when_the_file_exists__leaves_it(netkontor: CommandLine) -> None:
    (netkontor.folder / "c.netkontor").write_text("mine")

    run = netkontor("new", "c.netkontor", "--gln", GLN, "--name", "X", "--grid-area", "990")

    assert run.code == 2
    assert "exists" in run.sentence
    assert (netkontor.folder / "c.netkontor").read_text() == "mine"


def test__demo__passes_its_own_check(demo: CommandLine) -> None:
    run = demo("check", "demo.netkontor", "--json")

    assert run.code == 0
    assert run.document == {
        "metering_points": POINTS,
        "findings": [],
        "errors": 0,
        "warnings": run.document["warnings"],
        "violations": [],
    }


@pytest.mark.parametrize("day", ["2023-12-31", "2100-01-01"])
def test__demo__on_a_day_outside_its_history__is_refused(netkontor: CommandLine, day: str) -> None:
    run = netkontor("demo", "demo.netkontor", "--as-of", day)

    assert run.code == 2
    assert "2024-01-01" in run.sentence
    assert list(netkontor.folder.glob("*.netkontor")) == []


def test__deadlines__when_some_are_overdue__exits_with_1(demo: CommandLine) -> None:
    run = demo("deadlines", "demo.netkontor", "--json")

    assert (run.code, run.err) == (1, "")
    limits = run.document
    assert any(limit["group"] == "overdue" for limit in limits)
    assert limits == sorted(
        limits,
        key=lambda limit: limit["last_safe_day"] or limit["first_day"] or limit["task_day"],
    )
    assert all(limit["source"] and limit["id"] and limit["ref"] for limit in limits)


def test__deadlines__as_of_a_day_before_everything__exits_with_0(demo: CommandLine) -> None:
    run = demo("deadlines", "demo.netkontor", "--as-of", "2026-10-12", "--json")

    assert run.code == 0
    assert all(limit["group"] != "overdue" for limit in run.document)


def test__deadlines__as_calendar__holds_every_limit_once_and_no_address(
    demo: CommandLine,
) -> None:
    limits = demo("deadlines", "demo.netkontor", "--ics", "limits.ics", "--json").document
    again = demo("deadlines", "demo.netkontor", "--ics", "limits.ics")

    content = (demo.folder / "limits.ics").read_bytes()
    events = Calendar.from_ical(content).walk("VEVENT")
    assert again.code == 1
    assert len({str(event["UID"]) for event in events}) == len(events) == len(limits)
    assert {int(event["SEQUENCE"]) for event in events} == {0}
    with (demo.folder / "demo-datahub-extract.csv").open(encoding="utf-8") as file:
        streets = {row["street_name"] for row in csv.DictReader(file, delimiter=";")}
    text = content.decode().replace("\r\n ", "")
    assert [street for street in streets if street and street in text] == []


def test__deadlines__as_workbook__holds_every_limit(demo: CommandLine) -> None:
    limits = demo("deadlines", "demo.netkontor", "--xlsx", "limits.xlsx", "--json").document

    book = load_workbook(demo.folder / "limits.xlsx")
    cells = {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row}
    assert {
        limit["object"] for limit in limits if limit["object_kind"] == "metering_point"
    } <= cells
    assert {limit["source"] for limit in limits} <= cells


def test__backup__restored_beside__is_the_same_company(demo: CommandLine) -> None:
    backed_up = demo("backup", "demo.netkontor", "copy.zip", "--json")
    restored = demo("restore", "copy.zip", "again.netkontor", "--json")
    for name in ("demo", "again"):
        assert demo("export", f"{name}.netkontor", "metering_points", "-o", f"{name}.csv").code == 0

    assert backed_up.document["verified"] is True
    assert restored.document["kept_old"] is None
    assert (demo.folder / "demo.csv").read_bytes() == (demo.folder / "again.csv").read_bytes()


def test__restore__over_a_file__keeps_the_old_one(demo: CommandLine) -> None:
    demo("backup", "demo.netkontor", "copy.zip")

    run = demo("restore", "copy.zip", "demo.netkontor", "--json")

    kept = run.document["kept_old"]
    assert run.code == 0
    assert demo("check", kept).code == 0
    assert demo("check", "demo.netkontor").code == 0


def test__export_and_import__round_trip__is_exact(demo: CommandLine) -> None:
    demo("new", "c.netkontor", "--gln", GLN, "--name", "X", "--grid-area", "990")
    kinds = ("grid_areas", "actors", "metering_points", "charges", "charge_prices", "charge_links")
    for kind in kinds:
        assert demo("export", "demo.netkontor", kind, "-o", f"{kind}.csv").code == 0

    taken_in = demo("import", "c.netkontor", *(f"{kind}.csv" for kind in kinds), "--json")

    assert (taken_in.code, taken_in.err) == (0, "")
    assert [result["kind"] for result in taken_in.document] == list(kinds)
    assert all(result["written"] and not result["rejected"] for result in taken_in.document)
    for kind in kinds[1:]:
        demo("export", "c.netkontor", kind, "-o", "again.csv")
        assert (demo.folder / "again.csv").read_bytes() == (
            demo.folder / f"{kind}.csv"
        ).read_bytes()


def test__import__one_source__is_the_documented_document(demo: CommandLine) -> None:
    demo("export", "demo.netkontor", "metering_points", "-o", "points.csv")

    run = demo("import", "demo.netkontor", "points.csv", "--dry-run", "--json")

    rows = run.document["rows"]
    assert run.code == 0
    assert run.document == {
        "kind": "metering_points",
        "rows": rows,
        "new": 0,
        "changed": 0,
        "unchanged": rows,
        "rejected": [],
        "written": False,
        **{key: run.document[key] for key in run.document if key in {"notes", "rejected_file"}},
    }


def test__import__when_a_later_source_is_unreadable__says_what_is_in(demo: CommandLine) -> None:
    demo("export", "demo.netkontor", "actors", "-o", "actors.csv")

    run = demo("import", "demo.netkontor", "actors.csv", "missing.csv")

    assert run.code == 2
    assert "missing.csv" in run.sentence
    assert "taken in" in run.sentence


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04 no zip", b"a;b\n1;2\n"])
def test__import__of_a_file_that_is_no_table__writes_nothing(
    demo: CommandLine, content: bytes
) -> None:
    source = demo.folder / "source.csv"
    source.write_bytes(content)

    run = demo("import", "demo.netkontor", "source.csv")

    assert run.code == 2
    assert "source.csv" in run.sentence


@pytest.mark.parametrize(
    "command",
    [
        ["check", "broken.netkontor"],
        ["deadlines", "broken.netkontor"],
        ["export", "broken.netkontor", "actors", "-o", "out.csv"],
        ["backup", "broken.netkontor", "out.zip"],
    ],
)
def test__commands__on_a_file_cut_short__cost_one_sentence(
    demo: CommandLine, command: list[str]
) -> None:
    whole = (demo.folder / "demo.netkontor").read_bytes()
    (demo.folder / "broken.netkontor").write_bytes(whole[: len(whole) // 2])

    run = demo(*command)

    assert run.code == 2
    assert "broken.netkontor" in run.sentence
    assert {path.name for path in demo.folder.iterdir()} == {
        "broken.netkontor",
        "demo-README.txt",
        "demo-datahub-extract.csv",
        "demo.netkontor",
        "demo.netkontor.d",
        "user",
    }


def test__self_control__finds_what_was_planted_and_nothing_else(demo: CommandLine) -> None:
    run = demo(
        *("self-control", "demo.netkontor", "--month", "2026-11", "--seed", "11", "--json"),
        *("--datahub", "demo-datahub-extract.csv", "-o", "check.xlsx"),
    )

    document = run.document
    assert (run.code, run.err) == (1, "")
    assert document["seed"] == 11
    assert document["as_of"].startswith("2026-11-20")
    assert document["fulfilled"] is True
    planted = {
        line.split()[0]
        for line in (demo.folder / "demo-README.txt")
        .read_text("utf-8")
        .partition("It differs")[2]
        .splitlines()
        if line.startswith("5713131")
    }
    assert {item["metering_point_id"] for item in document["discrepancies"]} == planted
    assert {item["kind"] for item in document["discrepancies"]} == {
        "field_differs",
        "missing_in_datahub",
        "missing_in_own",
    }
    assert {item["treatment"] for item in document["discrepancies"]} == {
        "resend",
        "tell_owner",
        "awaiting_answer",
        "investigate",
    }
    states = [i for i in document["discrepancies"] if i["field"] == "connection_state"]
    assert {(item["own"], item["datahub"]) for item in states} == {("E22", "D03"), ("E23", "E22")}
    book = load_workbook(demo.folder / "check.xlsx")
    assert len(book.sheetnames) == 7


def test__self_control__when_registers_agree__exits_with_0(demo: CommandLine) -> None:
    demo("export", "demo.netkontor", "metering_points", "-o", "own.csv")

    run = demo(
        *("self-control", "demo.netkontor", "--month", "2026-11", "--json"),
        *("--datahub", "own.csv", "-o", "check.xlsx"),
    )

    assert (run.code, run.err) == (0, "")
    assert run.document["discrepancies"] == []


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--month", "2026-13", "--datahub", "demo-datahub-extract.csv"], "2026-13"),
        (["--month", "2026-11", "--datahub", "missing.csv"], "missing.csv"),
        (["--month", "2026-11", "--datahub", "demo-README.txt"], "demo-README.txt"),
        (
            ["--month", "2026-11", "--datahub", "demo-datahub-extract.csv", "--seed", "x"],
            "--seed",
        ),
    ],
)
def test__self_control__when_it_cannot_be_done__writes_no_workbook(
    demo: CommandLine, options: list[str], named: str
) -> None:
    run = demo("self-control", "demo.netkontor", *options, "-o", "check.xlsx")

    assert run.code == 2
    assert named in run.sentence
    assert not (demo.folder / "check.xlsx").exists()
