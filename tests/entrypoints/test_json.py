"""The JSON of the contract: its keys, and one object on standard output whatever happens."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.faults import stories
from tests.faults.desk import Desk, dsr

SAMPLES = Path(__file__).resolve().parents[2] / "letters" / "samples"
ROW = {"case", "right", "state", "received", "strict_due", "due", "clock"}
READING = {
    "pages", "language", "rights", "sender", "letter_date", "arrival_stamp", "case_number", "qr",
    "signature", "text", "fields",
}  # fmt: skip


@pytest.fixture(scope="module")
def case(desk: Desk) -> str:
    return stories.erasure_approved(desk)


def keys(found: Any, *expected: str) -> None:
    assert set(expected) <= set(found), set(expected) - set(found)


def test_due() -> None:
    words = ("--received", "2026-03-02", "--pause", "2026-03-04:2026-03-14", "--extended", "2")
    found = dsr("due", *words, "--json", DSR_TODAY=None).json()
    keys(found, "received", "strict_due", "due", "nominal_end", "extension_notice_due", "clock")
    assert found["explanation"] and found["received"] == "2026-03-02"
    open_pause = dsr("due", "--received", "2026-03-02", "--pause", "2026-03-04:", "--json").json()
    assert open_pause["due"] is None and open_pause["clock"] == "stopped"


def test_a_letter_is_read_and_logged(desk: Desk) -> None:
    scan = str(SAMPLES / "access-fi.pdf")
    asked = ("--received", "2026-03-06")
    found = desk.must("desk", "intake", "letter", scan, *asked)
    keys(found, "letter", "cases", "reading", "candidates", "duplicates")
    keys(found["reading"], *READING)
    keys(found["reading"]["sender"], "name", "street", "postcode", "city", "email", "phone")
    keys(found["reading"]["signature"], "present", "confidence", "page", "bbox")
    for field in found["reading"]["fields"].values():
        keys(field, "value", "confidence", "bbox", "page")
    assert found["reading"]["rights"] == ["access"] and found["reading"]["language"] == "fi"
    (case,) = found["cases"]
    keys(case, "case", "right", "state", "strict_due")
    for candidate in found["candidates"]:
        keys(candidate, "register", "key", "score", "why")


def test_the_case_commands(desk: Desk, case: str) -> None:
    keys(desk.must("officer", "case", "list")["cases"][0], *ROW)
    keys(desk.must("officer", "case", "show", case), *ROW, "explanation", "decisions", "letters")
    event = desk.must("officer", "case", "history", case)["events"][0]
    keys(event, "seq", "at", "actor", "name", "state_before", "state_after", "details", "digest")
    steps = desk.must("officer", "case", "steps", case)
    keys(steps, "case", "state", "steps")
    keys(steps["steps"][0], "step", "may", "from_here", "who", "why_not", "facts", "leads_to")
    plan = desk.must("officer", "case", "plan", case)
    keys(plan, "case", "registers", "digest", "statements", "rows")
    keys(plan["rows"][0], "table", "key", "group", "action", "before", "after", "ground", "until")


def test_a_run(own_desk: Desk) -> None:
    case = stories.erasure_approved(own_desk)
    found = own_desk.must("officer", "case", "run", case)
    keys(found, *ROW, "receipt", "counts", "replayed", "proven", "residuals")
    assert found["proven"] is True and found["replayed"] is False


def test_the_commands_about_the_site(desk: Desk, case: str) -> None:
    grounds = desk.must("officer", "grounds", "--right", "erasure")
    listed = grounds if isinstance(grounds, list) else grounds["grounds"]
    keys(listed[0], "code", "law", "kind", "title")
    assert desk.must("officer", "audit", "verify")["whole"] is True
    today = desk.must("officer", "today")
    keys(today["sentences"][0], "code", "text", "command", "cases")
    assert case in [number for one in today["sentences"] for number in one["cases"]]
    keys(desk.must("officer", "doctor")["checks"][0], "name", "passed", "sentence", "way_out")
    keys(desk.must("officer", "user", "list")["users"][0], "user", "roles", "active")


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("case", "show", "DSR-2026-9999"), 4, "not_found"),
        (("case", "run", "CASE"), 3, "refused"),
        (("case", "do", "CASE", "fly"), 3, "refused"),
        (("due", "--received", "soon"), 2, "usage"),
        (("intake", "note", "--received", "2026-03-06"), 5, "bad_input"),
        (("case", "show"), 2, "usage"),
    ],
)
def test_a_refusal_is_one_object_too(
    desk: Desk, words: tuple[str, ...], code: int, error: str
) -> None:
    number = stories.received(desk, "8", "access")
    given = [number if word == "CASE" else word for word in words]
    answer = desk.call("officer", *given, "--json")
    assert answer.code == code, answer.err
    found = json.loads(answer.out)
    keys(found, "error", "message", "way_out", "faults")
    assert found["error"].startswith(error) and found["message"]
    assert answer.err and "Traceback" not in answer.err


def test_a_doctor_who_finds_something_still_prints_one_object(own_desk: Desk) -> None:
    (own_desk.site / "keys" / "vault.key").chmod(0o600)
    stories.alter(own_desk.site, "ALTER TABLE customers ADD COLUMN shoe_size TEXT")
    answer = own_desk.call("officer", "doctor", "--json")
    assert answer.code == 5
    failed = [check for check in json.loads(answer.out)["checks"] if not check["passed"]]
    assert "shoe_size" in failed[0]["sentence"] and failed[0]["way_out"]
