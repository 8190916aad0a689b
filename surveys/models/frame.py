"""What belongs to a target beside its line of the frame: contact, secret link, what happened."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from surveys.models.questionnaire import Survey
from surveys.models.response import Target


class TargetContact(models.Model):
    """連絡先: the address a target was written to, as it stood when the frame was made.

    A table of its own, so that it can be emptied when the stated period is over and nothing else
    has to change.
    """

    target = models.OneToOneField(
        Target, models.CASCADE, primary_key=True, related_name="contact", verbose_name="調査対象"
    )
    addressee = models.CharField("宛名", max_length=200, blank=True)
    email = models.EmailField("メールアドレス", max_length=254, blank=True)
    postcode = models.CharField("郵便番号", max_length=8, blank=True)
    address = models.CharField("住所", max_length=300, blank=True)
    phone = models.CharField("電話番号", max_length=30, blank=True)
    fax = models.CharField("FAX番号", max_length=30, blank=True)

    class Meta:
        verbose_name = "調査対象の連絡先"
        verbose_name_plural = "調査対象の連絡先"

    def __str__(self) -> str:
        return str(self.target)


class TargetLink(models.Model):
    """秘密のリンク of one target. The secret itself is not stored, and the row goes at the close.

    ``nonce`` and the installation's key together make the secret again, so that a reminder can
    carry the same link as the invitation; the database alone cannot.
    """

    target = models.OneToOneField(
        Target, models.CASCADE, primary_key=True, related_name="link", verbose_name="調査対象"
    )
    nonce = models.CharField("種", max_length=64)
    token_hash = models.CharField("秘密の要約値", max_length=64, unique=True)
    made_on = models.DateField("作った日")

    class Meta:
        verbose_name = "回答用のリンク"
        verbose_name_plural = "回答用のリンク"

    def __str__(self) -> str:
        return str(self.target)


class Outreach(models.Model):
    """発送: one round of invitations, reminders or thanks, by mail or by letter."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", "依頼"
        REMINDER = "reminder", "お願い（督促）"
        THANKS = "thanks", "お礼"

    class Channel(models.TextChoices):
        POST = "post", "手紙"
        EMAIL = "email", "メール"

    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="outreaches", verbose_name="調査"
    )
    kind = models.CharField("種類", max_length=12, choices=Kind)
    channel = models.CharField("方法", max_length=8, choices=Channel)
    on = models.DateField("発送した日")
    subject = models.CharField("件名", max_length=200)
    body = models.TextField("本文")
    with_questionnaire = models.BooleanField("調査票を同封する", default=False, db_default=False)
    token = models.UUIDField("書式の印", unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="発送した人",
    )

    class Meta:
        verbose_name = "発送"
        verbose_name_plural = "発送"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["invitation", "reminder", "thanks"])
                & Q(channel__in=["post", "email"]),
                name="surveys_outreach_words",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.get_channel_display()}）"


class OutreachItem(models.Model):
    """One target of a round; ``mailed_on`` is empty until its mail has left."""

    outreach = models.ForeignKey(
        Outreach, models.CASCADE, related_name="items", verbose_name="発送"
    )
    target = models.ForeignKey(
        Target, models.CASCADE, related_name="outreach_items", verbose_name="調査対象"
    )
    mailed_on = models.DateField("メールを送った日", null=True, blank=True)
    failed = models.CharField("送れなかった理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "発送の相手"
        verbose_name_plural = "発送の相手"
        ordering = ["outreach", "id"]
        constraints = [
            models.UniqueConstraint(fields=["outreach", "target"], name="surveys_outreachitem_once")
        ]

    def __str__(self) -> str:
        return str(self.target)


class TargetEvent(models.Model):
    """できごと: what happened to a target on which day. Never finer than the day."""

    class Kind(models.TextChoices):
        SENT = "sent", "発送"
        UNDELIVERABLE = "undeliverable", "宛先不明で戻った"
        REFUSED = "refused", "回答をことわった"
        RETURNED = "returned", "調査票が届いた"
        INVALID = "invalid", "無効にした"
        VALID = "valid", "有効な回答"
        CHANGED = "changed", "回答を直した"
        REMINDED = "reminded", "お願い（督促）"
        THANKED = "thanked", "お礼"
        LINK = "link", "リンクを作り直した"
        EXCLUDED = "excluded", "対象から外した"
        RESTORED = "restored", "前の状態に戻した"

    target = models.ForeignKey(
        Target, models.CASCADE, related_name="events", verbose_name="調査対象"
    )
    kind = models.CharField("できごと", max_length=16, choices=Kind)
    on = models.DateField("日")
    mode = models.CharField("方法", max_length=8, blank=True)
    note = models.CharField("メモ", max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="記録した人",
    )

    class Meta:
        verbose_name = "調査対象のできごと"
        verbose_name_plural = "調査対象のできごと"
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["target", "kind", "on"], name="surveys_targetevent_what")]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"
