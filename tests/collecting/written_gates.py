"""Sources of gates: one passes, one is breached."""

from __future__ import annotations

GATE = '@gate("{title}")\ndef {name}(judge):\n    judge("{name}", {value}, at_most=2)\n'
HEAD = "import pytest\nfrom pytest_golive import gate\n\n\n"
GOOD = HEAD + GATE.format(title="one", name="test_one", value=1)
BAD = GATE.format(title="two", name="test_two", value=3)


def indented(text, by=4):
    return "".join(f"{' ' * by}{line}\n" for line in text.splitlines())
