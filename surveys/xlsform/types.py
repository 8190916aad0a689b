"""The types of an XLSForm: what each becomes here, and what has no place here."""

import re
from dataclasses import dataclass

from surveys.models import Question

Kind = Question.Kind
BEGIN, END = "begin", "end"

# What is asked.
ASKED = {
    "text": Kind.OPEN,
    "string": Kind.OPEN,
    "integer": Kind.NUMBER,
    "int": Kind.NUMBER,
    "decimal": Kind.NUMBER,
    "range": Kind.NUMBER,
    "date": Kind.DATE,
}
# What is asked in another way here, and how.
ASKED_OTHERWISE = {
    "time": (Kind.OPEN, "時刻の設問を、文章で答える設問にしました"),
    "datetime": (Kind.OPEN, "日時の設問を、文章で答える設問にしました"),
    "acknowledge": (Kind.SINGLE, "「確認しました」を選ぶ設問にしました"),
    "trigger": (Kind.SINGLE, "「確認しました」を選ぶ設問にしました"),
}
_METADATA = (
    *("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username"),
    *("email", "audit", "start-geopoint", "background-audio", "background-geopoint"),
)
_LEFT = {
    "calculate": "計算する項目（calculate）",
    "hidden": "かくれた項目（hidden）",
    "geopoint": "位置を記録する設問（geopoint）",
    "geotrace": "位置を記録する設問（geotrace）",
    "geoshape": "位置を記録する設問（geoshape）",
    "image": "写真を添える設問（image）",
    "audio": "音声を添える設問（audio）",
    "video": "動画を添える設問（video）",
    "file": "ファイルを添える設問（file）",
    "barcode": "バーコードを読む設問（barcode）",
    "rank": "順位をつける設問（rank）",
    **{name: f"機械が記録する項目（{name}）" for name in _METADATA},
}
_CHOICES = re.compile(
    r"(?P<kind>select[ _]one|select[ _]multiple|select all that apply)"
    r"(?: from(?! file))?[ _]+(?P<list>\S+)(?P<other>[ _]+or[ _](?:other|specify[ _]other))?",
    re.IGNORECASE,
)
_PART = re.compile(r"(?P<word>begin|end)[ _]+(?P<what>group|repeat)(?:\s.*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """Begin or end of a group or repeat."""

    word: str
    is_repeat: bool


@dataclass(frozen=True)
class Select:
    """A question with options."""

    kind: str
    list_name: str
    or_other: bool


@dataclass(frozen=True)
class Plain:
    """A question without options.

    Args:
        kind: what it becomes here.
        name: the type as written, in small letters.
        changed: how it is asked otherwise, empty where it is the same.
    """

    kind: str
    name: str
    changed: str = ""


@dataclass(frozen=True)
class NoteText:
    """Words that ask nothing."""


@dataclass(frozen=True)
class Left:
    """A type without a place here, and what it is called."""

    what: str


def read_type(text: str) -> Part | Select | Plain | NoteText | Left:
    """Return what a cell of the column `type` says."""
    words = " ".join(text.split())
    if part := _PART.fullmatch(words):
        return Part(part["word"].lower(), part["what"].lower() == "repeat")
    if found := _CHOICES.fullmatch(words):
        one = found["kind"].lower().endswith("one")
        return Select(Kind.SINGLE if one else Kind.MULTIPLE, found["list"], bool(found["other"]))
    name = words.lower()
    if name == "note":
        return NoteText()
    if name in ASKED:
        return Plain(ASKED[name], name)
    if name in ASKED_OTHERWISE:
        return Plain(ASKED_OTHERWISE[name][0], name, ASKED_OTHERWISE[name][1])
    return Left(_LEFT.get(name.partition(" ")[0], f"形式「{words}」の行"))
