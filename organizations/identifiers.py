"""Numbers and readings that identify a group: telephone, postcode, 法人番号, kana.

``normalise_…`` reads any usual way of writing and returns the one way they are stored; it raises
``ValueError`` for what can't be meant. The validators say the same in the portal's words.
"""

import re

from django.core.exceptions import ValidationError

from koganei_kyodo import house_messages as say
from koganei_kyodo import japanese

_PHONE = re.compile(r"0[0-9]{9,10}")
_MOBILE = re.compile(r"0[5789]0[0-9]{8}")
_KANA = re.compile(r"[ぁ-ゖゝゞー・ ]+")


def normalise_phone(text: str) -> str:
    """Return a telephone number of Japan with its area code, in half-width digits and hyphens.

    Brackets and +81 are understood. Hyphens that were written are kept; where there are none they
    are added only to numbers whose parts need no table of area codes (mobile, 03, 06, 0120).

    Raises:
        ValueError: it is no number of ten or eleven digits that begins with 0.
    """
    plain = japanese.normalise_phone(text)
    plain = re.sub(r"^(?:\+|0{2,3})81-?(?:\(0\))?0?", "0", plain)
    plain = re.sub(r"[().]", "-", plain)
    plain = re.sub(r"-+", "-", plain).strip("-")
    digits = plain.replace("-", "")
    if not _PHONE.fullmatch(digits) or (len(digits) == 11 and not _eleven(digits)):
        raise ValueError("not a telephone number with its area code")
    return plain if "-" in plain else _hyphenated(digits)


def normalise_postcode(text: str) -> str:
    """Return a postcode as ``184-0004``; raise ``ValueError`` without exactly seven digits."""
    plain = japanese.normalise_postcode(text)
    if not re.fullmatch(r"[0-9]{3}-[0-9]{4}", plain):
        raise ValueError("not a postcode")
    return plain


def normalise_corporate_number(text: str) -> str:
    """Return a 法人番号 as 13 digits.

    Raises:
        ValueError: there are not 13 digits, or the first of them is not the check digit.
    """
    digits = japanese.normalise_number(text).replace("-", "")
    if not re.fullmatch(r"[0-9]{13}", digits):
        raise ValueError("a corporate number has 13 digits")
    if int(digits[0]) != corporate_check_digit(digits[1:]):
        raise ValueError("the check digit doesn't fit")
    return digits


def corporate_check_digit(base: str) -> int:
    """Return the check digit (1 to 9) of the 12 digits of a 会社法人等番号 and the like.

    法人番号の指定等に関する省令 第2条: 9 − ((Σ Pn × Qn) mod 9), n = 1 to 12 from the lowest digit,
    Pn the n-th digit, Qn = 1 for odd and 2 for even n.

    Raises:
        ValueError: `base` is not 12 digits.
    """
    if not re.fullmatch(r"[0-9]{12}", base):
        raise ValueError("the base of a corporate number has 12 digits")
    weighed = (int(digit) * (1 + n % 2) for n, digit in enumerate(reversed(base)))
    return 9 - sum(weighed) % 9


def normalise_kana(text: str) -> str:
    """Return a reading in hiragana with single spaces, from hiragana or katakana of any width.

    Raises:
        ValueError: it is empty or holds anything else.
    """
    plain = japanese.normalise_kana(text)
    if not _KANA.fullmatch(plain):
        raise ValueError("not a reading in kana")
    return plain


def validate_phone(text: str) -> None:
    """Refuse what is no telephone number with its area code."""
    try:
        normalise_phone(text)
    except ValueError:
        raise ValidationError(say.phone(), code="phone") from None


def validate_postcode(text: str) -> None:
    """Refuse what is no postcode."""
    try:
        normalise_postcode(text)
    except ValueError:
        raise ValidationError(say.postcode(), code="postcode") from None


def validate_corporate_number(text: str) -> None:
    """Refuse what is no 法人番号, a mistyped one included."""
    try:
        normalise_corporate_number(text)
    except ValueError:
        raise ValidationError(say.corporate_number(), code="corporate_number") from None


def validate_kana(text: str) -> None:
    """Refuse a reading that isn't written in kana."""
    try:
        normalise_kana(text)
    except ValueError:
        raise ValidationError(say.kana(), code="kana") from None


def _eleven(digits: str) -> bool:
    """Tell whether a number may have eleven digits: mobile, IP telephone, 0800, 0x0."""
    return bool(_MOBILE.fullmatch(digits)) or digits.startswith(("0800", "020", "060"))


def _hyphenated(digits: str) -> str:
    if len(digits) == 11:
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    if digits.startswith(("03", "06")):
        return f"{digits[:2]}-{digits[2:6]}-{digits[6:]}"
    if digits.startswith(("0120", "0570", "0990")):
        return f"{digits[:4]}-{digits[4:7]}-{digits[7:]}"
    return digits
