"""Which statements of SQL destroy data; what stands in comments and strings is none, unless it is executed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pytest_golive.delivery.migrations.readings import readings

STARTS: Final = re.compile(r"--|/\*|['\"`;]|[A-Za-z_][A-Za-z0-9_]*")
ENDS: Final = {"--": "\n", "/*": "*/", "'": "'", '"': '"', "`": "`"}
NAMED: Final = '"`'  # what stands in these is a name
NAME: Final = "a name"
WHOLE: Final = {"TABLE", "SCHEMA", "DATABASE", "COLUMN", "PARTITION", "TABLESPACE", "FOREIGN", "OWNED"}
FILLING: Final = {"UPDATE", "INSERT", "SELECT", "SET", "ANALYZE", "COMMENT", "VACUUM"}
# What "ALTER TABLE t DROP" may be followed by without a loss of data; a name alone is a column.
EMPTY: Final = {"CONSTRAINT", "INDEX", "DEFAULT", "NOT", "PRIMARY", "FOREIGN", "KEY", "CHECK", "EXPRESSION", "IDENTITY"}


def losing(sql: str) -> str:
    """The first statement in *sql* that destroys data, in a few words: "DROP TABLE"; "" if there is none.

    ``UPDATE`` does not count: backfilling a new column is one.
    """
    return next((found for text in readings(sql) for one in _statements(text) if (found := _loss(one))), "")


def says_anything(sql: str) -> bool:
    """Whether there is a statement in *sql*."""
    return any(_statements(sql))


def filling(sql: str) -> bool:
    """Whether all that *sql* does is to write rows, or to read: nothing that a release before could stumble over."""
    return all(statement[0] in FILLING for statement in _statements(sql))


def _loss(words: list[str]) -> str:
    alters = words[:2] == ["ALTER", "TABLE"]
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        if word == "TRUNCATE" and before not in {"BEFORE", "AFTER", "OR", "ON"}:
            return word
        if word == "DELETE" and (after == "FROM" or before in {"", "THEN"}):
            return "DELETE FROM" if after == "FROM" else word
        if word == "DROP" and (alters and after and after not in EMPTY and after not in WHOLE):
            return "ALTER TABLE … DROP"
        if word == "DROP" and after in WHOLE and not (alters and after in EMPTY):
            return f"DROP {after}"
    return ""


def _statements(sql: str) -> Iterator[list[str]]:
    """The words of each statement, in capitals."""
    words: list[str] = []
    for word in _words(sql):
        if word != ";":
            words.append(word)
        elif words:
            yield words
            words = []
    if words:
        yield words


def _words(sql: str) -> Iterator[str]:
    at = 0
    while found := STARTS.search(sql, at):
        word, at = found[0], found.end()
        if word in ENDS:
            end = sql.find(ENDS[word], at)
            if word in NAMED:
                yield NAME
            if end >= 0:
                at = end + len(ENDS[word])
            elif word == "--":
                return
            # What never ends hides nothing: the rest is read as statements.
        else:
            yield word.upper()
