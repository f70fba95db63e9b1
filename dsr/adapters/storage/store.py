"""The case store: what ``dsr.ports.CaseStore`` promises, on SQLite and PostgreSQL.

Every method is one transaction. A step and its event are stored together or not at all; a case's
version counts its events, so that two people who look at the same case cannot both act on it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime

from sqlalchemy import Connection, Engine, and_, insert, or_, select, true
from sqlalchemy.engine import URL

from dsr.adapters.storage import schema
from dsr.adapters.storage.chain import Head, breaks
from dsr.adapters.storage.claims import claimed
from dsr.adapters.storage.database import Transactions, open_engine
from dsr.adapters.storage.filing import (
    no_such_letter,
    open_cases,
    store_letter,
    store_set_aside,
)
from dsr.adapters.storage.inserts import insert_unless_there
from dsr.adapters.storage.ledger import SqlLedger
from dsr.adapters.storage.letters import is_filed, is_set_aside, load_letters
from dsr.adapters.storage.persons import may_be_the_same, postcode_key
from dsr.adapters.storage.rows import (
    event_of,
    instant_text,
    load_cases,
    person_of,
    user_of,
)
from dsr.adapters.storage.steps import store_step
from dsr.cases.case import (
    Case,
    Event,
    IncomingLetter,
    Move,
    NewCase,
    NewLetter,
    Person,
    Subject,
    User,
)
from dsr.errors import Fault, NotFound, Refused


class SqlCaseStore(SqlLedger):
    """Cases, facts, events, users and the suppression list in one SQL database.

    number_prefix: of the register numbers, ``DSR`` in ``DSR-2026-0001``. end_states: states in
    which a case is done; with none given, every case counts as open.
    All methods raise OutsideFailed when the database fails; then nothing was stored.
    """

    def __init__(
        self,
        engine_or_url: Engine | URL | str,
        *,
        number_prefix: str = "DSR",
        end_states: Collection[str] = (),
    ) -> None:
        engine = engine_or_url if isinstance(engine_or_url, Engine) else open_engine(engine_or_url)
        self._engine = engine
        self._transactions = Transactions(engine)
        self._prefix = number_prefix
        self._end_states = tuple(end_states)

    def close(self) -> None:
        """Close all connections to the database."""
        self._transactions.close()

    def receive(
        self, letter: NewLetter, cases: Sequence[NewCase], *, actor: str, at: datetime
    ) -> tuple[IncomingLetter, tuple[Case, ...]]:
        """Log a letter and open its cases; numbers are allocated in the same transaction."""
        with self._transactions.writing() as connection:
            letter_id = store_letter(connection, letter, actor=actor, at=at)
            opened = open_cases(connection, letter_id, cases, self._prefix, actor=actor, at=at)
            (logged,) = load_letters(connection, schema.letter.c.id == letter_id)
            return logged, self._in_order(connection, opened)

    def open_cases_from(
        self, letter_id: int, cases: Sequence[NewCase], *, actor: str, at: datetime
    ) -> tuple[Case, ...]:
        """Open cases from a letter that was logged before. Raises NotFound, Refused."""
        with self._transactions.writing() as connection:
            opened = open_cases(connection, letter_id, cases, self._prefix, actor=actor, at=at)
            return self._in_order(connection, opened)

    def _in_order(self, connection: Connection, numbers: Sequence[str]) -> tuple[Case, ...]:
        if not numbers:
            return ()
        found = load_cases(connection, schema.case_.c.number.in_(numbers))
        return tuple(sorted(found, key=lambda case: numbers.index(case.number)))

    def case(self, number: str) -> Case:
        """The case as it stands. Raises NotFound."""
        with self._transactions.reading() as connection:
            found = load_cases(connection, schema.case_.c.number == number)
        if not found:
            raise no_such_case(number)
        return found[0]

    def cases(self, *, states: Sequence[str] | None = None) -> tuple[Case, ...]:
        """All cases, oldest receipt first, or those in these states."""
        which = true() if states is None else schema.case_.c.state.in_(tuple(states))
        with self._transactions.reading() as connection:
            return tuple(load_cases(connection, which))

    def cases_of_subject(self, subject: Subject) -> tuple[Case, ...]:
        """All cases that are about this person of a register, oldest receipt first."""
        case_, linked_to = schema.case_, schema.case_subject
        linked = select(linked_to.c.case_number, linked_to.c.personal_keys).where(
            linked_to.c.register == subject.register
        )
        keys = frozenset(subject.keys)
        with self._transactions.reading() as connection:
            same = [
                number
                for number, of_case in connection.execute(linked)
                if keys & frozenset(json.loads(of_case))
            ]
            return tuple(load_cases(connection, case_.c.number.in_(same)) if same else ())

    def record_freeze(self, cases: Sequence[str], *, actor: str, at: datetime) -> None:
        """Remember that a deletion job was told to spare the persons of these cases."""
        values = {
            "at": instant_text(at),
            "actor": actor,
            "cases": json.dumps(list(cases)),
        }
        with self._transactions.writing() as connection:
            connection.execute(insert(schema.freeze_list), values)

    def letters_without_case(self) -> tuple[IncomingLetter, ...]:
        """The letters of the holding pen, oldest receipt first."""
        with self._transactions.reading() as connection:
            return tuple(load_letters(connection, ~is_filed() & ~is_set_aside()))

    def letters_set_aside(self) -> tuple[IncomingLetter, ...]:
        """Ordinary mail, oldest receipt first."""
        with self._transactions.reading() as connection:
            return tuple(load_letters(connection, is_set_aside()))

    def set_aside(self, letter_id: int, *, aside: bool, why: str, actor: str, at: datetime) -> None:
        """Say that a letter is ordinary mail, or not after all. Raises NotFound, Refused."""
        with self._transactions.writing() as connection:
            store_set_aside(connection, letter_id, aside=aside, why=why, actor=actor, at=at)

    def letter(self, letter_id: int) -> IncomingLetter:
        """A letter as it came in. Raises NotFound."""
        with self._transactions.reading() as connection:
            found = load_letters(connection, schema.letter.c.id == letter_id)
        if not found:
            raise no_such_letter(letter_id)
        return found[0]

    def letters_with_scan(self, digest: str) -> tuple[int, ...]:
        """Ids of letters that were logged with exactly these bytes."""
        scan = schema.scan
        ids = select(scan.c.letter_id).where(scan.c.digest == digest).distinct()
        with self._transactions.reading() as connection:
            return tuple(connection.scalars(ids.order_by(scan.c.letter_id)))

    def letter_as_read(self, letter_id: int) -> tuple[Person, Mapping[str, object] | None]:
        """Who wrote a letter and what the scan reader made of it. Raises NotFound."""
        with self._transactions.reading() as connection:
            row = (
                connection.execute(select(schema.letter).where(schema.letter.c.id == letter_id))
                .mappings()
                .one_or_none()
            )
        if row is None:
            raise no_such_letter(letter_id)
        reading = row["personal_reading"]
        return person_of(row), None if reading is None else json.loads(reading)

    def open_cases_of(self, requester: Person) -> tuple[Case, ...]:
        """Open cases of someone with the same name and postcode, or with the same e-mail."""
        case_ = schema.case_
        postcode = postcode_key(requester.postcode)
        still_open = case_.c.state.not_in(self._end_states)
        # SQLite folds only ASCII letters: names and addresses are compared in Python.
        worth_a_look = or_(
            case_.c.personal_postcode.is_not(None), case_.c.personal_email.is_not(None)
        )
        columns = select(
            case_.c.number, *(case_.c[name] for name in schema.PERSON_COLUMNS.values())
        )
        if not (requester.email or (requester.name and postcode)):
            return ()
        with self._transactions.reading() as connection:
            rows = connection.execute(columns.where(and_(still_open, worth_a_look))).mappings()
            same = [row["number"] for row in rows if may_be_the_same(requester, person_of(row))]
            return tuple(load_cases(connection, case_.c.number.in_(same)) if same else ())

    def claim(self, number: str) -> AbstractContextManager[bool]:
        """Whether the case is ours until the end of the block; nobody's once we are dead."""
        return claimed(self._engine, number)

    def apply(self, case: Case, move: Move) -> Case:
        """Store a fired step and its event together. Raises ChangedMeanwhile on a newer version."""
        with self._transactions.writing() as connection:
            return store_step(connection, case, move)

    def history(self, number: str) -> tuple[Event, ...]:
        """The events of a case in order. Raises NotFound."""
        event = schema.event
        events = select(event).where(event.c.case_number == number).order_by(event.c.seq)
        with self._transactions.reading() as connection:
            found = tuple(event_of(row) for row in connection.execute(events).mappings())
        if not found:
            raise no_such_case(number)
        return found

    def verify_chain(self) -> tuple[Fault, ...]:
        """Every break of the event chains, empty when whole; codes ``audit.*``."""
        case_, sequence = schema.case_, schema.number_sequence
        heads = select(case_.c.number, case_.c.version, case_.c.state)
        with self._transactions.reading() as connection:
            return tuple(
                breaks(
                    _all_events(connection),
                    {row[0]: Head(*row) for row in connection.execute(heads)},
                    {row.year: row.last for row in connection.execute(select(sequence))},
                )
            )

    def user(self, name: str) -> User:
        """Raises NotFound."""
        with self._transactions.reading() as connection:
            row = (
                connection.execute(select(schema.user_).where(schema.user_.c.name == name))
                .mappings()
                .one_or_none()
            )
        if row is None:
            raise NotFound("There is no user of that name.", "See dsr user list.")
        return user_of(row)

    def add_user(self, user: User) -> None:
        """Raises Refused when the name is taken."""
        values = {
            "name": user.name,
            "roles": json.dumps(sorted(user.roles)),
            "active": user.active,
        }
        with self._transactions.writing() as connection:
            if not insert_unless_there(connection, schema.user_, [values]):
                raise Refused("There is a user of that name already.", "Choose another name.")

    def users(self) -> tuple[User, ...]:
        """All users by name."""
        with self._transactions.reading() as connection:
            rows = connection.execute(select(schema.user_)).mappings()
            # Sorted here: databases disagree on the order of letters.
            return tuple(sorted(map(user_of, rows), key=lambda user: user.name))

    def suppress(self, hashes: Sequence[str], *, on: date, source: str) -> None:
        """Remember keyed hashes of contact points that get no marketing again. Idempotent."""
        rows = [{"keyed_hash": h, "since": on, "source": source} for h in sorted(set(hashes))]
        with self._transactions.writing() as connection:
            insert_unless_there(connection, schema.suppression, rows)

    def suppressed(self, digest: str) -> bool:
        """Whether a keyed hash is on the suppression list."""
        keyed_hash = schema.suppression.c.keyed_hash
        with self._transactions.reading() as connection:
            found = connection.scalar(select(keyed_hash).where(keyed_hash == digest))
        return found is not None


def _all_events(connection: Connection) -> Iterator[Event]:
    event = schema.event
    ordered = select(event).order_by(event.c.case_number, event.c.seq)
    rows = connection.execute(ordered.execution_options(yield_per=1000)).mappings()
    return (event_of(row) for row in rows)


def no_such_case(number: str) -> NotFound:
    """The error for a number that no case has."""
    return NotFound(f"There is no case {number}.", "See dsr case list.")
