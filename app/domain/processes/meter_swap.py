"""Consumption of a removed meter since its previous reading.

**Source**: Forskrift H1 § 18, stk. 6 asks for "any computed consumption" of the removed meter. The
arithmetic is ours: difference times conversion factor, one turn of the register added when an
accumulated meter reads lower than before. Forskrift I, bilag 1, nr. 30 names accumulated and
balanced meters; a balanced one may count down.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

ENERGY_STEP = Decimal("0.001")
"""Scale of energy: 0.001 kWh."""

BALANCED = "D02"
"""Meter type whose register may count down."""


@dataclass(frozen=True, kw_only=True)
class SwapConsumption:
    """What a meter counted between two readings.

    Attributes:
        kwh: Consumption, 3 decimals; None when it cannot be computed.
        previous: The earlier reading; None when none is registered.
        final: The later reading.
        factor: Conversion factor of the meter.
        turn: What was added because the register passed zero; 0 when it did not.
        digits_missing: The reading is lower than before, but how far the register counts is not
            known.
    """

    kwh: Decimal | None
    previous: Decimal | None
    final: Decimal
    factor: Decimal
    turn: Decimal = Decimal(0)
    digits_missing: bool = False

    @property
    def rolled_over(self) -> bool:
        """Return whether the register passed zero."""
        return self.turn != 0


def whole_digits(meter_digits: str) -> int | None:
    """Return the whole digits of a register: 7 for "7" and for "7.1"; None when not stated."""
    whole = meter_digits.strip().replace(",", ".").split(".")[0]
    return int(whole) if whole.isdigit() and int(whole) > 0 else None


def exceeds_digits(reading: Decimal, meter_digits: str) -> bool:
    """Return whether a reading has more whole digits than the register shows."""
    digits = whole_digits(meter_digits)
    return digits is not None and abs(reading) >= Decimal(10) ** digits


def consumption_since(
    *, previous: Decimal | None, final: Decimal, factor: Decimal, digits: str, meter_type: str
) -> SwapConsumption:
    """Return the consumption between two readings of one meter.

    Args:
        previous: The earlier reading; None when none is registered.
        final: The later reading.
        factor: Conversion factor, above zero.
        digits: Digits of the register as in the field "meter_digits" ("7.1"), or "".
        meter_type: "D01" accumulated, "D02" balanced, "" unknown (treated as accumulated).
    """
    if previous is None:
        return SwapConsumption(kwh=None, previous=None, final=final, factor=factor)
    turn = Decimal(0)
    if final < previous and meter_type != BALANCED:
        count = whole_digits(digits)
        if count is None:
            return SwapConsumption(
                kwh=None, previous=previous, final=final, factor=factor, digits_missing=True
            )
        turn = Decimal(10) ** count
    kwh = ((final + turn - previous) * factor).quantize(ENERGY_STEP, ROUND_HALF_UP)
    return SwapConsumption(kwh=kwh, previous=previous, final=final, factor=factor, turn=turn)
