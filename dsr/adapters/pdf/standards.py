"""What WeasyPrint leaves out of a file that is to be PDF/A-3a and PDF/UA-1 at once.

WeasyPrint writes one identification only. A finisher adds the other before the trailer is written:
``pdfuaid:part`` in the metadata together with the extension schema that PDF/A-3 (ISO 19005-3,
6.6.2.3.1) wants for it; the scope of header cells (ISO 14289-1, 7.5); each associated file once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dsr.errors import Defect

#: The families of letters/fonts; any other would make the letter depend on the machine.
FAMILIES = frozenset({"Source Sans 3", "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew"})

_UA_NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"
_PDFUA = f"""
<rdf:Description rdf:about="" xmlns:pdfuaid="{_UA_NAMESPACE}"><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{_UA_NAMESPACE}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>""".encode()


def finish(document: Any, pdf: Any) -> None:
    """The hook for ``write_pdf(finisher=…)``. Raises Defect when a promise would be broken."""
    _check_fonts(document.fonts.values())
    _identify_as_pdfua(pdf)
    _scope_headers(pdf)
    _associate_files_once(pdf)


def _check_fonts(fonts: Iterable[Any]) -> None:
    used = list(fonts)
    if any(font.missing for font in used):
        raise Defect("A letter has a character for which its fonts have no glyph.")
    strange = sorted({font.family for font in used} - FAMILIES)
    if strange:
        raise Defect(
            f"A letter would use fonts that are not ours: {', '.join(strange)}.",
            "FONTCONFIG_FILE must point to letters/fonts/fonts.conf before the first letter.",
        )


def _identify_as_pdfua(pdf: Any) -> None:
    metadata = _object(pdf, pdf.catalog["Metadata"])
    whole = b"\n".join(metadata.stream)
    if whole.count(b"</rdf:RDF>") != 1:
        raise Defect("The metadata of a letter have another form than expected.")
    metadata.stream = [whole.replace(b"</rdf:RDF>", _PDFUA.strip())]


def _scope_headers(pdf: Any) -> None:
    for found in pdf.objects:
        if isinstance(found, dict) and found.get("S") == "/TH" and "A" in found:
            row = _object(pdf, found["P"])
            in_head = _object(pdf, row["P"]).get("S") == "/THead"
            found["A"]["Scope"] = "/Column" if in_head else "/Row"


def _associate_files_once(pdf: Any) -> None:
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))


def _object(pdf: Any, reference: bytes | str) -> Any:
    return pdf.objects[int(reference.split()[0])]
