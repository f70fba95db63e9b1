"""The branches of the guards on fees, consent, restriction, changed proposals, further letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dsr.cases.case import (
    Attached,
    Channel,
    IncomingLetter,
    LetterKind,
    ReceivedBasis,
    Right,
    Role,
)
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.site import Rules
from dsr.engine.guards import GUARDS
from tests.engine.situations import CHARGE, ERASE, GROUP, KEEP, Draft, user

PATIENT = replace(KEEP, ground="ERA-17-3-B-PAT")
STOP = GroupDecision(GROUP, Action.STOP, ground="CON-7-3")
SECOND = IncomingLetter(
    id=2,
    received=date(2026, 3, 9),  # Monday
    received_basis=ReceivedBasis.STAMP,
    channel=Channel.POST,
    logged_at=datetime(2026, 3, 9, 9, tzinfo=UTC),
    logged_by="Olli",
    language="fi",
    letter_date=None,
    postmark=None,
    pages=1,
    scans=(),
)


def _says(name: str, draft: Draft, **changes: object) -> str | None:
    situation = replace(draft.situation(), **changes)  # type: ignore[arg-type]
    return GUARDS[name](situation)


@pytest.fixture
def draft() -> Draft:
    return Draft(state="in_decision", actor=user(Role.OFFICER))


@pytest.mark.parametrize("amount", ["12.50", "12,50", 9, 12.5])
def test_a_fee_is_an_amount_in_euros(draft: Draft, amount: object) -> None:
    draft.decisions = (replace(CHARGE, facts={**CHARGE.facts, "fee_amount": amount}),)
    assert _says("fee_is_reasoned", draft) is None


@pytest.mark.parametrize("amount", [None, "", "free", "-1", "0", True, "nan", "inf"])
def test_what_is_no_fee(draft: Draft, amount: object) -> None:
    draft.decisions = (replace(CHARGE, facts={**CHARGE.facts, "fee_amount": amount}),)
    assert "fee_amount" in (_says("fee_is_reasoned", draft) or "")


def test_everything_that_a_fee_lacks_is_told_at_once(draft: Draft) -> None:
    draft.decisions = ()
    said = _says("fee_is_reasoned", draft) or ""
    for words in ("FEE-12-5, FEE-15-3", "fee_amount", "calculation", "Art. 12(5)", "waive the fee"):
        assert words in said


def test_what_is_proposed_now_is_judged_and_not_an_earlier_fee(draft: Draft) -> None:
    draft.decisions = (CHARGE,)
    draft.supplied.update(fee_ground="FEE-15-3", fee_amount="0")
    assert _says("fee_is_reasoned", draft) is not None
    draft.supplied.update(fee_amount="4.00", calculation="Twenty pages at twenty cents each.")
    assert _says("fee_is_reasoned", draft) is None


def test_a_fee_decides_no_data_group(draft: Draft) -> None:
    draft.decisions = (CHARGE,)
    assert GROUP in (_says("every_group_is_decided", draft) or "")


def test_a_notice_of_a_fee_leaves_a_week(draft: Draft) -> None:
    draft.supplied["fee_reply_by"] = date(2026, 3, 18)  # Wednesday
    assert "2026-03-19" in (_says("fee_reply_leaves_time", draft) or "")
    draft.supplied["fee_reply_by"] = date(2026, 3, 19)  # Thursday
    assert _says("fee_reply_leaves_time", draft) is None


@pytest.mark.parametrize(
    ("paid", "holds"),
    [(date(2026, 3, 4), False), (date(2026, 3, 5), True), (date(2026, 3, 13), False)],
)
def test_a_payment_lies_between_notice_and_today(draft: Draft, paid: date, holds: bool) -> None:
    draft.facts["fee_noticed_on"] = "2026-03-05"
    draft.supplied["paid_on"] = paid
    assert (_says("payment_is_dated", draft) is None) is holds


@pytest.mark.parametrize("step", ["send_fee_notice", "approve_refusal"])
def test_no_second_look_does_where_art_12_5_turns_a_person_away(draft: Draft, step: str) -> None:
    draft.rules = Rules(second_person=frozenset(), second_look=True)
    draft.decisions = (GroupDecision("*", Action.REFUSE, ground="EXC-12-5-EXC"),)
    draft.facts.update(drafted_by="riitta", drafted_on="2026-03-05")
    draft.supplied["checklist"] = True
    name = "another_person_acts" if step == "send_fee_notice" else "second_person_where_required"
    assert "always take another person" in (_says(name, draft, step=step) or "")
    draft.facts["drafted_by"] = "Olli"
    assert _says(name, draft, step=step) is None
    del draft.facts["drafted_by"]
    assert "not recorded who acted first" in (_says(name, draft, step=step) or "")


@pytest.mark.parametrize(
    ("decisions", "holds"),
    [
        ((STOP,), True),
        ((ERASE,), True),
        ((STOP, PATIENT), True),
        ((KEEP,), True),
        ((replace(KEEP, ground="ERA-CONTRACT"),), False),
        ((GroupDecision(GROUP, Action.REFUSE, ground="EXC-12-5-UNF"),), False),
        ((GroupDecision(GROUP, Action.WITHHOLD, ground="ERA-17-3-B-PAT"),), False),
        ((GroupDecision(GROUP, Action.NOTHING),), False),
        ((GroupDecision(GROUP, Action.NOTHING), STOP), True),
    ],
)
def test_a_withdrawal_of_consent_is_honoured(
    draft: Draft, decisions: tuple[GroupDecision, ...], holds: bool
) -> None:
    draft.decisions = decisions
    said = _says("withdrawal_is_honoured", draft)
    assert (said is None) is holds
    assert holds or "Art. 7(3)" in (said or "")


def test_where_nothing_is_held_nothing_has_to_stop(draft: Draft) -> None:
    draft.decisions = (GroupDecision("*", Action.NOTHING, ground="SCOPE-NODATA"),)
    assert _says("withdrawal_is_honoured", draft, findings_codes=()) is None


@pytest.mark.parametrize(
    ("decision", "proven", "needed", "holds"),
    [
        (STOP, 0, None, True),
        (ERASE, 0, None, False),
        (ERASE, 1, None, False),
        (ERASE, 2, None, True),
        (ERASE, 2, 3, False),
        (ERASE, 1, 1, True),
        (replace(ERASE, action=Action.ANONYMISE), None, None, False),
    ],
)
def test_erasing_on_a_withdrawal_needs_its_own_level(
    draft: Draft, decision: GroupDecision, proven: int | None, needed: int | None, holds: bool
) -> None:
    draft.decisions = (decision,)
    said = _says("erasing_is_shown", draft, proven_level=proven, erasing_level=needed)
    assert (said is None) is holds


def test_a_representative_may_stop_but_not_erase_without_authority(draft: Draft) -> None:
    draft.facts["representative_name"] = "Liisa Laine"
    draft.decisions = (STOP,)
    assert _says("erasing_is_shown", draft) is None
    draft.decisions = (ERASE,)
    assert "authority" in (_says("erasing_is_shown", draft) or "")
    draft.facts["authority_accepted_on"] = "2026-03-10"
    assert _says("erasing_is_shown", draft) is None


@pytest.mark.parametrize("case", ["a", "b", "c", "d", "e", None, ""])
def test_a_restriction_names_its_case(draft: Draft, case: str | None) -> None:
    draft.decisions = (GroupDecision(GROUP, Action.RESTRICT, facts={"restriction_ground": case}),)
    assert (_says("restriction_is_reasoned", draft) is None) is (case in ("a", "b", "c", "d"))


def test_a_case_of_restriction_lasts_as_long_as_the_restriction(draft: Draft) -> None:
    draft.facts["restricted_on"] = "2026-03-04"
    draft.decisions = (GroupDecision(GROUP, Action.RESTRICT, facts={"restriction_ground": "c"}),)
    situation = draft.situation()
    asked_for = replace(situation, case=replace(situation.case, right=Right.RESTRICTION))
    assert GUARDS["restriction_is_lifted"](situation) is None
    assert "announce the end" in (GUARDS["restriction_is_lifted"](asked_for) or "")
    draft.facts["lifted_on"] = "2026-03-11"
    ended = replace(
        draft.situation(), case=replace(draft.situation().case, right=asked_for.case.right)
    )
    assert GUARDS["restriction_is_lifted"](ended) is None


@pytest.mark.parametrize(
    ("why", "holds"),
    [
        ("The claim of the customer is pending in court.", True),
        ("Asiakkaan reklamaatio on kesken.", True),
        ("ok ok ok", False),
        ("1234567890 2026", False),
        ("It is our standard procedure to keep them.", False),
        ("Varmuuden vuoksi säilytetään.", False),
        ("See above.", False),
        ("Officer's decision.", False),
        ("Kuten sovittu.", False),
        ("Enligt överenskommelse", False),
        ("As agreed with the customer, who wants the photograph back.", True),
    ],
)
def test_a_change_of_a_proposal_is_reasoned(draft: Draft, why: str, holds: bool) -> None:
    draft.supplied["why"] = why
    assert (_says("change_is_reasoned", draft, differs_from_proposal=True) is None) is holds
    assert _says("change_is_reasoned", draft) is None


def test_a_further_letter_is_a_new_one(draft: Draft) -> None:
    draft.supplied.update(letter=2, letter_kind="reminder")
    assert _says("letter_kind_fits", draft) is None
    situation = draft.situation()
    attached = replace(situation.case, attached=(Attached(SECOND, LetterKind.REMINDER),))
    assert GUARDS["letter_kind_fits"](replace(situation, case=attached)) is not None
    for number in (1, 0, -3, None):
        draft.supplied["letter"] = number
        assert _says("letter_kind_fits", draft) is not None


@pytest.mark.parametrize("state", ["answered", "withdrawn", "closed"])
def test_a_supplement_to_an_answered_request_asks_anew(draft: Draft, state: str) -> None:
    draft.state = state
    draft.supplied.update(letter=2, letter_kind="supplement")
    assert "month of its own" in (_says("letter_kind_fits", draft) or "")
    draft.supplied["letter_kind"] = "reminder"
    assert _says("letter_kind_fits", draft) is None
