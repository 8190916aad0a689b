"""What a cell says: read generously, refused with a reason that tells how to mend it."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator

from koganei_kyodo import house_messages as say
from koganei_kyodo.japanese import (
    normalise_email,
    normalise_number,
    normalise_postcode,
    parse_date,
    parse_year,
)
from koganei_kyodo.search.folding import normalise
from organizations import identifiers

_SEPARATORS = re.compile(r"[、，,;；/／\n\r\t|｜]+")
_NUMBERED = re.compile(r"^[(（]?\d+[)）.．:：]?\s*")
_PHONES = re.compile(r"\+?\(?\d[\d\-() ]{5,18}\d")
# Made once: each one builds its patterns anew, which took as long as all the rest of a row.
_is_email, _is_address = EmailValidator(), URLValidator(["http", "https"])
_NOTHING = {
    "",
    "-",
    "ー",
    "なし",
    "無し",
    "無",
    "未定",
    "不明",
    "非公開",
    "同上",
    "特になし",
    "―",
    "—",
}


@dataclass
class Names:
    """The centre's own words, normalised: what cells of kinds, fields and places may name."""

    kinds: dict[str, int]
    fields: dict[str, int]
    areas: dict[str, list[int]]
    usual_kind: int
    area_code: str = ""


@dataclass
class Reading:
    """One row as it is read: values by column of the register, and what was wrong or left out."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)

    def refuse(self, column: str, why: str) -> None:
        """Say why the row can't be taken over."""
        self.problems.append({"column": column, "why": why})

    def note(self, column: str, what: str) -> None:
        """Say what is left out although the row is taken over."""
        self.notes.append({"column": column, "what": what})

    def add_line(self, key: str, text: str) -> None:
        """Put a text below what another column said."""
        before = self.values.get(key)
        self.values[key] = f"{before}\n{text}" if before else text


def read_row(
    cells: Sequence[str], header: Sequence[str], mapping: Sequence[str], names: Names
) -> Reading:
    """Read one row.

    Args:
        cells: the texts of the row.
        header: the headings, for the reasons.
        mapping: for each column the key of its item, empty where it is not wanted.
        names: the centre's words.
    """
    reading = Reading()
    for index, key in enumerate(mapping):
        text = cells[index] if index < len(cells) else ""
        if not key or unicodedata.normalize("NFKC", text).strip() in _NOTHING:
            continue
        column = header[index] if index < len(header) and header[index] else f"{index + 1}列目"
        _READERS.get(key, _plain(key))(text, column, reading, names)
    if not reading.values.get("name"):
        reading.refuse("団体名", say.empty("団体名"))
    if "kind" not in reading.values:
        reading.values["kind"] = _kind_from_name(reading.values.get("name", ""), names)
    return reading


Reader = Callable[[str, str, Reading, Names], None]
LENGTHS = {
    "name": 150, "registration_number": 20, "fee": 200, "activity_days": 200,
    "activity_place": 200, "representative": 100, "contact_name": 100,
}  # fmt: skip


def _plain(key: str) -> Reader:
    def read(text: str, column: str, reading: Reading, names: Names) -> None:
        limit = LENGTHS.get(key)
        # Names are taken as they were written: NFKC would turn rare characters into others.
        plain = text.strip() if limit is None else " ".join(text.split())
        if limit and len(plain) > limit:
            reading.refuse(column, say.too_long(column, limit=limit, length=len(plain)))
        elif limit is None:
            reading.add_line(key, plain)
        else:
            reading.values[key] = plain

    return read


def _kana(key: str) -> Reader:
    def read(text: str, column: str, reading: Reading, names: Names) -> None:
        try:
            reading.values[key] = identifiers.normalise_kana(text)[
                : 200 if key == "name_kana" else 100
            ]
        except ValueError:
            reading.note(column, f"「{text}」は、かなではないので入れません")

    return read


def _read_kind(text: str, column: str, reading: Reading, names: Names) -> None:
    key = normalise(text)
    fitting = [name for name in names.kinds if name in key or key in name] or _npo(key, names)
    if key in names.kinds or fitting:
        reading.values["kind"] = names.kinds[key if key in names.kinds else max(fitting, key=len)]
    else:
        reading.note(column, f"「{text}」という種類はないので、団体の名前から決めます")


