"""Everything one letter is made of, gathered from the case, its register and its step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from dsr.cases.case import Case
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.inquiry import Answer, inquiries_of
from dsr.casework.clock import clock_of, due_if_answered
from dsr.casework.data import findings_of
from dsr.casework.ledger import GOING
from dsr.casework.office import Office
from dsr.casework.secret_address import NON_DISCLOSURE, is_secret, secret_parts
from dsr.casework.status import day_of
from dsr.casework.undoing import UNDO_UNTIL
from dsr.engine.guards.questions import ANSWER_WITHIN_DAYS
from dsr.stages.response import non_disclosure
from dsr.stages.response.addressee import CONTACT_CHANGED, addressee, goes_to_representative
from dsr.stages.response.facts import WHOLE_CASE, LetterFacts
from dsr.stages.response.gate_files import expected
from dsr.stages.response.matrix import LETTERS, OTHER_CONTROLLER
from dsr.stages.response.recorded import (
    executed_on,
    lifted_soon,
    own_cases,
    recorded,
    restricted_for_now,
    searched_with,
    told_to,
)
from dsr.stages.response.wording import Wording

#: Letters with a copy of the data; no other letter gets to see them.
COPIES = frozenset({"LT-PORT", *(name for name, row in LETTERS.items() if "L20" in row.mandatory)})
#: Answers after which it is known what a register holds.
_TOLD_US = frozenset({Answer.DONE, Answer.NOTHING_FOUND})
#: Tells beforehand that a restriction ends (Art. 18(3)).
LIFT = "LT-RESTRICT-LIFT"
#: Questions that ask for a reply by a day.
_QUESTIONS = frozenset({"ask_identity", "ask_authority", "ask_clarification", "ask_situation"})


def letter_facts(
    office: Office,
    case: Case,
    kind: str,
    wording: Wording,
    said: Mapping[str, object],
    *,
    answering: bool = True,
) -> LetterFacts:
    """Everything the letter is made of. answering: False for a notice before the answer."""
    clock, today = clock_of(office, case), office.clock.today()
    facts = LetterFacts(
        type=kind,
        case=case,
        site=office.site,
        today=today,
        received=case.received,
        strict_due=clock.strict_due,
        due=clock.due,
        recipient=addressee(case, kind, protected=is_secret(office, case)),
        decisions=_told_of(kind, case, answering=answering),
        maps=tuple(register.map for register in office.registers.values()),
        systems_searched=_systems(office, case),
        executed_on=executed_on(case, kind, today) if _tells_of_an_act(kind) else None,
        recipients_told=told_to(case),
        extra={**recorded(office, case), **_of_case(office, case, kind, wording), **said},
        answering=answering,
    )
    return _with_data(office, facts)


def _with_data(office: Office, facts: LetterFacts) -> LetterFacts:
    """The same with what a copy is made of: the data found, and the files that go along."""
    found = findings_of(office, facts.case) if facts.type in COPIES else ()
    whole = replace(facts, findings=found, keyed_hash=office.hash_contact)
    given = expected(whole)
    return replace(whole, returned={name: office.vault.get(d) for name, d in given.items()})


def _told_of(kind: str, case: Case, *, answering: bool) -> tuple[GroupDecision, ...]:
    """The decisions a letter tells of: an answer all but a fee that was settled, the notice of a
    fee that alone, a notice to the old contact point what was corrected; the others none."""
    charged = tuple(d for d in case.decisions if d.action is Action.CHARGE)
    if kind == "LT-FEE":
        return charged
    if kind == LIFT:
        return lifted_soon(case)
    if not answering:
        return restricted_for_now(case)
    if kind == CONTACT_CHANGED:
        return tuple(d for d in case.decisions if d.action is Action.CORRECT)
    if not LETTERS[kind].answers or kind == "LT-CLOSE":
        return ()
    return tuple(d for d in case.decisions if d not in charged)


def _tells_of_an_act(kind: str) -> bool:
    """Whether a day of execution belongs in the letter: the end of a restriction is yet to come."""
    return "L04" in LETTERS[kind].mandatory and kind != LIFT


def _systems(office: Office, case: Case) -> tuple[str, ...]:
    silent = _silent(office, case)
    names = [r.map.label[case.language] for n, r in office.registers.items() if n not in silent]
    names += [text[case.language] for text in office.site.systems]
    if office.site.paper_searched and case.facts.get("paper_searched") is True:
        names.append(office.site.paper_searched[case.language])
    return tuple(names)


def _silent(office: Office, case: Case) -> tuple[str, ...]:
    """Registers that are a person and told us nothing: never asked, or it could not be done."""
    asked = {name: inquiries_of(case.facts, name) for name in office.persons}
    return tuple(
        name
        for name, found in asked.items()
        if not any(one.is_search and one.answer in _TOLD_US for one in found)
    )


def _of_case(office: Office, case: Case, kind: str, wording: Wording) -> dict[str, object]:
    """What is looked up for a letter: who reads it, our own files, what else is held."""
    said: dict[str, object] = {"addressee_acts": goes_to_representative(case, kind)}
    if used := searched_with(case.requester, wording):
        said["searched_with"] = used
    if silent := _silent(office, case):
        said["not_searched"] = [office.registers[n].map.label[case.language] for n in silent]
    if kind.startswith("LT-ACCESS"):
        said["own_cases"] = own_cases(office.store.cases(), case, wording)
    if kind == "LT-OTHER-CTRL":
        theirs = {d.group for d in case.decisions if d.ground == OTHER_CONTROLLER}
        held = {f.code for f in findings_of(office, case) if f.rows}
        said["own_data_held"] = bool(held - theirs)
    return said | _undoing(office, case) | _protected(office, case)


def _undoing(office: Office, case: Case) -> dict[str, object]:
    """Until when what was erased can be brought back; where, if a register cannot take it back."""
    until = day_of(case.facts, UNDO_UNTIL)
    held = {one.register for one in office.store.held() if one.case == case.number}
    if until is None or not held:
        return {}
    erased = {d.group.partition(".")[0] for d in case.decisions if d.action in GOING}
    if WHOLE_CASE in erased:
        erased = set(office.registers)
    if erased <= held:
        return {UNDO_UNTIL: until}
    names = [r.map.label[case.language] for n, r in office.registers.items() if n in held]
    return {UNDO_UNTIL: until, "undo_registers": names}


def _protected(office: Office, case: Case) -> dict[str, object]:
    if not is_secret(office, case):
        return {}
    return {NON_DISCLOSURE: True, non_disclosure.PARTS: list(secret_parts(office, case))}


def of_step(
    office: Office, case: Case, step: str, supplied: Mapping[str, object]
) -> dict[str, object]:
    """What the step itself brings that is not recorded yet."""
    said: dict[str, object] = dict(supplied)
    if "lift_on" in supplied:
        said["lift_date"] = supplied["lift_on"]
    if step == "extend":
        today = office.clock.today()
        extended = {**case.facts, "extended_on": today.isoformat()}
        said["new_due_date"] = clock_of(office, replace(case, facts=extended)).due
    if step in _QUESTIONS:
        said |= _of_question(office, case, step, supplied)
    return said


def _of_question(
    office: Office, case: Case, step: str, supplied: Mapping[str, object]
) -> dict[str, object]:
    """By when a reply is asked for, and what it does to the period (R7, R9)."""
    reply_by = supplied.get("answer_by")
    if not isinstance(reply_by, date):
        reply_by = office.clock.today() + timedelta(days=ANSWER_WITHIN_DAYS)
    if step == "ask_situation":
        return {"reply_by": reply_by, "situation": True, "clarify_reason": None}
    due = due_if_answered(office, case, step, supplied, reply_by)
    pauses = due is not None and due != clock_of(office, case).due
    return {"reply_by": reply_by, "due_if_replied": due, "pauses": pauses}
