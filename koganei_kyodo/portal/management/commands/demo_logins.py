"""Print who can log in to the demo."""

from typing import Any

from django.core.management.base import BaseCommand

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.portal.demo.people import PASSWORD, PEOPLE


class Command(BaseCommand):
    """`manage.py demo_logins`: nothing where the demo is not loaded."""

    help = "デモの利用者のログインIDとパスワードを表示します"

    def handle(self, *args: Any, **options: Any) -> None:
        """List the demo people whose account exists."""
        known = set(
            User.objects.filter(login_id__in=[p.login_id for p in PEOPLE]).values_list(
                "login_id", flat=True
            )
        )
        if not known:
            return
        self.stdout.write(f"デモのログイン（パスワードはすべて {PASSWORD}）")
        for person in PEOPLE:
            if person.login_id in known:
                role = Role(person.role).label
                self.stdout.write(
                    f"  {person.login_id:<13} {person.office}・{role} {person.name}さん：{person.to_try}"
                )
