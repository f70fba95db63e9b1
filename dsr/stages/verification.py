"""Verification: whose data it is, and whether it is that person who asks (GDPR Art. 11, 12(6)).

Two questions, kept apart: identification links the case to records of a register; authentication
weighs what was shown against the level that this request and these data need. Nothing is asked
that is known already, and a signature proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dsr.cases.case import Case, Channel, Person, Subject, User
from dsr.cases.register import Candidate, Finding
from dsr.casework.answers import rules_of
from dsr.casework.data import findings_of, held, register_of
from dsr.casework.office import Office
from dsr.casework.step import Also, Found, take
from dsr.errors import BadInput, NotFound
from dsr.law import proving
from dsr.law.evidence import Level, Need, RequestKind, Sensitivity, needed_level
from dsr.law.proving import METHODS, ContactPoint, Method, least_intrusive, what_counts

_WIPED = ("identity_needed", "identity_proven", "identity_method", "answer_to", "answer_address")


def link_person(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """Say whose data it is, or that the search found nobody. An earlier proof no longer counts.

    supplied: ``register`` and ``keys``, or ``nothing_found``; ``paper_searched`` once somebody has
    looked through the paper files too. Raises NotFound for an unknown key.
    """
    name, keys = supplied.get("register"), supplied.get("keys")
    subject = None
    if isinstance(name, str) and isinstance(keys, list | tuple) and keys:
        register = office.registers.get(name)
        if register is None:
            known = ", ".join(sorted(office.registers))
            raise NotFound(f"The site has no register {name}.", f"It has: {known}.")
        for key in keys:
            register.person(str(key))
        subject = Subject(name, tuple(str(key) for key in keys))
    paper = supplied.get("paper_searched") in (True, "yes", "true")
    facts: dict[str, object] = {**dict.fromkeys(_WIPED), "paper_searched": paper}
    supplied = {k: v for k, v in supplied.items() if k != "paper_searched"}
    return take(office, case, "link_person", actor, supplied, Also(facts=facts, subject=subject))


@dataclass(frozen=True)
class Evidence:
    """What is needed and what is there. why: sentences for the officer."""

    needed: Need
    shown: Level
    answer_to: str
    concerns: tuple[str, ...]
    why: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether the request may be carried out on this."""
        return self.needed.is_met_by(self.shown)


def weigh(
    office: Office,
    case: Case,
    *,
    method: str | None = None,
    answer_to: str | None = None,
    concerns: tuple[str, ...] = (),
) -> Evidence:
    """Hold what was shown against the table of evidence levels (legal spec D.2-D.4).

    method: a way by which the person confirmed besides writing. answer_to: ``file`` (the address on
    file, the default) or ``given`` (the one in the request). concerns: data groups in question.
    """
    if case.subject is None:
        return _unlinked(case)
    findings = findings_of(office, case)
    unknown = sorted(set(concerns) - {finding.code for finding in findings})
    if unknown:
        raise BadInput(
            f"There is no data group {', '.join(unknown)}.", f"Held: {', '.join(held(findings))}."
        )
    found = _candidate(office, case)
    to = answer_to or "file"
    if to not in ("file", "given"):
        raise BadInput("answer_to is file or given.", "file sends the answer to the address known.")
    need = _need(office, case, findings, concerns, to, found)
    shown, why = _shown(office, case, found, method, to)
    return Evidence(need, shown, to, concerns, why)


def _unlinked(case: Case) -> Evidence:
    if case.facts.get("nothing_found") is True:
        sentence = "Nobody was found, so there is nothing that could reach a wrong person."
        return Evidence(Need(Level.E0), Level.E0, "given", (), (sentence,))
    sentence = "What is needed shows once the person is linked."
    return Evidence(Need(Level.E1), Level.E0, "file", (), (sentence,))


def _candidate(office: Office, case: Case) -> Candidate | None:
    """How what she gave compares with what is on file under the linked keys."""
    register = register_of(office, case)
    if register is None or case.subject is None:
        return None
    return next((c for c in register.find(case.requester) if c.key in case.subject.keys), None)


def _need(
    office: Office,
    case: Case,
    findings: tuple[Finding, ...],
    concerns: tuple[str, ...],
    answer_to: str,
    found: Candidate | None,
) -> Need:
    concerned = [f for f in findings if f.rows and (not concerns or f.code in concerns)]
    sensitivity = max((Sensitivity[f.group.sensitivity] for f in concerned), default=Sensitivity.S1)
    new_address = answer_to == "given" and not (found is not None and found.address_on_file)
    return needed_level(
        rules_of(case).request_kind(case),
        sensitivity,
        answer_to_new_address=new_address,
        contact_point=_touches_contact_point(office, case, concerned),
    )


