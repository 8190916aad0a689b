"""What the tests of people share: passwords, jobs run in place, and an empty limit counter."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from koganei_kyodo.accounts.models import User

PASSWORD = "たぬきの森-7-long"
NEW_PASSWORD = "きつねの丘-9-long"


def give_password(user: User, password: str = PASSWORD) -> User:
    """Let `user` log in with `password`."""
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def log_in(client: Client, name: str, password: str = PASSWORD, **extra):
    """Send the login form."""
    return client.post("/accounts/login/", {"login": name, "password": password}, **extra)


def logged_in_as(client: Client) -> int | None:
    """Return the id of who is logged in, or None."""
    found = client.session.get("_auth_user_id")
    return int(found) if found else None


@pytest.fixture(autouse=True)
def _no_tries_counted(db):
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _site_address(settings):
    settings.SITE_URL = "https://kyodo.example.jp"


@pytest.fixture
def person(member) -> User:
    """A member of a group with a password and a confirmed address."""
    User.objects.filter(pk=member.pk).update(email_confirmed_at="2026-04-01T00:00:00Z")
    member.refresh_from_db()
    return give_password(member)


@pytest.fixture
def run_jobs() -> Callable[[], int]:
    """Run the waiting jobs about accounts in place, as the worker would; return their number."""

    def run() -> int:
        jobs = list(
            ProcrastinateJob.objects.filter(status="todo", task_name__startswith="accounts.")
            .order_by("id")
            .values_list("id", "task_name", "args")
        )
        for _, name, args in jobs:
            arguments = {key: value for key, value in args.items() if not key.startswith("_")}
            app.tasks[name](**arguments)
        for key, _, _ in jobs:
            ProcrastinateJob.objects.filter(pk=key)._raw_delete("default")
        return len(jobs)

    return run
