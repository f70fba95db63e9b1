"""Which letter ends a round: the way the case went comes before what was decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dsr.cases.case import Role, User
from dsr.cases.decision import Action, GroupDecision, Redaction
from dsr.casework.answers import RIGHTS, answer_type, rules_of
from dsr.casework.office import require_role
from dsr.engine.load import load_tables
from dsr.errors import NotPermitted
from dsr.shipped import shipped
from tests.engine.situations import Draft

ERASED = (GroupDecision("booking.notes", Action.ERASE),)
OFFICER = User("olli", frozenset({Role.OFFICER}))
CASE = Draft("carried_out", OFFICER, decisions=ERASED).situation().case


def test_every_shipped_table_has_the_rules_of_a_right() -> None:
    assert set(RIGHTS) == set(load_tables(shipped("workflows")))
    assert rules_of(CASE) is RIGHTS["erasure"]


def test_the_letter_of_a_case() -> None:
    nobody = (GroupDecision("*", Action.NOTHING, "SCOPE-NODATA"),)
    for case, letter in (
        (CASE, "LT-ERASE-FULL"),
        (replace(CASE, state="withdrawal_noted"), "LT-CLOSE"),
        (replace(CASE, facts={"refusal": "identity"}), "LT-ID-FAIL"),
        (replace(CASE, decisions=nobody), "LT-NODATA"),
    ):
        assert answer_type(case) == letter


def of(workflow: str, *decisions: GroupDecision, **facts: object) -> str:
    """The letter of a case with these decisions."""
    return answer_type(replace(CASE, workflow=workflow, decisions=decisions, facts=facts))


def refused(ground: str, group: str = "*", **more: object) -> GroupDecision:
    """A refusal."""
    return GroupDecision(group, Action.REFUSE, ground, **more)  # type: ignore[arg-type]


NOTES, LOG = "booking.notes", "booking.access_log"
GIVEN = GroupDecision(LOG, Action.GIVE)
COVERED = GroupDecision(
    NOTES, Action.WITHHOLD, "ACC-15-4", redactions=(Redaction("notes", "1", "body"),)
)


@pytest.mark.parametrize(
    ("workflow", "decisions", "letter"),
    [
        ("access", (refused("ACC-FI34-1", NOTES),), "LT-REFUSED"),
        ("access", (refused("ACC-FI34-1", NOTES), GIVEN), "LT-ACCESS-PART"),
        ("access", (refused("ACC-FI34-1", NOTES, rows=("1",)),), "LT-ACCESS-PART"),
        ("access", (COVERED,), "LT-ACCESS-PART"),
        ("access", (GroupDecision(NOTES, Action.REFER), GIVEN), "LT-ACCESS-FULL"),
        ("access", (refused("SCOPE-DECEASED"),), "LT-REFUSED"),
        ("access", (refused("EXC-12-5-EXC"),), "LT-REFUSE-12-5"),
        ("erasure", (refused("EXC-12-5-UNF"),), "LT-REFUSE-12-5"),
        ("access", (refused("SCOPE-OTHER-CTRL"),), "LT-OTHER-CTRL"),
        ("access", (GroupDecision("*", Action.NOTHING, "SCOPE-OTHER-CTRL"),), "LT-OTHER-CTRL"),
        (
            "access",
            (refused("SCOPE-OTHER-CTRL", NOTES), GroupDecision(LOG, Action.NOTHING)),
            "LT-OTHER-CTRL",
        ),
        ("access", (refused("SCOPE-OTHER-CTRL", NOTES), GIVEN), "LT-ACCESS-PART"),
        (
            "access",
            (GroupDecision("*", Action.NOTHING, "SCOPE-OTHER-CTRL"), GIVEN),
            "LT-ACCESS-PART",
        ),
        ("erasure", (refused("ID-CHILD"),), "LT-REFUSED"),
        ("erasure", (refused("ID-CHILD", NOTES), refused("ERA-CONTRACT", LOG)), "LT-ERASE-REFUSED"),
        ("erasure", (GroupDecision(NOTES, Action.KEEP, "ERA-17-3-E"),), "LT-ERASE-REFUSED"),
        ("rectification", (refused("REC-ACCURATE", NOTES),), "LT-RECT-REFUSED"),
        ("rectification", (refused("ID-11-2"),), "LT-REFUSED"),
        ("objection", (refused("OBJ-21-1-BASIS", NOTES),), "LT-OBJ-REFUSED"),
        ("restriction", (refused("RES-18-1-NONE"),), "LT-REFUSED"),
        ("restriction", (GroupDecision(NOTES, Action.RESTRICT),), "LT-RESTRICT"),
        ("portability", (GIVEN,), "LT-PORT"),
        ("portability", (GroupDecision(NOTES, Action.WITHHOLD, "POR-20-1"),), "LT-REFUSED"),
        (
            "consent_withdrawal",
            (GroupDecision(NOTES, Action.KEEP, "ERA-17-3-B-PAT"),),
            "LT-CONSENT-WD",
        ),
        ("marketing_objection", (GroupDecision(NOTES, Action.STOP_MARKETING),), "LT-DM-STOP"),
    ],
)
def test_the_letter_follows_from_all_decisions_together(
    workflow: str, decisions: tuple[GroupDecision, ...], letter: str
) -> None:
    assert of(workflow, *decisions) == letter


def test_a_case_without_a_reply_is_closed_and_a_fee_answers_nothing() -> None:
    assert of("erasure", refusal="no_reply") == "LT-CLOSE"
    fee = GroupDecision("*", Action.CHARGE, "FEE-12-5")
    assert of("access", fee, GIVEN) == "LT-ACCESS-FULL"


def test_roles_are_asked_and_a_user_who_left_has_none() -> None:
    require_role(OFFICER, Role.CLERK, Role.OFFICER)
    with pytest.raises(NotPermitted, match="may not do this"):
        require_role(OFFICER, Role.ADMIN)
    with pytest.raises(NotPermitted, match="no longer active"):
        require_role(replace(OFFICER, active=False), Role.OFFICER)
