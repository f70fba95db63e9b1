"""Direct marketing stops, and nobody is asked who asks."""

from __future__ import annotations

import pytest

from tests.journeys.desk import Desk
from tests.journeys.scenarios.lawful import (
    ASKS_TOO_MUCH,
    LANGUAGES,
    dates,
    day_in,
    faults,
    never_says,
    says,
)

ALLOWED = "SELECT channel, allowed FROM marketing_permissions WHERE customer_id = 6 ORDER BY id"


@pytest.mark.shows("G02", "R15", "OBJ-DM", "ERA-SUPPRESS", "L03", "L04", "L23", "L24", "L30")
@pytest.mark.parametrize("language", LANGUAGES)
def test_g02_an_address_alone_stops_the_marketing_to_it(desk: Desk, language: str) -> None:
    case = desk.notes_one(
        "objection",
        received="2026-03-11",  # Wednesday
        channel="email",
        email="ecarter@example.org",
        language=language,
        marketing="yes",
    )
    assert dates(case)[0] == "2026-04-13"  # 11 April is a Saturday; Monday
    assert desk.rows(ALLOWED)[0] == ("email", 1)
    # To ask who it is has no step; neither has an extension, a fee or a refusal.
    for step in ("ask_identity", "accept_identity", "refuse", "propose_extension", "decide"):
        assert {"step.barred", "step.unknown"} & set(faults(case, step))
    case.do("stop_marketing", user="desk")
    assert case.run()["proven"]
    assert desk.rows(ALLOWED)[:2] == [("email", 0), ("sms", 1)]
    (answer,) = case.release()
    assert answer.type == "LT-DM-STOP"
    says(answer, day_in(language, "2026-03-11"), day_in(language, "2026-03-12"))
    never_says(answer, "Emily", "Carter,", *ASKS_TOO_MUCH[language])
    case.post_and_close(answer)


@pytest.mark.shows("G03", "OBJ-DM")
def test_g03_an_address_on_no_list_is_answered_without_a_question(desk: Desk) -> None:
    before = desk.rows("SELECT * FROM marketing_permissions")
    case = desk.notes_one(
        "objection",
        received="2026-03-11",
        channel="email",
        email="nobody.known@example.net",
        language="en",
        marketing="yes",
    )
    case.do("stop_marketing", user="desk")
    assert case.run()["proven"]
    assert desk.rows("SELECT * FROM marketing_permissions") == before
    (answer,) = case.release()
    assert answer.type == "LT-DM-STOP"
    never_says(answer, *ASKS_TOO_MUCH["en"], "please send us")
    case.post_and_close(answer)
