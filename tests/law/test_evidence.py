"""The table of evidence levels, cell by cell."""

from __future__ import annotations

import pytest

from dsr.errors import BadInput
from dsr.law.evidence import Level, Need, RequestKind, Sensitivity, needed_level

TABLE = """
marketing_stop       E0 E0 E0 E0
objection            E0 E1 E1 E2
consent_withdrawal   E0 E1 E1 E1
restriction          E0 E1 E1 E2
rectification        E1 E1 E2 E2
erasure              E1 E2 E2 E3
access               E1 E1 E2 E2
portability          E2 E2 E3 E3
"""
CELLS = [
    (RequestKind(kind), sensitivity, Level[level])
    for kind, *levels in (line.split() for line in TABLE.split("\n") if line)
    for sensitivity, level in zip(Sensitivity, levels, strict=True)
]


def test_the_table_has_every_request() -> None:
    assert {kind for kind, _, _ in CELLS} == set(RequestKind)


@pytest.mark.parametrize(("kind", "sensitivity", "level"), CELLS)
def test_cell(kind: RequestKind, sensitivity: Sensitivity, level: Level) -> None:
    need = needed_level(kind, sensitivity)
    assert need.level is level
    assert need.of_representative is None
    assert not need.tell_old_contact_point


def test_an_answer_to_a_new_address_needs_more() -> None:
    levels = [
        needed_level(RequestKind.ACCESS, sensitivity, answer_to_new_address=True).level
        for sensitivity in Sensitivity
    ]
    assert levels == [Level.E2, Level.E2, Level.E3, Level.E3]


def test_a_new_contact_point_needs_more_and_is_told_to_the_old_one() -> None:
    needs = [
        needed_level(RequestKind.RECTIFICATION, sensitivity, contact_point=True)
        for sensitivity in Sensitivity
    ]
    assert [need.level for need in needs] == [Level.E2, Level.E2, Level.E2, Level.E3]
    assert all(need.tell_old_contact_point for need in needs)


@pytest.mark.parametrize("kind", [k for k in RequestKind if k is not RequestKind.MARKETING_STOP])
def test_a_representative_shows_authority_and_own_identity(kind: RequestKind) -> None:
    for sensitivity, own in zip(Sensitivity, ("E2", "E2", "E2", "E3"), strict=True):
        need = needed_level(kind, sensitivity, by_representative=True)
        assert (need.level, need.of_representative) == (Level.E4, Level[own])
        assert need.is_met_by(Level.E3, authority_shown=True)
        assert not need.is_met_by(Level.E3)
        assert not need.is_met_by(Level.E1, authority_shown=True)


def test_nobody_proves_anything_to_stop_marketing() -> None:
    need = needed_level(
        RequestKind.MARKETING_STOP,
        Sensitivity.S3,
        by_representative=True,
        answer_to_new_address=True,
        contact_point=True,
    )
    assert need == Need(Level.E0)
    assert need.is_met_by(Level.E0)


def test_only_access_to_health_data_may_rise() -> None:
    need = needed_level(RequestKind.ACCESS, Sensitivity.S3)
    assert (need.level, need.may_rise_to) == (Level.E2, Level.E3)
    assert needed_level(RequestKind.ACCESS, Sensitivity.S2).may_rise_to is None


def test_more_sensitive_data_never_need_less() -> None:
    for kind in RequestKind:
        levels = [needed_level(kind, sensitivity).level for sensitivity in Sensitivity]
        assert levels == sorted(levels)


def test_a_need_is_met_from_its_level_upwards() -> None:
    need = needed_level(RequestKind.ERASURE, Sensitivity.S1)
    assert not need.is_met_by(Level.E1)
    assert need.is_met_by(Level.E2)
    assert need.is_met_by(Level.E3)


def test_e4_is_no_level_of_one_person() -> None:
    with pytest.raises(BadInput, match="E4"):
        needed_level(RequestKind.ERASURE, Sensitivity.S1).is_met_by(Level.E4)
