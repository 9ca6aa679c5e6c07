"""Two people deploy to one target at the same time, from two checkouts: one is let in, the other is told who is there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
PATIENCE = 600
REF = "refs/golive/locks/prod"
SINCE = r"since \d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d"
LOCKS = {
    "ref": "lock = { ref = true }",
    "file": 'lock = { file = "WORLD/{target}.lock" }',
    "journal": "",  # nothing but that of two work trees of one clone
}
REFUSED = {
    "ref": rf"the target is locked by \S+ {{pid}} \(release 1\.2\.0\) {SINCE}\S+: {REF} on the remote",
    "file": rf"the target is locked by \S+ {{pid}} \(release 1\.2\.0\) {SINCE}\S+: the file ",
    "journal": rf"another run is deploying to this target: \S+, process {{pid}}, {SINCE} UTC",
}


@pytest.fixture
def two(monkeypatch, tmp_path):
    """A shop, and two checkouts of it; each command waits while the file "hold" is there."""
    monkeypatch.setattr(sys, "path", [str(BENCHMARKS), *sys.path])
    import deployment_runs
    from deployment_project import git
    from deployment_world import World

    (tmp_path / "world").mkdir()
    world = World(tmp_path / "world")
    with world.serving() as url:

        def checked_out(how):
            shop = deployment_runs.Shop(tmp_path, world, url, LOCKS[how])
            other = tmp_path / "other"
            if how == "journal":
                git(shop.folder, "worktree", "add", "-q", "--detach", str(other), "HEAD")
            else:
                git(tmp_path, "clone", "-q", "--bare", str(shop.folder), str(tmp_path / "remote.git"))
                git(tmp_path, "clone", "-q", str(tmp_path / "remote.git"), str(other))
                git(shop.folder, "remote", "add", "origin", str(tmp_path / "remote.git"))
            return shop, other

        (world.folder / "hold").touch()
        yield checked_out
        (world.folder / "hold").unlink(missing_ok=True)


def first_to_end(*runs):
    """The run that ends first, and the other one."""
    until = time.monotonic() + PATIENCE
    while all(run.poll() is None for run in runs) and time.monotonic() < until:
        time.sleep(0.05)
    return sorted(runs, key=lambda run: run.poll() is None)


def flat(text):
    return " ".join(re.sub("={9,}", "", text).split())


@pytest.mark.parametrize("how", LOCKS)
def test_exactly_one_is_let_in_and_the_other_is_told_who_is_there_since_when(two, how):
    shop, other = two(how)
    began = [shop.begun(place, subprocess.PIPE) for place in (shop.folder, other)]
    try:
        loser, winner = first_to_end(*began)
        assert winner.poll() is None, winner.communicate()[0]
        said = flat(loser.communicate(timeout=PATIENCE)[0])
        assert loser.returncode == 1, said
        assert re.search(REFUSED[how].replace("{pid}", str(winner.pid)), said), said
    finally:
        (shop.world.folder / "hold").unlink()
    said, _ = winner.communicate(timeout=PATIENCE)
    assert "machine was too slow" in said or winner.returncode == 0, said
    done = [step for word, step in shop.world.ledger if word == "began"]
    assert len(done) == len(set(done)), "nothing was done twice"
    assert done[:3] == ["backup_created", "migrate", "deployed"]
    assert shop.world.versions == {"1.2.0"}
    assert not shop.lock.exists()
    if how == "ref":
        assert (
            REF
            not in subprocess.run(
                ("git", "ls-remote", "origin"), cwd=other, capture_output=True, text=True, check=True
            ).stdout
        )


def test_the_lock_of_a_dead_holder_goes_by_the_command_that_the_refusal_names(two):
    import deployment_runs

    shop, other = two("ref")
    run = shop.begun(shop.folder)
    until = time.monotonic() + PATIENCE
    while not shop.world.ledger and run.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    deployment_runs.kill_all(run.pid, shop.tag)
    run.wait(PATIENCE)
    (shop.world.folder / "hold").unlink()
    refused, _ = shop.begun(other, subprocess.PIPE).communicate(timeout=PATIENCE)
    stale = "wait until that run has ended; if it is dead, look at the target first, then: "
    found = re.search(rf"{stale}(git push \S+ \S+ :{REF})", flat(refused))
    assert found, refused
    assert f" {run.pid} (release 1.2.0) since " in refused
    subprocess.run(shlex.split(found[1]), cwd=other, check=True, capture_output=True)
    said, _ = shop.begun(other, subprocess.PIPE).communicate(timeout=PATIENCE)
    assert "the target is locked by" not in flat(said)
    assert shop.world.versions == {"1.2.0"}
