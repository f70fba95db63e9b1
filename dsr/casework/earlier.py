"""Earlier requests of the same person for the same right: interval, answer, what has changed.

Never an automatic refusal (legal spec F.3). A year between two requests makes neither excessive
(EDPB Guidelines 01/2022, 185), and asking again what was never answered is a reminder (29). New
data are given anew; what is the same as in a copy given before may be pointed to.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dsr.cases.case import Case, OutgoingLetter, Person
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Finding
from dsr.casework.office import Office
from dsr.casework.redacting import spelled, value_text
from dsr.errors import Fault
from dsr.law.ground_text import value_in_words
from dsr.law.months import months_after

WHOLE_CASE = "*"
#: From this interval on a request is not repeated, whatever it asks for.
FAR_APART_MONTHS = 12
#: The case fact that holds the digests of what a copy gave, by data group.
GIVEN = "given_digests"
#: Grounds that rest on an earlier request.
ON_REPETITION = frozenset({"EXC-12-5-EXC", "FEE-12-5", "FEE-15-3"})
#: Letters that end a request without an answer to what was asked.
_NO_ANSWER = frozenset({"LT-ID-FAIL", "LT-CLOSE"})
#: States of a request that the person took back: it waits for nothing.
_TAKEN_BACK = frozenset({"withdrawal_noted", "withdrawn"})
_LIST: Mapping[str, str] = {
    "fi": "pyyntö {case} saapui {received}, ja vastasimme siihen {answered}",
    "sv": "begäran {case} kom in {received}, och vi besvarade den {answered}",
    "en": "request {case} was received on {received}, and we answered it on {answered}",
}


@dataclass(frozen=True)
class EarlierRequest:
    """One earlier request. months: whole months from its receipt to this one's.

    letter: type of the letter that answered it last. unanswered: it still waits for an answer.
    data_changed: whether anything given then is different or new now; None when not known.
    """

    case: str
    received: date
    answered_on: date | None
    letter: str | None
    months: int
    unanswered: bool
    data_changed: bool | None = None

    @property
    def answered(self) -> bool:
        """Whether what was asked was answered, and not closed for want of identity or reply."""
        return self.answered_on is not None and self.letter not in _NO_ANSWER


def earlier_requests(
    office: Office, case: Case, findings: Sequence[Finding] | None = None
) -> tuple[EarlierRequest, ...]:
    """The person's earlier requests for this right, newest first.

    findings: what is held now; with it, ``data_changed`` is known for copies given before.
    """
    return tuple(_request(office, case, one, findings) for one in _earlier_cases(office, case))


def _earlier_cases(office: Office, case: Case) -> list[Case]:
    found = [
        other
        for other in office.store.cases()
        if other.workflow == case.workflow
        and (other.letter.received, other.number) < (case.letter.received, case.number)
        and same_person(case, other)
    ]
    return sorted(found, key=lambda c: (c.letter.received, c.number), reverse=True)


def same_person(one: Case, other: Case) -> bool:
    """A key in common in some register; where one is not linked yet, the same particulars."""
    in_common = {s.register for s in one.subjects} & {s.register for s in other.subjects}
    if in_common:
        return one.shares_person_with(other)
    return _same_particulars(one.requester, other.requester)


def _same_particulars(one: Person, other: Person) -> bool:
    """An e-mail address alone is one person's; a name needs something beside it."""
    if one.email and other.email and one.email.casefold() == other.email.casefold():
        return True
    if not (one.name and other.name and one.name.casefold() == other.name.casefold()):
        return False
    pairs = ((one.postcode, other.postcode), (one.phone, other.phone), (one.street, other.street))
    return any(mine and mine == theirs for mine, theirs in pairs)


def _request(
    office: Office, case: Case, earlier: Case, findings: Sequence[Finding] | None
) -> EarlierRequest:
    answers = [letter for letter in earlier.outgoing if letter.answers]
    last = answers[-1] if answers else None
    given = _given(earlier)
    changed: bool | None = None
    if findings is not None and given:
        now = given_digests(office, case, findings, _everything_given(findings))
        changed = now != dict(given)
    return EarlierRequest(
        case=earlier.number,
        received=earlier.letter.received,
        answered_on=_answered_on(earlier, last),
        letter=last.type if last else None,
        months=_months_between(earlier.letter.received, case.letter.received),
        unanswered=earlier.state not in _TAKEN_BACK
        and not any(letter.round == earlier.round for letter in answers),
        data_changed=changed,
    )


def _answered_on(earlier: Case, last: OutgoingLetter | None) -> date | None:
    """The day of the last answer, as the step recorded it."""
    if last is None:
        return None
    recorded = earlier.facts.get("answered_on")
    return date.fromisoformat(recorded) if isinstance(recorded, str) else last.released_at.date()


def _months_between(earlier: date, later: date) -> int:
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months if months_after(earlier, months) <= later else months - 1


def as_fact(earlier: Collection[EarlierRequest], language: str) -> list[str]:
    """The answered ones as the ground's fact ``earlier_requests`` tells them to the person."""
    return [
        _LIST[language].format(
            case=one.case,
            received=value_in_words(one.received, language),
            answered=value_in_words(one.answered_on, language),
        )
        for one in earlier
        if one.answered and one.answered_on is not None
    ]


