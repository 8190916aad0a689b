"""What is printed about an account: the letter with a code, and the card of one-time codes."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from koganei_kyodo.accounts.actions import MadeLetter
from koganei_kyodo.accounts.codes import groups_of
from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.sender import Sender, contact_lines, sender_lines
from koganei_kyodo.documents.letters import Letter, letter_pdf, until


def password_letter_pdf(made: MadeLetter, *, centre: Sender, postcode: str, address: str) -> bytes:
    """Return the letter to print (PDF); the only place where the code stands.

    Args:
        made: the letter and its code.
        centre: who writes.
        postcode: 123-4567, or empty for a letter handed over.
        address: lines of the postal address, or empty.
    """
    person = made.letter.user
    lines = [f"〒{postcode}"] if postcode else []
    return letter_pdf(
        Letter(
            title="パスワードの再設定のご案内",
            recipient=f"{person.name} 様",
            sender=sender_lines(centre),
            date=timezone.localdate(made.letter.made_at),
            address=[*lines, *(line.strip() for line in address.splitlines() if line.strip())],
            paragraphs=[
                "新しいパスワードを決めるためのコードをお送りします。",
                "下のページを開き、ログインIDとコード、新しいパスワードを入力してください。",
            ],
            facts=[
                ("ページのアドレス", settings.SITE_URL + reverse("letter")),
                ("ログインID", person.login_id),
                ("使える期限", until(made.letter.expires_at)),
            ],
            codes=[groups_of(made.code)],
            notes=[
                "コードは1回だけ使えます。大文字と小文字は区別しません。",
                "使ったあとは、この手紙を細かく切って捨ててください。",
                "この手紙に覚えがないときは、使わずに、下の連絡先に知らせてください。",
            ],
            contact=contact_lines(centre),
        )
    )


def code_card_pdf(user: User, codes: Sequence[str]) -> bytes:
    """Return the unused one-time codes as a page to print (PDF)."""
    return letter_pdf(
        Letter(
            title="ログインのコードの一覧",
            recipient=f"{user.name} 様",
            sender=[settings.SITE_URL.partition("://")[2]],
            date=timezone.localdate(),
            paragraphs=[
                "ログインのとき、パスワードのあとで、どれか1つを入力してください。"
                "使ったコードには、印を付けてください。"
            ],
            facts=[("ログインID", user.login_id)],
            codes=[groups_of(code) for code in codes],
            notes=[
                "1つのコードは1回だけ使えます。残りが少なくなったら、新しい一覧を作ってください。",
                "パスワードと別の、ほかの人が見ない所に置いてください。",
                "なくしたときは、すぐに新しい一覧を作ってください。前の一覧は使えなくなります。",
            ],
        )
    )
