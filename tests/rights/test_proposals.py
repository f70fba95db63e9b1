"""What the engine proposes per data group: a proposal of each right, row by row."""

from __future__ import annotations

from datetime import date

import pytest

from dsr.cases.case import Role, User
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import DataGroup, Finding, FoundRow
from dsr.law.evidence import RequestKind
from dsr.rights import access, erasure, marketing_objection, objection, rectification
from tests.engine.situations import Draft

TODAY = date(2026, 3, 12)  # Thursday
YEAR_END = (12, 31)
OFFICER = User("Olli", frozenset({Role.OFFICER}))
CASE = Draft("in_decision", OFFICER).situation().case


def group(code: str, retention: str = "while_customer", **other: object) -> DataGroup:
    """A group of a made-up register."""
    words = {"fi": code, "sv": code, "en": code}
    fields: dict[str, object] = {"basis": "6(1)(b)", "sensitivity": "S1", **other}
    return DataGroup(
        code=code,
        label=words,
        purpose=words,
        basis_text=words,
        source=words,
        recipients=(),
        retention=retention,
        retention_text=words,
        **fields,  # type: ignore[arg-type]
    )


def row(key: str, **traits: object) -> FoundRow:
    """A row with what the rules look at."""
    return FoundRow(table="t", key=key, values={}, traits=traits)


def sold(key: str, on: date) -> FoundRow:
    """A voucher."""
    return row(key, voucher_date=on, voucher_number=f"{on.year}-{key}")


def erased(*rows: FoundRow, retention: str) -> tuple[GroupDecision, ...]:
    """What is proposed for these rows of one group."""
    finding = Finding("booking", group("g", retention), rows)
    return erasure.propose(CASE, (finding,), today=TODAY, year_end=YEAR_END)


def test_a_voucher_is_kept_up_to_its_last_day_and_not_beyond() -> None:
    finding = Finding("booking", group("g", "accounting_voucher"), (sold("1", date(2019, 5, 6)),))
    for today, action in (
        (date(2025, 12, 31), Action.KEEP),  # Wednesday, the last day
        (date(2026, 1, 1), Action.ERASE),  # Thursday, a day later
    ):
        (decision,) = erasure.propose(CASE, (finding,), today=today, year_end=YEAR_END)
        assert decision.action is action
    assert decision.facts == {"overdue_rows": 1}


def test_vouchers_of_different_years_are_kept_for_different_times() -> None:
    decisions = erased(
        sold("1", date(2018, 2, 1)),
        sold("2", date(2024, 2, 1)),
        sold("3", date(2024, 9, 1)),
        sold("4", date(2025, 2, 1)),
        retention="accounting_voucher",
    )
    assert [(d.action, d.rows, d.until) for d in decisions] == [
        (Action.KEEP, ("2", "3"), date(2030, 12, 31)),  # Tuesday
        (Action.KEEP, ("4",), date(2031, 12, 31)),  # Wednesday
        (Action.ERASE, ("1",), None),
    ]
    assert decisions[0].facts["voucher_list"] == "2024-2 (1.2.2024), 2024-3 (1.9.2024)"
    assert erasure.answer_type(decisions) == "LT-ERASE-PART"


def test_a_voucher_date_that_is_no_date_is_a_fault_of_the_mapping() -> None:
    with pytest.raises(TypeError, match="date column"):
        erased(row("1", voucher_date="2024-02-01"), retention="accounting_voucher")


@pytest.mark.parametrize(
    ("retention", "traits", "ground"),
    [
        ("patient_record", {"health_professional": True}, "ERA-17-3-B-PAT"),
        ("patient_record", {}, "ERA-17-3-B-PAT"),  # when in doubt, it is one
        ("patient_record", {"health_professional": False}, None),
        ("open_contract", {"open": True}, "ERA-CONTRACT"),
        ("open_contract", {"open": False}, None),
        ("while_customer", {"open": True}, None),
    ],
)
def test_what_keeps_a_row(retention: str, traits: dict[str, object], ground: str | None) -> None:
    (decision,) = erased(row("1", **traits), retention=retention)
    assert decision.ground == ground
    assert decision.action is (Action.KEEP if ground else Action.ERASE)
    assert decision.rows == ()  # the whole group


