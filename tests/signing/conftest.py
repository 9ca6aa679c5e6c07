"""A shop with people who sign: a real repository with a release behind it, and keys of theirs."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from dataclasses import replace

import pytest

from pytest_golive.context.signing.opening import signatures_in
from pytest_golive.settings.loading import load_settings
from pytest_golive.signing.files import SignOff
from pytest_golive.signing.proving.openssh import sign
from pytest_golive.signing.proving.proofs import NAMESPACE
from pytest_golive.signing.writing import file_name, text_of, with_id

ROLES = {"ann": "manager", "bob": "engineer", "eve": "engineer"}


@pytest.fixture(scope="session")
def pairs(tmp_path_factory):
    """The folder of three pairs of keys."""
    folder = tmp_path_factory.mktemp("pairs")
    for name in ("ann", "bob", "eve", "robot"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
        subprocess.run(command, check=True)
    return folder


class Shop:
    """A repository in *path*; Ann made its first release, Bob the next one."""

    def __init__(self, path, pairs):
        self.path = path
        self.pairs = pairs
        self.rules = ""
        self.people = ["ann", "bob", "eve"]
        self.git("init", "-q", "-b", "main")
        self.write("src/shop/pay.py", "PAY = 1\n")
        self.write("docs/guide.md", "# Guide\n")
        self.settle()
        self.commit("ann")
        self.release("v1.0.0")
        self.write("src/shop/pay.py", "PAY = 2\n")
        self.commit("bob")

    def key(self, name):
        return " ".join((self.pairs / f"{name}.pub").read_text().split()[:2])

    def settle(self):
        """Write the settings."""
        people = "".join(
            f'[tool.golive.signing.people.{name}]\nemails = ["{name}@shop.example"]\nroles = ["{ROLES.get(name, "manager")}"]\n'
            f'ssh_keys = ["{self.key(name)}"]\n'
            for name in self.people
        )
        self.write("pyproject.toml", f'[project]\nname = "shop"\nversion = "2.0.0"\n\n{self.rules}{people}')

    def write(self, path, text):
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def git(self, *args, **env):
        command = ["git", "-C", str(self.path), *args]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **env})
        return done.stdout.strip()

    def commit(self, by="bob", *options, committer=""):
        self.git("add", "-A")
        who = {}
        for role, name in (("AUTHOR", by), ("COMMITTER", committer or by)):
            who |= {f"GIT_{role}_NAME": name.title(), f"GIT_{role}_EMAIL": f"{name}@shop.example"}
        self.git(*options, "commit", "-q", "--allow-empty", "-m", f"by {by}", **who)
        return self.git("rev-parse", "HEAD")

    def release(self, name, by="eve", commit="HEAD"):
        """Tag a release, signed by a key."""
        keys = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={self.pairs / by}")
        self.git(*keys, "tag", "--sign", "-m", name, name, commit)

    def work(self, by="bob"):
        """Commit one more change of the code."""
        self.write("src/shop/pay.py", f"PAY = {len(self.git('log', '--format=%H'))}\n")
        return self.commit(by)

    def place(self, name):
        """The release *name* as messages call it."""
        return f"{name} at {self.git('rev-parse', f'{name}^{{commit}}')[:7]}"

    def baseline(self):
        """Whom a release for production believes."""
        return self.signatures(production=True).baseline

    def signatures(self, **changes):
        return replace(signatures_in(self.path, load_settings(self.path), "staging"), **changes)

    def sign(self, by="ann", row="security/review", decision="approve", *, key="", **more):
        """Write a signature about the checkout; it is not committed."""
        there = self.signatures()
        covers = tuple(more.pop("covers", ()))
        made = SignOff(
            "", row, by, decision, dt.datetime.now(dt.UTC).replace(microsecond=0),
            there.checkout.digest(covers), commit=there.checkout.head, covers=covers,
            release=there.release if covers else "",
        )  # fmt: skip
        made = with_id(replace(made, **more))
        if key:
            made = replace(made, signature=sign(made.words, self.pairs / key, NAMESPACE))
        self.write(f"golive-signoffs/{file_name(made)}", text_of(made))
        return replace(made, path=f"golive-signoffs/{file_name(made)}")

    def judged(self, row="security/review", **changes):
        there = self.signatures(**changes)
        return there.judge(row, there.rules(row))

    def why(self, row="security/review", **changes):
        """Why the one signature of *row* does not count."""
        found = self.judged(row, **changes)
        assert not found.is_signed
        (refused,) = found.refused
        return refused.why


@pytest.fixture
def shop(tmp_path, pairs):
    return Shop(tmp_path, pairs)
