"""Letters as printed: past the gate, PDF/A-3a and PDF/UA-1, the address in the window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from dsr.adapters.pdf.printer import WeasyPrinter
from dsr.cases.letter import Element, LetterContent, Paragraph
from dsr.cases.register import FoundRow
from dsr.cases.site import Address
from dsr.errors import BadInput, Defect
from dsr.stages.response.compose import ORDER
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.gate import check
from dsr.stages.response.release import release
from tests.adapters.pdf.printing import printer
from tests.pdf.verapdf import Validator
from tests.stages.response.salon import letter, letter_facts
from tests.stages.response.salon_register import (
    LANGUAGES,
    RECIPIENT,
    SITE,
    findings,
    render_ground,
    wording,
)
from tests.stages.response.salon_variants import FILE, RETURNED, VARIANTS

MAIN = (
    "LT-ACK",
    "LT-NEED-ID",
    "LT-EXTEND",
    "LT-ACCESS-PART",
    "LT-NODATA",
    "LT-RECT-PART",
    "LT-ERASE-PART",
    "LT-OBJ-REFUSED",
    "LT-DM-STOP",
    "LT-ID-FAIL",
)
OTHERS = tuple(name for name in ORDER if name not in MAIN)
POINTS_PER_MM = 72 / 25.4


def every() -> list[tuple[str, str]]:
    """The main letters in every language, the others in one each."""
    main = [(name, language) for name in MAIN for language in LANGUAGES]
    return main + [(name, LANGUAGES[n % 3]) for n, name in enumerate(OTHERS)]


def fullest() -> LetterFacts:
    """The longest of everything: late, many bookings, many systems, a five-line address."""
    facts = letter_facts("LT-ACCESS-PART", "sv")
    site = replace(SITE, processors=tuple(f"Leverantör {n} Ab" for n in range(12)))
    return replace(
        facts,
        site=site,
        today=date(2026, 5, 4),
        findings=findings("sv", bookings=60),
        systems_searched=tuple(f"System {n}" for n in range(30)),
        recipient=Address(
            "Aino-Maria Esimerkki-Mallikas-Näytteinen-Kokeilija",
            RECIPIENT.street,
            "00720",
            "Helsinki",
            "SVERIGE",
        ),
        case=replace(facts.case, siblings=tuple(f"DSR-2026-{n:04d}" for n in range(8, 14))),
        extra={**facts.extra, "delay_reason": "handläggaren blev sjuk och hade ingen ersättare"},
    )


def emptiest() -> LetterFacts:
    """The least there may be: no telephone, no processors, nothing searched."""
    facts = letter_facts("LT-ERASE-FULL", "en")
    controller = replace(SITE.controller, phone=None)
    site = replace(SITE, processors=(), controller=controller, paper_searched=None)
    return replace(facts, site=replace(site, self_service=None), findings=(), extra={})


def test_every_letter_passes_the_gate_and_both_standards(
    tmp_path: Path, verapdf: Validator
) -> None:
    paths = []
    facts = [letter_facts(name, language) for name, language in every()]
    facts += [VARIANTS[name](LANGUAGES[n % 3]) for n, name in enumerate(VARIANTS)]
    for number, each in enumerate([*facts, fullest(), emptiest()]):
        _, pdf = release(each, wording(), render_ground, printer())
        paths.append(tmp_path / f"{number}-{each.type}-{each.language}.pdf")
        paths[-1].write_bytes(pdf)
    assert len(paths) == len(every()) + len(VARIANTS) + 2
    assert verapdf(paths) == []


def test_an_instruction_and_a_returned_file_pass_both_standards(
    tmp_path: Path, verapdf: Validator
) -> None:
    paths = []
    for language in LANGUAGES:
        with_file = VARIANTS["a file goes along"](language)
        for each in (letter_facts("LT-PROCESSOR", language), with_file):
            _, pdf = release(each, wording(), render_ground, printer())
            paths.append(tmp_path / f"{each.type}-{language}.pdf")
            paths[-1].write_bytes(pdf)
        with pikepdf.open(paths[-1]) as made:
            specification = made.attachments[FILE]
            assert specification.get_file().read_bytes() == RETURNED
            assert specification.relationship == pikepdf.Name.Supplement
    assert verapdf(paths) == []


@pytest.mark.parametrize("recipient", [RECIPIENT, fullest().recipient])
def test_the_address_alone_lies_in_the_window(recipient: Address) -> None:
    content, _ = letter("LT-ERASE-PART", recipient=recipient)
    left, top, right, bottom = printer().form.window
    page = pypdfium2.PdfDocument(printer().print(content))[0]
    height, textpage = page.get_height(), page.get_textpage()
    inside = []
    for index in range(textpage.count_chars()):
        x0, y0, x1, y1 = textpage.get_charbox(index)
        char = textpage.get_text_range(index, 1)
        if not char.strip() or x1 <= x0:
            continue
        x0, x1 = x0 / POINTS_PER_MM, x1 / POINTS_PER_MM
        y0, y1 = (height - y1) / POINTS_PER_MM, (height - y0) / POINTS_PER_MM
        if x1 > left and x0 < right and y1 > top and y0 < bottom:
            assert left <= x0 and x1 <= right and top <= y0 and y1 <= bottom, char
            inside.append(char)
    assert "".join(inside) == "".join("".join(content.recipient).split())


def test_more_lines_than_the_window_has_are_refused() -> None:
    content, _ = letter("LT-ACK")
    with pytest.raises(BadInput):
        printer().print(replace(content, recipient=("a", "b", "c", "d", "e", "f")))


def test_enclosures_are_the_exact_bytes() -> None:
    content, _ = letter("LT-ACCESS-FULL", "sv")
    with pikepdf.open(BytesIO(printer().print(content))) as pdf:
        found = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
        relations = [str(spec.AFRelationship) for spec in pdf.Root.AF]
    assert found == {e.name: e.content for e in content.enclosures}
    assert sorted(relations) == ["/Alternative", "/Data"]


def test_document_names_title_language_and_days_of_the_case() -> None:
    content, _ = letter("LT-DM-STOP", "sv")
    with pikepdf.open(BytesIO(printer().print(content))) as pdf:
        assert str(pdf.Root.Lang) == "sv"
        assert content.title in str(pdf.docinfo["/Title"])
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260319")


def test_page_numbers_and_case_number_on_every_page() -> None:
    content, _ = letter("LT-ACCESS-FULL")
    pages = printer().text(printer().print(content))
    for number, page in enumerate(pages, start=1):
        assert f"{number} ({len(pages)})" in page and content.case in page
    assert content.footer.replace("\u00a0", " ") in pages[-1].replace("\u00a0", " ")


def test_the_box_is_kept_whole_and_table_heads_are_real() -> None:
    content, _ = letter("LT-ERASE-PART")
    with pikepdf.open(BytesIO(printer().print(content))) as pdf:
        heads = [o for o in pdf.objects if _is(o, "/TH")]
        assert heads and all(str(h.A.Scope) in ("/Column", "/Row") for h in heads)
        assert any(str(h.A.Scope) == "/Column" for h in heads)
    html = printer().html(content)
    assert html.count('class="element boxed"') == 1


def _is(found: object, role: str) -> bool:
    return isinstance(found, pikepdf.Dictionary) and str(found.get("/S", "")) == role


def test_lost_text_is_noticed_by_the_gate() -> None:
    """A printer that loses a paragraph: the gate reads the PDF, not the content."""
    content, facts = letter("LT-ERASE-PART")
    less = replace(content, elements=content.elements[:-1])
    pages = printer().text(printer().print(less))
    assert {f.place for f in check(content, pages, facts)} == {"L27"}


def test_letter_of_five_hundred_rows() -> None:
    facts = letter_facts("LT-ACCESS-FULL", "en")
    facts = replace(facts, findings=findings("en", bookings=500))
    _, pdf = release(facts, wording(), render_ground, printer())
    assert len(printer().text(pdf)) > 12


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(BadInput):
        printer().text(b"no pdf")


def test_whole_row_of_free_text_in_other_scripts() -> None:
    """Arabic, Hebrew, Skolt Sámi and Cyrillic are printed; what has no glyph is named."""
    note = "Ǩuârstumuš, مرحبا, שלום, Привет, \U0001f642 ja 漢"
    found = findings("fi")
    row = FoundRow("notes", "1", {"written": date(2025, 2, 3), "text": note})
    content, facts = letter("LT-ACCESS-FULL", findings=(replace(found[2], rows=(row,)),))
    pages = printer().text(printer().print(content))
    assert check(content, pages, facts) == ()
    assert "[U+1F642]" in "".join(pages) and "[U+6F22]" in "".join(pages)


def test_fonts_of_the_machine_are_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dsr.adapters.pdf.standards.FAMILIES", frozenset({"Noto Sans"}))
    with pytest.raises(Defect, match="Source Sans 3"):
        printer().print(letter("LT-ACK")[0])


def test_nothing_is_loaded_before_the_first_letter(tmp_path: Path) -> None:
    form = printer().form
    made = WeasyPrinter(tmp_path, tmp_path, _form_file())
    assert made.form == form


def _form_file() -> Path:
    from tests.adapters.pdf.printing import FORM

    return FORM


def bare_letter(text: str) -> LetterContent:
    content, _ = letter("LT-ACK")
    return replace(content, elements=(Element(("L27",), (Paragraph(text),)),))


def test_one_endless_token_does_not_stall_the_printer() -> None:
    pages = printer().text(printer().print(bare_letter("x" * 100_000)))
    assert "[leikattu]" in "".join(pages)
