"""Settings that are sound by themselves and contradict others."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from pytest_golive.settings.deployment.table import Deployment
from pytest_golive.settings.model import Settings


def contradictions(settings: Settings) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Of each contradiction: the key, what is wrong, and what to do."""
    table = settings.of(Deployment)
    if table.artifact is not None and table.artifact.names_one:
        cure = "name where each of them is, such as by an argument of the command"
        yield ("artifact",), "staging and production name the same source, so nothing is compared", cure
    for name, step in table.steps.items():
        for target in step.targets:
            if target not in settings.targets:
                close = difflib.get_close_matches(target, settings.targets, n=1)
                hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(settings.targets) or 'none'}"
                cure = "name a table of [tool.golive.targets]"
                yield ("steps", name, "targets"), f"{target!r} is no target; {hint}", cure


def exceptions(settings: Settings) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Of each waiver and each trial: its key, its owner and its approver."""
    for number, waiver in enumerate(settings.waivers):
        yield ("waivers", number), waiver.owner, waiver.approver
    for gate, trial in settings.trial.items():
        yield ("trial", gate), trial.owner, trial.approver
