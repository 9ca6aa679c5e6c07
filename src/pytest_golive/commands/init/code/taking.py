"""What the inventory says of the code, by which the rows judge later."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pytest_golive.codebase.inventory.generated import is_generated_name, is_vendored_name
from pytest_golive.codebase.inventory.taking import Inventory, take_inventory
from pytest_golive.commands.init.guessing import is_source
from pytest_golive.commands.init.observed import content_of
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure
from pytest_golive.settings.code_quality.limits import CodeQuality
from pytest_golive.testrun.project.product import sort_product

HEAD: Final = 8000  # bytes in which a file says that it is generated
MOST: Final = 50_000  # files whose lines are counted


@dataclass(frozen=True, slots=True)
class Code:
    """The code of a project.

    Attributes:
        aside: files that are no product of it: generated, vendored, tests, examples and more.
        is_there: whether there is any source that the rows can judge.
        files: how many source files there are; long: how many of them have more lines than the default limit.
    """

    aside: frozenset[str] = frozenset()
    is_there: bool = False
    files: int = 0
    long: int = 0


NO_CODE: Final = Code()


def code_of(repository: Repository, paths: Sequence[str]) -> Code:
    """The code among *paths*, which are tracked files, and new ones that nobody ignores."""
    try:
        inventory = take_inventory(repository)
    except CannotMeasure:  # nothing is tracked yet
        return Code(_new(repository.root, paths), is_there=any(map(is_source, paths)))
    tracked = [*inventory.tracked, *(path for left in inventory.left_out for path in left.paths)]
    product = sort_product(inventory, tracked)
    known = frozenset(tracked)
    new = [path for path in paths if path not in known]
    aside = {*known} - {*product.files}
    limit = CodeQuality().max_lines
    return Code(
        frozenset(aside) | _new(repository.root, new),
        bool(inventory.files) or any(map(is_source, new)),
        len(inventory.files),
        sum(_lines(inventory, source.path) > limit for source in inventory.files[:MOST]),
    )


def _new(root: Path, paths: Collection[str]) -> frozenset[str]:
    """Those of *paths* that others wrote, by their names and their first lines; git tracks none of them."""
    from pytest_golive.codebase.inventory.generated_marker import has_marker

    return frozenset(
        path
        for path in paths
        if is_generated_name(path) or is_vendored_name(path) or has_marker(content_of(root / path)[:HEAD])
    )


def _lines(inventory: Inventory, path: str) -> int:
    return content_of(inventory.root / path).count(b"\n")
