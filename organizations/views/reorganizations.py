"""組織改正: a plan of several changes, the preview of all they do, and carrying it out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django.views.decorators.http import require_POST

from koganei_kyodo import house_messages as say
from organizations import actions, permissions
from organizations.models import Membership, Reorganization, ReorganizationStep
from organizations.reorganization_sheet import HINTS, PeopleForm, PlanForm, StepForm
from organizations.views.access import person

Kind = ReorganizationStep.Kind


class ReorganizerMixin(LoginRequiredMixin):
    """Pages of the coordinating office."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send anonymous people to the login, and tell others whose page this is."""
        if request.user.is_authenticated:
            require_right(request)
        return super().dispatch(request, *args, **kwargs)


def require_right(request: HttpRequest) -> None:
    """Refuse everybody but the coordinating office."""
    if not permissions.may_reorganize(request.user):
        raise PermissionDenied(say.no_permission("協働の主管課"))


class ReorganizationListView(ReorganizerMixin, View):
    """Plans of today and before, and the form that begins one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list."""
        return self._page(PlanForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin a plan."""
        form = PlanForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        values = form.cleaned_data
        plan = actions.plan_reorganization(values["name"], values["on"], by=person(request))
        return redirect("organizations:reorganization", plan.pk)

    def _page(self, form: PlanForm) -> HttpResponse:
        plans = Reorganization.objects.select_related("created_by", "closed_by")
        context = {"form": form, "plans": plans}
        return render(self.request, "organizations/reorganization_list.html", context)


class ReorganizationView(ReorganizerMixin, View):
    """One plan: its changes, and what they would do."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the plan with a preview of its consequences."""
        plan = get_object_or_404(Reorganization, pk=pk)
        steps = list(plan.steps.prefetch_related("offices__department"))
        changes, problem = [], ""
        if plan.is_open and steps:
            try:
                changes = actions.preview_reorganization(plan, by=person(request))
            except actions.WrongState as error:
                problem = str(error)
        context = {
            "plan": plan,
            "steps": steps,
            "kinds": [(kind.value, kind.label, HINTS[kind]) for kind in Kind],
            "changes": changes,
            "problem": problem,
            "people_forms": people_forms(steps),
        }
        return render(request, "organizations/reorganization.html", context)


class ReorganizationEditView(ReorganizerMixin, View):
    """Name and day of a plan."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form."""
        return self._page(PlanForm(instance=open_plan(pk)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save name and day."""
        plan = open_plan(pk)
        form = PlanForm(request.POST, instance=plan)
        if not form.is_valid():
            return self._page(form)
        values = form.cleaned_data
        actions.change_plan(plan, name=values["name"], on=values["on"], by=person(request))
        return redirect("organizations:reorganization", pk)

    def _page(self, form: PlanForm) -> HttpResponse:
        context = {"form": form, "plan": form.instance}
        return render(self.request, "organizations/reorganization_edit.html", context)


class StepView(ReorganizerMixin, View):
    """One change of a plan, new or written before."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find what it is about."""
        if permissions.may_reorganize(request.user):
            self._find(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def _find(self, pk: int, kind: str = "", step_pk: int = 0) -> None:
        self.plan, self.step, self.kind = open_plan(pk), None, kind
        if step_pk:
            rows = self.plan.steps.prefetch_related("offices")
            self.step = get_object_or_404(rows, pk=step_pk)
            self.kind = self.step.kind
        if self.kind not in Kind.values:
            raise Http404

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        return self._page(StepForm(kind=self.kind, plan=self.plan, step=self.step))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Write the change into the plan."""
        form = StepForm(request.POST, kind=self.kind, plan=self.plan, step=self.step)
        if not form.is_valid():
            return self._page(form)
        try:
            actions.put_step(
                self.plan, self.kind, before=form.before, after=form.after,
                by=person(request), step=self.step,
            )  # fmt: skip
        except actions.WrongState as error:
            form.add_error(None, str(error))
            return self._page(form)
        return redirect("organizations:reorganization", self.plan.pk)

    def _page(self, form: StepForm) -> HttpResponse:
        context = {
            "form": form,
            "plan": self.plan,
            "step": self.step,
            "kind": Kind(self.kind),
            "hint": HINTS[Kind(self.kind)],
        }
        return render(self.request, "organizations/reorganization_step.html", context)


@require_POST
@login_required
def step_delete(request: HttpRequest, pk: int, step_pk: int) -> HttpResponse:
    """Take a change out of its plan."""
    require_right(request)
    step = get_object_or_404(open_plan(pk).steps, pk=step_pk)
    actions.remove_step(step, by=person(request))
    messages.success(request, "この行を、組織改正から外しました")
    return redirect("organizations:reorganization", pk)


@require_POST
@login_required
def step_people(request: HttpRequest, pk: int, step_pk: int) -> HttpResponse:
    """Keep who goes to which office."""
    require_right(request)
    step = get_object_or_404(
        open_plan(pk).steps.filter(kind=Kind.SPLIT).prefetch_related("offices"), pk=step_pk
    )
    form = PeopleForm(request.POST, step=step, members=members_of(step))
    if form.is_valid():
        actions.choose_people(step, form.choices(), by=person(request))
        messages.success(request, "だれがどの課へ行くかを記録しました")
    else:
        messages.error(request, "行き先を選び直してください")
    return redirect("organizations:reorganization", pk)


@require_POST
@login_required
def reorganization_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry the plan out, with what was chosen for people and not recorded yet."""
    require_right(request)
    plan = get_object_or_404(Reorganization, pk=pk)
    try:
        for step in plan.steps.filter(kind=Kind.SPLIT).prefetch_related("offices"):
            form = PeopleForm(request.POST, step=step, members=members_of(step))
            if plan.is_open and form.is_valid():
                actions.choose_people(step, form.choices(), by=person(request))
        changes = actions.apply_reorganization(plan, by=person(request))
    except actions.WrongState as error:
        messages.error(request, f"{error}。まだ何も変えていません")
    else:
        people = sum(1 for change in changes for m, to in change.people if to != m.department)
        messages.success(
            request, f"{plan}を行いました。{len(changes)}つの変更で、{people}人の所属が移ります"
        )
    return redirect("organizations:reorganization", pk)


@require_POST
@login_required
def reorganization_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the plan up."""
    require_right(request)
    plan = get_object_or_404(Reorganization, pk=pk)
    try:
        actions.drop_reorganization(plan, by=person(request))
    except actions.WrongState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{plan}を取りやめました")
    return redirect("organizations:reorganizations")


def open_plan(pk: int) -> Reorganization:
    """Return a plan that can still be changed; 404 for any other."""
    return get_object_or_404(Reorganization, pk=pk, status=Reorganization.Status.PLANNED)


def members_of(step: ReorganizationStep) -> list[Membership]:
    """Return who acts on the day for the offices of a change."""
    before = [o.department_id for o in step.offices.all() if not o.comes_after]
    on = step.reorganization.on
    rows = Membership.objects.filter(department__in=before)
    rows = rows.filter(Q(valid_until=None) | Q(valid_until__gte=on))
    return list(rows.select_related("user").order_by("user__name_kana", "pk"))


def people_forms(steps: list[ReorganizationStep]) -> dict[int, PeopleForm]:
    """Return for each office that is split the form of its people."""
    forms = {}
    for step in steps:
        if step.kind == Kind.SPLIT and (members := members_of(step)):
            forms[step.pk] = PeopleForm(step=step, members=members)
    return forms
