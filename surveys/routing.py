"""Which questions are asked of whom: a small evaluator for `relevant`, written as in XLSForm.

    ${attribute} = '1' or (selected(${merits}, '2') and not(${intention} != '1'))

`${code}` is the answer to another question: the number of the option, several options joined by a
space, or the text; nothing answered is ''. There are only =, !=, selected(), not(), and, or and
brackets. Nothing is ever run as code.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

Values = Mapping[str, Sequence[str]]
Truth = bool | None

MAX_LENGTH = 2_000
MAX_DEPTH = 30
_TOKENS = re.compile(
    r"""\s*(?:
        (?P<code>\$\{\s*[a-z][a-z0-9_]*\s*\})
      | (?P<text>'[^']*'|"[^"]*")
      | (?P<number>-?[0-9]+)
      | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<sign>!=|=|\(|\)|,)
    )""",
    re.VERBOSE,
)


class RoutingError(ValueError):
    """A condition that cannot be read; the message is Japanese and names the place."""


@dataclass(frozen=True)
class Expression:
    """A condition that was read.

    Args:
        codes: the questions whose answers it looks at.
        evaluate: the condition over the answers; None where it depends on an answer that is not
            among them.
    """

    codes: frozenset[str]
    evaluate: Callable[[Values], Truth]

    def holds(self, values: Values) -> bool:
        """Tell whether the condition is met; a question missing from `values` has no answer."""
        known = {code: values.get(code, ()) for code in self.codes}
        return self.evaluate(known) is True


ALWAYS = Expression(frozenset(), lambda values: True)


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


class _Parser:
    """Recursive descent: or, and, one condition."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0
        self.codes: set[str] = set()

    def parse(self) -> Expression:
        evaluate = self._either()
        if self.at < len(self.tokens):
            raise self._error("「and」か「or」でつないでください")
        return Expression(frozenset(self.codes), evaluate)

    def _error(self, what: str) -> RoutingError:
        if self.at >= len(self.tokens):
            return RoutingError(f"きく条件が途中で終わっています。{what}")
        token = self.tokens[self.at]
        return RoutingError(f"きく条件の{token.place}文字目の「{token.text}」を読めません。{what}")

    def _next_is(self, text: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].text == text

    def _take(self, text: str) -> None:
        if not self._next_is(text):
            raise self._error(f"ここに「{text}」を書いてください")
        self.at += 1

    def _either(self) -> Callable[[Values], Truth]:
        parts = [self._both()]
        while self._next_is("or"):
            self.at += 1
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else lambda values: _any(p(values) for p in parts)

    def _both(self) -> Callable[[Values], Truth]:
        parts = [self._one()]
        while self._next_is("and"):
            self.at += 1
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else lambda values: _all(p(values) for p in parts)

    def _one(self) -> Callable[[Values], Truth]:
        if self._next_is("not"):
            self.at += 1
            inner = self._bracket()
            return lambda values: _not(inner(values))
        if self._next_is("("):
            return self._bracket()
        if self._next_is("selected"):
            return self._selected()
        return self._comparison()

    def _bracket(self) -> Callable[[Values], Truth]:
        self._take("(")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise RoutingError(f"かっこの重なりは{MAX_DEPTH}までにしてください")
        inner = self._either()
        self.depth -= 1
        self._take(")")
        return inner

    def _selected(self) -> Callable[[Values], Truth]:
        self.at += 1
        self._take("(")
        code = self._code()
        self._take(",")
        wanted = self._literal()
        self._take(")")
        return lambda values: wanted in values[code] if code in values else None

    def _comparison(self) -> Callable[[Values], Truth]:
        code = self._code()
        negated = self._next_is("!=")
        self._take("!=" if negated else "=")
        wanted = self._literal()

        def compare(values: Values) -> Truth:
            if code not in values:
                return None
            return (" ".join(values[code]) == wanted) is not negated

        return compare

    def _code(self) -> str:
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


def _not(value: Truth) -> Truth:
    return None if value is None else not value


def _any(values: Iterable[Truth]) -> Truth:
    known = list(values)
    return True if True in known else None if None in known else False


def _all(values: Iterable[Truth]) -> Truth:
    known = list(values)
    return False if False in known else None if None in known else True
