"""Start to the first painted row with 50,000 points, against a plain window in the same run.

Run by `packaging/test.sh -m bench -s tests/bench/test_bench_start.py`.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys

import pytest

from app import bootstrap
from app.services.demo import DemoOrder, make_demo
from tests.e2e.command_line import PROJECT, CommandLine
from tests.ui.window_tour import DEMO_DAY

RUNS = 5
POINTS = 50_000


@pytest.mark.bench
def test__start__fifty_thousand_points__ratio_to_a_plain_window(tmp_path):
    company = tmp_path / "large.netkontor"
    order = DemoOrder(as_of=DEMO_DAY, points=POINTS)
    make_demo(company, order, catalogues=bootstrap.catalogues())
    line = CommandLine(tmp_path, today=DEMO_DAY.isoformat())

    def measured(*arguments):
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.first_row", *map(str, arguments)],
            cwd=PROJECT,
            env=line.environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        return json.loads(done.stdout.splitlines()[-1])

    measured("plain")
    measured("netkontor", company)
    plain, ours = [], []
    for _number in range(RUNS):
        plain.append(measured("plain"))
        ours.append(measured("netkontor", company))

    def median(runs, key):
        return statistics.median(run[key] for run in runs)

    for key in ("seconds", "cpu", "peak_mib"):
        ratio = median(ours, key) / median(plain, key)
        print(  # noqa: T201 # the figures are what a bench is for
            f"\n{key}: netkontor {median(ours, key):.3f}, plain window {median(plain, key):.3f}, "
            f"ratio {ratio:.2f}"
        )
    assert ours[0]["loaded"] == [], "heavy libraries were imported before the first row"
