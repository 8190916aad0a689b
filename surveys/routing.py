"""Which questions are asked of whom: a small evaluator for `relevant`, written as in XLSForm.

    ${attribute} = '1' or (selected(${merits}, '2') and not(${members} < 10))

`${code}` is the answer to another question: the number of the option, several options joined by a
space, or the text; nothing answered is ''. `.` is the answer to the question itself, for the
`constraint` of a question. There are =, !=, <, <=, >, >= (numbers), selected(), count-selected(),
not(), and, or and brackets. Nothing is ever run as code.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

Values = Mapping[str, Sequence[str]]
Truth = bool | None

MAX_LENGTH = 2_000
MAX_DEPTH = 30
ITSELF = "."
_TOKENS = re.compile(
    r"""\s*(?:
        (?P<code>\$\{\s*[a-z][a-z0-9_]*\s*\})
      | (?P<text>'[^']*'|"[^"]*")
      | (?P<number>-?[0-9]+(?:\.[0-9]+)?)
      | (?P<word>count-selected|[A-Za-z_][A-Za-z0-9_]*)
      | (?P<sign>!=|<=|>=|=|<|>|\(|\)|,|\.)
    )""",
    re.VERBOSE,
)
_COMPARISONS = ("!=", "=", "<=", ">=", "<", ">")


class RoutingError(ValueError):
    """A condition that cannot be read; the message is Japanese and names the place."""


@dataclass(frozen=True)
class Compare:
    """One answer against a fixed value; with `counted` the number of ticked options."""

    code: str
    sign: str
    value: str
    counted: bool = False

    def truth(self, values: Values) -> Truth:
        """Return whether it holds; None where the answer is not known."""
        if self.code not in values:
            return None
        given = values[self.code]
        if not self.counted and self.sign in ("=", "!="):
            return (" ".join(given) == self.value) is (self.sign == "=")
        left = Decimal(len(given)) if self.counted else _number(" ".join(given))
        right = _number(self.value)
        if left is None or right is None:
            return False  # nothing answered is neither more nor less than a number
        return {
            "=": left == right,
            "!=": left != right,
            "<": left < right,
            "<=": left <= right,
            ">": left > right,
            ">=": left >= right,
        }[self.sign]


@dataclass(frozen=True)
class Selected:
    """One option of a multiple answer is ticked."""

    code: str
    value: str

    def truth(self, values: Values) -> Truth:
        """Return whether it holds; None where the answer is not known."""
        return self.value in values[self.code] if self.code in values else None


@dataclass(frozen=True)
class Not:
    """The contrary."""

    inner: "Node"

    def truth(self, values: Values) -> Truth:
        """Return whether it holds; None where that is not known."""
        value = self.inner.truth(values)
        return None if value is None else not value


@dataclass(frozen=True)
class Joined:
    """Several conditions: all of them (`and`), or at least one (`or`)."""

    word: str
    parts: tuple["Node", ...]

    def truth(self, values: Values) -> Truth:
        """Return whether it holds; None where that is not known."""
        known = [part.truth(values) for part in self.parts]
        decisive = self.word == "or"
        return decisive if decisive in known else None if None in known else not decisive


Node = Compare | Selected | Not | Joined


@dataclass(frozen=True)
class Expression:
    """A condition that was read.

    Args:
        codes: the questions whose answers it looks at.
        tree: the condition itself; None for the one that always holds.
    """

    codes: frozenset[str]
    tree: Node | None

    def evaluate(self, values: Values) -> Truth:
        """Return the truth over the answers; None where it depends on one not among them."""
        return True if self.tree is None else self.tree.truth(values)

    def holds(self, values: Values) -> bool:
        """Tell whether the condition is met; a question missing from `values` has no answer."""
        known = {code: values.get(code, ()) for code in self.codes}
        return self.evaluate(known) is True


ALWAYS = Expression(frozenset(), None)


def parse(text: str) -> Expression:
    """Read a condition; an empty one always holds.

    Raises:
        RoutingError: it cannot be read. The message says where, counted in characters from 1.
    """
    if not text.strip():
        return ALWAYS
    if len(text) > MAX_LENGTH:
        raise RoutingError(f"きく条件は{MAX_LENGTH:,}字までです（いま{len(text):,}字）")
    return _Parser(text).parse()


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    place: int


def _tokens(text: str) -> list[_Token]:
    tokens = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        found = _TOKENS.match(text, position)
        if found is None:
            place = position + len(text[position:]) - len(text[position:].lstrip())
            raise RoutingError(f"きく条件の{place + 1}文字目の「{text[place]}」を読めません")
        kind = str(found.lastgroup)
        tokens.append(_Token(kind, found[kind], found.start(kind) + 1))
        position = found.end()
    return tokens


def _join(word: str, parts: Iterable[Node]) -> Node:
    several = tuple(parts)
    return several[0] if len(several) == 1 else Joined(word, several)


class _Parser:
    """Recursive descent: or, and, one condition."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0
        self.codes: set[str] = set()

    def parse(self) -> Expression:
        tree = self._either()
        if self.at < len(self.tokens):
            raise self._error("「and」か「or」でつないでください")
        return Expression(frozenset(self.codes), tree)

    def _error(self, what: str) -> RoutingError:
        if self.at >= len(self.tokens):
            return RoutingError(f"きく条件が途中で終わっています。{what}")
        token = self.tokens[self.at]
        return RoutingError(f"きく条件の{token.place}文字目の「{token.text}」を読めません。{what}")

    def _next_is(self, *texts: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].text in texts

    def _take(self, text: str) -> None:
        if not self._next_is(text):
            raise self._error(f"ここに「{text}」を書いてください")
        self.at += 1

    def _either(self) -> Node:
        parts = [self._both()]
        while self._next_is("or"):
            self.at += 1
            parts.append(self._both())
        return _join("or", parts)

    def _both(self) -> Node:
        parts = [self._one()]
        while self._next_is("and"):
            self.at += 1
            parts.append(self._one())
        return _join("and", parts)

    def _one(self) -> Node:
        if self._next_is("not"):
            self.at += 1
            return Not(self._bracket())
        if self._next_is("("):
            return self._bracket()
        if self._next_is("selected"):
            return self._selected()
        return self._comparison()

    def _bracket(self) -> Node:
        self._take("(")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise RoutingError(f"かっこの重なりは{MAX_DEPTH}までにしてください")
        inner = self._either()
        self.depth -= 1
        self._take(")")
        return inner

    def _selected(self) -> Node:
        self.at += 1
        self._take("(")
        code = self._code()
        self._take(",")
        wanted = self._literal()
        self._take(")")
        return Selected(code, wanted)

    def _comparison(self) -> Node:
        counted = self._next_is("count-selected")
        if counted:
            self.at += 1
            self._take("(")
        code = self._code()
        if counted:
            self._take(")")
        sign = next((each for each in _COMPARISONS if self._next_is(each)), None)
        if sign is None:
            raise self._error("ここに「=」を書いてください")
        self.at += 1
        if sign not in ("=", "!=") or counted:
            place = self.at
            wanted = self._literal()
            if _number(wanted) is None:
                self.at = place
                raise self._error("大きさを比べる相手は、数字で書いてください")
            return Compare(code, sign, wanted, counted)
        return Compare(code, sign, self._literal())

    def _code(self) -> str:
        if self._next_is(ITSELF):
            self.at += 1
            self.codes.add(ITSELF)
            return ITSELF
        if self.at >= len(self.tokens) or self.tokens[self.at].kind != "code":
            raise self._error("ここに設問の記号を ${記号} の形で書いてください")
        code = self.tokens[self.at].text[2:-1].strip()
        self.at += 1
        self.codes.add(code)
        return code

    def _literal(self) -> str:
        if self.at >= len(self.tokens) or self.tokens[self.at].kind not in ("text", "number"):
            raise self._error("ここに選択肢の番号を '1' の形で書いてください")
        token = self.tokens[self.at]
        self.at += 1
        return token.text[1:-1] if token.kind == "text" else token.text
