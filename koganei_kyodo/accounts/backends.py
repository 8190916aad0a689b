"""Login by ID or by e-mail address."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from koganei_kyodo.accounts.models import User
from koganei_kyodo.japanese import normalise_email


class LoginIdOrEmailBackend(ModelBackend):
    """Finds the account by login ID, else by an e-mail address that only one account holds."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the person whose password fits, or None; takes the same time either way."""
        name = (username or kwargs.get(User.USERNAME_FIELD) or "").strip()
        if not name or password is None:
            return None
        user = find_account(name)
        if user is None:
            # An unknown name must cost as much as a wrong password, or it could be told apart.
            User().set_password(password)
            return None
        if user.check_password(password) and self.user_can_authenticate(user):
            return user
        return None


def find_account(name: str) -> User | None:
    """Return the account with this login ID, else the only usable one with this address."""
    name = normalise_email(name)
    by_id = User.objects.filter(login_id=name.lower()).first()
    if by_id is not None or "@" not in name:
        return by_id
    by_email = list(User.objects.filter(email__iexact=name, is_active=True)[:2])
    return by_email[0] if len(by_email) == 1 else None
