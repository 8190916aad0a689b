"""People in the admin: their data, the letter for a new password, a lost second factor."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.models import EmailConfirmation as AllauthEmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from koganei_kyodo.accounts import actions
from koganei_kyodo.accounts.forms import LetterForm, read_login_id
from koganei_kyodo.accounts.models import PasswordLetter, User
from koganei_kyodo.accounts.permissions import may_make_letter, may_manage
from koganei_kyodo.accounts.printing import password_letter_pdf
from koganei_kyodo.accounts.roles import ORGANIZATION_ROLES, Role
from koganei_kyodo.accounts.sender import this_centre

# django-allauth's tables hold nothing for people to read: addresses are not kept there, and the
# secrets of a second factor are nobody's business.
for model in (EmailAddress, AllauthEmailConfirmation, Authenticator):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


def staff(request: HttpRequest) -> User:
    """Return who works in the admin; raises ``PermissionDenied`` for anybody else."""
    if not isinstance(request.user, User) or not request.user.is_staff:
        raise PermissionDenied
    return request.user


class UserForm(ModelForm):
    """A person's data; a login ID is written as the person would choose it."""

    def clean_login_id(self) -> str:
        """Read width and case generously, and refuse what could be taken for a mail address."""
        given: str = self.cleaned_data["login_id"]
        return given if given == self.instance.login_id else read_login_id(given)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """People and whether their account can be used; rights come from 所属 (memberships)."""

    form = UserForm
    change_form_template = "accounts/admin/user_change_form.html"
    list_display = ["name", "login_id", "email", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["name", "name_kana", "login_id", "email"]
    search_help_text = "氏名・ふりがな・ログインID・メールアドレスで探せます"
    list_per_page = 50
    fields = [
        "name", "name_kana", "login_id", "email", "email_confirmed_at", "is_active",
        "last_login", "date_joined",
    ]  # fmt: skip
    readonly_fields = ["email_confirmed_at", "last_login", "date_joined"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Show the desk only people who act for groups; the others see all."""
        people: QuerySet[User] = super().get_queryset(request)
        by = staff(request)
        if by.is_superuser or by.has_role(Role.COORDINATOR):
            return people
        open_end = Q(memberships__valid_until=None) | Q(
            memberships__valid_until__gte=timezone.localdate()
        )
        elsewhere = people.filter(open_end).exclude(memberships__role__in=ORGANIZATION_ROLES)
        in_groups = people.filter(open_end, memberships__role__in=ORGANIZATION_ROLES)
        return (
            people.filter(pk__in=in_groups.values("pk"), is_superuser=False)
            .exclude(pk__in=elsewhere.values("pk"))
        )  # fmt: skip

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Let nobody change an account that has more rights than their own, or that is erased."""
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and (
            obj is None or (may_manage(staff(request), obj) and not hasattr(obj, "erasure"))
        )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Keep an account closed whose use the person had stopped; the request opens it again."""
        stopped = obj is not None and hasattr(obj, "use_stop")
        return [*self.readonly_fields, *(["is_active"] if stopped else [])]

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody deletes a person: an account is closed, and erasing is an action of its own."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        """Save; a new address is asked to confirm itself, a new account has no password yet."""
        if change and "email" in form.changed_data:
            actions.tell_old_address(User.objects.get(pk=obj.pk), "変わりました")
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data and obj.email:
            actions.request_email_change(obj, obj.email)
            messages.info(request, f"{obj.email} に確認メールを送りました")

    def get_urls(self) -> list[Any]:
        """Add one address for each button."""
        guard = self.admin_site.admin_view
        letter = never_cache(require_http_methods(["GET", "HEAD", "POST"])(self.letter))
        unlock = require_POST(self.remove_second_factor)
        return [
            path("<int:pk>/letter/", guard(letter), name="accounts_user_letter"),
            path("<int:pk>/second-factor/", guard(unlock), name="accounts_user_second_factor"),
            *super().get_urls(),
        ]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the buttons and the letters made so far."""
        context = extra_context or {}
        if object_id is not None and object_id.isdecimal():
            person = self.get_queryset(request).filter(pk=object_id).first()
            context = {**context, **self._buttons(request, person)}
        response: HttpResponse = super().changeform_view(request, object_id, form_url, context)
        return response

    def _buttons(self, request: HttpRequest, person: User | None) -> dict[str, Any]:
        if person is None:
            return {}
        by = staff(request)
        factors = Authenticator.objects.filter(user=person).exists()
        return {
            "may_make_letter": may_make_letter(by, person),
            "may_remove_factor": factors and by.pk != person.pk and may_manage(by, person),
            "letters": person.letters.select_related("made_by")[:5],
        }

    def letter(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask how the person's identity was checked, then hand out the letter as PDF, once."""
        by = staff(request)
        person = get_object_or_404(self.get_queryset(request), pk=pk)
        if not may_make_letter(by, person):
            raise PermissionDenied("この人の手紙は、主管課か運用の担当者だけが作れます")
        form = LetterForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            made = actions.make_letter(
                person, by=by, identity_check=form.cleaned_data["identity_check"]
            )
            return self._letter_file(made, form)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "person": person,
            "form": form,
            "title": "パスワード再設定の手紙",
        }
        return TemplateResponse(request, "accounts/admin/letter.html", context)

    def _letter_file(self, made: actions.MadeLetter, form: LetterForm) -> HttpResponse:
        content = password_letter_pdf(
            made,
            centre=this_centre(),
            postcode=form.cleaned_data["postcode"],
            address=form.cleaned_data["address"],
        )
        name = f"password-letter-{made.letter.pk}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type="application/pdf", headers=headers)

    def remove_second_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take away the second factor of somebody who lost it; the admin's log keeps who did."""
        person = get_object_or_404(self.get_queryset(request), pk=pk)
        actions.remove_second_factor(person, by=staff(request))
        self.log_change(request, person, "二段階認証を解除しました。")
        messages.success(request, f"{person.name}さんの二段階認証を解除しました")
        return redirect("admin:accounts_user_change", pk)


@admin.register(PasswordLetter)
class PasswordLetterAdmin(admin.ModelAdmin):
    """Which letters were made, by whom, and what became of them; made on the person's page."""

    list_display = ["user", "made_at", "made_by", "state", "identity_check"]
    list_filter = ["made_at"]
    search_fields = ["user__name", "user__login_id", "made_by__name"]
    search_help_text = "氏名・ログインIDで探せます"
    list_select_related = ["user", "made_by"]
    list_per_page = 50
    readonly_fields = [
        "user", "made_at", "made_by", "identity_check", "expires_at", "used_at", "withdrawn_at",
    ]  # fmt: skip
    fields = tuple(readonly_fields)

    @admin.display(description="状態")
    def state(self, letter: PasswordLetter) -> str:
        """Say in a word what became of the letter."""
        return letter.status

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Letters are made on the page of the person."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing about a letter changes by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was made stays known."""
        return False
