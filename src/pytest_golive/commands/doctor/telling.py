"""What the look has found, in the order in which it pays off: what sets up most rows comes first."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from pytest_golive.commands.doctor.asking import Looked
from pytest_golive.commands.doctor.surroundings import Sign
from pytest_golive.findings import counted
from pytest_golive.masking.printing import on_one_line

WIDTH: Final = 100
STATES: Final = ("set up", "missing", "unclear", "declared away", "later")


def told(signs: Sequence[Sign], rows: Sequence[Looked]) -> str:
    """The whole text."""
    lines = ["around the checklist", *_of_signs(signs)]
    for state, heading in (("missing", "to set up, the most rows first"), ("unclear", "could not be looked at")):
        groups = _together([row for row in rows if row.state == state])
        lines += ["", heading] if groups else []
        for group in groups:
            lines += _of_group(group)
    counts = {state: sum(row.state == state for row in rows) for state in STATES}
    summary = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    return "\n".join([*lines, "", f"{counted(len(rows), 'row')}: {summary}", ""])


def _of_signs(signs: Sequence[Sign]) -> Iterator[str]:
    for sign in signs:
        yield from _wrapped(f"{'fix' if sign.cure else 'ok':<4} {on_one_line(sign.what)}", "  ", "       ")
        if sign.cure:
            yield f"       {on_one_line(sign.cure)}"


def _together(rows: Sequence[Looked]) -> list[list[Looked]]:
    """Rows that lack the same thing, the largest groups first."""
    groups: dict[tuple[str, str], list[Looked]] = {}
    for row in rows:
        groups.setdefault((row.message, row.cure), []).append(row)
    return sorted(groups.values(), key=lambda group: -len(group))


def _of_group(group: Sequence[Looked]) -> Iterator[str]:
    count = f"{len(group)} row{'s' if len(group) != 1 else ''}"
    yield from _wrapped(f"{count}: {on_one_line(group[0].message)}", "  ", "     ")
    yield from _wrapped(", ".join(row.gate for row in group), "     ", "     ")
    yield from _wrapped(f"-> {on_one_line(group[0].cure)}", "     ", "        ") if group[0].cure else ()


def _wrapped(text: str, first: str, others: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=others, break_long_words=False, break_on_hyphens=False
    )
