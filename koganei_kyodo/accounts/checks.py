"""Settings about people that would let in too many, or nobody, stop the start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from koganei_kyodo.accounts.addresses import parse_ranges
from koganei_kyodo.accounts.roles import Role


@register()
def check_people_settings(**kwargs: Any) -> list[CheckMessage]:
    """Report unknown roles in MFA_REQUIRED_ROLES and unreadable ROLE_ADDRESS_RANGES."""
    problems: list[CheckMessage] = []
    unknown = sorted(set(settings.MFA_REQUIRED_ROLES) - set(Role.values))
    if unknown:
        message = f"MFA_REQUIRED_ROLES に、ない役割があります：{'、'.join(unknown)}"
        problems.append(Error(message, hint="・".join(Role.values), id="accounts.E001"))
    try:
        parse_ranges(settings.ROLE_ADDRESS_RANGES)
    except ImproperlyConfigured as error:
        problems.append(Error(str(error), id="accounts.E002"))
    return problems
