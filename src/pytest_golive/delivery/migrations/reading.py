"""Finds the migrations of a project among its files, and reads those that the release before does not have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence

from pytest_golive.delivery.migrations import alembic, django, flyway
from pytest_golive.delivery.migrations.result import Migration, Reversibility
from pytest_golive.errors import CannotMeasure, NotSetUp


def read_migrations(paths: Sequence[str], read: Callable[[str], str], new: Collection[str]) -> Reversibility:
    """Whether what migrates a database since the release before can be undone.

    Args:
        paths: all tracked files.
        read: returns the text of one; it raises CannotMeasure if that is no text.
        new: the paths whose content the release before does not have there.

    Raises:
        NotSetUp: there is no migration of a tool that is known.
        CannotMeasure: a new migration cannot be read.
    """
    total: Counter[str] = Counter()
    found: list[Migration] = []
    undoing = [path for path in paths if flyway.is_one(path)]
    for path in paths:
        for migration in _in(path, undoing, read, is_new=path in new):
            total[migration.tool] += 1
            if path in new:
                found.append(migration)
    if not total:
        raise NotSetUp(
            "no file is a migration of Alembic, Django or Flyway, so whether the database can go back is not known",
            'say it: [tool.golive.rollback.migrations] reversible = "always" or "never", with a reason; without a '
            "database, say that in [tool.golive.not_applicable]",
        )
    return Reversibility(tuple(found), total)


def _in(path: str, others: Sequence[str], read: Callable[[str], str], *, is_new: bool) -> Iterator[Migration]:
    if flyway.is_one(path):
        migration = flyway.of(path, others, read)
        if migration is not None:
            yield migration
        return
    if not path.endswith(".py"):
        return
    try:
        text = read(path)
    except CannotMeasure:
        if is_new and "/migrations/" in f"/{path}":
            raise
        return
    for tool in (alembic, django):
        if tool.is_one(text) and (migration := tool.of(path, text)) is not None:
            yield migration
            return
