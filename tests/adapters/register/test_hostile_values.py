"""Values that break careless SQL, LIKE patterns and JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dsr.adapters.register import SqlRegister
from dsr.cases.case import Person
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Order
from dsr.errors import Refused
from tests.adapters.register.places import Place

Make = Callable[..., Order]
Approve = Callable[[SqlRegister, Order], Order]
SHARED = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("'\"%_\\;🙂\u202eשלום"),
    min_size=1,
    max_size=60,
)


@SHARED
@given(texts)
@example("Robert'); DROP TABLE customers;--")
@example("%' OR '1'='1")
def test_any_text_goes_through_a_correction_unharmed(
    register: SqlRegister, order: Make, approve: Approve, text: str
) -> None:
    decision = GroupDecision("booking.contact", Action.CORRECT, values={"customers.street": text})
    number = abs(hash(text)) % 10**9
    try:
        asked = approve(register, replace(order("5", decision), action_id=f"H{number}:{text!r}"))
    except Refused:
        assert not text.strip()
        return
    register.run(asked)
    assert register.person("5").street == text
    assert register.prove(asked, Person()).proven


@SHARED
@given(texts, texts, texts)
@example("Robert'); DROP TABLE customers;--", "%", "_")
@example("%%% %%%", "''@''", "+358 '")
def test_any_clue_finds_or_does_not_find(
    register: SqlRegister, name: str, email: str, phone: str
) -> None:
    clues = Person(name=name, street=name, postcode=email, city=phone, email=email, phone=phone)
    register.find(clues)
    assert len(register.find(Person(email="aino.koskinen@example.fi"))) == 1


@SHARED
@given(texts)
@example("\\")
@example("50%_off")
def test_a_hostile_email_is_found_by_itself_and_proven_gone(
    place: Place, register: SqlRegister, order: Make, approve: Approve, text: str
) -> None:
    email = f"{text.strip().lower()}@x"
    number = abs(hash(text)) % 10**9 + 1000
    place.sql(f"DELETE FROM customers WHERE id = {number}")
    names = ("id", "first_name", "last_name", "email", "customer_since")
    place.insert("customers", names, [(number, "A", "B", email, "2024-01-01")])
    asked = approve(register, order(str(number), number=number))
    clues = Person(email=email)
    assert not register.prove(asked, clues).proven
    register.run(asked)
    assert register.prove(asked, clues).proven
