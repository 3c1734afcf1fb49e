"""Price elements: list, page, and the three ways to change one.

**Source**: Forskrift I §§ 13-15; the guide to Forskrift H3, 2.4 (limits) and 2.5.2 (what a price
element is made of). A price holds until it is changed or the element is stopped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.charges import ChargeSituation, check_charge, resolution_of
from app.domain.errors import NotFoundError
from app.domain.periods import OPEN_END
from app.domain.processes import ObjectKind, ProcessFacts
from app.domain.violations import Severity, Violation
from app.services.changes import Outcome
from app.services.charge_listing import detail, list_charges
from app.services.charge_views import (
    ChangeCharge,
    ChangePreview,
    CreateCharge,
    SetPrice,
)
from app.services.object_labels import ObjectLabels
from app.services.personal_numbers import cpr_violations, refuse_cpr
from app.services.process_opening import NewInstance, open_instance, report_at_once
from app.services.reporting_windows import date_violations, form_facts, form_limits
from app.services.saving import change_set_of, keep_overrides, may_save, refuse_stale
from app.texts import _, format_day

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import date

    from app.domain.master_data import FieldValue
    from app.domain.processes import ProcessEntry
    from app.services.session import Session
    from app.store import Charge, ChargeInformation, Reader, Writer

__all__ = [
    "change",
    "create",
    "detail",
    "list_charges",
    "preview_change",
    "preview_create",
    "preview_price",
    "set_price",
]

KIND = "charge_change"
Command = CreateCharge | SetPrice | ChangeCharge


def preview_create(session: Session, command: CreateCharge) -> ChangePreview:
    """Return what creating a price element would mean."""
    with session.company_file.read() as reader:
        return _preview(session, command, _judge_create(session, reader, command))


def preview_price(session: Session, command: SetPrice) -> ChangePreview:
    """Return what a new price would mean.

    Raises:
        NotFoundError: When there is no such price element.
    """
    with session.company_file.read() as reader:
        return _preview(session, command, _judge_price(session, reader, command))


def preview_change(session: Session, command: ChangeCharge) -> ChangePreview:
    """Return what a change of name, VAT class or description would mean.

    Raises:
        NotFoundError: When there is no such price element.
    """
    with session.company_file.read() as reader:
        return _preview(session, command, _judge_change(session, reader, command))


def create(session: Session, command: CreateCharge, reason: str = "") -> Outcome[int]:
    """Create a price element with its first price.

    Returns:
        The number of the price element.
    """
    with _transaction(session, command, reason) as writer:
        found = _judge_create(session, writer, command)
        if not may_save(found, reason):
            return Outcome(violations=found)
        owner = writer.settings.get("company.gln")
        charge_id = writer.charges.add(owner, command.kind, command.code.strip())
        writer.charges.put_information(
            charge_id,
            command.valid_from,
            {
                "name": command.name.strip(),
                "description": command.description.strip(),
                "vat_classification": command.vat,
                "resolution": resolution_of(command.kind, command.prices),
                "is_tax": False,
                "transparent_invoicing": command.transparent_invoicing,
            },
        )
        if command.prices:
            writer.charges.put_prices(charge_id, command.valid_from, command.prices)
        what = _("Created")
        judged = _Judged(violations=found, reason=reason)
        return _finish(session, writer, charge_id, command, judged, what)


def set_price(session: Session, command: SetPrice, reason: str = "") -> Outcome[int]:
    """Set one price, or 24 hourly prices, from a date.

    Returns:
        The number of the price element.

    Raises:
        NotFoundError: When there is no such price element.
        StaleEditError: When it was changed since the form was opened.
    """
    with _transaction(session, command, reason) as writer:
        _refuse_stale(writer, command)
        found = _judge_price(session, writer, command)
        if not may_save(found, reason):
            return Outcome(violations=found)
        if not writer.charges.put_prices(command.charge_id, command.valid_from, command.prices):
            return Outcome(value=command.charge_id, violations=(*found, unchanged()))
        what = _("New price")
        judged = _Judged(violations=found, reason=reason)
        return _finish(session, writer, command.charge_id, command, judged, what)


def change(session: Session, command: ChangeCharge, reason: str = "") -> Outcome[int]:
    """Give a price element another name, description, VAT class or pass-through from a date.

    Returns:
        The number of the price element.

    Raises:
        NotFoundError: When there is no such price element.
        StaleEditError: When it was changed since the form was opened.
    """
    with _transaction(session, command, reason) as writer:
        _refuse_stale(writer, command)
        found = _judge_change(session, writer, command)
        if not may_save(found, reason):
            return Outcome(violations=found)
        values = _changed_values(command)
        if not writer.charges.put_information(command.charge_id, command.valid_from, values):
            return Outcome(value=command.charge_id, violations=(*found, unchanged()))
        what = _("Changed")
        judged = _Judged(violations=found, reason=reason)
        return _finish(session, writer, command.charge_id, command, judged, what)


def _transaction(session: Session, command: Command, reason: str) -> AbstractContextManager[Writer]:
    refuse_cpr(command.note, command.explanation, reason)
    return session.company_file.write(who=session.who, why=reason or command.note, kind=KIND)


@dataclass(frozen=True, kw_only=True)
class _Judged:
    """What was found, and the operator's answer to it."""

    violations: tuple[Violation, ...]
    reason: str


