"""The branches of the guards that carry most law: identity, time, the second person, the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dsr.cases.case import Right
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.site import Rules
from dsr.engine.guards import GUARDS
from tests.engine.situations import ERASE, GROUP, KEEP, LETTER, PLAN, Draft, user

REFUSED = GroupDecision("*", Action.REFUSE, ground="EXC-12-5-EXC")
GIVEN = GroupDecision(GROUP, Action.GIVE)


def _says(name: str, draft: Draft, **changes: object) -> str | None:
    situation = replace(draft.situation(), **changes)  # type: ignore[arg-type]
    return GUARDS[name](situation)


@pytest.fixture
def draft() -> Draft:
    return Draft(state="received", actor=user())


@pytest.mark.parametrize(
    ("needed", "proven", "holds"),
    [(0, 0, True), (0, None, False), (2, 2, True), (2, 3, True), (3, 2, False), (None, 4, False)],
)
def test_identity_is_proven_at_the_level_needed_or_above(
    draft: Draft, needed: int | None, proven: int | None, holds: bool
) -> None:
    said = _says("identity_is_proven", draft, needed_level=needed, proven_level=proven)
    assert (said is None) is holds


def test_who_withdraws_consent_is_never_told_to_be_asked(draft: Draft) -> None:
    situation = replace(draft.situation(), needed_level=1, proven_level=0)
    assert "concrete doubt" in (GUARDS["identity_is_proven"](situation) or "")
    case = replace(situation.case, right=Right.CONSENT_WITHDRAWAL)
    said = GUARDS["identity_is_proven"](replace(situation, case=case)) or ""
    assert "Art. 7(3)" in said
    assert "concrete doubt" not in said


def test_the_controller_needs_no_proof_of_itself_but_a_person_to_correct(draft: Draft) -> None:
    draft.initiator = "controller"
    assert _says("identity_is_settled", draft, proven_level=None) is None
    assert _says("controller_is_initiator", draft) is None
    draft.subject = None
    assert "link the person" in (_says("controller_is_initiator", draft) or "")


@pytest.mark.parametrize(
    ("methods", "words"),
    [
        (("call_back", "strong_eid"), None),
        (("strong_eid", "in_person"), None),
        (("strong_eid", "strong_eid"), "Fewer than two"),
        (("in_person", "post_against_id", "masked_id_copy"), "does not"),
        (("call_back", "passport_by_mail"), "passport_by_mail"),
        ("call_back", "Fewer than two"),
        (None, "Fewer than two"),
    ],
)
def test_the_choice_of_methods(draft: Draft, methods: object, words: str | None) -> None:
    draft.supplied["methods"] = methods
    said = _says("methods_are_offered", draft)
    assert said is None if words is None else words in (said or "")


def test_a_second_question_needs_the_data_protection_officer(draft: Draft) -> None:
    draft.facts["identity_questions"] = 1
    assert "dpo_agreed=yes" in (_says("asked_once_or_dpo_agreed", draft) or "")
    draft.supplied["dpo_agreed"] = True
    assert _says("asked_once_or_dpo_agreed", draft) is None


@pytest.mark.parametrize(
    ("today", "holds"),
    [
        (date(2026, 3, 17), False),  # Tuesday, the fourteenth day after the question
        (date(2026, 3, 18), True),  # Wednesday: the time to answer is over
    ],
)
def test_an_unanswered_question_is_waited_for_a_fortnight(
    draft: Draft, today: date, holds: bool
) -> None:
    draft.state = "identity_asked"
    draft.facts["identity_asked_on"] = "2026-03-03"
    assert (_says("answer_was_awaited", draft, today=today) is None) is holds


@pytest.mark.shows("R17")
def test_nobody_waits_for_an_answer_past_the_week_before_the_strict_date(draft: Draft) -> None:
    draft.state = "identity_asked"
    draft.facts.update(identity_asked_on="2026-03-03", answer_by="2026-05-01")
    said = _says("answer_was_awaited", draft, today=date(2026, 3, 25))  # Wednesday
    assert "2026-03-26" in (said or "")
    assert "by 2026-04-02" in (said or "")
    assert _says("answer_was_awaited", draft, today=date(2026, 3, 26)) is None  # Thursday
    assert _says("answer_was_awaited", draft, today=date(2026, 4, 9)) is None  # late is not barred


@pytest.mark.shows("R10")
@pytest.mark.parametrize(("today", "holds"), [(date(2026, 4, 2), True), (date(2026, 4, 3), False)])
def test_an_extension_is_announced_by_the_strict_date(
    draft: Draft, today: date, holds: bool
) -> None:
    assert (_says("extension_is_in_time", draft, today=today) is None) is holds


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"extension_months": 0}, "one or by two"),
        ({"extension_kind": "holidays"}, "complexity or the number"),
        ({"extension_reason": "busy"}, "25 letters"),
        ({"legal_consulted": False}, "ask them first"),
    ],
)
def test_the_reasons_of_an_extension(draft: Draft, change: dict[str, object], words: str) -> None:
    draft.supplied.update(
        extension_months=1,
        extension_kind="number",
        extension_reason="Four requests of this person are pending together.",
        legal_consulted=True,
    )
    assert _says("extension_is_reasoned", draft) is None
    draft.supplied.update(change)
    assert words in (_says("extension_is_reasoned", draft) or "")


def test_nothing_held_is_decided_but_cannot_be_refused(draft: Draft) -> None:
    draft.decisions = ()
    assert _says("every_group_is_decided", draft, findings_codes=()) is None
    assert "Nothing is held" in (_says("ground_covers_all", draft, findings_codes=()) or "")


def test_one_ground_for_the_whole_case_covers_every_group(draft: Draft) -> None:
    draft.decisions = (REFUSED,)
    codes = (GROUP, "booking.invoices")
    assert _says("ground_covers_all", draft, findings_codes=codes) is None
    assert _says("every_group_is_decided", draft, findings_codes=codes) is None


def test_a_limit_without_a_ground_is_unlawful_even_without_other_faults(draft: Draft) -> None:
    draft.decisions = (replace(KEEP, ground=None),)
    assert GROUP in (_says("grounds_are_lawful", draft) or "")


@pytest.mark.parametrize("seen", ["", PLAN[:7], "other" + PLAN])
def test_a_plan_is_approved_only_by_its_own_digest(draft: Draft, seen: str) -> None:
    draft.supplied["plan"] = seen
    assert _says("plan_is_shown", draft) is not None
    draft.supplied["plan"] = PLAN
    assert _says("plan_is_shown", draft) is None
    assert _says("plan_is_shown", draft, plan_digest=None) is not None


def _approving(decisions: tuple[GroupDecision, ...], rules: Rules, by: str = "Riitta") -> Draft:
    facts: dict[str, object] = {"decided_by": by, "decided_on": "2026-03-11"}
    return Draft("decided", user(), facts=facts, decisions=decisions, rules=rules)


@pytest.mark.parametrize(
    ("decisions", "kinds", "required", "holds"),
    [
        ((ERASE,), {"erase"}, False, False),
        ((replace(ERASE, action=Action.ANONYMISE),), {"erase"}, False, False),
        ((GIVEN,), {"erase", "limit", "refuse"}, False, True),
        ((KEEP,), {"limit"}, False, False),
        ((KEEP,), {"erase"}, False, True),
        ((GIVEN, REFUSED), {"refuse"}, False, False),
        ((GIVEN,), set(), True, False),
    ],
)
def test_what_another_person_has_to_approve(
    decisions: tuple[GroupDecision, ...], kinds: set[str], required: bool, holds: bool
) -> None:
    rules = Rules(second_person=frozenset(kinds))
    changes = {"step": "approve", "second_person_required": required}
    same = _says("second_person_where_required", _approving(decisions, rules), **changes)
    other = _says("second_person_where_required", _approving(decisions, rules, "Olli"), **changes)
    assert (same is None) is holds
    assert other is None


def test_the_same_name_in_other_letters_is_the_same_person() -> None:
    draft = _approving((ERASE,), Rules(), "rIITTA")
    assert _says("second_person_where_required", draft, step="approve") is not None


def test_who_acted_first_has_to_be_known() -> None:
    draft = _approving((ERASE,), Rules())
    del draft.facts["decided_by"]
    said = _says("second_person_where_required", draft, step="approve")
    assert "not recorded who acted first" in (said or "")


def test_a_one_person_office_looks_again_on_another_day_with_the_checklist() -> None:
    draft = _approving((ERASE,), Rules(second_look=True))
    assert "checklist=yes" in (_says("second_person_where_required", draft, step="approve") or "")
    draft.supplied["checklist"] = True
    assert _says("second_person_where_required", draft, step="approve") is None
    draft.facts["decided_on"] = "2026-03-12"  # Thursday, today
    assert "tomorrow" in (_says("second_person_where_required", draft, step="approve") or "")


@pytest.mark.parametrize(
    ("refusal", "kind"), [("identity", "identity_failed"), ("ground", "refuse")]
)
def test_a_refusal_is_approved_by_another_person(refusal: str, kind: str) -> None:
    facts: dict[str, object] = {"drafted_by": "Riitta", "drafted_on": "2026-03-11"}
    draft = Draft("refusal_drafted", user(), facts={**facts, "refusal": refusal})
    draft.rules = Rules(second_person=frozenset({kind}))
    assert _says("second_person_where_required", draft, step="approve_refusal") is not None
    draft.rules = Rules(second_person=frozenset({"extend", "erase", "limit"}))
    assert _says("second_person_where_required", draft, step="approve_refusal") is None


def test_no_site_may_lift_a_restriction_on_the_day_of_the_notice(draft: Draft) -> None:
    draft.rules = Rules(restriction_notice_days=0)
    draft.supplied["lift_on"] = date(2026, 3, 12)  # Thursday, today
    assert _says("lift_leaves_notice", draft) is not None
    draft.supplied["lift_on"] = date(2026, 3, 13)  # Friday
    assert _says("lift_leaves_notice", draft) is None


def test_a_restriction_that_was_decided_may_stay(draft: Draft) -> None:
    draft.facts["restricted_on"] = "2026-03-04"
    assert _says("restriction_is_lifted", draft) is not None
    draft.decisions = (GroupDecision(GROUP, Action.RESTRICT),)
    assert _says("restriction_is_lifted", draft) is None


def test_an_answer_that_came_back_was_not_given_until_it_is_posted_again(draft: Draft) -> None:
    assert _says("answer_is_posted", draft) is None
    draft.facts["returned"] = [{"letter": 1, "returned_on": "2026-03-10"}]
    assert "came back" in (_says("answer_is_posted", draft) or "")
    draft.outgoing = (replace(LETTER, posted_on=date(2026, 3, 10)),)
    assert _says("answer_is_posted", draft) is None


@pytest.mark.parametrize("change", [{"answers": False}, {"round": 2}])
def test_only_an_answer_of_this_round_closes_the_case(
    draft: Draft, change: dict[str, object]
) -> None:
    draft.outgoing = (replace(LETTER, **change),)  # type: ignore[arg-type]
    assert "No answer was released" in (_says("answer_is_posted", draft) or "")


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2026, 3, 4), False), (date(2026, 3, 5), True), (date(2026, 3, 13), False)],
)
def test_a_letter_is_posted_between_its_release_and_today(
    draft: Draft, day: date, holds: bool
) -> None:
    draft.supplied.update(letter=1, posted_on=day)
    assert (_says("posting_is_possible", draft) is None) is holds
