"""The overview: what is late, what is due, what is open, how the data are.

**Source**: ux § 4 (the cards and the paragraphs behind them).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from app.services.deadline_views import DeadlineGroup, OpenDeadline
from app.services.deadlines import open_deadlines
from app.services.monthly_duty import KIND as MONTHLY
from app.services.monthly_duty import RUN_KIND, month_text
from app.services.process_listing import rows_of
from app.texts import _

if TYPE_CHECKING:
    from datetime import date, datetime

    from app.services.process_views import ProcessRow
    from app.services.session import Session
    from app.store import Reader

_SHOWN = 8
_ACCOUNTING_TYPES = ("E17", "E18")
_NEW = "D03"


@dataclass(frozen=True, kw_only=True)
class DeadlineCard:
    """How many limits stand under each heading, and the most urgent ones."""

    overdue: int
    today: int
    soon: int
    later: int
    next: tuple[OpenDeadline, ...]


@dataclass(frozen=True, kw_only=True)
class ProcessCard:
    """Open processes.

    Attributes:
        counts: Name, number and id of each kind that has open instances.
        waiting_for_supplier: New consumption and production points without a supplier, which
            cannot be connected yet (Forskrift H1 § 21, stk. 2).
        oldest: The most urgent open processes.
    """

    counts: tuple[tuple[str, int, str], ...]
    waiting_for_supplier: int
    oldest: tuple[ProcessRow, ...]


@dataclass(frozen=True, kw_only=True)
class MonthlyCheckCard:
    """This month's check of master data (Forskrift I § 4, stk. 4-5).

    Attributes:
        month: "YYYY-MM".
        state: "nothing_to_check", "missing", "not_signed_off" or "done".
        state_label: In words.
        last_day: Last day of the month.
        address: Where it is done.
    """

    month: str
    state: str
    state_label: str
    last_day: date | None
    address: str = "checks"


@dataclass(frozen=True, kw_only=True)
class PriceCard:
    """Coming changes of price elements: label, effective date and address."""

    next_changes: tuple[tuple[str, date, str], ...]


@dataclass(frozen=True, kw_only=True)
class DataCard:
    """How the data are.

    Attributes:
        points: Metering points in the register.
        last_backup_at: When the newest backup was made; None = there is none.
        last_import_at: When something was imported last; None = never.
        rejected_rows: Rows that import rejected.
    """

    points: int
    last_backup_at: datetime | None
    last_import_at: datetime | None
    rejected_rows: int


@dataclass(frozen=True, kw_only=True)
class Overview:
    """All cards."""

    deadlines: DeadlineCard
    processes: ProcessCard
    monthly_check: MonthlyCheckCard
    prices: PriceCard
    data: DataCard


def cards(session: Session) -> Overview:
    """Return every card of the overview as of today."""
    limits = open_deadlines(session)
    with session.company_file.read() as reader:
        return Overview(
            deadlines=_deadlines(limits),
            processes=_processes(session, reader, limits),
            monthly_check=_monthly(session, reader, limits),
            prices=_prices(session, reader),
            data=_data(session, reader),
        )


def _deadlines(limits: tuple[OpenDeadline, ...]) -> DeadlineCard:
    counted = Counter(limit.group for limit in limits)
    return DeadlineCard(
        overdue=counted[DeadlineGroup.OVERDUE],
        today=counted[DeadlineGroup.TODAY],
        soon=counted[DeadlineGroup.SOON],
        later=counted[DeadlineGroup.LATER],
        next=limits[:_SHOWN],
    )


def _processes(session: Session, reader: Reader, limits: tuple[OpenDeadline, ...]) -> ProcessCard:
    known = session.catalogues.processes
    counted: Counter[str] = Counter()
    for (kind, _state), number in reader.processes.counts().items():
        counted[kind] += number
    urgent = dict.fromkeys(d.process_id for d in limits if d.process_id is not None)
    shown = [reader.processes.get(number) for number in islice(urgent, _SHOWN)]
    return ProcessCard(
        counts=tuple(
            (entry.label, counted[kind], kind) for kind, entry in known.items() if counted[kind]
        ),
        waiting_for_supplier=_waiting_for_supplier(reader),
        oldest=rows_of(session, reader, [stored for stored in shown if stored is not None]),
    )


def _waiting_for_supplier(reader: Reader) -> int:
    from app.store import PointQuery

    query = PointQuery(
        chips={
            "connection_state": frozenset({_NEW}),
            "metering_point_type": frozenset(_ACCOUNTING_TYPES),
        }
    )
    rowids = reader.point_list.ids(query)
    rows = reader.point_list.rows(rowids, ("energy_supplier_id",))
    return sum(1 for (supplier,) in rows if not supplier)


def _monthly(
    session: Session, reader: Reader, limits: tuple[OpenDeadline, ...]
) -> MonthlyCheckCard:
    month = month_text(session.today)
    runs = reader.check_runs.all(kind=RUN_KIND, month=month)
    state = _monthly_state(reader, month, limits)
    if state == "missing" and runs:
        state = "not_signed_off"
    due = next((d for d in limits if d.process_kind == MONTHLY and d.object_id == month), None)
    return MonthlyCheckCard(
        month=month,
        state=state,
        state_label={
            "nothing_to_check": _("Nothing to check"),
            "missing": _("Not carried out yet"),
            "not_signed_off": _("Carried out, not signed off"),
            "done": _("Done"),
        }[state],
        last_day=due.last_day if due else None,
    )


def _monthly_state(reader: Reader, month: str, limits: tuple[OpenDeadline, ...]) -> str:
    if any(d.process_kind == MONTHLY and d.object_id == month for d in limits):
        return "missing"
    return "done" if reader.points.count() else "nothing_to_check"


def _prices(session: Session, reader: Reader) -> PriceCard:
    """Return the next changes of prices and price elements after today."""
    found: list[tuple[str, date, str]] = []
    for charge in reader.charges.all():
        information = reader.charges.information(charge.id)
        days = {period.valid_from for period in information}
        days |= {period.valid_from for period in reader.charges.prices(charge.id)}
        name = information[-1].name if information else charge.code
        found += [(name, day, f"prices/{charge.id}") for day in sorted(days) if day > session.today]
    return PriceCard(next_changes=tuple(sorted(found, key=lambda item: item[1])[:_SHOWN]))


def _data(session: Session, reader: Reader) -> DataCard:
    from app.store.backup import last_backup

    runs = reader.import_runs.all(limit=1)
    backup = last_backup(session.company_file.path)
    return DataCard(
        points=reader.points.count(),
        last_backup_at=backup.at if backup else None,
        last_import_at=runs[0].at if runs else None,
        rejected_rows=runs[0].rejected if runs else 0,
    )
