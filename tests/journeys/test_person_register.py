"""A person as register beside the booking system: asked, answered, decided, told, proven."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.journeys.desk import CaseFile, Desk
from tests.journeys.people import MARKKU

MAP = Path(__file__).parent / "registers" / "coach.toml"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
LEFT_OUT = {
    "redacted_desc": "Yksi tiedosto, jossa on läheisen terveystietoja",
    "effect": "Läheisen terveystieto paljastuisi ja loukkaisi hänen yksityisyyttään",
    "whose_right": "a relative of the customer",
    "likelihood_and_severity": "certain if shown, grave: it is about health",
    "balancing": "one file is left out, the other is given",
    "redaction_tried": "yes",
    "still_given": "toinen tiedosto",
}
LIGHTER = "vouchers are kept without the rest; the law allows no less"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """The demo's desk, on a site that also has a masseur's notebook."""
    (desk.site / "registers" / "coach.toml").write_bytes(MAP.read_bytes())
    settings = desk.site / "dsr.toml"
    more = '\n[registers.coach]\nurl = "person:"\nmap = "registers/coach.toml"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + more, encoding="utf-8")
    return desk


def opened(desk: Desk, right: str) -> CaseFile:
    """Markku's request of Wednesday 4 March, found in the booking system."""
    case = desk.notes_one(right, received="2026-03-04", channel="post", **MARKKU)
    case.link("3")
    return case


def answers(case: CaseFile, answer: str, *files: str, **more: str) -> str:
    """The clerk records what the masseur answered today; what went wrong, if anything did."""
    words = ["case", "register-answer", case.number, "--register", "coach", "--answer", answer]
    words += ["--on", more.pop("on", case.desk.today.isoformat())]
    for name, value in more.items():
        words += [f"--{name}", value]
    for file in files:
        words += ["--file", file]
    said = case.desk.says(*words, user="desk")
    return said.err if said.exit else ""


def returned(tmp_path: Path, name: str, content: bytes) -> str:
    """A file as it came, with its group."""
    path = tmp_path / name
    path.write_bytes(content)
    return f"notebook={path}"


def sentences(desk: Desk) -> dict[str, str]:
    """Today's list: code to text."""
    return {one["code"]: one["text"] for one in desk.does("today")["sentences"]}


def searched(case: CaseFile, tmp_path: Path) -> None:
    """The masseur was asked, and returned two files."""
    case.do("ask_register", register="coach", what="search")
    files = returned(tmp_path, "notes.pdf", PDF), returned(tmp_path, "a.txt", b"Niska jumissa.\n")
    assert answers(case, "done", *files) == ""


def test_access_waits_for_the_search_and_gives_the_files(desk: Desk, tmp_path: Path) -> None:
    case = opened(desk, "access")
    assert "coach" in case.refused("accept_identity", method="call_back")
    assert "register_unasked" in sentences(desk)
    case.do("ask_register", register="coach", what="search", due_on="2026-03-20")  # Friday
    asked = case.sent("LT-PROCESSOR")
    for said in ("Hieroja Aulis Aputoimi", "Markku Tammela", "20.3.2026", "Hoitovihko", "Etsikää"):
        assert said in asked.text, said
    for unsaid in ("Hämeentie", "pyyntösi", "artiklan 15"):
        assert unsaid not in asked.text
    assert asked.attachments == {}
    assert "2026-03-20" in sentences(desk)["register_asked"]
    assert "has not answered" in case.refused("ask_register", register="coach", what="copy")
    assert answers(case, "done", returned(tmp_path, "notes.pdf", PDF)) == ""
    assert [s["register"] for s in desk.does("case", "show", case.number)["subjects"]] == [
        "booking",
        "coach",
    ]
    case.do("accept_identity", method="call_back")
    (row,) = desk.does("case", "data", case.number, "--group", "coach.notebook")["rows"]
    assert {v["column"]: v["text"] for v in row["values"]}["file"] == "coach-notebook-1.pdf"
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    assert answer.attachments["coach-notebook-1.pdf"] == PDF
    assert "coach-notebook-1.pdf" in answer.text and "Aulis Aputoimen hoitovihko" in answer.text
    desk.does("case", "returned", case.number, "--out", str(tmp_path / "out"))
    assert (tmp_path / "out" / "coach-notebook-1.pdf").read_bytes() == PDF


