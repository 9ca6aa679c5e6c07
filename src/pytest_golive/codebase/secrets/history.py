"""Secrets that were added since the last release and removed again: every clone still has them."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.inventory.globs import matches_any
from pytest_golive.codebase.reading import shown
from pytest_golive.codebase.refusals import cures
from pytest_golive.codebase.secrets.contents import MISSING
from pytest_golive.codebase.secrets.engines import ENGINES, Engine
from pytest_golive.codebase.secrets.scanning import DEFAULT, Secret, blocking, described, lesser
from pytest_golive.delivery.git.history import CommitFiles, annotated_tags, commits, count_commits, days_of_commits
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding, counted
from pytest_golive.progress import Progress, silent

MESSAGE, WHAT = "COMMIT_EDITMSG", "scanning the history for secrets"  # the former as git itself calls the file


@dataclass(frozen=True, slots=True)
class SecretHistory:
    """Secrets that commits since a release added, and that the work tree no longer has.

    Attributes:
        commits: how many there are.
        since: the release's tag, or "" for the whole history.
        secrets: in the order of the commits.
    """

    commits: int
    since: str
    secrets: tuple[Secret, ...]

    @property
    def source(self) -> str:
        """What was scanned, in words."""
        return f"{counted(self.commits, 'commit')} since {self.since or 'the beginning'}"

    def blocking(self, least: str) -> tuple[Finding, ...]:
        """Findings of at least that confidence: "high", "medium" or "low"."""
        return blocking(self.secrets, least)

    def lesser(self, least: str) -> tuple[Finding, ...]:
        """The other findings: reported, but not blocking."""
        return lesser(self.secrets, least)


def scan_history(  # noqa: PLR0913 -- each is a separate source or limit
    repository: Repository,
    since: str | None,
    known: Collection[str],
    *,
    most: int,
    since_words: str = "",
    exclude: Sequence[str] = (),
    progress: Progress = silent,
    cache: ResultCache = NO_CACHE,
    engines: Sequence[str] = (DEFAULT,),
) -> SecretHistory:
    """Scan the commits after *since*, or all commits.

    Args:
        repository: the repository.
        since: the tag or commit of a release; secrets in that release itself are not reported again.
        known: identities of secrets that the work tree has, or that are allowlisted there.
        most: the highest number of commits.
        since_words: *since* in words.
        exclude: globs of paths.
        progress: shows how far it is.
        cache: keeps the findings of each blob; blobs never change.
        engines: names of the scanners.

    Raises:
        CannotMeasure: the clone is shallow, there are more commits, or a file is too large to scan.
    """
    if repository.head is None:
        return SecretHistory(0, "", ())
    if since is None and repository.is_shallow:
        raise CannotMeasure(
            "the clone is shallow and has no release tag, so secrets in older commits cannot be seen",
            "fetch the history and the tags: git fetch --unshallow --tags (actions/checkout: fetch-depth: 0)",
        )
    since_words = since_words or since or ""
    number = count_commits(repository, since)
    if number > most:
        raise CannotMeasure(
            f"there are {number:,} commits since {since_words or 'the beginning'}, "
            f"more than history_commits = {most:,}",
            "raise [tool.golive.security] history_commits, or tag the current release: git tag v1.2.0 COMMIT",
        )
    # A single commit needs only a scan of what the work tree lacks.
    found = commits(repository, since, repository.changed_tracked() if number == 1 and since is None else None)
    messages = _messages(repository, since)
    exposed: list[Secret] = []
    for engine in [ENGINES[name] for name in engines]:
        versions = _Versions(repository, engine, cache, progress)
        secrets = versions.scan(found, exclude, messages)
        so_far = set(known).union(*(secret.identities for secret in exposed))
        exposed += _exposed(found, secrets, so_far)
        exposed += _said(messages, secrets, so_far)
    return SecretHistory(number, since_words, tuple(exposed))


def _exposed(
    found: Iterable[CommitFiles], secrets: Mapping[str, Sequence[Secret]], known: set[str]
) -> Iterable[Secret]:
    """Each secret with the commit that added it."""
    for commit in found:
        before = {
            identity
            for path, blobs in commit.old.items()
            for blob in blobs
            for secret in secrets.get(f"{blob}/{path}", ())
            for identity in secret.identities
        }
        for path, blob in commit.new.items():
            for secret in secrets.get(f"{blob}/{path}", ()):
                if not secret.identities <= before | known:
                    known |= secret.identities
                    yield _told(secret, commit)


def _messages(repository: Repository, since: str | None) -> dict[str, str]:
    """The place of each message, by "name of the commit or tag/MESSAGE": every clone has these messages."""
    days = days_of_commits(repository, since)
    sources = {f"{sha}/{MESSAGE}": f"the message of commit {sha[:10]} of {day}" for sha, day in days.items()}
    tags = annotated_tags(repository, days)
    return sources | {f"{sha}/{MESSAGE}": f"the message of the tag {shown(name)}" for sha, name in tags.items()}


def _said(messages: Mapping[str, str], secrets: Mapping[str, Sequence[Secret]], known: set[str]) -> Iterable[Secret]:
    for name, where in messages.items():
        for secret in secrets.get(name, ()):
            if not secret.identities <= known:
                known |= secret.identities
                message = f"{secret.finding.message} is in {where}; every clone has it"
                yield Secret(replace(secret.finding, line=0, message=message), secret.identities)


def _told(secret: Secret, commit: CommitFiles) -> Secret:
    finding = secret.finding
    message = (
        f"{finding.message} was added by commit {commit.sha[:10]} of {commit.day}, line {finding.line} there; "
        "it was removed since, but the history keeps it"
    )
    return Secret(replace(finding, line=0, message=message), secret.identities)


class _Versions:
    """Scans the versions of files that commits added or replaced."""

    def __init__(self, repository: Repository, engine: Engine, cache: ResultCache, progress: Progress) -> None:
        self._repository = repository
        self._engine = engine
        self._cache = cache
        self._progress = progress

    def scan(
        self, found: Iterable[CommitFiles], exclude: Sequence[str], messages: Collection[str]
    ) -> dict[str, list[Secret]]:
        """The secrets by "blob/path", and by the names of *messages*."""
        names: dict[str, str] = {}
        for commit in found:
            pairs = [*commit.new.items(), *((path, blob) for path, blobs in commit.old.items() for blob in blobs)]
            names |= {f"{blob}/{path}": blob for path, blob in pairs if not matches_any(path, exclude)}
        names = {name: blob for name, blob in names.items() if name not in self._in_the_work_tree}
        names |= {name: name.partition("/")[0] for name in messages}
        answers = self._engine.cached("history", names, self._cache, self._work)
        for name, answer in answers.items():
            blob, _, path = name.partition("/")
            if answer["problem"] == MISSING:
                raise CannotMeasure(
                    f"git does not have the object {blob[:10]} of its own history",
                    "fetch it whole: git fetch --unshallow, or clone without --filter",
                )
            if answer["problem"]:
                raise CannotMeasure(
                    f"{shown(path)}, as it was in the history (git show {blob[:10]}), {answer['problem']}",
                    cures([answer["problem"]]),
                    path=path,
                )
        return {name: described(name.partition("/")[2], answer["found"]) for name, answer in answers.items()}

    @functools.cached_property
    def _in_the_work_tree(self) -> frozenset[str]:
        """Versions that are unchanged in the work tree, which is scanned itself."""
        changed = set(self._repository.changed_tracked())
        tracked = self._repository.tracked()
        return frozenset(f"{entry.blob}/{entry.path}" for entry in tracked if entry.path not in changed)

    def _work(self, names: Sequence[str]) -> Iterable[dict[str, Any]]:
        # Versions of a file in a row: they share most of their lines.
        ordered = sorted(names, key=lambda name: name.partition("/")[2])
        return self._engine.ask(self._repository.root, ordered, WHAT, self._progress, self._cache, are_objects=True)
