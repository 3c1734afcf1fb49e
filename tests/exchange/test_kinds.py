"""The kind of a table is told by its header, in either language, and never guessed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from app.domain.errors import CatalogueError, InputFileError
from app.exchange.kinds import Kinds, load_kinds
from app.exchange.recognition import recognise
from app.exchange.tables import read_table
from app.paths import rules_dir
from tests.domain.rule_catalogue import rules

if TYPE_CHECKING:
    from pathlib import Path

    from app.exchange.kinds import ColumnMap


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    return load_kinds(rules_dir(), rules())


def recognised(folder: Path, kinds: Kinds, header: str, kind: str | None = None) -> ColumnMap:
    path = folder / "table.csv"
    width = header.count(";") + 1
    path.write_text(f"{header}\n{';'.join('x' * width)}\n", encoding="utf-8")
    return recognise(read_table(path), kinds, kind)


def test__kinds__of_this_program__are_all_there(kinds: Kinds) -> None:
    assert [kind.id for kind in kinds] == [
        "metering_points",
        "meters",
        "supplies",
        "meter_readings",
        "charges",
        "charge_prices",
        "charge_links",
        "actors",
        "grid_areas",
        "processes",
    ]


def test__recognise__ids_of_any_kind__find_that_kind(tmp_path: Path, kinds: Kinds) -> None:
    for kind in kinds.importable:
        header = ";".join(entry.id for entry in kind.columns)

        found = recognised(tmp_path, kinds, header)

        assert found.kind.id == kind.id
        assert tuple(found.at) == tuple(entry.id for entry in kind.columns)
        assert found.unknown == ()


@pytest.mark.parametrize("language", ["da", "en"])
def test__recognise__labels_of_any_kind__find_that_kind(
    tmp_path: Path, kinds: Kinds, language: str
) -> None:
    for kind in kinds.importable:
        header = ";".join(entry.label(language).upper() for entry in kind.columns)

        found = recognised(tmp_path, kinds, header)

        assert found.kind.id == kind.id
        assert found.unknown == ()


def test__recognise__case_spaces_and_punctuation__do_not_matter(
    tmp_path: Path, kinds: Kinds
) -> None:
    header = "  MÅLEPUNKTS id;gyldig-FRA;Metering Point Type;grid_area ;noget andet"

    found = recognised(tmp_path, kinds, header)

    assert found.kind.id == "metering_points"
    assert list(found.at) == [
        "metering_point_id",
        "valid_from",
        "metering_point_type",
        "grid_area_code",
    ]
    assert found.unknown == ((4, "noget andet"),)


def test__recognise__header_that_fits_nothing__says_so(tmp_path: Path, kinds: Kinds) -> None:
    with pytest.raises(InputFileError, match="the header fits no kind of table"):
        recognised(tmp_path, kinds, "apple;pear;plum")


def test__recognise__header_that_almost_fits__names_what_it_lacks(
    tmp_path: Path, kinds: Kinds
) -> None:
    with pytest.raises(InputFileError, match=r"lacks Valid from \(valid_from\)"):
        recognised(tmp_path, kinds, "metering_point_id;metering_point_type;city;post_code")


def test__recognise__kind_that_was_said__must_fit(tmp_path: Path, kinds: Kinds) -> None:
    with pytest.raises(InputFileError, match="does not fit Charges; it lacks"):
        recognised(tmp_path, kinds, "metering_point_id;valid_from;city", "charges")


def test__recognise__two_headings_for_one_column__names_both(tmp_path: Path, kinds: Kinds) -> None:
    with pytest.raises(InputFileError, match="metering_point_id, GSRN mean the same"):
        recognised(tmp_path, kinds, "metering_point_id;GSRN;valid_from;city")


@pytest.mark.parametrize(
    ("header", "report"),
    [
        (
            (
                "METERINGPOINTID,VALIDFROM,VALIDTO,GRIDAREAID,TOGRIDAREAID,FROMGRIDAREAID,TYPEOFMP,"
                "SETTLEMENTMETHOD"
            ),
            "MDMP",
        ),
        (
            (
                "METERINGPOINTID,TYPEOFMP,CHARGETYPE,CHARGEOWNER,CHARGEID,CHARGEOCCURRENCES,"
                "PERIODSTART,PERIODEND"
            ),
            "CHARGELINK",
        ),
        (
            (
                "GRID AREA ID,METERING POINT ID,METERING POINT TYPE,RESOLUTION,UNIT,"
                "PHYSICAL STATUS,QUALITY,DATE TIME STAMP,QUANTITY"
            ),
            "measurements_report",
        ),
    ],
)
def test__recognise__report_of_datahub__is_named_and_refused(
    tmp_path: Path, kinds: Kinds, header: str, report: str
) -> None:
    path = tmp_path / "report.csv"
    path.write_text(f"{header}\n{header}\n", encoding="utf-8")

    with pytest.raises(InputFileError, match=f"DataHub's own report {report}"):
        recognise(read_table(path), kinds)


def test__recognise__new_field_of_the_catalogue__is_a_column_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(rules_dir(), folder)
    fields = folder / "fields.toml"
    text = fields.read_text(encoding="utf-8")
    new = text.split("[field.city]")[1].split("[field.")[0]
    fields.write_text(
        f"{text}\n[field.harbour]{new}".replace('da = "Postdistrikt"\nen = "City"', "", 0).replace(
            "[field.harbour]" + new, "[field.harbour]" + _renamed(new)
        ),
        encoding="utf-8",
    )
    checks = folder / "checks.toml"
    checks.write_text(
        checks.read_text(encoding="utf-8").replace('"city",', '"city", "harbour",', 1),
        encoding="utf-8",
    )
    from app.domain.catalogue import load_catalogue

    found = load_kinds(folder, load_catalogue(folder))

    assert found["metering_points"].named("Havn").id == "harbour"


def _renamed(entry: str) -> str:
    lines = []
    for line in entry.splitlines():
        name = line.partition(" =")[0]
        replacement = {"da": 'da = "Havn"', "en": 'en = "Harbour"', "aliases": "aliases = []"}
        lines.append(replacement.get(name, line))
    return "\n".join(lines) + "\n"


def test__load_kinds__column_that_does_not_exist__names_file_and_entry(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(rules_dir(), folder)
    path = folder / "file_kinds.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"actor_role", "actor_name"', '"actor_rôle"'), encoding="utf-8")

    with pytest.raises(CatalogueError, match=r"file_kinds\.toml.*actors.*actor_rôle"):
        load_kinds(folder, rules())
