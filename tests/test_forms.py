"""What every form shares: house messages, marks, the field layout, dates and numbers."""

from datetime import date

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template.loader import render_to_string

from koganei_kyodo.forms import JapaneseDateField, JapaneseIntegerField, PortalFormMixin
from koganei_kyodo.portal.templatetags.portal_tags import error_items


class SheetForm(PortalFormMixin, forms.Form):
    name = forms.CharField(label="事業の名前", max_length=10, help_text="例：公園の手入れ")
    kind = forms.ChoiceField(
        label="相手", choices=[("npo", "NPO法人"), ("町会", "町会")], widget=forms.RadioSelect
    )
    areas = forms.MultipleChoiceField(
        label="分野",
        choices=[("a", "福祉"), ("b", "環境")],
        widget=forms.CheckboxSelectMultiple,
        help_text="あてはまるものをすべて",
    )
    held_on = JapaneseDateField(label="開催日", required=False, help_text="例：2026年4月1日")
    cost = JapaneseIntegerField(label="かかったお金", unit="円", required=False, max_value=5000)
    mail = forms.EmailField(label="メールアドレス", required=False)
    agreed = forms.BooleanField(label="公開してよい", required=False)
    own = forms.CharField(label="備考", error_messages={"required": "備考も書いてください"})
    required_on_submit = ("mail",)


class FilterForm(PortalFormMixin, forms.Form):
    q = forms.CharField(label="ことば", required=False)
    show_marks = False


def errors(**data: object) -> dict[str, list[str]]:
    form = SheetForm(data)
    return {name: [str(error) for error in found] for name, found in form.errors.items()}


def test_every_field_speaks_with_its_label():
    found = errors(name="", mail="x", cost="たくさん")
    assert found["name"] == ["事業の名前を入力してください"]
    assert found["kind"] == ["相手を選んでください"]
    assert found["areas"] == ["分野を1つ以上選んでください"]
    assert found["mail"] == ["メールアドレスは、name@example.jp のように入力してください"]
    assert found["cost"] == ["かかったお金は、数字で入力してください"]


def test_limits_name_the_limit_and_what_was_written():
    found = errors(name="あ" * 12, kind="x", areas=["x"], cost="9,999")
    assert found["name"] == ["事業の名前は10字以内にしてください（いま12字）"]
    assert found["kind"] == ["相手は、画面に出ている中から選び直してください"]
    assert found["areas"] == ["分野は、画面に出ている中から選び直してください"]
    assert found["cost"] == ["かかったお金は、5,000円以下にしてください"]


def test_the_author_of_a_form_has_the_last_word():
    assert errors()["own"] == ["備考も書いてください"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234", 1234),
        ("１，２３４円", 1234),
        (" 1 234 ", 1234),
        ("¥1,234", 1234),
        ("0", 0),
        ("12人", 12),
        ("", None),
    ],
)
def test_numbers_are_read_generously(text, number):
    assert JapaneseIntegerField(required=False).clean(text) == number


@pytest.mark.parametrize("text", ["12x", "円", "1e3", "一万", "1.5", "9" * 5000])
def test_what_is_no_number(text):
    with pytest.raises(forms.ValidationError):
        JapaneseIntegerField().clean(text)


def test_negative_numbers_are_read_and_refused():
    with pytest.raises(forms.ValidationError) as refusal:
        JapaneseIntegerField().clean("△5")
    assert refusal.value.error_list[0].code == "min_value"
    assert JapaneseIntegerField(min_value=None).clean("▲5") == -5


def test_a_number_larger_than_its_column_is_refused():
    with pytest.raises(forms.ValidationError) as refusal:
        JapaneseIntegerField().clean("2147483648")
    assert refusal.value.error_list[0].code == "max_value"


@pytest.mark.parametrize(
    "boxes",
    [
        ["2026", "4", "1"],
        ["２０２６年", "４月", "１日"],
        ["令和8", "4", "1"],
        ["R8", "04", "01"],
        ["20260401", "", ""],
        ["令和８年４月１日", "", ""],
        ["2026/4/1", "", ""],
    ],
)
def test_dates_are_read_generously(boxes):
    assert JapaneseDateField().clean(boxes) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("boxes", "message"),
    [
        (["8", "4", "1"], "開催日の「年」は、2026や令和8のように数字で入力してください"),
        (["", "4", "1"], "開催日の「年」は、2026や令和8のように数字で入力してください"),
        (["2026", "", "1"], "開催日の「月」は、4のように数字で入力してください"),
        (["2026", "四", "1"], "開催日の「月」は、4のように数字で入力してください"),
        (["2026", "4", ""], "開催日の「日」は、4のように数字で入力してください"),
        (["2026", "", ""], "開催日の「月」は、4のように数字で入力してください"),
        (["2026", "2", "29"], "開催日は、実際にある日付にしてください"),
        (["2026", "13", "1"], "開催日は、実際にある日付にしてください"),
    ],
)
def test_a_date_names_the_box_to_mend(boxes, message):
    with pytest.raises(forms.ValidationError) as refusal:
        JapaneseDateField(label="開催日").clean(boxes)
    assert refusal.value.messages == [message]


