"""How an answering page reaches its target: by the secret in the address, or by login and right."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from koganei_kyodo import house_messages as say
from surveys.actions import WrongState
from surveys.fielding import drafts, links, terms
from surveys.models import Target
from surveys.permissions import may_answer


@dataclass(frozen=True)
class Respondent:
    """Who answers: the target, the key in the address, and the person where one is logged in."""

    target: Target
    key: str
    person: Any

    def url(self, name: str, *arguments: Any) -> str:
        """Return the address of one of this respondent's pages."""
        return reverse(f"surveys:{name}", args=[self.key, *arguments])


@method_decorator(never_cache, name="dispatch")
class RespondentView(View):
    """A page of somebody who answers. An unknown secret or another's target is 404.

    The address holds the secret, and no other site learns it: the referrer stays on this one
    (SECURE_REFERRER_POLICY). It must not be kept back from this site too: browsers then send
    `Origin: null` with each form, and the form is refused.
    """

    respondent: Respondent

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the target; what is too late or too early leads to the cover page, which says so."""
        key = kwargs["key"]
        if key.isdecimal():
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            self.respondent = self._by_login(request, int(key))
        else:
            target = links.target_of(key)
            if target is None:
                return unknown_link(request)
            person = request.user if request.user.is_authenticated else None
            named = person if person and may_answer(person, target) else None
            self.respondent = Respondent(target, key, named)
        return super().dispatch(request, *args, **kwargs)

    def _by_login(self, request: HttpRequest, pk: int) -> Respondent:
        rows = Target.objects.select_related("survey", "response")
        target = rows.filter(pk=pk).first()
        if target is None or not may_answer(request.user, target):
            raise Http404
        return Respondent(target, str(pk), request.user)

    @property
    def target(self) -> Target:
        """Whose answer it is."""
        return self.respondent.target

    def page(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """Show a page with what all of them need."""
        context |= {
            "respondent": self.respondent,
            "target": self.target,
            "survey": self.target.survey,
            "key": self.respondent.key,
            "is_open": terms.is_open(self.target.survey),
        }
        return render(self.request, f"surveys/answer/{template}.html", context, status=status)

    def draft_or_cover(self) -> drafts.Draft | None:
        """Return the draft, None where there is none: then the cover page is next."""
        if not terms.is_open(self.target.survey):
            return None
        return drafts.open_draft(self.target)

    def cover(self) -> HttpResponse:
        """Lead to the first page."""
        return redirect(self.respondent.url("answer_link"))


def unknown_link(request: HttpRequest) -> HttpResponse:
    """Say what to do with a link that opens nothing."""
    return render(request, "surveys/answer/unknown.html", status=404)


def refuse_not_mine(allowed: bool) -> None:
    """Refuse with the sentence for pages of respondents."""
    if not allowed:
        raise PermissionDenied(say.no_permission("調査の相手"))


__all__ = ["Respondent", "RespondentView", "WrongState", "unknown_link"]
