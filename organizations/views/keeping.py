"""登録のこと: how a registration stands, the yearly confirmation, leaving, coming back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from koganei_kyodo import house_messages as say
from koganei_kyodo.fiscal_year import current_fiscal_year, fiscal_year_label
from koganei_kyodo.japanese import format_date
from organizations import actions, permissions
from organizations.following import former_numbers
from organizations.keeping_forms import ConfirmForm, EndForm, OwnForm, ReenterForm, YearForm
from organizations.models import Organization
from organizations.registration_state import state_of
from organizations.registry_sheet import SWITCHES, sheet_of
from organizations.registry_values import contact_row, in_words, values_of
from organizations.views.access import person
from organizations.views.applying import posted_version
from organizations.views.attachments import group_of


class OwnGroupView(LoginRequiredMixin, View):
    """A page about the registration of one group: its own people and staff; 404 for others."""

    organization: Organization

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the group."""
        if request.user.is_authenticated:
            self.organization = group_of(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_staff(self) -> bool:
        """Tell whether somebody of the centre acts, not of the group."""
        own = permissions.may_edit(self.request.user, self.organization)
        return permissions.may_keep_registry(self.request.user) and not own

    def page(self, template: str, **context: Any) -> HttpResponse:
        """Show a page with what all of them need."""
        context = {"organization": self.organization, "is_staff": self.is_staff} | context
        return render(self.request, f"organizations/{template}.html", context)

    def back(self) -> HttpResponse:
        """Lead to the page that says how things stand."""
        return redirect("organizations:registration", self.organization.pk)


class RegistrationView(OwnGroupView):
    """How things stand, everything stored, and what can be done."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it."""
        state = state_of(self.organization)
        changes = self.organization.change_requests.select_related("submitted_by")
        application = state.application
        return self.page(
            "registration",
            state=state,
            former_numbers=former_numbers(self.organization),
            sections=[(section, "") for section in sheet_of(self.organization)],
            attachments=self.organization.attachments.select_related("file", "uploaded_by"),
            changes=changes[:20],
            may_withdraw=self.organization.allows("withdraw")
            and (self.is_staff or _represents(request, self.organization)),
            may_strike=self.is_staff and self.organization.allows("strike"),
            may_write=application is not None
            and (not self.is_staff or application.channel == "paper"),
        )


class ConfirmView(OwnGroupView):
    """Read what is stored and say that it is right."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show everything, and ask for the year's numbers."""
        if not self.organization.allows("confirm"):
            return self.back()
        initial = {
            "member_count": self.organization.member_count,
            "citizen_count": self.organization.citizen_count,
        }
        facts = self.organization.yearly_facts.filter(fiscal_year=current_fiscal_year() - 1)
        for fact in facts:
            for name in ("income", "spending", "event_count", "activities"):
                initial[name] = getattr(fact, name)
        return self._page(ConfirmForm(initial=initial, by_staff=self.is_staff))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Confirm."""
        form = ConfirmForm(request.POST, by_staff=self.is_staff)
        if not form.is_valid():
            return self._page(form)
        try:
            confirmed = actions.confirm(
                self.organization,
                by=person(request),
                version=posted_version(request),
                facts=form.facts(),
                why=form.cleaned_data.get("why", ""),
            )
        except actions.WrongState as error:
            self.organization.refresh_from_db()
            form.add_error(None, str(error))
            return self._page(form)
        until = format_date(confirmed.valid_until) if confirmed.valid_until else ""
        messages.success(request, f"内容を確認しました。登録は{until}まで続きます")
        return self.back()

    def _page(self, form: ConfirmForm) -> HttpResponse:
        return self.page(
            "registration_confirm",
            form=form,
            sections=[(section, "") for section in sheet_of(self.organization)],
        )


class OwnSettingsView(OwnGroupView):
    """What is public, and whom the group looks for: changed at once."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the switches of the values that there are."""
        if not self.organization.allows("confirm"):
            return self.back()
        return self._page(self._form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change them."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            actions.set_own(
                self.organization,
                form.cleaned_data,
                by=person(request),
                version=posted_version(request),
            )
        except actions.WrongState as error:
            form.add_error(None, str(error))
            return self._page(form)
        messages.success(
            request, "公開するものと募集を変えました。団体のページは、もう変わっています"
        )
        return self.back()

    def _form(self, data: Any = None) -> OwnForm:
        values = values_of(self.organization)
        contact = contact_row(self.organization)
        shown = {
            switch: contact.value_of("postal")
            if owner == "address"
            else in_words(owner, values[owner])
            for switch, owner in SWITCHES.items()
            if values[owner]
        }
        return OwnForm(data, values=values, shown=shown)

    def _page(self, form: OwnForm) -> HttpResponse:
        return self.page("registration_own", form=form)


class YearsView(OwnGroupView):
    """The numbers of each 年度: kept and shown on the page of growth."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the years so far, and the boxes of the one asked for."""
        asked = request.GET.get("year", "")
        year = int(asked) if asked.isdecimal() and len(asked) == 4 else current_fiscal_year() - 1
        initial: dict[str, Any] = {"fiscal_year": year, "is_public": True}
        for fact in self.organization.yearly_facts.filter(fiscal_year=year):
            initial |= {name: getattr(fact, name) for name in YearForm.base_fields}
        return self._page(YearForm(initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the year."""
        form = YearForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        values = dict(form.cleaned_data)
        year = values.pop("fiscal_year")
        actions.note_facts(self.organization, year, values, by=person(request), whole=True)
        messages.success(request, f"{fiscal_year_label(year)}の数字を保存しました")
        return redirect("organizations:registration_years", pk)

    def _page(self, form: YearForm) -> HttpResponse:
        return self.page(
            "registration_years", form=form, facts=self.organization.yearly_facts.all()
        )


class WithdrawView(OwnGroupView):
    """退会."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse editors: leaving is the representative's, or staff's with a paper."""
        if request.user.is_authenticated:
            group = group_of(request, kwargs["pk"])
            staff = permissions.may_keep_registry(request.user)
            if not staff and not _represents(request, group):
                raise PermissionDenied(say.no_permission("団体の代表と支援センターの職員"))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what happens, and ask for the reason."""
        if not self.organization.allows("withdraw"):
            return self.back()
        return self._page(EndForm(with_paper=self.is_staff))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Leave."""
        form = EndForm(request.POST, with_paper=self.is_staff)
        if not form.is_valid():
            return self._page(form)
        values = form.cleaned_data
        try:
            actions.withdraw(
                self.organization,
                by=person(request),
                reason=values["reason"],
                paper=values.get("paper", ""),
            )
        except actions.WrongState as error:
            form.add_error(None, str(error))
            return self._page(form)
        messages.success(request, f"「{self.organization}」の退会を受け付けました")
        return self.back()

    def _page(self, form: EndForm) -> HttpResponse:
        return self.page("registration_end", form=form, verb="退会する", is_withdrawal=True)


class StrikeView(OwnGroupView):
    """抹消, by staff."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse everybody but staff: to the group's own people the page is forbidden."""
        if request.user.is_authenticated:
            group_of(request, kwargs["pk"])
            if not permissions.may_keep_registry(request.user):
                raise PermissionDenied(say.no_permission("支援センターの職員と協働の主管課"))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the reason."""
        if not self.organization.allows("strike"):
            return self.back()
        return self._page(EndForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End the registration."""
        form = EndForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            actions.strike(
                self.organization, by=person(request), reason=form.cleaned_data["reason"]
            )
        except actions.WrongState as error:
            form.add_error(None, str(error))
            return self._page(form)
        messages.success(request, f"「{self.organization}」の登録を抹消しました")
        return self.back()

    def _page(self, form: EndForm) -> HttpResponse:
        return self.page("registration_end", form=form, verb="抹消する", is_withdrawal=False)


class ReenterView(OwnGroupView):
    """Apply anew with what is stored; staff say from which paper."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what happens."""
        if not self.organization.allows("reenter"):
            return self.back()
        return self._page(ReenterForm() if self.is_staff else None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin the application."""
        paper = None
        form = ReenterForm(request.POST) if self.is_staff else None
        if form is not None:
            if not form.is_valid():
                return self._page(form)
            values = form.cleaned_data
            paper = actions.Paper(values["paper"], values["received_on"])
        try:
            application = actions.reenter(self.organization, by=person(request), paper=paper)
        except actions.WrongState as error:
            messages.warning(request, str(error))
            return self.back()
        return redirect("organizations:apply_step", str(application.pk), "group")

    def _page(self, form: ReenterForm | None) -> HttpResponse:
        return self.page("registration_reenter", form=form)


def _represents(request: HttpRequest, organization: Organization) -> bool:
    return any(
        m.organization_id == organization.pk and m.role == "representative"
        for m in person(request).current_memberships
    )
