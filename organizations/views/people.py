"""課の人: who acts for an office, who is invited, who is moving in."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.views.generic import TemplateView

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from organizations import permissions
from organizations.models import Invitation, Membership, Transfer
from organizations.views.access import person


@dataclass(frozen=True)
class Colleague:
    """A membership, and whether the visitor decides over it."""

    membership: Membership
    decided: bool


class OfficePeopleView(LoginRequiredMixin, TemplateView):
    """The people of the visitor's offices; what a 課長 or the coordinating office has to answer."""

    template_name = "organizations/office_people.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Tell people of no office whose page this is."""
        user = request.user
        if user.is_authenticated and not (user.office_ids or permissions.may_see_yearly(user)):
            raise PermissionDenied(say.no_permission("市の担当課の人"))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the people by office, open invitations, and moves to answer."""
        user = person(self.request)
        invitations = Invitation.objects.visible_to(user).pending().select_related("department")
        transfers = Transfer.objects.decided_by(user).waiting()
        return super().get_context_data(**kwargs) | {
            "offices": people_by_office(user),
            "invitations": invitations.filter(department__isnull=False),
            "transfers": transfers.select_related(
                "membership__user", "membership__department", "to_department", "requested_by"
            ),
            "may_invite": permissions.may_invite(user),
            "may_see_yearly": permissions.may_see_yearly(user),
        }


def people_by_office(user: User) -> list[tuple[str, list[Colleague]]]:
    """Return the people of the person's own offices, who comes later included."""
    own = [m.department_id for m in user.current_memberships if m.department_id]
    rows = Membership.objects.not_over().filter(department__in=own)
    decided = set(rows.decided_by(user).values_list("pk", flat=True))
    offices: dict[str, list[Colleague]] = {}
    ordered = rows.select_related("user", "department").order_by(
        "department__position", "department_id", "user__name_kana", "user_id", "valid_from"
    )
    for m in ordered:
        offices.setdefault(m.place_name, []).append(Colleague(m, m.pk in decided))
    return list(offices.items())
