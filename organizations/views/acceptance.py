"""Coming in: the page a link or a letter leads to. Nothing works before it is accepted."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from organizations import actions
from organizations.forms import CodeForm, RegisterForm
from organizations.views.access import person


class EnterView(FormView):
    """Where the number of a letter is typed."""

    form_class = CodeForm
    template_name = "organizations/invitation_enter.html"

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Go to the page of the invitation, whether there is one or not."""
        return redirect("organizations:invitation_open", form.cleaned_data["code"])


@method_decorator(never_cache, name="dispatch")
class OpenView(View):
    """Who invites to what; a person with an account accepts here."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the invitation, or why it can't be used."""
        try:
            invitation = actions.find_invitation(token)
        except actions.InvitationClosed as error:
            return closed_page(request, error)
        return self._page(token, invitation=invitation)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Accept; a person who isn't logged in does that first."""
        if not request.user.is_authenticated:
            return redirect("organizations:invitation_open", token)
        try:
            membership = actions.accept_invitation(token, user=person(request))
        except actions.InvitationClosed as error:
            return closed_page(request, error)
        except actions.WrongState as error:
            messages.warning(request, str(error))
            return redirect("organizations:invitation_open", token)
        messages.success(
            request,
            f"招待を受けました。今日から、{membership.place_name}の"
            f"「{membership.get_role_display()}」として使えます",
        )
        return redirect("portal:home")

    def _page(self, token: str, **context: Any) -> HttpResponse:
        return render(
            self.request, "organizations/invitation_open.html", {"token": token, **context}
        )


@method_decorator(never_cache, name="dispatch")
class RegisterView(View):
    """A new person gets an account and comes in with it."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Ask for name, login ID and password."""
        if request.user.is_authenticated:
            return redirect("organizations:invitation_open", token)
        return self._page(token, RegisterForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Make the account and lead to the login."""
        if request.user.is_authenticated:
            return redirect("organizations:invitation_open", token)
        form = RegisterForm(request.POST)
        if not form.is_valid():
            return self._page(token, form)
        try:
            membership = actions.register_and_accept(token, form.person())
        except actions.InvitationClosed as error:
            return closed_page(request, error)
        except actions.LoginIdTaken as error:
            form.add_error("login_id", str(error))
            return self._page(token, form)
        except actions.WrongState as error:
            form.add_error(None, str(error))
            return self._page(token, form)
        messages.success(
            request,
            f"{membership.user.name}さんの登録ができました。"
            f"ログインID「{membership.user.login_id}」と、決めたパスワードでログインしてください",
        )
        return redirect("login")

    def _page(self, token: str, form: RegisterForm) -> HttpResponse:
        try:
            invitation = actions.find_invitation(token)
        except actions.InvitationClosed as error:
            return closed_page(self.request, error)
        return render(
            self.request,
            "organizations/invitation_register.html",
            {"form": form, "token": token, "invitation": invitation},
        )


def closed_page(request: HttpRequest, error: actions.InvitationClosed) -> HttpResponse:
    """Say why the link can't be used and what to do; who accepted it is led home."""
    invitation = error.invitation
    accepted = error.reason == "accepted" and invitation is not None
    if accepted and invitation.closed_by == request.user:  # type: ignore[union-attr]
        messages.info(request, "この招待は、もう受けてあります")
        return redirect("portal:home")
    status = 404 if invitation is None else 410
    context = {"why": str(error), "reason": error.reason}
    return render(request, "organizations/invitation_closed.html", context, status=status)
