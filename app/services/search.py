"""Search everything: points, price elements, processes and actors in one box.

**Source**: ux § 3: Ctrl+K searches everything; every record has one address.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from app.domain.field_values import display_field
from app.services.actors import list_actors
from app.services.charge_listing import list_charges
from app.services.charge_views import ChargeFilter
from app.services.process_listing import list_processes
from app.services.process_views import ProcessFilter
from app.store import PointQuery
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.services.session import Session

_SHORTEST = 2


@dataclass(frozen=True, kw_only=True)
class SearchHit:
    """One hit.

    Attributes:
        kind: "metering_point", "charge", "process" or "actor".
        id: The object's id as text.
        title: First line.
        subtitle: Second line.
        address: Where it is opened.
    """

    kind: str
    id: str
    title: str
    subtitle: str
    address: str


def search_everything(session: Session, text: str, limit: int = 20) -> tuple[SearchHit, ...]:
    """Return the first hits of each kind for the words typed; none for fewer than two letters.

    Args:
        session: The open company.
        text: Words that must all occur.
        limit: Most hits in all; points get at least half of them.
    """
    words = text.strip()
    if len(words) < _SHORTEST:
        return ()
    points = _points(session, words, limit)
    others = [*_charges(session, words), *islice(_processes(session, words), limit)]
    others += _actors(session, words)
    room = max(limit - len(others), limit - limit // 2)
    return tuple([*points[:room], *others][:limit])


def _points(session: Session, text: str, limit: int) -> list[SearchHit]:
    catalogue = session.catalogues.fields
    wanted = ("metering_point_id", "address", "metering_point_type", "connection_state")
    with session.company_file.read() as reader:
        hits = reader.point_list.first(PointQuery(text=text), limit)
        rows = reader.point_list.rows(hits.ids, wanted)
    found: list[SearchHit] = []
    for point_id, address, *codes in rows:
        names = [
            display_field(catalogue.field(name), code, catalogue)
            for name, code in zip(wanted[2:], codes, strict=True)
            if code
        ]
        found.append(
            SearchHit(
                kind="metering_point",
                id=str(point_id),
                title=str(point_id),
                subtitle=" · ".join(part for part in (str(address or ""), *names) if part),
                address=f"metering_points/{point_id}",
            )
        )
    return found


def _charges(session: Session, text: str) -> Iterator[SearchHit]:
    for row in list_charges(session, ChargeFilter(text=text)):
        yield SearchHit(
            kind="charge",
            id=str(row.id),
            title=f"{row.code} · {row.name}",
            subtitle=f"{row.kind_label}, {row.status_label}",
            address=f"prices/{row.id}",
        )


def _processes(session: Session, text: str) -> Iterator[SearchHit]:
    for row in list_processes(session, ProcessFilter(text=text)):
        yield SearchHit(
            kind="process",
            id=str(row.id),
            title=_("{process}, number {number}").format(process=row.label, number=row.id),
            subtitle=f"{row.object_label}, {row.status_label}",
            address=f"processes/{row.id}",
        )


def _actors(session: Session, text: str) -> Iterator[SearchHit]:
    words = text.casefold().split()
    for actor in list_actors(session):
        if all(word in f"{actor.name} {actor.id}".casefold() for word in words):
            yield SearchHit(
                kind="actor",
                id=actor.id,
                title=actor.name or actor.id,
                subtitle=f"{actor.role_label} · {actor.id}",
                address="settings",
            )
