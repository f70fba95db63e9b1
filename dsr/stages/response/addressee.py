"""Whom a letter goes to: the person, or who acts for her; an address that is secret stays out."""

from __future__ import annotations

from collections.abc import Mapping

from dsr.cases.case import Case
from dsr.cases.site import Address
from dsr.casework.representative import address_of_representative, is_represented
from dsr.stages.response.matrix import NOT_HERS_TO_ASK

#: Tells at the contact point known before that it was changed; goes there and nowhere else.
CONTACT_CHANGED = "LT-CONTACT-CHANGED"
#: Letters that go to whoever wrote: they hold no data and ask or tell the writer something.
_TO_THE_WRITER = frozenset({"LT-ACK", "LT-NEED-ID", "LT-NEED-AUTH", "LT-ID-FAIL"})
_REFUSED = "LT-REFUSED"
_PARTS = ("name", "street", "postcode", "city")


def goes_to_representative(case: Case, kind: str) -> bool:
    """Whether the reader is the representative: what the writer is asked, and an answer that
    ``answer_to`` sends there. Before identity is weighed nobody but the writer is written to."""
    if not is_represented(case) or kind == CONTACT_CHANGED:
        return False
    if kind == _REFUSED and any(d.ground in NOT_HERS_TO_ASK for d in case.decisions):
        return True  # it is the asking that is refused, and who asked has a right to the reasons
    answer_to = case.facts.get("answer_to")
    return kind in _TO_THE_WRITER or not answer_to or answer_to == "representative"


def addressee(case: Case, kind: str, *, protected: bool) -> Address:
    """Whom the envelope names. Data go to the address that identity was weighed for, only there.

    protected: the person's own address is under a non-disclosure order and is not printed.
    """
    if goes_to_representative(case, kind):
        known = address_of_representative(case) or {}
        name = str(case.facts["representative_name"])
        return Address(name, *(known.get(part, "") for part in _PARTS[1:]))
    found = _of_the_person(case, kind)
    return Address(found.name, "", "", "") if protected else found


def _of_the_person(case: Case, kind: str) -> Address:
    name = "address_on_file" if kind == CONTACT_CHANGED else "answer_address"
    if kind == CONTACT_CHANGED and case.facts.get("old_contact_address"):
        name = "old_contact_address"  # changed in an earlier case, before this request
    known = case.facts.get(name)
    asked = case.requester
    if kind not in _TO_THE_WRITER and isinstance(known, Mapping):
        parts = [str(known.get(part) or "") for part in _PARTS]
        if parts[1]:
            return Address(parts[0] or asked.name or "", *parts[1:])
    who = asked.name or asked.email or asked.phone or ""
    return Address(who, asked.street or "", asked.postcode or "", asked.city or "")