def _kind_from_name(name: str, names: Names) -> int:
    key = normalise(name)
    fitting = [word for word in names.kinds if word in key] + _npo(key, names)
    return names.kinds[max(fitting, key=len)] if fitting else names.usual_kind


def _npo(key: str, names: Names) -> list[str]:
    """Return the centre's word for the legal form that has two names, where a text has either."""
    either = ("特定非営利活動法人", "npo")
    if not any(word in key for word in either):
        return []
    return [word for word in names.kinds if any(each in word for each in either)]


def _read_corporate_number(text: str, column: str, reading: Reading, names: Names) -> None:
    try:
        reading.values["corporate_number"] = identifiers.normalise_corporate_number(text)
    except ValueError:
        reading.refuse(column, say.corporate_number(column))


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in _SEPARATORS.split(text) if piece.strip()]


def _read_fields(text: str, column: str, reading: Reading, names: Names) -> None:
    found: list[int] = reading.values.setdefault("fields", [])
    for piece in _pieces(text):
        whole = _field(piece, names)
        parts = [whole] if whole else [_field(p, names) for p in re.split(r"[・･\s]+", piece)]
        for pk in parts:
            if pk and pk not in found:
                found.append(pk)
        if not any(parts):
            reading.note(column, f"「{piece}」という活動分野はないので入れません")


def _field(text: str, names: Names) -> int | None:
    whole = normalise(text)  # ⑦環境 is 7環境 then
    key = _NUMBERED.sub("", whole) or whole
    number = re.fullmatch(r"(?:第?)(\d{1,2})(?:号|番)?", key)
    if number:
        return names.fields.get(number[1])
    if key in names.fields:
        return names.fields[key]
    fitting = {pk for name, pk in names.fields.items() if len(key) > 1 and key in name}
    return next(iter(fitting)) if len(fitting) == 1 else None


def _read_areas(text: str, column: str, reading: Reading, names: Names) -> None:
    found: list[int] = reading.values.setdefault("areas", [])
    for piece in re.split(r"[・･\s]+", " ".join(_pieces(text))):
        key = normalise(piece)
        pks = names.areas.get(key) or names.areas.get(key.removesuffix("全域")) or []
        found.extend(pk for pk in pks if pk not in found)
        if not pks:
            reading.note(column, f"「{piece}」という地域はないので入れません")


def _read_founded(text: str, column: str, reading: Reading, names: Names) -> None:
    plain = normalise_number(text)
    try:
        day = parse_date(plain)
        year, month = day.year, day.month
    except ValueError:
        match = re.fullmatch(r"(.+?[年./-])(\d{1,2})月?(?:頃|ごろ)?", plain)
        year_text = match[1].rstrip("./-") if match else re.sub(r"(頃|ごろ|設立|創立)$", "", plain)
        month = int(match[2]) if match else 0
        try:
            year = parse_year(year_text)
        except ValueError:
            reading.refuse(column, say.date_part(column, "年", example="2010年4月や平成22年"))
            return
    if not 1800 <= year <= 2100 or month > 12:
        reading.refuse(column, say.impossible_date(column))
        return
    reading.values["founded"] = [year, month or None]


def _read_members(text: str, column: str, reading: Reading, names: Names) -> None:
    match = re.search(r"\d[\d,]*", normalise_number(text).replace("約", ""))
    if match is None:
        reading.refuse(column, say.not_a_number(column))
    else:
        reading.values["member_count"] = min(int(match[0].replace(",", "")), 2_000_000_000)


def _read_postcode(text: str, column: str, reading: Reading, names: Names) -> None:
    plain = normalise_postcode(text)
    if len(plain) == 8:
        reading.values["postcode"] = plain
    else:
        reading.refuse(column, say.postcode(column))


