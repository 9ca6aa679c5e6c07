"""People who sign in the shop of the tests, and its deployment."""

from __future__ import annotations

import datetime as dt

from pytest_golive.cli import main
from pytest_golive.context.signing.opening import signatures_in
from pytest_golive.rows.signers import signed_gates
from pytest_golive.settings.loading import load_settings
from pytest_golive.signing.files import SignOff
from pytest_golive.signing.writing import file_name, text_of, with_id

PEOPLE = """
[tool.golive.signing.people.ann]
emails = ["ann@shop.example"]
roles = ["manager"]
[tool.golive.signing.people.bob]
emails = ["bob@shop.example"]
"""


def ago(**time):
    """A moment in the past, as ``--golive-deployed`` takes it."""
    return f"{dt.datetime.now(dt.UTC) - dt.timedelta(**time):%Y-%m-%dT%H:%M:%SZ}"


class Signers:
    """Ann and Bob, who may sign; whoever commits the shop is neither."""

    def __init__(self, shop, git, setenv):
        self._shop, self._git, self._setenv = shop, git, setenv
        shop.settings(PEOPLE)
        shop.commit()

    def sign(self, rows, by="ann", *options):
        """Sign as the command does, and commit it as the one who signs."""
        assert main(["sign", *rows.split(), "--by", by, *options]) == 0
        self.commit(by)

    def revoke(self, id_, by="ann"):
        """Take a signature back, and commit that."""
        assert main(["sign", "--revoke", id_]) == 0
        self.commit(by)

    def sign_at(self, row, moment, by="ann"):
        """Sign at another moment."""
        there = signatures_in(self._shop.path, load_settings(self._shop.path), "staging")
        words = "", row, by, "approve", moment, there.checkout.digest(), signed_gates()[row]
        made = with_id(SignOff(*words, commit=there.checkout.head))
        self._shop.write(f"golive-signoffs/{file_name(made)}", text_of(made))
        self.commit(by)

    def commit(self, by):
        """Commit everything as *by*."""
        self._git(self._shop.path, "add", "-A")
        for role in ("AUTHOR", "COMMITTER"):
            self._setenv(f"GIT_{role}_NAME", by.title())
            self._setenv(f"GIT_{role}_EMAIL", f"{by}@shop.example")
        self._git(self._shop.path, "commit", "-qm", f"by {by}")
        for role in ("AUTHOR", "COMMITTER"):
            self._setenv(f"GIT_{role}_EMAIL", "author@example.org")
