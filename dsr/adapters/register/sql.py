"""A register in any SQL database, told by its mapping: find, read, plan, run, prove."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from dsr.adapters.register import execution
from dsr.adapters.register.approval import may_run
from dsr.adapters.register.connection import (
    Cursor,
    DriverFailed,
    cursor_of,
    empty_log,
    failing_as_ours,
    guarded,
    looking,
    may_try_again,
    open_engine,
    snapshot,
)
from dsr.adapters.register.drafting import drafted, plan_of
from dsr.adapters.register.finding import candidates, full_name
from dsr.adapters.register.fingerprint import schema_version
from dsr.adapters.register.intents import DONE, Intents
from dsr.adapters.register.listing import people_of
from dsr.adapters.register.narrowing import narrow, roles_of
from dsr.adapters.register.normal import forget, phone_form
from dsr.adapters.register.planning import GOING
from dsr.adapters.register.proof import Look, look_at_rows, look_for_identifiers
from dsr.adapters.register.restoring import not_as_before, put_back
from dsr.adapters.register.rows import driver_keys, read_rows, read_table
from dsr.adapters.register.running import (
    Work,
    done_by_intent,
    recall_by_intent,
    recall_by_receipt,
    run_by_intent,
    run_by_receipt,
)
from dsr.adapters.register.schema import RECEIPTS, Schema, check_schema, reflect
from dsr.adapters.register.search_index import missing_indexes
from dsr.cases.case import Person
from dsr.cases.register import (
    Candidate,
    Finding,
    FoundRow,
    Order,
    Plan,
    PlannedRow,
    Proof,
    Receipt,
    RegisterMap,
)
from dsr.errors import BadConfiguration, Fault, NotFound, Refused

#: A deadlock or a serialization failure is the database's own wish for another try.
_TRIES = 3


class SqlRegister:
    """A register behind SQLAlchemy. Fulfils ``ports.Register``."""

    def __init__(
        self,
        url: str,
        register_map: RegisterMap,
        *,
        read_only: bool = False,
        intents: Path | None = None,
    ) -> None:
        """url: an SQLAlchemy URL or the path of an SQLite file. Raises BadConfiguration.

        intents: a folder of ours that stands in for the receipts where no table may be added.
        """
        self._map = register_map
        self._intents = None if intents is None else Intents(intents)
        self._read_only = read_only
        self._engine = open_engine(url, read_only=read_only)
        self._schema: tuple[object, Schema] | None = None
        self._work = Work(self._map, self._engine, self._ready, self._intents)
        weakref.finalize(self, self._engine.dispose)

    @property
    def map(self) -> RegisterMap:
        """The mapping."""
        return self._map

    @property
    def name(self) -> str:
        """The register's name in decisions and messages."""
        return self._map.name

    @property
    def engine(self) -> Engine:
        """The engine, for listening to what is sent."""
        return self._engine

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    @guarded("looking at its schema")
    def check(self) -> tuple[Fault, ...]:
        """The mapping against the live schema. Codes that begin ``warning.`` don't stop work."""
        return check_schema(self._map, reflect(self._engine))

    @guarded("looking at its schema")
    def missing_indexes(self) -> tuple[str, ...]:
        """Statements for its owner that let a big register be searched without reading it all."""
        return tuple(missing_indexes(self._map, reflect(self._engine)))

    @guarded("looking for a person")
    def find(self, clues: Person) -> tuple[Candidate, ...]:
        """Who it may be, best first; empty when nobody is like it."""
        with snapshot(self._engine) as connection:
            schema = self._ready(cursor_of(connection))
            known = narrow(connection, self._map, schema, clues)
        try:
            return candidates(self.name, clues, list(known.values()), self._map.phone_region)
        finally:
            forget()

    @guarded("reading a person")
    def person(self, key: str) -> Person:
        """The contact points on file. Raises NotFound."""
        identity = self._map.table(self._map.identity)
        with looking(self._engine) as cursor:
            schema = self._ready(cursor)
            wanted = driver_keys(self._map, schema, [key])
            rows = read_table(cursor, self._map, schema, identity, wanted)
        if not rows:
            raise NotFound(
                f"The register {self.name} holds nobody under this key: the record was erased or "
                "merged since it was found, or the key was mistyped.",
                "Look the person up again by name and address, and link what is found now.",
            )
        roles = {
            role: str(rows[0].values[name])
            for role, name in roles_of(identity).items()
            if rows[0].values[name] is not None
        }
        phone = roles.get("phone")
        return Person(
            name=full_name(roles) or None,
            street=roles.get("street"),
            postcode=roles.get("postcode"),
            city=roles.get("city"),
            email=roles.get("email"),
            phone=phone and (phone_form(phone, self._map.phone_region) or phone),
        )

    @guarded("reading a person")
    def read(self, keys: Sequence[str]) -> tuple[Finding, ...]:
        """Everything held about the person, every group, one snapshot. Raises NotFound."""
        with looking(self._engine) as cursor:
            rows = read_rows(cursor, self._map, self._ready(cursor), keys)
        found: dict[str, list[FoundRow]] = {group.code: [] for group in self._map.groups}
        for table in self._map.tables:
            for row in rows[table.name]:
                found[row.group].append(FoundRow(row.table, row.key, row.shown, row.traits))
        return tuple(Finding(self.name, g, tuple(found[g.code])) for g in self._map.groups)

    @guarded("planning")
    def plan(self, order: Order) -> Plan:
        """The exact rows before and after. Raises Refused, NotFound."""
        with snapshot(self._engine) as connection:
            schema = self._ready(cursor_of(connection))
            made = drafted(connection, self._map, schema, order)
        return plan_of(self._map, schema, order, made.draft)

    @guarded("carrying an order out")
    def run(self, order: Order) -> Receipt:
        """Carry the order out once. Raises Refused, PlanVoid, NotFound, OutsideFailed."""
        may_run(self.name, order, read_only=self._read_only)
        for _ in range(_TRIES - 1):
            try:
                return self._run_once(order)
            except (DBAPIError, DriverFailed) as error:
                if not may_try_again(error):
                    raise
        return self._run_once(order)

    def _run_once(self, order: Order) -> Receipt:
        way = run_by_receipt if self._intents is None else run_by_intent
        receipt = way(self._work, order)
        if not receipt.replayed:
            empty_log(self._engine)
        return receipt

    @guarded("looking for an order")
    def begun(self, order: Order) -> bool:
        """Whether the order was carried out. Raises Refused when another stands under its id."""
        if self._intents is not None:
            return done_by_intent(self._work, order)
        with snapshot(self._engine) as connection:
            schema = self._ready(cursor_of(connection))
            return self._receipt(connection, schema, order) is not None

    @guarded("recalling an order")
    def recall(self, order: Order) -> None:
        """Take the order's place, so that it can never run. Raises Refused when it has run.

        Whoever holds the receipt under an action id wins: a run that begins meanwhile finds ours.
        """
        way = recall_by_receipt if self._intents is None else recall_by_intent
        way(self._work, order)

    def people(self) -> Iterator[tuple[str, Person]]:
        """Everybody, streamed: key, name and contact points. Raises OutsideFailed."""
        with failing_as_ours(self.name, "listing everybody"):
            with looking(self._engine) as cursor:
                schema = self._ready(cursor)
            yield from people_of(self._engine, self._map, schema)

    @guarded("putting rows back")
    def restore(self, rows: Sequence[PlannedRow]) -> Mapping[str, int]:
        """Rows as they were before an order, all or none. Raises PlanVoid when others changed."""
        if self._read_only:
            raise Refused(f"The register {self.name} is open for reading only.")
        with looking(self._engine) as cursor:
            schema = self._ready(cursor)
        return put_back(self._engine, self._map, schema, rows)

    @guarded("looking again")
    def is_restored(self, rows: Sequence[PlannedRow]) -> Mapping[str, int]:
        """Rows that are not as they were before, by table, seen over a new connection."""
        self._engine.dispose()
        with looking(self._engine) as cursor:
            schema = self._ready(cursor)
        return not_as_before(self._engine, self._map, schema, rows)

    @guarded("proving an order")
    def prove(self, order: Order, clues: Person) -> Proof:
        """Look again with a new connection. Never raises for what is left: it says so."""
        self._engine.dispose()  # no connection that took part in the run
        look = Look()
        erasing = any(decision.action in GOING for decision in order.decisions)
        if erasing and not empty_log(self._engine):
            look.residuals.append(
                "The write-ahead log still holds old pages because another program reads the "
                "register: prove again when it has ended."
            )
        with snapshot(self._engine) as connection:
            schema = self._ready(cursor_of(connection))
            receipt = self._receipt(connection, schema, order)
            made = drafted(connection, self._map, schema, order, lenient=True)
            look_at_rows(look, self._map, made.draft.rows, receipt)
            if erasing:
                own, planned = made.rows, made.draft.rows
                look_for_identifiers(look, connection, self._map, schema, clues, own, planned)
        return Proof(self.name, tuple(look.looked_at), tuple(look.residuals), tuple(look.hints))

    def _receipt(self, connection: Connection, schema: Schema, order: Order) -> Receipt | None:
        if self._intents is not None:
            intent = self._intents.find(self.name, order)
            return intent.receipt(self.name) if intent and intent.state == DONE else None
        if RECEIPTS in schema.tables:
            return execution.find_receipt(connection, self.name, order)
        return None

    def _ready(self, cursor: Cursor) -> Schema:
        """The live schema, held against the mapping; looked at anew when it changed."""
        version = schema_version(cursor, self._engine.dialect.name)
        if self._schema is None or version is None or self._schema[0] != version:
            schema = reflect(self._engine)
            self._hold_against(schema)
            self._schema = (version, schema)
        return self._schema[1]

    def _hold_against(self, schema: Schema) -> None:
        faults = [
            fault
            for fault in check_schema(self._map, schema)
            if not fault.code.startswith("warning.")
        ]
        if faults:
            # An answer from half a mapping would be incomplete, an erasure would leave data behind.
            raise BadConfiguration(
                f"The mapping of the register {self.name} does not fit its schema.",
                "Run dsr doctor and correct the mapping.",
                faults=faults,
            )
