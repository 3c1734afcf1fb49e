"""How a person names an object, and where it is opened in the program.

**Source**: ux § 3: every record has one address, so that help, links and history work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.processes import ObjectKind
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.store import Reader
    from app.store.records import ChargeLink

_MANY = 2000
"""Points from which on it is faster to read every label at once."""


@dataclass(frozen=True)
class ObjectLabel:
    """Text and address of one object."""

    text: str
    address: str


class ObjectLabels:
    """Names objects of one snapshot; remembers what it has named."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._points: dict[str, str] = {}
        self._links: dict[str, ChargeLink | None] = {}

    def prepare(self, point_ids: Iterable[str]) -> None:
        """Read the addresses of many points at once."""
        wanted = set(point_ids) - self._points.keys()
        if len(wanted) < _MANY:
            return
        from app.store import PointQuery

        query = self._reader.point_list
        rowids = query.ids(PointQuery(sort=()))
        for point_id, address in query.rows(rowids, ("metering_point_id", "address")):
            self._points[str(point_id)] = str(address or "")

    def of(self, kind: ObjectKind, object_id: str) -> ObjectLabel:
        """Return text and address of an object."""
        if kind is ObjectKind.METERING_POINT:
            return self.of_point(object_id)
        if kind is ObjectKind.CHARGE:
            return self.of_charge(int(object_id))
        if kind is ObjectKind.CHARGE_LINK:
            return self._of_link(object_id)
        return ObjectLabel(_("The company"), "checks")

    def of_point(self, point_id: str) -> ObjectLabel:
        """Return id and address line of a metering point."""
        if point_id not in self._points:
            query = self._reader.point_list
            rowid = query.rowid_of(point_id)
            rows = [] if rowid is None else query.rows([rowid], ("address",))
            self._points[point_id] = str(rows[0][0] or "") if rows else ""
        line = self._points[point_id]
        text = f"{point_id} · {line}" if line else point_id
        return ObjectLabel(text, f"metering_points/{point_id}")

    def of_charge(self, charge_id: int) -> ObjectLabel:
        """Return code and name of a charge; its last name when it is stopped."""
        charge = self._reader.charges.get(charge_id)
        if charge is None:
            return ObjectLabel(str(charge_id), "prices")
        information = self._reader.charges.information(charge_id)
        name = information[-1].name if information else ""
        text = f"{charge.code} · {name}" if name else charge.code
        return ObjectLabel(text, f"prices/{charge_id}")

    def _of_link(self, link_id: str) -> ObjectLabel:
        """Return charge and point of a link; it is opened at the point."""
        if link_id not in self._links:
            self._links[link_id] = self._reader.charge_links.get(int(link_id))
        link = self._links[link_id]
        if link is None:
            return ObjectLabel(link_id, "prices")
        charge = self.of_charge(link.charge_id)
        return ObjectLabel(
            _("{charge} on {point}").format(charge=charge.text, point=link.metering_point_id),
            f"metering_points/{link.metering_point_id}",
        )
