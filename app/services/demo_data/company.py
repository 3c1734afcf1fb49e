"""Who is in the demo: the company itself, its neighbours, the suppliers and what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.identifiers import make_check_digit

if TYPE_CHECKING:
    from random import Random

OWN_NAME = "Tranelund Elnet (demo)"
OWN_AREA = "990"
PRICE_AREA = "DK1"
NEIGHBOUR_AREAS = ("992", "993")
ENERGINET_ID = "5790000432752"
DATAHUB_ID = "5790001330552"


def _gln(serial: int) -> str:
    """Return a GLN of a range that no Danish actor has."""
    digits = f"5799999{serial:05d}"
    return f"{digits}{make_check_digit(digits)}"


OWN_ID = _gln(10)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A party of the market: GLN, role code of DataHub, name."""

    id: str
    role: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Supplier(Actor):
    """A supplier, with its balance responsible party and its share of small customers, per cent."""

    balance_responsible_id: str
    share: int


_BALANCE = (
    Actor(id=_gln(201), role="DDK", name="Vesterbalance (demo)"),
    Actor(id=_gln(202), role="DDK", name="Kraftbørs Syd (demo)"),
    Actor(id=_gln(203), role="DDK", name="Balancehuset (demo)"),
)


def _supplier(serial: int, name: str, balance: int, share: int) -> Supplier:
    return Supplier(
        id=_gln(serial),
        role="DDQ",
        name=f"{name} (demo)",
        balance_responsible_id=_BALANCE[balance].id,
        share=share,
    )


SUPPLIERS = (
    _supplier(101, "Solsort Elhandel", 0, 34),
    _supplier(102, "Havblik Strøm", 1, 21),
    _supplier(103, "Egekrog Energi", 0, 14),
    _supplier(104, "Kobbertråd El", 2, 11),
    _supplier(105, "Nordenvind Elsalg", 1, 8),
    _supplier(106, "Lynglade Andels-El", 0, 6),
    _supplier(107, "Timeprisen", 2, 4),
    _supplier(108, "Industristrøm Vest", 1, 2),
)
BUSINESS_SUPPLIERS = (SUPPLIERS[7], SUPPLIERS[2], SUPPLIERS[0])

OTHER_ACTORS = (
    Actor(id=OWN_ID, role="DDM", name=OWN_NAME),
    Actor(id=_gln(21), role="DDM", name="Mosevig Net (demo)"),
    Actor(id=_gln(22), role="DDM", name="Sandholt Forsyning Elnet (demo)"),
    Actor(id=ENERGINET_ID, role="EZ", name="Energinet"),
    Actor(id=DATAHUB_ID, role="DDZ", name="DataHub"),
)
ACTORS: tuple[Actor, ...] = (*OTHER_ACTORS, *_BALANCE, *SUPPLIERS)

GRID_AREAS = {
    OWN_AREA: "Tranelund",
    NEIGHBOUR_AREAS[0]: "Mosevig",
    NEIGHBOUR_AREAS[1]: "Sandholt",
}


def choose_supplier(rng: Random, *, other_than: str = "") -> Supplier:
    """Return a supplier by its share of the small customers."""
    candidates = [supplier for supplier in SUPPLIERS if supplier.id != other_than]
    return rng.choices(candidates, [supplier.share for supplier in candidates])[0]


class PointNumbers:
    """Gives out metering point ids, one after the other, in the layout of Danish electricity.

    57 + 13131 + grid area + 7 digits + check digit (GS1).
    """

    def __init__(self) -> None:
        self._serial = 0

    def next(self) -> str:
        """Return an id that was never given out before."""
        self._serial += 1
        digits = f"5713131{OWN_AREA}{self._serial:07d}"
        return f"{digits}{make_check_digit(digits)}"
