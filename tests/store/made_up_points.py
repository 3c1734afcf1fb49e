"""Made-up metering points in any number, the same every time."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from app.store import PointChange

if TYPE_CHECKING:
    from collections.abc import Iterator


def _words(text: str) -> list[str]:
    return text.split()


_FIRST = _words("""
    Sønder Nørre Øster Vester Birke Ege Bøge Kirke Skole Mølle Ager Aske Bak Bane Bred Bro Bryg
    Dam Elle Elme Engle Fabriks Fasan Fjord Frede Gammel Gran Grøn Gyden Hassel Have Hede Hegn
    Hjorte Holm Hvede Høje Industri Jern Kastanje Klint Klokke Kløver Kongens Lærke Linde Lyng
    Mark Mejse Nygårds Park Pile Præste Ravn Rugvang Skov Smede Solbær Stor Strand Sving Syren
    Tinghus Tjørne Toft Vandværks Vibe Violen Åbrinken Aabo Ørne Æble
""")
_MIDDLE = _words("""
    lund bak mark eng skov høj dal vang bro kær sø å holt kilde mose næs odde rød sand sten tved
    vad vig ås bjerg borg by dige gård hus
""")
_LAST = _words("vej gade allé stræde vænge parken toften krogen stien bakken pladsen lunden")
_TOWNS = [("8000", "Aarhus C"), ("9000", "Aalborg"), ("5000", "Odense C"), ("6200", "Aabenraa")]
_STATES = ["E22"] * 18 + ["E23", "D03"]


def check_digit(digits: str) -> str:
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return str(-total % 10)


def point_id(number: int) -> str:
    """Return the made-up id with a running number, check digit right."""
    digits = f"5713131{74:03d}{number:07d}"
    return digits + check_digit(digits)


def values(number: int, generator: random.Random) -> dict[str, object]:
    """Return about 30 field values."""
    post_code, city = generator.choice(_TOWNS)
    street = generator.choice(_FIRST) + generator.choice(_MIDDLE) + generator.choice(_LAST)
    return {
        "metering_point_type": "E17",
        "grid_area_code": "791",
        "settlement_method": generator.choice(["D01", "E02"]),
        "net_settlement_group": "0",
        "reading_occurrence": "PT1H",
        "product": "8716867000030",
        "unit": "KWH",
        "disconnection_type": "D01",
        "max_power_kw": Decimal(generator.randrange(10, 400)) / 10,
        "max_current_a": None,
        "expected_annual_consumption_kwh": None,
        "connection_state": generator.choice(_STATES),
        "metering_method": "D01",
        "meter_number": f"{generator.randrange(10**8, 10**9)}",
        "meter_digits": "7.1",
        "meter_conversion_factor": Decimal("1.0000"),
        "meter_unit": "KWH",
        "meter_type": "D01",
        "street_name": street,
        "street_code": f"{generator.randrange(1, 9999):04d}",
        "building_number": f"{generator.randrange(1, 200)}{generator.choice(['', '', 'A', 'B'])}",
        "floor": generator.choice(["", "", "", "1", "2", "st"]),
        "room": "",
        "post_code": post_code,
        "city": city,
        "municipality_code": "751",
        "country_code": "DK",
        "dar_reference": f"0a3f50b9-0000-32b8-e044-{number:012x}",
        "is_actual_address": True,
        "energy_supplier_id": generator.choice(["5790000432752", "8200000007432"]),
        "balance_responsible_id": "5799999911118",
    }


def points(count: int, *, day: date = date(2024, 1, 1), seed: int = 1) -> Iterator[PointChange]:
    """Yield so many points with all their values from a day on."""
    generator = random.Random(seed)
    for number in range(count):
        yield PointChange(point_id(number), day, values(number, generator))
