"""Addresses of invitations, memberships and an office's people."""

from django.urls import path

from organizations.urls_directory import patterns as directory_patterns
from organizations.urls_merging import patterns as merging_patterns
from organizations.urls_registry import patterns as registry_patterns
from organizations.views import acceptance, invitations, memberships, people, yearly

app_name = "organizations"
urlpatterns = [
    path("invitations/", acceptance.EnterView.as_view(), name="invitation_enter"),
    path("invitations/open/<str:token>/", acceptance.OpenView.as_view(), name="invitation_open"),
    path(
        "invitations/open/<str:token>/register/",
        acceptance.RegisterView.as_view(),
        name="invitation_register",
    ),
    path("invitations/sent/", invitations.InvitationListView.as_view(), name="invitation_list"),
    path("invitations/new/", invitations.InvitationCreateView.as_view(), name="invitation_create"),
    path("invitations/<int:pk>/resend/", invitations.invitation_resend, name="invitation_resend"),
    path(
        "invitations/<int:pk>/withdraw/",
        invitations.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("invitations/<int:pk>/letter/", invitations.invitation_letter, name="invitation_letter"),
    path("memberships/yearly/", yearly.YearlyView.as_view(), name="yearly"),
    path(
        "memberships/<int:pk>/end/", memberships.MembershipEndView.as_view(), name="membership_end"
    ),
    path("memberships/<int:pk>/reopen/", memberships.membership_reopen, name="membership_reopen"),
    path(
        "memberships/<int:pk>/move/",
        memberships.MembershipMoveView.as_view(),
        name="membership_move",
    ),
    path("transfers/<int:pk>/accept/", memberships.transfer_accept, name="transfer_accept"),
    path("transfers/<int:pk>/decline/", memberships.transfer_decline, name="transfer_decline"),
    path("office/people/", people.OfficePeopleView.as_view(), name="office_people"),
    *directory_patterns,
    *registry_patterns,
    *merging_patterns,
]
