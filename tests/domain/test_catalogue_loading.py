"""A damaged catalogue is refused with the file, the entry and the key."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from app.domain.catalogue import load_catalogue
from app.domain.checks import check_master_data
from app.domain.errors import CatalogueError
from app.domain.field_values import FieldFormatError, parse_field
from tests.domain.rule_catalogue import POINTS, RULES_DIR, situation

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped catalogue that a test may damage."""
    for name in ("fields.toml", "codes.toml", "checks.toml"):
        shutil.copy(RULES_DIR / name, tmp_path / name)
    return tmp_path


def damaged(folder: Path, name: str, old: str, new: str) -> str:
    """Replace a text in a file once, load the catalogue, and return what it was refused with."""
    path = folder / name
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)
    return str(caught.value)


STREET_NAME = '[field.street_name]\nfacet = "address"\ngroup = "address"\norder = 1\ntype = "text"'
CAPACITY = "max_length = 9\nscale = 8"
AD_01 = (
    '[check.AD-01]\nlogic = "max_length"\nfields = ["street_name"]\ntypes = ["any"]\n'
    'severity = "error"\ncode = "E86"\nsource = "Forskrift I § 12, nr. 1; DataHub (Energinet)"\n'
    'text = "too_long"'
)

DAMAGES = [
    # file, entry and key the message names, what is damaged and how, words of the reason
    (
        "fields.toml",
        "street_name, facet",
        STREET_NAME,
        STREET_NAME.replace('facet = "address"', 'facet = "garden"'),
        "garden",
    ),
    (
        "fields.toml",
        "street_name, group",
        STREET_NAME,
        STREET_NAME.replace('group = "address"', 'group = "garden"'),
        "garden",
    ),
    (
        "fields.toml",
        "street_name, type",
        STREET_NAME,
        STREET_NAME.replace('"text"', '"poem"'),
        "poem is not one of",
    ),
    (
        "fields.toml",
        "street_name, order",
        STREET_NAME,
        STREET_NAME.replace("order = 1", 'order = "1"'),
        "whole number",
    ),
    (
        "fields.toml",
        "street_name, order",
        STREET_NAME,
        STREET_NAME.replace("order = 1", "order = true"),
        "whole number",
    ),
    (
        "fields.toml",
        "street_name, order",
        STREET_NAME,
        STREET_NAME.replace("order = 1\n", ""),
        "missing",
    ),
    (
        "fields.toml",
        "street_name, colour",
        STREET_NAME,
        STREET_NAME + '\ncolour = "red"',
        "no such key",
    ),
    (
        "fields.toml",
        "street_name, code_list",
        STREET_NAME,
        STREET_NAME + '\ncode_list = "unit"',
        "only a field of the type code",
    ),
    (
        "fields.toml",
        "street_name, scale",
        STREET_NAME,
        STREET_NAME + "\nscale = 2",
        "only a field of the type decimal",
    ),
    (
        "fields.toml",
        "street_name, max_length",
        "max_length = 40\n",
        "",
        "a text must have a length",
    ),
    (
        "fields.toml",
        "capacity_kw, max_length",
        CAPACITY,
        "max_length = 12\nscale = 8",
        "at most 18",
    ),
    (
        "fields.toml",
        "max_current_a, leading_zero",
        "max_length = 6\nunit",
        "max_length = 6\nleading_zero = true\nunit",
        "leading zero",
    ),
    ("fields.toml", "street_name, da", 'da = "Vejnavn"', 'da = " "', "a text is missing"),
    (
        "fields.toml",
        "street_name, responsible",
        STREET_NAME,
        STREET_NAME + '\nresponsible = "nobody"',
        "nobody is not one of",
    ),
    (
        "fields.toml",
        "street_name, compared",
        STREET_NAME,
        STREET_NAME + '\ncompared = "yes"',
        "true or false",
    ),
    (
        "fields.toml",
        "street_name, aliases",
        'aliases = ["street", "vej", "streetDetail.name"]',
        'aliases = "street"',
        "list of texts",
    ),
    (
        "fields.toml",
        "street_name, aliases",
        '"streetDetail.name"]',
        '"metering point id"]',
        "also stands for the field metering_point_id",
    ),
    (
        "fields.toml",
        "settlement_method, code_list",
        'code_list = "settlement_method"',
        'code_list = "weather"',
        "weather",
    ),
    (
        "fields.toml",
        "version, valid_from",
        "valid_from = 2020-09-01",
        'valid_from = "2020-09-01"',
        "must be a date",
    ),
    ("fields.toml", "metering_point_type, facet", "[facet.", "[pocket.", "classification"),
    ("fields.toml", "damaged", "order = 1", "order = ", ""),
    (
        "codes.toml",
        "connection_type, codes",
        'code = "D00", name = "NotSpecified", da = "Ikke angivet"',
        'code = "D00", name = "NotSpecified", da = "Direkte tilsluttet"',
        "stands for both D01 and D00",
    ),
    (
        "codes.toml",
        "connection_state codes 1, colour",
        '{ code = "D03", name = "New",',
        '{ colour = "red", code = "D03", name = "New",',
        "no such key",
    ),
    (
        "codes.toml",
        "connection_state codes 1, da",
        'name = "New", da = "Nyoprettet"',
        'name = "New"',
        "missing",
    ),
    (
        "codes.toml",
        "asset_type codes 17, note_da",
        'note_da = "Koden betød',
        'note_extra = "Koden betød',
        "both languages",
    ),
    ("codes.toml", "connection_state, codes", '{ code = "E31"', '{ code = "E30"', "twice"),
    ("checks.toml", "AD-01, logic", AD_01, AD_01.replace("max_length", "magic"), "magic"),
    (
        "checks.toml",
        "AD-01, fields",
        AD_01,
        AD_01.replace("street_name", "stret_name"),
        "stret_name",
    ),
    ("checks.toml", "AD-01, fields", AD_01, AD_01.replace('["street_name"]', "[]"), "empty"),
    ("checks.toml", "AD-01, types", AD_01, AD_01.replace('"any"', '"E99"'), "E99"),
    ("checks.toml", "AD-01, when", AD_01, AD_01 + "\nwhen = { full_moon = true }", "full_moon"),
    (
        "checks.toml",
        "AD-01, when",
        AD_01,
        AD_01 + '\nwhen = { net_settlement_group_in = ["8"] }',
        "8 does not exist",
    ),
    (
        "checks.toml",
        "AD-01, when",
        AD_01,
        AD_01 + "\nwhen = { net_settlement_group_in = true }",
        "wrong value",
    ),
    (
        "checks.toml",
        "AD-01, when",
        AD_01,
        AD_01 + '\nwhen = { has_dar_reference = ["D01"] }',
        "wrong value",
    ),
    ("checks.toml", "AD-01, rule_sets", AD_01, AD_01 + '\nrule_sets = ["sharia"]', "sharia"),
    ("checks.toml", "AD-01, operations", AD_01, AD_01 + '\noperations = ["delete"]', "delete"),
    (
        "checks.toml",
        "GS-01 variant 1, params",
        'params = { prefix = "5713131" }',
        "params = { width = 40 }",
        "prefix is missing",
    ),
    (
        "checks.toml",
        "GS-01 variant 1, params",
        'params = { prefix = "5713131" }',
        "params = { prefix = 5713131 }",
        "prefix does not fit",
    ),
    (
        "checks.toml",
        "GS-01 variant 1, params",
        'params = { prefix = "5713131" }',
        'params = { prefix = "5713131", width = 1 }',
        "width does not fit",
    ),
    ("checks.toml", "AD-02, params", '"(?!0000)[0-9]{4}"', '"(?!0000[0-9]{4}"', "pattern is wrong"),
    (
        "checks.toml",
        "AD-01, severity",
        AD_01,
        AD_01.replace('severity = "error"', 'severity = "dreadful"'),
        "dreadful is not one of",
    ),
    (
        "checks.toml",
        "AD-01, text",
        AD_01,
        AD_01.replace("too_long", "poem"),
        "poem",
    ),
    (
        "checks.toml",
        "AD-02, da",
        "Vejkoden skal være præcis 4 cifre fra 0001 til 9999; der står {value}.",
        "{moon}.",
        "placeholder moon",
    ),
    (
        "checks.toml",
        "AD-02, en",
        'it is {value}."\n\n[check.AD-26]',
        'it is {value."\n\n[check.AD-26]',
        "expected '}'",
    ),
    (
        "checks.toml",
        "AD-01, code",
        AD_01,
        AD_01.replace("E86", "Z99"),
        "Z99",
    ),
    (
        "checks.toml",
        "MT-06, params",
        'types = ["D15"]\nparams = { allowed = ["D03"] }',
        'types = ["D15"]\nparams = { allowed = ["D09"] }',
        "D09",
    ),
    (
        "checks.toml",
        "AD-13 variant 2, operations",
        'operations = ["create"] },\n]\n\n[check.AD-14]',
        'operations = ["created"] },\n]\n\n[check.AD-14]',
        "created",
    ),
    (
        "checks.toml",
        "GS-01, note_da",
        "note_da = ",
        'note_extra = "x"\nnote_xx = ',
        "both languages",
    ),
    (
        "checks.toml",
        "production_obligation, logic",
        '["@boolean"]',
        '["@text"]',
        "no check judges",
    ),
    (
        "checks.toml",
        "MT-03, fields",
        '[check.MT-03]\nlogic = "in_list"\nfields = ["metering_method"]',
        '[check.MT-03]\nlogic = "in_list"\nfields = ["city"]',
        "no code list",
    ),
]


