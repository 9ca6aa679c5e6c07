"""Proposals for the time after a deployment: which issues are critical, which alerts are ours, when rows are due."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_golive.commands.init.lines import named
from pytest_golive.commands.init.survey import Survey
from pytest_golive.settings.declaring import not_due

NO_FORGE = "name the repository's page in [{forge}] url, or say how people learn of critical bugs"


def _post_deploy(survey: Survey) -> Iterator[str]:
    yield "# Days after a deployment: pytest -m post_deploy --target=prod --golive-deployed=2026-11-27T13:00:00Z"
    yield '# lessons = "docs/lessons/{version}.md"  # golive lessons starts it'
    yield '# slower = "10%"  # by how much responses may be slower than before the deployment'
    if survey.forge:
        yield '# critical_labels = ["critical"]  # labels of issues that are critical; the usual ones are known'
        yield '# issues_since = "release"  # or "ever": all that are open count'
    yield "# day = 24  # hours after the deployment from which on the rows about the first day are due"
    yield "# week = 7  # days; month = 30"
    if not_due("service", survey.kind.kind or None):
        return
    yield '# alerts = { service = "shop" }  # labels that all alerts about this service have; else those of its metrics'
    yield '# unheeded_alerts = { InfoInhibitor = "it only keeps others silent" }  # that nobody has to answer, and why'


TABLES = {"post_deploy": _post_deploy}


def open_rows(survey: Survey, prefix: str) -> Iterator[tuple[str, str]]:
    """The rows for which nothing was found, with what to do about each."""
    if not survey.forge:
        yield "no_critical_bugs", NO_FORGE.format(forge=named(prefix, "forge"))
