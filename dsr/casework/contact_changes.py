"""Change-then-access: whoever takes over an address first may ask for the data next (D.4, guard a).

The answer to an access request is then announced to the contact point that was replaced, too.
"""

from __future__ import annotations

from datetime import date, timedelta

from dsr.cases.case import Case
from dsr.cases.decision import Action
from dsr.casework.data import places_of
from dsr.casework.office import Office

#: An access request so soon after a change of a contact point is announced to the old one (policy).
SOON_DAYS = 30
#: Requests whose answer carries the data.
_WITH_DATA = frozenset({"access", "portability"})


def recent_contact_change(office: Office, case: Case) -> Case | None:
    """The rectification of the same person that last changed a contact point, not long before.

    None where this request gives no data out, or nothing was changed in the 30 days before it came
    or since.
    """
    if case.workflow not in _WITH_DATA or not case.subjects:
        return None
    since = case.received - timedelta(days=SOON_DAYS)
    changes = [
        (day, other)
        for other in office.store.cases()
        if other.number != case.number
        and other.workflow == "rectification"
        and case.shares_person_with(other)
        and (day := _changed_on(office, other)) is not None
        and day >= since
    ]
    return max(changes, key=lambda change: change[0])[1] if changes else None


def _changed_on(office: Office, case: Case) -> date | None:
    """The day on which this rectification changed a contact point in a register."""
    done = case.facts.get("carried_out_on")
    if not isinstance(done, str):
        return None
    points = {
        (register.map.name, f"{table.name}.{column.name}")
        for register in (place.register for place in places_of(office, case))
        for table in register.map.tables
        for column in table.columns
        if column.contact_point
    }
    corrected = {
        (d.group.partition(".")[0], name)
        for d in case.decisions
        if d.action is Action.CORRECT
        for name in d.values
    }
    return date.fromisoformat(done) if corrected & points else None
