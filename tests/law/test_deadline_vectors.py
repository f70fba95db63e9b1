"""The vectors a lawyer checked by hand, one test each.

``vectors.json``: ``pauses`` are [asked, answered, counted]; ``nominal_end`` is the end before it
is rolled to a working day; ``due_with_eves`` holds where a site counts the eves as public
holidays; ``notice_due`` is given for extended periods only, while the program always tells it.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dsr.adapters.calendars import calendar_for
from dsr.law.deadline import Deadline, as_json, compute
from dsr.law.pauses import Pause

VECTORS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("vectors.json").read_text(encoding="utf-8")
)


def deadline_of(vector: dict[str, Any], *, eves_are_holidays: bool) -> Deadline:
    pauses = [
        Pause(date.fromisoformat(asked), date.fromisoformat(answered), counted)
        for asked, answered, counted in vector["pauses"]
    ]
    calendar = calendar_for(vector["country"], eves_are_holidays=eves_are_holidays)
    return compute(date.fromisoformat(vector["received"]), pauses, vector["extended"], calendar)


def test_there_are_as_many_vectors_as_were_checked() -> None:
    assert len(VECTORS) == 30
    assert len({vector["id"] for vector in VECTORS}) == 30


@pytest.mark.shows("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R9")
@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_vector(vector: dict[str, Any]) -> None:
    deadline = deadline_of(vector, eves_are_holidays=False)
    assert deadline.due is not None
    assert deadline.due.isoformat() == vector["due"]
    assert deadline.nominal_end.isoformat() == vector["nominal_end"]
    assert deadline.clock == "running"
    if vector["notice_due"]:
        assert deadline.extension_notice_due.isoformat() == vector["notice_due"]
    assert as_json(deadline)["due"] == vector["due"]


@pytest.mark.shows("R5")
@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_vector_where_the_eves_are_holidays(vector: dict[str, Any]) -> None:
    deadline = deadline_of(vector, eves_are_holidays=True)
    assert deadline.due == date.fromisoformat(vector["due_with_eves"])


def test_some_vector_tells_the_two_configurations_apart() -> None:
    assert {v["id"] for v in VECTORS if v["due"] != v["due_with_eves"]} == {"H19", "H26"}
