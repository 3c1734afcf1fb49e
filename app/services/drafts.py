"""Half filled forms that survive a crash.

**Source**: ux § 1 nr 6: drafts are kept through crash and close.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.personal_numbers import DEVICE_FIELDS, without_cpr

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from app.services.session import Session


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A kept form.

    Attributes:
        area: The page it belongs to ("metering_points").
        key: Which form there ("new", or an object's id).
        payload: What was typed, as text by field.
        saved_at: When it was kept (aware UTC).
    """

    area: str
    key: str
    payload: Mapping[str, str]
    saved_at: datetime


def save(session: Session, area: str, key: str, payload: Mapping[str, str]) -> None:
    """Keep what has been typed so far, CPR numbers left out; it is no change of the register.

    Nothing is kept in a file that was opened for reading only.
    """
    if not session.company_file.read_only:
        kept = {
            name: text if name in DEVICE_FIELDS else without_cpr(text)
            for name, text in payload.items()
        }
        session.company_file.save_draft(area, key, kept)


def load(session: Session, area: str, key: str) -> Draft | None:
    """Return a kept form, or None."""
    with session.company_file.read() as reader:
        found = reader.drafts.get(area, key)
    if found is None:
        return None
    return Draft(area=found.area, key=found.key, payload=found.payload, saved_at=found.saved_at)


def list_drafts(session: Session) -> tuple[Draft, ...]:
    """Return every kept form, newest first."""
    with session.company_file.read() as reader:
        found = reader.drafts.all()
    drafts = [Draft(area=d.area, key=d.key, payload=d.payload, saved_at=d.saved_at) for d in found]
    return tuple(sorted(drafts, key=lambda draft: draft.saved_at, reverse=True))


def discard(session: Session, area: str, key: str) -> None:
    """Forget a kept form; nothing happens when there is none."""
    if not session.company_file.read_only:
        session.company_file.discard_draft(area, key)
