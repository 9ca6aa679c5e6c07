"""golive journal --settle: nobody settles what another clone or operator does there now."""

from __future__ import annotations

import sys

import pytest
from journalled import DEPLOYED, NEW, SETTINGS, deploy, golive, path, shop

from pytest_golive.collecting.executing import journalling
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.locking.git_ref import GitRefLock
from pytest_golive.delivery.locking.holder import holder_now
from pytest_golive.delivery.locking.shared_file import FileLock

__all__ = ["path", "shop"]
pytestmark = pytest.mark.security
FINISHED = ("--settle", "deployed", "--finished", "--by", "bob", "--reason", "both instances say 1.4.2")
REF = "refs/golive/locks/prod"
STATUS = "import os, sys; held = os.path.exists('lock'); held and print(open('lock').read()); sys.exit(held)"
ACQUIRE = "import sys; open('lock', 'x').write(sys.argv[1])"
COMMANDS = {
    "acquire": [sys.executable, "-c", ACQUIRE, "{lock}"],
    "release": [sys.executable, "-c", "import os; os.unlink('lock')"],
    "status": [sys.executable, "-c", STATUS],
}
LOCKS = {
    "ref": "lock = { ref = true }",
    "file": "lock = { file = 'lock-{target}' }",
    "commands": "[tool.golive.deployment.lock]\n" + "".join(f"{name} = {one}\n" for name, one in COMMANDS.items()),
}


@pytest.fixture(params=LOCKS)
def lock(request, shop, git, tmp_path_factory, monkeypatch):
    """The lock of prod, as another clone sees it; 1.4.2 is checked out here."""
    monkeypatch.setattr(journalling, "release_in", lambda _: NEW)
    (shop / "pyproject.toml").write_text(f"{SETTINGS}\n[tool.golive.deployment]\n{LOCKS[request.param]}\n")
    if request.param != "ref":
        return FileLock(shop / ("lock-prod" if request.param == "file" else "lock"))
    hub, other = tmp_path_factory.mktemp("hub"), tmp_path_factory.mktemp("other")
    git(hub, "init", "--quiet", "--bare")
    for clone in (shop, other):
        git(clone, "init", "--quiet")
        git(clone, "remote", "add", "origin", str(hub))
    return GitRefLock(Repository.open(other), "origin", REF)


def test_somebody_deploys_there_now(path, capsys, lock):
    deploy(path, NEW, None, None)
    before, ann = path.read_bytes(), holder_now("ann@build-1 4711", "prod", "1.4.3")
    lock.acquire(ann)
    status, _, err = golive(capsys, *FINISHED)
    assert status == 1
    assert "the target is locked by ann@build-1 4711 (release 1.4.3) since " in err
    assert "wait until that run has ended; if it is dead, look at the target first, then: " in err
    assert path.read_bytes() == before, "nothing was written"
    lock.release(ann)
    status, out, err = golive(capsys, *FINISHED)
    assert (status, err) == (0, "")
    assert f"{DEPLOYED} of 1.4.2 is finished" in out
    assert lock.holder() is None, "it was held meanwhile, and given back"
