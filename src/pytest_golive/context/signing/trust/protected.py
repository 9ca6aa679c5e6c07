"""A branch that nobody changes alone, which says who may sign."""

from __future__ import annotations

from pytest_golive.context.signing.trust.agreed import agreed_at
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure
from pytest_golive.settings.signing.table import Signing


def in_force(repository: Repository, signing: Signing) -> tuple[Signing, str]:
    """What counts where *signing* is believed: the settings of the branch that it trusts, and that branch in words.

    Where it names none, it counts itself, and the words are "".

    Raises:
        CannotMeasure: the branch is not in this clone, or the settings there cannot be read.
    """
    branch = signing.trusted
    if not branch:
        return signing, ""
    commit = _protected(repository, branch)
    if not commit:
        what = f"[tool.golive.signing] trusted names {branch}, which is not in this clone"
        raise CannotMeasure(what, f"fetch it: git fetch origin {_name(branch).removeprefix('origin/')}")
    return agreed_at(repository, commit, branch).signing, f"{branch} at {commit[:7]}"


def _protected(repository: Repository, branch: str) -> str:
    """The full hash of the remote's *branch*; "" if it is not in this clone.

    Anybody can push a tag, or a branch, called "origin/main", which git would take first; so only the names under which
    git fetches the remote's branches count. A branch of this clone counts where there is no remote to protect one.
    """
    name = _name(branch)
    remotes = repository.git("remote").decode(errors="replace").split("\n")[:-1]
    refs = [f"refs/remotes/{name}"]
    if not name.startswith(tuple(f"{remote}/" for remote in ("origin", *remotes))):
        refs.append(f"refs/remotes/origin/{name}" if remotes else f"refs/heads/{name}")
    there = (ref for ref in refs if repository.program.ask("show-ref", "--verify", "--quiet", ref) is not None)
    return next((repository.commit(ref) for ref in there), "")


def _name(branch: str) -> str:
    return branch.removeprefix("refs/").removeprefix("remotes/").removeprefix("heads/")
