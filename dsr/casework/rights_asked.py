"""Which cases a letter opens: one per right that is asked, in the lawful order (R14, F.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dsr.cases.case import LAWFUL_ORDER, NewCase, Right
from dsr.cases.reading import Reading
from dsr.casework.office import Office

MARKETING = "marketing_objection"

#: The workflow table of each right. Marketing is the one objection that follows its own.
WORKFLOW_OF = {
    Right.ACCESS: "access",
    Right.PORTABILITY: "portability",
    Right.RECTIFICATION: "rectification",
    Right.RESTRICTION: "restriction",
    Right.OBJECTION: "objection",
    Right.CONSENT_WITHDRAWAL: "consent_withdrawal",
    Right.ERASURE: "erasure",
}

_ABOUT_MARKETING = re.compile(
    r"markkinoin|mainos|uutiskirje|tarjou|marknadsför|reklam|nyhetsbrev|erbjud"
    r"|marketing|newsletter|advert|promotion|offers",
    re.IGNORECASE,
)


def rights_read(reading: Reading | None) -> tuple[Right, ...]:
    """The rights a letter asks for.

    Consent to marketing taken back is the same wish as an objection to it (Art. 21(3)); consent to
    something else taken back in the same letter stays a case of its own.
    """
    if reading is None:
        return ()
    rights = [Right(right) for right in reading.rights]
    if reading.marketing and Right.CONSENT_WITHDRAWAL in rights:
        rights.append(Right.OBJECTION)
        words = reading.evidence.get(Right.CONSENT_WITHDRAWAL.value, "")
        if not words or _ABOUT_MARKETING.search(words):
            rights.remove(Right.CONSENT_WITHDRAWAL)
    return tuple(right for right in LAWFUL_ORDER if right in rights)


def workflow_for(right: Right, *, marketing: bool) -> str:
    """The table a right follows."""
    return MARKETING if right is Right.OBJECTION and marketing else WORKFLOW_OF[right]


def cases_for(
    office: Office, rights: Sequence[Right], *, marketing: bool, reading: Reading | None
) -> tuple[list[NewCase], tuple[Right, ...]]:
    """The cases to open, and the rights for which the site has no workflow table."""
    if marketing and Right.CONSENT_WITHDRAWAL in rights and Right.OBJECTION not in rights:
        rights = [Right.OBJECTION if r is Right.CONSENT_WITHDRAWAL else r for r in rights]
    asked = [(r, workflow_for(r, marketing=marketing)) for r in LAWFUL_ORDER if r in rights]
    missing = tuple(right for right, name in asked if name not in office.workflows)
    cases = [
        NewCase(right, name, office.workflows[name].start, _first_facts(right, reading, missing))
        for right, name in asked
        if right not in missing
    ]
    return cases, missing


def _first_facts(
    right: Right, reading: Reading | None, missing: tuple[Right, ...]
) -> dict[str, object]:
    facts: dict[str, object] = {}
    if reading is not None and reading.evidence.get(right.value):
        facts["asked_in_words"] = reading.evidence[right.value]
    if missing:
        facts["also_asked"] = [one.value for one in missing]
    return facts
