"""The sheets of a record's partners: add, change, remove."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from koganei_kyodo import house_messages as say
from projects import actions
from projects.forms import PartnerForm, partner_values
from projects.models import Partner, ProjectRecord
from projects.views.office_access import (
    STEPS,
    OfficeMixin,
    office_record,
    posted_version,
    step_url,
)


class PartnerView(OfficeMixin, View):
    """What adding and changing a partner share."""

    title = ""

    def _page(self, record: ProjectRecord, form: PartnerForm, **context: Any) -> HttpResponse:
        return render(
            self.request,
            "projects/office_partner.html",
            {
                "record": record,
                "form": form,
                "title": self.title,
                "step_number": list(STEPS).index("partners") + 1,
                "step_count": len(STEPS),
                "back": self.back,
                "back_url": step_url(record, self.back or "partners"),
                "version": record.version,
                **context,
            },
        )

    def _saved(self, record: ProjectRecord) -> HttpResponse:
        messages.success(self.request, "協働相手を保存しました")
        return redirect(step_url(record, self.back or "partners"))


class PartnerAddView(PartnerView):
    """Add a partner; the token of the form keeps a double click from adding two."""

    title = "協働相手を加える"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the empty form."""
        record = office_record(request, pk)
        if not record.allows("edit"):
            return redirect("projects:office_record", pk)
        form = PartnerForm(user=self.user, record=record)
        return self._page(record, form, token=uuid.uuid4())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add the partner."""
        record = office_record(request, pk)
        try:
            token = uuid.UUID(request.POST.get("token", ""))
        except ValueError:
            raise BadRequest("the form has no token") from None
        form = PartnerForm(request.POST, user=self.user, record=record)
        if not form.is_valid():
            return self._page(record, form, token=token)
        try:
            actions.add_partner(record, by=self.user, answers=form.answers(), token=token)
        except actions.WrongState as error:
            return self._page(record, form, token=token, refused=str(error))
        return self._saved(record)


class PartnerEditView(PartnerView):
    """Change one partner's sheet."""

    title = "協働相手を直す"

    def get(self, request: HttpRequest, pk: int, partner_pk: int) -> HttpResponse:
        """Show what is stored."""
        record = office_record(request, pk)
        if not record.allows("edit"):
            return redirect("projects:office_record", pk)
        partner = get_object_or_404(record.partners, pk=partner_pk)
        form = PartnerForm(initial=partner_values(partner), user=self.user, record=record)
        return self._page(record, form, partner=partner)

    def post(self, request: HttpRequest, pk: int, partner_pk: int) -> HttpResponse:
        """Save the sheet, or show both versions where a colleague was first."""
        record = office_record(request, pk)
        partner = get_object_or_404(record.partners, pk=partner_pk)
        stored = partner_values(partner)
        form = PartnerForm(request.POST, initial=stored, user=self.user, record=record)
        version = posted_version(request)
        if not form.is_valid():
            return self._page(record, form, partner=partner, version=version)
        try:
            actions.change_partner(partner, by=self.user, version=version, answers=form.answers())
        except actions.EditedByOther as error:
            record = office_record(request, pk)
            partner = get_object_or_404(record.partners, pk=partner_pk)
            differences = form.differences(partner_values(partner))
            if differences:
                return self._page(
                    record, form, partner=partner, conflict=error, differences=differences
                )
        except actions.WrongState as error:
            return self._page(record, form, partner=partner, version=version, refused=str(error))
        return self._saved(record)


class PartnerDeleteView(OfficeMixin, View):
    """Remove a partner, after a warning."""

    def get(self, request: HttpRequest, pk: int, partner_pk: int) -> HttpResponse:
        """Show the warning."""
        record = office_record(request, pk)
        if not record.allows("edit"):
            return redirect("projects:office_record", pk)
        partner = get_object_or_404(record.partners, pk=partner_pk)
        context = {"record": record, "partner": partner, "warning": say.delete(str(partner))}
        return render(request, "projects/office_partner_delete.html", context)

    def post(self, request: HttpRequest, pk: int, partner_pk: int) -> HttpResponse:
        """Remove the partner; one that is gone already is gone."""
        record = office_record(request, pk)
        partner = Partner.objects.filter(record=record, pk=partner_pk).first()
        try:
            if partner is not None:
                actions.remove_partner(partner, by=self.user)
        except actions.WrongState as error:
            messages.warning(request, str(error))
            return redirect("projects:office_record", pk)
        messages.success(request, "協働相手を削除しました")
        return redirect(step_url(record, "partners"))
