"""Personal data lie only where a column's name says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dsr.adapters.storage.schema import metadata
from dsr.cases.case import (
    NewCase,
    NewOutgoing,
    Person,
    Right,
    Subject,
)
from dsr.cases.decision import Action, GroupDecision, Redaction

KEEP = GroupDecision(
    group="booking.invoices",
    action=Action.KEEP,
    ground="bookkeeping",
    facts={"financial_year_end": "2025-12-31", "rows": 3},
    why="Kept for the tax office.",
    until=date(2031, 12, 31),  # a Wednesday
    values={},
    rows=("7", "9"),
    proposed_by="officer",
)


def test_personal_data_lie_only_in_columns_named_so(store, engine, a_letter, a_move, at):
    def canary(where: str) -> str:
        return f"canary-{where}"

    person = Person(*(canary(f"person{i}") for i in range(6)))
    letter = a_letter(requester=person, reading={"text": canary("reading")})
    new = NewCase(Right.ACCESS, "access", "received", {"said": canary("first")})
    _, (case,) = store.receive(letter, [new], actor="clerk", at=at)
    decision = replace(
        KEEP,
        facts={"f": canary("dfacts")},
        why=canary("why"),
        values={"v": canary("values")},
        rows=(canary("row"),),
        redactions=(Redaction("notes", canary("passage"), "text"),),
    )
    answer = NewOutgoing("answer", "fi", "99" * 32, answers=True, wording_version="1")
    case = store.apply(
        case,
        a_move(
            facts={"fact": canary("fact")},
            decisions=(decision,),
            subjects=(Subject("booking", (canary("key"),)),),
            requester=replace(person, name=canary("corrected")),
            outgoing=(answer,),
        ),
    )
    proof = (date(2026, 3, 13), canary("proof"))
    store.apply(case, a_move("post", posted={case.outgoing[0].id: proof}))
    mail, _ = store.receive(a_letter(), [], actor="clerk", at=at)
    store.set_aside(mail.id, aside=True, why=canary("mail"), actor="clerk", at=at)

    seen: dict[str, set[str]] = {}
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(table.select()).mappings():
                for column, value in row.items():
                    if "canary-" in str(value):
                        seen.setdefault(column, set()).add(str(value))
    dump = " ".join(value for values in seen.values() for value in values)
    for where in ("person5", "reading", "first", "dfacts", "why", "values", "row", "fact", "key"):
        assert canary(where) in dump
    assert canary("corrected") in dump
    for where in ("proof", "passage", "mail"):
        assert canary(where) in dump
    assert {column for column in seen if not column.startswith("personal_")} == set()
