"""様式: the register's forms on A4, empty for writing by hand or filled with what was told."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from koganei_kyodo.documents.pdf import render_pdf
from koganei_kyodo.japanese import format_date, format_wareki
from organizations.completeness import STEPS
from organizations.models import (
    ActivityField,
    Area,
    Attachment,
    OrganizationKind,
    RegistrySettings,
    Requirement,
)
from organizations.registry_sheet import SWITCHES, WANTED
from organizations.registry_values import BY_STEP, in_words, label_of

BLANK_DATE = "　　　　年　　月　　日"
# How many lines a hand needs.
TALL = {"purpose": 3, "activities": 4, "wanted_text": 3, "links": 2, "address": 2}
APPLICATION = ("様式第1号", "団体登録申請書")
CHANGE = ("様式第2号", "団体登録変更届")
CONFIRMATION = ("様式第3号", "団体登録確認届（更新）")
WITHDRAWAL = ("様式第4号", "団体登録退会届")


@dataclass(frozen=True)
class Paper:
    """One form. ``sections`` are those of ``section``."""

    style: tuple[str, str]
    to: str
    sections: Sequence[dict[str, Any]]
    day: datetime.date | None = None
    number: str = ""
    intro: str = ""
    notes: Sequence[str] = field(default_factory=list)

    def data(self) -> dict[str, Any]:
        """Return what the template reads."""
        date = f"{format_wareki(self.day)}（{self.day.year}年）" if self.day else BLANK_DATE
        return {
            "style": self.style[0],
            "title": self.style[1],
            "to": self.to,
            "date": date,
            "number": self.number,
            "intro": self.intro,
            "sections": list(self.sections),
            "notes": list(self.notes),
        }


def papers_pdf(papers: Iterable[Paper], *, title: str, centre: str) -> bytes:
    """Return forms as one PDF file (A4, tagged). Raises ``PdfError`` where they can't be set."""
    forms = [paper.data() for paper in papers]
    return render_pdf("registry_form", {"title": title, "centre": centre, "forms": forms})


def application_paper(
    to: str,
    values: Mapping[str, Any] | None = None,
    *,
    day: datetime.date | None = None,
    number: str = "",
    attached: Sequence[str] = (),
) -> Paper:
    """Return the 登録申請書.

    Args:
        to: whom it is addressed to.
        values: those of ``registry_values``; None for an empty form.
        day: of the application.
        number: 受付番号.
        attached: kinds of the documents that were handed in.
    """
    settings = RegistrySettings.current()
    kinds = [k for k in Attachment.Kind if k != Attachment.Kind.PAPER]
    files = [choice(k.label, k.label in attached) for k in kinds]
    asked = [r.text for r in Requirement.objects.filter(is_active=True)]
    return Paper(
        APPLICATION,
        to,
        [*group_sections(values), section("添える書類", [line("書類", choices=files)])],
        day,
        f"受付番号　{number}" if number else "受付番号　（センターが書きます）",
        "次のとおり、団体の登録を申請します。",
        [
            f"個人情報の使い方：{settings.purpose_statement}",
            "「公開」の印がないものは、公開しません。",
            *([f"登録できる団体：{'／'.join(asked)}"] if asked else []),
        ],
    )


def confirmation_paper(
    to: str, name: str, number: str, values: Mapping[str, Any] | None, due: datetime.date | None
) -> Paper:
    """Return the 確認届: what is stored, to be mended by hand and signed off once a year."""
    until = f"{format_date(due)}までに、お返しください。" if due else "期限までに、お返しください。"
    answers = [choice("このままで正しい", False), choice("赤で直したところがある", False)]
    money = [line(name) for name in ("収入（円）", "支出（円）", "活動した回数")]
    return Paper(
        CONFIRMATION,
        to,
        [
            section(
                "答え",
                [
                    line("団体名", name),
                    line("登録番号", number),
                    line("確かめた結果", choices=answers),
                    line("確かめた人"),
                ],
            ),
            section("前の年度の数字", money),
            *group_sections(values),
        ],
        intro=f"登録してある内容を確かめてください。{until}",
        notes=["お返事がないときは、登録の期限のあと、公開のページから消えます。"],
    )


