"""Single records that satisfy every printed margin of Musashino's survey of 2011 at once.

Source: 武蔵野市「協働事業等に関する実態把握調査結果」(2011), figures 1 to 23, as kept in
``surveys/data/musashino_h22_figures.json``. The city printed totals only; which department gave
which answer is not known, and what stands here is one of the many ways that fit the print.

Where the print contradicts itself, it was decided:

- Figure 8 has all sheets as its base although attribute ③ was not asked for the outcome: the
  sheets that were not asked are among the printed 無回答.
- Figure 15 prints n = those who answered, but its percentages come from another base. The counts
  at that base add up to the printed n, so the counts hold; whoever is beyond n gave 無回答.
- Figure 16 keeps its counts, but its respondents are those who answered 実施したい in figure 15.
- Figure 19 says the same as figure 20 with another 無回答. Figure 20 holds, for its groups add up;
  figure 19 is not read.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from koganei_kyodo.portal.musashino.dealing import (
    deal_forms,
    deal_labels,
    deal_multiple,
    deal_single,
    project_sizes,
)
from koganei_kyodo.portal.musashino.printed import (
    NO_ANSWER_LABEL,
    CannotReconstruct,
    Counts,
    Figure,
    counts_at,
    fitting_base,
    group_sizes,
    printed_counts,
    printed_cross_counts,
)
from koganei_kyodo.portal.musashino.records import (
    NO_ANSWER,
    NOT_ASKED,
    Answer,
    Department,
    Reconstruction,
    Sheet,
    State,
)

__all__ = [
    "NOT_ASKED",
    "NO_ANSWER",
    "QUESTION_FIGURES",
    "RECONSTRUCTED_NOTICE",
    "Answer",
    "CannotReconstruct",
    "Department",
    "Reconstruction",
    "Sheet",
    "State",
    "printed_counts",
    "printed_cross_counts",
    "published_projects",
    "reconstruct",
]

RECONSTRUCTED_NOTICE = (
    "一件ごとの記録は、印刷された集計表に合うように復元したものです。合計は市が公表した数字です。"
)

QUESTION_FIGURES = {
    "merits": "10",
    "concerns": "12",
    "continue": "14",
    "intention": "15",
    "wanted_forms": "16",
    "reasons_not": "17",
    "improvements_groups": "20",
    "improvements_city": "23",
}
"""Code of each question that a department answers once, and the figure that counts it."""

# The item of meta.questionnaire_items (the printed routing by attribute) that holds each question.
_ITEMS = {
    "sheet": "経緯・実施体制",
    "outcome": "成果",
    "merits": "メリット・不安や課題",
    "concerns": "メリット・不安や課題",
    "continue": "継続意向",
    "intention": "実施意向・したい形態・したいと思わない理由",
    "improvements_groups": "市民団体等への改善要望・行政の改善点",
    "improvements_city": "市民団体等への改善要望・行政の改善点",
}
_WANTS, _DOES_NOT_WANT = "実施したい", "実施したいとは思わない"
_WITH_RECORD, _WITHOUT_RECORD = "協働実績有り", "協働実績無し"

# Figure 1: 武蔵野プレイス開設準備室(生涯学習スポーツ課回答).
_ANSWERED_BY = {"武蔵野プレイス開設準備室": "生涯学習スポーツ課"}


def published_projects(meta: Mapping[str, Any]) -> int:
    """Number of projects behind the sheets, read from meta.counting_rule.

    Source: the note under section 2-1 (1) of the report: a project with several partners was
    split into one sheet for each partner.
    Raises CannotReconstruct when the rule names no number.
    """
    found = re.search(r"(\d+) published projects", meta["counting_rule"])
    if found is None:
        raise CannotReconstruct("公表された事業数が、数え方の説明にありません。")
    return int(found[1])


def reconstruct(figures: Mapping[str, Any]) -> Reconstruction:
    """Single records from the printed figures; the same input always gives the same records.

    figures: the whole file, with ``meta`` (departments by attribute, routing, counting rule) and
    ``figures``. Counts are computed from it; none is known here.
    Raises CannotReconstruct, with a Japanese message, when the margins do not fit together.
    """
    return _Builder(figures).build()


class _Builder:
    """Reads the margins of one file and deals them out, sheets first, then departments."""

    def __init__(self, figures: Mapping[str, Any]) -> None:
        self.meta = figures["meta"]
        self.by_number: dict[str, Figure] = {row["figure"]: row for row in figures["figures"]}
        self.attributes = {
            name: attribute
            for attribute, names in self.meta["departments"].items()
            for name in names
        }
        if len(self.attributes) != sum(map(len, self.meta["departments"].values())):
            raise CannotReconstruct("同じ課が二つの属性にあります。")

    def build(self) -> Reconstruction:
        sheets = self._sheets()
        answers = self._department_answers()
        return Reconstruction(
            tuple(
                Department(
                    name=name,
                    attribute=attribute,
                    answered_by=_ANSWERED_BY.get(name),
                    sheets=tuple(sheets.get(name, ())),
                    answers={code: answers[code].get(name, NOT_ASKED) for code in QUESTION_FIGURES},
                )
                for name, attribute in self.attributes.items()
            )
        )

    # --- reading ---

    def _figure(self, number: str) -> Figure:
        if number not in self.by_number:
            raise CannotReconstruct(f"図表{number}がありません。")
        return self.by_number[number]

    def _counts(self, number: str, units: Sequence[str]) -> Counts:
        """Counts of a figure whose printed n is the number of these units."""
        figure = self._figure(number)
        if figure["n"] != len(units):
            raise CannotReconstruct(
                f"図表{number}のn={figure['n']}が、対象の{len(units)}件と違います。"
            )
        return printed_counts(figure)

    def _asked(self, question: str) -> list[str]:
        """The departments that the printed routing asks this question, in the order of figure 1."""
        item = _ITEMS[question]
        if item not in self.meta["questionnaire_items"]:
            raise CannotReconstruct(f"調査項目「{item}」の対象がありません。")
        routed = self.meta["questionnaire_items"][item]
        return [name for name, attribute in self.attributes.items() if attribute in routed]

    def _cross_counts(self, number: str, same_as: str | None, sizes: Counts) -> dict[str, Counts]:
        """Counts of the single groups of a cross table whose group sizes must be these.

        same_as: the figure that prints the total of the table once more, where it must agree.
        """
        figure = self._figure(number)
        tables = printed_cross_counts(figure)
        printed_sizes = group_sizes(figure)
        if {label: printed_sizes.get(label) for label in sizes} != sizes:
            raise CannotReconstruct(f"図表{number}の内訳のnが、対象の件数と違います。")
        groups = {label: tables[label] for label in sizes}
        if same_as is not None:
            units = range(sum(sizes.values()))
            single = self._counts(same_as, [str(unit) for unit in units])
            sums = {
                label: sum(group[label] for group in groups.values()) for label in figure["columns"]
            }
            if single != sums:
                raise CannotReconstruct(f"図表{same_as}と図表{number}の合計が違います。")
        return groups

    # --- sheets ---

    def _sheet_counts(self) -> Counts:
        figure = self._figure("2")
        counts = printed_counts(figure)
        if sum(counts.values()) != figure["n"]:
            raise CannotReconstruct("図表2の事業数を足しても、nになりません。")
        if not set(counts) <= set(self._asked("sheet")):
            raise CannotReconstruct("図表2に、調査票の対象ではない課があります。")
        return {name: counts[name] for name in self.attributes if counts.get(name)}

    def _sheets(self) -> dict[str, list[Sheet]]:
        counts = self._sheet_counts()
        projects: dict[str, list[str]] = {}
        department_of: dict[str, str] = {}
        for name, sizes in project_sizes(counts, published_projects(self.meta)).items():
            for number, size in enumerate(sizes, start=1):
                key = f"{name}-{number:02d}"
                projects[key] = [f"{key}-{position}" for position in range(1, size + 1)]
                department_of.update(dict.fromkeys(projects[key], name))
        units = list(department_of)
        forms = deal_forms(projects, self._counts("3", units))
        kinds = deal_labels("図表4", units, self._counts("4", units))
        origins = deal_multiple("図表5", units, self._counts("5", units))
        initiatives = self._initiatives(forms)
        outcomes = self._outcomes(department_of)
        sheets: dict[str, list[Sheet]] = {name: [] for name in counts}
        for key, project_units in projects.items():
            for unit in project_units:
                sheets[department_of[unit]].append(
                    Sheet(
                        project_key=key,
                        form=forms[unit],
                        partner_kind=kinds[unit],
                        origins=origins[unit],
                        initiatives=initiatives[unit],
                        outcome=outcomes[unit],
                    )
                )
        return sheets

    def _initiatives(self, forms: Mapping[str, str]) -> dict[str, Answer]:
        """Figure 7 within each form; its total is figure 6."""
        by_form: dict[str, list[str]] = {}
        for unit, form in forms.items():
            by_form.setdefault(form, []).append(unit)
        sizes = {form: len(units) for form, units in by_form.items()}
        answers: dict[str, Answer] = {}
        for form, counts in self._cross_counts("7", "6", sizes).items():
            answers.update(deal_multiple("図表7", by_form[form], counts))
        return answers

    def _outcomes(self, department_of: Mapping[str, str]) -> dict[str, Answer]:
        """Figure 8: its base is all sheets, so its 無回答 also counts the sheets not asked."""
        counts = self._counts("8", list(department_of))
        asked_departments = set(self._asked("outcome"))
        asked = [unit for unit, name in department_of.items() if name in asked_departments]
        not_asked = [unit for unit in department_of if unit not in set(asked)]
        counts[NO_ANSWER_LABEL] = counts.get(NO_ANSWER_LABEL, 0) - len(not_asked)
        if counts[NO_ANSWER_LABEL] < 0:
            raise CannotReconstruct("図表8の無回答より、成果をたずねていない調査票が多いです。")
        answers = deal_single("図表8", asked, counts)
        answers.update(dict.fromkeys(not_asked, NOT_ASKED))
        return answers

    # --- departments ---

    def _department_answers(self) -> dict[str, dict[str, Answer]]:
        """The answers of the departments that were asked, by question code and department."""
        answers: dict[str, dict[str, Answer]] = {}
        for code in ("merits", "concerns"):
            asked = self._asked(code)
            counts = self._counts(QUESTION_FIGURES[code], asked)
            answers[code] = deal_multiple(f"図表{QUESTION_FIGURES[code]}", asked, counts)
        asked = self._asked("continue")
        answers["continue"] = deal_single("図表14", asked, self._counts("14", asked))
        answers["intention"] = intention = self._intention()
        wanting = [name for name, answer in intention.items() if answer == (_WANTS,)]
        others = [name for name, answer in intention.items() if answer == (_DOES_NOT_WANT,)]
        # Figure 16 prints another n than figure 15 has offices: its counts hold, not its n.
        wanted = counts_at(self._figure("16"), len(wanting))
        answers["wanted_forms"] = deal_multiple("図表16", wanting, wanted)
        answers["reasons_not"] = deal_multiple("図表17", others, self._counts("17", others))
        answers["improvements_groups"] = self._improvements("improvements_groups", None)
        answers["improvements_city"] = self._improvements("improvements_city", "22")
        return answers

    def _intention(self) -> dict[str, Answer]:
        """Figure 15: the counts at the base that its percentages fit; beyond its n is 無回答."""
        figure = self._figure("15")
        asked = self._asked("intention")
        base = fitting_base(figure)
        counts = counts_at(figure, base)
        if sum(counts.values()) != figure["n"] or figure["n"] > len(asked):
            raise CannotReconstruct(
                f"図表15の割合は母数{base}から計算されていますが、件数の合計"
                f"{sum(counts.values())}が、印刷されたn={figure['n']}または対象の"
                f"{len(asked)}課と合いません。"
            )
        counts[NO_ANSWER_LABEL] = counts.get(NO_ANSWER_LABEL, 0) + len(asked) - figure["n"]
        return deal_single("図表15", asked, counts)

    def _improvements(self, code: str, same_as: str | None) -> dict[str, Answer]:
        """Figures 20 and 23 within the departments with and without a record of collaboration,
        that is: those who filled in sheets (attributes ① to ③) and the others."""
        asked = self._asked(code)
        experienced = set(self._asked("sheet"))
        members = {
            _WITH_RECORD: [name for name in asked if name in experienced],
            _WITHOUT_RECORD: [name for name in asked if name not in experienced],
        }
        sizes = {label: len(names) for label, names in members.items()}
        answers: dict[str, Answer] = {}
        number = QUESTION_FIGURES[code]
        for label, counts in self._cross_counts(number, same_as, sizes).items():
            answers.update(deal_multiple(f"図表{number}", members[label], counts))
        return answers
