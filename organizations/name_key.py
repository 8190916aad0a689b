"""The name of a group as duplicates are compared: without its legal form, spaces and signs."""

from typing import Any

from django.db import models
from django.db.models import Func

# As `kyodo_normalise` leaves them: NFKC, small letters, katakana as hiragana.
LEGAL_FORMS = (
    "特定非営利活動法人", "認定特定非営利活動法人", "認定npo法人", "npo法人", "npo",
    "一般社団法人", "一般財団法人", "公益社団法人", "公益財団法人", "社会福祉法人", "学校法人",
    "医療法人社団", "医療法人", "宗教法人", "認可地縁団体", "任意団体", "株式会社", "有限会社",
    "合同会社", "合名会社", "合資会社", "協同組合", r"\(特非\)", r"\(一社\)", r"\(一財\)",
    r"\(公社\)", r"\(公財\)", r"\(社福\)", r"\(学\)", r"\(株\)", r"\(有\)", "ぼらんてぃあぐるーぷ",
    "ぼらんてぃあ団体", "市民活動団体",
)  # fmt: skip
_FORMS = "|".join(sorted(LEGAL_FORMS, key=len, reverse=True))
# Long marks too: 「センター」 and 「センタ」 are told apart by nobody.
_SIGNS = r"[\s\-ー・･.,、。/&＆’「」『』()\[\]〔〕【】~〜!?]"
PATTERN = f"(?:{_FORMS})|{_SIGNS}"


class NameKey(Func):
    """Take legal forms and signs out of a normalised name, in the database."""

    function = "regexp_replace"
    template = "%(function)s(%(expressions)s, '%(pattern)s', '', 'g')"
    output_field = models.TextField()

    def __init__(self, *expressions: Any, pattern: str) -> None:
        # Part of what a migration holds, so that a later change of the list is a migration too.
        super().__init__(*expressions, pattern=pattern)
