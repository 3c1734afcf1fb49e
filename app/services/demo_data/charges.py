"""The demo company's prices over the years, Energinet's beside them, and who pays which.

Prices are invented but of the size Danish customers know; kr excluding VAT, per month for a
subscription, once for a fee, per kWh for a tariff.

**Source**: Forskrift I §§ 13-15; H3 guide 2.5.2: only Energinet marks a tariff as a tax.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from app.services.demo_data.company import ENERGINET_ID, OWN_ID
from app.services.demo_data.households import HISTORY_START

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.services.demo_data.timeline import Timeline

SUBSCRIPTION, FEE, TARIFF = "D01", "D02", "D03"
RECONNECTION_FEE = "GB-GENAAB"
TIME_OF_USE_START = date(2023, 1, 1)
"""From here on small customers pay by the hour of the day."""

_FIRST_YEAR = HISTORY_START.year
_NIGHT, _PEAK = range(6), range(17, 21)


@dataclass(frozen=True, kw_only=True)
class DemoCharge:
    """One price element with its prices.

    Attributes:
        prices: (first day, prices), oldest first; one price, or 24 by hour of the Danish day.
        valid_to: First day after; None when not stopped.
    """

    code: str
    kind: str
    name: str
    description: str
    prices: tuple[tuple[date, tuple[Decimal, ...]], ...]
    resolution: str = "P1M"
    owner_id: str = OWN_ID
    is_tax: bool = False
    transparent_invoicing: bool = False
    valid_to: date | None = None

    @property
    def valid_from(self) -> date:
        """Return the first day."""
        return self.prices[0][0]


@dataclass(frozen=True, kw_only=True)
class DemoLink:
    """A charge on a point; `valid_to` is the first day without it, None when it goes on."""

    code: str
    point_id: str
    valid_from: date
    valid_to: date | None = None
    quantity: int = 1


def charges(last_day: date) -> tuple[DemoCharge, ...]:
    """Return every charge with its prices up to a day."""
    return (*_subscriptions(last_day), *_fees(last_day), *_tariffs(last_day), *_energinet(last_day))


def _yearly(
    last_day: date, first: str, growth: str, since: int = _FIRST_YEAR
) -> tuple[tuple[date, tuple[Decimal, ...]], ...]:
    """Return one price per year, growing by a fixed part, rounded like a price list."""
    price, factor = Decimal(first), Decimal(growth)
    step = Decimal("0.01") if price >= 1 else Decimal("0.0001")
    found = []
    for year in range(since, last_day.year + 1):
        found.append((date(year, 1, 1), (price.quantize(step),)))
        price *= factor
    return tuple(found)


def _subscriptions(last_day: date) -> Iterator[DemoCharge]:
    for code, name, first in (
        ("AB-C", "Net abonnement C", "36.50"),
        ("AB-B", "Net abonnement B", "162.00"),
        ("AB-P", "Rådighedsbetaling produktion", "4.10"),
    ):
        yield DemoCharge(
            code=code,
            kind=SUBSCRIPTION,
            name=name,
            description=f"{name}, opkræves pr. måned",
            prices=_yearly(last_day, first, "1.035"),
        )


def _fees(last_day: date) -> Iterator[DemoCharge]:
    for code, name, first in (
        (RECONNECTION_FEE, "Gebyr for genåbning", "412.00"),
        ("GB-LUKKE", "Gebyr for lukkebesøg", "668.00"),
        ("GB-MAALER", "Gebyr for målerundersøgelse", "790.00"),
    ):
        yield DemoCharge(
            code=code,
            kind=FEE,
            name=name,
            description=f"{name}, opkræves pr. gang",
            prices=_yearly(last_day, first, "1.02"),
        )


def _tariffs(last_day: date) -> Iterator[DemoCharge]:
    yield DemoCharge(
        code="NT-C-FLAD",
        kind=TARIFF,
        name="Nettarif C, flad",
        description="Nettarif C, samme pris hele døgnet; afløst af Nettarif C, tid",
        resolution="P1D",
        prices=_yearly(min(last_day, date(2022, 12, 31)), "0.2143", "1.07"),
        valid_to=TIME_OF_USE_START,
    )
    yield DemoCharge(
        code="NT-C-TID",
        kind=TARIFF,
        name="Nettarif C, tid",
        description="Nettarif C med lav-, høj- og spidslast; sommer og vinter",
        resolution="PT1H",
        prices=tuple(_seasons(last_day, Decimal("0.1108"))),
    )
    yield DemoCharge(
        code="NT-B-TID",
        kind=TARIFF,
        name="Nettarif B, tid",
        description="Nettarif B med lav-, høj- og spidslast; sommer og vinter",
        resolution="PT1H",
        prices=tuple(_seasons(last_day, Decimal("0.0496"))),
    )
    yield DemoCharge(
        code="IND-TARIF",
        kind=TARIFF,
        name="Indfødningstarif",
        description="Betaling for elektricitet, der leveres til nettet",
        resolution="P1D",
        prices=_yearly(last_day, "0.0071", "1.03"),
    )


def _seasons(last_day: date, low: Decimal) -> Iterator[tuple[date, tuple[Decimal, ...]]]:
    """Yield 24 hourly prices per season: low at night, high by day, peak in the early evening."""
    for year in range(TIME_OF_USE_START.year, last_day.year + 1):
        base = low * (1 + Decimal("0.03") * (year - TIME_OF_USE_START.year))
        for month, high, peak in ((1, "3", "9"), (4, "1.5", "3.9"), (10, "3", "9")):
            day = date(year, month, 1)
            if day <= last_day:
                yield day, _hourly(base, Decimal(high), Decimal(peak))


def _hourly(low: Decimal, high: Decimal, peak: Decimal) -> tuple[Decimal, ...]:
    step = Decimal("0.0001")
    return tuple(
        (low * (1 if hour in _NIGHT else peak if hour in _PEAK else high)).quantize(step)
        for hour in range(24)
    )


def _energinet(last_day: date) -> Iterator[DemoCharge]:
    for code, name, first, is_tax in (
        ("40000", "Transmissions nettarif", "0.0590", False),
        ("41000", "Systemtarif", "0.0480", False),
        ("EA-001", "Elafgift", "0.7140", True),
    ):
        yield DemoCharge(
            code=code,
            kind=TARIFF,
            name=name,
            description=f"{name}, fastsat af andre end netvirksomheden",
            resolution="P1D",
            owner_id=ENERGINET_ID,
            is_tax=is_tax,
            transparent_invoicing=True,
            prices=_yearly(last_day, first, "1.00" if is_tax else "1.02"),
        )


def links_of(life: Timeline) -> Iterator[DemoLink]:
    """Yield the links of a point from its first connected day until it is closed down."""
    start = life.first_day_with("connection_state", "E22")
    if start is None:
        return
    end = life.first_day_with("connection_state", "D02")
    for code, first, last in _codes_of(life, start):
        link_start = max(start, first)
        link_end = min((day for day in (end, last) if day is not None), default=None)
        if link_end is None or link_start < link_end:
            yield DemoLink(
                code=code, point_id=life.point_id, valid_from=link_start, valid_to=link_end
            )


def _codes_of(life: Timeline, start: date) -> Iterator[tuple[str, date, date | None]]:
    """Yield code, first possible day and end of the charges that fit the point."""
    held = life.at(start)
    point_type = held["metering_point_type"]
    if point_type == "E17":
        if held.get("settlement_method") == "E02":
            yield "AB-B", start, None
            yield "NT-B-TID", TIME_OF_USE_START, None
        else:
            yield "AB-C", start, None
            yield "NT-C-FLAD", start, TIME_OF_USE_START
            yield "NT-C-TID", TIME_OF_USE_START, None
        for code in ("40000", "41000", "EA-001"):
            yield code, start, None
    elif point_type == "E18":
        yield "AB-P", start, None
        yield "IND-TARIF", start, None
