"""A DAR reference is no CPR number, whatever digits it happens to hold."""

from __future__ import annotations

import pytest

from app.exchange.cpr import CprScreen


@pytest.mark.parametrize(
    "reference",
    ["f2979dd3-73e8-4ffe-b5df-2f2112067066", "{AB010190-1234-4FFE-B5DF-0A0000000000}"],
)
def test__cpr_screen__uuid_with_ten_digits__is_kept(reference: str) -> None:
    screen = CprScreen(["dar_reference"])

    assert screen.clean(2, [reference]) == [reference]
    assert screen.findings == ()


def test__cpr_screen__number_beside_a_uuid__is_blanked() -> None:
    screen = CprScreen(["note"])

    assert screen.clean(2, ["f2979dd3-73e8-4ffe-b5df-2f2112067066 010190-1234"]) == [""]
