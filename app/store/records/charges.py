"""What the store takes and hands out of price elements and their links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A price element's identity: owner's GLN, kind D01 | D02 | D03, and the owner's code."""

    id: int
    owner_id: str
    kind: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeInformation:
    """What holds about a price element in a period, except its price.

    Attributes:
        vat_classification: "D01" no VAT, "D02" 25 %.
        resolution: "P1M", "P1D" or "PT1H".
        is_tax: Whether it is a tax tariff.
        transparent_invoicing: Whether the supplier must pass it on.
    """

    valid_from: date
    valid_to: date
    name: str
    description: str
    vat_classification: str
    resolution: str
    is_tax: bool
    transparent_invoicing: bool
    change_in: int
    change_out: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargePrice:
    """The price of a price element in a period.

    Attributes:
        prices: One price, or 24 with index = hour of the Danish day; kr without VAT, 6 decimals.
    """

    valid_from: date
    valid_to: date
    prices: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeLink:
    """A price element linked to a metering point in a period; `id` is the row's number."""

    id: int
    charge_id: int
    metering_point_id: str
    quantity: int
    valid_from: date
    valid_to: date
    change_in: int
    change_out: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChange:
    """A link to be written in bulk; `valid_to` None = until that link's next change."""

    charge_id: int
    metering_point_id: str
    valid_from: date
    quantity: int = 1
    valid_to: date | None = None
