"""The letter to a recipient of the data: what was done, to be done there too (GDPR Art. 19).

It holds the least by which the recipient finds the person, and never the request, the reasons or an
address. It is written to hand over; what the recipient was told is recorded with its own step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from dsr.cases.case import Case
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.site import Address
from dsr.casework.clock import clock_of
from dsr.casework.office import Office
from dsr.casework.status import is_restricted
from dsr.errors import BadInput, Fault, Refused
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.recorded import executed_on, restricted_for_now
from dsr.stages.response.release import release
from dsr.stages.response.wording import Wording

TYPE = "LT-A19-RECIPIENT"
#: What recipients must hear of (Art. 19: rectification, erasure, restriction).
TOLD = frozenset({Action.CORRECT, Action.ERASE, Action.ANONYMISE, Action.RESTRICT})
#: How many working days a recipient has to confirm, unless the officer says otherwise.
CONFIRM_WORKING_DAYS = 10


@dataclass(frozen=True)
class ToRecipient:
    """Whom to write to, and how.

    name: as the register's mapping names the recipient. identify_by: ``key`` (the customer number)
    or ``name``; the number alone where it suffices. confirm_by: None takes ten working days.
    """

    name: str
    street: str = ""
    postcode: str = ""
    city: str = ""
    identify_by: tuple[str, ...] = ("key",)
    confirm_by: date | None = None
    language: str | None = None


def recipient_letter(
    office: Office, wordings: Mapping[str, Wording], case: Case, to: ToRecipient
) -> bytes:
    """The PDF, past the gate. Stores nothing.

    Raises Refused when nothing was done of which this recipient must hear, BadInput for a way to
    identify the person that does not exist here, LetterIncomplete.
    """
    decisions = _told_of(office, case, to.name)
    language = _language(office, wordings, to)
    clock, today = clock_of(office, case), office.clock.today()
    confirm_by = to.confirm_by or office.calendar.add_working_days(today, CONFIRM_WORKING_DAYS)
    identifiers = _identifiers(case, decisions, to.identify_by, wordings[language])
    facts = LetterFacts(
        type=TYPE,
        case=replace(case, language=language),
        site=office.site,
        today=today,
        received=case.received,
        strict_due=clock.strict_due,
        due=clock.due,
        recipient=Address(to.name, to.street, to.postcode, to.city),
        decisions=decisions,
        maps=tuple(register.map for register in office.registers.values()),
        executed_on=executed_on(case, TYPE, today),
        extra={"identifiers": identifiers, "confirm_by": confirm_by},
    )
    return release(facts, wordings, _no_reasons, office.printer)[1]


def _language(office: Office, wordings: Mapping[str, Wording], to: ToRecipient) -> str:
    language = to.language or office.site.languages[0]
    if language not in wordings:
        raise BadInput(f"There are no letters in {language}.", f"One of: {', '.join(wordings)}.")
    return language


def _told_of(office: Office, case: Case, name: str) -> tuple[GroupDecision, ...]:
    """What was done with data that this recipient holds."""
    done = [d for d in case.decisions if d.action in TOLD and case.facts.get("carried_out_on")]
    done += restricted_for_now(case) if is_restricted(case) and not done else ()
    theirs = {
        f"{register.map.name}.{group.code}"
        for register in office.registers.values()
        for group in register.map.groups
        if name in group.recipients
    }
    told = tuple(d for d in done if d.group in theirs)
    if not told:
        sentence = (
            "Nothing was corrected, erased or restricted that the register's mapping says this "
            "recipient holds (Art. 19). Carry the decision out first, or mend the mapping."
        )
        raise Refused(
            f"{case.number}: there is nothing to tell this recipient.",
            "See dsr case show CASE for the recipients still to be told.",
            faults=[Fault("recipient.nothing_to_tell", "--to", sentence)],
        )
    return told


def _identifiers(
    case: Case, told: tuple[GroupDecision, ...], ways: tuple[str, ...], wording: Wording
) -> list[tuple[str, str]]:
    """The least that is needed: numbers of the registers it is about; an address never."""
    concerned = {decision.group.partition(".")[0] for decision in told}
    keys = [key for one in case.subjects if one.register in concerned for key in one.keys]
    known = {
        "key": ", ".join(keys),
        "name": case.requester.name or "",
    }
    unknown = [way for way in ways if not known.get(way)]
    if unknown or not ways:
        raise BadInput(
            "The person cannot be named to the recipient in this way.",
            f"There is: {', '.join(way for way, value in known.items() if value) or 'nothing'}.",
            faults=[
                Fault("recipient.identifier", way, "This is not known of the person.")
                for way in unknown
            ],
        )
    return [(wording.say(f"identifier.{way}"), known[way]) for way in ways]


def _no_reasons(code: str, language: str, facts: Mapping[str, object]) -> str:
    """A recipient learns what was done, never why."""
    return ""
