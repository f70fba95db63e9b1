"""Rows before and after, for every action."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dsr.adapters.register import SqlRegister
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Order, Plan, PlannedRow
from dsr.errors import NotFound, Refused

Make = Callable[..., Order]


@pytest.fixture
def register(untouched: SqlRegister) -> SqlRegister:
    return untouched


def rows_of(plan: Plan, table: str) -> list[PlannedRow]:
    return [row for row in plan.rows if row.table == table]


def fault_codes(register: SqlRegister, order: Order) -> set[str]:
    with pytest.raises(Refused) as caught:
        register.plan(order)
    return {fault.code for fault in caught.value.faults}


def test_an_erasure_plan_says_every_row(register: SqlRegister, order: Make) -> None:
    plan = register.plan(order("3"))
    (customer,) = rows_of(plan, "customers")
    assert customer.after is not None
    assert customer.before["email"] == "markku.tammela@example.com"
    assert customer.after["email"] is None
    assert customer.after["first_name"] == "[poistettu]"
    assert all(row.after is None for row in rows_of(plan, "bookings"))
    (voucher,) = rows_of(plan, "vouchers")
    assert not voucher.changes and voucher.ground == "ERA-17-3-B-KPL6"


def test_a_purchase_that_a_kept_voucher_refers_to_stays_as_a_shell(
    register: SqlRegister, order: Make
) -> None:
    (purchase,) = rows_of(register.plan(order("3")), "purchases")
    assert purchase.action is Action.ANONYMISE
    assert purchase.after is not None and purchase.after["product"] == "[poistettu]"


def test_a_shell_that_stays_linked_to_the_person_loses_more(
    register: SqlRegister, order: Make
) -> None:
    """Anonymous is only what nobody can be found behind."""
    some = (
        GroupDecision("booking.purchases", Action.ERASE),
        GroupDecision("booking.vouchers", Action.KEEP, ground="G"),
    )
    (whole,) = rows_of(register.plan(order("3")), "purchases")
    (part,) = rows_of(register.plan(order("3", *some)), "purchases")
    assert whole.after is not None and part.after is not None
    assert whole.after["amount_cents"] == 4500 and part.after["amount_cents"] == 0
    assert part.after["sold_on"] != part.before["sold_on"]


def test_some_rows_of_a_group_stay_and_the_rest_goes(register: SqlRegister, order: Make) -> None:
    vouchers = rows_of(register.plan(order("8")), "vouchers")
    old, new = (row.key for row in vouchers)
    plan = register.plan(
        order(
            "8",
            GroupDecision("booking.vouchers", Action.ERASE),
            GroupDecision("booking.vouchers", Action.KEEP, ground="G", rows=(new,)),
        )
    )
    after = {row.key: row.after for row in rows_of(plan, "vouchers")}
    assert after[old] is None and after[new] is not None


def test_the_same_register_gives_the_same_plan(register: SqlRegister, order: Make) -> None:
    assert register.plan(order("1")).digest == register.plan(order("1")).digest
    assert register.plan(order("1")).digest != register.plan(order("2")).digest


def test_groups_not_decided_on_are_left_alone(register: SqlRegister, order: Make) -> None:
    plan = register.plan(order("1", GroupDecision("booking.discounts", Action.ERASE)))
    assert {row.table for row in plan.rows} == {"discounts"}
    assert register.plan(order("1", GroupDecision("booking.notes", Action.GIVE))).rows == ()


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (GroupDecision("booking.shoes", Action.ERASE), "plan.unknown_group"),
        (GroupDecision("booking.notes", Action.ERASE, rows=("99999",)), "plan.unknown_row"),
        (GroupDecision("booking.contact", Action.ERASE, rows=("1",)), "plan.ambiguous_row"),
        (GroupDecision("booking.contact", Action.APPEND_STATEMENT), "plan.no_statement_column"),
        (GroupDecision("booking.notes", Action.APPEND_STATEMENT), "plan.no_statement"),
        (GroupDecision("booking.purchases", Action.STOP), "plan.no_objection_way"),
        (GroupDecision("booking.notes", Action.STOP_MARKETING), "plan.not_marketing"),
    ],
)
def test_what_cannot_be_planned_is_refused(
    decision: GroupDecision, code: str, register: SqlRegister, order: Make
) -> None:
    assert code in fault_codes(register, order("1", decision))


def test_contradicting_decisions_are_refused(register: SqlRegister, order: Make) -> None:
    both = (
        GroupDecision("booking.notes", Action.ERASE),
        GroupDecision("booking.notes", Action.RESTRICT),
    )
    assert fault_codes(register, order("1", *both)) == {"plan.contradiction"}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"customers.id": 5}, "plan.not_correctable"),
        ({"customers.shoe_size": "42"}, "plan.not_correctable"),
        ({"customers.postcode": "005100"}, "plan.value_does_not_fit"),
        ({"customers.first_name": None}, "plan.value_does_not_fit"),
        ({"customers.first_name": "A\x00B"}, "plan.value_does_not_fit"),
        ({"customers.language": "de"}, "plan.value_does_not_fit"),
        ({"customer_addresses.valid_until": "31.2.2026"}, "plan.value_does_not_fit"),
        ({"notes.body": "x"}, "plan.not_in_group"),
    ],
)
def test_a_correction_must_fit_its_column(
    values: dict[str, object], code: str, register: SqlRegister, order: Make
) -> None:
    decision = GroupDecision("booking.contact", Action.CORRECT, values=values)
    assert code in fault_codes(register, order("1", decision))


def test_corrections_statements_and_restrictions(register: SqlRegister, order: Make) -> None:
    plan = register.plan(
        order(
            "5",
            GroupDecision(
                "booking.contact", Action.CORRECT, values={"customers.street": "Uusikatu 1 A 1"}
            ),
            GroupDecision("booking.contact", Action.RESTRICT),
            GroupDecision(
                "booking.notes", Action.APPEND_STATEMENT, facts={"statement": "En ollut."}
            ),
            GroupDecision("booking.discounts", Action.STOP),
        )
    )
    (customer,) = rows_of(plan, "customers")
    assert customer.after is not None
    assert customer.after["street"] == "Uusikatu 1 A 1" and customer.after["restricted"] is True
    (note,) = rows_of(plan, "notes")
    assert note.after is not None and note.after["statement"] == "2026-03-12: En ollut."


def test_an_unknown_person_has_no_plan(register: SqlRegister, order: Make) -> None:
    for key in ("99999", None):
        with pytest.raises(NotFound):
            register.plan(order(key))
