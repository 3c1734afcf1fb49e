"""Opens the real window on the demo company and visits every page, for pictures and walks."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit

from app import bootstrap
from app.services.demo import DemoOrder, make_demo
from app.ui.application import GuiProgram

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEMO_DAY = date(2026, 11, 20)
PATIENCE_S = 30.0


class Stop(NamedTuple):
    """One thing to look at: a file name for it, and the address that shows it."""

    name: str
    address: str


def _tell_instead_of_waiting(dialog: QDialog) -> int:
    """Stand in for `QDialog.exec`: nobody is there to answer, so say it and go on."""
    texts = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
    edits = [edit.toPlainText() for edit in dialog.findChildren(QPlainTextEdit)]
    sys.stderr.write("\n".join([f"dialog {dialog.objectName()}:", *texts, *edits]) + "\n")
    return QDialog.DialogCode.Rejected


class Tour:
    """A window with an open demo company.

    Attributes:
        program: The running program.
        window: Its window.
    """

    def __init__(self, application: QApplication, company: Path) -> None:
        self._application = application
        self.program = GuiProgram(application, bootstrap.WindowSessions())
        self.window = self.program.window
        QDialog.exec = _tell_instead_of_waiting
        self.window.resize(1360, 860)
        self.program.show(company, demo=False)
        self._wait_for_company()
        self.settle()

    def _wait_for_company(self) -> None:
        end = time.monotonic() + PATIENCE_S
        while self.program.desk.context is None:
            if time.monotonic() > end:
                msg = "the company file was not opened"
                raise TimeoutError(msg)
            QCoreApplication.processEvents()
            time.sleep(0.005)

    def settle(self, quiet_s: float = 0.25) -> None:
        """Let the window work until nothing has been running for a moment."""
        end = time.monotonic() + PATIENCE_S
        quiet_since = time.monotonic()
        while time.monotonic() < end:
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            if not self.program.tasks.is_idle:
                quiet_since = time.monotonic()
            elif time.monotonic() - quiet_since > quiet_s:
                return
            time.sleep(0.005)
        msg = f"the window was still working after {PATIENCE_S:.0f} s"
        raise TimeoutError(msg)

    def visit(self, stop: Stop) -> None:
        """Show an address and wait until it is complete."""
        self.window.navigator.open(stop.address)
        self.settle()

    def stops(self) -> list[Stop]:
        """Return every kind of page, form and record of the demo company."""
        from app.services import charges, deadlines, metering_points, processes
        from app.services.charge_views import ChargeFilter
        from app.services.deadline_views import DeadlineFilter
        from app.services.process_views import ProcessFilter

        context = self.program.desk.context
        assert context is not None
        session = context.session
        found = [Stop(area, area) for area in ("overview", "deadlines", "metering_points")]
        limits = deadlines.open_deadlines(session, DeadlineFilter())
        found += [Stop(f"deadlines_{i}", f"deadlines/{d.ref}") for i, d in enumerate(limits[:2])]
        points = [d.object_id for d in limits if d.object_kind == "metering_point"][:1]
        with session.company_file.read() as reader:
            ids = metering_points.find(session, metering_points.PointQuery()).rowids
            points.append(reader.point_list.id_of(ids[3]))
        tabs = ("", "/meter", "/links", "/processes", "/history", "/relations")
        for number, point in enumerate(points):
            found += [
                Stop(f"point_{number}{tab.replace('/', '_')}", f"metering_points/{point}{tab}")
                for tab in tabs
            ]
        found.append(Stop("point_new", "metering_points/new"))
        found.append(Stop("point_edit", f"metering_points/{points[1]}/edit"))
        for offer in processes.offers(session, points[1]):
            if offer.enabled and not offer.is_change_form:
                address = f"metering_points/{points[1]}/start/{offer.kind}"
                found.append(Stop(f"start_{offer.kind}", address))
        found.append(Stop("prices", "prices"))
        rows = charges.list_charges(session, ChargeFilter())
        hourly = next((r for r in rows if r.price is None and r.kind == "D03"), rows[0])
        for name, charge in (("tariff", hourly), ("charge", rows[0])):
            found.append(Stop(f"price_{name}", f"prices/{charge.id}"))
        found += [
            Stop(f"price_{form}", f"prices/{hourly.id}/{form}")
            for form in ("price", "change", "link")
        ]
        found.append(Stop("price_new", "prices/new"))
        found.append(Stop("processes", "processes"))
        running = processes.list_processes(session, ProcessFilter())
        found += [Stop(f"process_{i}", f"processes/{p.id}") for i, p in enumerate(running[:4])]
        found += [
            Stop("process_event", f"processes/{running[0].id}/record/reported/report"),
            Stop("point_link", f"metering_points/{points[1]}/link"),
            Stop("point_gone", "metering_points/571313100000000000"),
            Stop("checks", "checks"),
            Stop("check_new", "checks/new"),
            Stop("check", "checks/1"),
            Stop("exchange", "exchange"),
            Stop("settings", "settings"),
        ]
        return found


@contextmanager
def tour(application: QApplication, folder: Path, *, points: int = 500) -> Iterator[Tour]:
    """Make a demo company in a folder and open the window on it."""
    company = folder / "Eksempelnet.netkontor"
    if not company.exists():
        order = DemoOrder(as_of=DEMO_DAY, points=points)
        make_demo(company, order, catalogues=bootstrap.catalogues())
    made = Tour(application, company)
    try:
        yield made
    finally:
        made.window.close()
        made.settle()