def test_a_group_without_rows_gets_no_proposal() -> None:
    assert erased(retention="accounting_voucher") == ()
    empty = (Finding("booking", group("g"), ()),)
    assert access.propose(CASE, empty, today=TODAY, year_end=YEAR_END) == ()
    assert objection.propose(CASE, empty, today=TODAY, year_end=YEAR_END) == ()


def test_only_what_rests_on_interests_or_serves_marketing_stops() -> None:
    findings = tuple(
        Finding("booking", one, (row("1"),))
        for one in (
            group("contract"),
            group("interest", basis="6(1)(f)"),
            group("task", basis="6(1)(e)"),
            group("duty", basis="6(1)(c)"),
            group("letters", basis="6(1)(a)", marketing=True),
        )
    )
    decisions = objection.propose(CASE, findings, today=TODAY, year_end=YEAR_END)
    assert [(d.group, d.action) for d in decisions] == [
        ("booking.interest", Action.STOP),
        ("booking.task", Action.STOP),
        ("booking.letters", Action.STOP_MARKETING),
    ]
    (stop,) = marketing_objection.propose(CASE, findings, today=TODAY, year_end=YEAR_END)
    assert (stop.group, stop.action) == ("booking.letters", Action.STOP_MARKETING)


def test_free_text_is_given_after_it_was_looked_through() -> None:
    notes = Finding("booking", group("notes", sensitivity="S2"), (row("1"), row("2")))
    (decision,) = access.propose(CASE, (notes,), today=TODAY, year_end=YEAR_END)
    assert decision.action is Action.GIVE
    assert "data of other people" in decision.why


def test_a_rectification_is_never_guessed() -> None:
    finding = Finding("booking", group("contact"), (row("1"),))
    assert rectification.propose(CASE, (finding,), today=TODAY, year_end=YEAR_END) == ()


def decided(*actions: Action) -> tuple[GroupDecision, ...]:
    """One group a decision."""
    return tuple(GroupDecision(f"booking.{n}", action) for n, action in enumerate(actions))


@pytest.mark.parametrize(
    ("right", "actions", "letter"),
    [
        (access, (Action.GIVE,), "LT-ACCESS-FULL"),
        (access, (Action.GIVE, Action.WITHHOLD), "LT-ACCESS-PART"),
        (rectification, (Action.CORRECT, Action.NOTHING), "LT-RECT-DONE"),
        (rectification, (Action.CORRECT, Action.APPEND_STATEMENT), "LT-RECT-PART"),
        (rectification, (Action.REFUSE,), "LT-RECT-REFUSED"),
        (erasure, (Action.ERASE, Action.ANONYMISE), "LT-ERASE-FULL"),
        (erasure, (Action.ERASE, Action.KEEP), "LT-ERASE-PART"),
        (erasure, (Action.KEEP, Action.REFUSE), "LT-ERASE-REFUSED"),
        (objection, (Action.STOP, Action.NOTHING), "LT-OBJ-UPHELD"),
        (objection, (Action.STOP, Action.REFUSE), "LT-OBJ-REFUSED"),
        (marketing_objection, (Action.STOP_MARKETING,), "LT-DM-STOP"),
    ],
)
def test_the_letter_follows_from_what_was_decided(
    right: object, actions: tuple[Action, ...], letter: str
) -> None:
    assert right.answer_type(decided(*actions)) == letter  # type: ignore[attr-defined]


def test_each_right_has_its_row_of_the_evidence_table() -> None:
    assert [
        right.request_kind(CASE)
        for right in (access, rectification, erasure, objection, marketing_objection)
    ] == [
        RequestKind.ACCESS,
        RequestKind.RECTIFICATION,
        RequestKind.ERASURE,
        RequestKind.OBJECTION,
        RequestKind.MARKETING_STOP,
    ]
