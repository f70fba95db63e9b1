"""The migrations: equal to the models, up and down with rows, safe to start and to kill."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from dsr.adapters.storage import SqlCaseStore, downgrade, open_engine, upgrade
from dsr.adapters.storage.migrate import HEAD, known_revisions
from dsr.adapters.storage.schema import metadata
from dsr.cases.case import LetterKind, NewCase, Right, Subject
from dsr.errors import BadConfiguration


@pytest.fixture
def empty(url):
    engine = open_engine(url)
    yield engine
    engine.dispose()


def differences(engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return compare_metadata(context, metadata)


def test_the_models_equal_the_migrations(engine):
    assert differences(engine) == []


def test_a_difference_would_be_seen(engine):
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE user_ ADD COLUMN stray TEXT"))
    assert differences(engine) != []


def test_the_newest_schema_is_named():
    assert known_revisions()[0] == HEAD


def test_up_and_down_with_rows(engine, store, a_letter, a_case, a_move, at):
    def fill(to: SqlCaseStore) -> str:
        new = [NewCase(Right.ACCESS, "access", "received", {"level": "E1"})]
        _, (case,) = to.receive(a_letter(), new, actor="clerk", at=at)
        further, _ = to.receive(a_letter(), [], actor="clerk", at=at)
        mail, _ = to.receive(a_letter(), [], actor="clerk", at=at)
        to.set_aside(mail.id, aside=True, why="An invoice.", actor="clerk", at=at)
        to.record_freeze((case.number,), actor="clerk", at=at)
        reminded = {further.id: LetterKind.REMINDER}
        return to.apply(case, a_move(facts={"level": "E2"}, attached=reminded)).number

    number = fill(store)
    for revision in (*known_revisions()[1:], "base"):
        downgrade(engine, revision)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    upgrade(engine)
    assert differences(engine) == []
    assert store.cases() == ()
    assert fill(store) == number
    assert store.verify_chain() == ()


def test_where_a_person_was_found_is_kept_up_and_down(engine, store, a_case, a_move):
    crm, salon = Subject("crm", ("c-7",)), Subject("salon", ("31", "32"))
    linked = store.apply(a_case(), a_move(subjects=(salon, crm)))
    alone = store.apply(a_case(), a_move(subjects=(crm,)))
    nobody = a_case()
    downgrade(engine, "0002")
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT subject_register, personal_subject_keys FROM case_ ORDER BY number")
        ).all()
    assert rows == [("salon", '["31","32"]'), ("crm", '["c-7"]'), (None, None)]
    upgrade(engine)
    assert differences(engine) == []
    found = [store.case(one.number).subjects for one in (linked, alone, nobody)]
    assert found == [(salon,), (crm,), ()]  # r0002 knew one register a case
    assert store.cases_of_subject(Subject("salon", ("32", "99"))) == (store.case(linked.number),)
    assert store.verify_chain() == ()


def test_whoever_is_linked_anew_is_no_longer_somebody_else(store, a_case, a_move, engine):
    both = (Subject("salon", ("31",)), Subject("crm", ("c-7",)))
    case = store.apply(a_case(), a_move(subjects=both))
    assert store.case(case.number).subjects == case.subjects == both
    assert store.cases_of_subject(both[1]) == (case,)
    case = store.apply(case, a_move(subjects=both[:1]))
    assert store.case(case.number).subjects == both[:1]
    assert store.cases_of_subject(both[1]) == ()
    assert store.apply(case, a_move(subjects=())).subject is None
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM case_subject")) == 0


def test_an_up_to_date_database_is_left_alone(engine, a_case):
    case = a_case()
    upgrade(engine)
    assert SqlCaseStore(engine).case(case.number) == case


def test_a_newer_schema_is_refused_and_untouched(engine, store, a_case):
    case = a_case()
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for change in (lambda: upgrade(engine), lambda: downgrade(engine, "base")):
        with pytest.raises(BadConfiguration, match=r"9999.*newer"):
            change()
    assert store.case(case.number) == case


def test_four_starters_migrate_once(url, empty, run_processes):
    assert run_processes("upgrade", url, 4) == [0] * 4
    with empty.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1
        assert connection.scalar(text("SELECT count(*) FROM app_meta")) == 1
    assert differences(empty) == []


@pytest.mark.parametrize("statements", [4, 25])
def test_a_killed_migration_leaves_nothing_and_the_next_completes(
    url, empty, run_processes, statements
):
    assert run_processes("upgrade_killed", url, statements) == [-9]
    assert inspect(empty).get_table_names() == []
    upgrade(empty)
    assert differences(empty) == []
