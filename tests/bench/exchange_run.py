"""One run of an import, a monthly check and its workbook, measured in a process of its own.

Started by `test_bench_exchange`: seconds and the peak of memory stand on standard output as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from time import perf_counter

from app import bootstrap
from app.services.exports import export_file
from app.services.imports import import_file
from app.services.self_control import run_check, run_detail, write_workbook
from tests.builders import SUPPLIER_GLN, consumption_point, write_csv
from tests.company_builder import MovableClock, new_company


def peak_megabytes() -> float:
    """Return the most memory this process has held."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024**2


def run(folder: Path, count: int, differing: int) -> dict[str, float]:
    """Import so many points, and check them against an extract with so many differences."""
    given = {"connection_state": "E22", "energy_supplier_id": SUPPLIER_GLN, "max_power_kw": "12.5"}
    source = write_csv(
        folder / "points.csv", (consumption_point(n, **given) for n in range(1, count + 1))
    )
    session = new_company(folder, bootstrap.catalogues(), MovableClock(date(2026, 11, 2)))
    times = {}

    start = perf_counter()
    result = import_file(session, source)
    times["import_seconds"] = perf_counter() - start
    assert (result.new, result.rejected) == (count, ())
    times["import_peak_mb"] = peak_megabytes()

    extract = folder / "extract.csv"
    export_file(session, "metering_points", extract)
    spoil(extract, differing)
    start = perf_counter()
    outcome = run_check(session, "2026-11", [extract], seed=1)
    times["check_seconds"] = perf_counter() - start
    assert outcome.value is not None
    detail = run_detail(session, outcome.value)
    assert detail.row.discrepancies == differing
    times["fields"] = len(detail.compared_fields)

    start = perf_counter()
    write_workbook(session, outcome.value, folder / "check.xlsx")
    times["workbook_seconds"] = perf_counter() - start
    times["peak_mb"] = peak_megabytes()
    return times


def spoil(extract: Path, differing: int) -> None:
    """Give every so many points another town."""
    lines = extract.read_text(encoding="utf-8").splitlines(keepends=True)
    step = max(1, (len(lines) - 1) // differing)
    for number in range(1, differing * step + 1, step):
        lines[number] = lines[number].replace("Prøveby", "Andenby")
    extract.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))  # noqa: T201
