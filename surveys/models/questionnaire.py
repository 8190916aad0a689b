"""Survey, Questionnaire, Section, Question, Choice: what is asked of whom."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from koganei_kyodo.search.fields import SearchColumn

validate_code = RegexValidator(
    r"^[a-z][a-z0-9_]{0,62}$", "半角の英小文字で始め、英小文字・数字・_ だけで入力してください"
)


_IS_FIELDED = (
    "EXISTS (SELECT 1 FROM surveys_questionnaire q"
    " WHERE q.fielded_at IS NOT NULL AND q.id = ({id}))"
)


def fielded_guard(questionnaire_id: str) -> pgtrigger.Trigger:
    """Return a trigger that keeps a row of a fielded questionnaire as it is.

    Args:
        questionnaire_id: SQL that gives the id of the questionnaire; `{row}` stands for the row.
    """
    checks = " OR ".join(
        # NEW is all NULL on DELETE, OLD on INSERT: their lookups then find nothing.
        _IS_FIELDED.format(id=questionnaire_id.format(row=row))
        for row in ("NEW", "OLD")
    )
    return pgtrigger.Trigger(
        name="fielded_guard",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF {checks} THEN
                RAISE EXCEPTION 'the questionnaire is fielded and cannot change'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


@pghistory.track(exclude=["search_title"])
class Survey(models.Model):
    """調査: one enquiry, of groups or of departments.

    Answers are taken while it is open and until `closes_at`; both are looked at on the server.
    """

    class Status(models.TextChoices):
        PREPARING = "preparing", "準備中"
        OPEN = "open", "実施中"
        CLOSED = "closed", "締め切りました"
        PUBLISHED = "published", "公表しました"

    TRANSITIONS: ClassVar[dict[str, dict[str, str]]] = {
        "open": {Status.PREPARING: Status.OPEN},
        "close": {Status.OPEN: Status.CLOSED},
        "reopen": {Status.CLOSED: Status.OPEN},
        "publish": {Status.CLOSED: Status.PUBLISHED, Status.PREPARING: Status.PUBLISHED},
        "withdraw": {Status.PUBLISHED: Status.CLOSED},
    }

    slug = models.SlugField("記号", max_length=64, unique=True)
    title = models.CharField("題名", max_length=200)
    fiscal_year = models.PositiveSmallIntegerField("実施した年度")
    dataset = models.ForeignKey(
        "organizations.Department",
        models.PROTECT,
        limit_choices_to={"parent": None},
        verbose_name="市",
        help_text="この調査をした市。よその市の資料なら、その資料の市を選びます。",
    )
    purpose = models.TextField("目的", blank=True)
    method = models.CharField("方法", max_length=200, blank=True)
    period = models.CharField("期間", max_length=100, blank=True)
    source = models.CharField("出典", max_length=200, blank=True)
    status = models.CharField(
        "状態", max_length=10, choices=Status, default=Status.PREPARING, db_default="preparing"
    )
    opens_on = models.DateField("始める日", null=True, blank=True)
    closes_at = models.DateTimeField("締め切る日時", null=True, blank=True)
    is_anonymous = models.BooleanField(
        "無記名",
        default=False,
        db_default=False,
        help_text="だれの回答かが、市にもセンターにも分からないようにします。配り始めたあとは変えられません。",
    )
    use = models.TextField(
        "回答の使いみち",
        blank=True,
        default="",
        db_default="",
        help_text="回答をだれが読み、何に使い、どこで公表するか。回答する人が、はじめに読みます。",
    )
    contact = models.CharField(
        "問い合わせ先",
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="空なら、センターの連絡先を示します。",
    )
    delete_after = models.DateField(
        "個々の回答を消す日",
        null=True,
        blank=True,
        help_text="この日をすぎると、個々の回答と連絡先を消します。集計は残ります。",
    )
    loaded_version = models.CharField(
        "読み込んだ資料の版", max_length=64, blank=True, db_default="", default="", editable=False
    )
    search_title = SearchColumn("title")

    class Meta:
        verbose_name = "調査"
        verbose_name_plural = "調査"
        ordering = ["-fiscal_year", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["preparing", "open", "closed", "published"]),
                name="surveys_survey_status",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def allows(self, verb: str) -> bool:
        """Tell whether `verb` may be done in the present status."""
        return self.status in self.TRANSITIONS[verb]


class Questionnaire(models.Model):
    """調査票: one version of the questions; nothing in it changes once it is fielded."""

    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="questionnaires", verbose_name="調査"
    )
    version = models.PositiveSmallIntegerField("版", default=1)
    fielded_at = models.DateTimeField("配り始めた日時", null=True, blank=True)

    class Meta:
        verbose_name = "調査票"
        verbose_name_plural = "調査票"
        ordering = ["survey", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "version"], name="surveys_questionnaire_version"
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stays_fielded",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.fielded_at IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.*"
                ),
                func="""
                    RAISE EXCEPTION 'the questionnaire is fielded and cannot change'
                        USING ERRCODE = 'check_violation';
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey}（第{self.version}版）"


