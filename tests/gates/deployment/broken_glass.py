"""A release that goes to a target in an emergency, with a row that does not hold."""

from __future__ import annotations

import datetime as dt
import sys

import pytest

from pytest_golive.collecting.entries import built_in_entries
from pytest_golive.signing.glass.glass import Glass
from pytest_golive.signing.glass.reading import text_of

RED = "deployment::staging_regression"
SETTLED = "deployment::emergency_settled"
ROWS = ("deployment::deployed_to_staging", RED, "deployment::deployed")
WHY = "nobody can pay since 02:40, and this release mends it"
SLOW = "import pathlib, sys, time; open('STEPS', 'a').write(sys.argv[1] + ' '); time.sleep(1.2); "
FAILS = "sys.exit(not pathlib.Path('MENDED').exists())"
IGNORED = "__pycache__/\n.coverage\nSTEPS\nMENDED\n*.json\n*.toml.glass\n.golive/\n*.xml\n.pytest_cache/\n"
BROKEN = 20  # the exit status


class Emergency:
    """The release, and the file that lets a red row of it through."""

    def __init__(self, shop, git) -> None:
        self.shop = shop
        self.git = git

    def set_up(self, more: str = "") -> None:
        """The regression tests fail, until there is a file MENDED."""
        due = [one.id.removeprefix("golive/") for one in built_in_entries() if "deploy" in one.phases]
        left = "".join(f'"{name}" = "not tried in this test"\n' for name in due if name not in ROWS)
        self.shop.write(".gitignore", IGNORED)
        self.shop.settings(
            f"[tool.golive.deployment]\ncommand = {[sys.executable, '-c', SLOW, 'deployed']}\n"
            f"regression = {[sys.executable, '-c', SLOW + FAILS, 'tried']}\n"
            "settle = '600ms'\nprobe_interval = '100ms'\nprobe_timeout = '10s'\nappears_within = '1s'\n"
            f"[tool.golive.phases.deploy]\nneeds = 'nothing'\n{more}\n[tool.golive.not_applicable]\n{left}"
        )
        self.shop.commit()

    @property
    def head(self) -> str:
        return self.git(self.shop.path, "rev-parse", "HEAD").strip()

    def glass(self, *rows: str, sign=None, **other) -> Glass:
        """Write the file of a glass that names *rows*; *sign* makes its signature."""
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        said = {"target": "staging", "commit": self.head, "reason": WHY, "by": "ann", "approver": "bob"}
        moments = {"opened": now, "expires": now + dt.timedelta(hours=2)}
        made = Glass(**{**said, **moments, **other}, rows=rows or (RED,))
        if sign is not None:
            made = Glass(**{**said, **moments, **other}, rows=made.rows, signature=sign(made))
        self.shop.write("night.toml.glass", text_of(made))
        return made

    def deploy(self, *args: str) -> pytest.RunResult:
        """Execute the steps with the file."""
        return self.shop.run("-m", "deploy", "-v", "--golive-execute", "--golive-break-glass=night.toml.glass", *args)


def said(result: pytest.RunResult) -> str:
    """What a run says, without its line breaks."""
    return " ".join(f"{result.stdout.str()} {result.stderr.str()}".split())
