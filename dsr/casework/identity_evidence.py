"""What was shown of who asks, held against the table of evidence levels (legal spec D.2-D.4).

Identification (whose data) and authentication (is it that person) are two questions; for somebody
who asks for another there is a third, the authority, and it comes before anything is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dsr.cases.case import Case, Channel
from dsr.cases.inquiry import FOUND_AFTER_IDENTITY
from dsr.cases.register import Candidate, Finding
from dsr.casework.answers import rules_of
from dsr.casework.data import findings_of, held, persons_on_file, places_of
from dsr.casework.destination import ANSWER_TO, check_destination
from dsr.casework.office import Office
from dsr.casework.representative import (
    accepted_authority,
    concerns_minor,
    is_represented,
)
from dsr.casework.step import Found
from dsr.errors import BadInput
from dsr.law import proving
from dsr.law.evidence import Level, Need, RequestKind, Sensitivity, needed_level
from dsr.law.passive import Situation, what_counts, what_counts_of_representative
from dsr.law.proving import METHODS, ContactPoint, Method, least_intrusive

#: What accepting identity records; it no longer counts once somebody else asks or is meant.
IDENTITY_FACTS = (
    "identity_needed",
    "identity_proven",
    "identity_method",
    "answer_to",
    "answer_address",
    "tell_old_contact_point",
    "old_contact_address",
    FOUND_AFTER_IDENTITY,
)
#: The fact that says what contradicts evidence that would suffice by itself (Art. 12(6)).
CONTRADICTED = "evidence_contradicted"


@dataclass(frozen=True)
class Evidence:
    """What is needed and what is there. why: sentences for the officer.

    shown: the own level of whoever asks, E0 to E3. authority: of a representative, accepted.
    """

    needed: Need
    shown: Level
    answer_to: str
    concerns: tuple[str, ...]
    why: tuple[str, ...]
    authority: bool = False

    @property
    def enough(self) -> bool:
        """Whether the request may be carried out on this."""
        return self.needed.is_met_by(self.shown, authority_shown=self.authority)

    @property
    def reached(self) -> Level:
        """What is shown as one level: E4 is a representative's own level and the authority."""
        if self.needed.of_representative is not None and self.enough:
            return Level.E4
        return self.shown

    @property
    def levels(self) -> Found:
        """The two levels as the guards compare them."""
        return Found(needed_level=int(self.needed.level), proven_level=int(self.reached))


def weigh(
    office: Office,
    case: Case,
    *,
    method: str | None = None,
    answer_to: str | None = None,
    concerns: tuple[str, ...] = (),
) -> Evidence:
    """Hold what was shown against what this request and these data need.

    method: a way by which the person confirmed besides writing. answer_to: ``file`` (the address on
    file, the default), ``given`` (the one in the request) or ``representative``. concerns: data
    groups in question. Raises BadInput, or Refused where the answer may not go there.
    """
    if answer_to and answer_to not in ANSWER_TO:
        raise BadInput(
            "answer_to is file, given or representative.",
            "file sends the answer to the address known.",
        )
    if not case.subjects:
        return _unlinked(office, case, method, answer_to)
    findings = findings_of(office, case)
    unknown = sorted(set(concerns) - {finding.code for finding in findings})
    if unknown:
        raise BadInput(
            f"There is no data group {', '.join(unknown)}.", f"Held: {', '.join(held(findings))}."
        )
    found = _candidate(office, case)
    to = answer_to or "file"
    check_destination(office, case, to, found)
    need = _need(office, case, findings, concerns, to, found)
    shown, why = _shown(office, case, found, method, to)
    return Evidence(need, shown, to, concerns, why, _has_authority(office, case))


def _unlinked(office: Office, case: Case, method: str | None, answer_to: str | None) -> Evidence:
    if case.facts.get("nothing_found") is not True:
        sentence = "What is needed shows once the person is linked."
        return Evidence(Need(Level.E1), Level.E0, "file", (), (sentence,))
    if not is_represented(case):
        sentence = "Nobody was found, so there is nothing that could reach a wrong person."
        return Evidence(Need(Level.E0), Level.E0, "given", (), (sentence,))
    # That nobody is a customer is told of another person too: authority comes first.
    to = answer_to if answer_to in ("given", "representative") else "given"
    check_destination(office, case, to, None)
    sentence = "Nobody was found; the representative hears even that only with authority."
    authority = _has_authority(office, case)
    need = Need(Level.E4, of_representative=Level.E0)
    return Evidence(need, Level.E0, to, (), (sentence,), authority)


def _has_authority(office: Office, case: Case) -> bool:
    return accepted_authority(case, office.clock.today()) is not None


def _candidate(office: Office, case: Case) -> Candidate | None:
    """How what she gave compares with what is on file under the linked keys, in any register.

    Only a record with her name counts for the others, where there is one.
    """
    linked = [
        c
        for place in places_of(office, case)
        for c in place.register.find(case.requester)
        if c.key in place.keys
    ]
    named = [c for c in linked if c.name_matches] or linked
    if not named:
        return None
    return replace(
        named[0],
        address_on_file=any(c.address_on_file for c in named),
        email_on_file=any(c.email_on_file for c in named),
        phone_on_file=any(c.phone_on_file for c in named),
    )


