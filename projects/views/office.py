"""庁内ページ: an office writes its yearly records, hands them in and follows what becomes of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from koganei_kyodo import house_messages as say
from koganei_kyodo.fiscal_year import FIRST_YEAR, LAST_YEAR, current_fiscal_year
from organizations.models import ActivityField
from projects import actions, permissions
from projects.completeness import missing_answers
from projects.forms import MoneyStepForm, ProjectStepForm, ResultsStepForm, SheetForm, StartForm
from projects.history import journey
from projects.models import Campaign, Guideline, ProjectRecord
from projects.progress import own_progress
from projects.views.office_access import (
    STEPS,
    OfficeMixin,
    handed_in_records,
    missing_links,
    next_step,
    office_record,
    offices_to_choose,
    person,
    posted_version,
    previous_step,
    step_url,
    waiting_records,
)

PER_PAGE = 20
FORMS: dict[str, type[SheetForm]] = {
    "project": ProjectStepForm,
    "money": MoneyStepForm,
    "results": ResultsStepForm,
}
FIELDS = {
    "project": (
        *("name", "fiscal_year", "stage", "summary", "continuity"),
        *("is_last_year", "end_reason"),
    ),
    "money": (
        *("planned_cost", "cost", "scheme_used", "is_public", "cost_is_public"),
        *("problems_are_public", "document_number", "decided_on"),
    ),
    "results": ("results", "problems"),
}


class OfficeHomeView(OfficeMixin, TemplateView):
    """What waits for an answer first, then drafts, then what was handed in, by 年度."""

    template_name = "projects/office_home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the three lists; the number of queries doesn't depend on their length."""
        context = super().get_context_data(**kwargs)
        place = self.place
        waiting = list(waiting_records(self.user, place))
        handed_in = handed_in_records(self.user, place)
        years = sorted(set(handed_in.order_by().values_list("fiscal_year", flat=True)))[::-1]
        asked = self.request.GET.get("year", "")
        year = int(asked) if asked.isdecimal() and int(asked) in years else max(years, default=0)
        pages = Paginator(handed_in.filter(fiscal_year=year), PER_PAGE)
        returned = [r for r in waiting if r.status == ProjectRecord.Status.RETURNED]
        heads = [
            r
            for r in waiting
            if r.head_asked_at and not r.confirmed_at and permissions.may_confirm(self.user, r)
        ]
        return context | {
            "heads": heads,
            "place": place,
            "choices": offices_to_choose(self.user),
            "campaign": (campaign := Campaign.objects.filter(status="open").first()),
            "progress": own_progress(campaign, {o.pk for o in place.offices}) if campaign else [],
            "head_questions": place.head_questions(campaign),
            "last_year": current_fiscal_year() - 1,
            "returned": returned,
            "drafts": [r for r in waiting if r.status == ProjectRecord.Status.DRAFT],
            "years": years,
            "year": year,
            "page": pages.get_page(self.request.GET.get("page")),
        }


