"""Conditions as text and as plain Japanese, and with other names in them."""

from collections.abc import Callable, Mapping

from surveys.models import Question
from surveys.questionnaires import Asked
from surveys.routing import ITSELF, Compare, Expression, Joined, Node, Not, Selected, parse

_SIGNS = {"<": "より小さい", "<=": "以下", ">": "より大きい", ">=": "以上"}


def to_text(node: Node | None) -> str:
    """Return a condition as it is written, "" for the one that always holds."""
    if node is None:
        return ""
    if isinstance(node, Joined):
        parts = [_inner(part, node.word) for part in node.parts]
        return f" {node.word} ".join(parts)
    if isinstance(node, Not):
        return f"not({to_text(node.inner)})"
    name = ITSELF if node.code == ITSELF else f"${{{node.code}}}"
    if isinstance(node, Selected):
        return f"selected({name}, {_quoted(node.value)})"
    if node.counted:
        return f"count-selected({name}) {node.sign} {node.value}"
    bare = node.sign not in ("=", "!=")
    return f"{name} {node.sign} {node.value if bare else _quoted(node.value)}"


def _inner(part: Node, word: str) -> str:
    text = to_text(part)
    return f"({text})" if isinstance(part, Joined) and part.word != word else text


def _quoted(value: str) -> str:
    return f'"{value}"' if "'" in value else f"'{value}'"


def rewritten(text: str, change: Callable[[str, str], tuple[str, str]]) -> str:
    """Return a condition in which each pair of question and value went through `change`.

    Raises:
        RoutingError: the condition cannot be read.
    """
    tree = parse(text).tree
    return "" if tree is None else to_text(_changed(tree, change))


def _changed(node: Node, change: Callable[[str, str], tuple[str, str]]) -> Node:
    if isinstance(node, Joined):
        return Joined(node.word, tuple(_changed(part, change) for part in node.parts))
    if isinstance(node, Not):
        return Not(_changed(node.inner, change))
    if isinstance(node, Selected):
        return Selected(*change(node.code, node.value))
    if node.counted or node.sign not in ("=", "!="):
        return Compare(change(node.code, "")[0], node.sign, node.value, node.counted)
    code, value = change(node.code, node.value)
    return Compare(code, node.sign, value)


def leaves(node: Node | None) -> list[Compare | Selected]:
    """Return the single comparisons of a condition in their order."""
    if node is None:
        return []
    if isinstance(node, Joined):
        return [leaf for part in node.parts for leaf in leaves(part)]
    if isinstance(node, Not):
        return leaves(node.inner)
    return [node]


def reading(
    expression: Expression, questions: Mapping[str, Asked], numbers: Mapping[str, str]
) -> str:
    """Return a condition in plain Japanese: 問1で「ある」と答えた人.

    Args:
        expression: what was read.
        questions: by code; what is missing is named by its code.
        numbers: printed numbers by code.
    """
    if expression.tree is None:
        return "全員"
    return f"{_say(expression.tree, questions, numbers)}人"


def _say(node: Node, questions: Mapping[str, Asked], numbers: Mapping[str, str]) -> str:
    if isinstance(node, Joined):
        said = [
            f"（{_say(part, questions, numbers)}）"
            if isinstance(part, Joined)
            else _say(part, questions, numbers)
            for part in node.parts
        ]
        return "、または、".join(said) if node.word == "or" else "、しかも、".join(said)
    if isinstance(node, Not):
        return f"「{_say(node.inner, questions, numbers)}」に当てはまらない"
    where = name_of(node.code, questions, numbers)
    if isinstance(node, Selected):
        return f"{where}で{option_of(node.code, node.value, questions)}を選んだ"
    if node.counted:
        word = {"=": "", "!=": "以外の数", **_SIGNS}[node.sign]
        return f"{where}で選んだ数が{node.value}{word}の"
    if node.sign in _SIGNS:
        return f"{where}の答えが{node.value}{_SIGNS[node.sign]}の"
    asked = questions.get(node.code)
    if asked is not None and asked.question.kind == Question.Kind.ATTRIBUTE:
        end = "である" if node.sign == "=" else "でない"
        return f"{where}が{option_of(node.code, node.value, questions)}{end}"
    if node.value == "":
        return f"{where}に答え{'なかった' if node.sign == '=' else 'た'}"
    end = "と答えた" if node.sign == "=" else "と答えていない"
    return f"{where}で{option_of(node.code, node.value, questions)}{end}"


def name_of(code: str, questions: Mapping[str, Asked], numbers: Mapping[str, str]) -> str:
    """Return how people call a question: its number, or the first words of its text."""
    if code == ITSELF:
        return "答え"
    asked = questions.get(code)
    if asked is None:
        return f"「{code}」"
    text = asked.question.text
    return numbers.get(code) or f"「{text if len(text) <= 20 else f'{text[:20]}…'}」"


def option_of(code: str, value: str, questions: Mapping[str, Asked]) -> str:
    """Return an option by its number and words, or what was written."""
    asked = questions.get(code)
    if asked is None or not asked.choices:
        return f"「{value}」"
    labels = []
    for each in value.split(" "):
        choice = asked.choices.get(int(each)) if each.isdecimal() else None
        labels.append(f"「{choice.label}」" if choice else f"「{each}」（ない選択肢）")
    return "と".join(labels)
