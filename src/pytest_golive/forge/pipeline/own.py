"""The job of this run: neither it nor the jobs that wait for it can be green before the run ends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.forge.words import Check, State

# Variables in which CI systems give the page of the running build; a status that links to it is the build's own.
PAGES: Final = (
    "CI_JOB_URL",
    "BUILD_URL",
    "CIRCLE_BUILD_URL",
    "BUILDKITE_BUILD_URL",
    "CI_PIPELINE_URL",
    "CI_STEP_URL",
    "DRONE_BUILD_LINK",
    "TRAVIS_JOB_WEB_URL",
    "TRAVIS_BUILD_WEB_URL",
    "CI_BUILD_URL",
)
AZURE: Final = re.compile(r"[?&]buildId=(\d{1,12})(?!\d)", re.ASCII)
MATRIX: Final = re.compile(r"(.{0,250}?) \(.{0,250}\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Own:
    """What the CI system says about the job of this run.

    Attributes:
        system: the CI system, for messages; "" outside of any.
        run: the number of the run or pipeline; 0 if it is not known.
        job: the number of the job; 0 if it is not known.
        names: the names of the job and of those that wait for it.
        pages: addresses that show the running build.
        build: the number of the build on Azure Pipelines; "" elsewhere.
        called: the job's name if the workflow's file does not have it, so that another workflow may have called this
            one: GitHub then writes the names of the calling jobs before it; "" otherwise.
    """

    system: str = ""
    run: int = 0
    job: int = 0
    names: frozenset[str] = frozenset()
    pages: tuple[str, ...] = ()
    build: str = ""
    called: str = ""

    def is_own(self, check: Check) -> bool:
        """Whether *check* is this run's job, or waits for it; a check that has ended is neither."""
        if not check.is_unfinished:
            return False
        if self.job and self.run == check.run:
            # A job that GitLab has created but not started waits for others of its pipeline: if it waits for more than
            # this one, those others are unfinished and counted.
            return check.job == self.job or check.state is State.WAITING or check.name == f"pipeline {self.run}"
        if self.run and self.run == check.run and (self.is_named(check.name) or self._is_called(check.name)):
            return True
        if self.build and (found := AZURE.search(check.url)):
            return found[1] == self.build
        return any(_leads_to(check.url, page) for page in self.pages)

    def is_named(self, name: str) -> bool:
        """Whether a check of that name is this run's job, or waits for it."""
        return name in self.names or _bare(name) in self.names

    def promises(self, name: str, left_out: Sequence[Check]) -> bool:
        """Whether a job of that name waits for this one, and is not on the forge yet.

        GitHub creates a job when those that it needs have ended. What is left out, because it is not finished, shows
        that this run is one of this commit; all jobs of one matrix are created together.
        """
        created = {_bare(check.name) for check in left_out if check.run == self.run}
        return bool(created) and self.is_named(name) and _bare(name) not in created

    def _is_called(self, name: str) -> bool:
        """Whether a check that runs now is this job in a workflow that another one called."""
        return bool(self.called) and _bare(name).rpartition(" / ")[2] == self.called


def own_job(environment: Mapping[str, str], waiting: Sequence[str] = ()) -> Own:
    """The job that the variables of a CI system describe.

    Args:
        environment: of this process.
        waiting: names of the job and of those that wait for it, if the workflow's file tells.
    """
    pages = tuple(page for name in PAGES if len(page := environment.get(name, "").strip()) > len("https://"))
    if environment.get("GITHUB_ACTIONS") == "true":
        run, job = _number(environment, "GITHUB_RUN_ID"), environment.get("GITHUB_JOB", "")
        names = frozenset(waiting or ([job] if job else []))
        if environment.get("GITEA_ACTIONS") == "true" or environment.get("FORGEJO_ACTIONS") == "true":
            return Own("Gitea Actions", run, names=_contexts(names, environment), pages=pages)
        return Own("GitHub Actions", run, names=names, pages=pages, called="" if waiting else job)
    if environment.get("GITLAB_CI") == "true":
        return Own("GitLab CI", _number(environment, "CI_PIPELINE_ID"), _number(environment, "CI_JOB_ID"), pages=pages)
    if environment.get("TF_BUILD", "").lower() == "true":
        return Own("Azure Pipelines", build=environment.get("BUILD_BUILDID", ""), pages=pages)
    return Own("CI" if pages else "", pages=pages)


def _contexts(names: frozenset[str], environment: Mapping[str, str]) -> frozenset[str]:
    """The names that Gitea gives the statuses of a workflow's jobs: "workflow / job (event)"."""
    workflow, event = environment.get("GITHUB_WORKFLOW", ""), environment.get("GITHUB_EVENT_NAME", "")
    return frozenset(f"{workflow} / {name} ({event})" for name in names) | frozenset(f"{workflow} / {n}" for n in names)


def _bare(name: str) -> str:
    """A name without what a matrix adds: "test (3.12)" is "test"."""
    found = MATRIX.fullmatch(name)
    return found[1] if found else name


def _number(environment: Mapping[str, str], name: str) -> int:
    text = environment.get(name, "").strip()
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text, re.ASCII) else 0


def _leads_to(url: str, page: str) -> bool:
    """Whether *url* is *page* or below it; build 12 is not below build 1."""
    bare = page.rstrip("/")
    return bool(url) and (url.rstrip("/") == bare or url.startswith((f"{bare}/", f"{bare}?", f"{bare}#")))
