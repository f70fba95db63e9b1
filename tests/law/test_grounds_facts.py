"""Facts carry a ground or are rejected."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dsr.law.ground import YearsAfter
from dsr.law.ground_facts import years_after
from dsr.law.grounds import fact_faults
from tests.law.carrying import CATALOGUE, SUPPLIED, carrying

TODAY = date(2026, 3, 12)  # Thursday


def codes_of(faults: tuple[object, ...]) -> set[str]:
    return {str(getattr(fault, "code", "")) for fault in faults}


@pytest.mark.shows("every ground")
@pytest.mark.parametrize("code", CATALOGUE.grounds)
def test_full_facts_carry_every_ground(code: str) -> None:
    ground = CATALOGUE.get(code)
    assert fact_faults(ground, carrying(ground), on=TODAY) == ()


@pytest.mark.shows("every ground")
@pytest.mark.parametrize("code", CATALOGUE.grounds)
def test_no_facts_carry_no_ground_and_every_missing_one_is_named(code: str) -> None:
    ground = CATALOGUE.get(code)
    faults = fact_faults(ground, {})
    missing = {fault.place for fault in faults if fault.code == "ground.fact_missing"}
    assert missing == {f"{code}.{fact.name}" for fact in ground.facts.values() if fact.required}
    assert missing


@pytest.mark.parametrize(
    "phrase",
    [
        "Tämä on meillä normaali menettely kaikissa pyynnöissä",
        "Henkilöllisyys kysytään varmuuden vuoksi jokaiselta asiakkaalta",
        "Vakiomenettelymme mukaan pyydämme aina henkilöllisyystodistuksen",
        "Detta är standardförfarande hos oss för alla begäranden",
        "Vi frågar alla för säkerhets skull om deras identitet",
        "This is our STANDARD   procedure for every request",
        "It is company policy to ask everybody for identification",
    ],
)
def test_stock_phrases_are_no_doubt_about_this_request(phrase: str) -> None:
    ground = CATALOGUE.get("ID-12-6-ASK")
    faults = fact_faults(ground, carrying(ground, doubt_reason=phrase))
    assert [fault.place for fault in faults] == ["ID-12-6-ASK.doubt_reason"]
    assert codes_of(faults) == {"ground.fact_stock_phrase"}


def test_a_concrete_doubt_is_accepted() -> None:
    ground = CATALOGUE.get("ID-12-6-ASK")
    doubt = "The letter asks to send the answer to an address that is not in our register"
    assert fact_faults(ground, carrying(ground, doubt_reason=doubt)) == ()


@pytest.mark.parametrize("thin", ["epäilys", "x" * 60, "epäily epäily epäily epäily", "?!" * 30])
def test_thin_reasons_are_rejected(thin: str) -> None:
    ground = CATALOGUE.get("ID-12-6-ASK")
    faults = fact_faults(ground, carrying(ground, doubt_reason=thin))
    assert codes_of(faults) == {"ground.fact_thin"}


@pytest.mark.parametrize(
    ("code", "name", "value"),
    [
        ("ID-12-6-ASK", "doubt_reason", 7),
        ("ID-12-6-ASK", "methods", {"a": "b"}),
        ("ID-12-6-ASK", "data_sensitivity", "S4"),
        ("ID-12-6-ASK", "already_authenticated", "perhaps"),
        ("ID-12-6-ASK", "asked_date", "12.3.2026"),
        ("ID-12-6-ASK", "asked_date", datetime(2026, 3, 12, 9, 30)),  # noqa: DTZ001
        ("ID-12-6-ASK", "asked_date", "2026-02-30"),
        ("FEE-12-5", "fee_amount", "cheap"),
        ("FEE-12-5", "fee_amount", True),
        ("FEE-12-5", "fee_amount", "NaN"),
    ],
)
def test_values_of_the_wrong_type_are_rejected(code: str, name: str, value: object) -> None:
    ground = CATALOGUE.get(code)
    faults = fact_faults(ground, carrying(ground, **{name: value}))
    assert [(fault.code, fault.place) for fault in faults] == [
        ("ground.fact_type", f"{code}.{name}")
    ]


def test_values_from_a_command_line_are_understood() -> None:
    ground = CATALOGUE.get("FEE-12-5")
    typed = carrying(
        ground,
        fee_amount="12,5",
        same_scope="yes",
        earlier_requests="2.1.2026, access; 9.2.2026, access",
    )
    assert fact_faults(ground, typed, on=TODAY) == ()
    text = CATALOGUE.render("FEE-12-5", "fi", typed)
    assert "12,50\u00a0€" in text
    assert "2.1.2026, access; 9.2.2026, access." in text
    assert text.endswith("tai peruuttaa sen maksutta.")


def test_the_answer_that_undoes_a_ground_is_a_fault() -> None:
    ground = CATALOGUE.get("ID-12-6-ASK")
    faults = fact_faults(ground, carrying(ground, already_authenticated=True))
    assert codes_of(faults) == {"ground.fact_contradicts"}
    excess = CATALOGUE.get("EXC-12-5-EXC")
    faults = fact_faults(excess, carrying(excess, less_than_a_year=False))
    assert [fault.place for fault in faults] == ["EXC-12-5-EXC.less_than_a_year"]


def test_one_method_is_not_two() -> None:
    ground = CATALOGUE.get("ID-12-6-ASK")
    for methods in (["visit the office"], ["visit the office", "Visit the office"]):
        faults = fact_faults(ground, carrying(ground, methods=methods))
        assert [fault.place for fault in faults] == ["ID-12-6-ASK.methods"]


def test_a_late_question_needs_its_reason() -> None:
    ground = CATALOGUE.get("ID-12-6-ASK")
    late = carrying(ground, asked_without_undue_delay=False)
    assert [fault.place for fault in fact_faults(ground, late)] == ["ID-12-6-ASK.delay_reason"]
    late["delay_reason"] = "The letter lay in a mailbox that nobody emptied"
    assert fact_faults(ground, late) == ()


def test_a_fee_is_above_zero() -> None:
    ground = CATALOGUE.get("FEE-15-3")
    assert codes_of(fact_faults(ground, carrying(ground, fee_amount="0"))) == {"ground.fact_thin"}


def test_an_unknown_fact_is_reported_and_a_supplied_one_is_not() -> None:
    ground = CATALOGUE.get("EXT-12-3")
    faults = fact_faults(ground, carrying(ground, **SUPPLIED, shoe_size="42"))
    assert [(fault.code, fault.place) for fault in faults] == [
        ("ground.fact_unknown", "EXT-12-3.shoe_size")
    ]


@pytest.mark.shows("ERA-17-3-B-KPL6", "ERA-17-3-B-KPL10")
@pytest.mark.parametrize(
    ("code", "period_end", "right", "wrong"),
    [
        ("ERA-17-3-B-KPL6", "2023-12-31", "2029-12-31", "2029-03-15"),
        ("ERA-17-3-B-KPL6", "2024-03-31", "2030-12-31", "2030-03-31"),
        ("ERA-17-3-B-KPL10", "2023-12-31", "2033-12-31", "2033-12-30"),
        ("ERA-17-3-B-KPL10", "2024-03-31", "2034-03-31", "2034-12-31"),
    ],
)
def test_the_law_computes_how_long_accounts_are_kept(
    code: str, period_end: str, right: str, wrong: str
) -> None:
    ground = CATALOGUE.get(code)
    facts = carrying(ground, accounting_period_end=period_end, retention_end=right)
    assert fact_faults(ground, facts, on=TODAY) == ()
    faults = fact_faults(ground, facts | {"retention_end": wrong}, on=TODAY)
    assert [fault.place for fault in faults] == [f"{code}.retention_end"]
    assert right in faults[0].sentence


def test_years_are_counted_to_the_day_and_clamped_in_february() -> None:
    assert years_after(YearsAfter("x", 5, False), date(2024, 2, 29)) == date(2029, 2, 28)
    assert years_after(YearsAfter("x", 4, False), date(2024, 2, 29)) == date(2028, 2, 29)


def test_what_may_no_longer_be_kept_is_no_ground() -> None:
    ground = CATALOGUE.get("ERA-17-3-B-KPL6")
    facts = carrying(ground, accounting_period_end="2019-12-31", retention_end="2025-12-31")
    assert fact_faults(ground, facts, on=date(2025, 12, 30)) == ()
    faults = fact_faults(ground, facts, on=date(2026, 1, 15))
    assert [fault.code for fault in faults] == ["ground.fact_date"]
    assert "carry the request out" in faults[0].sentence


def test_the_restriction_ends_after_its_notice() -> None:
    ground = CATALOGUE.get("RES-18-3")
    facts = carrying(ground, notice_date="2026-03-12", lift_date="2026-03-19")
    assert fact_faults(ground, facts, on=TODAY) == ()
    same_day = facts | {"lift_date": "2026-03-12"}
    assert codes_of(fact_faults(ground, same_day)) == {"ground.fact_date"}


def test_the_reason_is_told_or_withheld_but_not_both_nor_neither() -> None:
    ground = CATALOGUE.get("ACC-FI34-1")
    told = carrying(ground)
    assert told["reasons_may_be_told"] is True
    without = {k: v for k, v in told.items() if k != "reason"}
    withheld = without | {
        "reasons_may_be_told": False,
        "why_not_told": "The suspect would learn that an investigation is under way",
        "withheld": "telling_would_endanger",
    }
    assert fact_faults(ground, told) == fact_faults(ground, withheld) == ()
    both = told | {"withheld": "telling_would_endanger"}
    assert codes_of(fact_faults(ground, both)) == {"ground.fact_one_of"}
    assert codes_of(fact_faults(ground, without)) == {
        "ground.fact_missing",
        "ground.fact_one_of",
    }
    assert "vaarantaisi rajoituksen tarkoituksen." in CATALOGUE.render(ground.code, "fi", withheld)
    assert "vaarantaisi" not in CATALOGUE.render(ground.code, "fi", told)


@pytest.mark.parametrize("code", ["ACC-FI34-1", "ACC-FI34-2", "ACC-FI34-3"])
def test_a_reason_is_withheld_only_with_why_it_may_not_be_told(code: str) -> None:
    ground = CATALOGUE.get(code)
    told_fact = next(iter(ground.one_of))[0]
    silent = {k: v for k, v in carrying(ground).items() if k != told_fact}
    silent |= {"reasons_may_be_told": "no", "withheld": "telling_would_endanger"}
    assert [f.place for f in fact_faults(ground, silent)] == [f"{code}.why_not_told"]
    reasoned = silent | {"why_not_told": "Telling it would show who reported the matter"}
    assert fact_faults(ground, reasoned) == ()
    # Withheld although it may be told: the ground asks for the reason.
    contradicting = reasoned | {"reasons_may_be_told": "yes"}
    missing = {f.place for f in fact_faults(ground, contradicting)}
    assert f"{code}.{told_fact}" in missing
    text = CATALOGUE.render(code, "en", reasoned)
    assert "telling it would itself endanger" in text
    assert "who reported the matter" not in text


@pytest.mark.parametrize("code", ["ERA-17-3-E", "OBJ-21-1-CLAIMS"])
def test_a_claim_holds_three_years_and_is_not_rounded_to_the_year(code: str) -> None:
    ground = CATALOGUE.get(code)
    begun = {"limitation_start": "2022-09-14"}  # Wednesday; K05
    on = date(2025, 3, 3)  # Monday
    three = carrying(ground, **begun, retention_end="2025-09-14")  # Sunday
    assert fact_faults(ground, three, on=on) == ()
    shorter = carrying(ground, **begun, retention_end="2025-06-30")  # Monday
    assert fact_faults(ground, shorter, on=on) == ()
    rounded = carrying(ground, **begun, retention_end="2025-12-31")  # Wednesday
    (fault,) = fact_faults(ground, rounded, on=on)
    assert fault.place == f"{code}.retention_end"
    assert "2025-09-14" in fault.sentence
    interrupted = rounded | {
        "longer_reason": "She acknowledged the debt in writing in January 2023"
    }
    assert fact_faults(ground, interrupted, on=on) == ()


def test_a_day_that_the_law_computes_is_itself_a_day_of_keeping() -> None:
    ground = CATALOGUE.get("ERA-17-3-B-KPL6")
    facts = carrying(ground, accounting_period_end="2019-12-31", retention_end="2025-12-31")
    assert fact_faults(ground, facts, on=date(2025, 12, 31)) == ()  # Wednesday
    assert codes_of(fact_faults(ground, facts, on=date(2026, 1, 1))) == {"ground.fact_date"}


def test_a_childs_health_data_want_the_professional_who_judged_maturity() -> None:
    ground = CATALOGUE.get("ID-CHILD")
    facts = carrying(ground)
    bare = {k: v for k, v in facts.items() if k not in ("professional", "prohibition_basis")}
    assert {f.place for f in fact_faults(ground, bare)} == {
        "ID-CHILD.professional",
        "ID-CHILD.prohibition_basis",
    }
    plain = bare | {"health_or_social_data": False, "prohibition_recorded": False}
    assert fact_faults(ground, plain) == ()


def test_a_dead_patients_data_want_the_route_of_health_care_law() -> None:
    ground = CATALOGUE.get("SCOPE-DECEASED")
    facts = {k: v for k, v in carrying(ground).items() if k != "other_route"}
    assert [f.place for f in fact_faults(ground, facts)] == ["SCOPE-DECEASED.other_route"]
    assert fact_faults(ground, facts | {"patient_data": "no"}) == ()


def test_faults_carry_no_recorded_value() -> None:
    canary = "Kanarialintu 5a1f"
    for ground in CATALOGUE:
        facts = dict.fromkeys(ground.facts, canary)
        for fault in fact_faults(ground, facts):
            assert canary not in str(fault)
