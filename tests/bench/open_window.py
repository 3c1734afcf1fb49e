"""Opens a company file, visits pages, types into the search box, and prints what that took.

Usage: python -m tests.bench.open_window COMPANY_FILE
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QTableView

from app.ui.pages.metering_points.page import MeteringPointsPage
from app.ui.widgets.record_list import RecordList
from tests.bench.first_row import peak_mib
from tests.ui.window_tour import Tour

TYPED = 25


def texts(company: Path) -> list[str]:
    """Return what a search box holds after each key, typing addresses, ids and meters."""
    chosen = random.Random(5)
    columns = "address, metering_point_id, meter_number"
    with closing(sqlite3.connect(company)) as connection:
        rows = connection.execute(
            f"SELECT {columns} FROM metering_point_current WHERE meter_number IS NOT NULL"
        ).fetchall()
    whole = [str(text).split(",")[0] for row in chosen.sample(rows, TYPED) for text in row]
    return [text[:length] for text in whole for length in range(1, len(text) + 1)]


def strokes(records: RecordList, typed: list[str]) -> list[float]:
    """Return the seconds from each key stroke to the painted rows, without the typing pause."""
    times = []
    table = records.findChild(QTableView)
    waiting = QEventLoop()
    records.loaded.connect(waiting.quit)
    for text in typed:
        started = time.perf_counter()
        records.search.searched.emit(text)
        waiting.exec()
        table.viewport().repaint()
        times.append(time.perf_counter() - started)
    return sorted(times)


def bare_strokes(company: Path, typed: list[str]) -> list[float]:
    """Return the seconds the search index alone takes for the same texts: the peer."""
    times = []
    sql = "SELECT rowid FROM metering_point_search WHERE search_text LIKE ?"
    with closing(sqlite3.connect(company)) as connection:
        for text in typed:
            started = time.perf_counter()
            connection.execute(sql, (f"%{text.lower()}%",)).fetchall()
            times.append(time.perf_counter() - started)
    return sorted(times)


def main(company: Path) -> dict[str, object]:
    """Return memory after each page in MiB, and the times of the key strokes in ms."""
    tour = Tour(QApplication(sys.argv[:1]), company)
    memory = {}
    with closing(sqlite3.connect(company)) as connection:
        point = connection.execute("SELECT max(metering_point_id) FROM metering_point").fetchone()
    areas = ("overview", "metering_points", f"metering_points/{point[0]}", "deadlines", "prices")
    for address in (*areas, "processes", "checks", "exchange", "settings", "metering_points"):
        tour.window.navigator.open(address)
        tour.settle()
        memory[address] = peak_mib()
    records = tour.window.findChild(MeteringPointsPage).findChild(RecordList)
    typed = texts(company)
    ours, peer = strokes(records, typed), bare_strokes(company, typed)
    memory["after typing"] = peak_mib()

    def at(times: list[float], share: float) -> float:
        return times[int(len(times) * share)] * 1000

    return {
        "memory": memory,
        "typed": len(typed),
        "p50": at(ours, 0.5),
        "p95": at(ours, 0.95),
        "peer_p95": at(peer, 0.95),
    }


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))  # noqa: T201
