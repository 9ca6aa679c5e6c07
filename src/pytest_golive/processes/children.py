"""What the programs that a run starts must not know: credentials, and which repository git's caller meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping

from pytest_golive.keeping.alive import MARK
from pytest_golive.keeping.scope import SCOPE
from pytest_golive.masking.known import MASK

# Git sets these for a hook, an alias or a filter, and they outweigh the folder that git is started in: a test that
# makes a repository of its own would commit into the user's. `git rev-parse --local-env-vars` lists most of them.
# GIT_CONFIG_COUNT and its pairs are not among them: git never sets them, CI systems do, and they name no repository.
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
# What was taken out of this process's own variables for a run, so that messages can speak of it.
ASIDE: dict[str, str] = {}


def environment(base: Mapping[str, str], *, may_stay: bool = False, for_all: bool = False) -> dict[str, str]:
    """*base*, such as this process's own environment, as a child gets it that ends with the run.

    Args:
        base: variables by name.
        may_stay: whether what the child starts may stay when the run ends well.
        for_all: whether it serves all processes of the run, whichever has started it.
    """
    return SCOPE.marked(without_places(MASK.without_credentials(base)), may_stay=may_stay, for_all=for_all)


def unmarked(base: Mapping[str, str]) -> dict[str, str]:
    """The same for a child that leaves behind what is meant to stay, as a deployment does."""
    return SCOPE.unmarked(without_places(MASK.without_credentials(base)))


def mark_workers(variables: MutableMapping[str, str]) -> Callable[[], None]:
    """Have what is started with *variables*, this process's own, end when the run is killed: its workers, first of all.

    One that is still starting has no keeper yet.

    Returns:
        What undoes it.
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
    """Take what ties git to one repository out of *variables*, this process's own, for all that runs in it.

    Returns:
        What puts it back.
    """
    taken = {name: variables.pop(name) for name in PLACES.intersection(variables)}
    ASIDE.update(taken)

    def put_back() -> None:
        variables.update(taken)
        for name in taken:
            ASIDE.pop(name, None)

    return put_back


def without_places(base: Mapping[str, str]) -> dict[str, str]:
    """*base* without what ties git to one repository."""
    return {name: value for name, value in base.items() if name not in PLACES}
