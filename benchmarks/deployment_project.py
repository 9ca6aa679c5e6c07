"""The repository of the shop that the campaign of killed deployments deploys, with the commands that do it.

Whatever its commands do to the world, they write down there by themselves, so that the journal can be compared with it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from deployment_world import NEW, OLD

STEPS = ("backup_created", "migrate", "deployed", "warm_up")  # those that do something, in their order
TAG = "DEPLOYMENT_KILLS"  # an environment variable of all that a run starts
FILE = 'lock = { file = "WORLD/{target}.lock" }'
WORK = '''
"""Does one step to the world, and writes down there that it begins, and that it has ended."""
import contextlib, os, pathlib, sqlite3, sys, time

what, version, world = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])

def note(word):
    ledger = os.open(world / "ledger", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(ledger, f"{word} {what}\\n".encode())
    os.fsync(ledger)

def switch(version):
    for number in (1, 2):
        draft = world / f"draft-{number}"
        draft.write_text(version)
        draft.replace(world / f"instance-{number}")
        time.sleep(0.4)

def store(*commands):
    with contextlib.closing(sqlite3.connect(world / "shop.sqlite", timeout=60)) as database:
        for command in commands:
            with database:
                database.execute(*command)
            time.sleep(0.3)

note("began")
while (world / "hold").exists():
    time.sleep(0.05)
if what == "backup_created":
    target = world / "backups" / f"{time.time_ns()}.sqlite"
    with contextlib.closing(sqlite3.connect(target)) as there:
        with contextlib.closing(sqlite3.connect(world / "shop.sqlite")) as here:
            here.backup(there)
    time.sleep(0.4)
elif what == "migrate":
    store(*(("INSERT INTO migrated VALUES (?, ?)", (version, how)) for how in ("half", "all")))
elif what == "deployed":
    switch(version)
    time.sleep(0.4)
elif what == "warm_up":
    time.sleep(0.5)
elif what == "rollback":
    store(("DELETE FROM migrated", ()))
    switch(version)
note("ended")
'''
SETTINGS = """
[project]
name = "shop"
version = "{version}"

[tool.golive]
default_target = "prod"

[tool.golive.targets.prod]
url = "{url}"
production = true
allow = ["deploy"]
wait = "60s"
timeout = "60s"
instances = 2
version_samples = 6
endpoints = [{{ path = "/products" }}]

[tool.golive.deployment]
command = {deployed}
{lock}
settle = "2s"
probe_interval = "250ms"
probe_timeout = "10s"
appears_within = "1s"

[tool.golive.deployment.backup]
command = {backup_created}
files = "{world}/backups/*.sqlite"

[tool.golive.deployment.steps.migrate]
command = {migrate}
environment = ["{tag}"]
after = "backup_created"
before = "deployed"

[tool.golive.deployment.steps.warm_up]
command = {warm_up}
environment = ["{tag}"]
after = "deployed"

[tool.golive.rollback]
command = {rollback}

[tool.golive.phases.deploy]
needs = "nothing"

[tool.golive.signing]
signed_records = false

[tool.golive.not_applicable]
{away}
"""


def project(folder: Path, world: Path, url: str, lock: str = FILE) -> None:
    """The repository of the shop, with the old version tagged and the new one checked out.

    Args:
        folder: for the repository; it is made.
        world: the folder of the shop.
        url: its address.
        lock: the setting of the target's lock.
    """
    from pytest_golive.collecting.entries import built_in_entries

    rows = [one.id.removeprefix("golive/") for one in built_in_entries() if "deploy" in one.phases]
    kept = {
        "deployment::backup_created",
        "deployment::deployed",
        "deployment::zero_downtime",
        "deployment::smoke_passed",
    }
    words = {
        name: json.dumps(
            [sys.executable, "work.py", name, "{previous_version}" if name == "rollback" else "{version}", str(world)]
        )
        for name in (*STEPS, "rollback")
    }
    away = "\n".join(f'"{name}" = "not tried in this campaign"' for name in rows if name not in kept)
    locked = lock.replace("WORLD", str(world))
    given = {"lock": locked, "url": url, "world": world, "tag": TAG, "away": away, **words}
    folder.mkdir()
    (folder / "work.py").write_text(WORK)
    (folder / ".gitignore").write_text("__pycache__/\n.golive/\n.pytest_cache/\n")
    git(folder, "init", "-q")
    for version in (OLD, NEW):
        (folder / "pyproject.toml").write_text(SETTINGS.format(version=version, **given))
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", f"Release {version}")
        git(folder, "tag", f"v{version}")


def git(folder: Path, *words: str) -> None:
    """Run git there."""
    who = ("-c", "user.name=shop", "-c", "user.email=shop@example.org")
    subprocess.run(("git", *who, *words), cwd=folder, check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull})