class Section(models.Model):
    """A page of the questionnaire; a repeated one is filled in once per sheet (協働事業ごと)."""

    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="sections", verbose_name="調査票"
    )
    code = models.CharField("記号", max_length=64, validators=[validate_code])
    title = models.CharField("見出し", max_length=200)
    intro = models.TextField("説明", blank=True)
    position = models.PositiveSmallIntegerField("並び順")
    is_repeat = models.BooleanField("くり返す", default=False)
    relevant = models.TextField("きく条件", blank=True)

    class Meta:
        verbose_name = "調査票の節"
        verbose_name_plural = "調査票の節"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "code"], name="surveys_section_code"),
            models.UniqueConstraint(
                fields=["questionnaire", "position"],
                name="surveys_section_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            # The sheets of an answer are told apart by their number alone.
            models.UniqueConstraint(
                fields=["questionnaire"],
                condition=Q(is_repeat=True),
                name="surveys_section_one_repeat",
                violation_error_message="くり返す節は、1つの調査票に1つまでです",
            ),
        ]
        triggers = [fielded_guard("{row}.questionnaire_id")]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """設問. An attribute of the target is a question that is answered from the frame."""

    class Kind(models.TextChoices):
        SINGLE = "single", "単一回答"
        MULTIPLE = "multiple", "複数回答"
        OPEN = "open", "自由記述"
        NUMBER = "number", "数"
        DATE = "date", "日付"
        ATTRIBUTE = "attribute", "対象の属性"

    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="questions", verbose_name="調査票"
    )
    section = models.ForeignKey(
        Section, models.CASCADE, related_name="questions", verbose_name="節"
    )
    code = models.CharField("記号", max_length=64, validators=[validate_code])
    number = models.CharField("番号", max_length=20, blank=True, help_text="例：問1、付問1-1")
    kind = models.CharField("形式", max_length=12, choices=Kind)
    text = models.TextField("質問文")
    help = models.TextField("補足", blank=True)
    position = models.PositiveSmallIntegerField("並び順")
    required = models.BooleanField("必須", default=False)
    relevant = models.TextField(
        "きく条件", blank=True, help_text="例：${attribute} = '1' or ${attribute} = '2'"
    )
    min_choices = models.PositiveSmallIntegerField("選ぶ数の下限", null=True, blank=True)
    max_choices = models.PositiveSmallIntegerField("選べる数の上限", null=True, blank=True)
    # A table of questions (マトリクス): those that follow each other with the same words here are
    # shown as the lines of one table. Each line stays a question, so it counts like any other.
    matrix = models.CharField(
        "表の問い",
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text="同じ問いと選択肢がつづく設問を、1つの表にまとめます。",
    )
    min_value = models.DecimalField(
        "数の下限", max_digits=15, decimal_places=4, null=True, blank=True
    )
    max_value = models.DecimalField(
        "数の上限", max_digits=15, decimal_places=4, null=True, blank=True
    )
    decimals = models.PositiveSmallIntegerField("小数のけた", default=0, db_default=0)
    unit = models.CharField("単位", max_length=20, blank=True, default="", db_default="")
    constraint = models.TextField(
        "答えの条件", blank=True, default="", db_default="", help_text="例：. >= 1 and . <= 12"
    )
    constraint_message = models.CharField(
        "条件に合わないときの言葉", max_length=200, blank=True, default="", db_default=""
    )
    comparable_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="compared_by",
        verbose_name="前の調査の同じ設問",
        help_text="前の調査の数字とくらべられる設問です。",
    )
    is_unpublished = models.BooleanField(
        "回答が公表されていない",
        default=False,
        db_default=False,
        help_text="調査票にはあるが、公表された資料に回答がない設問。回答は収めず、数えません。",
    )

    class Meta:
        verbose_name = "設問"
        verbose_name_plural = "設問"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "code"], name="surveys_question_code"),
            models.UniqueConstraint(
                fields=["questionnaire", "position"],
                name="surveys_question_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(max_choices=None) | Q(max_choices__gte=1, kind="multiple"),
                name="surveys_question_max_choices",
            ),
            models.CheckConstraint(
                condition=Q(min_choices=None)
                | Q(min_choices__gte=1, kind="multiple")
                & (Q(max_choices=None) | Q(max_choices__gte=F("min_choices"))),
                name="surveys_question_min_choices",
                violation_error_message="選ぶ数の下限は、上限より小さくしてください",
            ),
            models.CheckConstraint(
                condition=Q(matrix="") | Q(kind__in=["single", "multiple"]),
                name="surveys_question_matrix",
                violation_error_message="表にまとめられるのは、選択肢から選ぶ設問だけです",
            ),
            models.CheckConstraint(
                condition=Q(min_value=None, max_value=None)
                | Q(kind="number")
                & (Q(min_value=None) | Q(max_value=None) | Q(max_value__gte=F("min_value"))),
                name="surveys_question_values",
                violation_error_message="数の下限は、上限より小さくしてください",
            ),
            models.CheckConstraint(condition=Q(decimals__lte=4), name="surveys_question_decimals"),
        ]
        triggers = [fielded_guard("{row}.questionnaire_id")]

    def __str__(self) -> str:
        return f"{self.number} {self.text}".strip()