def test_a_file_that_is_left_out_is_nowhere_in_the_answer(desk: Desk, tmp_path: Path) -> None:
    case = opened(desk, "access")
    searched(case, tmp_path)
    case.do("accept_identity", method="call_back")
    case.confirm()
    rows = desk.does("case", "data", case.number, "--group", "coach.notebook")["rows"]
    key = next(r["row"] for r in rows if any(v["text"].endswith(".txt") for v in r["values"]))
    words = ("case", "redact", case.number, "--group", "coach.notebook", "--row", key)
    facts = [word for name, value in LEFT_OUT.items() for word in ("--fact", f"{name}={value}")]
    done = desk.says(*words, "--whole-row", *facts)
    assert done.exit == 0, done.err
    case.do("decide", lighter_outcome="every other note is given as it stands")
    case.carry_out()
    (answer,) = case.release()
    assert "coach-notebook-1.pdf" in answer.attachments
    assert "coach-notebook-2.txt" not in answer.attachments
    assert all(b"Niska jumissa" not in content for content in answer.attachments.values())


def test_nothing_found_counts_as_searched(desk: Desk) -> None:
    case = opened(desk, "access")
    case.do("ask_register", register="coach", what="search")
    assert answers(case, "nothing_found") == ""
    case.do("accept_identity", method="call_back")
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    assert "Aulis Aputoimen hoitovihko" in answer.text  # it was searched
    assert not [name for name in answer.attachments if name.startswith("coach")]


def test_an_exception_is_decided_on_and_told(desk: Desk) -> None:
    case = opened(desk, "access")
    case.do("ask_register", register="coach", what="search")
    assert "without a reason" in answers(case, "exception", reason="no")
    assert answers(case, "exception", reason="the notebook burnt in February") == ""
    assert "exception" in sentences(desk)
    case.refused("accept_identity", method="call_back")
    case.do("settle_exception", register="coach", reason="a burnt notebook cannot be read")
    assert "exception" not in sentences(desk)
    case.do("accept_identity", method="call_back")
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    assert "Näistä emme saaneet tietoja" in answer.text


def test_erasure_is_done_when_the_masseur_says_so(desk: Desk, tmp_path: Path) -> None:
    case = opened(desk, "erasure")
    searched(case, tmp_path)
    case.do("accept_identity", method="call_back")
    case.confirm()
    case.set("coach.notebook", "erase", why="Markku asked for it; no law keeps a notebook.")
    assert "Nothing is ordered" in case.refused("ask_register", register="coach", what="change")
    case.do("decide", lighter_outcome=LIGHTER)
    case.approve()
    waiting = desk.says("case", "run", case.number)
    assert waiting.exit == 7 and "coach" in waiting.err
    assert desk.counts(3)["notes"] == 0  # the other register has done its part
    case.do("ask_register", register="coach", what="change")
    letter = case.sent("LT-PROCESSOR")
    assert "Poistakaa tiedot" in letter.text and "Hämeentie" not in letter.text
    assert desk.says("case", "run", case.number).exit == 7
    assert "has done its part" in case.refused("recall", reason="the person changed her mind")
    assert answers(case, "done") == ""
    done = case.run()
    assert (done["state"], done["residuals"]) == ("carried_out", [])
    rows = desk.does("case", "data", case.number)["rows"]
    assert not [row for row in rows if row["group"] == "coach.notebook"]
    case.tell(*case.shown["recipients_due"])
    case.release()


def test_only_what_a_register_gives_back_is_promised_back(desk: Desk, tmp_path: Path) -> None:
    settings = desk.site / "dsr.toml"
    settings.write_text(f"undo_days = 14\n{settings.read_text('utf-8')}", "utf-8")
    case = opened(desk, "erasure")
    searched(case, tmp_path)
    case.do("accept_identity", method="call_back")
    case.confirm()
    case.set("coach.notebook", "erase", why="Markku asked for it; no law keeps a notebook.")
    case.do("decide", lighter_outcome=LIGHTER)
    case.approve()
    assert desk.says("case", "run", case.number).exit == 7
    case.do("ask_register", register="coach", what="change")
    assert answers(case, "done") == ""
    case.run()
    case.tell(*case.shown["recipients_due"])
    (answer,) = case.release()
    said = " ".join(answer.text.split())
    assert "osa tiedoista voidaan vielä palauttaa" in said and "26.3.2026" in said  # Thursday
    _, _, after = said.partition("näiden järjestelmien tietoja: ")
    there = after.partition(" Siihen asti")[0]
    assert there and "hoitovihko" not in there


def test_a_change_that_cannot_be_done_holds_the_answer(desk: Desk, tmp_path: Path) -> None:
    case = opened(desk, "erasure")
    searched(case, tmp_path)
    case.do("accept_identity", method="call_back")
    case.confirm()
    case.set("coach.notebook", "erase", why="Markku asked for it; no law keeps a notebook.")
    case.do("decide", lighter_outcome=LIGHTER)
    case.approve()
    case.do("ask_register", register="coach", what="change")
    assert answers(case, "exception", reason="the notebook is with the police") == ""
    done = case.run()
    assert done["state"] == "carried_out" and done["residuals"]
    case.tell(*case.shown["recipients_due"])
    assert "exception is not decided" in case.refused("release")
    case.do("settle_exception", register="coach", reason="the police keep it; asked again in May")
    case.do("prove_again")
    case.release()


