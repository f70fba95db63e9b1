"""Where an answer goes: to the address on file, the one in the request, or who acts for the person.

Data reach nobody but whom identity and authority were weighed for (GDPR Art. 12(6), 32).
"""

from __future__ import annotations

from dsr.cases.case import Case, Person
from dsr.cases.register import Candidate
from dsr.casework.data import persons_on_file
from dsr.casework.office import Office
from dsr.casework.representative import (
    accepted_authority,
    address_of_representative,
    is_represented,
)
from dsr.errors import Fault, Refused

#: Where an answer may go: the address on file, the one in the request, the representative's.
ANSWER_TO = ("file", "given", "representative")


def check_destination(office: Office, case: Case, to: str, found: Candidate | None) -> None:
    """Raises Refused when the answer may not go there."""
    sentence = None
    authority = accepted_authority(case, office.clock.today())
    if to == "representative":
        if authority is None:
            sentence = "No representative has shown authority; accept_authority comes first."
        elif not authority.receives_answers:
            sentence = (
                "The mandate does not say that the representative receives the answer; send it to "
                "the file, or record covers_answer=yes with accept_authority."
            )
        elif address_of_representative(case) is None:
            sentence = "No address of the representative is known; name_representative takes it."
    elif to == "given" and is_represented(case) and case.subjects:
        on_file = found is not None and found.address_on_file
        if not on_file:
            sentence = (
                "Nobody knows whose address the request gives; send the answer to the file, or to "
                "the representative."
            )
    if sentence:
        raise Refused(
            f"{case.number}: the answer may not go there.",
            "Choose where it goes.",
            faults=(Fault("answer.destination", "answer_to", sentence),),
        )


def answer_address(office: Office, case: Case, answer_to: str) -> dict[str, str] | None:
    """Where the answer goes, remembered now: after an erasure the register knows it no more."""
    if answer_to == "representative":
        return address_of_representative(case)
    if answer_to != "file" or not case.subjects:
        return _address(case.requester)
    known = persons_on_file(office, case)
    # The first register by which a letter gets there; a name alone reaches nobody.
    return _address(next((person for person in known if person.street), known[0]))


def _address(person: Person) -> dict[str, str] | None:
    parts = {name: getattr(person, name) or "" for name in ("name", "street", "postcode", "city")}
    return parts if any(parts.values()) else None
