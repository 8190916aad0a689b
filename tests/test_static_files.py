"""Style sheets and scripts of a checkout."""

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]


def test_a_file_that_changes_under_a_running_server_is_sent_whole(
    tmp_path: Path, settings: Any
) -> None:
    """A length from the start of the server would end in ERR_CONTENT_LENGTH_MISMATCH."""
    sheet = tmp_path / "looks.css"
    sheet.write_text("body { color: black; }")
    settings.STATICFILES_DIRS = [tmp_path]
    forget: Any = finders.get_finder
    forget.cache_clear()

    def nothing(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=404)

    try:
        server = WhiteNoiseMiddleware(nothing)
        for words in ("body { color: black; }", "b {}", "body { color: white; margin: 0; }"):
            sheet.write_text(words)
            answer: Any = server(RequestFactory().get("/static/looks.css"))
            assert answer.status_code == 200
            assert b"".join(answer.streaming_content).decode() == words
            assert answer["Content-Length"] == str(len(words))
    finally:
        forget.cache_clear()
