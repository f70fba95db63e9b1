"""Letters of a case: composed from its facts, past the gate, into the vault, with their step.

The order is: may the step be taken at all, is the letter complete in law, are its bytes durable,
then step and letter are stored together. A crash in between leaves at most an unused file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dsr.cases.case import Case, NewOutgoing, User
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.letter import LetterContent
from dsr.cases.site import Address
from dsr.casework.answers import answer_type
from dsr.casework.clock import clock_of
from dsr.casework.data import findings_of
from dsr.casework.office import Office
from dsr.casework.step import Also, Found, check, take
from dsr.engine.guards.identity import ANSWER_WITHIN_DAYS
from dsr.engine.vocabulary import VOCABULARY
from dsr.errors import BadInput, Refused
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.matrix import LETTERS
from dsr.stages.response.release import release
from dsr.stages.response.values import spell_date
from dsr.stages.response.wording import Wording

Wordings = Mapping[str, Wording]

CONTACT_CHANGED = "LT-CONTACT-CHANGED"
#: Letters that go to the address in the request: they hold no data and ask its writer something.
_TO_THE_WRITER = frozenset({"LT-ACK", "LT-NEED-ID", "LT-ID-FAIL"})
#: Letters with a copy of the data; no other letter gets to see them.
_COPIES = frozenset(name for name, row in LETTERS.items() if "L20" in row.mandatory)
#: Facts given with a step that are for the letter alone.
LETTER_FACTS = frozenset({"late_because", "understood", "show_values"})


@dataclass(frozen=True)
class Sent:
    """The case after the step, and the letters released with it as ``(type, pdf)``."""

    case: Case
    letters: tuple[tuple[str, bytes], ...]


def letter_of(step: str, case: Case) -> str | None:
    """The type of the letter a step sends; None when it sends none."""
    return answer_type(case) if step == "release" else VOCABULARY[step].letter


def send(
    office: Office,
    wordings: Wordings,
    case: Case,
    step: str,
    actor: User,
    supplied: Mapping[str, object],
) -> Sent:
    """Take a step that sends a letter. Raises Refused, LetterIncomplete; nothing is stored then."""
    for_letter = {k: v for k, v in supplied.items() if k in LETTER_FACTS}
    for_step = {k: v for k, v in supplied.items() if k not in LETTER_FACTS}
    passed = Found(letter_faults=())
    check(office, case, step, actor, for_step, found=passed)
    kind = letter_of(step, case)
    if kind is None:
        raise Refused(f"{case.number}: {step} sends no letter.")
    said = {**_renamed(for_letter), **_of_step(office, case, step, for_step)}
    pdfs = [(kind, *_made(office, wordings, case, kind, said))]
    if step == "release" and _contact_point_changed(case):
        pdfs.append((CONTACT_CHANGED, *_made(office, wordings, case, CONTACT_CHANGED, said)))
    outgoing = tuple(
        NewOutgoing(
            name,
            case.language,
            office.vault.put(pdf),
            LETTERS[name].answers,
            content.wording_version,
        )
        for name, content, pdf in pdfs
    )
    details = {"letters": [{"type": o.type, "digest": o.digest} for o in outgoing]}
    also = Also(outgoing=outgoing, details=details)
    moved = take(office, case, step, actor, for_step, also, passed)
    return Sent(moved, tuple((name, pdf) for name, _, pdf in pdfs))


def preview(
    office: Office,
    wordings: Wordings,
    case: Case,
    kind: str | None = None,
    supplied: Mapping[str, object] | None = None,
) -> tuple[str, bytes]:
    """The letter as it would be released now: the answer, or the type named. Stores nothing."""
    kind = kind or answer_type(case)
    if kind not in LETTERS:
        raise BadInput(f"There is no letter {kind}.", f"There are: {', '.join(LETTERS)}.")
    return kind, _made(office, wordings, case, kind, _renamed(supplied or {}))[1]


def _renamed(supplied: Mapping[str, object]) -> dict[str, object]:
    """``delay_reason`` of a case says why a question was late; that of a letter, why it is."""
    late = {"delay_reason": supplied["late_because"]} if "late_because" in supplied else {}
    return {**supplied, **late}


def _made(
    office: Office, wordings: Wordings, case: Case, kind: str, said: Mapping[str, object]
) -> tuple[LetterContent, bytes]:
    words = wordings[case.language].texts
    own = _own_cases(office, case, kind, words)
    facts = letter_facts(office, case, kind, {**_searched_with(case, words), **own, **said})

    def render(code: str, language: str, given: Mapping[str, object]) -> str:
        known: dict[str, object] = {
            "received_date": case.received,
            "case_retention": office.site.case_retention[language],
        }
        used = given.get("identifiers_used")
        if isinstance(used, list | tuple):
            known["identifiers_used"] = [words.get(f"identifier.{u}", str(u)) for u in used]
        return office.catalogue.render(code, language, {**given, **known})

    return release(facts, wordings, render, office.printer)


def letter_facts(office: Office, case: Case, kind: str, said: Mapping[str, object]) -> LetterFacts:
    """Everything the letter is made of, from the case as it stands."""
    clock = clock_of(office, case)
    findings = findings_of(office, case) if kind in _COPIES else ()
    return LetterFacts(
        type=kind,
        case=case,
        site=office.site,
        today=office.clock.today(),
        received=case.received,
        strict_due=clock.strict_due,
        due=clock.due,
        recipient=_recipient(office, case, kind),
        decisions=_told_of(kind, case),
        findings=findings,
        maps=tuple(register.map for register in office.registers.values()),
        systems_searched=_systems(office, case),
        executed_on=_executed_on(office, case, kind),
        recipients_told=_told(case),
        extra={**_recorded(office, case), **said},
    )


def _executed_on(office: Office, case: Case, kind: str) -> date | None:
    """The day of the act the letter tells of; questions and notices of receipt tell of none."""
    if "L04" not in LETTERS[kind].mandatory:
        return None
    acts = ("carried_out_on", "approved_on", "withdrawn_on")
    return next((day for name in acts if (day := _day(case, name))), office.clock.today())


def _told_of(kind: str, case: Case) -> tuple[GroupDecision, ...]:
    """The decisions a letter tells of: an answer all, a notice to the old contact point what
    was corrected; questions, other notices and the end of a withdrawn request none."""
    if kind == CONTACT_CHANGED:
        return tuple(d for d in case.decisions if d.action is Action.CORRECT)
    return case.decisions if LETTERS[kind].answers and kind != "LT-CLOSE" else ()


def _recipient(office: Office, case: Case, kind: str) -> Address:
    """Whom the envelope names. Data go to the address that identity was weighed for, only there."""
    name = "address_on_file" if kind == CONTACT_CHANGED else "answer_address"
    known = case.facts.get(name)
    asked = case.requester
    if kind not in _TO_THE_WRITER and isinstance(known, Mapping):
        parts = {key: str(known.get(key) or "") for key in ("name", "street", "postcode", "city")}
        if parts["street"]:
            return Address(parts["name"] or asked.name or "", *list(parts.values())[1:])
    who = asked.name or asked.email or asked.phone or ""
    return Address(who, asked.street or "", asked.postcode or "", asked.city or "")


def _systems(office: Office, case: Case) -> tuple[str, ...]:
    names = [register.map.label[case.language] for register in office.registers.values()]
    names += [text[case.language] for text in office.site.systems]
    if office.site.paper_searched and case.facts.get("paper_searched") is True:
        names.append(office.site.paper_searched[case.language])
    return tuple(names)


def _recorded(office: Office, case: Case) -> dict[str, object]:
    """Recorded facts under the names the letters use."""
    facts = case.facts
    extra: dict[str, object] = {
        "doubt_reason": facts.get("doubt_reason"),
        "methods": facts.get("methods"),
        "reply_by": facts.get("answer_by"),
        "asked_date": facts.get("identity_asked_on"),
        "asked_info": facts.get("asked_info"),
        "received_info": facts.get("received_info"),
        "extension_reason": facts.get("extension_reason"),
        "withdrawn_on": facts.get("withdrawn_on"),
        "close_reason": "withdrawn" if facts.get("withdrawn_on") else None,
        "lift_date": facts.get("lift_on"),
        "lift_reason": facts.get("lift_reason"),
        "suppressed": _is_suppressed(office, case),
        "objection_in_register": bool(facts.get("rows_changed"))
        and any(d.action is Action.STOP_MARKETING for d in case.decisions),
        "restricted": bool(facts.get("restricted_on")) and not facts.get("lifted_on"),
        "show_values": case.workflow == "rectification",
    }
    return {name: value for name, value in extra.items() if value is not None}


def _searched_with(case: Case, words: Mapping[str, str]) -> dict[str, object]:
    """What was searched with, in the letter's language."""
    used = [name for name, value in vars(case.requester).items() if value]
    return {"searched_with": [words[f"identifier.{name}"] for name in used]} if used else {}


