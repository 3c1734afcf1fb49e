"""Price elements as the list and their page show them.

**Source**: ux § 2 (the portal's charge list and page); charges.md § 3.2 (statuses).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.errors import NotFoundError
from app.domain.human_input import display_decimal
from app.domain.processes import ObjectKind
from app.services.charge_views import ChargeDetail, ChargeFilter, ChargeRow, LinkRow, PricePeriod
from app.services.deadlines import of_facts
from app.services.process_listing import rows_of
from app.services.stored_processes import facts_of
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from app.domain.catalogue import Catalogue
    from app.services.deadline_views import OpenDeadline
    from app.services.process_views import ProcessRow
    from app.services.session import Session
    from app.store import Charge, ChargeInformation, ChargeLink, Reader

_PRICE_SCALE = 6


def list_charges(session: Session, wanted: ChargeFilter | None = None) -> tuple[ChargeRow, ...]:
    """Return price elements by kind and code, as they are on a day."""
    chosen = wanted or ChargeFilter()
    day = chosen.as_of or session.today
    with session.company_file.read() as reader:
        counts = reader.charge_links.counts(day)
        prices = reader.charges.all_prices(day)
        rows = []
        for charge in reader.charges.all():
            if chosen.kinds and charge.kind not in chosen.kinds:
                continue
            periods = reader.charges.information(charge.id)
            held = prices.get(charge.id)
            row = _row(
                session,
                charge,
                periods,
                held.prices if held else (),
                counts.get(charge.id, 0),
                day,
            )
            text = f"{row.code} {row.name}".casefold()
            if all(word in text for word in chosen.text.casefold().split()):
                rows.append(row)
    return tuple(sorted(rows, key=lambda row: (row.kind, row.code)))


def _row(
    session: Session,
    charge: Charge,
    periods: list[ChargeInformation],
    prices: tuple[Decimal, ...],
    link_count: int,
    day: date,
) -> ChargeRow:
    catalogue = session.catalogues.fields
    shown = _shown_period(periods, day)
    status = _status(periods, day)
    last = periods[-1] if periods else None
    return ChargeRow(
        id=charge.id,
        kind=charge.kind,
        kind_label=catalogue.code_lists["charge_type"].label(charge.kind),
        code=charge.code,
        name=shown.name if shown else "",
        owner_id=charge.owner_id,
        vat=shown.vat_classification if shown else "",
        vat_label=_vat_label(catalogue, shown),
        resolution=shown.resolution if shown else "",
        valid_from=periods[0].valid_from if periods else day,
        valid_to=last.valid_to if last else day,
        status=status,
        status_label=_status_label(status),
        price=prices[0] if len(prices) == 1 else None,
        price_text=price_text(prices),
        link_count=link_count,
    )


def _shown_period(periods: list[ChargeInformation], day: date) -> ChargeInformation | None:
    """Return what holds on the day, else the next period, else the last one."""
    for period in periods:
        if period.valid_to > day:
            return period
    return periods[-1] if periods else None


def _status(periods: list[ChargeInformation], day: date) -> str:
    if any(period.valid_from <= day < period.valid_to for period in periods):
        return "current"
    return "future" if any(period.valid_from > day for period in periods) else "stopped"


def _status_label(status: str) -> str:
    return {"future": _("Future"), "current": _("Current"), "stopped": _("Stopped")}[status]


def _vat_label(catalogue: Catalogue, period: ChargeInformation | None) -> str:
    if period is None:
        return ""
    return catalogue.code_lists["vat_classification"].label(period.vat_classification)


def price_text(prices: tuple[Decimal, ...]) -> str:
    """Return a price as a person reads it; lowest and highest of hourly prices; "" for none."""
    if not prices:
        return ""
    low, high = min(prices), max(prices)
    if low == high:
        return _amount(low)
    return f"{_amount(low)} – {_amount(high)}"


def _amount(price: Decimal) -> str:
    """Return a price with two decimals, or as many as it has, up to six."""
    exponent = price.normalize().as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return display_decimal(price, min(_PRICE_SCALE, max(2, decimals)))


def detail(session: Session, charge_id: int) -> ChargeDetail:
    """Return the page of one price element.

    Raises:
        NotFoundError: When there is none of that number.
    """
    with session.company_file.read() as reader:
        charge = reader.charges.get(charge_id)
        if charge is None:
            raise NotFoundError(_("There is no price number {number}.").format(number=charge_id))
        periods = reader.charges.information(charge_id)
        prices = reader.charges.prices(charge_id)
        links = reader.charge_links.of_charge(charge_id)
        held = next((p for p in prices if p.valid_from <= session.today < p.valid_to), None)
        counts = reader.charge_links.counts(session.today)
        shown = _shown_period(periods, session.today)
        processes, deadlines = _processes(session, reader, charge_id)
        return ChargeDetail(
            row=_row(
                session,
                charge,
                periods,
                held.prices if held else (),
                counts.get(charge_id, 0),
                session.today,
            ),
            description=shown.description if shown else "",
            transparent_invoicing=shown.transparent_invoicing if shown else False,
            prices=tuple(
                PricePeriod(valid_from=p.valid_from, valid_to=p.valid_to, prices=p.prices)
                for p in reversed(prices)
            ),
            links=link_rows(session, reader, links),
            processes=processes,
            deadlines=deadlines,
            last_change=reader.charges.last_change(charge_id),
        )


def _processes(
    session: Session, reader: Reader, charge_id: int
) -> tuple[tuple[ProcessRow, ...], tuple[OpenDeadline, ...]]:
    stored = reader.processes.of_object(ObjectKind.CHARGE, charge_id)
    opened = [facts_of(process) for process in stored if process.is_open]
    return rows_of(session, reader, stored), of_facts(session, reader, opened)


def link_rows(session: Session, reader: Reader, links: Iterable[ChargeLink]) -> tuple[LinkRow, ...]:
    """Return links as lines of a list, the latest first."""
    prices = reader.charges.all_prices(session.today)
    known: dict[int, tuple[Charge, str]] = {}
    rows: list[LinkRow] = []
    for link in links:
        if link.charge_id not in known:
            charge = reader.charges.get(link.charge_id)
            if charge is None:
                continue
            shown = _shown_period(reader.charges.information(charge.id), link.valid_from)
            name = shown.name if shown else ""
            known[link.charge_id] = (charge, f"{charge.code} · {name}" if name else charge.code)
        charge, label = known[link.charge_id]
        held = prices.get(link.charge_id)
        rows.append(
            LinkRow(
                id=link.id,
                metering_point_id=link.metering_point_id,
                charge_id=link.charge_id,
                charge_kind=charge.kind,
                charge_label=label,
                quantity=link.quantity,
                valid_from=link.valid_from,
                valid_to=link.valid_to,
                price_text=price_text(held.prices if held else ()),
            )
        )
    rows.sort(key=lambda row: (row.valid_from, row.charge_kind, row.charge_label), reverse=True)
    return tuple(rows)
