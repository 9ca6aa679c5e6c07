"""States of a pipeline, in words that all forges share, and what each of them must come to."""

from __future__ import annotations

from dataclasses import replace

from faked_forges import FakeGitea, FakeGitHub, FakeGitLab

from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.pipeline.judging import Rules
from pytest_golive.forge.pipeline.measuring import Wait, measure
from pytest_golive.forge.pipeline.own import Own

WORDS = {
    "github": {"green": "success", "red": "failure", "running": "in_progress", "queued": "queued"},
    "gitlab": {"green": "success", "red": "failed", "running": "running", "queued": "pending", "cancelled": "canceled"},
    "gitea": {"green": "success", "red": "failure", "running": "pending", "queued": "pending", "cancelled": "error"},
}
RUN = 7  # of the run that the checks belong to


class Stage:
    """A forge on which checks ran on two commits of one branch: the release and the one before.

    Attributes:
        kind: of the forge.
        commits: by "release" and "before", their full names.
        ran_on: by the same, the checks (name, how) in their order.
    """

    kind = ""

    def __init__(self, opened, commits) -> None:
        self.opened = opened
        self.commits = commits
        self.ran_on = {"before": [], "release": []}
        self.rules = Rules()
        self.own = Own()

    def ran(self, *checks, on="release"):
        """Checks ran: "build" was green; "lint: red" was not."""
        for each in checks:
            name, _, how = each.partition(": ")
            self.ran_on[on].append((name, WORDS[self.kind].get(how or "green", how)))
        self.report(on)

    def says(self, **more):
        """The settings say more."""
        self.rules = replace(self.rules, **more)

    def is_part_of(self, *names):
        """This run is the first of these jobs; the others wait for it."""
        self.own = Own("CI", run=RUN, names=frozenset(names))

    def forget(self):
        """The release was never pushed."""
        self.commits["release"] = "3" * 40

    def demands(self, *names):
        """The forge requires these, or the settings say that nothing else counts."""
        self.requires(*names)

    def outcome(self):
        """What the row comes to: "green", findings, or "? " and why nobody knows."""
        try:
            found = measure(
                self.opened,
                [self.commits["release"]],
                [self.commits["before"]],
                "",
                self.rules,
                self.own,
                Wait(0.0),
            )
            number, doubt = found.total, found.doubt()
        except CannotMeasure as error:
            return f"? {error.what}"
        if found.not_green:
            return "; ".join(finding.message.partition(" (http")[0] for finding in found.not_green)
        return f"? {doubt.what}" if doubt else f"green, {number} of {number}"


class OnGitHub(Stage):
    kind = "github"

    def __init__(self, opened, commits, fake: FakeGitHub) -> None:
        super().__init__(opened, commits)
        self.fake = fake

    def report(self, on):
        self.fake.has(self.commits[on], *self.ran_on[on])

    def requires(self, *names):
        self.fake.requires(*names)


class OnGitLab(OnGitHub):
    kind = "gitlab"

    def report(self, on):
        last = dict(self.ran_on[on])  # GitLab leaves out what was tried again
        told = [(name, said, {"pipeline_id": RUN}) for name, said in last.items()]
        whole = next((one for one in ("running", "failed", "canceled", "success") if one in last.values()), "skipped")
        self.fake.has(self.commits[on], *told, pipelines=[(RUN, whole)] if told else [])

    def requires(self, *names):
        self.says(required=names)  # GitLab knows no required jobs

    def demands(self, *names):
        self.says(required=names, optional=("*",))

    def is_part_of(self, *names):
        numbers = {name: number for number, (name, _) in enumerate(dict(self.ran_on["release"]).items(), 1)}
        self.own = Own("GitLab CI", run=RUN, job=numbers[names[0]])
        waiting = [(name, "created" if name in names[1:] else said) for name, said in self.ran_on["release"]]
        self.ran_on["release"] = waiting
        self.report("release")


class OnGitea(OnGitHub):
    kind = "gitea"

    def report(self, on):
        super().report(on)
        for status in self.fake.answers[f"/repos/shop/shop/statuses/{self.commits[on]}"]:
            status["target_url"] = f"https://git.example/shop/shop/actions/runs/{RUN}/jobs/0"


ON = {FakeGitHub: OnGitHub, FakeGitLab: OnGitLab, FakeGitea: OnGitea}