def _own_cases(
    office: Office, case: Case, kind: str, words: Mapping[str, str]
) -> dict[str, object]:
    """Our own files are personal data too: an access letter names every request of the person."""
    if not kind.startswith("LT-ACCESS") or case.subject is None:
        return {}
    keys = set(case.subject.keys)
    own = [
        other
        for other in office.store.cases()
        if other.subject
        and other.subject.register == case.subject.register
        and keys & set(other.subject.keys)
    ]
    text = words["case_data.one_case"]
    return {
        "own_cases": [
            text.format(
                case=other.number,
                received=spell_date(other.letter.received, case.language),
                pages=other.letter.pages,
                letters=len(other.outgoing),
            )
            for other in own
        ]
    }


def _is_suppressed(office: Office, case: Case) -> bool:
    points = (case.requester.email, case.requester.phone)
    return any(office.store.suppressed(office.hash_contact(p)) for p in points if p)


def _of_step(
    office: Office, case: Case, step: str, supplied: Mapping[str, object]
) -> dict[str, object]:
    """What the step itself brings that is not recorded yet."""
    today = office.clock.today()
    said: dict[str, object] = dict(supplied)
    if step == "ask_identity":
        wait = timedelta(days=ANSWER_WITHIN_DAYS)
        said["reply_by"] = supplied.get("answer_by") or office.clock.today() + wait
    if "lift_on" in supplied:
        said["lift_date"] = supplied["lift_on"]
    if step == "ask_identity":
        said["due_if_replied"] = _due_if_replied(office, case, supplied)
    if step == "extend":
        extended = {**case.facts, "extended_on": today.isoformat()}
        said["new_due_date"] = clock_of(office, replace(case, facts=extended)).due
    return said


def _due_if_replied(office: Office, case: Case, supplied: Mapping[str, object]) -> date | None:
    """The last day to answer, should the reply come on the day asked for (R7, R9)."""
    reply_by = supplied.get("answer_by")
    if not isinstance(reply_by, date):
        reply_by = office.clock.today() + timedelta(days=ANSWER_WITHIN_DAYS)
    pause = {"asked": office.clock.today().isoformat(), "answered": reply_by.isoformat()}
    asked = {**case.facts, **supplied, "pauses": [pause]}
    return clock_of(office, replace(case, facts=asked)).due


def _contact_point_changed(case: Case) -> bool:
    """A corrected address, number or e-mail is told to the old contact point (D.3)."""
    corrected = any(decision.action is Action.CORRECT for decision in case.decisions)
    return corrected and case.facts.get("tell_old_contact_point") is True


def _day(case: Case, name: str) -> date | None:
    value = case.facts.get(name)
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _told(case: Case) -> tuple[tuple[str, str], ...]:
    entries = case.facts.get("recipients_told")
    if not isinstance(entries, list | tuple):
        return ()
    return tuple(
        (str(entry.get("recipient")), str(entry.get("outcome")))
        for entry in entries
        if isinstance(entry, Mapping)
    )
