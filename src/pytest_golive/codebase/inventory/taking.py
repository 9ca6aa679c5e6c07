"""Which tracked files are source, and which are left out and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.codebase.inventory import unseen
from pytest_golive.codebase.inventory.languages import languages
from pytest_golive.codebase.inventory.languages.notebooks import SUFFIX, has_python
from pytest_golive.codebase.inventory.source_files import Sorter, SourceFile, look_once
from pytest_golive.codebase.inventory.unseen import Unseen
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure

PYTHON = (".py", ".pyw", SUFFIX)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Files that are not judged, and why: "generated", "vendored", "binary", "excluded", "link", …"""

    reason: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inventory:
    """The tracked files.

    Attributes:
        root: the project's folder.
        files: source files, in path order.
        tracked: every tracked regular file that exists, whatever its content, without excluded ones.
        left_out: source files that are not in *files*, and entries that are not regular files.
        unseen: tracked entries that are not left out, but cannot be read as they are.
        annotated: files with comments that are not source, such as YAML; in path order.
        links: links to tracked files and folders, with the path of each target; "." is the root.
    """

    root: Path
    files: tuple[SourceFile, ...]
    tracked: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    unseen: tuple[Unseen, ...] = ()
    annotated: tuple[SourceFile, ...] = ()
    links: tuple[tuple[str, str], ...] = ()

    @property
    def summary(self) -> str:
        """What was left out, in words: "12 generated, 1 submodule (libs/x), 3 vendored"."""
        words = {left.reason: f"{len(left.paths):,} {left.reason}" for left in self.left_out}
        words |= unseen.named(self.unseen)
        return ", ".join(words[reason] for reason in sorted(words)) or "nothing"

    def require_files(self) -> tuple[SourceFile, ...]:
        """The source files.

        Raises:
            CannotMeasure: there are none, or some cannot be read.
        """
        self.require_seen()
        if not self.files:
            raise CannotMeasure(
                f"no source file is left among {len(self.tracked):,} tracked files (left out: {self.summary})",
                "commit the code, or correct include and exclude",
            )
        return self.files

    def require_seen(self, is_wanted: Callable[[Unseen], bool] = lambda entry: entry.is_source) -> None:
        """Check that everything to be judged can be read: by default, all source.

        Raises:
            CannotMeasure: something cannot be read; the message says why, and what to do.
        """
        unseen.require_none([entry for entry in self.unseen if is_wanted(entry)])


@dataclass(frozen=True, slots=True)
class Exposed:
    """Every tracked file that an attacker could read.

    Attributes:
        paths: of the existing regular files, in path order.
        left_out: what is not scanned, in words: "3 excluded"; "" for nothing.
        unseen: what is tracked, not excluded, and cannot be read as it is.
        links: links to tracked files and folders, with the path of each target; "." is the root.
    """

    paths: tuple[str, ...]
    left_out: str = ""
    unseen: tuple[Unseen, ...] = ()
    links: tuple[tuple[str, str], ...] = ()

    def require_text(self) -> None:
        """Check that nothing is unseen that could contain a secret.

        A link contains none: its target is not in the repository.

        Raises:
            CannotMeasure: something cannot be read; the message says why, and what to do.
        """
        readable = [entry for entry in self.unseen if entry.reason != unseen.LINK_AWAY]
        unseen.require_none(
            [
                entry
                for entry in readable
                if (entry.is_source if entry.reason == unseen.POINTER else not languages.is_binary(entry.path))
            ]
        )

    def require_python(self, root: Path) -> list[str]:
        """The files with Python in them, in the project's folder *root*: modules, scripts and notebooks.

        Raises:
            CannotMeasure: some are unseen; the message says why, and what to do.
        """
        unseen.require_none([entry for entry in self.unseen if entry.is_folder or entry.path.endswith(PYTHON)])
        named = [path for path in self.paths if path.endswith(PYTHON)]
        return [path for path in named if not path.endswith(SUFFIX) or has_python(root, path)]


def take_inventory(repository: Repository, *, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> Inventory:
    """Classify the tracked files.

    Args:
        repository: decides what is tracked.
        include: globs for files that count as source whatever their type.
        exclude: globs for files that are ignored; they have priority over *include*.

    Raises:
        CannotMeasure: nothing is tracked, or a tracked file cannot be read.
    """
    sorter = Sorter(repository, include, exclude)
    candidates = [source for path in sorter.tree.regular if (source := sorter.as_source(path)) is not None]
    ours = sorter.ours(candidates)
    left_out = tuple(LeftOut(reason, tuple(paths)) for reason, paths in sorted(sorter.tree.left_out.items()))
    return Inventory(
        repository.root,
        tuple(source for source in ours if sorter.counts(source.path)),
        tuple(sorter.tree.regular),
        left_out,
        tuple(sorter.tree.unseen),
        tuple(source for source in ours if not sorter.counts(source.path)),
        tuple(sorter.tree.links.items()),
    )


def list_tracked(repository: Repository, exclude: Sequence[str] = ()) -> Exposed:
    """Every tracked regular file that exists and is not excluded, of any content."""
    tree = look_once(repository, exclude)
    words = [f"{len(paths):,} {reason}" for reason, paths in sorted(tree.left_out.items())]
    words += unseen.named(tree.unseen).values()
    return Exposed(tuple(tree.regular), ", ".join(words), tuple(tree.unseen), tuple(tree.links.items()))
