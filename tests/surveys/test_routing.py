"""The evaluator of conditions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.routing import MAX_DEPTH, MAX_LENGTH, RoutingError, parse

VALUES = {"a": ("1",), "b": ("1", "3"), "c": (), "d": ("文",)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ("  ", True),
        ("${a} = '1'", True),
        ('${a} = "1"', True),
        ("${a} = 1", True),
        ("${a} != '1'", False),
        ("${a}='2' or ${a}='1'", True),
        ("${a} = '1' and ${c} = ''", True),
        ("${b} = '1 3'", True),
        ("${b} = '1'", False),
        ("selected(${b}, '3')", True),
        ("selected(${b}, '2')", False),
        ("selected(${c}, '1')", False),
        ("not(selected(${b}, '2'))", True),
        ("not (${a} = '1' or ${c} = '1')", False),
        ("${a} = '2' and ${a} = '1' or ${d} = '文'", True),
        ("${a} = '2' and (${a} = '1' or ${d} = '文')", False),
        ("${a} > 0", True),
        ("${a} >= 1 and ${a} < 1.5", True),
        ("${c} < 5", False),
        ("${d} > 5", False),
        ("count-selected(${b}) = 2", True),
        ("count-selected(${b}) > 2", False),
        ("${unknown} = ''", True),
        ("${unknown} = '1'", False),
    ],
)
def test_conditions(text: str, expected: bool) -> None:
    assert parse(text).holds(VALUES) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${a} = '1'", None),
        ("${a} = '1' and ${k} = '2'", False),
        ("${a} = '1' and ${k} = '1'", None),
        ("${a} = '1' or ${k} = '1'", True),
        ("not(${a} = '1')", None),
        ("selected(${a}, '1')", None),
    ],
)
def test_unknown_answers_stay_open(text: str, expected: bool | None) -> None:
    assert parse(text).evaluate({"k": ("1",)}) is expected


def test_a_constraint_looks_at_the_answer_itself() -> None:
    limit = parse(". >= 0 and . <= 100")
    assert limit.codes == {"."}
    assert limit.holds({".": ("100",)})
    assert not limit.holds({".": ("101",)})


def test_codes_are_named() -> None:
    assert parse("${a} = '1' or selected(${b}, '2')").codes == {"a", "b"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("${a} = ", "途中で終わって"),
        ("${a}", "途中で終わって"),
        ("${a} = '1", "8文字目"),
        ("${a} ~ '1'", "6文字目"),
        ("${a} > '多い'", "8文字目"),
        ("${a} = '1' ${b} = '1'", "12文字目"),
        ("a = '1'", "1文字目"),
        ("(${a} = '1'", "途中で終わって"),
        ("${a} = '1')", "11文字目"),
        ("selected(${a})", "14文字目"),
        ("selected('1', ${a})", "10文字目"),
        ("__import__('os')", "1文字目"),
        ("not ${a} = '1'", "5文字目"),
        ("${A} = '1'", "1文字目"),
        ("and", "1文字目"),
    ],
)
def test_errors_name_the_place(text: str, place: str) -> None:
    with pytest.raises(RoutingError, match=place):
        parse(text)


def test_limits() -> None:
    with pytest.raises(RoutingError, match="字まで"):
        parse("${a} = '" + "1" * MAX_LENGTH + "'")
    with pytest.raises(RoutingError, match="重なり"):
        parse("(" * (MAX_DEPTH + 1) + "${a} = '1'" + ")" * (MAX_DEPTH + 1))


_leaf = st.sampled_from(
    [
        ("${a} = '1'", True),
        ("${a} = '2'", False),
        ("selected(${b}, '3')", True),
        ("${c} != ''", False),
    ]
)
_tree = st.recursive(
    _leaf,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(
            lambda p: (f"({p[0][0]}) and ({p[1][0]})", p[0][1] and p[1][1])
        ),
        st.tuples(inner, inner).map(lambda p: (f"({p[0][0]}) or ({p[1][0]})", p[0][1] or p[1][1])),
        inner.map(lambda p: (f"not({p[0]})", not p[1])),
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(_tree)
def test_combined_conditions(tree: tuple[str, bool]) -> None:
    text, expected = tree
    assert parse(text).holds(VALUES) is expected


@settings(deadline=None)
@given(st.text(alphabet="${}ab'\"()=!,12 andornotselected", max_size=60))
def test_anything_is_read_or_refused_in_japanese(text: str) -> None:
    message = ""
    try:
        parse(text).holds(VALUES)
    except RoutingError as error:
        message = str(error)
    assert message == "" or "きく条件" in message or "かっこ" in message
