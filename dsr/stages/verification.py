"""Verification: whose data it is, and whether it is that person who asks (GDPR Art. 11, 12(6)).

Two questions, kept apart: identification links the case to records of a register; authentication
weighs what was shown against the level that this request and these data need. Nothing is asked
that is known already, and a signature proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dsr.cases.case import Case, Subject, User
from dsr.casework.contact_changes import recent_contact_change
from dsr.casework.destination import answer_address
from dsr.casework.identity_evidence import IDENTITY_FACTS, Evidence, on_file, weigh
from dsr.casework.office import Office
from dsr.casework.refusing import refuse_if, take_unless
from dsr.casework.representative import custody_is_over, is_represented
from dsr.casework.secret_address import marked_in_register
from dsr.casework.step import Also, Found, take
from dsr.errors import Fault, NotFound
from dsr.law.doubt import note_faults
from dsr.law.evidence import Level
from dsr.law.minor import guardian_is_void
from dsr.law.proving import METHODS, Method

Supplied = Mapping[str, object]

#: Facts by which a request is weighed that no step records.
WEIGHED_BY = frozenset({"answer_to", "concerns"})
#: What the search in a register gave, by the fact ``searched``.
FOUND, NOTHING = "found", "nothing"


def link_person(office: Office, case: Case, actor: User, supplied: Supplied) -> Case:
    """Say whose data it is, or that the search found nobody. An earlier proof no longer counts.

    supplied: ``register`` and ``keys``, or ``register`` and ``nothing_found``, one register at a
    time; ``nothing_found`` alone says it of all. ``paper_searched`` once somebody has looked
    through the paper files too; ``deceased`` where the data asked for are those of somebody who
    died, so that only the requester's own are linked. Raises NotFound for an unknown register
    or key.
    """
    searched = _searched(office, case, supplied)
    subjects = _subjects(office, case, supplied, searched)
    facts: dict[str, object] = {
        **dict.fromkeys(IDENTITY_FACTS),
        **_said_of_all(office, case, supplied, searched),
        "searched": searched,
        "nothing_found": _nowhere(office, searched) or None,
    }
    if marked_in_register(office, subjects):
        facts["non_disclosure"] = True  # the address is kept secret: it is printed nowhere
    supplied = {k: v for k, v in supplied.items() if k != "paper_searched"}
    faults = _deceased_faults(office, case, subjects) if facts["deceased"] is True else []
    also = Also(facts=facts, subjects=subjects)
    return take_unless(office, case, "link_person", actor, supplied, faults, also)


def _searched(office: Office, case: Case, supplied: Supplied) -> dict[str, str]:
    """Of each register looked into whether it holds anything, this step's word included."""
    name, nothing = _text(supplied, "register"), supplied.get("nothing_found") is True
    if name is not None and name not in office.registers:
        known = ", ".join(sorted(office.registers))
        raise NotFound(f"The site has no register {name}.", f"It has: {known}.")
    if name is None:
        return (
            dict.fromkeys(office.registers, NOTHING) if nothing else _searched_before(office, case)
        )
    return {**_searched_before(office, case), name: NOTHING if nothing else FOUND}


def _nowhere(office: Office, searched: Mapping[str, str]) -> bool:
    """Whether every register was searched and none holds anything."""
    return all(searched.get(name) == NOTHING for name in office.registers)


def _searched_before(office: Office, case: Case) -> dict[str, str]:
    said = case.facts.get("searched")
    if isinstance(said, Mapping):
        return {str(name): str(what) for name, what in said.items() if name in office.registers}
    if case.facts.get("nothing_found") is True:
        return dict.fromkeys(office.registers, NOTHING)
    return {subject.register: FOUND for subject in case.subjects}


def _subjects(
    office: Office, case: Case, supplied: Supplied, searched: Mapping[str, str]
) -> tuple[Subject, ...]:
    """Where she is found now, in the order of the site's settings."""
    name, keys = _text(supplied, "register"), supplied.get("keys")
    known = {subject.register: subject for subject in case.subjects}
    if name is not None and isinstance(keys, list | tuple) and keys:
        for key in keys:
            office.registers[name].person(str(key))
        known[name] = Subject(name, tuple(str(key) for key in keys))
    found = [one for one in office.registers if searched.get(one) == FOUND]
    return tuple(known[one] for one in found if one in known)


def _said_of_all(
    office: Office, case: Case, supplied: Supplied, searched: Mapping[str, str]
) -> dict[str, object]:
    """What is said once for all registers stays said while one after the other is searched."""
    paper = supplied.get("paper_searched") in (True, "yes", "true")
    deceased = True if supplied.get("deceased") is True else None
    name = _text(supplied, "register")
    if name is not None and searched.keys() - {name}:
        paper = paper or case.facts.get("paper_searched") is True
        deceased = deceased or (case.facts.get("deceased") is True or None)
    return {"paper_searched": paper, "deceased": deceased}


def _deceased_faults(office: Office, case: Case, subjects: tuple[Subject, ...]) -> list[Fault]:
    """Rights end with death: only the relative's own records may be linked (recital 27)."""
    faults = []
    if is_represented(case):
        sentence = (
            "Nobody represents somebody who has died: log the letter anew under the relative's "
            "name, as a request for own data."
        )
        faults.append(Fault("deceased.represented", "deceased", sentence))
    for subject in subjects:
        register = office.registers[subject.register]
        own = {c.key for c in register.find(case.requester) if c.name_matches}
        if not own.issuperset(subject.keys):
            sentence = (
                "These records are not the requester's own; link those, or give nothing_found=yes. "
                "The data of the person who died are refused on SCOPE-DECEASED."
            )
            faults.append(Fault("deceased.not_own", "keys", sentence))
    return faults


