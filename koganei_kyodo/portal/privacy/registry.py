"""Where a person's data stands, what for, and until when. Export and erasure work from this list.

A test fails when a model refers to a person, or has a personal column, that is not named here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

NEUTRAL_NAME = "消去した利用者{pk}"
GONE = "（消去済み）"


class OnErase(Enum):
    """What the erasure does with a row."""

    KEEP = "残す"
    DELETE = "消す"
    REPLACE = "置き換える"


@dataclass(frozen=True)
class Holding:
    """One table with data about a person.

    ``to_person`` leads from a row to the person (``pk`` for the person's own row), ``fields`` are
    shown to the person. ``label`` names tables whose own name is not plain. ``replace`` is written on erasure; ``{pk}`` in it is the person's number.
    """

    model: str
    to_person: str
    fields: tuple[str, ...]
    purpose: str
    until: str
    on_erase: OnErase
    replace: Mapping[str, Any] = field(default_factory=dict)
    label: str = ""

    @property
    def title(self) -> str:
        """Return what people call the table."""
        return self.label or str(self.table._meta.verbose_name)

    @property
    def table(self) -> type[Model]:
        """Return the model."""
        return apps.get_model(self.model)

    def rows_of(self, person_id: int) -> QuerySet[Any]:
        """Return the rows about one person."""
        return self.table._base_manager.filter(**{self.to_person: person_id}).order_by("pk")

    def replacement(self, person_id: int) -> dict[str, Any]:
        """Return the values that take the place of the person's."""
        return {
            name: value.format(pk=person_id) if isinstance(value, str) else value
            for name, value in self.replace.items()
        }


WITH_ACCOUNT = "登録があるあいだ"
HOLDINGS: tuple[Holding, ...] = (
    Holding(
        "accounts.User",
        "pk",
        (
            "login_id",
            "name",
            "name_kana",
            "email",
            "email_confirmed_at",
            "notice_timing",
            "is_active",
            "date_joined",
            "last_login",
        ),
        "ログインと連絡のため",
        WITH_ACCOUNT,
        OnErase.REPLACE,
        {
            "login_id": "erased-{pk}",
            "name": NEUTRAL_NAME,
            "name_kana": "",
            "email": "",
            "email_confirmed_at": None,
            "is_active": False,
            "is_superuser": False,
            "last_login": None,
        },
    ),
    Holding(
        "organizations.Membership",
        "user",
        ("role", "department", "organization", "valid_from", "valid_until"),
        "どの課・団体の仕事をする人かを確かめるため",
        "ずっと（消去のあとは、だれのものかわかりません）",
        OnErase.KEEP,
    ),
    Holding(
        "organizations.Invitation",
        "membership__user",
        ("addressee", "email", "role", "created_at"),
        "招待を本人に届けるため",
        WITH_ACCOUNT,
        OnErase.REPLACE,
        {"addressee": NEUTRAL_NAME, "email": ""},
    ),
    Holding(
        "organizations.Contact",
        "person",
        (
            "organization",
            "representative",
            "representative_kana",
            "representative_title",
            "contact_name",
            "postcode",
            "address",
            "address_to",
            "phone",
            "mobile",
            "fax",
            "email",
        ),
        "団体の登録と、団体への連絡のため",
        "団体の登録が終わったあと、保存年限まで",
        OnErase.REPLACE,
        {
            "representative": "",
            "representative_kana": "",
            "representative_title": "",
            "contact_name": "",
            "postcode": "",
            "address": "",
            "address_to": "",
            "phone": "",
            "mobile": "",
            "fax": "",
            "email": "",
        },
    ),
    Holding(
        "organizations.Application",
        "organization__contact__person",
        ("writer", "resume_email", "created_at", "submitted_at"),
        "登録の申請を確かめるため",
        "団体の登録が終わったあと、保存年限まで",
        OnErase.REPLACE,
        {"writer": "", "resume_email": ""},
    ),
    Holding(
        "organizations.ChangeRequest",
        "submitted_by",
        ("number", "message", "submitted_at"),
        "登録の内容の変更を確かめるため",
        "団体の登録が終わったあと、保存年限まで",
        OnErase.REPLACE,
        {"message": "", "proposed": {}, "before": {}},
    ),
    *(
        Holding(
            "organizations.Merge",
            to_person,
            ("kept", "merged", "at"),
            "同じ団体をまとめたあとで、元に戻せるようにするため（まとめる前の連絡先）",
            "団体の登録が終わったあと、保存年限まで",
            OnErase.REPLACE,
            {"moves": {}},
        )
        for to_person in (
            "kept__contact__person",
            "merged__contact__person",
            # Who was the representative before the merge.
            "moves__contact__person__before",
        )
    ),
    Holding(
        "consultations.ConsultationPerson",
        "user",
        ("name", "name_kana", "affiliation", "phone", "email", "address", "consultation"),
        "相談に答え、次の予定を知らせるため",
        "相談が終わったあと、保存年限まで",
        OnErase.REPLACE,
        {
            "name": NEUTRAL_NAME,
            "name_kana": "",
            "affiliation": "",
            "phone": "",
            "email": "",
            "address": "",
        },
    ),
    Holding(
        "organizations.FieldContact",
        "person",
        ("department", "field", "valid_from", "valid_until"),
        "活動分野の相談に答える人を、庁内に知らせるため",
        "ずっと（消去のあとは、だれのものかわかりません）",
        OnErase.KEEP,
    ),
    Holding(
        "accounts.Notification",
        "user",
        ("created_at", "subject", "body", "read_at", "mailed_at"),
        "仕事の結果を知らせるため",
        WITH_ACCOUNT,
        OnErase.DELETE,
    ),
    Holding(
        "accounts.EmailConfirmation",
        "user",
        ("email", "created_at", "confirmed_at"),
        "メールアドレスが本人のものかを確かめるため",
        WITH_ACCOUNT,
        OnErase.DELETE,
    ),
    Holding(
        "accounts.PasswordLetter",
        "user",
        ("made_at", "identity_check", "used_at"),
        "パスワードを忘れた人に手紙で知らせるため",
        WITH_ACCOUNT,
        OnErase.REPLACE,
        {"identity_check": GONE},
    ),
    Holding(
        "account.EmailAddress",
        "user",
        ("email", "verified"),
        "ログインの部品がアドレスを控えるため",
        WITH_ACCOUNT,
        OnErase.DELETE,
        label="メールアドレスの控え",
    ),
    Holding(
        "mfa.Authenticator",
        "user",
        ("type", "created_at", "last_used_at"),
        "2つ目の確認（ログイン）のため",
        WITH_ACCOUNT,
        OnErase.DELETE,
        label="2つ目の確認の登録",
    ),
    Holding("accounts.User_groups", "user", (), "使っていません", WITH_ACCOUNT, OnErase.DELETE),
    Holding(
        "accounts.User_user_permissions", "user", (), "使っていません", WITH_ACCOUNT, OnErase.DELETE
    ),
    Holding(
        "admin.LogEntry",
        "user",
        ("action_time", "content_type", "action_flag"),
        "管理画面での操作を確かめるため",
        "保存年限まで",
        OnErase.KEEP,
        label="管理画面の操作の記録",
    ),
    Holding(
        "portal.PersonalDataRequest",
        "person",
        ("number", "kind", "received_on", "requester_name", "contact", "request_text", "decision"),
        "個人情報の請求に答えるため",
        "請求の対応が終わったあと、保存年限まで",
        OnErase.KEEP,
    ),
    Holding("portal.UseStop", "person", ("at",), "利用停止を守るため", "ずっと", OnErase.KEEP),
    Holding("portal.Erasure", "person", ("at",), "消去を確かめるため", "ずっと", OnErase.KEEP),
)

# Columns that say which person did something: they keep pointing at the row, which is neutral
# after an erasure.
ACTS: Mapping[str, str] = {
    "accounts.PasswordLetter.made_by": "作ったパスワードの手紙",
    "organizations.Invitation.invited_by": "送った招待",
    "organizations.Invitation.closed_by": "受け入れた・取り消した招待",
    "organizations.MembershipConfirmation.by": "確認した所属",
    "organizations.Transfer.requested_by": "知らせた異動",
    "organizations.Transfer.decided_by": "決めた異動",
    "organizations.Organization.updated_by": "最後に直した団体",
    "organizations.Application.entered_by": "入力した紙の申請",
    "organizations.Application.decided_by": "決めた申請",
    "organizations.RequirementCheck.checked_by": "確認した要件",
    "organizations.Attachment.uploaded_by": "入れた添付書類",
    "organizations.ChangeRequest.decided_by": "決めた変更届",
    "organizations.NotDuplicate.by": "別の団体と確かめた組",
    "organizations.Merge.by": "行った統合",
    "organizations.Merge.undone_by": "元に戻した統合",
    "organizations.GroupMessage.created_by": "書いた団体へのお知らせ",
    "organizations.GroupMessage.sent_by": "送った団体へのお知らせ",
    "organizations.RegisterImport.created_by": "入れた団体の取り込み",
    "organizations.Reorganization.created_by": "準備した組織改正",
    "organizations.Reorganization.closed_by": "行った・取りやめた組織改正",
    "projects.ProjectRecord.submitted_by": "提出した事業実績",
    "projects.ProjectRecord.reviewed_by": "確認した事業実績",
    "projects.ProjectRecord.updated_by": "最後に直した事業実績",
    "projects.ProjectRecord.confirmed_by": "課長として確認した事業実績",
    "projects.ProjectRecord.entered_by": "担当課の代わりに入力した事業実績",
    "projects.Partner.updated_by": "最後に直した協働相手",
    "projects.NothingToReport.by": "「該当なし」の回答",
    "projects.CampaignReminder.by": "送った催促",
    "projects.SheetUpload.by": "取り込んだExcelのシート",
    "consultations.Consultation.staff": "受けた相談",
    "consultations.Consultation.closed_by": "終了にした相談",
    "consultations.Consultation.updated_by": "最後に直した相談",
    "consultations.ConsultationNote.written_by": "書いた相談のメモ",
    "consultations.ConsultationNote.made_public_by": "公開にした相談のメモ",
    "surveys.AfterCode.coded_by": "自由記述につけた分類",
    "surveys.DraftPart.updated_by": "書いた調査の回答の下書き",
    "surveys.EntryBatch.made_by": "作った調査の入力の束",
    "surveys.KeyedSheet.first_by": "入力した調査票（1人目）",
    "surveys.KeyedSheet.second_by": "入力した調査票（2人目）",
    "surveys.KeyedSheet.settled_by": "違いを決めた調査票",
    "surveys.Outreach.made_by": "発送した調査の依頼",
    "surveys.TargetEvent.by": "記録した調査対象のできごと",
    "surveys.CheckedFigures.checked_by": "検算したよその報告書",
    "surveys.ReportFinding.accepted_by": "検算の結果に書いた理由",
    "portal.PersonalDataRequest.received_by": "受け付けた請求",
    "portal.PersonalDataRequest.identity_checked_by": "本人を確かめた請求",
    "portal.PersonalDataRequest.decided_by": "決定した請求",
    "portal.PersonalDataRequest.done_by": "終えた請求",
    "portal.UseStop.by": "行った利用停止",
    "portal.Erasure.by": "行った消去",
    "portal.IncidentLog.recorded_by": "書いた漏えい等の記録",
    "portal.DisposalList.decided_by": "決めた廃棄の一覧",
}

# Columns whose names look personal and are not about a person of the portal.
NOT_PERSONAL: Mapping[str, str] = {
    "portal.Centre.phone": "センターの電話",
    "portal.Centre.email": "センターのメールアドレス",
    "portal.Centre.address": "センターの所在地",
    "organizations.Department.name_kana": "課の名前",
    "organizations.Department.email": "課のメールアドレス",
    "organizations.Organization.name_kana": "団体の名前",
    "organizations.Area.name_kana": "町の名前",
    "organizations.Area.postcode": "町の郵便番号",
    "organizations.ReorganizationOffice.name_kana": "課の名前",
    "organizations.FieldContact.phone": "課の電話",
    "organizations.FieldContact.email": "課のメールアドレス",
    "surveys.Survey.contact": "調査の問い合わせ先（担当の窓口）",
    "portal.PersonalDataRequest.identity_check": "確かめ方だけを書き、保存年限で消えます",
    "surveys.TargetContact.addressee": "調査対象（団体・課）の連絡先。調査ごとに決めた日に消します",
    "surveys.TargetContact.email": "調査対象（団体・課）の連絡先。調査ごとに決めた日に消します",
    "surveys.TargetContact.postcode": "調査対象（団体・課）の連絡先。調査ごとに決めた日に消します",
    "surveys.TargetContact.address": "調査対象（団体・課）の連絡先。調査ごとに決めた日に消します",
    "surveys.TargetContact.phone": "調査対象（団体・課）の連絡先。調査ごとに決めた日に消します",
    "surveys.TargetContact.fax": "調査対象（団体・課）の連絡先。調査ごとに決めた日に消します",
    "pghistory.MiddlewareEvents.user": "表ではなく、変更の記録の見え方",
}

# What stands elsewhere than in a row of its own; `erase` has a step for each.
ELSEWHERE: tuple[tuple[str, str, str], ...] = (
    ("ログインの状態（セッション）", "ログインを続けるため", "12時間"),
    ("変更の記録", "だれが何を変えたかを確かめるため", "保存年限まで"),
    ("裏方の処理の順番待ち", "メールなどを送るため", "送り終わるまで（送れなかったものは14日）"),
)
