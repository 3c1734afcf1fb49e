"""The demo's work of the last weeks: processes in different states, told through the use cases.

Each story is a list of acts with their days, relative to the demo's today; all acts of all stories
are then played in the order of days, so that the register learns of them as an office would.

**Source**: Forskrift H1 §§ 16-22, Forskrift I § 2, stk. 3: the limits the stories run into.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from app.services import charge_links, metering_points, processes, self_control, supplies
from app.services.charge_views import LinkCharge
from app.services.demo_data.charges import FEE, RECONNECTION_FEE
from app.services.demo_data.company import OWN_ID, SUPPLIERS
from app.services.demo_data.extract import write_extract
from app.services.demo_data.households import common_values
from app.services.point_views import ChangePoint, CreatePoint
from app.services.process_views import RecordEvent, StartProcess
from app.services.supplies import MoveIn
from app.texts import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from app.domain.master_data import FieldValue
    from app.domain.working_days import WorkingDayCalendar
    from app.services.changes import Outcome
    from app.services.demo_data.households import Surroundings
    from app.services.demo_data.timeline import Timeline
    from app.services.session import Session

NEW_POINTS = 3
"""Points that the stories create themselves."""

TITLES = {
    "swap_near_limit": mark("Meter swapped, must be reported in the next days"),
    "swap_rejected": mark("Meter swap rejected by DataHub, to be reported again"),
    "swap_planned": mark("Meter swap planned"),
    "connection_overdue": mark("Connected a week ago, not reported: overdue"),
    "waiting_for_supplier": mark("New point that waits for a supplier"),
    "connection_planned": mark("New point with a supplier, connection planned"),
    "disconnection_today": mark("Disconnected on the last working day: to be reported today"),
    "end_of_supply": mark("Disconnection for end of supply requested"),
    "address_reported": mark("Address corrected and reported, not yet confirmed"),
    "reconnection_finished": mark("Disconnected and reconnected, all reported and confirmed"),
    "swap_finished": mark("Meter swapped, all reported and confirmed"),
}
"""What the text beside the demo says of each story."""

_REASON = "Demo"
"""Written wherever a rule that warns is overridden."""


@dataclass(frozen=True)
class Act:
    """Something the office did on a day."""

    day: date
    do: Callable[[Session], None]


@dataclass(kw_only=True)
class Stage:
    """What the stories play on.

    Attributes:
        surroundings: Chance, numbers, addresses, and the demo's today.
        today: The last working day up to the demo's today.
        calendar: The working days.
        pool: Connected households with a meter, to be used once each.
        register_begins: The day the register learned of the company.
        folder: Where files may be made on the way.
        process_ids: Running processes by the name a story gave them.
        point_ids: Points by the name a story gave them, for the text beside the demo.
    """

    surroundings: Surroundings
    today: date
    calendar: WorkingDayCalendar
    pool: Iterator[Timeline]
    register_begins: date
    folder: Path
    process_ids: dict[str, int] = field(default_factory=dict)
    point_ids: dict[str, str] = field(default_factory=dict)

    def back(self, working_days: int) -> date:
        """Return the working day so many working days before `today`; a negative one lies ahead."""
        return self.calendar.add(self.today, -working_days)

    def working_day(self, day: date) -> date:
        """Return the last working day up to a day."""
        return self.calendar.nearest_working_day_on_or_before(day)

    def take(self, name: str) -> str:
        """Take a household from the pool for the story of that name."""
        point_id = next(self.pool).point_id
        self.point_ids[name] = point_id
        return point_id


def acts(stage: Stage) -> list[Act]:
    """Return everything that happened, in the order of days."""
    told = [
        *_meter_swap_near_its_limit(stage),
        *_finished_meter_swap(stage),
        *_planned_meter_swap(stage),
        *_overdue_connection(stage),
        *_waiting_for_supplier(stage),
        *_planned_connection(stage),
        *_rejected_meter_swap(stage),
        *_disconnected_yesterday(stage),
        *_reconnected(stage),
        *_end_of_supply_requested(stage),
        *_reported_address(stage),
        *_monthly_checks(stage),
    ]
    return sorted(told, key=lambda act: act.day)


def _meter_swap_near_its_limit(stage: Stage) -> Iterator[Act]:
    """Swapped four working days ago and not reported: the sixth is the last."""
    point_id = stage.take("swap_near_limit")
    day = stage.back(4)
    yield Act(day, lambda session: _swap(session, stage, "swap_near_limit", point_id))


def _finished_meter_swap(stage: Stage) -> Iterator[Act]:
    name, point_id = "swap_finished", stage.take("swap_finished")
    yield Act(stage.back(14), lambda session: _swap(session, stage, name, point_id))
    yield Act(stage.back(12), lambda session: _report(session, stage, name))
    yield Act(stage.back(11), lambda session: _record(session, stage, name, "confirmed"))


def _rejected_meter_swap(stage: Stage) -> Iterator[Act]:
    name, point_id = "swap_rejected", stage.take("swap_rejected")
    note = "DataHub: D31 Forkerte måleroplysninger"
    yield Act(stage.back(8), lambda session: _swap(session, stage, name, point_id))
    yield Act(stage.back(7), lambda session: _report(session, stage, name))
    yield Act(stage.back(6), lambda session: _record(session, stage, name, "rejected", note=note))


def _planned_meter_swap(stage: Stage) -> Iterator[Act]:
    point_id = stage.take("swap_planned")
    data: dict[str, FieldValue] = {"physical_date": stage.back(-4)}
    yield Act(
        stage.back(3),
        lambda session: _start(
            session, stage, "swap_planned", _planned("meter_swap", point_id, data)
        ),
    )


def _overdue_connection(stage: Stage) -> Iterator[Act]:
    """A new house, connected a week ago; nobody told DataHub."""
    name = "connection_overdue"
    yield from _new_house(stage, name, days_ago=28)
    yield Act(stage.back(12), lambda session: _move_in(session, stage, name, stage.back(8)))
    yield Act(
        stage.back(5),
        lambda session: _start(
            session,
            stage,
            name,
            _done(
                "connect",
                stage.point_ids[name],
                {"physical_date": session.today, "meter_reading": Decimal(0)},
            ),
        ),
    )


def _waiting_for_supplier(stage: Stage) -> Iterator[Act]:
    """A new house that no supplier has taken on yet, so it cannot be connected."""
    yield from _new_house(stage, "waiting_for_supplier", days_ago=7)


def _planned_connection(stage: Stage) -> Iterator[Act]:
    name = "connection_planned"
    yield from _new_house(stage, name, days_ago=18)
    yield Act(stage.back(4), lambda session: _move_in(session, stage, name, stage.back(-3)))
    yield Act(
        stage.back(2),
        lambda session: _start(
            session,
            stage,
            name,
            _planned("connect", stage.point_ids[name], {"physical_date": stage.back(-4)}),
        ),
    )


def _disconnected_yesterday(stage: Stage) -> Iterator[Act]:
    """Cut on the last working day: to be reported today."""
    name, point_id = "disconnection_today", stage.take("disconnection_today")
    yield Act(stage.back(1), lambda session: _disconnect(session, stage, name, point_id))


def _reconnected(stage: Stage) -> Iterator[Act]:
    first, second = "disconnection_finished", "reconnection_finished"
    point_id = stage.take(first)
    stage.point_ids[second] = point_id
    yield Act(stage.back(24), lambda session: _disconnect(session, stage, first, point_id))
    yield Act(stage.back(24), lambda session: _report(session, stage, first))
    yield Act(stage.back(23), lambda session: _record(session, stage, first, "confirmed"))
    yield Act(
        stage.back(13),
        lambda session: _start(
            session,
            stage,
            second,
            _done("reconnection", point_id, {"physical_date": session.today}),
        ),
    )
    yield Act(stage.back(12), lambda session: _report(session, stage, second))
    yield Act(stage.back(12), lambda session: _link_fee(session, point_id, stage.back(13)))
    yield Act(stage.back(11), lambda session: _record(session, stage, second, "confirmed"))


def _end_of_supply_requested(stage: Stage) -> Iterator[Act]:
    name, point_id = "end_of_supply", stage.take("end_of_supply")
    desired = stage.back(-6)
    data: dict[str, FieldValue] = {
        "desired_date": desired,
        "received_on": stage.back(2),
        "physical_date": desired,
    }
    command = _planned("end_of_supply_disconnection", point_id, data)
    yield Act(stage.back(2), lambda session: _start(session, stage, name, command))


def _reported_address(stage: Stage) -> Iterator[Act]:
    """A corrected address, reported and not yet confirmed: DataHub still shows the old one."""
    name, point_id = "address_reported", stage.take("address_reported")
    yield Act(stage.back(3), lambda session: _correct_address(session, stage, name, point_id))
    yield Act(stage.back(2), lambda session: _report(session, stage, name))


def _monthly_checks(stage: Stage) -> Iterator[Act]:
    """Every month that has ended was checked on its last working day, and nothing differed."""
    first = stage.today.replace(day=1)
    while (last_day := first - timedelta(days=1)) >= stage.register_begins:
        yield Act(stage.working_day(last_day), lambda session: _check_month(session, stage))
        first = last_day.replace(day=1)


def _new_house(stage: Stage, name: str, *, days_ago: int) -> Iterator[Act]:
    """A new point that was created so many working days ago, reported and confirmed in time."""
    creation = f"{name}_created"
    point_id = stage.surroundings.numbers.next()
    stage.point_ids[name] = stage.point_ids[creation] = point_id
    values = {
        **common_values("E17", net_settlement_group="0", settlement_method="D01"),
        **next(stage.surroundings.addresses).values(),
        **stage.surroundings.meter_values(),
        "disconnection_type": "D01",
    }
    created = stage.back(days_ago)

    def create(session: Session) -> None:
        command = CreatePoint(point_id=point_id, valid_from=session.today, values=values)
        _keep(stage, creation, metering_points.create(session, command, reason=_REASON))

    yield Act(created, create)
    yield Act(created, lambda session: _report(session, stage, creation))
    yield Act(
        stage.back(days_ago - 1), lambda session: _record(session, stage, creation, "confirmed")
    )


def _move_in(session: Session, stage: Stage, name: str, day: date) -> None:
    supplier = SUPPLIERS[len(stage.process_ids) % 3]
    command = MoveIn(
        metering_point_id=stage.point_ids[name],
        energy_supplier_id=supplier.id,
        balance_responsible_id=supplier.balance_responsible_id,
        effective_date=day,
    )
    _keep(stage, f"{name}_move_in", supplies.move_in(session, command, reason=_REASON))


def _swap(session: Session, stage: Stage, name: str, point_id: str) -> None:
    """Replace the meter; the removed one ends some hundred kWh above its last reading."""
    with session.company_file.read() as reader:
        last = reader.readings.of_point(point_id)[0].value
    data: dict[str, FieldValue] = {
        **stage.surroundings.meter_values(),
        "physical_date": session.today,
        "final_reading": last + stage.surroundings.rng.randint(300, 4200),
        "first_reading": Decimal(0),
    }
    _start(session, stage, name, _done("meter_swap", point_id, data))


def _disconnect(session: Session, stage: Stage, name: str, point_id: str) -> None:
    data: dict[str, FieldValue] = {"physical_date": session.today}
    _start(session, stage, name, _done("technical_disconnection", point_id, data))


def _check_month(session: Session, stage: Stage) -> None:
    extract = stage.folder / f"datahub-{session.today:%Y-%m}.csv"
    write_extract(session, extract)
    # The check keeps the file's own time beside its name.
    moment = session.clock.now().timestamp()
    os.utime(extract, (moment, moment))
    seed = stage.surroundings.rng.randrange(2**31)
    run = self_control.run_check(session, f"{session.today:%Y-%m}", [extract], seed=seed)
    run_id = _require_saved(f"check of {session.today:%Y-%m}", run)
    _require_saved(f"signing off {session.today:%Y-%m}", self_control.sign_off(session, run_id))
    extract.unlink()


def _link_fee(session: Session, point_id: str, day: date) -> None:
    """The customer pays for the reconnection; DataHub is to be told within 35 days."""
    with session.company_file.read() as reader:
        charge = reader.charges.find(OWN_ID, FEE, RECONNECTION_FEE)
    if charge is None:
        msg = "the demo has no fee for a reconnection"
        raise RuntimeError(msg)
    command = LinkCharge(metering_point_id=point_id, charge_id=charge.id, valid_from=day)
    outcome = charge_links.link(session, command, reason=_REASON)
    _require_saved(f"fee of {point_id}", outcome)


def _correct_address(session: Session, stage: Stage, name: str, point_id: str) -> None:
    """The caretaker's number was missing its letter."""
    with session.company_file.read() as reader:
        held = reader.points.master_data(point_id, session.today)
    number = held.text("building_number") if held is not None else ""
    command = ChangePoint(
        point_id=point_id,
        valid_from=session.today,
        values={"building_number": f"{number.rstrip('AB')}C"},
    )
    _keep(stage, name, metering_points.change(session, command, reason=_REASON))


