"""What the rows of one release's documents demand, and those of another's do not."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pytest_golive.checklist.binding.resolving import Catalogue, Check
from pytest_golive.settings.comparing.choice import Kind, Loosening

CLOSE = 0.6  # how alike the words of one row are that somebody has worded anew
WORDS = 60  # characters of a row in a message
Pair = tuple[Check, Check | None]


@dataclass(frozen=True, slots=True)
class Documents:
    """The checklist's documents of one release.

    Attributes:
        names: their paths.
        checks: their rows.
        catalogue: the gates that exist.
    """

    names: Sequence[str]
    checks: Sequence[Check]
    catalogue: Catalogue


def loosened_rows(before: Sequence[Check], after: Sequence[Check]) -> list[Loosening]:
    """What *after* no longer demands: rows that are gone, or due later, and people and gates that are."""
    return [found for old, new in pairs(before, after) for found in _compared(old, new)]


def fewer_signers(before: Sequence[Check], after: Sequence[Check]) -> Iterator[str]:
    """In words, the rows of *after* that ask for another role, or for fewer people, than *before*."""
    for old, new in pairs(before, after):
        if new is not None and new.needs_people:
            yield from (f"{new.id}: {change}" for change in _signers(old, new))


def put_off(before: Sequence[Check], after: Sequence[Check]) -> dict[str, str]:
    """By id, the rows of *after* that are due later than in *before*, or in other phases alone, with the change."""
    both = ((old, new) for old, new in pairs(before, after) if new is not None)
    changes = {new.id: "; ".join(_later(old, new)) for old, new in both}
    return {row: change for row, change in changes.items() if change}


def pairs(before: Sequence[Check], after: Sequence[Check]) -> list[Pair]:
    """Each check of *before* and the same row in *after*: by its id, else by what it is bound to and its words."""
    checks = [old for old in before if old.is_check]
    by_id = {new.id: new for new in after}
    known = {old.id for old in before}
    left = [new for new in after if new.id not in known]
    found: list[Pair] = []
    for old in checks:
        same = by_id.get(old.id) or _likest(old, left)
        if same in left:
            left.remove(same)
        found.append((old, same))
    return found


def _likest(old: Check, left: Sequence[Check]) -> Check | None:
    texts = [new.row.text for new in left if new.needs_people == old.needs_people and old.gates.keys() <= {*new.gates}]
    close = difflib.get_close_matches(old.row.text, texts, n=1, cutoff=CLOSE)
    return next((new for new in left if close and new.row.text == close[0]), None)


def _compared(old: Check, new: Check | None) -> Iterator[Loosening]:
    words = old.row.text[:WORDS]
    if new is None:
        yield Loosening(Kind.ROW, f"row {old.id} is gone: {words}")
        return
    if not new.is_check:
        yield Loosening(Kind.ROW, f"row {new.id} is no check any more: {words}")
        return
    if old.row.text != new.row.text:
        yield Loosening(Kind.CHANGE, f"row {new.id}: {words!r} → {new.row.text[:WORDS]!r}")
    if old.needs_people and not new.needs_people:
        yield Loosening(Kind.DEMAND, f"row {new.id}: people no longer sign it")
    for gate, pieces in old.gates.items():
        for piece in _pieces_left(pieces, new.gates.get(gate)):
            yield Loosening(Kind.DEMAND, f"row {new.id}: no longer {gate}{f'#{piece}' if piece else ''}")
    yield from (Loosening(Kind.DEMAND, f"row {new.id}: {change}") for change in _signers(old, new))
    yield from (Loosening(Kind.NOT_DUE, f"row {new.id}: {change}") for change in _later(old, new))
    if (count := new.binding.options.get("count", "")) and old.binding.options.get("count") != count:
        yield Loosening(Kind.CHANGE, f"row {new.id}: {count} is a count, and no limit")


def _pieces_left(before: Sequence[str], after: Sequence[str] | None) -> list[str]:
    """Pieces of evidence that are not asked for any more; all of it, "", contains each piece."""
    if after is None:
        return [*before]
    return [] if "" in after else [one for one in before if one not in after]


def _signers(old: Check, new: Check) -> Iterator[str]:
    was, is_ = old.binding.options, new.binding.options
    if "role" in was and was["role"] != is_.get("role"):
        yield f"role {was['role']} → {is_.get('role', 'anyone')}"
    if int(is_.get("approvers", "1")) < (least := int(was.get("approvers", "1"))):
        yield f"approvers {least} → {is_.get('approvers', '1')}"


def _later(old: Check, new: Check) -> Iterator[str]:
    if lost := [phase for phase in old.phases if phase not in new.phases]:
        yield f"due in {' and '.join(new.phases)}, no longer in {' and '.join(lost)}"
    was, is_ = old.terms.get("until", ""), new.terms.get("until", "")
    if is_ and is_ != was and not _is_sooner(is_, was):
        yield f"not due until {is_}{f', was {was}' if was else ''}"
    if (occasion := new.terms.get("if", "")) and occasion != old.terms.get("if"):
        yield f"due only after a {occasion}"


def _is_sooner(new: str, old: str) -> bool:
    if not old or new.startswith("+") != old.startswith("+"):
        return False
    return _rank(new) < _rank(old)


def _rank(until: str) -> int:
    """Hours after a deployment, or the number of a day."""
    if until.startswith("+"):
        return int(until[1:-1]) * (24 if until.endswith("d") else 1)
    return dt.date.fromisoformat(until).toordinal()
