"""What there is to read in the demo: examples, good and failed, by theme, and money by source."""

from dataclasses import dataclass

from koganei_kyodo.portal.demo.city import City
from projects.models import CostSource, Example, ProjectRecord, RecordCost, Theme


@dataclass(frozen=True)
class Story:
    """An example as an office would tell it."""

    kind: str
    title: str
    text: str
    lesson: str
    themes: tuple[str, ...]


GOOD, FAILED = "good", "failed"
STORIES = (
    Story(
        GOOD,
        "会場と広報を早めに分担した",
        "4月の初めに、市は会場と広報紙、団体は当日の進行と決めました。"
        "広報紙の締め切りに間に合い、参加が前の年の2倍になりました。",
        "年度の初めに、締め切りの一覧をいっしょに作る。",
        ("役割分担", "広報・参加者あつめ"),
    ),
    Story(
        GOOD,
        "月に1回、30分だけ話し合った",
        "短い話し合いを決まった日に続けました。困りごとが小さいうちに見つかりました。",
        "日を先に1年分決めておく。",
        ("話し合いの進め方",),
    ),
    Story(
        FAILED,
        "雨の日の決めごとがなかった",
        "中止にするかどうかを、当日の朝まで決められませんでした。参加する人への連絡が遅れました。",
        "中止を決める人と時刻を、先に書いておく。",
        ("役割分担", "場所・設備"),
    ),
    Story(
        FAILED,
        "担当者の異動で話が途切れた",
        "4月に担当者が変わり、約束していた備品の貸し出しが引き継がれていませんでした。",
        "引き継ぐことを、事業実績といっしょに書いておく。",
        ("人手・引き継ぎ",),
    ),
    Story(
        GOOD,
        "はじめての団体に声をかけた",
        "登録している団体の一覧から、まだいっしょに事業をしたことのない団体を選んで相談しました。",
        "一覧を年に1回は見直す。",
        ("話し合いの進め方",),
    ),
)


def fill(city: City) -> None:
    """Tell a few examples of last year's published records, and where two years' money came from."""
    newest = ProjectRecord.objects.published().filter(fiscal_year=city.last_year).order_by("pk")
    themes = {theme.name: theme for theme in Theme.objects.all()}
    for story, record in zip(STORIES, newest[::5], strict=False):
        example = Example.objects.create(
            record=record,
            kind=story.kind,
            title=story.title,
            text=story.text,
            lesson=story.lesson,
            is_public=True,
        )
        example.themes.set(themes[name] for name in story.themes)
    sources = list(CostSource.objects.filter(guideline=city.guideline)[:3])
    costs = []
    two_years = ProjectRecord.objects.published().filter(fiscal_year__gte=city.last_year - 1)
    for number, record in enumerate(two_years.filter(cost__gt=0).order_by("pk")):
        cost = record.cost or 0
        share = cost * (5 + number % 5) // 10
        costs.append(RecordCost(record=record, source=sources[0], amount=share))
        rest = sources[1 + number % 2]
        costs.append(RecordCost(record=record, source=rest, amount=cost - share))
    RecordCost.objects.bulk_create(costs)
