"""The columns of the sheet, for one edition of the words and one 年度."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from koganei_kyodo.search.folding import normalise
from organizations.models import ActivityField, Department, Organization
from projects.models import (
    CollaborationForm,
    CostSource,
    Guideline,
    Initiative,
    Origin,
    Outcome,
    PartnerKind,
    ProjectRecord,
)

Kind = Literal["text", "choice", "labels", "number", "date"]
FIELD_COLUMNS = 3
YES, NO = "はい", "いいえ"
_BRACKETS = re.compile(r"[(（\[［【].*?[)）\]］】]|必須|任意|[※*＊]")


@dataclass(frozen=True)
class Column:
    """One column: its key, its heading, what may stand in it.

    ``group`` is the question that several columns answer together (協働の形態1 to 3).
    ``of_partner`` columns are written in every row, the others once for each project.
    """

    key: str
    heading: str
    kind: Kind = "text"
    width: int = 14
    help: str = ""
    choices: Sequence[str] = ()
    group: str = ""
    of_partner: bool = False
    needed: bool = False
    limit: int = 0


def fold(text: Any) -> str:
    """Return a word as it is compared: width, kana, case and spaces do not matter."""
    return normalise(str(text).replace("\0", ""))


def fold_heading(text: Any) -> str:
    """Return a heading as it is compared: marks and what stands in brackets do not matter."""
    return fold(_BRACKETS.sub("", str(text)))


class Words:
    """Everything a cell can name, read once for a file."""

    def __init__(
        self, guideline: Guideline, fiscal_year: int, departments: Sequence[Department]
    ) -> None:
        self.guideline, self.fiscal_year = guideline, fiscal_year
        self.departments = list(departments)
        forms = CollaborationForm.objects.filter(guideline=guideline)
        self.labels: dict[str, list[Any]] = {
            "forms": [form for form in forms if form.is_valid_in(fiscal_year)],
            "kind": list(PartnerKind.objects.filter(guideline=guideline)),
            "origins": list(Origin.objects.filter(guideline=guideline)),
            "initiatives": list(Initiative.objects.filter(guideline=guideline)),
            "outcome": list(Outcome.objects.filter(guideline=guideline)),
        }
        fields = ActivityField.objects.filter(fieldset__is_current=True, is_active=True)
        self.labels["activity_fields"] = list(fields.order_by("number", "pk"))
        self.sources = list(CostSource.objects.filter(guideline=guideline))

    @cached_property
    def organizations(self) -> dict[str, Organization | None]:
        """Registered groups by folded name; None where two carry the same name."""
        found: dict[str, Organization | None] = {}
        for row in Organization.objects.listed().only("pk", "name"):
            key = fold(row.name)
            found[key] = None if key in found else row
        return found

    @cached_property
    def offices(self) -> dict[str, Department]:
        """Offices by folded name."""
        return {fold(each.name): each for each in self.departments}

    @cached_property
    def columns(self) -> list[Column]:
        """The columns in the order in which the portal hands the sheet out."""
        return [*_project_columns(self), *_partner_columns(self), *_money_columns(self), *_END]


def _names(rows: Sequence[Any]) -> list[str]:
    return [str(row) for row in rows]


def _project_columns(words: Words) -> list[Column]:
    return [
        Column("row_id", "管理番号", width=11, help="消さないでください。新しい行では空けておきます。"),
        Column("department", "担当課", "choice", 16, "空けると、あなたの課になります。",
               _names(words.departments)),
        Column("name", "事業の名前", width=28, needed=True, limit=200,
               help="相手が2つ以上のときは、下の行に相手だけを書き、ここは空けておきます。"),
        Column("stage", "予定・実績", "choice", 9, "空けると、実績になります。",
               ProjectRecord.Stage.labels),
        Column("continuity", "新規・継続", "choice", 17, needed=True,
               choices=ProjectRecord.Continuity.labels),
        Column("summary", "事業の内容", width=44, needed=True, limit=2000,
               help="何のために、だれと、何をしたかを、2,000字までで書きます。"),
        *(Column(f"activity_fields{n}", f"分野{n}", "labels", 15, "2つ目からは、あるときだけ選びます。",
                 _names(words.labels["activity_fields"]), group="activity_fields")
          for n in range(1, FIELD_COLUMNS + 1)),
    ]  # fmt: skip


def _partner_columns(words: Words) -> list[Column]:
    several = [("forms", "協働の形態", 3), ("origins", "実施した経緯", 2),
               ("initiatives", "実施体制", 2)]  # fmt: skip
    numbered = [
        Column(f"{key}{n}", f"{heading}{n}", "labels", 17, "2つ目からは、あるときだけ選びます。",
               _names(words.labels[key]), group=key, of_partner=True, needed=n == 1)
        for key, heading, count in several
        for n in range(1, count + 1)
    ]  # fmt: skip
    return [
        Column("partner_no", "相手の番号", "number", 8, "書いた順の番号です。空けてもかまいません。",
               of_partner=True),
        Column("partner", "相手の名前", width=26, of_partner=True, needed=True, limit=200,
               help="登録している団体の名前と同じなら、その団体に結びつきます。"),
        Column("group_count", "団体の数", "number", 8, of_partner=True,
               help="名前を1つずつ書けないときに、数だけ書きます。例：50"),
        Column("kind", "相手の組織形態", "choice", 17, choices=_names(words.labels["kind"]),
               of_partner=True, needed=True),
        *numbered,
        Column("outcome", "成果", "choice", 24, choices=_names(words.labels["outcome"]),
               of_partner=True, needed=True),
    ]  # fmt: skip


def _money_columns(words: Words) -> list[Column]:
    of_source = [
        Column(f"source-{source.pk}", f"内訳：{source.name}（円）", "number", 13,
               "内訳を書くときは、合計が「かかったお金」と同じになるようにします。")
        for source in words.sources
    ]  # fmt: skip
    return [
        Column("planned_cost", "予算額（円）", "number", 13),
        Column("cost", "かかったお金（円）", "number", 13, "円で書きます。例：120000"),
        *of_source,
        Column("scheme_used", "利用した制度", width=20, limit=200),
    ]


_END = [
    Column("results", "成果と効果", width=36, limit=2000),
    Column("problems", "困ったこと・課題", width=36, limit=2000),
    Column("is_last_year", "この年度で終わる", "choice", 10, choices=[YES, NO]),
    Column("end_reason", "終わる理由", width=24, limit=400,
           help="この年度で終わるときに書きます。"),
    Column("is_public", "一覧で公開してよい", "choice", 10, "空けると「はい」です。", [YES, NO]),
    Column("cost_is_public", "お金を公開してよい", "choice", 10, "空けると「はい」です。", [YES, NO]),
    Column("problems_are_public", "課題を公開してよい", "choice", 10, "空けると「いいえ」です。",
           [YES, NO]),
    Column("document_number", "文書番号", width=16, limit=60),
    Column("decided_on", "決裁日", "date", 14, "例：2026/4/1、令和8年4月1日"),
]  # fmt: skip
