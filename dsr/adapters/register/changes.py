"""What one decision does to one row: erase, correct, append, restrict, stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dsr.adapters.register.corrections import corrected
from dsr.adapters.register.rows import Row
from dsr.adapters.register.schema import Schema
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import ColumnMap, MarketingMap, Order, RegisterMap, TableMap
from dsr.errors import Fault

Values = Mapping[str, object]
#: What anonymising writes into a column that may not be NULL and holds no text.
_NEUTRAL_DATE = date(1900, 1, 1)
_NEUTRAL: Mapping[str, object] = {
    "flag": False,
    "number": 0,
    "money_cents": 0,
    "date": _NEUTRAL_DATE,
    "datetime": datetime(1900, 1, 1),  # noqa: DTZ001 - a register's own naive time
}


@dataclass(frozen=True)
class Change:
    """One decision on one row; ``values`` are the row's after earlier decisions.

    linked: the person herself stays in the register, so a row that stays still tells of her.
    """

    register: RegisterMap
    schema: Schema
    row: Row
    values: Values
    decision: GroupDecision
    order: Order
    linked: bool

    @property
    def table(self) -> TableMap:
        """The row's table."""
        return self.register.table(self.row.table)

    @property
    def place(self) -> str:
        """For faults: ``register.table``."""
        return f"{self.register.name}.{self.row.table}"


def apply_change(change: Change, faults: list[Fault]) -> Values | None:
    """The row after the decision, None when it is deleted. Faults go to the list."""
    return _WAYS[change.decision.action](change, faults)


def _erase(change: Change, _: list[Fault]) -> Values | None:
    if change.table.on_erasure == "delete":
        return None
    return erased(change.register, change.schema, change.row, linked=change.linked)


def _anonymise(change: Change, _: list[Fault]) -> Values | None:
    return erased(change.register, change.schema, change.row, linked=change.linked)


def erased(register: RegisterMap, schema: Schema, row: Row, *, linked: bool) -> Values:
    """The row without anything that tells of the person (recital 26).

    What the mapping lets an anonymous row keep (a price, a time) is anonymous only while nobody
    can be found behind it; a row that stays linked to the person loses it too.
    """
    table = register.table(row.table)
    after = dict(row.values)
    for column in table.columns:
        way = column.on_erasure or ("keep" if column.label is None else "clear")
        if linked and way == "keep" and _can_go(schema, table, column):
            way = "clear"
        if way != "keep" and column.name not in table.key:
            after[column.name] = _emptied(register, schema, row, column, way)
    return after


def _can_go(schema: Schema, table: TableMap, column: ColumnMap) -> bool:
    """Keys, flags and codes must stay valid; a lookup may go where the schema takes NULL."""
    if column.lookup is not None:
        return bool(schema.tables[table.name].c[column.name].nullable)
    return column.label is not None and column.kind not in ("key", "flag", "code")


def _emptied(
    register: RegisterMap, schema: Schema, row: Row, column: ColumnMap, way: str
) -> object:
    live = schema.tables[row.table].c[column.name]
    if way == "clear" and live.nullable:
        return None
    if column.kind in _NEUTRAL:
        return _NEUTRAL[column.kind]
    word = register.erased_word
    if (row.table, column.name) in schema.unique:
        word = f"{word} {row.key}"
    return word[: schema.lengths.get((row.table, column.name), len(word))]


def _correct(change: Change, faults: list[Fault]) -> Values:
    return corrected(
        change.table,
        change.schema,
        change.values,
        change.decision.values,
        f"{change.register.name}.",
        faults,
    )


def _append(change: Change, faults: list[Fault]) -> Values:
    """Art. 16, second sentence: the person's own statement beside the disputed data."""
    column = change.table.statement
    if column is None:
        sentence = "this table has no column for a supplementary statement: correct by hand"
        faults.append(Fault("plan.no_statement_column", change.place, sentence))
        return change.values
    given = change.decision.values
    text = given.get(f"{change.row.table}.{column}") or given.get("statement")
    facts = change.decision.facts
    text = text or facts.get("statement") or facts.get("statement_text")
    if not isinstance(text, str) or not text.strip():
        sentence = 'give the statement as the fact "statement"'
        faults.append(Fault("plan.no_statement", change.place, sentence))
        return change.values
    line = f"{change.order.on.isoformat()}: {text.strip()}"
    before = change.values.get(column)
    lines = [before] if isinstance(before, str) and before else []
    if line in "\n".join(lines):
        return change.values  # it stands there already
    return {**change.values, column: "\n".join([*lines, line])}


def _restrict(change: Change, faults: list[Fault]) -> Values:
    return _mark_restriction(change, faults, on=True)


def _lift(change: Change, faults: list[Fault]) -> Values:
    return _mark_restriction(change, faults, on=False)


def _mark_restriction(change: Change, faults: list[Fault], *, on: bool) -> Values:
    column = change.table.restriction
    if column is None:
        sentence = "this table has no column that marks a restriction: restrict it by hand"
        faults.append(Fault("plan.no_restriction_column", change.place, sentence))
        return change.values
    if on:
        return {**change.values, column: _mark(change, column)}
    kind = change.table.column(column).kind
    return {**change.values, column: False if kind == "flag" else None}


def _mark(change: Change, column: str) -> object:
    """True in a flag; the day of the order in a date, unless a day stands there already."""
    if change.table.column(column).kind == "flag":
        return True
    return change.values.get(column) or change.order.on


def _stop(change: Change, faults: list[Fault]) -> Values | None:
    """Art. 21(1): the way the mapping names; a marketing group is stopped as marketing."""
    table = change.table
    if table.marketing is not None:
        return _stop_marketing(change, faults)
    if table.on_objection == "delete":
        return None
    if table.on_objection == "clear":
        emptied = erased(change.register, change.schema, change.row, linked=change.linked)
        return {**change.values, **{name: emptied[name] for name in table.objection_columns}}
    if table.on_objection == "mark":
        name = table.objection_columns[0]
        return {**change.values, name: _mark(change, name)}
    sentence = "the mapping names no way to stop this: add on_objection to the table"
    faults.append(Fault("plan.no_objection_way", change.place, sentence))
    return change.values


def _stop_marketing(change: Change, faults: list[Fault]) -> Values:
    marketing = change.table.marketing
    if marketing is None:
        if change.register.group(change.row.group).marketing:
            return change.values  # a table beside the permissions, e.g. their history
        sentence = "this group holds no marketing permissions"
        faults.append(Fault("plan.not_marketing", change.place, sentence))
        return change.values
    return stopped(change.values, marketing, change.order.on)


def stopped(values: Values, marketing: MarketingMap, on: date) -> Values:
    """A permission withdrawn; a day of objection that stands there already is kept."""
    return {
        **values,
        marketing.permission: False,
        marketing.objected_on: values.get(marketing.objected_on) or on,
    }


_WAYS: Mapping[Action, Callable[[Change, list[Fault]], Values | None]] = {
    Action.ERASE: _erase,
    Action.ANONYMISE: _anonymise,
    Action.CORRECT: _correct,
    Action.APPEND_STATEMENT: _append,
    Action.RESTRICT: _restrict,
    Action.LIFT_RESTRICTION: _lift,
    Action.STOP: _stop,
    Action.STOP_MARKETING: _stop_marketing,
}
