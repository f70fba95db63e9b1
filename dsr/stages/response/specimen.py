"""Every letter in every way it can be said: what ``lint`` composes to hear which words are used.

Nothing here is printed or sent. A sentence that none of these letters says is said by no letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from dsr.cases.case import Channel, Right
from dsr.cases.decision import Action, GroupDecision, Redaction
from dsr.cases.inquiry import What
from dsr.casework.data import REGISTER_ACTIONS
from dsr.stages.response import specimen_site as site
from dsr.stages.response.asking import METHODS
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.matrix import LETTERS

_Extra = Mapping[str, object]
_DAY = site.TODAY.isoformat()
_OTHER = {"other_controller": "Muu Oy", "data_desc": "notes"}
_EVERYTHING: dict[str, object] = {
    "doubt_reason": "reason",
    "methods": list(METHODS),
    "reply_by": _DAY,
    "due_if_replied": _DAY,
    "asked_date": _DAY,
    "asked_info": "info",
    "received_info": "nothing",
    "extension_reason": "reason",
    "new_due_date": _DAY,
    "searched_with": ["name"],
    "own_cases": ["one"],
    "channels": ["post"],
    "suppressed": True,
    "objection_in_register": True,
    "show_values": True,
    "restriction_reason": "reason",
    "lift_date": _DAY,
    "lift_reason": "reason",
    "withdrawn_on": _DAY,
    "identifiers": [["a", "b"]],
    "confirm_by": _DAY,
    "what": "search",
    "tasks": [["a", "search"]],
    "not_searched": ["one"],
    "recipients_confirmed": ["A Oy"],
    "missing_authority": "scope",
    "clarify_reason": "reason",
    "clarify_question": "which?",
    "large_quantity": True,
    "pauses": True,
    "fee_amount": "1",
    "cost_calculation": "1 × 1",
    "fee_reply_by": _DAY,
    "earlier_requests": ["one"],
}
_CORRECTED: Mapping[str, object] = {"person.name": "New", "person.street": "Uusitie 3"}


def _on(group: str, action: Action, ground: str | None = None, **more: object) -> GroupDecision:
    return GroupDecision(f"salon.{group}", action, ground, **more)  # type: ignore[arg-type]


def _whole(ground: str, **facts: object) -> GroupDecision:
    return GroupDecision("*", Action.REFUSE, ground, facts)


_KEEP = _on("vouchers", Action.KEEP, "ERA-17-3-B-KPL6", until=site.STRICT_DUE)
_PASSAGE = Redaction("person", "1", "note", 0, 3)
_OF_THE_COPY = (
    _on("person", Action.WITHHOLD, "ACC-15-4", redactions=(_PASSAGE,)),
    _on("vouchers", Action.WITHHOLD, "ACC-15-4", rows=("2",)),
    _on("log", Action.REFER, facts={"given_on": site.GIVEN_BEFORE.isoformat(), "given_in": "D-1"}),
    _on("kin", Action.REFUSE, "SCOPE-OTHER-CTRL", facts=_OTHER),
    _on("kin", Action.REFUSE, "ACC-FI34-2"),
)


def _letter(type_: str, right: Right, language: str, *decisions: GroupDecision) -> LetterFacts:
    return LetterFacts(
        type=type_,
        case=site.case(right, language),
        site=site.SITE,
        today=site.TODAY,
        received=site.RECEIVED,
        strict_due=site.STRICT_DUE,
        due=None,
        recipient=site.ADDRESS,
        decisions=decisions,
        findings=site.findings(),
        maps=(site.REGISTER,),
        systems_searched=("system",),
        executed_on=site.TODAY,
        recipients_told=(("A Oy", "told"), ("B Oy", "impossible"), ("C Oy", "disproportionate")),
        extra=_EVERYTHING,
    )


def _with(facts: LetterFacts, extra: _Extra | None = None, **fields: object) -> LetterFacts:
    return replace(facts, extra={**facts.extra, **(extra or {})}, **fields)  # type: ignore[arg-type]


def specimens(language: str, grounds: Iterable[str]) -> Iterator[LetterFacts]:
    """Every letter. grounds: codes of the catalogue, each of which may keep data."""
    for type_ in LETTERS:
        yield _letter(type_, Right.ACCESS, language)
    yield from _beginnings(language)
    yield from _questions(language)
    yield from _copies(language)
    yield from _answers(language)
    yield from _instructions(language)
    for code in grounds:
        kept = replace(_KEEP, ground=code)
        yield _letter("LT-ERASE-REFUSED", Right.ERASURE, language, kept)


def _beginnings(language: str) -> Iterator[LetterFacts]:
    """How a request is named: every right, every channel, every way to be late or represented."""
    facts = _letter("LT-ACK", Right.ACCESS, language)
    for right in Right:
        yield _letter("LT-ACK", right, language)
        asked = _letter("LT-NEED-AUTH", right, language)
        yield _with(asked, {"representative_name": "Eero", "addressee_acts": True})
    for channel in Channel:
        yield _with(
            facts, case=replace(facts.case, letter=replace(facts.case.letter, channel=channel))
        )
    own = _letter("LT-RECT-DONE", Right.RECTIFICATION, language)
    yield _with(own, case=replace(own.case, initiator="controller", siblings=("D-2",)))
    told = _letter("LT-A19-RECIPIENT", Right.RECTIFICATION, language)
    yield _with(told, case=replace(told.case, initiator="controller"))
    acted = _letter("LT-ERASE-PART", Right.ERASURE, language)
    yield _with(acted, {"representative_name": "Eero", "addressee_acts": True})
    yield _with(facts, case=replace(facts.case, siblings=("D-2",)))
    yield _with(facts, {"representative_name": "Eero"})
    yield _with(facts, {"representative_name": "Eero", "addressee_acts": True})
    yield _with(facts, recipient=replace(site.ADDRESS, name="m@malli.example"))
    yield _with(facts, site=replace(site.SITE, processors=()))
    late = _letter("LT-NODATA", Right.ACCESS, language)
    yield _with(late, {"delay_reason": "reason"}, today=site.TODAY.replace(month=6))
    yield _with(late, {"paid_amount": "1"})


def _questions(language: str) -> Iterator[LetterFacts]:
    """Questions with and without a pause, and the ends for want of a reply."""
    asked = _letter("LT-NEED-ID", Right.ACCESS, language)
    yield _with(asked, {"methods": ["call_back"], "due_if_replied": None}, due=site.TODAY)
    unclear = _letter("LT-CLARIFY", Right.RECTIFICATION, language)
    yield _with(unclear, {"pauses": False})
    yield _with(unclear, {"situation": True})
    for about in ("", "authority", "fee"):
        closing = {"close_reason": "no_reply", "close_about": about}
        yield _with(_letter("LT-CLOSE", Right.ACCESS, language), closing)
    yield _with(_letter("LT-CLOSE", Right.ACCESS, language), {"close_reason": "withdrawn"})


def _instructions(language: str) -> Iterator[LetterFacts]:
    """What a person who is a register is asked: a search, a copy, a change, and once more."""
    asked = _letter("LT-PROCESSOR", Right.ERASURE, language)
    for what in (What.SEARCH, What.COPY):
        yield _with(asked, {"what": what.value, "tasks": [["a", what]]})
    change = [["a", action] for action in REGISTER_ACTIONS]
    yield _with(asked, {"what": "change", "tasks": change})
    yield _with(asked, {"reminder_of": _DAY, "instruction": "more"})


def _copies(language: str) -> Iterator[LetterFacts]:
    """The copy: whole, covered, pointed to, protected, of other controllers, to be moved."""
    part = _letter("LT-ACCESS-PART", Right.ACCESS, language, *_OF_THE_COPY)
    yield part
    yield _with(part, findings=site.with_a_file(), returned={site.FILE: b"%PDF-1.7"})
    yield _with(part, case=replace(part.case, facts={"non_disclosure": True}))
    full = _letter("LT-ACCESS-FULL", Right.ACCESS, language)
    yield _with(full, case=replace(full.case, facts={"non_disclosure": True}))
    given = tuple(_on(code, Action.GIVE) for code in site.GROUPS)
    port = _letter("LT-PORT", Right.PORTABILITY, language, *given)
    yield port
    yield _with(port, {"transferred_to": "Muu Oy"})
    yield _with(port, decisions=(*given, GroupDecision("*", Action.WITHHOLD, "POR-20-2")))
    for action in (Action.WITHHOLD, Action.REFUSE):
        yield _with(port, decisions=(*given[:1], _on("log", action, "POR-20-1")))
        yield _with(port, decisions=(_on("log", action, "POR-20-1"),))
    elsewhere = _letter("LT-OTHER-CTRL", Right.ACCESS, language, _OF_THE_COPY[3])
    yield from (elsewhere, _with(elsewhere, {"own_data_held": True}))


def _answers(language: str) -> Iterator[LetterFacts]:
    """What was done, what stays, who was told, what else is on offer."""
    full = _letter("LT-ERASE-FULL", Right.ERASURE, language)
    for action in Action:
        if action is not Action.CHARGE:
            yield _with(full, decisions=(_on("person", action, values=_CORRECTED),))
    correct = _on("person", Action.CORRECT, values=_CORRECTED)
    for shown in (True, False):
        rect = _letter("LT-RECT-PART", Right.RECTIFICATION, language, correct, _KEEP)
        yield _with(rect, {"show_values": shown, "restricted": shown})
    restricted = _on("person", Action.RESTRICT), _on("log", Action.WITHHOLD, "RES-18-2")
    yield _letter("LT-RESTRICT", Right.RESTRICTION, language, *restricted)
    stopped = _on("person", Action.STOP), _on("log", Action.REFUSE, "OBJ-21-1-CLAIMS")
    yield _letter("LT-OBJ-REFUSED", Right.OBJECTION, language, *stopped)
    yield _letter("LT-REFUSED", Right.ACCESS, language, _whole("ID-CHILD"))
    changed = _letter("LT-CONTACT-CHANGED", Right.RECTIFICATION, language, correct)
    yield changed
    before = {"old_contact_address": {"name": "Malli", "street": "Tie 1"}}
    yield _with(changed, case=replace(changed.case, facts=before))
    erase = _on("vouchers", Action.ERASE)
    yield _letter("LT-ERASE-PART", Right.ERASURE, language, erase, _KEEP)
    yield _with(full, recipients_told=())
    for where in ([], ["system"]):
        yield _with(full, {"undo_until": _DAY, "undo_registers": where})
    yield from _limited(language, erase)


def _limited(language: str, erase: GroupDecision) -> Iterator[LetterFacts]:
    """What is refused or kept as a whole, and a restriction for each of the four reasons."""
    unknown = replace(_KEEP, group="*", ground="ACC-15-4", until=None)
    yield _letter("LT-ERASE-REFUSED", Right.ERASURE, language, unknown)
    yield _letter("LT-CONSENT-WD", Right.CONSENT_WITHDRAWAL, language, erase, _KEEP)
    yield _letter("LT-REFUSE-12-5", Right.ACCESS, language, _whole("EXC-12-5-EXC"))
    yield _letter("LT-REFUSED", Right.ACCESS, language, _whole("ACC-FI34-1"))
    restrict = _letter("LT-RESTRICT", Right.RESTRICTION, language, _on("person", Action.RESTRICT))
    for ground in "abcd":
        yield _with(restrict, {"restriction_reason": None, "restriction_ground": ground})
    yield _with(restrict, answering=False, recipients_told=())