def _need(
    office: Office,
    case: Case,
    findings: tuple[Finding, ...],
    concerns: tuple[str, ...],
    answer_to: str,
    found: Candidate | None,
) -> Need:
    concerned = [f for f in findings if f.rows and (not concerns or f.code in concerns)]
    of_groups = (Sensitivity[f.group.sensitivity] for f in concerned)
    sensitivity = max(of_groups, default=Sensitivity.S1)
    if case.facts.get("non_disclosure") is True or concerns_minor(case, office.clock.today()):
        sensitivity = max(sensitivity, Sensitivity.S2)
    new_address = answer_to == "given" and not (found is not None and found.address_on_file)
    return needed_level(
        rules_of(case).request_kind(case),
        sensitivity,
        answer_to_new_address=new_address,
        contact_point=_touches_contact_point(office, case, concerned),
        by_representative=is_represented(case),
    )


def _touches_contact_point(office: Office, case: Case, concerned: list[Finding]) -> bool:
    """Whether a rectification may change an address, number or e-mail (take-over risk)."""
    if rules_of(case).request_kind(case) is not RequestKind.RECTIFICATION:
        return False
    groups = {finding.code for finding in concerned}
    return any(
        column.contact_point
        for place in places_of(office, case)
        for table in place.register.map.tables
        if f"{place.register.map.name}.{table.group}" in groups
        for column in table.columns
    )


def _shown(
    office: Office, case: Case, found: Candidate | None, method: str | None, answer_to: str
) -> tuple[Level, tuple[str, ...]]:
    level, sentence = _as_it_came(office, case, found, method, answer_to)
    if method is None:
        return level, (sentence,)
    if method not in {known.value for known in Method}:
        names = ", ".join(known.value for known in Method)
        raise BadInput(f"{method} is not a known way to show identity.", f"Known are: {names}.")
    facts = METHODS[Method(method)]
    if facts.uses and not facts.uses & on_file(office, case):
        raise BadInput(
            f"{method} needs a contact point that is not on file.",
            "Use what the register holds, never what the request brought along.",
        )
    return max(level, facts.level), (sentence, facts.description)


def _as_it_came(
    office: Office, case: Case, found: Candidate | None, method: str | None, answer_to: str
) -> tuple[Level, str]:
    """What the request shows by the way it came, before anything is asked.

    Where an officer recorded what contradicts it, the way it came shows nothing any more.
    """
    if case.facts.get(CONTRADICTED):
        return (
            Level.E0,
            "Something contradicts what the request shows; only a way to confirm counts.",
        )
    on_record = found is not None and (
        found.address_on_file or found.email_on_file or found.phone_on_file
    )
    stops = case.workflow == "consent_withdrawal"
    situation = Situation(
        register_match=found is not None and found.name_matches and on_record,
        answer_to_file_only=answer_to == "file",
        nothing_but_an_answer=case.workflow in ("access", "portability"),
        id_seen=method == Method.IN_PERSON,
        known_to_practitioner=case.letter.channel is Channel.PRACTITIONER,
        stops_for_one_alone=stops and _fits_nobody_else(office, case),
    )
    if is_represented(case):
        authority = accepted_authority(case, office.clock.today())
        counts = what_counts_of_representative(authority, situation)
    else:
        counts = what_counts(_channel(case, found), situation)
    return counts.level, counts.sentence


def _fits_nobody_else(office: Office, case: Case) -> bool:
    """Whether what was given, name and one more identifier, fits nobody but the records linked."""
    return all(
        candidate.key in place.keys
        for place in places_of(office, case)
        for candidate in place.register.find(case.requester)
        if candidate.name_matches
        and (candidate.address_on_file or candidate.email_on_file or candidate.phone_on_file)
    )


def on_file(office: Office, case: Case) -> frozenset[ContactPoint]:
    """The contact points that any register holds, independently of the request."""
    held_points = [
        (point, value)
        for person in persons_on_file(office, case)
        for point, value in (
            (ContactPoint.POST, person.street),
            (ContactPoint.PHONE, person.phone),
            (ContactPoint.EMAIL, person.email),
        )
    ]
    return frozenset(point for point, value in held_points if value)


def _channel(case: Case, found: Candidate | None) -> proving.Channel:
    if is_represented(case):
        return proving.Channel.THIRD_PARTY
    match case.letter.channel:
        case Channel.EMAIL | Channel.WEB_FORM:
            known = found is not None and found.email_on_file
            return proving.Channel.EMAIL_ON_FILE if known else proving.Channel.EMAIL_UNKNOWN
        case Channel.PHONE:
            return proving.Channel.PHONE
        case Channel.COUNTER:
            return proving.Channel.IN_PERSON
        case Channel.PRACTITIONER:
            return proving.Channel.PRACTITIONER
        case _:
            known = found is not None and found.address_on_file
            letter = proving.Channel
            return letter.LETTER_REGISTER_ADDRESS if known else letter.LETTER_OTHER_ADDRESS


def ways_to_ask(office: Office, case: Case) -> tuple[Method, ...]:
    """The methods to offer, the least intrusive first; empty where nothing may be asked.

    Nothing is asked of a representative before the authority is accepted: to name the ways would
    tell that the person is a customer.
    """
    evidence = weigh(office, case)
    unauthorised = is_represented(case) and not evidence.authority
    if evidence.enough or unauthorised:
        return ()
    level = evidence.needed.own_level
    if case.facts.get(CONTRADICTED):
        level = max(level, Level.E2)  # the way it came, which would have been enough, is not
    return least_intrusive(level, _channel(case, _candidate(office, case)), on_file(office, case))
