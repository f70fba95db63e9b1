"""The printer's parts: cleaning, widths of columns, the paper form, a missing library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dsr.adapters.pdf.clean import MOST_CHARACTERS, ZERO_WIDTH_SPACE, clean, covered
from dsr.adapters.pdf.form import load_form
from dsr.adapters.pdf.markup import PARTS, column_widths
from dsr.errors import BadConfiguration
from dsr.shipped import shipped
from tests.adapters.pdf.printing import FORM

GLYPHS = covered(shipped("letters") / "fonts")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Mäkinen", "Mäkinen"),
        ("Ma\u0308kinen", "Mäkinen"),
        ("a\x00b\x1bc", "abc"),
        ("a\u202eb\u2066c\ufeffd\xade", "abcde"),
        ("a\ud800b", "ab"),
        ("\U0001f600", "[U+1F600]"),
        ("\ue000", "[U+E000]"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\tb\u3000c", "a b c"),
    ],
)
def test_clean(text: str, printed: str) -> None:
    assert clean(text, GLYPHS) == printed


def test_long_tokens_get_places_to_break_and_long_texts_an_end() -> None:
    token = clean("x" * 100, GLYPHS)
    assert token.replace(ZERO_WIDTH_SPACE, "") == "x" * 100
    assert max(map(len, token.split(ZERO_WIDTH_SPACE))) == 40
    cut = clean("sana " * 1_000, GLYPHS, "sv")
    assert len(cut) < MOST_CHARACTERS + 20 and cut.endswith("[avkortat]")


def test_widths_fill_the_table_and_follow_the_content() -> None:
    widths = column_widths(["A", "B"], [["1", "a long text of many words here"]] * 3)
    assert sum(widths) == PARTS and widths[1] > widths[0]
    assert sum(column_widths(["A"], [])) == PARTS
    many = column_widths([f"Column {n}" for n in range(7)], [["x"] * 7])
    assert sum(many) == PARTS and min(many) >= 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("top = 45", "top = 43", "outside the window"),
        ("width = 86", "width = 95", "wider than the window"),
        ("line = 4.8", "line = 5.5", "do not fit"),
        ("left = 118", "left = 100", "column of date"),
        ("top = 80", "top = 69", "title shows"),
        ("left = 20\ntop = 45", "left = 19\ntop = 45", "left margin"),
    ],
)
def test_form_whose_address_leaves_the_window_is_refused(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    text = FORM.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "form.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadConfiguration) as caught:
        load_form(path)
    assert any(told in fault.sentence for fault in caught.value.faults)


@pytest.mark.parametrize("text", ["[page]\nwidth = 1", "no toml =", "[page]\nwidth = 'wide'"])
def test_unreadable_form_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "form.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration):
        load_form(path)


PROGRAM = """
import sys
from pathlib import Path
from dsr.adapters.pdf.engine import load_engine
from dsr.errors import BadConfiguration
class NoPango:
    def find_spec(self, name, path=None, target=None):
        if name == "weasyprint":
            print("advice on standard output")
            raise OSError("cannot load library 'libgobject-2.0-0'")
sys.meta_path.insert(0, NoPango())
try:
    load_engine(Path("fonts"))
except BadConfiguration as error:
    print(error.way_out)
"""


def test_missing_pango_names_the_packages_to_install() -> None:
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True)
    assert run.stdout.decode().startswith("Install it: apt-get install")
    assert "libpango-1.0-0" in run.stdout.decode() and "libharfbuzz-subset0" in run.stdout.decode()
