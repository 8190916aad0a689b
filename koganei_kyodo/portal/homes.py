"""Where each role lands, and マイページ for the people of groups."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import STAFF_ROLES, Role
from organizations.models import Invitation, Membership, Organization
from organizations.permissions import may_invite
from organizations.registration_state import RegistrationState, states_of
from organizations.views.access import person


@dataclass(frozen=True)
class Home:
    """A page that somebody's work begins on; ``acting_as`` says for whom."""

    acting_as: str
    label: str
    url: str


def homes_of(user: User) -> list[Home]:
    """Return the home pages of a person's roles of today: groups, offices, the admin.

    Several roles with the same home share one entry, which names all of them.
    """
    found: dict[str, list[str]] = {}
    for m in user.current_memberships:
        if m.role in STAFF_ROLES:
            name = "admin:index"
        else:
            name = "projects:office_home" if m.department_id else "portal:mypage"
        found.setdefault(name, []).append(f"{m.place_name}の{m.get_role_display()}")
    if user.is_superuser:
        found.setdefault("admin:index", []).append("システムの運用担当")
    labels = {
        "portal:mypage": "マイページ",
        "projects:office_home": "庁内ページ",
        "admin:index": "管理画面",
    }
    return [
        Home("、".join(found[name]), label, reverse(name))
        for name, label in labels.items()
        if name in found
    ]


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead a person who has just logged in to the page their work begins on, or let them choose."""
    homes = homes_of(person(request))
    if not homes:
        return redirect("portal:mypage")
    if len(homes) == 1:
        return redirect(homes[0].url)
    return render(request, "portal/home_choice.html", {"homes": homes})


@dataclass(frozen=True)
class OwnGroup:
    """One group of the visitor: their role in it and who else acts for it."""

    organization: Organization
    role: str
    colleagues: list[Membership]
    decided: set[int]
    leads: bool
    registration: RegistrationState


class MyPageView(LoginRequiredMixin, TemplateView):
    """マイページ: the person's groups, their colleagues there, and invitations."""

    template_name = "portal/mypage.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the groups; the number of queries doesn't depend on how many there are."""
        user = person(self.request)
        invitations = Invitation.objects.visible_to(user).pending()
        return super().get_context_data(**kwargs) | {
            "groups": own_groups(user),
            "invitations": invitations.filter(organization__isnull=False)
            if any(m.role == Role.REPRESENTATIVE for m in user.current_memberships)
            else [],
            "may_invite": may_invite(user),
            "other_homes": [h for h in homes_of(user) if h.url != reverse("portal:mypage")],
        }


def own_groups(user: User) -> list[OwnGroup]:
    """Return the groups `user` acts for today, each with the others who act for it today."""
    own = [m for m in user.current_memberships if m.organization_id]
    rows = Membership.objects.current().filter(organization__in=[m.organization_id for m in own])
    decided = set(rows.decided_by(user).values_list("pk", flat=True))
    others = list(
        rows.exclude(user=user).select_related("user").order_by("user__name_kana", "user_id")
    )
    states = states_of([m.organization for m in own if m.organization is not None])
    return [
        OwnGroup(
            organization=m.organization,
            role=m.get_role_display(),
            colleagues=[o for o in others if o.organization_id == m.organization_id],
            decided=decided,
            leads=m.role == Role.REPRESENTATIVE,
            registration=states[m.organization.pk],
        )
        for m in own
        if m.organization is not None
    ]
