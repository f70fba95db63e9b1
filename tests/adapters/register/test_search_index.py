"""With indexes in the register the same people are found as by reading everybody."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from dsr.adapters.register import SqlRegister
from dsr.cases.case import Person
from dsr.cases.register import RegisterMap
from tests.adapters.register.places import Place

FIELDS = ("name", "street", "postcode", "city", "email", "phone")
SPELLINGS = "aeiäöåknqvtlrz .-'%_é🙂"


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def both(
    request: pytest.FixtureRequest,
    booking_map: RegisterMap,
    template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[SqlRegister, SqlRegister]]:
    """One register without and one with the indexes."""
    if request.param == "sqlite":
        file = shutil.copy(template, tmp_path_factory.mktemp("indexed") / "booking.db")
        plain, indexed = (
            Place("sqlite", f"sqlite:///{template}"),
            Place("sqlite", f"sqlite:///{file}"),
        )
    else:
        server = request.getfixturevalue("postgres_server")
        name = request.getfixturevalue("postgres_template")
        copy = server.copy_database(name)
        plain = Place("postgresql", server.url(name))
        indexed = Place("postgresql", server.url(copy))
    opened = plain.open(booking_map, read_only=True), indexed.open(booking_map, read_only=True)
    statements = opened[1].missing_indexes()
    assert len(statements) == 6
    indexed.sql(*statements)
    assert opened[1].missing_indexes() == ()
    yield opened
    for register in opened:
        register.close()


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, Person]:
    """A customer's key, and which of her clues are given with how many slips of the pen."""
    key = str(draw(st.integers(1, 60)))
    return key, Person(
        **{name: draw(st.none() | st.text(SPELLINGS, max_size=3)) for name in FIELDS}
    )


def slipped(text: str | None, slip: str | None) -> str | None:
    """The text with the slip in the place of one letter; None where nothing is given."""
    if not text or slip is None:
        return None
    at = (len(slip) * 7 + sum(map(ord, slip))) % len(text)
    return text[:at] + slip + text[at + (len(slip) == 1) :]


@settings(max_examples=60, deadline=None)
@given(slips())
@example(("8", Person(name="", street="", postcode="", email="", phone="")))
@example(("7", Person(name="ae", postcode="")))
def test_an_index_misses_nobody(
    both: tuple[SqlRegister, SqlRegister], asked: tuple[str, Person]
) -> None:
    plain, indexed = both
    key, slip = asked
    person = plain.person(key)
    clues = Person(**{n: slipped(getattr(person, n), getattr(slip, n)) for n in FIELDS})
    turned = replace(clues, name=" ".join(reversed((clues.name or "").split())).upper() or None)
    for one in (clues, turned):
        assert indexed.find(one) == plain.find(one)


def test_a_register_with_indexes_is_not_read_whole(
    database: Path, booking_map: RegisterMap
) -> None:
    place = Place("sqlite", f"sqlite:///{database}", database)
    register = place.open(booking_map)
    place.sql(*register.missing_indexes())
    person = register.person("3")
    sent: list[tuple[str, object]] = []
    event.listen(register.engine, "before_cursor_execute", lambda *a: sent.append((a[2], a[3])))
    assert register.find(replace(person, name="Tammela Marku"))[0].key == "3"
    register.close()
    looks = [(text, given) for text, given in sent if text.startswith(("SELECT", "WITH"))]
    assert len(looks) > 6
    for text, given_values in looks:
        plans = _plan_of(database, text, given_values)
        assert not [line for line in plans if line.startswith("SCAN customers")], text


def _plan_of(database: Path, text: str, values: object) -> list[str]:
    with sqlite3.connect(database) as connection:
        rows = connection.execute(f"EXPLAIN QUERY PLAN {text}", values).fetchall()  # type: ignore[arg-type]
    return [row[3] for row in rows if "USING" not in row[3] or "SCAN" not in row[3]]


def test_a_database_that_cannot_index_an_expression_is_read_whole(
    place: Place, booking_map: RegisterMap
) -> None:
    register = place.open(booking_map)
    assert bool(register.missing_indexes()) == (place.kind != "mariadb")
    assert register.check() == ()
    register.close()
