"""Groups on their way into the register of the made-up city, and on their way out."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from koganei_kyodo.accounts.models import User
from koganei_kyodo.documents.letters import Letter, letter_pdf
from koganei_kyodo.documents.uploads import Upload
from koganei_kyodo.portal.demo.city import City
from organizations import actions
from organizations.models import (
    ActivityField,
    Application,
    Area,
    Organization,
    Requirement,
)


@dataclass(frozen=True)
class Applicant:
    """A group that applies, and how far it has come."""

    name: str
    kana: str
    field: int
    purpose: str
    activities: str
    members: int
    representative: str
    reaches: str
    days_ago: int = 0
    paper: str = ""


APPLICANTS = [
    Applicant(
        "風見まちかど図書の会", "かざみまちかどとしょのかい", 2,
        "本を通じて、近所の人が知り合う場所をつくります。",
        "空き店舗の本棚を週に3日開き、月に1回、読んだ本の話をする会を開いています。",
        14, "小日向 なつ", "waiting", 12,
    ),
    Applicant(
        "夜の見守り隊", "よるのみまもりたい", 9,
        "夜道を安心して歩けるまちにします。",
        "週に2回、駅から住宅地までを歩いて見守っています。",
        8, "立花 いさむ", "waiting", 5,
    ),
    Applicant(
        "風見ベンチプロジェクト", "かざみべんちぷろじぇくと", 3,
        "歩いて暮らせるまちにします。",
        "手づくりのベンチを、商店の軒先に置いています。これまでに11台置きました。",
        6, "早乙女 りく", "waiting", 2,
    ),
    Applicant(
        "川べの写真クラブ", "かわべのしゃしんくらぶ", 6,
        "写真で川の四季を伝えます。",
        "月に1回、川べを歩いて撮り、年に1回、展示会を開いています。",
        4, "久保 まどか", "returned", 20,
    ),
    Applicant(
        "風見手品愛好会", "かざみてじなあいこうかい", 6,
        "手品の楽しさを広げます。",
        "高齢者施設と児童館で、手品を見せています。",
        9, "細川 げん", "entering", 3, "登録申請書（様式第1号）、窓口で受け取り、綴り番号7",
    ),
]  # fmt: skip


def fill(city: City) -> None:
    """Let groups apply, propose a change and be late, through the same actions as real people."""
    desk, member = city.people["desk"], city.people["daihyo"]
    for applicant in APPLICANTS:
        _apply(applicant, desk)
    own, late = city.groups[0], city.groups[7]
    actions.propose(
        own,
        {
            "activity_place": "丘の上の集会所",
            "member_count": (own.member_count or 20) + 4,
            "phone": "0999-12-3456",
        },
        by=member,
        message="4月の総会で、集まる場所と連絡先が変わりました。",
    )
    today = timezone.localdate()
    late.status, late.valid_until = (
        Organization.Status.RENEWAL_DUE, today - datetime.timedelta(days=80),
    )  # fmt: skip
    late.reminded_on = today - datetime.timedelta(days=4)
    late.save()
    soon = city.groups[10]  # has no mail address: a letter is written
    soon.status, soon.valid_until = (
        Organization.Status.RENEWAL_DUE, today + datetime.timedelta(days=30),
    )  # fmt: skip
    soon.reminded_on = today - datetime.timedelta(days=30)
    soon.save()


def _apply(applicant: Applicant, desk: User) -> None:
    day = timezone.localdate() - datetime.timedelta(days=applicant.days_ago)
    paper = actions.Paper(applicant.paper, day) if applicant.paper else None
    application, _ = actions.start_application(
        name=applicant.name,
        writer=applicant.representative,
        by=desk if paper else None,
        paper=paper,
    )
    group, by = application.organization, desk if paper else None
    fields = ActivityField.objects.filter(fieldset__is_current=True, number=applicant.field)
    chosen = fields.values_list("pk", flat=True)[0]
    actions.save_answers(
        group,
        {
            "name_kana": applicant.kana,
            "purpose": applicant.purpose,
            "activities": applicant.activities,
            "fields": [chosen],
            "main_field": chosen,
            "areas": [Area.objects.get(whole_city=True).pk],
            "member_count": applicant.members,
            "representative": applicant.representative,
            "address": f"風見市丘町{applicant.members}番",
            "phone": f"0999-77-{1000 + applicant.members}",
            "wants_members": True,
        },
        version=None,
        by=by,
    )
    if applicant.reaches == "entering":
        return
    actions.attach(group, _rules(applicant), kind="rules", by=by)
    actions.submit(group)
    if applicant.reaches == "returned":
        _return(application, desk)
    when = timezone.now() - datetime.timedelta(days=applicant.days_ago)
    Application.objects.filter(pk=application.pk).update(created_at=when, submitted_at=when)


def _return(application: Application, desk: User) -> None:
    few = Requirement.objects.filter(is_active=True).first()
    if few is not None:
        actions.check_requirement(
            application, few, result="unmet", remark="会員が4人と書いてあります", by=desk
        )
    actions.return_application(
        application.organization,
        by=desk,
        reason="会員が5人以上いることがわかる会員名簿を、加えてください。",
        steps=["people", "files"],
    )


def _rules(applicant: Applicant) -> Upload:
    """Return the made-up rules of a group, as a document that opens."""
    content = letter_pdf(
        Letter(
            title=f"{applicant.name} 会則（架空の見本）",
            recipient="会員各位",
            sender=[applicant.name],
            date=timezone.localdate(),
            paragraphs=[
                f"第1条　この会は、{applicant.name}といいます。",
                f"第2条　{applicant.purpose}",
                "第3条　趣旨に賛成する人は、だれでも入会できます。退会も自由です。",
                "第4条　会長1人、会計1人を置き、総会で選びます。",
                "第5条　会計は、年に1回、総会で報告します。",
            ],
        )
    )
    return Upload("会則.pdf", content, "application/pdf")
