"""Who acts, how and why: kept for every statement that is sent while the block is open."""

import getpass
import os
import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import PurePath
from typing import Any

import pghistory
from django.http import HttpRequest, HttpResponse
from pghistory.middleware import HistoryMiddleware
from pghistory.runtime import Context, _tracker

# Servers act for others, in threads of their own. `migrate` runs SQL in which a % is only a %:
# what a migration changes shows the role of the database.
UNNAMED = frozenset({"runserver", "procrastinate", "test", "migrate"})
# A link's secret is no business of the trail.
_SECRET = re.compile(r"[A-Za-z0-9_-]{20,}")


@contextmanager
def acting(by: Any = None, *, why: str = "", **more: Any) -> Iterator[None]:
    """Name who changes rows inside the block; inside another block it adds to what that one said.

    Args:
        by: the person (a saved user) or None.
        why: the reason in words, kept with every change.
        more: how it happens, for example ``command="load_demo"``; JSON values.
    """
    said = {**more}
    if by is not None:
        said["user"] = by.pk
    if why:
        said["why"] = why
    outer = getattr(_tracker, "value", None)
    if outer is None:
        with pghistory.context(**said):
            yield
        return
    # An identity of its own: changes made before the block keep what was said then.
    _tracker.value = Context(id=uuid.uuid4(), metadata={**outer.metadata, **said})
    try:
        yield
    finally:
        _tracker.value = outer


def because(why: str) -> None:
    """Keep `why` with the changes of the request or block that is open; nothing else otherwise."""
    if why:
        pghistory.context(why=why)


def acting_user_id() -> int | None:
    """Return the id of the person who acts now, None where nobody is named."""
    outer = getattr(_tracker, "value", None)
    user = outer.metadata.get("user") if outer is not None else None
    return int(user) if user is not None else None


def os_user() -> str:
    """Return who works on the machine: through sudo the person, not root."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):  # a container without an entry for the user
        return str(os.getuid())


@contextmanager
def command_line(arguments: Sequence[str]) -> Iterator[None]:
    """Name the management command and who started it with every change it makes.

    ``KYODO_ACTING`` (a login ID) names a person of the portal as well, ``KYODO_WHY`` the reason.

    Args:
        arguments: as ``sys.argv``; nothing is said for ``UNNAMED``.
    """
    command = arguments[1] if len(arguments) > 1 else ""
    if not command or command in UNNAMED:
        with nullcontext():
            yield
        return
    said: dict[str, Any] = {"command": PurePath(command).name, "os_user": os_user()}
    if os.environ.get("KYODO_ACTING"):
        said["login_id"] = os.environ["KYODO_ACTING"]
    with acting(why=os.environ.get("KYODO_WHY", ""), **said):
        yield


class AuditMiddleware(HistoryMiddleware):
    """Says for every change of a request who made it and on which page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return the person's id and the page; long secrets of links are left out of it."""
        said = super().get_context(request)
        return {"user": said["user"], "path": _SECRET.sub("…", request.path)}
