"""The documents of a run, ticked: what stands behind each row, in one line that is the same for the same verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pytest_golive.checklist.reading.inline import BEGIN_RESULT
from pytest_golive.checklist.reading.reading import document_of
from pytest_golive.checklist.reading.rows import Document
from pytest_golive.checklist.ticking.ticking import CannotTick, Mark, ticked
from pytest_golive.errors import GoliveError
from pytest_golive.files.writing import replace_file, told
from pytest_golive.judging.verdict import Outcome, Row, Verdict
from pytest_golive.masking.known import MASK
from pytest_golive.rows.plan import Line, Plan, key_of

WORDS = {Outcome.PASSED: "PASS", Outcome.NOT_APPLICABLE: "N/A"}
MOST = 3


def write(plan: Plan, lines: Sequence[Line], verdict: Verdict, out: Path) -> None:
    """Write the documents to *out*, ticked: a file for one, a folder for several; whole or not at all.

    A document may be *out* itself.

    Raises:
        GoliveError: a file of somebody else's lies there, the disk is full, or a row cannot bear a result.
    """
    rows = {row.entry.id: row for row in (*verdict.rows, *verdict.later)}
    is_folder = len(plan.documents) > 1 or out.is_dir()
    for document in plan.documents:
        path = out / document.text.name if is_folder else out
        own = [line for line in lines if line.document is document]
        try:
            content = ticked(document, marks(own, rows), lambda text: plan.bound(document_of(text))).encoded()
        except CannotTick as error:
            raise GoliveError(
                str(error), "bind it in the settings, or write the row without what it stands in"
            ) from None
        _put(path, content, document, plan.paths[document.text.name])


def marks(lines: Iterable[Line], rows: Mapping[str, Row]) -> dict[int, Mark]:
    """What is written at each row, by its number in the document."""
    return {line.number: mark_of(rows[line.id]) for line in lines if line.id in rows}


def mark_of(row: Row) -> Mark:
    """A tick for what is verified, and a line for everything."""
    word = WORDS.get(row.outcome, str(row.outcome).upper())
    is_measured = row.outcome is Outcome.PASSED
    told_ = "; ".join(filter(None, (*(_evidence(row) if is_measured or not row.message else ()), row.message)))
    is_verified = row.outcome.verifies or (
        row.outcome is Outcome.NOT_DUE and any(p.outcome.verifies for p in row.parts)
    )
    note = f"{word}: {told_}{_behind(row)}" if told_ else f"{word}{_behind(row)}"
    return Mark(is_verified, MASK.hide(note))


def _evidence(row: Row) -> list[str]:
    judged = [one for one in row.evidence if one.ok is not None]
    more = [f"{len(judged) - MOST} more hold"] if len(judged) > MOST else []
    return [*(f"{one.name} {one.measured}, {one.allowed}" for one in judged[:MOST]), *more]


def _behind(row: Row) -> str:
    """The gates that it stands on."""
    gates = list(dict.fromkeys(key_of(part.entry.id) for part in row.parts if not part.entry.place))
    more = f" and {len(gates) - MOST} more" if len(gates) > MOST else ""
    return f" ({', '.join(gates[:MOST])}{more})" if gates else ""


def _put(path: Path, content: bytes, document: Document, source: Path) -> None:
    is_itself = path.exists() and path.samefile(source)
    try:
        if not is_itself and path.exists() and BEGIN_RESULT.encode() not in path.read_bytes():
            what = f"{path} holds something other than a ticked checklist, and stays as it is"
            raise GoliveError(what, "name another file")
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content, before=document.text.encoded() if is_itself else None)
    except OSError as error:
        raise GoliveError(*told(path, error)) from None
