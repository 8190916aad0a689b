"""The forms of a reorganisation: its name and day, and one change of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from koganei_kyodo import house_messages as say
from koganei_kyodo.fiscal_year import current_fiscal_year, fiscal_year_range
from koganei_kyodo.forms import JapaneseDateField, PortalFormMixin, speak_plainly
from organizations.actions import NamedOffice
from organizations.identifiers import normalise_kana
from organizations.models import Department, Reorganization, ReorganizationStep
from organizations.named_choice import NamedChoiceField, NamedChoiceInput, named_offices

Kind = ReorganizationStep.Kind
# How many boxes a kind of change has: offices before it, offices after it (needed, on offer).
BEFORE = {Kind.RENAME: (1, 1), Kind.MERGE: (2, 6), Kind.SPLIT: (1, 1), Kind.ABOLISH: (1, 1)}
AFTER = {
    Kind.RENAME: (1, 1), Kind.MERGE: (1, 1), Kind.SPLIT: (2, 5), Kind.ABOLISH: (0, 1),
    Kind.FOUND: (1, 1),
}  # fmt: skip
HINTS = {
    Kind.RENAME: "課の名前が変わるとき、別の部へ移るときに使います。人も招待も、新しい課へ移ります。",
    Kind.MERGE: "2つ以上の課を1つの課にします。いまある課にまとめるときは、その課の名前を書きます。",
    Kind.SPLIT: "1つの課を2つ以上の課に分けます。もとの課が残るときは、同じ名前も書きます。",
    Kind.ABOLISH: "課がなくなるときに使います。仕事を引き継ぐ課があれば書きます。",
    Kind.FOUND: "仕事を引き継がない、新しい課をつくります。",
}


class PlanForm(PortalFormMixin, forms.ModelForm):
    """What the reorganisation is called and from when it holds."""

    on = JapaneseDateField(
        label="いつから", help_text="例：2027年4月1日。この日から、新しい課になります。"
    )

    class Meta:
        model = Reorganization
        fields = ["name", "on"]
        help_texts = {"name": "あとで見分けるための名前です。例：2027年4月の組織改正"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            year = current_fiscal_year() + 1
            self.initial = {
                "name": f"{year}年4月の組織改正",
                "on": fiscal_year_range(year)[0],
                **self.initial,
            }


@dataclass(frozen=True)
class Block:
    """Boxes that belong together; with a title they are folded away under it."""

    boxes: list[forms.BoundField]
    title: str = ""

    @property
    def is_used(self) -> bool:
        """Tell whether something stands in it, or is wrong with it."""
        return any(box.value() or box.errors for box in self.boxes)


class StepForm(PortalFormMixin, forms.Form):
    """One change: the offices it is about, and the names of what comes after them."""

    def __init__(
        self,
        *args: Any,
        kind: str,
        plan: Reorganization,
        step: ReorganizationStep | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = Kind(kind)
        offices = Department.objects.of_city().not_ended().select_related("parent")
        self.standing = named_offices(offices)
        planned = [
            office.name
            for other in plan.steps.exclude(pk=step.pk if step else 0).prefetch_related("offices")
            for office in other.offices.all()
            if office.comes_after
        ]
        self.names = [*dict.fromkeys([*planned, *self.standing])]
        self._add_before()
        self._add_after()
        if step is not None:
            self.initial = {**_typed(step, self.standing), **self.initial}

    def _add(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field
        speak_plainly(field, label=str(field.label))

    def _add_before(self) -> None:
        needed, offered = BEFORE.get(self.kind, (0, 0))
        for n in range(offered):
            label = "いまの課" if offered == 1 else f"いまの課（{n + 1}つ目）"
            self._add(
                f"before-{n}", NamedChoiceField(self.standing, label=label, required=n < needed)
            )

    def _add_after(self) -> None:
        needed, offered = AFTER[self.kind]
        for n in range(offered):
            mark = "" if offered == 1 else f"（{n + 1}つ目）"
            label = "引き継ぐ課" if self.kind == Kind.ABOLISH else f"新しい課の名前{mark}"
            help_text = {
                Kind.RENAME: "部だけが変わるときは、いまと同じ名前を書きます。",
                Kind.ABOLISH: "引き継ぐ課がないときは、空けておきます。",
                Kind.MERGE: "いまある課にまとめるときは、その課の名前を書きます。",
                Kind.SPLIT: "もとの課が残るときは、もとの名前も書きます。" if n == 0 else "",
            }.get(self.kind, "")
            name = forms.CharField(
                label=label, max_length=100, required=n < needed, help_text=help_text,
                widget=_offer(self.names),
            )  # fmt: skip
            self._add(f"name-{n}", name)
            if self.kind == Kind.ABOLISH:
                continue
            self._add(
                f"kana-{n}",
                forms.CharField(
                    label=f"ふりがな{mark}", max_length=100, required=False,
                    help_text="新しい名前のときに、ひらがなで書きます。名前の順に並べるためです。",
                ),
            )  # fmt: skip
            self._add(
                f"parent-{n}",
                forms.CharField(
                    label=f"部{mark}", max_length=100, required=False, widget=_offer(self.names),
                    help_text="空けておくと、いまと同じ部になります。"
                    if self.kind != Kind.FOUND
                    else "この課の上にある部。部をつくるときは、空けておきます。",
                ),
            )  # fmt: skip

    @property
    def blocks(self) -> list[Block]:
        """Return the boxes in their order; those for one office more are folded away.

        A folded block is open where something stands in it or is wrong with it.
        """
        needed, offered = BEFORE.get(self.kind, (0, 0))
        boxes = [self[f"before-{n}"] for n in range(offered)]
        found = [Block(boxes[:needed]), Block(boxes[needed:], f"{needed + 1}つ目からの課を加える")]
        needed, offered = AFTER[self.kind]
        for n in range(offered):
            names = (f"{part}-{n}" for part in ("name", "kana", "parent"))
            boxes = [self[name] for name in names if name in self.fields]
            is_more = n >= max(needed, 1)
            found.append(Block(boxes, f"{n + 1}つ目の課を加える" if is_more else ""))
        return [block for block in found if block.boxes]

    def clean(self) -> dict[str, Any]:
        """Read the boxes into ``before`` and ``after``; what is missing is told at its box."""
        values = super().clean() or self.cleaned_data
        self.before = _present(values.get(f"before-{n}") for n in range(6))
        for n, office in enumerate(self.before):
            if office in self.before[:n]:
                self.add_error(f"before-{n}", f"{office}を2回選んでいます。別の課を選んでください")
        self.after: list[NamedOffice] = []
        for n in range(AFTER[self.kind][1]):
            name = " ".join((values.get(f"name-{n}") or "").split())
            if name:
                self.after.append(
                    NamedOffice(
                        name, self._kana(n, name), (values.get(f"parent-{n}") or "").strip()
                    )
                )
        names = [office.name for office in self.after]
        if len(set(names)) < len(names):
            self.add_error(None, "新しい課の名前に、同じものがあります。別の名前にしてください")
        return values

    def _kana(self, n: int, name: str) -> str:
        typed = self.cleaned_data.get(f"kana-{n}") or ""
        if not typed:
            known = name in self.names or name in {office.name for office in self.before}
            if not known and f"kana-{n}" in self.fields:
                self.add_error(f"kana-{n}", say.empty(str(self.fields[f"kana-{n}"].label)))
            return ""
        try:
            return normalise_kana(typed)
        except ValueError:
            self.add_error(f"kana-{n}", say.kana(str(self.fields[f"kana-{n}"].label)))
            return ""


class PeopleForm(PortalFormMixin, forms.Form):
    """Who of an office that is split goes where."""

    show_marks = False

    def __init__(
        self, *args: Any, step: ReorganizationStep, members: Iterable[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        after = [office for office in step.offices.all() if office.comes_after]
        choices = [(str(n), office.name) for n, office in enumerate(after)]
        for m in members:
            field = forms.ChoiceField(
                label=f"{m.user.name}さん（{m.get_role_display()}）", choices=choices
            )
            field.initial = str(step.choices_of_people.get(str(m.pk), _usual(step, after)))
            field.widget.attrs["form"] = "carry-out"
            self._add(f"person-{m.pk}", field)

    def _add(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field
        speak_plainly(field, label=str(field.label))

    def choices(self) -> dict[int, int]:
        """Return membership → position of the office that comes after."""
        return {int(name.removeprefix("person-")): int(n) for name, n in self.cleaned_data.items()}


def _usual(step: ReorganizationStep, after: list[Any]) -> int:
    """Return where people go where nothing is said: the office that goes on, else the first."""
    before = {office.name for office in step.offices.all() if not office.comes_after}
    return next((n for n, office in enumerate(after) if office.name in before), 0)


def _offer(names: list[str]) -> NamedChoiceInput:
    widget = NamedChoiceInput()
    widget.names = names
    return widget


def _present(values: Iterable[Department | None]) -> list[Department]:
    return [value for value in values if value is not None]


def _typed(step: ReorganizationStep, standing: dict[str, Department]) -> dict[str, Any]:
    """Return what the boxes of a change hold that was written before."""
    names = {office.pk: name for name, office in standing.items()}
    found: dict[str, Any] = {}
    for office in step.offices.all():
        n = office.position
        if office.comes_after:
            found |= {
                f"name-{n}": office.name,
                f"kana-{n}": office.name_kana,
                f"parent-{n}": office.parent_name,
            }
        else:
            found[f"before-{n}"] = names.get(office.department_id or 0, office.name)
    return found
