"""A window that is killed while forms are saved keeps every change it had reported.

Each round drives the real change form of the window until it is killed at a random moment; what
the window told the operator as saved must stand in the file afterwards.
Run by its own command: `packaging/test.sh -m slow`.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.builders import GRID_AREA, OWN_GLN, consumption_point, point_id, write_csv
from tests.e2e.command_line import PROJECT, CommandLine

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = 50
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
        time.sleep(chance.uniform(1.5, 4.5))
        process.send_signal(signal.SIGKILL)
        out, _err = process.communicate()
        told = [line.removeprefix("saved ") for line in out.splitlines() if line[:6] == "saved "]
        saves += len(told)
        checked = netkontor.run("check", company)
        assert checked.code == 0, (number, checked.out, checked.err)
        if told:
            assert told[-1] in _comments_ever(company), f"round {number} lost {told[-1]}"

    assert saves >= ROUNDS, f"only {saves} changes were saved in {ROUNDS} rounds"


def _comments_ever(company: Path) -> set[str]:
    """Return every location description the file has ever held."""
    import sqlite3

    with sqlite3.connect(company) as connection:
        rows = connection.execute("SELECT location_description FROM address").fetchall()
    return {row[0] for row in rows}