@pytest.mark.parametrize(("name", "place", "old", "new", "reason"), DAMAGES)
def test__load_catalogue__damaged_entry__is_named(
    folder: Path, name: str, place: str, old: str, new: str, reason: str
) -> None:
    message = damaged(folder, name, old, new)

    assert name in message
    assert place in message
    assert reason in message


@pytest.mark.parametrize("name", ["fields.toml", "codes.toml", "checks.toml"])
def test__load_catalogue__missing_file__is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(CatalogueError, match=name):
        load_catalogue(folder)


@pytest.mark.parametrize("name", ["fields.toml", "codes.toml", "checks.toml"])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[a", b"field = 1\nlist = 1\ncheck = 1\n"])
def test__load_catalogue__file_that_is_no_catalogue__is_named(
    folder: Path, name: str, content: bytes
) -> None:
    (folder / name).write_bytes(content)

    with pytest.raises(CatalogueError, match=name):
        load_catalogue(folder)


def test__load_catalogue__entry_that_is_no_table__is_named(folder: Path) -> None:
    message = damaged(folder, "codes.toml", "[list.unit]", "[list]\nunit = 1\n[lust.unit]")

    assert "codes.toml" in message
    assert "list.unit" in message


NEW_FIELD = """
[field.new_{kind}]
facet = "meter"
group = "meter"
order = 9
type = "{kind}"
{more}
da = "Nyt felt {kind}"
en = "New field {kind}"
help_da = "Hjælp."
help_en = "Help."
source = "Netkontor"
"""
NEW_FIELDS = [
    # type, what else the entry says, a text or value that is wrong, the rule it breaks
    ("text", "max_length = 5", "123456", "FX-01"),
    ("text", "max_length = 5", "a\nb", "FT-01"),
    ("code", 'code_list = "unit"', "X", "FX-02"),
    ("decimal", "max_length = 5\nscale = 2", "1.234", "FX-03"),
    ("integer", "max_length = 3", "1234", "FX-04"),
    ("month_day", "", "0230", "FX-05"),
    ("uuid", "", "x", "FX-06"),
    ("metering_point_id", "", "571313180401330153", "FX-07"),
    ("metering_point_id", "", "5.7E+17", "FT-02"),
    ("actor_id", "", "5790000555551", "FX-08"),
    ("grid_area", "", "80", "MP-007"),
    ("boolean", "", "måske", "FT-03"),
    ("date", "", "30-02-2026", "FT-04"),
]


@pytest.mark.parametrize(("kind", "more", "wrong", "rule"), NEW_FIELDS)
def test__load_catalogue__one_more_field__is_one_entry_and_checked_by_its_type(
    folder: Path, kind: str, more: str, wrong: str, rule: str
) -> None:
    with (folder / "fields.toml").open("a", encoding="utf-8") as file:
        file.write(NEW_FIELD.format(kind=kind, more=more))

    catalogue = load_catalogue(folder)

    entry = catalogue.by_facet("meter")[-1]
    assert catalogue.field_named(f"nyt felt {kind}") is entry
    try:
        point = POINTS["E17"].replacing({entry.id: parse_field(entry, wrong, catalogue)})
        found = [v.rule for v in check_master_data(catalogue, point, situation())]
    except FieldFormatError as error:
        found = [error.violation.rule]
    assert found == [rule]
