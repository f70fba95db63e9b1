"""What a person who is a register answers, and what an officer makes of an exception.

A file that came back is looked at by its bytes, put into the vault, and only then recorded; a crash
in between leaves an unused file and an open question, and the same command does the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from dsr.cases.case import Case, Role, Subject, User
from dsr.cases.inquiry import (
    FOUND_AFTER_IDENTITY,
    Answer,
    Inquiry,
    Returned,
    newest,
    settle,
    with_inquiry,
)
from dsr.cases.register import VAULT_FILE, FoundRow
from dsr.casework.data import findings_of
from dsr.casework.identity_evidence import IDENTITY_FACTS
from dsr.casework.office import Office, require_role
from dsr.casework.returned import Upload, kinds_of
from dsr.casework.step import Also, check, take
from dsr.errors import BadInput, Fault, WrongUsage

Supplied = Mapping[str, object]

FOUND, NOTHING = "found", "nothing"
#: States in which identity is still to be weighed, so that new data only raise what is needed.
_BEFORE_IDENTITY = frozenset({"received", "identity_asked", "authority_asked"})


def register_answered(
    office: Office, case: Case, actor: User, supplied: Supplied, uploads: Sequence[Upload] = ()
) -> Case:
    """Record an answer with the files that came. Raises Refused, BadInput for a file.

    supplied: ``register``, ``answer``, ``answered_on``, ``reason``. A search that is answered is
    done: the person is linked there, or nothing was found; an exception waits to be settled.
    """
    if "files" in supplied:
        raise WrongUsage(
            "Files are given as files.", "Take dsr case register-answer CASE --file FILE."
        )
    register = str(supplied.get("register") or "")
    files = _looked_at(office, register, uploads)
    for_step = {**supplied, **({"files": tuple(f.digest for f in files)} if files else {})}
    check(office, case, "register_answered", actor, for_step)
    asked = newest(case.facts, register)
    assert asked is not None  # the step's guards have seen that one is open
    for upload in uploads:
        office.vault.put(upload.content)
    day = supplied["answered_on"]
    answered = replace(
        asked,
        answer=Answer(str(supplied["answer"])),
        answered_on=day if isinstance(day, date) else None,
        reason=str(supplied.get("reason") or ""),
        files=files,
    )
    also = Also(
        facts={
            **with_inquiry(case.facts, register, answered, new=False),
            **_searched(office, case, register, answered),
        },
        details={"register": register, "files": len(files), "answer": answered.answer},
        subjects=_linked(office, case, register, answered),
    )
    return take(office, case, "register_answered", actor, for_step, also)


def _looked_at(office: Office, register: str, uploads: Sequence[Upload]) -> tuple[Returned, ...]:
    """The files as they will be recorded. Raises BadInput with every fault."""
    if not uploads:
        return ()
    known = office.registers.get(register) if register in office.persons else None
    groups = [group.code for group in known.map.groups] if known else []
    strange = sorted({u.group for u in uploads if u.group and u.group not in groups})
    bare = any(not upload.group for upload in uploads) and len(groups) > 1
    if known is not None and (strange or bare):
        raise BadInput(
            f"It is not said to which data group of {register} a file belongs.",
            f"Write --file GROUP=FILE with one of: {', '.join(groups)}.",
            faults=[Fault("file.group", name, "There is no such group.") for name in strange],
        )
    kinds = kinds_of(uploads)
    first = groups[0] if groups else ""
    return tuple(
        Returned(_digest(u.content), u.group or first, kind, len(u.content))
        for u, kind in zip(uploads, kinds, strict=True)
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _searched(office: Office, case: Case, register: str, inquiry: Inquiry) -> dict[str, object]:
    """What the search in this register gave; what identity was shown before counts no longer."""
    if not inquiry.is_search or inquiry.is_unsettled:
        return {}
    found = inquiry.answer is Answer.DONE or register in {s.register for s in case.subjects}
    said = case.facts.get("searched")
    searched = {
        **(said if isinstance(said, Mapping) else {}),
        register: FOUND if found else NOTHING,
    }
    nowhere = all(searched.get(name) == NOTHING for name in office.registers)
    facts: dict[str, object] = {"searched": searched, "nothing_found": nowhere or None}
    if inquiry.answer is not Answer.DONE:
        return facts
    if case.state in _BEFORE_IDENTITY:
        return {**facts, **dict.fromkeys(IDENTITY_FACTS)}
    new = not case.keys_in(register)
    return {**facts, FOUND_AFTER_IDENTITY: True} if new else facts


def _linked(
    office: Office, case: Case, register: str, answered: Inquiry
) -> tuple[Subject, ...] | None:
    """The registers in which the person is found, this one too; None leaves them as they are."""
    if not answered.is_search or answered.answer is not Answer.DONE:
        return None
    known = {subject.register: subject for subject in case.subjects}
    known[register] = Subject(register, (case.number,))
    return tuple(known[name] for name in office.registers if name in known)


def settle_exception(office: Office, case: Case, actor: User, supplied: Supplied) -> Case:
    """Say why the case goes on although a register could not do what was asked (Art. 5(2))."""
    check(office, case, "settle_exception", actor, supplied)
    register = str(supplied["register"])
    ended = newest(case.facts, register)
    assert ended is not None  # the step's guards have seen it
    settled = settle(ended, str(supplied["reason"]), actor.name, office.clock.today())
    facts = {
        **with_inquiry(case.facts, register, settled, new=False),
        **_searched(office, case, register, settled),
    }
    also = Also(facts=facts, details={"register": register})
    return take(office, case, "settle_exception", actor, supplied, also)


def returned_files(office: Office, case: Case, actor: User) -> tuple[tuple[str, bytes], ...]:
    """Every file returned and still held, under the name the program gave it, with its bytes.

    Raises NotPermitted for whoever may not look at the data themselves.
    """
    require_role(actor, Role.OFFICER, Role.APPROVER)
    return tuple(
        (str(row.values["file"]), office.vault.get(_vault_digest(row)))
        for finding in findings_of(office, case)
        for row in finding.rows
        if VAULT_FILE in row.traits
    )


def _vault_digest(row: FoundRow) -> str:
    return str(row.traits[VAULT_FILE])
