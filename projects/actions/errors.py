"""Why a verb refuses; each text tells the person what to do instead."""

from collections.abc import Iterable
from datetime import datetime

from koganei_kyodo import house_messages as say
from koganei_kyodo.fiscal_year import fiscal_year_label
from projects.completeness import Missing
from projects.models import ProjectRecord

Status = ProjectRecord.Status

WRONG_STATE: dict[tuple[str, str], str] = {
    ("edit", Status.SUBMITTED): "提出した事業実績は、そのままでは直せません。"
    "「取り下げて直す」を押してから直してください",
    ("edit", Status.APPROVED): "受付済みの事業実績は、そのままでは直せません。"
    "直したいときは、センターに連絡して修正の依頼を受けてください",
    ("submit", Status.SUBMITTED): "この事業実績は提出してあります。確認の結果をお待ちください",
    ("submit", Status.APPROVED): "この事業実績は受付済みです。もう一度提出する必要はありません",
    ("withdraw", Status.DRAFT): "この事業実績は提出の前です。取り下げなくても直せます",
    ("withdraw", Status.RETURNED): "修正の依頼が届いています。取り下げなくても直せます",
    ("withdraw", Status.APPROVED): "この事業実績は受付済みなので、取り下げられません。"
    "直したいときは、センターに連絡して修正の依頼を受けてください",
    ("return", Status.DRAFT): "この事業実績は担当課が書いている途中です。提出を待ってください",
    ("return", Status.RETURNED): "修正の依頼は送ってあります。担当課が出し直すのを待ってください",
    ("approve", Status.DRAFT): "この事業実績は担当課が書いている途中です。提出を待ってください",
    ("approve", Status.RETURNED): "修正を依頼しているところです。"
    "担当課が出し直してから承認してください",
    ("confirm", Status.SUBMITTED): "この事業実績は提出してあります。確認の必要はありません",
    ("confirm", Status.APPROVED): "この事業実績は受付済みです。確認の必要はありません",
    (
        "approve",
        Status.APPROVED,
    ): "この事業実績は承認してあります。もう一度承認する必要はありません",
}


class WrongState(Exception):
    """The record doesn't allow this now; the text tells the person what to do instead."""


class ClosedDataset(WrongState):
    """The record belongs to the published data of another city: it never changes."""

    def __init__(self) -> None:
        super().__init__(
            "よその市が公表した資料なので、変更できません。内容は統計の画面で見てください"
        )


class AlreadyReported(WrongState):
    """The project has a record of this 年度; ``record`` is that one."""

    def __init__(self, record: ProjectRecord) -> None:
        year = fiscal_year_label(record.fiscal_year)
        super().__init__(
            f"この事業の{year}の実績は、すでにあります。別の年度を選ぶか、そちらを直してください"
        )
        self.record = record


class HeadNeeded(WrongState):
    """The 課長 has not confirmed this version yet."""

    def __init__(self) -> None:
        super().__init__(
            "提出の前に、課長の確認がいります。"
            "「課長に確認を頼む」を押して、確認が終わってから提出してください"
        )


class EditedByOther(Exception):
    """Somebody saved in between; ``who``, ``at`` and the ``fields`` they changed."""

    def __init__(self, who: str, at: datetime, fields: Iterable[str] = ()) -> None:
        super().__init__(say.edited_by_other(who, at=at))
        self.who, self.at, self.fields = who, at, frozenset(fields)


class Incomplete(Exception):
    """The sheet can't be submitted yet; ``missing`` is everything it lacks."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(f"まだ書いていない所が{len(missing)}つあります")
        self.missing = missing
