"""The sentences the portal says, each in one place: same words in summary, field and mail.

Every function returns one finished Japanese sentence (or two short ones). ``label`` is always the
label that the person sees at the field.
"""

from collections.abc import Sequence
from datetime import date, datetime

from koganei_kyodo.japanese import format_month_day, format_time


# Fields
def empty(label: str) -> str:
    """Say that a field was left empty."""
    return f"{label}を入力してください"


def nothing_chosen(label: str, *, several: bool = True) -> str:
    """Say that nothing was chosen; ``several`` where more than one choice is allowed."""
    return f"{label}を1つ以上選んでください" if several else f"{label}を選んでください"


def too_long(label: str, *, limit: int, length: int) -> str:
    """Say that a text of ``length`` characters is over its ``limit``."""
    return f"{label}は{limit:,}字以内にしてください（いま{length:,}字）"


def not_a_number(label: str) -> str:
    """Say that a field takes a number."""
    return f"{label}は、数字で入力してください"


def impossible_date(label: str) -> str:
    """Say that a day does not exist."""
    return f"{label}は、実際にある日付にしてください"


def date_order(later_label: str, *, earlier_label: str, earlier: date) -> str:
    """Say that one day has to come after another, and which day that other one is."""
    return f"{later_label}は、{earlier_label}（{format_month_day(earlier)}）より後にしてください"


def phone(label: str = "電話番号") -> str:
    """Say that a telephone number needs its area code."""
    return f"{label}は、市外局番から入力してください"


def email(label: str = "メールアドレス") -> str:
    """Say what an e-mail address looks like."""
    return f"{label}は、name@example.jp のように入力してください"


def postcode(label: str = "郵便番号") -> str:
    """Say what a postcode looks like."""
    return f"{label}は、7けたの数字で入力してください"


def corporate_number(label: str = "法人番号") -> str:
    """Say that the 13 digits of a 法人番号 don't fit together."""
    return f"{label}は、13けたの数字を確かめて、もう一度入力してください"


def kana(label: str = "ふりがな") -> str:
    """Say that a reading is written in kana."""
    return f"{label}は、ひらがなで入力してください"


def file_type(label: str, *, kinds: Sequence[str] = ("PDF", "Word", "Excel")) -> str:
    """Say which kinds of file are taken."""
    return f"{label}は、{'・'.join(kinds)}のどれかにしてください"


def file_size(label: str, *, limit_mb: int, size_mb: int) -> str:
    """Say that a file of ``size_mb`` megabytes is over ``limit_mb``."""
    return f"{label}は{limit_mb}MBまでです（選んだファイルは{size_mb}MB）"


def too_many_pixels(label: str, *, limit: int) -> str:
    """Say that a picture has more than ``limit`` pixels, counted as people count them: in 万."""
    return (
        f"{label}は{limit // 10_000:,}万画素までです。画像を小さくしてから、もう一度選んでください"
    )


def upload_broke(label: str) -> str:
    """Say that a file did not arrive whole."""
    return f"{label}を受け取れませんでした。もう一度選んでください"


# Applications
def already_applied(subject: str, *, fiscal_year: int, number: str) -> str:
    """Say that this 年度's application is in already, with its 受付番号."""
    return f"{fiscal_year}年度の{subject}は申請済みです（受付番号{number}）"


def closed(subject: str, *, deadline: datetime, next_time: str) -> str:
    """Say when a call closed and when (for example ``10月``) the next one is planned."""
    when = f"{format_month_day(deadline)}{format_time(deadline)}"
    return f"{subject}は{when}に締め切りました。次は{next_time}の予定です"


def draft_saved(at: datetime) -> str:
    """Say when a draft was saved."""
    return f"下書きを保存しました（{format_time(at)}）"


def submitted(subject: str, *, number: str) -> str:
    """Say that something was submitted, with its 受付番号."""
    return f"{subject}を提出しました。受付番号は{number}です"


def returned(places: int, *, due: date) -> str:
    """Say that ``places`` things need mending and until when."""
    return (
        f"直していただきたい所が{places}つあります。{format_month_day(due)}までに出し直してください"
    )


def refused(subject: str, *, reason: str) -> str:
    """Say that an application was not chosen, and why."""
    return f"今回は{subject}の対象になりませんでした。理由：{reason}"


# Signing in
def login_failed(identifier: str = "メールアドレス") -> str:
    """Say that signing in failed without telling which half was wrong."""
    return f"{identifier}かパスワードが違います"


def locked(attempts: int, *, until: datetime) -> str:
    """Say until when signing in is locked after ``attempts`` failures in a row."""
    return f"{attempts}回続けて違ったため、{format_time(until)}までログインできません"


def timeout_soon(minutes: int) -> str:
    """Say that the session ends in ``minutes`` minutes; the last word is the button's."""
    return f"あと{minutes}分でログアウトします［続ける］"


def timed_out(saved_at: datetime) -> str:
    """Say that the session ended and until when the text was saved."""
    return (
        f"操作がなかったためログアウトしました。{format_time(saved_at)}までの入力は保存しています"
    )


# Pages and other people
def no_permission(allowed: str) -> str:
    """Say who may see the page, for example ``〇〇の会の役員``."""
    return f"この画面は、{allowed}だけが見られます"


def no_result(noun: str, *, conditions: Sequence[str]) -> str:
    """Say that a search with these conditions found nothing."""
    return f"「{'・'.join(conditions)}」の{noun}は見つかりませんでした。条件を減らしてください"


def delete(name: str) -> str:
    """Say what is about to be deleted for good."""
    return f"「{name}」を削除します。元に戻せません"


def edited_by_other(name: str, *, at: datetime) -> str:
    """Say who saved the same thing first, and when."""
    return f"{name}さんが{format_time(at)}に先に直しました。新しい内容を見てから直してください"


def mail_sent(minutes: int) -> str:
    """Say that a mail is on its way and for how many minutes its link is good."""
    return f"確認メールを送りました。{minutes}分以内にメールのリンクを開いてください"


def server_fault(saved_at: datetime | None = None) -> str:
    """Say that the portal itself failed and, where known, until when the text was saved."""
    sorry = "申し訳ありません。いま表示できません"
    return f"{sorry}。{format_time(saved_at)}までの入力は保存しています" if saved_at else sorry


# Words for the remaining checks of form fields
def not_in_the_list(label: str) -> str:
    """Say that the choice is not (or no longer) on offer."""
    return f"{label}は、画面に出ている中から選び直してください"


def too_short(label: str, *, limit: int, length: int) -> str:
    """Say that a text of ``length`` characters is under its minimum."""
    return f"{label}は{limit:,}字以上にしてください（いま{length:,}字）"


def too_small(label: str, *, limit: int, unit: str = "") -> str:
    """Say that a number is under its minimum."""
    return f"{label}は、{limit:,}{unit}以上にしてください"


def too_large(label: str, *, limit: int, unit: str = "") -> str:
    """Say that a number is over its maximum."""
    return f"{label}は、{limit:,}{unit}以下にしてください"


def date_part(label: str, part: str, *, example: str) -> str:
    """Name the box (年, 月 or 日) of a date that has to be mended."""
    return f"{label}の「{part}」は、{example}のように数字で入力してください"


def already_used(label: str) -> str:
    """Say that somebody else has the same value already."""
    return f"同じ{label}がすでにあります。別の{label}にしてください"


def web_address(label: str) -> str:
    """Say what the address of a web page looks like."""
    return f"{label}は、https://example.jp のように入力してください"
