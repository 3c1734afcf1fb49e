"""A window that is killed while forms are saved keeps every change it had reported.

Each round drives the real change form of the window until it is killed at a random moment, in
most rounds after its first save, in some while it starts. What the window told the operator as
saved must stand in the file afterwards.
Run by its own command: `packaging/test.sh -m slow`.
"""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.builders import GRID_AREA, OWN_GLN, consumption_point, point_id, write_csv
from tests.e2e.command_line import PROJECT, CommandLine

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = 50
STARTS = 5
"""One round of so many is killed at any moment from its start on."""
SEED = 20260312


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test__kill__during_fifty_form_saves__every_reported_change_kept(tmp_path: Path) -> None:
    netkontor = CommandLine(tmp_path, today="2026-03-11")
    company = tmp_path / "company.netkontor"
    made = netkontor.run(
        "new", company, "--gln", OWN_GLN, "--name", "Prøvenet", "--grid-area", GRID_AREA
    )
    assert made.code == 0, made.err
    source = write_csv(tmp_path / "points.csv", [consumption_point(1)])
    assert netkontor.run("import", company, source).code == 0
    chance = random.Random(SEED)
    saves = 0
    for number in range(ROUNDS):
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.robustness.save_forms",
                str(company),
                point_id(1),
                str(number),
            ],
            cwd=PROJECT,
            env=netkontor.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        first = process.stdout.readline() if number % STARTS else ""
        time.sleep(chance.uniform(0.0, 2.0))
        process.send_signal(signal.SIGKILL)
        rest, _err = process.communicate()
        assert process.returncode == -signal.SIGKILL, f"round {number} ended by itself"
        lines = (first + rest).splitlines()
        told = {line.removeprefix("saved ") for line in lines if line.startswith("saved ")}
        saves += len(told)
        checked = netkontor.run("check", company)
        assert checked.code == 0, (number, checked.out, checked.err)
        lost = told - _descriptions_ever(company)
        assert not lost, f"round {number} lost {lost}"

    assert saves >= ROUNDS, f"only {saves} changes were saved in {ROUNDS} rounds"


def _descriptions_ever(company: Path) -> set[str]:
    """Return every location description the file has ever held."""
    with closing(sqlite3.connect(company)) as database:
        rows = database.execute("SELECT location_description FROM metering_point_address")
        return {row[0] for row in rows}
