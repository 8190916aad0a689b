"""What was tested for accessibility, how, and with what result: only what really happened.

A person who repeats the tests writes the new day here; a test compares the tool and the files that
are named with those of this checkout.
"""

import datetime
from dataclasses import dataclass

TESTED_ON = datetime.date(2026, 11, 26)
AXE_VERSION = "4.12.1"


@dataclass(frozen=True)
class Result:
    """One kind of test: what was tested, how, what came out, and where the test stands."""

    subject: str
    method: str
    outcome: str
    file: str


RESULTS = (
    Result(
        "すべての画面（ログインしない人、団体の代表と編集者、担当課の担当者と課長、センターの職員、"
        "主管課の画面）。見本のデータを入れ、パソコンの幅で",
        f"axe-core {AXE_VERSION} の初期設定による機械の検査（WCAG 2.1 のレベルAとAAの項目など）",
        "見つかった問題 0件",
        "tests/browser/test_every_page.py",
    ),
    Result(
        "同じ画面を、幅320ピクセルと375ピクセルで",
        "横に動かさずに読めるかの検査",
        "横に動く画面 0",
        "tests/browser/test_every_page.py",
    ),
    Result(
        "読み飛ばしのリンク、メニュー、ログイン、入力の誤り、長い一覧からの選択",
        "マウスを使わず、キーボードだけの操作",
        "すべて操作できた",
        "tests/browser/test_keyboard_and_phone.py",
    ),
    Result(
        "事業実績を書いて提出する、4月1日の確認、メニュー",
        "JavaScript を止めた操作",
        "すべて操作できた",
        "tests/browser/test_office_journey.py",
    ),
)
