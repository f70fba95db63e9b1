"""The codes are the sixty of the legal specification, and what they say of themselves is sound."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dsr.errors import NotFound
from dsr.law.ground import REASONED, RIGHTS
from dsr.law.ground_page import catalogue_as_markdown
from dsr.law.ground_rules import is_held_by_law
from dsr.law.grounds import Catalogue, load
from dsr.shipped import shipped

CATALOGUE = load(shipped("letters"))

# Written out on purpose: decisions of years ago refer to these codes.
CODES = [
    "ID-12-6-ASK",
    "ID-12-2-FAIL",
    "ID-11-2",
    "ID-REP",
    "ID-CHILD",
    "SCOPE-CLARIFY",
    "SCOPE-NODATA",
    "SCOPE-OTHER-CTRL",
    "SCOPE-DECEASED",
    "SCOPE-SELF",
    "EXT-12-3",
    "EXC-12-5-UNF",
    "EXC-12-5-EXC",
    "EXC-12-5-ABUSE",
    "FEE-12-5",
    "FEE-15-3",
    "ACC-15-4",
    "ACC-15-4-TS",
    "ACC-LOG",
    "ACC-FI34-1",
    "ACC-FI34-2",
    "ACC-FI34-3",
    "ACC-AML",
    "ACC-FI31",
    "ACC-FI32",
    "ALL-FI27",
    "REC-ACCURATE",
    "REC-OPINION",
    "REC-HISTORICAL",
    "REC-STATEMENT",
    "ERA-NOGROUND",
    "ERA-CONTRACT",
    "ERA-17-3-A",
    "ERA-17-3-B-KPL6",
    "ERA-17-3-B-KPL10",
    "ERA-17-3-B-PAT",
    "ERA-17-3-B-SOC",
    "ERA-17-3-B-AML",
    "ERA-17-3-B-OTHER",
    "ERA-17-3-B-PUB",
    "ERA-17-3-C",
    "ERA-17-3-D",
    "ERA-17-3-E",
    "ERA-SUPPRESS",
    "ERA-BACKUP",
    "RES-18-1-NONE",
    "RES-18-2",
    "RES-18-3",
    "OBJ-21-1-BASIS",
    "OBJ-21-1-SITUATION",
    "OBJ-21-1-COMPELLING",
    "OBJ-21-1-CLAIMS",
    "OBJ-21-6",
    "OBJ-DM",
    "POR-20-1",
    "POR-20-1-INFERRED",
    "POR-20-2",
    "POR-20-3",
    "POR-20-4",
    "CON-7-3",
]

KINDS = {
    "POSTPONE": "ID-12-6-ASK ID-REP SCOPE-CLARIFY EXT-12-3 ERA-BACKUP OBJ-21-1-SITUATION",
    "REFUSE": """ID-12-2-FAIL ID-11-2 SCOPE-DECEASED EXC-12-5-ABUSE ACC-AML ALL-FI27 REC-ACCURATE
        REC-HISTORICAL ERA-NOGROUND ERA-CONTRACT ERA-17-3-A ERA-17-3-B-AML ERA-17-3-B-PUB
        ERA-17-3-C ERA-17-3-D RES-18-1-NONE OBJ-21-1-BASIS OBJ-21-1-COMPELLING OBJ-21-1-CLAIMS
        OBJ-21-6 POR-20-3""",
    "REFUSE LIMIT": """ID-CHILD ACC-FI34-1 ACC-FI34-2 ACC-FI34-3 REC-OPINION ERA-17-3-B-PAT
        ERA-17-3-B-SOC POR-20-1""",
    "LIMIT": """ACC-15-4 ACC-15-4-TS ACC-LOG ACC-FI31 ACC-FI32 REC-STATEMENT ERA-17-3-B-KPL6
        ERA-17-3-B-KPL10 ERA-17-3-B-OTHER ERA-17-3-E RES-18-2 POR-20-1-INFERRED POR-20-2
        POR-20-4""",
    "REFUSE CHARGE": "EXC-12-5-UNF EXC-12-5-EXC",
    "CHARGE": "FEE-12-5 FEE-15-3",
    "INFORM": "SCOPE-NODATA SCOPE-SELF ERA-SUPPRESS RES-18-3",
    "INFORM REFUSE": "SCOPE-OTHER-CTRL",
    "GUARD": "OBJ-DM CON-7-3",
}

OFF_BY_DEFAULT = {
    "ACC-FI34-3",
    "ACC-AML",
    "ACC-FI31",
    "ACC-FI32",
    "ALL-FI27",
    "ERA-17-3-B-AML",
    "ERA-17-3-B-PUB",
    "ERA-17-3-D",
    "OBJ-21-6",
    "POR-20-3",
}

DPV = re.compile(
    r"https://w3id\.org/dpv/(justifications#|legal/eu/gdpr#JustificationA(12|17))[A-Z][A-Za-z]+"
)


def test_the_catalogue_holds_exactly_the_sixty_codes() -> None:
    assert len(CODES) == len(set(CODES)) == 60
    assert [ground.code for ground in CATALOGUE] == CODES


def test_every_code_has_the_kinds_of_the_specification() -> None:
    expected = {code: kinds.split() for kinds, codes in KINDS.items() for code in codes.split()}
    assert {ground.code: list(ground.kinds) for ground in CATALOGUE} == expected


def test_exactly_these_are_off_until_the_officer_activates_them() -> None:
    assert {ground.code for ground in CATALOGUE if not ground.enabled_by_default} == OFF_BY_DEFAULT
    assert CATALOGUE.get("OBJ-21-6").is_enabled(frozenset({"OBJ-21-6"}))


def test_two_persons_decide_every_refusal_fee_and_extension() -> None:
    for ground in CATALOGUE:
        wanted = bool({"REFUSE", "CHARGE"} & set(ground.kinds)) or ground.code == "EXT-12-3"
        assert ground.second_person is wanted, ground.code


def test_two_persons_decide_a_limitation_of_the_most_sensitive_data() -> None:
    assert CATALOGUE.get("ACC-15-4").needs_second_person("S3")
    assert not CATALOGUE.get("ACC-15-4").needs_second_person("S2")
    assert not CATALOGUE.get("SCOPE-NODATA").needs_second_person("S3")


@pytest.mark.parametrize("code", CODES)
def test_dpv_terms_are_full_identifiers_or_explained(code: str) -> None:
    ground = CATALOGUE.get(code)
    assert all(DPV.fullmatch(term) for term in ground.dpv)
    assert ground.dpv or ground.dpv_note


@pytest.mark.parametrize("code", CODES)
def test_law_and_note_and_a_lawful_status_are_recorded(code: str) -> None:
    ground = CATALOGUE.get(code)
    assert all(
        re.search(r"Art\. \d|recital|Act |paragraph|C-\d|KHO|National law", rule)
        for rule in ground.law
    )
    assert ground.review_note
    assert ground.status in {"verified", "partly verified", "from knowledge"}


@pytest.mark.parametrize(
    "code", [ground.code for ground in CATALOGUE if REASONED & set(ground.kinds)]
)
def test_refusals_and_limits_record_a_reason(code: str) -> None:
    ground = CATALOGUE.get(code)
    reasons = [fact for fact in ground.facts.values() if fact.reason]
    assert reasons or (code == "ACC-AML" and ground.same_for_everyone)
    assert all(fact.kind == "text" for fact in reasons)


def test_only_one_text_is_the_same_for_everyone() -> None:
    assert [ground.code for ground in CATALOGUE if ground.same_for_everyone] == ["ACC-AML"]


def test_marketing_and_consent_have_no_ground_of_refusal_of_their_own() -> None:
    for ground in CATALOGUE.for_right("consent_withdrawal"):
        only_informs = set(ground.kinds) == {"INFORM"}  # nothing was found under what was given
        assert ground.is_guard or only_informs or is_held_by_law(ground.code), ground.code
    assert CATALOGUE.get("OBJ-DM").is_guard
    assert not CATALOGUE.get("OBJ-DM").negative


def test_grounds_of_a_right_are_those_that_name_it() -> None:
    for right in RIGHTS:
        codes = {ground.code for ground in CATALOGUE.for_right(right)}
        assert codes == {ground.code for ground in CATALOGUE if right in ground.rights}
        assert codes
    assert "ERA-CONTRACT" not in {ground.code for ground in CATALOGUE.for_right("access")}


def test_anonymous_marketing_objections_are_not_stopped_by_missing_identification() -> None:
    assert "objection" not in CATALOGUE.get("ID-11-2").rights


def test_unknown_code_right_and_language_name_the_way_out() -> None:
    with pytest.raises(NotFound, match="dsr grounds"):
        CATALOGUE.get("ERA-17-4")
    with pytest.raises(NotFound, match="access"):
        CATALOGUE.for_right("forgetting")
    with pytest.raises(NotFound, match="fi, sv, en"):
        CATALOGUE.wording("OBJ-DM", "de")


def test_json_has_the_promised_fields_and_the_controllers_own_state() -> None:
    rows = CATALOGUE.as_json("objection", "sv", activated=frozenset({"OBJ-21-6"}))
    promised = {"code", "kind", "rights", "law", "title", "facts", "dpv", "text", "enabled"}
    assert all(promised | {"second_person"} <= set(row) for row in rows)
    by_code = {row["code"]: row for row in rows}
    assert by_code["OBJ-21-6"]["enabled"] is True
    assert by_code["ALL-FI27"]["enabled"] is False
    assert by_code["OBJ-DM"]["title"] == "Den direkta marknadsföringen har upphört"
    assert len(CATALOGUE.as_json()) == 60


def test_the_page_in_the_handbook_is_the_generated_one() -> None:
    committed = Path(__file__).parents[2] / "docs" / "grounds.md"
    assert committed.read_text(encoding="utf-8") == catalogue_as_markdown(CATALOGUE), (
        "docs/grounds.md is stale: write catalogue_as_markdown(load(shipped('letters'))) into it"
    )


def test_the_page_changes_with_the_catalogue() -> None:
    other = Catalogue("2030-01-01", CATALOGUE.languages, CATALOGUE.grounds, CATALOGUE.wordings)
    assert catalogue_as_markdown(other) != catalogue_as_markdown(CATALOGUE)
