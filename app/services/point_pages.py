"""The page of one metering point: header, master data, periods, history and lanes.

**Source**: ux § 2 (the portal's header and order), § 4 (the life of a point as lanes); design § 2.3
(the audit trail *is* the dated rows with their change).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.checks import check_master_data
from app.domain.errors import NotFoundError
from app.domain.field_values import display_field
from app.domain.master_data import MasterData
from app.domain.processes import ObjectKind
from app.domain.situation import Operation
from app.services.charge_listing import link_rows
from app.services.deadlines import of_facts
from app.services.object_labels import ObjectLabels
from app.services.point_views import (
    Badge,
    FieldGroup,
    FieldView,
    PeriodView,
    PointDetail,
    PointHeader,
    RelatedPoint,
)
from app.services.process_listing import rows_of
from app.services.process_situations import check_situation
from app.services.stored_processes import facts_of
from app.texts import _

if TYPE_CHECKING:
    from datetime import date

    from app.domain.catalogue import Catalogue, FieldEntry
    from app.domain.violations import Violation
    from app.services.session import Session
    from app.store import FacetPeriod, Reader

_FACTS = ("metering_point_type", "settlement_method", "reading_occurrence", "metering_method")
_STATE_TONES = {"D03": "info", "E22": "success", "E23": "warning", "D02": "neutral"}


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stretch of one lane; `valid_to` is the first day after."""

    valid_from: date
    valid_to: date
    text: str
    tone: str = "neutral"


@dataclass(frozen=True, kw_only=True)
class Lane:
    """One lane of the lifeline."""

    label: str
    spans: tuple[Span, ...]


def detail(session: Session, point_id: str, as_of: date | None = None) -> PointDetail:
    """Return the page of a metering point as it is on a day.

    Raises:
        NotFoundError: When there is no such point.
    """
    with session.company_file.read() as reader:
        if not reader.points.exists(point_id):
            raise NotFoundError(_("There is no metering point {id}.").format(id=point_id))
        periods = reader.points.facet_periods(point_id)
        day = as_of or _shown_day(session, periods)
        values = reader.points.master_data(point_id, day) or MasterData()
        violations = _violations(session, reader, point_id, values, day)
        stored = reader.processes.of_object(ObjectKind.METERING_POINT, point_id)
        opened = [facts_of(process) for process in stored if process.is_open]
        links = reader.charge_links.of_point(point_id)
        return PointDetail(
            header=_header(session, reader, point_id, values),
            as_of=day,
            values=values,
            groups=field_groups(session, values, violations),
            periods=_periods(session.catalogues.fields, periods),
            violations=violations,
            parent=_related(session, reader, values.text("parent_metering_point_id"), day),
            children=tuple(
                found
                for child in reader.points.children(point_id, day)
                if (found := _related(session, reader, child, day)) is not None
            ),
            links=link_rows(session, reader, links),
            processes=rows_of(session, reader, stored),
            deadlines=of_facts(session, reader, opened),
            last_change=reader.points.last_change(point_id),
        )


def _shown_day(session: Session, periods: list[FacetPeriod]) -> date:
    """Return today, or the first day of a point that begins later."""
    start = min((period.valid_from for period in periods), default=session.today)
    return max(session.today, start)


def _violations(
    session: Session, reader: Reader, point_id: str, values: MasterData, day: date
) -> tuple[Violation, ...]:
    """Return what the checks say about the stored record."""
    whole = values.replacing({"metering_point_id": point_id, "valid_from": day})
    situation = check_situation(session, reader, values, operation=Operation.STORED, day=day)
    return check_master_data(session.catalogues.fields, whole, situation)


def _header(session: Session, reader: Reader, point_id: str, values: MasterData) -> PointHeader:
    catalogue = session.catalogues.fields
    names = [_text(catalogue, name, values) for name in _FACTS]
    area = values.text("grid_area_code")
    if area:
        names.append(_("grid area {code}").format(code=area))
    supplier = values.text("energy_supplier_id")
    if supplier:
        names.append(reader.actors.names().get(supplier, "") or supplier)
    return PointHeader(
        id=point_id,
        address_line=address_line(values),
        facts=tuple(name for name in names if name),
        badges=_badges(catalogue, values),
    )


def address_line(values: MasterData) -> str:
    """Return the address on one line: street, number, floor, room, post code, city."""
    street = " ".join(
        part for part in (values.text("street_name"), values.text("building_number")) if part
    )
    inside = " ".join(part for part in (values.text("floor"), values.text("room")) if part)
    town = " ".join(part for part in (values.text("post_code"), values.text("city")) if part)
    return ", ".join(part for part in (street, inside, town) if part)


def _badges(catalogue: Catalogue, values: MasterData) -> tuple[Badge, ...]:
    """Return the state first, then what is unusual (the portal's highlights)."""
    state = values.connection_state
    badges: list[Badge] = []
    if state:
        label = catalogue.code_list("connection_state").label(state)
        badges.append(Badge(text=label, tone=_STATE_TONES.get(state, "neutral")))
    if values.metering_point_type == "D14":
        badges.append(Badge(text=_("Electrical heating"), tone="info"))
    if values.flag("is_actual_address") is False:
        badges.append(Badge(text=_("Not the actual address"), tone="warning"))
    if values.text("net_settlement_group") == "6":
        badges.append(Badge(text=_("Annual net settlement"), tone="info"))
    if values.flag("production_obligation"):
        badges.append(Badge(text=_("Production obligation"), tone="info"))
    return tuple(badges)


