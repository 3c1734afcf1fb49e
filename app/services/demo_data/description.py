"""The text beside the demo that tells what is going on in it and what was planted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.output_files import complete_file
from app.services.demo_data.stories import TITLES
from app.texts import _, format_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.services.demo_data.extract import Difference
    from app.services.demo_data.stories import Stage
    from app.services.session import Session


def write_description(
    session: Session, company_file: Path, extract: Path, stage: Stage, found: Sequence[Difference]
) -> Path:
    """Write NAME-README.txt beside the company file and return it.

    Raises:
        OutputFileError: When it cannot be written.
    """
    target = company_file.with_name(f"{company_file.stem}-README.txt")
    text = _description(session, company_file, extract, stage, found)
    with complete_file(target) as partial:
        partial.write_text(text, encoding="utf-8")
    return target


def _description(
    session: Session,
    company_file: Path,
    extract: Path,
    stage: Stage,
    differences: Sequence[Difference],
) -> str:
    today = session.today
    command = (
        f"netkontor self-control {company_file.name} --month {today:%Y-%m} "
        f"--datahub {extract.name} -o {today:%Y-%m}.xlsx"
    )
    lines = [
        _("{file} is a made-up company. Nothing in it is real.").format(file=company_file.name),
        _("Its today is {day}.").format(day=format_day(today)),
        "",
        _("What is going on in it:"),
        "",
        *(f"{stage.point_ids[name]}  {_(title)}" for name, title in TITLES.items()),
        "",
        _("{file} is what DataHub would hand out on that day.").format(file=extract.name),
        _("It differs from the register in these points:"),
        "",
        *(f"{found.point_id}  {found.sentence}" for found in differences),
        "",
        _("The month's check finds them:"),
        "",
        f"  {command}",
        "",
    ]
    return "\n".join(lines)
