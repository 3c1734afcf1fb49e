"""What a process is about, in the columns of files: a point, a price element, or a link.

**Source**: design § 6: the number of a price element or link means nothing outside its company
file, so files name them by owner, type and code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.domain.errors import NotFoundError
from app.domain.processes import ObjectKind
from app.texts import _

if TYPE_CHECKING:
    from datetime import date

    from app.store import Reader

SUBJECT_COLUMNS = ("metering_point_id", "charge_owner_id", "charge_type", "charge_code")


class Subject(NamedTuple):
    """What a process is about; "" for what does not belong to it or was not given."""

    point_id: str = ""
    owner_id: str = ""
    charge_type: str = ""
    code: str = ""

    def agrees_with(self, whole: Subject) -> bool:
        """Return whether everything that was given is the same in another subject."""
        return all(mine in ("", other) for mine, other in zip(self, whole, strict=True))


def subject_of(reader: Reader, kind: ObjectKind, object_id: str) -> Subject:
    """Return what the object of a stored process is."""
    if kind is ObjectKind.METERING_POINT:
        return Subject(point_id=object_id)
    if kind is ObjectKind.CHARGE:
        return _of_charge(reader, int(object_id))
    link = reader.charge_links.get(int(object_id)) if kind is ObjectKind.CHARGE_LINK else None
    if link is None:
        return Subject()
    return _of_charge(reader, link.charge_id)._replace(point_id=link.metering_point_id)


def _of_charge(reader: Reader, charge_id: int) -> Subject:
    charge = reader.charges.get(charge_id)
    if charge is None:
        return Subject()
    return Subject(owner_id=charge.owner_id, charge_type=charge.kind, code=charge.code)


def object_of(reader: Reader, kind: ObjectKind, subject: Subject, day: date | None) -> str:
    """Return the id under which the register knows a subject.

    Args:
        reader: A snapshot.
        kind: What the process is about.
        subject: As the file names it; without an owner it is the company's own.
        day: Day on which a link holds.

    Raises:
        NotFoundError: When there is no such point, price element or link.
    """
    if kind is ObjectKind.METERING_POINT:
        return _point(reader, subject.point_id)
    owner = subject.owner_id or reader.settings.get("company.gln")
    charge = reader.charges.find(owner, subject.charge_type, subject.code)
    if charge is None:
        raise NotFoundError(
            _("There is no price element {code} of this type and owner.").format(code=subject.code)
        )
    if kind is ObjectKind.CHARGE:
        return str(charge.id)
    links = reader.charge_links.of_charge(charge.id)
    of_point = [x for x in links if x.metering_point_id == _point(reader, subject.point_id)]
    found = [x for x in of_point if day is None or x.valid_from <= day <= x.valid_to]
    if not found:
        raise NotFoundError(
            _("Price element {code} is not linked to metering point {id} on that day.").format(
                code=subject.code, id=subject.point_id
            )
        )
    return str(found[-1].id)


def _point(reader: Reader, point_id: str) -> str:
    if not reader.points.exists(point_id):
        raise NotFoundError(_("Metering point {id} does not exist.").format(id=point_id))
    return point_id
