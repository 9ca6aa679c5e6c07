"""A journal as JSON, for programs."""

from __future__ import annotations

import json
from typing import Any

from pytest_golive.delivery.journal.entries import Entries, Entry
from pytest_golive.delivery.journal.lines import moment
from pytest_golive.delivery.journal.progress import StepState, progress


def as_json(entries: Entries, *, is_held: bool) -> str:
    """All of *entries*, and where the steps of the newest release stand; ASCII alone."""
    run = entries.last_run
    states = progress(entries, run.release).values() if run else ()
    found = {
        "path": str(entries.path),
        "target": entries.target,
        "head": entries.head,
        "is_running": is_held,
        "torn_bytes": len(entries.torn),
        "release": {"digest": run.release.digest, "version": run.release.version, "commit": run.release.commit}
        if run
        else None,
        "steps": [_step(state) for state in states],
        "entries": [_entry(entry) for entry in entries.entries],
    }
    return json.dumps(found, indent=2).replace("\x7f", "\\u007f") + "\n"


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": moment(entry.at),
        "event": entry.event.value,
        "step": entry.step,
        "result": entry.result.value if entry.result else None,
        "release": entry.release.digest,
        "version": entry.release.version,
        "commit": entry.release.commit,
        "who": entry.who,
        "took": entry.took,
        "evidence": entry.evidence,
        "hash": entry.hash,
    }


def _step(state: StepState) -> dict[str, Any]:
    return {
        "step": state.step,
        "standing": state.standing.value,
        "holds": state.holds,
        "undone": state.undone,
        "began": moment(state.began),
        "ended": moment(state.ended) if state.ended else None,
        "took": state.took,
        "usual": state.usual,
        "runs": state.runs,
        "result": state.result.value if state.result else None,
        "who": state.who,
        "settled": state.settled,
        "untimed": state.untimed,
    }
