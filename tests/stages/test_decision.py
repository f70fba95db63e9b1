"""Deciding: proposals are confirmed or changed with a reason; contradictions come all at once."""

from __future__ import annotations

import pytest

from dsr.cases.case import Case, Right
from dsr.cases.decision import Action, GroupDecision
from dsr.errors import Refused
from dsr.stages import decision, verification
from tests.stages.conftest import OFFICER, Salon

WHY = "The letter asks for this very thing."
AINO, NILS, KIRSI = "1", "8", "13"


def in_decision(salon: Salon, right: Right, key: str, **shown: object) -> Case:
    """A case of a customer whose identity is settled."""
    case = salon.case(right, key)
    given = {"method": "in_person", **shown}
    return verification.accept_identity(salon.office, case, OFFICER, given)


def set_(salon: Salon, case: Case, group: str, action: str, **facts: object) -> Case:
    """Decide a group."""
    supplied = {"group": group, "action": action, "why": WHY, **facts}
    return decision.set_decision(salon.office, case, OFFICER, supplied)


def of(case: Case, group: str) -> list[GroupDecision]:
    """What is decided on a group."""
    return [d for d in case.decisions if d.group == f"booking.{group}"]


def refusal(salon: Salon, case: Case, group: str, action: str, **facts: object) -> set[str]:
    """The codes of everything that speaks against a decision; the case stays as it is."""
    with pytest.raises(Refused) as refused:
        set_(salon, case, group, action, **facts)
    assert salon.office.store.case(case.number).decisions == case.decisions
    return {fault.code for fault in refused.value.faults}


def test_a_change_of_what_is_proposed_needs_a_reason(salon: Salon) -> None:
    case = in_decision(salon, Right.ERASURE, AINO)
    for thin in ("Ok.", "As proposed.", "officer's decision"):
        found = refusal(salon, case, "booking.contact", "anonymise", why=thin)
        assert found == {"guard.change_is_reasoned"}, thin
    case = set_(salon, case, "booking.contact", "erase", why="Fine.")  # as the engine proposes
    reason = "She is named in the accounts, so the row has to stay as a shell."
    case = set_(salon, case, "booking.contact", "anonymise", why=reason)
    (changed,) = of(case, "contact")
    assert (changed.action, changed.proposed_by) == (Action.ANONYMISE, "officer")


def test_completing_the_facts_of_a_proposal_changes_nothing(salon: Salon) -> None:
    case = in_decision(salon, Right.ERASURE, AINO)
    prepared = decision.prepare(salon.office, case)
    vouchers = [p for p in prepared.proposals if p.ground == "ERA-17-3-B-KPL6"]
    assert {p.until.year for p in vouchers if p.until} == {2030, 2031, 2032}
    case = decision.confirm_proposals(salon.office, case, OFFICER)
    first = vouchers[0]
    case = set_(
        salon, case, first.group, "keep", ground=first.ground, rows=first.rows, why="As is."
    )
    again = next(d for d in of(case, "vouchers") if d.rows == first.rows)
    assert (dict(again.facts), again.until) == (dict(first.facts), first.until)


def test_everything_that_contradicts_itself_is_told_at_once(salon: Salon) -> None:
    case = in_decision(salon, Right.ERASURE, AINO)
    found = refusal(
        salon,
        case,
        "*",
        "refuse",
        ground="ERA-17-3-B-PUB",  # switched off, and only for a named group
        until=salon.office.clock.today().replace(year=2025),
        retention_end="2027-01-04",  # Monday
        why="No.",
    )
    assert found == {
        "guard.change_is_reasoned",
        "grounds.not_activated",
        "grounds.needs_group",
        "decision.until_without_keep",
        "decision.until_passed",
        "decision.until_differs",
    }
    assert "decision.postpones" in refusal(salon, case, "*", "nothing", ground="ID-REP")


@pytest.mark.shows("ERA-17-3-B-KPL6")
def test_own_breach_is_recorded_with_the_decision(salon: Salon) -> None:
    case = in_decision(salon, Right.ERASURE, NILS)
    case = decision.confirm_proposals(salon.office, case, OFFICER)
    given = {"lighter_outcome": "the voucher is kept without the rest"}
    case = decision.decide(salon.office, case, OFFICER, "decide", given)
    assert case.facts["own_breach"] == {"booking.vouchers": 1}
    decided = salon.office.store.history(case.number)[-1]
    assert (decided.name, decided.details["own_breach"]) == ("decide", {"booking.vouchers": 1})


def test_no_breach_no_record(salon: Salon) -> None:
    case = in_decision(salon, Right.ERASURE, AINO)
    case = decision.confirm_proposals(salon.office, case, OFFICER)
    given = {"lighter_outcome": "the vouchers are kept without the rest"}
    case = decision.decide(
        salon.office, _with_facts_of_patient_record(salon, case), OFFICER, "decide", given
    )
    assert case.facts.get("own_breach") is None
    assert "own_breach" not in salon.office.store.history(case.number)[-1].details