def _done(kind: str, point_id: str, data: Mapping[str, FieldValue]) -> StartProcess:
    return StartProcess(kind=kind, object_id=point_id, data=data, stage="done")


def _planned(kind: str, point_id: str, data: Mapping[str, FieldValue]) -> StartProcess:
    return StartProcess(kind=kind, object_id=point_id, data=data, stage="planned")


def _start(session: Session, stage: Stage, name: str, command: StartProcess) -> None:
    _keep(stage, name, processes.start(session, command, reason=_REASON))


def _report(session: Session, stage: Stage, name: str) -> None:
    """Report everything of the process that is to be reported."""
    for step in processes.detail(session, stage.process_ids[name]).steps:
        if step.event == "reported" and step.state in {"open", "waiting"}:
            _record(session, stage, name, "reported", step_id=step.id)


def _record(
    session: Session, stage: Stage, name: str, event: str, *, step_id: str = "", note: str = ""
) -> None:
    command = RecordEvent(
        process_id=stage.process_ids[name],
        event=event,
        step_id=step_id,
        happened_on=session.today,
        note=note,
    )
    _keep(stage, name, processes.record(session, command, reason=_REASON))


def _keep(stage: Stage, name: str, outcome: Outcome[int] | Outcome[int | None]) -> None:
    """Remember the process under the story's name."""
    stage.process_ids[name] = _require_saved(name, outcome)


def _require_saved(name: str, outcome: Outcome[int] | Outcome[int | None]) -> int:
    """Return what was made; a refused act is a mistake in the story."""
    if not outcome.saved or outcome.value is None:
        reasons = " ".join(violation.message for violation in outcome.violations)
        msg = f"the demo's story {name} cannot be told: {reasons}"
        raise RuntimeError(msg)
    return outcome.value
