"""The pages that CI systems offer for a summary of a job.

Sources: GitHub, "Adding a job summary" (Gitea and Forgejo have the same variable); Azure Pipelines, "Logging commands",
``task.uploadsummary``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pytest_golive.judging.verdict import Verdict
from pytest_golive.masking.printing import Command
from pytest_golive.reports.markdown.summary import COMMENT, markdown

GITHUB = "GITHUB_STEP_SUMMARY"
STEP = 1024 * 1024  # bytes that GitHub takes from one step; of more it shows nothing


def add_to_step(verdict: Verdict, environment: Mapping[str, str]) -> bool:
    """Add the verdict to the summary of the step, if the CI system has one, and other commands have left room.

    Returns:
        Whether there is such a page, and the verdict now stands on it.

    Raises:
        OSError: it cannot be written.
    """
    name = environment.get(GITHUB, "")
    if not name:
        return False
    path = Path(name)
    taken = path.stat().st_size if path.exists() else 0
    room = STEP - taken - 1
    if room < COMMENT:
        return False
    with path.open("a", encoding="utf-8") as page:
        page.write("\n" * bool(taken) + markdown(verdict, room))
    return True


def upload_command(path: Path, environment: Mapping[str, str]) -> Command | None:
    """What makes Azure Pipelines show the file at *path* with the run; None for other systems."""
    return Command(f"##vso[task.uploadsummary]{path}") if environment.get("TF_BUILD") == "True" else None
