"""How the pages of an application are reached: by the secret in the address, or by login and right.

The key in the address is the applicant's code, or, for people who are logged in, the application's
number: members of a group that enters the register again, and staff with a paper form.
"""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from koganei_kyodo.accounts.models import User
from organizations import actions
from organizations.completeness import STEPS
from organizations.models import Application, Organization
from organizations.permissions import may_edit, may_keep_registry
from organizations.views.access import person

LONGEST_NUMBER = 18
Status = Organization.Status
WRITABLE = (Status.DRAFT, Status.RETURNED)


@method_decorator(never_cache, name="dispatch")
class ApplicantView(View):
    """A page of somebody who applies. An unknown code or another's application is 404.

    ``anytime`` pages are there whatever became of the application; the others lead to the page
    that says so.
    """

    application: Application
    key: str
    user: User | None
    anytime = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the application."""
        self.key = kwargs["key"]
        if self.key.isdecimal() and len(self.key) <= LONGEST_NUMBER:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            self.application, self.user = _by_login(request, int(self.key)), person(request)
        else:
            found = actions.application_of_code(self.key)
            if found is None:
                return render(request, "organizations/apply_unknown.html", status=404)
            self.application, self.user = found, None
        if not self.anytime and not self.is_writable:
            return self.to_status()
        return super().dispatch(request, *args, **kwargs)

    @property
    def organization(self) -> Organization:
        """Return the group that applies."""
        return self.application.organization

    @property
    def is_writable(self) -> bool:
        """Tell whether the applicant has it: not handed in, not decided."""
        return self.application.decided_at is None and self.organization.status in WRITABLE

    def url(self, name: str, *arguments: Any) -> str:
        """Return the address of one of this application's pages."""
        return reverse(f"organizations:{name}", args=[self.key, *arguments])

    def to_status(self) -> HttpResponse:
        """Lead to the page that says how things stand."""
        return redirect(self.url("application_status"))

    def page(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """Show a page with what all of them need."""
        context = {
            "application": self.application,
            "organization": self.organization,
            "key": self.key,
            "by_code": self.user is None,
            "is_writable": self.is_writable,
        } | context
        return render(self.request, f"organizations/{template}.html", context, status=status)


def _by_login(request: HttpRequest, pk: int) -> Application:
    rows = Application.objects.select_related("organization__kind", "entered_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    paper = found.channel == Application.Channel.PAPER
    if may_edit(request.user, found.organization) or (paper and may_keep_registry(request.user)):
        return found
    raise Http404


def next_step(step: str) -> str:
    """Return the step after this one."""
    names = list(STEPS)
    return names[min(names.index(step) + 1, len(names) - 1)]


def previous_step(step: str) -> str:
    """Return the step before this one; empty for the first."""
    names = list(STEPS)
    return names[names.index(step) - 1] if names.index(step) else ""
