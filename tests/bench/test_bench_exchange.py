"""Speed and memory of imports and of the monthly check, at 50,000 metering points."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.source_tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.bench

POINTS = 50_000
IMPORT_SECONDS = 15
IMPORT_MEGABYTES = 500
CHECK_SECONDS = 3
WORKBOOK_SECONDS = 15
LEAST_FIELDS = 30


@pytest.mark.timeout(300)
@pytest.mark.parametrize("differing", [500, POINTS])
def test__import_check_and_workbook__50000_points__are_fast_and_frugal(
    tmp_path: Path, differing: int
) -> None:
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.bench.exchange_run",
            str(tmp_path),
            str(POINTS),
            str(differing),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )

    assert run.stderr == ""
    measured = json.loads(run.stdout)
    print(measured)  # noqa: T201  # the figures are what a bench is run for
    assert measured["import_seconds"] < IMPORT_SECONDS
    assert measured["import_peak_mb"] < IMPORT_MEGABYTES
    assert measured["fields"] >= LEAST_FIELDS
    if differing < POINTS:
        assert measured["check_seconds"] < CHECK_SECONDS
    assert measured["workbook_seconds"] < WORKBOOK_SECONDS
