"""Pages about passwords and the person's own page. Those of login and MFA are django-allauth's."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows as recovery_flows
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import FormView, ListView, UpdateView, View

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts import actions
from koganei_kyodo.accounts.forms import (
    EmailForm,
    LetterCodeForm,
    NewPasswordForm,
    PasswordForm,
    ProfileForm,
    ResetForm,
)
from koganei_kyodo.accounts.models import EmailConfirmation, Notification, User
from koganei_kyodo.accounts.notifications import notify
from koganei_kyodo.accounts.printing import code_card_pdf
from koganei_kyodo.accounts.rate_limits import account_key, count_try, forget_tries, limit_reached
from koganei_kyodo.japanese import normalise_email

NOTICES_PER_PAGE = 20
CONFIRMATION_MINUTES = int(EmailConfirmation.LIFETIME.total_seconds() // 60)


class LimitedMixin(View):
    """Counts every POST before anything is looked at, and answers 429 after too many."""

    limited_action: str

    def limit_key(self) -> str | None:
        """Return what a limit per key is about: the account or address that was typed."""
        return None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Say until when no further try is taken, the same whatever was typed."""
        if request.method == "POST":
            key = self.limit_key()
            if not count_try(request, self.limited_action, key=key):
                tries, until = limit_reached(request, self.limited_action, key=key)
                context = {"tries": tries, "until": until}
                return render(request, "429.html", context, status=429)
        return super().dispatch(request, *args, **kwargs)


# --- passwords ---------------------------------------------------------------------------------


class PasswordChangeView(LoginRequiredMixin, LimitedMixin, auth_views.PasswordChangeView):
    """Change the password by means of the old one; an open browser is no place to guess it."""

    form_class = PasswordForm
    template_name = "registration/password_change.html"
    limited_action = "password_change"

    def form_valid(self, form: Any) -> HttpResponse:
        """Change it and tell the person."""
        response = super().form_valid(form)
        notify(form.user, "パスワードが変わりました", actions.NOT_YOU, urgent=True)
        return response


class PasswordResetView(LimitedMixin, FormView):
    """Ask for an address and have links mailed to it; the answer never tells whether it's known."""

    form_class = ResetForm
    template_name = "accounts/password_reset.html"
    success_url = reverse_lazy("password_reset_sent")
    limited_action = "password_reset"

    def limit_key(self) -> str:
        """Limit by address."""
        return normalise_email(self.request.POST.get("email", ""))

    def form_valid(self, form: ResetForm) -> HttpResponse:
        """Queue the same job for every address."""
        actions.request_password_reset(form.cleaned_data["email"])
        return super().form_valid(form)


class PasswordResetConfirmView(LimitedMixin, auth_views.PasswordResetConfirmView):
    """Choose a new password by means of a mailed link; the link works once."""

    form_class = NewPasswordForm
    template_name = "accounts/password_reset_confirm.html"
    success_url = reverse_lazy("password_reset_done")
    limited_action = "password_reset_confirm"
    user: User

    def form_valid(self, form: Any) -> HttpResponse:
        """Set the password unless the link was used in the meantime."""
        token = self.request.session.pop(INTERNAL_RESET_SESSION_TOKEN, "")
        if actions.reset_by_link(self.user, token, form.cleaned_data["new_password1"]):
            forget_tries(self.request, "login_failed", key=account_key(self.user))
            return redirect(self.get_success_url())
        self.validlink = False
        return self.render_to_response(self.get_context_data(form=None))


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class LetterView(LimitedMixin, FormView):
    """Choose a new password by means of a printed letter."""

    form_class = LetterCodeForm
    template_name = "accounts/letter.html"
    success_url = reverse_lazy("password_reset_done")
    limited_action = "letter_code"

    def limit_key(self) -> str:
        """Limit by login ID."""
        return self.request.POST.get("login_id", "").strip()

    def form_valid(self, form: LetterCodeForm) -> HttpResponse:
        """Set the password; of two people with the same letter the first one wins."""
        if form.letter is None:
            raise Http404
        try:
            actions.reset_by_letter(form.letter, form.cleaned_data["new_password1"])
        except actions.AccountError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        forget_tries(self.request, "login_failed", key=account_key(form.letter.user))
        return super().form_valid(form)


