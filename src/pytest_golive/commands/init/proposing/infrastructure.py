"""Proposals for the infrastructure: the forge that the repository is on."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_golive.commands.init.lines import named
from pytest_golive.commands.init.survey import Survey
from pytest_golive.settings.wording.describing import spelled

NO_FORGE = "name the repository's page in [{forge}] url, or say how people know that its pipeline is green"
TOKENS = {"github": "GITHUB_TOKEN", "gitlab": "GITLAB_TOKEN", "gitea": "GITEA_TOKEN"}


def _forge(survey: Survey) -> Iterator[str]:
    if not survey.forge:
        yield "# No remote leads to a forge. Its pipeline, reviews and issues are rows of the checklist:"
        yield '# url = "https://github.com/OWNER/REPOSITORY"'
        return
    url, kind = survey.forge
    yield f"# Found by the remote origin: {url}"
    if kind:
        yield f"kind = {spelled(kind)}"
        yield f'# token_env = "{TOKENS[kind]}"  # where nothing else is said; it need only read'
    else:
        yield '# kind = "gitlab"  # or "github" or "gitea"; asked of the host where nothing is said'
    yield f"# url = {spelled(url)}"


TABLES = {"forge": _forge}


def open_rows(survey: Survey, prefix: str) -> Iterator[tuple[str, str]]:
    """The rows for which nothing was found, with what to do about each."""
    if not survey.forge:
        yield "pipeline_green", NO_FORGE.format(forge=named(prefix, "forge"))
