"""A real company file with a movable clock, and typed master data for use cases.

The clock stands still until a test moves it, so that a scenario can live through a month.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.clock import FixedClock
from app.domain.field_values import parse_field
from app.services.company import create_company
from app.services.metering_points import create
from app.services.point_views import CreatePoint
from tests.builders import GRID_AREA, OWN_GLN, consumption_point, point_id

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from app.domain.master_data import FieldValue
    from app.services.session import Catalogues, Session


class MovableClock:
    """A clock that stands still until it is moved to another day."""

    def __init__(self, day: date) -> None:
        self._clock = FixedClock(day)

    def today(self) -> date:
        """Return the day in Denmark."""
        return self._clock.today()

    def now(self) -> datetime:
        """Return noon of that day, in UTC."""
        return self._clock.now()

    def move_to(self, day: date) -> None:
        """Let it be another day."""
        self._clock = FixedClock(day)


def new_company(folder: Path, catalogues: Catalogues, clock: MovableClock) -> Session:
    """Create and open a company file in the folder."""
    return create_company(
        folder / "company.netkontor",
        gln=OWN_GLN,
        name="Prøve Net",
        grid_areas=[GRID_AREA],
        catalogues=catalogues,
        clock=clock,
        who="tester",
    )


def typed_values(session: Session, **changes: str) -> dict[str, FieldValue]:
    """Return the values of a new consumption point, typed, without its key."""
    texts = consumption_point(int(changes.pop("serial", "1")), **changes)
    catalogue = session.catalogues.fields
    return {
        name: parse_field(catalogue.field(name), text, catalogue)
        for name, text in texts.items()
        if name not in {"metering_point_id", "valid_from", "connection_state"} and text != ""
    }


def add_point(
    session: Session, serial: int = 1, valid_from: date | None = None, **changes: str
) -> str:
    """Create a point by its use case and return its id."""
    number = point_id(serial)
    outcome = create(
        session,
        CreatePoint(
            point_id=number,
            valid_from=valid_from or session.today,
            values=typed_values(session, serial=str(serial), **changes),
        ),
        reason="test",
    )
    assert outcome.saved, [(v.rule, v.field, v.message) for v in outcome.violations]
    return number
