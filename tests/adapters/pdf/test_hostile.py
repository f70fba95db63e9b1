"""Whatever a customer or a register writes is text: it loads, runs and hides nothing."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import ClassVar

import pikepdf
import pytest

from dsr.cases.register import FoundRow
from dsr.cases.site import Address
from dsr.errors import Defect
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.printed_text import bare
from tests.adapters.pdf.printing import printer
from tests.stages.response.salon import letter, letter_facts
from tests.stages.response.salon_register import findings

#: {url}: a server that counts; {file}: a file with a secret.
PAYLOADS = (
    '<img src="{url}/a">',
    '<img src="{file}">',
    "<script>document.location='{url}'</script>",
    "<style>@import url({url}/b);</style>",
    "<style>main,body{{display:none}}</style>",
    '<link rel="stylesheet" href="{url}/c">',
    '<link rel="attachment" href="{file}">',
    '<a rel="attachment" href="{file}">x</a>',
    '<iframe src="{url}/d"></iframe>',
    '<object data="{file}"></object>',
    '<embed src="{file}">',
    '<svg><image href="{url}/e"/></svg>',
    '<svg onload="alert(1)"><use href="{file}#a"/></svg>',
    '<base href="{url}/">',
    '<meta http-equiv="refresh" content="0;url={url}">',
    '<meta name="dcterms.created" content="1999-01-01">',
    "<title>Other title</title>",
    '<p style="background:url({url}/f)">x</p>',
    "{{{{ 7*7 }}}}",
    "{{% include '/etc/passwd' %}}",
    "{{{{ config.__class__.__mro__ }}}}",
    "{{name.__class__}}",
    "</td></tr></table><h1>Other letter</h1>",
    "--><!-- x",
    "]]><![CDATA[ x",
    "&lt;b&gt; &amp;amp; &#x3c;i&#x3e;",
    '" onmouseover="x" data-x="',
    "/JS (app.alert(1)) /S /JavaScript",
    "\u202egnirts desrever\u202c",
    "nul\x00 bel\x07 esc\x1b[31m red",
    "lone \udcff surrogate",
)


class Counting(BaseHTTPRequestHandler):
    """Counts requests."""

    hits: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        """Remember the path."""
        self.hits.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Counting) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


def poisoned(payload: str) -> LetterFacts:
    """The payload in every field that a customer or a register fills in."""
    facts = letter_facts("LT-ACCESS-FULL", "en")
    found = list(findings("en", bookings=2))
    person = {**found[0].rows[0].values, "name": payload, "street": payload, "email": payload}
    found[0] = replace(found[0], rows=(replace(found[0].rows[0], values=person),))
    booking = replace(found[1].rows[0], values={**found[1].rows[0].values, "service": payload})
    found[1] = replace(found[1], rows=(booking, *found[1].rows[1:]))
    note = FoundRow("notes", "1", {"written": date(2025, 2, 3), "text": payload})
    found[2] = replace(found[2], rows=(note,))
    return replace(
        facts,
        findings=tuple(found[:3]),
        recipient=Address(payload, payload, "00100", payload),
        systems_searched=(payload,),
        extra={"understood": payload, "searched_with": [payload]},
    )


def test_payloads_are_inert_text(server: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("CANARY-7f3a", encoding="utf-8")
    Counting.hits.clear()
    clean, _ = letter("LT-ACCESS-FULL", "en")
    for template in PAYLOADS:
        payload = template.format(url=server, file=secret.as_uri())
        facts = poisoned(payload)
        content, _ = letter("LT-ACCESS-FULL", "en", **_changes(facts))
        pdf = printer().print(content)
        text = bare("".join(printer().text(pdf)))
        assert bare(payload) in text, template
        assert "CANARY" not in text and b"CANARY" not in pdf
        with pikepdf.open(BytesIO(pdf)) as opened:
            assert sorted(opened.attachments) == sorted(e.name for e in clean.enclosures)
            assert "/JavaScript" not in opened.Root.get("/Names", {})
            assert "/OpenAction" not in opened.Root and str(opened.Root.Lang) == "en"
            assert clean.title in str(opened.docinfo["/Title"])
    assert Counting.hits == []


def _changes(facts: LetterFacts) -> dict[str, object]:
    names = ("findings", "recipient", "systems_searched", "extra")
    return {name: getattr(facts, name) for name in names}


def test_the_counting_server_counts(server: str) -> None:
    """The absence above is worth something only if a hit would have been seen."""
    import urllib.request

    Counting.hits.clear()
    with urllib.request.urlopen(f"{server}/seen"):
        assert Counting.hits == ["/seen"]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x", "file:///etc/hostname", "data:,x"])
def test_the_engine_loads_nothing_even_unescaped(url: str) -> None:
    """Should the escaping ever fail, the fetcher still refuses every address."""
    made = printer()
    made.print(letter("LT-ACK")[0])
    html = f'<html lang="en"><title>t</title><p>x</p><img alt="a" src="{url}"></html>'
    with pytest.raises(Defect):
        made._engine.pdf(html, made._stylesheet, (), date(2026, 3, 19))


def test_templates_mark_nothing_as_safe() -> None:
    from dsr.shipped import shipped

    for path in (shipped("templates") / "letter").iterdir():
        text = path.read_text(encoding="utf-8")
        assert "|safe" not in text.replace(" ", "") and "autoescape false" not in text
        assert not re.search(r"\b(style|href|src|on\w+)\s*=", text)
