"""No command prints a secret that a run would hide, and none writes it into a file."""

from __future__ import annotations

import sys

import pytest

from pytest_golive.cli import main
from pytest_golive.masking.known import HIDDEN, MASK

pytestmark = pytest.mark.security

TOKEN = "glpat-" + "Q7w3Zt9Lk2Pv8Xr5Nb1M"
FORGE = '\n[tool.golive.forge]\nkind = "gitlab"\nurl = "https://forge.example/o/r"\ntoken_env = "SHOP_FORGE"\n'


@pytest.fixture
def secretive(going, monkeypatch):
    """The project of a team that wrote its token into a row of its checklist, and whose settings name the variable."""
    monkeypatch.setenv("SHOP_FORGE", TOKEN)
    text = (going.path / "pyproject.toml").read_text()
    going.write("pyproject.toml", text + FORGE)
    rows = (going.path / "docs" / "GO_LIVE.md").read_text().replace("Support knows", f"Support knows {TOKEN}")
    going.write("docs/GO_LIVE.md", f"{rows}- [ ] Log in with {TOKEN}\n")
    going.commit()
    yield going
    MASK.reset()


WRITES = {
    "note": (["sign", "review", "--by", "ann", "--note", f"see {TOKEN}"], "the signature would hold a credential, in note; leave it out there; nothing was written"),
    "evidence": (["sign", "review", "--by", "ann", "--evidence", f"https://wiki.example/?t={TOKEN}"], "the signature would hold a credential, in evidence; "),
    "row": (["sign", "support", "--by", "ann"], "the signature would hold a credential, in the row of the checklist's document; "),
    "waiver": (["waive", "files_within_limit", "docs/GO_LIVE.md", "--reason", f"it is {TOKEN}", "--owner", "ann", "--approver", "bob", "--expires", "2999-01-01"], "the waiver would hold a credential, in reason; "),
    "match": (["waive", "files_within_limit", TOKEN, "--reason", "a large file", "--owner", TOKEN, "--approver", "bob", "--expires", "2999-01-01"], "the waiver would hold a credential, in match and owner; "),
}  # fmt: skip
ASKS = {
    "by": ["sign", "review", "--by", TOKEN],
    "no row": ["sign", TOKEN, "--by", "ann"],
    "key": ["sign", "review", "--by", "ann", "--key", f"/keys/{TOKEN}"],
    "revoke": ["sign", "--revoke", TOKEN],
    "target": ["sign", "review", "--by", "ann", "--target", TOKEN],
    "usage": ["sign", "review", "--until", TOKEN],
    "list": ["sign", "--list"],
    "bind": ["bind", "docs/GO_LIVE.md", "--all", "--print"],
    "record": ["record", "verify", f"{TOKEN}.json"],
    "gate": ["explain", TOKEN],
    "ratchet": ["ratchet", TOKEN],
    "init": ["init", "--print", TOKEN],
}


@pytest.mark.parametrize(("args", "said"), WRITES.values(), ids=WRITES)
def test_no_secret_is_written_into_a_file(secretive, command, git, args, said):
    status, words = command(*args)
    assert (status, TOKEN in words) == (1, False)
    assert words.startswith(f"golive: {said}")
    assert git(secretive.path, "status", "--short") == ""


@pytest.mark.usefixtures("secretive")
@pytest.mark.parametrize("args", ASKS.values(), ids=ASKS)
def test_no_secret_is_printed(command, args):
    _, words = command(*args)
    assert HIDDEN in words
    assert TOKEN not in words


def test_no_secret_is_printed_into_a_file(secretive, monkeypatch):
    with (secretive.path / "said.toml").open("w") as file, monkeypatch.context() as here:
        here.setattr(sys, "stdout", file)
        assert main(["bind", "docs/GO_LIVE.md", "--toml"]) == 0
        sys.stdout.write("::error::as it is\n")
    text = (secretive.path / "said.toml").read_text()
    assert HIDDEN in text
    assert TOKEN not in text
    assert text.endswith("::error::as it is\n")


def test_settings_with_faults_leave_the_usual_secrets_hidden(secretive, command, monkeypatch):
    monkeypatch.setenv("GITLAB_TOKEN", TOKEN)
    secretive.write("pyproject.toml", "[tool.golive]\nkind = 7\n")
    status, words = command("explain", TOKEN)
    assert (status, HIDDEN in words, TOKEN in words) == (2, True, False)
