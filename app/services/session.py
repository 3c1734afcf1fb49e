"""What every use case works on: an open company file, the rules, the calendar, the clock.

**Source**: design §§ 2.2, 3. The session is immutable: a changed setting makes a new one by
`app.services.company.reloaded`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from app.clock import Clock
    from app.domain.catalogue import Catalogue
    from app.domain.charges import ChargeRules
    from app.domain.deadlines import DeadlineCatalogue
    from app.domain.processes import ProcessCatalogue
    from app.domain.working_days import WorkingDayCalendar
    from app.store import CompanyFile


@dataclass(frozen=True, kw_only=True)
class Catalogues:
    """All rule catalogues, loaded and validated once per program start.

    Attributes:
        fields: Fields, code lists and checks.
        deadlines: Every limit of the sources.
        processes: Every kind of process.
        charges: Rules of price elements and their links.
    """

    fields: Catalogue
    deadlines: DeadlineCatalogue
    processes: ProcessCatalogue
    charges: ChargeRules


@dataclass(frozen=True, kw_only=True)
class Session:
    """An open company file with everything a use case needs.

    Attributes:
        company_file: The open file; read-only when it was opened so.
        catalogues: The rules.
        calendar: Working days, with the company's setting for 5 June.
        clock: Tells today (Danish local date) and now (aware UTC).
        who: Name of the operator, written into every change.
        rule_set: "forskrift", "datahub" or "own": which variant of a rule holds here.
    """

    company_file: CompanyFile
    catalogues: Catalogues
    calendar: WorkingDayCalendar
    clock: Clock
    who: str
    rule_set: str = "forskrift"

    @property
    def today(self) -> date:
        """Return today's Danish local date."""
        return self.clock.today()
