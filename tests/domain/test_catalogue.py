"""The shipped catalogue is complete, speaks both languages, and is found by every name."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app.domain.catalogue import (
    IDENTITY_FACET,
    METERING_POINT_TYPES,
    PERIOD_FACET,
    FieldType,
    Responsible,
)
from app.domain.errors import CatalogueError
from app.texts import set_language
from tests.domain.rule_catalogue import rules

FACETS = {
    "classification": {
        "metering_point_type",
        "grid_area_code",
        "settlement_method",
        "net_settlement_group",
        "reading_occurrence",
        "product",
        "unit",
        "scheduled_reading_date",
        "expected_annual_consumption_kwh",
        "from_grid_area_code",
        "to_grid_area_code",
        "max_power_kw",
        "max_current_a",
        "disconnection_type",
    },
    "connection": {"connection_state"},
    "meter": {
        "metering_method",
        "meter_number",
        "meter_digits",
        "meter_conversion_factor",
        "meter_unit",
        "meter_type",
    },
    "plant": {
        "asset_type",
        "capacity_kw",
        "connection_type",
        "power_plant_id",
        "production_obligation",
    },
    "address": {
        "street_name",
        "street_code",
        "building_number",
        "floor",
        "room",
        "city_subdivision",
        "post_code",
        "city",
        "municipality_code",
        "country_code",
        "dar_reference",
        "is_actual_address",
        "address_wash_instruction",
        "location_description",
    },
    "supply": {"energy_supplier_id", "balance_responsible_id"},
    "parent": {"parent_metering_point_id"},
}
SOURCE = re.compile(
    r"(Forskrift (I|H1)( §| bilag)|Vejledning til Forskrift H3 pkt\. |"
    r"DataHub \(Energinet\)|Netkontor|GS1|Forsyningstilsynet)"
)
# What Forskrift I §§ 8-10 and 12 list, by paragraph.
LISTED = (
    *(f"§ 8, stk. 1, nr. {number}" for number in range(1, 18) if number != 8),
    "§ 8, stk. 2, nr. 1",
    *(f"§ 8, stk. 3, nr. {number}" for number in (1, 2)),
    *(f"§ 8, stk. 4, nr. {number}" for number in range(1, 6)),
    *(f"§ 9, nr. {number}" for number in range(1, 5)),
    *(f"§ 10, nr. {number}" for number in (1, 2)),
    *(f"§ 12, nr. {number}" for number in range(1, 12)),
)


def test__facets__have_their_order_and_their_fields() -> None:
    found = {facet: {entry.id for entry in rules().by_facet(facet)} for facet in rules().facets()}

    assert list(found) == list(FACETS)
    assert found == FACETS
    assert [entry.id for entry in rules().by_facet(IDENTITY_FACET)] == ["metering_point_id"]
    assert [entry.id for entry in rules().by_facet(PERIOD_FACET)] == ["valid_from"]


@pytest.mark.parametrize("paragraph", LISTED)
def test__regulation__every_item_it_lists__has_a_field(paragraph: str) -> None:
    wanted = re.compile(rf"{re.escape(paragraph)}(?![0-9])")

    fields = [entry.id for entry in rules().fields.values() if wanted.search(entry.source)]

    assert fields


def test__form_order__holds_every_field_once_with_its_own_place() -> None:
    ordered = rules().in_form_order()

    assert sorted(entry.id for entry in ordered) == sorted(rules().fields)
    for heading in rules().group_headings:
        places = [entry.order for entry in rules().by_group(heading.id)]
        assert places == sorted(set(places)), heading.id


@pytest.mark.parametrize("field_id", sorted(rules().fields))
def test__field__has_its_words_and_source_in_both_languages(field_id: str) -> None:
    entry = rules().field(field_id)

    for language in ("da", "en"):
        set_language(language)
        assert entry.label() == entry.label(language) != ""
        assert entry.help() == entry.help(language)
        assert entry.help(language).endswith(".")
    assert entry.help_da != entry.help_en
    assert SOURCE.search(entry.source), entry.source
    assert entry.valid_from == date(2020, 9, 1)


def test__fields__names_and_flags_fit_the_paragraphs() -> None:
    by_responsible = {
        who: {entry.id for entry in rules().fields.values() if entry.responsible is who}
        for who in Responsible
    }

    assert by_responsible[Responsible.SUPPLIER] == FACETS["supply"]
    assert by_responsible[Responsible.ENERGINET] == {"production_obligation"}
    assert {e.id for e in rules().fields.values() if e.portal_step} == {
        "meter_digits",
        "meter_conversion_factor",
        "meter_unit",
        "meter_type",
        "address_wash_instruction",
    }
    assert all(entry.in_message == "" for entry in rules().fields.values() if entry.portal_step)


def test__field_named__finds_id_label_and_alias_in_any_writing() -> None:
    for entry in rules().fields.values():
        for name in (entry.id, entry.label_da, entry.label_en, *entry.aliases):
            assert rules().field_named(name) is entry
            assert rules().field_named(f" {name.upper().replace('_', ' ')} ") is entry
    assert rules().field_named("noget andet") is None
    assert rules().field_named("") is None


def test__field__unknown__is_refused() -> None:
    with pytest.raises(CatalogueError, match="no field colour"):
        rules().field("colour")
    with pytest.raises(CatalogueError, match="city has no code list"):
        rules().code_list("city")


def test__code_lists__every_list_of_a_field_exists_and_every_code_has_both_labels() -> None:
    used = {entry.code_list for entry in rules().fields.values() if entry.type is FieldType.CODE}

    assert used <= set(rules().code_lists)
    for code_list in rules().code_lists.values():
        assert code_list.label_da
        assert code_list.label_en
        for code in code_list.values():
            assert code.label("da")
            assert code.label("en")
            assert SOURCE.search(code.source), (code_list.id, code.key)


def test__metering_point_types__have_their_groups_and_only_21_are_offered() -> None:
    groups: dict[str, list[str]] = {}
    for entry in rules().metering_point_types():
        groups.setdefault(entry.group, []).append(entry.key)
    known = [
        code.key for code in rules().code_lists[METERING_POINT_TYPES].values() if code.known_only
    ]

    assert groups["1"] == ["E17", "E18"]
    assert groups["2"] == ["E20"]
    assert groups["4"] == ["D01", "D02", "D99"]
    assert groups["5"] == ["D20"]
    assert len(groups["3"]) == 14
    assert known == ["D03", "D16", "D19", "D21", "D22", "D23", "D24", "D25", "D26"]


@pytest.mark.parametrize(
    ("code_list", "code", "label"),
    [
        ("settlement_method", "D01", "Flexafregnet"),
        ("settlement_method", "E01", "Skabelonafregnet"),
        ("settlement_method", "E02", "Timeafregnet"),
        ("disconnection_type", "D01", "Fjernafbrydelig"),
        ("disconnection_type", "D02", "Manuelt afbrydelig"),
        ("metering_point_type", "D12", "Bruttoforbrug"),
        ("metering_point_type", "D15", "Nettoforbrug"),
        ("metering_point_type", "D01", "VE-produktion"),
        ("metering_method", "D01", "Fysisk"),
        ("metering_method", "D02", "Virtuelt"),
        ("metering_method", "D03", "Beregnet"),
        ("connection_state", "E22", "Tilsluttet"),
    ],
)
def test__codes__danish_label__is_spelled_right(code_list: str, code: str, label: str) -> None:
    assert rules().code_lists[code_list].label(code, "da") == label


def test__code_list__is_looked_up_inside_itself() -> None:
    lists = rules().code_lists

    assert lists["connection_state"]["D03"].label_en == "New"
    assert lists["metering_method"]["D03"].label_en == "Calculated"
    assert lists["unit"].find("kwh") is lists["unit"]["KWH"]
    assert lists["unit"].find("") is None
    assert lists["unit"].label("X", "da") == "X"
    assert lists["asset_type"]["D17"].note != ""
    assert len(lists["unit"]) == len(list(lists["unit"]))


@pytest.mark.parametrize("rule", sorted(rules().checks))
def test__check__has_its_words_and_source_in_both_languages(rule: str) -> None:
    check = rules().checks[rule]

    assert check.variants
    assert bool(check.note_da) == bool(check.note_en)
    for variant in check.variants:
        assert variant.text_da.endswith((".", "{hint}"))
        assert variant.text_en.endswith((".", "{hint}"))
        assert variant.text_da != variant.text_en
        assert SOURCE.search(variant.source), variant.source
        if variant.source.startswith(("Forskrift", "DataHub")):
            assert variant.applies_from is not None
        assert set(re.findall(r"{(\w+)}", variant.text_da)) == set(
            re.findall(r"{(\w+)}", variant.text_en)
        )


def test__law_day__changes_only_when_a_variant_begins_or_ends() -> None:
    assert rules().law_day(date(2020, 12, 31)) == date.min
    assert rules().law_day(date(2021, 1, 1)) == date(2021, 1, 1)
    assert rules().law_day(date(2026, 11, 21)) == date(2021, 1, 1)
