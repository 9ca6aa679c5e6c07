"""Show what is proposed for a row, and ask whether it is right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from pytest_golive.checklist.binding.parsing import Unreadable, parse
from pytest_golive.checklist.binding.resolving import Catalogue, lost_bonds, phases_of
from pytest_golive.checklist.proposing.planning import SIGN, Open
from pytest_golive.errors import GoliveError

LONGEST = 100
HELP = (
    "Enter or y takes what is marked, p what is proposed, s lets people sign, n leaves the row as it is, q ends and "
    "writes nothing; or write a binding: section::gate, section:NAME, phase:NAME"
)


class Showing:
    """Shows each row, and takes what would be written unasked."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def __call__(self, row: Open, default: str, catalogue: Catalogue) -> str:
        """Show *row* with what becomes of it; what nobody would write is shown only where a gate comes near."""
        if default or row.proposal.bond:
            self._out.write("\n".join(shown(row, default, catalogue)) + "\n")
        return default


class Asking:
    """Asks for each row.

    Args:
        out: where it is shown.
        ask: prints its argument and returns a line; raises EOFError at the end.
    """

    def __init__(self, out: TextIO, ask: Callable[[str], str]) -> None:
        self._out = out
        self._ask = ask

    def __call__(self, row: Open, default: str, catalogue: Catalogue) -> str:
        """What the user wants for *row*.

        Raises:
            GoliveError: the user ends it.
        """
        if not default and not row.proposal.bond:
            return ""
        self._out.write("\n".join(shown(row, default, catalogue)) + "\n")
        while True:
            answer = self._answer()
            if answer.casefold() in {"", "y", "yes"}:
                return default
            if answer in {"s", SIGN}:
                return SIGN
            if answer == "n":
                return ""
            if answer == "p" and row.proposal.bond:
                return row.proposal.bond
            if not (why := _refused(answer, catalogue)):
                return answer
            self._out.write(f"      {why}\n")

    def _answer(self) -> str:
        try:
            answer = self._ask("      [Enter accepts; p/s/n/q, ? for help] ").strip()
        except (EOFError, KeyboardInterrupt):
            answer = "q"
        if answer == "q":
            raise GoliveError(
                "ended before the last row, and the document is as it was", "golive bind --yes does not ask"
            )
        return answer


def shown(row: Open, default: str, catalogue: Catalogue) -> list[str]:
    """The row, what is proposed with how sure that is, why and when it is due, and which of it is taken."""
    text = row.row.text if len(row.row.text) <= LONGEST else f"{row.row.text[: LONGEST - 1]}…"
    proposal = row.proposal
    lines = [f"{row.row.line:>5} {text}"]
    if proposal.bond:
        phases = phases_of(proposal.bond, catalogue)
        due = f"; due in {' and '.join(phases)}" if phases else f"; due in {row.phase}"
        mark = "->" if default == proposal.bond else "  "
        lines.append(f"      {mark} {proposal.confidence:.2f} {proposal.bond}: {proposal.why}{due}")
    if default == SIGN:
        lines.append(f"      ->      {SIGN}: no gate is sure enough to judge it; people do, in {row.phase}")
    return lines


def _refused(answer: str, catalogue: Catalogue) -> str:
    """Why what the user wrote is no binding; "" if it is one."""
    if answer == "?":
        return HELP
    try:
        binding = parse(answer)
    except Unreadable as error:
        return f"{error}; Enter accepts what is marked, ? shows the other answers; or {error.cure}"
    return next((f"{what}; {cure}" for what, cure in lost_bonds(binding, catalogue)), "")
