"""What child processes must not inherit: credentials, and variables that tie git to another repository."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping

from pytest_golive.keeping.alive import MARK
from pytest_golive.keeping.scope import SCOPE
from pytest_golive.masking.known import MASK

# Git sets these for hooks, aliases and filters, and they override the folder in which git starts: a test that creates
# a repository of its own would commit into the user's. `git rev-parse --local-env-vars` lists most of them.
# GIT_CONFIG_COUNT and its pairs are not among them: CI systems set them, not git, and they name no repository.
PLACES = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_CONFIG",
        "GIT_CONFIG_PARAMETERS",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_INDEX_VERSION",
        "GIT_INTERNAL_SUPER_PREFIX",
        "GIT_NAMESPACE",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_QUARANTINE_PATH",
        "GIT_REFLOG_ACTION",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    }
)
# Variables removed from this process's environment for a run, so that messages can mention them.
ASIDE: dict[str, str] = {}


def environment(base: Mapping[str, str], *, may_stay: bool = False, for_all: bool = False) -> dict[str, str]:
    """The environment of a child that ends with the run, from *base*, such as this process's environment.

    Args:
        base: variables by name.
        may_stay: whether what the child starts may outlive a run that ends normally.
        for_all: whether it serves all processes of the run, whichever started it.
    """
    return SCOPE.marked(without_places(MASK.without_credentials(base)), may_stay=may_stay, for_all=for_all)


def unmarked(base: Mapping[str, str]) -> dict[str, str]:
    """The environment of a child whose own children may outlive the run, as those of a deployment do."""
    return SCOPE.unmarked(without_places(MASK.without_credentials(base)))


def mark_workers(variables: MutableMapping[str, str]) -> Callable[[], None]:
    """Mark *variables*, this process's own, so that children end when the run is killed: xdist's workers above all.

    A worker that is still starting has no keeper yet.

    Returns:
        A function that undoes it.
    """
    before = variables.get(MARK)
    variables[MARK] = SCOPE.marked(variables, may_stay=True)[MARK]

    def undo() -> None:
        if before is None:
            variables.pop(MARK, None)
        else:
            variables[MARK] = before

    return undo


def set_aside(variables: MutableMapping[str, str]) -> Callable[[], None]:
    """Remove from *variables*, this process's own, what ties git to one repository.

    Returns:
        A function that undoes it.
    """
    taken = {name: variables.pop(name) for name in PLACES.intersection(variables)}
    ASIDE.update(taken)

    def put_back() -> None:
        variables.update(taken)
        for name in taken:
            ASIDE.pop(name, None)

    return put_back


def without_places(base: Mapping[str, str]) -> dict[str, str]:
    """*base* without the variables that tie git to one repository."""
    return {name: value for name, value in base.items() if name not in PLACES}
