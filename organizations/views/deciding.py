"""登録の審査: what waits, one application with its checklist, and what is decided about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.notifications import whole_address
from koganei_kyodo.search.words import typed
from organizations import actions, permissions
from organizations.applying_forms import PaperForm
from organizations.completeness import missing_answers
from organizations.deciding_forms import ChecklistForm, DeclineForm, ReturnForm, suggested_reason
from organizations.duplicates import similar_names, similar_to
from organizations.models import Application, Invitation, Organization
from organizations.models.invitation import token_groups
from organizations.registration_state import uninvited_applications
from organizations.registry_sheet import sheet_of
from organizations.views.access import link_address, person, site_name
from organizations.views.applying import apply_address, posted_version

PER_PAGE = 30
Status = Organization.Status
# What a tab of the queue shows, and what it is called.
TABS: dict[str, tuple[str, Callable[[], QuerySet[Application]]]] = {
    "waiting": ("確認を待っている", lambda: _of(Status.SUBMITTED)),
    "returned": ("直してもらっている", lambda: _of(Status.RETURNED)),
    "paper": ("入力の途中（紙）", lambda: _of(Status.DRAFT).filter(channel="paper")),
    "uninvited": ("代表者を招待していない", uninvited_applications),
    "decided": ("決まった", lambda: Application.objects.filter(decided_at__isnull=False)),
}


def _of(status: str) -> QuerySet[Application]:
    return Application.objects.filter(decided_at=None, organization__status=status)


class StaffMixin(LoginRequiredMixin):
    """Pages of those who keep the register."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send anonymous people to the login, and tell others whose page this is."""
        if request.user.is_authenticated:
            require_keeper(request)
        return super().dispatch(request, *args, **kwargs)


def require_keeper(request: HttpRequest) -> None:
    """Refuse everybody but the centre's staff."""
    if not permissions.may_keep_registry(request.user):
        raise PermissionDenied(say.no_permission("支援センターの職員と協働の主管課"))


class ApplicationListView(StaffMixin, View):
    """The queue: longest waiting first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one tab."""
        tab = request.GET.get("tab", "waiting")
        tab = tab if tab in TABS else "waiting"
        rows = TABS[tab][1]().select_related("organization__kind", "entered_by")
        words = typed(request)
        if words:
            rows = rows.filter(Q(organization__name_text__holds=words) | Q(number__iexact=words))
        order = ("-decided_at", "-pk") if tab == "decided" else ("submitted_at", "pk")
        page = Paginator(rows.order_by(*order), PER_PAGE)
        context = {
            "tab": tab,
            "words": words,
            "tabs": [(name, title, found().count()) for name, (title, found) in TABS.items()],
            "page_obj": page.get_page(request.GET.get("page")),
        }
        return render(request, "organizations/applications.html", context)


class ApplicationView(StaffMixin, View):
    """One application: what was told, what seems to be the same group, the checklist, decisions."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it."""
        application = application_of(pk)
        return self._page(application, ChecklistForm(application=application))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the checklist."""
        application = application_of(pk)
        form = ChecklistForm(request.POST, application=application)
        if not form.is_valid():
            return self._page(application, form)
        try:
            actions.check_requirements(application, form.found(), by=person(request))
        except actions.WrongState as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, "要件の確認を保存しました")
            if "return" in request.POST:
                return redirect("organizations:application_return", pk)
        return redirect("organizations:application", pk)

    def _page(self, application: Application, form: ChecklistForm) -> HttpResponse:
        organization = application.organization
        context = {
            "application": application,
            "organization": organization,
            "form": form,
            "checks": [
                (form[f"result-{line.pk}"], form[f"remark-{line.pk}"], line)
                for line in form.requirements
            ],
            "is_open": application.decided_at is None,
            "decidable": application.decided_at is None and organization.allows("approve"),
            "sections": [(section, "") for section in sheet_of(organization)],
            "attachments": organization.attachments.select_related("file", "uploaded_by"),
            "similar": similar_to(organization) if application.decided_at is None else [],
            "missing": missing_answers(organization) if application.decided_at is None else [],
            "earlier": organization.applications.exclude(pk=application.pk),
            "left": _left(application),
        }
        if organization.is_listed:
            context["invitation"] = _invitation(organization)
            context["may_invite"] = permissions.may_invite(self.request.user)
        return render(self.request, "organizations/application.html", context)


def _left(application: Application) -> str:
    """Return why it can't be approved yet; empty where it can."""
    try:
        actions.require_checked(application)
    except actions.WrongState as error:
        return str(error)
    return ""


