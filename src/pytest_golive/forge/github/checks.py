"""The checks of a commit on GitHub: check runs, commit statuses, and workflow runs without a job."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.asking.items import Item
from pytest_golive.forge.asking.rest import Rest
from pytest_golive.forge.asking.trouble import FORBIDDEN, NOT_FOUND
from pytest_golive.forge.github.rules import demanded_by, protection_of
from pytest_golive.forge.github.runs import is_shown_by, last_attempts, last_runs
from pytest_golive.forge.pipeline.observed import Observed
from pytest_golive.forge.words import STATES, Check, Project, Required, State

NO_COMMIT = (NOT_FOUND, 422)
UNREADABLE = (FORBIDDEN, NOT_FOUND)
RUN = re.compile(r"/actions/runs/(\d{1,20})(?:/job/(\d{1,20}))?(?![\d])", re.ASCII)
COMPLETED = "completed"
UNSEEN = "the token may not read Actions, so workflows that could not start are not seen"


@dataclass(frozen=True, slots=True)
class GitHubChecks:
    """Reads the checks of one repository."""

    rest: Rest
    path: str

    @property
    def _repo(self) -> str:
        return f"/repos/{self.path}"

    def project(self) -> Project:
        """The repository; if it was renamed, under its new name."""
        item = self.rest.needed(self._repo)
        return Project(item.text("full_name"), item.text("default_branch"), item.text("html_url"))

    def observed(self, commit: str) -> Observed | None:
        """See `Pipelines.observed`."""
        known = self.rest.item(f"{self._repo}/commits/{commit}", NO_COMMIT)
        if known is None or known.text("sha") != commit:
            return None
        runs, notes = self._workflow_runs(commit)
        found = self.rest.items(f"{self._repo}/commits/{commit}/check-runs", inside="check_runs", filter="latest")
        made = [_check(item, runs) for item in found if item.text("head_sha") == commit]
        jobs = last_attempts(made, runs)
        last = last_runs(runs)
        whole = [_of_run(run) for run in last if not is_shown_by(run, jobs)]
        files = tuple(replace(_of_run(run), name=self._file(run)) for run in last)
        return Observed((*jobs, *self._statuses(commit), *whole), notes, files)

    def _file(self, run: Item) -> str:
        """The file of a run's workflow, as rules name it: without this repository and the branch it is from."""
        file = run.maybe_text("path").partition("@")[0]
        own = f"{self.path}/"
        return file[len(own) :] if file.lower().startswith(own.lower()) else file

    def required(self, branch: str) -> Required:
        """What rulesets and branch protection require, as far as this token may read them."""
        quoted = quote(branch)
        rules = self.rest.listed(f"{self._repo}/rules/branches/{quoted}", UNREADABLE)
        branch_found = self.rest.item(f"{self._repo}/branches/{quoted}", UNREADABLE)
        protected = None if branch_found is None else protection_of(branch_found)
        said = demanded_by(rules or (), lambda: self.rest.needed(self._repo).number("id"))
        names = tuple(dict.fromkeys((*said.names, *(name for name, _ in protected or ()))))
        reporters = (*said.reporters, *(each for each in protected or () if each[1]))
        unreadable = "" if rules is not None else "this token may not read the rulesets, or the plan has none"
        if branch_found is None:
            unreadable = f"there is no branch {branch!r}, or this token may not read it"
        elif protected is None:
            unreadable = f"this token may not read the protection of {branch}"
        return replace(said, names=names, where=f"the rules of {branch}", unreadable=unreadable, reporters=reporters)

    def _statuses(self, commit: str) -> Iterator[Check]:
        """Commit statuses: the last of each context."""
        for item in self.rest.items(f"{self._repo}/commits/{commit}/status", inside="statuses"):
            said = item.text("state")
            yield Check(item.text("context"), STATES.get(said, State.UNKNOWN), said, item.maybe_text("target_url"))

    def _workflow_runs(self, commit: str) -> tuple[Sequence[Item], tuple[str, ...]]:
        path = f"{self._repo}/actions/runs"
        runs = self.rest.listed(path, UNREADABLE, inside="workflow_runs", head_sha=commit)
        return ((), (UNSEEN,)) if runs is None else ([run for run in runs if run.text("head_sha") == commit], ())


def _check(item: Item, runs: Sequence[Item]) -> Check:
    """A check run, with its workflow run: by the page that shows it, or by its suite, where GitHub names one."""
    status, conclusion = item.text("status"), item.maybe_text("conclusion")
    said = conclusion if status == COMPLETED else status
    url = item.maybe_text("html_url") or item.maybe_text("details_url")
    numbers = RUN.search(url)
    suite = item.item("check_suite").maybe_number("id")
    of_suite = [run.number("id") for run in runs if suite > 0 and run.maybe_number("check_suite_id") == suite]
    return Check(
        item.text("name"),
        STATES.get(said, State.UNKNOWN),
        said,
        url,
        str(item.item("app").maybe_number("id") or ""),
        job=item.number("id"),
        run=of_suite[0] if of_suite else int(numbers[1]) if numbers else 0,
    )


def _of_run(run: Item) -> Check:
    """A workflow run as a check."""
    status, conclusion = run.text("status"), run.maybe_text("conclusion")
    said = conclusion if status == COMPLETED else status
    name = run.maybe_text("name") or run.maybe_text("path")
    if not name:
        raise CannotMeasure(f"a workflow run has no name in the response to {run.place}", "check the run on GitHub")
    state = STATES.get(said, State.UNKNOWN)
    return Check(f"workflow {name}", state, said, run.maybe_text("html_url"), run=run.number("id"))