def _touches_contact_point(office: Office, case: Case, concerned: list[Finding]) -> bool:
    """Whether a rectification may change an address, number or e-mail (take-over risk)."""
    register = register_of(office, case)
    if register is None or rules_of(case).request_kind(case) is not RequestKind.RECTIFICATION:
        return False
    groups = {finding.group.code for finding in concerned}
    return any(
        column.contact_point
        for table in register.map.tables
        if table.group in groups
        for column in table.columns
    )


def _shown(
    office: Office, case: Case, found: Candidate | None, method: str | None, answer_to: str
) -> tuple[Level, tuple[str, ...]]:
    matches = found is not None and found.name_matches
    situation = proving.Situation(
        register_match=matches
        and found is not None
        and (found.address_on_file or found.email_on_file or found.phone_on_file),
        answer_to_file_only=answer_to == "file",
        nothing_but_an_answer=case.workflow == "access",
        id_seen=method == Method.IN_PERSON,
        known_to_practitioner=case.letter.channel is Channel.PRACTITIONER,
    )
    passive = what_counts(_channel(case, found), situation)
    if method is None:
        return passive.level, (passive.sentence,)
    if method not in {known.value for known in Method}:
        names = ", ".join(known.value for known in Method)
        raise BadInput(f"{method} is not a known way to show identity.", f"Known are: {names}.")
    facts = METHODS[Method(method)]
    if facts.uses and not facts.uses & on_file(office, case):
        raise BadInput(
            f"{method} needs a contact point that is not on file.",
            "Use what the register holds, never what the request brought along.",
        )
    return max(passive.level, facts.level), (passive.sentence, facts.description)


def on_file(office: Office, case: Case) -> frozenset[ContactPoint]:
    """The contact points that the register holds, independently of the request."""
    register = register_of(office, case)
    if register is None or case.subject is None:
        return frozenset()
    person = register.person(case.subject.keys[0])
    held_points = {
        ContactPoint.POST: person.street,
        ContactPoint.PHONE: person.phone,
        ContactPoint.EMAIL: person.email,
    }
    return frozenset(point for point, value in held_points.items() if value)


def _channel(case: Case, found: Candidate | None) -> proving.Channel:
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
    """The methods to offer, the least intrusive first; empty where nothing may be asked."""
    evidence = weigh(office, case)
    if evidence.enough:
        return ()
    level = evidence.needed.of_representative or evidence.needed.level
    return least_intrusive(level, _channel(case, _candidate(office, case)), on_file(office, case))


def accept_identity(
    office: Office, case: Case, actor: User, supplied: Mapping[str, object]
) -> Case:
    """Accept what was shown, where it reaches the level needed.

    supplied: ``method`` (a way by which the person confirmed), ``answer_to``, ``concerns``,
    ``identity_note``. Raises Refused when it does not reach the level.
    """
    concerns = supplied.get("concerns")
    evidence = weigh(
        office,
        case,
        method=_text(supplied, "method"),
        answer_to=_text(supplied, "answer_to"),
        concerns=_codes(concerns),
    )
    facts = {
        "identity_needed": int(evidence.needed.level),
        "identity_proven": int(evidence.shown),
        "identity_method": supplied.get("method") or "as_it_came",
        "answer_to": evidence.answer_to,
        "answer_address": _answer_address(office, case, evidence.answer_to),
        "address_on_file": _answer_address(office, case, "file"),
        "concerns": list(evidence.concerns),
        "tell_old_contact_point": evidence.needed.tell_old_contact_point,
    }
    note = {k: v for k, v in supplied.items() if k == "identity_note"}
    levels = Found(needed_level=int(evidence.needed.level), proven_level=int(evidence.shown))
    details = {"needed": f"E{evidence.needed.level:d}", "shown": f"E{evidence.shown:d}"}
    return take(
        office, case, "accept_identity", actor, note, Also(facts=facts, details=details), levels
    )


def start_own_initiative(
    office: Office, case: Case, actor: User, supplied: Mapping[str, object]
) -> Case:
    """Nobody asked, so nothing has to be shown; the person is told at the address on file."""
    address = _answer_address(office, case, "file")
    facts = {"answer_to": "file", "answer_address": address, "address_on_file": address}
    return take(office, case, "start_own_initiative", actor, supplied, Also(facts=facts))


def _codes(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return tuple(str(part) for part in value) if isinstance(value, list | tuple) else ()


def _text(supplied: Mapping[str, object], name: str) -> str | None:
    value = supplied.get(name)
    return value if isinstance(value, str) and value else None


def _answer_address(office: Office, case: Case, answer_to: str) -> dict[str, str] | None:
    """Where the answer goes, remembered now: after an erasure the register knows it no more."""
    register = register_of(office, case)
    person = case.requester
    if answer_to == "file" and register is not None and case.subject is not None:
        person = register.person(case.subject.keys[0])
    return _address(person)


def _address(person: Person) -> dict[str, str] | None:
    parts = {name: getattr(person, name) or "" for name in ("name", "street", "postcode", "city")}
    return parts if any(parts.values()) else None
