"""What a browser would otherwise show a page of its own for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render


class OnlyByButtonMiddleware:
    """Says what to do at an address that only a button leads to.

    Somebody whose session ended presses a button, logs in, and is led to the button's address: Django
    answers 405 with an empty page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put a page into an empty 405; the status and what is allowed stay."""
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or request.method != "GET":
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page
