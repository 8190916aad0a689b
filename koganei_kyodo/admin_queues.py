"""The queues on the dashboard of the admin: what waits, for whom, since when.

An app registers a function in its ``AppConfig.ready``; the dashboard calls every function once
per visit. The module knows no app, so every app may use it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest


@dataclass(frozen=True)
class Queue:
    """One line of the dashboard: ``count`` things wait behind ``url``, the first since ``oldest``.

    ``label`` says what is to be done (確認を待っている事業実績); ``url`` leads to the list of these
    things. ``oldest`` is None where nothing waits or no date is known.
    """

    label: str
    count: int
    url: str
    oldest: date | None = None


QueueSource = Callable[[HttpRequest], Iterable[Queue]]
_sources: list[QueueSource] = []


def register_queue(source: QueueSource) -> QueueSource:
    """Add ``source`` to the dashboard; it yields nothing for people it has no work for.

    Registering the same function again changes nothing. Returns ``source``, so that it can be
    used as a decorator.
    """
    if source not in _sources:
        _sources.append(source)
    return source


def queues_for(request: HttpRequest) -> list[Queue]:
    """Return the queues of the visitor: longest waiting first, empty ones last."""
    queues = [queue for source in _sources for queue in source(request)]
    return sorted(queues, key=lambda queue: (queue.count == 0, queue.oldest or date.max))