# --- the person's own page ---------------------------------------------------------------------


class ProfileView(LoginRequiredMixin, UpdateView):
    """One's name, address, memberships, second factor, and how notices come."""

    form_class = ProfileForm
    template_name = "accounts/profile.html"
    success_url = reverse_lazy("profile")
    # Not `user`: the header shows the name that is stored, not the one being typed.
    context_object_name = "person"

    def get_object(self, queryset: QuerySet[User] | None = None) -> User:
        """Return the person who is logged in, read anew."""
        return get_object_or_404(User, pk=self.request.user.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the address that waits for its confirmation, and the second factors."""
        context = super().get_context_data(**kwargs)
        waiting = EmailConfirmation.objects.filter(user=self.object, confirmed_at=None).first()
        context["waiting"] = waiting if waiting and waiting.is_open else None
        context["second_factors"] = Authenticator.objects.filter(user=self.object).count()
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        """Save and say so."""
        messages.success(self.request, "変更を保存しました")
        return super().form_valid(form)


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class EmailView(LoginRequiredMixin, LimitedMixin, FormView):
    """Change one's address; the new one counts once the link sent to it is opened."""

    form_class = EmailForm
    template_name = "accounts/email.html"
    success_url = reverse_lazy("profile")
    limited_action = "email_change"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Pass the person, whose password is asked for."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: EmailForm) -> HttpResponse:
        """Send the link, or take the address away."""
        email = form.cleaned_data["email"]
        if email:
            actions.request_email_change(form.user, email)
            messages.info(self.request, say.mail_sent(CONFIRMATION_MINUTES))
        else:
            actions.remove_email(form.user)
            messages.success(self.request, "メールアドレスを消しました")
        return super().form_valid(form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def email_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show whose address the link confirms; the button does it (programs open links in mails)."""
    confirmation = actions.find_confirmation(token)
    if confirmation is not None and request.method == "POST":
        try:
            actions.confirm_email(confirmation)
        except actions.AccountError:
            confirmation = None
        else:
            messages.success(request, "メールアドレスを確認しました")
            return redirect("profile" if request.user.is_authenticated else "login")
    status = 200 if confirmation else 410
    context = {"confirmation": confirmation}
    return render(request, "accounts/email_confirm.html", context, status=status)


@require_safe
@never_cache
@reauthentication_required(app="allauth.mfa")
def code_card(request: HttpRequest) -> HttpResponse:
    """Download the unused one-time codes as a card to print (PDF)."""
    card, _ = recovery_flows.view_recovery_codes(request)
    codes = card.get_unused_codes() if card else []
    user = request.user
    if not codes or not isinstance(user, User):
        raise Http404
    return HttpResponse(
        code_card_pdf(user, codes),
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="login-codes.pdf"'},
    )


# --- notices -----------------------------------------------------------------------------------


def notices_of(request: HttpRequest) -> QuerySet[Notification]:
    """Return the notices to the person who is logged in; none to anybody else."""
    user = request.user
    return user.notices.all() if isinstance(user, User) else Notification.objects.none()


class NoticesView(LoginRequiredMixin, ListView):
    """All notices to the person, the newest first."""

    template_name = "accounts/notices.html"
    context_object_name = "notices"
    paginate_by = NOTICES_PER_PAGE

    def get_queryset(self) -> QuerySet[Notification]:
        """Return one's own notices and nobody else's."""
        return notices_of(self.request)


@login_required
@require_POST
def notice_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the person has read a notice, and lead on to the page it's about."""
    notice = get_object_or_404(notices_of(request), pk=pk)
    Notification.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())
    return redirect(notice.link or "notices")


@login_required
@require_POST
def notices_read_all(request: HttpRequest) -> HttpResponse:
    """Note that the person has read everything."""
    count = notices_of(request).filter(read_at=None).update(read_at=timezone.now())
    messages.success(request, f"{count}件を読んだことにしました")
    return redirect("notices")
