"""Everything a stage may need, wired once by app.py and handed on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dsr.cases.case import Role, User
from dsr.cases.site import Site
from dsr.engine.table import Workflow
from dsr.errors import NotPermitted
from dsr.law.calendar import Calendar
from dsr.law.grounds import Catalogue
from dsr.ports import CaseStore, Clock, LetterPrinter, Quarantine, Register, ScanReader, Vault


@dataclass(frozen=True)
class Office:
    """One site at work. ``hash_contact`` makes the keyed hash of a normalised contact point.

    quarantine: where what an erasure takes can be brought back for ``Site.undo_days``. persons:
    the registers that are a person who is asked.
    """

    site: Site
    clock: Clock
    calendar: Calendar
    store: CaseStore
    vault: Vault
    registers: Mapping[str, Register]
    reader: ScanReader
    printer: LetterPrinter
    workflows: Mapping[str, Workflow]
    catalogue: Catalogue
    hash_contact: Callable[[str], str]
    quarantine: Quarantine | None = None
    persons: tuple[str, ...] = ()


def require_role(actor: User, *roles: Role) -> None:
    """Raises NotPermitted when the user has none of these roles or has left."""
    if not actor.active:
        raise NotPermitted(f"The user {actor.name} is no longer active.", "Ask an administrator.")
    if not actor.roles & frozenset(roles):
        names = " or ".join(role.value for role in roles)
        raise NotPermitted(f"The user {actor.name} may not do this.", f"It takes the role {names}.")
