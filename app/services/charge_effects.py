"""Take back what a process wrote about a price element or a link.

**Source**: design § 2.3: nothing is deleted; a mistake is voided with a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.processes import EventKind, ObjectKind

if TYPE_CHECKING:
    from app.domain.processes import ProcessFacts
    from app.store import Writer


def take_back_charge(writer: Writer, facts: ProcessFacts) -> None:
    """Void what the process wrote about a price element or a link.

    Raises:
        RefusedError: When it was changed again since.
    """
    changes = [event.change_id for event in facts.events if event.kind is EventKind.DONE]
    if facts.object_kind is ObjectKind.CHARGE:
        for change_id in changes:
            writer.charges.restore(int(facts.object_id), change_id)
    elif facts.object_kind is ObjectKind.CHARGE_LINK:
        link = writer.charge_links.get(int(facts.object_id))
        if link is None:
            return
        for change_id in changes:
            writer.charge_links.restore(link.charge_id, link.metering_point_id, change_id)