def test_who_does_not_answer_in_time_is_reminded(desk: Desk) -> None:
    case = opened(desk, "access")
    late = case.refused("ask_register", register="coach", what="search", due_on="2026-05-04")
    assert "2026-04-0" in late  # our own answer is due on Tuesday 7 April
    case.do("ask_register", register="coach", what="search", due_on="2026-03-16")  # Monday
    case.refused("remind_register", register="coach")
    desk.on("2026-03-17")  # Tuesday
    assert "register_overdue" in sentences(desk)
    case.do("remind_register", register="coach", due_on="2026-03-24")  # Tuesday
    assert "register_overdue" not in sentences(desk)
    letter = case.sent("LT-PROCESSOR")
    assert "24.3.2026" in letter.text and "12.3.2026" in letter.text


def test_a_marketing_stop_reaches_the_masseur(desk: Desk) -> None:
    case = desk.notes_one(
        "objection",
        received="2026-03-11",  # Wednesday
        channel="email",
        marketing="yes",
        email="markku.tammela@posti.example",
    )
    case.do("stop_marketing")
    assert desk.says("case", "run", case.number).exit == 7
    case.do("ask_register", register="coach", what="change")
    letter = case.sent("LT-PROCESSOR")
    assert "Uutiskirjeen lista: Lopettakaa suoramarkkinointi." in letter.text
    assert "markku.tammela@posti.example" in letter.text and "Hoitovihko" not in letter.text
    assert answers(case, "nothing_found") == ""
    assert case.run()["state"] == "carried_out"
    case.release()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("notes.pdf", b"MZ\x90\x00 a program", "kind"),
        ("notes.txt", b"<html><script>alert(1)</script>", "kind"),
        ("notes.pdf", b"%PDF-1.4 /JavaScript (app.alert(1))", "acts"),
        ("notes.png", b"", "empty"),
        ("notes.docx", b"PK\x03\x04 torn", "kind"),
        ("notes.txt", b"x" * (20 * 2**20 + 1), "20 MB"),
    ],
)
def test_a_hostile_file_is_refused_and_leaves_nothing(
    desk: Desk, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    case = opened(desk, "access")
    case.do("ask_register", register="coach", what="search")
    before = {name for name, _ in desk.files("vault")}
    said = answers(case, "done", returned(tmp_path, name, content))
    assert code in said and "file 1" in said and name not in said
    assert {name for name, _ in desk.files("vault")} == before
    assert case.shown["state"] == "received"


def test_a_files_name_is_stored_nowhere(desk: Desk, tmp_path: Path) -> None:
    case = opened(desk, "access")
    case.do("ask_register", register="coach", what="search")
    name = "Xylo Fonistinen ';--\n.pdf"
    assert answers(case, "done", returned(tmp_path, name, PDF)) == ""
    assert [p for p, content in desk.files() if b"Fonistinen" in content] == []
    history = desk.does("case", "history", case.number)
    assert "Fonistinen" not in str(history)


def test_a_link_or_folder_is_no_file(desk: Desk, tmp_path: Path) -> None:
    case = opened(desk, "access")
    case.do("ask_register", register="coach", what="search")
    assert "file 1" in answers(case, "done", f"notebook={tmp_path}")
    assert "which data group" in answers(case, "done", returned(tmp_path, "a.txt", b"x")[9:])
    os.mkfifo(tmp_path / "pipe")
    assert "file 1" in answers(case, "done", f"notebook={tmp_path / 'pipe'}")


def test_recipients_confirm_and_are_reminded(desk: Desk) -> None:
    case = opened(desk, "erasure")
    case.do("ask_register", register="coach", what="search")
    assert answers(case, "nothing_found") == ""
    case.do("accept_identity", method="call_back")
    case.confirm()
    case.do("decide", lighter_outcome=LIGHTER)
    case.carry_out()
    first, *others = case.shown["recipients_due"]
    case.refused("recipient_answered", recipient=first, confirmed_on="2026-03-12")
    case.do("tell_recipient", recipient=first, outcome="told", confirm_by="2026-03-16")  # Monday
    case.tell(*others)
    desk.on("2026-03-17")  # Tuesday
    assert "recipients_late" in sentences(desk)
    case.do("remind_recipient", recipient=first, confirm_by="2026-03-24")  # Tuesday
    assert "recipients_late" not in sentences(desk)
    case.do("recipient_answered", recipient=first, confirmed_on="2026-03-17")
    case.refused("recipient_answered", recipient=first, confirmed_on="2026-03-17")
    (answer, *_) = case.release()
    assert "vahvistaneet toimineensa samoin" in answer.text
