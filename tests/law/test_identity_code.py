"""Personal identity codes are found and masked. The codes here are computed, with the numbers
900-999 that are never given to a person for good, so that no real code stands in the tests."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr.law.identity_code import CHECK_SIGNS, check_sign, find_identity_codes, masked


def code(born: str = "010190", sign: str = "-", number: str = "987") -> str:
    return f"{born}{sign}{number}{check_sign(born, number)}"


@pytest.mark.parametrize("sign", "+-YXWVUABCDEF")
def test_every_sign_of_the_century_is_known(sign: str) -> None:
    text = f"Code {code(sign=sign)}."
    (span,) = find_identity_codes(text)
    assert text[slice(*span)] == code(sign=sign)
    assert find_identity_codes(text.lower())


@pytest.mark.parametrize("sign", "GHJKLMNOPQRSTZ*/ ")
def test_other_signs_are_not(sign: str) -> None:
    assert find_identity_codes(code(sign=sign)) == ()


@pytest.mark.parametrize("dash", ["‐", "‑", "‒", "–", "—", "−", " - ", "- ", " –"])
def test_what_typists_and_scanners_put_for_the_hyphen(dash: str) -> None:
    assert len(find_identity_codes(code(sign=dash))) == 1


def test_a_wrong_check_sign_is_no_code() -> None:
    right = check_sign("010190", "987")
    for sign in CHECK_SIGNS:
        assert bool(find_identity_codes(f"010190-987{sign}")) is (sign == right)


@pytest.mark.parametrize("born", ["320190", "011390", "300290", "000190"])
def test_no_such_day_is_no_code(born: str) -> None:
    assert find_identity_codes(code(born)) == ()


def test_a_leap_day_depends_on_the_century() -> None:
    assert find_identity_codes(code("290200", "A"))
    assert find_identity_codes(code("290200", "-")) == ()


@pytest.mark.parametrize("number", ["000", "001"])
def test_numbers_never_given(number: str) -> None:
    assert find_identity_codes(code(number=number)) == ()


@pytest.mark.parametrize("around", ["1{}", "{}1", "A{}", "{}B"])
def test_a_part_of_something_longer_is_no_code(around: str) -> None:
    assert find_identity_codes(around.format(code())) == ()


@pytest.mark.parametrize("text", ["", "Invoice 010190-9876543", "2026-03-05", "FI 12 3456 7890"])
def test_other_numbers_are_left_alone(text: str) -> None:
    assert find_identity_codes(text) == ()
    assert masked(text) == text


def test_masking_leaves_the_rest_and_the_length() -> None:
    text = f"(hetu: {code()}), ja {code(sign='A')}!"
    hidden = masked(text)
    assert hidden == f"(hetu: {'•' * 11}), ja {'•' * 11}!"
    assert len(hidden) == len(text)
    assert "010190" not in hidden


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from("+-YABF"))
def test_nothing_is_found_in_what_was_masked(before: str, after: str, sign: str) -> None:
    text = f"{before} {code(sign=sign)} {after}"
    assert find_identity_codes(text)
    assert find_identity_codes(masked(text)) == ()
    assert len(masked(text)) == len(text)