def _read_address(text: str, column: str, reading: Reading, names: Names) -> None:
    match = re.match(r"〒?\s*([0-9０-９]{3})\s*[-‐－−ー―]\s*([0-9０-９]{4})\s*", text)
    if match:
        reading.values["postcode"] = normalise_postcode(match[1] + match[2])
        text = text[match.end() :]
    plain = " ".join(text.split())
    if len(plain) > 200:
        reading.refuse(column, say.too_long(column, limit=200, length=len(plain)))
    else:
        reading.values["address"] = plain


def _read_phones(text: str, column: str, reading: Reading, names: Names) -> None:
    """Read one or more numbers; words before a number say what it is."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[‐‑‒–—―−ー－]", "-", plain)
    numbers = list(_PHONES.finditer(plain))
    if not numbers:
        reading.refuse(column, say.phone(column))
        return
    start = 0
    for match in numbers:
        before = plain[start : match.start()].lower()
        start = match.end()
        number = _number(match[0], names)
        if number is None:
            reading.refuse(column, f"「{match[0].strip()}」：{say.phone(column)}")
            continue
        _put_number(number, before, column, reading)


def _put_number(number: str, before: str, column: str, reading: Reading) -> None:
    """Put a number into the box it belongs to: what stands before it, or how it begins, says so."""
    if "fax" in before or "ファ" in before or "ふぁ" in before:
        key = "fax"
    elif "携帯" in before or re.match(r"0[789]0", number):
        key = "mobile"
    else:
        key = "phone" if "phone" not in reading.values else "mobile"
    if reading.values.get(key, number) != number:
        reading.note(column, f"「{number}」は、入れる所がないので入れません")
    else:
        reading.values[key] = number


def _number(text: str, names: Names) -> str | None:
    digits = re.sub(r"\D", "", text)
    if names.area_code and not digits.startswith("0") and 5 <= len(digits) <= 8:
        text = f"{names.area_code}-{text.strip(' -')}"
    try:
        return identifiers.normalise_phone(text)
    except ValueError:
        return None


def _phone(key: str) -> Reader:
    def read(text: str, column: str, reading: Reading, names: Names) -> None:
        number = _number(text, names)
        if number is None:
            reading.refuse(column, say.phone(column))
        else:
            reading.values[key] = number

    return read


def _read_email(text: str, column: str, reading: Reading, names: Names) -> None:
    plain = normalise_email(_pieces(text)[0] if _pieces(text) else text)
    try:
        _is_email(plain)
    except ValidationError:
        reading.refuse(column, say.email(column))
    else:
        reading.values["email"] = plain


def _read_url(text: str, column: str, reading: Reading, names: Names) -> None:
    found: list[str] = reading.values.setdefault("links", [])
    for piece in unicodedata.normalize("NFKC", text).split():
        address = piece if re.match(r"https?://", piece) else f"https://{piece}"
        try:
            _is_address(address)
        except ValidationError:
            reading.note(column, f"「{piece}」は、ホームページのアドレスではないので入れません")
        else:
            found.append(address[:500])


def _read_wanted(text: str, column: str, reading: Reading, names: Names) -> None:
    key = normalise(text)
    if key in {"×", "x", "無", "否", "していない", "いいえ", "no", "なし"}:
        return
    volunteers = "ぼらんてぃあ" in normalise(column) or "ぼらんてぃあ" in key
    reading.values["wants_volunteers" if volunteers else "wants_members"] = True
    if len(key) > 4:
        reading.add_line("wanted_text", text.strip())


def _read_registered(text: str, column: str, reading: Reading, names: Names) -> None:
    try:
        reading.values["registered_on"] = parse_date(text).isoformat()
    except ValueError:
        reading.refuse(column, say.impossible_date(column))


_READERS: dict[str, Reader] = {
    "name_kana": _kana("name_kana"),
    "representative_kana": _kana("representative_kana"),
    "kind": _read_kind,
    "corporate_number": _read_corporate_number,
    "fields": _read_fields,
    "areas": _read_areas,
    "founded": _read_founded,
    "member_count": _read_members,
    "postcode": _read_postcode,
    "address": _read_address,
    "phones": _read_phones,
    "mobile": _phone("mobile"),
    "fax": _phone("fax"),
    "email": _read_email,
    "url": _read_url,
    "wanted": _read_wanted,
    "registered_on": _read_registered,
}
