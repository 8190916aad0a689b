"""登録の申請: start, come back, write step by step, check, hand in, follow what becomes of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.generic import FormView

from koganei_kyodo import house_messages as say
from koganei_kyodo.rate_limit import limited
from organizations import actions
from organizations.applying_forms import STEP_FORMS, StartForm, ValuesForm
from organizations.completeness import STEPS, missing_answers
from organizations.duplicates import similar_names
from organizations.forms import CodeForm
from organizations.models import RegistrySettings, Requirement
from organizations.models.invitation import normalise_token, token_groups
from organizations.registry_sheet import sheet_of
from organizations.registry_values import values_of
from organizations.views.access import address_before_key
from organizations.views.applying_access import ApplicantView, next_step, previous_step


class StartView(View):
    """Who may register, what is asked and what happens then; a name begins the draft."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page."""
        return self._page(StartForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin, unless groups with a name like it are there: those are shown first."""
        form = StartForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        values = form.cleaned_data
        similar = similar_names(values["name"], listed_only=True)
        if similar and "different" not in request.POST:
            return self._page(form, similar=similar)
        try:
            _, code = actions.start_application(
                name=values["name"],
                email=values["email"],
                writer=values["writer"],
                kind=values["kind"],
                address=apply_address(),
            )
        except actions.WrongState as error:
            form.add_error(None, str(error))
            return self._page(form)
        return redirect(f"{reverse('organizations:apply_step', args=[code, 'group'])}?new=1")

    def _page(self, form: StartForm, **context: Any) -> HttpResponse:
        context |= {
            "form": form,
            "settings": RegistrySettings.current(),
            "requirements": Requirement.objects.filter(is_active=True),
            "steps": STEPS.values(),
        }
        return render(self.request, "organizations/apply_start.html", context)


class ResumeView(FormView):
    """Where the code is typed that leads back to a draft."""

    form_class = CodeForm
    template_name = "organizations/apply_resume.html"

    def get_form(self, form_class: Any = None) -> Any:
        """Call the number what the start page calls it."""
        form = super().get_form(form_class)
        form.fields["code"].label = "再開の番号"
        return form

    @method_decorator(limited("registry_resume", "20/10m"))
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go to the application, whether there is one or not."""
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Lead to the page that says how things stand."""
        return redirect("organizations:application_status", form.cleaned_data["code"])


class StatusView(ApplicantView):
    """How things stand; the receipt, once it is handed in."""

    anytime = True

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show the page. Of a decided application it tells the result alone."""
        settings = RegistrySettings.current()
        missing = missing_answers(self.organization) if self.is_writable else []
        return self.page(
            "apply_status",
            settings=settings,
            steps=[
                (name, title, self.url("apply_step", name), any(m.step == name for m in missing))
                for name, title in STEPS.items()
            ],
            return_steps=[
                (STEPS[name], self.url("apply_step", name))
                for name in self.application.return_steps
                if name in STEPS
            ],
        )


class StepView(ApplicantView):
    """One step of the form. Saving asks for nothing to be complete."""

    def get(self, request: HttpRequest, key: str, step: str) -> HttpResponse:
        """Show the step."""
        if step not in STEP_FORMS:
            raise Http404
        return self._page(step, STEP_FORMS[step](values=values_of(self.organization)))

    def post(self, request: HttpRequest, key: str, step: str) -> HttpResponse:
        """Save the step, keeping whatever was typed where it can't be saved."""
        if step not in STEP_FORMS:
            raise Http404
        form = STEP_FORMS[step](request.POST, values=values_of(self.organization))
        version = posted_version(request)
        if not form.is_valid():
            return self._page(step, form, version=version)
        try:
            actions.save_answers(self.organization, form.answers(), version=version, by=self.user)
        except actions.EditedByOther as error:
            self.organization.refresh_from_db()
            differences = form.differences(values_of(self.organization))
            return self._page(step, form, conflict=error, differences=differences)
        except actions.WrongState as error:
            messages.warning(request, str(error))
            return self.to_status()
        if "pause" in request.POST:
            messages.success(request, say.draft_saved(timezone.localtime()))
            return self.to_status()
        back = request.POST.get("back", "")
        return redirect(self.url("apply_step", back if back == "check" else next_step(step)))

    def _page(self, step: str, form: ValuesForm, **context: Any) -> HttpResponse:
        is_new = self.user is None and "new" in self.request.GET
        back = self.request.POST.get("back", self.request.GET.get("back", ""))
        shown: dict[str, Any] = {
            "form": form,
            "version": self.organization.version,
            "new_code": token_groups(normalise_token(self.key)) if is_new else "",
            "back": back if back == "check" else "",
            "settings": RegistrySettings.current(),
            "wrong_step": step in self.application.return_steps,
        } | context
        return self.page("apply_step", **step_context(self, step), **shown)


class CheckView(ApplicantView):
    """The last step: everything once more, and what is missing; POST hands it in."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show what was written."""
        return self._page()

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Hand it in; pressed twice, it shows the same receipt."""
        if "agreed" not in request.POST and self.application.channel == "web":
            return self._page(tried=True, not_agreed=True)
        try:
            actions.submit(self.organization, by=self.user, version=posted_version(request))
        except actions.Incomplete:
            return self._page(tried=True)
        except actions.EditedByOther as error:
            messages.warning(request, f"{error}。確かめてから、もう一度申請してください")
            return redirect(self.url("apply_step", "check"))
        except actions.WrongState as error:
            self.organization.refresh_from_db()
            if self.organization.status != "submitted":
                messages.warning(request, str(error))
        return self.to_status()

    def _page(self, *, tried: bool = False, not_agreed: bool = False) -> HttpResponse:
        missing = [
            (each.message, f"{self.url('apply_step', each.step)}?back=check#{_anchor(each.field)}")
            for each in missing_answers(self.organization)
        ]
        return self.page(
            "apply_check",
            **step_context(self, "check"),
            sections=[
                (section, self.url("apply_step", section.step))
                for section in sheet_of(self.organization)
            ],
            missing=missing,
            tried=tried,
            not_agreed=not_agreed,
            version=self.organization.version,
            requirements=Requirement.objects.filter(is_active=True),
            settings=RegistrySettings.current(),
        )


class TakeBackView(ApplicantView):
    """Take back what was handed in, to mend it."""

    anytime = True
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Make a draft of it again."""
        try:
            actions.take_back(self.organization, by=self.user)
        except actions.WrongState as error:
            messages.warning(request, str(error))
            return self.to_status()
        messages.success(
            request, "申請を取り下げて、下書きに戻しました。直したら、もう一度申請してください"
        )
        return redirect(self.url("apply_step", "check"))


class GiveUpView(ApplicantView):
    """Delete a draft, after a warning."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show the warning."""
        return self.page("apply_delete", warning=say.delete(self.organization.name))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Delete it with everything that was written."""
        name = self.organization.name
        try:
            actions.give_up(self.application, by=self.user)
        except actions.WrongState as error:
            messages.warning(request, str(error))
            return self.to_status()
        messages.success(request, f"「{name}」の下書きを、書類といっしょに削除しました")
        return redirect("organizations:apply" if self.user is None else "portal:home")


def step_context(view: ApplicantView, step: str) -> dict[str, Any]:
    """Return which step of how many it is, and the one before."""
    before = previous_step(step)
    return {
        "step": step,
        "step_title": STEPS[step],
        "step_number": list(STEPS).index(step) + 1,
        "step_count": len(STEPS),
        "back_url": view.url("apply_step", before) if before else "",
    }


def apply_address() -> str:
    """Return the whole address of the pages of an application, up to where the code follows."""
    return address_before_key("organizations:application_status")


def posted_version(request: HttpRequest) -> int | None:
    """Return the version that the form showed."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _anchor(field: str) -> str:
    return f"div_id_{field}"
