"""Canaries: a word planted in every field of a person is there before, and gone after an erasure.

What stays is what the law keeps: the voucher in the register, and in the case file who asked and
where the answer went (Art. 5(2)). Both are named here, so that nothing else can hide among them.
"""

from __future__ import annotations

import json

import pytest

from tests.journeys.desk import CaseFile, Desk
from tests.journeys.test_erasure import KEPT

#: Table, column -> a word that stands nowhere else. Plain letters, so that no encoding hides it.
CANARIES = {
    ("customers", "first_name"): "ZZFIRSTNAME",
    ("customers", "last_name"): "ZZLASTNAME",
    ("customers", "street"): "ZZSTREET 1",
    ("customers", "postcode"): "98765",
    ("customers", "city"): "ZZCITY",
    ("customers", "email"): "zzemail@example.net",
    ("customers", "phone"): "+358 40 555 7391",
    ("customer_addresses", "street"): "ZZOLDSTREET 2",
    ("service_accounts", "login_email"): "zzlogin@example.net",
    ("bookings", "wish"): "ZZWISH",
    ("notes", "body"): "ZZNOTE",
    ("notes", "statement"): "ZZSTATEMENT",
    ("allergies", "body"): "ZZALLERGY",
    ("purchases", "product"): "ZZPRODUCT",
    ("discounts", "reason"): "ZZDISCOUNT",
    ("gift_cards", "number"): "ZZCARD",
    ("gift_cards", "recipient_name"): "ZZGIFTNAME",
    ("marketing_permissions", "contact"): "zzmarketing@example.net",
    ("vouchers", "buyer_name"): "ZZBUYER",
    ("vouchers", "buyer_address"): "ZZBUYERSTREET 3",
}
#: The person as the letter gives her.
WRITER = {
    "name": "ZZFIRSTNAME ZZLASTNAME",
    "street": "ZZSTREET 1",
    "postcode": "98765",
    "city": "ZZCITY",
}
#: The case file keeps to whom the answer went.
ADDRESSEE = {"ZZFIRSTNAME", "ZZLASTNAME", "ZZSTREET 1", "98765", "ZZCITY"}
ROWS = (
    "INSERT INTO customer_addresses (customer_id, street, postcode, city, valid_until, restricted)"
    " VALUES (3, '', '00100', 'Helsinki', '2022-01-01', 0)",
    "INSERT INTO allergies (customer_id, told_on, body, consented_on, restricted)"
    " VALUES (3, '2024-01-18', '', '2024-01-18', 0)",
    "INSERT INTO discounts (customer_id, percent, reason, granted_on, valid_until, restricted)"
    " VALUES (3, 5, '', '2024-01-01', '2024-12-31', 0)",
    "INSERT INTO gift_cards (customer_id, number, recipient_name, value_cents, balance_cents,"
    " bought_on, valid_until, status, restricted)"
    " VALUES (3, '', '', 7000, 0, '2023-12-12', '2024-12-12', 'used', 0)",
    "INSERT INTO access_log (customer_id, at, actor_role, action, restricted)"
    " VALUES (3, '2024-03-14 09:58:00.000000', 'reception', 'view', 0)",
)


def plant(desk: Desk) -> None:
    """Every canary goes into customer 3's rows, through the booking system."""
    for sql in ROWS:
        desk.plants(sql)
    for (table, column), word in CANARIES.items():
        key = "id" if table == "customers" else "customer_id"
        desk.plants(f"UPDATE {table} SET {column} = ? WHERE {key} = 3", word)


def asked(desk: Desk) -> CaseFile:
    """She asks for erasure; for data on health she shows in person who she is."""
    case = desk.notes_one("erasure", received="2026-03-04", channel="post", **WRITER)  # Wednesday
    case.prove("3", method="in_person")
    return case


def found_in(desk: Desk, *folders: str) -> set[str]:
    """The canaries in the bytes of these files."""
    everything = b"\n".join(content for _, content in desk.files(*folders))
    return {word for word in CANARIES.values() if word.encode() in everything}


def test_every_column_that_may_hold_words_has_its_canary(desk: Desk) -> None:
    plan_of_words = {
        (table, column)
        for (table,) in desk.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        for _, column, kind, *_ in desk.rows(f"PRAGMA table_info({table})")
        if kind.upper().startswith(("VARCHAR", "TEXT", "CHAR"))
        and table not in ("services", "practitioners")
    }
    codes = {
        ("customers", "language"),
        ("bookings", "manner"),
        ("bookings", "status"),
        ("notes", "kind"),
        ("purchases", "status"),
        ("gift_cards", "status"),
        ("marketing_permissions", "channel"),
        ("marketing_permissions", "source"),
        ("access_log", "actor_role"),
        ("access_log", "action"),
        ("vouchers", "number"),
        ("customer_addresses", "postcode"),
        ("customer_addresses", "city"),
    }
    assert plan_of_words - codes == set(CANARIES)


@pytest.mark.shows("L30", "REST")
def test_a_full_erasure_leaves_no_canary(desk: Desk) -> None:
    plant(desk)
    desk.plants("UPDATE vouchers SET voucher_date = '2018-03-14' WHERE customer_id = 3")
    assert found_in(desk, "registers/") == set(CANARIES.values())

    case = asked(desk)
    case.confirm()
    case.do("decide")
    plan = json.dumps(case.plan, ensure_ascii=False)
    assert all(word in plan for word in CANARIES.values())  # the dry run shows each of them
    case.carry_out()
    case.tell(*case.shown["recipients_due"])
    (answer,) = case.release()
    assert answer.type == "LT-ERASE-FULL"
    case.post_and_close(answer)

    assert found_in(desk, "registers/") == set()
    assert found_in(desk) <= ADDRESSEE
    assert found_in(desk, "vault/") == set()
    assert {word for word in CANARIES.values() if word in answer.text} <= ADDRESSEE
    assert json.loads(desk.says("audit", "verify", "--json").out)["whole"] is True


def test_what_a_voucher_keeps_is_all_that_stays(desk: Desk) -> None:
    plant(desk)
    case = asked(desk)
    case.confirm()
    case.do("decide", lighter_outcome=KEPT)
    case.carry_out()
    assert found_in(desk, "registers/") == {"ZZBUYER", "ZZBUYERSTREET 3"}


def test_events_and_refusals_never_hold_a_value(desk: Desk) -> None:
    plant(desk)
    case = asked(desk)
    case.confirm()
    case.do("decide", lighter_outcome=KEPT)
    case.refused("approve", plan="00000000")
    case.approve()
    desk.plants("UPDATE customers SET city = 'ZZELSEWHERE' WHERE id = 3")
    assert desk.says("case", "run", case.number).exit != 0  # the plan is void
    history = json.dumps(case.events, ensure_ascii=False)
    names = {event["name"] for event in case.events}
    assert {"received", "link_person", "accept_identity", "set_decision", "plan_is_void"} <= names
    told = history + "".join(said.err for said in desk.calls)
    assert told.count("booking.contact") > 0
    hidden = [*CANARIES.values(), *WRITER.values(), "ZZELSEWHERE"]
    assert [word for word in hidden if word in told] == []
