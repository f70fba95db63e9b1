"""A register behind a processor's service: fetched, planned here, changed record by record.

Nothing there is one transaction. What makes an order happen once all the same: it is written down
before its first call (``progress``), every call may be sent twice, and the order counts as done
only when every record was read back as it should be.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from dsr.adapters.register.approval import hold_against, may_run
from dsr.adapters.register.execution import counts_of
from dsr.adapters.register.files.journal import locked
from dsr.adapters.register.http.client import Client
from dsr.adapters.register.http.progress import Intent, Progress
from dsr.adapters.register.http.remote import (
    Records,
    columns_of,
    merged,
    path_of,
    records_like,
    records_of,
    records_with,
    sources,
)
from dsr.adapters.register.listing import contact_of, person_of
from dsr.adapters.register.mirror import build
from dsr.adapters.register.narrowing import roles_of
from dsr.adapters.register.planning import order_digest
from dsr.adapters.register.sql import SqlRegister
from dsr.cases.case import Person
from dsr.cases.register import (
    Candidate,
    Finding,
    Order,
    Plan,
    PlannedRow,
    Proof,
    Receipt,
    RegisterMap,
)
from dsr.errors import BadConfiguration, Fault, OutsideFailed

#: How often a change is looked for again at a service whose readers lag behind its writers.
_LOOKS = 8
_MIRROR = ".mirror-"


class HttpRegister:
    """A register at a processor. Fulfils ``ports.Register``."""

    def __init__(
        self,
        url: str,
        register_map: RegisterMap,
        state: Path,
        *,
        token: str | None = None,
        read_only: bool = False,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        """state: a folder of ours for orders under way. Raises BadConfiguration."""
        if any(len(table.key) != 1 for table in register_map.tables):
            raise BadConfiguration(
                f"The register {register_map.name} has a table with a key of several columns.",
                "Over HTTP every record needs one key of its own.",
            )
        self._map = register_map
        self._state = state
        self._progress = Progress(state)
        self._read_only = read_only
        self._wait = wait
        self._client = Client(url, token, wait=wait)
        weakref.finalize(self, self._client.close)

    @property
    def map(self) -> RegisterMap:
        """The mapping."""
        return self._map

    @property
    def name(self) -> str:
        """The register's name in decisions and messages."""
        return self._map.name

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def people(self) -> Iterator[tuple[str, Person]]:
        """Everybody, page by page: key, name and contact points. Raises OutsideFailed."""
        identity, region = self._map.table(self._map.identity), self._map.phone_region
        for record in self._client.all(f"/{identity.name}"):
            given = {role: record.get(name) for role, name in roles_of(identity).items()}
            yield str(record.get(identity.key[0])), person_of(given, region)
        for table in self._map.tables:
            if table.marketing is not None and table.marketing.contact:
                for record in self._client.all(f"/{table.name}"):
                    yield "", contact_of(record.get(table.marketing.contact), region)

    def check(self) -> tuple[Fault, ...]:
        """The mapping against what the service says of itself."""
        with self._mirror({}) as inner:
            return inner.check()

    def find(self, clues: Person) -> tuple[Candidate, ...]:
        """Who it may be, best first."""
        with self._mirror(records_like(self._client, self._map, clues)) as inner:
            return inner.find(clues)

    def person(self, key: str) -> Person:
        """The contact points on file. Raises NotFound."""
        with self._mirror(self._records([key])) as inner:
            return inner.person(key)

    def read(self, keys: Sequence[str]) -> tuple[Finding, ...]:
        """Everything held about the person. Raises NotFound."""
        with self._mirror(self._records(keys)) as inner:
            return inner.read(keys)

    def plan(self, order: Order) -> Plan:
        """The exact records before and after. Raises Refused, NotFound."""
        with self._mirror(self._of_order(order)) as inner:
            return inner.plan(order)

    def run(self, order: Order) -> Receipt:
        """Carry the order out once. Raises Refused, PlanVoid, OutsideFailed."""
        may_run(self.name, order, read_only=self._read_only)
        with locked(self._state, writing=True):
            intent = self._progress.find(order.action_id, order_digest(order))
            if intent is not None and intent.done:
                return self._receipt(order, intent, replayed=True)
            resumed = intent is not None
            plan = self._plan(order, lenient=resumed)
            if intent is None:
                hold_against(self.name, order, plan)
                counts = counts_of(plan.rows)
                digest = order_digest(order)
                intent = self._progress.begin(order.action_id, digest, plan.rows, counts)
            self._carry_out(order, plan, intent)
            self._read_back(order, intent)
            self._progress.finish(order.action_id, intent)
            return self._receipt(order, intent, replayed=False)

    def begun(self, order: Order) -> bool:
        """Whether its first call was about to be made. Raises Refused for another under its id."""
        with locked(self._state, writing=False):
            return self._progress.find(order.action_id, order_digest(order)) is not None

    def recall(self, order: Order) -> None:
        """See to it that the order can never run. Raises Refused when it has begun."""
        with locked(self._state, writing=True):
            self._progress.recall(order.action_id)

    def prove(self, order: Order, clues: Person) -> Proof:
        """Look again: by key, and by every identifier over all that the service searches."""
        found = merged(self._of_order(order), records_with(self._client, self._map, clues))
        with self._mirror(found, self._receipts(order)) as inner:
            return inner.prove(order, clues)

    # -------------------------------------------------------------- the order, call by call

    def _plan(self, order: Order, *, lenient: bool) -> Plan:
        """The plan as it is now. A run that goes on may find the person gone already."""
        records = self._of_order(order)
        if lenient and order.keys and not records[self._map.identity]:
            return Plan(self.name, order.keys, (), "", {}, 0)
        with self._mirror(records) as inner:
            return inner.plan(order)

    def _carry_out(self, order: Order, plan: Plan, intent: Intent) -> None:
        changing = [row for row in plan.rows if row.changes]
        self._nobody_else_changed(changing, intent)
        for row in changing:
            if row.after is not None:
                values = {k: _json(v) for k, v in row.after.items() if row.before.get(k) != v}
                self._client.change(self._path(row), values, key=_call(order, row))
        depth = {table.name: len(table.path) for table in self._map.tables}
        for row in sorted(changing, key=lambda row: -depth[row.table]):  # children first
            if row.after is None:
                self._client.delete(self._path(row), key=_call(order, row))

    def _nobody_else_changed(self, changing: Sequence[PlannedRow], intent: Intent) -> None:
        for row in changing:
            known = intent.rows.get(row.table, {}).get(row.key)
            if known is None or intent.digest(row.before) != known[0]:
                raise OutsideFailed(
                    f"Records of {row.table} changed at the processor while an order ran.",
                    "Look at them there. What is done stays done; act again with a new plan.",
                )

    def _read_back(self, order: Order, intent: Intent) -> None:
        """Until every record is seen as it should be; a service may show changes late."""
        for look in range(_LOOKS):
            if look:
                self._wait(0.25 * 2**look)
            if self._is_seen(order, intent):
                return
        raise OutsideFailed(
            f"The processor's service {self.name} took the changes but does not show them yet.",
            "Run the case again in a while; nothing is done twice.",
        )

    def _is_seen(self, order: Order, intent: Intent) -> bool:
        records = self._of_order(order)
        left = {
            (table, key)
            for table, rows in records.items()
            for key in rows
            if key in intent.rows.get(table, {})
        }
        for table, rows in intent.rows.items():
            for key, (_, after) in rows.items():
                if (after == "") is ((table, key) in left):
                    return False
        return not any(row.changes for row in self._plan(order, lenient=True).rows)

    def _path(self, row: PlannedRow) -> str:
        return path_of(self._map.table(row.table), row.key)

    def _receipt(self, order: Order, intent: Intent, *, replayed: bool) -> Receipt:
        return Receipt(order.action_id, self.name, intent.counts, replayed=replayed)

    def _receipts(self, order: Order) -> Mapping[str, Mapping[str, str]]:
        intent = self._progress.find(order.action_id, order_digest(order))
        if intent is None or not intent.done:
            return {}
        row = {
            "action_id": order.action_id,
            "order_digest": intent.order_digest,
            "counts": json.dumps(intent.counts),
            "at": order.on.isoformat(),
        }
        return {order.action_id: row}

    # -------------------------------------------------------------- records as tables

    def _records(self, keys: Sequence[str]) -> Records:
        return records_of(self._client, self._map, keys)

    def _of_order(self, order: Order) -> Records:
        records = self._records(order.keys)
        for point in order.contact_points:
            clues = Person(email=point) if "@" in point else Person(phone=point)
            records = merged(records, records_with(self._client, self._map, clues))
        return records

    def _tidy(self) -> None:
        """Copies of the data that processes left which were killed."""
        for room in self._state.glob(f"{_MIRROR}*"):
            owner = room.name.removeprefix(_MIRROR).partition("-")[0]
            if not Path("/proc", owner).exists():
                shutil.rmtree(room, ignore_errors=True)

    @contextmanager
    def _mirror(
        self, records: Records, receipts: Mapping[str, Mapping[str, str]] | None = None
    ) -> Iterator[SqlRegister]:
        columns = columns_of(self._client)
        tables = sources(self._client, self._map, columns, {**self._records(()), **records})
        self._tidy()
        room = Path(tempfile.mkdtemp(prefix=f"{_MIRROR}{os.getpid()}-", dir=self._state))  # 0700
        try:
            build(room / "mirror.db", self._map, tables, receipts or {})
            inner = SqlRegister(str(room / "mirror.db"), self._map)
            try:
                yield inner
            finally:
                inner.close()
        finally:
            shutil.rmtree(room, ignore_errors=True)


def _call(order: Order, row: PlannedRow) -> str:
    """The same call has the same key, however often it is sent."""
    return f"{order.action_id}:{row.table}:{row.key}"


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
