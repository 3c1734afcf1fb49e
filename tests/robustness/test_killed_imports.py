"""An import that is killed at any moment leaves a whole file with everything it reported.

Run by its own command: `packaging/test.sh -m slow`.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.builders import GRID_AREA, OWN_GLN, consumption_point, point_id, write_csv
from tests.e2e.command_line import CommandLine

if TYPE_CHECKING:
    from pathlib import Path

IMPORTS = 50
ROWS = 300
SEED = 20260311


def _exported_ids(netkontor: CommandLine, company: Path) -> set[str]:
    out = netkontor.folder / "export.csv"
    done = netkontor.run("export", company, "metering_points", "-o", out)
    assert done.code == 0, done.err
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    return {line.split(";")[0] for line in lines[1:]}


def _seconds_of_one(netkontor: CommandLine) -> float:
    """Return how long an import takes that nobody kills, so that the others are killed within."""
    company = netkontor.folder / "measured.netkontor"
    made = ("--gln", OWN_GLN, "--name", "Prøvenet", "--grid-area", GRID_AREA)
    assert netkontor.run("new", company, *made).code == 0
    rows = [consumption_point(serial) for serial in range(1, ROWS + 1)]
    source = write_csv(netkontor.folder / "measured.csv", rows)
    started = time.monotonic()
    assert netkontor.run("import", company, source).code == 0
    return time.monotonic() - started


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test__kill__during_fifty_imports__file_whole_and_reported_rows_there(tmp_path: Path) -> None:
    netkontor = CommandLine(tmp_path, today="2026-03-11")
    company = tmp_path / "company.netkontor"
    made = netkontor.run(
        "new", company, "--gln", OWN_GLN, "--name", "Prøvenet", "--grid-area", GRID_AREA
    )
    assert made.code == 0, made.err
    chance = random.Random(SEED)
    reported: set[str] = set()
    killed = 0
    whole = _seconds_of_one(netkontor)
    for number in range(IMPORTS):
        serials = range(number * ROWS + 1, (number + 1) * ROWS + 1)
        source = write_csv(tmp_path / f"{number}.csv", [consumption_point(s) for s in serials])
        wanted = {point_id(s) for s in serials}
        process = subprocess.Popen(
            netkontor.command("import", company, source, "--json"),
            cwd=tmp_path,
            env=netkontor.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        time.sleep(chance.uniform(0.1, 1.1) * whole)
        process.send_signal(signal.SIGKILL)
        out, _err = process.communicate()
        killed += process.returncode == -signal.SIGKILL
        if out.strip():
            assert json.loads(out)["written"] in (True, ROWS), out
            reported |= wanted
        checked = netkontor.run("check", company)
        assert checked.code == 0, (number, checked.out, checked.err)
        there = _exported_ids(netkontor, company)
        assert reported <= there, (number, sorted(reported - there)[:3])
        assert wanted <= there or not wanted & there, f"import {number} was written in part"

    assert killed >= IMPORTS // 4, f"only {killed} imports were killed before their end"
