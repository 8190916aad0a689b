"""有意差: which cells of a cross table differ from the other groups by more than chance.

Each cell is tested against all others by a chi-square test of the 2 × 2 table (in the group or not,
gave the answer or not), whose root is the adjusted residual. SciPy does the statistics.
"""

from dataclasses import replace

from surveys.tables.values import (
    NO_ANSWER_LABEL,
    REFERENCE_ONLY_BELOW,
    UNREADABLE_LABEL,
    CrossTable,
    Group,
)

# Fewer than this expected in a cell, and the test says nothing.
LEAST_EXPECTED = 5
SURE, LIKELY = 0.01, 0.05
SIGNS = {2: "▲", 1: "△", 0: "", -1: "▽", -2: "▼"}
CAVEAT = (
    "▲・△は、ほかの行を合わせたものより多く、▼・▽は少ないという印です。偶然だけでこの差が出るのは、"
    "▲と▼で100回に1回、△と▽で20回に1回よりまれです（カイ二乗検定。残差を調整）。欄を何十も比べると、"
    "偶然でもいくつか印がつきます。nが30未満の行と、数の少ない欄には印をつけません。原因を示すものでは"
    "ありません。"
)
NONE_FOUND = "有意差の印をつけられる欄はありませんでした（nが30未満か、数が少ないか、差が小さい）。"


def with_marks(table: CrossTable) -> CrossTable:
    """Return the table with a mark at every cell that differs from the rest of the total."""
    total = table.groups[0]
    groups = [replace(total, marks=(0,) * len(table.columns))]
    groups += [_marked(table, total, group) for group in table.groups[1:]]
    found = any(any(group.marks) for group in groups)
    return replace(table, groups=tuple(groups), significance=CAVEAT if found else NONE_FOUND)


def _marked(table: CrossTable, total: Group, group: Group) -> Group:
    marks = []
    for column, (count, whole) in enumerate(zip(group.counts, total.counts, strict=True)):
        told = table.columns[column] not in (NO_ANSWER_LABEL, UNREADABLE_LABEL)
        rest = total.n - group.n
        large = min(group.n, rest) >= REFERENCE_ONLY_BELOW
        marks.append(_mark(count, group.n, whole - count, rest) if told and large else 0)
    return replace(group, marks=tuple(marks))


def _mark(count: int, n: int, other: int, rest: int) -> int:
    if not 0 <= other <= rest or count + other in (0, n + rest):
        return 0
    # Here, because it takes more than a second to load: every command and server process would wait.
    from scipy.stats import chi2_contingency

    result = chi2_contingency([[count, n - count], [other, rest - other]], correction=False)
    if result.expected_freq.min() < LEAST_EXPECTED or result.pvalue >= LIKELY:
        return 0
    size = 2 if result.pvalue < SURE else 1
    return size if count * rest > other * n else -size
