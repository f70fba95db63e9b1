"""The last day of storage in the access answer: computed where it can be, row by row."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

import pytest

from dsr.cases.decision import Action
from dsr.cases.letter import FactList, LetterContent
from dsr.cases.register import FoundRow
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.gate import check
from dsr.stages.response.kept_until import last_days
from dsr.stages.response.printed_text import texts
from tests.stages.response.covered import written
from tests.stages.response.salon import as_pages, letter_facts
from tests.stages.response.salon_decisions import decide
from tests.stages.response.salon_register import GROUPS, findings

SOLD = (date(2023, 6, 30), date(2025, 2, 3))  # Friday, Monday


def receipts(rule: str, *traits: dict[str, object]) -> LetterFacts:
    """The receipts alone, with these traits, kept by this rule."""
    found = findings("en")[3]
    rows = tuple(replace(r, traits=t) for r, t in zip(found.rows, traits, strict=False))
    finding = replace(found, group=replace(found.group, retention=rule), rows=rows)
    give = (decide("receipts", Action.GIVE),)
    return letter_facts("LT-ACCESS-FULL", "en", findings=(finding,), decisions=give)


def said(content: LetterContent, code: str) -> str:
    return "\n".join(t for e in content.elements if code in e.codes for t in texts(e))


def test_rows_with_different_last_days_tell_their_own() -> None:
    facts = receipts("accounting_voucher", *({"voucher_date": day} for day in SOLD))
    content = written(facts)
    assert check(content, as_pages(content), facts) == ()
    assert "31 December 2029 – 31 December 2031" in said(content, "L15").replace("\u00a0", " ")
    assert "Kept at most until" in said(content, "L20")
    assert "31 December 2029" in said(content, "L20").replace("\u00a0", " ")
    exact = next(e for e in content.enclosures if e.relationship == "Data")
    (group,) = json.loads(exact.content)["groups"]
    assert group["retention_last_days"] == ["2029-12-31", "2031-12-31"]


def test_one_day_for_all_rows_is_told_once() -> None:
    facts = receipts("accounting_voucher", *({"voucher_date": SOLD[1]} for _ in SOLD))
    content = written(facts)
    assert "Last day of storage\n31 December 2031" in said(content, "L15").replace("\u00a0", " ")
    assert "Kept until" not in said(content, "L20")


def test_the_days_are_needed_in_the_letter() -> None:
    facts = receipts("accounting_voucher", *({"voucher_date": day} for day in SOLD))
    content = written(facts)
    survived = []
    for day in ("31 December 2029", "31 December 2031"):
        elements = []
        for element in content.elements:
            if "L15" not in element.codes:
                elements.append(element)
                continue
            (block,) = element.blocks
            assert isinstance(block, FactList)
            items = tuple((a, b.replace("\u00a0", " ").replace(day, "-")) for a, b in block.items)
            elements.append(replace(element, blocks=(FactList(items),)))
        made = replace(content, elements=tuple(elements))
        if "letter.kept_until" not in {f.code for f in check(made, as_pages(made), facts)}:
            survived.append(day)
    assert survived == []


def test_a_period_that_has_ended_is_told_as_it_is() -> None:
    facts = receipts("accounting_voucher", {"voucher_date": date(2018, 5, 2)})  # Wednesday
    told = said(written(facts), "L15").replace("\u00a0", " ")
    assert "The storage period has ended: 31 December 2024." in told


@pytest.mark.parametrize(
    ("rule", "traits", "day"),
    [
        ("log_2y", {"logged_at": datetime(2026, 2, 25, 9, 58)}, date(2028, 2, 25)),  # noqa: DTZ001
        ("while_customer", {"relationship_ended": date(2026, 2, 25)}, date(2029, 2, 25)),
        ("claims_3y", {"relationship_ended": date(2024, 2, 29)}, date(2027, 2, 28)),
        ("open_contract", {"open": True, "valid_until": date(2026, 12, 12)}, date(2026, 12, 12)),
        ("open_contract", {"open": False, "valid_until": date(2026, 12, 12)}, None),
        ("log_2y", {}, None),
        ("patient_record", {"voucher_date": date(2026, 1, 2)}, None),
    ],
)
def test_the_rule_gives_the_day(rule: str, traits: dict[str, object], day: date | None) -> None:
    finding = findings("en")[3]
    finding = replace(finding, group=replace(finding.group, retention=rule))
    row = FoundRow("receipts", "1", {}, traits)
    assert last_days(finding, (row,), (12, 31)).different == ((day,) if day else ())


def test_a_day_that_the_next_visit_moves_says_so() -> None:
    facts = receipts("while_customer", {"relationship_ended": date(2026, 2, 25)})
    assert "if you do not visit us again\n25 February 2029" in said(written(facts), "L15").replace(
        "\u00a0", " "
    )
    past = receipts("while_customer", {"relationship_ended": date(2020, 2, 25)})
    assert "visit us again" not in said(written(past), "L15")


# ------------------------------------------------------------------ data to be taken elsewhere


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_is_taken_elsewhere_holds_the_groups_given_and_describes_itself(language: str) -> None:
    decisions = [decide("bookings", Action.GIVE), decide("customer", Action.GIVE)]
    facts = letter_facts(
        "LT-PORT", language, decisions=tuple(decisions), findings=findings(language)
    )
    content = written(facts)
    files = {e.relationship: e.content.decode("utf-8-sig") for e in content.enclosures}
    whole = json.loads(files["Data"])
    assert [g["group"] for g in whole["groups"]] == ["booking.customer", "booking.bookings"]
    assert set(whole["schema"]) == {"booking.customers", "booking.bookings"}
    service = whole["schema"]["booking.bookings"]["fields"]["service"]
    massage = {"fi": "hieronta", "sv": "massage", "en": "massage"}[language]
    assert service["codes"]["MASS"] == massage and service["label"]
    assert whole["format"] == "dsr-copy/2"
    for label in (GROUPS[2].label, GROUPS[3].label):
        assert label[language] not in files["Alternative"] + files["Data"]
    assert massage in files["Alternative"]