def _with_facts_of_patient_record(salon: Salon, case: Case) -> Case:
    (record,) = of(case, "treatment_notes")
    return set_(
        salon,
        case,
        record.group,
        "keep",
        ground="ERA-17-3-B-PAT",
        record_desc="Notes of a trained masseur on the treatment of 17 June 2025",
        practitioner="Oskari Leinonen, trained masseur",
        health_care_reason="Treatment of a tension of neck and shoulders",
        record_controller="Onni & hoiva",
        document_type="Treatment note",
    )


def test_a_restriction_is_said_once_for_all_groups(salon: Salon) -> None:
    case = in_decision(salon, Right.RESTRICTION, AINO)
    case = decision.confirm_proposals(salon.office, case, OFFICER)
    with pytest.raises(Refused, match="decide is refused"):
        decision.decide(salon.office, case, OFFICER, "decide", {})
    assert refusal(salon, case, "*", "restrict", restriction_ground="x") == {
        "decision.restriction_ground"
    }
    case = set_(salon, case, "*", "restrict", restriction_ground="a")
    assert len(case.decisions) > 5
    assert {d.facts["restriction_ground"] for d in case.decisions} == {"a"}
    case = set_(salon, case, "booking.notes", "restrict", restriction_ground="b")
    decided = decision.decide(salon.office, case, OFFICER, "decide", {})
    assert decided.state == "decided"
    (plan,) = decision.show_plan(salon.office, decided)
    assert {row.action for row in plan.rows} == {Action.RESTRICT}


@pytest.mark.shows("CON-7-3", "G36")
def test_a_withdrawn_consent_stops_whatever_else_is_asked(salon: Salon) -> None:
    case = in_decision(salon, Right.CONSENT_WITHDRAWAL, KIRSI, concerns="booking.allergies")
    (proposal,) = decision.prepare(salon.office, case).proposals
    assert proposal.action is Action.ERASE  # she came in person: enough for erasing S3 data
    for action, ground in (("refuse", "ERA-CONTRACT"), ("withhold", "EXC-12-5-UNF")):
        found = refusal(salon, case, "booking.allergies", action, ground=ground)
        assert {"grounds.unrefusable", "grounds.wrong_right"} <= found
    quiet = set_(salon, case, "booking.allergies", "nothing", why="She may have meant the notes.")
    with pytest.raises(Refused) as refused:
        decision.decide(salon.office, quiet, OFFICER, "decide", {})
    assert "decision.consent_goes_on" in {fault.code for fault in refused.value.faults}
    again = set_(salon, quiet, "booking.allergies", "erase", why="As asked by her in person.")
    assert decision.decide(salon.office, again, OFFICER, "decide", {}).state == "decided"


def test_a_stopped_consent_marks_the_row_and_keeps_it(salon: Salon) -> None:
    shown = {"method": "call_back", "concerns": "booking.allergies"}
    case = in_decision(salon, Right.CONSENT_WITHDRAWAL, KIRSI, **shown)
    (allergies,) = decision.prepare(salon.office, case).proposals
    assert (allergies.action, allergies.ground) == (Action.STOP, "CON-7-3")
    erased = set_(salon, case, "booking.allergies", "erase", why="She wants it gone altogether.")
    with pytest.raises(Refused) as refused:
        decision.decide(salon.office, erased, OFFICER, "decide", {})
    assert {fault.code for fault in refused.value.faults} == {"guard.erasing_is_shown"}
    case = decision.confirm_proposals(salon.office, erased, OFFICER)
    decided = decision.decide(salon.office, case, OFFICER, "decide", {})
    (plan,) = decision.show_plan(salon.office, decided)
    (row,) = [r for r in plan.rows if r.table == "allergies"]
    assert row.after is not None
    assert (row.before["restricted"], row.after["restricted"]) == (False, True)


@pytest.mark.shows("POR-20-1-INFERRED", "G37")
def test_portability_leaves_out_what_we_wrote(salon: Salon) -> None:
    case = in_decision(salon, Right.PORTABILITY, AINO)
    case = decision.confirm_proposals(salon.office, case, OFFICER)
    by_group = {d.group.partition(".")[2]: d.action for d in case.decisions}
    assert by_group["contact"] is by_group["bookings"] is Action.GIVE
    assert by_group["notes"] is by_group["treatment_notes"] is Action.WITHHOLD
    given = {"lighter_outcome": "what she provided is given"}
    assert decision.decide(salon.office, case, OFFICER, "decide", given).state == "decided"


def test_identity_weighed_for_one_group_opens_no_other(salon: Salon) -> None:
    case = in_decision(salon, Right.ACCESS, AINO, concerns="booking.contact")
    found = refusal(salon, case, "booking.notes", "give", until=salon.office.clock.today())
    assert found == {"decision.not_weighed", "decision.until_without_keep"}
