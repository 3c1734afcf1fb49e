"""Links of price elements to metering points.

**Source**: the guide to Forskrift H3, 3.4 (limits), 3.5.1 (what a link means, quantities).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.charges import FEE, TARIFF, LinkSituation, check_link, link_end
from app.domain.errors import NotFoundError
from app.domain.periods import OPEN_END, Period
from app.domain.processes import ObjectKind
from app.domain.violations import Severity, Violation
from app.services.changes import Outcome
from app.services.charge_listing import link_rows
from app.services.charge_views import ChangeLink, ChangePreview, EndLink, LinkCharge, LinkRow
from app.services.object_labels import ObjectLabels
from app.services.personal_numbers import refuse_cpr
from app.services.process_opening import NewInstance, open_instance, report_at_once
from app.services.reporting_windows import date_violations, form_facts, form_limits
from app.services.saving import change_set_of, keep_overrides, may_save
from app.texts import _

if TYPE_CHECKING:
    from datetime import date

    from app.domain.master_data import FieldValue
    from app.domain.processes import ProcessEntry
    from app.services.session import Session
    from app.store import Charge, ChargeLink, Reader, Writer

CLOSED_DOWN = "D02"
Command = LinkCharge | EndLink | ChangeLink


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """A change of links, ready to be judged and written.

    Attributes:
        charge: The price element.
        point_id: The metering point.
        day: The effective date of the change.
        valid_to: First day after the link; OPEN_END when not ended.
        quantity: How many.
        replaces: The link that is ended or changed; None for a new one.
        ends: Whether the link ends on `day`.
    """

    charge: Charge
    point_id: str
    day: date
    valid_to: date
    quantity: int
    replaces: ChargeLink | None = None
    ends: bool = False


def links_of_point(session: Session, point_id: str) -> tuple[LinkRow, ...]:
    """Return every link of a metering point as believed now, the latest first."""
    with session.company_file.read() as reader:
        return link_rows(session, reader, reader.charge_links.of_point(point_id))


def links_of_charge(session: Session, charge_id: int) -> tuple[LinkRow, ...]:
    """Return every link of a price element as believed now, the latest first."""
    with session.company_file.read() as reader:
        return link_rows(session, reader, reader.charge_links.of_charge(charge_id))


def preview(session: Session, command: Command) -> ChangePreview:
    """Return what saving a link, a change or an end would mean.

    Raises:
        NotFoundError: When the price element or the link does not exist.
    """
    with session.company_file.read() as reader:
        wanted = _wanted(reader, command)
        entry = _entry(session, wanted.charge)
        facts = form_facts(session, entry, wanted.day)
        return ChangePreview(
            deadlines=form_limits(session, entry, facts),
            violations=_judge(session, reader, wanted, command),
        )


def link(session: Session, command: LinkCharge, reason: str = "") -> Outcome[int]:
    """Link a price element to a metering point.

    Returns:
        The number of the link.

    Raises:
        NotFoundError: When the price element does not exist.
    """
    return _save(session, command, reason, _("Linked"))


def change(session: Session, command: ChangeLink, reason: str = "") -> Outcome[int]:
    """Give a link another quantity from a date.

    Returns:
        The number of the link that holds from then on.

    Raises:
        NotFoundError: When the link does not exist.
    """
    return _save(session, command, reason, _("Quantity changed"))


def end(session: Session, command: EndLink, reason: str = "") -> Outcome[int]:
    """End a link.

    Returns:
        The number of the link.

    Raises:
        NotFoundError: When the link does not exist.
    """
    return _save(session, command, reason, _("Link ended"))


def _save(session: Session, command: Command, reason: str, what: str) -> Outcome[int]:
    refuse_cpr(command.note, command.explanation, reason)
    why = reason or command.note
    with session.company_file.write(who=session.who, why=why, kind="charge_link") as writer:
        wanted = _wanted(writer, command)
        found = _judge(session, writer, wanted, command)
        if not may_save(found, reason):
            return Outcome(violations=found)
        link_id = _write(writer, wanted)
        entry = _entry(session, wanted.charge)
        inputs: dict[str, FieldValue] = {
            "valid_from": wanted.day,
            "what": what,
            "quantity": wanted.quantity,
        }
        process_id = open_instance(
            session,
            writer,
            NewInstance(kind=entry.id, object_id=str(link_id), inputs=inputs, note=command.note),
        )
        if command.reported_on is not None:
            explanation = command.explanation or reason
            report_at_once(session, writer, process_id, command.reported_on, explanation)
        keep_overrides(
            writer,
            found,
            reason,
            object_kind=ObjectKind.METERING_POINT,
            object_id=wanted.point_id,
        )
        label = ObjectLabels(writer).of(ObjectKind.CHARGE_LINK, str(link_id)).text
        change_set = change_set_of(writer, f"{what}: {label}")
    return Outcome(value=link_id, violations=found, change_set=change_set)


def _write(writer: Writer, wanted: _Wanted) -> int:
    """Write the link and return the number it is known by."""
    links, charge_id = writer.charge_links, wanted.charge.id
    if wanted.ends and wanted.replaces is not None:
        links.end(charge_id, wanted.point_id, wanted.day)
        return wanted.replaces.id
    number = links.put(
        charge_id,
        wanted.point_id,
        wanted.day,
        wanted.quantity,
        None if wanted.valid_to == OPEN_END else wanted.valid_to,
    )
    return number or (wanted.replaces.id if wanted.replaces else 0)


def _entry(session: Session, charge: Charge) -> ProcessEntry:
    """Return the process of a link: fees have limits of their own (H3 guide 3.4)."""
    return session.catalogues.processes["fee_link" if charge.kind == FEE else "charge_link"]


def _wanted(reader: Reader, command: Command) -> _Wanted:
    """Return what a command wants, looked up.

    Raises:
        NotFoundError: When the price element or the link does not exist.
    """
    if isinstance(command, LinkCharge):
        charge = _charge(reader, command.charge_id)
        return _Wanted(
            charge=charge,
            point_id=command.metering_point_id,
            day=command.valid_from,
            valid_to=link_end(charge.kind, command.valid_from, command.valid_to),
            quantity=command.quantity,
        )
    found = reader.charge_links.get(command.link_id)
    if found is None or found.change_out is not None:
        raise NotFoundError(_("There is no link number {number}.").format(number=command.link_id))
    is_end = isinstance(command, EndLink)
    return _Wanted(
        charge=_charge(reader, found.charge_id),
        point_id=found.metering_point_id,
        day=command.valid_to if isinstance(command, EndLink) else command.valid_from,
        valid_to=found.valid_to,
        quantity=found.quantity if isinstance(command, EndLink) else command.quantity,
        replaces=found,
        ends=is_end,
    )


def _charge(reader: Reader, charge_id: int) -> Charge:
    charge = reader.charges.get(charge_id)
    if charge is None:
        raise NotFoundError(_("There is no price number {number}.").format(number=charge_id))
    return charge


def _judge(
    session: Session, reader: Reader, wanted: _Wanted, command: Command
) -> tuple[Violation, ...]:
    """Return everything that speaks against a change of links."""
    entry = _entry(session, wanted.charge)
    found = date_violations(
        session,
        entry,
        form_facts(session, entry, wanted.day),
        reported_on=command.reported_on,
        explanation=command.explanation,
    )
    if wanted.replaces is not None:
        found += _judge_existing(wanted, wanted.replaces)
    if not wanted.ends:
        found += check_link(session.catalogues.charges, _situation(reader, wanted))
    weight = list(Severity)
    return tuple(sorted(found, key=lambda violation: weight.index(violation.severity)))


def _judge_existing(wanted: _Wanted, held: ChargeLink) -> list[Violation]:
    """Judge the end or the change of a link that exists."""
    field = "valid_to" if wanted.ends else "valid_from"
    if wanted.charge.kind == FEE and wanted.ends:
        message = _("A fee is charged on one day only and cannot be ended.")
        return [_error("LINK-FEE", field, message)]
    if wanted.charge.kind == TARIFF and not wanted.ends:
        message = _("A tariff link has no quantity to change; end it instead.")
        return [_error("LINK-TARIFF", field, message)]
    if held.valid_from <= wanted.day < held.valid_to:
        return []
    return [_error("LINK-PERIOD", field, _("The day must lie inside the link's period."))]


def _situation(reader: Reader, wanted: _Wanted) -> LinkSituation:
    links = reader.charge_links.of_point(wanted.point_id)
    point = reader.points.master_data(wanted.point_id, wanted.day)
    in_force = bool(point) and point is not None and point.connection_state != CLOSED_DOWN
    return LinkSituation(
        kind=wanted.charge.kind,
        quantity=wanted.quantity,
        valid_from=wanted.day,
        valid_to=wanted.valid_to,
        validity=tuple(
            Period(period.valid_from, period.valid_to)
            for period in reader.charges.information(wanted.charge.id)
        ),
        linked=tuple(
            Period(held.valid_from, held.valid_to)
            for held in links
            if held.charge_id == wanted.charge.id
            and (wanted.replaces is None or held.id != wanted.replaces.id)
        ),
        point_in_force=in_force,
    )


def _error(rule: str, field: str, message: str) -> Violation:
    return Violation(rule=rule, severity=Severity.ERROR, field=field, message=message)