class Choice(models.Model):
    """選択肢. Its code is what an answer stores: above 0, never reused within a question."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="choices", verbose_name="設問"
    )
    code = models.PositiveSmallIntegerField("番号")
    label = models.CharField("選択肢", max_length=200)
    position = models.PositiveSmallIntegerField("並び順")
    is_exclusive = models.BooleanField("ほかと一緒に選べない", default=False)
    is_other = models.BooleanField("その他", default=False)

    class Meta:
        verbose_name = "選択肢"
        verbose_name_plural = "選択肢"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["question", "code"], name="surveys_choice_code"),
            models.CheckConstraint(condition=Q(code__gte=1), name="surveys_choice_code_positive"),
            # An answer has one text beside its options.
            models.UniqueConstraint(
                fields=["question"], condition=Q(is_other=True), name="surveys_choice_one_other"
            ),
        ]
        triggers = [
            fielded_guard(
                "SELECT questionnaire_id FROM surveys_question WHERE id = {row}.question_id"
            )
        ]

    def __str__(self) -> str:
        return self.label


class LibraryQuestion(models.Model):
    """設問集: a question that is worth asking again, kept as it was asked."""

    question = models.OneToOneField(
        Question, models.CASCADE, related_name="library_entry", verbose_name="設問"
    )
    note = models.CharField("ひとこと", max_length=200, blank=True)

    class Meta:
        verbose_name = "設問集の設問"
        verbose_name_plural = "設問集の設問"
        ordering = ["question__text", "id"]

    def __str__(self) -> str:
        return str(self.question)
