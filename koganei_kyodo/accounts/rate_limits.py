"""Limits on tries, counted by django-allauth in the cache table (settings.ACCOUNT_RATE_LIMITS)."""

import datetime
import time

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from koganei_kyodo.accounts.models import User

APP = "allauth.account"


def count_try(request: HttpRequest, action: str, *, key: str | None = None) -> bool:
    """Count a try of `action`; return False when there were too many and it must not happen.

    Args:
        request: whose address, and whose person for limits per user, are counted.
        action: a key of ACCOUNT_RATE_LIMITS.
        key: what a limit per key is about (an account, an address), whatever its case.
    """
    folded = key.casefold() if key is not None else None
    return bool(ratelimit.consume(request, app=APP, action=action, key=folded))


def account_key(account: User) -> str:
    """Return what wrong tries to log in are counted by: the account, not the name that was typed."""
    return f"account:{account.pk}"


def forget_tries(request: HttpRequest, action: str, *, key: str) -> None:
    """Forget the tries counted for `key`; those counted for the network address stay."""
    for rate in ratelimit.get_rates(app=APP, action=action):
        if rate.per == "key":
            cache.delete(
                ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key)
            )


def limit_reached(
    request: HttpRequest, action: str, *, key: str | None = None
) -> tuple[int, datetime.datetime]:
    """Return how many tries are allowed and until when no further one is.

    To be asked after a refusal; where the limit has just ended, the end is now.
    """
    now = time.time()
    allowed, until = 0, now
    folded = key.casefold() if key is not None else None
    for rate in ratelimit.get_rates(app=APP, action=action):
        cache_key = ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=folded)
        tries = [at for at in cache.get(cache_key, []) if at > now - rate.duration]
        if len(tries) >= rate.amount and min(tries) + rate.duration >= until:
            allowed, until = rate.amount, min(tries) + rate.duration
    # The next full minute: a message rounded down would call people back too early.
    end = datetime.datetime.fromtimestamp(until + 59, tz=datetime.UTC)
    return allowed, timezone.localtime(end)