class RecordCreateView(OfficeMixin, View):
    """Begin a record: a new project, or one that goes on from last year."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the empty form with the token of this one record."""
        return self._page(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin the record and go to its first step; sent twice, it leads to the same record."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        values = form.cleaned_data
        try:
            record = actions.create_record(
                self.user,
                values["department"],
                fiscal_year=values["fiscal_year"],
                token=values["token"],
                project=values["project"],
                name=values["name"],
            )
        except actions.AlreadyReported as error:
            form.add_error("fiscal_year", str(error))
            return self._page(form)
        except actions.WrongState as error:
            form.add_error(None, str(error))
            return self._page(form)
        return redirect(step_url(record, "project"))

    def _form(self, data: Any = None) -> StartForm:
        place = self.place
        return StartForm(data, user=self.user, chosen=place.chosen, answered=place.answered)

    def _page(self, form: StartForm) -> HttpResponse:
        campaign = Campaign.objects.filter(status="open").first()
        context = {
            "form": form,
            "place": self.place,
            "head_questions": self.place.head_questions(campaign),
        }
        return render(self.request, "projects/office_create.html", context)


class RecordStepView(OfficeMixin, View):
    """One step of the sheet. Saving asks for nothing to be complete."""

    def get(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        """Show a step; a record that can't be changed now shows its own page."""
        record = self._record(pk, step)
        if not record.allows("edit"):
            return redirect("projects:office_record", pk)
        if step not in FORMS:
            return self._page(record, step)
        return self._page(record, step, form=_form(record, step))

    def post(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        """Save a step, keeping whatever was typed where it can't be saved."""
        record = self._record(pk, step)
        if step not in FORMS:
            raise Http404
        form = _form(record, step, request.POST)
        version = posted_version(request)
        if not form.is_valid():
            return self._page(record, step, form=form, version=version)
        try:
            _save(record, form, by=self.user, version=version)
        except actions.EditedByOther as error:
            record = self._record(pk, step)
            differences = form.differences(_stored(record, step))
            return self._page(record, step, form=form, conflict=error, differences=differences)
        except actions.AlreadyReported as error:
            form.add_error("fiscal_year", str(error))
            return self._page(record, step, form=form, version=version)
        except actions.WrongState as error:
            return self._page(record, step, form=form, version=version, refused=str(error))
        if "pause" in request.POST:
            messages.success(request, say.draft_saved(timezone.localtime()))
            return redirect("projects:office_home")
        return redirect(step_url(record, self.back or next_step(step)))

    def _record(self, pk: int, step: str) -> ProjectRecord:
        if step not in STEPS:
            raise Http404
        return office_record(self.request, pk)

    def _page(self, record: ProjectRecord, step: str, **context: Any) -> HttpResponse:
        before = self.back or previous_step(step)
        return render(
            self.request,
            f"projects/office_step_{step}.html",
            {
                "record": record,
                "step_number": list(STEPS).index(step) + 1,
                "step_count": len(STEPS),
                "step_title": STEPS[step],
                "back": self.back,
                "back_url": step_url(record, before) if before else "",
                "version": record.version,
                **(_check(self.request, record) if step == "check" else {}),
                **context,
            },
        )


def _stored(record: ProjectRecord, step: str) -> dict[str, Any]:
    """Return what is stored for one step, by field of its form."""
    stored = {name: getattr(record, name) for name in FIELDS[step]}
    if step == "project":
        stored["activity_fields"] = list(record.activity_fields.all())
    if step == "money":
        stored |= {f"source-{row.source_id}": row.amount for row in record.costs.all()}
    return stored


def _form(record: ProjectRecord, step: str, data: Any = None) -> SheetForm:
    extra = {"guideline": record.guideline} if step == "money" else {}
    return FORMS[step](data, initial=_stored(record, step), **extra)


def _save(record: ProjectRecord, form: SheetForm, *, by: Any, version: int) -> None:
    if isinstance(form, MoneyStepForm):
        changes, costs = form.changes(), form.costs()
        actions.save_record(record, by=by, version=version, changes=changes, costs=costs)
    elif isinstance(form, ProjectStepForm):
        changes, fields = form.changes(), list(form.cleaned_data["activity_fields"])
        actions.save_record(record, by=by, version=version, changes=changes, fields=fields)
    else:
        actions.save_record(record, by=by, version=version, changes=form.cleaned_data)


def _check(request: HttpRequest, record: ProjectRecord) -> dict[str, Any]:
    """Return what the last step adds: what is missing, as errors after a try to submit."""
    missing = missing_links(record, missing_answers(record))
    waits = record.allows("confirm") and actions.needs_head(record)
    return {
        "missing": missing,
        "tried": "missing" in request.GET and bool(missing),
        "closed": Campaign.objects.filter(fiscal_year=record.fiscal_year, status="closed").first(),
        "needs_head": waits and record.confirmed_at is None,
        "may_confirm": waits and permissions.may_confirm(request.user, record),
    }


@login_required
@require_POST
def record_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a record in; pressing twice shows the same confirmation."""
    record = office_record(request, pk)
    check = step_url(record, "check")
    try:
        actions.submit(record, by=person(request), version=posted_version(request))
    except actions.Incomplete:
        return redirect(f"{check}?missing=1")
    except actions.EditedByOther as error:
        messages.warning(request, f"{error}。確かめてから、もう一度提出してください")
        return redirect(check)
    except actions.WrongState as error:
        record.refresh_from_db()
        if record.status != ProjectRecord.Status.SUBMITTED:
            messages.warning(request, str(error))
            return redirect("projects:office_record", pk)
    return redirect("projects:record_submitted", pk)


@login_required
@require_POST
def record_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a submitted record back and open its first step."""
    record = office_record(request, pk)
    try:
        actions.withdraw(record, by=person(request))
    except actions.WrongState as error:
        messages.warning(request, str(error))
        return redirect("projects:office_record", pk)
    messages.success(request, "提出を取り下げました。直したら、もう一度提出してください")
    return redirect(step_url(record, "check"))


class OfficeRecordView(OfficeMixin, View):
    """One record as it stands: status, what was written, what happened, what can be done."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the record."""
        record = office_record(request, pk)
        context = {
            "record": record,
            "steps": journey(record),
            "editable": record.allows("edit"),
            "withdrawable": record.allows("withdraw"),
            "deletable": not record.was_submitted,
            "photo_count": record.photos.count(),
        }
        return render(request, "projects/office_record.html", context)


class RecordSubmittedView(OfficeMixin, View):
    """控え: the confirmation, at the same address for good."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the confirmation; a record that isn't handed in shows its own page."""
        record = office_record(request, pk)
        if record.status != ProjectRecord.Status.SUBMITTED:
            return redirect("projects:office_record", pk)
        return render(request, "projects/office_submitted.html", {"record": record})


class RecordDeleteView(OfficeMixin, View):
    """Delete a draft that was never handed in, after a warning."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the warning; a record that can't be deleted shows its own page."""
        record = office_record(request, pk)
        if record.was_submitted:
            return redirect("projects:office_record", pk)
        warning = say.delete(str(record))
        return render(
            request, "projects/office_delete.html", {"record": record, "warning": warning}
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete the draft."""
        record = office_record(request, pk)
        name = str(record)
        try:
            actions.delete_draft(record, by=self.user)
        except actions.WrongState as error:
            messages.warning(request, str(error))
            return redirect("projects:office_record", pk)
        messages.success(request, f"「{name}」の下書きを削除しました")
        return redirect("projects:office_home")


class RecordPrintView(OfficeMixin, View):
    """The sheet as a paper form (様式), A4: every choice with its box."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form, filled in as far as the record is."""
        record = office_record(request, pk)
        return self._page(record.guideline, record=record, partners=list(record.partners.all()))

    def _page(self, guideline: Guideline, **context: Any) -> HttpResponse:
        context |= {
            "today": timezone.localdate(),
            "stages": ProjectRecord.Stage.choices,
            "continuities": ProjectRecord.Continuity.choices,
            "kinds": list(guideline.partnerkind_set.all()),
            "forms": list(guideline.collaborationform_set.all()),
            "origins": list(guideline.origin_set.all()),
            "initiatives": list(guideline.initiative_set.all()),
            "outcomes": list(guideline.outcome_set.all()),
        }
        return render(self.request, "projects/office_print.html", context)


class BlankPrintView(RecordPrintView):
    """The same form to be written by hand, with room for two partners and for 該当なし."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        """Show it for a 年度; 404 as long as the words of the form are not prepared."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Http404
        guideline = get_object_or_404(Guideline, is_current=True)
        record = {"fiscal_year": year, "is_blank": True}
        return self._page(
            guideline,
            record=record,
            partners=[{}, {}],
            sources=guideline.costsource_set.all(),
            fields=ActivityField.objects.filter(fieldset__is_current=True, is_active=True),
        )
