"""What can no longer be brought back is destroyed: its key first, then its bytes."""

from __future__ import annotations

from dsr.cases.ledger import Held
from dsr.casework.office import Office
from dsr.casework.undoing import throw_away
from dsr.errors import NotFound


def due(office: Office) -> tuple[Held, ...]:
    """Blobs whose time is over, and those of orders that were never carried out or undone."""
    in_force = {one.action_id for one in office.store.erasures()}
    today = office.clock.today()
    return tuple(
        held
        for held in office.store.held()
        if held.until < today or (held.action_id not in in_force and not _may_run(office, held))
    )


def shred(office: Office) -> tuple[Held, ...]:
    """Destroy what is due; returns it. May be killed and called again."""
    gone = due(office)
    for held in gone:
        throw_away(office, held)
    return gone


def _may_run(office: Office, held: Held) -> bool:
    """Whether the order is still approved: the register may be at work on it."""
    try:
        return office.store.case(held.case).state == "approved"
    except NotFound:
        return False
