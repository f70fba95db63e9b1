"""The instruction to a person who is a register: search, copy, or do what was decided.

Written to a processor (GDPR Art. 28(3)(e)) or to somebody under the controller's own authority
(Art. 29). It holds the least by which the person concerned is found, never the request, its reasons
or a protected address; and it asks for one of three answers by a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dsr.cases.case import Case, NewOutgoing, User
from dsr.cases.decision import Action
from dsr.cases.inquiry import Change, Inquiry, What, newest, with_inquiry
from dsr.cases.letter import LetterContent
from dsr.cases.register import Asked, RegisterMap
from dsr.cases.site import Address
from dsr.casework.clock import clock_of
from dsr.casework.data import KIND_OF_ORDER, REGISTER_ACTIONS, Task, tasks_of
from dsr.casework.office import Office
from dsr.casework.secret_address import NON_DISCLOSURE, is_secret, secret_parts
from dsr.casework.step import Also, check, take, workflow_of
from dsr.engine.guards.inquiries import latest_due
from dsr.errors import BadInput, Fault, Refused
from dsr.stages.response import non_disclosure
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.release import release
from dsr.stages.response.values import in_language
from dsr.stages.response.versions import rules_version
from dsr.stages.response.wording import Wording

TYPE = "LT-PROCESSOR"
#: How many working days a person has to answer, unless the officer says otherwise.
ANSWER_WORKING_DAYS = 7
#: Decisions that say nothing of themselves: what is right, or which entries, has to be written.
_NEED_WORDS = frozenset({Action.CORRECT, Action.APPEND_STATEMENT})
_WAYS = ("name", "email", "phone", "address", "key")


@dataclass(frozen=True)
class _Letter:
    """What one letter is made of besides the case."""

    register: RegisterMap
    inquiry: Inquiry
    by: tuple[str, ...]
    instruction: str


def ask(
    office: Office,
    wordings: Mapping[str, Wording],
    case: Case,
    actor: User,
    supplied: Mapping[str, object],
) -> Case:
    """Send the question. supplied: those of ``ask_register``. Raises Refused, LetterIncomplete."""
    due = _due(office, case, supplied.get("due_on"))
    for_step = {**supplied, "due_on": due}
    check(office, case, "ask_register", actor, for_step)
    what = What(str(supplied["what"]))
    register = office.registers[str(supplied["register"])].map
    task = _task(office, case, register.name) if what is What.CHANGE else None
    inquiry = Inquiry(
        what=what,
        asked_on=office.clock.today(),
        asked_by=actor.name,
        due_on=due,
        round=case.round,
        order=task.order.action_id if task else "",
        changes=_changes(task) if task else (),
    )
    instruction = _instruction(case, task, supplied)
    letter = _Letter(register, inquiry, _ways(case, supplied), instruction)
    return _sent(office, wordings, case, actor, "ask_register", for_step, letter, new=True)


def remind(
    office: Office,
    wordings: Mapping[str, Wording],
    case: Case,
    actor: User,
    supplied: Mapping[str, object],
) -> Case:
    """Send it once more, with a new day to answer. Raises Refused, LetterIncomplete."""
    due = _due(office, case, supplied.get("due_on"))
    for_step = {**supplied, "due_on": due}
    check(office, case, "remind_register", actor, for_step)
    register = office.registers[str(supplied["register"])].map
    asked = newest(case.facts, register.name)
    assert asked is not None  # the step's guards have seen that one is open
    reminded = (*asked.reminded_on, office.clock.today())
    again = replace(asked, due_on=due, reminded_on=reminded)
    instruction = str(supplied.get("instruction") or "")
    letter = _Letter(register, again, _ways(case, supplied), instruction)
    return _sent(office, wordings, case, actor, "remind_register", for_step, letter, new=False)


def _sent(
    office: Office,
    wordings: Mapping[str, Wording],
    case: Case,
    actor: User,
    step: str,
    supplied: Mapping[str, object],
    letter: _Letter,
    *,
    new: bool,
) -> Case:
    outgoing = _outgoing(office, case, *_made(office, wordings, case, letter))
    inquiry = replace(letter.inquiry, letters=(*letter.inquiry.letters, outgoing.digest))
    also = Also(
        facts=with_inquiry(case.facts, letter.register.name, inquiry, new=new),
        details={
            "register": letter.register.name,
            "what": inquiry.what,
            "letters": [{"type": outgoing.type, "digest": outgoing.digest}],
        },
        outgoing=(outgoing,),
    )
    return take(office, case, step, actor, supplied, also)


def _outgoing(office: Office, case: Case, content: LetterContent, pdf: bytes) -> NewOutgoing:
    """The letter as it is stored: its bytes, and under which words, rules and notice it stands."""
    return NewOutgoing(
        content.type,
        content.language,
        office.vault.put(pdf),
        False,
        content.wording_version,
        rules_version(office.catalogue.version, workflow_of(office, case)),
        office.site.notice_version,
    )


def _due(office: Office, case: Case, given: object) -> date:
    """The day given, or some working days from now, but not after our own answer is due."""
    if isinstance(given, date):
        return given
    today = office.clock.today()
    usual = office.calendar.add_working_days(today, ANSWER_WORKING_DAYS)
    return min(usual, latest_due(clock_of(office, case).strict_due - timedelta(days=1), today))


def _task(office: Office, case: Case, register: str) -> Task:
    """The order as it concerns this register; the step's guards have seen that it does."""
    kind = KIND_OF_ORDER[case.state]
    return next(t for t in tasks_of(office, case, kind) if t.register.map.name == register)


