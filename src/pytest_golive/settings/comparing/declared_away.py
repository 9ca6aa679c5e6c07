"""Rows that one release's settings declare away and another's do not: by kind, and in ``not_applicable``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pytest_golive.settings.comparing.choice import Kind, Loosening
from pytest_golive.settings.declaring import declaration_of, means, not_due, reason_for
from pytest_golive.settings.model import Settings
from pytest_golive.settings.values.checks import PLACEHOLDER

Rows = Mapping[str, str]


def newly_away(old: Settings, new: Settings, rows: Rows) -> Iterator[Loosening]:
    """What *new* declares away and *old* does not.

    Args:
        old: the settings of another release.
        new: the settings of this release.
        rows: of the checklist, by "section::gate", each with the only kind of project that it is due for, or "". A
            declaration for several rows counts once for each; one that matches no row counts as one.
    """
    yield from _by_kind(old, new, rows)
    by_gate = {gate: declaration_of(gate, new.not_applicable) for gate in rows}
    for declared, reason in new.not_applicable.items():
        if not reason.startswith(PLACEHOLDER):
            matching = {gate: kind for gate, kind in rows.items() if by_gate[gate] == declared}
            yield from _by_name(
                declared, reason, old, new, matching, is_known=any(means(declared, gate) for gate in rows)
            )


def _by_kind(old: Settings, new: Settings, rows: Rows) -> Iterator[Loosening]:
    left_out = [gate for gate, kind in rows.items() if not_due(kind, new.kind) and not _is_away(gate, kind, old)]
    if left_out:
        before = f'"{old.kind}"' if old.kind else "not given"
        yield Loosening(Kind.NOT_DUE, f'kind: {before} → "{new.kind}": {_rows(len(left_out))} not due', len(left_out))


def _by_name(  # noqa: PLR0913 -- the declaration, the two releases, and the rows it stands for
    declared: str, reason: str, old: Settings, new: Settings, matching: Rows, *, is_known: bool
) -> Iterator[Loosening]:
    sentence = f"not applicable: {declared} ({reason})"
    if not is_known:  # a row of another phase
        if not reason_for(declared, old.not_applicable):
            yield Loosening(Kind.GROUP if "*" in declared else Kind.NOT_APPLICABLE, sentence)
        return
    newly = [gate for gate, kind in matching.items() if not not_due(kind, new.kind) and not _is_away(gate, kind, old)]
    if newly:
        count = f": {_rows(len(newly))}" if "*" in declared else ""
        yield Loosening(Kind.NOT_APPLICABLE, f"{sentence}{count}", len(newly))


def _is_away(gate: str, kind: str, settings: Settings) -> bool:
    return bool(not_due(kind, settings.kind) or reason_for(gate, settings.not_applicable))


def _rows(count: int) -> str:
    return f"{count} row{'s' if count != 1 else ''}"
