"""The report quotes a note without the credentials in it."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.quoting import quoted

RANDOM = "Zk9wQp3x" + "Lm7Tn2Rv8Yb4"
WORD = "pass" + "word"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("# NOTE: mend   this\tnow", "# NOTE: mend this now"),
        (f"# NOTE: the {WORD} is sesame", f"# NOTE: the {WORD} …"),
        (f"# NOTE: DB_{WORD.upper()}=sesame", f"# NOTE: DB_{WORD.upper()} …"),
        ("# NOTE: connect to https://shop:sesame@db/", "# NOTE: connect to https:// …"),
        (f"# NOTE: rotate {RANDOM} soon", "# NOTE: rotate … soon"),
        (f"# NOTE: {'long ' * 23}{RANDOM}", f"# NOTE: {'long ' * 23}"[:119] + "…"),
        ("# NOTE: see SHOP-1234 and a_name_that_is_long", "# NOTE: see SHOP-1234 and a_name_that_is_long"),
        (f"# NOTE: check the {WORD}.", f"# NOTE: check the {WORD}."),
        ("# NOTE: ask the author", "# NOTE: ask the author"),
        ("# NOTE\x00", "# NOTE\ufffd"),
        ("x" * 100_000, "x" * 119 + "…"),
    ],
)
def test_a_line_is_quoted_without_what_may_be_a_credential(line, said):
    assert quoted(line) == said
    assert "sesame" not in quoted(line)
