"""How sure one must be of who is asking: evidence levels, sensitivity, and what each request needs.

GDPR Art. 12(6) allows a question only where there are reasonable doubts about identity; EDPB
Guidelines 01/2022 paras 58-79 ask for proportion between the proof and the harm of a mistake. The
table is the product's default; a site may be stricter only with a reason for the case at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType

from dsr.errors import BadInput


class Level(IntEnum):
    """How identity is shown.

    E0 not at all: the contact point itself is the subject. E1 passive match: name and one more
    identifier fit the register, and the answer goes only to the contact point on file. E2
    possession of something on file. E3 strong: e-identification, or an identity document seen.
    E4 a representative: E2 or E3 of that person, and authority.
    """

    E0 = 0
    E1 = 1
    E2 = 2
    E3 = 3
    E4 = 4


class Sensitivity(IntEnum):
    """S0 marketing contact only; S1 ordinary customer data; S2 free text, minors, persons under
    non-disclosure, anything that enables harm; S3 health, social care, other Art. 9-10 data."""

    S0 = 0
    S1 = 1
    S2 = 2
    S3 = 3


class RequestKind(StrEnum):
    """What is asked, as far as it matters for identity.

    MARKETING_STOP: objection under Art. 21(2), unsubscribing, withdrawal of consent to marketing.
    OBJECTION: Art. 21(1). CONSENT_WITHDRAWAL: Art. 7(3), other than to marketing; it may not be
    harder than an objection.
    """

    MARKETING_STOP = "marketing_stop"
    OBJECTION = "objection"
    CONSENT_WITHDRAWAL = "consent_withdrawal"
    RESTRICTION = "restriction"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    ACCESS = "access"
    PORTABILITY = "portability"


@dataclass(frozen=True)
class Need:
    """What has to be reached before a request is carried out.

    level: the level of the person asking. of_representative: with E4, the level of that person
    beside the authority. may_rise_to: the highest level an officer may ask for instead, with a
    reason. tell_old_contact_point: announce the change to the contact point it replaces.
    """

    level: Level
    of_representative: Level | None = None
    may_rise_to: Level | None = None
    tell_old_contact_point: bool = False

    @property
    def own_level(self) -> Level:
        """What whoever writes has to show of the own person, E0 to E3."""
        return self.level if self.of_representative is None else self.of_representative

    def is_met_by(self, shown: Level, *, authority_shown: bool = False) -> bool:
        """Whether what was shown suffices.

        shown: E0 to E3 of the person who wrote. authority_shown: mandate, certificate or extract
        seen. Raises BadInput for E4, which is a level and an authority: give them apart.
        """
        if shown == Level.E4:
            raise BadInput(
                "E4 is not a level one person can show.",
                "Give the representative's own level, E2 or E3, and the authority beside it.",
            )
        if self.of_representative is not None:
            return authority_shown and shown >= self.of_representative
        return shown >= self.level


Row = tuple[Level | None, Level, Level, Level]
"""The least level for S0, S1, S2, S3. None: the request has no S0 form, S1 is the least."""

_CONTACT_POINT = "contact_point"
_NEW_ADDRESS = "new_address"
_REPRESENTATIVE = "representative"

E0, E1, E2, E3 = Level.E0, Level.E1, Level.E2, Level.E3

NEEDED: Mapping[str, Row] = MappingProxyType(
    {
        RequestKind.MARKETING_STOP: (E0, E0, E0, E0),
        RequestKind.OBJECTION: (E0, E1, E1, E2),
        # As easy as giving it (Art. 7(3)); a stop can be taken back, and erasing has its own row.
        RequestKind.CONSENT_WITHDRAWAL: (E0, E1, E1, E1),
        RequestKind.RESTRICTION: (E0, E1, E1, E2),
        RequestKind.RECTIFICATION: (None, E1, E2, E2),
        RequestKind.RECTIFICATION + ":" + _CONTACT_POINT: (None, E2, E2, E3),
        RequestKind.ERASURE: (E1, E2, E2, E3),
        RequestKind.ACCESS: (None, E1, E2, E2),
        RequestKind.ACCESS + ":" + _NEW_ADDRESS: (None, E2, E3, E3),
        RequestKind.PORTABILITY: (None, E2, E3, E3),
        _REPRESENTATIVE: (None, E2, E2, E3),
    }
)
"""The least evidence by request and sensitivity; a representative's row holds the own level."""


def needed_level(
    request_kind: RequestKind,
    sensitivity: Sensitivity,
    *,
    answer_to_new_address: bool = False,
    contact_point: bool = False,
    by_representative: bool = False,
) -> Need:
    """What a request needs.

    answer_to_new_address: an access answer is to go to an address or e-mail not on file.
    contact_point: the rectification changes an e-mail, phone number or address (take-over risk).
    by_representative: somebody asks for another person. A marketing stop needs nothing, ever.
    """
    if request_kind is RequestKind.MARKETING_STOP:
        return Need(Level.E0)
    changes_contact = contact_point and request_kind is RequestKind.RECTIFICATION
    if by_representative:
        own = _cell(_REPRESENTATIVE, sensitivity)
        return Need(Level.E4, of_representative=own, tell_old_contact_point=changes_contact)
    if changes_contact:
        key = f"{request_kind}:{_CONTACT_POINT}"
        return Need(_cell(key, sensitivity), tell_old_contact_point=True)
    if request_kind is RequestKind.ACCESS and answer_to_new_address:
        return Need(_cell(f"{request_kind}:{_NEW_ADDRESS}", sensitivity))
    level = _cell(request_kind, sensitivity)
    if request_kind is RequestKind.ACCESS and sensitivity is Sensitivity.S3:
        return Need(level, may_rise_to=Level.E3)
    return Need(level)


def _cell(key: str, sensitivity: Sensitivity) -> Level:
    s0, s1, s2, s3 = NEEDED[key]
    return (s1 if s0 is None else s0, s1, s2, s3)[sensitivity]
