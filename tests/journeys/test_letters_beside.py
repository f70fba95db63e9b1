"""Letters beside the answer: to recipients, to representatives, of a restriction meanwhile."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.desk import Desk, Letter
from tests.journeys.people import LEENA, MARKKU

PROCESSOR = "Ajas Oy"


def test_a_recipient_is_told_the_least_it_needs(desk: Desk, tmp_path: Path) -> None:
    case = desk.notes_one("erasure", received="2026-03-04", channel="post", **MARKKU)  # Wednesday
    case.link("3")
    case.do("accept_identity", method="call_back")
    case.confirm()
    target = tmp_path / "letter.pdf"
    call = ["letter", "recipient", case.number, "--out", str(target)]
    early = desk.says(*call, "--to", PROCESSOR)
    assert early.exit == 3 and "Art. 19" in early.err and not target.exists()
    case.do("decide", lighter_outcome="vouchers are kept without the rest; the law allows no less")
    case.carry_out()
    assert desk.says(*call, "--to", "Nobody Oy").exit == 3
    assert desk.says(*call, "--to", PROCESSOR, "--confirm-by", "2026-03-27").exit == 0  # Friday
    told = Letter(0, "LT-A19-RECIPIENT", target.read_bytes()).text
    for said in (PROCESSOR, "asiakasnumero 3", "27.3.2026", case.number):
        assert said in told, said
    for unsaid in ("Tammela", "Hämeentie", "oikeussuojakeinoja"):
        assert unsaid not in told
    assert desk.says(*call, "--to", PROCESSOR, "--language", "de").exit == 5
    assert not [one for one in case.shown["letters"] if one["type"] == "LT-A19-RECIPIENT"]


def test_authority_is_asked_of_the_representative_and_says_nothing_of_the_person(
    desk: Desk,
) -> None:
    case = desk.notes_one("access", received="2026-03-10", channel="post", **LEENA)  # Tuesday
    case.do(
        "name_representative",
        user="desk",
        representative_name="Eero Edustaja",
        capacity="mandatary",
        representative_street="Toisentie 4",
        representative_postcode="00530",
        representative_city="Helsinki",
    )
    case.do("ask_authority", missing_authority="valtakirja, joka koskee juuri tätä pyyntöä")
    asked = case.sent("LT-NEED-AUTH")
    for said in ("Hei Eero Edustaja,", "Toisentie 4", "valtakirja, joka koskee", "Leena Rautio"):
        assert said in asked.text, said
    assert "Sturenkatu" not in asked.text and "asiakkaana" not in asked.text
    # Tuesday 10 March and a month: Friday 10 April; asked on 12 March, two weeks to answer.
    assert "10.4.2026" in asked.text and "26.3.2026" in asked.text


def test_a_restriction_is_told_while_the_request_is_assessed(desk: Desk) -> None:
    case = desk.notes_one("rectification", received="2026-03-10", channel="post", **MARKKU)
    case.link("3")
    case.do("accept_identity", method="call_back")
    case.do("restrict")
    case.run()
    case.do("tell_restriction")
    assert case.state == "assessing"
    told = case.sent("LT-RESTRICT").text
    assert "Ilmoitus" in told and "siksi ajaksi, kun arvioimme pyyntöäsi" in told
    assert "olet kiistänyt tietojen paikkansapitävyyden" in told
    assert "erillisen vastauksen" in told
