"""Proposals for the time after a deployment: which issues are critical."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_golive.commands.init.lines import named
from pytest_golive.commands.init.survey import Survey

NO_FORGE = "name the repository's page in [{forge}] url, or say how people learn of critical bugs"


def _post_deploy(survey: Survey) -> Iterator[str]:
    if survey.forge:
        yield '# critical_labels = ["critical"]  # labels of issues that are critical; the usual ones are known'
        yield '# issues_since = "release"  # or "ever": all that are open count'


TABLES = {"post_deploy": _post_deploy}


def open_rows(survey: Survey, prefix: str) -> Iterator[tuple[str, str]]:
    """The rows for which nothing was found, with what to do about each."""
    if not survey.forge:
        yield "no_critical_bugs", NO_FORGE.format(forge=named(prefix, "forge"))
