"""The streets of the made-up area, house by house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from app.domain.master_data import FieldValue

MUNICIPALITY_CODE = "998"
DISTRICTS = (
    ("9991", "Tranelund"),
    ("9994", "Hvidsø Kær"),
    ("9995", "Ellevadbro"),
    ("9997", "Nørre Gnist"),
)
_VILLAGES = ("", "", "", "Lille Volt", "Overmosen", "Kabelhuse")
_FIRST_PARTS = (
    "Ampere", "Volt", "Ohm", "Watt", "Gnist", "Kabel", "Måler", "Strøm", "Turbine", "Mølle",
    "Isolator", "Sikrings", "Transformer", "Kobber", "Lanterne", "Lyn", "Dynamo", "Glimt",
    "Stikkontakt", "Kilowatt", "Magnet", "Spole", "Anker", "Kontakt", "Relæ", "Fase", "Takt",
    "Lade", "Tænd", "Sluk", "Pære", "Glød", "Lysnings", "Mast", "Tråd", "Ledning",
)  # fmt: skip
_LAST_PARTS = (
    "vej", "gade", "stræde", "vænget", "parken", "bakken", "toften", "engen", "lunden", "haven",
    "krogen", "svinget",
)  # fmt: skip
_DOORS = ("tv", "mf", "th")
_HOUSES_PER_STREET = range(18, 61)
_APARTMENT_SHARE = 0.22


@dataclass(frozen=True, slots=True)
class Address:
    """One address; the door is empty for a house."""

    street_name: str
    street_code: str
    building_number: str
    floor: str
    room: str
    city_subdivision: str
    post_code: str
    city: str
    dar_reference: str

    def values(self) -> dict[str, FieldValue]:
        """Return the address as fields of a metering point."""
        return {
            "street_name": self.street_name,
            "street_code": self.street_code,
            "building_number": self.building_number,
            "floor": self.floor or None,
            "room": self.room or None,
            "city_subdivision": self.city_subdivision or None,
            "post_code": self.post_code,
            "city": self.city,
            "municipality_code": MUNICIPALITY_CODE,
            "country_code": "DK",
            "dar_reference": self.dar_reference,
            "is_actual_address": True,
            "address_wash_instruction": "D01",
        }


def addresses(rng: Random) -> Iterator[Address]:
    """Yield the addresses of the area without end, street by street; none comes twice."""
    district_round = 0
    names = [f"{first}{last}" for last in _LAST_PARTS for first in _FIRST_PARTS]
    rng.shuffle(names)
    while True:
        for number, name in enumerate(names):
            post_code, city = DISTRICTS[(number + district_round) % len(DISTRICTS)]
            street_code = f"{(number + district_round * len(names)) % 9999 + 1:04d}"
            yield from _street(rng, (_suffixed(name, district_round), street_code, post_code, city))
        district_round += 1


def _suffixed(name: str, district_round: int) -> str:
    """Name the streets of later rounds apart: a large company has more districts than names."""
    rounds = district_round // len(DISTRICTS)
    return name if rounds == 0 else f"{name} {['Øst', 'Vest', 'Nord', 'Syd'][(rounds - 1) % 4]}"


def _street(rng: Random, street: tuple[str, str, str, str]) -> Iterator[Address]:
    name, street_code, post_code, city = street
    village = rng.choice(_VILLAGES)
    for house in range(1, rng.choice(_HOUSES_PER_STREET)):
        letter = rng.choice("AB") if rng.random() < 0.06 else ""
        doors = _apartments(rng) if rng.random() < _APARTMENT_SHARE / 6 else [("", "")]
        for floor, room in doors:
            yield Address(
                street_name=name,
                street_code=street_code,
                building_number=f"{house}{letter}",
                floor=floor,
                room=room,
                city_subdivision=village,
                post_code=post_code,
                city=city,
                dar_reference=str(UUID(int=rng.getrandbits(128), version=4)),
            )


def _apartments(rng: Random) -> list[tuple[str, str]]:
    floors = ["st", "1", "2", "3"][: rng.randint(2, 4)]
    doors = _DOORS if rng.random() < 0.4 else ("tv", "th")
    return [(floor, door) for floor in floors for door in doors]