def may_ask(office: Office, case: Case, actor: User, supplied: Supplied) -> Found:
    """What is shown already, so that the engine refuses a question that is not needed.

    supplied: those of ``ask_identity``; ``answer_to`` and ``concerns`` as for accept_identity.
    Raises Refused where a way offered is out of proportion or not open to this person, and where a
    representative has not shown authority: the ways to confirm identity would tell a stranger that
    the person is a customer.
    """
    evidence = weigh(
        office,
        case,
        answer_to=_text(supplied, "answer_to"),
        concerns=_codes(supplied.get("concerns")),
    )
    faults = _method_faults(office, case, evidence, supplied.get("methods"))
    if is_represented(case) and not evidence.authority:
        faults.append(_no_authority())
    for_step = {k: v for k, v in supplied.items() if k not in WEIGHED_BY}
    refuse_if(office, case, "ask_identity", actor, for_step, faults, evidence.levels)
    return evidence.levels


def _method_faults(office: Office, case: Case, evidence: Evidence, methods: object) -> list[Fault]:
    """Ways this person cannot take, that ask too much or that show too little (EDPB 73-79)."""
    offered = {str(name) for name in methods} if isinstance(methods, list | tuple) else set()
    known = [method for method in Method if method in offered]
    level = evidence.needed.own_level
    faults = _too_little(known, level)
    if Method.MASKED_ID_COPY in known and level < Level.E3:
        sentence = (
            f"A copy of an identity document is out of proportion where E{level:d} is needed; "
            "offer lighter ways."
        )
        faults.append(Fault("methods.id_copy", "methods", sentence))
    points = on_file(office, case)
    if case.subjects:
        faults += [
            Fault("methods.not_on_file", "methods", f"{method} needs what is not on file.")
            for method in known
            if METHODS[method].uses and not METHODS[method].uses & points
        ]
    return faults


def _too_little(offered: Sequence[Method], level: Level) -> list[Fault]:
    """Whoever answers by such a way would have to be asked again: a question for nothing."""
    reaching = ", ".join(method for method in Method if METHODS[method].level >= level)
    return [
        Fault(
            "methods.too_little",
            "methods",
            f"{method} shows E{METHODS[method].level:d}, and E{level:d} is needed; offer only ways "
            f"that reach it: {reaching}.",
        )
        for method in offered
        if METHODS[method].level < level
    ]


def _no_authority() -> Fault:
    return Fault(
        "authority.not_shown",
        "authority",
        "The representative has not shown authority, so nothing may be told yet; "
        "accept_authority, or ask_authority for what is missing.",
    )


def accept_identity(office: Office, case: Case, actor: User, supplied: Supplied) -> Case:
    """Accept what was shown, where it reaches the level needed.

    supplied: ``method`` (a way by which the person confirmed), ``answer_to``, ``concerns``,
    ``identity_note``. A representative needs an accepted authority too. Raises Refused when it
    does not reach the level. Only method, level, officer and day are kept, never a document.
    """
    evidence = weigh(
        office,
        case,
        method=_text(supplied, "method"),
        answer_to=_text(supplied, "answer_to"),
        concerns=_codes(supplied.get("concerns")),
    )
    faults = list(note_faults(_text(supplied, "identity_note") or ""))
    if custody_is_over(case, office.clock.today()):
        faults.append(guardian_is_void())
    note = {k: v for k, v in supplied.items() if k == "identity_note"}
    details = {"needed": f"E{evidence.needed.level:d}", "shown": f"E{evidence.reached:d}"}
    also = Also(facts=_accepted(office, case, evidence, supplied), details=details)
    return take_unless(office, case, "accept_identity", actor, note, faults, also, evidence.levels)


def _accepted(
    office: Office, case: Case, evidence: Evidence, supplied: Supplied
) -> dict[str, object]:
    changed = recent_contact_change(office, case)
    return {
        "identity_needed": int(evidence.needed.level),
        "identity_proven": int(evidence.reached),
        "identity_method": supplied.get("method") or "as_it_came",
        "answer_to": evidence.answer_to,
        "answer_address": answer_address(office, case, evidence.answer_to),
        "address_on_file": answer_address(office, case, "file"),
        "concerns": list(evidence.concerns),
        "tell_old_contact_point": evidence.needed.tell_old_contact_point or changed is not None,
        "old_contact_address": changed.facts.get("address_on_file") if changed else None,
    }


def start_own_initiative(office: Office, case: Case, actor: User, supplied: Supplied) -> Case:
    """Nobody asked, so nothing has to be shown; the person is told at the address on file."""
    address = answer_address(office, case, "file")
    facts = {"answer_to": "file", "answer_address": address, "address_on_file": address}
    return take(office, case, "start_own_initiative", actor, supplied, Also(facts=facts))


def _codes(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return tuple(str(part) for part in value) if isinstance(value, list | tuple) else ()


def _text(supplied: Supplied, name: str) -> str | None:
    value = supplied.get(name)
    return value if isinstance(value, str) and value else None
