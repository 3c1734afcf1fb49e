"""What every use case works on: an open company file, the rules, the calendar, the clock.

**Source**: design §§ 2.2, 3. The session is immutable: a changed setting makes a new one by
`app.services.company.reloaded`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from app.clock import Clock
    from app.domain.catalogue import Catalogue
    from app.domain.charges import ChargeRules
    from app.domain.deadlines import DeadlineCatalogue
    from app.domain.processes import ProcessCatalogue
    from app.domain.working_days import WorkingDayCalendar
    from app.store import CompanyFile


class Catalogues:
    """All rule catalogues, each loaded and validated when it is first asked for.

    The list of points needs only the fields, and the first painted row shall not wait for the
    rest; the program asks for all of them right after it.

    Attributes:
        fields: Fields, code lists and checks.
        deadlines: Every limit of the sources.
        processes: Every kind of process.
        charges: Rules of price elements and their links.
    """

    def __init__(
        self,
        *,
        fields: Callable[[], Catalogue],
        deadlines: Callable[[], DeadlineCatalogue],
        processes: Callable[[], ProcessCatalogue],
        charges: Callable[[], ChargeRules],
    ) -> None:
        """Take what loads each catalogue; a loader may raise CatalogueError."""
        self._load_fields = fields
        self._load_deadlines = deadlines
        self._load_processes = processes
        self._load_charges = charges

    @cached_property
    def fields(self) -> Catalogue:
        """Return the fields, code lists and checks."""
        return self._load_fields()

    @cached_property
    def deadlines(self) -> DeadlineCatalogue:
        """Return every limit of the sources."""
        return self._load_deadlines()

    @cached_property
    def processes(self) -> ProcessCatalogue:
        """Return every kind of process."""
        return self._load_processes()

    @cached_property
    def charges(self) -> ChargeRules:
        """Return the rules of price elements and their links."""
        return self._load_charges()

    def load_all(self) -> None:
        """Load and validate every catalogue now.

        Raises:
            CatalogueError: When a rule file is damaged; names file, entry and field.
        """
        for load in ("fields", "deadlines", "processes", "charges"):
            getattr(self, load)


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
