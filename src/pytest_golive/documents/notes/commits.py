"""The commits since a release as changes: one for each merged pull request, otherwise one for each commit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.notes.messages import CONVENTIONAL, breaks_in
from pytest_golive.masking.printing import on_one_line, printable

# A message may contain anything except NUL.
FORMAT: Final = "--format=%H%x00%P%x00%aN%x00%aE%x00%(trailers:key=Co-authored-by,valueonly)%x00%B%x00"
FIELDS: Final = 6
LONGEST: Final = 20_000  # characters of a message that are read
CLOSES: Final = re.compile(
    r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? {1,3}((?:[\w.-]{1,100}/[\w.-]{1,100})?#\d{1,9})\b", re.IGNORECASE
)
MERGED: Final = re.compile(r"Merge pull request #(\d{1,9}) from \S+|Merge branch '.{1,200}' into '.{1,200}'")
MERGE_REQUEST: Final = re.compile(r"^See merge request \S*?!(\d{1,9})$", re.MULTILINE)
NAMED: Final = re.compile(r"([^<]{1,200})<([^<>]{1,200})>")


@dataclass(frozen=True, slots=True)
class Author:
    """An author of a commit, by the name in ``.mailmap``."""

    name: str
    email: str

    @property
    def is_bot(self) -> bool:
        """Whether the name is that of a program, as forges mark them."""
        return "[bot]" in self.name or "[bot]@" in self.email


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: its full hash, parents, authors (including co-authors) and message."""

    sha: str
    parents: tuple[str, ...]
    authors: tuple[Author, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one pull request, or of one commit outside any pull request.

    Attributes:
        words: the title, without the type of Conventional Commits.
        kind: that type in lower case: "feat"; "" for none.
        scope: the scope of Conventional Commits: "api"; "" for none.
        number: of the pull request, as "#12" or "!12"; "" for none.
        sha: of the commit on the main line, in full.
        breaking: what breaks, in words; "" if the message tells of nothing.
        closes: the issues that it closes: "#7", "shop/api#7".
    """

    words: str
    kind: str
    scope: str
    number: str
    sha: str
    breaking: str
    closes: tuple[str, ...]


def commits_since(repository: Repository, since: str | None) -> tuple[Commit, ...]:
    """All commits since *since*, or since the first one, newest first.

    Raises:
        CannotMeasure: git failed.
    """
    span = f"{since}..HEAD" if since else "HEAD"
    output = repository.git("rev-list", "--topo-order", FORMAT, span, "--").decode("utf-8", "replace").split("\0")[:-1]
    return tuple(map(_read, _records(output, FIELDS)))


def _records(fields: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """The fields of each record in turn."""
    return (fields[start : start + size] for start in range(0, len(fields), size))


def _read(record: Sequence[str]) -> Commit:
    head, parents, name, email, helpers, message = record
    helped = (Author(on_one_line(match[1]), match[2].strip()) for match in NAMED.finditer(helpers))
    # Git writes a line "commit HASH" before each record.
    sha = head.rpartition("\n")[2]
    authors = _each_once((Author(on_one_line(name), email), *helped))
    return Commit(sha, tuple(parents.split()), authors, printable(message[:LONGEST]).strip())


def _each_once(authors: Iterable[Author]) -> tuple[Author, ...]:
    found: dict[str, Author] = {}
    for author in authors:
        found.setdefault(author.email.casefold(), author)
    return tuple(found.values())


def authors_of(commits: Iterable[Commit]) -> tuple[Author, ...]:
    """All authors, each once by address and by name, sorted by name."""
    by_address = _each_once(author for commit in commits for author in commit.authors)
    by_name = {author.name.casefold(): author for author in by_address}
    return tuple(by_name[name] for name in sorted(by_name))


def changes_in(commits: Sequence[Commit]) -> tuple[Change, ...]:
    """The changes that the commits make up, newest first."""
    return tuple(_changes(commits))


def _changes(commits: Sequence[Commit]) -> Iterator[Change]:
    """The changes along the main line; a merge that names no pull request stands for the commits that it merged."""
    known = {commit.sha: commit for commit in commits}
    seen: set[str] = set()
    commit = commits[0] if commits else None
    main_line: list[Commit] = []
    while commit is not None:
        main_line.append(commit)
        commit = known.get(commit.parents[0]) if commit.parents else None
    seen.update(merge.sha for merge in main_line)
    # The oldest merge first: a commit belongs to the merge that added it.
    added = {merge.sha: [*_brought(merge, known, seen)] for merge in reversed(main_line)}
    for merge in main_line:
        title, number = _merged_title(merge)
        if len(merge.parents) < 2 or title:  # noqa: PLR2004 -- a merge has two
            yield _change(merge, title, number, added[merge.sha])
        else:
            yield from (
                _change(commit_inside, "", "", ())
                for commit_inside in added[merge.sha]
                if len(commit_inside.parents) < 2  # noqa: PLR2004
            )


def _brought(merge: Commit, known: dict[str, Commit], seen: set[str]) -> Iterator[Commit]:
    """The commits that a merge added through its other parents; each commit once."""
    todo = list(reversed(merge.parents[1:]))
    while todo:
        sha = todo.pop()
        if sha in known and sha not in seen:
            seen.add(sha)
            yield known[sha]
            todo += known[sha].parents


def _merged_title(commit: Commit) -> tuple[str, str]:
    """Title and number of the pull or merge request that a merge commit names; two empty texts for none."""
    match = MERGED.match(commit.message)
    if match is None or len(commit.parents) < 2:  # noqa: PLR2004
        return "", ""
    body = [line.strip() for line in commit.message.splitlines()[1:] if line.strip()]
    request = MERGE_REQUEST.search(commit.message)
    number = f"#{match[1]}" if match[1] else f"!{request[1]}" if request else ""
    return (body[0], number) if body and number and not MERGE_REQUEST.match(body[0]) else ("", "")


def _change(commit: Commit, title: str, number: str, within: Sequence[Commit]) -> Change:
    subject = title or commit.message.partition("\n")[0].strip()
    match = CONVENTIONAL.fullmatch(subject)
    kind, scope, _, words = match.groups() if match else ("", "", "", subject)
    messages = [commit.message, *(inner.message for inner in within)]
    breaking = breaks_in((subject, *messages))
    squashed = re.search(r" \((#\d{1,9})\)$", words)
    return Change(
        words.removesuffix(squashed[0]) if squashed else words,
        kind.lower(),
        scope or "",
        number or (squashed[1] if squashed else ""),
        commit.sha,
        "; ".join(breaking),
        tuple(dict.fromkeys(issue for message in messages for issue in CLOSES.findall(message))),
    )
