"""Rehearsals as files: sealed by a digest, signed if a key is given, and read back with every field checked."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pytest_golive.delivery.rollback.rehearsals import FOLDER, RESULTS, STAGES, Rehearsal, Stage
from pytest_golive.errors import CannotMeasure
from pytest_golive.files.reading import read_bounded
from pytest_golive.files.writing import replace_file
from pytest_golive.masking.known import MASK
from pytest_golive.masking.printing import on_one_line

KIND, FORMAT = "rehearsal", 1
NAMESPACE: Final = "pytest-golive-rehearsal"  # its own, so that no other signature can be used for a rehearsal
LARGEST: Final = 1 << 20  # bytes
MOST: Final = 1_000  # files
LONGEST: Final = 2_000  # characters of a text
UNNAMED: Final = re.compile(r"[^\w.+-]|\.\.")
DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")
REMOVE: Final = "remove it if nobody needs it, and rehearse the rollback again"


def write_rehearsal(root: Path, rehearsal: Rehearsal, sign: Callable[[bytes], str] | None = None) -> Path:
    """Write the record of a rehearsal, and return its path; no secret is in it.

    Args:
        root: the project's folder.
        rehearsal: what it was.
        sign: makes the signature over the digest; None to leave it unsigned.

    Raises:
        GoliveError: it cannot be written or signed.
    """
    table: dict[str, Any] = {
        "golive": KIND,
        "format": FORMAT,
        "release": rehearsal.release,
        "version": _text(rehearsal.version),
        "commit": rehearsal.commit,
        "previous": _text(rehearsal.previous),
        "target": _text(rehearsal.target),
        "commands": dict(rehearsal.commands),
        "began": _moment(rehearsal.began),
        "ended": _moment(rehearsal.ended),
        "who": _text(rehearsal.who),
        "stages": [
            {"name": one.name, "result": one.result, "took": round(one.took, 3), "evidence": _text(one.evidence)}
            for one in rehearsal.stages
        ],
    }
    digest = digest_in(table)
    table |= {"digest": digest, "signature": sign(digest.encode()) if sign else ""}
    parts = (rehearsal.version or rehearsal.commit[:10], rehearsal.target, f"{rehearsal.ended:%Y%m%dT%H%M%SZ}")
    path = root / FOLDER / f"{UNNAMED.sub('-', '-'.join(parts))}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, f"{json.dumps(table, indent=2, ensure_ascii=False)}\n".encode())
    return path


def digest_in(table: Mapping[str, Any]) -> str:
    """The digest of the fields of a record, as JSON has them, except the digest itself and the signature."""
    sealed = {name: value for name, value in table.items() if name not in {"digest", "signature"}}
    text = json.dumps(sealed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def rehearsals_in(root: Path) -> Iterator[tuple[str, Rehearsal]]:
    """All rehearsals, by the names of their files.

    Raises:
        CannotMeasure: a file is no such record, or there are too many.
    """
    folder = root / FOLDER
    files = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if len(files) > MOST:
        raise CannotMeasure(f"{FOLDER}/ holds more than {MOST:,} files", "move those of old releases elsewhere")
    for file in files:
        yield file.name, rehearsal_in(read_bounded(file, LARGEST, REMOVE), file.name)


def rehearsal_in(data: bytes, name: str) -> Rehearsal:
    """The rehearsal in *data*, the content of the file *name*.

    Raises:
        CannotMeasure: it is none.
    """
    try:
        table = json.loads(data)
        return _rehearsal(table)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        why = error.args[0] if isinstance(error, _Malformed) else "it is not what golive writes"
        raise CannotMeasure(f"the rehearsal {on_one_line(name)} cannot be read: {why}", REMOVE) from None


class _Malformed(ValueError):
    """A record that says something that none says."""


KEYS: Final = frozenset({
    *("golive", "format", "release", "version", "commit", "previous", "target", "commands", "began", "ended", "who"),
    *("stages", "digest", "signature"),
})  # fmt: skip


def _rehearsal(table: Any) -> Rehearsal:
    if not isinstance(table, dict) or table.keys() != KEYS:
        raise _Malformed("its keys are not those of a rehearsal")
    if table["golive"] != KIND or table["format"] != FORMAT or isinstance(table["format"], bool):
        raise _Malformed(f"it is not a {KIND} of format {FORMAT}")
    sealed = {name: table[name] for name in ("digest", "signature")}
    texts = {name: table[name] for name in ("release", "version", "commit", "previous", "target", "who")} | sealed
    commands = table["commands"]
    if not all(isinstance(one, str) for one in (*texts.values(), *commands, *commands.values())):
        raise _Malformed("it holds values that are no texts")
    if not all(DIGEST.fullmatch(one) for one in (texts["release"], *commands.values())):
        raise _Malformed("it holds digests that are none")
    began, ended = (_moment_in(table[name]) for name in ("began", "ended"))
    if ended < began:
        raise _Malformed("it ended before it began")
    if digest_in(table) != table["digest"]:
        raise _Malformed("it was edited: its digest does not match its fields")
    return Rehearsal(**texts, commands=commands, began=began, ended=ended, stages=tuple(map(_stage, table["stages"])))


def _stage(table: Any) -> Stage:
    name, result, took, evidence = (table[key] for key in ("name", "result", "took", "evidence"))
    if len(table) != len(("name", "result", "took", "evidence")) or not isinstance(evidence, str):
        raise _Malformed("its stages have other keys")
    if name not in STAGES or result not in RESULTS:
        raise _Malformed("it has a stage, or a result of one, that is not known")
    if isinstance(took, bool) or not isinstance(took, int | float) or not 0 <= took < float("inf"):
        raise _Malformed(f"the stage {name!r} took no time that can be")
    return Stage(name, result, float(took), evidence)


def _moment_in(text: Any) -> dt.datetime:
    found = dt.datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise _Malformed("a moment in it has no time zone")
    return found.astimezone(dt.UTC)


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds")


def _text(text: str) -> str:
    return on_one_line(MASK.hide(text))[:LONGEST]
