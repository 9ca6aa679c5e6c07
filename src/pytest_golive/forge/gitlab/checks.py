"""The checks of a commit on GitLab: the jobs of its last pipelines, and statuses that others report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from pytest_golive.forge.asking.items import Item
from pytest_golive.forge.asking.rest import Rest
from pytest_golive.forge.asking.trouble import FORBIDDEN, NOT_FOUND
from pytest_golive.forge.pipeline.observed import Observed
from pytest_golive.forge.words import PASSED, STATES, Check, Project, Required, State

CHILD = "parent_pipeline"
OTHERS = frozenset({CHILD, "external"})  # sources of pipelines whose jobs are no attempts at those of others
SKIPPED = "skipped"
UNSEEN = "the token may not read pipelines, or the project has none, so those that could not start are not seen"
UNSEEN_CHILDREN = "the token may not read which child pipelines there are, so they are not seen"
MAY_FAIL = frozenset({State.RED, State.SKIPPED})


@dataclass(frozen=True, slots=True)
class GitLabChecks:
    """Reads the checks of one project."""

    rest: Rest
    path: str

    @property
    def _project(self) -> str:
        return f"/projects/{quote(self.path, safe='')}"

    def project(self) -> Project:
        """The project."""
        item = self.rest.needed(self._project)
        return Project(item.text("path_with_namespace"), item.text("default_branch"), item.text("web_url"))

    def observed(self, commit: str) -> Observed | None:
        """See `Pipelines.observed`."""
        known = self.rest.item(f"{self._project}/repository/commits/{commit}", (NOT_FOUND,))
        if known is None or known.text("id") != commit:
            return None
        listed = self.rest.listed(f"{self._project}/pipelines", (FORBIDDEN,), sha=commit)
        pipelines = [item for item in listed or () if item.text("sha") == commit]
        last, older = _parted(pipelines)
        statuses = self.rest.items(f"{self._project}/repository/commits/{commit}/statuses")
        reported = [_Job(_check(item), item.maybe_text("ref")) for item in statuses if item.text("sha") == commit]
        jobs = [job for job in reported if job.check.run not in older or job.check.state not in PASSED]
        tried = {item.number("id") for item in pipelines if item.maybe_text("source") not in OTHERS}
        counted = [job.check for job in jobs if not any(_ran_again(job, other, tried) for other in reported)]
        whole = [_of_pipeline(item, [job.check for job in jobs]) for item in last]
        children, notes = self._children([item.number("id") for item in last], commit)
        shown = {check.run for check in whole if check}
        checks = (*counted, *filter(None, whole), *(child for child in children if child.run not in shown))
        return Observed(checks, (*(() if listed is not None else (UNSEEN,)), *notes))

    def _children(self, parents: Sequence[int], commit: str) -> tuple[list[Check], tuple[str, ...]]:
        """The child pipelines of *parents*, and theirs: a parent that does not wait for them says nothing of them."""
        found: dict[int, Check] = {}
        todo, notes = list(parents), dict[str, None]()
        while todo:
            path = f"{self._project}/pipelines/{todo.pop()}/bridges"
            bridges = self.rest.listed(path, (FORBIDDEN, NOT_FOUND))
            notes |= {UNSEEN_CHILDREN: None} if bridges is None else {}
            for bridge in bridges or ():
                child = bridge.item("downstream_pipeline")
                if child.maybe_text("sha") != commit or child.number("id") in found:
                    continue  # none yet, or a pipeline of another project
                check = _of_pipeline(child, ())
                if check:
                    found[check.run] = replace(check, may_fail=bridge.truth("allow_failure"))
                    todo.append(check.run)
        return list(found.values()), tuple(notes)

    def required(self, branch: str) -> Required:  # noqa: ARG002 -- the same signature for all forges
        """GitLab requires whole pipelines, never single jobs by name, so all checks count."""
        return Required()


@dataclass(frozen=True, slots=True)
class _Job:
    """A job, and the branch or tag that it ran for."""

    check: Check
    ref: str


def _ran_again(job: _Job, other: _Job, tried: set[int]) -> bool:
    """Whether *other* is a later attempt at the same, in another pipeline; a skipped one is none.

    Only the pipelines *tried* have attempts: a child, which GitLab does not list, has jobs of its own, and anybody who
    may push can report a status of any name, with a pipeline for it.
    """
    is_later = job.check.run < other.check.run and {job.check.run, other.check.run} <= tried
    is_same = (job.check.name, job.ref) == (other.check.name, other.ref)
    return is_later and is_same and other.check.state is not State.SKIPPED


def _check(item: Item) -> Check:
    said = item.text("status")
    return Check(
        item.text("name"),
        STATES.get(said, State.UNKNOWN),
        said,
        item.maybe_text("target_url"),
        may_fail=item.truth("allow_failure"),
        job=item.number("id"),
        run=item.maybe_number("pipeline_id"),
    )


def _parted(pipelines: Sequence[Item]) -> tuple[list[Item], set[int]]:
    """Of each branch or tag the last pipeline of one source, and the numbers of those before.

    A pipeline of a schedule, say, may have other jobs than that of a push, so it does not stand for it. Children are
    parts of another, and none stands for any other.
    """
    last: dict[tuple[str, str], Item] = {}
    older: set[int] = set()
    for item in sorted(pipelines, key=lambda one: one.number("id")):
        key = item.text("ref"), item.maybe_text("source")
        if key[1] == CHILD:
            last[f"{item.number('id')}", CHILD] = item
            continue
        if key in last and item.text("status") == SKIPPED:
            continue
        if key in last:
            older.add(last[key].number("id"))
        last[key] = item
    return list(last.values()), older


def _of_pipeline(item: Item, jobs: Sequence[Check]) -> Check | None:
    """The pipeline as a check, if its jobs do not show why it is not green: its file is invalid, for example."""
    said, number = item.text("status"), item.number("id")
    state = STATES.get(said, State.UNKNOWN)
    own = [job for job in jobs if job.run == number]
    if state is State.GREEN and own:
        return None
    if any(job.state is not State.GREEN and not (job.may_fail and job.state in MAY_FAIL) for job in own):
        return None
    return Check(f"pipeline {number}", state, said, item.maybe_text("web_url"), run=number)
