"""Start to the first painted row with 50,000 points, against a plain window in the same run.

Run by `packaging/test.sh -m bench -s tests/bench/test_bench_start.py`.
"""

from __future__ import annotations

import statistics

import pytest

from app import bootstrap
from app.services.demo import DemoOrder, make_demo
from tests.bench.measured_process import MeasuredProcess
from tests.ui.window_tour import DEMO_DAY

RUNS = 5
POINTS = 50_000


@pytest.mark.bench
@pytest.mark.timeout(600)
def test__start__fifty_thousand_points__ratio_to_a_plain_window(tmp_path):
    company = tmp_path / "large.netkontor"
    order = DemoOrder(as_of=DEMO_DAY, points=POINTS)
    make_demo(company, order, catalogues=bootstrap.catalogues())
    process = MeasuredProcess(tmp_path, DEMO_DAY)

    def measured(*arguments):
        return process.run("tests.bench.first_row", *arguments)

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
