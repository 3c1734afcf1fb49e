"""DataHub's view of the demo company: an extract with planted differences.

The extract holds what DataHub knows: what was never reported, or was rejected, is not in it. On
top of that come differences of every kind that the monthly check can find.

**Source**: issue "Demo company" and "Monthly check"; Forskrift I § 4, stk. 4-5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.field_values import format_field
from app.domain.master_data import MasterData
from app.exchange.table_writing import write_csv
from app.services.demo_data.company import SUPPLIERS
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from app.domain.master_data import FieldValue
    from app.services.demo_data.stories import Stage
    from app.services.demo_data.timeline import Timeline
    from app.services.session import Session
    from app.store import Reader

_EXTRACT_TIME = "extract_time"
_UNKNOWN_TO_DATAHUB = ("swap_near_limit", "swap_rejected", "disconnection_today")
_NOT_CONFIRMED = "address_reported"
_NOT_CONNECTED_YET = "connection_overdue"


@dataclass(frozen=True, kw_only=True)
class Planting:
    """What the differences are made from.

    Attributes:
        stage: The stories that were played.
        known_to_datahub: The register's change up to which DataHub knows everything.
        spare: Points that no story uses.
    """

    stage: Stage
    known_to_datahub: int
    spare: tuple[Timeline, ...]


@dataclass(frozen=True)
class Difference:
    """One thing in which DataHub's view differs from the register.

    Attributes:
        point_id: The metering point.
        sentence: What differs, in words.
        values: What DataHub holds instead; None when it does not have the point.
    """

    point_id: str
    sentence: str
    values: dict[str, FieldValue] | None = None


def plant(session: Session, planting: Planting) -> list[Difference]:
    """Return everything in which DataHub's view differs from the register."""
    with session.company_file.read() as reader:
        return [*_behind(session, reader, planting), *_planted(session, reader, planting)]


def write_extract(session: Session, target: Path, differences: Sequence[Difference] = ()) -> None:
    """Write what DataHub would hand out today: the register with the differences laid over it.

    Raises:
        OutputFileError: When it cannot be written.
    """
    header = [*session.catalogues.fields.fields, _EXTRACT_TIME]
    with session.company_file.read() as reader:
        write_csv(target, header, _rows(session, reader, differences))


def _rows(
    session: Session, reader: Reader, differences: Sequence[Difference]
) -> Iterator[list[str]]:
    """Yield one row per point in the order of ids: what holds on the demo's today."""
    today, fields = session.today, session.catalogues.fields.fields
    planted = {difference.point_id: difference for difference in differences}
    added = sorted(
        (point_id, difference.values)
        for point_id, difference in planted.items()
        if difference.values is not None and not reader.points.exists(point_id)
    )
    rows = ((point_id, dict(held)) for point_id, held in reader.points.current_rows(today))
    for point_id, values in sorted([*added, *_changed(rows, planted)], key=lambda row: row[0]):
        complete = {"metering_point_id": point_id, "valid_from": today, **(values or {})}
        cells = [format_field(entry, complete.get(name)) for name, entry in fields.items()]
        yield [*cells, today.isoformat()]


def _changed(
    rows: Iterator[tuple[str, dict[str, FieldValue]]], planted: dict[str, Difference]
) -> Iterator[tuple[str, dict[str, FieldValue]]]:
    for point_id, values in rows:
        difference = planted.get(point_id)
        if difference is None:
            yield point_id, values
        elif difference.values is not None:
            yield point_id, {**values, **difference.values}


def _planted(session: Session, reader: Reader, planting: Planting) -> Iterator[Difference]:
    spare = iter(planting.spare)
    yield Difference(
        next(spare).point_id, _("DataHub holds another meter number"), {"meter_number": "99000017"}
    )
    yield Difference(
        next(spare).point_id, _("DataHub holds another post code"), {"post_code": "9999"}
    )
    yield Difference(
        next(spare).point_id,
        _("DataHub holds another kind of disconnection"),
        {"disconnection_type": "D02"},
    )
    for life in (next(spare), next(spare)):
        supplier = life.at(session.today).get("energy_supplier_id")
        other = next(known for known in SUPPLIERS if known.id != supplier)
        yield Difference(
            life.point_id,
            _("DataHub holds another supplier: to be told to the data owner"),
            {
                "energy_supplier_id": other.id,
                "balance_responsible_id": other.balance_responsible_id,
            },
        )
    for life in (next(spare), next(spare)):
        yield Difference(life.point_id, _("Missing in DataHub"))
    model = dict(reader.points.master_data(next(spare).point_id, session.today) or MasterData())
    yield Difference(
        planting.stage.surroundings.numbers.next(),
        _("Missing in the own register"),
        {**model, "meter_number": "99000024", "building_number": "998"},
    )


def _behind(session: Session, reader: Reader, planting: Planting) -> Iterator[Difference]:
    """Yield what DataHub does not know yet, because it was not reported, confirmed or accepted."""
    points = planting.stage.point_ids
    sentences = {name: _("Changed here, not in DataHub") for name in _UNKNOWN_TO_DATAHUB}
    sentences[_NOT_CONFIRMED] = _("Changed and reported, not yet confirmed by DataHub")
    for name, sentence in sentences.items():
        point_id = points[name]
        before = reader.points.master_data(
            point_id, session.today, as_known=planting.known_to_datahub
        )
        now = reader.points.master_data(point_id, session.today) or MasterData()
        old: dict[str, FieldValue] = {
            field_id: (before or MasterData()).get(field_id)
            for field_id in {*now, *(before or {})}
            if now.get(field_id) != (before or MasterData()).get(field_id)
        }
        yield Difference(point_id, sentence, old)
    yield Difference(
        points[_NOT_CONNECTED_YET], _("Connected here, not in DataHub"), {"connection_state": "D03"}
    )
