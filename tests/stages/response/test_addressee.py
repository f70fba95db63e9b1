"""Whom a letter goes to, and which rules it is stamped with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dsr.app import load_workflows
from dsr.cases.case import Right
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.site import Address
from dsr.stages.response.addressee import CONTACT_CHANGED, addressee, goes_to_representative
from dsr.stages.response.versions import rules_version
from tests.stages.response.salon import case

REPRESENTED = {
    "representative_name": "Eero Edustaja",
    "representative_street": "Toisentie 4",
    "representative_postcode": "00530",
    "representative_city": "Helsinki",
    "answer_address": {
        "name": "Aino",
        "street": "Mallitie 3",
        "postcode": "00720",
        "city": "Espoo",
    },
}


@pytest.mark.parametrize(
    ("kind", "answer_to", "there"),
    [
        ("LT-NEED-AUTH", None, True),
        ("LT-ACK", "file", True),
        ("LT-CLOSE", None, True),
        ("LT-ACCESS-FULL", "representative", True),
        ("LT-ACCESS-FULL", "file", False),
        ("LT-FEE", "given", False),
        (CONTACT_CHANGED, "representative", False),
    ],
)
def test_the_representative_reads_what_is_for_her(
    kind: str, answer_to: str | None, there: bool
) -> None:
    represented = case(Right.ACCESS, "fi", facts={**REPRESENTED, "answer_to": answer_to})
    assert goes_to_representative(represented, kind) is there
    found = addressee(represented, kind, protected=False)
    assert (found.name == "Eero Edustaja") is there
    alone = case(Right.ACCESS, "fi", facts={"answer_to": answer_to})
    assert not goes_to_representative(alone, kind)


def test_who_may_not_ask_for_a_child_gets_the_refusal_herself_and_not_the_child() -> None:
    refused = GroupDecision("booking.customer", Action.REFUSE, "ID-CHILD")
    facts = {**REPRESENTED, "answer_to": "file"}
    asked = case(Right.ACCESS, "fi", facts=facts, decisions=(refused,))
    assert addressee(asked, "LT-REFUSED", protected=False).name == "Eero Edustaja"
    other = replace(asked, decisions=(replace(refused, ground="ACC-FI34-2"),))
    assert addressee(other, "LT-REFUSED", protected=False).name == "Aino"


def test_a_representative_without_an_address_is_named_alone() -> None:
    facts = {"representative_name": "Eero Edustaja", "representative_email": "e@posti.example"}
    found = addressee(case(Right.ACCESS, "fi", facts=facts), "LT-NEED-AUTH", protected=False)
    assert found == Address("Eero Edustaja", "", "", "")


def test_a_secret_address_is_printed_nowhere_but_the_representatives_is() -> None:
    facts = {**REPRESENTED, "answer_to": "file"}
    secret = case(Right.ACCESS, "fi", facts=facts)
    assert addressee(secret, "LT-ACCESS-FULL", protected=True) == Address("Aino", "", "", "")
    shown = addressee(secret, "LT-NEED-AUTH", protected=True)
    assert shown.street == "Toisentie 4"


def test_rules_version_changes_with_a_row_and_not_with_its_place() -> None:
    access = load_workflows()["access"]
    version = rules_version("2026-11-22", access)
    assert version.startswith("2026-11-22+") and len(version) == len("2026-11-22+") + 12
    moved = tuple(replace(row, place="elsewhere") for row in access.rows)
    assert rules_version("2026-11-22", replace(access, rows=moved)) == version
    looser = (replace(access.rows[0], guards=()), *access.rows[1:])
    assert rules_version("2026-11-22", replace(access, rows=looser)) != version
    assert rules_version("2026-11-23", access) != version
