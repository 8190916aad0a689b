"""How the pages about people are reached: a stranger gets 404, who may not do a thing gets 403."""

from typing import Any, cast

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.notifications import whole_address
from organizations import permissions
from organizations.models import Invitation, Membership


def person(request: HttpRequest) -> User:
    """Return who is logged in; the views that ask let nobody else in."""
    return cast(User, request.user)


class InviterMixin(LoginRequiredMixin):
    """Pages of the people who may invite somebody."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send anonymous people to the login, and tell others whose page this is."""
        if request.user.is_authenticated and not permissions.may_invite(request.user):
            raise PermissionDenied(say.no_permission("人を招待できる人"))
        return super().dispatch(request, *args, **kwargs)


def invitation_of(request: HttpRequest, pk: int) -> Invitation:
    """Return an invitation of the person's own places; 404 for every other."""
    found: Invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    return found


def membership_of(request: HttpRequest, pk: int) -> Membership:
    """Return a membership that the person decides over.

    Raises ``Http404`` for one the person can't see and ``PermissionDenied`` for one that the
    person may see only.
    """
    rows = Membership.objects.visible_to(request.user)
    membership = get_object_or_404(
        rows.select_related("user", "department__parent", "organization").distinct(), pk=pk
    )
    if not permissions.may_decide(request.user, membership):
        raise PermissionDenied("この所属を変える権限がありません")
    return cast(Membership, membership)


def back_to(request: HttpRequest, membership: Membership) -> str:
    """Return where the person came from, or the page where they see this membership."""
    asked = request.POST.get("next", request.GET.get("next", ""))
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()):
        return asked
    user = person(request)
    if membership.department_id and membership.department_id in user.office_ids:
        return reverse("organizations:office_people")
    if membership.organization_id and not user.is_staff:
        return reverse("portal:mypage")
    return reverse("admin:organizations_membership_changelist")


def address_before_key(page: str) -> str:
    """Return the whole address of a page up to where its key follows.

    The office may use another host name than the people who get the address: SITE_URL is for all.
    """
    return whole_address(reverse(page, args=["KEY"]).removesuffix("KEY/"))


def link_address() -> str:
    """Return the address of the page for invitations, up to where the token follows."""
    return address_before_key("organizations:invitation_open")


def site_name(request: HttpRequest) -> str:
    """Return the name of the portal, as the header shows it."""
    return render_to_string("organizations/site_name.txt", request=request).strip()
