"""The figures of Musashino's report as definitions: what is counted, never a number of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.models.report import Base, Order, ReportFigure, Unit

_COUNT, _PERCENT = ReportFigure.Measure.COUNT, ReportFigure.Measure.PERCENT


@dataclass(frozen=True)
class FigureDefinition:
    """One figure: question, dividing question, unit, base, order, what is shown, notes."""

    number: str
    question: str
    by: str = ""
    unit: Unit = Unit.RESPONSE
    base: Base = Base.ASKED
    order: Order = Order.ASKED
    measure: str = _PERCENT
    hide_zero: bool = False
    note: str = ""


FIGURES = (
    FigureDefinition(
        "2",
        "department",
        unit=Unit.SHEET,
        order=Order.COUNT,
        measure=_COUNT,
        hide_zero=True,
        note="1つの事業でも相手が違えば分けて数えるため、市が公表した事業の数より多くなります。",
    ),
    FigureDefinition(
        "3",
        "form",
        unit=Unit.SHEET,
        base=Base.ANSWERED,
        note=(
            "元の報告書では、本文に書かれた「企画立案への参画」の割合が、同じ本文の件数と"
            "合いません。ここでは図の割合を採りました。図7のnとも合います。"
        ),
    ),
    FigureDefinition("4", "partner_kind", unit=Unit.SHEET, base=Base.ANSWERED),
    FigureDefinition("5", "origins", unit=Unit.SHEET, base=Base.ALL),
    FigureDefinition("6", "initiatives", unit=Unit.SHEET, base=Base.ALL, order=Order.COUNT),
    FigureDefinition("7", "initiatives", by="form", unit=Unit.SHEET, base=Base.ALL),
    FigureDefinition(
        "8",
        "outcome",
        unit=Unit.SHEET,
        base=Base.ALL,
        note=(
            "成果は属性③の課にはきいていません。元の報告書はその票もnに入れているので、"
            "教育企画課の票を無回答に数えました。"
        ),
    ),
    FigureDefinition("10", "merits"),
    FigureDefinition("12", "concerns"),
    FigureDefinition("14", "continue"),
    FigureDefinition(
        "15",
        "intention",
        base=Base.ANSWERED,
        note=(
            "印刷された割合は、印刷されたnからは計算できません。別の数で割ったとみられます。"
            "その数に割合をかけて戻した件数は、足すと印刷されたnになります。そこで件数とnを"
            "正しいとみて、割合を計算し直しました。nは答えた課の数です。"
        ),
    ),
    FigureDefinition(
        "16",
        "wanted_forms",
        base=Base.ANSWERED,
        measure=_COUNT,
        note=(
            "印刷されたnは、図15で「実施したい」と答えた課の数と違います。この設問はその課だけに"
            "きいたので、図15に合わせました。件数は印刷されたとおりです。本文は「情報提供、"
            "情報交換」の件数を表と違う数で書いていますが、表を採りました。"
        ),
    ),
    FigureDefinition("17", "reasons_not"),
    FigureDefinition(
        "19",
        "improvements_groups",
        base=Base.ALL,
        note=(
            "無回答の割合が図20の「全体」と違います。図20は協働実績の有る課と無い課を足すと"
            "「全体」になるので、図20を採りました。"
        ),
    ),
    FigureDefinition("20", "improvements_groups", by="experience", base=Base.ALL),
    FigureDefinition("22", "improvements_city", base=Base.ALL),
    FigureDefinition("23", "improvements_city", by="experience", base=Base.ALL),
)


def printed_figures(figures: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The figures of the data file by number, as printed, without the notes of the file."""
    return {
        row["figure"]: {key: value for key, value in row.items() if key != "note"}
        for row in figures["figures"]
    }
