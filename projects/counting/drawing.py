"""The charts of the yearly report as Vega-Lite specifications, for pages, PDF and Excel."""

from koganei_kyodo.documents import charts
from koganei_kyodo.documents.charts.lines import MAX_LINES
from projects.counting.tables import StatTable
from projects.counting.yearly import YearReport

# The lines and the curve that the page shows as pictures, by the name in their address.
NAMES = ("projects", "begun", "forms", "money", "concentration")
MILLION = 1_000_000


def chart_of(report: YearReport, name: str) -> charts.Spec:
    """Return one of the charts named in `NAMES`.

    Raises:
        KeyError: there is no such chart.
    """
    draw = {
        "projects": _projects,
        "begun": _begun,
        "forms": _forms,
        "money": _money,
        "concentration": _concentration,
    }[name]
    return draw(report)


def title_of(name: str) -> str:
    """Return the title of a chart named in `NAMES`."""
    return {
        "projects": "事業の数と票の数の移り変わり",
        "begun": "新しく始めた事業と、続けた事業の移り変わり（事業）",
        "forms": "協働の形態の移り変わり（事業）",
        "money": "かかったお金の移り変わり（百万円）",
        "concentration": "団体への偏り（票）",
    }[name]


def bars(table: StatTable) -> charts.Spec:
    """Return the bars of a table; hidden cells have none."""
    return charts.horizontal_bars(
        charts.ChartData(
            labels=[row.label for row in table.rows],
            counts=[row.count for row in table.rows],
            percents=[row.percent for row in table.rows],
            n=table.n,
            description=f"{table.title}。数字は表のとおりです。",
        )
    )


def sentence_of(report: YearReport, name: str) -> str:
    """Return what the chart shows, in words, for those who cannot see it."""
    first, last = report.years[0], report.fiscal_year
    if name == "concentration":
        return report.concentration.summary
    return f"{title_of(name)}。{first}年度から{last}年度まで。数字は表のとおりです。"


def _steps(report: YearReport) -> list[str]:
    return [str(year) for year in report.years]


def _line(report: YearReport, label: str, field: str) -> charts.Series:
    values = [report.totals.get(year) for year in report.years]
    return charts.Series(label, [getattr(each, field) if each else None for each in values])


def _projects(report: YearReport) -> charts.Spec:
    series = [
        _line(report, "協働事業（事業）", "projects"),
        _line(report, "事業と相手の組（票）", "rows"),
    ]
    return charts.lines(_steps(report), series, description=sentence_of(report, "projects"))


def _begun(report: YearReport) -> charts.Spec:
    series = [
        _line(report, "新しく始めた（事業）", "new"),
        _line(report, "前の年度から続けた（事業）", "continued"),
    ]
    return charts.lines(_steps(report), series, description=sentence_of(report, "begun"))


def _forms(report: YearReport) -> charts.Spec:
    largest = sorted(report.forms, key=lambda form: -sum(form.projects))[:MAX_LINES]
    series = [charts.Series(form.label, form.projects) for form in report.forms if form in largest]
    return charts.lines(_steps(report), series, description=sentence_of(report, "forms"))


def _money(report: YearReport) -> charts.Spec:
    values = [report.totals.get(year) for year in report.years]
    spent = [round(each.spent / MILLION) if each else None for each in values]
    series = [charts.Series("かかったお金（百万円）", spent)]
    return charts.lines(_steps(report), series, description=sentence_of(report, "money"))


def _concentration(report: YearReport) -> charts.Spec:
    found = report.concentration
    return charts.curve(
        found.curve if found.rows else [],
        across="団体（多い順）",
        up="票",
        description=found.summary,
    )
