"""Inviting: a list of what is open, and send again, letter, withdraw."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from koganei_kyodo.accounts.notifications import whole_address
from organizations import actions
from organizations.forms import InviteForm, invitation_values, letter_lines
from organizations.models import Invitation
from organizations.models.invitation import token_groups
from organizations.views.access import (
    InviterMixin,
    invitation_of,
    link_address,
    person,
    site_name,
)

PER_PAGE = 20


class InvitationListView(InviterMixin, TemplateView):
    """The invitations of the person's own places: those without an answer, or all."""

    template_name = "organizations/invitation_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of invitations; ``?all=1`` adds what is closed."""
        rows = Invitation.objects.visible_to(self.request.user).select_related(
            "department", "organization", "invited_by", "closed_by"
        )
        show_all = "all" in self.request.GET
        pages = Paginator(rows if show_all else rows.pending(), PER_PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {"page": page, "show_all": show_all}


class InvitationCreateView(InviterMixin, View):
    """Invite one person."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form; ``?role=``, ``?organization=`` and ``?department=`` prefill names."""
        given = {key: request.GET[key] for key in ("role", "organization") if key in request.GET}
        return self._page(InviteForm(user=person(request), initial=given))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Invite: with a mail address by mail, without one lead to the letter."""
        form = InviteForm(request.POST, user=person(request))
        if not form.is_valid():
            return self._page(form)
        try:
            invitation = actions.invite(
                person(request),
                address=link_address(),
                site_name=site_name(request),
                **invitation_values(form),
            )
        except actions.WrongState as error:
            form.add_error(None, str(error))
            return self._page(form)
        if invitation.email:
            text = f"{invitation.addressee}さんに招待のメールを送りました"
            messages.success(request, text)
        else:
            messages.info(
                request,
                f"{invitation.addressee}さんの招待を作りました。"
                "「手紙を作る」を押して、できた手紙をわたしてください",
            )
        return redirect("organizations:invitation_list")

    def _page(self, form: InviteForm) -> HttpResponse:
        return render(self.request, "organizations/invitation_create.html", {"form": form})


@login_required
@require_POST
def invitation_resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a new link by mail."""
    invitation = invitation_of(request, pk)
    try:
        actions.send_again(
            invitation,
            by=person(request),
            address=link_address(),
            site_name=site_name(request),
        )
    except actions.WrongState as error:
        messages.warning(request, str(error))
    else:
        text = "招待のメールをもう一度送りました。前のメールのリンクは使えなくなります"
        messages.success(request, text)
    return redirect("organizations:invitation_list")


@login_required
@require_POST
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = invitation_of(request, pk)
    try:
        actions.withdraw_invitation(invitation, by=person(request))
    except actions.WrongState as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"{invitation.addressee}さんの招待を取り消しました")
    return redirect("organizations:invitation_list")


@never_cache
@login_required
@require_POST
def invitation_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new number and show the letter to print; it can't be shown a second time."""
    invitation = invitation_of(request, pk)
    try:
        invitation, token = actions.make_letter(invitation, by=person(request))
    except actions.WrongState as error:
        messages.warning(request, str(error))
        return redirect("organizations:invitation_list")
    context = {
        "invitation": invitation,
        "code": token_groups(token),
        "lines": letter_lines(invitation),
        "entry": whole_address(reverse("organizations:invitation_enter")),
    }
    return render(request, "organizations/invitation_letter.html", context)
