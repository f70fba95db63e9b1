"""Looking again finds what a careless execution would leave, in any letter case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dsr.adapters.register import SqlRegister
from dsr.cases.case import Person
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Order
from tests.adapters.register.places import Place

Make = Callable[..., Order]
Approve = Callable[[SqlRegister, Order], Order]


@pytest.fixture
def erased(register: SqlRegister, order: Make, approve: Approve) -> tuple[Order, Person]:
    clues = register.person("3")
    asked = approve(register, order("3"))
    register.run(asked)
    return asked, clues


def test_a_whole_erasure_is_proven_with_hints(
    register: SqlRegister, erased: tuple[Order, Person]
) -> None:
    proof = register.prove(*erased)
    assert proof.proven
    assert proof.hints == ("notes: the person is named in 2 rows of other customers.",)
    assert len(proof.looked_at) == 5


def test_before_the_run_nothing_is_proven(
    register: SqlRegister, order: Make, approve: Approve
) -> None:
    proof = register.prove(approve(register, order("3")), register.person("3"))
    assert any("no receipt" in sentence for sentence in proof.residuals)
    assert "bookings: 2 rows not erased as ordered." in proof.residuals


@pytest.mark.parametrize(
    ("statement", "residual"),
    [
        (
            "UPDATE customers SET email = 'MARKKU.tammela@EXAMPLE.com' WHERE id = 3",
            "customers: the e-mail address is left in 1 row to be erased.",
        ),
        (
            "UPDATE customers SET phone = '040-555 01 03' WHERE id = 3",
            "customers: the phone number is left in 1 row to be erased.",
        ),
        (
            "INSERT INTO notes VALUES"
            " (9999, 3, NULL, 1, '2026-01-01', 'info', 'soitti', NULL, false)",
            "notes: 1 row not erased as ordered.",
        ),
        (
            "INSERT INTO service_accounts VALUES"
            " (9999, 88888, 'Markku.Tammela@example.com', '2024-01-01', NULL, false)",
            "service_accounts: the e-mail address stands in 1 row without an owner.",
        ),
        (
            "INSERT INTO customers (id, first_name, last_name, email, customer_since)"
            " VALUES (9999, 'TAMMELA', 'Markku', 'markku.TAMMELA@example.com', '2024-01-01')",
            "customers: the e-mail address and the name stand in 1 row under another key.",
        ),
        (
            "DELETE FROM vouchers WHERE customer_id = 3",
            "vouchers: 1 row gone that had to stay.",
        ),
    ],
)
def test_what_is_left_is_found(
    statement: str,
    residual: str,
    place: Place,
    register: SqlRegister,
    erased: tuple[Order, Person],
) -> None:
    place.sql_unchecked(statement)
    proof = register.prove(*erased)
    assert residual in proof.residuals
    text = " ".join((*proof.residuals, *proof.hints)).lower()
    assert "tammela" not in text and "0103" not in text


def test_a_family_with_one_address_is_a_hint_and_no_failure(
    register: SqlRegister, order: Make, approve: Approve
) -> None:
    clues = register.person("12")
    asked = approve(register, order("12"))
    register.run(asked)
    proof = register.prove(asked, clues)
    assert proof.proven
    assert "customers: the e-mail address stands in 1 row of other customers." in proof.hints


@pytest.mark.parametrize(
    ("decision", "undo"),
    [
        (
            GroupDecision("booking.contact", Action.CORRECT, values={"customers.city": "Espoo"}),
            "UPDATE customers SET city = 'Helsinki' WHERE id = 5",
        ),
        (
            GroupDecision("booking.notes", Action.RESTRICT),
            "UPDATE notes SET restricted = false WHERE customer_id = 5",
        ),
        (
            GroupDecision(
                "booking.notes", Action.APPEND_STATEMENT, facts={"statement": "En ollut."}
            ),
            "UPDATE notes SET statement = NULL WHERE customer_id = 5",
        ),
    ],
)
def test_other_actions_are_proven_too(
    decision: GroupDecision,
    undo: str,
    place: Place,
    register: SqlRegister,
    order: Make,
    approve: Approve,
) -> None:
    asked = approve(register, order("5", decision))
    register.run(asked)
    assert register.prove(asked, Person()).proven
    place.sql(undo)
    assert not register.prove(asked, Person()).proven


@pytest.mark.parametrize(
    ("statement", "residual"),
    [
        (
            "UPDATE customers SET city = 'c/o MARKKU.TAMMELA@EXAMPLE.COM' WHERE id = 3",
            "customers: the e-mail address is left in 1 row to be erased.",
        ),
        (
            "UPDATE customers SET street = 'puh. (040) 555-01.03' WHERE id = 3",
            "customers: the phone number is left in 1 row to be erased.",
        ),
        (
            "UPDATE purchases SET product = 'lahja: 0405550103' WHERE customer_id = 3",
            "purchases: the phone number is left in 1 row to be erased.",
        ),
        (
            # A column of codes that holds something that is none of them.
            "UPDATE purchases SET status = '5550103040' WHERE customer_id = 3",
            None,
        ),
        (
            "UPDATE purchases SET status = '405550103' WHERE customer_id = 3",
            "purchases: the phone number is left in 1 row to be erased.",
        ),
        (
            "UPDATE customers SET city = 'TAMMELA Markku', postcode = '00500' WHERE id = 3",
            "customers: the name with the postcode is left in 1 row to be erased.",
        ),
    ],
)
def test_planted_residues_in_columns_nobody_thinks_of(
    statement: str,
    residual: str | None,
    place: Place,
    register: SqlRegister,
    erased: tuple[Order, Person],
) -> None:
    place.sql(statement)
    found = [sentence for sentence in register.prove(*erased).residuals if " is left " in sentence]
    assert found == ([] if residual is None else [residual])


def test_a_name_with_letters_of_other_alphabets_is_found_in_any_case(
    place: Place, register: SqlRegister, order: Make, approve: Approve
) -> None:
    clues = Person(name="Åke Straße-Öberg", postcode="00100")
    place.insert(
        "customers",
        ("id", "first_name", "last_name", "customer_since"),
        [(9998, "Åke", "Straße-Öberg", "2024-01-01")],
    )
    asked = approve(register, order("9998"))
    register.run(asked)
    assert register.prove(asked, clues).proven
    spelt = "ÅKE STRASSE-ÖBERG"
    place.sql(f"UPDATE customers SET city = '{spelt}', postcode = '00100' WHERE id = 9998")
    residual = "customers: the name with the postcode is left in 1 row to be erased."
    assert residual in register.prove(asked, clues).residuals
