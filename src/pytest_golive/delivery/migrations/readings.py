"""The ways in which databases read one SQL text: a comment or a string for one is a statement for another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

ESCAPED: Final = re.compile(r"\\.", re.DOTALL)  # MySQL, and strings of PostgreSQL with an E before them
DOLLARS: Final = re.compile(r"\$(?:[A-Za-z_]\w{0,62})?\$")  # quotes of PostgreSQL
FOR_MYSQL: Final = re.compile(r"/\*M?!\d{0,6}(.*?)\*/", re.DOTALL)  # comments that MySQL and MariaDB execute
HASH: Final = re.compile(r"#[^\n]*")  # comments of MySQL
EXECUTED: Final = re.compile(
    r"\b(?:EXECUTE|EXEC|PREPARE|IMMEDIATE)\b[^;']{0,400}((?:'(?:[^']|'')*'[^;']{0,400}){1,50})", re.IGNORECASE
)
TEXT: Final = re.compile(r"'((?:[^']|'')*)'")


def readings(sql: str) -> Iterator[str]:
    """*sql* as it stands, and in the other ways in which a database may read it."""
    sql = unicodedata.normalize("NFKC", sql)
    yield sql
    if "\\" in sql:
        yield ESCAPED.sub(" ", sql)
    if "#" in sql:
        yield HASH.sub(" ", sql)
    if FOR_MYSQL.search(sql):
        yield FOR_MYSQL.sub(r"; \1 ;", sql)
    if DOLLARS.search(sql):
        yield from DOLLARS.split(sql)
    for found in EXECUTED.finditer(sql):
        yield "".join(TEXT.findall(found[1])).replace("''", "'")