def withdrawal_paper(to: str, name: str = "", number: str = "") -> Paper:
    """Return the 退会届."""
    lines = [
        line("団体名", name), line("登録番号", number), line("代表者"),
        line("退会する日"), line("理由", lines=4),
    ]  # fmt: skip
    return Paper(
        WITHDRAWAL,
        to,
        [section("退会する団体", lines)],
        intro="次のとおり、団体の登録から退会します。",
        notes=["退会すると、団体のページは公開されなくなります。あとから、もう一度申請できます。"],
    )


def change_paper(
    to: str,
    name: str = "",
    number: str = "",
    proposed: Mapping[str, Any] | None = None,
    before: Mapping[str, Any] | None = None,
    *,
    day: datetime.date | None = None,
    message: str = "",
) -> Paper:
    """Return the 変更届: before and after of what changes; empty rows where nothing is proposed."""
    columns = ["変えるもの", "いままで", "これから"]
    if proposed:
        rows = [
            line(label_of(each), in_words(each, value)) | {
                "before": in_words(each, (before or {}).get(each))
            }
            for each, value in proposed.items()
        ]  # fmt: skip
    else:
        rows = [line("", lines=2) for _ in range(8)]
    return Paper(
        CHANGE,
        to,
        [
            section("届け出る団体", [line("団体名", name), line("登録番号", number)]),
            section("変えるもの", rows, columns),
            section("センターへのことば", [line("ことば", message, lines=2)]),
        ],
        day,
        intro="次のとおり、登録の内容を変えたいので、届け出ます。",
    )


def group_sections(values: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Return the boxes for everything that a group tells, filled or empty."""
    told = values or {}
    switch_of = {owner: name for name, owner in SWITCHES.items()}
    sections = []
    for step, names in BY_STEP.items():
        lines = []
        for name in names:
            if name in SWITCHES or name in WANTED or name == "main_field":
                continue
            switch = None
            if name in switch_of:
                switch = bool(told.get(switch_of[name])) if values is not None else "blank"
            lines.append(_value_line(name, told, filled=values is not None) | {"switch": switch})
        if step == "people":
            wanted = [choice(word, bool(told.get(name))) for name, word in WANTED.items()]
            at = [each["name"] for each in lines].index("wanted_text")
            lines.insert(at, line("募集しているもの", choices=wanted))
        sections.append(section(STEPS[step], lines))
    return sections


def _value_line(name: str, told: Mapping[str, Any], *, filled: bool) -> dict[str, Any]:
    label, value = label_of(name), told.get(name)
    if name == "kind":
        rows = OrganizationKind.objects.all()
        return line(label, choices=[choice(r.name, r.pk == value) for r in rows]) | {"name": name}
    if name == "fields":
        fields = ActivityField.objects.filter(fieldset__is_current=True, is_active=True)
        main = told.get("main_field")
        boxes = [
            choice(f"{f.short_name}（主）" if f.pk == main else f.short_name, f.pk in (value or []))
            for f in fields
        ]
        hint = "" if filled else "主なもの1つに◎をつけてください"
        return line(label, hint, choices=boxes) | {"name": name}
    if name == "areas" and not filled:
        places = Area.objects.filter(is_active=True)
        return line(label, choices=[choice(p.name, False) for p in places]) | {"name": name}
    text = in_words(name, value) if filled else ""
    empty = text == "入力なし"
    return line(label, "" if empty else text, lines=TALL.get(name, 1)) | {"name": name}


def section(title: str, lines: list[dict[str, Any]], columns: Sequence[str] = ()) -> dict[str, Any]:
    """Return a table of boxes; three columns where ``columns`` names them."""
    return {"title": title, "lines": lines, "columns": list(columns)}


def line(
    label: str, text: str = "", *, lines: int = 1, choices: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """Return one box; ``lines`` is its height in lines where nothing is written."""
    return {
        "name": "", "label": label, "text": text, "lines": lines, "choices": list(choices),
        "switch": None, "before": "",
    }  # fmt: skip


def choice(word: str, on: bool) -> dict[str, Any]:
    """Return a word with its box."""
    return {"word": word, "on": on}
