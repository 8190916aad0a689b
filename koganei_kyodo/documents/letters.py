"""Letters on A4: an address that shows in a window envelope, text, codes in groups of four."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from koganei_kyodo.documents.pdf import render_pdf
from koganei_kyodo.japanese import format_date, format_wareki


@dataclass(frozen=True)
class Letter:
    """One letter. Empty parts are left out.

    Attributes:
        title: what the letter is about.
        recipient: name with its 様 or 御中.
        sender: lines of the sender's block (office, address, telephone).
        date: day of the letter.
        address: lines of the address, the postcode first.
        paragraphs: text before the code.
        facts: label and value, one a line (ログインID, ページのアドレス, 期限).
        codes: one-time codes, each a list of groups.
        notes: text after the code, each with the mark of a note.
        contact: whom to ask.
    """

    title: str
    recipient: str
    sender: Sequence[str]
    date: datetime.date
    address: Sequence[str] = ()
    paragraphs: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    codes: Sequence[Sequence[str]] = ()
    notes: Sequence[str] = ()
    contact: Sequence[str] = field(default=())


def letter_pdf(letter: Letter) -> bytes:
    """Return the letter as a PDF file (A4, tagged).

    Raises:
        PdfError: the letter cannot be set.
    """
    data: dict[str, Any] = {
        "title": letter.title,
        "recipient": letter.recipient,
        "sender": list(letter.sender),
        "date": f"{format_wareki(letter.date)}（{letter.date.year}年）",
        "address": list(letter.address),
        "paragraphs": list(letter.paragraphs),
        "facts": [list(fact) for fact in letter.facts],
        "codes": [list(code) for code in letter.codes],
        "notes": list(letter.notes),
        "contact": list(letter.contact),
    }
    return render_pdf("letter", data)


def until(day: datetime.date | datetime.datetime) -> str:
    """Return an end as letters name it: 2026年4月1日（水）まで."""
    return f"{format_date(day)}まで"
