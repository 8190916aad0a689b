"""Structured logs: one line an event, with the request and the person it belongs to."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.typing import EventDict

logger = structlog.get_logger(__name__)

# What stands behind these opens something for whoever has it: it never goes into a log.
_SECRET_PATH = re.compile(
    r"(/invitations/open/|/accounts/password/reset/|/accounts/email/confirm/|/mail-stop/|/answer/)"
    r"""[^\s"'<>?#]+"""
)

# The worker names a job with its arguments, the whole text of a mail among them.
_JOB_ARGUMENTS = re.compile(
    r"^(Starting job \S+\[\d+\])\(.*\)$"
    r"|^(Job \S+\[\d+\])\(.*\)(?= ended with status)"
    r"|^(Waiting for job [^\[]+\[\d+\])\(.*\)(?= \(started)",
    re.DOTALL,
)
# What PostgreSQL says of a row or a value that it refuses.
_REFUSED_ROW = re.compile(r"(Failing row contains |Key \([^)]*\)=)\(.*\)")
_ADDRESS = re.compile(r"[\w.!#$%&*+/=?^`{|}~-]+@(?=[\w-]+(?:\.[\w-]+)+)")


def mask(text: str) -> str:
    """Put a … for what a log must not hold, in a path, a message or a traceback.

    That is: the secret of a link, a mail address up to its @, the arguments of a job, and the
    values of a row that the database refused.
    """
    text = _SECRET_PATH.sub(r"\1…", _JOB_ARGUMENTS.sub(r"\1\2\3(…)", text))
    return _ADDRESS.sub("…@", _REFUSED_ROW.sub(r"\1(…)", text))


def mask_secrets(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Mask the texts of a line, whoever wrote it: Django names the path that it did not find."""
    return {key: mask(value) if isinstance(value, str) else value for key, value in event.items()}


_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
    mask_secrets,
]


def logging_config(*, json: bool, level: str) -> dict[str, Any]:
    """Return Django's LOGGING for lines in JSON (`json=True`) or for a person's eyes."""
    structlog.configure(
        processors=[*_PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processor": renderer,
                "foreign_pre_chain": _PROCESSORS,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own "django.request" already says which URL failed and keeps the traceback.
            "django": {"handlers": [], "level": level, "propagate": True},
            # Every start of every command would list the tasks otherwise.
            "procrastinate.blueprints": {"level": "WARNING"},
            "procrastinate.periodic": {"level": "WARNING"},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }


class RequestLogMiddleware:
    """Bind an id, method and path to every log line of a request, and log how it ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(
            request_id=uuid.uuid4().hex[:12],
            method=request.method,
            path=mask(request.path),
        )
        started = time.perf_counter()
        response = self.get_response(request)
        if request.path != "/healthz":
            # Asking an untouched lazy user for its id would cost static pages a query.
            user = getattr(request, "_cached_user", None)
            logger.info(
                "request",
                status=response.status_code,
                user=getattr(user, "pk", None),
                ms=round((time.perf_counter() - started) * 1000, 1),
            )
        return response
