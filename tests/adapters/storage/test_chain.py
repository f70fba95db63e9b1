"""Events stay as they are, and whatever is done to them behind our back is found."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from dsr.adapters.storage.chain import GENESIS, digest_of

REPLACE = (
    "REPLACE INTO event SELECT case_number, seq, at, 'someone else', name, state_before, "
    "state_after, details, previous, digest FROM event WHERE seq = 2"
)
MOVE_OVER = "UPDATE OR REPLACE event SET seq = 2 WHERE seq = 3"
UPSERT = (
    "INSERT INTO event SELECT * FROM event WHERE seq = 2 "
    "ON CONFLICT (case_number, seq) DO UPDATE SET actor = 'someone else'"
)


@pytest.fixture
def case(store, a_case, a_move):
    """A case with four events."""
    case = a_case()
    for step, state in (("check", "checked"), ("decide", "decided"), ("close", "closed")):
        case = store.apply(case, a_move(step, state, details={"step": step}))
    assert store.verify_chain() == ()
    return case


@pytest.fixture
def tamper(engine):
    """Run statements as someone who has removed the protection."""

    def run(*statements: str) -> None:
        with engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                for trigger in ("changed", "deleted", "replaced"):
                    connection.execute(text(f"DROP TRIGGER event_is_never_{trigger}"))
                connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            else:
                connection.execute(text("SET session_replication_role = replica"))
            for statement in statements:
                assert connection.execute(text(statement)).rowcount > 0
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET session_replication_role = DEFAULT"))

    return run


def codes(store) -> list[str]:
    return [fault.code for fault in store.verify_chain()]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET actor = 'someone else' WHERE seq = 2",
        "UPDATE event SET details = details",
        "DELETE FROM event WHERE seq = 4",
        "DELETE FROM event",
        UPSERT,
    ],
)
def test_the_database_refuses_to_change_events(engine, store, case, statement):
    before = store.history(case.number)
    with pytest.raises(DBAPIError, match="events are never"), engine.begin() as connection:
        connection.execute(text(statement))
    assert store.history(case.number) == before


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_postgresql_refuses_to_empty_the_table(store, engine, case):
    with pytest.raises(DBAPIError, match="events are never"), engine.begin() as connection:
        connection.execute(text("TRUNCATE event"))
    assert len(store.history(case.number)) == 4


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("recursive_triggers", ["ON", "OFF"])
@pytest.mark.parametrize("statement", [REPLACE, MOVE_OVER], ids=["replace", "update or replace"])
def test_sqlite_refuses_replace_also_on_foreign_connections(
    tmp_path, store, case, statement, recursive_triggers
):
    before = store.history(case.number)
    foreign = sqlite3.connect(tmp_path / "cases.db")
    foreign.execute(f"PRAGMA recursive_triggers = {recursive_triggers}")
    with pytest.raises(sqlite3.IntegrityError, match="events are never"):
        foreign.execute(statement)
    foreign.close()
    assert store.history(case.number) == before


def test_the_chain_is_what_the_docstring_says(store, case):
    events = store.history(case.number)
    assert events[0].previous == GENESIS
    assert [digest_of(event) for event in events] == [event.digest for event in events]
    assert [event.previous for event in events[1:]] == [event.digest for event in events[:-1]]
    for change in (
        {"actor": "x"},
        {"details": {}},
        {"seq": 9},
        {"state_after": "x"},
        {"name": "x"},
    ):
        assert digest_of(replace(events[1], **change)) != events[1].digest


@pytest.mark.parametrize(
    "column",
    ["at", "actor", "name", "state_before", "state_after", "details", "previous", "digest"],
)
def test_every_changed_column_shows(store, case, tamper, column):
    tamper(f"UPDATE event SET {column} = 'x' WHERE seq = 2")
    faults = store.verify_chain()
    assert "audit.changed_event" in [fault.code for fault in faults]
    assert all(fault.place == case.number for fault in faults)


def test_a_missing_event_shows(store, case, tamper):
    tamper("DELETE FROM event WHERE seq = 2")
    assert codes(store) == ["audit.missing_event"]


def test_a_missing_first_event_shows(store, case, tamper):
    tamper("DELETE FROM event WHERE seq = 1")
    assert codes(store) == ["audit.missing_event"]


def test_a_missing_tail_shows(store, case, tamper):
    tamper("DELETE FROM event WHERE seq >= 3")
    assert codes(store) == ["audit.missing_tail"]


def test_a_case_without_any_event_shows(store, case, tamper):
    tamper("DELETE FROM event")
    assert codes(store) == ["audit.missing_tail"]


def test_reordered_events_show(store, case, tamper):
    tamper(
        "UPDATE event SET seq = 99 WHERE seq = 2",
        "UPDATE event SET seq = 2 WHERE seq = 3",
        "UPDATE event SET seq = 3 WHERE seq = 99",
    )
    assert {"audit.broken_link", "audit.changed_event"} <= set(codes(store))


def test_a_changed_state_shows(store, case, tamper):
    tamper("UPDATE case_ SET state = 'received'")
    assert codes(store) == ["audit.changed_case"]


def test_a_case_that_was_set_back_shows(store, case, tamper):
    tamper("UPDATE case_ SET version = 2, state = 'checked'")
    assert codes(store) == ["audit.changed_case"]


def test_a_forged_event_shows(store, case, tamper):
    tamper(
        "INSERT INTO event SELECT case_number, 5, at, actor, 'grant', state_after, 'granted', "
        "details, digest, previous FROM event WHERE seq = 4",
        "UPDATE case_ SET version = 5, state = 'granted'",
    )
    assert codes(store) == ["audit.changed_event"]


def test_a_removed_case_shows_and_others_stay_whole(store, case, a_case, tamper):
    other = a_case()
    tamper(
        "DELETE FROM event WHERE case_number LIKE '%1'", "DELETE FROM case_ WHERE number LIKE '%1'"
    )
    assert store.case(other.number) == replace(other, siblings=())
    (fault,) = store.verify_chain()
    assert (fault.code, fault.place) == ("audit.missing_case", "2026-0001")
    assert "backup" in fault.sentence


def test_a_number_that_was_never_given_away_shows(store, case, tamper):
    tamper("UPDATE number_sequence SET last = last - 1")
    assert codes(store) == ["audit.uncounted_case"]


def test_what_was_done_with_the_protection_removed_would_have_failed_with_it(url, store, case):
    plain = create_engine(url)
    with pytest.raises(DBAPIError, match="events are never"), plain.begin() as connection:
        connection.execute(text("DELETE FROM event WHERE seq = 2"))
    plain.dispose()
    assert store.verify_chain() == ()
