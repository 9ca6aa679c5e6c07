"""Tick the documents of a run: each row gets one line, which is the same whenever the verdict is the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath

from pytest_golive.checklist.reading.inline import BEGIN_RESULT
from pytest_golive.checklist.reading.reading import document_of
from pytest_golive.checklist.reading.rows import Document
from pytest_golive.checklist.ticking.ticking import CannotTick, Mark, ticked
from pytest_golive.errors import GoliveError
from pytest_golive.files.writing import real, replace_file, told
from pytest_golive.judging.verdict import Outcome, Row, Verdict
from pytest_golive.masking.known import MASK
from pytest_golive.rows.plan import Line, Plan, key_of

WORDS = {Outcome.PASSED: "PASS", Outcome.NOT_APPLICABLE: "N/A"}
MOST = 3


def write(plan: Plan, lines: Sequence[Line], verdict: Verdict, out: Path) -> None:
    """Write the ticked documents to *out*: a file for one document, a folder for several; all of them or none.

    *out* may be the document itself.

    Raises:
        GoliveError: *out* is another kind of file, the disk is full, or a row cannot hold a result.
    """
    rows = {row.entry.id: row for row in (*verdict.rows, *verdict.later)}
    is_folder = len(plan.documents) > 1 or out.is_dir()
    places = [_place(out, document) if is_folder else real(out) for document in plan.documents]
    for document, path in zip(plan.documents, places, strict=True):
        if places.count(path) > 1:
            raise GoliveError(f"several documents of the checklist would be written to {path}", "rename one of them")
        own = [line for line in lines if line.document is document]
        try:
            content = ticked(document, marks(own, rows), lambda text: plan.bound(document_of(text))).encoded()
        except CannotTick as error:
            raise GoliveError(
                str(error), "bind it in the settings, or move the row out of its surrounding markup"
            ) from None
        _put(path, content, document, plan.paths[document.text.name])


def _place(folder: Path, document: Document) -> Path:
    """Where *document* is written in *folder*, and never beside it: documents outside the project have such names."""
    name = PurePath(document.text.name)
    return real(folder).joinpath(*(part for part in name.parts if part not in {name.anchor, ".."}))


def marks(lines: Iterable[Line], rows: Mapping[str, Row]) -> dict[int, Mark]:
    """The marks to write, by the number of the row in the document."""
    return {line.number: mark_of(rows[line.id]) for line in lines if line.id in rows}


def mark_of(row: Row) -> Mark:
    """The mark for a row: a tick if it is verified, and a line with its result in any case."""
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
    """The gates that the row is bound to."""
    gates = list(dict.fromkeys(key_of(part.entry.id) for part in row.parts if not part.entry.place))
    more = f" and {len(gates) - MOST} more" if len(gates) > MOST else ""
    return f" ({', '.join(gates[:MOST])}{more})" if gates else ""


def _put(path: Path, content: bytes, document: Document, source: Path) -> None:
    is_itself = path.exists() and path.samefile(source)
    try:
        if not is_itself and path.exists() and BEGIN_RESULT.encode() not in path.read_bytes():
            what = f"{path} holds something other than a ticked checklist, so it is not overwritten"
            raise GoliveError(what, "name another file")
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content, before=document.text.encoded() if is_itself else None)
    except OSError as error:
        raise GoliveError(*told(path, error)) from None
