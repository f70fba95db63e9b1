"""The channels, and the ways to prove more than they do, the least intrusive first.

EDPB Guidelines 01/2022 paras 65-79: use what exists already; copies of identity documents are
inappropriate in general and deleted at once where they are not. Decisions of the Finnish Data
Protection Ombudsman: a signature may not be demanded and proves nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from dsr.errors import BadConfiguration, BadInput, Fault
from dsr.law.evidence import Level


class Channel(StrEnum):
    """How a request came, as far as it matters for identity."""

    LETTER_REGISTER_ADDRESS = "letter_register_address"
    LETTER_OTHER_ADDRESS = "letter_other_address"
    EMAIL_ON_FILE = "email_on_file"
    EMAIL_UNKNOWN = "email_unknown"
    PHONE = "phone"
    ACCOUNT = "account"
    IN_PERSON = "in_person"
    PRACTITIONER = "practitioner"
    THIRD_PARTY = "third_party"


class ContactPoint(StrEnum):
    """What the register holds on the person, independently of the request."""

    POST = "post"
    PHONE = "phone"
    EMAIL = "email"
    ACCOUNT = "account"


class Method(StrEnum):
    """A way to show who one is."""

    CONFIRM_FROM_FILE = "confirm_from_file"
    ACCOUNT_LOGIN = "account_login"
    ONE_TIME_LINK = "one_time_link"
    CALL_BACK = "call_back"
    CODE_LETTER = "code_letter"
    STRONG_EID = "strong_eid"
    IN_PERSON = "in_person"
    POST_AGAINST_ID = "post_against_id"
    MASKED_ID_COPY = "masked_id_copy"


@dataclass(frozen=True)
class MethodFacts:
    """level: what it reaches. needs_document: an identity document is shown to somebody.
    uses: contact points on file of which one is needed; empty if none is. description: for the
    officer."""

    level: Level
    needs_document: bool
    uses: frozenset[ContactPoint]
    description: str


def _uses(*points: ContactPoint) -> frozenset[ContactPoint]:
    return frozenset(points)


_POST, _PHONE, _EMAIL = ContactPoint.POST, ContactPoint.PHONE, ContactPoint.EMAIL

METHODS: Mapping[Method, MethodFacts] = MappingProxyType(
    {
        Method.CONFIRM_FROM_FILE: MethodFacts(
            Level.E2,
            False,
            _uses(_PHONE, _EMAIL),
            "The person confirms the request from the phone number or e-mail address on file.",
        ),
        Method.ACCOUNT_LOGIN: MethodFacts(
            Level.E2,
            False,
            _uses(ContactPoint.ACCOUNT),
            "The person confirms the request when logged in to the account.",
        ),
        Method.ONE_TIME_LINK: MethodFacts(
            Level.E2,
            False,
            _uses(_EMAIL, _PHONE),
            "A link that works once goes to the e-mail address or phone number on file.",
        ),
        Method.CALL_BACK: MethodFacts(
            Level.E2, False, _uses(_PHONE), "We call the number on file and ask about the request."
        ),
        Method.CODE_LETTER: MethodFacts(
            Level.E2,
            False,
            _uses(_POST),
            "A code goes by post to the address on file; the person tells it back.",
        ),
        Method.STRONG_EID: MethodFacts(
            Level.E3,
            False,
            _uses(),
            "The person identifies with bank codes, a mobile or a citizen certificate.",
        ),
        Method.IN_PERSON: MethodFacts(
            Level.E3,
            True,
            _uses(),
            "The person shows an identity document on the spot; it is seen, never copied.",
        ),
        Method.POST_AGAINST_ID: MethodFacts(
            Level.E3,
            True,
            _uses(),
            "The answer is a letter that the post hands over against an identity document.",
        ),
        Method.MASKED_ID_COPY: MethodFacts(
            Level.E3,
            True,
            _uses(),
            "A copy with everything covered but name, issuing authority and date; deleted at once.",
        ),
    }
)
"""Every method, the least intrusive first."""

PREFERRED: Mapping[Channel, tuple[Method, ...]] = MappingProxyType(
    {
        Channel.LETTER_REGISTER_ADDRESS: (Method.CODE_LETTER, Method.CALL_BACK),
        Channel.LETTER_OTHER_ADDRESS: (Method.CONFIRM_FROM_FILE, Method.CODE_LETTER),
        Channel.EMAIL_ON_FILE: (Method.ONE_TIME_LINK,),
        Channel.EMAIL_UNKNOWN: (Method.CONFIRM_FROM_FILE, Method.CODE_LETTER, Method.CALL_BACK),
        Channel.PHONE: (Method.CALL_BACK,),
        Channel.ACCOUNT: (Method.ACCOUNT_LOGIN, Method.STRONG_EID),
        Channel.IN_PERSON: (Method.IN_PERSON,),
        Channel.PRACTITIONER: (Method.CALL_BACK, Method.CODE_LETTER),
        Channel.THIRD_PARTY: (),
    }
)
"""What lies nearest for a person who wrote by that channel; the other methods follow in order."""

NEVER: Mapping[Channel, tuple[str, ...]] = MappingProxyType(
    {
        Channel.LETTER_REGISTER_ADDRESS: (
            "Send a letter back because it is unsigned.",
            "Demand a copy of an identity document.",
        ),
        Channel.LETTER_OTHER_ADDRESS: ("Send data to the new address because a letter is signed.",),
        Channel.EMAIL_ON_FILE: ("Ask for a printed, signed and scanned form.",),
        Channel.EMAIL_UNKNOWN: (
            "Reveal whether somebody is a customer where that alone is sensitive.",
        ),
        Channel.PHONE: ("Use the personal identity code as a password.",),
        Channel.ACCOUNT: ("Demand a copy of an identity document.",),
        Channel.IN_PERSON: ("Copy the identity document.",),
        Channel.PRACTITIONER: ("Ignore a request because it came by the wrong channel.",),
        Channel.THIRD_PARTY: ("Refuse flatly because a representative asks.",),
    }
)
NEVER_ANYWHERE: tuple[str, ...] = (
    "Treat a signature as proof, or its absence as a fault.",
    "Accept a name with a personal identity code as proof.",
    "Demand notarised documents.",
    "Keep an image of an identity document after the check.",
    "Tell a marketing objection to prove anything.",
)


def least_intrusive(
    level: Level,
    channel: Channel,
    on_file: Collection[ContactPoint],
    *,
    moved: bool = False,
    offered: Collection[Method] = tuple(Method),
    id_copy_justified: bool = False,
) -> tuple[Method, ...]:
    """The methods to offer for a level, the least intrusive first; empty for E0 and E1.

    E1 asks nothing: the answer goes to the contact point on file. on_file: what the register
    holds. moved: the postal address on file is out of date. offered: what the site has.
    id_copy_justified: an officer recorded why a masked copy is necessary and suitable here.
    Raises BadConfiguration when fewer than two methods, or none without an identity document,
    remain (policy on Art. 12(6)); BadInput for E4: ask for the representative's own level.
    """
    if level == Level.E4:
        raise BadInput(
            "A representative shows identity and authority apart.",
            "Ask for the methods of the representative's own level, E2 or E3.",
        )
    if level <= Level.E1:
        return ()
    points = set(on_file) - ({ContactPoint.POST} if moved else set())
    order = [*PREFERRED[channel], *(m for m in METHODS if m not in PREFERRED[channel])]
    methods = tuple(
        method
        for method in order
        if method in offered
        and METHODS[method].level >= level
        and (not METHODS[method].uses or METHODS[method].uses & points)
        and (id_copy_justified or method is not Method.MASKED_ID_COPY)
    )
    _check_choice(methods)
    return methods


def _check_choice(methods: tuple[Method, ...]) -> None:
    faults = []
    if len(methods) < 2:
        faults.append(
            Fault("evidence.too_few_methods", "identity methods", "Fewer than two ways remain.")
        )
    if all(METHODS[method].needs_document for method in methods):
        faults.append(
            Fault(
                "evidence.only_documents",
                "identity methods",
                "Every way that remains needs an identity document.",
            )
        )
    if faults:
        raise BadConfiguration(
            "This person cannot be offered a lawful choice of ways to prove who she is.",
            "Offer strong electronic identification or another way; an identity document may "
            "never be the only one.",
            faults=faults,
        )
