"""Finds words in real comments: not in strings, identifiers or docstrings."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pytest_golive.codebase.cache import NO_CACHE, Answer, ResultCache
from pytest_golive.codebase.installed import version_of
from pytest_golive.codebase.inventory.languages.languages import with_comments
from pytest_golive.codebase.inventory.taking import Inventory
from pytest_golive.codebase.seen import digests_of
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding, counted
from pytest_golive.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class CommentScan:
    """The words found in comments.

    Attributes:
        files: how many were searched.
        findings: one for each line of a comment with one of the words.
        allowed: how many more there are that a pattern allows.
        left_out: which files were not searched, in words; "" if there are none.
    """

    files: int
    findings: tuple[Finding, ...]
    allowed: int
    left_out: str = ""

    @property
    def source(self) -> str:
        """What was searched, in words."""
        allowed = f", {self.allowed:,} allowed" if self.allowed else ""
        left_out = f"; left out: {self.left_out}" if self.left_out else ""
        return f"comments of {counted(self.files, 'file')}{allowed}{left_out}"


def find_words(  # noqa: PLR0913 -- what to find, where, and helpers
    inventory: Inventory,
    words: Sequence[str],
    *,
    allow: Sequence[str] = (),
    paths: Collection[str] | None = None,
    progress: Progress = silent,
    cache: ResultCache = NO_CACHE,
) -> CommentScan:
    """Find *words* in comments: exact, or in another case where they are notes; see `notes`.

    Args:
        inventory: the files.
        words: such as the usual words for notes.
        allow: regular expressions; a note is allowed, and counted, if one of them matches its word and the text after
            it.
        paths: only these files; None for all source files, and all other files with comments.
        progress: reports the progress.
        cache: keeps the results.

    Raises:
        CannotMeasure: there is no source file, one cannot be read, or one with a word is too large for a lexer.
    """
    if paths is None:
        inventory.require_files()
        inventory.require_seen(lambda entry: with_comments(entry.path) is not None)
    files = [file for file in (*inventory.files, *inventory.annotated) if paths is None or file.path in paths]
    if not files or not words:
        raise CannotMeasure("no file or no word to search for is given", "set them in [tool.golive]")
    named = {file.path: file for file in files}
    # A file whose digest is known usually contains nothing, and is not read again.
    digests = digests_of(inventory.root, named) if cache.folder else dict.fromkeys(named, "")
    about = f"Pygments {version_of('Pygments')}; {[*words]} but {[*allow]}"
    name = f"comments-{hashlib.sha256(about.encode()).hexdigest()[:8]}"

    def look(missing: Sequence[str]) -> Iterator[Answer]:
        from pytest_golive.codebase.comments.notes import Words
        from pytest_golive.codebase.comments.searching import Search

        search = Search(inventory.root, Words(words, allow))
        for number, path in enumerate(missing):
            progress("reading comments", number, len(missing))
            yield search.notes(named[path])

    answers = cache.through(name, about, digests, look)
    notes = [answers[path] for path in named]
    rows = [(note["path"], *row) for note in notes for row in note["found"]]
    findings = (Finding(path, line, word, text, key=key, moves=True) for path, line, word, text, key in rows)
    left_out = "" if inventory.summary == "nothing" else inventory.summary
    return CommentScan(len(files), tuple(findings), sum(note["allowed"] for note in notes), left_out)
