"""A case as ``dsr case show`` tells it: what stands, who asks, what is waited for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from dsr.cases.case import Case, Subject
from dsr.cases.decision import GroupDecision
from dsr.casework.clock import clock_of
from dsr.casework.earlier import EarlierRequest
from dsr.casework.office import Office
from dsr.casework.representative import is_represented
from dsr.casework.step import recipients_due
from dsr.engine.guards.questions import OPEN_QUESTIONS
from dsr.engine.steps import StepView
from dsr.law.dates_in_words import spelled
from dsr.law.minor import BARRING, age_on, hearing_of
from dsr.stages import decision

#: States in which the engine has something to propose.
PROPOSING = ("in_decision", "assessing")


def row_of(office: Office, one: Case) -> dict[str, object]:
    """One line of the list: state, clock and both dates."""
    clock = clock_of(office, one)
    return {
        "case": one.number,
        "right": one.right.value,
        "workflow": one.workflow,
        "state": one.state,
        "received": one.received.isoformat(),
        "strict_due": clock.strict_due.isoformat(),
        "due": clock.due.isoformat() if clock.due else None,
        "clock": clock.clock,
    }


def view_of(office: Office, one: Case) -> dict[str, object]:
    """The whole case as JSON."""
    proposed = decision.prepare(office, one).proposals if one.state in PROPOSING else ()
    return {
        **row_of(office, one),
        "round": one.round,
        "letter": one.letter.id,
        "further_letters": [
            {
                "letter": further.letter.id,
                "kind": further.kind.value,
                "received": further.letter.received.isoformat(),
            }
            for further in one.attached
        ],
        "siblings": list(one.siblings),
        "subject": _subject(one.subject) if one.subject else None,
        "subjects": [_subject(subject) for subject in one.subjects],
        "searched": _searched(office, one),
        "explanation": list(clock_of(office, one).explanation),
        **standing_of(office, one),
        "recipients_due": list(recipients_due(office, one)),
        "decisions": [decision_view(d) for d in one.decisions],
        "proposals": [decision_view(d) for d in proposed],
        "letters": [
            {
                "letter": letter.id,
                "type": letter.type,
                "answers": letter.answers,
                "posted_on": letter.posted_on.isoformat() if letter.posted_on else None,
            }
            for letter in one.outgoing
        ],
    }


def _subject(subject: Subject) -> dict[str, object]:
    return {"register": subject.register, "keys": list(subject.keys)}


def _searched(office: Office, one: Case) -> dict[str, object]:
    """What the search gave in each register; None where nobody has looked yet."""
    said = one.facts.get("searched")
    known = dict(said) if isinstance(said, Mapping) else {}
    found = {subject.register: "found" for subject in one.subjects}
    left = set(one.not_searched(office.registers))
    default = {name: None if name in left else "nothing" for name in office.registers}
    return {**default, **found, **known}


def standing_of(office: Office, one: Case) -> dict[str, object]:
    """Who asks and how sure one is, what is secret, which question and which fee are open."""
    return {
        "identity": _facts(one, "identity_needed", "identity_proven", "identity_method")
        | _facts(one, "answer_to", "tell_old_contact_point"),
        "representation": _representation(one),
        "minor": _minor(one, office.clock.today()),
        "non_disclosure": one.facts.get("non_disclosure") is True,
        "deceased": one.facts.get("deceased") is True,
        "question": _question(one),
        "fee": _facts(one, "fee_ground", "fee_amount", "fee_noticed_on", "fee_reply_by")
        | _facts(one, "paid_on", "paid_amount")
        or None,
    }


def _facts(one: Case, *names: str) -> dict[str, object]:
    """Those of the facts that are recorded."""
    return {name: one.facts[name] for name in names if one.facts.get(name) is not None}


def _representation(one: Case) -> dict[str, object] | None:
    if not is_represented(one):
        return None
    return _facts(
        one,
        *("representative_name", "capacity", "authority_asked_on", "missing_authority"),
        *("authority_proof", "authority_accepted_by", "authority_accepted_on"),
        *("covers_answer", "both_custodians", "one_custodian_because"),
    )


def _minor(one: Case, today: date) -> dict[str, object] | None:
    hearing = hearing_of(one.facts)
    if hearing is None:
        return None
    return {
        "born": hearing.born.isoformat(),
        "age": age_on(hearing.born, today),
        "maturity": hearing.maturity.value,
        "heard_on": hearing.heard_on.isoformat() if hearing.heard_on else None,
        "assessed_by": hearing.assessed_by or None,
        "limits_guardian": hearing.maturity in BARRING,
    }


def _question(one: Case) -> dict[str, object] | None:
    names = OPEN_QUESTIONS.get(one.state)
    if names is None:
        return None
    asked, until = names
    return {
        "about": one.state.removesuffix("_asked"),
        "asked_on": one.facts.get(asked),
        "answer_by": one.facts.get(until),
    }


def decision_view(found: GroupDecision) -> dict[str, object]:
    """One decision or proposal."""
    return {
        "group": found.group,
        "action": found.action.value,
        "ground": found.ground,
        "facts": dict(found.facts),
        "why": found.why,
        "until": found.until.isoformat() if found.until else None,
        "rows": list(found.rows),
    }


def lines_of(office: Office, one: Case) -> Iterator[str]:
    """The case in sentences for the officer."""
    clock = clock_of(office, one)
    yield f"{one.number}: {one.workflow}, {one.state}, round {one.round}"
    yield from (f"  {sentence}" for sentence in clock.explanation)
    due = spelled(clock.due) if clock.due else "the clock stands"
    yield f"  Due {due}; strict date {spelled(clock.strict_due)}."
    yield from (f"  {line}" for line in standing_lines(office, one))
    yield from _decided_lines("Decided", one.decisions)
    if one.state in PROPOSING:
        proposals = decision.prepare(office, one).proposals
        yield from _decided_lines("Proposed", proposals)
        if proposals:
            yield f"  To take every proposal over as it is: dsr case confirm {one.number}"
    for further in one.attached:
        letter = further.letter
        yield f"  Further letter {letter.id}: a {further.kind.value}, {letter.received}"
    for sent in one.outgoing:
        posted = f"posted {sent.posted_on}" if sent.posted_on else "not posted yet"
        yield f"  Letter {sent.id}: {sent.type}, {posted}"


def standing_lines(office: Office, one: Case) -> Iterator[str]:
    """The same as ``standing_of``, as far as there is anything to say."""
    facts = one.facts
    if is_represented(one):
        shown = facts.get("authority_proof") if facts.get("authority_accepted_on") else None
        how = f"shown by {shown}" if shown else "not shown yet: nothing may be told"
        yield f"A representative asks ({facts.get('capacity')}); the authority is {how}."
    if (minor := _minor(one, office.clock.today())) is not None:
        limited = (
            "; the guardian's request is limited: ID-CHILD" if minor["limits_guardian"] else ""
        )
        yield f"A person of {minor['age']} years: {minor['maturity']}{limited}."
    if one.state == "received" and (facts.get("searched") or one.subjects):
        for name in one.not_searched(office.registers):
            yield f"The register {name} is not searched yet: link the person, or nothing_found=yes."
    if waiting := facts.get("registers_waiting"):
        yield f"Waiting for a register that did not answer: {_joined(waiting)}. Run the case again."
    if facts.get("non_disclosure") is True:
        yield "The address is secret (non-disclosure): it is printed nowhere."
    if facts.get("deceased") is True:
        yield "The data asked for are of somebody who died: SCOPE-DECEASED, own data apart."
    if (question := _question(one)) is not None:
        until = (
            f", an answer is asked for by {question['answer_by']}" if question["answer_by"] else ""
        )
        yield f"A question about {question['about']} is open since {question['asked_on']}{until}."
    if facts.get("fee_ground"):
        paid = f"paid on {facts['paid_on']}" if facts.get("paid_on") else "not paid; no day is lost"
        yield f"A fee is asked for on {facts['fee_ground']}: {paid}."
    if facts.get("tell_old_contact_point") is True:
        yield "The old contact point is told as well."


def _joined(names: object) -> str:
    return ", ".join(map(str, names)) if isinstance(names, list | tuple) else ""


def _decided_lines(word: str, found: tuple[GroupDecision, ...]) -> Iterator[str]:
    for one in found:
        yield f"  {word}: {one.group}: {one.action.value} {one.ground or ''}".rstrip()
        yield f"      {one.why}"


def step_view(view: StepView) -> dict[str, object]:
    """One step as seen from the case, as JSON."""
    return {
        "step": view.step,
        "may": view.may,
        "from_here": view.from_here,
        "who": [role.value for role in view.who],
        "why_not": list(view.why_not),
        "facts": [
            {"name": f.name, "kind": f.kind.value, "required": f.required, "sentence": f.sentence}
            for f in view.needs
        ],
        "leads_to": view.leads_to,
        "basis": view.basis,
        "letter": view.letter,
    }


def earlier_view(request: EarlierRequest) -> dict[str, object]:
    """One earlier request as JSON."""
    return {
        "case": request.case,
        "received": request.received.isoformat(),
        "answered_on": request.answered_on.isoformat() if request.answered_on else None,
        "letter": request.letter,
        "months": request.months,
        "unanswered": request.unanswered,
        "data_changed": request.data_changed,
    }


def earlier_line(request: EarlierRequest) -> str:
    """One earlier request in a line."""
    answered = f"answered {request.answered_on} ({request.letter})"
    how = "still unanswered: this is a reminder" if request.unanswered else answered
    known = {True: "; the data have changed since", False: "; the data are the same"}
    changed = "" if request.data_changed is None else known[request.data_changed]
    return (
        f"{request.case}: received {request.received}, {request.months} months before; "
        f"{how}{changed}"
    )