def _text(catalogue: Catalogue, field_id: str, values: MasterData) -> str:
    value = values.get(field_id)
    return display_field(catalogue.field(field_id), value, catalogue)


def field_groups(
    session: Session, values: MasterData, violations: tuple[Violation, ...] = ()
) -> tuple[FieldGroup, ...]:
    """Return the master data by group, every field of the form, in its order."""
    catalogue = session.catalogues.fields
    return tuple(
        FieldGroup(
            id=heading.id,
            label=heading.label,
            fields=tuple(
                _field_view(catalogue, entry, values, violations)
                for entry in catalogue.by_group(heading.id)
                if entry.id not in {"metering_point_id", "valid_from"}
            ),
        )
        for heading in catalogue.group_headings
    )


def _field_view(
    catalogue: Catalogue,
    entry: FieldEntry,
    values: MasterData,
    violations: tuple[Violation, ...] = (),
) -> FieldView:
    value = values.get(entry.id)
    return FieldView(
        field_id=entry.id,
        label=entry.label(),
        value=value,
        text=display_field(entry, value, catalogue),
        unit=entry.unit,
        source=entry.source,
        help=entry.help(),
        violations=tuple(found for found in violations if found.field == entry.id),
    )


def _periods(catalogue: Catalogue, periods: list[FacetPeriod]) -> tuple[PeriodView, ...]:
    """Return every period as believed now, the latest first."""
    labels = {heading.id: heading.label for heading in catalogue.facet_headings}
    order = {facet: number for number, facet in enumerate(catalogue.facets())}
    ordered = sorted(periods, key=lambda p: (-p.valid_from.toordinal(), order[p.facet]))
    return tuple(
        PeriodView(
            facet=period.facet,
            facet_label=labels[period.facet],
            valid_from=period.valid_from,
            valid_to=period.valid_to,
            fields=tuple(
                _field_view(catalogue, entry, period.values)
                for entry in catalogue.by_facet(period.facet)
                if entry.id in period.values
            ),
            change_in=period.change_in,
        )
        for period in ordered
    )


def _related(session: Session, reader: Reader, point_id: str, day: date) -> RelatedPoint | None:
    if not point_id:
        return None
    values = reader.points.master_data(point_id, day) or MasterData()
    catalogue = session.catalogues.fields
    return RelatedPoint(
        id=point_id,
        type_label=_text(catalogue, "metering_point_type", values),
        state_label=_text(catalogue, "connection_state", values),
        address=ObjectLabels(reader).of_point(point_id).address,
    )


def lanes(session: Session, point_id: str) -> tuple[Lane, ...]:
    """Return the life of a metering point as lanes: state, type, supplier, meter, links.

    Raises:
        NotFoundError: When there is no such point.
    """
    catalogue = session.catalogues.fields
    with session.company_file.read() as reader:
        if not reader.points.exists(point_id):
            raise NotFoundError(_("There is no metering point {id}.").format(id=point_id))
        periods = reader.points.facet_periods(point_id)
        names = reader.actors.names()
        found = [
            _facet_lane(catalogue, periods, "connection_state", names),
            _facet_lane(catalogue, periods, "settlement_method", names),
            _facet_lane(catalogue, periods, "energy_supplier_id", names),
            _facet_lane(catalogue, periods, "meter_number", names),
        ]
        for row in reversed(link_rows(session, reader, reader.charge_links.of_point(point_id))):
            span = Span(valid_from=row.valid_from, valid_to=row.valid_to, text=row.charge_label)
            found.append(Lane(label=row.charge_label, spans=(span,)))
    return tuple(_joined([lane for lane in found if lane.spans]))


def _facet_lane(
    catalogue: Catalogue, periods: list[FacetPeriod], field_id: str, names: dict[str, str]
) -> Lane:
    entry = catalogue.field(field_id)
    spans = [
        Span(
            valid_from=period.valid_from,
            valid_to=period.valid_to,
            text=names.get(period.values.text(field_id))
            or display_field(entry, period.values.get(field_id), catalogue),
            tone=_STATE_TONES.get(period.values.text(field_id), "neutral")
            if field_id == "connection_state"
            else "neutral",
        )
        for period in sorted(periods, key=lambda item: item.valid_from)
        if period.facet == entry.facet and period.values.get(field_id) is not None
    ]
    return Lane(label=entry.label(), spans=tuple(spans))


def _joined(found: list[Lane]) -> list[Lane]:
    """Return lanes with the same label as one lane."""
    by_label: dict[str, tuple[Span, ...]] = {}
    for lane in found:
        by_label[lane.label] = (*by_label.get(lane.label, ()), *lane.spans)
    return [Lane(label=label, spans=spans) for label, spans in by_label.items()]
