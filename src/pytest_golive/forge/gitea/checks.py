"""The checks of a commit on Gitea or Forgejo: commit statuses, which its own Actions set, too."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from pytest_golive.forge.asking.items import Item
from pytest_golive.forge.asking.rest import Rest
from pytest_golive.forge.asking.trouble import FORBIDDEN, NOT_FOUND
from pytest_golive.forge.github.checks import RUN
from pytest_golive.forge.pipeline.observed import Observed
from pytest_golive.forge.words import STATES, Check, Project, Required, State

NO_COMMIT = (NOT_FOUND, 422)
UNREADABLE = (FORBIDDEN, NOT_FOUND)


@dataclass(frozen=True, slots=True)
class GiteaChecks:
    """Reads the checks of one repository."""

    rest: Rest
    path: str

    @property
    def _repo(self) -> str:
        return f"/repos/{self.path}"

    def project(self) -> Project:
        """The repository."""
        item = self.rest.needed(self._repo)
        return Project(item.text("full_name"), item.text("default_branch"), item.text("html_url"))

    def observed(self, commit: str) -> Observed | None:
        """See `Pipelines.observed`.

        All statuses are read, because the combined state of a commit without any is "pending".
        """
        known = self.rest.item(f"{self._repo}/git/commits/{commit}", NO_COMMIT, stat="false", files="false")
        if known is None or known.text("sha") != commit:
            return None
        reported: dict[str, list[tuple[int, Check]]] = {}
        # Not below /commits: there a branch whose name is that of the commit stands for it, with its own statuses.
        for item in self.rest.items(f"{self._repo}/statuses/{commit}", size="limit"):
            if not item.text("url").endswith(f"/statuses/{commit}"):
                continue
            number, check = item.number("id"), _check(item)
            reported.setdefault(check.name, []).append((number, check))
        return Observed(tuple(_last(each) for each in reported.values()))

    def required(self, branch: str) -> Required:
        """The patterns of contexts that the branch's protection requires."""
        item = self.rest.item(f"{self._repo}/branches/{quote(branch)}", UNREADABLE)
        if item is None:
            return Required(unreadable=f"there is no branch {branch!r}, or this token may not read it")
        names = item.texts("status_check_contexts") if item.truth("enable_status_check") else []
        return Required(tuple(names), f"the protection of {branch}")


def _last(attempts: list[tuple[int, Check]]) -> Check:
    """The last attempt at one check. A skipped one is none: what failed before it has still failed."""
    *earlier, last = (check for _, check in sorted(attempts, key=lambda one: one[0]))
    tried = [check for check in earlier if check.state is not State.SKIPPED]
    has_failed = last.state is State.SKIPPED and tried and tried[-1].state not in {State.GREEN, State.NEUTRAL}
    return tried[-1] if has_failed else last


def _check(item: Item) -> Check:
    said = item.text("status")
    url = item.maybe_text("target_url")
    run = RUN.search(url)
    return Check(item.text("context"), STATES.get(said, State.UNKNOWN), said, url, run=int(run[1]) if run else 0)
