"""Groups that stand in the made-up register twice, so that there is something to merge."""

from dataclasses import dataclass

from koganei_kyodo.portal.demo.city import City
from organizations.models import Contact, Organization, OrganizationLink, YearlyFact

NOTE = "架空の見本：前の台帳（紙）から写した記録です。"


@dataclass(frozen=True)
class Twin:
    """A second record of one of the groups: where it is, and what is written otherwise."""

    index: int
    name: str  # {} is the name that the group has in its first record
    number: str
    note: str
    same_phone: bool = True


TWINS = [
    Twin(20, "特定非営利活動法人　{}", "旧12", "総会の案内は郵送を希望。"),
    Twin(31, "{}（風見）", "旧47", "倉庫の鍵を1本貸している。"),
    Twin(44, "{}", "旧58", "代表が替わったと電話あり。", same_phone=False),
]


def fill(city: City) -> None:
    """Write the second records, each with something that its first one lacks."""
    for twin in TWINS:
        group = city.groups[twin.index]
        first = Contact.objects.get(organization=group)
        again = Organization.objects.create(
            name=twin.name.format(group.name),
            name_kana=group.name_kana,
            kind=group.kind,
            status=Organization.Status.PUBLIC,
            registration_number=twin.number,
            registered_on=group.registered_on,
            purpose=group.purpose,
            activities=group.activities,
            member_count=(group.member_count or 10) + 3,
            activity_place="公民館",
            staff_note=f"{NOTE}\n{twin.note}",
        )
        Contact.objects.create(
            organization=again,
            representative=first.representative,
            address=first.address,
            phone=first.phone if twin.same_phone else f"0999-88-{1000 + twin.index}",
        )
        OrganizationLink.objects.create(
            organization=again, label="ブログ", url=f"https://group{twin.index}.example/blog/"
        )
        YearlyFact.objects.create(
            organization=again,
            fiscal_year=city.last_year - 5,
            member_count=again.member_count,
            activities="月例の活動",
        )