def _changes(task: Task) -> tuple[Change, ...]:
    return tuple(
        Change(d.group, d.action.value, d.rows)
        for d in task.order.decisions
        if d.action in REGISTER_ACTIONS
    )


def _instruction(case: Case, task: Task | None, supplied: Mapping[str, object]) -> str:
    """What else is said. Raises Refused where the decisions alone would not tell what to do."""
    words = str(supplied.get("instruction") or "").strip()
    told = task.order.decisions if task else ()
    unclear = [d for d in told if d.action in _NEED_WORDS or (d.rows and _acts(d.action))]
    if words or not unclear:
        return words
    faults = [
        Fault(
            "inquiry.unclear",
            d.group,
            "Write in instruction what is right there, or which entries are meant.",
        )
        for d in unclear
    ]
    raise Refused(
        f"{case.number}: the register would not know what to do.",
        "Give --fact instruction=… in one sentence.",
        faults=faults,
    )


def _acts(action: Action) -> bool:
    return action in REGISTER_ACTIONS


def _ways(case: Case, supplied: Mapping[str, object]) -> tuple[str, ...]:
    given = supplied.get("identify_by")
    if isinstance(given, list | tuple) and given:
        return tuple(str(way) for way in given)
    if case.workflow == "marketing_objection":  # the contact point itself is the subject
        asked = case.requester
        points = [("email", asked.email), ("phone", asked.phone), ("name", asked.name)]
        return tuple(way for way, value in points if value)
    known = ("name", case.requester.name), ("email", case.requester.email)
    return next(((way,) for way, value in known if value), ("phone",))


def _identifiers(
    office: Office, case: Case, ways: tuple[str, ...], wording: Wording
) -> list[tuple[str, str]]:
    """The least that is needed. Raises BadInput for what is not known, or may not be told."""
    asked = case.requester
    street = f"{asked.street or ''}, {asked.postcode or ''} {asked.city or ''}".strip(" ,")
    keys = (k for s in case.subjects if s.register not in office.persons for k in s.keys)
    known = {
        "name": asked.name or "",
        "email": asked.email or "",
        "phone": asked.phone or "",
        "address": "" if is_secret(office, case) else street,
        "key": ", ".join(keys),
    }
    unknown = [way for way in ways if not known.get(way)]
    if unknown or not ways:
        have = ", ".join(way for way in _WAYS if known[way])
        raise BadInput(
            "The person cannot be named to the register in this way.",
            f"There is: {have or 'nothing'}. A protected address is never told.",
            faults=[
                Fault("inquiry.identifier", way, "This is not known, or may not be told.")
                for way in unknown
            ],
        )
    names = {"address": "street"}
    return [(wording.say(f"identifier.{names.get(way, way)}"), known[way]) for way in ways]


def _made(
    office: Office, wordings: Mapping[str, Wording], case: Case, letter: _Letter
) -> tuple[LetterContent, bytes]:
    asked = letter.register.asked or Asked(letter.register.name)
    language = asked.language or office.site.languages[0]
    clock = clock_of(office, case)
    facts = LetterFacts(
        type=TYPE,
        case=replace(case, language=language),
        site=office.site,
        today=office.clock.today(),
        received=case.received,
        strict_due=clock.strict_due,
        due=clock.due,
        recipient=Address(asked.name, asked.street, asked.postcode, asked.city),
        maps=(letter.register,),
        extra=_said(office, case, letter, wordings[language]),
    )
    return release(facts, wordings, _no_reasons, office.printer)


def _said(office: Office, case: Case, letter: _Letter, wording: Wording) -> dict[str, object]:
    """What the letter says of this inquiry; of the case no more than how the person is found."""
    inquiry = letter.inquiry
    said: dict[str, object] = {
        "identifiers": _identifiers(office, case, letter.by, wording),
        "confirm_by": inquiry.due_on,
        "what": inquiry.what.value,
        "tasks": _tasks(letter, wording.language),
    }
    if letter.instruction:
        said["instruction"] = letter.instruction
    if inquiry.reminded_on:
        said["reminder_of"] = inquiry.asked_on
    if is_secret(office, case):
        said |= {NON_DISCLOSURE: True, non_disclosure.PARTS: list(secret_parts(office, case))}
    return said


def _tasks(letter: _Letter, language: str) -> list[tuple[str, str]]:
    """``(data group in the letter's language, what to do by its code)``."""
    inquiry = letter.inquiry
    labels = {f"{letter.register.name}.{g.code}": g.label for g in letter.register.groups}
    if inquiry.what is not What.CHANGE:
        return [(in_language(label, language), inquiry.what.value) for label in labels.values()]
    told = [(c.group, c.action) for c in inquiry.changes]
    every = {code: action for group, action in told if group == "*" for code in labels}
    named = {group: action for group, action in told if group in labels}
    actions = {**every, **named}
    return [(in_language(labels[code], language), action) for code, action in actions.items()]


def _no_reasons(code: str, language: str, facts: Mapping[str, object]) -> str:
    """Whoever is asked learns what to do, never why."""
    return ""
