"""Report, its blocks and figures: what is shown, in which order, and what was printed before."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from koganei_kyodo.search.fields import SearchColumn
from surveys.models.questionnaire import Question, Survey
from surveys.querysets import ReportQuerySet


def frozen_guard(report_id: str, *, unless: str = "FALSE") -> pgtrigger.Trigger:
    """Return a trigger that keeps a row of a published report as it was published.

    Args:
        report_id: SQL that gives the id of the report; `{row}` stands for the row.
        unless: SQL condition of an update that changes nothing of what is read.
    """
    checks = " OR ".join(
        f"EXISTS (SELECT 1 FROM surveys_frozenreport f WHERE f.report_id = ({report_id.format(row=row)}))"  # noqa: S608
        for row in ("NEW", "OLD")
    )
    return pgtrigger.Trigger(
        name="frozen_guard",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'UPDATE' THEN
                IF {unless} THEN RETURN NEW; END IF;
            END IF;
            IF {checks} THEN
                RAISE EXCEPTION 'the report is published and cannot change'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


_FROZEN_COLUMNS = (
    "title",
    "intro",
    "survey_id",
    "edition",
    "first_number",
    "zero_as_dash",
    "hides_single",
    "is_made_up",
)


@pghistory.track(exclude=["search_text"])
class Report(models.Model):
    """報告書 of a survey: an ordered list of blocks.

    Its figures are counted from the answers as long as it is prepared. Publishing keeps them in
    a `FrozenReport`; what comes later is a new edition.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "準備している"
        PUBLISHED = "published", "公表した"

    # Which verb leads from which status.
    TRANSITIONS = {"publish": {Status.DRAFT}, "unpublish": {Status.PUBLISHED}}

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="reports", verbose_name="調査")
    edition = models.PositiveSmallIntegerField("版", default=1, db_default=1)
    title = models.CharField("題名", max_length=200)
    intro = models.TextField("はじめに", blank=True)
    status = models.CharField("状態", max_length=10, choices=Status, default=Status.DRAFT)
    first_number = models.PositiveSmallIntegerField(
        "最初の図表の番号", default=1, db_default=1, help_text="ふつうは1です。"
    )
    zero_as_dash = models.BooleanField(
        "だれもいない欄を「—」と書く",
        default=False,
        db_default=False,
        help_text="選ばないときは0と書きます。",
    )
    hides_single = models.BooleanField(
        "1件だけの欄を伏せる",
        default=False,
        db_default=False,
        help_text="だれの回答かわかるおそれのある欄を「※」にします。市の課の調査では伏せません。",
    )
    is_made_up = models.BooleanField(
        "回答は作りもの",
        default=False,
        db_default=False,
        help_text="見本の回答から数えた報告書には、すべてのページにそのことを書きます。",
    )
    checked_version = models.CharField(
        "検算した数字の版", max_length=64, blank=True, default="", db_default="", editable=False
    )
    checked_at = models.DateTimeField("検算した日時", null=True, blank=True, editable=False)
    published_at = models.DateTimeField("公表した日時", null=True, blank=True, editable=False)
    search_text = SearchColumn("title", "intro")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "報告書"
        verbose_name_plural = "報告書"
        ordering = ["-survey__fiscal_year", "survey", "-edition"]
        constraints = [
            # An index, not a constraint of the table: it can be added to a table in use.
            models.UniqueConstraint("survey", "edition", name="surveys_report_edition"),
            models.CheckConstraint(condition=Q(edition__gte=1), name="surveys_report_edition_one"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_guard",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    " OR ".join(
                        f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _FROZEN_COLUMNS
                    )
                ),
                func="""
                    IF EXISTS (SELECT 1 FROM surveys_frozenreport f WHERE f.report_id = NEW.id) THEN
                        RAISE EXCEPTION 'the report is published and cannot change'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.title if self.edition == 1 else f"{self.title}（第{self.edition}版）"

    def allows(self, verb: str) -> bool:
        """Tell whether the status allows `verb` of `TRANSITIONS`."""
        return self.status in self.TRANSITIONS[verb]


class FrozenReport(models.Model):
    """The numbers and texts of a report as they were published; never changed afterwards."""

    report = models.OneToOneField(
        Report, models.CASCADE, related_name="frozen", verbose_name="報告書"
    )
    content = models.JSONField("公表した数字")
    data_version = models.CharField("数字の版", max_length=64)
    made_at = models.DateTimeField("公表した日時", auto_now_add=True)

    class Meta:
        verbose_name = "公表した報告書の数字"
        verbose_name_plural = "公表した報告書の数字"
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.report}の公表した数字"


class Base(models.TextChoices):
    """Who is 100 %. Printed with every table."""

    ALL = "all", "全体（きいていない回答も無回答に数える）"
    ASKED = "asked", "きいた相手の全体"
    ANSWERED = "answered", "答えた相手だけ"


class Unit(models.TextChoices):
    """What is counted."""

    RESPONSE = "response", "回答"
    SHEET = "sheet", "票（事業と相手の組）"


class Order(models.TextChoices):
    """Order of the rows; その他 and the like stay last."""

    ASKED = "asked", "調査票の順"
    COUNT = "count", "多い順"


@pghistory.track()
class ReportFigure(models.Model):
    """図表: the definition of a table, never its numbers.

    `printed` keeps the figure as an older report printed it, in the format of the figure check,
    so that print and recount can stand side by side.
    """

    class Measure(models.TextChoices):
        PERCENT = "percent", "割合"
        COUNT = "count", "件数"

    class Chart(models.TextChoices):
        AUTO = "auto", "おまかせ（一つ選ぶ設問は100％の帯、ほかは横の棒）"
        BARS = "bars", "横の棒"
        STACKED = "stacked", "100％の帯（項目が5つまで）"
        NONE = "none", "グラフなし（表だけ）"

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="figures", verbose_name="報告書"
    )
    number = models.CharField("図表の番号", max_length=10)
    position = models.PositiveSmallIntegerField("並び順")
    title = models.CharField("題名", max_length=200)
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", verbose_name="設問")
    by = models.ForeignKey(
        Question,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="何で分けるか",
    )
    unit = models.CharField("数えるもの", max_length=10, choices=Unit, default=Unit.RESPONSE)
    base = models.CharField("100％とするもの", max_length=10, choices=Base, default=Base.ASKED)
    order = models.CharField("行の順", max_length=10, choices=Order, default=Order.ASKED)
    measure = models.CharField("示す数", max_length=10, choices=Measure, default=Measure.PERCENT)
    hide_zero = models.BooleanField("0の行を出さない", default=False)
    total_label = models.CharField("全体の呼び方", max_length=20, default="全体")
    note = models.TextField("注", blank=True)
    printed = models.JSONField("印刷された図表", null=True, blank=True)
    chart = models.CharField(
        "グラフの形", max_length=10, choices=Chart, default=Chart.AUTO, db_default="auto"
    )
    frame = models.ForeignKey(
        "surveys.CodeFrame",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="自由記述の分類",
        help_text="自由記述の設問は、分類した結果を数えます。",
    )
    grouping = models.JSONField(
        "選択肢のまとめ",
        default=list,
        db_default=models.Value([], models.JSONField()),
        blank=True,
        help_text="例：[{'label': '満足', 'codes': [1, 2]}]",
    )
    filters = models.JSONField(
        "数える回答の条件",
        default=list,
        db_default=models.Value([], models.JSONField()),
        blank=True,
        help_text="例：[{'question': 'attribute', 'codes': [4]}]",
    )
    earlier = models.ForeignKey(
        Question,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="比べる前の調査の設問",
    )
    marks_significance = models.BooleanField("有意差の印", default=False, db_default=False)
    whole_matrix = models.BooleanField(
        "表の問いを1つの表にする",
        default=False,
        db_default=False,
        help_text="同じ選択肢でならぶ設問を、1行ずつ示します。",
    )

    class Meta:
        verbose_name = "図表"
        verbose_name_plural = "図表"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                name="surveys_figure_number",
            ),
            models.UniqueConstraint(
                fields=["report", "position"],
                name="surveys_figure_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(by=None) | ~Q(by=models.F("question")), name="surveys_figure_by_other"
            ),
            models.CheckConstraint(
                condition=Q(whole_matrix=False) | Q(by=None), name="surveys_figure_matrix_alone"
            ),
            models.CheckConstraint(
                condition=Q(chart__in=["auto", "bars", "stacked", "none"]),
                name="surveys_figure_chart",
            ),
        ]
        triggers = [frozen_guard("{row}.report_id")]

    def __str__(self) -> str:
        return f"図表{self.number} {self.title}"


@pghistory.track()
class ReportBlock(models.Model):
    """One part of a report, in its place: text, a figure, chosen opinions, a page break."""

    class Kind(models.TextChoices):
        HEADING = "heading", "見出し"
        TEXT = "text", "文章"
        FIGURE = "figure", "図表"
        OPINIONS = "opinions", "分類した意見の表"
        EXCERPTS = "excerpts", "意見の抜粋"
        TARGETS = "targets", "対象の一覧"
        NOTE = "note", "注"
        PAGE_BREAK = "page_break", "改ページ"

    # Kinds that carry a number of their own among the 図表.
    NUMBERED = frozenset({Kind.FIGURE, Kind.OPINIONS, Kind.TARGETS})

    report = models.ForeignKey(Report, models.CASCADE, related_name="blocks", verbose_name="報告書")
    position = models.PositiveSmallIntegerField("並び順")
    kind = models.CharField("種類", max_length=12, choices=Kind)
    number = models.CharField("図表の番号", max_length=10, blank=True, editable=False)
    title = models.CharField("題名", max_length=200, blank=True)
    text = models.TextField("文", blank=True)
    figure = models.OneToOneField(
        ReportFigure,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="block",
        verbose_name="図表",
    )
    question = models.ForeignKey(
        Question,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="設問",
    )
    frame = models.ForeignKey(
        "surveys.CodeFrame",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="自由記述の分類",
    )
    in_leaflet = models.BooleanField("概要版にも入れる", default=False, db_default=False)

    class Meta:
        verbose_name = "報告書の部分"
        verbose_name_plural = "報告書の部分"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "position"],
                name="surveys_block_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(kind="figure", figure__isnull=False)
                | (~Q(kind="figure") & Q(figure=None)),
                name="surveys_block_figure",
            ),
            models.CheckConstraint(
                condition=~Q(kind="opinions") | Q(frame__isnull=False),
                name="surveys_block_frame",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["excerpts", "targets"]) | Q(question__isnull=False),
                name="surveys_block_question",
            ),
        ]
        triggers = [frozen_guard("{row}.report_id")]

    def __str__(self) -> str:
        return self.title or self.text[:40] or self.get_kind_display()


@pghistory.track()
class Excerpt(models.Model):
    """One opinion that a report shows: chosen from the answers, its names masked, or made up."""

    block = models.ForeignKey(
        ReportBlock, models.CASCADE, related_name="excerpts", verbose_name="報告書の部分"
    )
    position = models.PositiveSmallIntegerField("並び順")
    answer = models.ForeignKey(
        "surveys.Answer",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="もとの回答",
    )
    code = models.ForeignKey(
        "surveys.Code",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="分類",
    )
    text = models.TextField("意見")
    is_italic = models.BooleanField("斜体にする", default=False, db_default=False)
    is_made_up = models.BooleanField("作りもの", default=False, db_default=False)

    class Meta:
        verbose_name = "報告書に載せる意見"
        verbose_name_plural = "報告書に載せる意見"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["block", "position"],
                name="surveys_excerpt_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["block", "answer", "code"],
                name="surveys_excerpt_answer_once",
                nulls_distinct=False,
                condition=Q(answer__isnull=False),
            ),
        ]
        triggers = [
            # The answer behind an opinion may be deleted when its time is over.
            frozen_guard(
                "SELECT report_id FROM surveys_reportblock WHERE id = {row}.block_id",
                unless="NEW.answer_id IS NULL AND NEW.text = OLD.text"
                " AND NEW.block_id = OLD.block_id AND NEW.position = OLD.position",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]


@pghistory.track()
class ReportFinding(models.Model):
    """What the figure check found in a report of ours; accepted with a reason, or mended."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="findings", verbose_name="報告書"
    )
    figure = models.CharField("図表の番号", max_length=100)
    kind = models.CharField("種類", max_length=30)
    message = models.TextField("見つかったこと")
    reason = models.TextField("このまま公表する理由", blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="理由を書いた人",
    )

    class Meta:
        verbose_name = "検算で見つかったこと"
        verbose_name_plural = "検算で見つかったこと"
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "figure", "kind", "message"], name="surveys_finding_once"
            ),
        ]

    def __str__(self) -> str:
        return f"図{self.figure}：{self.message[:40]}"


class CheckedFigures(models.Model):
    """A report made elsewhere whose figures were checked here: its numbers and the findings."""

    title = models.CharField("報告書の名前", max_length=200)
    source = models.CharField("出典", max_length=200, blank=True)
    filename = models.CharField("ファイル名", max_length=200)
    content = models.JSONField("図表の数字")
    findings = models.JSONField("見つかったこと", default=list)
    figure_count = models.PositiveIntegerField("図の数")
    checked_at = models.DateTimeField("検算した日時", auto_now_add=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="検算した人",
    )

    class Meta:
        verbose_name = "よその報告書の検算"
        verbose_name_plural = "よその報告書の検算"
        ordering = ["-checked_at", "-pk"]

    def __str__(self) -> str:
        return self.title
