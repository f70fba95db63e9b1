"""Which letter ends a round: the way the case went comes before what was decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dsr.cases.case import Role, User
from dsr.cases.decision import Action, GroupDecision
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


def test_roles_are_asked_and_a_user_who_left_has_none() -> None:
    require_role(OFFICER, Role.CLERK, Role.OFFICER)
    with pytest.raises(NotPermitted, match="may not do this"):
        require_role(OFFICER, Role.ADMIN)
    with pytest.raises(NotPermitted, match="no longer active"):
        require_role(replace(OFFICER, active=False), Role.OFFICER)
