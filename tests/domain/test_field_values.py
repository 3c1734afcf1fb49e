"""Field values to and from text: exact round trips, and the forms people and files write."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalogue import FieldEntry, FieldType
from app.domain.field_values import (
    FieldFormatError,
    display_field,
    format_field,
    parse_field,
    plain_decimal,
)
from app.texts import set_language
from tests.domain.rule_catalogue import rules

if TYPE_CHECKING:
    from app.domain.master_data import FieldValue

FIELDS = sorted(rules().fields)
OF_TYPE = {
    kind: [name for name in FIELDS if rules().field(name).type is kind] for kind in FieldType
}
LINE = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=20
).filter(lambda text: text == text.strip())


def read(field: str, text: str, decimal_sign: str = ".") -> FieldValue:
    return parse_field(rules().field(field), text, rules(), decimal_sign=decimal_sign)


def values_of(entry: FieldEntry) -> st.SearchStrategy[FieldValue]:
    """Return every value a field can hold, whether the rules like it or not."""
    digits = st.text("0123456789", min_size=1, max_size=18)
    strategies: dict[FieldType, st.SearchStrategy[FieldValue]] = {
        FieldType.METERING_POINT_ID: digits,
        FieldType.ACTOR_ID: digits,
        FieldType.GRID_AREA: digits,
        FieldType.BOOLEAN: st.booleans(),
        FieldType.DATE: st.dates(),
        FieldType.UUID: st.uuids().map(str),
        FieldType.MONTH_DAY: st.dates().map(lambda day: f"{day.month:02d}{day.day:02d}"),
        FieldType.INTEGER: st.integers(-(10**6) + 1, 10**6 - 1),
    }
    if entry.type is FieldType.CODE:
        return st.sampled_from(sorted(rules().code_list(entry.id)))
    if entry.type is FieldType.DECIMAL:
        return decimals_of(entry)
    if entry.type is FieldType.TEXT:
        return st.integers(100, 999).map(str) if entry.leading_zero else LINE
    return strategies[entry.type]


def decimals_of(entry: FieldEntry) -> st.SearchStrategy[FieldValue]:
    """Return the decimals that fit the digits and the scale of a field."""
    assert entry.max_length is not None
    scale = st.integers(0, min(entry.scale, entry.max_length - 1))
    whole = st.integers(-(10**entry.max_length) + 1, 10**entry.max_length - 1)
    return st.builds(lambda number, places: Decimal(number).scaleb(-places), whole, scale)


@pytest.mark.parametrize("field", FIELDS)
@given(data=st.data())
def test__parse_field__canonical_text__gives_the_value_back(
    field: str, data: st.DataObject
) -> None:
    entry = rules().field(field)
    value = data.draw(values_of(entry))

    text = format_field(entry, value)

    assert parse_field(entry, text, rules()) == value
    assert type(parse_field(entry, text, rules())) is type(value)


@pytest.mark.parametrize("field", FIELDS)
def test__parse_field__blank__is_no_value(field: str) -> None:
    assert read(field, "") is None
    assert read(field, " \N{NO-BREAK SPACE}\t ") is None
    assert format_field(rules().field(field), None) == ""


@pytest.mark.parametrize("field", OF_TYPE[FieldType.CODE])
@pytest.mark.parametrize("language", ["da", "en"])
def test__parse_field__label_of_a_code__is_the_code(field: str, language: str) -> None:
    for code in rules().code_list(field).values():
        assert read(field, code.label(language)) == code.key
        assert read(field, code.label(language).upper()) == code.key


@pytest.mark.parametrize("field", FIELDS)
def test__parse_field__displayed_value__is_read_back(field: str) -> None:
    """What a person reads on the screen can be typed again."""
    entry = rules().field(field)
    examples: dict[FieldType, FieldValue] = {
        FieldType.DATE: date(2026, 3, 9),
        FieldType.DECIMAL: Decimal("1.5"),
        FieldType.BOOLEAN: False,
        FieldType.INTEGER: 1250,
    }
    value = examples.get(entry.type, "0101")
    if entry.type is FieldType.CODE:
        value = next(iter(rules().code_list(field)))
    if entry.type is FieldType.UUID:
        value = "0a3f50b9-b942-32b8-e044-0003ba298018"
    for language in ("da", "en"):
        set_language(language)
        shown = display_field(entry, value, rules())

        expected = "101" if entry.leading_zero else value
        assert parse_field(entry, shown, rules(), decimal_sign=",") == expected


READABLE: list[tuple[str, str, str, FieldValue]] = [
    ("metering_point_id", " 5713 1318 0401 3301 52 ", ".", "571313180401330152"),
    ("metering_point_id", "571313180401330152\N{NO-BREAK SPACE}", ".", "571313180401330152"),
    ("valid_from", "2026-03-09", ".", date(2026, 3, 9)),
    ("valid_from", "09-03-2026", ".", date(2026, 3, 9)),
    ("valid_from", "9.3.2026", ".", date(2026, 3, 9)),
    ("valid_from", "09/03/2026", ".", date(2026, 3, 9)),
    ("valid_from", "2026-03-08T23:00:00Z", ".", date(2026, 3, 9)),
    ("valid_from", "2026-06-08T22:00:00.000Z", ".", date(2026, 6, 9)),
    ("valid_from", "9999-12-31", ".", date(9999, 12, 31)),
    ("capacity_kw", "5.95", ".", Decimal("5.95")),
    ("capacity_kw", "5,95", ",", Decimal("5.95")),
    ("capacity_kw", "1.234,5", ",", Decimal("1234.5")),
    ("capacity_kw", "1,234.5", ".", Decimal("1234.5")),
    ("capacity_kw", "1 234,5", ",", Decimal("1234.5")),
    ("capacity_kw", "1.234", ",", Decimal(1234)),
    ("capacity_kw", "123.000", ".", Decimal(123)),
    ("max_current_a", "25", ".", 25),
    ("max_current_a", "25.0", ".", 25),
    ("max_current_a", "1.250", ",", 1250),
    ("is_actual_address", "Ja", ".", True),
    ("is_actual_address", "FALSE", ".", False),
    ("is_actual_address", "1", ".", True),
    ("is_actual_address", "0", ".", False),
    ("is_actual_address", "nej", ".", False),
    ("metering_point_type", "forbrug", ".", "E17"),
    ("metering_point_type", "Consumption", ".", "E17"),
    ("settlement_method", "Flex afregnet", ".", "D01"),
    ("disconnection_type", "Manual afbrydelig", ".", "D02"),
    ("reading_occurrence", "pt15m", ".", "PT15M"),
    ("net_settlement_group", "6", ".", "6"),
    ("street_code", "0012", ".", "0012"),
    ("meter_number", "00110048", ".", "00110048"),
    ("municipality_code", "0625", ".", "625"),
    ("municipality_code", "625", ".", "625"),
    ("municipality_code", "0", ".", None),
    ("municipality_code", "000", ".", None),
    ("municipality_code", "1234", ".", "1234"),
    ("scheduled_reading_date", "0101", ".", "0101"),
    ("scheduled_reading_date", "--01-01", ".", "0101"),
    (
        "dar_reference",
        "{0A3F50B9-B942-32B8-E044-0003BA298018}",
        ".",
        "0a3f50b9-b942-32b8-e044-0003ba298018",
    ),
    ("location_description", " bag  skuret ", ".", "bag  skuret"),
]


@pytest.mark.parametrize(("field", "text", "sign", "expected"), READABLE)
def test__parse_field__other_ways_of_writing__are_read(
    field: str, text: str, sign: str, expected: FieldValue
) -> None:
    assert read(field, text, sign) == expected


UNREADABLE = [
    ("metering_point_id", "5.71313E+17", ".", "FT-02"),
    ("metering_point_id", "5,7131318040133E+17", ",", "FT-02"),
    ("valid_from", "31-02-2026", ".", "MP-012"),
    ("valid_from", "09-03-26", ".", "MP-012"),
    ("valid_from", "2026-03-09T12:00:00Z", ".", "MP-012"),
    ("valid_from", "2026-06-08T23:00:00Z", ".", "MP-012"),
    ("valid_from", "2026-03-08T23:00:00.100Z", ".", "MP-012"),
    ("valid_from", "9999-12-31T23:00:00Z", ".", "MP-012"),
    ("valid_from", "i dag", ".", "MP-012"),
    ("capacity_kw", "5,95", ".", "CP-01"),
    ("capacity_kw", "5.95", ",", "CP-01"),
    ("capacity_kw", "1.23.456", ",", "CP-01"),
    ("capacity_kw", "12345678A", ".", "CP-01"),
    ("capacity_kw", "1E3", ".", "CP-01"),
    ("capacity_kw", "NaN", ".", "CP-01"),
    ("capacity_kw", "1234567890", ".", "CP-01"),
    ("capacity_kw", "123.3333670", ".", "CP-01"),
    ("max_power_kw", "1.25", ".", "PL-01"),
    ("max_current_a", "25.5", ".", "PL-02"),
    ("max_current_a", "1234567", ".", "PL-02"),
    ("is_actual_address", "måske", ".", "FT-03"),
    ("metering_point_type", "X17", ".", "MP-005"),
    ("metering_method", "Invalid_value", ".", "MT-03"),
    ("scheduled_reading_date", "12311", ".", "SD-01"),
    ("scheduled_reading_date", "1D404", ".", "SD-01"),
    ("dar_reference", "invalid", ".", "AD-11"),
    ("location_description", "linje\nlinje", ".", "FT-01"),
    ("meter_number", "12\x0034", ".", "FT-01"),
]


@pytest.mark.parametrize(("field", "text", "sign", "rule"), UNREADABLE)
def test__parse_field__unreadable_text__breaks_the_rule_of_the_field(
    field: str, text: str, sign: str, rule: str
) -> None:
    with pytest.raises(FieldFormatError) as caught:
        read(field, text, sign)

    violation = caught.value.violation
    assert (violation.rule, violation.field) == (rule, field)
    assert violation.message.endswith(".")
    assert "{" not in violation.message


def test__parse_field__operation__chooses_the_rule() -> None:
    entry = rules().field("connection_type")
    found = []
    for operation in ("create", "update"):
        with pytest.raises(FieldFormatError) as caught:
            parse_field(entry, "invalid", rules(), operation=operation)
        found.append((caught.value.violation.rule, caught.value.violation.code))

    assert found == [("CT-05", "D02"), ("CT-04", "D66")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1.50", "1.5"),
        ("100", "100"),
        ("-0", "0"),
        ("0.00", "0"),
        ("1E+3", "1000"),
        ("1E-8", "0.00000001"),
    ],
)
def test__plain_decimal__number__has_no_exponent_and_no_idle_zeros(
    value: str, expected: str
) -> None:
    assert plain_decimal(Decimal(value)) == expected
