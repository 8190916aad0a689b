"""Telephone, postcode, 法人番号 and kana: read generously, stored in one way."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from organizations import identifiers

DIGITS = "0123456789"
WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("042-383-1111", "042-383-1111"),
        ("０４２－３８３－１１１１", "042-383-1111"),
        ("042ー383ー1111", "042-383-1111"),
        ("(042)383-1111", "042-383-1111"),
        ("０４２（３８３）１１１１", "042-383-1111"),
        ("0423831111", "0423831111"),
        ("042 383 1111", "0423831111"),
        ("+81-42-383-1111", "042-383-1111"),
        ("+81 (0)90 1234 5678", "090-1234-5678"),
        ("0312345678", "03-1234-5678"),
        ("09012345678", "090-1234-5678"),
        ("0120123456", "0120-123-456"),
        ("08001234567", "080-0123-4567"),
    ],
)
def test_phone_of_any_usual_writing(typed, stored):
    assert identifiers.normalise_phone(typed) == stored
    assert identifiers.normalise_phone(stored) == stored


@pytest.mark.parametrize(
    "typed", ["", "383-1111", "1042-383-111", "042-383-11111", "でんわ", "042-383-1111内線5"]
)
def test_phone_without_area_code_is_refused(typed):
    with pytest.raises(ValueError, match="telephone"):
        identifiers.normalise_phone(typed)
    with pytest.raises(ValidationError, match="電話番号は、市外局番から入力してください"):
        identifiers.validate_phone(typed)


@given(st.from_regex(r"0[1-9]{1,3}-[0-9]{2,4}-[0-9]{4}", fullmatch=True))
def test_phone_keeps_the_digits_and_is_stable(text):
    digits = text.replace("-", "")
    if len(digits) != 10:
        return
    once = identifiers.normalise_phone(text.translate(WIDE))
    assert once == text
    assert identifiers.normalise_phone(once) == once


@given(st.text(DIGITS, min_size=7, max_size=7), st.sampled_from(["{}-{}", "〒{}{}", "〒 {} － {}"]))
def test_postcode_of_any_seven_digits(digits, form):
    typed = form.format(digits[:3], digits[3:]).translate(WIDE)
    assert identifiers.normalise_postcode(typed) == f"{digits[:3]}-{digits[3:]}"


@pytest.mark.parametrize("typed", ["", "184000", "184-00044", "小金井市"])
def test_postcode_needs_seven_digits(typed):
    with pytest.raises(ValidationError, match="7けたの数字"):
        identifiers.validate_postcode(typed)


@pytest.mark.parametrize(
    "typed", ["7000012050002", "７００００１２０５０００２", "7 0000 1205 0002"]
)
def test_corporate_number_of_the_national_tax_agency(typed):
    assert identifiers.normalise_corporate_number(typed) == "7000012050002"
    identifiers.validate_corporate_number(typed)


@given(st.text(DIGITS, min_size=12, max_size=12))
def test_corporate_number_with_its_check_digit_passes(base):
    number = f"{identifiers.corporate_check_digit(base)}{base}"
    assert "1" <= number[0] <= "9"
    assert identifiers.normalise_corporate_number(number) == number


@given(st.text(DIGITS, min_size=12, max_size=12), st.integers(0, 11), st.sampled_from(DIGITS))
def test_corporate_number_with_one_digit_mistyped_is_refused(base, place, typed):
    # Only 0 for 9 (and 9 for 0) can't be seen: the sum is counted modulo 9.
    difference = (int(base[place]) - int(typed)) % 9
    if difference == 0:
        return
    check = identifiers.corporate_check_digit(base)
    wrong = f"{check}{base[:place]}{typed}{base[place + 1 :]}"
    with pytest.raises(ValidationError, match="法人番号"):
        identifiers.validate_corporate_number(wrong)


@pytest.mark.parametrize("typed", ["", "700001205000", "70000120500021", "番号なし"])
def test_corporate_number_needs_thirteen_digits(typed):
    with pytest.raises(ValueError, match="13 digits"):
        identifiers.normalise_corporate_number(typed)


def test_check_digit_of_something_else_is_an_error():
    with pytest.raises(ValueError, match="12 digits"):
        identifiers.corporate_check_digit("123")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ヤマダ　ハナコ", "やまだ はなこ"),
        ("ﾔﾏﾀﾞ ﾊﾅｺ", "やまだ はなこ"),
        (" やまだ  はなこ ", "やまだ はなこ"),
        ("エヌピーオー", "えぬぴーおー"),
    ],
)
def test_kana_of_any_width(typed, stored):
    assert identifiers.normalise_kana(typed) == stored


@pytest.mark.parametrize("typed", ["", "山田", "yamada", "やまだ1"])
def test_other_letters_are_no_kana(typed):
    with pytest.raises(ValidationError, match="ひらがなで入力してください"):
        identifiers.validate_kana(typed)


@given(st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x3096), min_size=1))
def test_hiragana_stays_as_it_is(text):
    assert identifiers.normalise_kana(text) == text
    identifiers.validate_kana(text)
