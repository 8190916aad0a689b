"""Offices and people's memberships in the admin."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import DEPARTMENT_ROLES, ORGANIZATION_ROLES, Role
from organizations import actions, permissions
from organizations.admin.read_only import ReadOnlyAdmin
from organizations.models import (
    Department,
    Invitation,
    Membership,
    MembershipConfirmation,
    Transfer,
)


class ClosedDatasetAdminMixin:
    """Rows of a closed data set are read, never changed, by anybody."""

    def belongs_to_closed_dataset(self, obj: Any) -> bool:
        """Tell whether `obj` is part of another city's published data."""
        raise NotImplementedError(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse every change of a closed data set."""
        if obj is not None and self.belongs_to_closed_dataset(obj):
            return False
        return super().has_change_permission(request, obj)  # type: ignore[misc]


@admin.register(Department)
class DepartmentAdmin(ClosedDatasetAdminMixin, admin.ModelAdmin):
    """Offices with their validity and successors."""

    list_display = ["name", "parent", "valid_from", "valid_until", "city"]
    list_filter = [("root", admin.RelatedOnlyFieldListFilter), "head_rule"]
    search_fields = ["name", "name_kana", "email"]
    search_help_text = "名称・ふりがな・メールアドレスで探せます"
    list_select_related = ["parent", "root"]
    list_per_page = 50
    fields = [
        "name", "name_kana", "code", "parent", "email", "valid_from", "valid_until",
        "successors", "head_rule", "position", "notice",
    ]  # fmt: skip
    autocomplete_fields = ["parent", "successors"]

    @admin.display(description="市", ordering="root__position")
    def city(self, obj: Department) -> str:
        """Return the name of the root."""
        return str(obj.root)

    def belongs_to_closed_dataset(self, obj: Department) -> bool:
        """Tell whether the office stands under another city's root."""
        return obj.root is not None and obj.root.closed_dataset


class MembershipForm(forms.ModelForm):
    """A new membership of a person who has an account."""

    by: User  # set by the admin for each request

    class Meta:
        model = Membership
        fields = ["user", "role", "department", "organization", "valid_from"]

    def clean(self) -> dict[str, Any]:
        """Refuse what the person may not give, and who acts there already in this time."""
        values = super().clean() or self.cleaned_data
        role = str(values.get("role") or "")
        place = {name: values.get(name) for name in ("department", "organization")}
        fits = (role in DEPARTMENT_ROLES) == (place["department"] is not None) and (
            role in ORGANIZATION_ROLES
        ) == (place["organization"] is not None)
        if self.errors or not fits:
            return values  # the model says what is missing
        if not permissions.may_let_in(self.by, role, **place):
            raise ValidationError(
                "この役割は、ここでは加えられません。団体の代表は支援センターが、"
                "団体の編集者は団体の代表が招待します"
            )
        # The form lacks the last day, so that Django would leave the overlap to the database.
        Membership(**values).validate_constraints()
        return values


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    """Who acts for whom, from when to when. Ending and moving have pages of their own."""

    form = MembershipForm
    list_display = ["user", "role", "place", "valid_from", "valid_until", "confirmed"]
    list_filter = ["role"]
    search_fields = ["user__name", "user__name_kana", "department__name", "organization__name"]
    search_help_text = "氏名・担当課・団体名で探せます"
    autocomplete_fields = ["user", "department", "organization"]
    list_select_related = ["user", "department", "organization"]
    date_hierarchy = "valid_from"
    change_form_template = "admin/organizations/membership/change_form.html"
    change_list_template = "admin/organizations/membership/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        """Show everybody's to the operator, else what the person may see."""
        rows: QuerySet[Membership] = super().get_queryset(request)
        if not request.user.is_superuser:
            visible = Membership.objects.visible_to(request.user).values("pk")
            rows = rows.filter(pk__in=visible)
        return rows.annotate(last_confirmed=Max("confirmations__fiscal_year"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let who has the right add a membership to an account."""
        return request.user.has_perm("organizations.add_membership")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ask for less than is shown later."""
        shown = ["user", "role", "department", "organization", "valid_from"]
        return [(None, {"fields": [*shown, "valid_until"] if obj else shown})]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Tell the form who asks."""
        form = super().get_form(request, obj, change, **kwargs)
        return type("MembershipForm", (form,), {"by": request.user})

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        """Add through the one door."""
        started = actions.start_membership(
            obj.user,
            role=Role(obj.role),
            by=cast(User, request.user),
            department=obj.department,
            organization=obj.organization,
            on=obj.valid_from,
        )
        obj.pk = started.pk

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add which buttons the person has."""
        obj = kwargs.get("obj")
        if obj is not None and not obj.is_over and permissions.may_decide(request.user, obj):
            context["may_end"] = True
            context["may_move"] = obj.department_id is not None and obj.valid_until is None
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="所属先")
    def place(self, obj: Membership) -> str:
        """Return the office or group, or the centre."""
        return obj.place_name

    @admin.display(description="確認した年度", ordering="last_confirmed")
    def confirmed(self, obj: Any) -> str:
        """Return the last 年度 that somebody confirmed it for."""
        return f"{obj.last_confirmed}年度" if obj.last_confirmed else ""


@admin.register(MembershipConfirmation)
class MembershipConfirmationAdmin(ReadOnlyAdmin):
    """Who was confirmed for which 年度, by whom and when."""

    list_display = ["membership", "fiscal_year", "by", "at"]
    list_filter = ["fiscal_year"]
    search_fields = ["membership__user__name", "membership__user__name_kana"]
    search_help_text = "氏名・ふりがなで探せます"
    list_select_related = [
        "membership__user", "membership__department", "membership__organization", "by",
    ]  # fmt: skip
    date_hierarchy = "at"


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Invitations, open and closed; the buttons stand on the page 招待."""

    list_display = ["addressee", "role", "place", "state", "expires_at", "invited_by"]
    list_filter = ["status", "role"]
    search_fields = ["addressee", "email", "department__name", "organization__name"]
    search_help_text = "あて名・メールアドレス・担当課・団体名で探せます"
    list_select_related = ["department", "organization", "invited_by"]
    date_hierarchy = "created_at"
    change_list_template = "admin/organizations/invitation/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        """Show everything to the operator, else the person's own places."""
        rows: QuerySet[Invitation] = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        return rows.filter(pk__in=Invitation.objects.visible_to(request.user).values("pk"))

    @admin.display(description="所属先")
    def place(self, obj: Invitation) -> str:
        """Return the office or group, or the centre."""
        return obj.place_name

    @admin.display(description="状態", ordering="status")
    def state(self, obj: Invitation) -> str:
        """Return the state in words."""
        return obj.state


@admin.register(Transfer)
class TransferAdmin(ReadOnlyAdmin):
    """Moves that an office announced to another; 課の人 has the buttons."""

    list_display = ["person", "membership", "to_department", "role", "on", "status"]
    list_filter = ["status"]
    search_fields = ["membership__user__name", "to_department__name"]
    search_help_text = "氏名・異動先の課で探せます"
    list_select_related = [
        "membership__user", "membership__department", "membership__organization",
        "to_department",
    ]  # fmt: skip

    @admin.display(description="氏名", ordering="membership__user__name_kana")
    def person(self, obj: Transfer) -> str:
        """Return who moves."""
        return obj.membership.user.name
