"""The definitions of the three SQL functions, built from the table in `folding`.

The migration holds the same text written out, since what a migration did must not change; a test
compares the two.
"""

import re

from koganei_kyodo.search import folding

# A tsvector holds at most 1 MB: this many characters fit, whatever they are.
INDEXED_CHARACTERS = 40_000


def _quoted(text: str) -> str:
    """Return `text` as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _escaped(character: str) -> str:
    """Return a character as an escape of PostgreSQL's regular expressions."""
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _one_of(characters: str) -> str:
    """Return the literal of a regular expression that matches one of the characters."""
    return _quoted(f"[{''.join(map(_escaped, characters))}]")


# Each subselect names a step. Collation "C" keeps the result the same in every database: lower()
# then touches ASCII alone. translate() walks its whole table for each character (2 ms for 600
# characters and 300 variants); a look whether there is any of them costs 0.02 ms.
_NORMALISE = """
    SELECT CASE WHEN folded IS NFC NORMALIZED THEN folded ELSE normalize(folded, NFC) END
    FROM (
        SELECT CASE WHEN kana ~ @any_seldom@
            THEN translate(kana, @seldom@, @usual@)
            ELSE kana END AS folded
        FROM (
            SELECT translate(
                regexp_replace(
                    regexp_replace(
                        lower(normalize($1, NFKC) COLLATE "C"), @dropped@, '', 'g'),
                    @any_dash@, @long_mark@, 'g'),
                @katakana@,
                @hiragana@) AS kana
            OFFSET 0
        ) AS first
        OFFSET 0
    ) AS second
"""

# Every character for words of one, every pair of neighbours, and the first and third of every three
# with a space between, which no normalised text has. A word is looked up by all that it holds of
# these but single characters. Pairs alone let too many texts through that have both halves of a
# word apart; every three as an entry makes the index four times as large.
_GRAMS = """
    SELECT array_to_tsvector(
        ARRAY(SELECT a || b FROM unnest(characters, characters[2:]) AS pair (a, b)
              WHERE b IS NOT NULL)
        || ARRAY(SELECT a || ' ' || c FROM unnest(characters, characters[3:]) AS three (a, c)
                 WHERE c IS NOT NULL)
        || characters)
    FROM (SELECT string_to_array(left($1, @size@), NULL) AS characters OFFSET 0) AS t
"""

_QUERY = r"""
    SELECT coalesce(string_agg(
        '''' || replace(replace(piece, '\', '\\'), '''', '''''') || '''', ' & '), '')::tsquery
    FROM (
        SELECT substr($1, i, 2) AS piece
        FROM generate_series(1, greatest(length($1) - 1, least(length($1), 1))) AS i
        UNION
        SELECT substr($1, i, 1) || ' ' || substr($1, i + 2, 1)
        FROM generate_series(1, length($1) - 2) AS i
    ) AS pieces
"""


def _normalise() -> str:
    """Return the body of `kyodo_normalise`: the steps with the table filled in."""
    ranges = "".join(f"{_escaped(chr(a))}-{_escaped(chr(b))}" for a, b in folding.DROPPED)
    seldom, kana = folding.SELDOM, folding.KANA
    literals = {
        "any_seldom": _one_of("".join(seldom)),
        "seldom": _quoted("".join(seldom)),
        "usual": _quoted("".join(seldom.values())),
        "dropped": _quoted(f"[{ranges}]+"),
        "any_dash": _one_of(folding.DASHES),
        "long_mark": _quoted(folding.LONG_MARK),
        "katakana": _quoted("".join(kana)),
        "hiragana": _quoted("".join(kana.values())),
    }
    return re.sub("@([a-z_]+)@", lambda name: literals[name[1]], _NORMALISE)


# Name, result, cost in the planner's units (about what a text of 600 characters takes: 1 ms, 0.6 ms)
# and body of each; all take one text.
FUNCTIONS = {
    "kyodo_normalise": ("text", 30_000, _normalise()),
    "kyodo_grams": ("tsvector", 20_000, _GRAMS.replace("@size@", str(INDEXED_CHARACTERS))),
    "kyodo_query": ("tsquery", 100, _QUERY),
}


def definition(name: str) -> str:
    """Return the statement that creates or replaces the function `name`."""
    result, cost, body = FUNCTIONS[name]
    return (
        f"CREATE OR REPLACE FUNCTION {name}(text) RETURNS {result}\n"
        f"LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST {cost} AS $kyodo${body}$kyodo$"
    )