def test_an_empty_date_is_none_or_asked_for():
    assert JapaneseDateField(required=False).clean(["", " ", ""]) is None
    data = {"held_on_year": "", "held_on_month": "", "held_on_day": ""}

    class HeldForm(PortalFormMixin, forms.Form):
        held_on = JapaneseDateField(label="開催日")

    assert HeldForm(data).errors["held_on"] == ["開催日を入力してください"]
    assert HeldForm({}).errors["held_on"] == ["開催日を入力してください"]


def test_a_date_knows_whether_it_changed():
    field = JapaneseDateField(required=False)
    assert not field.has_changed(date(2026, 4, 1), ["R8", "4", "1"])
    assert not field.has_changed(None, ["", "", ""])
    assert field.has_changed(date(2026, 4, 1), ["R8", "4", "2"])
    assert field.has_changed(None, ["来年", "", ""])


@pytest.fixture(params=["crispy", "plain"])
def render(request):
    return render_crispy_form if request.param == "crispy" else str


def test_label_help_input_and_error_stand_in_this_order_and_are_tied(render):
    html = render(SheetForm({"name": ""}))
    field = html[html.index('id="div_id_name"') : html.index('id="div_id_kind"')]
    order = [
        '<label for="id_name"',
        "※必須",
        'id="id_name_helptext"',
        "<input",
        'id="id_name_error"',
    ]
    assert [field.index(part) for part in order] == sorted(field.index(part) for part in order)
    assert 'aria-describedby="id_name_helptext id_name_error"' in field
    assert 'aria-invalid="true"' in field
    assert " required" not in field


def test_groups_have_a_legend_without_for_and_one_description(render):
    html = render(SheetForm({"areas": []}))
    group = html[html.index('id="div_id_areas"') : html.index('id="div_id_held_on"')]
    assert 'aria-describedby="id_areas_helptext id_areas_error"' in group.split(">")[0]
    assert "<legend" in group
    assert "for=" not in group[group.index("<legend") : group.index("</legend>")]
    assert group.count('<label for="id_areas_') == 2


def test_date_boxes_have_labels_of_their_own(render):
    html = render(SheetForm(initial={"held_on": date(2026, 4, 1)}))
    for index, word in enumerate("年月日"):
        assert f'<label for="id_held_on_{index}">{word}</label>' in html
    assert 'name="held_on_year" value="2026"' in html
    assert html.count('inputmode="numeric"') == 4


def test_every_field_says_whether_an_answer_is_needed(render):
    html = render(SheetForm())
    assert html.count("※必須") == 5  # name, kind, areas, own, and mail, which only a draft may lack
    assert html.count("※任意") == 3
    assert "※" not in render(FilterForm())


def test_a_help_text_from_a_file_stays_a_text(render):
    form = SheetForm()
    form.fields["name"].help_text = "例：<form action='https://evil.example/'>"
    assert "<form action" not in render(form)
    assert "&lt;form action" in render(form)


def test_the_unit_stands_behind_the_box(render):
    assert '<span class="unit">円</span>' in render(SheetForm())


def test_the_summary_leads_to_the_first_control_of_each_field():
    form = SheetForm({"name": "", "held_on_year": "x"})
    form.add_error(None, "全体の問題です")
    problems = {problem.message: problem.control_id for problem in error_items(form)}
    assert problems["全体の問題です"] == "form-errors"
    assert problems["事業の名前を入力してください"] == "id_name"
    assert problems["相手を選んでください"] == "id_kind_0"
    assert problems["分野を1つ以上選んでください"] == "id_areas_0"
    assert problems["開催日の「年」は、2026や令和8のように数字で入力してください"] == "id_held_on_0"
    html = render_crispy_form(form)
    assert [target for target in problems.values() if f'id="{target}"' not in html] == []


def test_the_summary_counts_formsets_too_and_skips_what_is_not_there():
    formset = forms.formset_factory(SheetForm, min_num=2, validate_min=True)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "あ"}
    )
    problems = error_items("", None, formset)
    assert problems[0].control_id == "form-errors"
    assert "id_form-0-kind_0" in [problem.control_id for problem in problems]
    assert error_items(SheetForm()) == []


def test_the_summary_shows_its_number():
    problems = error_items(SheetForm({"name": "あ", "kind": "npo", "areas": ["a"]}))
    html = render_to_string("includes/error_summary.html", {"input_errors": problems})
    assert "入力内容を確認してください（1件）" in html
    assert '<a href="#id_own">備考も書いてください</a>' in html
    assert 'role="alert"' in html
