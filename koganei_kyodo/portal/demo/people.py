"""The people of the made-up city who can log in to try the portal."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import DEPARTMENT_ROLES, ORGANIZATION_ROLES, Role
from koganei_kyodo.fiscal_year import fiscal_year_range
from koganei_kyodo.portal.demo.city import City
from organizations.models import Membership

# Shown on the terminal by `make run`; the demo loads only where KYODO_DEV=1 says so.
PASSWORD = "kazami-demo-2026"  # noqa: S105


@dataclass(frozen=True)
class Person:
    """A demo login: who, in which role, where, and what there is to try."""

    login_id: str
    name: str
    name_kana: str
    role: Role
    office: str
    to_try: str


PEOPLE = [
    Person("kankyo", "朝倉 みのり", "あさくら みのり", Role.OFFICER, "環境政策課",
           "事業実績を書いて提出する・差し戻しに答える"),
    Person("kankyo-kacho", "白石 たかし", "しらいし たかし", Role.HEAD, "環境政策課",
           "同じ課の下書きを続ける"),
    Person("kosodate", "森下 あや", "もりした あや", Role.OFFICER, "子育て支援課",
           "ほかの課の下書きは見えないことを確かめる"),
    Person("desk", "浜野 さくら", "はまの さくら", Role.DESK, "支援センター",
           "管理画面で確認して、承認・修正の依頼をする・検算する"),
    Person("shukan", "小早川 じゅん", "こばやかわ じゅん", Role.COORDINATOR, "協働推進課",
           "管理画面で区分・担当課・利用者を整える・4月1日の確認をする"),
    Person("daihyo", "大槻 ゆり", "おおつき ゆり", Role.REPRESENTATIVE, "登録団体",
           "マイページから、登録の内容を確かめる・変更を届け出る・人を招く"),
    Person("henshu", "真木 そら", "まき そら", Role.EDITOR, "登録団体",
           "マイページを見る"),
]  # fmt: skip


def fill(city: City) -> None:
    """Write the accounts, without a role yet."""
    password = make_password(PASSWORD)  # made once: it is slow on purpose
    accounts = User.objects.bulk_create(
        [
            User(
                login_id=p.login_id,
                password=password,
                name=p.name,
                name_kana=p.name_kana,
                email=f"{p.login_id}@kazami.example",
                email_confirmed_at=timezone.now(),
            )
            for p in PEOPLE
        ]
    )
    city.people = {account.login_id: account for account in accounts}


def fill_roles(city: City) -> None:
    """Let every person act for their office, for the first group, or for the centre."""
    for person in PEOPLE:
        Membership.objects.create(
            user=city.people[person.login_id],
            role=person.role,
            department=city.offices[person.office] if person.role in DEPARTMENT_ROLES else None,
            organization=city.groups[0] if person.role in ORGANIZATION_ROLES else None,
            valid_from=fiscal_year_range(city.last_year)[0],
        )