def _finish(
    session: Session, writer: Writer, charge_id: int, command: Command, judged: _Judged, what: str
) -> Outcome[int]:
    """Open the reporting of a change and say what was done."""
    found, reason = judged.violations, judged.reason
    inputs: dict[str, FieldValue] = {"valid_from": command.valid_from, "what": what}
    process_id = open_instance(
        session,
        writer,
        NewInstance(kind=KIND, object_id=str(charge_id), inputs=inputs, note=command.note),
    )
    if command.reported_on is not None:
        explanation = command.explanation or reason
        report_at_once(session, writer, process_id, command.reported_on, explanation)
    keep_overrides(writer, found, reason, object_kind=ObjectKind.CHARGE, object_id=str(charge_id))
    label = ObjectLabels(writer).of_charge(charge_id).text
    change_set = change_set_of(writer, f"{what}: {label}")
    return Outcome(value=charge_id, violations=found, change_set=change_set)


def _entry(session: Session) -> ProcessEntry:
    return session.catalogues.processes[KIND]


def _facts(session: Session, valid_from: date) -> ProcessFacts:
    return form_facts(session, _entry(session), valid_from)


def _preview(session: Session, command: Command, found: tuple[Violation, ...]) -> ChangePreview:
    facts = _facts(session, command.valid_from)
    return ChangePreview(deadlines=form_limits(session, _entry(session), facts), violations=found)


def _dates(session: Session, command: Command) -> list[Violation]:
    return date_violations(
        session,
        _entry(session),
        _facts(session, command.valid_from),
        reported_on=command.reported_on,
        explanation=command.explanation,
    )


def _judge_create(session: Session, reader: Reader, command: CreateCharge) -> tuple[Violation, ...]:
    situation = ChargeSituation(
        kind=command.kind,
        texts={
            "code": command.code,
            "name": command.name,
            "description": command.description,
            "vat": command.vat,
        },
        transparent_invoicing=command.transparent_invoicing,
        prices=command.prices,
    )
    found = [
        *check_charge(session.catalogues.charges, situation),
        *cpr_violations(situation.texts),
        *_dates(session, command),
    ]
    owner = reader.settings.get("company.gln")
    if reader.charges.find(owner, command.kind, command.code.strip()) is not None:
        found.append(
            _error("CH-UNIQUE", "code", _("Price {code} exists already.").format(code=command.code))
        )
    return _sorted(found)


def _judge_price(session: Session, reader: Reader, command: SetPrice) -> tuple[Violation, ...]:
    charge, held = _held(reader, command.charge_id, command.valid_from)
    situation = ChargeSituation(
        kind=charge.kind,
        prices=command.prices,
        resolution=held.resolution if held else "",
    )
    found = [
        *check_charge(session.catalogues.charges, situation),
        *cpr_violations(situation.texts),
        *_dates(session, command),
    ]
    if not command.prices:
        found.append(_error("CH-PRICE", "prices", _("Write a price.")))
    return _sorted([*found, *_outside(reader, command.charge_id, command.valid_from, held)])


def _judge_change(session: Session, reader: Reader, command: ChangeCharge) -> tuple[Violation, ...]:
    charge, held = _held(reader, command.charge_id, command.valid_from)
    texts = {"name": command.name, "description": command.description, "vat": command.vat}
    situation = ChargeSituation(
        kind=charge.kind,
        texts={name: text for name, text in texts.items() if text is not None},
        transparent_invoicing=bool(command.transparent_invoicing),
    )
    found = [
        *check_charge(session.catalogues.charges, situation),
        *cpr_violations(situation.texts),
        *_dates(session, command),
    ]
    return _sorted([*found, *_outside(reader, command.charge_id, command.valid_from, held)])


def _held(reader: Reader, charge_id: int, day: date) -> tuple[Charge, ChargeInformation | None]:
    """Return a price element and what holds about it on a day.

    Raises:
        NotFoundError: When there is no such price element.
    """
    charge = reader.charges.get(charge_id)
    if charge is None:
        raise NotFoundError(_("There is no price number {number}.").format(number=charge_id))
    return charge, next(iter(reader.charges.information(charge_id, day)), None)


def _outside(
    reader: Reader, charge_id: int, day: date, held: ChargeInformation | None
) -> list[Violation]:
    """Refuse a date on which the price element does not hold."""
    if held is not None:
        return []
    periods = reader.charges.information(charge_id)
    first = periods[0].valid_from if periods else OPEN_END
    if day < first:
        message = _("The price element holds only from {day}.").format(day=format_day(first))
    else:
        message = _("The price element is stopped on {day}.").format(day=format_day(day))
    return [_error("CH-VALIDITY", "valid_from", message)]


def _changed_values(command: ChangeCharge) -> dict[str, str | bool]:
    given: dict[str, str | bool | None] = {
        "name": command.name,
        "description": command.description,
        "vat_classification": command.vat,
        "transparent_invoicing": command.transparent_invoicing,
    }
    return {name: value for name, value in given.items() if value is not None}


def _refuse_stale(writer: Writer, command: SetPrice | ChangeCharge) -> None:
    refuse_stale(
        command.base_change,
        writer.charges.last_change(command.charge_id),
        ObjectLabels(writer).of_charge(command.charge_id).text,
    )


def unchanged() -> Violation:
    """Return the notice that nothing was written because it holds already."""
    return Violation(
        rule="SAME",
        severity=Severity.NOTICE,
        field="",
        message=_("Nothing was saved: this holds already."),
    )


def _error(rule: str, field: str, message: str) -> Violation:
    return Violation(rule=rule, severity=Severity.ERROR, field=field, message=message)


def _sorted(found: list[Violation]) -> tuple[Violation, ...]:
    weight = list(Severity)
    return tuple(sorted(found, key=lambda violation: weight.index(violation.severity)))
