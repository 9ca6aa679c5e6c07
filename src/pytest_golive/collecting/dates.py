"""When a row is due: for which kind of project, on which target, and how long after the deployment."""

from __future__ import annotations

import pytest

from pytest_golive.collecting import tree
from pytest_golive.context.moments.waiting import not_yet
from pytest_golive.context.run import Run


def why_not_due(item: pytest.Item, run: Run) -> str:
    """Why the row is not due in this project, or not yet; "" if it is due."""
    return (
        run.not_due(tree.kind_of(item))
        or _elsewhere(run, tree.target_of(item), tree.targets_of(item))
        or not_yet(run, tree.term_of(item))
    )


def _elsewhere(run: Run, wanted: str, names: tuple[str, ...]) -> str:
    """Why a row of the day of the deployment is not due the day before, on a target that customers do not use."""
    if names and run.target_name not in names:
        return f"due on {' and '.join(names)}"
    if wanted != "production" or run.asked.chosen:
        return ""
    table = run.settings.targets.get(run.target_name)
    here = table is not None and table.production
    there = any(one.production for one in run.settings.targets.values())
    return "due on production" if there and not here else ""
