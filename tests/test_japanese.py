"""Calendar years, dates, numbers and kana."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koganei_kyodo import japanese


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(1868, 1, 25), "明治元年1月25日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2026, 4, 1), "令和8年4月1日"),
    ],
)
def test_eras_change_on_their_days(day, shown):
    assert japanese.format_wareki(day) == shown


def test_no_era_before_meiji():
    with pytest.raises(ValueError, match="明治"):
        japanese.era_of(date(1868, 1, 24))


@given(st.dates(min_value=date(1868, 1, 25)))
def test_every_date_by_era_reads_back(day):
    assert japanese.parse_date(japanese.format_wareki(day)) == day


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_written_date_reads_back(day):
    assert japanese.parse_date(japanese.format_date(day)) == day


@pytest.mark.parametrize(
    "text",
    [
        "2026年4月1日",
        "２０２６年４月１日（水）",
        "2026/4/1",
        "2026-04-01",
        "2026.4.1",
        "2026－04－01",
        "20260401",
        "２０２６０４０１",
        "令和8年4月1日",
        "令和８年 ４月 １日",
        "R8.4.1",
        "ｒ８．４．１",
    ],
)
def test_ways_to_write_one_day(text):
    assert japanese.parse_date(text) == date(2026, 4, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4月1日",
        "2026",
        "20260431",
        "2026年2月29日",
        "2026年13月1日",
        "8年4月1日",
        "令和0年4月1日",
    ],
)
def test_what_is_no_date(text):
    with pytest.raises(ValueError, match=r".+"):
        japanese.parse_date(text)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2026", 2026),
        ("２０２６年", 2026),
        ("令和8", 2026),
        ("R8", 2026),
        ("令和元年", 2019),
        ("平成22年度", 2010),
        ("H22", 2010),
        ("昭和64", 1989),
        ("平成32年", 2020),
    ],
)
def test_years(text, year):
    assert japanese.parse_year(text) == year


@pytest.mark.parametrize("text", ["", "8", "22", "0000", "来年", "慶応4", "令和", "20260"])
def test_what_is_no_year(text):
    with pytest.raises(ValueError, match=r".+"):
        japanese.parse_year(text)


def test_an_unknown_era_is_named():
    with pytest.raises(ValueError, match="慶応"):
        japanese.gregorian_year("慶応", 4)


@pytest.mark.parametrize(
    ("function", "text", "result"),
    [
        (japanese.normalise_number, "１，２３４", "1234"),
        (japanese.normalise_number, " 1 234 ", "1234"),
        (japanese.normalise_number, "－５", "-5"),
        (japanese.normalise_phone, "０４２－３８７－９９２３", "042-387-9923"),
        (japanese.normalise_phone, "042ー387ー9923", "042-387-9923"),
        (japanese.normalise_postcode, "〒１８４－８５０４", "184-8504"),
        (japanese.normalise_postcode, "1848504", "184-8504"),
        (japanese.normalise_postcode, "18485", "18485"),
        (japanese.normalise_email, " ｎａｍｅ＠example.jp", "name@example.jp"),
        (japanese.normalise_kana, "ﾔﾏﾀﾞ　ﾊﾅｺ", "やまだ はなこ"),
        (japanese.normalise_kana, "ボランティアグループ", "ぼらんてぃあぐるーぷ"),
        (japanese.to_katakana, "やまだ ゔぁいおりん", "ヤマダ ヴァイオリン"),
        (japanese.to_hiragana, "ヴァイオリン", "ゔぁいおりん"),
    ],
)
def test_generous_reading(function, text, result):
    assert function(text) == result


@given(st.text(alphabet=st.characters(min_codepoint=0x3041, max_codepoint=0x3096)))
def test_kana_go_there_and_back(text):
    assert japanese.to_hiragana(japanese.to_katakana(text)) == text


def test_days_and_times_are_those_of_tokyo():
    moment = datetime(2026, 3, 31, 15, 5, tzinfo=UTC)
    assert japanese.format_date(moment) == "2026年4月1日（水）"
    assert japanese.format_month_day(moment) == "4月1日"
    assert japanese.format_time(moment) == "0時5分"
    assert japanese.format_time(time(17, 0)) == "17時"
