"""When the database fails: nothing is half done, and no value comes out in the message."""

from __future__ import annotations

import logging
import sqlite3
import traceback
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, text

from dsr.adapters.storage import SqlCaseStore, database, open_engine, upgrade
from dsr.cases.case import Person
from dsr.errors import BadConfiguration, Defect, OutsideFailed

SECRET = "Canary Kanarialintu"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cases.db"


@pytest.fixture
def sqlite_store(file: Path):
    engine = open_engine(f"sqlite:///{file}")
    upgrade(engine)
    yield SqlCaseStore(engine)
    engine.dispose()


def test_a_full_disk(tmp_path, file, a_letter, at):
    engine = open_engine(f"sqlite:///{file}")
    upgrade(engine)
    engine.dispose()
    event.listen(engine, "connect", lambda c, _: c.execute("PRAGMA max_page_count = 60").close())
    store, stored = SqlCaseStore(engine), 0
    letter = a_letter(requester=Person(SECRET), reading={"text": "x" * 5000})
    with pytest.raises(OutsideFailed, match="full") as caught:
        while stored < 1000:
            store.receive(letter, [], actor="clerk", at=at)
            stored += 1
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert 0 < len(store.letters_without_case()) == stored
    engine.dispose()


def test_a_limit_on_the_size_of_files(file, sqlite_store, run_processes):
    assert run_processes("receive_on_full_disk", f"sqlite:///{file}", 600_000) == [
        OutsideFailed.exit_code
    ]
    assert len(sqlite_store.cases()) > 0
    assert sqlite_store.verify_chain() == ()


def test_a_locked_database(monkeypatch, file, a_letter, at):
    monkeypatch.setattr(database, "LOCK_WAIT_MS", 20)
    engine = open_engine(f"sqlite:///{file}")
    upgrade(engine)
    store = SqlCaseStore(engine)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OutsideFailed, match=r"locked.*Try again"):
        store.receive(a_letter(), [], actor="clerk", at=at)
    assert store.letters_without_case() == ()  # readers are not kept waiting
    other.execute("COMMIT")
    other.close()
    store.receive(a_letter(), [], actor="clerk", at=at)
    assert len(store.letters_without_case()) == 1
    engine.dispose()


def test_a_locked_row_on_postgresql(monkeypatch, postgres_url, a_letter, at):
    monkeypatch.setattr(database, "LOCK_WAIT_MS", 20)
    engine = open_engine(postgres_url)
    upgrade(engine)
    store, other = SqlCaseStore(engine), create_engine(postgres_url)
    with other.begin() as connection:
        connection.execute(text("LOCK TABLE letter IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(OutsideFailed, match=r"locked.*55P03"):
            store.receive(a_letter(), [], actor="clerk", at=at)
    store.receive(a_letter(), [], actor="clerk", at=at)
    other.dispose()
    engine.dispose()


def test_a_server_that_cut_the_connection_is_found_again(postgres_url, a_letter, at):
    engine = open_engine(postgres_url)
    upgrade(engine)
    store, admin = SqlCaseStore(engine), create_engine(postgres_url)
    with admin.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    store.receive(a_letter(), [], actor="clerk", at=at)
    admin.dispose()
    engine.dispose()


def test_a_server_that_is_not_there(tmp_path):
    store = SqlCaseStore(f"postgresql+psycopg://dsr:{SECRET.split()[0]}@/x?host={tmp_path}")
    with pytest.raises(OutsideFailed) as caught:
        store.cases()
    assert "Canary" not in "".join(traceback.format_exception(caught.value))


def test_a_file_that_is_no_database(file):
    file.write_bytes(SECRET.encode() * 100)
    with pytest.raises(OutsideFailed, match="SQLITE_NOTADB"):
        SqlCaseStore(f"sqlite:///{file}").cases()


def test_a_database_without_tables_is_a_defect_with_a_way_out(url):
    store = SqlCaseStore(url)
    with pytest.raises(Defect, match="dsr doctor"):
        store.cases()
    store.close()


def test_a_drivers_words_never_come_out(engine, store, a_letter, at, caplog):
    # PostgreSQL would say: Failing row contains (1, …, Canary Kanarialintu, …).
    with engine.begin() as connection:
        connection.execute(text("CREATE UNIQUE INDEX once ON letter (personal_name)"))
    letter = a_letter(requester=Person(SECRET))
    store.receive(letter, [], actor="clerk", at=at)
    with caplog.at_level(logging.DEBUG), pytest.raises(Defect) as caught:
        store.receive(letter, [], actor="clerk", at=at)
    shown = "".join(traceback.format_exception(caught.value)) + caplog.text
    assert "nothing was stored" in shown
    assert SECRET not in shown
    assert len(store.letters_without_case()) == 1


@pytest.mark.parametrize(
    "url",
    ["mysql://u:secretword@h/d", "sqlite://", "sqlite:///:memory:", "nonsense", "postgresql://x"],
)
def test_other_databases_are_refused(url):
    with pytest.raises(BadConfiguration) as caught:
        open_engine(url)
    assert "secretword" not in str(caught.value)


def test_an_engine_of_someone_elses_making_is_refused(file):
    foreign = create_engine(f"sqlite:///{file}")
    with pytest.raises(Defect, match="open_engine"):
        SqlCaseStore(foreign)
    foreign.dispose()


def test_sqlite_survives_a_power_cut_by_its_settings(file, sqlite_store):
    engine = open_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        values = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        }
    engine.dispose()
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
    }
