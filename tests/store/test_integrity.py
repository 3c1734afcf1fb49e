"""Whether `check` sees what can go wrong, and nothing where nothing did."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from app.domain.errors import CompanyFileError, DamagedFileError
from app.store.integrity import FindingKind, check_file
from tests.store.made_up_points import point_id, points


@pytest.fixture
def filled(company):
    with company.write(who="tester", kind="import") as writer:
        writer.points.put_many(points(20))
        writer.points.put(point_id(3), "connection", date(2026, 5, 1), {"connection_state": "E23"})
        sha256, size = company.keep_file(b"evidence")
        writer.stored_files.add(sha256=sha256, name="evidence.txt", size=size, kind="evidence")
    return company


def tamper(company, *statements):
    """Change the file behind the program's back, protection taken away and put back."""
    company.close()
    with closing(sqlite3.connect(company.path)) as connection, connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        kept = triggers.fetchall()
        for name, _sql in kept:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _name, sql in kept:
            connection.execute(sql)


def kinds(company, catalogue):
    return {finding.kind for finding in check_file(company.path, catalogue=catalogue)}


def test__check_file__a_good_file__has_no_findings_and_reports_progress(filled, catalogue):
    seen = []

    findings = check_file(filled.path, catalogue=catalogue, progress=lambda *p: seen.append(p))

    assert findings == []
    assert seen[-1][0] == seen[-1][1] > 10


def test__check_file__changes_nothing(filled, catalogue):
    filled.close()
    before = filled.path.read_bytes()

    check_file(filled.path, catalogue=catalogue)

    assert filled.path.read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        (
            (
                "UPDATE metering_point_connection SET valid_to = '2026-06-01' "
                "WHERE valid_to = '2026-05-01'"
            ),
            FindingKind.OVERLAP,
        ),
        (
            (
                "UPDATE metering_point_connection SET valid_to = '2026-04-01' "
                "WHERE valid_to = '2026-05-01'"
            ),
            FindingKind.GAP,
        ),
        (
            "UPDATE metering_point_supply SET valid_to = '2026-04-01' WHERE id = 1",
            FindingKind.GAP,
        ),
        (
            "UPDATE metering_point_address SET change_in = 2, change_out = 1 WHERE id = 1",
            FindingKind.KNOWLEDGE,
        ),
        (
            "UPDATE metering_point_address SET metering_point_id = 'nobody' WHERE id = 1",
            FindingKind.REFERENCE,
        ),
        (
            "UPDATE metering_point_current SET connection_state = 'D02' WHERE id = 1",
            FindingKind.LIST,
        ),
        ("DELETE FROM metering_point_current WHERE id = 1", FindingKind.LIST),
        (
            "UPDATE metering_point_search SET search_text = '  x' WHERE rowid = 1",
            FindingKind.SEARCH,
        ),
        ("DELETE FROM metering_point_search WHERE rowid = 2", FindingKind.SEARCH),
        (
            "UPDATE metering_point_search_content SET c0 = '  vej' WHERE id = 4",
            FindingKind.SEARCH,
        ),
    ],
)
def test__check_file__one_thing_wrong__is_found(filled, catalogue, statement, kind):
    tamper(filled, statement)

    assert kind in kinds(filled, catalogue)


def found_or_refused(company, catalogue):
    """Return the kinds of findings; a file that cannot be read at all counts as its structure."""
    try:
        return kinds(company, catalogue)
    except DamagedFileError:
        return {FindingKind.STRUCTURE}


def test__check_file__an_index_that_lost_a_part__is_found_though_the_words_are_there(
    filled, catalogue
):
    tamper(
        filled,
        "DELETE FROM metering_point_search_data "
        "WHERE id = (SELECT max(id) FROM metering_point_search_data)",
    )

    found = found_or_refused(filled, catalogue)

    assert found & {FindingKind.SEARCH, FindingKind.STRUCTURE}


def test__check_file__a_missing_trigger__is_found(filled, catalogue):
    filled.close()
    with closing(sqlite3.connect(filled.path)) as connection:
        connection.execute("DROP TRIGGER keep_change_delete")

    (finding,) = check_file(filled.path, catalogue=catalogue)

    assert finding.kind is FindingKind.PROTECTION
    assert "keep_change_delete" in finding.message


def test__check_file__a_kept_file_changed_or_missing__is_found(filled, catalogue):
    (kept,) = (filled.companion_dir / "files").iterdir()
    kept.write_bytes(b"evidencf")
    changed = check_file(filled.path, catalogue=catalogue)
    kept.unlink()
    missing = check_file(filled.path, catalogue=catalogue)

    assert [(f.kind, f.key) for f in changed] == [(FindingKind.KEPT_FILE, kept.name)]
    assert "was changed" in changed[0].message
    assert "is missing" in missing[0].message


def test__check_file__names_the_point(filled, catalogue):
    tamper(filled, "UPDATE metering_point_supply SET valid_to = '2026-04-01' WHERE id = 1")

    gap = next(f for f in check_file(filled.path, catalogue=catalogue) if f.kind is FindingKind.GAP)

    assert gap.key == point_id(0)
    assert gap.table == "metering_point_supply"
    assert point_id(0) in gap.message


def test__check_file__a_damaged_structure__is_told_or_refused(filled, catalogue):
    filled.close()
    content = bytearray(filled.path.read_bytes())
    for page in range(30, len(content) // 4096, 5):
        content[page * 4096 + 8 : page * 4096 + 200] = b"\xff" * 192
    filled.path.write_bytes(content)

    assert FindingKind.STRUCTURE in found_or_refused(filled, catalogue)


def test__check_file__not_a_company_file__is_one_sentence(tmp_path, catalogue):
    (tmp_path / "x.netkontor").write_text("hello")

    with pytest.raises(CompanyFileError, match="not a Netkontor company file"):
        check_file(tmp_path / "x.netkontor", catalogue=catalogue)
