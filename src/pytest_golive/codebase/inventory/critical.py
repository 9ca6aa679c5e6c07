"""The files that the critical globs match, including the targets of links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pytest_golive.codebase.inventory.many_globs import ManyGlobs
from pytest_golive.codebase.inventory.source_files import SourceFile
from pytest_golive.codebase.inventory.taking import Inventory
from pytest_golive.codebase.inventory.unseen import Unseen
from pytest_golive.codebase.reading import shown
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.findings import counted


@dataclass(frozen=True, slots=True)
class Critical:
    """The files that the globs match.

    Attributes:
        files: source files, in path order.
        annotated: files with comments that are not source, in path order.
        left_out: other matching files, which are not judged, in words: "1 generated"; "" if there are none.
    """

    files: tuple[SourceFile, ...]
    annotated: tuple[SourceFile, ...]
    left_out: str

    @property
    def paths(self) -> frozenset[str]:
        """The paths of all files with comments."""
        return frozenset(file.path for file in (*self.files, *self.annotated))

    def require_source(self) -> tuple[SourceFile, ...]:
        """The source files.

        Raises:
            CannotMeasure: there are none.
        """
        if not self.files:
            raise CannotMeasure(
                f"[tool.golive] critical names no source file, only {counted(len(self.annotated), 'data file')}",
                "name the code that reads them as well, or add them to [tool.golive.code_quality] include",
            )
        return self.files


def choose_critical(inventory: Inventory, critical: Sequence[str]) -> Critical:
    """The files that *critical* (globs) match; for a link, its target.

    Raises:
        NotSetUp: no glob is given.
        CannotMeasure: a glob matches no judged file, because a misspelled one must not make a gate pass; or it
            matches something that cannot be read.
    """
    if not critical:
        raise NotSetUp(
            "the settings name no critical files",
            'name some: [tool.golive] critical = ["src/shop/pay.py", "src/shop/auth/**"]; golive init proposes some',
        )
    globs = ManyGlobs(critical)
    inventory.require_seen(lambda entry: _may_mean(critical, globs, entry))
    known = {file.path: file for file in (*inventory.files, *inventory.annotated)}
    meant = {path: set(globs.matching(path)) for path in known}
    for glob, path in _through_links(inventory, critical, globs, [*known]):
        meant[path].add(glob)
    used = set().union(*meant.values())
    for glob in critical:
        if glob not in used:
            raise _means_nothing(inventory, glob)
    chosen = {path for path, by in meant.items() if by}
    return Critical(
        tuple(file for file in inventory.files if file.path in chosen),
        tuple(file for file in inventory.annotated if file.path in chosen),
        ", ".join(f"{count:,} {reason}" for reason, count in _left_out(inventory, globs).items()),
    )


def _may_mean(critical: Sequence[str], globs: ManyGlobs, entry: Unseen) -> bool:
    """Whether the globs may match an entry that cannot be read, or a file below it."""
    return globs.any(entry.path) or (entry.is_folder and any(_leads_below(glob, entry.path) for glob in critical))


def _leads_below(glob: str, folder: str) -> bool:
    return glob.removeprefix("./").lstrip("/").startswith(f"{folder}/")


def _through_links(
    inventory: Inventory, critical: Sequence[str], globs: ManyGlobs, paths: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Each glob that matches a file through a link, and the file's own path."""
    for link, target in inventory.links:
        asked = {*globs.matching(link), *(glob for glob in critical if _leads_below(glob, link))}
        if not asked:
            continue
        reached = ManyGlobs(asked)
        below = "" if target == "." else f"{target}/"
        for path in paths:
            if path == target:
                yield from ((glob, path) for glob in globs.matching(link))
            elif path.startswith(below):
                yield from ((glob, path) for glob in reached.matching(f"{link}/{path[len(below) :]}"))


def _left_out(inventory: Inventory, globs: ManyGlobs) -> dict[str, int]:
    """How many files that *globs* match are left out, by reason; links are judged at their targets."""
    counts = {left.reason: sum(map(globs.any, left.paths)) for left in inventory.left_out if left.reason != "link"}
    return {reason: count for reason, count in counts.items() if count}


def _means_nothing(inventory: Inventory, glob: str) -> CannotMeasure:
    alone = ManyGlobs((glob,))
    left_out = _left_out(inventory, alone)
    words = ", ".join(f"{count:,} {reason}" for reason, count in left_out.items())
    cure = "correct the glob, or remove it"
    led = next((target for link, target in inventory.links if alone.any(link)), "")
    if led:
        words, cure = f"a link to {shown(led)}, which is left out", "name a file that is judged, or remove the glob"
    elif "excluded" in left_out:
        cure = "remove it from exclude or from critical"
    elif left_out.keys() & {"generated", "vendored"}:
        cure = "add it to [tool.golive.code_quality] include"
    return CannotMeasure(
        f"[tool.golive] critical names {shown(glob)!r}, which matches no tracked source file"
        + (f" (left out: {words})" if words else ""),
        cure,
    )
