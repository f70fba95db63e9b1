"""The validator itself: it passes a conforming file and fails each kind of broken one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pdf.verapdf import Validator

ROOT = Path(__file__).resolve().parents[2]

# Run in a process of its own: FONTCONFIG_FILE counts only before WeasyPrint is imported.
RENDER = """
import sys
from weasyprint import HTML

UA1 = (
    b'<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">'
    b"<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
    b'<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    b'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li>"
    b"</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
    b"</rdf:Description>"
)


def claim_ua1(document, pdf):
    number = int(pdf.catalog["Metadata"].split()[0])
    stream = pdf.objects[number]
    stream.stream = [
        part.replace(b"</rdf:RDF>", UA1 + b"</rdf:RDF>") for part in stream.stream
    ]


PAGE = (
    "<html{lang}><title>Answer</title><style>body {{ font-family: sans-serif }}</style>"
    "<h1>Your request</h1><p>Hyvä vastaanottaja{extra}</p></html>"
)
GOOD = PAGE.format(lang=" lang=fi", extra="")
HTML(string=GOOD).write_pdf("good.pdf", pdf_variant="pdf/a-3a", finisher=claim_ua1)
HTML(string=GOOD).write_pdf("plain.pdf")
HTML(string=GOOD).write_pdf("only_3a.pdf", pdf_variant="pdf/a-3a")
HTML(string=PAGE.format(lang="", extra="")).write_pdf(
    "no_language.pdf", pdf_variant="pdf/a-3a", finisher=claim_ua1
)
HTML(string=PAGE.format(lang=" lang=fi", extra=" \\u6f22")).write_pdf(
    "no_glyph.pdf", pdf_variant="pdf/a-3a", finisher=claim_ua1
)
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verapdf")
    fonts = ROOT / "letters" / "fonts" / "fonts.conf"
    environment = os.environ | {"FONTCONFIG_FILE": str(fonts), "XDG_CACHE_HOME": str(folder)}
    command = [sys.executable, "-c", RENDER]
    subprocess.run(command, cwd=folder, env=environment, check=True)
    (folder / "cut_off.pdf").write_bytes((folder / "good.pdf").read_bytes()[:2000])
    (folder / "text.pdf").write_text("not a PDF", encoding="utf-8")
    return folder


def test_one_batch_tells_the_good_file_from_each_bad_one(files: Path, verapdf: Validator) -> None:
    failures = verapdf(sorted(files.glob("*.pdf")))
    broken: dict[str, set[str]] = {}
    for failure in failures:
        broken.setdefault(failure.path.name, set()).add(f"{failure.profile} {failure.rule}")
    assert "good.pdf" not in broken, [str(f) for f in failures if f.path.name == "good.pdf"]
    assert {rule.split()[0] for rule in broken["plain.pdf"]} == {"3a", "ua1"}
    assert broken["only_3a.pdf"] == {"ua1 5/1"}
    assert "ua1 7.2/29" in broken["no_language.pdf"]
    assert {rule.split()[0] for rule in broken["no_glyph.pdf"]} == {"3a", "ua1"}
    assert broken["text.pdf"] == {"3a unreadable", "ua1 unreadable"}
    assert broken["cut_off.pdf"]


def test_profiles_are_chosen_by_the_caller(files: Path, verapdf: Validator) -> None:
    assert verapdf([files / "only_3a.pdf"], profiles=("3a", "3u", "3b")) == []


def test_a_profile_that_does_not_exist_is_no_pass(files: Path, verapdf: Validator) -> None:
    with pytest.raises(RuntimeError, match="no such profile"):
        verapdf([files / "good.pdf"], profiles=("9z",))


def test_a_missing_file_is_no_pass(tmp_path: Path, verapdf: Validator) -> None:
    rules = {failure.rule for failure in verapdf([tmp_path / "absent.pdf"])}
    assert rules == {"unreadable"}


def test_no_file_is_no_pass(verapdf: Validator) -> None:
    with pytest.raises(ValueError, match="No file"):
        verapdf([])
