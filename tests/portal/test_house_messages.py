"""The house messages, word for word as the interface guide gives them."""

import inspect
from datetime import date, datetime

import pytest
from django.utils import timezone

from koganei_kyodo import house_messages as say


def at(hour: int, minute: int = 0, *, month: int = 4, day: int = 1) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=timezone.get_default_timezone())


GUIDE = [
    (say.empty("団体名"), "団体名を入力してください"),
    (say.nothing_chosen("活動分野"), "活動分野を1つ以上選んでください"),
    (
        say.too_long("目的", limit=400, length=432),
        "目的は400字以内にしてください（いま432字）",
    ),
    (say.not_a_number("参加した人数"), "参加した人数は、数字で入力してください"),
    (say.impossible_date("開催日"), "開催日は、実際にある日付にしてください"),
    (
        say.date_order("終わる日", earlier_label="始まる日", earlier=date(2026, 4, 1)),
        "終わる日は、始まる日（4月1日）より後にしてください",
    ),
    (say.phone(), "電話番号は、市外局番から入力してください"),
    (say.email(), "メールアドレスは、name@example.jp のように入力してください"),
    (say.postcode(), "郵便番号は、7けたの数字で入力してください"),
    (say.file_type("予算書"), "予算書は、PDF・Word・Excelのどれかにしてください"),
    (
        say.file_size("予算書", limit_mb=10, size_mb=14),
        "予算書は10MBまでです（選んだファイルは14MB）",
    ),
    (say.upload_broke("予算書"), "予算書を受け取れませんでした。もう一度選んでください"),
    (
        say.already_applied("助成金", fiscal_year=2026, number="2026-0123"),
        "2026年度の助成金は申請済みです（受付番号2026-0123）",
    ),
    (
        say.closed("この募集", deadline=at(17, day=30), next_time="10月"),
        "この募集は4月30日17時に締め切りました。次は10月の予定です",
    ),
    (say.login_failed(), "メールアドレスかパスワードが違います"),
    (
        say.locked(5, until=at(10, 47)),
        "5回続けて違ったため、10時47分までログインできません",
    ),
    (say.timeout_soon(5), "あと5分でログアウトします［続ける］"),
    (
        say.timed_out(at(10, 32)),
        "操作がなかったためログアウトしました。10時32分までの入力は保存しています",
    ),
    (say.draft_saved(at(10, 32)), "下書きを保存しました（10時32分）"),
    (
        say.submitted("活動報告", number="2026-0123"),
        "活動報告を提出しました。受付番号は2026-0123です",
    ),
    (
        say.returned(2, due=date(2026, 4, 10)),
        "直していただきたい所が2つあります。4月10日までに出し直してください",
    ),
    (
        say.refused("助成", reason="対象の期間外の活動のため"),
        "今回は助成の対象になりませんでした。理由：対象の期間外の活動のため",
    ),
    (say.no_permission("〇〇の会の役員"), "この画面は、〇〇の会の役員だけが見られます"),
    (
        say.no_result("団体", conditions=["福祉", "中央"]),
        "「福祉・中央」の団体は見つかりませんでした。条件を減らしてください",
    ),
    (say.delete("総会資料.pdf"), "「総会資料.pdf」を削除します。元に戻せません"),
    (
        say.edited_by_other("山田", at=at(10, 30)),
        "山田さんが10時30分に先に直しました。新しい内容を見てから直してください",
    ),
    (
        say.mail_sent(30),
        "確認メールを送りました。30分以内にメールのリンクを開いてください",
    ),
    (
        say.server_fault(at(10, 32)),
        "申し訳ありません。いま表示できません。10時32分までの入力は保存しています",
    ),
]


def test_the_guide_has_28_messages():
    assert len({expected for _, expected in GUIDE}) == 28


@pytest.mark.parametrize(("said", "expected"), GUIDE, ids=[expected for _, expected in GUIDE])
def test_words_of_the_guide(said, expected):
    assert said == expected


def test_every_function_explains_itself_and_never_ends_in_a_full_stop():
    functions = [
        function
        for name, function in inspect.getmembers(say, inspect.isfunction)
        if function.__module__ == say.__name__ and not name.startswith("_")
    ]
    assert len(functions) >= 28
    assert [function.__name__ for function in functions if not function.__doc__] == []
    assert [said for said, _ in GUIDE if said.endswith("。")] == []


def test_one_choice_is_asked_for_without_a_number():
    assert say.nothing_chosen("成果", several=False) == "成果を選んでください"


def test_a_fault_without_saved_text_promises_nothing():
    assert say.server_fault() == "申し訳ありません。いま表示できません"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (say.not_in_the_list("成果"), "成果は、画面に出ている中から選び直してください"),
        (
            say.too_short("パスワード", limit=10, length=4),
            "パスワードは10字以上にしてください（いま4字）",
        ),
        (
            say.too_many_pixels("写真", limit=50_000_000),
            "写真は5,000万画素までです。画像を小さくしてから、もう一度選んでください",
        ),
        (say.too_small("費用", limit=0, unit="円"), "費用は、0円以上にしてください"),
        (say.too_large("費用", limit=1000, unit="円"), "費用は、1,000円以下にしてください"),
        (
            say.date_part("開催日", "年", example="2026や令和8"),
            "開催日の「年」は、2026や令和8のように数字で入力してください",
        ),
        (
            say.already_used("ログインID"),
            "同じログインIDがすでにあります。別のログインIDにしてください",
        ),
        (
            say.web_address("ホームページ"),
            "ホームページは、https://example.jp のように入力してください",
        ),
    ],
)
def test_words_for_the_other_checks(said, expected):
    assert said == expected
