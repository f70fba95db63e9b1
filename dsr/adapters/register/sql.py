"""A register in any SQL database, told by its mapping: find, read, plan, run, prove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, Engine

from dsr.adapters.register import execution
from dsr.adapters.register.connection import (
    empty_log,
    guarded,
    open_engine,
    schema_version,
    snapshot,
    writing,
)
from dsr.adapters.register.contacts import rows_by_contact
from dsr.adapters.register.dependents import referred_by_others
from dsr.adapters.register.finding import candidates, full_name
from dsr.adapters.register.narrowing import narrow, roles_of
from dsr.adapters.register.normal import phone_form
from dsr.adapters.register.planning import (
    GOING,
    Draft,
    draft,
    plan_digest,
    table_digests,
)
from dsr.adapters.register.proof import Look, look_at_rows, look_for_identifiers
from dsr.adapters.register.rows import Row, driver_keys, read_rows, read_table
from dsr.adapters.register.schema import RECEIPTS, Schema, check_schema, reflect
from dsr.cases.case import Person
from dsr.cases.decision import Action
from dsr.cases.register import (
    Candidate,
    Finding,
    FoundRow,
    Order,
    Plan,
    Proof,
    Receipt,
    RegisterMap,
)
from dsr.errors import BadConfiguration, Fault, NotFound, PlanVoid, Refused

#: What may be carried out without an approved plan: it takes nothing away that can't be given back.
_REVERSIBLE = frozenset({Action.STOP_MARKETING, Action.RESTRICT, Action.LIFT_RESTRICTION})
_QUIET = frozenset({Action.GIVE, Action.WITHHOLD, Action.NOTHING, Action.KEEP, Action.REFUSE})


class SqlRegister:
    """A register behind SQLAlchemy. Fulfils ``ports.Register``."""

    def __init__(self, url: str, register_map: RegisterMap, *, read_only: bool = False) -> None:
        """url: an SQLAlchemy URL or the path of an SQLite file. Raises BadConfiguration."""
        self._map = register_map
        self._read_only = read_only
        self._engine = open_engine(url, read_only=read_only)
        self._schema: tuple[int | None, Schema] | None = None

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

    @guarded("looking for a person")
    def find(self, clues: Person) -> tuple[Candidate, ...]:
        """Who it may be, best first; empty when nobody is like it."""
        schema = self._ready()
        with snapshot(self._engine) as connection:
            known = narrow(connection, self._map, schema, clues)
        return candidates(self.name, clues, list(known.values()), self._map.phone_region)

    @guarded("reading a person")
    def person(self, key: str) -> Person:
        """The contact points on file. Raises NotFound."""
        schema = self._ready()
        identity = self._map.table(self._map.identity)
        with snapshot(self._engine) as connection:
            wanted = driver_keys(self._map, schema, [key])
            rows = read_table(connection, self._map, schema, identity, wanted)
        if not rows:
            raise NotFound(f"The register {self.name} holds nobody under this key.")
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
        schema = self._ready()
        with snapshot(self._engine) as connection:
            rows = read_rows(connection, self._map, schema, keys)
        found: dict[str, list[FoundRow]] = {group.code: [] for group in self._map.groups}
        for table in self._map.tables:
            for row in rows[table.name]:
                found[row.group].append(FoundRow(row.table, row.key, row.shown, row.traits))
        return tuple(Finding(self.name, g, tuple(found[g.code])) for g in self._map.groups)

    @guarded("planning")
    def plan(self, order: Order) -> Plan:
        """The exact rows before and after. Raises Refused, NotFound."""
        schema = self._ready()
        with snapshot(self._engine) as connection:
            made = self._draft(connection, schema, order)
        return self._plan(schema, order, made)

    @guarded("carrying an order out")
    def run(self, order: Order) -> Receipt:
        """Carry the order out once. Raises Refused, PlanVoid, NotFound, OutsideFailed."""
        self._may_run(order)
        schema = self._ready()
        execution.prepare_receipts(self._engine)
        try:
            receipt = self._run(schema, order)
        except execution.AlreadyTaken:
            receipt = None
        if receipt is None:
            with snapshot(self._engine) as connection:
                receipt = execution.find_receipt(connection, self.name, order)
        if receipt is None:
            raise PlanVoid("Another process gave this order up meanwhile.", "Run it again.")
        if not receipt.replayed:
            empty_log(self._engine)
        return receipt

    def _run(self, schema: Schema, order: Order) -> Receipt:
        with writing(self._engine) as connection:
            done = execution.find_receipt(connection, self.name, order)
            if done is not None:
                return done
            execution.take_receipt(connection, order)
            made = self._draft(connection, schema, order, lock=True)
            self._hold_against_approval(order, self._plan(schema, order, made))
            counts = execution.carry_out(connection, self._map, schema, made)
            execution.fill_receipt(connection, order, counts)
        return Receipt(order.action_id, self.name, counts, replayed=False)

    @guarded("recalling an order")
    def recall(self, order: Order) -> None:
        """Take the order's place, so that it can never run. Raises Refused when it has run.

        Whoever holds the receipt under an action id wins: a run that begins meanwhile finds ours.
        """
        void = replace(order, keys=(), decisions=(), contact_points=())
        execution.prepare_receipts(self._engine)
        with writing(self._engine) as connection:
            if execution.find_receipt(connection, self.name, void) is None:
                execution.take_receipt(connection, void)

    @guarded("proving an order")
    def prove(self, order: Order, clues: Person) -> Proof:
        """Look again with a new connection. Never raises for what is left: it says so."""
        self._engine.dispose()  # no connection that took part in the run
        schema = self._ready()
        look = Look()
        erasing = any(decision.action in GOING for decision in order.decisions)
        if erasing and not empty_log(self._engine):
            look.residuals.append(
                "The write-ahead log still holds old pages because another program reads the "
                "register: prove again when it has ended."
            )
        with snapshot(self._engine) as connection:
            receipt = None
            if RECEIPTS in schema.tables:
                receipt = execution.find_receipt(connection, self.name, order)
            rows = read_rows(connection, self._map, schema, order.keys, lenient=True)
            made = self._draft(connection, schema, order, lenient=True)
            look_at_rows(look, self._map, made.rows, receipt)
            if erasing:
                look_for_identifiers(look, connection, self._map, schema, clues, rows, made.rows)
        return Proof(self.name, tuple(look.looked_at), tuple(look.residuals), tuple(look.hints))

    def _draft(
        self,
        connection: Connection,
        schema: Schema,
        order: Order,
        *,
        lock: bool = False,
        lenient: bool = False,
    ) -> Draft:
        rows: dict[str, list[Row]] = {}
        referred: dict[str, frozenset[str]] = {}
        if order.keys:
            rows = read_rows(connection, self._map, schema, order.keys, lock=lock, lenient=lenient)
        elif not order.contact_points:
            raise NotFound("The order names nobody.", "Find the person first.")
        if any(decision.action in GOING | {Action.STOP} for decision in order.decisions):
            referred = referred_by_others(connection, self._map, schema, rows, order.keys)
        known = {(row.table, row.key) for found in rows.values() for row in found}
        by_contact = set()
        points = order.contact_points
        for row in rows_by_contact(connection, self._map, schema, points, lock=lock):
            if (row.table, row.key) not in known:
                rows.setdefault(row.table, []).append(row)
                by_contact.add((row.table, row.key))
        return draft(
            self._map,
            schema,
            rows,
            order,
            referred=referred,
            by_contact=frozenset(by_contact),
            lenient=lenient,
        )

    def _plan(self, schema: Schema, order: Order, made: Draft) -> Plan:
        digests = table_digests(made.rows)
        return Plan(
            register=self.name,
            keys=order.keys,
            rows=made.rows,
            digest=plan_digest(self.name, order, digests),
            table_digests=digests,
            statements=sum(1 for _ in execution.steps(self._map, schema, made)),
        )

    def _may_run(self, order: Order) -> None:
        if self._read_only:
            raise Refused(f"The register {self.name} is open for reading only.")
        actions = {decision.action for decision in order.decisions} - _QUIET
        if order.approved_digest is None and not actions <= _REVERSIBLE:
            raise Refused(
                "The order carries no approved plan.",
                "Plan it and have the plan approved.",
                faults=[Fault("register.not_approved", self.name, "this order was not approved")],
            )

    def _hold_against_approval(self, order: Order, plan: Plan) -> None:
        if order.approved_digest in (None, plan.digest):
            return
        tables = {*order.approved_tables, *plan.table_digests}
        changed = sorted(
            name
            for name in tables
            if order.approved_tables.get(name) != plan.table_digests.get(name)
        )
        raise PlanVoid(
            f"The register {self.name} changed since the plan was approved.",
            "Plan and approve again.",
            faults=[
                Fault("plan.void", f"{self.name}.{name}", "rows of this table have changed")
                for name in changed
            ],
        )

    def _ready(self) -> Schema:
        """The live schema, held against the mapping; looked at anew when it changed."""
        version = schema_version(self._engine)
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
