"""Examples of a record, and the confirmation by the 課長."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.decorators.http import require_POST

from projects import actions
from projects.forms_campaign import ExampleForm
from projects.models import Example, ProjectRecord
from projects.views.office_access import (
    STEPS,
    OfficeMixin,
    office_record,
    person,
    posted_version,
    step_url,
)


class ExampleView(OfficeMixin, View):
    """Add an example or change one."""

    def get(self, request: HttpRequest, pk: int, example_pk: int = 0) -> HttpResponse:
        """Show the form."""
        record = office_record(request, pk)
        if not record.allows("edit"):
            return redirect("projects:office_record", pk)
        example = self._example(record, example_pk)
        initial: dict[str, Any] = {}
        if example is not None:
            names = ("kind", "title", "text", "lesson", "is_public")
            initial = {name: getattr(example, name) for name in names}
            initial["themes"] = list(example.themes.all())
        return self._page(record, ExampleForm(initial=initial), example)

    def post(self, request: HttpRequest, pk: int, example_pk: int = 0) -> HttpResponse:
        """Save the example."""
        record = office_record(request, pk)
        example = self._example(record, example_pk)
        form = ExampleForm(request.POST)
        if not form.is_valid():
            return self._page(record, form, example)
        answers = actions.ExampleAnswers(**form.cleaned_data)
        try:
            actions.save_example(record, by=self.user, answers=answers, example=example)
        except actions.WrongState as error:
            form.add_error(None, str(error))
            return self._page(record, form, example)
        messages.success(request, "例を保存しました")
        return redirect(step_url(record, self.back or "results"))

    def _example(self, record: ProjectRecord, example_pk: int) -> Example | None:
        if not example_pk:
            return None
        return get_object_or_404(record.examples, pk=example_pk)

    def _page(
        self, record: ProjectRecord, form: ExampleForm, example: Example | None
    ) -> HttpResponse:
        context = {
            "record": record,
            "form": form,
            "example": example,
            "title": "例を直す" if example else "例を加える",
            "step_number": list(STEPS).index("results") + 1,
            "step_count": len(STEPS),
            "back": self.back,
            "back_url": step_url(record, self.back or "results"),
        }
        return render(self.request, "projects/office_example.html", context)


@login_required
@require_POST
def example_delete(request: HttpRequest, pk: int, example_pk: int) -> HttpResponse:
    """Remove an example; its text stays in the audit trail."""
    record = office_record(request, pk)
    example = record.examples.filter(pk=example_pk).first()
    try:
        if example is not None:
            actions.remove_example(example, by=person(request))
    except actions.WrongState as error:
        messages.warning(request, str(error))
        return redirect("projects:office_record", pk)
    messages.success(request, "例を削除しました")
    return redirect(step_url(record, "results"))


@login_required
@require_POST
def head_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the 課長 to confirm."""
    record = office_record(request, pk)
    check = step_url(record, "check")
    link = reverse("projects:record_edit", args=[pk, "check"])
    try:
        actions.ask_head(record, by=person(request), link=link)
        messages.success(request, "課長に確認を頼みました。確認がすむと、お知らせが届きます")
    except actions.Incomplete:
        return redirect(f"{check}?missing=1")
    except actions.WrongState as error:
        messages.warning(request, str(error))
    return redirect(check)


@login_required
@require_POST
def head_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm as the 課長."""
    record = office_record(request, pk)
    check = step_url(record, "check")
    link = reverse("projects:record_edit", args=[pk, "check"])
    try:
        actions.confirm(record, by=person(request), version=posted_version(request), link=link)
        messages.success(request, "確認しました。課の担当者か、あなたが提出できます")
    except actions.Incomplete:
        return redirect(f"{check}?missing=1")
    except actions.EditedByOther as error:
        messages.warning(request, f"{error}。読んでから、もう一度「確認した」を押してください")
    except actions.WrongState as error:
        messages.warning(request, str(error))
    return redirect(check)