def repetition_faults(
    office: Office, case: Case, findings: Sequence[Finding] | None = None
) -> Iterator[Fault]:
    """What keeps the decisions from resting on an earlier request (Art. 12(5), 15(3))."""
    used = sorted({d.ground for d in case.decisions if d.ground in ON_REPETITION})
    if not used:
        return
    earlier = earlier_requests(office, case, findings)
    answered = [one for one in earlier if one.answered]
    for code in used:
        for one in earlier:
            if one.unanswered:
                yield Fault("grounds.reminder", code, _reminder(one))
        if answered and answered[0].months >= FAR_APART_MONTHS:
            yield Fault("grounds.too_long_ago", code, _too_long_ago(answered[0]))
        if code == "FEE-15-3" and answered and answered[0].data_changed:
            sentence = (
                "The data are not the same as in the copy given before, and a copy of new data is "
                "a first copy, free of charge (Art. 15(3); EDPB 01/2022, 28). Give it."
            )
            yield Fault("grounds.new_data", code, sentence)


def _reminder(one: EarlierRequest) -> str:
    return (
        f"{one.case}, received on {one.received.isoformat()}, is not answered yet, so this request "
        "is a reminder of it and repeats nothing (EDPB 01/2022, 29). Answer both; record a mere "
        "reminder in the old case with record_letter."
    )


def _too_long_ago(one: EarlierRequest) -> str:
    return (
        f"The last request that was answered came on {one.received.isoformat()}, {one.months} "
        "months before this one; from twelve months on a request is never excessive by repetition "
        "and costs nothing (EDPB 01/2022, 185). Answer it."
    )


# -------------------------------------------------------------- what a copy gave


def given_digests(
    office: Office,
    case: Case,
    findings: Sequence[Finding],
    decisions: Sequence[GroupDecision],
) -> dict[str, str]:
    """Per data group a keyed digest of what the copy gives, by which a later copy is compared.

    Record it with the release of an access answer as the case fact ``given_digests``. It holds no
    value: only whoever has the site's key and the same data gets the same digest.
    """
    digests = {}
    for finding in findings:
        own = [d for d in decisions if d.group in (finding.code, WHOLE_CASE)]
        if finding.rows and any(_gives(decision) for decision in own):
            digests[finding.code] = _digest(office, case, finding, own)
    return digests


def _gives(decision: GroupDecision) -> bool:
    return decision.action in (Action.GIVE, Action.REFER) or bool(decision.redactions)


def _everything_given(findings: Sequence[Finding]) -> tuple[GroupDecision, ...]:
    return tuple(GroupDecision(finding.code, Action.GIVE) for finding in findings)


def _digest(office: Office, case: Case, finding: Finding, own: Sequence[GroupDecision]) -> str:
    left_out = {row for d in own if d.action in (Action.WITHHOLD, Action.REFUSE) for row in d.rows}
    register = office.registers[finding.register].map
    rows = []
    for row in sorted(finding.rows, key=lambda r: (r.table, r.key)):
        if row.key not in left_out:
            labelled = [c.name for c in register.table(row.table).columns if c.label is not None]
            texts = {name: value_text(row.values.get(name)) for name in labelled}
            rows.append([row.table, row.key, texts])
    covered = sorted(spelled(passage) for d in own for passage in d.redactions)
    text = json.dumps([rows, covered], sort_keys=True, ensure_ascii=True)
    hashed = hashlib.sha256(text.encode("ascii")).hexdigest()
    # With the sign of an address, so that its normal form keeps every letter.
    return office.hash_contact(f"given@{hashed}")


def _given(case: Case) -> Mapping[str, str]:
    value = case.facts.get(GIVEN)
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, Mapping) else {}


@dataclass(frozen=True)
class GivenBefore:
    """The case in which a group was given just as it is now, and the day."""

    case: str
    on: date


def given_before(office: Office, case: Case, findings: Sequence[Finding]) -> dict[str, GivenBefore]:
    """Data groups that are the same, to the letter, as in a copy of the last twelve months."""
    now = given_digests(office, case, findings, _everything_given(findings))
    found: dict[str, GivenBefore] = {}
    for earlier in _earlier_cases(office, case):
        request = _request(office, case, earlier, None)
        if not request.answered or request.months >= FAR_APART_MONTHS:
            continue
        referred = {d.group for d in earlier.decisions if d.action is Action.REFER}
        for group, digest in _given(earlier).items():
            fresh = group not in found and group not in referred
            if fresh and now.get(group) == digest and request.answered_on is not None:
                found[group] = GivenBefore(earlier.number, request.answered_on)
    return found


def refer_unchanged(
    office: Office,
    case: Case,
    findings: Sequence[Finding],
    proposals: Sequence[GroupDecision],
) -> tuple[GroupDecision, ...]:
    """A copy asked for again within a year: new and changed groups are given, the same ones are
    pointed to. That refuses nothing, and the officer may give them again."""
    before = given_before(office, case, findings)
    return tuple(
        _referring(proposal, before[proposal.group])
        if proposal.action is Action.GIVE and proposal.group in before
        else proposal
        for proposal in proposals
    )


def _referring(proposal: GroupDecision, given: GivenBefore) -> GroupDecision:
    why = (
        f"The same, to the letter, as in the copy of {given.case}, given on "
        f"{given.on.isoformat()}: less than twelve months ago and nothing has changed since "
        "(Art. 12(5), 15(3)). Give it again if the person has lost it or wants it anew."
    )
    facts = {"earlier_case": given.case, "given_on": given.on.isoformat()}
    return replace(proposal, action=Action.REFER, facts=facts, why=why)
