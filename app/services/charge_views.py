"""What pages and commands exchange with the use cases of prices and links.

**Source**: charges.md §§ 1-4; Forskrift I §§ 13-15; H3 guide 2.5.2, 3.4, 3.5.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from app.domain.violations import Violation
    from app.services.deadline_views import LimitDates, OpenDeadline
    from app.services.process_views import ProcessRow


@dataclass(frozen=True, kw_only=True)
class ChargeFilter:
    """Which charges are wanted; the default is all.

    Attributes:
        text: Words in code or name.
        kinds: "D01" subscription, "D02" fee, "D03" tariff; empty = all.
        as_of: Prices and status on this day; None = today.
    """

    text: str = ""
    kinds: frozenset[str] = frozenset()
    as_of: date | None = None


@dataclass(frozen=True, kw_only=True)
class ChargeRow:
    """One line of the list of charges.

    Attributes:
        id: Number in the company file, used in addresses ("prices/7").
        kind: "D01", "D02" or "D03".
        kind_label: Subscription, fee or tariff.
        code: The charge's own id, 1-10 characters.
        name: At most 132 characters.
        owner_id: GLN of the owner.
        vat: "D01" no VAT or "D02" 25 %.
        vat_label: In words.
        resolution: "P1M" for subscriptions and fees, "P1D" or "PT1H" for tariffs.
        valid_from: First day.
        valid_to: First day after; OPEN_END when not stopped.
        status: "future", "current" or "stopped".
        status_label: In words.
        price: Price on the day in kr (per month, once, or per kWh); None when hourly or none.
        price_text: Price as a person reads it; "0,1000-0,6000" for hourly prices.
        link_count: Points linked on the day.
    """

    id: int
    kind: str
    kind_label: str
    code: str
    name: str
    owner_id: str
    vat: str
    vat_label: str
    resolution: str
    valid_from: date
    valid_to: date
    status: str
    status_label: str
    price: Decimal | None
    price_text: str
    link_count: int


@dataclass(frozen=True, kw_only=True)
class PricePeriod:
    """A price, or 24 hourly prices, from a date.

    Attributes:
        valid_from: First day.
        valid_to: First day after.
        prices: One price, or 24 with index = hour of the Danish day; kr excluding VAT, 6 decimals.
    """

    valid_from: date
    valid_to: date
    prices: tuple[Decimal, ...]

    @property
    def is_hourly(self) -> bool:
        """Return whether there is one price per hour of the day."""
        return len(self.prices) == 24


@dataclass(frozen=True, kw_only=True)
class ChargeDetail:
    """The page of one charge.

    Attributes:
        row: The line of the list.
        description: Free text; "" when none.
        transparent_invoicing: Passed through to the customer; always False for a fee.
        prices: Newest first.
        links: Points it is linked to, newest first.
        processes: Its processes.
        deadlines: Its open limits.
        last_change: For `base_change`.
    """

    row: ChargeRow
    description: str
    transparent_invoicing: bool
    prices: tuple[PricePeriod, ...]
    links: tuple[LinkRow, ...]
    processes: tuple[ProcessRow, ...]
    deadlines: tuple[OpenDeadline, ...]
    last_change: int


@dataclass(frozen=True, kw_only=True)
class CreateCharge:
    """A new charge with its first price.

    Attributes:
        kind: "D01", "D02" or "D03".
        code: 1-10 characters.
        name: 1-132 characters.
        vat: "D01" or "D02".
        valid_from: Effective date.
        prices: One price, or 24 hourly prices for a tariff; empty = no price yet.
        description: At most 2048 characters.
        transparent_invoicing: Pass-through; not for fees.
        note: Free text kept in the audit trail.
        reported_on: The day DataHub was told already; None = still to be reported.
        explanation: Why it was reported late, when it was.
    """

    kind: str
    code: str
    name: str
    vat: str
    valid_from: date
    prices: tuple[Decimal, ...] = ()
    description: str = ""
    transparent_invoicing: bool = False
    note: str = ""
    reported_on: date | None = None
    explanation: str = ""


@dataclass(frozen=True, kw_only=True)
class SetPrice:
    """A new price, or 24 hourly prices, from a date."""

    charge_id: int
    valid_from: date
    prices: tuple[Decimal, ...]
    base_change: int | None = None
    note: str = ""
    reported_on: date | None = None
    explanation: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeCharge:
    """New name, description, VAT class or pass-through from a date; None = unchanged."""

    charge_id: int
    valid_from: date
    name: str | None = None
    vat: str | None = None
    description: str | None = None
    transparent_invoicing: bool | None = None
    base_change: int | None = None
    note: str = ""
    reported_on: date | None = None
    explanation: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangePreview:
    """What saving would mean: limits that apply, and everything the checks found."""

    deadlines: tuple[LimitDates, ...]
    violations: tuple[Violation, ...]


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    """One link of a charge to a metering point.

    Attributes:
        id: Number in the company file.
        metering_point_id: 18 digits.
        charge_id: Number of the charge.
        charge_kind: "D01", "D02" or "D03".
        charge_label: Code and name.
        quantity: Whole number, at least 1; always 1 for a tariff.
        valid_from: First day.
        valid_to: First day after; OPEN_END when not ended; the next day for a fee.
        price_text: The charge's price today.
    """

    id: int
    metering_point_id: str
    charge_id: int
    charge_kind: str
    charge_label: str
    quantity: int
    valid_from: date
    valid_to: date
    price_text: str


@dataclass(frozen=True, kw_only=True)
class LinkCharge:
    """Link a charge to a metering point from a date.

    Attributes:
        metering_point_id: 18 digits.
        charge_id: Number of the charge.
        valid_from: First day; the only day of a fee.
        quantity: Whole number, at least 1; 1 for a tariff.
        valid_to: First day after; None = until it is ended.
        note: Free text kept in the audit trail.
        reported_on: The day DataHub was told already; None = still to be reported.
        explanation: Why it was reported late, when it was.
    """

    metering_point_id: str
    charge_id: int
    valid_from: date
    quantity: int = 1
    valid_to: date | None = None
    note: str = ""
    reported_on: date | None = None
    explanation: str = ""


@dataclass(frozen=True, kw_only=True)
class EndLink:
    """End a link: `valid_to` is the first day without it."""

    link_id: int
    valid_to: date
    note: str = ""
    reported_on: date | None = None
    explanation: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeLink:
    """Another quantity of a link from a date."""

    link_id: int
    valid_from: date
    quantity: int
    note: str = ""
    reported_on: date | None = None
    explanation: str = ""