def _invitation(organization: Organization) -> Invitation | None:
    return Invitation.objects.filter(organization=organization).order_by("-pk").first()


class ReturnView(StaffMixin, View):
    """差戻し: name what is missing."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the reason, begun from what the checklist found."""
        application = application_of(pk)
        reason, steps = suggested_reason(application, missing_answers(application.organization))
        return self._page(application, ReturnForm(initial={"reason": reason, "steps": steps}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give it back."""
        application = application_of(pk)
        form = ReturnForm(request.POST)
        if not form.is_valid():
            return self._page(application, form)
        try:
            actions.return_application(
                application.organization,
                by=person(request),
                reason=form.cleaned_data["reason"],
                steps=form.cleaned_data["steps"],
                link=whole_address(reverse("organizations:apply_resume")),
            )
        except actions.WrongState as error:
            form.add_error(None, str(error))
            return self._page(application, form)
        messages.success(
            request, f"「{application.organization}」に、直してほしいことを知らせました"
        )
        return redirect("organizations:application", pk)

    def _page(self, application: Application, form: ReturnForm) -> HttpResponse:
        context = {"application": application, "form": form, "title": "直してもらう（差戻し）",
                   "button": "この内容で差し戻す"}  # fmt: skip
        return render(self.request, "organizations/application_decide.html", context)


class DeclineView(StaffMixin, View):
    """Don't register, with the reason."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the reason."""
        return self._page(application_of(pk), DeclineForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide."""
        application = application_of(pk)
        form = DeclineForm(request.POST)
        if not form.is_valid():
            return self._page(application, form)
        try:
            actions.decline(
                application.organization, by=person(request), reason=form.cleaned_data["reason"]
            )
        except actions.WrongState as error:
            form.add_error(None, str(error))
            return self._page(application, form)
        messages.success(request, f"「{application.organization}」を登録しないと決めました")
        return redirect("organizations:application", pk)

    def _page(self, application: Application, form: DeclineForm) -> HttpResponse:
        context = {"application": application, "form": form, "title": "登録しない",
                   "button": "登録しないと決める"}  # fmt: skip
        return render(self.request, "organizations/application_decide.html", context)


@require_POST
@login_required
def application_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Register the group; the version keeps what changed meanwhile from being approved unread."""
    require_keeper(request)
    application = application_of(pk)
    try:
        actions.approve(
            application.organization,
            by=person(request),
            version=posted_version(request),
            address=link_address(),
            site_name=site_name(request),
        )
    except actions.WrongState as error:
        messages.warning(request, str(error))
    else:
        organization = Organization.objects.get(pk=application.organization_id)
        messages.success(
            request,
            f"「{organization}」を登録しました。登録番号は{organization.registration_number}です",
        )
    return redirect("organizations:application", pk)


@never_cache
@require_POST
@login_required
def application_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Make another code for an applicant who lost it, mail it, and show it once."""
    require_keeper(request)
    application = application_of(pk)
    try:
        code = actions.new_code(application, by=person(request), address=apply_address())
    except actions.WrongState as error:
        messages.warning(request, str(error))
        return redirect("organizations:application", pk)
    context = {"application": application, "code": token_groups(code)}
    return render(request, "organizations/application_code.html", context)


class PaperEntryView(StaffMixin, View):
    """Begin to enter a paper form; the steps are those of the web."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask which paper it is."""
        return self._page(PaperForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin, unless groups with a name like it are there: those are shown first."""
        form = PaperForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        values = form.cleaned_data
        similar = similar_names(values["name"])
        if similar and "different" not in request.POST:
            return self._page(form, similar=similar)
        try:
            application, _ = actions.start_application(
                name=values["name"],
                kind=values["kind"],
                by=person(request),
                paper=actions.Paper(values["paper"], values["received_on"]),
            )
        except actions.WrongState as error:
            form.add_error(None, str(error))
            return self._page(form)
        return redirect("organizations:apply_step", str(application.pk), "group")

    def _page(self, form: PaperForm, **context: Any) -> HttpResponse:
        return render(self.request, "organizations/paper_entry.html", {"form": form} | context)


def application_of(pk: int) -> Application:
    """Return an application; 404 where there is none, or nobody handed it in yet."""
    rows = Application.objects.select_related(
        "organization__kind", "organization__updated_by", "entered_by", "decided_by"
    )
    found: Application = get_object_or_404(rows.exclude(channel="web", submitted_at=None), pk=pk)
    return found
