"""How often one visitor may send a form that needs no login.

One statement counts (``INSERT … ON CONFLICT DO UPDATE``), so that requests at the same moment
can't slip through between reading and writing, as they can with a cache of get, add and incr.
The visitor's address is stored only as a keyed hash, and for a day at most.
"""

import datetime
import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from koganei_kyodo.accounts.addresses import client_address

SECONDS = {"s": 1, "m": 60, "h": 60 * 60, "d": 24 * 60 * 60}
KEEP = datetime.timedelta(days=1)
_COUNT = """
    INSERT INTO {table} AS counted (key, started_at, hits) VALUES (%(key)s, clock_timestamp(), 1)
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE
            WHEN counted.started_at <= clock_timestamp() - %(window)s::interval THEN 1
            ELSE counted.hits + 1
        END,
        started_at = CASE
            WHEN counted.started_at <= clock_timestamp() - %(window)s::interval THEN clock_timestamp()
            ELSE counted.started_at
        END
    RETURNING hits, started_at
"""
_EXPIRED = "DELETE FROM {table} WHERE expires < %s"
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Rate:
    """So many times in a window, as ``10/m``, ``3/10m`` or ``100/d``."""

    times: int
    window: datetime.timedelta

    @classmethod
    def parse(cls, text: str) -> "Rate":
        """Read a rate; raises ``ValueError`` for anything else, and for more than a day."""
        match = re.fullmatch(r"([1-9][0-9]*)/([1-9][0-9]*)?([smhd])", text)
        if match is None:
            raise ValueError(f"not a rate: {text!r}")
        seconds = int(match[2] or 1) * SECONDS[match[3]]
        if seconds > SECONDS["d"]:
            raise ValueError("counts are kept for a day")
        return cls(int(match[1]), datetime.timedelta(seconds=seconds))


@dataclass(frozen=True)
class Verdict:
    """Whether one more is allowed, and the moment from which it is again."""

    allowed: bool
    again_at: datetime.datetime


def count(key: str, who: str, rate: Rate) -> Verdict:
    """Count one use of `key` by `who` and tell whether it is still within `rate`.

    Args:
        key: what is limited, for example ``documents``.
        who: the visitor, for example an address; stored as a keyed hash only.
        rate: how often; the window begins with the first use.
    """
    secret = settings.SECRET_KEY.encode()
    hashed = hmac.new(secret, f"{key}\n{who}".encode(), hashlib.sha256).hexdigest()
    table = connection.ops.quote_name(_model()._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT.format(table=table),
            {"key": hashed, "window": f"{rate.window.total_seconds()} seconds"},
        )
        hits, started_at = cursor.fetchone()
    return Verdict(hits <= rate.times, started_at + rate.window)


def limited(key: str, rate: str = "10/m") -> Callable[[View], View]:
    """Refuse a view's POST beyond `rate` with a page that says when to try again (429).

    The visitor is the person who is logged in, else the network address. Put it inside
    ``require_POST``; other methods than POST are not counted.

    Args:
        key: forms with the same key share one count.
        rate: as ``10/m``; see ``Rate``.
    """
    parsed = Rate.parse(rate)

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                verdict = count(key, visitor(request), parsed)
                if not verdict.allowed:
                    return too_many(request, parsed.times, verdict.again_at)
            return view(request, *args, **kwargs)

        return checked

    return decorate


def visitor(request: HttpRequest) -> str:
    """Return who sends the request: the person's id, else the network address.

    Visitors whose address isn't known for certain share one count.
    """
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"person {user.pk}"
    return f"address {client_address(request) or 'unknown'}"


def too_many(request: HttpRequest, times: int, again_at: datetime.datetime) -> HttpResponse:
    """Return the page (429) that says from when on the visitor may try again.

    Args:
        request: the request that is refused.
        times: how often it is allowed.
        again_at: the end of the window; the page says the next full minute.
    """
    seconds = max(1, round((again_at - timezone.now()).total_seconds()))
    response = render(
        request,
        "429.html",
        {
            "tries": times,
            "until": timezone.localtime(again_at) + datetime.timedelta(seconds=59),
        },
        status=429,
    )
    response["Retry-After"] = str(seconds)
    return response


def prune() -> int:
    """Delete counts whose window is over for sure, and what the cache keeps past its end.

    The cache clears itself only when it is full, and the limits on logins put addresses into it.
    Returns how many rows went.
    """
    deleted, _ = _model().objects.filter(started_at__lt=timezone.now() - KEEP).delete()
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute(_EXPIRED.format(table=table), [timezone.now()])
        return int(deleted) + int(cursor.rowcount)


def _model() -> Any:
    return apps.get_model("portal", "RateCount")
