"""What staff write while they decide: the checklist, what has to be mended, why not."""

from typing import Any

from django import forms

from koganei_kyodo.forms import PortalFormMixin, speak_plainly
from organizations.completeness import STEPS
from organizations.models import Application, Requirement, RequirementCheck

Result = RequirementCheck.Result


class ChecklistForm(PortalFormMixin, forms.Form):
    """One result and one remark for each line of the centre's checklist."""

    show_marks = False

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {check.requirement_id: check for check in application.checks.all()}
        self.requirements = list(lines_of(application))
        for line in self.requirements:
            check = known.get(line.pk)
            result = forms.ChoiceField(
                label=line.text,
                choices=[("", "まだ"), *((r.value, r.label) for r in Result if r.value)],
                widget=forms.RadioSelect({"class": "form-check-input"}),
                required=False,
                initial=check.result if check else "",
                help_text=line.explanation,
            )
            remark = forms.CharField(
                label=f"メモ（{line.text}）",
                max_length=300,
                required=False,
                initial=check.remark if check else "",
            )
            for name, field in ((f"result-{line.pk}", result), (f"remark-{line.pk}", remark)):
                self.fields[name] = field
                speak_plainly(field, label=str(field.label))

    def found(self) -> dict[Requirement, tuple[str, str]]:
        """Return what was found for each line: result and remark."""
        return {
            line: (
                self.cleaned_data[f"result-{line.pk}"],
                self.cleaned_data[f"remark-{line.pk}"],
            )
            for line in self.requirements
        }


def lines_of(application: Application) -> Any:
    """Return the lines in use, and those that were checked before they went out of use."""
    checked = application.checks.values("requirement")
    active = Requirement.objects.filter(is_active=True)
    return (active | Requirement.objects.filter(pk__in=checked)).distinct()


class ReturnForm(PortalFormMixin, forms.Form):
    """差戻し: what has to be mended, and on which pages."""

    steps = forms.MultipleChoiceField(
        label="直してほしいページ",
        choices=[(name, title) for name, title in STEPS.items() if name != "check"],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = forms.CharField(
        label="直してほしいこと",
        max_length=2000,
        widget=forms.Textarea({"rows": 8}),
        help_text="申請した人にそのまま届きます。何を、どう直せばよいかを書いてください。",
    )


class DeclineForm(PortalFormMixin, forms.Form):
    """Why a group isn't registered."""

    reason = forms.CharField(
        label="登録しない理由",
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        help_text="申請した人にそのまま届きます。どうすれば登録できるかも書いてください。",
    )


def suggested_reason(application: Application, missing: list[Any]) -> tuple[str, list[str]]:
    """Return a beginning of the reason and the pages: what is unmet, and what is missing."""
    unmet = application.checks.filter(result=Result.UNMET).select_related("requirement")
    texts = [
        f"・{check.requirement.text}：{check.remark or '満たすことがわかりません'}"
        for check in unmet
    ]
    texts += [f"・{each.message}" for each in missing]
    steps = list(dict.fromkeys(each.step for each in missing))
    return "\n".join(texts), steps
