"""Market participants the company deals with.

**Source**: Forskrift I § 17: every actor answers for its own data; the register keeps names so that
a person need not know GLN numbers by heart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.identifiers import is_valid_actor_id
from app.domain.violations import Severity, Violation
from app.services.changes import Outcome
from app.services.personal_numbers import cpr_violations
from app.services.saving import change_set_of
from app.texts import _

if TYPE_CHECKING:
    from app.services.session import Session

SUPPLIER, BALANCE_RESPONSIBLE = "DDQ", "DDK"
_LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class ActorRow:
    """One actor in one role."""

    id: str
    name: str
    role: str
    role_label: str

    @property
    def text(self) -> str:
        """Return name and id as one text."""
        return f"{self.name} ({self.id})" if self.name else self.id


@dataclass(frozen=True, kw_only=True)
class SaveActor:
    """An actor to be kept; `role` is a code of the market ("DDQ" supplier)."""

    id: str
    name: str
    role: str


def role_labels(session: Session) -> dict[str, str]:
    """Return the names of the market roles by code."""
    roles = session.catalogues.fields.code_lists.get("market_role")
    return {} if roles is None else {code: roles.label(code) for code in roles}


def list_actors(session: Session, role: str = "") -> tuple[ActorRow, ...]:
    """Return actors by name; of one role, or all."""
    labels = role_labels(session)
    with session.company_file.read() as reader:
        found = reader.actors.all(role, session.today)
    rows = [
        ActorRow(
            id=actor.actor_id,
            name=actor.name,
            role=actor.role,
            role_label=labels.get(actor.role, actor.role),
        )
        for actor in found
    ]
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.id, row.role)))


def save_actor(session: Session, command: SaveActor) -> Outcome[str]:
    """Keep an actor's name in a role.

    Returns:
        The actor's id.
    """
    found = _judge(session, command)
    if found:
        return Outcome(violations=found)
    with session.company_file.write(who=session.who, kind="actor") as writer:
        if not writer.actors.put(command.id, command.role, command.name.strip()):
            return Outcome(value=command.id)
        change_set = change_set_of(writer, _("Actor saved: {name}").format(name=command.name))
    return Outcome(value=command.id, change_set=change_set)


def _judge(session: Session, command: SaveActor) -> tuple[Violation, ...]:
    found = []
    if not is_valid_actor_id(command.id):
        message = _("Write a GLN of 13 digits with the right check digit, or an EIC code.")
        found.append(_error("GL-001", "id", message))
    if not 0 < len(command.name.strip()) <= _LONGEST_NAME:
        found.append(_error("AC-NAME", "name", _("Write the actor's name.")))
    found += cpr_violations({"name": command.name})
    labels = role_labels(session)
    if labels and command.role not in labels:
        found.append(_error("AC-ROLE", "role", _("Choose a role.")))
    return tuple(found)


def _error(rule: str, field: str, message: str) -> Violation:
    return Violation(rule=rule, severity=Severity.ERROR, field=field, message=message)
