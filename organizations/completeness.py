"""What an application still lacks, all at once, each with the step where it is mended."""

from dataclasses import dataclass

from koganei_kyodo import house_messages as say
from organizations.models import Attachment, Contact, Organization

# The steps of an application, in order, with their titles.
STEPS: dict[str, str] = {
    "group": "団体について",
    "activity": "活動の内容",
    "people": "会員と募集",
    "contact": "代表者と連絡先",
    "files": "書類",
    "check": "内容を確認して申請する",
}


@dataclass(frozen=True)
class Missing:
    """One thing to mend: which step, the field there, and the message."""

    step: str
    field: str
    message: str


def missing_answers(organization: Organization) -> list[Missing]:
    """Return what keeps an application from being handed in; nothing when it is complete."""
    contact = Contact.objects.filter(organization=organization).first() or Contact()
    found: list[Missing] = []

    def need(step: str, field: str, message: str, *, there: object) -> None:
        if not there:
            found.append(Missing(step, field, message))

    need("group", "name", say.empty("団体名"), there=organization.name.strip())
    need("group", "name_kana", say.empty("ふりがな"), there=organization.name_kana)
    need("activity", "purpose", say.empty("目的"), there=organization.purpose.strip())
    need("activity", "activities", say.empty("活動の内容"), there=organization.activities.strip())
    rows = list(organization.field_rows.all())
    need("activity", "fields", say.nothing_chosen("活動分野"), there=rows)
    if rows:
        main = any(row.is_main for row in rows)
        need("activity", "main_field", say.nothing_chosen("主な分野", several=False), there=main)
    need("activity", "areas", say.nothing_chosen("活動する地域"), there=organization.areas.all())
    need(
        "people", "member_count", say.empty("会員の数"), there=organization.member_count is not None
    )
    need("contact", "representative", say.empty("代表者"), there=contact.representative)
    need("contact", "address", say.empty("住所"), there=contact.address)
    reachable = contact.phone or contact.mobile or contact.email
    need(
        "contact",
        "phone",
        "電話番号・携帯電話番号・メールアドレスのうち、1つは入力してください",
        there=reachable,
    )
    has_rules = organization.attachments.filter(
        kind__in=[Attachment.Kind.RULES, Attachment.Kind.PAPER]
    ).exists()
    need("files", "rules", say.nothing_chosen("会則・規約・定款", several=False), there=has_rules)
    return found
