"""What stands before every page of a person: the addresses of a role, the second factor."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from koganei_kyodo.accounts.addresses import client_address, may_come_from
from koganei_kyodo.accounts.models import User

# Pages somebody without the second factor their role needs can still open.
SET_UP_PAGES = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_code_card",
        "account_reauthenticate",
        "logout",
        "healthz",
    }
)


def address_refused(request: HttpRequest) -> HttpResponse:
    """Say why the page is closed from here, and whom to ask."""
    context = {"address": client_address(request)}
    return render(request, "accounts/address_refused.html", context, status=403)


def page_name(request: HttpRequest) -> str:
    """Return the URL name of the page asked for, or nothing where there is none."""
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""


class AddressRangeMiddleware:
    """Refuse people whose role may come from certain networks only (ROLE_ADDRESS_RANGES)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 403 to a person from elsewhere; logging out works from everywhere."""
        if settings.ROLE_ADDRESS_RANGES and isinstance(user := _person(request), User):
            allowed = may_come_from(user, client_address(request))
            if not allowed and page_name(request) != "logout":
                return address_refused(request)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Lead people whose role needs a second factor (MFA_REQUIRED_ROLES) to setting one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect before any other page, the admin included."""
        user = _person(request) if settings.MFA_REQUIRED_ROLES else None
        if user is not None and must_set_up(user) and page_name(request) not in SET_UP_PAGES:
            return redirect("mfa_index")
        return self.get_response(request)


def needs_second_factor(user: User) -> bool:
    """Tell whether a role of `user` needs a second factor; an operator does as soon as one does."""
    required = settings.MFA_REQUIRED_ROLES
    return bool(required) and (user.is_superuser or user.has_role(*required))


def must_set_up(user: User) -> bool:
    """Tell whether `user` needs a second factor and has none. One query for those who need one."""
    return needs_second_factor(user) and not Authenticator.objects.filter(user=user).exists()


def _person(request: HttpRequest) -> User | None:
    """Return who is logged in; a visitor without a session costs no query."""
    user = request.user
    return user if user.is_authenticated and isinstance(user, User) else None
