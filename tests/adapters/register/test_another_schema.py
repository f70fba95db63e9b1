"""A register of another shape: two-step paths, a composite key, whole names, cascades."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dsr.adapters.register import SqlRegister, load_map
from dsr.cases.case import Person
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Order

Make = Callable[..., Order]
Approve = Callable[[SqlRegister, Order], Order]

SCHEMA = """
CREATE TABLE person (number TEXT PRIMARY KEY, whole_name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE, sponsor TEXT REFERENCES person (number));
CREATE TABLE orders (id INTEGER PRIMARY KEY, person TEXT NOT NULL
    REFERENCES person (number) ON DELETE CASCADE, remark TEXT);
CREATE TABLE order_lines (order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    line INTEGER NOT NULL, article TEXT NOT NULL, PRIMARY KEY (order_id, line));
CREATE INDEX ix_orders_person ON orders (person);
CREATE INDEX ix_person_sponsor ON person (sponsor);
CREATE TABLE colours (name TEXT PRIMARY KEY);
INSERT INTO person VALUES ('A-1', 'Maija Meikäläinen', 'Maija@example.com', NULL),
    ('A-2', 'Matti Meikäläinen', 'matti@example.com', 'A-1');
INSERT INTO orders VALUES (1, 'A-1', 'soita Maija Meikäläinen'), (2, 'A-1', NULL), (3, 'A-2', 'x');
INSERT INTO order_lines VALUES (1, 1, 'hat'), (1, 2, 'scarf'), (2, 1, 'hat'), (3, 1, 'boots');
"""

GROUP = """
[groups.{code}]
label = {texts}
purpose = {texts}
basis = "6(1)(b)"
basis_text = {texts}
source = {texts}
recipients = []
retention = "while_customer"
retention_text = {texts}
sensitivity = "S1"
"""

TABLES = """
[tables.person]
group = "who"
key = ["number"]
path = []
on_erasure = "delete"
label = {texts}
[tables.person.columns]
number = {{ kind = "key" }}
whole_name = {{ kind = "text", role = "name", label = {texts} }}
email = {{ kind = "text", role = "email", label = {texts} }}
sponsor = {{ kind = "key" }}

[tables.orders]
group = "orders"
key = ["id"]
path = ["person -> person.number"]
on_erasure = "delete"
label = {texts}
[tables.orders.columns]
id = {{ kind = "key" }}
person = {{ kind = "key" }}
remark = {{ kind = "free_text", label = {texts} }}

[tables.order_lines]
group = "lines"
key = ["order_id", "line"]
path = ["order_id -> orders.id", "person -> person.number"]
on_erasure = "delete"
label = {texts}
[tables.order_lines.columns]
order_id = {{ kind = "key" }}
line = {{ kind = "key" }}
article = {{ kind = "text", label = {texts} }}
"""


@pytest.fixture
def shop_file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.db"
    connection = sqlite3.connect(path)
    connection.executescript(SCHEMA)
    connection.close()
    return path


@pytest.fixture
def shop(shop_file: Path, tmp_path: Path) -> Iterator[SqlRegister]:
    texts = '{ fi = "x", sv = "x", en = "x" }'
    head = 'name = "shop"\nidentity = "person"\n[label]\nfi = "x"\nsv = "x"\nen = "x"\n'
    head += '[ignore]\ncolours = "Names of colours."\n'
    groups = "".join(GROUP.format(code=c, texts=texts) for c in ("who", "orders", "lines"))
    mapping = tmp_path / "shop.toml"
    mapping.write_text(head + groups + TABLES.format(texts=texts), encoding="utf-8")
    register = SqlRegister(str(shop_file), load_map(mapping))
    yield register
    register.close()


def rows(path: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    found = connection.execute(statement).fetchall()
    connection.close()
    return found


def decide(**actions: Action) -> tuple[GroupDecision, ...]:
    return tuple(GroupDecision(f"shop.{code}", action) for code, action in actions.items())


def test_found_and_read_over_two_steps(shop: SqlRegister) -> None:
    assert [fault.code for fault in shop.check()] == []
    assert shop.find(Person(name="Meikalainen Maija"))[0].key == "A-1"
    assert shop.find(Person(email="MAIJA@EXAMPLE.COM"))[0].email_on_file
    who, orders, lines = shop.read(["A-1"])
    assert [row.key for row in orders.rows] == ["1", "2"]
    assert [row.key for row in lines.rows] == ['["1", "1"]', '["1", "2"]', '["2", "1"]']
    assert len(who.rows) == 1


def test_everything_goes_but_the_shell_somebody_refers_to(
    shop: SqlRegister, shop_file: Path, order: Make, approve: Approve
) -> None:
    """A-2 names A-1 as sponsor: the row stays, empty, with a unique word as its e-mail."""
    asked = approve(
        shop, order("A-1", *decide(who=Action.ERASE, orders=Action.ERASE, lines=Action.ERASE))
    )
    clues = shop.person("A-1")
    receipt = shop.run(asked)
    assert receipt.counts == {
        "person": {"anonymised": 1},
        "orders": {"deleted": 2},
        "order_lines": {"deleted": 3},
    }
    assert rows(shop_file, "SELECT * FROM person WHERE number = 'A-1'") == [
        ("A-1", "[erased]", "[erased] A-1", None)
    ]
    assert rows(shop_file, "SELECT article FROM order_lines") == [("boots",)]
    assert shop.prove(asked, clues).proven


def test_a_person_nobody_refers_to_is_gone(
    shop: SqlRegister, shop_file: Path, order: Make, approve: Approve
) -> None:
    asked = approve(
        shop, order("A-2", *decide(who=Action.ERASE, orders=Action.ERASE, lines=Action.ERASE))
    )
    clues = shop.person("A-2")
    shop.run(asked)
    assert rows(shop_file, "SELECT number FROM person") == [("A-1",)]
    assert shop.run(asked).replayed
    assert shop.prove(asked, clues).proven


def test_a_cascade_never_takes_what_was_to_stay(
    shop: SqlRegister, shop_file: Path, order: Make, approve: Approve
) -> None:
    """Deleting the person would delete kept lines: person and orders stay as shells."""
    asked = approve(
        shop, order("A-2", *decide(who=Action.ERASE, orders=Action.ERASE, lines=Action.KEEP))
    )
    receipt = shop.run(asked)
    assert receipt.counts["person"] == {"anonymised": 1}
    assert receipt.counts["order_lines"] == {"kept": 1}
    assert rows(shop_file, "SELECT article FROM order_lines WHERE order_id = 3") == [("boots",)]
    assert rows(shop_file, "SELECT remark FROM orders WHERE id = 3") == [(None,)]
