"""Who makes which kind of document.

An app registers its renderers in a module called ``renderers``, found when Django starts::

    @register("survey-report-pdf")
    def survey_report(params: dict[str, Any], progress: Progress) -> bytes: ...

A renderer may be run again for the same inputs and must not change anything else.
"""

import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

Progress = Callable[[int], None]
Renderer = Callable[[dict[str, Any], Progress], bytes]

_renderers: dict[str, Renderer] = {}


class UnknownKind(LookupError):
    """No app makes this kind of document."""


class RenderingFailed(Exception):
    """A renderer cannot make the document; the text is Japanese and shown to the person."""


def register(kind: str) -> Callable[[Renderer], Renderer]:
    """Make the decorated function the renderer of ``kind`` (a slug).

    The function takes the parameters given with the request and a callback for the progress in
    percent (0 to 100), and returns the file.

    Raises:
        ValueError: another function makes this kind already.
    """

    def decorate(renderer: Renderer) -> Renderer:
        if _renderers.get(kind, renderer) is not renderer:
            raise ValueError(f"{kind!r} has a renderer already")
        _renderers[kind] = renderer
        return renderer

    return decorate


def renderer_of(kind: str) -> Renderer:
    """The function that makes ``kind``.

    Raises:
        UnknownKind: nobody registered one.
    """
    try:
        return _renderers[kind]
    except KeyError:
        raise UnknownKind(kind) from None


def layout_version(kind: str) -> str:
    """Return what the look of ``kind`` is made from, as 16 hexadecimal digits.

    It changes with every change to a template, a chart or the code of this package or of the app
    that makes the kind: a document drawn by the release before is not taken for one of today's.

    Raises:
        UnknownKind: nobody registered one.
    """
    return _version_of(renderer_of(kind).__module__.partition(".")[0])


@functools.cache
def _version_of(package: str) -> str:
    here = Path(__file__).resolve().parent
    found = hashlib.sha256()
    for folder in (here, here.parent.parent / package):
        for file in sorted(folder.rglob("*")):
            if file.suffix in {".py", ".typ"} and "migrations" not in file.parts:
                found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()[:16]
