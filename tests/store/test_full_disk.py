"""A full disk and a killed program: nothing half written, everything reported as saved is there.

The disk is made full by a limit on the size of files, which the kernel enforces the same way.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.store import CompanyFile
from app.store.integrity import check_file
from tests.store.made_up_points import points

PROJECT = Path(__file__).parents[2]

WITH_LIMIT = """
import resource, sys
from datetime import date
from pathlib import Path
from app.clock import FixedClock
from app.domain.catalogue import load_catalogue
from app.domain.errors import AppError
from app.paths import rules_dir
from app.store import CompanyFile
from app.store.archive import back_up
from app.store.backup import backup_now
from tests.store.made_up_points import points

path, limit, what = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
clock, catalogue = FixedClock(date(2026, 11, 21)), load_catalogue(rules_dir())

def limited():
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

def company():
    return CompanyFile.open(path, clock=clock, catalogue=catalogue)

def create():
    limited()
    CompanyFile.create(
        path, gln="5790000555550", name="N", grid_areas=["791"], who="t", clock=clock,
        catalogue=catalogue,
    )

def fill():
    file = company()
    limited()
    with file.write(who="t", kind="import") as writer:
        writer.points.put_many(points(5000))
    print("saved")

def save():
    file = company()
    limited()
    for number in range(100000):
        with file.write(who="t", kind="test") as writer:
            writer.settings.put("counter", str(number))
        print(number, flush=True)

def keep():
    file = company()
    limited()
    file.keep_file(b"x" * 10 * limit)

def archive():
    file = company()
    limited()
    back_up(file, path.with_name("copy.zip"))

def backup():
    file = company()
    limited()
    backup_now(file, "by_hand")

try:
    {"create": create, "fill": fill, "save": save, "keep": keep, "archive": archive,
     "backup": backup}[what]()
except AppError as error:
    print(type(error).__name__, error.message)
"""

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="limits on the size of files are a matter of Unix"
)


def with_limit(path, limit, what):
    answer = subprocess.run(
        [sys.executable, "-c", WITH_LIMIT, str(path), str(limit), what],
        capture_output=True,
        text=True,
        check=True,
        cwd=PROJECT,
        env={**os.environ, "NETKONTOR_LANGUAGE": "en"},
    )
    return answer.stdout.splitlines()


@pytest.fixture
def small(company):
    with company.write(who="tester", kind="import") as writer:
        writer.points.put_many(points(5))
    company.close()
    return company.path


def contents(path, catalogue, clock):
    with CompanyFile.open(path, clock=clock, catalogue=catalogue) as file, file.read() as reader:
        return reader.points.count(), reader.settings.get("counter")


def test__create__on_a_full_disk__leaves_no_file(tmp_path):
    lines = with_limit(tmp_path / "company.netkontor", 100_000, "create")

    assert lines[-1].startswith("OutputFileError")
    assert "disk is full" in lines[-1]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("limit", [700_000, 1_500_000, 4_000_000])
def test__import__on_a_full_disk__is_rolled_back_and_the_file_intact(
    small, catalogue, clock, limit
):
    lines = with_limit(small, limit, "fill")

    assert lines[-1].startswith("OutputFileError")
    assert "disk is full" in lines[-1]
    assert check_file(small, catalogue=catalogue) == []
    assert contents(small, catalogue, clock) == (5, "")


def test__saving__until_the_disk_is_full__keeps_everything_reported_as_saved(
    small, catalogue, clock
):
    lines = with_limit(small, 900_000, "save")

    assert lines[-1].startswith("OutputFileError")
    assert check_file(small, catalogue=catalogue) == []
    assert contents(small, catalogue, clock) == (5, lines[-2])


def test__keep_file__on_a_full_disk__leaves_nothing(small):
    lines = with_limit(small, 800_000, "keep")

    assert lines[-1].startswith("OutputFileError")
    assert list((small.parent / "company.netkontor.d" / "files").iterdir()) == []


@pytest.mark.parametrize("what", ["archive", "backup"])
def test__backup__on_a_full_disk__leaves_nothing_half_written(small, catalogue, what):
    lines = with_limit(small, 300_000, what)

    assert lines[-1].startswith("OutputFileError")
    assert "disk is full" in lines[-1]
    left = [p for p in small.parent.rglob("*") if p.is_file() and not p.name.startswith("company")]
    assert left == []
    assert check_file(small, catalogue=catalogue) == []


WRITE_FOR_EVER = """
import json, sys
from datetime import date
from pathlib import Path
from app.clock import FixedClock
from app.domain.catalogue import load_catalogue
from app.paths import rules_dir
from app.store import CompanyFile, PointChange
from tests.store.made_up_points import point_id, points

clock, catalogue = FixedClock(date(2026, 11, 21)), load_catalogue(rules_dir())
file = CompanyFile.open(Path(sys.argv[1]), clock=clock, catalogue=catalogue)
number = int(sys.argv[2])
while True:
    number += 1
    with file.write(who="t", kind="import") as writer:
        city = {"city": f"By {number}"}
        day = date(2026, 1, 1)
        writer.points.put_many([*points(40, seed=number)])
        writer.points.put_many([PointChange(point_id(n), day, city) for n in range(40)])
        writer.settings.put("counter", str(number))
    print(json.dumps(number), flush=True)
"""


def kill_while_writing(path, start, generator):
    """Kill a writing process at a random moment; return the last number it reported."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITE_FOR_EVER, str(path), str(start)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
    ) as writer:
        last = json.loads(writer.stdout.readline())
        time.sleep(generator.uniform(0, 0.4))
        writer.send_signal(signal.SIGKILL)
        reported = [last, *(json.loads(line) for line in writer.stdout if line.endswith("\n"))]
    return reported[-1]


def assert_survives(path, rounds, catalogue, clock, seed):
    generator = random.Random(seed)
    last = 0
    for _round in range(rounds):
        last = kill_while_writing(path, last, generator)

        assert check_file(path, catalogue=catalogue) == []
        with (
            CompanyFile.open(path, clock=clock, catalogue=catalogue) as file,
            file.read() as reader,
        ):
            counter = int(reader.settings.get("counter"))
            rows = reader.points.current_rows(clock.today())
            cities = {data.text("city") for _, data in rows}
        assert counter in {last, last + 1}  # the last one may have been saved but not reported
        assert cities == {f"By {counter}"}
        last = counter


def test__kill_9__while_writing__loses_nothing_that_was_reported(company, catalogue, clock):
    company.close()

    assert_survives(company.path, 3, catalogue, clock, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test__kill_9__fifty_times_while_writing__loses_nothing_that_was_reported(
    company, catalogue, clock
):
    company.close()

    assert_survives(company.path, 50, catalogue, clock, seed=2)
