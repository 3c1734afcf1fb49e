"""A field is one catalogue entry and one migration: nothing else has to be written.

The program is copied with one entry more in `fields.toml` and one revision more, and then used: an
existing file is migrated, and the field stands in the catalogue, the import, the export, the
check, the form and the list.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from tests.builders import consumption_point, point_id, write_csv
from tests.e2e.command_line import PROJECT, CommandLine
from tests.e2e.conftest import TODAY

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = """
[field.fuse_size_a]
facet = "classification"
group = "grid"
order = 99
type = "integer"
da = "Sikringsstørrelse"
en = "Fuse size"
help_da = "Stikledningens sikring i hele ampere."
help_en = "The service fuse in whole amperes."
unit = "A"
source = "Netvirksomhedens eget felt"
aliases = []
"""


def _revision(package: Path) -> str:
    """Return the name of the newest revision, which the new one follows."""
    versions = sorted((package / "store" / "migrations" / "versions").glob("[0-9]*.py"))
    return versions[-1].stem.split("_")[0]


@pytest.fixture
def enlarged(tmp_path: Path) -> Path:
    """Return a copy of the program that knows one field more."""
    project = tmp_path / "enlarged"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PROJECT / "app", project / "app", ignore=ignored)
    shutil.copytree(PROJECT / "resources", project / "resources", ignore=ignored)
    fields = project / "resources" / "rules" / "fields.toml"
    fields.write_text(fields.read_text(encoding="utf-8") + ENTRY, encoding="utf-8")
    before = _revision(project / "app")
    after = f"{int(before) + 1:04d}"
    versions = project / "app" / "store" / "migrations" / "versions"
    (versions / f"{after}_fuse_size.py").write_text(
        dedent(
            f'''\
            """Add the fuse size."""

            import sqlalchemy as sa
            from alembic import op

            revision = "{after}"
            down_revision = "{before}"
            branch_labels = None
            depends_on = None


            def upgrade() -> None:
                for table in ("metering_point_classification", "metering_point_current"):
                    op.add_column(table, sa.Column("fuse_size_a", sa.Integer(), nullable=True))
            '''
        ),
        encoding="utf-8",
    )
    return project


def test__added_field__entry_and_migration__found_everywhere(
    enlarged: Path, netkontor: CommandLine, company: Path, tmp_path: Path
) -> None:
    point = point_id(1)
    source = write_csv(tmp_path / "points.csv", [consumption_point(1)])
    assert netkontor.run("import", company, source).code == 0
    larger = CommandLine(tmp_path, today=TODAY, project=enlarged)

    ids = {field["id"] for field in larger.run("fields", "metering_points", "--json").json()}
    assert "fuse_size_a" in ids

    changed = write_csv(
        tmp_path / "changed.csv",
        [{"metering_point_id": point, "valid_from": "2026-02-01", "Sikringsstørrelse": "35"}],
    )
    done = larger.run("import", company, changed, "--json")
    assert done.code == 0, done.err + done.out
    assert done.json()["changed"] == 1

    exported = tmp_path / "out.csv"
    assert larger.run("export", company, "metering_points", "-o", exported).code == 0
    lines = exported.read_text(encoding="utf-8-sig").splitlines()
    at = lines[0].split(";").index("fuse_size_a")
    assert [line.split(";")[at] for line in lines[1:]] == ["", "35"]

    wrong = write_csv(
        tmp_path / "wrong.csv",
        [{"metering_point_id": point, "valid_from": "2026-02-01", "fuse_size_a": "many"}],
    )
    refused = larger.run("import", company, wrong, "--json")
    assert refused.code == 1
    assert refused.json()["rejected"][0]["violations"][0]["field"] == "fuse_size_a"

    checked = larger.run("check", company)
    assert checked.code == 0, checked.out + checked.err


FORM_PROBE = """
import sys
from pathlib import Path
from app import bootstrap
from app.services import metering_points

session = bootstrap.open_session(Path(sys.argv[1]))
detail = metering_points.detail(session, sys.argv[2])
shown = [field.field_id for group in detail.groups for field in group.fields]
assert "fuse_size_a" in shown, shown
assert "fuse_size_a" in [column.field_id for column in metering_points.columns(session)]
state = metering_points.form_state(session, detail.values, point_id=sys.argv[2], is_new=False)
assert "fuse_size_a" in state.requirements, sorted(state.requirements)

from PySide6.QtWidgets import QApplication
application = QApplication([])
from app.ui.forms import Form, catalogue_fields
form = Form(
    "metering_points",
    catalogue_fields(session.catalogues.fields, ("fuse_size_a",)),
    today=session.today,
    calendar=session.calendar,
)
form.set_values({"fuse_size_a": 35})
assert form.values()["fuse_size_a"] == 35
"""


def test__added_field__entry_and_migration__in_form_and_list(
    enlarged: Path, netkontor: CommandLine, company: Path, tmp_path: Path
) -> None:
    source = write_csv(tmp_path / "points.csv", [consumption_point(1)])
    assert netkontor.run("import", company, source).code == 0
    larger = CommandLine(tmp_path, today=TODAY, project=enlarged)

    done = subprocess.run(
        [sys.executable, "-c", FORM_PROBE, str(company), point_id(1)],
        env=larger.environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr
