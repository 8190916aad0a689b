"""The log of requests about personal data, the log of leaks, and retention."""

import datetime
from typing import ClassVar

import pghistory
import pghistory.models
import pgtrigger
from django.conf import settings
from django.contrib.admin.models import LogEntry, LogEntryManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

PERSON = settings.AUTH_USER_MODEL


def _who(label: str) -> models.ForeignKey:
    """Return the column that says who did something; actions write it."""
    return models.ForeignKey(
        PERSON,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=label,
    )


# The words of the request stay out of the trail: they go when their time is over.
@pghistory.track(exclude=["requester_name", "contact", "request_text", "identity_check"])
class PersonalDataRequest(models.Model):
    """開示等の請求: one request of a person about their own data, from its arrival to its end.

    The days are those of the 個人情報保護法: 30 to decide (第83条, 第94条, 第102条), 30 more at most
    where there is a reason.
    """

    DAYS: ClassVar[int] = 30

    class Kind(models.TextChoices):
        DISCLOSE = "disclose", "開示"
        CORRECT = "correct", "訂正"
        STOP = "stop", "利用停止"
        ERASE = "erase", "消去"

    class Status(models.TextChoices):
        RECEIVED = "received", "受け付けた"
        DECIDED = "decided", "決定した"
        DONE = "done", "終わった"

    class Decision(models.TextChoices):
        GRANTED = "granted", "請求のとおりにする"
        PARTLY = "partly", "一部だけ請求のとおりにする"
        REFUSED = "refused", "請求のとおりにしない"

    TRANSITIONS: ClassVar[dict[str, dict[str, str]]] = {
        "identify": {Status.RECEIVED: Status.RECEIVED},
        "extend": {Status.RECEIVED: Status.RECEIVED},
        "decide": {Status.RECEIVED: Status.DECIDED},
        "finish": {Status.DECIDED: Status.DONE},
    }

    number = models.CharField("請求番号", max_length=20, unique=True, editable=False)
    received_on = models.DateField("受け付けた日")
    kind = models.CharField("請求の種類", max_length=10, choices=Kind)
    person = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="data_requests",
        verbose_name="利用者", help_text="ログインIDを持たない人のときは、空のままにします。",
    )  # fmt: skip
    requester_name = models.CharField(
        "請求した人の氏名", max_length=100, blank=True, help_text="保存期間が終わると消えます。"
    )
    contact = models.CharField("連絡先", max_length=200, blank=True)
    request_text = models.TextField("請求の内容", blank=True)
    received_by = _who("受け付けた人")
    identity_check = models.CharField("本人の確かめ方", max_length=200, blank=True, editable=False)
    identity_checked_at = models.DateTimeField("本人を確かめた日時", null=True, editable=False)
    identity_checked_by = _who("本人を確かめた人")
    due_on = models.DateField("決定の期限", editable=False)
    extension_reason = models.TextField("延ばした理由", blank=True, editable=False)
    status = models.CharField(
        "状態", max_length=10, choices=Status, default=Status.RECEIVED, editable=False
    )
    decision = models.CharField("決定", max_length=10, choices=Decision, blank=True, editable=False)
    decision_reason = models.TextField("決定の理由", blank=True, editable=False)
    decided_on = models.DateField("決定した日", null=True, editable=False)
    decided_by = _who("決定した人")
    done_on = models.DateField("終わった日", null=True, editable=False)
    done_by = _who("終えた人")

    class Meta:
        verbose_name = "個人情報の請求"
        verbose_name_plural = "個人情報の請求"
        ordering = ["-received_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["disclose", "correct", "stop", "erase"]),
                name="portal_datarequest_kind",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("received_on"))
                & Q(due_on__lte=F("received_on") + datetime.timedelta(days=2 * 30)),
                name="portal_datarequest_due",
            ),
            models.CheckConstraint(
                condition=Q(status="received", decision="", decided_by=None, done_by=None)
                | Q(status="decided", decided_by__isnull=False, done_by=None) & ~Q(decision="")
                | Q(status="done", decided_by__isnull=False, done_by__isnull=False)
                & ~Q(decision=""),
                name="portal_datarequest_status",
            ),
            models.CheckConstraint(
                # Nothing is granted to somebody nobody has identified.
                condition=Q(decision__in=["", "refused"]) | Q(identity_checked_at__isnull=False),
                name="portal_datarequest_identified",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}（{self.get_kind_display()}）"

    def allows(self, verb: str) -> bool:
        """Tell whether the status allows `verb`, a key of ``TRANSITIONS``."""
        return self.status in self.TRANSITIONS[verb]

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done."""
        return self.status != self.Status.DONE

    @property
    def last_due_on(self) -> datetime.date:
        """Return the last day to which the decision can be put off."""
        return self.received_on + datetime.timedelta(days=2 * self.DAYS)


class UseStop(models.Model):
    """利用停止: a person's data is kept but not used; the account can't log in."""

    person = models.OneToOneField(
        PERSON, models.PROTECT, related_name="use_stop", verbose_name="利用者"
    )
    request = models.ForeignKey(
        PersonalDataRequest, models.PROTECT, related_name="+", verbose_name="請求"
    )
    at = models.DateTimeField("止めた日時", default=timezone.now)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="止めた人")

    class Meta:
        verbose_name = "利用停止"
        verbose_name_plural = "利用停止"

    def __str__(self) -> str:
        return f"{self.request.number}"


class Erasure(models.Model):
    """消去の記録: what remains when a person is erased. It holds nothing personal."""

    person = models.OneToOneField(
        PERSON, models.PROTECT, related_name="erasure", verbose_name="消去した利用者"
    )
    at = models.DateTimeField("消去した日時", default=timezone.now)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="消去した人")
    request = models.OneToOneField(
        PersonalDataRequest, models.PROTECT, null=True, related_name="erasure",
        verbose_name="請求",
    )  # fmt: skip
    disposal = models.ForeignKey(
        "portal.DisposalList", models.PROTECT, null=True, related_name="erasures",
        verbose_name="廃棄の一覧",
    )  # fmt: skip
    counts = models.JSONField("表ごとの件数", default=dict)

    class Meta:
        verbose_name = "消去の記録"
        verbose_name_plural = "消去の記録"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(request=None) ^ Q(disposal=None), name="portal_erasure_one_ground"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}"


class IncidentLog(models.Model):
    """漏えい等の記録 (個人情報保護法 第68条): what happened, to whose data, and what was done."""

    class Kind(models.TextChoices):
        LEAK = "leak", "漏えい"
        LOSS = "loss", "滅失"
        DAMAGE = "damage", "毀損"
        NEAR_MISS = "near_miss", "漏えい等のおそれ"

    kind = models.CharField("種類", max_length=10, choices=Kind)
    found_at = models.DateTimeField("わかった日時")
    what_happened = models.TextField("起きたこと")
    data = models.TextField("どの情報か", help_text="氏名などの個人情報そのものは書きません。")
    people = models.PositiveIntegerField(
        "何人分か", null=True, blank=True, help_text="わからないあいだは、空のままにします。"
    )
    cause = models.TextField("原因", blank=True)
    measures = models.TextField("すぐにしたこと", blank=True)
    prevention = models.TextField("これから防ぐためにすること", blank=True)
    reported_on = models.DateField("個人情報保護委員会に知らせた日", null=True, blank=True)
    notified_on = models.DateField("本人に知らせた日", null=True, blank=True)
    closed_on = models.DateField("対応が終わった日", null=True, blank=True)
    recorded_by = models.ForeignKey(
        PERSON, models.PROTECT, related_name="+", editable=False, verbose_name="記録した人"
    )

    class Meta:
        verbose_name = "漏えい等の記録"
        verbose_name_plural = "漏えい等の記録"
        ordering = ["-found_at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{timezone.localtime(self.found_at):%Y-%m-%d}）"


class RetentionClass(models.Model):
    """保存年限: how long a kind of record is kept, counted in 年度."""

    name = models.CharField("名称", max_length=20, unique=True)
    years = models.PositiveSmallIntegerField(
        "年数", null=True, blank=True, help_text="空のときは、ずっと保存します（常用）。"
    )
    position = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        verbose_name = "保存年限"
        verbose_name_plural = "保存年限"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class RetentionRule(models.Model):
    """保存年限の割り当て: which class a kind of record has. Which kinds there are is code."""

    kind = models.SlugField("記号", max_length=40, unique=True, editable=False)
    name = models.CharField("記録の種類", max_length=100)
    starts_from = models.CharField("数え始め", max_length=100)
    retention = models.ForeignKey(RetentionClass, models.PROTECT, verbose_name="保存年限")

    class Meta:
        verbose_name = "記録ごとの保存年限"
        verbose_name_plural = "記録ごとの保存年限"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class DisposalList(models.Model):
    """廃棄の一覧: what is past its time. Nothing goes before a person has approved the list."""

    class Status(models.TextChoices):
        DRAFT = "draft", "承認を待っている"
        APPROVED = "approved", "承認した"
        REJECTED = "rejected", "取りやめた"
        DONE = "done", "廃棄した"

    TRANSITIONS: ClassVar[dict[str, dict[str, str]]] = {
        "approve": {Status.DRAFT: Status.APPROVED},
        "reject": {Status.DRAFT: Status.REJECTED},
        "dispose": {Status.APPROVED: Status.DONE},
    }

    made_at = models.DateTimeField("作った日時", default=timezone.now, editable=False)
    day = models.DateField("いつの時点か", editable=False)
    status = models.CharField(
        "状態", max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    decided_at = models.DateTimeField("決めた日時", null=True, editable=False)
    decided_by = _who("決めた人")
    reason = models.TextField("取りやめた理由", blank=True, editable=False)
    disposed_at = models.DateTimeField("廃棄した日時", null=True, editable=False)

    class Meta:
        verbose_name = "廃棄の一覧"
        verbose_name_plural = "廃棄の一覧"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft", decided_by=None)
                | Q(status__in=["approved", "rejected", "done"], decided_by__isnull=False),
                name="portal_disposallist_decided",
            )
        ]

    def __str__(self) -> str:
        return f"第{self.pk}号（{self.day}）"

    def allows(self, verb: str) -> bool:
        """Tell whether the status allows `verb`, a key of ``TRANSITIONS``."""
        return self.status in self.TRANSITIONS[verb]


class DisposalItem(models.Model):
    """One line of a list. The label names no person: it stays after the disposal."""

    list = models.ForeignKey(
        DisposalList, models.CASCADE, related_name="items", verbose_name="廃棄の一覧"
    )
    rule = models.ForeignKey(RetentionRule, models.PROTECT, verbose_name="記録の種類")
    object_id = models.PositiveBigIntegerField("番号")
    label = models.CharField("何を", max_length=200)
    closed_on = models.DateField("数え始めの日")
    due_on = models.DateField("廃棄できる日")
    disposed_at = models.DateTimeField("廃棄した日時", null=True, editable=False)
    kept_because = models.CharField("残した理由", max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = "廃棄するもの"
        verbose_name_plural = "廃棄するもの"
        ordering = ["list", "rule", "due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "rule", "object_id"], name="portal_disposalitem_once"
            )
        ]

    def __str__(self) -> str:
        return self.label


class RateCount(models.Model):
    """How often one key was used in its window; ``koganei_kyodo.rate_limit`` counts here."""

    key = models.CharField("鍵", max_length=64, primary_key=True)
    started_at = models.DateTimeField("数え始めた時刻", db_index=True)
    hits = models.PositiveIntegerField("回数", default=0)

    class Meta:
        verbose_name = "回数の制限"
        verbose_name_plural = "回数の制限"

    def __str__(self) -> str:
        return f"{self.key[:8]}：{self.hits}"


class ListExportManager(LogEntryManager):
    """Only the notes of the admin's log that are about a list."""

    def get_queryset(self) -> models.QuerySet[LogEntry]:
        """Leave out what was done to one row."""
        return super().get_queryset().filter(object_id=None)


class ListExport(LogEntry):
    """一覧の受け取り: who took which list of the admin as a file, and how many rows."""

    objects: ClassVar[LogEntryManager] = ListExportManager()

    class Meta:
        proxy = True
        verbose_name = "一覧の受け取りの記録"
        verbose_name_plural = "一覧の受け取りの記録"
        ordering = ["-action_time", "-id"]

    def __str__(self) -> str:
        return f"{self.object_repr}：{self.change_message}"


class AuditContext(pghistory.models.Context):
    """Who acted, how and why: complete once its request or command is over."""

    class Meta:
        proxy = True
        verbose_name = "変更の記録の説明"
        verbose_name_plural = "変更の記録の説明"
        triggers = [
            pgtrigger.Protect(
                name="append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition(
                    "current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on'"
                    " AND current_setting('pghistory.context_id', true)"
                    " IS DISTINCT FROM OLD.id::text"
                ),
            )
        ]
