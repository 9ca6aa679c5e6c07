"""Proposals for the deployment: what is demanded of reviews."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_golive.commands.init.lines import defaults, named
from pytest_golive.commands.init.survey import Survey
from pytest_golive.settings.deployment import Reviews

NO_FORGE = "name the repository's page in [{forge}] url, or say who reviews each change and where that is kept"


def _reviews(survey: Survey) -> Iterator[str]:
    if survey.forge:
        yield from defaults(Reviews)
        yield "# unreviewed = []  # authors whose changes need no approval, such as 'renovate[bot]'"
        yield '# since = "COMMIT"  # from when on each change must be reviewed, if nobody demanded it before'


TABLES = {"reviews": _reviews}


def open_rows(survey: Survey, prefix: str) -> Iterator[tuple[str, str]]:
    """The rows for which nothing was found, with what to do about each."""
    if not survey.forge:
        yield "reviewed", NO_FORGE.format(forge=named(prefix, "forge"))
