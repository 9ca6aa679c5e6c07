"""Lists the branches and tags of a remote repository; nothing in the clone changes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from pytest_golive.delivery.apart import apart
from pytest_golive.delivery.git.program import Git
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.published.unreachable import unreachable
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.masking.foreign import quotable

BRANCHES, TAGS, PEELED = "refs/heads/", "refs/tags/", "^{}"
SETTING = "[tool.golive.deployment]"
SHOWN = 5
# Options of a fetch that changes no ref, no FETCH_HEAD and no configuration of the clone.
FETCH = (
    "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-prune", "--no-auto-maintenance",
    "--refmap=",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remote:
    """The state of a remote repository.

    Attributes:
        name: its name in this clone: "origin".
        url: its address, without credentials.
        default: the branch that its HEAD names; "" if it names none.
        branches: full commit hashes, by name.
        tags: full hashes of its tags' objects (tag objects or commits), by name.
        commits: full hashes of the commits that they mark, by name of the tag.
    """

    name: str
    url: str
    default: str = ""
    branches: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    commits: Mapping[str, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The command that listed it, for evidence."""
        return f"git ls-remote {self.name} ({self.url})"

    def chosen(self, globs: Sequence[str]) -> dict[str, str]:
        """The branches from which releases are made, with their commits.

        Args:
            globs: patterns of their names; () for the default branch.

        Raises:
            CannotMeasure: there is none.
        """
        if globs:
            branches = {
                name: sha for name, sha in self.branches.items() if any(fnmatchcase(name, one) for one in globs)
            }
        else:
            branches = {name: sha for name, sha in self.branches.items() if name == self.default}
        if not branches:
            missing = f"no branch {' or '.join(globs)}" if globs else "no default branch that exists"
            more = f" and {len(self.branches) - SHOWN} more" if len(self.branches) > SHOWN else ""
            raise CannotMeasure(
                f"{self.name} has {missing}; its branches: {', '.join(sorted(self.branches)[:SHOWN]) or 'none'}{more}",
                f'name the branches of releases: branches = ["main", "release/*"] in {SETTING}',
            )
        return branches


def ask(repository: Repository, name: str) -> Remote:
    """The current state of the remote *name*.

    Raises:
        NotSetUp: the clone has no such remote.
        CannotMeasure: it cannot be reached; each reason has its own fix.
    """
    if repository.program.ask("config", "--get-all", f"remote.{name}.url") is None:
        others = os.fsdecode(repository.git("remote")).split()
        cure = f'remote = "{others[0]}" in {SETTING}' if others else f"git remote add {name} URL"
        raise NotSetUp(f"this clone has no remote {name!r}, so its branches and tags are unknown", cure)
    git = replace(repository.program, is_reaching=True)
    url = quotable(os.fsdecode(git.run("ls-remote", "--get-url", name)).strip())
    default = ""
    for line in _asked(git, name, url, "ls-remote", "--symref", name, "HEAD"):
        if line.startswith("ref: ") and line.endswith("\tHEAD"):
            default = line.removeprefix("ref: ").removesuffix("\tHEAD").removeprefix(BRANCHES)
    lines = (line.partition("\t") for line in _asked(git, name, url, "ls-remote", "--heads", "--tags", name))
    refs = {ref: sha for sha, _, ref in lines}
    tags = {ref.removeprefix(TAGS): sha for ref, sha in refs.items() if ref.startswith(TAGS)}
    return Remote(
        name,
        url,
        default,
        {ref.removeprefix(BRANCHES): sha for ref, sha in refs.items() if ref.startswith(BRANCHES)},
        {tag: sha for tag, sha in tags.items() if not tag.endswith(PEELED)},
        {tag.removesuffix(PEELED): tags.get(f"{tag}{PEELED}", sha) for tag, sha in tags.items()},
    )


@contextlib.contextmanager
def having(repository: Repository, remote: Remote, branches: Mapping[str, str]) -> Iterator[Git]:
    """Git that knows the commits of *branches*: those that the clone lacks are fetched into a separate folder.

    Raises:
        CannotMeasure: they cannot be fetched.
    """
    # Unlike other commands, this one does not make a partial clone fetch missing objects.
    known = repository.git(
        "rev-list", "--missing=allow-any", "--ignore-missing", "--no-walk", "HEAD", *branches.values()
    )
    lacking = [name for name, sha in branches.items() if sha not in known.decode().split()]
    if not lacking:
        yield repository.program
        return
    with apart(repository) as git:
        reaching = replace(git, is_reaching=True)
        never = ("-c", f"remote.{remote.name}.followRemoteHEAD=never")
        _asked(
            replace(reaching, options=(*git.options, *never)), remote.name, remote.url,
            "fetch", *FETCH, remote.name, *(f"{BRANCHES}{name}" for name in lacking),
        )  # fmt: skip
        yield git


def _asked(git: Git, name: str, url: str, *args: str) -> list[str]:
    status, output, errors = git.tried(*args)
    if status:
        raise unreachable(name, url, quotable(errors.decode("utf-8", "replace")))
    return os.fsdecode(output).splitlines()
