"""The files of CI systems, at the top of a repository."""

from __future__ import annotations

import os
import re
from pathlib import Path

from pytest_golive.delivery.git.repository import Repository

CI = re.compile(
    r"\.github/workflows/[^/]+\.ya?ml|\.gitlab-ci\.ya?ml|Jenkinsfile|azure-pipelines\.ya?ml|\.circleci/config\.ya?ml"
    r"|bitbucket-pipelines\.ya?ml|\.travis\.ya?ml|\.buildkite/[^/]+\.ya?ml|\.woodpecker\.ya?ml|\.drone\.ya?ml"
)


def pipelines_of(repository: Repository) -> tuple[str, ...]:
    """The files of CI systems, which are at the top of the repository, relative to the root."""
    whole = Repository.open(repository.toplevel)
    listed = whole.git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    above = len(Path(repository.prefix).parts)
    paths = sorted({os.fsdecode(path) for path in listed.split(b"\0") if path})
    return tuple("../" * above + path for path in paths if CI.fullmatch(path))
