"""Every accepted kind of file, by content; digital text, several files, turned and blank pages."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import segno
from PIL import Image
from pillow_heif import from_pillow
from weasyprint import HTML

from dsr.adapters.scan.faults import BadScan
from dsr.adapters.scan.pages import count_pages, kind_of, pages_of
from dsr.adapters.scan.reader import RapidScanReader
from dsr.adapters.scan.settings import Limits

LETTER = """<html lang="fi"><body style="font-family: 'DejaVu Sans'">
<p>Aino Koskinen<br>Porvoonkatu 14 B 22<br>00510 Helsinki</p><p>3.3.2026</p><p>Hei,</p>
<p>Pyydän kopion kaikista minua koskevista tiedoista, joita olette tallentaneet.</p>
<p>Terveisin</p><p>Aino Koskinen</p></body></html>"""


def picture(side: int = 300) -> Image.Image:
    return Image.new("RGB", (side, side), "white")


def as_bytes(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    if kind == "HEIF":
        from_pillow(image).save(buffer)
    else:
        image.save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("format_name", "kind"),
    [("TIFF", "tiff"), ("JPEG", "jpeg"), ("PNG", "png"), ("PDF", "pdf"), ("HEIF", "heic")],
)
def test_the_kind_is_known_by_content(format_name: str, kind: str) -> None:
    data = as_bytes(picture(), format_name)
    assert kind_of(data) == kind
    [page] = pages_of(data, Limits())
    assert page.picture.ndim == 3


def test_a_tiff_of_three_pages_has_three_pages() -> None:
    buffer = io.BytesIO()
    picture().save(buffer, "TIFF", save_all=True, append_images=[picture(), picture()])
    assert count_pages(buffer.getvalue(), Limits()) == 3
    with pytest.raises(BadScan, match="more pages"):
        count_pages(buffer.getvalue(), Limits(pages=2))


def test_deep_and_transparent_pictures_are_put_on_white_paper() -> None:
    clear = as_bytes(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG")
    [page] = pages_of(clear, Limits())
    assert page.picture.min() == 255
    deep = as_bytes(Image.new("I;16", (40, 40), 65535), "PNG")
    [page] = pages_of(deep, Limits())
    assert page.picture.min() >= 250


def test_a_digital_pdf_is_read_from_its_text(reader: RapidScanReader, tmp_path: Path) -> None:
    path = tmp_path / "digital.pdf"
    path.write_bytes(HTML(string=LETTER).write_pdf())
    reading = reader.read([path])
    assert reading.sender.as_json() | {"email": None, "phone": None} == {
        "name": "Aino Koskinen",
        "street": "Porvoonkatu 14 B 22",
        "postcode": "00510",
        "city": "Helsinki",
        "email": None,
        "phone": None,
    }
    assert reading.rights == ("access",)
    assert reading.fields["name"].confidence == 1.0
    assert reading.body == "typed"


def test_a_turned_page_a_blank_page_and_a_code_in_one_letter(
    reader: RapidScanReader, sample_files: Path, tmp_path: Path
) -> None:
    form = Image.open(sample_files / "access-and-erasure-sv.tif").convert("RGB")
    code = segno.make("dsr:1:DSR-2026-0042:1ab5cb0a", error="q", micro=False)
    buffer = io.BytesIO()
    code.save(buffer, kind="png", scale=6, border=4)
    form.paste(Image.open(buffer).convert("RGB"), (1200, 1700))
    turned, blank = tmp_path / "turned.jpg", tmp_path / "blank.png"
    form.rotate(180).save(turned, quality=80)
    Image.new("L", form.size, 255).save(blank)
    reading = reader.read([blank, turned])
    assert (reading.pages, reading.blank_pages) == (2, (1,))
    assert reading.sender.name == "Nils Söderberg"
    assert reading.fields["name"].page == 2
    assert reading.qr == ("dsr:1:DSR-2026-0042:1ab5cb0a",)
    assert reading.case_number == "DSR-2026-0042"
