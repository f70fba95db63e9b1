"""What a request proves by the way it came, before anything is asked (legal spec D.4).

A signature proves nothing; the contact point on file, to which alone the answer goes, does much.
"""

from __future__ import annotations

from dataclasses import dataclass

from dsr.law.authority import Authority
from dsr.law.evidence import Level
from dsr.law.proving import Channel


@dataclass(frozen=True)
class Situation:
    """What is known when a request arrives, beside its channel.

    register_match: name and one more identifier fit one person in the register.
    answer_to_file_only: the answer goes only to the contact point on file.
    nothing_but_an_answer: the request changes nothing in a register (access).
    id_seen: the person showed an identity document on the spot.
    known_to_practitioner: a practitioner knows the person, and is recorded by name.
    stops_for_one_alone: the request only stops a use, which can be taken up again (Art. 7(3)), and
    what was given fits nobody else.
    """

    register_match: bool = False
    answer_to_file_only: bool = False
    nothing_but_an_answer: bool = False
    id_seen: bool = False
    known_to_practitioner: bool = False
    stops_for_one_alone: bool = False


@dataclass(frozen=True)
class Counts:
    """level: what the channel proves. up_to: what an officer may take it for, with a reason."""

    level: Level
    up_to: Level
    sentence: str


def what_counts(channel: Channel, situation: Situation) -> Counts:
    """What the request proves by the way it came, before anything is asked."""
    passive = situation.register_match and situation.answer_to_file_only
    match channel:
        case Channel.ACCOUNT:
            return _exactly(Level.E2, "The person was logged in.")
        case Channel.IN_PERSON if situation.id_seen:
            return _exactly(Level.E3, "An identity document was seen on the spot.")
        case Channel.PRACTITIONER if situation.known_to_practitioner:
            return _exactly(Level.E1, "A practitioner, recorded by name, knows the person.")
        case Channel.LETTER_REGISTER_ADDRESS if passive and situation.nothing_but_an_answer:
            return _exactly(
                Level.E2,
                "The answer goes by post to the address on file and nothing else happens, so "
                "only who holds that address learns anything.",
            )
        case Channel.EMAIL_ON_FILE if passive:
            return Counts(
                Level.E1,
                Level.E2,
                "It came from the e-mail address on file, which can be forged; with a reason it "
                "may count as possession.",
            )
        case Channel.LETTER_REGISTER_ADDRESS | Channel.PHONE | Channel.IN_PERSON if passive:
            return _exactly(
                Level.E1, "Name and one more identifier fit, and the answer goes to the file only."
            )
        case Channel.LETTER_OTHER_ADDRESS | Channel.EMAIL_UNKNOWN if (
            passive and situation.stops_for_one_alone
        ):
            return _exactly(
                Level.E1,
                "Name and one more identifier fit this person alone; a stop can be taken back, and "
                "the answer goes to the file only (Art. 7(3)).",
            )
        case Channel.LETTER_OTHER_ADDRESS:
            return _exactly(Level.E0, "The address is not on file; a signature proves nothing.")
        case Channel.THIRD_PARTY:
            return _exactly(Level.E0, "Somebody else asks: authority and identity are needed.")
        case _:
            return _exactly(Level.E0, "Nothing ties the request to a person on file yet.")


def what_counts_of_representative(authority: Authority | None, situation: Situation) -> Counts:
    """What a request for somebody else shows of the writer's own identity, as it came.

    authority: as accepted; None proves nothing. An answer that goes only to the represented
    person's own address on file can reach nobody else, whoever wrote.
    """
    if authority is None:
        return _exactly(Level.E0, "Somebody else asks: authority and identity are needed.")
    if authority.own_level > Level.E0:
        return _exactly(
            authority.own_level,
            "The proof is a lawyer's or a public authority's, who answer for who acts under it.",
        )
    passive = situation.register_match and situation.answer_to_file_only
    if passive and situation.nothing_but_an_answer:
        return _exactly(
            Level.E2,
            "The answer goes only to the address on file of the person represented, and nothing "
            "else happens.",
        )
    return _exactly(
        Level.E0, "The authority names somebody; it does not show that it is this writer."
    )


def _exactly(level: Level, sentence: str) -> Counts:
    return Counts(level, level, sentence)
